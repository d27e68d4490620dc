"""Who may do what with a sheet of another, and two acts that meet: one of each kind wins, no number is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core import kinds, sheets
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError
from schemas.base import Ref, Text
from schemas.grade_sheet import GradeSheet, Seat
from schemas.kinds import Sort
from schemas.kinds.sheets import Signer
from schemas.words import Role
from tests.acts.test_sheet_family import DAY, open_kind, typed
from tests.acts.test_sheets import TEACHER, office, seen
from tests.conftest import actor


def desk(head: Desk, role: Role, **assigned: str) -> Desk:
    return Desk(actor(role, **assigned), head.store)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act that began together came to: its answer, or the office's refusal."""
    found: list[Any] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found.append(act())
        except OfficeError as e:
            found.append(e.key)

    threads = [threading.Thread(target=run, args=(a,)) for a in acts]
    [t.start() for t in threads]
    [t.join() for t in threads]
    return found


def test_others_sheets_are_neither_read_nor_filled_nor_signed(head: Desk) -> None:
    sheet = open_kind(head, office(head, 1), "practice_sheet")
    who = sheet.lines[0].student.id
    stranger, own = desk(head, Role.teacher, teacher="p9"), desk(head, Role.teacher, teacher="p1")
    other, chair = (desk(head, Role.department, department=d) for d in ("d9", "d1"))
    mark = seen(head, sheet)
    for act in (
        lambda: stranger.get(GradeSheet, sheet.id, "grade_sheet.read"),
        lambda: sheets.keep(stranger, sheet.id, [(who, "score", "80")]),
        lambda: sheets.sign(stranger, sheet.id, 1, mark, Why()),
        lambda: sheets.sign(other, sheet.id, 1, mark, Why()),
        lambda: sheets.close(own, sheet.id, 1, mark, Why()),
        lambda: sheets.send_back(own, sheet.id, 1, Why("т")),
        lambda: sheets.reopen(own, sheet.id, 1, head.now() + timedelta(days=1), Why("т")),
        lambda: sheets.keep(chair, sheet.id, [(who, "score", "80")]),
    ):
        with pytest.raises(Forbidden):
            act()
    sheets.keep(own, sheet.id, [(who, "score", "80")])
    signed = sheets.sign(own, sheet.id, 1, seen(own, sheet), Why())
    assert [(s.part, s.person) for s in signed.signatures] == [(Signer.supervisor, "p1")]
    done = sheets.sign(chair, sheet.id, signed.revision, "", Why())
    assert done.status == "signed" and sheets.unsigned(done) == []


def test_who_sits_without_a_signature_of_his_own_signs_as_examiner(head: Desk) -> None:
    first = office(head, 1)
    sheets.cancel(head, first.id, 1, Why("комиссия"))
    seat = Seat(person=Ref(id="p1", label=Text(kk="Оқытушы")), part=Signer.secretary)
    assert sheets.unsigned(open_kind(head, first, "exam", seats=[seat])) == [(Signer.examiner, "p1", "Оқытушы")]


@pytest.mark.parametrize(("fills", "refused"), [("office", Role.teacher), ("teacher", Role.head)])
def test_a_kind_says_who_fills_and_the_other_hand_is_refused(
    shipped: Any, head: Desk, fills: str, refused: Role
) -> None:
    first = office(head, 1)
    sheets.cancel(head, first.id, 1, Why("түрі басқа"))
    kinds.save(head, Sort.sheet, "exam", 1, {"body.fills": fills, "effective": "2026-11-20"}, Why("ереже"))
    sheet, teacher = open_kind(head, first, "exam"), desk(head, Role.teacher, teacher="p1")
    who = sheet.lines[0].student.id
    cells = [(who, c, "80") for c in ("midterm_1", "midterm_2", "score")]
    may, not_ = (head, teacher) if refused is Role.teacher else (teacher, head)
    for act in (lambda: sheets.keep(not_, sheet.id, cells), lambda: sheets.hand_in(not_, sheet.id, 1, "", Why("т"))):
        with pytest.raises(Forbidden, match="filled_by"):
            act()
    sheets.keep(may, sheet.id, cells)
    assert sheets.hand_in(may, sheet.id, 1, seen(may, sheet), Why("т")).lines[0].letter == "B"


def test_two_re_sits_or_permits_opened_together_are_one(head: Desk) -> None:
    done = typed(head, office(head, 1), {"midterm_1": "80", "midterm_2": "80", "score": "40"})
    line, place = done.lines[0], done.section
    assert place
    args = (DAY + timedelta(days=1), [TEACHER])
    found = at_once(*[lambda: sheets.open_resit(head, done.id, "retake", *args, Why("FX"))] * 2)
    assert sorted(type(x).__name__ for x in found) == ["GradeSheet", "str"]
    single = (line.student.id, line.study, place.id, "individual", *args, DAY + timedelta(days=9))
    found = at_once(*[lambda: sheets.open_single(head, *single, Why("рұқсат"))] * 2)
    assert sorted(type(x).__name__ for x in found) == ["GradeSheet", "str"]
    assert sorted(r["number"] for r in head.store.rows("grade_sheets", {})) == [
        "2026-00001", "IN-2026-00001", "RT-2026-00001"
    ]  # fmt: skip


def test_a_midterm_and_its_exam_closed_together_lose_neither(head: Desk) -> None:
    exam = office(head, 1)
    first = open_kind(head, exam, "midterm_1")
    who = exam.lines[0].student.id
    sheets.keep(head, first.id, [(who, "current", "70"), (who, "control", "70")])
    sheets.keep(head, exam.id, [(who, c, "80") for c in ("midterm_1", "midterm_2", "score")])
    marks = seen(head, first), seen(head, exam)
    at_once(
        lambda: sheets.close(head, first.id, 1, marks[0], Why("ж")),
        lambda: sheets.close(head, exam.id, 1, marks[1], Why("ж")),
    )
    now = [head.get(GradeSheet, s.id, "grade_sheet.read") for s in (first, exam)]
    assert now[0].status == "closed" and now[0].lines[0].score == 70
    assert now[1].lines[0].midterm_1 == (80 if now[1].status == "closed" else 70)
