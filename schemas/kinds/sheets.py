"""Kinds of grade sheet as data: columns and formula, who fills and who signs, what closing changes, the deadline."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Id, Model, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.lists import CODE
from schemas.kinds.papers import PaperKind
from schemas.words import Control, PeriodKind

MIDTERMS = ("midterm_1", "midterm_2")
MOST = 60  # columns: a summary has one for each discipline of its term
SHOWN = ("no", "number", "name", "admission_rating", "final_grade", "letter")  # stand on every sheet beside its own
NO_CONTROL = (*MIDTERMS, "nothing")  # what is no exam: midterms, and what only tells of results
SCORE = "score"  # the column whose mark the sheet is about: typed, or counted by the formula


class ColumnType(Word):
    """What is typed into a column of a sheet."""

    score = ("score", "Балл (0–100)", "Балл (0–100)", "Score (0–100)")
    number = ("number", "Сан", "Число", "Number")
    text = ("text", "Мәтін", "Текст", "Text")


class Carried(Word):
    """Where a column's value is brought from when the sheet is opened; then nobody types it."""

    none = ("none", "Енгізіледі", "Вводится", "Typed in")
    midterm_1 = ("midterm_1", "1-аралық бақылау ведомосынан", "Из ведомости РК 1", "From the sheet of midterm 1")
    midterm_2 = ("midterm_2", "2-аралық бақылау ведомосынан", "Из ведомости РК 2", "From the sheet of midterm 2")
    earlier = ("earlier", "Алдыңғы баға (көру үшін)", "Прежняя оценка (для сведения)", "Earlier grade (to be seen)")
    admitted = ("admitted", "Жіберілді ме: + / −", "Допущен ли: + / −", "Is he admitted: + / −")
    results = ("results", "Кезең нәтижелері: әр пән — баған", "Результаты периода: графа на дисциплину",
               "Results of the term: a column per discipline")  # fmt: skip
    earned = ("earned", "Кезеңде алынған кредиттер", "Кредиты за период", "Credits earned in the term")
    gpa = ("gpa", "Кезеңнің GPA-сы", "GPA за период", "GPA of the term")
    failed = ("failed", "Кезеңде тапсырылмағандар", "Не сдано за период", "Failed in the term")
    debts = ("debts", "Барлық қарыздар", "Все задолженности", "All debts")


SUMMED = (Carried.results, Carried.earned, Carried.gpa, Carried.failed, Carried.debts)  # from the student's record


class Judge(Word):
    """By which rule a line comes to its letter; weights, thresholds and letters are the rulebook's."""

    weighted = ("weighted", "Рейтинг пен бақылау балы", "Рейтинг и балл контроля", "Rating and the score")
    alone = ("alone", "Бақылау балының өзі", "Только балл контроля", "The score alone")
    credit = ("credit", "Сынақ: өтті / өтпеді", "Зачтено / не зачтено", "Pass / fail")
    none = ("none", "Әріптік баға жоқ", "Без буквенной оценки", "No letter")


class Gives(Word):
    """What closing a sheet changes."""

    result = ("result", "Пәннің қорытынды нәтижесі", "Итоговый результат дисциплины", "Result of the discipline")
    midterm_1 = ("midterm_1", "1-аралық бақылау балы", "Балл рубежного контроля 1", "Mark of midterm 1")
    midterm_2 = ("midterm_2", "2-аралық бақылау балы", "Балл рубежного контроля 2", "Mark of midterm 2")
    apart = ("apart", "Пәннен бөлек нәтиже", "Отдельный результат при дисциплине", "A result beside the discipline's")
    nothing = ("nothing", "Ештеңе: нәтижелерді жинақтайды", "Ничего: сводит результаты", "Nothing: tells of results")


class Over(Word):
    """Whose names stand on a sheet."""

    section = ("section", "Сабақ тобының студенттері", "Студенты секции", "The section's students")
    failed = ("failed", "Тапсырмағандар (қайта тапсыру)", "Не сдавшие (пересдача)", "Those who failed (re-sit)")
    student = ("student", "Бір студент", "Один студент", "One student")
    commission = ("commission", "Комиссия хаттамаларынан", "Из протоколов комиссии",
                  "From the protocols of a commission")  # fmt: skip
    group = ("group", "Топ, оның кезеңдегі барлық пәндері", "Группа, все её дисциплины периода",
             "A group, all its disciplines of a term")  # fmt: skip


class Filler(Word):
    """Who types marks into a sheet."""

    both = ("both", "Оқытушы немесе офис", "Преподаватель или офис", "The teacher or the office")
    office = ("office", "Тек офис", "Только офис", "The office only")
    teacher = ("teacher", "Тек оқытушы", "Только преподаватель", "The teacher only")


