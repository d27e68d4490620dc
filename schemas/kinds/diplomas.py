"""Diplomas as data: where each word stands on the paper in millimetres, which blanks and numbers a diploma takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.base import Body
from schemas.kinds.lists import CODE
from schemas.words import StudyLanguage

Place = Annotated[Decimal, Field(ge=0, le=600, decimal_places=2)]
Shift = Annotated[Decimal, Field(ge=-30, le=30, decimal_places=2)]


class Drawn(Word):
    """What a field of a layout draws."""

    text = ("text", "Мәтін", "Текст", "Text")
    qr = ("qr", "QR-код", "QR-код", "QR code")
    line = ("line", "Сызық", "Линия", "Line")
    frame = ("frame", "Жиектеме", "Рамка", "Frame")


class Letters(Word):
    """With what letters a field is set."""

    serif = ("serif", "Антиква", "Антиква", "Serif")
    serif_bold = ("serif_bold", "Антиква, қалың", "Антиква, полужирный", "Serif, bold")
    sans = ("sans", "Гротеск", "Гротеск", "Sans")
    sans_bold = ("sans_bold", "Гротеск, қалың", "Гротеск, полужирный", "Sans, bold")


class Align(Word):
    left = ("left", "Сол жақ", "Слева", "Left")
    centre = ("centre", "Ортасы", "По центру", "Centre")
    right = ("right", "Оң жақ", "Справа", "Right")


class Spot(Model):
    """One field: what is drawn, and where in millimetres from the upper left corner of the page.

    text: words with variables in double braces (core.diplomas.words says which). A text that is too long for its width
    and height is set smaller down to `least`, then refused by name: nothing is ever cut off.
    """

    code: Annotated[str, Field(pattern=CODE, max_length=40), Show("Коды", "Код", "Code")]
    draws: Annotated[Drawn, Show("Не", "Что", "What")] = Drawn.text
    text: Annotated[str, Field(max_length=600), Show("Мәтіні", "Текст", "Text", area=True)] = ""
    page: Annotated[int, Field(ge=1, le=4), Show("Беті", "Страница", "Page")] = 1
    x: Annotated[Place, Show("Солдан, мм", "Слева, мм", "From the left, mm")]
    y: Annotated[Place, Show("Жоғарыдан, мм", "Сверху, мм", "From the top, mm")]
    width: Annotated[Place, Show("Ені, мм", "Ширина, мм", "Width, mm")]
    height: Annotated[Place, Show("Биіктігі, мм", "Высота, мм", "Height, mm")]
    letters: Annotated[Letters, Show("Қаріп", "Шрифт", "Letters")] = Letters.serif
    size: Annotated[Decimal, Field(ge=4, le=72), Show("Кегль, пт", "Кегль, пт", "Size, pt")] = Decimal(11)
    least: Annotated[
        Decimal, Field(ge=4, le=72), Show("Ең кіші кегль, пт", "Наименьший кегль, пт", "Smallest size, pt")
    ] = Decimal(8)  # fmt: skip
    align: Annotated[Align, Show("Туралау", "Выравнивание", "Alignment")] = Align.centre

    @model_validator(mode="after")
    def _sizes(self) -> Self:
        if self.least > self.size:
            raise Refused("diplomas.least_over_size", "least")
        if self.draws is Drawn.text and not self.text:
            raise Refused("errors.field.missing", "text")
        return self


class Printer(Model):
    """How far a printer is off: what it prints is moved by so much."""

    code: Annotated[str, Field(pattern=CODE, max_length=40), Show("Коды", "Код", "Code")]
    name: Annotated[str, Field(min_length=1, max_length=80), Show("Принтер", "Принтер", "Printer")]
    right: Annotated[Shift, Show("Оңға, мм", "Вправо, мм", "To the right, mm")] = Decimal(0)
    down: Annotated[Shift, Show("Төмен, мм", "Вниз, мм", "Down, mm")] = Decimal(0)


class DiplomaLayout(Body):
    hint: ClassVar[Text] = Text(
        kk="Диплом парағындағы әр жазудың орны миллиметрмен; басылған бланк немесе толық бет.",
        ru="Место каждой надписи диплома в миллиметрах; готовый бланк или целая страница.",
        en="Where each word of a diploma stands, in millimetres; a pre-printed blank or a whole page.",
    )

    sort: Literal["diploma_layout"] = "diploma_layout"
    width: Annotated[Place, Show("Бет ені, мм", "Ширина листа, мм", "Page width, mm")] = Decimal(297)
    height: Annotated[Place, Show("Бет биіктігі, мм", "Высота листа, мм", "Page height, mm")] = Decimal(210)
    pages: Annotated[int, Field(ge=1, le=4), Show("Бет саны", "Страниц", "Pages")] = 1
    preprinted: Annotated[
        bool, Show("Басылған бланкіге тек өрістер", "Только поля на готовый бланк", "Fields only, onto a printed blank")
    ] = False  # fmt: skip
    margin: Annotated[
        Place, Show("Басылмайтын жиек, мм", "Непечатаемое поле, мм", "Unprintable margin, mm")
    ] = Decimal(4)  # fmt: skip
    picture: Annotated[
        Ref | None,
        Show("Бланк суреті (қарау үшін)", "Картинка бланка (для просмотра)", "Picture of the blank", to="files"),
    ] = None  # fmt: skip
    spots: Annotated[list[Spot], Field(max_length=120), Show("Өрістері", "Поля", "Fields")] = Field(
        default_factory=list
    )
    printers: Annotated[list[Printer], Field(max_length=30), Show("Принтерлер", "Принтеры", "Printers")] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _on_the_page(self) -> Self:
        for rows in (self.spots, self.printers):
            codes = [r.code for r in rows]
            if len(codes) != len(set(codes)):
                raise Refused("diplomas.spot_twice", code=next(c for c in codes if codes.count(c) > 1))
        for spot in self.spots:
            if spot.page > self.pages:
                raise Refused("diplomas.no_such_page", code=spot.code)
            if spot.x + spot.width > self.width or spot.y + spot.height > self.height:
                raise Refused("diplomas.off_the_page", code=spot.code)
        return self


class Shape(Word):
    """How a supplement is laid out."""

    own = ("own", "Өз үлгісіміз", "Наш образец", "Our own form")
    european = ("european", "Жалпыеуропалық (8 бөлім)", "Общеевропейское (8 разделов)", "European (8 sections)")


class SupplementKind(Model):
    """A supplement of a diploma: its language and the blank it is printed on (empty: plain paper)."""

    lang: Annotated[StudyLanguage, Show("Тілі", "Язык", "Language")]
    blank: Annotated[str, Field(max_length=40), Show("Бланкі", "Бланк", "Blank", to="kind:blank")] = ""
    shape: Annotated[Shape, Show("Пішімі", "Форма", "Form")] = Shape.own


class NameRule(Word):
    """What name a duplicate bears (domain.md 6.6: ask the lawyer)."""

    original = ("original", "Түпнұсқадағыдай", "Как в подлиннике", "As in the original")
    today = ("today", "Қазіргі аты-жөні", "Нынешнее имя", "The name of today")


class DiplomaKind(Body):
    hint: ClassVar[Text] = Text(
        kk="Диплом түрі: орналасуы, бланкі, тіркеу нөмірі, қосымшалары, телнұсқа ережелері.",
        ru="Вид диплома: раскладка, бланк, регистрационный номер, приложения, правила дубликата.",
        en="A kind of diploma: its layout, blank, register number, supplements, rules of duplicates.",
    )

    sort: Literal["diploma"] = "diploma"
    honours: Annotated[bool, Show("Үздік", "С отличием", "With honours", table=True)] = False
    series: Annotated[
        str, Field(max_length=10),
        Show("Платформадағы сериясы", "Серия платформы", "Series of the platform", table=True),
    ] = "BD"  # fmt: skip
    mask: Annotated[
        str, Field(max_length=40),
        Show("Тіркеу нөмірінің үлгісі", "Маска регистрационного номера", "Mask of the register number",
             to="kind:mask"),
    ] = "diploma"  # fmt: skip
    layout: Annotated[
        str, Field(max_length=40), Show("Орналасуы", "Раскладка", "Layout", to="kind:diploma_layout")
    ] = ""  # fmt: skip
    blank: Annotated[
        str, Field(max_length=40),
        Show("Бланкі (бос — ақ қағаз)", "Бланк (пусто — чистая бумага)", "Blank (empty: plain paper)",
             to="kind:blank"),
    ] = ""  # fmt: skip
    supplements: Annotated[
        list[SupplementKind], Field(max_length=6), Show("Қосымшалары", "Приложения", "Supplements")
    ] = Field(default_factory=list)  # fmt: skip
    platform: Annotated[
        bool, Show("Платформа нөмірі мен QR міндетті", "Номер и QR платформы обязательны",
                   "Number and QR of the platform are needed")
    ] = True  # fmt: skip
    latin: Annotated[
        bool, Show("Латынша аты міндетті", "Имя латиницей обязательно", "The name in Latin letters is needed")
    ] = True  # fmt: skip
    previous: Annotated[
        bool, Show("Алдыңғы білімі туралы құжат міндетті", "Документ о предыдущем образовании обязателен",
                   "The document of previous education is needed")
    ] = False  # fmt: skip
    scans: Annotated[
        list[str], Field(max_length=10),
        Show("Жеке істе болуға тиіс құжаттар (фотосурет, т.б.)", "Что должно быть в личном деле (фотография и др.)",
             "What the personal file must hold (a photograph, say)", to="kind:scan"),
    ] = Field(default_factory=list)  # fmt: skip
    waits: Annotated[
        int, Field(ge=1, le=3650), Show("Осынша күннен кейін алынбаған деп саналады",
                                        "Считать невостребованным через, дней", "Uncollected after, days")
    ] = 30  # fmt: skip
    names: Annotated[
        NameRule, Show("Телнұсқадағы аты-жөні", "Имя в дубликате", "Name on a duplicate")
    ] = NameRule.original  # fmt: skip
    duplicate_days: Annotated[
        int, Field(ge=1, le=120), Show("Телнұсқа мерзімі, жұмыс күні", "Срок дубликата, рабочих дней",
                                       "A duplicate within, working days")
    ] = 15  # fmt: skip
    credential: Annotated[
        bool, Show("Қол қойылған электрондық куәлік беріледі", "Выдаётся подписанное электронное свидетельство",
                   "A signed open credential is given")
    ] = True  # fmt: skip
    credential_gpa: Annotated[
        bool, Show("Электрондық куәлікте GPA болады", "В электронном свидетельстве есть GPA",
                   "The open credential says the GPA")
    ] = False  # fmt: skip


__all__ = [
    "Align", "DiplomaKind", "DiplomaLayout", "Drawn", "Letters", "NameRule", "Printer", "Shape", "Spot",
    "SupplementKind",
]  # fmt: skip
