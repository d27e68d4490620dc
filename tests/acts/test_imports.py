"""Bringing a table in against a real database: whole or not at all, told before, undone as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from core import history, imports, pending, rulebooks, students
from core.audit.verify import verify
from core.db import connection
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, RuleBroken
from core.imports import command, work
from core.imports.acts import LaterWork
from core.jobs import big
from schemas.importing import Import
from schemas.reference import Department
from schemas.student import Student
from schemas.words import Role
from tests.acts.job_kit import ended, worker
from tests.conftest import actor

LETTERS = "student,code,title,term,credits,letter,section\n"


def csv(*rows: str, head: str = "number;name.last;name.first;iin_absent_reason;study.group;contacts.phone") -> bytes:
    return "\n".join([head, *rows]).encode()


def dry(desk: Desk, data: bytes, kind: Any = "students", rules: str = "", name: str = "f.csv") -> imports.Plan:
    table = imports.read(name, data)
    return imports.plan(desk, table, kind, imports.guess(kind, table.headings), rules)


def bring(desk: Desk, data: bytes, kind: Any = "students", rules: str = "") -> Import:
    return imports.accept(desk, dry(desk, data, kind, rules), Why("тест"))


def results(*rows: str) -> bytes:
    return (LETTERS + "\n".join(rows)).encode()


def whole(desk: Desk, tmp: Any) -> None:
    """Every chain, entry and folded state fits."""
    report = verify(desk.store, tmp)
    assert report.findings == [], report.findings[:5]


def record(desk: Desk, number: str) -> list[dict[str, Any]]:
    row = desk.store.one("students", {"number": number})
    assert row is not None
    state = history.fold(history.parse(row["events"]))
    assert {k: row[k] for k in state} == state
    return list(row["studies"][0]["record"]) if row["studies"] else []


TWO = csv("1;Әбенова;Қарлығаш;шетелдік;ОС-1;+7 701 000 00 01", "2;Серік;Әли;шетелдік;ОС-1;")


@pytest.fixture
def office(senior: Desk) -> Desk:
    bring(senior, TWO)
    return senior


@pytest.fixture
def scored(office: Desk) -> Desk:
    bring(office, results("1,HIST,Тарих,2024-1,3,A,1", "1,MUS,Музыка,2024-2,5,B,1",
    "2,HIST,Тарих,2024-1,3,C,1"),
          "results", "midfield")  # fmt: skip
    return office


def test_people_come_in_and_are_found(office: Desk, tmp_path: Any) -> None:
    assert [r["number"] for r in students.listed(office, "абенова")] == ["1"]
    card = students.card(office, students.listed(office, "абенова")[0]["_id"])
    assert card.contacts.phone == "+7 701 000 00 01" and card.studies[0].group == "ОС-1"
    assert "701 000" not in str(office.store.rows("students", {}))
    (line,) = imports.history(office)
    assert (line.created_count, line.changed_count, line.rows, line.state) == (2, 0, 2, "accepted")
    whole(office, tmp_path)


def test_same_file_again_changes_nothing_and_adds_no_line(office: Desk) -> None:
    before = office.store.count("audit_events", {})
    plan = dry(office, TWO)
    assert plan.verdicts == ["same", "same"]
    with pytest.raises(RuleBroken) as e:
        imports.accept(office, plan, Why("тағы"))
    assert e.value.key == "imports.nothing_new"
    assert office.store.count("audit_events", {}) == before and len(imports.history(office)) == 1


def test_same_command_twice_is_one_import(senior: Desk) -> None:
    why = Why("тест")
    plan = dry(senior, TWO)
    assert imports.accept(senior, plan, why).id == imports.accept(senior, plan, why).id
    assert senior.store.count("students", {}) == 2


def test_a_corrected_file_updates_by_key_even_with_columns_in_another_order(office: Desk, tmp_path: Any) -> None:
    head = "contacts.phone;study.group;iin_absent_reason;name.first;name.last;number"
    data = csv("+7 701 000 00 01;ОС-2;шетелдік;Қарлығаш;Әбенова;1", ";ОС-1;шетелдік;Әли;Серік;2", head=head)
    plan = dry(office, data)
    assert plan.verdicts == ["changed", "same"]
    assert [(p.rsplit(".", 1)[-1], was, now) for p, was, now in plan.changes[0]] == [("group", "ОС-1", "ОС-2")]
    imports.accept(office, plan, Why("түзету"))
    assert office.store.count("students", {}) == 2
    assert [r["number"] for r in students.listed(office, filters={"studies.group": "ОС-2"})] == ["1"]
    whole(office, tmp_path)


def test_an_empty_cell_erases_nothing(office: Desk) -> None:
    assert dry(office, csv("1;Әбенова;Қарлығаш;;;")).verdicts == ["same"]


def test_problems_name_row_column_and_reason_and_nothing_comes_in(senior: Desk) -> None:
    head = "number;name.last;name.first;iin;sex;born;study.department"
    data = csv(
        "1;А;Б;31105699007;ер;05.11.2003;", "2;А;Б;031105699007;қате;;", "2;А;Б;;;31.02.2003;",
        ";А;Б;;;;", "5;А;Б;;;;Фортепиано", "6;А;Б;;;;", head=head,
    )  # fmt: skip
    plan = dry(senior, data)
    assert [(p.row, p.field, p.key) for p in plan.problems] == [
        (2, "iin", "imports.iin_lost_zeros"),
        (3, "sex", "imports.not_in_list"),
        (4, "born", "errors.field.date_impossible"),
        (5, "number", "errors.field.missing"),
        (6, "study.department", "imports.reference_unknown"),
        (7, "iin", "errors.field.iin_or_reason"),
    ]
    assert plan.verdicts == ["problem"] * 6
    with pytest.raises(RuleBroken) as e:
        imports.accept(senior, plan, Why("а"))
    assert e.value.key == "imports.has_problems" and senior.store.count("students", {}) == 0


def test_two_rows_of_one_key_are_a_problem_not_a_choice(office: Desk) -> None:
    plan = dry(office, csv("9;А;Б;x;;", "8;В;Г;x;;", "9;А;Басқа;x;;"))
    assert [(p.row, p.key, p.values) for p in plan.problems] == [(4, "imports.key_twice", {"first": 2})]
    plan = dry(office, results("1,HIST,Тарих,2024-1,3,A,1", "1,HIST,Тарих,2024-1,3,B,1"), "results", "midfield")
    assert [(p.row, p.key) for p in plan.problems] == [(3, "imports.key_twice")]


def test_an_iin_stands_once_in_the_file_and_in_the_register(senior: Desk) -> None:
    head = "number;name.last;name.first;iin"
    bring(senior, csv("1;А;Б;031105699007", head=head))
    plan = dry(senior, csv("2;А;Б;031105699007", "3;А;Б;031105699007", head=head))
    assert [(p.row, p.key) for p in plan.problems] == [(2, "imports.iin_of_other"), (3, "imports.iin_twice")]


def test_problem_file_marks_the_rows_and_runs_nothing(senior: Desk) -> None:
    plan = dry(senior, csv("1;=1+1;@x;;;", "2;+А;-Б;себеп;;"))
    data = imports.problem_file(plan, "kk")
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[1][2:4] == ["=1+1", "@x"] and rows[2][2:4] == ["+А", "-Б"]
    assert "ЖСН" in str(rows[1][-1]) and rows[2][-1] == ""
    assert b"<f>" not in data


def test_a_department_is_named_by_its_code_and_gives_the_faculty(head: Desk) -> None:
    from schemas.base import Text

    faculty = Department(code="F1", name=Text(kk="Аспап факультеті"))
    piano = Department(code="P", name=Text(kk="Фортепиано"), parent=faculty.ref())
    for unit in (faculty, piano):
        head.transact("reference.edit", lambda tx, unit=unit: tx.add(unit), Why("а"))  # type: ignore[misc]
    fields = "number;name.last;name.first;iin_absent_reason;study.department"
    bring(head, csv("1;А;Б;x;P", "2;А;Б;x;фортепиано", head=fields))
    own = Desk(actor(Role.registrar, faculty=faculty.id), head.store)
    assert {r["number"] for r in students.listed(own)} == {"1", "2"}


def test_results_earned_elsewhere_keep_their_scale_credits_and_source(scored: Desk, tmp_path: Any) -> None:
    rows = record(scored, "1")
    assert [(r["code"], r["letter"], str(r["points"]), str(r["credits"]), r["on"]) for r in rows] == [
        ("HIST", "A", "4.0", "3", "2024-12-31"), ("MUS", "B", "3.0", "5", "2025-06-30"),
    ]  # fmt: skip
    assert {r["rules"] for r in rows} == {"midfield@1"} and {r["source"] for r in rows} == {"f.csv"}
    assert scored.store.names("disciplines", "code") == ["HIST", "MUS"]
    assert scored.store.names("terms", "code") == ["2024-1", "2024-2"]
    past = students.as_of(scored, students.listed(scored, "абенова")[0]["_id"], date(2025, 1, 15))
    assert [r["code"] for r in past["studies"][0]["record"]] == ["HIST"]
    whole(scored, tmp_path)


def test_results_that_do_not_fit_are_told(scored: Desk) -> None:
    rows = ("7,HIST,Тарих,2024-1,3,A,1", "1,X,Т,2024-1,3,Ы,1", "1,Y,Т,күз,3,A,1", "1,Z,Т,2024-1,,A,1")
    plan = dry(scored, results(*rows), "results", "midfield")
    assert [(p.row, p.field, p.key) for p in plan.problems] == [
        (2, "student", "imports.student_unknown"),
        (3, "letter", "rulebooks.unknown_letter"),
        (4, "term", "imports.term_unknown"),
        (5, "credits", "errors.field.missing"),
    ]
    with pytest.raises(RuleBroken, match="no_rulebook"):
        dry(scored, results("1,HIST,Тарих,2024-1,3,A,1"), "results")


def test_percents_give_the_letter_of_their_rulebook(office: Desk) -> None:
    rulebooks.install(Desk(actor(Role.head), office.store), "kz-2022")
    data = b"student,code,term,credits,final_grade,letter\n1,A,2024-1,3,88,B+\n2,A,2024-1,3,88,A\n"
    plan = dry(office, data, "results", "kz-2022")
    assert [(p.row, p.key) for p in plan.problems] == [(3, "imports.letter_differs")]
    bring(office, b"student,code,term,credits,final_grade\n1,A,2024-1,3,88\n", "results", "kz-2022")
    assert record(office, "1")[0]["letter"] == "B+"


def test_a_corrected_result_holds_for_every_day_and_undoing_brings_the_old_one_back(
    scored: Desk, tmp_path: Any
) -> None:
    data = results("1,HIST,Тарих,2024-1,3,B+,1", "1,MUS,Музыка,2024-2,5,B,1", "2,HIST,Тарих,2024-1,3,C,1")
    plan = dry(scored, data, "results", "midfield")
    assert plan.verdicts == ["changed", "same", "same"]
    assert {p for p, _, _ in plan.changes[0]} == {"letter", "points"}
    line = imports.accept(scored, plan, Why("түзету"))
    assert sorted(r["letter"] for r in record(scored, "1")) == ["B", "B+"]
    id = students.listed(scored, "абенова")[0]["_id"]
    assert students.as_of(scored, id, date(2025, 1, 15))["studies"][0]["record"][0]["letter"] == "B+"
    whole(scored, tmp_path)
    imports.undo(scored, line.id, line.revision, Why("қате"))
    assert sorted(r["letter"] for r in record(scored, "1")) == ["A", "B"]
    whole(scored, tmp_path)


def test_an_import_is_undone_as_a_whole_and_can_come_again(scored: Desk, tmp_path: Any) -> None:
    letters, people = imports.history(scored)
    with pytest.raises(LaterWork) as e:
        imports.undo(scored, people.id, people.revision, Why("қате"))
    assert e.value.students == [("1", "result_recorded"), ("2", "result_recorded")]
    imports.undo(scored, letters.id, letters.revision, Why("қате"))
    assert record(scored, "1") == [] and scored.store.count("disciplines", {"active": True}) == 0
    id = students.listed(scored, "абенова")[0]["_id"]
    imports.undo(scored, people.id, people.revision, Why("қате"))
    assert students.listed(scored) == [] and students.count(scored) == 0
    with pytest.raises(NotFound):
        students.card(scored, id)
    assert {i.state for i in imports.history(scored)} == {"undone"}
    whole(scored, tmp_path)
    plan = dry(scored, TWO)
    assert plan.verdicts == ["created", "created"]
    imports.accept(scored, plan, Why("қайта"))
    assert students.card(scored, id).number == "1" and students.count(scored) == 2
    bring(scored, results("1,HIST,Тарих,2024-1,3,A,1"), "results", "midfield")
    assert [r["letter"] for r in record(scored, "1")] == ["A"]
    assert scored.store.names("disciplines", "code", {"active": True}) == ["HIST"]
    whole(scored, tmp_path)


def test_an_import_with_later_edits_is_not_undone(office: Desk) -> None:
    (line,) = imports.history(office)
    row = students.listed(office, "абенова")[0]
    students.edit(office, row["_id"], row["revision"], {"citizenship": "KZ"}, Why("б"))
    with pytest.raises(LaterWork) as e:
        imports.undo(office, line.id, line.revision, Why("қате"))
    assert e.value.students == [("1", "profile_edited")]
    assert students.count(office) == 2


def test_who_may(office: Desk) -> None:
    (line,) = imports.history(office)
    registrar = Desk(actor(Role.registrar, faculty="f"), office.store)
    with pytest.raises(Forbidden):
        dry(registrar, TWO)
    with pytest.raises(Forbidden):
        imports.accept(registrar, dry(office, csv("3;А;Б;x;;")), Why("а"))
    with pytest.raises(Forbidden):
        imports.undo(registrar, line.id, line.revision, Why("а"))


# big files, crashes, others at work -------------------------------------------------------------------------


class Killed(BaseException):
    """The power goes."""


def many(n: int) -> bytes:
    return csv(*(f"N{i:06};Тегі{i};Аты;шетелдік;Т-{i % 40};+7 701 {i:07}" for i in range(n)))


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, BaseException], None]]:
    """Make the n-th batch of the next big act fail."""
    made = big._writer

    def arm(n: int, error: BaseException) -> None:
        def writer(job: str, at: int, *rest: Any) -> Any:
            if at == n:
                raise error
            return made(job, at, *rest)

        monkeypatch.setattr(big, "_writer", writer)

    yield arm
    monkeypatch.setattr(big, "_writer", made)


def test_five_thousand_rows_come_in_at_once_and_go_at_once(senior: Desk, tmp_path: Any) -> None:
    line = bring(senior, many(5000))
    assert students.count(senior) == 5000
    (entry,) = senior.store.rows("audit_events", {"action": "import.accept"})
    assert entry["pages"] == 10 and entry["root"]
    whole(senior, tmp_path)
    imports.undo(senior, line.id, line.revision, Why("қате"))
    assert students.count(senior) == 0
    whole(senior, tmp_path)


def test_a_crash_between_batches_leaves_nothing(senior: Desk, fails: Any, tmp_path: Any) -> None:
    plan = dry(senior, many(1700))
    fails(2, Killed())
    with pytest.raises(Killed):
        imports.accept(senior, plan, Why("а"))
    assert senior.store.count("students", {}) == 1000  # written, and nobody sees them
    assert students.count(senior) == 0 and students.listed(senior, "Тегі1") == []
    whole(senior, tmp_path)
    assert big.recover(senior.store) == 1
    for collection in ("students", "staged", "personal", "imports", "audit_events", "audit_pages"):
        assert senior.store.count(collection, {}) == 0, collection
    assert big.recover(senior.store) == 0
    whole(senior, tmp_path)


def test_a_batch_that_fails_withdraws_the_whole_and_says_why(senior: Desk, fails: Any) -> None:
    plan = dry(senior, many(1700))
    fails(3, RuleBroken("errors.rule_broken"))
    why = Why("а")
    with pytest.raises(RuleBroken):
        imports.accept(senior, plan, why)
    assert senior.store.count("students", {}) == senior.store.count("personal", {}) == 0
    job = big.progress(senior.store, why.command)
    assert job and job["state"] == "withdrawn" and job["error"]["key"] == "errors.rule_broken"


def test_a_crash_after_publishing_is_finished_at_the_next_start(
    scored: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    def killed(*_: Any) -> None:
        raise Killed

    monkeypatch.setattr(big, "finish", killed)
    plan = dry(scored, results("1,ART,Өнер,2025-1,4,A,1", "2,ART,Өнер,2025-1,4,B,1"), "results", "midfield")
    with pytest.raises(Killed):
        imports.accept(scored, plan, Why("а"))
    monkeypatch.undo()
    assert scored.store.count("students", {"pending": {"$ne": None}}) == 2
    whole(scored, tmp_path)
    # Whoever takes a student in hand finds the published results there.
    first = scored.store.one("students", {"number": "1"})
    assert first and len(scored.get(Student, first["_id"], "student.read").studies[0].record) == 3
    second = scored.store.one("students", {"number": "2"})
    assert second
    students.edit(scored, second["_id"], second["revision"] + 1, {"citizenship": "KZ"}, Why("б"))
    assert [r["code"] for r in record(scored, "2")] == ["HIST", "ART"]
    assert big.recover(scored.store) == 1
    assert scored.store.count("students", {"pending": {"$ne": None}}) == 0
    whole(scored, tmp_path)


def test_an_act_on_a_student_of_a_running_import_withdraws_the_import(
    scored: Desk, fails: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    plan = dry(scored, results("1,ART,Өнер,2025-1,4,A,1", "2,ART,Өнер,2025-1,4,B,1"), "results", "midfield")
    row = scored.store.one("students", {"number": "2"})
    assert row
    published = big._publish

    def meanwhile(tx: Any, job: str, publish: Any) -> Any:
        if not scored.store.one("jobs", {"_id": job, "broken": {"$ne": None}}):
            students.edit(scored, row["_id"], row["revision"], {"citizenship": "KZ"}, Why("б"))
        return published(tx, job, publish)

    monkeypatch.setattr(big, "_publish", meanwhile)
    with pytest.raises(RuleBroken) as e:
        imports.accept(scored, plan, Why("а"))
    assert (e.value.key, e.value.values) == ("imports.student_changed", {"number": "2"})
    assert [len(record(scored, n)) for n in "12"] == [2, 1]
    assert scored.store.count("students", {"pending": {"$ne": None}}) == 0
    assert scored.store.count("disciplines", {"code": "ART"}) == 0
    whole(scored, tmp_path)


def test_a_student_changed_since_the_dry_run_stops_the_import(scored: Desk) -> None:
    plan = dry(scored, results("1,ART,Өнер,2025-1,4,A,1", "2,ART,Өнер,2025-1,4,B,1"), "results", "midfield")
    row = scored.store.one("students", {"number": "1"})
    assert row
    students.edit(scored, row["_id"], row["revision"], {"citizenship": "KZ"}, Why("б"))
    why = Why("а")
    with pytest.raises(RuleBroken) as e:
        imports.accept(scored, plan, why)
    assert (e.value.key, e.value.values) == ("imports.student_changed", {"number": "1"})
    assert [len(record(scored, n)) for n in "12"] == [2, 1]
    # The form on the screen keeps its command: checked anew, the same command goes through.
    again = results("1,ART,Өнер,2025-1,4,A,1", "2,ART,Өнер,2025-1,4,B,1")
    imports.accept(scored, dry(scored, again, "results", "midfield"), why)
    assert [len(record(scored, n)) for n in "12"] == [3, 2]


def test_a_stopped_import_leaves_nothing(senior: Desk) -> None:
    why = Why("а")

    class Stopped:
        """The long work whose stop was asked for after the first batch."""

        done = 0

        def progress(self, done: int, total: int | None = None) -> None:
            self.done = done

        def stopped(self) -> bool:
            return self.done > 0

    with pytest.raises(RuleBroken) as e:
        imports.accept(senior, dry(senior, many(3000)), why, Stopped())
    assert e.value.key == "imports.stopped" and senior.store.count("students", {}) == 0
    assert (big.progress(senior.store, why.command) or {})["state"] == "withdrawn"


def test_an_import_runs_beside_the_page(store: Store) -> None:
    desk, data, why = worker(store, Role.senior_registrar), many(1200), Why("а")
    matches = imports.guess("students", imports.read("f.csv", data).headings)
    plan = dry(desk, data)
    id = work.begin(desk, plan, data, matches, "", why)
    assert work.begin(desk, plan, data, matches, "", why) == id, "a double click is one work"
    row = ended(store, id)
    assert (row["state"], row["done"], row["total"]) == ("done", 1200, 1200), row["error"]
    line = imports.history(desk)[0]
    assert line.number == row["result"]["number"] and store.count("students", {}) == 1200
    assert pending.unpublished(store) == []
    row = ended(store, work.begin_undo(desk, line, Why("б")))
    assert row["state"] == "done" and row["result"]["state"] == "undone", row["error"]
    assert students.count(desk) == 0


def test_what_changed_after_the_check_is_not_brought_in(store: Store) -> None:
    desk, data = worker(store, Role.senior_registrar), many(3)
    matches = imports.guess("students", imports.read("f.csv", data).headings)
    plan = dry(desk, data)
    bring(desk, many(2))
    row = ended(store, work.begin(desk, plan, data, matches, "", Why("а")))
    assert row["state"] == "failed" and row["error"]["key"] == "imports.differs_now"
    assert store.count("students", {}) == 2


def test_a_way_of_matching_is_kept_under_a_name(senior: Desk) -> None:
    from schemas.importing import Match

    matches = [Match(target="number", column="Код"), Match(target="name.last", column="ФИО", make="word:1"),
               Match(target="name.first", column="ФИО", make="rest:2"),
               Match(target="sex", column="Пол", codes={"1": "male", "2": "female"}),
               Match(target="iin_absent_reason", constant="көне тізім")]  # fmt: skip
    imports.save_preset(senior, "Ескі тізім", "students", matches, "", Why("а"))
    imports.save_preset(senior, "Ескі тізім", "students", matches, "", Why("а"))
    by = imports.preset(senior.store, "Ескі тізім")
    assert [p.name for p in imports.presets(senior, "students")] == ["Ескі тізім", "midfield_students"]
    fits = imports.suggested(senior, ["Код", "ФИО", "Пол", "x"])
    assert fits and fits.name == "Ескі тізім" and imports.suggested(senior, ["Код"]) is None
    table = imports.read("a.csv", "Код;ФИО;Пол\n7;Әбенова Қарлығаш Серікқызы;2".encode())
    imports.accept(senior, imports.plan(senior, table, by.kind, by.matches, by.rules), Why("а"))
    row = senior.store.one("students", {"number": "7"})
    assert row and (row["name"]["first"], row["sex"]) == ("Қарлығаш Серікқызы", "female")


def test_terms_come_in_and_are_updated_by_code(senior: Desk, tmp_path: Any) -> None:
    head = "code;kind;year;starts;ends"
    bring(senior, csv("2026-1;Күзгі семестр;2026;01.09.2026;", head=head), "terms")
    plan = dry(senior, csv("2026-1;autumn;2026;01.09.2026;30.12.2026", head=head), "terms")
    assert plan.verdicts == ["changed"]
    imports.accept(senior, plan, Why("а"))
    assert senior.store.rows("terms", {})[0]["ends"] == "2026-12-30"
    bad = dry(senior, csv("2026-2;весенний семестр;2026;01.09.2026;01.08.2026", head=head), "terms")
    assert [p.key for p in bad.problems] == ["errors.field.ends_before_start"]
    whole(senior, tmp_path)


def test_the_command_line_does_the_same(
    senior: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    monkeypatch.setattr(connection, "store", lambda: senior.store)
    midfield = Path(__file__).parent.parent / "data" / "midfield"
    assert command.main(["--preset", "midfield_students", str(midfield / "student.csv")]) == 0
    assert command.main(["--preset", "midfield_students", str(midfield / "student.csv")]) == 0
    assert "Unchanged 52" in capsys.readouterr().out
    bad, marked = tmp_path / "bad.csv", tmp_path / "bad.xlsx"
    bad.write_bytes(csv("1;А;Б;;;", "2;В;Г;x;;"))
    assert command.main([str(bad), "--problems", str(marked), "--lang", "ru"]) == 1
    assert "Строка 2" in capsys.readouterr().err and marked.read_bytes()[:2] == b"PK"
    assert command.main([str(bad), "--as", "nobody"]) == 1
    assert command.main(["--preset", "жоқ", str(bad)]) == 1
    assert students.count(senior) == 52
