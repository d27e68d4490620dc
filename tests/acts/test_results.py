"""Interim results and signals of marking against the records; who has not submitted; the reminder."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from core import grading, history, sheets, sums
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken
from core.results import papers, reading, signals
from core.results.reading import Cut
from core.results.rules import cut, figure
from core.scope import Scope, scope_of
from core.sheets import control
from core.sheets import papers as lists
from core.sheets.control import Asked, by, tally
from core.sheets.remind import remind
from core.sums import build
from core.sums.days import ends
from schemas.base import Text
from schemas.grade_sheet import GradeSheet
from schemas.reference import Office
from schemas.rulebook import Rulebook
from schemas.term import Term
from schemas.user import User
from schemas.words import Role, SheetStatus
from tests.acts.test_sheets import DEPARTMENT, TEACHER, fill, seen
from tests.acts.test_sheets import office as one_sheet
from tests.acts.test_sums import SmallOffice
from tests.conftest import actor


def read(made: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


def counted(store: Store, today: date) -> tuple[Counter[tuple[object, ...]], Counter[tuple[object, ...]]]:
    """The same figures over whole documents, plainly: results as of each term's last day, marks by sheet."""
    results: Counter[tuple[object, ...]] = Counter()
    sections = {r["_id"]: r for r in store.rows("sections", {})}
    days = {t["code"]: min(ends(t), today) for t in store.rows("terms", {})}
    for row in store.rows("students", {}):
        folded = {
            d: {s["id"]: s for s in history.fold(history.parse(row["events"]), d)["studies"]}
            for d in set(days.values())
        }
        for study in row["studies"]:
            for r in study["record"]:
                then = folded[days[r["term"]]].get(study["id"], study)
                own = (sections.get(r["section"], {}).get("department") or study["department"] or {}).get("id")
                results[r["term"], own, then["year"], r["attempt"] <= 1, r["letter"], r["state"]] += 1
    marks: Counter[tuple[object, ...]] = Counter()
    books = {r["_id"]: Rulebook.model_validate(r) for r in store.rows("rulebooks", {})}
    for row in store.rows("grade_sheets", {"status": "closed"}):
        sheet = GradeSheet.model_validate(row)
        for line in sheet.lines:
            now = sheets.current_line(sheet, line.student.id)
            if now.letter:
                grade = grading.grade_by_letter(now.letter, books[sheet.rules])
                marks[sheet.term_code, sheet.id, now.letter] += 1
                marks[sheet.term_code, sheet.id, str(grade.state.value)] += 1
                if now.score is not None and now.admission_rating is not None:
                    marks[sheet.term_code, sheet.id, "gap"] += now.score - now.admission_rating  # type: ignore[assignment]
    return results, +marks


def told(store: Store) -> tuple[Counter[tuple[object, ...]], Counter[tuple[object, ...]]]:
    results: Counter[tuple[object, ...]] = Counter()
    marks: Counter[tuple[object, ...]] = Counter()
    for row in store.rows("sums", {"rows": {"$exists": True}}):
        kind, _, term = row["_id"].partition(":")
        for r in row["rows"]:
            if kind == "interim":
                for letter, n in r["letters"].items():
                    # By the scale of these tests a letter has one outcome.
                    state = next(s for s in ("passed", "failed", "open", "neutral") if STATE[letter] == s)
                    results[term, r["department"], r["year"], r["first"], letter, state] += n
            if kind == "signals":
                for letter, n in r["letters"].items():
                    marks[term, r["sheet"], letter] += n
                for state in ("passed", "failed", "open", "neutral"):
                    marks[term, r["sheet"], state] += r[state]
                marks[term, r["sheet"], "gap"] += r["gap"]
    return results, +marks


STATE: dict[str, str] = {}


@pytest.mark.parametrize("seed", [4, 5])
def test_figures_equal_the_records_after_any_acts(head: Desk, senior: Desk, seed: int) -> None:
    office = SmallOffice(head, senior, random.Random(seed))
    STATE.update({g["letter"]: g["state"] for b in head.store.rows("rulebooks", {}) for g in b["scale"]})
    sums.refresh(head.store)
    for _ in range(3):
        office.admit()
    for _ in range(3):
        for _ in range(16):
            office.act()
        build.drain(head.store)  # only what acts marked: an act that forgot its mark would show here
        (results, marks), (own, sheets_) = counted(head.store, head.today()), told(head.store)
        assert own == results and {k: v for k, v in sheets_.items() if k[2] != "gap" or v > 0} == {
            k: v for k, v in marks.items() if k[2] != "gap" or v > 0
        }
    assert results and marks
    for term in reading.terms(head.store, head.today()):
        rows = reading.of_term(head.store, scope_of(head), term.code)
        whole = figure(rows)
        found = sums.read(head.store, [f"results:{term.code}"])[f"results:{term.code}"]
        for name in ("passed", "failed", "open", "neutral", "quality"):  # as the indicators of the home page
            assert getattr(whole, name) == sum(r[name] for r in found)
        departments = sum(
            figure(reading.of_term(head.store, scope_of(head, d.id), term.code)).all for d in office.departments
        )
        assert departments + figure(r for r in rows if r["department"] is None).all == whole.all
        assert sum(f.all for f in cut(rows, "year", 0).values()) == whole.all
        assert figure(reading.narrowed(rows, Cut(first=True))).all <= whole.all


