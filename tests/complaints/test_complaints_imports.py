"""Complaints 25-35 (duplicates, import, export): each in an empty office; see complaints.csv."""

from __future__ import annotations

import io
from typing import Any

import pytest
import python_calamine

from core import imports, students
from core.desk import Desk, Why
from core.errors import Duplicate, Problems, RuleBroken
from core.imports import command, reading, work
from core.jobs import big
from core.search import full_name
from core.ui.tables import Listing
from core.ui.tables.export import made
from core.ui.tables.filters import Chosen
from schemas.student import Name, Profile, StudyProfile
from schemas.words import StudyStatus
from tests.acts.job_kit import ended, worker
from tests.acts.test_imports import TWO, Killed, bring, csv, dry, fails, many, results  # noqa: F401


def test_complaint_25_the_same_file_twice_doubles_nobody(senior: Desk) -> None:
    """Loading the file twice doubled the staff."""
    bring(senior, TWO)
    again = dry(senior, TWO)
    assert again.verdicts == ["same", "same"] and again.empty
    with pytest.raises(RuleBroken, match="nothing_new"):
        imports.accept(senior, again, Why("тағы"))
    assert students.count(senior) == 2


def test_complaint_26_a_number_and_an_iin_stand_once(senior: Desk) -> None:
    """A duplicate ID was accepted: here neither the file nor the form nor the database takes it."""
    head = "number;name.last;name.first;iin"
    same = csv("1;А;Б;031105699007", "2;В;Г;031105699007", head=head)
    assert [p.key for p in dry(senior, same).problems] == ["imports.iin_twice"]
    bring(senior, csv("1;А;Б;031105699007", head=head))
    for number, iin in (("1", None), ("9", "031105699007")):
        card = Profile(number=number, name=Name(last="Ж", first="Ж"), iin=iin, iin_absent_reason="" if iin else "т")
        with pytest.raises((Duplicate, Problems)):
            students.admit(senior, card, StudyProfile(id="s"), Why("т"))
    assert students.count(senior) == 1


def test_complaint_27_no_column_is_left_out_unsaid_and_students_are_active(senior: Desk) -> None:
    """The grade column was ignored in silence and the students came in inactive."""
    plan = dry(senior, csv("1;А;Б;т;4", head="number;name.last;name.first;iin_absent_reason;класс"))
    assert plan.unused == ["класс"]
    imports.accept(senior, plan, Why("т"))
    [row] = students.listed(senior)
    assert row["studies"][0]["status"] == StudyStatus.active


