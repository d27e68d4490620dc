"""Roles and what each may do, in one table (regulation clause 13, domain.md 11.1).

A right is «word.verb»; beside it stands how far it reaches: the whole institution, the faculties assigned to the
user, his department, or his own sheets and students. Every act and every reading asks here, on the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from core.errors import Forbidden
from schemas.base import Document, Lang
from schemas.words import Role


class Reach(Enum):
    """How far a right reaches; the value is the dimension of `Document.scopes`."""

    ALL = "all"
    FACULTY = "faculty"
    DEPARTMENT = "department"
    OWN = "teacher"


ALL, FACULTY, DEPARTMENT, OWN = Reach.ALL, Reach.FACULTY, Reach.DEPARTMENT, Reach.OWN

_READ = {"reference.read": ALL, "rulebook.read": ALL, "home.read": ALL, "help.read": ALL, "user.self": ALL}
_OFFICE = {
    **_READ,
    "student.read": ALL, "student.register": ALL, "student.edit": ALL, "student.personal": ALL, "student.export": ALL,
    "section.read": ALL, "section.edit": ALL, "reference.edit": ALL,
    "grade_sheet.read": ALL, "grade_sheet.open": ALL, "grade_sheet.fill": ALL, "grade_sheet.close": ALL,
    "correction.propose": ALL, "transcript.read": ALL, "transcript.issue": ALL, "transcript.reprint": ALL,
    "import.run": ALL, "import.read": ALL, "view.save": ALL, "kpi.read": ALL,
}  # fmt: skip

RIGHTS: Mapping[Role, Mapping[str, Reach]] = {
    Role.head: {
        **_OFFICE, "correction.confirm": ALL, "import.undo": ALL, "rulebook.edit": ALL, "user.read": ALL,
        "user.appoint": ALL, "user.sessions": ALL, "audit.read": ALL, "audit.verify": ALL, "office.edit": ALL,
        "student.erase": ALL, "looks.read": ALL,
    },
    Role.senior_registrar: {**_OFFICE, "correction.confirm": ALL, "import.undo": ALL, "audit.read": ALL},
    Role.registrar: {
        **_READ,
        "student.read": FACULTY, "student.register": FACULTY, "student.edit": FACULTY, "student.personal": FACULTY,
        "student.export": FACULTY, "section.read": FACULTY, "section.edit": FACULTY, "grade_sheet.read": FACULTY,
        "grade_sheet.open": FACULTY, "grade_sheet.fill": FACULTY, "grade_sheet.close": FACULTY,
        "correction.propose": FACULTY, "transcript.read": FACULTY, "transcript.issue": FACULTY,
        "transcript.reprint": FACULTY, "view.save": ALL, "kpi.read": FACULTY,
    },
    Role.department: {
        **_READ, "student.read": DEPARTMENT, "student.export": DEPARTMENT, "section.read": DEPARTMENT,
        "grade_sheet.read": DEPARTMENT, "kpi.read": DEPARTMENT, "view.save": ALL,
    },
    Role.teacher: {
        **_READ, "student.read": OWN, "section.read": OWN, "grade_sheet.read": OWN, "grade_sheet.fill": OWN,
    },
    Role.management: {
        **_READ, "student.read": ALL, "section.read": ALL, "grade_sheet.read": ALL, "transcript.read": ALL,
        "kpi.read": ALL, "audit.read": ALL, "audit.verify": ALL, "student.export": ALL, "view.save": ALL,
        "import.read": ALL,
    },
    Role.auditor: {
        **_READ, "student.read": ALL, "section.read": ALL, "grade_sheet.read": ALL, "transcript.read": ALL,
        "audit.read": ALL, "audit.verify": ALL, "looks.read": ALL, "kpi.read": ALL, "user.read": ALL,
        "import.read": ALL,
    },
    Role.administrator: {**_READ, "user.read": ALL, "user.sessions": ALL, "audit.verify": ALL, "office.edit": ALL},
}  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """Who works: user id, name, role, language, and what is assigned (faculty, department and teacher ids)."""

    id: str
    name: str
    role: Role
    lang: Lang = "kk"
    assigned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def reach(self, right: str) -> Reach | None:
        """How far this right goes for this user; None when he has it not."""
        return RIGHTS[self.role].get(right)

    def may(self, right: str) -> bool:
        """Has the user this right at all?"""
        return self.reach(right) is not None


def require(actor: Actor, right: str) -> Reach:
    """The reach of a right the user must have; Forbidden when he has it not."""
    reach = actor.reach(right)
    if reach is None:
        raise Forbidden("errors.forbidden", right=right)
    return reach


def _values(node: Any, path: list[str]) -> list[Any]:
    if isinstance(node, list):
        return [v for item in node for v in _values(item, path)]
    if not path:
        return [node]
    return _values(node.get(path[0]), path[1:]) if isinstance(node, dict) else []


def within(actor: Actor, right: str, model: type[Document], row: Mapping[str, Any]) -> None:
    """Forbidden unless this stored row lies inside the user's scope for this right."""
    reach = require(actor, right)
    if reach is ALL:
        return
    path = model.scopes.get(reach.value)
    mine = actor.assigned.get(reach.value, ())
    if path is None or not set(mine) & set(_values(dict(row), path.split("."))):
        raise Forbidden("errors.out_of_scope", right=right)


def scope_filter(actor: Actor, right: str, model: type[Document]) -> dict[str, Any]:
    """The condition that keeps a reading inside the user's scope; a scope the word does not know admits nothing."""
    reach = require(actor, right)
    if reach is ALL:
        return {}
    path = model.scopes.get(reach.value)
    return {path: {"$in": list(actor.assigned.get(reach.value, ()))}} if path else {"_id": {"$in": []}}
