"""Practices (clause 33-3): the practice of a group, where each student passes it and what he handed in, the bases with
their contracts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who

Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Hour = Annotated[Decimal, Field(ge=0, le=2000, decimal_places=1)]


class BaseSort(Word):
    """What a base of practice is."""

    philharmonic = ("philharmonic", "Филармония", "Филармония", "Philharmonic")
    opera = ("opera", "Опера және балет театры", "Театр оперы и балета", "Opera and ballet theatre")
    theatre = ("theatre", "Драма театры", "Драматический театр", "Drama theatre")
    orchestra = ("orchestra", "Оркестр, ансамбль", "Оркестр, ансамбль", "Orchestra, ensemble")
    school = ("school", "Музыка мектебі", "Музыкальная школа", "Music school")
    college = ("college", "Колледж", "Колледж", "College")
    hall = ("hall", "Концерт залы", "Концертный зал", "Concert hall")
    archive = ("archive", "Мұражай, мұрағат, ғылыми орталық", "Музей, архив, научный центр",
               "Museum, archive, research centre")  # fmt: skip
    unit = ("unit", "Оқу орнының бөлімшесі", "Подразделение учреждения", "Unit of the institution")
    other = ("other", "Өзге", "Иное", "Other")


class Contract(Model):
    """A contract with a base; what was signed stays, broken off it says since when. used: places taken by academic
    year, kept by every placing."""

    id: Id
    number: Annotated[str, Field(min_length=1, max_length=60), Show("Келісімшарт №", "Договор №", "Contract no.")]
    day: Annotated[date, Show("Жасалған күні", "Дата договора", "Signed on")]
    starts: Annotated[date, Show("Қолданыста: басы", "Действует с", "Valid from")]
    ends: Annotated[date, Show("Қолданыста: соңы", "Действует по", "Valid until")]
    places: Annotated[
        int, Field(ge=0, le=1000),
        Show("Жылына орын (0 — шексіз)", "Мест в год (0 — без предела)", "Places a year (0: no limit)"),
    ] = 0  # fmt: skip
    programmes: Annotated[
        list[Ref], Field(max_length=60),
        Show("Білім беру бағдарламалары (бос — бәрі)", "Программы (пусто — все)", "Programmes (empty: all)",
             to="programmes"),
    ] = Field(default_factory=list)  # fmt: skip
    file: Annotated[Ref | None, Show("Көшірмесі", "Копия", "Copy", to="files", form=False)] = None
    ended: Annotated[date | None, Show("Мерзімінен бұрын бұзылды", "Расторгнут", "Broken off on", form=False)] = None
    ended_why: str = ""
    used: dict[str, int] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise Refused("errors.field.ends_before_start", "ends")
        return self

    @property
    def until(self) -> date:
        """The last day on which it holds."""
        return min(self.ends, self.ended) if self.ended else self.ends

    def covers(self, starts: date, ends: date, programme: Id | None) -> bool:
        """Does it hold through all these days, for this programme?"""
        named = {p.id for p in self.programmes}
        return self.starts <= starts and ends <= self.until and (not named or programme in named)


class PracticeBase(Document):
    """Where practices are passed: a house outside with its contracts, or a unit of the institution's own."""

    collection: ClassVar[str] = "practice_bases"
    title: ClassVar[Text] = Text(kk="Практика базасы", ru="База практики", en="Practice base")

    name: Annotated[Text, Show("Атауы", "Название", "Name", table=True)]
    sort: Annotated[BaseSort, Show("Түрі", "Вид", "Kind", table=True, filter=True)] = BaseSort.philharmonic
    own: Annotated[
        bool, Show("Оқу орнының өзінікі: келісімшартсыз", "Своя, внутри учреждения: без договора",
                   "The institution's own: no contract", table=True)
    ] = False  # fmt: skip
    address: Annotated[str, Field(max_length=300), Show("Мекенжайы", "Адрес", "Address")] = ""
    contact: Annotated[
        str, Field(max_length=200), Show("Жауапты тұлға, лауазымы", "Ответственный, должность", "Contact, post")
    ] = ""  # fmt: skip
    phone: Annotated[str, Field(max_length=60), Show("Телефон", "Телефон", "Telephone")] = ""
    active: Annotated[bool, Show("Қолданыста", "Действует", "In use", filter=True)] = True
    contracts: Annotated[list[Contract], Show("Келісімшарттар", "Договоры", "Contracts", form=False)] = Field(
        default_factory=list, max_length=100
    )

    def label(self) -> Text:
        return self.name


