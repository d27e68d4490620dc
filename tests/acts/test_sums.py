"""Sums equal the records: after any acts, in every slice, and the rows behind a number are as many as it says."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import figures, history, imports, rulebooks, sheets, students, sums
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError
from core.figures import charts
from core.indicators.periods import Period
from core.scheduler import Every, Scheduler
from core.scope import Scope, scope_of
from core.sums import build, marks
from core.sums.days import MONTH, ends
from core.sums.scan import CONTINGENT, Scan
from core.sums.worker import look
from schemas.base import Basis, Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import GradeSheet
from schemas.reference import Department, UnitKind
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import LessonKind, Role, TermKind
from tests.acts.test_imports import TWO, bring, results
from tests.acts.test_sheets import fill, put, seen
from tests.conftest import actor

BASIS = Basis(kind="қызметтік жазба", number="1")


class SmallOffice:
    """Two faculties, three departments, four terms; acts upon it by the dice."""

    def __init__(self, head: Desk, senior: Desk, dice: random.Random) -> None:
        self.head, self.senior, self.dice = head, senior, dice
        rulebooks.install(head, "kz-2022")
        self.faculties = [self.unit(f"F{i}", UnitKind.faculty, None) for i in range(2)]
        self.departments = [self.unit(f"D{i}", UnitKind.department, self.faculties[i % 2]) for i in range(3)]
        today = head.today()
        year = today.year - 1
        kinds = [
            (TermKind.autumn, year - 1),
            (TermKind.spring, year - 1),
            (TermKind.autumn, year),
            (TermKind.spring, year),
        ]
        self.terms = [
            put(head, Term(code=f"{y}-{n}", kind=k, year=y, starts=today - timedelta(days=700 - 150 * n),
                           ends=today - timedelta(days=600 - 150 * n)))
            for n, (k, y) in enumerate(kinds)
        ]  # fmt: skip
        self.disciplines = [
            put(head, Discipline(code=f"P{i}", name=Text(kk=f"Пән {i}"), credits=Decimal(i + 3))) for i in range(3)
        ]
        self.people: list[tuple[str, str]] = []
        self.n = 0

    def unit(self, code: str, kind: UnitKind, parent: Department | None) -> Department:
        ref = parent.ref() if parent else None
        return put(self.head, Department(code=code, name=Text(kk=code), kind=kind, parent=ref))

    def admit(self) -> None:
        self.n += 1
        unit = self.dice.choice(self.departments)
        day = self.head.today() - timedelta(days=self.dice.randrange(710, 900))
        study = StudyProfile(
            id=f"s{self.n}", department=unit.ref(), year=self.dice.choice([1, 2, None]), admitted_on=day
        )
        profile = Profile(number=f"N{self.n}", name=Name(last=f"Тегі{self.n}", first="А"), iin_absent_reason="тест")
        made = students.admit(self.head, profile, study, Why("қабылдау"))
        self.people.append((made.id, study.id))

    def edit(self) -> None:
        id, study = self.dice.choice(self.people)
        revision = self.head.store.one("students", {"_id": id}, {"revision": 1})["revision"]  # type: ignore[index]
        field, value = self.dice.choice([
            ("status", self.dice.choice(["active", "academic_leave", "expelled", "graduated"])),
            ("department", self.dice.choice(self.departments).ref()),
            ("year", self.dice.choice([1, 2, 3])),
        ])  # fmt: skip
        day = self.head.today() - timedelta(days=self.dice.randrange(0, 500))
        students.edit(self.head, id, revision, {f"studies.{study}.{field}": value}, Why("бұйрық"), day)

    def open(self) -> None:
        self.n += 1
        term, discipline = self.dice.choice(self.terms), self.dice.choice(self.disciplines)
        chosen = self.dice.sample(self.people, min(len(self.people), self.dice.randrange(1, 4)))
        members = [Member(student=Ref(id=i, label=Text(kk="С")), study=s, number="1") for i, s in chosen]
        unit = self.dice.choice([*self.departments, None])
        teacher = Ref(id=self.dice.choice("abc"), label=Text(kk="Мұғалім"))
        section = put(self.head, Section(
            code=f"S{self.n}", term=term.ref(), discipline=discipline.ref(), members=members, teacher=teacher,
            department=unit.ref() if unit else None, kind=self.dice.choice([LessonKind.group, LessonKind.individual]),
        ))  # fmt: skip
        today = self.head.today()
        due = today + timedelta(days=self.dice.choice([-30, -1, 0, 1, 30])) if self.dice.random() < 0.8 else None
        day = today - timedelta(days=self.dice.randrange(0, 700))
        sheets.open_sheet(self.head, section.id, day, [teacher], Why("сессия"), due)

    def close(self) -> None:
        rows = self.head.store.rows("grade_sheets", {"status": "open"})
        if rows:
            sheet = GradeSheet.model_validate(self.dice.choice(rows))
            fill(self.head, sheet, *[
                ("80", "80", self.dice.choice(["95", "72", "55", "40", "10", "к", "с"])) for _ in sheet.lines
            ])  # fmt: skip
            sheets.close(self.head, sheet.id, sheet.revision, seen(self.head, sheet), Why("жабу"))

    def correct(self) -> None:
        rows = self.head.store.rows("grade_sheets", {"status": "closed"})
        if not rows:
            return
        sheet = GradeSheet.model_validate(self.dice.choice(rows))
        texts = {"score": self.dice.choice(["50", "88", "30"])}
        line = sheet.lines[0].student.id
        made = sheets.propose(self.senior, sheet.id, sheet.revision, line, texts, Why("қате", BASIS))
        if self.dice.random() < 0.6:
            sheets.confirm(self.head, sheet.id, made.revision, made.corrections[-1].act, Why("растау"))

    def act(self) -> None:
        with suppress(OfficeError):  # nothing would change, or one waits already: a refusal is an answer too
            self.dice.choice([self.admit, self.edit, self.edit, self.open, self.close, self.close, self.correct])()


def direct(store: Store, today: date) -> dict[str, Any]:
    """The same figures counted over whole documents with the office's own fold, in the plainest way."""
    units = {r["_id"]: (r.get("parent") or {}).get("id") for r in store.rows("departments", {})}
    sections = {r["_id"]: r for r in store.rows("sections", {})}
    people = store.rows("students", {})
    found: dict[str, Any] = {k: Counter() for k in ("now", "debts", "results", "before")}
    for row in people:
        for study in row["studies"]:
            unit = (study["department"] or {}).get("id")
            found["now"][unit, units.get(unit), study["status"], study["year"]] += 1
            found["debts"][unit, study["status"]] += study["totals"]["academic_debts"]
            for r in study["record"]:
                own = (sections.get(r["section"], {}).get("department") or {}).get("id") or unit
                found["results"][r["term"], own, r["code"], r["letter"]] += 1
        for study in history.fold(history.parse(row["events"]), today - MONTH)["studies"]:
            if study["status"] in CONTINGENT:
                found["before"]["contingent", (study["department"] or {}).get("id")] += 1
                found["before"]["debts", (study["department"] or {}).get("id")] += study["totals"]["academic_debts"]
    found["waiting"] = sum(c["state"] == "proposed" for r in store.rows("grade_sheets", {}) for c in r["corrections"])
    return found