class WhileOpen(Word):
    """What becomes of a sheet that is signed or closed while the sheet of its midterm is still open."""

    warns = ("warns", "Ескертіледі", "Предупредить", "Told")
    refuses = ("refuses", "Жабылмайды", "Не закрывать", "Refused")


class Signer(Word):
    """Who signs a sheet before it is closed; the registrar who closes it always signs."""

    examiner = ("examiner", "Емтихан алушы", "Экзаменатор", "Examiner")
    chair = ("chair", "Комиссия төрағасы", "Председатель комиссии", "Chair of the commission")
    member = ("member", "Комиссия мүшесі", "Член комиссии", "Member of the commission")
    secretary = ("secretary", "Комиссия хатшысы", "Секретарь комиссии", "Secretary of the commission")
    supervisor = ("supervisor", "Жетекші", "Руководитель", "Supervisor")
    department = ("department", "Кафедра меңгерушісі", "Заведующий кафедрой", "Head of department")
    dean = ("dean", "Декан", "Декан", "Dean")


class Summed(Model):
    """The discipline of which a column of an opened summary tells."""

    discipline: Id
    code: str
    credits: Decimal


class SheetColumn(Model):
    """One column beside the student's name; its label is the heading on screen and paper. No kind says `of`."""

    code: Annotated[str, Field(pattern=CODE, max_length=30), Show("Коды", "Код", "Code")]
    label: Annotated[Text, Show("Тақырыбы", "Заголовок", "Heading")]
    type: Annotated[ColumnType, Show("Түрі", "Тип", "Type")] = ColumnType.score
    needed: Annotated[bool, Show("Міндетті", "Обязателен", "Required")] = False
    carried: Annotated[Carried, Show("Мәні қайдан", "Откуда значение", "Where from")] = Carried.none
    of: Summed | None = None


def _column(code: str, kk: str, ru: str, en: str, carried: Carried = Carried.none) -> SheetColumn:
    return SheetColumn(code=code, label=Text(kk=kk, ru=ru, en=en), carried=carried)


def plain_columns() -> list[SheetColumn]:
    """Both midterms and the exam: what a sheet has where nothing else was said."""
    return [
        _column("midterm_1", "1-аралық бақылау (R1)", "Рубежный контроль 1 (Р1)", "Midterm 1 (R1)", Carried.midterm_1),
        _column("midterm_2", "2-аралық бақылау (R2)", "Рубежный контроль 2 (Р2)", "Midterm 2 (R2)", Carried.midterm_2),
        _column(SCORE, "Емтихан, %", "Экзамен, %", "Exam, %"),
    ]


