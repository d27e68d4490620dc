"""The distribution of work: who has which faculties, groups and kinds of task, and what is nobody's (clause 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from core import access
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.users.acting import in_force
from core.users.reading import NO_SEALS
from schemas.base import Id, Ref, Text
from schemas.reference import Department
from schemas.student import Student
from schemas.user import User
from schemas.words import Role, Work

KEEPERS = (Role.head, Role.senior_registrar, Role.registrar)


@dataclass(frozen=True)
class Group:
    """An administrative group with running studies: its name, its faculty, how many study in it."""

    name: str
    faculty: Id | None
    students: int


@dataclass(frozen=True)
class Shares:
    """Who has what today, and what nobody has."""

    people: list[User]
    faculties: dict[Id, Text]
    groups: dict[str, Group]
    no_registrar: list[Ref] = field(default_factory=list)
    no_adviser: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)  # groups of a faculty without a registrar, given to nobody
    no_work: list[Work] = field(default_factory=list)


def shares(desk: Desk) -> Shares:
    """The whole table of today. Counts of students only, so whoever sees accounts may see it."""
    access.require(desk.actor, "user.read")
    day = desk.today()
    rows = desk.store.rows("users", {"active": True}, NO_SEALS, limit=5000)
    people = sorted((User.model_validate(r) for r in rows), key=lambda u: order_key(u.name))
    faculties = open_faculties(desk)
    groups = {g.name: g for g in _groups(desk)}

    def role(user: User) -> set[Role]:
        acts = in_force(user, day)
        return {user.role} | ({acts.role} if acts else set())

    kept = {f.id for u in people if Role.registrar in role(u) for f in u.faculties}
    cared = {g for u in people if Role.adviser in role(u) for g in u.groups}
    whole = {f.id for u in people if Role.adviser in role(u) for f in u.faculties}
    given = {g for u in people if role(u) & set(KEEPERS) for g in u.groups}
    done = {w for u in people if role(u) & set(KEEPERS) for w in u.work}
    return Shares(
        people, faculties, groups,
        no_registrar=[Ref(id=i, label=label) for i, label in faculties.items() if i not in kept],
        no_adviser=[g.name for g in groups.values() if g.name not in cared and g.faculty not in whole],
        unkept=[g.name for g in groups.values() if g.faculty not in kept and g.name not in given],
        no_work=[w for w in Work if w not in done],
    )  # fmt: skip


def open_faculties(desk: Desk) -> dict[Id, Text]:
    """The faculties of today in Kazakh order: id → name."""
    today = desk.today().isoformat()
    where: Row = {"kind": "faculty", "$or": [{"ends": None}, {"ends": {"$gte": today}}]}
    rows = desk.store.rows(Department.collection, where, limit=500)
    found = {r["_id"]: Department.model_validate(r).label() for r in rows}
    return dict(sorted(found.items(), key=lambda item: order_key(item[1].kk)))


def _groups(desk: Desk) -> list[Group]:
    found = desk.store.aggregate("students", [
        {"$match": {"studies.status": "active", **desk.visible(Student)}},
        {"$project": {"studies": {"status": 1, "group": 1, "faculty": 1}}},
        {"$unwind": "$studies"},
        {"$match": {"studies.status": "active", "studies.group": {"$nin": ["", None]}}},
        {"$group": {"_id": {"group": "$studies.group", "faculty": "$studies.faculty.id"}, "n": {"$sum": 1}}},
        {"$sort": {"n": -1}},
    ])  # fmt: skip
    groups: dict[str, Group] = {}
    for row in found:
        name, faculty = row["_id"]["group"], row["_id"].get("faculty")
        had = groups.get(name)  # a group of two faculties stands in the one most of it studies in
        groups[name] = Group(name, had.faculty if had else faculty, (had.students if had else 0) + row["n"])
    return sorted(groups.values(), key=lambda g: order_key(g.name))
