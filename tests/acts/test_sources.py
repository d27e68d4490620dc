"""Questions to the records: the database answers as the plain reading of the rows does, within the user's reach."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo import UpdateOne
from pymongo.write_concern import WriteConcern

from core import sources, sums
from core.contingent import lives
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems
from core.indicators.periods import Period, periods
from core.sources import Question, Span, reading
from core.sources.rules import before, expression
from core.sums.scan import CONTINGENT
from core.tx import Tx
from schemas import events as ev
from schemas.condition import BARE, MANY, Asked, Condition, Op
from schemas.kinds import Rhythm
from schemas.student import Student
from schemas.words import Role
from tests.acts.test_sums import SmallOffice, rates
from tests.conftest import actor

TODAY = date(2026, 5, 20)
SPAN = Span(date(2026, 1, 1), date(2026, 6, 30), TODAY)
SHEETS = sources.askable(sources.source_of("sheets"))


def where(field: str, op: Op = Op.is_, value: str = "", other: str = "", days: int = 0) -> Condition:
    return Condition(field=field, op=op, value=value, other=other, days=days)


# what the database computes is what the row says ------------------------------------------------------------------

MAY = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = st.dates(date(2026, 5, 1), date(2026, 5, 31))
ROWS = st.fixed_dictionaries({
    "status": st.sampled_from(["open", "closed", "$status", "", None]),
    "due": st.one_of(st.none(), DAYS.map(date.isoformat)),
    "day": DAYS.map(date.isoformat),
    "closed_at": st.one_of(st.none(), st.integers(0, 30 * 24 * 60).map(lambda m: MAY + timedelta(minutes=m))),
    "room": st.sampled_from(["", "101", "$room", "{}"]),
    "examiners": st.lists(st.sampled_from("ab").map(lambda i: {"id": i, "label": {"kk": i}}), max_size=2),
})  # fmt: skip
CONDITIONS = st.one_of(
    st.builds(where, st.just("status"), st.sampled_from([Op.is_, Op.not_]), st.sampled_from(["open", "closed"])),
    st.builds(where, st.just("status"), st.sampled_from(MANY), st.just("open, closed")),
    st.builds(where, st.just("room"), st.sampled_from([Op.is_, Op.not_]), st.sampled_from(["101", "$room", "{}"])),
    st.builds(where, st.just("examiners"), st.sampled_from([Op.is_, Op.not_, *MANY]), st.sampled_from(["a", "b"])),
    st.builds(where, st.sampled_from(["due", "closed_at", "room", "examiners"]), st.sampled_from(BARE)),
    st.builds(
        where, st.sampled_from(["due", "day", "closed_at"]), st.sampled_from(sorted({*Op} - {*BARE, *MANY})),
        st.one_of(DAYS.map(date.isoformat), st.just("@today")), st.just(""), st.integers(-3, 3),
    ),
    st.builds(
        where, st.sampled_from(["closed_at", "day"]), st.sampled_from(sorted({*Op} - {*BARE, *MANY})), st.just(""),
        st.just("due"), st.integers(-3, 3),
    ),
)  # fmt: skip


def plainly(c: Condition, row: Row) -> bool:
    """The same condition read in the plainest way."""

    def of(field: str) -> Any:
        value = row[field]
        if isinstance(value, datetime):
            return (value + timedelta(hours=5)).date().isoformat()  # Almaty
        return {x["id"] for x in value} if isinstance(value, list) else value

    def later(day: str) -> str:
        return (date.fromisoformat(TODAY.isoformat() if day == "@today" else day) + timedelta(days=c.days)).isoformat()

    left = of(c.field)
    if c.op in BARE:
        return bool(left) == (c.op is Op.given)
    said = [v.strip() for v in c.value.split(",")]
    if isinstance(left, set):
        return bool(left & set(said)) == (c.op in (Op.is_, Op.among))
    if c.op in MANY:
        return (left in said) == (c.op is Op.among)
    if c.other:
        right = of(c.other)
        if not left or not right:
            return False
        right = later(right)
    else:
        right = later(c.value) if c.field in ("due", "day", "closed_at") else c.value
    if c.op is Op.is_ or c.op is Op.not_:
        return bool((left == right) == (c.op is Op.is_))
    if not left:
        return False
    return bool({Op.under: left < right, Op.upto: left <= right, Op.from_: left >= right, Op.over: left > right}[c.op])


def test_a_condition_means_what_it_says(store: Store) -> None:
    @settings(max_examples=150)
    @given(st.lists(ROWS, min_size=1, max_size=4), CONDITIONS)
    def holds(rows: list[Row], condition: Condition) -> None:
        asked = [{**row, "n": n} for n, row in enumerate(rows)]
        found = store.db.aggregate(
            [{"$documents": {"$literal": asked}}, {"$match": {"$expr": expression(condition, SHEETS, SPAN)}}]
        )
        met = {r["n"] for r in found}
        assert met == {n for n, row in enumerate(rows) if plainly(condition, row)}
        first = store.db.aggregate([{"$documents": {"$literal": asked}}, {"$match": before([condition], SHEETS, SPAN)}])
        assert met <= {r["n"] for r in first}  # what an index leaves out is nothing that was meant

    holds()


# the same answers as the office's own figures --------------------------------------------------------------------


def span_of(desk: Desk, period: Period) -> Span:
    return Span(date(2000, 1, 1), date(2100, 1, 1), desk.today(), terms=period.terms)


def test_pass_rate_by_data_is_the_pass_rate_of_the_sums(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(7))
    for _ in range(4):
        office.admit()
    for _ in range(24):
        office.act()
    sums.refresh(head.store)
    graded = where("studies.record.state", Op.among, "passed, failed")
    passed = where("studies.record.state", Op.is_, "passed")
    question = Question(Asked.results, (graded, where("studies.record.apart", Op.empty)), (passed,), "@term")
    counted = 0
    for period in periods(head.store, Rhythm.term, head.today()):
        span, (numerator, _, denominator) = span_of(head, period), rates(head.store, period)
        found = sources.answered(head, question, span)
        assert sum(a.n for a in found) == denominator
        assert sum(a.counted for a in found) == numerator
        by = sources.answered(head, question, span, ["studies.record.code"])
        assert sum(a.n for a in by) == denominator and len({a.cut for a in by}) == len(by)
        for part, n in ((True, numerator), (None, denominator)):
            rows = sources.behind(head, question, span, ["number", "studies.record.letter"], part, limit=1000)
            assert len(rows) == n
        counted += denominator
    assert counted  # the dice gave results at all


def test_pages_of_rows_hold_each_row_once(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(3))
    for _ in range(5):
        office.admit()
    for _ in range(25):
        office.act()
    question, shown = Question(Asked.results), ["number", "studies.record.code", "studies.record.attempt"]
    whole = sources.behind(head, question, SPAN, shown, limit=500)
    parts = [r for at in range(0, len(whole), 3) for r in sources.behind(head, question, SPAN, shown, None, 3, at)]
    assert parts == whole and len(whole) > 3


def test_a_mean_is_taken_of_what_counts(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(7))
    for _ in range(4):
        office.admit()
    for _ in range(25):
        office.act()
    question = Question(Asked.results, value="studies.record.final_grade")
    (answer,) = sources.answered(head, question, SPAN)
    grades = [
        Decimal(r["final_grade"])
        for row in head.store.rows("students", {}) for s in row["studies"] for r in s["record"]
        if r["final_grade"] is not None
    ]  # fmt: skip
    assert grades and (answer.total, answer.valued) == (sum(grades), len(grades))


# who may ask --------------------------------------------------------------------------------------------------


def test_a_department_counts_its_own_alone(head: Desk, senior: Desk, tampered: None) -> None:
    office = SmallOffice(head, senior, random.Random(1))
    for _ in range(6):
        office.admit()
    own = office.departments[0].id
    desk = replace(head, actor=actor(Role.department, department=own))
    rows = head.store.rows("students", {"studies.department.id": own})
    (answer,) = sources.answered(desk, Question(Asked.studies), SPAN)
    assert 0 < answer.n == len(rows) < 6
    # a person who also studies elsewhere: the other study is not this department's
    other = {**rows[0]["studies"][0], "id": "second", "department": {"id": "elsewhere", "label": {"kk": "Б"}}}
    head.store.db["students"].with_options(write_concern=WriteConcern("majority")).bulk_write(
        [UpdateOne({"_id": rows[0]["_id"]}, {"$push": {"studies": other}})], bypass_document_validation=True
    )
    found = sources.answered(desk, Question(Asked.studies), SPAN, ["studies.department"])
    assert [(a.cut, a.n) for a in found] == [((own,), answer.n)]


def test_who_may_not_see_marks_may_not_count_them(head: Desk) -> None:
    clerk = next(
        r for r in Role
        if actor(r).may("student.read") and not actor(r).may("student.results")
    )  # fmt: skip
    desk = replace(head, actor=actor(clerk, faculty="f", department="d"))
    with pytest.raises(Forbidden):
        sources.answered(desk, Question(Asked.results), SPAN)


def test_personal_values_are_no_fields_of_a_question(head: Desk) -> None:
    assert "iin" in sources.askable(sources.source_of("studies"))
    asked = {p for p in sources.askable(sources.source_of("studies")) if p.startswith("contacts.")}
    assert asked == {"contacts.updated_on"}, "when they were confirmed is nobody's address"


# bad questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("condition", "beside", "key"), [
    (where("nothing"), "of.0.field", "sources.no_field"),
    (where("events"), "of.0.field", "sources.no_field"),
    (where("status", Op.is_, "no such state"), "of.0.value", "sources.bad_value"),
    (where("due", Op.is_, "31.02.2026"), "of.0.value", "sources.bad_value"),
    (where("status", Op.over, "open"), "of.0.op", "sources.not_sized"),
    (where("kind_name", Op.is_, "x"), "of.0.field", "sources.not_compared"),
    (where("due", Op.upto, "", "room"), "of.0.other", "sources.not_alike"),
    (where("status", Op.is_, " "), "of.0.value", "errors.field.missing"),
])  # fmt: skip
def test_a_bad_condition_is_named_beside_its_field(head: Desk, condition: Condition, beside: str, key: str) -> None:
    with pytest.raises(Problems) as e:
        sources.answered(head, Question(Asked.sheets, (condition,)), SPAN)
    assert [(p.field, p.key) for p in e.value.problems] == [(beside, key)]


def test_a_wrong_period_and_a_wrong_number_are_refused(head: Desk) -> None:
    found = sources.problems(head, Question(Asked.sheets, when="number", value="room"), SPAN)
    assert [(p.field, p.key) for p in found] == [("when", "sources.no_day"), ("value", "sources.no_number")]
    assert [p.key for p in sources.problems(head, Question(Asked.papers, when="@term"), SPAN)] == ["sources.no_day"]


def test_a_question_that_would_read_everything_says_so(head: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FEW", -1)
    found = sources.problems(head, Question(Asked.sheets, (where("room", Op.is_, "101"),)), SPAN)
    assert [p.key for p in found] == ["sources.reads_all"]
    assert sources.problems(head, Question(Asked.sheets, (where("status", Op.is_, "open"),)), SPAN) == []


def test_every_source_names_what_it_reads(head: Desk) -> None:
    assert set(sources.SOURCES) == set(Asked)
    for source in sources.SOURCES.values():
        assert sources.askable(source) and actor(Role.head).may(source.right), source.code
        sources.answered(head, Question(source.code), SPAN)


# several periods at once ---------------------------------------------------------------------------------------


def test_all_periods_at_once_say_what_each_says_alone(head: Desk, senior: Desk) -> None:
    """Whatever is asked: terms, years and quarters that share terms, cuts, means, conditions with the period's days."""
    made = SmallOffice(head, senior, random.Random(11))
    for _ in range(5):
        made.admit()
    for _ in range(40):
        made.act()
    passed = where("studies.record.state", Op.is_, "passed")
    own = where("studies.department", Op.is_, made.departments[0].id)
    late = Condition(field="closed_at", op=Op.upto, other="due")
    started = Condition(field="due", op=Op.from_, value="@first", days=20)
    asked = st.one_of(
        st.builds(
            Question, st.just(Asked.results), st.sampled_from([(), (where("studies.record.letter", Op.not_, "F"),)]),
            st.sampled_from([(), (passed,), (own, passed)]), st.sampled_from(["@term", "studies.record.on", ""]),
            st.sampled_from(["", "studies.record.final_grade"]),
        ),
        st.builds(
            Question, st.sampled_from([Asked.sheets, Asked.sheet_lines]), st.sampled_from([(), (started,)]),
            st.sampled_from([(), (late,), (started,)]), st.sampled_from(["@term", "due"]),
        ),
    )  # fmt: skip
    cuts = {Asked.results: "studies.department", Asked.sheets: "department", Asked.sheet_lines: "lines.letter"}
    shared = 0

    @settings(max_examples=60)
    @given(asked, st.lists(st.sampled_from([*Rhythm]), min_size=1, max_size=2), st.booleans())
    def holds(question: Question, rhythms: list[Rhythm], cut: bool) -> None:
        nonlocal shared
        found = [p for r in rhythms for p in periods(head.store, r, head.today(), 6)]
        spans = [p.span(head.today(), head.zone) for p in found]
        by = [cuts[question.source]] if cut else []
        alone = [sources.answered(head, question, span, by) for span in spans]
        assert sources.answered_over(head, question, spans, by) == alone
        shared += sum(a.n for answers in alone for a in answers)
        span, answers = spans[-1], alone[-1]
        for part, n in ((True, sum(a.counted for a in answers)), (None, sum(a.n for a in answers))):
            assert len(sources.behind(head, question, span, [], part, 5000)) == n  # row by row

    holds()
    assert shared > 100  # the dice gave rows at all


