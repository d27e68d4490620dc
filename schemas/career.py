"""The career sector (clause 45): campaigns that refresh contacts, and the employment of graduates, never edited."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who


class CampaignOf(Word):
    """Whose contacts a campaign refreshes."""

    studying = ("studying", "Қазір оқып жүргендер", "Обучающиеся", "Who study now")
    graduates = ("graduates", "Бітіргендер", "Выпускники", "Graduates")


class CampaignState(Word):
    """Calls go on, or it is ended."""

    open = ("open", "Жүріп жатыр", "Идёт", "Going on")
    ended = ("ended", "Аяқталды", "Завершена", "Ended")


class CampaignPlan(Model):
    """Whose contacts are asked for, as it is typed."""

    name: Annotated[str, Field(min_length=3, max_length=200), Show("Атауы", "Название", "Name")]
    whom: Annotated[CampaignOf, Show("Кімдер", "Кого", "Whom")] = CampaignOf.studying
    due: Annotated[date | None, Show("Аяқтау мерзімі", "Завершить до", "To be ended by")] = None
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", to="departments")] = None
    programme: Annotated[
        Ref | None, Show("Білім беру бағдарламасы", "Образовательная программа", "Programme", to="programmes")
    ] = None  # fmt: skip
    year: Annotated[int | None, Field(ge=1, le=8), Show("Курс", "Курс", "Year of study")] = None
    group: Annotated[str, Field(max_length=40), Show("Топ", "Группа", "Group")] = ""


class Campaign(Document):
    """One campaign. students: who was asked, as of its first day; reached: how many were, once it is ended."""

    collection: ClassVar[str] = "contact_campaigns"
    title: ClassVar[Text] = Text(kk="Байланыс жаңарту науқаны", ru="Обновление контактов", en="Contact campaign")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"status", "ended", "reached"}), "ended": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[CampaignState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        CampaignState.open
    )
    asked: Annotated[CampaignPlan, Show("Кімдер", "Кого", "Whom", form=False)]
    started: Annotated[date, Show("Басталды", "Начата", "Started", table=True, form=False)]
    ended: Annotated[date | None, Show("Аяқталған күні", "Завершена", "Ended on", table=True, form=False)] = None
    students: list[Id] = Field(default_factory=list, max_length=5000)
    reached: Annotated[int | None, Show("Расталғаны", "Подтверждено", "Confirmed", form=False)] = None

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.asked.name}"[:400])


class Occupation(Word):
    """What a graduate does."""

    employed = ("employed", "Жұмыс істейді", "Работает", "Is employed")
    self_employed = ("self_employed", "Өзін-өзі жұмыспен қамтиды", "Самозанят", "Is self-employed")
    study = ("study", "Әрі қарай оқиды", "Продолжает обучение", "Studies further")
    army = ("army", "Әскери қызметте", "На воинской службе", "Military service")
    care = ("care", "Бала күтімінде", "В отпуске по уходу", "Parental leave")
    seeking = ("seeking", "Жұмыс іздейді", "Ищет работу", "Looks for work")


WORKS = (Occupation.employed, Occupation.self_employed)


class ProofSort(Word):
    """By what it is shown."""

    file = ("file", "Құжат", "Документ", "A paper")
    register = ("register", "Зейнетақы қорының тізілімі", "Реестр пенсионного фонда", "Register of the pension fund")
    word = ("word", "Өз сөзі бойынша", "С его слов", "His own word")


class EmploymentState(Word):
    """Stands, or a further record has come in its place."""

    standing = ("standing", "Күшінде", "Действует", "Stands")
    replaced = ("replaced", "Алмастырылды", "Заменена", "Replaced")


class EmploymentEntry(Model):
    """What is known of a graduate's work, as it is typed."""

    occupation: Annotated[Occupation, Show("Немен айналысады", "Чем занят", "What he does", table=True)]
    employer: Annotated[
        str, Field(max_length=200), Show("Қайда", "Где", "Where", table=True)
    ] = ""  # fmt: skip
    position: Annotated[str, Field(max_length=200), Show("Лауазымы", "Должность", "Position", table=True)] = ""
    by_profession: Annotated[
        bool, Show("Мамандығы бойынша", "По специальности", "By profession", table=True)
    ] = False  # fmt: skip
    since: Annotated[date, Show("Қай күннен", "С какого дня", "Since", table=True)]
    until: Annotated[date | None, Show("Қай күнге дейін", "По какой день", "Until")] = None
    proof: Annotated[ProofSort, Show("Дәлелі", "Подтверждение", "Proof", table=True)] = ProofSort.word
    proof_number: Annotated[
        str, Field(max_length=120),
        Show("Құжат не тізілім нөмірі", "Номер документа или реестра", "Number of the proof"),
    ] = ""  # fmt: skip
    file: Annotated[Ref | None, Show("Құжат файлы", "Файл документа", "File of the paper", to="files")] = None
    source: Annotated[
        str, Field(min_length=2, max_length=200),
        Show("Қайдан белгілі", "Источник сведений", "Source",
             help=("Қоңырау, сауалнама, жұмыс берушінің хаты", "Звонок, анкета, письмо работодателя",
                   "A call, a questionnaire, a letter of the employer")),
    ]  # fmt: skip

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.occupation in WORKS and not self.employer:
            raise Refused("errors.field.missing", "employer")
        if self.until and self.until < self.since:
            raise Refused("errors.field.ends_before_start", "until")
        if self.proof is ProofSort.file and self.file is None:
            raise Refused("errors.field.missing", "file")
        return self


class Employment(Document):
    """One fact of a graduate's work, kept for ever; a change is a further record that replaces it."""

    collection: ClassVar[str] = "employments"
    title: ClassVar[Text] = Text(kk="Жұмысқа орналасу", ru="Трудоустройство", en="Employment")
    scopes: ClassVar[dict[str, str]] = {"faculty": "faculty.id", "department": "department.id"}
    frozen: ClassVar[dict[str, frozenset[str]]] = {"standing": frozenset({"status"}), "replaced": frozenset()}

    status: Annotated[EmploymentState, Show("Күйі", "Состояние", "State", filter=True, form=False)] = (
        EmploymentState.standing
    )
    student: Annotated[Ref, Show("Түлек", "Выпускник", "Graduate", table=True, to="students", form=False)]
    student_number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)] = ""
    study: Id
    graduated: Annotated[int, Show("Бітірген жылы", "Год выпуска", "Year of graduation", table=True, form=False)]
    programme: Annotated[
        Ref | None, Show("Бағдарлама", "Программа", "Programme", filter=True, to="programmes", form=False)
    ] = None  # fmt: skip
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", to="departments", form=False)
    ] = None  # fmt: skip
    faculty: Annotated[Ref | None, Show("Факультет", "Факультет", "Faculty", to="departments", form=False)] = None
    entry: Annotated[EmploymentEntry, Show("Мәлімет", "Сведения", "What is known", form=False)]
    entered_by: Who
    entered_on: Annotated[date, Show("Енгізілген күні", "Внесено", "Entered on", form=False)]
    replaces: Id | None = None

    def label(self) -> Text:
        return Text(kk=f"{self.student.label.kk}: {self.entry.employer or self.entry.occupation.label('kk')}"[:400])


__all__ = [
    "WORKS", "Campaign", "CampaignOf", "CampaignPlan", "CampaignState", "Employment", "EmploymentEntry",
    "EmploymentState", "Occupation", "ProofSort",
]  # fmt: skip
