"""Kinds of order as data (domain.md 5.1): who may stand in one, what is asked, what it rests on, what it changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import LANGS, Lang, Model, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.after import After, EffectDay, FactSource
from schemas.kinds.base import Body
from schemas.kinds.lists import CODE
from schemas.kinds.papers import PaperKind
from schemas.words import StudyStatus

# From where a study may come to where. Nothing leads out of `graduated` (a second degree is a new study); out of
# `expelled` only back to studying; who moved to another institution comes back by a new study.
PATHS: dict[StudyStatus, frozenset[StudyStatus]] = {
    StudyStatus.applicant: frozenset({StudyStatus.active, StudyStatus.visiting}),
    StudyStatus.active: frozenset(
        {StudyStatus.academic_leave, StudyStatus.expelled, StudyStatus.transferred, StudyStatus.graduated}
    ),
    StudyStatus.academic_leave: frozenset({StudyStatus.active, StudyStatus.expelled, StudyStatus.transferred}),
    StudyStatus.expelled: frozenset({StudyStatus.active}),
    StudyStatus.visiting: frozenset({StudyStatus.active, StudyStatus.expelled}),
    StudyStatus.transferred: frozenset(),
    StudyStatus.graduated: frozenset(),
}


class EffectSort(Word):
    """The closed list of what an order can do to a study."""

    status = ("status", "Мәртебесі өзгереді", "Меняется статус", "The status changes")
    given = ("given", "Бұйрықта аталған мән қойылады", "Ставится значение из приказа", "Set to what the order says")
    fixed = ("fixed", "Тұрақты мән қойылады", "Ставится постоянное значение", "Set to a fixed value")
    empty = ("empty", "Мәні босатылады", "Значение очищается", "Emptied")
    next = ("next", "Бірге өседі (курс)", "Увеличивается на один (курс)", "One more (year of study)")
    effective = ("effective", "Күшіне ену күні қойылады", "Ставится дата вступления", "Set to the effective date")
    close_registration = (
        "close_registration", "Аяқталмаған пәндерден шығарылады", "Снимается с незавершённых дисциплин",
        "Taken out of unfinished disciplines",
    )  # fmt: skip
    open_registration = (
        "open_registration", "Жеке оқу жоспары жасалады, шығарылған пәндері қайтарылады",
        "Составляется индивидуальный план, снятые дисциплины возвращаются",
        "An individual plan is drawn up, what he was taken out of comes back",
    )  # fmt: skip
    cancel = ("cancel", "Басқа бұйрықтың күші жойылады", "Отменяется другой приказ", "Another order is cancelled")


# Sorts of effect that name a field of the card or the study.
SETS = (EffectSort.given, EffectSort.fixed, EffectSort.empty, EffectSort.next, EffectSort.effective)


def _statuses(lang: Lang) -> str:
    return ", ".join(s.label(lang) for s in StudyStatus)


class Effect(Model):
    """One thing an order does. field: its place in the study (or in the card, «name.last»); value: the status it leads
    to (its word in any language is understood), or the fixed value; stands: a required field may be left to what the
    card says already."""

    what: Annotated[EffectSort, Show("Не істейді", "Что делает", "What it does")]
    field: Annotated[str, Field(max_length=60), Show("Өріс", "Поле", "Field", to="order_fields")] = ""
    value: Annotated[
        str, Field(max_length=60),
        Show("Мәні немесе мәртебе", "Значение или статус", "Value or status",
             help=(f"Мәртебелер: {_statuses('kk')}", f"Статусы: {_statuses('ru')}", f"Statuses: {_statuses('en')}")),
    ] = ""  # fmt: skip
    whole: Annotated[bool, Show("Бүкіл бұйрыққа бір", "Одно на весь приказ", "One for the whole order")] = False
    needed: Annotated[bool, Show("Міндетті", "Обязательно", "Required")] = True
    stands: Annotated[
        bool, Show("Картада жазылғаны жетеді", "Достаточно записанного в карте", "What the card says will do")
    ] = False  # fmt: skip

    @model_validator(mode="after")
    def _status_by_its_word(self) -> Self:
        if self.what is EffectSort.status:
            said = self.value.strip().casefold()
            self.value = next(
                (s.value for s in StudyStatus if said in {s.label(x).casefold() for x in LANGS}), self.value
            )
        return self


class FactType(Word):
    """What kind of thing an order tells beside the fields it changes."""

    text = ("text", "Мәтін", "Текст", "Text")
    date = ("date", "Күн", "Дата", "Date")
    number = ("number", "Сан", "Число", "Number")
    choice = ("choice", "Тізімнен", "Из списка", "Out of a list")


class Fact(Model):
    """Something an order of the kind must say, for its text and its statistics: a reason, a university, a protocol."""

    code: Annotated[str, Field(pattern=CODE, max_length=30), Show("Коды", "Код", "Code")]
    label: Annotated[Text, Show("Атауы", "Название", "Name")]
    type: Annotated[FactType, Show("Түрі", "Тип", "Type")] = FactType.text
    choices: Annotated[str, Field(max_length=40), Show("Тізім", "Список", "List", to="kind:choices")] = ""
    whole: Annotated[bool, Show("Бүкіл бұйрыққа бір", "Одно на весь приказ", "One for the whole order")] = False
    needed: Annotated[bool, Show("Міндетті", "Обязательно", "Required")] = True
    source: Annotated[FactSource, Show("Қайдан алынады", "Откуда берётся", "Taken from")] = FactSource.typed

    @model_validator(mode="after")
    def _listed(self) -> Self:
        if self.type is FactType.choice and not self.choices:
            raise Refused("kinds.choices_missing")
        return self


class BasisNeed(Model):
    """A document an order rests on; each: one of every student."""

    name: Annotated[Text, Show("Құжат", "Документ", "Document")]
    each: Annotated[bool, Show("Әр студенттен", "От каждого студента", "Of every student")] = False
    needed: Annotated[bool, Show("Міндетті", "Обязательно", "Required")] = True
    scan: Annotated[bool, Show("Сканы керек", "Нужен скан", "A scan is needed")] = False


class Rule(Word):
    """The closed list of what may be asked of an order before it is agreed (domain.md 5.2)."""

    basis_days = ("basis_days", "Негіздемеден кейін көп дегенде, жұмыс күні",
                  "После основания не позднее, рабочих дней", "After its basis at most, working days")  # fmt: skip
    before_term = ("before_term", "Академиялық кезеңнен бұрын кемінде, күн", "До академического периода не менее, дней",
                   "Before the academic period at least, days")  # fmt: skip
    vacation = ("vacation", "Тек каникулда қаралады", "Рассматривается только в каникулы",
                "Considered in vacations only")  # fmt: skip
    season = ("season", "Жыл ішінде осы аралықта (КК.АА)", "В году в промежутке (ДД.ММ)",
              "Within these days of the year (DD.MM)")  # fmt: skip
    first_term = ("first_term", "Бірінші академиялық кезең аяқталған", "Завершён первый академический период",
                  "The first academic period is completed")  # fmt: skip
    first_fails = ("first_fails", "Бірінші кезеңде қанағаттанарлықсыз баға жоқ", "В первом периоде нет неудов",
                   "No failing grade in the first period")  # fmt: skip
    debts = ("debts", "Академиялық берешек көп дегенде", "Академических долгов не более", "Academic debts at most")
    credits = ("credits", "Кредит кемінде", "Кредитов не менее", "Credits at least")
    gpa = ("gpa", "GPA кемінде", "GPA не ниже", "GPA at least")
    attested = ("attested", "Қорытынды аттестаттаудан өткен", "Пройдена итоговая аттестация",
                "Final attestation is passed")  # fmt: skip
    plan_done = ("plan_done", "Бағдарлама кредиттері толық игерілген", "Кредиты программы освоены полностью",
                 "All credits of the programme are earned")  # fmt: skip
    before_attestation = ("before_attestation", "Аттестаттаудан басқасы толық өтілген, берешек жоқ",
                          "Всё, кроме аттестации, освоено, долгов нет",
                          "All but the attestation is passed, no debts")  # fmt: skip
    leave_length = ("leave_length", "Демалыс ұзақтығы негізіне сай", "Срок отпуска соответствует основанию",
                    "The leave is as long as its ground allows")  # fmt: skip
    leave_over = ("leave_over", "Демалыс мерзімі аяқталған", "Срок отпуска истёк", "The leave has come to its end")
    last_year = ("last_year", "Бағдарламаның соңғы курсында емес", "Не на последнем курсе программы",
                 "Not in the last year of the programme")  # fmt: skip
    holds = ("holds", "Шектеуі (удержание) жоқ", "Нет удержаний", "No hold stands")
    difference = ("difference", "Академиялық айырмашылық бекітілген және бұйрықпен сәйкес",
                  "Академическая разница утверждена и совпадает с приказом",
                  "The academic difference is approved and the order says the same")  # fmt: skip
    leave_notice = ("leave_notice", "Оралу туралы кезеңнен бұрын, күн", "О выходе до начала периода, дней",
                    "Return asked before the period, days")  # fmt: skip


class Severity(Word):
    warn = ("warn", "Ескертеді", "Предупреждает", "Warns")
    refuse = ("refuse", "Тыяды", "Запрещает", "Refuses")


SPAN = r"\d\d\.\d\d-\d\d\.\d\d"


class Condition(Model):
    """One rule of a kind: what is asked, its figure, and whether it warns or refuses."""

    rule: Annotated[Rule, Show("Ереже", "Правило", "Rule")]
    figure: Annotated[Decimal | None, Show("Сан", "Число", "Figure")] = None
    days: Annotated[
        str, Field(max_length=80, pattern=rf"^({SPAN}(, ?{SPAN})*)?$"),
        Show("Аралық (КК.АА-КК.АА, …)", "Промежуток (ДД.ММ-ДД.ММ, …)", "Spans (DD.MM-DD.MM, …)"),
    ] = ""  # fmt: skip
    how: Annotated[Severity, Show("Сақталмаса", "Если нарушено", "When broken")] = Severity.warn

    @model_validator(mode="after")
    def _said(self) -> Self:
        figured = (Rule.basis_days, Rule.before_term, Rule.debts, Rule.credits, Rule.gpa, Rule.leave_notice)
        if self.rule in figured and self.figure is None:
            raise Refused("kinds.order_figure")
        if self.rule is Rule.season and not self.days:
            raise Refused("kinds.order_days")
        return self

    @property
    def spans(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """The spans of the year, each as (month, day) of its first and its last day."""
        ends = [[(int(p[3:5]), int(p[0:2])) for p in s.strip().split("-")] for s in self.days.split(",") if s]
        return [(first, last) for first, last in ends]


class OrderKind(PaperKind):
    hint: ClassVar[Text] = Text(
        kk="Кім кіреді, не толтырылады, неге негізделеді, нені өзгертеді, үлгісі, келісуі.",
        ru="Кто в нём может быть, что заполняется, на чём основан, что меняет, шаблон, согласование.",
        en="Who may be in it, what is asked, what it rests on, what it changes, template, agreement.",
    )

    sort: Literal["order"] = "order"
    people: Annotated[bool, Show("Студенттер тізімі бар", "Есть список студентов", "Has a list of students",
                                 group="order")] = True  # fmt: skip
    statuses: Annotated[
        list[StudyStatus], Show("Кім кіре алады (мәртебе)", "Кто может быть (статус)", "Who may be in it (status)",
                                group="order")
    ] = Field(default_factory=list)  # fmt: skip
    effects: Annotated[
        list[Effect], Field(max_length=20), Show("Нені өзгертеді", "Что меняет", "What it changes", group="effects")
    ] = Field(default_factory=list)  # fmt: skip
    facts: Annotated[
        list[Fact], Field(max_length=20),
        Show("Тағы не айтылады", "Что ещё указывается", "What else it says", group="effects"),
    ] = Field(default_factory=list)  # fmt: skip
    bases: Annotated[
        list[BasisNeed], Field(max_length=12),
        Show("Негіздеме құжаттары", "Документы-основания", "Documents it rests on", group="rules"),
    ] = Field(default_factory=list)  # fmt: skip
    conditions: Annotated[
        list[Condition], Field(max_length=20), Show("Тексерілетін ережелер", "Проверяемые правила", "Rules asked",
                                                    group="rules")
    ] = Field(default_factory=list)  # fmt: skip
    takes_effect: Annotated[
        EffectDay, Show("Қай күннен күшіне енеді", "С какого дня вступает в силу", "Takes effect from", group="rules")
    ] = EffectDay.typed  # fmt: skip
    after: Annotated[
        list[After], Field(max_length=12),
        Show("Бұйрықтан кейін не істеледі", "Что делается после приказа", "What is due after it", group="rules"),
    ] = Field(default_factory=list)  # fmt: skip
    copy_first: Annotated[
        bool, Show("Кадр қызметі көшірмесін алған соң орындалады", "Исполняется после получения копии кадрами",
                   "Carried out once HR has its copy", group="rules")
    ] = False  # fmt: skip
    extract: Annotated[
        str, Field(max_length=40), Show("Үзінді үлгісі", "Шаблон выписки", "Template of the extract",
                                        to="kind:template")
    ] = ""  # fmt: skip

    @property
    def target(self) -> StudyStatus | None:
        """The status it leads to; None where it changes none."""
        return next((StudyStatus(e.value) for e in self.effects if e.what is EffectSort.status), None)

    @property
    def cancels(self) -> bool:
        """Is it the kind by which other orders are cancelled?"""
        return any(e.what is EffectSort.cancel for e in self.effects)

    @model_validator(mode="after")
    def _lawful(self) -> Self:
        """What an order of this kind does must be a lawful step for everybody who may stand in it."""
        if not self.people:
            if self.effects or self.statuses:
                raise Refused("kinds.order_nobody")
            return self
        found = [e for e in self.effects if e.what is EffectSort.status]
        if len(found) > 1:
            raise Refused("kinds.order_two_statuses")
        if found and found[0].value not in set(StudyStatus):
            raise Refused("kinds.order_no_status", value=found[0].value)
        if not self.statuses and not self.cancels:
            raise Refused("kinds.order_no_statuses")
        if self.target is not None:
            for status in self.statuses:
                if self.target not in PATHS[status]:
                    raise Refused("kinds.order_no_path", was=status, now=self.target)
        fields = [e.field for e in self.effects if e.what in SETS]
        if "" in fields:
            raise Refused("kinds.order_no_field")
        if double := next((f for f in fields if fields.count(f) > 1), None):
            raise Refused("kinds.order_field_twice", field=double)
        if any(e.what is EffectSort.next and e.field != "year" for e in self.effects):
            raise Refused("kinds.order_next_year")
        codes = [f.code for f in self.facts]
        if double := next((c for c in codes if codes.count(c) > 1), None):
            raise Refused("kinds.order_fact_twice", code=double)
        if self.cancels and len(self.effects) > 1:
            raise Refused("kinds.order_cancel_alone")
        return self


class LeaveGround(Body):
    """A ground of academic leave: how long it may be, and how it is watched (domain.md 5.2)."""

    hint: ClassVar[Text] = Text(
        kk="Академиялық демалыс негізі: ұзақтығы, оралуы, стипендиясы.",
        ru="Основание академического отпуска: срок, выход, стипендия.",
        en="A ground of academic leave: its length, the return, the scholarship.",
    )

    sort: Literal["leave_ground"] = "leave_ground"
    least: Annotated[int, Field(ge=0, le=120), Show("Кемінде, ай", "Не менее, месяцев", "At least, months")] = 0
    most: Annotated[
        int, Field(ge=0, le=120),
        Show("Көп дегенде, ай (0 — шексіз)", "Не более, месяцев (0 — без предела)", "At most, months (0: no limit)"),
    ] = 12  # fmt: skip
    age: Annotated[
        int, Field(ge=0, le=20),
        Show("Баланың осы жасына дейін (0 — ескерілмейді)", "До этого возраста ребёнка, лет (0 — не учитывается)",
             "Until the child is so many years old (0: not asked)"),
    ] = 0  # fmt: skip
    born: Annotated[
        str, Field(max_length=30),
        Show("Баланың туған күні: бұйрық фактісінің коды", "Дата рождения ребёнка: код факта приказа",
             "Birth of the child: code of the fact in the order"),
    ] = ""  # fmt: skip
    usual: Annotated[
        int, Field(ge=0, le=120), Show("Әдетте, ай", "Обычно, месяцев", "Usually, months")
    ] = 12  # fmt: skip
    remind: Annotated[
        int, Field(ge=0, le=120),
        Show("Аяғына дейін еске салу, күн", "Напомнить до конца, дней", "Remind before its end, days"),
    ] = 30  # fmt: skip
    grace: Annotated[
        int, Field(ge=0, le=120),
        Show("Оралмаса, неше күннен кейін шығаруға ұсынылады", "Через сколько дней неявки предложить отчисление",
             "Days after its end until expulsion is proposed"),
    ] = 14  # fmt: skip
    scholarship: Annotated[
        bool, Show("Стипендия сақталады", "Стипендия сохраняется", "The scholarship continues")
    ] = False  # fmt: skip


__all__ = [
    "PATHS", "SETS", "BasisNeed", "Condition", "Effect", "EffectSort", "Fact", "FactType", "LeaveGround", "OrderKind",
    "Rule", "Severity",
]  # fmt: skip