def summed(store: Store) -> dict[str, Any]:
    """The same figures from the sums."""
    rows = {r["_id"]: r["rows"] for r in store.rows("sums", {"rows": {"$exists": True}})}
    found: dict[str, Any] = {k: Counter() for k in ("now", "debts", "results", "before")}
    for r in rows["contingent"]:
        found["now"][r["department"], r["faculty"], r["status"], r["year"]] += r["n"]
        found["debts"][r["department"], r["status"]] += r["debts"]
    for r in rows["before"]:
        if r["figure"] in ("contingent", "debts"):
            found["before"][r["figure"], r["department"]] += r["n"]
    for name, part in rows.items():
        kind, _, term = name.partition(":")
        for r in part:
            if kind == "results":
                for letter, n in r["letters"].items():
                    found["results"][term, r["department"], r["discipline"], letter] += n
    found["waiting"] = sum(r["n"] for r in rows["today"] if r["figure"] == "corrections")
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sums_equal_the_records_after_any_acts(head: Desk, senior: Desk, seed: int) -> None:
    office = SmallOffice(head, senior, random.Random(seed))
    sums.refresh(head.store)
    for _ in range(3):
        office.admit()
    for _ in range(4):
        for _ in range(12):
            office.act()
        # Only what acts marked is rebuilt: an act that forgot its mark would show here.
        assert build.drain(head.store) > 0
        assert summed(head.store) == direct(head.store, head.today())
        assert head.store.count("dirty", {}) == 0


