"""Files: what a kept file is called, what it is and where its bytes stand. Its id is the SHA-256 of its bytes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field

from schemas.base import Document, Id, Show, Text, Word


class FileType(Word):
    """What a file is by its content; the value is the ending its name gets."""

    pdf = ("pdf", "PDF құжат", "Документ PDF", "PDF document")
    jpg = ("jpg", "JPEG сурет", "Изображение JPEG", "JPEG picture")
    png = ("png", "PNG сурет", "Изображение PNG", "PNG picture")
    webp = ("webp", "WEBP сурет", "Изображение WEBP", "WEBP picture")
    docx = ("docx", "Word құжаты", "Документ Word", "Word document")
    xlsx = ("xlsx", "Excel кестесі", "Таблица Excel", "Excel workbook")
    odt = ("odt", "OpenDocument мәтіні", "Текст OpenDocument", "OpenDocument text")
    ods = ("ods", "OpenDocument кестесі", "Таблица OpenDocument", "OpenDocument sheet")
    csv = ("csv", "CSV кесте", "Таблица CSV", "CSV table")
    txt = ("txt", "Қарапайым мәтін", "Простой текст", "Plain text")
    zip = ("zip", "ZIP мұрағаты", "Архив ZIP", "ZIP archive")
    other = ("other", "Басқа файл", "Другой файл", "Other file")

    @classmethod
    def of(cls, name: str) -> Self:
        """The type by a name the office itself gave (its ending follows from the content)."""
        ending = name.rpartition(".")[2].lower()
        return cls(ending) if ending in cls._value2member_map_ else cls.other


class File(Document):
    """A kept file; the same bytes are kept once. Who may read it follows from the document that names it.

    place: where its bytes stand in the store of bytes. signed: whose digital signature it bears. Never changed and
    never deleted after it is kept.
    """

    collection: ClassVar[str] = "files"
    title: ClassVar[Text] = Text(kk="Файл", ru="Файл", en="File")

    name: Annotated[str, Field(min_length=1, max_length=200), Show("Атауы", "Название", "Name", form=False)]
    kind: Annotated[str, Field(max_length=40), Show("Не файлы", "Что за файл", "What it is", form=False)]
    owner: Annotated[Id, Show("Қай жазбаға", "К какой записи", "Of which record", form=False)] = ""
    type: Annotated[FileType, Show("Түрі", "Тип", "Type", form=False)]
    size: Annotated[int, Field(ge=0), Show("Көлемі, байт", "Размер, байт", "Size, bytes", form=False)]
    place: Annotated[str, Show("Сақталған орны", "Место хранения", "Place of the bytes", form=False)]

    signed: Annotated[str, Show("Кімнің қолтаңбасы бар", "Чьей подписью подписан", "Signed by", form=False)] = ""

    def label(self) -> Text:
        return Text(kk=self.name)
