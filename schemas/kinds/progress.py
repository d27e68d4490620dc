"""Kinds that progress is judged by: thresholds of promotion, rules of the lists of scholarships and vacant grants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas.base import Model, Show, Text, Word
from schemas.checks import Refused
from schemas.kinds.base import Body
from schemas.promotion import Verdict
from schemas.words import Funding

Points = Annotated[Decimal, Field(ge=0, le=10)]


class PromotionModel(Word):
    """The two models of domain.md 1.8."""

    with_debts = ("with_debts", "Көшу балы жиналса, берешекпен көшеді (берешек ақылы жойылады, грант сақталады)",
                  "Балл набран — переводится с задолженностью (долги ликвидируются платно, грант сохраняется)",
                  "Threshold reached: promoted with debts (cleared for a fee, the grant is kept)")  # fmt: skip
    no_debts = ("no_debts", "Берешегі бар студент көшірілмейді", "С любой задолженностью не переводится",
                "Not promoted with any debt")  # fmt: skip


class GpaKind(Word):
    """Over which results a GPA is reckoned."""

    cumulative = ("cumulative", "Жалпы (бүкіл оқу кезеңі)", "Накопленный (за всё обучение)", "Cumulative")
    year = ("year", "Оқу жылы бойынша", "За учебный год", "Of the academic year")


class Threshold(Model):
    """The GPA that a year of study asks for."""

    course: Annotated[int, Field(ge=1, le=8), Show("Қай курстан көшеді", "С какого курса", "From year of study")]
    gpa: Annotated[Points, Show("Көшу балы (GPA)", "Переводной балл (GPA)", "Promotion GPA")]


class VerdictOrder(Model):
    """Which kind of order carries out a verdict; how who loses the grant by it studies on."""

    verdict: Annotated[Verdict, Show("Шешім", "Решение", "Verdict")]
    kind: Annotated[str, Field(max_length=40), Show("Бұйрық түрі", "Вид приказа", "Kind of order", to="kind:order")]
    grant_lost: Annotated[
        Funding | None,
        Show("Гранты тоқтаса қаржыландыруы", "Финансирование, если грант прекращается", "Funding where the grant stops")
    ] = None  # fmt: skip


class PromotionRules(Body):
    """By what a promotion is decided, from an academic year on; every year's decision of the council is a version."""

    hint: ClassVar[Text] = Text(
        kk="Курстан курсқа көшіру: көшу балдары, берешек туралы үлгі, кеңес шешімі.",
        ru="Перевод с курса на курс: переводные баллы, модель по задолженности, решение совета.",
        en="Promotion: thresholds, the model for debts, the decision of the council.",
    )

    sort: Literal["promotion_rules"] = "promotion_rules"
    since: Annotated[
        int, Field(ge=2000, le=2100),
        Show("Қай оқу жылына көшіруден бастап", "С перевода на учебный год", "From promotion into academic year",
             help=("2026 — 2026/27 оқу жылына", "2026 — на 2026/27 учебный год", "2026: into 2026/27")),
    ]  # fmt: skip
    model: Annotated[PromotionModel, Show("Берешек туралы үлгі", "Модель по задолженности", "Model for debts")] = (
        PromotionModel.with_debts
    )
    thresholds: Annotated[list[Threshold], Show("Көшу балдары", "Переводные баллы", "Thresholds")] = Field(min_length=1)
    gpa: Annotated[GpaKind, Show("Қандай GPA бойынша", "По какому GPA", "By which GPA")] = GpaKind.cumulative
    debts_most: Annotated[
        int | None, Field(ge=0, le=50),
        Show("Көшірілгенде берешек көп дегенде", "При переводе долгов не более", "Debts at most when promoted"),
    ] = None  # fmt: skip
    clear_by: Annotated[
        str, Field(pattern=r"^(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])$"),
        Show("Берешек жойылатын күн (кк.аа)", "Долги ликвидируются до (дд.мм)", "Debts are cleared by (dd.mm)"),
    ] = "25.08"  # fmt: skip
    grant_lost: Annotated[
        bool, Show("Қайта курста грант тоқтатылады", "На повторном курсе грант прекращается",
                   "The grant is lost on a repeat year")
    ] = True  # fmt: skip
    decision: Annotated[
        str, Field(max_length=60), Show("Кеңес шешімінің №", "№ решения совета", "Decision of the council no.")
    ] = ""  # fmt: skip
    decision_day: Annotated[date | None, Show("Шешім күні", "Дата решения", "Date of the decision")] = None

    orders: Annotated[
        list[VerdictOrder], Field(max_length=12), Show("Бұйрықтары", "Приказы", "Orders")
    ] = Field(default_factory=list)  # fmt: skip

    @model_validator(mode="after")
    def _each_course_once(self) -> Self:
        courses = [t.course for t in self.thresholds]
        if double := next((c for c in courses if courses.count(c) > 1), None):
            raise Refused("promotion.course_twice", course=double)
        return self

    def threshold(self, course: int) -> Decimal | None:
        """The GPA that a year of study asks for; None where the council set none."""
        return next((t.gpa for t in self.thresholds if t.course == course), None)


