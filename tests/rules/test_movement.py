"""Whatever orders are carried out, back-dated and cancelled: the movement balances, and nothing leaves a closed end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import history
from core.contingent.lives import Life, lives
from core.contingent.movement import OUT, movement, movements
from core.contingent.reading import COUNTED
from core.db.codec import plain
from core.kinds.shipped import entries
from core.orders.asks import set_key
from core.orders.effects import as_of, changes_of
from core.orders.paths import first_broken, later_changes
from core.sums.scan import Scan
from schemas import events as ev
from schemas.base import Ref, Text
from schemas.kinds import OrderKind, Sort
from schemas.kinds.orders import EffectSort
from schemas.order import Order, OrderLine
from schemas.words import StudyStatus

KINDS = {k.code: k.as_body(OrderKind) for k in entries() if k.sort is Sort.order}
MOVING = sorted(c for c, k in KINDS.items() if k.effects and not k.cancels)
START, DAYS = date(2024, 8, 1), 200
WHO = ev.Who(id="u", name="А", role="head")
VALUES: dict[str, Any] = {
    "group": ["А", "Б"], "year": [1, 2, 3], "funding": ["grant", "paid"], "language": ["kk", "ru"],
    "leave_ground": ["child"], "leave_until": ["2025-09-01"], "form": ["full_time"],
    "faculty": [{"id": f, "label": {"kk": f}} for f in ("f1", "f2")],
}  # fmt: skip


class Told:
    """What happened to some students, event by event; an unlawful step is not taken."""

    def __init__(self) -> None:
        self.events: dict[str, list[ev.Event]] = {}
        self.studies: list[tuple[str, str]] = []
        self.n = 0

    def _next(self, day: int) -> dict[str, Any]:
        self.n += 1
        at = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(minutes=self.n)
        return {"id": f"e{self.n}", "n": self.n, "at": at, "effective": START + timedelta(days=day), "actor": WHO,
                "command": f"c{self.n}"}  # fmt: skip

    def begin(self, student: str, status: str, day: int) -> None:
        study = f"{student}-{len(self.studies)}"
        body = {"id": study, "status": status, "year": 1, "group": "А", "funding": "grant",
                "faculty": {"id": "f1", "label": {"kk": "f1"}}}  # fmt: skip
        profile = {"number": student, "name": {"last": "А", "first": "Б"}, "born": "2006-02-03", "sex": "female"}
        first = student not in self.events
        of = {"profile": profile, "study": body} if first else {"study": body}
        made = (ev.Admitted if first else ev.StudyOpened)(**self._next(day), **of)
        self.events.setdefault(student, []).append(made)
        self.studies.append((student, study))

    def _taken(self, student: str, study: str, event: ev.Event) -> bool:
        self.events[student].append(event)
        if first_broken(self.events[student], study) is None:
            return True
        self.events[student].pop()
        return False

    def order(self, student: str, study: str, code: str, day: int, draw: Any) -> bool:
        kind, envelope = KINDS[code], self._next(day)
        state = history.fold(self.events[student], on=envelope["effective"])
        of = as_of(state, study)
        if of is None or kind.statuses and of["status"] not in {s.value for s in kind.statuses}:
            return False
        said = {set_key(e.field): draw(st.sampled_from(VALUES[e.field])) for e in kind.effects
                if e.what is EffectSort.given and e.field in VALUES}  # fmt: skip
        name = Text(kk=f"№ {self.n}")
        order = Order.model_construct(
            id=f"o{self.n}", kind=code, effective=envelope["effective"], values={}, number=f"{self.n}",
            lines=[OrderLine(student=Ref(id=student, label=name), study=study, number="1", values=said)],
        )  # fmt: skip
        return self._taken(student, study, ev.OrderApplied(
            **envelope, study=study, order=Ref(id=order.id, label=name), kind=code,
            statuses=[s.value for s in kind.statuses], changes=changes_of(kind, order, order.lines[0], state), facts={},
        ))  # fmt: skip

    def cancel(self, student: str, applied: ev.OrderApplied, day: int) -> bool:
        back = {e.reverses for e in self.events[student] if isinstance(e, ev.OrderReversed)}
        if applied.id in back or later_changes(self.events[student], applied):
            return False
        envelope = self._next(day)
        envelope["effective"] = max(envelope["effective"], applied.effective)
        ref = Ref(id=f"o{self.n}", label=Text(kk=f"№ {self.n}"))
        return self._taken(student, applied.study, ev.OrderReversed(
            **envelope, study=applied.study, order=ref, kind="cancellation", of=applied.order, reverses=applied.id,
            changes=[],
        ))  # fmt: skip

    def lives(self) -> list[Life]:
        return lives(Rows(None, START, self.events))  # type: ignore[arg-type]


class Rows(Scan):
    """A walk over these events as they are stored, without a database."""

    parents: dict[str, str | None] = {}  # type: ignore[assignment]
    programmes: dict[str, dict[str, str]] = {}  # type: ignore[assignment]

    def __init__(self, store: Any, today: date, events: dict[str, list[ev.Event]]) -> None:
        super().__init__(store, today)
        object.__setattr__(self, "told", events)

    def histories(self, where: Any = None) -> Any:
        for student, events in self.told.items():  # type: ignore[attr-defined]
            rows = [plain(e) for e in events if not isinstance(e, ev.GradePosted)]
            yield student, sorted(rows, key=lambda e: (e["effective"], e["n"]))


@st.composite
def stories(draw: st.DrawFn) -> Told:
    """Some students and lawful orders upon them in any order of days, cancellations among them."""
    told = Told()
    for n in range(draw(st.integers(1, 3))):
        told.begin(f"s{n}", draw(st.sampled_from(["applicant", "active"])), draw(st.integers(0, 30)))
    for _ in range(draw(st.integers(0, 14))):
        student, study = draw(st.sampled_from(told.studies))
        day = draw(st.integers(0, DAYS))
        applied = [e for e in told.events[student] if isinstance(e, ev.OrderApplied)]
        what = draw(st.sampled_from(["order", "order", "order", "order", "cancel", "second"]))
        if what == "cancel" and applied:
            told.cancel(student, draw(st.sampled_from(applied)), day)
        elif what == "second":
            told.begin(student, draw(st.sampled_from(["applicant", "active"])), day)
        else:
            told.order(student, study, draw(st.sampled_from(MOVING)), day, draw)
    return told


def standing(told: Told, day: date) -> dict[str, str]:
    """The status of every study at the end of a day, by the office's own fold."""
    states = (history.fold(events, on=day) for events in told.events.values())
    return {s["id"]: s["status"] for state in states for s in state["studies"]}