class SheetForm(Model):
    """How sheets of a kind are filled and judged; each sheet keeps the form it was opened by."""

    heading: Annotated[
        Text | None, Show("Қағаздағы тақырып", "Заголовок на бумаге", "Heading on paper", group="sheet")
    ] = None  # fmt: skip
    columns: Annotated[
        list[SheetColumn], Field(min_length=1, max_length=MOST),
        Show("Бағандары", "Графы", "Columns", group="columns",
             help=("«score» — бақылау балы; midterm_1, midterm_2 — аралық бақылау",
                   "«score» — балл контроля; midterm_1, midterm_2 — рубежные",
                   "«score» is the mark; midterm_1, midterm_2 are the midterms")),
    ] = Field(default_factory=plain_columns)  # fmt: skip
    formula: Annotated[
        str, Field(max_length=200),
        Show("Бақылау балының формуласы", "Формула балла контроля", "Formula of the score", group="columns",
             help=("Бағандар, ережелер жинағының сөздері; mean(), best(), least(), sum(). Бос — «score» енгізіледі",
                   "Коды граф, слова свода правил; mean(), best(), least(), sum(). Пусто — вводится «score»",
                   "Codes of columns, words of the rulebook; mean(), best(), least(), sum(). Empty: score is typed")),
    ] = ""  # fmt: skip
    judge: Annotated[
        Judge, Show("Баға қалай шығады", "Как выводится оценка", "How the grade follows", group="sheet")
    ] = Judge.weighted
    given: Annotated[
        Text | None,
        Show("Бөлек нәтиженің атауы", "Название отдельного результата", "Name of the separate result", group="sheet",
             help=("Транскриптте пәннің қасында тұрады", "Стоит в транскрипте рядом с дисциплиной",
                   "Stands in the transcript beside the discipline")),
    ] = None  # fmt: skip
    gives: Annotated[Gives, Show("Не өзгереді", "Что меняет", "What it changes", group="sheet", table=True)] = (
        Gives.result
    )
    fills: Annotated[Filler, Show("Кім толтырады", "Кто заполняет", "Who fills", group="people", table=True)] = (
        Filler.both
    )
    signs: Annotated[list[Signer], Show("Кім қол қояды", "Кто подписывает", "Who signs", group="people")] = Field(
        default_factory=lambda: [Signer.examiner]
    )
    shuts: Annotated[
        bool,
        Show("Мерзімі өткен соң енгізу жабылады", "После срока ввод закрывается", "Typing shuts after the deadline",
             group="people"),
    ] = True  # fmt: skip

    @property
    def codes(self) -> list[str]:
        """Codes of all columns, in their order."""
        return [c.code for c in self.columns]

    @property
    def summary(self) -> bool:
        """Does the sheet only tell of results, which nobody types?"""
        return self.gives is Gives.nothing

    @property
    def counted(self) -> bool:
        """Is the score counted by the formula?"""
        return bool(self.formula.strip())

    @property
    def main(self) -> str:
        """The column in which a mark instead of a score (absent, not admitted …) is typed."""
        if not self.counted:
            return SCORE
        return next(c.code for c in self.columns if c.type is ColumnType.score and c.carried is Carried.none)

    @model_validator(mode="after")
    def _columns_serve(self) -> Self:
        if len(set(self.codes)) != len(self.codes):
            raise Refused("kinds.sheet_column_twice")
        summed = [c.carried in SUMMED for c in self.columns]
        if any(summed) or self.gives is Gives.nothing:
            whole = all(summed) and any(c.carried is Carried.results for c in self.columns)
            if not whole or self.gives is not Gives.nothing or self.judge is not Judge.none or self.counted:
                raise Refused("kinds.sheet_summary")
            return self
        if self.counted and SCORE in self.codes:
            raise Refused("kinds.sheet_score_counted")
        if not self.counted and SCORE not in self.codes:
            raise Refused("kinds.sheet_no_score")
        typed = [c for c in self.columns if c.type is ColumnType.score and c.carried is Carried.none]
        if not typed:
            raise Refused("kinds.sheet_nothing_typed")
        wrong = [c.code for c in self.columns if c.code in (*MIDTERMS, SCORE) and c.type is not ColumnType.score]
        if wrong:
            raise Refused("kinds.sheet_own_column", code=wrong[0])
        taken = next((c for c in self.codes if c in SHOWN), None)
        if taken:
            raise Refused("kinds.sheet_code_taken", code=taken)
        if self.judge is Judge.none and self.gives in (Gives.result, Gives.apart):
            raise Refused("kinds.sheet_gives_letter")
        return self


class SheetKind(PaperKind, SheetForm):
    hint: ClassVar[Text] = Text(
        kk="Бағандары, формуласы, кім толтырады, кім қол қояды, нені өзгертеді, мерзімі.",
        ru="Графы, формула, кто заполняет, кто подписывает, что меняет, срок.",
        en="Columns, formula, who fills, who signs, what it changes, deadline.",
    )

    sort: Literal["sheet"] = "sheet"
    prefix: Annotated[
        str, Field(max_length=6, pattern=r"^[A-Z0-9]*$"),
        Show("Нөмір алды", "Префикс номера", "Prefix of the number", table=True),
    ] = ""  # fmt: skip
    over: Annotated[Over, Show("Тізімде кім тұр", "Кто в списке", "Who is listed", group="sheet", table=True)] = (
        Over.section
    )
    controls: Annotated[
        list[Control],
        Show("Қай бақылау нысандарына ашылады", "Для каких форм контроля", "For which forms of control", group="sheet"),
    ] = Field(default_factory=list)  # fmt: skip
    period: Annotated[
        PeriodKind | None,
        Show("Күнтізбенің қай кезеңінде", "В какой период календаря", "In which period of the calendar", group="sheet"),
    ] = None  # fmt: skip

    while_open: Annotated[
        WhileOpen,
        Show("Аралық бақылау ведомосы ашық болса", "Если ведомость рубежного контроля открыта",
             "While a midterm sheet is open", group="people"),
    ] = WhileOpen.warns  # fmt: skip

    @model_validator(mode="after")
    def _a_group_is_summed(self) -> Self:
        if (self.over is Over.group) != (self.gives is Gives.nothing):
            raise Refused("kinds.sheet_over_group")
        return self

    def form(self) -> SheetForm:
        """What a sheet opened today keeps of this kind."""
        return SheetForm(**{name: getattr(self, name) for name in SheetForm.model_fields})


__all__ = [
    "MIDTERMS", "MOST", "NO_CONTROL", "SCORE", "SUMMED", "Carried", "ColumnType", "Filler", "Gives", "Judge", "Over",
    "SheetColumn", "SheetForm", "SheetKind", "Signer", "Summed", "WhileOpen", "plain_columns",
]  # fmt: skip
