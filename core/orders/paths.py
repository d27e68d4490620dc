"""Which steps a student's history may hold: every order finds the study in a status it is lawful for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import history
from schemas import events as ev
from schemas.base import Id


@dataclass(frozen=True)
class Broken:
    """An order that finds a study in a status it is not lawful for."""

    event: Id
    order: str
    kind: str
    day: date
    status: str


def first_broken(events: Sequence[ev.Event], study: Id) -> Broken | None:
    """The first order in the order of days that no longer fits, of all that stand; None where the history holds.

    Asked before a back-dated order is carried out or one is taken back: nothing later may lose the ground it stood on.
    """
    told = _told(events)
    back = {e.reverses: n for n, e in enumerate(told) if isinstance(e, ev.OrderReversed)}
    for n, event in enumerate(told):
        if not isinstance(event, ev.OrderApplied) or event.study != study or event.id in back or not event.statuses:
            continue
        standing = [e for m, e in enumerate(told[:n]) if not (e.id in back and back[e.id] < n)]
        if (status := _status(standing, study)) not in event.statuses:
            return Broken(event.id, event.order.label.kk, event.kind, event.effective, status)
    return None


def _told(events: Sequence[ev.Event]) -> list[ev.Event]:
    """Events that stand, in the order in which they became true."""
    voided = history.voided_ids([(e.id, e.voids if isinstance(e, ev.EventVoided) else None) for e in events])
    return sorted((e for e in events if e.id not in voided), key=lambda e: (e.effective, e.n))


def _status(events: Sequence[ev.Event], study: Id) -> str:
    path, status = f"studies.{study}.status", ""
    for event in events:
        if isinstance(event, ev.Admitted | ev.StudyOpened) and event.study.get("id") == study:
            status = str(event.study.get("status") or "active")
        elif isinstance(event, ev.MergedIn):
            status = next((str(s["status"]) for s in event.studies if s["id"] == study), status)
        elif isinstance(event, ev.ProfileEdited | ev.OrderApplied):
            status = next((str(c.now) for c in event.changes if c.field == path), status)
    return status


def later_changes(events: Sequence[ev.Event], of: ev.OrderApplied) -> list[ev.ProfileEdited | ev.OrderApplied]:
    """Events after this one that stand and changed a place it had changed: such an order must be taken back first, what
    was edited by hand stays as it is."""
    places = {c.field for c in of.changes}
    told = _told(events)
    back = {e.reverses for e in told if isinstance(e, ev.OrderReversed)}
    return [
        e for e in told
        if isinstance(e, ev.ProfileEdited | ev.OrderApplied) and (e.effective, e.n) > (of.effective, of.n)
        and e.id not in back and any(c.field in places for c in e.changes)
    ]  # fmt: skip
