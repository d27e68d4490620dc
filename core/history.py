"""Fold (clause 2-d): events of a student → the student as of now or of any day.

State is the stored form (plain dicts). Folding never changes what it is given: it returns new dicts along the
changed path and shares the rest, so the difference of two states is found without reading what is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import singledispatch
from typing import Any

from pydantic import TypeAdapter

from core import grading
from core.db.codec import digest, plain
from core.errors import RuleBroken
from schemas import events as ev

State = dict[str, Any]
_EVENTS: TypeAdapter[ev.Event] = TypeAdapter(ev.Event)
PROFILE = tuple(ev.Profile.model_fields)


def empty() -> State:
    """A student before the first event."""
    return {"studies": [], "papers": [], "latest": None}


def fold(events: Sequence[ev.Event], on: date | None = None, known: datetime | None = None) -> State:
    """The state these events make; `on`: true on that day; `known`: as known at that moment.

    Events count in the order they became true, then in the order they were written. Voided ones do not count; what an
    order did does not from the day on which another took it back, as if it had never been. Of a voided admission the
    bare card stays (number and name, no study), so that its events keep an owner.
    """
    seen = [e for e in events if known is None or e.at <= known]
    voided = voided_ids([(e.id, e.voids if isinstance(e, ev.EventVoided) else None) for e in seen])
    true = [e for e in seen if on is None or e.effective <= on]
    counted = [e for e in true if e.id not in voided]
    back = {e.reverses for e in counted if isinstance(e, ev.OrderReversed)}
    counted = [e for e in counted if e.id not in back]
    state = empty()
    for event in true:
        if isinstance(event, ev.Admitted) and event.id in voided:
            state = {**state, **event.profile}
    for event in sorted(counted, key=lambda e: (e.effective, e.n)):
        state = step(state, event)
    return state


def voided_ids(events: Sequence[tuple[str, str | None]]) -> set[str]:
    """Which events no longer count, of (id, id it voids) in the order they were written; a voiding may be
    voided."""
    voided: set[str] = set()
    for id, voids in reversed(events):
        if voids and id not in voided:
            voided.add(voids)
    return voided


def step(state: State, event: ev.Event) -> State:
    """The state after one more event that is not older than the newest one."""
    day = plain(event.effective)
    latest = max(state.get("latest") or day, day)
    return {**apply(event, state), "latest": latest}


def in_order(state: State, event: ev.EventBase) -> bool:
    """May this event be applied to the stored state, or must all be folded anew (back-dated, voiding)?"""
    if isinstance(event, ev.EventVoided | ev.OrderReversed):
        return False
    return state.get("latest") is None or plain(event.effective) >= state["latest"]


def grow(state: State, added: Sequence[dict[str, Any]], earlier: Callable[[], list[dict[str, Any]]]) -> State:
    """The state after stored events of a big act: as by folding everything, but summed once, not at each
    result.

    earlier: gives the events before them, asked only when something is back-dated or voided.
    """
    latest = state.get("latest") or ""
    for row in added:
        if row["type"] in ("event_voided", "order_reversed") or row["effective"] < latest:
            return fold(parse([*earlier(), *added]))
        latest = row["effective"]
    open_: dict[str, list[State]] = {}  # results of a study whose totals are not yet summed
    for row in added:
        if row["type"] == "result_recorded":
            open_.setdefault(row["study"], []).append(row["result"])
            continue
        state, open_ = _settled(state, open_), {}
        state = apply(parse([row])[0], state)
    return {**_settled(state, open_), "latest": latest or None}


def _settled(state: State, results: dict[str, list[State]]) -> State:
    for study_id, rows in results.items():
        state = _on_study(state, study_id, lambda s, rows=rows: _totalled({**s, "record": [*s["record"], *rows]}))
    return state


def sealed(row: dict[str, Any], prev: str) -> dict[str, Any]:
    """An event as stored, its hash chained to the hash of the event before it."""
    row.pop("hash", None)
    row["hash"] = digest(row, prev)
    return row


def lawful_day(state: State, kind: type[ev.EventBase], day: date, fields: dict[str, Any]) -> date:
    """Since when an event may be true: a result or a paper never before its study was opened (an exam held earlier
    keeps its own day in the result), a card edited before admission is refused. Raises RuleBroken."""
    days = {s["id"]: _here_since(s) for s in state.get("studies", []) if s.get("opened")}
    if "study" in fields and isinstance(fields["study"], str):
        if fields["study"] not in {s["id"] for s in state["studies"]}:
            raise RuleBroken("students.no_such_study")
        return max(day, days.get(fields["study"], day))
    if kind is ev.ProfileEdited and days:
        if day < min(days.values()):
            raise RuleBroken("students.before_admission", day=min(days.values()))
        places = [c.field.split(".") for c in fields["changes"]]
        later = [days[p[1]] for p in places if p[0] == "studies" and day < days.get(p[1], day)]
        if later:  # it would be put where no study stood that day, and be lost
            raise RuleBroken("records.before_study", day=max(later))
    return day


def _here_since(study: State) -> date:
    """Since when a study stands in this record: opened here, or brought by a merge."""
    return date.fromisoformat(max(study["opened"], study.get("since") or ""))


@singledispatch
def apply(event: Any, state: State) -> State:
    """What one event does to the state; one small function per event type."""
    raise TypeError(f"no fold for {type(event).__name__}")


@apply.register
def _(event: ev.Admitted, state: State) -> State:
    return {**_with_study(state, event), **event.profile}


@apply.register
def _(event: ev.StudyOpened, state: State) -> State:
    return _with_study(state, event)


@apply.register(ev.ProfileEdited)
@apply.register(ev.OrderApplied)
def _(event: ev.ProfileEdited | ev.OrderApplied, state: State) -> State:
    for change in event.changes:
        state = put(state, change.field.split("."), plain(change.now))
    return state


@apply.register
def _(event: ev.GradePosted, state: State) -> State:
    return _with_result(state, event.study, plain(event.result))


@apply.register
def _(event: ev.ResultRecorded, state: State) -> State:
    return _with_result(state, event.study, plain(event.result))


@apply.register
def _(event: ev.GradeCorrected, state: State) -> State:
    def correct(study: State) -> State:
        rows = [plain(event.result) if r["id"] == event.corrects else r for r in study["record"]]
        return _totalled({**study, "record": rows})

    return _on_study(state, event.study, correct)


@apply.register
def _(event: ev.GradeAnnulled, state: State) -> State:
    def without(study: State) -> State:
        return _totalled({**study, "record": [r for r in study["record"] if r["id"] != event.result.id]})

    return _on_study(state, event.study, without)


@apply.register
def _(event: ev.DocumentIssued, state: State) -> State:
    paper = {
        "kind": event.kind, "document": plain(event.document), "number": event.number, "study": event.study,
        "on": plain(event.effective),
    }  # fmt: skip
    return {**state, "papers": [*state["papers"], paper]}


@apply.register
def _(event: ev.PersonalErased, state: State) -> State:
    return state  # hashes stay where they are; the values they stood for are gone


@apply.register(ev.EventVoided)
@apply.register(ev.OrderReversed)
def _(event: ev.EventVoided | ev.OrderReversed, state: State) -> State:
    return state  # what it takes away, fold leaves out


@apply.register
def _(event: ev.ConsentGiven, state: State) -> State:
    return {**state, "consent": {"state": "given", "day": plain(event.day), "version": event.version}}


@apply.register
def _(event: ev.ConsentWithdrawn, state: State) -> State:
    version = (state.get("consent") or {}).get("version", "")
    return {**state, "consent": {"state": "withdrawn", "day": plain(event.day), "version": version}}


@apply.register
def _(event: ev.MergedIn, state: State) -> State:
    for change in event.changes:
        state = put(state, change.field.split("."), plain(change.now))
    papers = [*state["papers"], *event.papers]
    return {**state, "studies": [*state["studies"], *event.studies], "papers": papers}


@apply.register
def _(event: ev.MergedInto, state: State) -> State:
    """The bare card stays; the IIN is free for the record that was kept."""
    return {**state, "studies": [], "papers": [], "iin": None, "merged": plain(event.into)}


@apply.register
def _(event: ev.Registered, state: State) -> State:
    lines = plain(event)["lines"]
    return _on_study(state, event.study, lambda s: {**s, "enrolled": [*s.get("enrolled", []), *lines]})


@apply.register
def _(event: ev.Unregistered, state: State) -> State:
    gone = set(event.lines)
    return _on_study(
        state, event.study, lambda s: {**s, "enrolled": [x for x in s.get("enrolled", []) if x["id"] not in gone]}
    )


def put(node: Any, path: Sequence[str], value: Any) -> Any:
    """A copy of a state with one dotted place replaced; a list of studies is addressed by study id."""
    if not path:
        return value
    if isinstance(node, list):
        return [put(item, path[1:], value) if item.get("id") == path[0] else item for item in node]
    base = node or {}
    return {**base, path[0]: put(base.get(path[0]), path[1:], value)}


def pick(node: Any, path: Sequence[str]) -> Any:
    """The value at a dotted place; None where there is none."""
    for key in path:
        if isinstance(node, list):
            node = next((i for i in node if i.get("id") == key), None)
        else:
            node = (node or {}).get(key)
    return node


def _with_study(state: State, event: ev.Admitted | ev.StudyOpened) -> State:
    study = {**event.study, "record": event.study.get("record", []), "opened": plain(event.effective)}
    return {**state, "studies": [*state["studies"], _totalled(study)]}


def _on_study(state: State, study_id: str, change: Any) -> State:
    return {**state, "studies": [change(s) if s["id"] == study_id else s for s in state["studies"]]}


def _with_result(state: State, study_id: str, result: State) -> State:
    return _on_study(state, study_id, lambda s: _totalled({**s, "record": [*s["record"], result]}))


def _totalled(study: State) -> State:
    return {**study, "totals": grading.totals(study["record"])}


def parse(rows: Iterable[dict[str, Any]]) -> list[ev.Event]:
    """Stored events as their classes."""
    return [_EVENTS.validate_python(r) for r in rows]