def rates(store: Store, period: Period) -> tuple[int, int, int]:
    """Of a period by the sums: passed, of quality, graded."""
    found = sums.read(store, [f"results:{code}" for _, code in period.terms])
    rows = [r for part in found.values() for r in part]
    return tuple(sum(r[k] for r in rows for k in of) for of in (("passed",), ("quality",), ("passed", "failed")))  # type: ignore[return-value]


def test_an_act_leaves_a_mark_and_a_refused_act_leaves_none(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(0))
    office.admit()
    sums.refresh(head.store)
    before = sums.generation(head.store)
    office.open()
    said = {r["slice"] for r in head.store.rows("dirty", {})}
    term = head.store.rows("grade_sheets", {})[0]["term_code"]
    assert f"sheets:{term}" in said and any(m.startswith("load:") for m in said)
    assert sums.generation(head.store) == before, "no act touches the sums"
    head.store.side("dirty").delete_many({})
    with pytest.raises(OfficeError):
        students.edit(head, office.people[0][0], 1, {"studies.s1.department": None, "number": "1 2"}, Why("б"))
    assert head.store.count("dirty", {}) == 0


def test_an_import_is_counted_when_it_is_published_and_no_more_when_undone(senior: Desk) -> None:
    store = senior.store
    put(senior, Term(code="2024-1", kind=TermKind.autumn, year=2024))
    sums.refresh(store)
    bring(senior, TWO)
    scores = bring(senior, results("1,HIST,Тарих,2024-1,3,A,1", "2,HIST,Тарих,2024-1,3,F,1"), "results", "midfield")
    build.drain(store)
    assert summed(store) == direct(store, senior.today()) and sum(summed(store)["results"].values()) == 2
    imports.undo(senior, scores.id, scores.revision, Why("қайтару"))
    build.drain(store)
    assert sum(summed(store)["results"].values()) == 0
    first = imports.history(senior)[-1]
    imports.undo(senior, first.id, first.revision, Why("қайтару"))
    build.drain(store)
    assert sum(summed(store)["now"].values()) == 0


