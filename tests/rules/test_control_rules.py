"""What a commission must have by now, in which order commissions stand: rules over made-up figures."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.attestation.control import LATE, READY, TODO, Facts, items, lines
from schemas.attestation import Commission, CommissionPaper, CommissionSeat, CommissionStatus, Decided, Heard
from schemas.base import Ref, Text
from schemas.kinds import AttestationRules
from schemas.kinds.attestation import Listed
from schemas.kinds.sheets import Signer

S = CommissionStatus
TODAY = date(2027, 5, 1)
RULES = AttestationRules(
    papers=[Listed(code="consent", label=Text(kk="Келісім"))], parts=[Listed(code="level", label=Text(kk="Деңгей"))],
    admission_order="x",
)  # fmt: skip


def whole() -> list[CommissionSeat]:
    parts = [Signer.chair, *[Signer.member] * 3, Signer.secretary]
    return [CommissionSeat(part=p, name=f"Адам {n}") for n, p in enumerate(parts)]


def commission(status: CommissionStatus = S.ordered, number: str = "2027-01", **more: object) -> Commission:
    decided = Decided(number="1", day=date(2026, 12, 1))
    return Commission(
        number=number, name=Text(kk="Комиссия"), year=2027, programmes=[Ref(id="p", label=Text(kk="П"))], status=status,
        seats=more.pop("seats", whole()), council=decided, order=decided,
        hears=more.pop("hears", [Heard(discipline=Ref(id="d", label=Text(kk="П")), form="f")]),
        papers=more.pop("papers", [CommissionPaper(code="consent", day=date(2026, 12, 1))]), **more,
    )  # type: ignore[arg-type] # fmt: skip


def states(facts: Facts, today: date = TODAY) -> dict[str, str]:
    return {i.what: i.state for i in items(facts, RULES, today)}


def test_a_commission_long_before_its_beginning_is_ready_when_all_is_there() -> None:
    facts = Facts(commission(), graduates=4, sittings=2, begins=TODAY + timedelta(40), planned=True)
    assert set(states(facts).values()) == {READY} and "protocols" not in states(facts)


def test_what_is_missing_is_late_once_its_day_has_passed() -> None:
    bare = Facts(commission(S.nominated, seats=[], papers=[], hears=[]), begins=TODAY + timedelta(40))
    late = dict.fromkeys(("composition", "hears", "council", "order"), LATE)
    assert states(bare) == {**late, "papers": TODO, "graduates": TODO}
    before = states(bare, date(2026, 10, 1))
    assert {before[k] for k in ("composition", "council", "order")} == {TODO}
    due = {i.what: i.due for i in items(bare, RULES, TODAY)}
    assert (due["council"], due["order"]) == (date(2026, 11, 1), date(2026, 12, 31))
    assert states(bare, TODAY + timedelta(41))["papers"] == LATE, "it has begun without them"


@given(st.integers(0, 60), st.integers(0, 3))
def test_admission_is_late_when_fewer_days_are_left_than_the_rules_ask(left: int, missing: int) -> None:
    facts = Facts(commission(), graduates=4, unadmitted=missing, sittings=1, begins=TODAY + timedelta(left),
                  planned=True)  # fmt: skip
    wanted = READY if not missing else LATE if left < RULES.admission_days else TODO
    assert states(facts)["admission"] == wanted


def test_after_the_sittings_protocols_sheets_report_and_closing_are_asked_for() -> None:
    begun = {"graduates": 4, "sittings": 2, "begins": TODAY - timedelta(9), "planned": True}
    running = Facts(commission(), ends=TODAY + timedelta(1), unfinished=1, unwritten=2, signed=2, unsheeted=2, **begun)  # type: ignore[arg-type]
    found = states(running)
    assert found["protocols"] == LATE and found["sheets"] == TODO and "report" not in found
    over = Facts(commission(), ends=TODAY - timedelta(1), signed=4, open_sheets=1, **begun)  # type: ignore[arg-type]
    found = states(over)
    assert (found["sheets"], found["report"], found["closing"], found["protocols"]) == (LATE, LATE, TODO, READY)
    written = Facts(commission(S.closed, parts={"level": "Жақсы"}), ends=over.ends, signed=4, **begun)  # type: ignore[arg-type]
    found = states(written)
    assert found["report"] == READY and "closing" not in found


COUNTS = ("graduates", "unapproved", "behind", "placeless", "sittings")
FACTS = st.builds(
    lambda status, days, number, counts: Facts(
        commission(status, f"2027-{number:02d}"), **counts, begins=None if days is None else TODAY + timedelta(days),
        planned=days is not None,
    ),
    st.sampled_from([S.nominated, S.council, S.ordered, S.closed]), st.none() | st.integers(-30, 90),
    st.integers(1, 99),
    st.fixed_dictionaries({k: st.integers(0, 5) for k in COUNTS}),
)  # fmt: skip


@given(st.lists(FACTS, max_size=8))
def test_commissions_stand_by_days_left_and_what_is_missing_counts(found: list[Facts]) -> None:
    made = lines(found, RULES, TODAY)
    places = [(x.facts.commission.status is S.closed, x.days is None, x.days or 0) for x in made]
    assert places == sorted(places) and len(made) == len(found)
    for line in made:
        assert sorted([*line.missing, *line.ready], key=lambda i: i.what) == sorted(line.items, key=lambda i: i.what)
        assert all((i.n > 0) == (i.state != READY) for i in line.items), "what is there has nothing missing"
        late = [i.state == LATE for i in line.missing]
        assert late == sorted(late, reverse=True), "the late first"
        assert len({i.what for i in line.items}) == len(line.items)
