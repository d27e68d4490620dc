"""How final attestation is held, as data: the forms in which graduates are heard, and the house's days and figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.base import Body
from schemas.kinds.lists import CODE

DAY_MONTH = r"^(0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])$"


class Presents(Word):
    """What a graduate brings before the commission in a form; the preparation asks for exactly these."""

    works = ("works", "Шығармалар бағдарламасы", "Программа произведений", "Programme of works")
    accompanist = ("accompanist", "Концертмейстер", "Концертмейстер", "Accompanist")
    partners = ("partners", "Ансамбль серіктестері", "Партнёры по ансамблю", "Ensemble partners")
    topic = ("topic", "Тақырып", "Тема", "Topic")
    supervisor = ("supervisor", "Жетекші", "Руководитель", "Supervisor")
    reviewer = ("reviewer", "Рецензент және пікір", "Рецензент и рецензия", "Reviewer and review")
    originality = ("originality", "Түпнұсқалық тексеруі", "Проверка оригинальности", "Check of originality")
    questions = ("questions", "Билет сұрақтары", "Вопросы билета", "Questions of the ticket")


class Deciding(Word):
    """How members' marks make the mark of the commission."""

    agreed = ("agreed", "Келісілген баға", "Согласованная оценка", "One agreed mark")
    mean = ("mean", "Мүшелер бағаларының орташасы", "Среднее оценок членов", "Mean of members' marks")
    trimmed = ("trimmed", "Орташа, ең жоғары мен төменсіз", "Среднее без крайних", "Mean without the extremes")


class AgainFrom(Word):
    """From when the months are counted after which who did not pass may come again."""

    begun = ("begun", "Сол аттестаттау басталған аптадан", "С недели начала той аттестации",
             "From the week in which that attestation began")  # fmt: skip
    decided = ("decided", "Комиссия шешімінің күнінен", "Со дня решения комиссии", "From the day of the decision")


class Stage(Model):
    """A step of preparation: by how many days before the attestation begins it is to be done."""

    code: Annotated[str, Field(pattern=CODE, max_length=30), Show("Коды", "Код", "Code")]
    label: Annotated[Text, Show("Кезең", "Этап", "Stage")]
    days: Annotated[
        int, Field(ge=0, le=400), Show("Аттестаттауға дейін, күн", "Дней до аттестации", "Days before attestation")
    ]  # fmt: skip


class AttestationForm(Body):
    hint: ClassVar[Text] = Text(
        kk="Түлек комиссия алдында не ұсынады, неше минут, баға қалай шығады, дайындық кезеңдері.",
        ru="Что выпускник представляет комиссии, сколько минут, как выводится оценка, этапы подготовки.",
        en="What a graduate presents to the commission, how long, how the mark follows, stages of preparation.",
    )

    sort: Literal["attestation_form"] = "attestation_form"
    presents: Annotated[list[Presents], Show("Не ұсынылады", "Что представляется", "What is presented")] = Field(
        default_factory=list
    )
    deciding: Annotated[Deciding, Show("Баға қалай шығады", "Как выводится оценка", "How the mark follows")] = (
        Deciding.agreed
    )
    minutes: Annotated[
        int, Field(ge=5, le=240), Show("Бір түлекке, мин", "На выпускника, мин", "Minutes a graduate", table=True)
    ] = 30  # fmt: skip
    least: Annotated[
        int, Field(ge=0, le=240),
        Show("Бағдарлама ұзақтығы кемінде, мин", "Программа не короче, мин", "Programme at least, minutes"),
    ] = 0  # fmt: skip
    most: Annotated[
        int | None, Field(ge=1, le=240),
        Show("Бағдарлама ұзақтығы көп дегенде, мин", "Программа не длиннее, мин", "Programme at most, minutes"),
    ] = None  # fmt: skip
    originality: Annotated[
        Decimal | None, Field(ge=0, le=100),
        Show("Түпнұсқалық кемінде, % (бос — тексерілмейді)", "Оригинальность не менее, % (пусто — не проверяется)",
             "Originality at least, % (empty: not asked)"),
    ] = None  # fmt: skip
    stages: Annotated[list[Stage], Show("Дайындық кезеңдері", "Этапы подготовки", "Stages of preparation")] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _lengths_and_codes(self) -> Self:
        if self.most is not None and self.most < self.least:
            raise Refused("attestation.form_lengths")
        codes = [s.code for s in self.stages]
        if len(codes) != len(set(codes)):
            raise Refused("attestation.form_stage_twice")
        return self


class Listed(Model):
    """A paper of the checklist, or a part of the chair's report: its code and what it is called."""

    code: Annotated[str, Field(pattern=CODE, max_length=30), Show("Коды", "Код", "Code")]
    label: Annotated[Text, Show("Атауы", "Название", "Name")]