def test_a_mark_that_comes_while_sums_are_rebuilt_is_not_lost(head: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sums.note(head.store, ["contingent"])
    inner = build._rebuild

    def meanwhile(scan: Scan, wanted: set[str]) -> int:
        done = inner(scan, wanted)
        sums.note(head.store, ["labels"])
        return done

    monkeypatch.setattr(build, "_rebuild", meanwhile)
    assert build.drain(head.store) == 1
    assert [r["slice"] for r in head.store.rows("dirty", {})] == ["labels"]


def test_the_scheduler_rebuilds_on_marks_and_on_a_new_day_and_one_works_at_a_time(head: Desk, senior: Desk) -> None:
    store = head.store
    table = {"sums": Every(0, "core.sums.worker:looker")}
    one, other = Scheduler(store, table), Scheduler(store, table)

    def round() -> None:
        assert one.round() and not other.round(), "the lease is the first one's"
        one.settle()

    round()
    assert not look(store), "the first look builds everything, the second finds nothing to do"
    SmallOffice(head, senior, random.Random(0)).admit()
    round()
    assert sum(r["n"] for r in sums.read(store, ["contingent"])["contingent"]) == 1
    store.side("sums").update_one({"_id": "today"}, {"$set": {"day": "2020-01-01"}})
    round()
    assert store.one("sums", {"_id": "today"}) != {"day": "2020-01-01"} and not look(store)
    one.stop()
    assert other.round(), "given back, the lease is anybody's"
    other.stop()


def test_marks_say_what_becomes_old() -> None:
    terms = [
        {"_id": "t1", "code": "2026-1", "starts": "2026-09-01", "ends": "2026-12-31"},
        {"_id": "t2", "code": "2025-2", "starts": "2026-01-18", "ends": "2026-06-14"},
        {"_id": "t3", "code": "2026-2", "starts": "2027-01-18", "ends": "2027-06-14"},
    ]  # fmt: skip
    today = date(2026, 11, 23)

    def old(*said: str) -> set[str]:
        return marks.slices_of(said, terms, today)

    assert old("labels") == set()
    signals = {"signals:2026-1"}
    assert old("sheets:2026-1") == {"today"} | signals
    assert old("results:2026-1", "past:2026-11-20") == {
        "results:2026-1", "interim:2026-1", "contingent", "progress", "today",
    } | signals  # fmt: skip
    assert old("past:2026-10-24") == {"before", "interim:2026-1"} and old("past:2026-10-25") == {"interim:2026-1"}
    assert old("past:2026-06-14") == {"before", "interim:2026-1", "interim:2025-2"}
    assert old("load:t1") == {"results:2026-1", "interim:2026-1", "today"}
    whole = {"results:2025-2", "interim:2025-2", "signals:2025-2", "contingent", "before", "today"}
    assert whole <= old("all")


def test_a_department_head_sees_no_other_department(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(5))
    for _ in range(3):
        office.admit()
    for _ in range(40):
        office.act()
    sums.refresh(head.store)
    mine, foreign = office.departments[0].id, office.departments[1].id
    store = head.store
    desk = Desk(actor(Role.department, department=mine), store)
    assert scope_of(desk) == Scope((mine,)) == scope_of(head, mine)
    assert charts.contingent(store, scope_of(desk)) == charts.contingent(store, Scope((mine,)))
    assert {r["department"] for r in charts.contingent(store, scope_of(desk))} <= {mine}
    assert {r["department"] for r in charts.results(store, scope_of(desk), head.today())[0]} <= {mine}
    with pytest.raises(Forbidden):
        scope_of(desk, foreign)
    faculty = Desk(actor(Role.registrar, faculty=office.faculties[1].id), store)
    assert scope_of(faculty, foreign) == Scope((foreign,))
    with pytest.raises(Forbidden):
        scope_of(faculty, mine)
    with pytest.raises(Forbidden):
        scope_of(Desk(actor(Role.teacher, teacher="a"), store))
    homeless = Desk(actor(Role.department), store)
    assert not charts.contingent(store, scope_of(homeless))


def test_the_checklist_follows_what_is_there(head: Desk, senior: Desk) -> None:
    assert [s.done for s in figures.steps(head)] == [False] * 7
    office = SmallOffice(head, senior, random.Random(0))
    done = {s.key for s in figures.steps(head) if s.done}
    assert done == {"units", "terms"}
    office.admit()
    office.open()
    assert figures.steps(head) == []


def test_a_correction_waits_for_another_person_only(head: Desk, senior: Desk) -> None:
    office = SmallOffice(head, senior, random.Random(3))
    office.admit()
    office.open()
    assert len(figures.waiting(head).sheets) == 1
    office.close()
    sheet = GradeSheet.model_validate(head.store.rows("grade_sheets", {})[0])
    line = sheet.lines[0].student.id
    sheets.propose(senior, sheet.id, sheet.revision, line, {"score": "77"}, Why("қате", BASIS))
    assert len(figures.waiting(head).corrections) == 1 and figures.waiting(senior).corrections == []
    assert figures.waiting(head).sheets == []


def test_a_term_without_days_has_the_usual_ones_of_its_kind() -> None:
    assert ends({"kind": "autumn", "year": 2026}) == date(2027, 1, 4)
    assert ends({"kind": "summer", "year": 2026, "ends": "2027-08-01"}) == date(2027, 8, 1)
