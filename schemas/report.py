"""Reports of the office (clauses 22, 33-9): what is asked of the records, as data; who made it, who sees it, what it
answered. The numbers are never kept: a report is asked anew each time, within the reach of who asks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.condition import Asked, Condition
from schemas.words import Role

Path = Annotated[str, Field(max_length=80)]


class ReportShape(Word):
    """As what a report is shown: counted, or each record by itself."""

    table = ("table", "Жиынтық кесте", "Сводная таблица", "Summary table")
    list = ("list", "Тізім", "Список", "List")


class Grain(Word):
    """What of a field rows are put together by."""

    same = ("same", "мәні", "значение", "value")
    year = ("year", "жылы", "год", "year")
    study_year = ("study_year", "оқу жылы", "учебный год", "academic year")
    quarter = ("quarter", "тоқсаны", "квартал", "quarter")
    month = ("month", "айы", "месяц", "month")
    age = ("age", "жасы", "возраст", "age")


class Reckoned(Word):
    """What is made of the rows that fall together."""

    number = ("number", "Саны", "Количество", "Number")
    people = ("people", "Адам саны (қайталанбай)", "Число людей (без повторов)", "Number of people (each once)")
    share = ("share", "Шартқа сай келетіндердің үлесі", "Доля отвечающих условию", "Share of those that meet it")
    share_row = ("share_row", "Жол ішіндегі үлесі", "Доля в строке", "Share of the row")
    share_column = ("share_column", "Баған ішіндегі үлесі", "Доля в столбце", "Share of the column")
    share_all = ("share_all", "Барлығындағы үлесі", "Доля во всём", "Share of all")
    mean = ("mean", "Орташа", "Среднее", "Mean")
    median = ("median", "Медиана", "Медиана", "Median")
    sum = ("sum", "Қосынды", "Сумма", "Sum")
    least = ("least", "Ең азы", "Наименьшее", "Least")
    most = ("most", "Ең көбі", "Наибольшее", "Greatest")


VALUED = (Reckoned.mean, Reckoned.median, Reckoned.sum, Reckoned.least, Reckoned.most)  # made of a number of each row
SHARES = (Reckoned.share, Reckoned.share_row, Reckoned.share_column, Reckoned.share_all)


class Picture(Word):
    """How the table is drawn beside itself."""

    none = ("none", "Диаграммасыз", "Без диаграммы", "No chart")
    bars = ("bars", "Бағандар", "Столбцы", "Bars")
    stacked = ("stacked", "Қабатталған бағандар", "Столбцы с накоплением", "Stacked bars")
    lines = ("lines", "Сызықтар", "Линии", "Lines")


class Stretch(Word):
    """The time of which rows are taken; those of «now» move with the calendar."""

    all = ("all", "Барлық уақыт", "За всё время", "All time")
    now_term = ("now_term", "Ағымдағы семестр", "Текущий семестр", "The current semester")
    last_term = ("last_term", "Өткен семестр", "Прошлый семестр", "The last semester")
    now_year = ("now_year", "Ағымдағы оқу жылы", "Текущий учебный год", "The current academic year")
    last_year = ("last_year", "Өткен оқу жылы", "Прошлый учебный год", "The last academic year")
    term = ("term", "Белгілі семестр", "Определённый семестр", "A certain semester")
    study_year = ("study_year", "Белгілі оқу жылы", "Определённый учебный год", "A certain academic year")
    calendar_year = ("calendar_year", "Күнтізбелік жыл", "Календарный год", "A calendar year")
    dates = ("dates", "Күндер аралығы", "Промежуток дат", "Between two days")


class ReportCut(Model):
    """A field by which rows are put together, and what of it."""

    field: Annotated[Path, Field(min_length=1)]
    by: Grain = Grain.same


class Figure(Model):
    """One measure. of: the rows it is made of; counts: of them those that count. field: the number of a mean, a sum.
    name: what it is called; none: by what it is."""

    what: Reckoned = Reckoned.number
    field: Path = ""
    name: Text | None = None
    of: Annotated[list[Condition], Field(max_length=10)] = Field(default_factory=list)
    counts: Annotated[list[Condition], Field(max_length=10)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.what in VALUED and not self.field:
            raise Refused("errors.field.missing", "field")
        if self.what is Reckoned.share and not self.counts:
            raise Refused("errors.field.missing", "counts")
        return self


class ReportBody(Model):
    """What a report asks. when: the field by which a row belongs to the time, `@term` by its term. as_of: studies as
    they stood at the end of a day. columns: of a list; rows, across, figures: of a summary table. sort: «» by the order
    of the rows' words, «0», «1»…: by that figure, the greatest first; of a list a field, «-» before it: downwards.
    limit: 0: all. hide_under: cells of fewer rows are not told."""

    source: Annotated[Asked, Show("Не туралы", "О чём", "About what", table=True)]
    of: Annotated[
        list[Condition], Field(max_length=20), Show("Қай жазбалар алынады", "Какие записи берутся", "Which records")
    ] = Field(default_factory=list)  # fmt: skip
    time: Annotated[Stretch, Show("Қай уақыттағы", "За какое время", "Of what time")] = Stretch.all
    when: Annotated[Path, Show("Уақыты не бойынша", "Время по полю", "Time by")] = ""
    term: Annotated[str, Field(max_length=20), Show("Семестр", "Семестр", "Semester")] = ""
    year: Annotated[int | None, Field(ge=1900, le=2200), Show("Жылы", "Год", "Year")] = None
    first: Annotated[date | None, Show("Басталу күні", "С какого дня", "From")] = None
    last: Annotated[date | None, Show("Аяқталу күні", "По какой день", "To")] = None
    as_of: Annotated[
        date | None, Show("Қай күнгі жағдай бойынша", "По состоянию на день", "As of the day")
    ] = None  # fmt: skip
    shape: Annotated[ReportShape, Show("Түрі", "Вид", "Kind")] = ReportShape.table
    columns: Annotated[list[Path], Field(max_length=60)] = Field(default_factory=list)
    rows: Annotated[list[ReportCut], Field(max_length=3)] = Field(default_factory=list)
    across: ReportCut | None = None
    figures: Annotated[list[Figure], Field(max_length=16)] = Field(default_factory=list)
    sort: Annotated[Path, Show("Реттеу", "Порядок", "Order")] = ""
    limit: Annotated[
        int, Field(ge=0, le=1_000_000), Show("Ең көп жол саны", "Наибольшее число строк", "At most so many rows")
    ] = 0  # fmt: skip
    chart: Annotated[Picture, Show("Диаграмма", "Диаграмма", "Chart")] = Picture.bars
    hide_under: Annotated[
        int, Field(ge=0, le=100),
        Show("Мұнан аз болса, көрсетілмейді", "Не показывать, если меньше", "Not shown if fewer than",
             help=("Бірнеше адам ғана болса, кім екені танылып қалады", "Когда людей мало, их можно узнать",
                   "Where there are few people, they could be recognised")),
    ] = 0  # fmt: skip

    @model_validator(mode="after")
    def _said(self) -> Self:
        needed = {
            Stretch.term: "term", Stretch.study_year: "year", Stretch.calendar_year: "year", Stretch.dates: "first",
        }.get(self.time)  # fmt: skip
        if needed and getattr(self, needed) in ("", None):
            raise Refused("errors.field.missing", needed)
        if self.first and self.last and self.last < self.first:
            raise Refused("errors.field.ends_before_start", "last")
        if self.as_of and self.source is not Asked.studies:
            raise Refused("reports.as_of_studies", "as_of")
        return self


class ReportState(Word):
    """Is a report still offered?"""

    kept = ("kept", "Қолданыста", "Действует", "In use")
    retired = ("retired", "Жабылған", "Закрыт", "Retired")


class EarlierReport(Model):
    """How a report was before it was changed, and who had made it so."""

    version: int
    name: Text
    body: ReportBody
    at: datetime
    by: str


class Report(Document):
    """A report that was kept. owner: whose it is, «» the office's own; shared: roles that see it; home: roles on whose
    first page it stands; shipped: its code, of those an office starts with; earlier: its earlier versions; request:
    the letter it answered."""

    collection: ClassVar[str] = "reports"
    title: ClassVar[Text] = Text(kk="Есеп", ru="Отчёт", en="Report")

    name: Annotated[Text, Show("Атауы", "Название", "Name", table=True)]
    body: ReportBody
    version: Annotated[int, Show("Нұсқа", "Версия", "Version", form=False)] = 1
    status: Annotated[ReportState, Show("Күйі", "Состояние", "State", form=False)] = ReportState.kept
    owner: Id = ""
    owner_name: Annotated[str, Show("Иесі", "Владелец", "Owner", table=True, form=False)] = ""
    shared: Annotated[
        list[Role], Show("Кімдермен ортақ", "С кем поделились", "Shared with", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    home: Annotated[
        list[Role], Show("Кімнің басты бетінде", "На чьей главной странице", "On whose home page", form=False)
    ] = Field(default_factory=list)  # fmt: skip
    shipped: str | None = None
    request: Annotated[Ref | None, Show("Жауап берілген хат", "Письмо, на которое ответили", "Letter it answered",
                                        form=False)] = None  # fmt: skip
    answered: Annotated[
        str, Field(max_length=300), Show("Қандай сұрауға жауап", "На какой запрос ответ", "What it answered")
    ] = ""  # fmt: skip
    again_of: Annotated[
        Ref | None, Show("Қай есептің қайталануы", "Повтор какого отчёта", "A repeat of", form=False)
    ] = None
    earlier: list[EarlierReport] = Field(default_factory=list, max_length=200)

    def label(self) -> Text:
        return self.name


__all__ = [
    "SHARES", "VALUED", "EarlierReport", "Figure", "Grain", "Picture", "Reckoned", "Report", "ReportBody", "ReportCut",
    "ReportShape", "ReportState", "Stretch",
]  # fmt: skip