class AwardRules(Body):
    """How the lists of scholarships, vacant grants and honours are looked ahead at (domain.md 5.4, 7; advice, local
    rules go first): what-if asks here, nobody is awarded anything by it."""

    hint: ClassVar[Text] = Text(
        kk="Стипендия, бос грант және үздік диплом тізімдерін болжау ережесі: кеңес, жергілікті ереже жоғары тұрады.",
        ru="Правила прогноза списков стипендии, вакантных грантов и отличия: совет, местные правила выше.",
        en="Rules for looking ahead at scholarships, vacant grants and honours: advice, local rules go first.",
    )

    sort: Literal["award_rules"] = "award_rules"
    scholarship_points: Annotated[
        Points, Show("Стипендия: сессиядағы әр баға кемінде, балл", "Стипендия: каждая оценка сессии не ниже, балл",
                     "Scholarship: every grade of the term at least, points")
    ] = Decimal("2.33")  # fmt: skip
    scholarship_gpa: Annotated[
        Points | None, Show("Стипендия: семестр GPA кемінде", "Стипендия: GPA семестра не ниже",
                            "Scholarship: GPA of the term at least")
    ] = None  # fmt: skip
    scholarship_grant: Annotated[
        bool, Show("Стипендия тек грантта оқитындарға", "Стипендия только обучающимся по гранту",
                   "Scholarship for grant holders only")
    ] = True  # fmt: skip
    vacant_gpa: Annotated[
        Points | None, Show("Бос грант: GPA кемінде", "Вакантный грант: GPA не ниже", "Vacant grant: GPA at least")
    ] = None  # fmt: skip
    vacant_debts: Annotated[
        bool, Show("Бос грант: берешексіз ғана", "Вакантный грант: только без долгов", "Vacant grant: without debts")
    ] = True  # fmt: skip
    excellent: Annotated[
        Points, Show("«Өте жақсы» осы балдан (A, A-)", "«Отлично» от балла (A, A-)", "Excellent from points (A, A-)")
    ] = Decimal("3.67")  # fmt: skip
    good: Annotated[
        Points, Show("«Жақсы» осы балдан (C+)", "«Хорошо» от балла (C+)", "Good from points (C+)")
    ] = Decimal("2.33")  # fmt: skip
    honours_gpa: Annotated[
        Points, Show("Үздік диплом: GPA кемінде", "С отличием: GPA не ниже", "Honours: GPA at least")
    ] = Decimal("3.5")  # fmt: skip
    honours_points: Annotated[
        Points, Show("Үздік диплом: әр баға кемінде, балл", "С отличием: каждая оценка не ниже, балл",
                     "Honours: every grade at least, points")
    ] = Decimal("2.33")  # fmt: skip
    honours_attestation: Annotated[
        Points, Show("Үздік диплом: қорытынды аттестаттау кемінде, балл (A, A-)",
                     "С отличием: итоговая аттестация не ниже, балл (A, A-)",
                     "Honours: final attestation at least, points (A, A-)")
    ] = Decimal("3.67")  # fmt: skip
    honours_first: Annotated[
        bool, Show("Үздік диплом: қайта тапсырусыз", "С отличием: без пересдач за всё обучение",
                   "Honours: no retake in the whole study")
    ] = True  # fmt: skip
