"""Whom a new order may name: students by pasted numbers, by search, by a list; of each the study the kind is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core.db.store import Row
from core.desk import Desk
from core.fields import hidden_paths
from core.orders.acts import MOST
from core.students.lists import condition
from schemas.base import Id, Text
from schemas.kinds import OrderKind
from schemas.student import Name, Profile, Student
from schemas.words import StudyStatus

READ = "student.read"
FIELDS: Row = {
    "number": 1, "name": 1, "merged": 1, "hidden": 1,
    **{f"studies.{f}": 1 for f in ("id", "status", "group", "year", "programme", "faculty", "department", "opened")},
}  # fmt: skip
_APART = re.compile(r"[\s,;]+")
SHORTEST = 4  # a word with figures of so many letters is meant as a number


@dataclass(frozen=True)
class Candidate:
    """A study that may stand in an order; fits: its status is one the kind is for."""

    student: Id
    study: Id
    number: str
    name: Text
    status: StudyStatus
    group: str
    year: int | None
    fits: bool


def by_numbers(desk: Desk, text: str) -> tuple[list[Row], list[str]]:
    """Students of a pasted list: each line may hold names and other cells besides the number (or the IIN, for whom it
    is shown). The second answer: what looks like a number and is nobody's, and lines that name nobody at all."""
    words = list(dict.fromkeys(w for w in _APART.split(text) if w))[: MOST * 8]
    ways: list[Row] = [{"number": {"$in": words}}]
    if "iin" not in hidden_paths(Profile, desk.actor.role):
        ways.append({"iin": {"$in": [w for w in words if re.fullmatch(r"\d{12}", w)]}})
    fields = FIELDS | {"iin": 1}
    found = [r for where in ways for r in desk.rows(Student, READ, where, fields, [("search.key", 1)], MOST)]
    known = {r["number"] for r in found} | {r.get("iin") for r in found}
    unknown: list[str] = []
    for line in text.splitlines():
        cells = [w for w in _APART.split(line) if w]
        meant = [w for w in cells if w not in known and len(w) >= SHORTEST and any(c.isdigit() for c in w)]
        unknown += meant or ([] if known & set(cells) else [" ".join(cells)] if cells else [])
    return list({r["_id"]: r for r in found}.values()), list(dict.fromkeys(unknown))


def by_list(desk: Desk, text: str, filters: dict[str, Any], most: int = MOST) -> list[Row]:
    """Students of a list as it is searched and filtered on their page."""
    where = condition(text, filters, desk.actor.role)
    return desk.rows(Student, READ, where, FIELDS, [("search.key", 1), ("_id", 1)], most)


def by_ids(desk: Desk, ids: Iterable[Id]) -> list[Row]:
    """Students brought from another page."""
    return desk.rows(Student, READ, {"_id": {"$in": list(ids)}}, FIELDS, [("search.key", 1), ("_id", 1)], MOST)


def candidates(kind: OrderKind | None, rows: Sequence[Row]) -> list[Candidate]:
    """Of each student the studies the kind is for; of whom it is for none, the newest, marked as not fitting."""
    wanted = set(kind.statuses) if kind else set()
    found = []
    for row in rows:
        studies = [s for s in row["studies"] if s.get("status")]
        fit = [s for s in studies if not wanted or StudyStatus(s["status"]) in wanted]
        name = Name.model_validate(row["name"]).text()
        for s in fit or studies[-1:]:
            found.append(Candidate(row["_id"], s["id"], row["number"], name, StudyStatus(s["status"]),
                                   s.get("group") or "", s.get("year"), bool(fit)))  # fmt: skip
    return found


__all__ = ["FIELDS", "Candidate", "by_ids", "by_list", "by_numbers", "candidates"]
