"""Papers of the office and the life every one of them runs: requested, made, signed, handed over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.events import Who
from schemas.words import StudyLanguage


class PaperState(Word):
    """Where a paper stands in its life."""

    requested = ("requested", "Сұралды", "Запрошен", "Requested")
    made = ("made", "Жасалды", "Изготовлен", "Made")
    signed = ("signed", "Қол қойылды", "Подписан", "Signed")
    handed = ("handed", "Берілді", "Выдан", "Handed over")
    cancelled = ("cancelled", "Күші жойылды", "Аннулирован", "Cancelled")


class StepKind(Word):
    """What was done with a paper; a step leaves its name, day and note for good."""

    requested = ("requested", "Сұралды", "Запрошен", "Requested")
    made = ("made", "Жасалды", "Изготовлен", "Made")
    agreed = ("agreed", "Келісілді", "Согласован", "Agreed")
    declined = ("declined", "Келісілмеді", "Не согласован", "Declined")
    checked = ("checked", "Тексерілді", "Проверен", "Checked")
    signed = ("signed", "Қол қойылды", "Подписан", "Signed")
    handed = ("handed", "Берілді", "Выдан", "Handed over")
    copied = ("copied", "Көшірмесі басылды", "Напечатана копия", "Copied")
    reblanked = ("reblanked", "Басқа бланкіге басылды", "Напечатан на другом бланке", "Printed on another blank")
    cancelled = ("cancelled", "Күші жойылды", "Аннулирован", "Cancelled")


class Step(Model):
    """One step of a paper's life."""

    state: StepKind
    by: Who
    at: datetime
    note: str = ""


class Copy(Model):
    """A reprint: when, by whom, and the hash of the file marked as a copy."""

    at: datetime
    by: str
    file_hash: str


class Receiver(Model):
    """To whom a paper was handed: the person, the document shown, the power of attorney where it is not the holder."""

    name: Annotated[str, Field(min_length=1, max_length=160), Show("Кімге берілді", "Кому выдан", "Handed to")]
    document: Annotated[
        str, Field(max_length=120), Show("Жеке басын куәландыратын құжат", "Документ личности", "Identity document")
    ] = ""
    proxy: Annotated[
        str, Field(max_length=160),
        Show("Сенімхат (№, күні)", "Доверенность (№, дата)", "Power of attorney (no., date)"),
    ] = ""  # fmt: skip
    day: Annotated[date | None, Show("Берілген күні", "Дата выдачи", "Handed over on")] = None


class Printed(Model):
    """What one variable of the template stood for on the day the paper was made."""

    name: str
    value: str


class Archived(Model):
    """Where the facts of a paper lie in the archive; and of one who is not in the register what is written there, as it
    is written there."""

    fund: Annotated[str, Field(max_length=60), Show("Қор №", "Фонд №", "Fund no.", group="archive")] = ""
    inventory: Annotated[
        str, Field(max_length=60), Show("Тізімдеме №", "Опись №", "Inventory no.", group="archive")
    ] = ""  # fmt: skip
    case: Annotated[str, Field(max_length=60), Show("Іс №", "Дело №", "Case no.", group="archive")] = ""
    sheets: Annotated[str, Field(max_length=60), Show("Парақтар", "Листы", "Sheets", group="archive")] = ""
    study: Annotated[
        str, Field(max_length=300),
        Show("Факультеті, мамандығы (жазылғандай)", "Факультет, специальность (как записано)",
             "Faculty, speciality (as written)", group="written"),
    ] = ""  # fmt: skip
    admitted: Annotated[
        str, Field(max_length=200),
        Show("Қабылдануы: күні, бұйрығы (жазылғандай)", "Зачисление: дата, приказ (как записано)",
             "Admission: day, order (as written)", group="written"),
    ] = ""  # fmt: skip
    left: Annotated[
        str, Field(max_length=200),
        Show("Бітіруі не кетуі: күні, бұйрығы, құжаты (жазылғандай)",
             "Окончание или выбытие: дата, приказ, документ (как записано)",
             "Graduation or leaving: day, order, document (as written)", group="written"),
    ] = ""  # fmt: skip
    says: Annotated[
        str, Field(max_length=4000),
        Show("Тағы не жазылған", "Что ещё записано", "What else is written", group="written", area=True),
    ] = ""  # fmt: skip