def test_complaint_28_every_bad_row_is_told_in_the_file_itself(senior: Desk) -> None:
    """«Extremely important»: a strict template and an answer for each row."""
    plan = dry(senior, csv("1;А;Б;т;Т;бос", ";В;Г;т;Т;", "3;Д;Е;;Т;"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(imports.problem_file(plan, "ru")))
    rows = book.get_sheet_by_index(0).to_python()
    assert [(r[0], bool(r[-1])) for r in rows[1:]] == [(2, True), (3, True), (4, True)]
    assert rows[1][1:4] == ["1", "А", "Б"]
    assert students.count(senior) == 0


def test_complaint_29_a_big_file_comes_in_whole_or_not_at_all(senior: Desk, fails: Any) -> None:  # noqa: F811
    """100,000 rows timed out half committed, and a restart doubled them: here parts are unseen until all stand."""
    plan = dry(senior, many(600))
    fails(1, Killed())  # the power goes after the first batch
    with pytest.raises(Killed):
        imports.accept(senior, plan, Why("а"))
    assert students.count(senior) == 0
    big.recover(senior.store)
    assert senior.store.count("students", {}) == 0, "the next start takes back what was half there"
    fails(-1, Killed())
    bring(senior, many(600))
    assert students.count(senior) == 600


def test_complaint_30_after_an_error_nothing_comes_later(senior: Desk, fails: Any) -> None:  # noqa: F811
    """An error was shown and 30,829 rows appeared hours later, several times over."""
    plan, why = dry(senior, many(600)), Why("а")
    fails(1, RuleBroken("errors.rule_broken"))
    with pytest.raises(RuleBroken):
        imports.accept(senior, plan, why)
    job = big.progress(senior.store, why.command) or {}
    assert job["state"] == "withdrawn" and senior.store.count("students", {}) == 0
    imports.plan(senior, plan.table, "students", imports.guess("students", plan.table.headings))
    assert big.recover(senior.store) == 0 and senior.store.count("students", {}) == 0


def test_complaint_31_what_is_too_big_is_refused_before_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of memory: rows, columns, cells and unpacked bytes have their bounds, told in one sentence."""
    monkeypatch.setattr(reading, "ROWS", 50)
    with pytest.raises(RuleBroken, match="too_many_rows"):
        imports.read("f.csv", many(51))
    with pytest.raises(RuleBroken, match="too_many_columns"):
        imports.read("f.csv", ";".join(map(str, range(reading.COLUMNS + 1))).encode())
    table = imports.read("f.csv", b"a;b\n" + b"x" * (reading.CELL + 1) + b";1")
    assert [p.key for p in table.problems] == ["errors.field.string_too_long"] and len(table.rows[0][0]) == reading.CELL


def test_complaint_32_the_preview_is_what_is_saved(senior: Desk) -> None:
    """The preview showed the first of two rows of a student, the import saved the second."""
    twice = dry(senior, csv("9;А;Бірінші;т;;", "9;А;Екінші;т;;"))
    assert [(p.row, p.key) for p in twice.problems] == [(3, "imports.key_twice")]
    with pytest.raises(RuleBroken, match="has_problems"):
        imports.accept(senior, twice, Why("т"))
    desk, file = worker(senior.store, senior.actor.role), csv("9;А;Бірінші;т;;")
    plan = dry(desk, file)
    bring(senior, csv("9;А;Басқа;т;;"))  # something else came in after the preview was drawn
    matches = imports.guess("students", plan.table.headings)
    run = work.begin(desk, plan, file, matches, "", Why("т"))
    assert ended(desk.store, run)["error"]["key"] == "imports.differs_now"
    assert students.listed(senior)[0]["name"]["first"] == "Басқа"


def test_complaint_33_a_row_that_is_known_is_updated(senior: Desk) -> None:
    """An import only inserted; the office asked that matching rows be updated."""
    bring(senior, TWO)
    plan = dry(senior, csv("1;Әбенова;Қарлығаш;шетелдік;ОС-9;", "2;Серік;Әли;шетелдік;ОС-1;"))
    assert plan.verdicts == ["changed", "same"]
    imports.accept(senior, plan, Why("түзету"))
    assert students.count(senior) == 2 and students.listed(senior, filters={"studies.group": "ОС-9"})


def test_complaint_34_a_file_of_results_makes_no_students(senior: Desk) -> None:
    """Importing IDs created new students: here an unknown number is a problem of its row."""
    bring(senior, TWO)
    plan = dry(senior, results("77,HIST,Тарих,2024-1,3,A,1"), "results", "kz-2022")
    assert [p.key for p in plan.problems] == ["imports.student_unknown"] and students.count(senior) == 2


def test_complaint_35_an_export_has_every_row(senior: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The export stopped at 100 rows in silence: here it goes on to the last page and says how many there are."""
    monkeypatch.setattr("core.ui.tables.export.AT_ONCE", 100)
    bring(senior, many(230))

    def read(text: str, filters: dict[str, Any], sort: str, down: bool, page: int, size: int) -> list[dict[str, Any]]:
        return students.listed(senior, text, filters, sort, down, page, size)

    def count(text: str, filters: dict[str, Any]) -> int:
        return students.count(senior, text, filters)

    number = students.columns()[:1]
    of = Listing("students", read, count, number, ["number"], {"number": "n"}, full_name, export="student.export")
    asked = Chosen("", {}, [number[0][0]], "number", False, 50)
    file = made(senior, of, asked, "kk", "csv").decode("utf-8-sig")
    lines = file.splitlines()[1:]
    assert len(lines) == len(set(lines)) == 230


def test_complaint_27_the_command_line_says_it_too(senior: Desk, tmp_path: Any, capsys: Any, monkeypatch: Any) -> None:
    """The same columns left out are named where no screen shows them."""
    monkeypatch.setattr(command.connection, "store", lambda: senior.store)
    monkeypatch.setattr(command.office, "prepare", lambda store: None)
    file = tmp_path / "f.csv"
    file.write_bytes(csv("1;А;Б;т;4", head="number;name.last;name.first;iin_absent_reason;класс"))
    assert command.main(["--check", str(file)]) == 0 and "класс" in capsys.readouterr().err
