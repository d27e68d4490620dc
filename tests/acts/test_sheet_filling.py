"""Filling a sheet: a file out and in, who else is in it, who is not admitted, what looks odd."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core import export, rulebooks, sheets
from core.db.codec import plain
from core.desk import Desk
from core.errors import Forbidden, RuleBroken
from core.imports.reading import read
from core.sheets import drafts, exchange, odd, presence
from core.sheets.plan import filled
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.words import Role
from tests.acts.test_sheets import fill, office
from tests.conftest import actor

ROWS = (("86", "90", "88"), ("30", "40", "95"), ("60", "60", ""))


def lines(desk: Desk, sheet: GradeSheet) -> list[SheetLine]:
    rules = rulebooks.get(desk.store, sheet.rules)
    return filled(sheet, drafts.of_sheet(desk, sheet, rules), rules)


def back(desk: Desk, sheet: GradeSheet, *changes: tuple[int, int, str]) -> exchange.Brought:
    """The file taken out, cells (row, column) typed over, brought back."""
    table = read("1.xlsx", exchange.out(desk, sheet, "kk"))
    for row, column, text in changes:
        table.rows[row][column] = text
    return exchange.compare(desk, sheet, table)


def test_a_file_brings_drafts_after_a_preview_and_the_same_file_nothing(head: Desk, senior: Desk) -> None:
    sheet = office(head)
    fill(head, sheet, *ROWS)
    assert back(head, sheet).changes == []

    found = back(head, sheet, (0, 6, "77"), (2, 6, "к"), (1, 3, ""))
    first, _, third = (x.student.id for x in sheet.lines)
    assert {(c.student, c.column, c.was, c.now) for c in found.changes} == {
        (first, "score", "88", "77"), (third, "score", "", "к")
    }  # fmt: skip
    assert (found.problems, found.missing, found.extra, found.older) == ([], [], [], False)
    assert head.store.count("drafts", {"sheet": sheet.id, "text": "77"}) == 0
    assert exchange.bring(senior, sheet, found) == 2
    cell = drafts.of_sheet(senior, sheet, rulebooks.get(head.store, sheet.rules))[first, "score"]
    assert (cell.text, cell.user) == ("77", senior.actor.id) and cell.others[0][3] == "88"


def test_bad_cells_and_a_changed_list_are_named(head: Desk) -> None:
    sheet = office(head)

    found = back(head, sheet, (0, 6, "101"), (1, 1, "N9-9"))
    assert [(p.field, p.key) for p in found.problems] == [
        (f"{sheet.lines[0].student.id}.score", "sheets.score_out_of_range")
    ]
    assert found.missing == [sheet.lines[1].student.label]
    assert len(found.extra) == 1 and found.extra[0].startswith("N9-9")


def test_a_file_of_another_sheet_or_of_none_is_refused(head: Desk) -> None:
    one, other = office(head), office(head)
    data = exchange.out(head, other, "ru")
    with pytest.raises(RuleBroken, match=r"filling\.wrong_file") as e:
        exchange.compare(head, one, read("x.xlsx", data))
    assert e.value.values["number"] == one.number and other.number in e.value.values["found"]
    with pytest.raises(RuleBroken, match=r"filling\.wrong_file"):
        exchange.compare(head, one, read("x.csv", "Студент;Балл\nА;80\n".encode()))
    narrow = export.xlsx([exchange.stamp(one), "Нөмірі"], [["1", "N0-0"]], "1")
    with pytest.raises(RuleBroken, match=r"filling\.no_column"):
        exchange.compare(head, one, read("x.xlsx", narrow))


def test_a_file_of_an_earlier_revision_says_so(head: Desk) -> None:
    sheet = office(head)
    data = exchange.out(head, sheet.model_copy(update={"revision": 7}), "en")
    assert exchange.compare(head, sheet, read("x.xlsx", data)).older is True


def test_taking_the_file_is_written_down_and_an_outsider_brings_nothing(head: Desk) -> None:
    sheet = office(head)
    found = back(head, sheet, (0, 5, "50"))
    assert head.store.count("looks", {"id": sheet.id, "did": "download"}) == 1
    stranger = Desk(actor(Role.teacher, teacher="someone"), head.store)
    with pytest.raises(Forbidden):
        exchange.bring(stranger, sheet, found)


def test_two_people_are_told_of_each_other_and_silence_is_absence(head: Desk, senior: Desk) -> None:
    sheet = office(head)
    presence.say(head, sheet.id)
    presence.say(senior, sheet.id)
    assert [(p.name, p.open, p.typed) for p in presence.others(head, sheet.id)] == [(senior.actor.name, True, None)]
    sheets.keep(senior, sheet.id, [(sheet.lines[0].student.id, "score", "90")])
    assert presence.others(head, sheet.id)[0].typed is not None
    later = replace(head, clock=lambda: senior.clock() + timedelta(minutes=3))
    assert [(p.open, p.typed is not None) for p in presence.others(later, sheet.id)] == [(False, True)]
    much_later = replace(head, clock=lambda: senior.clock() + timedelta(minutes=30))
    assert presence.others(much_later, sheet.id) == []
    assert head.store.count("audit_events", {"touched.kind": "presence"}) == 0


def test_who_is_not_admitted_and_absences_come_from_the_midterms(head: Desk, tampered: None) -> None:
    sheet = office(head)
    assert odd.not_admitted(head, sheet, lines(head, sheet)) == {}  # no midterm stands yet: nobody is held back
    fill(head, sheet, *ROWS)
    low = sheet.lines[1].student.id
    found = odd.not_admitted(head, sheet, lines(head, sheet))
    assert {s: [r.key for r in rs] for s, rs in found.items()} == {low: ["exams.below_threshold"]}
    midterm = plain(sheet.model_copy(update={"id": "m1", "number": "R1-1", "once": None}))
    midterm |= {"status": "closed", "form": {**midterm["form"], "gives": "midterm_1"}}
    midterm["lines"][0]["more"] = {"absences": Decimal(12)}
    head.store.db["grade_sheets"].insert_one({**midterm, "_id": "m1"}, bypass_document_validation=True)
    assert odd.absences(head, sheet) == {sheet.lines[0].student.id: Decimal(12)}


def test_what_looks_odd_is_told(head: Desk) -> None:
    sheet = office(head, 5)
    fill(head, sheet, *[("50", "50", "95")] * 5)
    now = lines(head, sheet)
    assert [f.score for f in odd.far(now, 30)] == [95] * 5 and odd.far(now, 45) == [] and odd.far(now, None) == []
    assert odd.all_equal(now) == 95 and odd.all_equal(now[:4]) is None