class PracticeState(Word):
    """Where a practice stands."""

    open = ("open", "Жүруде", "Идёт", "Open")
    closed = ("closed", "Аяқталды", "Завершена", "Closed")
    cancelled = ("cancelled", "Өткізілмейді", "Не проводится", "Cancelled")


class Practice(Document):
    """A practice: a discipline of practice in a term, of one group (its section). supervisors: of its placements, so
    that each finds it; count, placed: how many students it has, how many have a place."""

    collection: ClassVar[str] = "practices"
    title: ClassVar[Text] = Text(kk="Практика", ru="Практика", en="Practice")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id", "faculty": "faculty.id", "teacher": "supervisors",
    }  # fmt: skip
    frozen: ClassVar[dict[str, frozenset[str]]] = {"closed": frozenset(), "cancelled": frozenset()}

    kind: Annotated[str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:practice")]
    section: Annotated[Ref, Show("Топ", "Группа", "Group", table=True, to="sections", form=False)]
    term: Annotated[Ref, Show("Кезең", "Период", "Term", filter=True, to="terms", form=False)]
    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year", form=False)]
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", table=True, to="disciplines", form=False)]
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    group: Annotated[
        str, Field(max_length=60), Show("Академиялық топ", "Учебная группа", "Study group", form=False)
    ] = ""
    starts: Annotated[date, Show("Басталуы", "Начало", "Starts", table=True)]
    ends: Annotated[date, Show("Аяқталуы", "Окончание", "Ends", table=True)]
    hours: Annotated[Hour, Show("Бағдарлама сағаты", "Часов по программе", "Hours of the programme")] = Decimal(0)
    programme: Annotated[
        Ref | None, Show("Практика бағдарламасы", "Программа практики", "Programme of the practice", to="files",
                         form=False)
    ] = None  # fmt: skip
    status: Annotated[PracticeState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        PracticeState.open
    )
    supervisors: list[Id] = Field(default_factory=list)
    count: Annotated[int, Show("Студент саны", "Студентов", "Students", form=False)] = 0
    placed: Annotated[int, Show("Орны бар", "Имеют место", "Placed", form=False)] = 0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise Refused("errors.field.ends_before_start", "ends")
        return self

    def label(self) -> Text:
        code = self.section.label.kk
        said = {lang: f"{self.discipline.label.get(lang)} · {code}"[:400] for lang in ("kk", "ru", "en")}
        return Text.model_validate(said)


class PracticePaper(Word):
    """What is handed in of a practice, and the supervisor's own mark."""

    diary = ("diary", "Күнделік", "Дневник", "Diary")
    report = ("report", "Есеп", "Отчёт", "Report")
    reference = ("reference", "База мінездемесі", "Отзыв базы", "The base's reference")
    verdict = ("verdict", "Жетекші бағасы", "Оценка руководителя", "The supervisor's mark")


class Handed(Model):
    """One thing handed in or marked; a further one of the same sort stands in its place, the earlier stays."""

    what: Annotated[PracticePaper, Show("Не", "Что", "What")]
    day: Annotated[date, Show("Тапсырылған күні", "Сдано", "Handed in on")]
    mark: Annotated[Percent | None, Show("Баға, %", "Оценка, %", "Mark, %")] = None
    judge: Annotated[
        str, Field(max_length=200), Show("Кім бағалады", "Кто оценил", "Marked by")
    ] = ""  # fmt: skip
    note: Annotated[str, Field(max_length=500), Show("Ескерту", "Примечание", "Note")] = ""
    file: Annotated[Ref | None, Show("Файлы", "Файл", "File", to="files", form=False)] = None
    by: Who | None = None
    at: datetime | None = None


class PracticeEvent(Model):
    """A concert, a lesson, a rehearsal of a practice that is spread over a semester. struck: why it does not count."""

    id: Id = ""
    day: Annotated[date, Show("Күні", "Дата", "Day")]
    what: Annotated[str, Field(min_length=2, max_length=300), Show("Не өтті", "Что проведено", "What it was")]
    place: Annotated[str, Field(max_length=200), Show("Қайда", "Где", "Where")] = ""
    hours: Annotated[
        Decimal, Field(gt=0, le=24, decimal_places=1), Show("Сағаты", "Часов", "Hours")
    ]  # fmt: skip
    part: Annotated[str, Field(max_length=120), Show("Рөлі", "Роль", "Part in it")] = ""
    by: Who | None = None
    struck: str = ""


class Moved(Model):
    """A change of a placement: what stood before, why it changed."""

    at: datetime
    by: Who
    why: str
    was: str


class Place(Model):
    """Where a student passes a practice, as it is chosen: a base, or a place of his own by application."""

    base: Annotated[Ref | None, Show("Практика базасы", "База практики", "Practice base", to="practice_bases")] = None
    own_place: Annotated[
        str, Field(max_length=300),
        Show("Өз базасы (жұмыс орны, шетел)", "Своя база (место работы, за рубежом)", "A base of his own"),
    ] = ""  # fmt: skip
    application: Annotated[str, Field(max_length=60), Show("Өтініш №", "Заявление №", "Application no.")] = ""
    applied_on: Annotated[date | None, Show("Өтініш күні", "Дата заявления", "Application day")] = None
    supervisor: Annotated[
        Ref | None, Show("Кафедрадан жетекші", "Руководитель от кафедры", "Supervisor of the department", to="people")
    ] = None  # fmt: skip
    base_supervisor: Annotated[
        str, Field(max_length=200), Show("Базадан жетекші", "Руководитель от базы", "Supervisor of the base")
    ] = ""  # fmt: skip
    starts: Annotated[date | None, Show("Басталуы", "Начало", "Starts")] = None
    ends: Annotated[date | None, Show("Аяқталуы", "Окончание", "Ends")] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise Refused("errors.field.ends_before_start", "ends")
        return self


class Placement(Document):
    """One student in one practice: where, with whom, what he handed in, what he took part in.

    contract: by which he is at the base. referral: the number of the paper he goes with. year: academic.
    """

    collection: ClassVar[str] = "placements"
    title: ClassVar[Text] = Text(kk="Практикадағы студент", ru="Студент на практике", en="Student on a practice")
    scopes: ClassVar[dict[str, str]] = {
        "department": "department.id", "faculty": "faculty.id", "teacher": "place.supervisor.id",
    }  # fmt: skip
    frozen: ClassVar[dict[str, frozenset[str]]] = {"closed": frozenset(), "cancelled": frozenset()}

    practice: Annotated[Ref, Show("Практика", "Практика", "Practice", form=False)]
    kind: Annotated[str, Show("Түрі", "Вид", "Kind", table=True, filter=True, to="kind:practice", form=False)]
    section: Id
    term: Annotated[Ref, Show("Кезең", "Период", "Term", filter=True, to="terms", form=False)]
    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year", form=False)]
    department: Annotated[
        Ref | None, Show("Кафедра", "Кафедра", "Department", table=True, filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    faculty: Annotated[
        Ref | None, Show("Факультет", "Факультет", "Faculty", filter=True, to="departments", form=False)
    ] = None  # fmt: skip
    programme: Annotated[
        Ref | None, Show("Білім беру бағдарламасы", "Программа", "Programme", filter=True, to="programmes", form=False)
    ] = None  # fmt: skip
    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    study: Id
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    key: str = ""
    status: Annotated[PracticeState, Show("Күйі", "Состояние", "State", filter=True, form=False)] = PracticeState.open
    place: Annotated[Place, Show("Орны", "Место", "Place", form=False)] = Field(default_factory=Place)
    contract: Annotated[Ref | None, Show("Келісімшарт", "Договор", "Contract", form=False)] = None
    referral: Annotated[str, Field(max_length=40), Show("Жолдама №", "Направление №", "Referral no.", form=False)] = ""
    referred_on: date | None = None
    papers: list[Handed] = Field(default_factory=list, max_length=60)
    events: list[PracticeEvent] = Field(default_factory=list, max_length=400)
    moves: list[Moved] = Field(default_factory=list, max_length=100)

    def label(self) -> Text:
        return self.student.label

    @property
    def placed(self) -> bool:
        """Has he a place?"""
        return self.place.base is not None or bool(self.place.own_place)

    def paper(self, what: PracticePaper) -> Handed | None:
        """What stands of a sort: the one entered last."""
        return next((h for h in reversed(self.papers) if h.what is what), None)

    @property
    def hours(self) -> Decimal:
        """The hours of what he took part in."""
        return sum((e.hours for e in self.events if not e.struck), Decimal(0))


__all__ = [
    "BaseSort", "Contract", "Handed", "Moved", "Place", "Placement", "Practice", "PracticeBase", "PracticeEvent",
    "PracticePaper", "PracticeState",
]  # fmt: skip