def _changed(tx: Tx, id: str, day: date, change: ev.Change) -> Student:
    tx.append(id, ev.ProfileEdited, day, changes=[change])
    return tx.student_document(id)


def test_standings_are_the_lives_of_the_contingent(head: Desk, senior: Desk) -> None:
    made = SmallOffice(head, senior, random.Random(5))
    for _ in range(8):
        made.admit()
    for _ in range(30):
        made.act()
    for n, (id, study) in enumerate(made.people[:6]):  # as orders do
        day, now = head.today() - timedelta(days=60 * n + 30), ["expelled", "academic_leave", "graduated"][n % 3]
        change = ev.Change(field=f"studies.{study}.status", was="active", now=now)
        head.transact("student.edit", partial(_changed, id=id, day=day, change=change), Why("бұйрық"))
    found = [*periods(head.store, Rhythm.term, head.today()), *periods(head.store, Rhythm.year, head.today())]
    spans = [p.span(head.today(), head.zone) for p in found]
    began = where("first", Op.among, "active, academic_leave")
    stayed = where("last", Op.among, "active, academic_leave, graduated")
    question = Question(Asked.standings, (began,), (stayed,))
    answers = sources.answered_over(head, question, spans, ["department"])
    left = 0
    for span, answer in zip(spans, answers, strict=True):
        ends = [min(d, span.today).isoformat() for d in (span.first, span.last)]
        stood = [[u["status"] if (u := life.on(day)) else None for day in ends] for life in lives.read(head.store)]
        plain = [pair for pair in stood if pair[0] in CONTINGENT]
        assert sum(a.n for a in answer) == len(plain)
        assert sum(a.counted for a in answer) == sum(b in (*CONTINGENT, "graduated") for _, b in plain)
        rows = sources.behind(head, question, span, ["number", "student", "first", "last"], False, 1000)
        assert len(rows) == sum(a.n - a.counted for a in answer)
        left += len(rows)
        own = made.departments[0].id
        desk = replace(head, actor=actor(Role.department, department=own))
        (mine,) = sources.answered_over(desk, question, [span])
        assert sum(a.n for a in mine) == sum(a.n for a in answer if a.cut == (own,))
    assert left, "nobody left: the dice gave no expulsion"
