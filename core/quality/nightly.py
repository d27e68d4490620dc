"""What the management system does by itself every night: facts of objectives, proposals of indicators off target,
tasks of reviews that come due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core import house, tasks
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import number, t
from core.office import SYSTEM
from core.quality import objectives
from core.quality.nonconformities import propose
from core.quality.risks import PAGE as RISKS
from core.quality.risks import REVIEW
from core.tx import Tx
from schemas.base import LANGS, Ref, Text
from schemas.indicator import Measurement, Reached
from schemas.kinds import IndicatorKind, Kind, Sort
from schemas.quality import Nonconformity, NonconformitySource, Objective, ObjectiveState, Risk, RiskState
from schemas.task import Task, TaskState

RIGHT = "indicator.compute"
AHEAD = timedelta(days=7)  # so early the owner of a risk is asked to look at it again
RECENT = 12  # values of an indicator among which the newest with data is sought


def run(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a night; how much was made. Safe to repeat: everything is made once."""
    house.refresh(store)
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    return _facts(desk, day) + _proposals(desk) + _reviews(desk, day)


def _facts(desk: Desk, day: date) -> int:
    where = {"status": ObjectiveState.running.value, "indicator": {"$ne": ""}}
    rows = desk.store.rows(Objective.collection, where, {"_id": 1}, limit=objectives.MOST)
    return sum(
        objectives.take(desk, r["_id"], Why("", command=f"objective:{r['_id']}:{day.isoformat()}")) is not None
        for r in rows
    )


def _proposals(desk: Desk) -> int:
    """Each indicator whose newest value is off its target, once for each of its periods."""
    return sum(_proposed(desk, kind) for kind in house.entries(Sort.indicator))


def _proposed(desk: Desk, kind: Kind) -> int:
    newest = newest_value(desk.store, kind.code)
    if newest is None or newest.light is not Reached.bad:
        return 0
    key = f"{NonconformitySource.indicator.value}:{kind.code}:{newest.period}"
    if desk.store.one(Nonconformity.collection, {"once": key}, {"_id": 1}) is not None:
        return 0

    def work(tx: Tx) -> Nonconformity:
        body, said = kind.as_body(IndicatorKind), worded(kind, newest)
        # The indicator's code stands for it: a further value of the same period proposes nothing new.
        return propose(
            tx, NonconformitySource.indicator, Ref(id=kind.code, label=said), said.kk[:2000], kind="measurements",
            once=newest.period, process=body.process, requirement=_required(kind, newest),
            evidence=t("quality.measured_by", "kk", numerator=newest.numerator, denominator=newest.denominator or "—",
                       at=newest.computed_at),
        )  # fmt: skip

    try:
        desk.transact("nonconformity.propose", work, Why("", command=key), right=RIGHT)
    except RuleBroken:
        return 0
    return 1


def newest_value(store: Store, code: str) -> Measurement | None:
    """The newest stored value of an indicator that has data."""
    rows = store.rows("measurements", {"indicator": code}, sort=[("last", -1)], limit=RECENT)
    rows = sorted(rows, key=lambda r: (r["last"], r["n"]), reverse=True)
    standing: dict[str, Row] = {}
    for row in rows:
        standing.setdefault(row["period"], row)
    found = (r for r in standing.values() if r["light"] != Reached.no_data)
    row_ = next(found, None)
    return Measurement.model_validate(row_) if row_ else None


def worded(kind: Kind, value: Measurement) -> Text:
    """What is wrong, in three languages: the indicator, the period, the value and the target."""
    body = kind.as_body(IndicatorKind)

    def said(lang: str) -> str:
        return t(
            "quality.indicator_below", lang, name=kind.name.get(lang), period=value.period_name.get(lang),  # type: ignore[arg-type]
            value=number(value.value or 0, lang, body.digits), unit=objectives.unit_of(body),  # type: ignore[arg-type]
            target="—" if value.target is None else number(value.target, lang, body.digits),  # type: ignore[arg-type]
        )[:400]  # fmt: skip

    return Text(**{lang: said(lang) for lang in LANGS})


def _required(kind: Kind, value: Measurement) -> str:
    target = "—" if value.target is None else number(value.target, "kk", kind.as_body(IndicatorKind).digits)
    return t("quality.indicator_required", "kk", name=kind.name.kk, target=target)


def _reviews(desk: Desk, day: date) -> int:
    """A task for the owner of every risk that is to be looked at again soon, once for each day of review."""
    where = {"status": RiskState.open.value, "review_on": {"$lte": (day + AHEAD).isoformat()}}
    return sum(_asked(desk, Risk.model_validate(r)) for r in desk.store.rows(Risk.collection, where, limit=500))


def _asked(desk: Desk, risk: Risk) -> int:
    where = {"subject.id": risk.id, "state": TaskState.open.value, "mark": REVIEW}
    if desk.store.one("tasks", where, {"_id": 1}) is not None:
        return 0

    def work(tx: Tx) -> Task:
        return tasks.make(
            tx, what="quality.task_review", values={"number": risk.number, "text": risk.text[:200]},
            to_user=risk.owner, due=risk.review_on, subject=risk, page=RISKS, address={"id": risk.id}, mark=REVIEW,
        )  # fmt: skip

    command = f"risk:{risk.id}:{risk.review_on.isoformat()}"
    desk.transact("risk.remind", work, Why("", command=command), right="schedule.edit")
    return 1


__all__ = ["newest_value", "run", "worded"]