class Requested(Model):
    """What is asked for: which paper, in which language, where it is to be shown; on what application, and where its
    facts lie in the archive, where the kind asks so."""

    described: ClassVar[str] = "papers"

    lang: Annotated[StudyLanguage, Show("Тілі", "Язык", "Language", table=True, filter=True)] = StudyLanguage.kk
    purpose: Annotated[
        str, Field(max_length=200), Show("Қайда ұсынылады", "Куда предъявляется", "To be presented to")
    ] = ""
    application: Annotated[
        str, Field(max_length=60), Show("Өтініш №", "Заявление №", "Application no.")
    ] = ""  # fmt: skip
    applied_on: Annotated[date | None, Show("Өтініш күні", "Дата заявления", "Date of the application")] = None
    archive: Annotated[Archived | None, Show("Мұрағат", "Архив", "Archive", group="archive")] = None
    custom: dict[str, Any] | None = None


class ForOld(Requested):
    """What is asked for one who left before this system and is not in the register."""

    holder: Annotated[Text, Show("Аты-жөні (мұрағатта жазылғандай)", "ФИО (как записано в архиве)",
                                 "Name (as written in the archive)")]  # fmt: skip
    born: Annotated[date | None, Show("Туған күні", "Дата рождения", "Date of birth")] = None


def _state(value: Any) -> Any:
    """Transcripts of the first years say «issued» where others say «made»."""
    return "made" if value == "issued" else value


class Run(Model):
    """The life a paper of any kind runs. `agreed`: None where no agreement was asked, else whether it was given.

    author made it, checker is another person who looked, signer signed; each as called that day.
    """

    state: Annotated[
        PaperState, BeforeValidator(_state), Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = PaperState.made
    deadline: Annotated[date | None, Show("Мерзімі", "Срок", "Deadline", table=True, form=False)] = None
    author: Who | None = None
    checker: Who | None = None
    signer: Who | None = None
    steps: list[Step] = Field(default_factory=list)
    agreed: bool | None = None
    approval: Id | None = None
    file_hash: str = ""
    copies: list[Copy] = Field(default_factory=list)
    handed: Receiver | None = None


class Paper(Document, Run):
    """A paper made from a template for a student. Once made its values and text stand as printed.

    kind: the entry of the Kinds editor (id of its version, its name that day); template: id of the version used.
    printed: the paper as the typesetter takes it, `content_hash` of it; values: what each variable stood for.
    batch: the long work that made it with many others, which have one task together. student: its id is empty for one
    who left before this system and is in the archive alone. blank: the strict-reporting blank it is printed on;
    spoiled: those before it.
    """

    collection: ClassVar[str] = "papers"
    described: ClassVar[str] = "papers"
    title: ClassVar[Text] = Text(kk="Құжат (анықтама)", ru="Документ (справка)", en="Paper (certificate)")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}

    code_of_kind: str
    kind: Annotated[Ref, Show("Түрі", "Вид", "Kind", table=True, form=False)]
    template: Id | None = None
    number: Annotated[str | None, Show("Нөмірі", "Номер", "Number", table=True, form=False)] = None
    student: Annotated[Ref, Show("Иесі", "Владелец", "Holder", table=True, form=False)]
    student_number: str = ""
    study: Id = ""
    faculty: Ref | None = None
    department: Ref | None = None
    born: Annotated[date | None, Show("Туған күні", "Дата рождения", "Date of birth", form=False)] = None
    blank: Ref | None = None
    spoiled: list[Ref] = Field(default_factory=list, max_length=20)
    lang: Annotated[StudyLanguage, Show("Тілі", "Язык", "Language", table=True, filter=True)] = StudyLanguage.kk
    purpose: Annotated[
        str, Field(max_length=200), Show("Қайда ұсынылады", "Куда предъявляется", "To be presented to")
    ] = ""
    application: Annotated[
        str, Field(max_length=60), Show("Өтініш №", "Заявление №", "Application no.")
    ] = ""  # fmt: skip
    applied_on: Annotated[date | None, Show("Өтініш күні", "Дата заявления", "Date of the application")] = None
    archive: Annotated[Archived | None, Show("Мұрағат", "Архив", "Archive", group="archive")] = None
    day: Annotated[date | None, Show("Құжат күні", "Дата документа", "Dated", table=True, form=False)] = None
    code: str | None = None
    content_hash: str = ""
    values: list[Printed] = Field(default_factory=list)
    printed: dict[str, Any] = Field(default_factory=dict)
    batch: Id | None = None
    state: Annotated[
        PaperState, BeforeValidator(_state), Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)
    ] = PaperState.requested

    def label(self) -> Text:
        if not self.number:
            return self.kind.label
        named = self.kind.label
        return Text(**{x: f"{named.get(x)[:360]} № {self.number}" for x in ("kk", "ru", "en")})
