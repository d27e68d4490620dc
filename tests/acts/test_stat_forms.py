"""Statistical forms on real records (clauses 22, 46): filled as of a day, kept, as a sheet, changed in the browser."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from core import history, house, kinds, stat_forms, sums
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, Problems, RuleBroken
from core.stat_forms import paper
from core.stat_forms.filling import usual_day
from schemas.kinds import Sort, StatForm
from schemas.stat_form import FilledForm
from schemas.words import Role
from tests.acts.job_kit import worker
from tests.acts.order_kit import Staff, staff

CODE = "contingent_year"


@pytest.fixture
def people(shipped: Store) -> Staff:
    found = staff(shipped)
    old = found.today - timedelta(500)
    p = {n: found.of.pupil(n, admitted_on=old, funding="grant" if n % 2 else "paid") for n in range(1, 7)}
    leave = {"set/leave_ground": "child", "set/leave_until": found.today + timedelta(300)}
    found.done(found.draft("academic_leave", [p[2]], found.today - timedelta(60), each=leave))
    found.done(found.draft("expulsion", [p[3]], found.today - timedelta(50), each={"fact/reason": "fee"}))
    sums.refresh(found.store)
    return found


def at(filled: stat_forms.Filled | FilledForm, row: str, column: str) -> int:
    form = filled.form if isinstance(filled, stat_forms.Filled) else filled
    rows, columns = ([x.code for x in lines] for lines in (form.rows, form.columns))
    return filled.figures[rows.index(row)][columns.index(column)]


def test_the_sample_form_counts_what_the_records_say(people: Staff) -> None:
    kind, today = house.entry(Sort.stat_form, CODE), people.today
    filled = stat_forms.filled(people.head, kind, today)
    by_hand = [
        s for row in people.store.rows("students", {})
        for s in history.fold(history.parse(row["events"]), on=today)["studies"]
        if s["status"] in ("active", "academic_leave")
    ]  # fmt: skip
    assert at(filled, "01", "A") == len(by_hand) == 5 and filled.broken == []
    assert at(filled, "01", "D") == sum(s["funding"] == "grant" for s in by_hand) == 2
    assert at(filled, "01", "I") == 1 and sum(at(filled, f"0{n}", "A") for n in range(2, 7)) == 5
    assert (at(filled, "17", "A"), at(filled, "19", "A"), at(filled, "18", "A")) == (1, 1, 0)
    before = stat_forms.filled(people.head, kind, today - timedelta(70))
    assert at(before, "01", "A") == 6 and at(before, "01", "I") == 0
    empty = stat_forms.filled(people.head, kind, today - timedelta(900))
    assert {n for row in empty.figures for n in row} == {0} and empty.broken == []


def test_a_filling_is_kept_as_it_is_and_read_from_its_own_figures(people: Staff) -> None:
    with pytest.raises(Problems) as e:
        stat_forms.keep(people.head, CODE, people.today + timedelta(1), Why())
    assert [(p.field, p.key) for p in e.value.problems] == [("day", "stat_forms.day_ahead")]
    made = stat_forms.keep(people.head, CODE, people.today, Why())
    people.done(people.draft("expulsion", [people.of.pupil(9)], people.today, each={"fact/reason": "fee"}))
    again = stat_forms.get(people.head, made.id)
    assert again.figures == made.figures and at(again, "01", "A") == 5 and again.sample
    assert [f.id for f in stat_forms.kept(people.head, CODE)] == [made.id]
    with pytest.raises(RuleBroken, match="frozen"):
        people.head.transact("stat_form.keep", lambda tx: tx.save(_other(tx.get(FilledForm, made.id))), Why())
    for role in (Role.teacher, Role.hr):
        with pytest.raises(Forbidden):
            stat_forms.get(worker(people.store, role), made.id)
    with pytest.raises(Forbidden):
        stat_forms.keep(worker(people.store, Role.management), CODE, people.today, Why())


def _other(of: FilledForm) -> FilledForm:
    of.figures[0][0] += 1
    return of


def test_figures_stand_in_the_cells_the_layout_names(people: Staff) -> None:
    filled = paper.of_live(stat_forms.filled(people.head, house.entry(Sort.stat_form, CODE), people.today))
    sheet = CalamineWorkbook.from_filelike(BytesIO(paper.xlsx(people.head, filled, "kk"))).get_sheet_by_index(0)
    cells = sheet.to_python(skip_empty_area=False)
    assert sheet.name == "3-НК" and cells[7][3] == 5 and cells[7][1] == "01"  # D8, as the layout says
    assert cells[6][3] == "Барлығы" and cells[20][1] == "12" and cells[26][3] == 1
    assert any("үлгі" in str(row[0]) for row in cells[30:])
    look = people.store.rows("looks", {"page": "stat_forms"})[0]
    assert look["did"] == "download" and look["day"] == people.today.isoformat()


def line(code: str, *of: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    return {"code": code, "name": {"kk": code}, "of": [{"field": f, "op": o, "value": v} for f, o, v in of], **more}


def save(people: Staff, code: str | None, seen: int, **body: Any) -> Any:
    values = {f"body.{k}": v for k, v in body.items()}
    values |= {"name": {"kk": "Жаңа нысан"}, "code": code or "own"} if code is None else {}
    return kinds.save(people.head, Sort.stat_form, code, seen, values, Why("т"))


@pytest.mark.parametrize(
    ("rows", "field"),
    [([], "body.rows"), ([line("1", ("gone", "is", "x"))], "body.rows.0.of.0.field"),
     ([line("1", ("year", "is", "екі"))], "body.rows.0.of.0.value"), ([line("1", ("year", "is", ""))],
     "body.rows.0.of.0.value"), ([line("1", ("card.sex", "over", "1"))], "body.rows.0.of.0.op"),
     ([line("1", ("funding", "is", "credit"))], "body.rows.0.of.0.value"),
     ([line("1", counts="came")], "body.rows")],
)  # fmt: skip
def test_a_mapping_to_what_is_not_there_is_told_beside_its_field(
    people: Staff, rows: list[dict[str, Any]], field: str
) -> None:
    with pytest.raises(Problems) as e:
        save(people, None, 0, rows=rows, columns=[line("A", counts="left")])
    assert e.value.problems[0].field == field


def test_the_office_changes_its_form_and_a_kept_one_stays_as_it_was(people: Staff) -> None:
    made = stat_forms.keep(people.head, CODE, people.today, Why())
    save(people, CODE, 1, rows=[line("01", ("funding", "is", "grant"), place="3")], columns=[line("A")])
    again = stat_forms.keep(people.head, CODE, people.today, Why())
    assert again.figures == [[2]] and again.version == 2 and len(stat_forms.get(people.head, made.id).rows) > 10
    other = paper.of_live(stat_forms.filled(people.head, house.entry(Sort.stat_form, CODE), people.today))
    assert CalamineWorkbook.from_filelike(BytesIO(paper.sheet(people.head, other, "kk"))).get_sheet_by_index(0)


def test_the_day_a_form_is_filled_as_of_is_the_last_one_before_today() -> None:
    form = StatForm(day="01-10")
    assert usual_day(form, date(2026, 11, 30)) == date(2026, 10, 1)
    assert usual_day(form, date(2026, 9, 30)) == date(2025, 10, 1)
    assert usual_day(StatForm(day="31-02"), date(2026, 9, 30)) == date(2026, 9, 30)
