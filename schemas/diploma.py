"""Diplomas of own sample (clauses 26, 33-5, 33-10): from the graduate's check to the hand-over; duplicates beside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Basis, Document, Id, Model, Ref, Show, Text, Word
from schemas.credential import Credential
from schemas.events import Who
from schemas.words import StudyForm


class DiplomaStatus(Word):
    """Prepared, then a number of the registration book, then printed on its blanks, then in the holder's hands."""

    prepared = ("prepared", "Дайындалуда", "Готовится", "Being prepared")
    registered = ("registered", "Тіркелді", "Зарегистрирован", "Registered")
    printed = ("printed", "Басылды", "Напечатан", "Printed")
    issued = ("issued", "Берілді", "Выдан", "Issued")
    replaced = ("replaced", "Телнұсқамен ауыстырылды", "Заменён дубликатом", "Replaced by a duplicate")
    annulled = ("annulled", "Күші жойылды", "Аннулирован", "Annulled")


class DiplomaStep(Word):
    """What was done with a diploma; each step stays with who and when."""

    prepared = ("prepared", "Дайындалды", "Подготовлен", "Prepared")
    platform = ("platform", "Платформа нөмірі келді", "Получен номер платформы", "Platform number came")
    registered = ("registered", "Тіркелді", "Зарегистрирован", "Registered")
    printed = ("printed", "Басылды", "Напечатан", "Printed")
    spoiled = ("spoiled", "Бланкісі бүлінді", "Бланк испорчен", "Blank spoiled")
    signed = ("signed", "Қол қойылды", "Подписан", "Signed")
    issued = ("issued", "Берілді", "Выдан", "Issued")
    replaced = ("replaced", "Ауыстырылды", "Заменён", "Replaced")
    annulled = ("annulled", "Күші жойылды", "Аннулирован", "Annulled")
    dropped = ("dropped", "Дайындау тоқтатылды", "Подготовка снята", "Dropped")


class Happened(Model):
    """A step of a diploma's life."""

    step: DiplomaStep
    by: Who
    at: datetime
    note: str = ""


class PlatformNumber(Model):
    """What the national platform gave (domain.md 6.2): never made here. payload: of its QR; source: the file it came
    by."""

    series: Annotated[str, Field(max_length=10), Show("Сериясы", "Серия", "Series")] = ""
    number: Annotated[str, Field(min_length=1, max_length=30), Show("Нөмірі", "Номер", "Number")]
    payload: Annotated[str, Field(min_length=1, max_length=1000), Show("QR мазмұны", "Содержание QR", "QR payload")]
    day: Annotated[date | None, Show("Күні", "Дата", "Date")] = None
    source: Id | None = None


class Takes(Word):
    """What of a diploma takes a blank."""

    diploma = ("diploma", "Диплом", "Диплом", "Diploma")
    kk = ("kk", "Қосымша (қазақша)", "Приложение (на казахском)", "Supplement (Kazakh)")
    ru = ("ru", "Қосымша (орысша)", "Приложение (на русском)", "Supplement (Russian)")
    en = ("en", "Қосымша (ағылшынша)", "Приложение (на английском)", "Supplement (English)")


class Sheet(Model):
    """A sheet of a diploma: what, on which blank (empty: plain paper), its frozen file. spoiled: blanks before it."""

    what: Takes
    kind: str = ""
    blank: Id | None = None
    number: str = ""
    file_hash: str = ""
    spoiled: list[Id] = Field(default_factory=list, max_length=20)


class How(Word):
    """How a diploma came to its holder."""

    self_ = ("self", "Өзіне", "Лично", "In person")
    proxy = ("proxy", "Сенімхатпен", "По доверенности", "By power of attorney")
    post = ("post", "Поштамен", "Почтой", "By post")


