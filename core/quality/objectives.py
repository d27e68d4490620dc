"""Quality objectives (ISO 9001, 6.2; clause 32): set, followed by their facts, concluded. Facts of an objective that
rests on an indicator come from its stored values by themselves; nobody types them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from core import house, references, tasks
from core.access import require
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.quality.hands import EDIT, READ, REPORT, must_do, must_keep
from core.tx import Tx
from schemas.base import Id, Stamp
from schemas.indicator import Reached
from schemas.kinds import Direction, IndicatorKind, Measure, Sort
from schemas.quality import Objective, ObjectiveFact, ObjectiveState

PAGE = "objectives"
FACTS = (
    "text", "process", "indicator", "measure", "unit", "direction", "target", "steps", "resources", "responsible",
    "first", "due",
)  # fmt: skip
ENDS = (ObjectiveState.reached, ObjectiveState.missed, ObjectiveState.dropped)
MOST = 300
CONCLUDE = "conclude"


def set_(desk: Desk, values: Mapping[str, Any], why: Why) -> Objective:
    """Set an objective (FACTS). One that rests on an indicator takes its unit and direction from it, and at once the
    values that are stored. Raises Problems beside the fields."""
    given = {k: v for k, v in values.items() if k in FACTS and v not in (None, "", [])}

    def work(tx: Tx) -> Objective:
        made = _checked({**given, "number": "-"})
        must_keep(tx, (made.responsible.id,))
        made.id = tx.new_id()
        made.number = f"{made.first.year}-{tx.number(f'objective:{made.first.year}'):02d}"
        _taken(tx, made)
        tasks.make(
            tx, what="quality.task_conclude", values={"number": made.number, "text": made.text[:200]},
            to_user=made.responsible, due=made.due, subject=made, page=PAGE, address={"id": made.id}, mark=CONCLUDE,
        )  # fmt: skip
        return tx.add(made, scoped=False)

    return desk.transact("objective.set", work, why, right=EDIT, given=plain(given))


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Objective:
    """Change a running objective; a reason is asked where its plan or its term changes. Facts stay."""

    def work(tx: Tx) -> Objective:
        kept = _running(tx, id, revision)
        must_keep(tx, (kept.responsible.id,))
        new = _checked({**plain(kept), **{k: v for k, v in values.items() if k in FACTS}})
        if plain(new) == plain(kept):
            raise RuleBroken("references.nothing_changed")
        moved = (new.target, new.due, new.steps) != (kept.target, kept.due, kept.steps)
        if moved and not why.reason.strip():
            raise Problems([Problem("reason", "errors.reason_missing")])
        return tx.save(new)

    return desk.transact("objective.edit", work, why, right=EDIT, given=[id, revision, plain(dict(values))])


def fact(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Objective:
    """Write down the fact of a period: {period, on, value, note}, by who answers. One of the same period is a further
    row. RuleBroken `quality.fact_by_itself` where an indicator gives it."""

    def work(tx: Tx) -> Objective:
        kept = _running(tx, id, revision)
        must_do(tx, (kept.responsible.id,))
        if kept.indicator:
            raise RuleBroken("quality.fact_by_itself")
        try:
            made = ObjectiveFact.model_validate({k: values.get(k) for k in ("period", "on", "value")}
                                                | {"note": values.get("note") or ""})  # fmt: skip
        except ValidationError as e:
            raise Problems.of(e) from None
        if made.on > tx.today or made.on < kept.first:
            raise Problems([Problem("on", "quality.fact_day", {"first": kept.first, "last": tx.today})])
        made.by = Stamp(at=tx.now, by=tx.actor.id)
        kept.facts.append(made)
        return tx.save(kept)

    return desk.transact("objective.fact", work, why, right=REPORT, given=[id, revision, plain(dict(values))])


def conclude(desk: Desk, id: Id, revision: int, state: ObjectiveState, result: str, why: Why) -> Objective:
    """Say how it ended, in a word and in words. RuleBroken `quality.not_reached` for «reached» against the facts."""
    if not result.strip():
        raise Problems([Problem("result", "errors.field.missing")])
    if len(result) > 1000:
        raise Problems([Problem("result", "errors.field.string_too_long", {"max_length": 1000})])

    def work(tx: Tx) -> Objective:
        kept = _running(tx, id, revision)
        must_keep(tx, (kept.responsible.id,))
        if state is ObjectiveState.reached and light(kept, kept.target) is not Reached.good:
            raise RuleBroken("quality.not_reached")
        kept.status, kept.result, kept.closed_on = state, result.strip(), tx.today
        tasks.close(tx, id, CONCLUDE)
        return tx.save(kept)

    given = [id, revision, state.value, result]
    return desk.transact("objective.conclude", work, why, right=EDIT, given=given)


def take(desk: Desk, id: Id, why: Why) -> Objective | None:
    """Bring the stored values of its indicator in as facts; None where there is nothing new."""
    row = desk.store.one(Objective.collection, {"_id": id})
    if row is None or not fresh(desk.store, Objective.model_validate(row)):
        return None

    def work(tx: Tx) -> Objective:
        kept = _running(tx, id, None)
        _taken(tx, kept)
        return tx.save(kept)

    return desk.transact("objective.take", work, why, right="indicator.compute")


def _taken(tx: Tx, of: Objective) -> None:
    for found in fresh(tx.session, of):
        found.by = Stamp(at=tx.now, by=tx.actor.id)
        of.facts.append(found)


def fresh(reader: Any, of: Objective) -> list[ObjectiveFact]:
    """Of each period within its term the newest stored value of its indicator that is not a fact yet, oldest first."""
    if not of.indicator or of.status is not ObjectiveState.running:
        return []
    where = {"indicator": of.indicator, "last": {"$gte": of.first.isoformat()}, "first": {"$lte": of.due.isoformat()}}
    newest: dict[str, Row] = {}
    for row in sorted(reader.rows("measurements", where), key=lambda r: (r["period"], r["n"])):
        newest[row["period"]] = row
    known = {f.measurement for f in of.facts}
    rows = [r for r in newest.values() if r["value"] is not None and r["_id"] not in known]
    return [
        ObjectiveFact.model_validate(
            {"period": r["period_name"], "on": r["last"], "value": r["value"], "code": r["period"],
             "measurement": r["_id"]}
        ) for r in sorted(rows, key=lambda r: r["last"])
    ]  # fmt: skip


def _running(tx: Tx, id: Id, revision: int | None) -> Objective:
    kept = tx.get(Objective, id, revision, scoped=False)
    if kept.status is not ObjectiveState.running:
        raise RuleBroken("quality.objective_over", number=kept.number, state=kept.status)
    return kept


def _checked(row: dict[str, Any]) -> Objective:
    try:
        made = Objective.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None
    if made.indicator:
        try:
            body = house.entry(Sort.indicator, made.indicator).as_body(IndicatorKind)
        except NotFound:
            raise Problems([Problem("indicator", "quality.no_indicator")]) from None
        if body.direction is not Direction.watch:
            made.direction = body.direction
        made.unit = unit_of(body)
    return made


def unit_of(body: IndicatorKind) -> str:
    """The unit of an indicator as it stands beside a number."""
    return ("%" if body.per == 100 else f"/ {body.per}") if body.measure is Measure.share else ""


# reading --------------------------------------------------------------------------------------------------------


def light(of: Objective, plan: Decimal | None = None) -> Reached:
    """The newest fact against what was planned for its day (or against another plan)."""
    newest = of.fact
    if newest is None:
        return Reached.no_data
    if of.direction is Direction.watch:
        return Reached.watched
    wanted = of.plan_on(newest.on) if plan is None else plan
    reached = newest.value >= wanted if of.direction is Direction.up else newest.value <= wanted
    return Reached.good if reached else Reached.bad


def get(desk: Desk, id: Id) -> Objective:
    """One objective; NotFound, Forbidden."""
    return desk.get(Objective, id, READ)


def listed(desk: Desk, running: bool = True, chosen: Mapping[str, Any] | None = None) -> list[Objective]:
    """Running objectives (or concluded ones), the nearest term first."""
    require(desk.actor, READ)
    where: Row = {"status": {"$in": [s.value for s in ENDS]} if not running else ObjectiveState.running.value}
    where |= references.condition(Objective, "", dict(chosen or {}), desk.actor.role)
    rows = desk.rows(Objective, READ, where, None, [("due", 1 if running else -1), ("number", 1)], MOST)
    return [Objective.model_validate(r) for r in rows]


def ordered(found: Sequence[Objective]) -> list[Objective]:
    """Those behind their plan first."""
    rank = (Reached.bad, Reached.near, Reached.no_data, Reached.watched, Reached.good)
    return sorted(found, key=lambda o: (rank.index(light(o)), o.due, o.number))


__all__ = [
    "ENDS", "FACTS", "conclude", "edit", "fact", "fresh", "get", "light", "listed", "ordered", "set_", "take",
    "unit_of",
]  # fmt: skip
