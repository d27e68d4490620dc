"""The career sector (clause 45): contacts confirmed on a day, campaigns and their progress, employment never edited."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import careers, files, history, students
from core.careers import campaigns, figures
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from schemas.career import Campaign, Employment, EmploymentState
from schemas.student import Contacts, Student
from schemas.words import Role, StudyStatus
from tests.acts.sample_files import pdf
from tests.acts.test_students import person, study
from tests.conftest import actor

DAY = date(2026, 11, 2)
PHONE = "+7 701 000 00 00"


def at(store: Store, role: Role = Role.career, day: date = DAY, **assigned: str) -> Desk:
    return Desk(actor(role, **assigned), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


def admitted(head: Desk, number: str, graduated: bool = False) -> Student:
    was = study()
    if graduated:
        was = was.model_copy(update={"status": StudyStatus.graduated})
    who = person(number, None, iin_absent_reason="т", contacts=Contacts(phone=PHONE))
    return students.admit(head, who, was, Why("а"), date(2025, 7, 1) if graduated else None)


@pytest.fixture
def desk(store: Store) -> Desk:
    return at(store)


@pytest.fixture
def made(store: Store) -> Student:
    return admitted(at(store, Role.head), "S-1")


def test_contacts_are_confirmed_as_they_stand_or_changed_and_the_day_is_kept(desk: Desk, made: Student) -> None:
    kept = careers.refresh(desk, made.id, made.revision, {}, Why())
    assert kept.contacts.updated_on == DAY
    with pytest.raises(RuleBroken, match="confirmed_today"):
        careers.refresh(desk, made.id, kept.revision, {}, Why())
    later = at(desk.store, day=DAY + timedelta(days=1))
    with pytest.raises(StaleRevision):
        careers.refresh(later, made.id, made.revision, {}, Why())
    kept = careers.refresh(later, made.id, kept.revision, {"contacts.phone": "+7 702 111 22 33"}, Why())
    row = desk.store.one("students", {"_id": made.id}) or {}
    assert careers.of_rows(later, [row])[made.id]["contacts.phone"] == "+7 702 111 22 33"
    assert "702 111" not in str(row), "the value itself is apart"
    state = history.fold(history.parse(row["events"]))
    assert state["contacts"]["updated_on"] == "2026-11-03"
    assert students.card(later, made.id).contacts.phone == "•••", "the card itself keeps them from this role"


def test_the_sector_edits_nothing_else_and_others_not_even_this(desk: Desk, made: Student) -> None:
    for path in ("name.last", "contacts.updated_on", "studies.st1.group"):
        with pytest.raises(RuleBroken, match="no_such_field"):
            careers.refresh(desk, made.id, made.revision, {path: "Х"}, Why())
    with pytest.raises(Problems):
        careers.refresh(desk, made.id, made.revision, {"contacts.email": "жаман"}, Why())
    with pytest.raises(Forbidden):
        students.edit(desk, made.id, made.revision, {"citizenship": "KZ"}, Why("б"))
    for role in (Role.teacher, Role.management, Role.payments):
        with pytest.raises(Forbidden):
            careers.refresh(at(desk.store, role), made.id, made.revision, {}, Why())
    with pytest.raises(Forbidden):
        careers.refresh(at(desk.store, Role.registrar, faculty="f9"), made.id, made.revision, {}, Why())


def test_whoever_changes_a_phone_confirms_it(desk: Desk, made: Student) -> None:
    head = at(desk.store, Role.head)
    kept = students.edit(head, made.id, made.revision, {"citizenship": "KZ"}, Why("б"))
    assert kept.contacts.updated_on is None
    assert students.edit(head, made.id, 2, {"contacts.phone": "+7 705"}, Why("б")).contacts.updated_on == DAY


def test_a_campaign_counts_from_its_first_day_and_its_list_stays(desk: Desk, made: Student) -> None:
    head = at(desk.store, Role.head)
    other, third = admitted(head, "S-2"), admitted(head, "S-3", graduated=True)
    early = at(desk.store, day=DAY - timedelta(days=1))
    careers.refresh(early, other.id, other.revision, {}, Why())
    kept = careers.begin(desk, {"name": "Қараша", "whom": "studying", "year": 1}, Why())
    assert sorted(kept.students) == sorted([made.id, other.id]) and third.id not in kept.students
    assert careers.progress(desk, kept) == careers.Progress(0, 2), "a confirmation of the day before does not count"
    careers.refresh(desk, made.id, made.revision, {}, Why())
    admitted(head, "S-4")
    assert careers.progress(desk, kept) == careers.Progress(1, 2)
    rows = careers.left(desk, kept)
    assert [(r["number"], r["phone"], r["updated_on"]) for r in rows] == [("S-2", PHONE, "2026-11-01")]
    book = CalamineWorkbook.from_filelike(io.BytesIO(campaigns.call_list(desk, kept, "kk"))).get_sheet_by_index(0)
    assert PHONE in book.to_python()[-1] and desk.store.count("looks", {"kind": "contact_campaigns"}) == 1
    ended = careers.end(desk, kept.id, kept.revision, Why())
    assert ended.reached == 1
    careers.refresh(desk, other.id, other.revision + 1, {}, Why())
    assert careers.progress(desk, ended).part == 1, "what was reached stays with an ended campaign"
    with pytest.raises(RuleBroken, match="ended_already"):
        careers.end(desk, kept.id, ended.revision, Why())
    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("campaign.run", lambda tx: tx.save(_fewer(tx.get(Campaign, kept.id))), Why())


def _fewer(of: Campaign) -> Campaign:
    of.reached = 2
    return of


def test_a_campaign_of_nobody_or_of_yesterday_is_refused_beside_its_field(desk: Desk, made: Student) -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"name": "Қараша", "year": 7}, "whom"), ({"name": "Қараша", "due": DAY - timedelta(days=1)}, "due"),
        ({"name": ""}, "name"),
    ]  # fmt: skip
    for values, field in bad:
        with pytest.raises(Problems) as e:
            careers.begin(desk, values, Why())
        assert e.value.problems[0].field == field
    with pytest.raises(Forbidden):
        careers.begin(at(desk.store, Role.registrar, faculty="f1"), {"name": "Қараша"}, Why())


WORK = {"occupation": "employed", "employer": "Опера театры", "position": "Солист", "since": date(2025, 9, 1),
        "by_profession": True, "source": "Қоңырау"}  # fmt: skip


def test_employment_is_a_record_that_stays_and_a_further_one_comes_in_its_place(desk: Desk, made: Student) -> None:
    whose = admitted(at(desk.store, Role.head), "S-9", graduated=True)
    first = careers.enter(desk, whose.id, "st1", WORK, Why())
    assert (first.graduated, first.student_number) == (2025, "S-9")
    ready = files.keep(desk, "анықтама.pdf", pdf("анықтама"), "field")
    proof = WORK | {"proof": "file", "file": ready, "employer": "Филармония", "since": date(2026, 2, 1)}
    second = careers.enter(desk, whose.id, "st1", proof, Why(), first.id)
    assert [e.status for e in careers.of_student(desk, whose.id)] == [
        EmploymentState.standing,
        EmploymentState.replaced,
    ]
    assert second.replaces == first.id
    with pytest.raises(RuleBroken, match="replaced_already"):
        careers.enter(desk, whose.id, "st1", proof, Why(), first.id)
    with pytest.raises(RuleBroken, match="not_graduate"):
        careers.enter(desk, made.id, "st1", WORK, Why())
    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("employment.enter", lambda tx: tx.save(_idle(tx.get(Employment, second.id))), Why())
    for role in (Role.teacher, Role.payments):
        with pytest.raises(Forbidden):
            careers.of_student(at(desk.store, role), whose.id)
    with pytest.raises(Forbidden):
        careers.enter(at(desk.store, Role.department, department="d1"), whose.id, "st1", WORK, Why())


def _idle(of: Employment) -> Employment:
    of.entry.employer = "Басқа"
    return of


@pytest.mark.parametrize(
    ("change", "field"),
    [({"employer": ""}, "employer"), ({"until": date(2025, 1, 1)}, "until"), ({"proof": "file"}, "file"),
     ({"since": DAY + timedelta(days=1)}, "since"), ({"source": ""}, "source")],
)  # fmt: skip
def test_what_is_wrong_with_a_record_is_said_beside_its_field(desk: Desk, change: dict[str, Any], field: str) -> None:
    whose = admitted(at(desk.store, Role.head), "S-9", graduated=True)
    with pytest.raises(Problems) as e:
        careers.enter(desk, whose.id, "st1", WORK | change, Why())
    assert [p.field for p in e.value.problems] == [field]
    assert desk.store.count("employments", {}) == 0


def test_the_figures_divide_by_all_graduates_inside_the_reach(desk: Desk) -> None:
    head = at(desk.store, Role.head)
    people = [admitted(head, f"G-{n}", graduated=True) for n in range(3)]
    admitted(head, "S-5")
    careers.enter(desk, people[0].id, "st1", WORK, Why())
    careers.enter(desk, people[1].id, "st1", WORK | {"until": date(2026, 1, 1)}, Why())
    (line,) = careers.lines(desk)
    assert (line.year, line.graduates, line.known, line.employed, line.by_profession) == (2025, 3, 2, 1, 1)
    assert (line.share, line.profession) == (Decimal("33.3"), Decimal(100))
    assert careers.lines(at(desk.store, Role.registrar, faculty="f9")) == []
    assert [bool(r["entry"]) for r in careers.table(desk, 2025)] == [True, True, False]
    made = CalamineWorkbook.from_filelike(io.BytesIO(figures.xlsx(desk, "ru"))).get_sheet_by_index(0).to_python()
    assert made[-1][2:6] == [3, 2, 1, 33.3]


P = [None, "p1", "p2"]
PEOPLE = st.lists(st.tuples(st.sampled_from([2024, 2025]), st.sampled_from(P)), max_size=12)
SAID = st.dictionaries(
    st.integers(0, 11).map(lambda n: ("s", str(n))),
    st.fixed_dictionaries({"occupation": st.sampled_from(["employed", "study", ""]), "by_profession": st.booleans()}),
)


@given(PEOPLE, SAID)
def test_every_line_is_a_part_of_its_year_and_no_share_passes_the_whole(
    people: list[tuple[int, str | None]], said: dict[str, Any]
) -> None:
    found = careers.counted([figures.Graduate("s", str(n), y, p) for n, (y, p) in enumerate(people)], said)
    assert sum(x.graduates for x in found) == len(people)
    for line in [*found, *(figures.summed(found, y) for y in (2024, 2025))]:
        assert 0 <= line.by_profession <= line.employed <= line.known <= line.graduates
        assert line.share is None or 0 <= line.share <= 100
    assert sum(figures.summed(found, y).employed for y in (2024, 2025)) == sum(x.employed for x in found)


def test_the_record_that_began_last_tells_the_day() -> None:
    def row(id: str, since: str, what: str, until: str | None = None) -> dict[str, Any]:
        return {
            "_id": id,
            "student": {"id": "s"},
            "study": "a",
            "entry": {"occupation": what, "since": since, "until": until},
        }

    rows = [row("1", "2025-01-01", "army", "2025-12-31"), row("2", "2026-01-01", "employed")]
    assert figures.on_day(rows, date(2024, 1, 1)) == {}
    assert figures.on_day(rows, date(2025, 6, 1))["s", "a"]["occupation"] == "army"
    assert figures.on_day(rows[:1], date(2026, 6, 1))["s", "a"]["occupation"] == ""
    assert figures.on_day(rows, date(2026, 6, 1))["s", "a"]["occupation"] == "employed"