@given(stories(), st.integers(-5, DAYS + 5), st.integers(0, DAYS), st.booleans())
def test_the_movement_of_any_period_balances_and_its_ends_are_what_the_fold_says(
    told: Told, first: int, long: int, leave: bool
) -> None:
    begins, ends = START + timedelta(days=first), START + timedelta(days=first + long)
    of = told.lives()
    found = movement(of, begins, ends, lambda u: u["status"] in COUNTED[leave])
    assert found.balances
    for rows, day in ((found.opening, begins - timedelta(days=1)), (found.closing, ends)):
        counted = sorted(s for s, status in standing(told, day).items() if status in COUNTED[leave])
        assert sorted(r.study for r in rows) == counted
    for move in (*found.came, *found.left, *found.inside):
        assert begins.isoformat() <= move.day <= ends.isoformat()
    by = movements(of, begins, ends, lambda u: u["faculty"] if u["status"] in COUNTED[leave] else OUT)
    assert all(m.balances for m in by.values())
    assert sum(len(m.opening) for m in by.values()) == len(found.opening)
    assert sum(len(m.closing) for m in by.values()) == len(found.closing)


@given(stories())
def test_no_order_leads_out_of_a_closed_end(told: Told) -> None:
    taken_back = {e.of.id for events in told.events.values() for e in events if isinstance(e, ev.OrderReversed)}
    for life in told.lives():
        for was, turn in zip(life.turns, life.turns[1:], strict=False):
            assert was.unit is not None and turn.unit is not None
            before, after = was.unit["status"], turn.unit["status"]
            # States return when an order is taken back. One taken back was lawful when it was carried out; what was
            # back-dated under it since need not fit it, or nothing could ever be put right before a cancelled order.
            if turn.by.of or turn.by.order in taken_back or before == after:
                continue
            assert before not in ("graduated", "transferred"), turn
            if before == "expelled":
                assert after == "active", turn
            if after == "active":
                assert before in ("applicant", "expelled", "academic_leave", "visiting"), turn


@given(stories(), st.integers(0, DAYS))
def test_a_turn_of_a_day_is_the_state_of_that_day(told: Told, at: int) -> None:
    day = START + timedelta(days=at)
    by_fold = standing(told, day)
    for life in told.lives():
        unit = life.on(day.isoformat())
        assert (unit["status"] if unit else None) == by_fold.get(life.study)


def test_a_second_degree_is_a_new_study_and_the_first_stays_ended() -> None:
    told = Told()
    told.begin("s", "active", 0)
    assert told.order("s", "s-0", "graduation", 50, None)
    told.begin("s", "applicant", 60)
    assert told.order("s", "s-1", "enrolment", 61, lambda s: "А")
    first, second = told.lives()
    assert [t.unit["status"] for t in first.turns] == ["active", "graduated"]  # type: ignore[index]
    assert second.study == "s-1" and second.student == first.student
    found = movement(told.lives(), START + timedelta(55), START + timedelta(70), lambda u: u["status"] == "active")
    assert [m.study for m in found.came] == ["s-1"] and not found.left and not found.opening


@pytest.mark.parametrize("code", [c for c in MOVING if KINDS[c].target])
def test_every_shipped_kind_leads_where_its_path_is_lawful(code: str) -> None:
    kind = KINDS[code]
    assert kind.target is not None
    assert StudyStatus.graduated not in kind.statuses and StudyStatus.transferred not in kind.statuses
    if StudyStatus.expelled in kind.statuses:
        assert kind.statuses == [StudyStatus.expelled] and kind.target is StudyStatus.active


def test_what_came_without_an_order_is_told_so_and_a_cancelled_order_has_its_own_line() -> None:
    told = Told()
    told.begin("s", "active", 0)
    assert told.order("s", "s-0", "expulsion", 10, None)
    [applied] = [e for e in told.events["s"] if isinstance(e, ev.OrderApplied)]
    assert told.cancel("s", applied, 20)
    found = movement(told.lives(), START, START + timedelta(30), lambda u: u["status"] == "active")
    assert [m.by.kind for m in found.came] == ["hand", "cancellation"] and found.came[1].by.of
    assert [m.by.kind for m in found.left] == ["expulsion"] and len(found.closing) == 1
    early = Told()
    early.begin("s", "active", 0)
    assert early.order("s", "s-0", "expulsion", 10, None)
    [applied] = [e for e in early.events["s"] if isinstance(e, ev.OrderApplied)]
    assert early.cancel("s", applied, 10)  # from its own day, as if it had never been
    day = START + timedelta(10)
    assert movement(early.lives(), day, day, lambda u: u["status"] == "active").balances
    assert standing(early, day) == {"s-0": "active"}
