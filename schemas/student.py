"""The student (clauses 2, 24-b): one document per person, the whole achievement history inside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from schemas import checks
from schemas.base import Document, Id, Model, Ref, Show, Text
from schemas.words import (
    MARK,
    Component,
    ConsentState,
    Cycle,
    Funding,
    Mark,
    PlanReason,
    ResultState,
    SchoolPaper,
    Sex,
    StudyForm,
    StudyLanguage,
    StudyStatus,
)  # fmt: skip


class Name(Model):
    """A person's name as in the identity document; `latin` as in the passport."""

    last: Annotated[str, Field(min_length=1, max_length=120), Show("Тегі", "Фамилия", "Last name", table=True)]
    first: Annotated[str, Field(min_length=1, max_length=120), Show("Аты", "Имя", "First name", table=True)]
    middle: Annotated[str, Field(max_length=120), Show("Әкесінің аты", "Отчество", "Patronymic", table=True)] = ""
    latin: Annotated[
        str,
        Field(max_length=240),
        Show("Латынша (паспорт бойынша)", "Латиницей (по паспорту)", "In Latin letters"),
    ] = ""

    def full(self) -> str:
        """Last, first and patronymic in one line."""
        return " ".join(p for p in (self.last, self.first, self.middle) if p)

    def text(self) -> Text:
        """The name for papers: Cyrillic in Kazakh and Russian, Latin in English where it is known."""
        return Text(kk=self.full(), ru=self.full(), en=self.latin or self.full())


class Contacts(Model):
    """How to reach the person; erasable."""

    phone: Annotated[str, Field(max_length=40), Show("Телефон", "Телефон", "Phone", personal=True, like="phone")] = ""
    email: Annotated[
        str,
        Field(max_length=120),
        Show("Электрондық пошта", "Электронная почта", "E-mail", personal=True, like="email"),
    ] = ""
    address: Annotated[str, Field(max_length=300), Show("Мекенжайы", "Адрес", "Address", personal=True, area=True)] = ""
    # The day of the last confirmation (clause 45): set by the acts that change or confirm what stands above.
    updated_on: Annotated[
        date | None, Show("Байланыс расталған күн", "Контакты подтверждены", "Contacts confirmed on", form=False)
    ] = None  # fmt: skip


class Consent(Model):
    """Consent to the use of personal data: where it stands, since when, to which text. Set by its own acts."""

    state: Annotated[
        ConsentState,
        Show("Дербес деректерге келісім", "Согласие на обработку данных", "Consent to personal data", filter=True),
    ] = ConsentState.none
    day: Annotated[date | None, Show("Келісім күні", "Дата согласия", "Consent since")] = None
    version: Annotated[str, Field(max_length=40), Show("Келісім мәтіні", "Текст согласия", "Text of the consent")] = ""


class Schooling(Model):
    """The document of the education before this one, as the supplement to a diploma names it (domain.md 6.3)."""

    document: Annotated[
        SchoolPaper | None,
        Show("Алдыңғы білімі туралы құжат", "Документ о предыдущем образовании", "Document of previous education"),
    ] = None  # fmt: skip
    number: Annotated[
        str, Field(max_length=60),
        Show("Алдыңғы құжаттың сериясы, нөмірі", "Серия, номер предыдущего документа",
             "Series, number of the previous document"),
    ] = ""  # fmt: skip
    day: Annotated[
        date | None, Show("Алдыңғы құжаттың күні", "Дата предыдущего документа", "Date of the previous document")
    ] = None  # fmt: skip
    place: Annotated[
        str, Field(max_length=200),
        Show("Алдыңғы құжатты кім, қайда берген", "Кем и где выдан предыдущий документ",
             "Previous document issued by, where"),
    ] = ""  # fmt: skip