def test_a_department_sees_its_own_results_and_a_teacher_none(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(7))
    for _ in range(3):
        office.admit()
    for _ in range(50):
        office.act()
    sums.refresh(head.store)
    mine = office.departments[0].id
    desk = Desk(actor(Role.department, department=mine), head.store)
    for term in office.terms:
        rows = reading.of_term(head.store, scope_of(desk), term.code)
        assert {r["department"] for r in rows} <= {mine}
        assert rows == [r for r in reading.of_term(head.store, Scope(), term.code) if r["department"] == mine]
        assert all(r["department"] == mine for r in signals.sheets(desk, term.code))
    with pytest.raises(Forbidden):
        scope_of(Desk(actor(Role.teacher, teacher="a"), head.store))
    trend = reading.trend(head.store, scope_of(head), reading.terms(head.store, head.today()), Cut(), 1)
    assert [t.starts for t, _ in trend] == sorted(t.starts for t, _ in trend)  # type: ignore[type-var]
    for term, f in trend:
        rows = reading.of_term(head.store, Scope(), term.code)
        if not f.hidden:
            passed, failed = (sum(r[k] for r in rows) for k in ("passed", "failed"))
            assert (f.passed, f.graded) == (passed, passed + failed)


def marked(desk: Desk) -> Term:
    """A term in which seven teachers of one department closed sheets of three."""
    row = desk.store.one("terms", {})
    assert row
    term = Term.model_validate(row)
    base = {"letters": {"A": 6}, "passed": 6, "failed": 0, "open": 0, "neutral": 0, "quality": 6, "graded": 6,
            "means_n": 6, "gap_n": 6, "alike": 2, "alike_n": 6, "faculty": None, "department": DEPARTMENT.id,
            "sheets": 1}  # fmt: skip
    rows = [
        base | {"teacher": f"p{n}", "means": Decimal(6 * (70 + n)), "gap": Decimal(6 * n)} for n in range(1, 8)
    ]  # fmt: skip
    rows.append(base | {"teacher": "stranger", "means": Decimal(60), "gap": Decimal(0), "department": "d2"})
    desk.store.side("sums").replace_one({"_id": f"teachers:{term.code}"}, plain_rows(rows), upsert=True)
    return term


def plain_rows(rows):  # type: ignore[no-untyped-def]
    return {"gen": 1, "rows": [plain(r) for r in rows]}


def test_names_are_for_who_leads_and_peers_stay_nameless(head: Desk) -> None:
    one_sheet(head, 1)
    term = marked(head)
    found = signals.of_teachers(head.store, [term])
    rows = found[term.code]
    assert set(signals.named(head, rows)) == {*(f"p{n}" for n in range(1, 8)), "stranger"}
    chief = Desk(actor(Role.department, department=DEPARTMENT.id), head.store)
    assert set(signals.named(chief, rows)) == {f"p{n}" for n in range(1, 8)}, "of his own department alone"
    teacher = Desk(actor(Role.teacher, teacher="p1"), head.store)
    for desk in (teacher, Desk(actor(Role.senior_registrar), head.store), Desk(actor(Role.auditor), head.store)):
        with pytest.raises(Forbidden):
            signals.named(desk, rows)
    own = signals.own(teacher, found)
    assert [r["teacher"] for r in own[term.code]] == ["p1"]
    peers = signals.peers(teacher, rows)
    assert peers["mean"] and peers["mean"].n == 6 and peers["mean"].middle == Decimal("74.5"), "without himself"
    assert signals.peers(Desk(actor(Role.teacher, teacher="stranger"), head.store), rows)["mean"] is None
    with pytest.raises(Forbidden):
        signals.peers(Desk(actor(Role.adviser), head.store), rows)


def late_sheet(desk: Desk, people: int = 1, days: int = 3) -> GradeSheet:
    """An open sheet whose day has passed."""
    sheet = one_sheet(desk, people, desk.today() - timedelta(days=30))
    row = plain(desk.store.load(GradeSheet, sheet.id))
    row["due"] = (desk.today() - timedelta(days=days)).isoformat()
    desk.store.db["grade_sheets"].replace_one({"_id": sheet.id}, row)
    return desk.store.load(GradeSheet, sheet.id)


@pytest.fixture
def account(head: Desk) -> User:
    user = User(login="teacher", name="Оқытушы", role=Role.teacher, person=TEACHER, order_number="1")
    head.store.db["users"].insert_one(plain(user))
    return user


