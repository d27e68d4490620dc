"""What the office submits to management (clause 29-b): sent, seen, decided, carried out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from schemas.base import Document, Model, Ref, Show, Text, Word
from schemas.checks import Refused
from schemas.events import Who
from schemas.words import Role


class SubmissionKind(Word):
    """What is submitted."""

    report = ("report", "Есеп", "Отчёт", "Report")
    indicators = ("indicators", "Процесс көрсеткіштері", "Показатели процессов", "Process indicators")
    management_review = (
        "management_review", "Басшылық талдауына материалдар", "Материалы к анализу со стороны руководства",
        "Management review input",
    )  # fmt: skip
    audit = ("audit", "Ішкі аудит есебі", "Отчёт внутреннего аудита", "Internal audit report")
    criteria = (
        "criteria", "Сыбайлас жемқорлыққа қарсы критерийлер бойынша бағалау", "Оценка по антикоррупционным критериям",
        "Assessment by anti-corruption criteria",
    )  # fmt: skip
    other = ("other", "Өзге мәлімет", "Иные сведения", "Other data")


class SubmissionState(Word):
    """Where a submission stands."""

    sent = ("sent", "Жіберілді", "Отправлено", "Sent")
    seen = ("seen", "Танысты", "Просмотрено", "Seen")
    decided = ("decided", "Шешім қабылданды", "Решение принято", "Decided")


class Addressee(Model):
    """To whom it was sent, when he opened it first, what he decided."""

    user: Annotated[Ref, Show("Кімге", "Кому", "To whom", to="users", form=False)]
    seen_at: Annotated[datetime | None, Show("Танысқан уақыты", "Просмотрено", "Seen at", form=False)] = None
    decision: Annotated[
        str, Field(max_length=2000), Show("Шешімі", "Решение", "Decision", area=True, form=False)
    ] = ""  # fmt: skip
    decided_at: Annotated[datetime | None, Show("Шешім уақыты", "Решено", "Decided at", form=False)] = None


class Ordered(Model):
    """A task that a decision gives, as it is typed: to a person or to a role."""

    what: Annotated[str, Field(min_length=1, max_length=300), Show("Не істеу керек", "Что сделать", "What to do")]
    to_user: Annotated[Ref | None, Show("Кімге", "Кому", "To whom", to="users")] = None
    to_role: Annotated[Role | None, Show("Қай рөлге", "Какой роли", "To which role")] = None
    due: Annotated[date | None, Show("Мерзімі", "Срок", "Due")] = None


class Deciding(Model):
    """A decision as it is typed."""

    decision: Annotated[
        str, Field(min_length=1, max_length=2000), Show("Шешімі", "Решение", "Decision", area=True)
    ]  # fmt: skip
    ordered: Annotated[
        list[Ordered], Field(max_length=20),
        Show("Шешім бойынша тапсырмалар", "Задачи по решению", "Tasks by the decision"),
    ] = Field(default_factory=list)  # fmt: skip


class Submission(Document):
    """One submission: frozen from the moment it is sent; only marks of seeing and each addressee's decision are added.

    source, source_kind: the record it speaks of (a measurement, an assessment, an audit), where there is one; page,
    address: where that is looked at.
    """

    collection: ClassVar[str] = "submissions"
    title: ClassVar[Text] = Text(kk="Басшылыққа ұсыну", ru="Представление руководству", en="Submission to management")
    frozen: ClassVar[dict[str, frozenset[str]]] = {
        state: frozenset({"status", "to.seen_at", "to.decision", "to.decided_at"})
        for state in ("sent", "seen", "decided")
    }

    number: Annotated[str, Show("Нөмірі", "Номер", "Number", table=True, form=False)]
    status: Annotated[SubmissionState, Show("Күйі", "Состояние", "State", table=True, filter=True, form=False)] = (
        SubmissionState.sent
    )
    what: Annotated[SubmissionKind, Show("Не ұсынылады", "Что представляется", "What", table=True, filter=True)] = (
        SubmissionKind.report
    )
    topic: Annotated[
        str, Field(min_length=3, max_length=300), Show("Тақырыбы", "Тема", "Topic", table=True)
    ]  # fmt: skip
    start: Annotated[date | None, Show("Кезең басы", "Начало периода", "Period from")] = None
    end: Annotated[date | None, Show("Кезең соңы", "Конец периода", "Period to")] = None
    note: Annotated[
        str, Field(max_length=4000), Show("Мәтіні", "Текст", "Text", area=True)
    ] = ""  # fmt: skip
    files: Annotated[list[Ref], Show("Файлдар", "Файлы", "Files", to="files", form=False), Field(max_length=20)] = (
        Field(default_factory=list)
    )
    source: Annotated[Ref | None, Show("Дереккөзі", "Источник", "Source", form=False)] = None
    source_kind: str = ""
    page: str = ""
    address: dict[str, str] = Field(default_factory=dict)
    to: Annotated[list[Addressee], Show("Кімдерге", "Кому", "To whom", form=False), Field(min_length=1, max_length=20)]
    sent_at: Annotated[datetime, Show("Жіберілген уақыты", "Отправлено", "Sent at", table=True, form=False)]
    sent_by: Who

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise Refused("errors.field.ends_before_start", "end")
        return self

    def label(self) -> Text:
        return Text(kk=f"{self.number}: {self.topic}"[:400])


__all__ = ["Addressee", "Deciding", "Ordered", "Submission", "SubmissionKind", "SubmissionState"]
