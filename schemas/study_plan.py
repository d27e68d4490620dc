"""Individual study plans (clauses 2-a, 16, 23): what one student studies in one academic year, and every refused or
forced choice.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Stamp, Text
from schemas.discipline import Credits
from schemas.words import Component, Control, Cycle, LessonKind, LineState, PlanReason, StudyLanguage, StudyPlanState


class Payment(Model):
    """The mark of the payments office: a repeated discipline is paid for (domain.md 2.4, 8)."""

    day: Annotated[date, Show("Төленген күні", "Дата оплаты", "Paid on")]
    receipt: Annotated[str, Field(max_length=60), Show("Түбіртек №", "Квитанция №", "Receipt no.")] = ""
    amount: Annotated[Decimal | None, Field(ge=0), Show("Сомасы, ₸", "Сумма, ₸", "Amount, ₸")] = None
    by: Stamp | None = None


class Forced(Model):
    """A check that was overridden: which, why, by whom (who may is a right: plan.override). term: of what concerns a
    whole term (load, block), its id."""

    check: str
    reason: str
    by: Stamp
    term: Id = ""


class PlanLine(Model):
    """One discipline in one term. In the student's history only what is registered stands (events Registered,
    Unregistered); choices and waiting stand here."""

    id: Id
    term: Annotated[Ref, Show("Кезең", "Период", "Term", to="terms")]
    term_code: str
    discipline: Annotated[Ref, Show("Пән", "Дисциплина", "Discipline", to="disciplines")]
    code: str
    credits: Annotated[Credits, Show("Кредит", "Кредиты", "Credits")]
    cycle: Cycle | None = None
    component: Component | None = None
    lesson: LessonKind = LessonKind.group
    control: Control = Control.exam
    reason: Annotated[PlanReason, Show("Негізі", "Основание", "Reason")] = PlanReason.curriculum
    block: str = ""
    state: Annotated[LineState, Show("Күйі", "Состояние", "State")] = LineState.chosen
    language: StudyLanguage | None = None
    at: datetime
    waits_since: datetime | None = None
    payment: Annotated[Payment | None, Show("Төлем", "Оплата", "Payment")] = None
    forced: Annotated[
        list[Forced], Show("Айналып өткен тексерістер", "Обойдённые проверки", "Overridden checks", form=False)
    ] = Field(default_factory=list)
    note: Annotated[str, Show("Ескерту", "Примечание", "Note")] = ""


class StudyPlan(Document):
    """The plan of one study for one academic year (`year`: in which it begins)."""

    collection: ClassVar[str] = "study_plans"
    title: ClassVar[Text] = Text(kk="Жеке оқу жоспары", ru="Индивидуальный учебный план", en="Individual study plan")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id",
        "department": "department.id",
        "teacher": "teacher.id",
        "group": "group",
    }

    student: Annotated[Ref, Show("Студент", "Студент", "Student", table=True, form=False)]
    study: Id
    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    key: str = ""  # Kazakh order of the name, for lists
    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year", table=True, form=False)]
    course: Annotated[int | None, Show("Курс", "Курс", "Year of study", table=True, filter=True, form=False)] = None
    group: Annotated[str, Show("Топ", "Группа", "Group", table=True, filter=True, form=False)] = ""
    language: StudyLanguage | None = None
    programme: Ref | None = None
    department: Ref | None = None
    faculty: Ref | None = None
    teacher: Ref | None = None
    curriculum: Ref | None = None
    state: Annotated[StudyPlanState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        StudyPlanState.draft
    )
    lines: Annotated[list[PlanLine], Show("Пәндер", "Дисциплины", "Disciplines", form=False)] = Field(
        default_factory=list, max_length=120
    )
    forced: Annotated[
        list[Forced], Show("Айналып өткен тексерістер", "Обойдённые проверки", "Overridden checks", form=False)
    ] = Field(default_factory=list, max_length=60)
    submitted: Annotated[Stamp | None, Show("Тексеруге берілді", "Передан на проверку", "Handed in", form=False)] = None
    approved: Annotated[Stamp | None, Show("Бекітілді", "Утверждён", "Approved", form=False)] = None
    returned: Annotated[str, Show("Қайтару себебі", "Причина возврата", "Why given back", form=False)] = ""
    signed_on: Annotated[date | None, Show("Қол қойылған күні", "Подписан", "Signed on", form=False)] = None

    def label(self) -> Text:
        span = f"{self.year}/{(self.year + 1) % 100:02d}"
        return Text(kk=f"{self.student.label.kk}, {span}", ru=f"{self.student.label.get('ru')}, {span}")


class Refusal(Document):
    """A choice that a check refused, or that was made in spite of it; kept for the auditor (capability 17)."""

    collection: ClassVar[str] = "refusals"
    title: ClassVar[Text] = Text(kk="Тіркелуден бас тарту", ru="Отказ в регистрации", en="Refused registration")
    scopes: ClassVar[dict[str, str]] = {
        "faculty": "faculty.id",
        "department": "department.id",
        "teacher": "teacher.id",
        "group": "group",
    }

    at: Annotated[datetime, Show("Қашан", "Когда", "When")]
    by: Annotated[Ref, Show("Кім", "Кто", "Who")]
    student: Annotated[Ref, Show("Студент", "Студент", "Student")]
    study: Id
    number: Annotated[str, Show("Нөмірі", "Номер", "Number")]
    year: Annotated[int, Show("Оқу жылы", "Учебный год", "Academic year")]
    term: Annotated[Ref, Show("Кезең", "Период", "Term")]
    # none: a whole term was meant (too few credits)
    discipline: Annotated[Ref | None, Show("Пән", "Дисциплина", "Discipline")] = None
    check: Annotated[str, Show("Тексеріс", "Проверка", "Check")]
    key: str = ""  # its words: a message key with `values`
    values: dict[str, Any] = Field(default_factory=dict)
    overridden: Annotated[bool, Show("Айналып өтті", "Обойдена", "Overridden")] = False
    reason: Annotated[str, Show("Себебі", "Причина", "Reason")] = ""
    group: str = ""
    department: Ref | None = None
    faculty: Ref | None = None
    teacher: Ref | None = None

    def label(self) -> Text:
        what = self.discipline or self.term
        return Text(kk=f"{self.student.label.kk}: {what.label.kk}")