def test_who_has_not_submitted_is_counted_inside_the_scope(head: Desk, tampered: None) -> None:
    sheet = late_sheet(head)
    asked = Asked(sheet.term.id)
    whole = tally(control.counts(head, asked), head.today())
    assert (whole.all, whole.undone, whole.late, whole.days(head.today())) == (1, 1, 1, 3)
    assert (whole.in_time, whole.due) == (0, 1) and whole.rate == 0
    assert [r["_id"] for r in control.undone(head, Asked(sheet.term.id, late=True))] == [sheet.id]
    assert control.turn(control.undone(head, asked)[0]) == "teacher"
    other = Desk(actor(Role.department, department="d2"), head.store)
    assert control.counts(other, asked) == [] == control.undone(other, asked)
    mine = Desk(actor(Role.teacher, teacher=TEACHER.id), head.store)
    assert tally(control.counts(mine, asked), head.today()).late == 1
    teachers = by(control.counts(head, asked), "teacher")
    assert list(teachers) == [TEACHER.id] and teachers[TEACHER.id][0]["teacher_name"]["kk"] == "Оқытушы"
    assert any(sheet.number in row for row in read(lists.undone_xlsx(head, asked, "ru")))
    assert head.store.count("looks", {"page": "sheet_control", "did": "download"}) == 1


def test_a_sheet_closed_on_its_day_is_closed_in_time(head: Desk) -> None:
    sheet = one_sheet(head, 1, head.today())
    assert sheet.due and sheet.due >= head.today()
    fill(head, sheet, ("86", "90", "88"))
    sheets.close(head, sheet.id, sheet.revision, seen(head, sheet), Why("жабу"))
    later = Desk(head.actor, head.store, lambda: head.now() + timedelta(days=(sheet.due - head.today()).days + 5))
    found = tally(control.counts(later, Asked(sheet.term.id)), later.today())
    assert (found.due, found.in_time, found.rate, found.late) == (1, 1, 100, 0)
    assert found.states == {SheetStatus.closed.value: 1}


def test_one_press_reminds_whoever_is_late_once_a_day(head: Desk, account: User, tampered: None) -> None:
    sheet = late_sheet(head)
    asked = Asked(sheet.term.id)
    why = Why()
    assert remind(head, asked, why).told == 1
    [notice] = head.store.rows("notices", {"to": account.id})
    assert notice["page"] == "sheet_control" and "1" in notice["text"]["kk"] and notice["text"]["ru"]
    assert head.store.count("audit_events", {"action": "grade_sheet.remind"}) == 1
    remind(head, asked, why)  # a double click
    with pytest.raises(RuleBroken, match="told_today"):
        remind(head, asked, Why())
    assert head.store.count("notices", {"to": account.id}) == 1
    tomorrow = Desk(head.actor, head.store, lambda: head.now() + timedelta(days=1))
    assert remind(tomorrow, asked, Why()).told == 1


def test_nobody_is_reminded_without_need_or_right(head: Desk, account: User, tampered: None) -> None:
    sheet = one_sheet(head, 1, head.today())
    with pytest.raises(RuleBroken, match="nobody_late"):
        remind(head, Asked(sheet.term.id), Why())
    late = late_sheet(head)
    for role, scope in ((Role.teacher, {"teacher": TEACHER.id}), (Role.auditor, {}), (Role.management, {})):
        with pytest.raises(Forbidden):
            remind(Desk(actor(role, **scope), head.store), Asked(late.term.id), Why())
    with pytest.raises(RuleBroken, match="nobody_late"):  # the late one is of another department
        remind(Desk(actor(Role.department, department="d2"), head.store), Asked(late.term.id), Why())
    head.store.db["users"].delete_one({"_id": account.id})
    found = remind(Desk(actor(Role.department, department=DEPARTMENT.id), head.store), Asked(late.term.id), Why())
    assert found.told == 0 and found.unknown == (TEACHER.label.kk,), "who has no account is named"


def test_the_figures_of_a_term_leave_as_files(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(9))
    for _ in range(4):
        office.admit()
    for _ in range(50):
        office.act()
    sums.refresh(head.store)
    words = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Офис"), "city": Text(kk="Алматы")}
    head.transact("office.edit", lambda tx: tx.add(Office(_id="office", **words)), Why("ашылды"))
    known = reading.terms(head.store, head.today())
    term = reading.newest(head, known)
    assert term and reading.least_shown(head.store) == 5
    rows = reading.of_term(head.store, scope_of(head), term.code)
    said = [("year", [(str(v), f) for v, f in cut(rows, "year", 2).items()])]
    cells = read(papers.xlsx(head, "2026", figure(rows), said, 2, "ru"))
    whole = figure(rows)
    assert any(row[2:4] == [whole.all, whole.passed] for row in cells), "numbers, not words"
    assert papers.pdf(head, "2026", whole, said, 2, "kk").startswith(b"%PDF")
    assert head.store.count("looks", {"page": "results"}) == 2