class Profile(Model):
    """What the card says of the person; every field here is a form field, a column, a filter, a validator."""

    described: ClassVar[str] = "students"

    number: Annotated[
        str,
        Field(min_length=1, max_length=30, pattern=r"^\S+$"),
        Show("Студент нөмірі", "Номер студента", "Student number", table=True, filter=True),
    ]
    name: Annotated[Name, Show("Аты-жөні", "Имя", "Name")]
    iin: Annotated[
        str | None,
        Field(max_length=15),
        AfterValidator(checks.iin),
        Show("ЖСН", "ИИН", "IIN", group="identity", table=True),
    ] = None
    iin_absent_reason: Annotated[
        str,
        Field(max_length=200),
        Show(
            "ЖСН болмау себебі", "Причина отсутствия ИИН", "Why there is no IIN", group="identity",
            help=("Шетел азаматы немесе анонимді дереккөз", "Иностранный гражданин или анонимный источник",
                  "Foreign citizen or anonymous source"),
        ),
    ] = ""  # fmt: skip
    born: Annotated[date | None, Show("Туған күні", "Дата рождения", "Date of birth", group="identity", table=True)] = (
        None
    )
    sex: Annotated[Sex | None, Show("Жынысы", "Пол", "Sex", group="identity", filter=True)] = None
    citizenship: Annotated[
        str,
        Field(max_length=60),
        Show("Азаматтығы", "Гражданство", "Citizenship", group="identity", filter=True),
    ] = ""
    ethnicity: Annotated[
        str, Field(max_length=40),
        Show("Ұлты", "Национальность", "Ethnicity", group="statistics", filter=True, sensitive=True,
             to="list:ethnicities"),
    ] = ""  # fmt: skip
    region: Annotated[
        str, Field(max_length=40),
        Show("Келген өңірі", "Регион, откуда прибыл", "Region of origin", group="statistics", filter=True,
             to="list:regions"),
    ] = ""  # fmt: skip
    disability: Annotated[
        bool,
        Show("Мүгедектігі бар", "Имеет инвалидность", "With a disability", group="statistics", filter=True,
             sensitive=True),
    ] = False  # fmt: skip
    orphan: Annotated[
        bool,
        Show("Жетім немесе ата-ана қамқорлығынсыз қалған", "Сирота или оставшийся без попечения родителей",
             "Orphan or without parental care", group="statistics", filter=True, sensitive=True),
    ] = False  # fmt: skip
    dormitory: Annotated[
        bool,
        Show("Жатақханаға мұқтаж", "Нуждается в общежитии", "Needs a place in the dormitory", group="statistics",
             filter=True),
    ] = False  # fmt: skip
    contacts: Annotated[Contacts, Show("Байланыс", "Контакты", "Contacts", group="contacts")] = Field(
        default_factory=Contacts
    )
    schooling: Annotated[
        Schooling | None, Show("Алдыңғы білімі", "Предыдущее образование", "Previous education", group="schooling")
    ] = None  # fmt: skip
    source: Annotated[
        str,
        Field(max_length=80),
        Show("Дерек көзі", "Источник данных", "Source of the record", group="identity"),
    ] = ""
    consent: Annotated[Consent | None, Show("Келісім", "Согласие", "Consent", group="consent", form=False)] = None
    custom: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _someone_knows_who(self) -> Self:
        if not self.iin and not self.iin_absent_reason:
            raise checks.Refused("errors.field.iin_or_reason")
        return self


class StudyProfile(Model):
    """One course of study of the person; its attributes have a history (a second degree is a second study)."""

    described: ClassVar[str] = "studies"

    id: Id
    status: Annotated[
        StudyStatus, Show("Мәртебесі", "Статус", "Status", group="study", table=True, filter=True, form=False)
    ] = StudyStatus.active
    programme: Annotated[
        Ref | None,
        Show(
            "Білім беру бағдарламасы",
            "Образовательная программа",
            "Programme",
            group="study",
            table=True,
            filter=True,
            to="programmes",
        ),
    ] = None
    department: Annotated[
        Ref | None,
        Show("Кафедра", "Кафедра", "Department", group="study", table=True, filter=True, to="departments"),
    ] = None
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", group="study", filter=True, to="departments")
    ] = None
    instrument: Annotated[
        str,
        Field(max_length=80),
        Show(
            "Мамандануы (аспабы)",
            "Специализация (инструмент)",
            "Specialisation (instrument)",
            group="study",
            table=True,
        ),
    ] = ""
    teacher: Annotated[
        Ref | None,
        Show(
            "Мамандық бойынша оқытушысы",
            "Преподаватель по специальности",
            "Principal teacher",
            group="study",
            to="people",
        ),
    ] = None
    year: Annotated[
        int | None,
        Field(ge=1, le=8),
        Show("Курс", "Курс", "Year of study", group="study", table=True, filter=True),
    ] = None
    # Set by orders alone: staying for a repeat year sets it, going on to the next year clears it.
    repeating: Annotated[
        bool, Show("Қайта курста", "На повторном курсе", "Repeating the year", group="study", filter=True, form=False)
    ] = False
    group: Annotated[
        str, Field(max_length=40), Show("Топ", "Группа", "Group", group="study", table=True, filter=True)
    ] = ""
    language: Annotated[
        StudyLanguage | None,
        Show("Оқу тілі", "Язык обучения", "Language of study", group="study", table=True, filter=True),
    ] = None
    form: Annotated[
        StudyForm | None, Show("Оқу нысаны", "Форма обучения", "Form of study", group="study", filter=True)
    ] = None
    funding: Annotated[
        Funding | None,
        Show("Қаржыландыру", "Финансирование", "Funding", group="study", table=True, filter=True),
    ] = None
    curriculum: Annotated[
        Ref | None, Show("Оқу жоспары", "Учебный план", "Curriculum", group="study", to="curricula")
    ] = None  # fmt: skip
    adviser: Annotated[Ref | None, Show("Эдвайзері", "Эдвайзер", "Adviser", group="study", to="people")] = None
    admitted_on: Annotated[date | None, Show("Қабылданған күні", "Дата зачисления", "Admitted on", group="study")] = (
        None
    )
    # Of who is on leave; set by orders alone (core.orders).
    leave_ground: Annotated[
        str, Field(max_length=40),
        Show("Демалыс негізі", "Основание отпуска", "Ground of the leave", group="study", filter=True, form=False,
             to="kind:leave_ground"),
    ] = ""  # fmt: skip
    leave_until: Annotated[
        date | None, Show("Демалыс аяғы", "Отпуск до", "On leave until", group="study", form=False)
    ] = None  # fmt: skip
    custom: dict[str, Any] | None = None


