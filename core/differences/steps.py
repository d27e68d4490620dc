"""What the acts on an academic difference share: the study it is of, a draft that may be changed, what it rests on."""

from __future__ import annotations

from core import merged
from core.db.store import Row
from core.differences.comparing import Compared, brought_wrong, in_act, scale_of
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.difference import Difference, DifferenceStatus


def study_of(tx: Tx, student: Id, study: Id) -> tuple[Row, Row]:
    """The student as stored and his study; RuleBroken where he has it not."""
    row = tx.student(student)
    found = next((s for s in row["studies"] if s["id"] == study), None)
    if found is None:
        raise RuleBroken("students.no_such_study")
    return row, found


def place_of(study: Row) -> Row:
    """Where a study belongs, as rights ask it."""
    return {"group": study.get("group") or "", "faculty": study.get("faculty"), "department": study.get("department")}


def draft_of(tx: Tx, id: Id, revision: int) -> tuple[Difference, Id, Id]:
    """A draft, and the student and study of which it speaks today; RuleBroken once it is decided."""
    doc = tx.get(Difference, id, revision)
    if doc.status is not DifferenceStatus.draft:
        raise RuleBroken("difference.not_draft", state=doc.status)
    return (doc, *merged.whose(tx.session, doc.student.id, doc.study))


def kept(tx: Tx, doc: Difference) -> Difference:
    """Save what somebody wrote in it: he is one of those who do not approve it."""
    if tx.actor.id not in doc.drawn:
        doc.drawn.append(tx.actor.id)
    return tx.save(doc)


def compared(tx: Tx, who: Id, of: Id, doc: Difference) -> Compared:
    """What a draft rests on; Problems for what was brought in wrongly."""
    by = in_act(tx, who, of, doc)
    doc.curriculum, doc.term = by.curriculum.ref(), by.term.ref()
    scale = scale_of(tx.session, doc)
    if doc.scale is not None and scale is None:
        raise Problems([Problem("scale", "errors.not_found", {"kind": "rulebooks", "id": doc.scale.id})])
    if wrong := brought_wrong(doc, scale):
        raise Problems(wrong)
    return by
