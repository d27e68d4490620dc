"""What the catalogue refuses beyond the fields themselves, and what a new name of a discipline leaves as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.curricula.rules import circle
from core.db.codec import plain
from core.desk import Desk
from core.errors import Problem, Problems
from core.tx import Tx
from schemas.base import Document, Id, Text
from schemas.curriculum import Curriculum
from schemas.discipline import Discipline, Programme


def check(tx: Tx, doc: Document) -> None:
    """What saving a reference document refuses by looking at others; Problems beside the fields."""
    if checked := CHECKS.get(type(doc)):
        checked(tx, doc)


def _prerequisites(tx: Tx, doc: Any) -> None:
    of: Discipline = doc
    if of.id in {p.id for p in of.prerequisites}:
        raise Problems([Problem("prerequisites", "curricula.own_prerequisite")])
    if not of.prerequisites:
        return
    rows = tx.session.rows("disciplines", {"prerequisites.0": {"$exists": True}}, {"name": 1, "prerequisites": 1})
    tx.number("prerequisites")  # two acts that would close a circle together meet here
    wanted = {r["_id"]: [p["id"] for p in r["prerequisites"]] for r in rows} | {of.id: [p.id for p in of.prerequisites]}
    if way := circle(of.id, wanted):
        names = {r["_id"]: Text.model_validate(r["name"]) for r in rows} | {of.id: of.name}
        raise Problems([Problem("prerequisites", "curricula.circle", {"way": _arrow([names[i] for i in way])})])


def _arrow(names: Sequence[Text]) -> Text:
    kk, ru, en = (" ← ".join(f"«{n.get(lang)}»" for n in names) for lang in ("kk", "ru", "en"))
    return Text.model_construct(kk=kk, ru=ru, en=en)


def _intakes(tx: Tx, doc: Any) -> None:
    of: Programme = doc
    if of.first_intake and of.last_intake and of.last_intake < of.first_intake:
        raise Problems([Problem("last_intake", "curricula.last_before_first", {"first": of.first_intake})])


CHECKS: dict[type[Document], Callable[[Tx, Any], None]] = {Discipline: _prerequisites, Programme: _intakes}


@dataclass(frozen=True)
class OldName:
    """Where a discipline is still called by an earlier name, and stays so: curricula, sections of open terms, plans.

    Each as what it is called and the old name it carries; plans and sections as their number.
    """

    curricula: tuple[tuple[Text, Text], ...] = ()
    sections: tuple[tuple[str, Text], ...] = ()
    plans: int = 0

    def __bool__(self) -> bool:
        return bool(self.curricula or self.sections or self.plans)


def old_names(desk: Desk, id: Id) -> OldName:
    """What carries an earlier name of a discipline: approved curricula, sections and plans of terms not closed.

    They keep it, because a paper says what the discipline was called on its day; what is made from now on takes the
    new name.
    """
    of = desk.get(Discipline, id, "reference.read")
    other = {"discipline.id": id, "discipline.label": {"$ne": plain(of.name)}}
    rows = desk.store.rows("curricula", {"lines": {"$elemMatch": other}, "state": "approved"}, limit=100)
    curricula = [
        (c.label(), x.discipline.label) for c in map(Curriculum.model_validate, rows) for x in c.lines
        if x.discipline.id == of.id and x.discipline.label != of.name
    ]  # fmt: skip
    running = {"term.id": {"$in": [r["_id"] for r in desk.store.rows("terms", {"closed": None}, {"_id": 1})]}}
    sections = desk.store.rows("sections", {**running, **other}, {"code": 1, "discipline": 1}, limit=500)
    plans = {"lines": {"$elemMatch": {**running, **other}}, "state": {"$ne": "draft"}}
    return OldName(
        tuple(curricula), tuple((r["code"], Text.model_validate(r["discipline"]["label"])) for r in sections),
        desk.store.count("study_plans", plans),
    )  # fmt: skip
