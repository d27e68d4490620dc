"""Indicators: what ships can be asked, values are stored once, targets by their day, no data is no zero."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from core import house, indicators, kinds, sums
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.indicators import computing, drafts, late, measured, paper, trying
from core.indicators.acts import keep, nightly
from core.indicators.computing import Measured, light, worth
from core.indicators.definition import body_of, definitions
from core.indicators.periods import periods
from core.office import first_office
from core.sums.scan import end_of
from schemas.base import LANGS
from schemas.condition import Asked, Condition, Op
from schemas.indicator import Reached
from schemas.kinds import Aim, Direction, IndicatorKind, Measure, Rhythm, Sort
from schemas.term import Term
from schemas.words import Role, TermKind
from tests.acts.test_sheets import put
from tests.acts.test_sums import SmallOffice, rates
from tests.bases import shipped
from tests.conftest import actor


def office(head: Desk, senior: Desk, seed: int = 3, acts: int = 45) -> SmallOffice:
    shipped(head.store)
    made = SmallOffice(head, senior, random.Random(seed))
    for _ in range(4):
        made.admit()
    for _ in range(acts):
        made.act()
    house.refresh(head.store)
    return made


def test_what_ships_is_what_the_sums_say(head: Desk, senior: Desk) -> None:
    office(head, senior)
    sums.refresh(head.store)
    assert indicators.compute(head, Why("есеп")) > 20
    lines = {x.kind.code: x for x in indicators.board(head)}
    counted = 0
    for n, code in enumerate(("pass_rate", "quality_rate")):
        for period, value in zip(lines[code].periods, lines[code].values, strict=True):
            said = rates(head.store, period)
            assert value is not None and (value.numerator, value.denominator) == (said[n], said[2]), code
            assert (value.value is None) == (said[2] == 0)
            counted += said[2]
    for period, value in zip(lines["sheets_on_time"].periods, lines["sheets_on_time"].values, strict=True):
        where = {"term_code": {"$in": [c for _, c in period.terms]}, "status": {"$ne": "cancelled"}}
        rows = head.store.rows("grade_sheets", where | {"due": {"$lt": head.today().isoformat(), "$ne": None}})
        timely = [r for r in rows if r["status"] == "closed" and r["closed_at"] < end_of(date.fromisoformat(r["due"]))]
        assert value is not None and (value.numerator, value.denominator) == (len(timely), len(rows))
    assert counted


def test_a_department_sees_its_own_numbers_and_their_very_rows(head: Desk, senior: Desk) -> None:
    made = office(head, senior, acts=60)
    indicators.compute(head, Why("есеп"))
    whole = {x.kind.code: x for x in indicators.board(head)}
    owned = 0
    for department in made.departments:
        desk = Desk(actor(Role.department, department=department.id), head.store)
        lines = indicators.board(desk)
        assert {x.kind.code for x in lines} < set(whole) and "corrections" not in {x.kind.code for x in lines}
        assert lines == indicators.board(head, department=department.id)
        assert {x.kind.code for x in indicators.board(desk, pinned=True)} == {
            "sheets_on_time", "pass_rate", "quality_rate"
        }  # fmt: skip
        for line in lines:
            for period, value in zip(line.periods, line.values, strict=True):
                assert value is not None
                for reader in (desk, head):
                    rows = indicators.behind(reader, line.kind, period, True, 1000, 0, line.departments)
                    assert len(rows) == value.numerator, line.kind.code
                owned += int(value.denominator or 0)
        with pytest.raises(Forbidden):
            indicators.board(desk, department=made.departments[0].id + "x")
    assert owned
    rated = [whole["pass_rate"].values, *(
        next(x for x in indicators.board(head, department=d.id) if x.kind.code == "pass_rate").values
        for d in made.departments
    )]  # fmt: skip
    for all_, *parts in zip(*rated, strict=True):
        assert all_ and all_.denominator == sum(p.denominator or 0 for p in parts if p)
    assert indicators.board(Desk(actor(Role.department), head.store))[0].values[-1].numerator == 0  # type: ignore[union-attr]


def test_a_value_is_stored_once_and_a_changed_one_beside_it(head: Desk, senior: Desk) -> None:
    made = office(head, senior, acts=10)
    first = indicators.compute(head, Why("есеп"))
    with pytest.raises(RuleBroken):
        indicators.compute(head, Why("тағы"))
    nightly(head.store, head.today())
    assert head.store.count("measurements", {}) == first
    before = head.store.rows("measurements", {})
    while not head.store.count("grade_sheets", {"status": "closed"}) or not indicators_changed(head):
        made.act()
    after = head.store.rows("measurements", {})
    assert [r for r in after if r["n"] == 1] == before  # nothing stored was touched
    again = [r for r in after if r["n"] > 1]
    assert again and all(any(r["period"] == b["period"] and r["inputs"] != b["inputs"] for b in before) for r in again)


def indicators_changed(head: Desk) -> bool:
    try:
        return indicators.compute(head, Why("есеп")) > 0
    except RuleBroken:
        return False


def test_the_rows_behind_are_as_many_as_the_number_says(head: Desk, senior: Desk) -> None:
    office(head, senior)
    indicators.compute(head, Why("есеп"))
    opened = 0
    for line in indicators.board(head):
        for period, value in zip(line.periods, line.values, strict=True):
            assert value is not None
            if line.body.measure is Measure.share and line.body.over is None:
                rows = indicators.behind(head, line.kind, period, True, 1000)
                rest = indicators.behind(head, line.kind, period, False, 1000)
                assert (len(rows), len(rows) + len(rest)) == (value.numerator, value.denominator), line.kind.code
                opened += len(rows)
    assert opened


def test_an_office_in_which_no_semester_has_begun_counts_what_goes_by_the_calendar(head: Desk) -> None:
    shipped(head.store)
    house.refresh(head.store)
    assert indicators.compute(head, Why("есеп")) > 0
    by = {x.kind.code: x for x in indicators.board(head)}
    assert by["retention"].periods == () and by["orders_on_time"].values[-1] is not None


def test_who_reads_and_who_computes(head: Desk, senior: Desk) -> None:
    office(head, senior, acts=6)
    leader = replace(head, actor=actor(Role.management))
    with pytest.raises(Forbidden):
        indicators.compute(leader, Why("есеп"))
    indicators.compute(senior, Why("есеп"))
    assert indicators.board(leader)
    with pytest.raises(Forbidden):
        indicators.board(replace(head, actor=actor(Role.teacher)))


# definitions ----------------------------------------------------------------------------------------------------


def written(**more: Any) -> dict[str, Any]:
    """A sixteenth indicator, as a head would type it: average final grade of closed results."""
    return {
        "code": "mean_grade", "name": {"kk": "Орташа баға", "ru": "Средний балл", "en": "Mean grade"},
        "body.source": "results", "body.when": "@term", "body.measure": "mean",
        "body.value": "studies.record.final_grade", "body.counts": [], "body.every": "term",
        "body.of": [Condition(field="studies.record.state", op=Op.is_, value="passed")],
    } | more  # fmt: skip


def test_a_sixteenth_is_written_and_computed(head: Desk, senior: Desk) -> None:
    office(head, senior)
    kinds.save(head, Sort.indicator, None, 0, written(), Why("керек"))
    indicators.compute(head, Why("есеп"), ["mean_grade"])
    line = next(x for x in indicators.board(head) if x.kind.code == "mean_grade")
    values = [v for v in line.values if v and v.value is not None]
    assert values and all(50 <= v.value <= 100 for v in values if v.value is not None)


@pytest.mark.parametrize(("more", "beside", "key"), [
    ({"body.value": ""}, "body.value", "errors.field.missing"),
    ({"body.value": "number"}, "body.value", "sources.no_number"),
    ({"body.when": "number"}, "body.when", "sources.no_day"),
    ({"body.of": [Condition(field="secret", value="1")]}, "body.of.0.field", "sources.no_field"),
    ({"body.measure": "share"}, "body.counts", "errors.field.missing"),
    ({"body.measure": "share", "body.counts": [Condition(field="studies.record.state", value="passed")]},
     "body.counts", "indicators.by_itself"),
    ({"body.cut": "nowhere"}, "body.cut", "sources.no_field"),
    ({"body.shown": "number, nowhere"}, "body.shown", "sources.no_field"),
    ({"body.process": "nothing"}, "body.process", "kinds.none_such"),
    ({"body.aims": [{"since": "2026-09-01", "until": "2026-08-31", "value": "90"}]}, "body.aims.0.until",
     "errors.field.ends_before_start"),
    ({"body.aims": [{"since": "2026-09-01", "value": "90"}, {"since": "2026-09-01", "value": "95"}]}, "body.aims",
     "indicators.aims_meet"),
])  # fmt: skip
def test_a_bad_definition_is_refused_beside_its_field(
    head: Desk, more: dict[str, Any], beside: str, key: str
) -> None:  # fmt: skip
    shipped(head.store)
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.indicator, None, 0, written(**more), Why("керек"))
    assert [(p.field, p.key) for p in e.value.problems] == [(beside, key)]


# while it is written ---------------------------------------------------------------------------------------------


def test_every_shipped_definition_goes_through_the_editor_unchanged(head: Desk) -> None:
    shipped(head.store)
    for kind in definitions():
        draft = drafts.begun(kind)
        made = kinds.draft(Sort.indicator, kind, drafts.values(draft), head.today())
        assert (made.name, made.body) == (kind.name, kind.body), kind.code
        assert not draft.changed and drafts.read(head, draft).problems == ()
        assert drafts.read(head, drafts.copied(draft)).problems == (Problem("name", "errors.field.missing"),)


def fresh(head: Desk, **more: Any) -> drafts.Draft:
    """What the head has typed: passed of all results, by a slip of the hand where `more` says so."""
    draft = drafts.begun(None)
    for path, value in ({"name": {"kk": "Өткендері", "ru": "", "en": ""}, "source": "results"} | more).items():
        drafts.typed(draft, path, value)
    drafts.added(draft, "counts", head.today())
    condition(draft, "counts", field="studies.record.state", value="passed")
    return draft


def condition(draft: drafts.Draft, of: str, **typed: str) -> None:
    for path, value in typed.items():
        drafts.typed(draft, path, value, of, getattr(draft, of)[-1]["id"])


def test_a_look_shows_what_computing_would_store_within_its_price(head: Desk, senior: Desk) -> None:
    office(head, senior)
    read = drafts.read(head, fresh(head))
    assert read.problems == () and read.kind
    found = trying.look(head, read.kind)
    assert [t.period.code for t in found.tried] == [
        p.code for p in reversed(periods(head.store, Rhythm.term, head.today(), 3))
    ]  # fmt: skip
    for tried in found.tried:
        assert tried.found == measured(head, read.kind, tried.period)
    assert found.rows and found.period and found.reads == sum(t.reads for t in found.tried) > 0
    dear = trying.look(head, read.kind, price=found.tried[0].reads - 1)
    assert dear.tried[0].found is None and dear.rows == ()
    assert all(t.reads <= found.tried[0].reads for t in dear.tried), "counting stops at the price"


@pytest.mark.parametrize(("typed", "wrong"), [
    ({"source": ""}, [("body.source", "errors.field.missing")]),
    ({"name": {"kk": " ", "ru": "", "en": ""}}, [("name", "errors.field.missing")]),
    ({"when": "gone"}, [("body.when", "sources.no_day")]),
    ({"cut": "gone"}, [("body.cut", "sources.no_field")]),
    ({"per": "жүз"}, [("body.per", "errors.field.int_parsing")]),
    ({"process": "gone"}, [("body.process", "kinds.none_such")]),
    ({"over": "results"}, []),
])  # fmt: skip
def test_what_is_wrong_with_a_draft_is_named_beside_its_field(
    head: Desk, typed: dict[str, Any], wrong: list[tuple[str, str]]
) -> None:  # fmt: skip
    shipped(head.store)
    draft = fresh(head, **typed)
    assert [(p.field, p.key) for p in drafts.read(head, draft).problems] == wrong


def test_rows_of_a_draft_are_named_by_their_place_and_keep_what_was_typed(head: Desk) -> None:
    shipped(head.store)
    draft = fresh(head)
    drafts.added(draft, "of", head.today())
    assert [p.field for p in drafts.read(head, draft).problems] == ["body.of.0.field"]
    condition(draft, "of", field="studies.record.on", op="upto", against="field")
    assert [(p.field, p.key) for p in drafts.read(head, draft).problems] == [
        ("body.of.0.other", "errors.field.missing")
    ]  # fmt: skip
    condition(draft, "of", against="@last", days="көп")
    assert [p.field for p in drafts.read(head, draft).problems] == ["body.of.0.days"]
    condition(draft, "of", days="-3")
    assert drafts.read(head, draft).problems == ()
    assert drafts.values(draft)["body.of"] == [
        {"field": "studies.record.on", "op": "upto", "other": "", "value": "@last", "days": "-3"}
    ]  # fmt: skip
    drafts.added(draft, "aims", date(2026, 9, 1))
    drafts.typed(draft, "until", date(2026, 8, 1), "aims", draft.aims[0]["id"])
    drafts.typed(draft, "value", "95,5", "aims", draft.aims[0]["id"])
    assert [(p.field, p.key) for p in drafts.read(head, draft).problems] == [
        ("body.aims.0.until", "errors.field.ends_before_start")
    ]  # fmt: skip
    drafts.removed(draft, "counts", draft.counts[0]["id"])
    drafts.typed(draft, "until", None, "aims", draft.aims[0]["id"])
    drafts.typed(draft, "measure", "number")
    drafts.typed(draft, "source", "orders")
    assert draft.of and draft.aims[0]["value"] == "95,5", "another source takes nothing away"
    assert "body.of.0.field" in [p.field for p in drafts.read(head, draft).problems]


def test_one_divided_by_itself_and_one_that_would_read_everything(head: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped(head.store)
    draft = fresh(head)
    drafts.added(draft, "of", head.today())
    condition(draft, "of", field="studies.record.state", value="passed")
    assert [(p.field, p.key) for p in drafts.read(head, draft).problems] == [("body.counts", "indicators.by_itself")]
    other = fresh(head, over="results", over_when="@term")
    other.counts = []
    assert [(p.field, p.key) for p in drafts.read(head, other).problems] == [("body.over", "indicators.by_itself")]
    monkeypatch.setattr("core.sources.reading.FEW", -1)
    put(head, Term(code="2025-1", kind=TermKind.autumn, year=2025, starts=date(2025, 9, 1), ends=date(2025, 12, 31)))
    everything = fresh(head, when="")
    everything.values["when"] = ""
    assert [(p.field, p.key) for p in drafts.read(head, everything).problems] == [("body.of", "sources.reads_all")]


# rules ----------------------------------------------------------------------------------------------------------


def body(**more: Any) -> IndicatorKind:
    found: dict[str, Any] = {"source": Asked.sheets, "counts": [Condition(field="status", value="closed")]} | more
    return IndicatorKind.model_validate(found)


@given(st.integers(0, 1000), st.integers(0, 1000), st.sampled_from([100, 1000]))
def test_a_zero_denominator_is_no_data(numerator: int, denominator: int, per: int) -> None:
    value = worth(body(per=per), Decimal(numerator), Decimal(denominator))
    assert (value is None) == (denominator == 0)
    if value is not None:
        assert value * denominator / per == pytest.approx(numerator)


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.decimals(0, 20, places=2),
       st.sampled_from([Direction.up, Direction.down]))  # fmt: skip
def test_lights_go_one_way(value: Decimal, target: Decimal, near: Decimal, direction: Direction) -> None:
    of = body(direction=direction, digits=2)
    aim = Aim(since=date(2020, 1, 1), value=target, near=near)
    order = [Reached.bad, Reached.near, Reached.good]
    better = value + 1 if direction is Direction.up else value - 1
    assert order.index(light(of, better, aim)) >= order.index(light(of, value, aim))
    assert (light(of, value, aim) is Reached.good) == (
        value >= target if direction is Direction.up else value <= target
    )
    assert light(of, None, aim) is Reached.no_data and light(of, value, None) is Reached.watched


def test_a_target_holds_from_its_day_and_leaves_the_past(store: Store) -> None:
    of = body(aims=[{"since": "2024-09-01", "value": "90"}, {"since": "2026-09-01", "value": "95"}])
    assert [a.value if (a := of.aim(d)) else None for d in (date(2024, 8, 31), date(2025, 1, 1), date(2026, 9, 1))] == [
        None, Decimal(90), Decimal(95),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rhythm", "codes"),
    [
        (Rhythm.month, ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]),
        (Rhythm.quarter, ["2025q1", "2025q2", "2025q3", "2025q4", "2026q1"]),
    ],
)
def test_calendar_periods_follow_each_other(store: Store, rhythm: Rhythm, codes: list[str]) -> None:
    found = periods(store, rhythm, date(2026, 2, 28))
    assert [p.code for p in found] == codes
    assert all((b.first - a.last).days == 1 for a, b in zip(found, found[1:], strict=False))


def test_every_shipped_definition_says_who_answers(head: Desk) -> None:
    shipped(head.store)
    processes = {k.code for k in house.entries(Sort.process)}
    assert len(definitions()) >= 12 and {body_of(k).process for k in definitions()} <= processes


# whose value is late ------------------------------------------------------------------------------------------


def calls(store: Store, why: str) -> list[dict[str, Any]]:
    return store.rows("tasks", {"subject.id": late.subject("sheets_on_time"), "mark": {"$regex": f"^indicator_{why}"}})


def test_a_late_period_calls_its_owner_once_and_storing_it_answers(head: Desk, senior: Desk) -> None:
    office(head, senior, acts=8)
    day = head.today()
    assert late.remind(head.store, day) > 10 and late.remind(head.store, day + timedelta(days=1)) == 0
    (missing,) = calls(head.store, late.MISSING)
    kind = next(k for k in definitions() if k.code == "sheets_on_time")
    over = late.over(kind, periods(head.store, Rhythm.term, day), day)
    assert over is not None and missing["mark"].endswith(over.code)
    assert (missing["state"], missing["to_role"], missing["page"]) == ("open", "head", "indicators")
    assert over.last + timedelta(days=body_of(kind).late_days) < day
    indicators.compute(head, Why("есеп"))
    assert [r["state"] for r in calls(head.store, late.MISSING)] == ["done"]
    assert not head.store.count("tasks", {"state": "open", "mark": {"$regex": "^indicator_missing"}})


def test_one_off_target_calls_until_it_is_answered_or_no_more_off(head: Desk, senior: Desk) -> None:
    office(head, senior, acts=8)
    nightly(head.store, head.today())
    kind = next(k for k in definitions() if k.code == "sheets_on_time")
    period = late.over(kind, periods(head.store, Rhythm.term, head.today()), head.today())
    assert period is not None

    def store(numerator: int) -> None:
        aim = body_of(kind).aim(period.last)
        value = worth(body_of(kind), Decimal(numerator), Decimal(10))
        now = Measured(
            Decimal(numerator), Decimal(10), value, aim, light(body_of(kind), value, aim), (), str(numerator)
        )
        head.transact("indicator.compute", lambda tx: keep(tx, kind, period, now), Why("сынақ"))

    store(5)
    made = late.remind(head.store, head.today())
    (task,) = calls(head.store, late.BAD)
    assert made == 1 and task["by_hand"] and "50" in task["what"]["kk"] and "95" in task["what"]["kk"]
    store(6)  # still off: the owner is not asked anew, and not let go
    assert late.remind(head.store, head.today()) == 0
    assert [r["state"] for r in calls(head.store, late.BAD)] == ["open"]
    store(10)
    assert [r["state"] for r in calls(head.store, late.BAD)] == ["done"]


def test_one_that_cannot_be_asked_stops_no_other(head: Desk, senior: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    office(head, senior, acts=8)
    asked = computing.answered_over

    def refused(desk: Desk, question: Any, *rest: Any) -> Any:
        if question.source is Asked.sheets:
            raise Problems([Problem("of", "sources.reads_all", {"n": 1})])
        return asked(desk, question, *rest)

    monkeypatch.setattr(computing, "answered_over", refused)
    nightly(head.store, head.today())
    stored = {r["indicator"] for r in head.store.rows("measurements", {})}
    assert "sheets_on_time" not in stored and len(stored) >= 13
    assert [r["state"] for r in calls(head.store, late.MISSING)] == ["open"]
    with pytest.raises(Problems):
        indicators.compute(head, Why("есеп"), ["sheets_on_time"])


# a part of the institution ------------------------------------------------------------------------------------


def test_what_is_not_cut_by_department_is_counted_now_within_reach(head: Desk, senior: Desk) -> None:
    made = office(head, senior)
    indicators.compute(head, Why("есеп"))
    assert indicators.live(head) == []
    assert {d.id for d in indicators.departments(indicators.board(head))} <= {d.id for d in made.departments}
    desk = replace(head, actor=actor(Role.department, department=made.departments[0].id))
    found = {x.kind.code: x for x in indicators.live(desk)}
    assert {"orders_on_time", "plans_on_time", "corrections"} <= found.keys()
    assert not found.keys() & {x.kind.code for x in indicators.board(desk)}
    assert "blanks_spoiled" not in found, "a department reads no blanks"
    (line,) = [x for code, x in found.items() if code == "corrections"]
    for period, value in zip(line.periods, line.values, strict=True):
        rows = indicators.behind(desk, line.kind, period, None, 1000)
        assert value and len(rows) == value.numerator
        where = {"department.id": made.departments[0].id, "status": "closed", "term.id": {"$in": [*dict(period.terms)]}}
        lines = head.store.rows("grade_sheets", where)
        assert value.denominator == sum(len(s["lines"]) for s in lines)


# on paper -----------------------------------------------------------------------------------------------------


def test_all_stand_on_one_sheet_in_every_language(head: Desk, senior: Desk) -> None:
    head.transact("office.edit", lambda tx: tx.add(first_office("Тест консерваториясы", "Алматы")), Why("ашу"))
    office(head, senior, acts=8)
    indicators.compute(head, Why("есеп"))
    lines = indicators.board(head)
    assert len(lines) == 16
    for lang in LANGS:
        reader = PdfReader(io.BytesIO(paper.pdf(head, lines, "", lang)))
        assert len(reader.pages) == 1 and reader.is_encrypted
        together = "".join(reader.pages[0].extract_text().split())
        words = [*(x.kind.name.get(lang) for x in lines), *(r.label(lang) for r in Reached)]  # words beside the signs
        assert [w for w in words if "".join(w.split()) not in together] == []
        assert head.store.count("looks", {"page": "indicators", "did": "print", "lang": lang}) == 1
    with pytest.raises(Forbidden):
        paper.pdf(replace(head, actor=actor(Role.teacher)), lines, "", "kk")