class Scores(Model):
    """What was given, out of 100; empty where the control does not exist."""

    midterm_1: Decimal | None = None
    midterm_2: Decimal | None = None
    admission_rating: Decimal | None = None
    exam: Decimal | None = None


class Result(Model):
    """One attempt at one discipline; earlier attempts stay beside it.

    gpa: stands in the GPA; replaces: a newer attempt takes the older one's place there. sheet: the code of the kind of
    sheet that gave it; apart: what it is of beside the discipline (a course work), else empty; until: by when an
    unfinished one is to be finished.
    points and final_grade under `rules` (rulebook id); credits in the units of `rules`.
    """

    id: Id
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines")]
    code: Annotated[str, Show("Пән коды", "Код дисциплины", "Code of the discipline")]
    term: Annotated[str, Show("Кезең коды", "Код периода", "Code of the term")]
    section: str = ""
    attempt: Annotated[int, Show("Тапсыру реті", "Попытка", "Attempt")] = 1
    credits: Annotated[Decimal, Show("Кредит", "Кредиты", "Credits")]
    scores: Scores = Field(default_factory=Scores)
    final_grade: Annotated[
        Decimal | None, Show("Қорытынды баға, %", "Итоговая оценка, %", "Final grade, %", also=MARK)
    ] = None  # fmt: skip
    letter: Annotated[str, Show("Әріптік баға", "Буквенная оценка", "Letter")]
    points: Annotated[
        Decimal | None, Show("Сандық эквиваленті", "Цифровой эквивалент", "Points", also=MARK)
    ] = None  # fmt: skip
    traditional: Text | None = None
    mark: Annotated[Mark | None, Show("Белгі", "Отметка", "Mark")] = None
    state: Annotated[ResultState, Show("Нәтиже күйі", "Состояние результата", "State of the result")]
    earned: Annotated[Decimal, Show("Игерілген кредит", "Освоено кредитов", "Credits earned")]
    gpa: Annotated[bool, Show("Орташа балға кіреді", "Входит в средний балл", "Stands in the GPA")]
    replaces: bool = True
    rules: Id
    source: str = ""
    sheet: Annotated[str, Show("Ведомость түрі", "Вид ведомости", "Kind of grade sheet", to="kind:sheet")] = ""
    apart: Annotated[str, Show("Пәннен бөлек", "Отдельно от дисциплины", "Apart from the discipline")] = ""
    until: Annotated[date | None, Show("Аяқтау мерзімі", "Завершить до", "To be finished by")] = None
    on: Annotated[date, Show("Қойылған күні", "Дата выставления", "Given on")]


class Enrolment(Model):
    """A discipline the student is registered for in a term; the result that follows is found by term and discipline."""

    id: Id
    term: str
    discipline: Ref
    code: str
    credits: Decimal
    cycle: Cycle | None = None
    component: Component | None = None
    reason: PlanReason = PlanReason.curriculum
    on: date


class Totals(Model):
    """Sums of a study under its newest rules: credits earned, GPA (full precision), academic debts."""

    credits: Decimal = Decimal(0)
    gpa: Decimal | None = None
    academic_debts: int = 0


class Came(Model):
    """Where a study stood before its record was joined to another of the same person."""

    student: Id
    study: Id


class Study(StudyProfile):
    """A study with its results and totals; `opened`: since when it is true.

    since, came: of a study brought by a merge: since when it stands in this record, and where it stood (newest first).
    """

    opened: date | None = None
    since: date | None = None
    came: list[Came] = Field(default_factory=list)
    record: list[Result] = Field(default_factory=list)
    enrolled: list[Enrolment] = Field(default_factory=list)
    totals: Totals = Field(default_factory=Totals)


class Issued(Model):
    """A paper issued to the student."""

    kind: str
    document: Ref
    number: str
    study: Id
    on: date


class Search(Model):
    """Derived for lists: Kazakh order key and trigrams of the folded name and numbers."""

    key: str = ""
    grams: list[str] = Field(default_factory=list)


class Student(Document, Profile):
    """The person, the studies, the papers, and every event that made them so."""

    collection: ClassVar[str] = "students"
    title: ClassVar[Text] = Text(kk="Студент", ru="Студент", en="Student")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "studies.faculty.id",
        "department": "studies.department.id",
        "teacher": "studies.teacher.id",
        "group": "studies.group",
    }

    studies: list[Study] = Field(default_factory=list)
    papers: list[Issued] = Field(default_factory=list)
    merged: Ref | None = None  # the record this one was joined to
    latest: date | None = None
    event_hash: str = ""
    search: Search = Field(default_factory=Search)
    pending: dict[str, Any] | None = None
    hidden: Id | None = None
    events: list[dict[str, Any]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _someone_knows_who(self) -> Self:
        """Asked of a card that is written, as a Profile; a stored one is read also by who does not see the IIN, and a
        record joined to another has given its IIN to that."""
        return self

    def label(self) -> Text:
        return self.name.text()
