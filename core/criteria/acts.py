"""An assessment is begun for a period with the evidence of that moment, filled in, submitted: then it is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import house
from core.criteria.evidence import Period, figure
from core.db.codec import plain
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id, Ref, Stamp, Text
from schemas.criteria import Assessment, AssessmentState, CriterionRow
from schemas.kinds import CriterionKind, Sort

READ, EDIT = "criteria.read", "criteria.edit"
FILLED = ("verdict", "shown", "note")


def begin(desk: Desk, start: date | None, end: date | None, why: Why) -> Assessment:
    """Begin an assessment of a period by the criteria in force, with the figures of today.

    Raises Problems beside start and end (missing, turned round, still to come), RuleBroken (no criteria).
    """
    wrong = [Problem(n, "errors.field.missing") for n, v in (("start", start), ("end", end)) if v is None]
    if end and end > desk.today():
        wrong.append(Problem("end", "criteria.end_ahead"))
    if wrong or start is None or end is None:
        raise Problems(wrong)
    found = _rows(desk, Period(start, end))
    if not found:
        raise RuleBroken("criteria.none_described")

    def work(tx: Tx) -> Assessment:
        try:
            made = Assessment.model_validate({
                "_id": tx.new_id(), "number": "-", "start": start, "end": end, "findings": found, "found_at": tx.now,
                "begun_by": Ref(id=tx.actor.id, label=Text(kk=tx.actor.name)),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems.of(e) from None
        made.number = f"{tx.today.year}-{tx.number(f'assessment:{tx.today.year}'):02d}"
        return tx.add(made)

    return desk.transact("criteria.begin", work, why, EDIT, [plain(start), plain(end)], LONG)


def _rows(desk: Desk, period: Period) -> list[CriterionRow]:
    found = []
    for kind in house.entries(Sort.criterion):
        body = kind.as_body(CriterionKind)
        part, whole = figure(desk, body.evidence, period)
        found.append(CriterionRow(code=kind.code, name=kind.name, counts=body.counts, evidence=body.evidence,
                                  part=part, whole=whole))  # fmt: skip
    return found


def gather(desk: Desk, id: Id, revision: int, why: Why) -> Assessment:
    """Find the figures of a draft anew; what was filled in stays, a criterion described since then is added."""
    kept = desk.get(Assessment, id, READ)
    found = _rows(desk, Period(kept.start, kept.end))

    def work(tx: Tx) -> Assessment:
        draft = _draft(tx, id, revision)
        said = {r.code: r for r in draft.findings}
        draft.findings = [
            r.model_copy(update={n: getattr(said[r.code], n) for n in FILLED}) if r.code in said else r for r in found
        ]  # fmt: skip
        draft.found_at = tx.now
        return tx.save(draft)

    return desk.transact("criteria.gather", work, why, EDIT, [id, revision], LONG)


def keep(
    desk: Desk, id: Id, revision: int, values: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]], why: Why
) -> Assessment:  # fmt: skip
    """Keep what is filled in: {council, conclusion}, and of each criterion (by its code) verdict, shown, note."""

    def work(tx: Tx) -> Assessment:
        draft = _draft(tx, id, revision)
        return tx.save(_filled(draft, values, rows))

    given = [id, revision, plain(dict(values)), plain({k: dict(v) for k, v in rows.items()})]
    return desk.transact("criteria.keep", work, why, EDIT, given)


def _filled(draft: Assessment, values: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]]) -> Assessment:
    new = plain(draft) | {k: v or "" for k, v in values.items() if k in ("council", "conclusion")}
    for row in new["findings"]:
        said = rows.get(row["code"], {})
        row |= {k: (said[k] or None) if k == "verdict" else said[k] or "" for k in FILLED if k in said}
    try:
        return Assessment.model_validate(new)
    except ValidationError as e:
        raise Problems.of(e) from None


def submit(desk: Desk, id: Id, revision: int, why: Why) -> Assessment:
    """Submit an assessment: it is frozen. Raises Problems: no council, no conclusion, a criterion without verdict
    (named), one judged without evidence or a word why."""

    def work(tx: Tx) -> Assessment:
        draft = _draft(tx, id, revision)
        wrong = unfinished(draft)
        if wrong:
            raise Problems(wrong)
        draft.status, draft.submitted = AssessmentState.submitted, Stamp(at=tx.now, by=tx.actor.id)
        return tx.save(draft)

    return desk.transact("criteria.submit", work, why, EDIT, [id, revision])


def unfinished(draft: Assessment) -> list[Problem]:
    """What a draft lacks before it may be submitted."""
    wrong = [Problem(n, "errors.field.missing") for n in ("council", "conclusion") if not getattr(draft, n)]
    for row in draft.findings:
        if row.verdict is None:
            wrong.append(Problem(f"rows.{row.code}", "criteria.no_verdict", {"name": row.name}))
        elif row.part is None and not row.shown and not row.note:
            wrong.append(Problem(f"rows.{row.code}", "criteria.no_evidence", {"name": row.name}))
    return wrong


def _draft(tx: Tx, id: Id, revision: int) -> Assessment:
    kept = tx.get(Assessment, id, revision)
    if kept.status is not AssessmentState.draft:
        raise RuleBroken("criteria.submitted_already", number=kept.number)
    return kept


__all__ = ["EDIT", "READ", "begin", "gather", "keep", "submit", "unfinished"]
