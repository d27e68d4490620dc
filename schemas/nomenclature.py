"""The nomenclature of files (clause 24-a): folders of a year, their retention, the acts that hand them over or destroy
them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who


class YearState(Word):
    """May papers still be filed in the folders of a year?"""

    open = ("open", "Ашық", "Открыта", "Open")
    closed = ("closed", "Жабылған", "Закрыта", "Closed")


class FileYear(Document):
    """The nomenclature of one calendar year."""

    collection: ClassVar[str] = "file_years"
    title: ClassVar[Text] = Text(kk="Істер номенклатурасы", ru="Номенклатура дел", en="Nomenclature of files")
    frozen: ClassVar[dict[str, frozenset[str]]] = {"closed": frozenset()}

    year: Annotated[int, Field(ge=1950, le=2200), Show("Жылы", "Год", "Year", table=True, form=False)]
    status: Annotated[YearState, Show("Күйі", "Состояние", "State", table=True, form=False)] = YearState.open
    opened_on: Annotated[date, Show("Ашылған күні", "Открыта", "Opened on", form=False)]
    closed_on: Annotated[date | None, Show("Жабылған күні", "Закрыта", "Closed on", form=False)] = None

    def label(self) -> Text:
        return Text(kk=str(self.year))


class FolderState(Word):
    """Where a folder stands."""

    open = ("open", "Жүргізілуде", "Ведётся", "In use")
    closed = ("closed", "Жабылған", "Закрыто", "Closed")
    archived = ("archived", "Мұрағатқа тапсырылған", "Передано в архив", "Handed over to the archive")
    destroyed = ("destroyed", "Жойылған", "Уничтожено", "Destroyed")


class KeptRecords(Word):
    """Which records about people stand in a folder: the classes of core/personal/table.toml that are kept for years."""

    card = ("card", "Студенттің жеке карточкасы", "Личная карточка студента", "Card of the student")
    study = ("study", "Оқу нәтижелері", "Результаты обучения", "Results of study")
    orders = ("orders", "Контингент бұйрықтары", "Приказы по контингенту", "Orders on the contingent")
    papers = ("papers", "Берілген құжаттар мен журналдар", "Выданные документы и журналы", "Issued papers, journals")
    attestation = ("attestation", "Қорытынды аттестаттау", "Итоговая аттестация", "Final attestation")
    service = ("service", "Өтініштер, хаттар, қызметтер", "Обращения, письма, услуги", "Requests, letters, services")
    staff = ("staff", "Қызметкерлер", "Сотрудники", "Staff")
    trail = ("trail", "Әрекеттер журналы", "Журнал действий", "Trail of acts")


class Folder(Document):
    """One file of the nomenclature. While it is in use its description may be mended; afterwards only acts move it.

    destroy_from: set when it is closed; None where it is kept for ever.
    """

    collection: ClassVar[str] = "folders"
    title: ClassVar[Text] = Text(kk="Іс (бума)", ru="Дело (папка)", en="File (folder)")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "closed": frozenset({"status", "handed", "destroyed"}), "archived": frozenset({"status", "destroyed"}),
        "destroyed": frozenset(),
    }  # fmt: skip

    year: Annotated[int, Field(ge=1950, le=2200), Show("Жылы", "Год", "Year", filter=True, form=False)]
    index: Annotated[
        str, Field(min_length=1, max_length=20, pattern=r"^\d{1,3}(-\d{1,3}){0,3}$"),
        Show("Индексі", "Индекс", "Index", table=True,
             help=("Цифрлар мен сызықша: 05-12", "Цифры и дефис: 05-12", "Digits and dashes: 05-12")),
    ]  # fmt: skip
    name: Annotated[Text, Show("Істің тақырыбы", "Заголовок дела", "Title of the file", table=True)]
    permanent: Annotated[bool, Show("Тұрақты сақталады", "Хранится постоянно", "Kept permanently")] = False
    keep: Annotated[
        int | None, Field(ge=1, le=150),
        Show("Сақтау мерзімі, жыл", "Срок хранения, лет", "Retention, years", table=True,
             help=("Тұрақты сақталса, бос қалдырыңыз", "Оставьте пустым, если хранится постоянно",
                   "Leave empty where it is kept permanently")),
    ] = None  # fmt: skip
    holds: Annotated[
        list[KeptRecords],
        Show("Адамдар туралы қандай жазбалар жатады", "Какие записи о людях хранит",
             "Which records about people it holds",
             help=("Жеке деректердің сақтау мерзімі осы бумадан алынады", "Срок хранения личных данных берётся отсюда",
                   "How long personal data are kept is taken from here")),
    ] = Field(default_factory=list)  # fmt: skip
    article: Annotated[
        str, Field(max_length=120),
        Show("Сақтау мерзімінің тармағы", "Статья срока хранения", "Article of the retention list", table=True),
    ] = ""  # fmt: skip
    unit: Annotated[
        Ref | None, Show("Жауапты бөлімше", "Ответственное подразделение", "Responsible unit", to="departments")
    ] = None  # fmt: skip
    person: Annotated[
        Ref | None, Show("Жауапты адам", "Ответственное лицо", "Responsible person", table=True, to="users")
    ] = None  # fmt: skip
    place: Annotated[
        str, Field(max_length=120), Show("Орны (бөлме, сөре, бума)", "Место (кабинет, полка, папка)",
                                         "Place (room, shelf, folder)")
    ] = ""  # fmt: skip
    note: Annotated[str, Field(max_length=300), Show("Ескертпе", "Примечание", "Note")] = ""
    status: Annotated[FolderState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        FolderState.open
    )
    closed_on: Annotated[date | None, Show("Жабылған күні", "Закрыто", "Closed on", form=False)] = None
    destroy_from: Annotated[
        date | None, Show("Сақтау мерзімі бітеді", "Срок хранения истекает", "Retention is over on", form=False)
    ] = None  # fmt: skip
    handed: Annotated[Ref | None, Show("Тапсыру актісі", "Акт передачи", "Act of hand-over", form=False)] = None
    destroyed: Annotated[Ref | None, Show("Жою актісі", "Акт уничтожения", "Act of destruction", form=False)] = None

    @model_validator(mode="after")
    def _kept_so_long(self) -> Self:
        if not self.permanent and self.keep is None:
            raise Refused("nomenclature.keep_missing", "keep")
        if self.permanent and self.keep is not None:
            raise Refused("nomenclature.keep_or_permanent", "keep")
        return self

    def label(self) -> Text:
        return Text(kk=f"{self.index} {self.name.kk}"[:400], ru=f"{self.index} {self.name.get('ru')}"[:400],
                    en=f"{self.index} {self.name.get('en')}"[:400])  # fmt: skip


class FileActKind(Word):
    """What an act does with folders."""

    handover = ("handover", "Мұрағатқа тапсыру", "Передача в архив", "Hand-over to the archive")
    destruction = ("destruction", "Жоюға бөлу", "Уничтожение", "Destruction")


class FileActState(Word):
    """Where an act stands."""

    draft = ("draft", "Жоба", "Проект", "Draft")
    approved = ("approved", "Бекітілген", "Утверждён", "Approved")
    dropped = ("dropped", "Кері алынған", "Отозван", "Withdrawn")


class Member(Model):
    """One of a commission."""

    name: Annotated[str, Field(min_length=3, max_length=200), Show("Аты-жөні", "ФИО", "Name")]
    post: Annotated[str, Field(max_length=200), Show("Лауазымы", "Должность", "Post")] = ""


class ActFolder(Model):
    """A folder as it is named in an act, for good."""

    folder: Ref
    index: str
    name: Text
    year: int
    keep: int | None = None
    article: str = ""


class FileAct(Document):
    """A numbered act with its list of folders; what it does is done when another person approves it."""

    collection: ClassVar[str] = "file_acts"
    title: ClassVar[Text] = Text(kk="Істер бойынша акт", ru="Акт по делам", en="Act on files")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"status", "approved_by", "approved_on"}), "approved": frozenset(), "dropped": frozenset(),
    }  # fmt: skip

    kind: Annotated[FileActKind, Show("Түрі", "Вид", "Kind", table=True, filter=True)]
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    day: Annotated[date, Show("Күні", "Дата", "Day", table=True, form=False)]
    status: Annotated[FileActState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        FileActState.draft
    )
    folders: Annotated[list[ActFolder], Field(min_length=1, max_length=500)]
    members: Annotated[
        list[Member], Field(max_length=15), Show("Комиссия", "Комиссия", "Commission")
    ] = Field(default_factory=list)  # fmt: skip
    to: Annotated[
        str, Field(max_length=200),
        Show("Мұрағат (кім қабылдайды)", "Архив (кто принимает)", "Archive (who takes it)"),
    ] = ""  # fmt: skip
    ground: Annotated[str, Field(max_length=400), Show("Негізі", "Основание", "Ground")] = ""
    by: Annotated[Who, Show("Кім жасады", "Кто составил", "Drawn up by", form=False)]
    approved_by: Who | None = None
    approved_on: Annotated[date | None, Show("Бекітілген күні", "Утверждён", "Approved on", form=False)] = None

    def label(self) -> Text:
        return Text(kk=f"{self.kind.label('kk')} № {self.number}", ru=f"{self.kind.label('ru')} № {self.number}",
                    en=f"{self.kind.label('en')} No. {self.number}")  # fmt: skip


__all__ = [
    "ActFolder", "FileAct", "FileActKind", "FileActState", "FileYear", "Folder", "FolderState", "KeptRecords", "Member",
    "YearState",
]  # fmt: skip
