"""The pack of a management review (ISO 9001, 9.3; clause 29-b): its inputs as they were when made, words, decisions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who


class ReviewInput(Word):
    """The inputs of a review, in the order of ISO 9001, 9.3.2."""

    previous = ("previous", "Алдыңғы шешімдердің орындалуы", "Выполнение прежних решений", "Status of previous actions")
    changes = ("changes", "Өзгерістер", "Изменения", "Changes")
    feedback = (
        "feedback",
        "Қанағаттану, кері байланыс",
        "Удовлетворённость, обратная связь",
        "Satisfaction and feedback",
    )
    objectives = ("objectives", "Сапа мақсаттары", "Цели в области качества", "Quality objectives")
    processes = ("processes", "Процестердің нәтижелілігі", "Результативность процессов", "Process performance")
    nonconformities = (
        "nonconformities", "Сәйкессіздіктер мен іс-шаралар", "Несоответствия и действия", "Nonconformities and actions",
    )  # fmt: skip
    audits = ("audits", "Аудит нәтижелері", "Результаты аудитов", "Audit results")
    resources = ("resources", "Ресурстар", "Ресурсы", "Resources")
    risks = ("risks", "Тәуекелдер мен шаралар", "Риски и меры", "Risks and measures")
    ideas = ("ideas", "Жақсарту мүмкіндіктері", "Возможности улучшения", "Improvement ideas")


class ReviewState(Word):
    """Where a pack stands; its numbers change in no state."""

    made = ("made", "Дайындалған", "Подготовлен", "Made")
    sent = ("sent", "Басшылықта", "У руководства", "With the leadership")
    decided = ("decided", "Шешім қабылданған", "Решения приняты", "Decided")


class PackCell(Model):
    """A value as it was: words in three languages, a number with its digits (percent: of a hundred), a day."""

    text: Text | None = None
    number: Decimal | None = None
    digits: int = 0
    percent: bool = False
    day: date | None = None


class PackRow(Model):
    """A line of a table."""

    cells: list[PackCell] = Field(max_length=12)


class PackTable(Model):
    """A table of the pack. code, heads: names of its messages; charted: the columns drawn as bars beside it; more: how
    many lines were left off."""

    code: str
    heads: list[str] = Field(max_length=12)
    rows: list[PackRow] = Field(default_factory=list, max_length=200)
    charted: list[int] = Field(default_factory=list)
    more: int = 0


class PackFigure(Model):
    """One figure: the name of its message and its value."""

    code: str
    value: PackCell


class PackSection(Model):
    """One input: its figures and tables."""

    of: ReviewInput
    figures: list[PackFigure] = Field(default_factory=list, max_length=40)
    tables: list[PackTable] = Field(default_factory=list, max_length=12)


class ReviewDecision(Model):
    """A decision of the leadership: what, by whom, by when; it becomes his task."""

    what: Annotated[str, Field(min_length=3, max_length=500), Show("Шешім", "Решение", "Decision", area=True)]
    responsible: Annotated[Ref, Show("Жауапты", "Ответственный", "Responsible", to="users")]
    due: Annotated[date, Show("Мерзімі", "Срок", "Due")]


class ManagementReview(Document):
    """One pack. sections: frozen from the first moment; notes: the words under each input; tasks: of the decisions, in
    their order."""

    collection: ClassVar[str] = "management_reviews"
    title: ClassVar[Text] = Text(kk="Басшылық талдауы", ru="Анализ со стороны руководства", en="Management review")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        "made": frozenset({"status", "notes", "decisions", "sent_on"}),
        "sent": frozenset({"status", "notes", "decisions", "protocol", "decided_on", "decided_by", "tasks"}),
        "decided": frozenset(),
    }  # fmt: skip

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[ReviewState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        ReviewState.made
    )
    first: Annotated[date, Show("Кезең басы", "Начало периода", "Period from", table=True)]
    last: Annotated[date, Show("Кезең соңы", "Конец периода", "Period until", table=True)]
    made_at: Annotated[datetime, Show("Дайындалған уақыты", "Подготовлен", "Made at", table=True, form=False)]
    made_by: Who
    sections: list[PackSection] = Field(default_factory=list)
    notes: dict[str, str] = Field(default_factory=dict)
    decisions: Annotated[
        list[ReviewDecision], Field(max_length=60), Show("Басшылық шешімдері", "Решения руководства", "Decisions")
    ] = Field(default_factory=list)  # fmt: skip
    sent_on: Annotated[date | None, Show("Жіберілген күні", "Отправлен", "Sent on", form=False)] = None
    protocol: Annotated[str, Field(max_length=60), Show("Хаттама №", "Протокол №", "Minutes no.", table=True)] = ""
    decided_on: Annotated[
        date | None, Show("Шешім күні", "Дата решений", "Decided on", table=True, form=False)
    ] = None  # fmt: skip
    decided_by: Who | None = None
    tasks: list[Id] = Field(default_factory=list)

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last < self.first:
            raise Refused("errors.field.ends_before_start", "last")
        return self

    def label(self) -> Text:
        return Text(**{x: f"{self.title.get(x)} № {self.number}" for x in ("kk", "ru", "en")})

    def section(self, of: ReviewInput) -> PackSection:
        """What stands under an input."""
        return next((s for s in self.sections if s.of is of), PackSection(of=of))


__all__ = [
    "ManagementReview", "PackCell", "PackFigure", "PackRow", "PackSection", "PackTable", "ReviewDecision",
    "ReviewInput", "ReviewState",
]  # fmt: skip