class AttestationRules(Body):
    """The house's days and figures of final attestation (domain.md 4.1: local, each institution sets its own)."""

    hint: ClassVar[Text] = Text(
        kk="Комиссия мерзімдері, құрамы, құжаттары; жіберу; қайта мүмкіндік; қай бұйрықтар қызмет етеді.",
        ru="Сроки, состав и документы комиссии; допуск; повторная возможность; какие приказы служат.",
        en="Days, composition and papers of a commission; admission; the next chance; which orders serve.",
    )

    sort: Literal["attestation_rules"] = "attestation_rules"
    nominated_by: Annotated[
        str, Field(pattern=DAY_MONTH),
        Show("Төраға ұсынылады, дейін (КК-АА)", "Кандидатуры председателей до (ДД-ММ)",
             "Chairs proposed by (DD-MM)",
             help=("Аттестаттау жылының алдындағы жылы", "В году перед годом аттестации",
                   "In the year before that of the attestation")),
    ] = "15-10"  # fmt: skip
    council_by: Annotated[
        str, Field(pattern=DAY_MONTH),
        Show("Ғылыми кеңес бекітеді, дейін (КК-АА)", "Утверждение учёным советом до (ДД-ММ)",
             "Approved by the council by (DD-MM)"),
    ] = "01-11"  # fmt: skip
    order_by: Annotated[
        str, Field(pattern=DAY_MONTH),
        Show("Комиссия бұйрығы, дейін (КК-АА)", "Приказ о составе до (ДД-ММ)", "Order on the composition by (DD-MM)"),
    ] = "31-12"  # fmt: skip
    outside: Annotated[
        bool, Show("Төраға сырттан", "Председатель — внешнее лицо", "The chair comes from outside")
    ] = True  # fmt: skip
    least: Annotated[
        int, Field(ge=1, le=20), Show("Мүшелер кемінде", "Членов не менее", "Members at least")
    ] = 3  # fmt: skip
    quorum: Annotated[
        int, Field(ge=1, le=100), Show("Отырыс кворумы, %", "Кворум заседания, %", "Quorum of a sitting, %")
    ] = 67  # fmt: skip
    conflicted: Annotated[
        bool, Show("Мүдделер қақтығысы бар мүше баға қоймайды", "Член с конфликтом интересов не оценивает",
                   "A member with a conflict of interest does not mark")
    ] = True  # fmt: skip
    admission_days: Annotated[
        int, Field(ge=0, le=120),
        Show("Жіберу бұйрығы басталғанға дейін, күн", "Приказ о допуске за, дней", "Order of admission before, days"),
    ] = 14  # fmt: skip
    admission_order: Annotated[
        str, Field(max_length=40),
        Show("Жіберу бұйрығының түрі", "Вид приказа о допуске", "Kind of order on admission", to="kind:order"),
    ] = ""  # fmt: skip
    award_order: Annotated[
        str, Field(max_length=40),
        Show("Дәреже беру бұйрығының түрі", "Вид приказа о присуждении", "Kind of order on the award",
             to="kind:order"),
    ] = ""  # fmt: skip
    award_fact: Annotated[
        str, Field(max_length=30),
        Show("Онда диплом түрі айтылатын дерек", "Сведение приказа с видом диплома",
             "Fact of it that tells the diploma"),
    ] = ""  # fmt: skip
    plain: Annotated[
        str, Field(max_length=30), Show("Кәдімгі дипломның коды", "Код обычного диплома", "Code of a plain diploma")
    ] = ""  # fmt: skip
    honours: Annotated[
        str, Field(max_length=30), Show("Үздік дипломның коды", "Код диплома с отличием", "Code of honours")
    ] = ""  # fmt: skip
    failed_order: Annotated[
        str, Field(max_length=40),
        Show("Аттестаттаудан өтпегендердің бұйрығы", "Вид приказа о не прошедших аттестацию",
             "Kind of order on who did not pass", to="kind:order"),
    ] = ""  # fmt: skip
    failed_fact: Annotated[
        str, Field(max_length=30), Show("Онда себебі айтылатын дерек", "Сведение приказа с причиной",
                                        "Fact of it that tells the reason")
    ] = ""  # fmt: skip
    failed_reason: Annotated[
        str, Field(max_length=30), Show("Себебінің коды", "Код причины", "Code of the reason")
    ] = ""  # fmt: skip
    failed_paper: Annotated[
        str, Field(max_length=40),
        Show("Оларға берілетін анықтама", "Справка, выдаваемая им", "Certificate given to them",
             to="kind:certificate"),
    ] = ""  # fmt: skip
    sheet: Annotated[
        str, Field(max_length=40), Show("Ведомость түрі", "Вид ведомости", "Kind of sheet", to="kind:sheet")
    ] = ""  # fmt: skip
    risk_months: Annotated[
        int, Field(ge=1, le=24),
        Show("Тәуекелдегілер: неше ай бұрын", "Под риском: за сколько месяцев", "At risk: months ahead"),
    ] = 6  # fmt: skip
    again_months: Annotated[
        int, Field(ge=0, le=60),
        Show("Келесі мүмкіндік: кемінде, ай", "Следующая возможность не ранее, мес.", "Next chance after, months"),
    ] = 12  # fmt: skip
    again_from: Annotated[
        AgainFrom, Show("Айлар неден саналады", "Откуда считать месяцы", "Months are counted from")
    ] = AgainFrom.begun  # fmt: skip
    apply_days: Annotated[
        int, Field(ge=0, le=120),
        Show("Қайта аттестаттауға өтініш: басталғанға дейін, күн", "Заявление о повторной: за, дней до начала",
             "Application for a repeat: days before"),
    ] = 14  # fmt: skip
    tasks: Annotated[
        int, Field(ge=0, le=120),
        Show("Мерзімге дейін ескерту, күн", "Предупреждать до срока, дней", "Warn before a deadline, days"),
    ] = 14  # fmt: skip
    papers: Annotated[list[Listed], Show("Комиссия құжаттары", "Документы комиссии", "Papers of a commission")] = Field(
        default_factory=list
    )
    parts: Annotated[
        list[Listed],
        Show("Төраға есебінің бөлімдері", "Разделы отчёта председателя", "Parts of the chair's report"),
    ] = Field(default_factory=list)  # fmt: skip

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        for rows in (self.papers, self.parts):
            codes = [r.code for r in rows]
            if len(codes) != len(set(codes)):
                raise Refused("attestation.code_twice")
        return self


__all__ = ["AttestationForm", "AttestationRules", "Deciding", "Listed", "Presents", "Stage"]
