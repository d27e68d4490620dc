"""What waits for somebody (clauses 6, 35): tasks with their deadlines, and approvals that go from step to step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from schemas.base import Document, Id, Model, Ref, Show, Text, Word
from schemas.words import Role


class TaskState(Word):
    open = ("open", "Ашық", "Открыта", "Open")
    done = ("done", "Орындалды", "Выполнена", "Done")
    cancelled = ("cancelled", "Тоқтатылды", "Отменена", "Cancelled")


class ApprovalState(Word):
    running = ("running", "Келісілуде", "На согласовании", "Running")
    agreed = ("agreed", "Келісілді", "Согласовано", "Agreed")
    declined = ("declined", "Келісілмеді", "Не согласовано", "Declined")
    withdrawn = ("withdrawn", "Кері алынды", "Отозвано", "Withdrawn")


class StepState(Word):
    waiting = ("waiting", "Кезегі келмеді", "Очередь не дошла", "Not yet")
    running = ("running", "Шешім күтілуде", "Ожидает решения", "Waiting for a decision")
    agreed = ("agreed", "Келісті", "Согласовал", "Agreed")
    declined = ("declined", "Келіспеді", "Отклонил", "Declined")


# Where a task to a role belongs, by the words of `Document.scopes` («faculty»: ids): of those who work in a part of the
# institution only they have it to whom one of these is assigned. Nothing named: everybody of the role.
Scope = dict[str, list[Id]]


class Moved(Model):
    """A task went from one to another: from whom (a person, or anybody of a role), by whom, when and why."""

    user: Ref | None = None
    role: Role | None = None
    by: Ref
    at: datetime
    why: str


class Task(Document):
    """One thing to be done, by a person (to_user) or by anybody of a role (to_role), exactly one of the two.

    what: frozen on the day it was made. page, address: where it is done. mark: tells apart tasks about one subject.
    by_hand: somebody says it is done; others close themselves with the act they wait for. done_for: whose place the
    deputy took. closing: why it was done or cancelled.
    """

    collection: ClassVar[str] = "tasks"
    title: ClassVar[Text] = Text(kk="Тапсырма", ru="Задача", en="Task")

    what: Annotated[Text, Show("Не істеу керек", "Что сделать", "What to do", table=True)]
    to_role: Annotated[Role | None, Show("Қай рөлге", "Какой роли", "To which role", table=True)] = None
    to_user: Annotated[Ref | None, Show("Кімге", "Кому", "To whom", table=True, to="users")] = None
    scope: Scope = Field(default_factory=dict)
    due: Annotated[date | None, Show("Мерзімі", "Срок", "Due", table=True)] = None
    subject: Annotated[Ref | None, Show("Не туралы", "О чём", "About", form=False)] = None
    subject_kind: str = ""
    page: str = ""
    address: dict[str, str] = Field(default_factory=dict)
    mark: str = ""
    state: Annotated[TaskState, Show("Күйі", "Состояние", "State", form=False, table=True)] = TaskState.open
    by_hand: bool = False
    approval: Id | None = None
    made_by: Annotated[Ref, Show("Кім берді", "Кто поставил", "Given by", form=False)]
    done_by: Annotated[Ref | None, Show("Кім орындады", "Кто выполнил", "Done by", form=False)] = None
    done_for: Annotated[Ref | None, Show("Кімнің орнына", "За кого", "On behalf of", form=False)] = None
    done_at: Annotated[datetime | None, Show("Қашан", "Когда", "When", form=False)] = None
    closing: Annotated[str, Show("Түсініктеме", "Примечание", "Note", form=False)] = ""
    moves: list[Moved] = Field(default_factory=list, max_length=50)

    def label(self) -> Text:
        return self.what


class Assignment(Model):
    """A task given by hand, as it is typed."""

    what: Annotated[Text, Show("Не істеу керек", "Что сделать", "What to do")]
    to_user: Annotated[
        Ref | None,
        Show("Кімге", "Кому", "To whom", to="users",
             help=("Адамды не рөлді таңдаңыз", "Выберите человека или роль", "Choose a person or a role")),
    ] = None  # fmt: skip
    to_role: Annotated[Role | None, Show("Қай рөлге", "Какой роли", "To which role")] = None
    due: Annotated[date | None, Show("Мерзімі", "Срок", "Due")] = None


class ApprovalStep(Model):
    """One step: who of a role decides by when; who did (by), in whose place (for_whom), when and with what words."""

    role: Annotated[Role, Show("Рөлі", "Роль", "Role")]
    user: Annotated[Ref | None, Show("Нақты адам", "Именно кто", "Whom exactly", to="users")] = None
    days: int
    due: Annotated[date | None, Show("Мерзімі", "Срок", "Due")] = None
    state: Annotated[StepState, Show("Күйі", "Состояние", "State")] = StepState.waiting
    by: Annotated[Ref | None, Show("Кім шешті", "Кто решил", "Decided by")] = None
    for_whom: Annotated[Ref | None, Show("Кімнің орнына", "За кого", "On behalf of")] = None
    at: Annotated[datetime | None, Show("Қашан", "Когда", "When")] = None
    note: Annotated[str, Show("Түсініктеме", "Примечание", "Note")] = ""


class Approval(Document):
    """A record on its way along a route: the steps stand as the route had them on the day it was asked for."""

    collection: ClassVar[str] = "approvals"
    title: ClassVar[Text] = Text(kk="Келісу", ru="Согласование", en="Approval")

    subject: Annotated[Ref, Show("Не келісіледі", "Что согласуется", "What is approved", table=True)]
    subject_kind: str
    subject_revision: int = 0
    scope: Scope = Field(default_factory=dict)
    page: str = ""
    address: dict[str, str] = Field(default_factory=dict)
    route: Annotated[Ref, Show("Бағыты", "Маршрут", "Route", table=True)]
    route_code: str
    asked_by: Annotated[Ref, Show("Кім сұрады", "Кто запросил", "Asked by", table=True)]
    steps: Annotated[list[ApprovalStep], Show("Қадамдар", "Шаги", "Steps"), Field(min_length=1)]
    state: Annotated[ApprovalState, Show("Күйі", "Состояние", "State", table=True)] = ApprovalState.running

    def label(self) -> Text:
        return self.subject.label

    @property
    def at(self) -> int | None:
        """The place of the step that waits for a decision; None once all is decided."""
        return next((i for i, s in enumerate(self.steps) if s.state is StepState.running), None)


def scope_of(subject: Document, row: Any) -> Scope:
    """Where a record stands (faculties, departments, teachers), by its own `scopes`; row: its stored form."""
    found: Scope = {}
    for dimension, path in type(subject).scopes.items():
        ids = [v for v in _along(row, path.split(".")) if isinstance(v, str)]
        if ids:
            found[dimension] = list(dict.fromkeys(ids))
    return found


def _along(node: Any, path: list[str]) -> list[Any]:
    if isinstance(node, list):
        return [v for item in node for v in _along(item, path)]
    if not path:
        return [node]
    return _along(node.get(path[0]), path[1:]) if isinstance(node, dict) else []
