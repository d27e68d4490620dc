"""The anti-corruption council's assessment by criteria (clause 47): marks, evidence as it was found, notes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Model, Ref, Show, Stamp, Text, Word
from schemas.checks import Refused
from schemas.kinds.integrity import Evidence


class Fulfilled(Word):
    """How far a criterion is met."""

    met = ("met", "Орындалған", "Выполнен", "Met")
    partly = ("partly", "Ішінара орындалған", "Выполнен частично", "Partly met")
    not_met = ("not_met", "Орындалмаған", "Не выполнен", "Not met")
    apart = ("apart", "Қолданылмайды", "Не применим", "Does not apply")


class AssessmentState(Word):
    draft = ("draft", "Толтырылуда", "Заполняется", "Being filled in")
    submitted = ("submitted", "Тапсырылды", "Сдана", "Submitted")


class CriterionRow(Model):
    """One criterion as it stood that day; part and whole: the computed figure (whole is empty for a mere number)."""

    code: str
    name: Annotated[Text, Show("Критерий", "Критерий", "Criterion", form=False)]
    counts: Annotated[Text, Show("Не дәлел болады", "Что считается подтверждением", "What counts", form=False)]
    evidence: Annotated[Evidence, Show("Жүйедегі дәлелі", "Подтверждение в системе", "Evidence", form=False)]
    part: int | None = None
    whole: int | None = None
    verdict: Annotated[Fulfilled | None, Show("Бағасы", "Оценка", "Fulfilled")] = None
    shown: Annotated[
        str, Field(max_length=500), Show("Ұсынылған дәлел", "Представленное подтверждение", "Evidence shown")
    ] = ""  # fmt: skip
    note: Annotated[str, Field(max_length=1000), Show("Ескертпе", "Примечание", "Note", area=True)] = ""

    @property
    def share(self) -> Decimal | None:
        """The figure in per cent; None for a mere number or where there is nothing to divide by."""
        return Decimal(100 * self.part) / self.whole if self.whole and self.part is not None else None


class Assessment(Document):
    """An assessment of a period; frozen when it is submitted."""

    collection: ClassVar[str] = "assessments"
    title: ClassVar[Text] = Text(
        kk="Критерийлер бойынша бағалау", ru="Оценка по критериям", en="Assessment by criteria"
    )
    frozen: ClassVar[dict[str, frozenset[str]]] = {"submitted": frozenset()}

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[AssessmentState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        AssessmentState.draft
    )
    start: Annotated[date, Show("Кезең басы", "Начало периода", "Period from", table=True)]
    end: Annotated[date, Show("Кезең соңы", "Конец периода", "Period to", table=True)]
    council: Annotated[
        str, Field(max_length=1000),
        Show("Кеңес құрамы", "Состав совета", "Council", area=True,
             help=("Бағалауға қатысқандар", "Участвовавшие в оценке", "Who took part")),
    ] = ""  # fmt: skip
    findings: Annotated[list[CriterionRow], Show("Критерийлер", "Критерии", "Criteria", form=False)] = Field(
        default_factory=list, max_length=60
    )
    conclusion: Annotated[
        str, Field(max_length=4000), Show("Қорытынды", "Заключение", "Conclusion", area=True)
    ] = ""  # fmt: skip
    found_at: Annotated[datetime | None, Show("Дәлел жиналды", "Подтверждения собраны", "Evidence gathered",
                                              form=False)] = None  # fmt: skip
    begun_by: Annotated[Ref, Show("Кім жүргізді", "Кто вёл", "By whom", table=True, form=False)]
    submitted: Stamp | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise Refused("errors.field.ends_before_start", "end")
        return self

    def label(self) -> Text:
        return Text(kk=self.number)


__all__ = ["Assessment", "AssessmentState", "CriterionRow", "Fulfilled"]
