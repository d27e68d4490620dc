"""Requests of data to units (clauses 34-1, 34-2): each unit answers in its own row; returned, accepted, reminded of."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import data_requests, files, tasks
from core.data_requests import drafts, table
from core.data_requests.reminding import turn_of
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.scheduler.table import TABLE, Daily, loaded
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.data_request import AnswerState, CellType, DataRequest, RequestState, UnitAnswer, WantedColumn
from schemas.user import Deputy, User
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.acts.unit_kit import DAY, at, person, two_units

COLUMNS = [{"title": "Студент", "type": "text"}, {"title": "Сағат", "type": "number"},
           {"title": "Күні", "type": "day", "needed": False}]  # fmt: skip
OF = [WantedColumn.model_validate(c) for c in COLUMNS]


@pytest.fixture
def desk(store: Store) -> Desk:
    two_units(store)
    return at(store)


@pytest.fixture
def chair(desk: Desk) -> Desk:
    return at(desk.store, Role.department, department="d1")


def sent(desk: Desk, units: tuple[str, ...] = ("d1", "d2"), **more: Any) -> DataRequest:
    values = {"topic": "Жүктеме туралы", "what": "Кестені толтырыңыз", "basis": "Ереженің 34-1 тармағы",
              "due": DAY + timedelta(days=7), "forms": ["text"], "columns": [], **more}  # fmt: skip
    return data_requests.send(desk, values, units, [], Why())


def row_of(desk: Desk, of: DataRequest, unit: Id = "d1") -> UnitAnswer:
    return next(a for a in data_requests.answers_of(desk, of.id) if a.unit.id == unit)


def test_each_unit_sees_answers_is_returned_and_accepted(desk: Desk, chair: Desk) -> None:
    made = sent(desk)
    assert made.number == "2026-001" and len(data_requests.answers_of(desk, made.id)) == 2
    assert [a.unit.id for a in data_requests.answers_of(chair, made.id)] == ["d1"], "another unit's row is not hers"
    assert [w.task.page for w in tasks.mine(chair)] == ["data_request"]
    assert desk.store.count("tasks", {"to_user.id": "u-teacher"}) == 0, "she has a head to answer for her"
    assert desk.store.count("tasks", {"to_user.id": "u-alone"}) == 1, "there is nobody else in the unit"
    row = data_requests.see(chair, row_of(chair, made).id)
    assert row.status is AnswerState.seen and data_requests.see(desk, row.id).revision == row.revision
    with pytest.raises(Problems) as e:
        data_requests.answer(chair, row.id, row.revision, " ", [], [], Why())
    assert [p.field for p in e.value.problems] == ["text"]
    row = data_requests.answer(chair, row.id, row.revision, "Барлығы 12", [], [files.ready(chair, "а.pdf", pdf("а"))],
                               Why())  # fmt: skip
    assert row.status is AnswerState.answered and tasks.mine(chair) == []
    assert [x.id for x in data_requests.to_decide(desk)] == [row.id]
    with pytest.raises(RuleBroken, match="not_owed"):
        data_requests.answer(chair, row.id, row.revision, "Тағы", [], [], Why())
    with pytest.raises(Forbidden):
        data_requests.accept(chair, row.id, row.revision, Why())
    with pytest.raises(Problems):
        data_requests.mend(desk, row.id, row.revision, None, Why())
    row = data_requests.mend(desk, row.id, row.revision, DAY + timedelta(days=9), Why("2-курс жоқ"))
    assert (row.status, row.due, row.last and row.last.note) == (AnswerState.returned, DAY + timedelta(days=9),
                                                                  "2-курс жоқ")  # fmt: skip
    assert "2-курс жоқ" in tasks.mine(chair)[0].task.what.kk
    row = data_requests.answer(chair, row.id, row.revision, "Барлығы 15", [], [], Why())
    row = data_requests.accept(desk, row.id, row.revision, Why())
    assert [r.text for r in row.rounds] == ["Барлығы 12", "Барлығы 15"], "every round stays readable"
    assert data_requests.get(desk, made.id).status is RequestState.open
    other = row_of(desk, made, "d2")
    alone = at(desk.store, Role.teacher, department="d2")
    alone = Desk(type(alone.actor)("u-alone", "Жалғыз", Role.teacher, "kk", {"department": ("d2",)}), desk.store,
                 alone.clock)  # fmt: skip
    other = data_requests.answer(alone, other.id, other.revision, "Жоқ", [], [], Why())
    data_requests.accept(desk, other.id, other.revision, Why())
    assert data_requests.get(desk, made.id).status is RequestState.closed
    assert desk.store.count("tasks", {"state": "open"}) == 0


def test_another_units_people_neither_see_nor_answer(desk: Desk, chair: Desk) -> None:
    made = sent(desk, ("d2",))
    row = row_of(desk, made, "d2")
    for act in (lambda: data_requests.get(chair, made.id), lambda: data_requests.get_answer(chair, row.id),
                lambda: data_requests.see(chair, row.id),
                lambda: data_requests.answer(chair, row.id, row.revision, "Мен", [], [], Why()),
                lambda: drafts.keep(chair, row.id, [("r0000", "c0", "а")])):  # fmt: skip
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden):
        sent(chair)
    with pytest.raises(Forbidden):
        data_requests.xlsx(chair, made.id, "kk")


def test_who_stands_in_for_the_head_of_a_unit_answers_for_it(desk: Desk) -> None:
    person(desk.store, "u-adviser", Role.adviser)
    deputy = {"user": Ref(id="u-adviser", label=Text(kk="Орынбасар")), "starts": DAY}

    def stand_in(tx: Tx) -> User:
        user = tx.get(User, "u-department", scoped=False)
        user.deputies = [Deputy.model_validate(deputy)]
        return tx.save(user)

    desk.transact("user.stand_in", stand_in, Why("демалыс"), right="user.appoint")
    made = sent(desk, ("d1",))
    other = at(desk.store, Role.adviser)
    row = row_of(other, made)
    assert data_requests.answer(other, row.id, row.revision, "Орнына", [], [], Why()).status is AnswerState.answered


@pytest.mark.parametrize(
    ("units", "more", "field"),
    [((), {}, "units"), (("gone",), {}, "units"), (("d1",), {"topic": ""}, "topic"),
     (("d1",), {"basis": None}, "basis"),
     (("d1",), {"due": DAY - timedelta(days=1)}, "due"), (("d1",), {"forms": []}, "forms"),
     (("d1",), {"forms": ["table"]}, "columns"), (("d1",), {"columns": COLUMNS}, "forms"),
     (("d1",), {"forms": ["table"], "columns": [COLUMNS[0], COLUMNS[0]]}, "columns")],
)  # fmt: skip
def test_a_bad_request_is_told_beside_its_field(
    desk: Desk, units: tuple[str, ...], more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Problems) as e:
        sent(desk, units, **more)
    assert field in {p.field for p in e.value.problems}
    assert desk.store.count("data_requests", {}) == desk.store.count("data_answers", {}) == 0


def test_what_was_sent_is_frozen_and_may_be_taken_back(desk: Desk) -> None:
    made = sent(desk)

    def edit(tx: Tx) -> DataRequest:
        kept = tx.get(DataRequest, made.id)
        kept.what = "Басқа нәрсе"
        return tx.save(kept)

    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("data_request.send", edit, Why(), "data_request.edit")
    with pytest.raises(Problems):
        data_requests.withdraw(desk, made.id, made.revision, Why())
    gone = data_requests.withdraw(desk, made.id, made.revision, Why("министрлік сұрауын алды"))
    assert gone.status is RequestState.withdrawn and desk.store.count("tasks", {"state": "open"}) == 0
    assert {a.status for a in data_requests.answers_of(desk, made.id)} == {AnswerState.withdrawn}
    with pytest.raises(RuleBroken, match="over"):
        data_requests.withdraw(desk, made.id, gone.revision, Why("т"))


def test_a_table_is_typed_pasted_checked_and_all_answers_are_one_workbook(desk: Desk, chair: Desk) -> None:
    made = sent(desk, forms=["table"], columns=COLUMNS)
    row = row_of(chair, made)
    drafts.keep(chair, row.id, [("r0000", "c0", "Әлиева А."), ("r0000", "c1", "көп")])
    assert drafts.of(chair, row.id, 3) == [["Әлиева А.", "көп", ""]]
    drafts.put(chair, row.id, [["Әлиева А.", "көп", ""], *table.pasted("Болат Б.\t12,5\t01.03.2026", OF)])
    rows = drafts.of(chair, row.id, 3) or []
    with pytest.raises(Problems) as e:
        data_requests.answer(chair, row.id, row.revision, "", rows, [], Why())
    assert [(p.row, p.field) for p in e.value.problems] == [(0, "1")]
    drafts.keep(chair, row.id, [("r0000", "c1", "=8")])
    with pytest.raises(Problems):
        data_requests.answer(chair, row.id, row.revision, "", drafts.of(chair, row.id, 3) or [], [], Why())
    drafts.keep(chair, row.id, [("r0000", "c1", "8")])
    data_requests.answer(chair, row.id, row.revision, "", drafts.of(chair, row.id, 3) or [], [], Why())
    with pytest.raises(RuleBroken, match="not_owed"):
        drafts.keep(chair, row.id, [("r0000", "c1", "9")])
    book = CalamineWorkbook.from_filelike(io.BytesIO(data_requests.xlsx(desk, made.id, "kk")))
    states, data = (book.get_sheet_by_name(n).to_python() for n in book.sheet_names)
    assert [r[0] for r in states[4:]] == ["Кафедра 1", "Кафедра 2"]
    assert data[0] == ["Бөлімше", "Студент", "Сағат", "Күні"] and data[1][:3] == ["Кафедра 1", "Әлиева А.", 8]
    assert data[2] == ["Кафедра 1", "Болат Б.", 12.5, date(2026, 3, 1)]
    assert desk.store.count("looks", {"page": "data_request", "did": "download"}) == 1


def test_the_office_writes_an_answer_down_from_paper_with_the_reason(desk: Desk) -> None:
    made = sent(desk, ("d1",))
    row = row_of(desk, made)
    with pytest.raises(Problems) as e:
        data_requests.answer(desk, row.id, row.revision, "Хаттан", [], [], Why())
    assert [p.field for p in e.value.problems] == ["reason"]
    row = data_requests.answer(desk, row.id, row.revision, "Хаттан", [], [], Why("қызметтік жазба № 4"))
    assert row.last and row.last.on_behalf == "қызметтік жазба № 4"
    assert data_requests.accept(desk, row.id, row.revision, Why()).status is AnswerState.accepted


def test_late_units_are_listed_and_reminded_before_and_after_the_day(desk: Desk, chair: Desk) -> None:
    made = sent(desk, before=2, every=3)
    entry = TABLE["data_requests"]
    assert isinstance(entry, Daily)
    remind, due = loaded(entry.work), made.due
    assert remind(desk.store, due - timedelta(days=3)) == 0
    assert remind(desk.store, due - timedelta(days=2)) == 2 and remind(desk.store, due) == 0
    assert remind(desk.store, due + timedelta(days=1)) == 4, "both units, and who asked of each"
    assert remind(desk.store, due + timedelta(days=3)) == 0 and remind(desk.store, due + timedelta(days=4)) == 4
    late = at(desk.store, day=due + timedelta(days=5))
    assert [(o.unit.id, o.late, o.days) for o in data_requests.late_by_unit(late)] == [("d1", 1, 5), ("d2", 1, 5)]
    row = row_of(late, made)
    with pytest.raises(Problems):
        data_requests.extend(late, row.id, row.revision, due, Why("ауырды"))
    row = data_requests.extend(late, row.id, row.revision, due + timedelta(days=8), Why("ауырды"))
    assert [o.unit.id for o in data_requests.late_by_unit(late)] == ["d2"] and row.moved[0].why == "ауырды"
    assert tasks.mine(chair)[0].task.due == due + timedelta(days=8)
    told = desk.store.count("notices", {})
    data_requests.remind_now(late, made.id, Why())
    assert desk.store.count("notices", {}) == told + 2
    [listed] = data_requests.listed(late)
    assert (listed["units"], listed["given"], listed["late"]) == (2, 0, 1)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cc", "Zl", "Zp", "Cs"]), max_size=8),
                         min_size=3, max_size=3), max_size=8))  # fmt: skip
def test_what_is_copied_from_a_spreadsheet_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(r) for r in [[c.title for c in OF], *rows])
    wanted = [[c.strip() for c in r] for r in rows if "\t".join(r).strip()]
    assert table.pasted(text, OF) == wanted and table.beyond(text, OF) == 0
    assert table.pasted("а", OF) == [["а", "", ""]] and table.beyond("а\tб\tв\tг", OF) == 1


@given(st.integers(0, 20), st.integers(1, 10), st.integers(-40, 60))
def test_a_reminder_comes_once_in_each_span_of_days(before: int, every: int, off: int) -> None:
    row = UnitAnswer(
        request=Ref(id="r", label=Text(kk="т")), unit=Ref(id="d", label=Text(kk="т")), due=DAY, before=before,
        every=every, asker=Ref(id="u", label=Text(kk="т")),
    )  # fmt: skip
    turn = turn_of(row, DAY + timedelta(days=off))
    if off <= 0:
        assert turn == (0 if -off <= before else None)
    else:
        assert turn is not None and (turn - 1) * every < off <= turn * every


@pytest.mark.parametrize(
    ("text", "type_", "fine"),
    [("12,5", "number", True), ("1 200", "number", True), ("NaN", "number", False), ("1e9999999", "number", True),
     ("31.02.2026", "day", False), ("1.3.2026", "day", True), ("=1+1", "text", True), ("", "text", False)],
)  # fmt: skip
def test_a_cell_is_read_as_it_is_typed_here(text: str, type_: str, fine: bool) -> None:
    column = WantedColumn(title="Б", type=CellType(type_))
    assert (table.checked([[text, "x"]], [column, WantedColumn(title="В")]) == []) is fine