class HandedOver(Model):
    """The hand-over, as the registration book has it."""

    day: Annotated[date, Show("Берілген күні", "Дата выдачи", "Handed over on")]
    how: Annotated[How, Show("Қалай", "Как", "How")] = How.self_
    name: Annotated[str, Field(min_length=1, max_length=160), Show("Кімге берілді", "Кому выдан", "Handed to")]
    document: Annotated[
        str, Field(max_length=160), Show("Жеке куәлігі", "Документ личности", "Identity document")
    ] = ""  # fmt: skip
    proxy: Annotated[
        str, Field(max_length=200),
        Show("Сенімхат (№, күні) немесе пошта №", "Доверенность (№, дата) или № отправления",
             "Power of attorney (no., date), or postal no."),
    ] = ""  # fmt: skip
    scan: Annotated[Ref | None, Show("Сканы", "Скан", "Scan")] = None
    by: Who | None = None


class Diploma(Document):
    """A diploma with its supplements: one of a study, duplicates beside it as diplomas of their own (`of`).

    once: the study and `of`, unique while it stands. values: what is printed, frozen when it is registered, with
    content_hash. student: None for one of the paper book who is not in the register. number: of the registration book,
    from one counter of its kind and year. old: entered from the paper book of before this system, as said there. code:
    checked in public; credential: of the signed open credential.
    """

    collection: ClassVar[str] = "diplomas"
    title: ClassVar[Text] = Text(kk="Диплом", ru="Диплом", en="Diploma")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}
    # What is registered keeps its values for ever; only its way to the holder goes on.
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "registered": frozenset({"status", "steps", "once", "sheets", "credential", "revoked"}),
        "printed": frozenset({"status", "steps", "once", "sheets", "handed", "credential", "revoked"}),
        "issued": frozenset({"status", "steps", "once", "duplicates", "credential", "revoked"}),
        "replaced": frozenset({"status", "steps", "duplicates", "revoked"}),
        "annulled": frozenset({"steps", "revoked"}),
    }

    once: str | None = None
    kind: Annotated[str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:diploma", form=False)]
    kind_name: Text
    version: Ref
    number: Annotated[
        str, Show("Тіркеу нөмірі", "Регистрационный номер", "Register number", table=True, form=False)
    ] = ""
    n: int = 0
    year: Annotated[int, Show("Бітіру жылы", "Год выпуска", "Year", table=True, filter=True, form=False)]
    status: Annotated[DiplomaStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        DiplomaStatus.prepared
    )
    honours: Annotated[bool, Show("Үздік", "С отличием", "Honours", table=True, filter=True, form=False)] = False
    student: Annotated[Ref | None, Show("Иесі", "Владелец", "Holder", table=True, form=False)] = None
    student_number: str = ""
    study: Id = ""
    key: str
    group: Annotated[str, Show("Топ", "Группа", "Group", table=True, filter=True, form=False)] = ""
    programme: Annotated[
        Ref | None, Show("Бағдарлама", "Программа", "Programme", filter=True, to="programmes", form=False)
    ] = None  # fmt: skip
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    name: Annotated[
        Text, Show("Аты-жөні (үш тілде)", "Имя (на трёх языках)", "Name (in three languages)", table=True, form=False)
    ]
    qualification: Annotated[Text | None, Show("Дәрежесі", "Степень", "Degree", form=False)] = None
    protocol: Annotated[Basis | None, Show("Хаттама", "Протокол", "Minutes", form=False)] = None
    order: Annotated[Basis | None, Show("Бұйрық", "Приказ", "Order", form=False)] = None
    platform: Annotated[PlatformNumber | None, Show("Платформа", "Платформа", "Platform", form=False)] = None
    sheets: list[Sheet] = Field(default_factory=list, max_length=8)
    values: dict[str, Any] = Field(default_factory=dict)
    content_hash: str = ""
    dated: Annotated[date | None, Show("Диплом күні", "Дата диплома", "Dated", table=True, form=False)] = None
    handed: Annotated[HandedOver | None, Show("Берілуі", "Выдача", "Hand-over", form=False)] = None
    of: Annotated[Ref | None, Show("Түпнұсқасы", "Подлинник", "Original", form=False)] = None
    request: Ref | None = None
    duplicates: list[Ref] = Field(default_factory=list, max_length=20)
    old: Annotated[str, Field(max_length=300), Show("Қағаз кітаптан", "Из бумажной книги", "From the paper book")] = ""
    steps: list[Happened] = Field(default_factory=list, max_length=200)
    code: str = ""
    credential: Annotated[
        dict[str, Any], Show("Электрондық куәлік", "Электронное свидетельство", "Open credential", form=False)
    ] = Field(default_factory=dict)
    revoked: str = ""

    def label(self) -> Text:
        if not self.number:
            return self.name
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")

    def holder(self) -> Ref:
        """Whose blanks they are: the student, or who stands in the paper book alone."""
        return self.student or Ref(id=self.id, label=self.name)

    @property
    def signed(self) -> Credential | None:
        """Its open credential, where it was signed."""
        return Credential.model_validate(self.credential) if self.credential else None

    @property
    def series_number(self) -> str:
        """Series and number of the platform as they stand on the paper."""
        return f"{self.platform.series} {self.platform.number}".strip() if self.platform else ""

    def sheet(self, what: Takes) -> Sheet | None:
        """A sheet of the diploma."""
        return next((s for s in self.sheets if s.what is what), None)


class OldDiploma(Model):
    """A diploma of before this system as the paper book has it: what is not written there stays empty, and so it does
    on a duplicate."""

    number: Annotated[
        str, Field(min_length=1, max_length=40), Show("Тіркеу нөмірі", "Регистрационный номер", "Register number")
    ]
    dated: Annotated[date, Show("Диплом күні", "Дата диплома", "Dated")]
    old: Annotated[
        str, Field(min_length=1, max_length=300),
        Show("Тіркеу кітабы: том, бет, жазба", "Книга регистрации: том, страница, запись",
             "Registration book: volume, page, line"),
    ]  # fmt: skip
    kind: Annotated[
        str, Field(max_length=40),
        Show("Телнұсқаның түрі", "Вид дубликата", "Kind of the duplicate", to="kind:diploma"),
    ] = ""  # fmt: skip
    series_number: Annotated[
        str, Field(max_length=40),
        Show("Бланкінің сериясы мен нөмірі", "Серия и номер бланка", "Series and number of the blank"),
    ] = ""  # fmt: skip
    honours: Annotated[bool, Show("Үздік", "С отличием", "Honours")] = False
    year_from: Annotated[
        int | None, Field(ge=1930, le=2100), Show("Түскен жылы", "Год поступления", "Year of admission")
    ] = None  # fmt: skip
    year: Annotated[int, Field(ge=1930, le=2100), Show("Бітіру жылы", "Год выпуска", "Year of graduation")]
    programme_code: Annotated[
        str, Field(max_length=40), Show("Мамандық шифры", "Шифр программы", "Programme code")
    ] = ""  # fmt: skip
    form: Annotated[StudyForm | None, Show("Оқу нысаны", "Форма обучения", "Form of study")] = None
    protocol: Annotated[str, Field(max_length=60), Show("Хаттама №", "Протокол №", "Minutes no.")] = ""
    protocol_day: Annotated[date | None, Show("Хаттама күні", "Дата протокола", "Day of the minutes")] = None
    order: Annotated[str, Field(max_length=60), Show("Бұйрық №", "Приказ №", "Order no.")] = ""
    name: Annotated[Text, Show("Аты-жөні", "Фамилия, имя, отчество", "Full name")]
    degree: Annotated[
        Text | None, Show("Дәрежесі немесе біліктілігі", "Степень или квалификация", "Degree or qualification")
    ] = None  # fmt: skip
    programme: Annotated[Text | None, Show("Бағдарлама (мамандық)", "Программа (специальность)", "Programme")] = None
    institution: Annotated[
        Text | None, Show("Оқу орнының сол кездегі атауы", "Название вуза в то время", "The institution's name then")
    ] = None  # fmt: skip


class Loss(Word):
    """Why a duplicate is asked for (domain.md 6.6)."""

    lost = ("lost", "Жоғалды", "Утрачен", "Lost")
    damaged = ("damaged", "Бүлінді", "Повреждён", "Damaged")
    renamed = ("renamed", "Аты-жөні өзгерді", "Изменились данные", "Name changed")


class RequestStatus(Word):
    asked = ("asked", "Өтініш берілді", "Подано заявление", "Asked for")
    made = ("made", "Телнұсқа тіркелді", "Дубликат зарегистрирован", "Duplicate registered")
    refused = ("refused", "Қабылданбады", "Отказано", "Refused")


class DuplicateRequest(Document):
    """An application for a duplicate, its clock (it stops on the day the duplicate is registered), its papers.

    once: the diploma, unique while the application waits."""

    collection: ClassVar[str] = "duplicate_requests"
    title: ClassVar[Text] = Text(kk="Телнұсқаға өтініш", ru="Заявление на дубликат", en="Application for a duplicate")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}
    frozen: ClassVar[dict[str, frozenset[str]]] = {"made": frozenset(), "refused": frozenset()}

    once: str | None = None
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)] = ""
    status: Annotated[RequestStatus, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        RequestStatus.asked
    )
    of: Annotated[Ref, Show("Диплом", "Диплом", "Diploma", table=True, form=False)]
    holder: Annotated[Text, Show("Иесі", "Владелец", "Holder", table=True, form=False)]
    old: Annotated[
        bool, Show("Қағаз кітаптан", "Из бумажной книги", "From the paper book", filter=True, form=False)
    ] = False  # fmt: skip
    faculty: Ref | None = None
    department: Ref | None = None
    asked_on: Annotated[date, Show("Өтініш күні", "Дата заявления", "Asked on", table=True)]
    due: Annotated[date, Show("Мерзімі", "Срок", "Due", table=True, form=False)]
    ground: Annotated[Loss, Show("Негізі", "Основание", "Ground", table=True, filter=True)]
    story: Annotated[
        str, Field(min_length=1, max_length=1000), Show("Мән-жайы", "Обстоятельства", "Circumstances", area=True)
    ]  # fmt: skip
    parts: Annotated[
        list[Takes], Field(min_length=1, max_length=4), Show("Не керек", "Что нужно", "What is needed")
    ]  # fmt: skip
    paper: Annotated[
        str, Field(max_length=300),
        Show("Полиция анықтамасы немесе тапсырылған түпнұсқа", "Справка полиции или сданный подлинник",
             "Paper of the police, or the original handed in"),
    ] = ""  # fmt: skip
    scan: Annotated[Ref | None, Show("Сканы", "Скан", "Scan")] = None
    made: Annotated[Ref | None, Show("Телнұсқа", "Дубликат", "Duplicate", form=False)] = None
    answered_on: Annotated[
        date | None, Show("Жауап күні", "Дата ответа", "Answered on", form=False)
    ] = None  # the date on the duplicate, or when it was refused  # fmt: skip
    why: Annotated[
        str, Field(max_length=300), Show("Бас тарту себебі", "Причина отказа", "Why refused", form=False)
    ] = ""

    def label(self) -> Text:
        return Text(kk=f"№ {self.number}", ru=f"№ {self.number}", en=f"No. {self.number}")


# Diplomas that count: one of a study stands at a time.
VALID = (DiplomaStatus.registered, DiplomaStatus.printed, DiplomaStatus.issued)
LIVE = (DiplomaStatus.prepared, *VALID)
# Who has one of these has got his diploma: one that a duplicate replaced was given, too.
GIVEN = (*VALID, DiplomaStatus.replaced)

__all__ = [
    "GIVEN", "LIVE", "VALID", "Diploma", "DiplomaStatus", "DiplomaStep", "DuplicateRequest", "HandedOver", "Happened",
    "How", "Loss", "OldDiploma", "PlatformNumber", "RequestStatus", "Sheet", "Takes",
]  # fmt: skip
