"""The acts on an academic difference before anything is decided: drawn up, changed, compared anew, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from core import merged, references
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.differences.comparing import compare, fresh_lines
from core.differences.steps import compared, draft_of, kept, place_of, study_of
from core.errors import Duplicate, Problem, Problems, RuleBroken, StaleRevision
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.difference import STANDING, Difference, DifferenceLine, DifferenceStatus
from schemas.student import Name

EDIT = "difference.edit"
HEAD = ("ground", "curriculum", "term", "institution", "transcript", "scale", "brought")
BROUGHT = ("theirs", "code", "credits", "grade", "term")


def make(desk: Desk, student: Id, study: Id, values: Mapping[str, Any], why: Why) -> Difference:
    """Compare a study with a curriculum: {ground, curriculum, term, institution, transcript, scale, brought}.

    Where one was approved already, a further version (a reason is needed) that begins with what was decided then.
    Raises Problems beside the fields, RuleBroken (one is being decided already, no such study), Forbidden.
    """

    def work(tx: Tx) -> Difference:
        who, of = merged.whose(tx.session, student, study)
        row, found = study_of(tx, who, of)
        before = tx.find(Difference, {"study": {"$in": sorted({of, study})}}, 100)
        if any(d.status in (DifferenceStatus.draft, DifferenceStatus.decided) for d in before):
            raise RuleBroken("difference.open_already", name=before[0].label())
        standing = next((d for d in before if d.status in STANDING), None)
        if standing is not None and not why.reason.strip():
            raise Problems([Problem("reason", "errors.field.reason_missing")])
        doc = _valid({
            **{k: v for k, v in values.items() if k in HEAD and k != "brought"}, "_id": tx.new_id(), "number": "-",
            "version": len(before) + 1, "student": Ref(id=who, label=Name.model_validate(row["name"]).text()),
            "student_number": row["number"], "study": of, "drawn": [tx.actor.id],
            "brought": _brought(values.get("brought") or [], tx, standing), **place_of(found),
        })  # fmt: skip
        doc.made_by = tx.who()
        by = compared(tx, who, of, doc)
        doc.lines = _carried(fresh_lines(by.curriculum), standing if _same_plan(standing, doc) else None)
        compare(doc, by)
        doc.number = tx.numbered("difference")
        return tx.add(doc)

    try:
        return desk.transact("difference.make", work, why, right=EDIT, given=[student, study, plain(dict(values))])
    except Duplicate as e:
        raise RuleBroken("difference.open_already", name="") from e


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Difference:
    """Change what is compared of a draft; what was decided of lines stays, a recognised one whose result is gone is
    asked again; another curriculum begins anew. Raises Problems, RuleBroken, StaleRevision."""

    def work(tx: Tx) -> Difference:
        doc, who, of = draft_of(tx, id, revision)
        row = {**plain(doc), **{k: v for k, v in values.items() if k in HEAD}}
        if "brought" in values:
            row["brought"] = _brought(values["brought"] or [], tx, doc)
        new = _valid(row)
        by = compared(tx, who, of, new)
        if new.curriculum.id != doc.curriculum.id:
            new.lines, new.course, new.course_note = fresh_lines(by.curriculum), None, ""
        compare(new, by)
        if plain(new) == plain(doc):
            raise RuleBroken("references.nothing_changed")
        return kept(tx, new)

    try:
        return desk.transact("difference.edit", work, why, right=EDIT, given=[id, revision, plain(dict(values))])
    except StaleRevision as e:
        e.values["theirs"] = references.changed_since(desk, Difference, id, revision)
        raise


def refresh(desk: Desk, id: Id, revision: int, why: Why) -> Difference:
    """Compare a draft anew with the record and the settings as they are today."""

    def work(tx: Tx) -> Difference:
        doc, who, of = draft_of(tx, id, revision)
        compare(doc, compared(tx, who, of, doc))
        return kept(tx, doc)

    return desk.transact("difference.refresh", work, why, right=EDIT, given=[id, revision])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> Difference:
    """A draft is not needed any more; a reason is needed."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Difference:
        doc, _, _ = draft_of(tx, id, revision)
        doc.status = DifferenceStatus.withdrawn
        return tx.save(doc)

    return desk.transact("difference.withdraw", work, why, right=EDIT, given=[id, revision])


# steps -----------------------------------------------------------------------------------------------------------


def _valid(row: Row) -> Difference:
    try:
        return Difference.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def _brought(rows: Sequence[Mapping[str, Any]], tx: Tx, was: Difference | None) -> list[Row]:
    """Typed rows, without an id, found again by what they say; so a result keeps its place."""
    known = {(x.theirs, x.term, x.credits): x.id for x in was.brought} if was else {}
    out: list[Row] = []
    for each in rows:
        row = {k: each.get(k) or ("" if k != "credits" else each.get(k)) for k in BROUGHT}
        row["theirs"] = str(row["theirs"]).strip()
        key = next((k for k in known if str(k[0]) == row["theirs"] and k[1] == row["term"]
                    and str(k[2].normalize()) == _normal(row["credits"])), None)  # fmt: skip
        out.append({**row, "id": known.pop(key) if key else tx.new_id()})
    return out


def _normal(value: Any) -> str:
    try:
        return str(Decimal(str(value)).normalize())
    except InvalidOperation:
        return ""


def _same_plan(standing: Difference | None, doc: Difference) -> bool:
    return standing is not None and standing.curriculum.id == doc.curriculum.id


def _carried(lines: list[DifferenceLine], standing: Difference | None) -> list[DifferenceLine]:
    """What was decided in the version before, to begin with."""
    was = {x.id: x for x in standing.lines} if standing else {}
    for line in lines:
        if line.id in was:
            old = was[line.id].model_copy(deep=True)
            line.decision, line.match, line.note, line.deadline = old.decision, old.match, old.note, old.deadline
    return lines


__all__ = ["edit", "make", "refresh", "withdraw"]
