"""What the review by management is told (ISO 9001, 9.3; clause 29-b): objectives, nonconformities, risks of a period as
plain values, for whoever makes its pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import house
from core.access import require
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound
from core.quality import objectives, risks
from core.quality.hands import READ
from core.quality.nonconformities.reading import late
from schemas.base import Lang
from schemas.indicator import Reached
from schemas.kinds import Sort
from schemas.quality import (
    Nonconformity,
    NonconformitySource,
    NonconformityState,
    NonconformityWeight,
    Objective,
    ObjectiveState,
    Risk,
    RiskLevel,
    RiskSort,
)

MOST = 1000


@dataclass(frozen=True)
class ObjectiveLine:
    """One objective: what was planned by the end of the period and what came out; facts: (period, plan, fact)."""

    number: str
    text: str
    process: str
    responsible: str
    unit: str
    plan: Decimal
    fact: Decimal | None
    light: Reached
    due: date
    status: ObjectiveState
    result: str
    facts: tuple[tuple[str, Decimal, Decimal], ...]


@dataclass(frozen=True)
class NonconformityLine:
    """One nonconformity that stood or was found in the period; late: days past its term today."""

    number: str
    on: date
    text: str
    source: NonconformitySource
    weight: NonconformityWeight
    process: str
    status: NonconformityState
    responsible: str
    due: date | None
    done_on: date | None
    closed_on: date | None
    cause: str
    action: str
    effective: bool | None
    late: int


@dataclass(frozen=True)
class RiskLine:
    """One risk with its levels before and after measures; measures: how many there are, done, late."""

    number: str
    sort: RiskSort
    text: str
    process: str
    owner: str
    level: int
    grade: RiskLevel
    residual_level: int | None
    residual: RiskLevel | None
    measures: int
    measures_done: int
    measures_late: int
    review_on: date
    review_late: int


@dataclass(frozen=True)
class Summary:
    """All of it. Nonconformities: those found in the period, and those of before that stood in it; `found` counts the
    former. `closed_in_time` of `closed`: closed in the period. Risks: those open today."""

    first: date
    last: date
    objectives: tuple[ObjectiveLine, ...]
    nonconformities: tuple[NonconformityLine, ...]
    found: int
    closed: int
    closed_in_time: int
    overdue: int
    by_state: dict[NonconformityState, int]
    by_source: dict[NonconformitySource, int]
    risks: tuple[RiskLine, ...]
    by_level: dict[RiskLevel, int]
    by_residual: dict[RiskLevel, int]
    measures: int
    measures_done: int
    measures_late: int
    reviews_late: int


def summary(desk: Desk, first: date, last: date, lang: Lang | None = None) -> Summary:
    """The figures and lines of a period (both days included) as plain values, in the desk's language. Forbidden."""
    require(desk.actor, READ)
    spoken, today = lang or desk.lang, desk.today()
    goals = [o for o in objectives.listed(desk) + objectives.listed(desk, running=False)
             if o.first <= last and (o.closed_on or o.due) >= first]  # fmt: skip
    stood = _stood(desk, first, last)
    open_risks = risks.listed(desk)
    lines = tuple(_risk(r, today, spoken) for r in open_risks)
    closed = [n for n in stood if n.closed_on and first <= n.closed_on <= last]
    found = [n for n in stood if first <= n.on <= last]
    told = tuple(_nonconformity(n, today, spoken) for n in stood)
    return Summary(
        first=first, last=last, objectives=tuple(_objective(o, last, spoken) for o in goals), nonconformities=told,
        found=len(found), closed=len(closed),
        closed_in_time=sum(bool(n.due and n.closed_on and n.closed_on <= n.due) for n in closed),
        overdue=sum(bool(n.late) for n in told),
        by_state={s: sum(n.status is s for n in stood) for s in NonconformityState},
        by_source={s: sum(n.source is s for n in stood) for s in NonconformitySource},
        risks=lines, by_level=risks.by_level(open_risks), by_residual=risks.by_level(open_risks, after=True),
        measures=sum(x.measures for x in lines), measures_done=sum(x.measures_done for x in lines),
        measures_late=sum(x.measures_late for x in lines), reviews_late=sum(bool(x.review_late) for x in lines),
    )  # fmt: skip


def _stood(desk: Desk, first: date, last: date) -> list[Nonconformity]:
    """Found up to the end of the period and not closed before it began; declined proposals only if found in it."""
    since = first.isoformat()
    where: Row = {
        "on": {"$lte": last.isoformat()},
        "$or": [{"on": {"$gte": since}}, {"closed_on": {"$gte": since}},
                {"closed_on": None, "status": {"$ne": NonconformityState.declined.value}}],
    }  # fmt: skip
    rows = desk.rows(Nonconformity, READ, where, {"head": 0}, [("on", -1), ("number", -1)], MOST)
    return [Nonconformity.model_validate(r) for r in rows]


def _objective(o: Objective, last: date, lang: Lang) -> ObjectiveLine:
    standing = [f for f in o.standing() if f.on <= last] or o.standing()
    newest = standing[-1] if standing else None
    return ObjectiveLine(
        number=o.number, text=o.text, process=process(o.process, lang), responsible=o.responsible.label.get(lang),
        unit=o.unit, plan=o.plan_on(newest.on if newest else last), fact=newest.value if newest else None,
        light=objectives.light(o), due=o.due, status=o.status, result=o.result,
        facts=tuple((f.period.get(lang), o.plan_on(f.on), f.value) for f in standing),
    )  # fmt: skip


def _nonconformity(n: Nonconformity, today: date, lang: Lang) -> NonconformityLine:
    action = n.action
    row = {"status": n.status.value, "due": n.due.isoformat() if n.due else None}
    return NonconformityLine(
        number=n.number, on=n.on, text=n.text, source=n.source, weight=n.weight, process=process(n.process, lang),
        status=n.status, responsible=n.responsible.label.get(lang) if n.responsible else "", due=n.due,
        done_on=n.done_on, closed_on=n.closed_on, cause=n.root, action=action.what if action else "",
        effective=action.check.effective if action and action.check else None, late=late(row, today),
    )  # fmt: skip


def _risk(r: Risk, today: date, lang: Lang) -> RiskLine:
    return RiskLine(
        number=r.number, sort=r.sort, text=r.text, process=process(r.process, lang), owner=r.owner.label.get(lang),
        level=r.level, grade=r.grade, residual_level=r.residual_level, residual=r.left, measures=len(r.measures),
        measures_done=sum(m.done_on is not None for m in r.measures), measures_late=risks.measures_late(r, today),
        review_on=r.review_on, review_late=risks.review_late(r, today),
    )  # fmt: skip


def process(code: str, lang: Lang) -> str:
    """What a process is called; "" where none is named."""
    try:
        return house.entry(Sort.process, code).name.get(lang) if code else ""
    except NotFound:
        return code


__all__ = ["NonconformityLine", "ObjectiveLine", "RiskLine", "Summary", "process", "summary"]
