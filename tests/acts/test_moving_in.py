"""An office moves in by the order of docs/moving_in.md: from sample files to equal totals, and what is told where they
do not agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core import imports, rulebooks
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken
from core.imports import command, totals
from schemas.diploma import Diploma
from schemas.words import Role
from tests.acts.test_imports import dry
from tests.conftest import actor

FILES = Path(__file__).parent.parent / "data" / "moving_in"
ORDER = (
    "departments", "departments", "programmes", "people", "disciplines", "terms", "students", "results", "diplomas",
)  # fmt: skip


def bring(desk: Desk, file: Path, kind: str) -> imports.Plan:
    plan = dry(desk, file.read_bytes(), kind, "kz-2022" if kind == "results" else "", file.name)
    assert plan.problems == [] and plan.unused == [] and set(plan.verdicts) == {imports.CREATED}, (file.name, plan)
    imports.accept(desk, plan, Why("көшіру"))
    return plan


@pytest.fixture
def moved(head: Desk, shipped: Any) -> Desk:
    rulebooks.install(head, "kz-2022")
    files = sorted(FILES.glob("[1-9]_*.csv"))
    for file, kind in zip(files, ORDER, strict=True):
        bring(head, file, kind)
    return head


def compared(desk: Desk, name: str, change: tuple[str, str] = ("", "")) -> totals.Totals:
    data = (FILES / name).read_text("utf-8").replace(*change) if change[0] else (FILES / name).read_text("utf-8")
    return totals.compared(desk, imports.read(name, data.encode()))


def test_the_files_come_in_by_their_order_and_all_totals_agree(moved: Desk, capsys: Any, monkeypatch: Any) -> None:
    store = moved.store
    assert {n: store.count(n, {}) for n in ("departments", "programmes", "people", "disciplines", "students")} == {
        "departments": 3, "programmes": 2, "people": 2, "disciplines": 4, "students": 7,
    }  # fmt: skip
    unit = store.one("departments", {"code": "ДОМ"}) or {}
    assert (unit["parent"]["label"]["kk"], unit["name"]["ru"]) == ("Аспаптық факультет", "Кафедра домбры")
    assert (store.one("students", {"number": "24-001"}) or {})["studies"][0]["faculty"]["id"] == unit["parent"]["id"]
    for name in ("totals_contingent.csv", "totals_students.csv"):
        made = compared(moved, name)
        assert made.agree and made.unused == [], [x for x in made.lines if not x.agrees]
    monkeypatch.setattr(command.connection, "store", lambda: store)
    monkeypatch.setattr(command.office, "prepare", lambda _: None)
    assert command.main(["--totals", str(FILES / "totals_students.csv"), "--lang", "ru"]) == 0
    assert "сходятся: 7" in capsys.readouterr().out
    for file, kind in list(zip(sorted(FILES.glob("[1-9]_*.csv")), ORDER, strict=True)):
        again = dry(moved, file.read_bytes(), kind, "kz-2022" if kind == "results" else "", file.name)
        assert set(again.verdicts) == {imports.SAME} and again.empty, f"{file.name} again changes nothing"


def test_what_does_not_agree_is_named_with_both_figures(moved: Desk) -> None:
    wrong = compared(moved, "totals_contingent.csv", ("6B02106;3;Платное;1;11;1", "6B02106;3;Платное;2;11;0"))
    [line] = [x for x in wrong.lines if not x.agrees]
    assert (line.row, line.theirs["students"], line.ours["students"], line.ours["debts"]) == (3, 2, 1, 1)
    short = compared(moved, "totals_contingent.csv", ("6B02108;1;Государственный грант;1;0;0\n", ""))
    [line] = [x for x in short.lines if not x.agrees]
    assert line.row is None and line.cut[1] == "1" and line.ours["students"] == 1, "a cut that only we have"
    missing = compared(moved, "totals_students.csv", ("26-001", "26-777"))
    assert {x.cut[0] for x in missing.lines if not x.agrees} == {"26-001", "26-777"}
    gpa = compared(moved, "totals_students.csv", ("3,59", "3,6"))
    assert [x.cut[0] for x in gpa.lines if not x.agrees] == ["24-001"]
    endless = compared(moved, "totals_students.csv", ("3,59", "Infinity"))
    assert [p.key for p in endless.problems] == ["errors.field.decimal_parsing"]
    strange = compared(moved, "totals_contingent.csv", ("6B02108;2;", "9Z;2;"))
    assert [p.key for p in strange.problems] == ["imports.reference_unknown"] and not strange.agree
    assert totals.xlsx(moved, wrong, "totals.csv")[:2] == b"PK"
    rows = totals.rows(wrong, "ru")
    assert rows[0][0] == "▲ нет" and len(rows) == 6 and len(rows[0]) == len(totals.headings(wrong, "ru"))
    with pytest.raises(RuleBroken, match="no_totals"):
        totals.compared(moved, imports.read("x.csv", "а;б\n1;2".encode()))
    with pytest.raises(Forbidden):
        compared(Desk(actor(Role.registrar, faculty="f"), moved.store), "totals_students.csv")


def test_diplomas_given_before_stand_by_the_book_and_take_no_blank(moved: Desk) -> None:
    kept = {d.number: d for d in map(Diploma.model_validate, moved.store.rows("diplomas", {}))}
    first = kept["1417"]
    assert (str(first.dated), first.old, first.honours) == ("1998-06-28", "2-том, 31-бет, 7-жазба", False)
    assert first.protocol and (first.protocol.number, str(first.protocol.day)) == ("12", "1998-06-20")
    assert first.order and first.order.number == "88-С" and first.sheets[0].number == "ЖБ 0104417"
    assert kept["2210"].honours and kept["2210"].values["words"]["name_ru"] == "Маулен Нурай Оразкызы"
    assert moved.store.count("blanks", {}) == moved.store.count("blank_moves", {}) == 0
    head, row = (FILES / "9_diplomas.csv").read_text("utf-8").splitlines()[:2]
    for change, key in (("28.06.1998", "diplomas.day_ahead"), ("31-бет", "diplomas.number_taken")):
        other = row.replace(change, "01.01.2099" if "." in change else "32-бет")
        plan = dry(moved, f"{head}\n{other}".encode(), "diplomas")
        assert key in {p.key for p in plan.problems} and all(p.field for p in plan.problems)
    with pytest.raises(Forbidden):
        dry(Desk(actor(Role.auditor), moved.store), f"{head}\n{row}".encode(), "diplomas")


def test_references_are_updated_by_their_key_and_stay(moved: Desk) -> None:
    data = "Код;Название (по-русски)\nДОМ;Кафедра народных инструментов".encode()
    with pytest.raises(RuleBroken, match="target_missing"):
        dry(moved, data, "departments")
    data = "Код;Название;Название (по-русски)\nДОМ;Домбыра кафедрасы;Кафедра народных инструментов".encode()
    plan = dry(moved, data, "departments")
    assert plan.verdicts == ["changed"] and [c[0] for c in plan.changes[0]] == ["name_ru"]
    line = imports.accept(moved, plan, Why("түзету"))
    unit = moved.store.one("departments", {"code": "ДОМ"}) or {}
    assert (unit["name"]["kk"], unit["name"]["ru"]) == ("Домбыра кафедрасы", "Кафедра народных инструментов")
    assert unit["parent"]["label"]["kk"] == "Аспаптық факультет", "what the file does not say stays"
    with pytest.raises(RuleBroken, match="they_stay"):
        imports.undo(moved, line.id, line.revision, Why("қате"))
