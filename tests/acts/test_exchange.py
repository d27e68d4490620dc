"""Exchange with other systems: what is sent is looked at first; a row that differs is mended by one choice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core import house, kinds, reconciling, students
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.imports.reading import read
from core.reconciling.settling import MOST
from schemas.base import Text
from schemas.kinds import Code, PlatformColumn, Sort
from schemas.reconciliation import Agreement, Settling
from schemas.words import Funding, Sex
from tests.acts.test_reconciling import HEADS, admit, bring, file, number, theirs

pytestmark = pytest.mark.usefixtures("shipped")
A, S = Agreement, Settling


def platform(desk: Desk, code: str, *columns: PlatformColumn, **more: object) -> None:
    body = {"key_column": "ИИН", "columns": list(columns), **more}
    make(desk, Sort.platform, code, body)


def make(desk: Desk, sort: Sort, code: str, body: dict[str, Any]) -> None:
    said = {"code": code, "name": Text(kk="Файл"), "effective": desk.today()}
    kinds.save(desk, sort, None, 0, said | {f"body.{k}": v for k, v in body.items()}, Why("жаңа"))
    house.refresh(desk.store)


def test_a_code_table_says_our_value_in_their_code_and_their_code_in_ours(head: Desk) -> None:
    make(head, Sort.code_table, "money", {"rows": [Code(theirs="01", ours="grant"), Code(theirs="02", ours="paid")]})
    platform(head, "coded", PlatformColumn(column="Деньги", field="studies.funding", table="money", required=True))
    admit(head, 1, funding=Funding.grant)
    admit(head, 2, funding=Funding.paid)
    admit(head, 3, funding=Funding.quota)
    house.refresh(head.store)
    made = reconciling.prepared(head, "coded")
    assert [r[1] for r in made.rows] == ["01", "02"]
    (fault,) = made.faults
    assert (fault.number, fault.column, fault.key) == ("N3", "Деньги", "reconciling.no_code")
    heads, rows = ("ИИН", "Деньги"), [(number(1), "01"), (number(2), "01")]
    kept = reconciling.bring(head, "coded", "а.xlsx", file(*rows, heads=heads), Why("тексеру"))
    (differs,) = reconciling.found(kept, A.differs)
    assert differs.number == "N2" and kept.matching == 1
    reconciling.settle(head, kept.id, kept.revision, [kept.rows.index(differs)], S.theirs, Why("хат"))
    assert students.card(head, differs.student.id).studies[0].funding is Funding.grant  # type: ignore[union-attr]


def test_nothing_faulty_is_sent_unless_somebody_says_so_and_who_stays_out_is_kept(head: Desk) -> None:
    admit(head, 1)
    admit(head, 2)
    platform(
        head, "strict", PlatformColumn(column="Тегі", field="name.last", required=True, longest=6),
        PlatformColumn(column="Отчество", field="name.middle"),
    )  # fmt: skip
    row = head.store.one("students", {"number": "N2"}) or {}
    students.edit(head, row["_id"], row["revision"], {"name.last": "Ұзын-тегі-бар"}, Why("құжат"))
    with pytest.raises(RuleBroken, match="faulty"):
        reconciling.send(head, "strict", False, Why())
    assert head.store.count("exchanges", {}) == 0
    kept = reconciling.send(head, "strict", True, Why())
    assert kept.sent == 1 and [(f.number, f.key) for f in kept.left] == [("N2", "reconciling.too_long")]
    assert reconciling.sent(head)[0]["left_n"] == 1
    assert head.store.one("files", {"_id": kept.file.id})
    name, data = reconciling.written(reconciling.prepared(head, "strict"))
    assert read(name, data).rows == [[number(1), "Тегі-1", ""]]


def test_windows_1251_refuses_what_it_cannot_write_and_is_read_back(head: Desk) -> None:
    admit(head, 1)
    platform(head, "old", PlatformColumn(column="Имя", field="name.first"),
             PlatformColumn(column="Пол", field="sex", words="жен = female"), file="windows1251")  # fmt: skip
    made = reconciling.prepared(head, "old")
    assert [f.key for f in made.faults] == ["reconciling.no_letter"] and made.rows == [], "«ү» is not in it"
    row = head.store.one("students", {"number": "N1"}) or {}
    students.edit(head, row["_id"], row["revision"], {"name.first": "Айгуль"}, Why("құжат"))
    name, data = reconciling.written(reconciling.prepared(head, "old"))
    assert "Айгуль".encode("cp1251") in data
    table = read(name, data)
    assert table.headings == ["ИИН", "Имя", "Пол"] and table.rows == [[number(1), "Айгуль", "жен"]]


def test_a_formula_in_a_cell_leaves_as_text(head: Desk) -> None:
    admit(head, 1)
    row = head.store.one("students", {"number": "N1"}) or {}
    students.edit(head, row["_id"], row["revision"], {"name.middle": "=HYPERLINK(1)"}, Why("сынақ"))
    platform(head, "text", PlatformColumn(column="Отчество", field="name.middle"), file="utf8")
    _, data = reconciling.written(reconciling.prepared(head, "text"))
    assert "'=HYPERLINK" in data.decode("utf-8-sig")


def test_days_are_written_as_the_file_wants_them(head: Desk) -> None:
    admit(head, 1)
    row = head.store.one("students", {"number": "N1"}) or {}
    students.edit(head, row["_id"], row["revision"], {"born": date(2005, 1, 2)}, Why("құжат"))
    for dates, said in (("dotted", "02.01.2005"), ("dashed", "2005-01-02")):
        platform(head, f"days_{dates}", PlatformColumn(column="Күні", field="born"), dates=dates)
        assert reconciling.prepared(head, f"days_{dates}").rows == [[number(1), said]]


def test_one_choice_mends_many_rows_and_what_an_order_changes_stays(head: Desk) -> None:
    for n in (1, 2, 3):
        admit(head, n)
    kept = bring(head, file(theirs(1, **{"Пол": "М"}), theirs(2, **{"Пол": "М", "Статус": "Отчислен"}), theirs(3)))
    places = [n for n, r in enumerate(kept.rows) if r.state is A.differs]
    assert len(places) == 2
    after = reconciling.settle(head, kept.id, kept.revision, places, S.theirs, Why("платформа дұрыс"))
    cards = {r["number"]: r for r in head.store.rows("students", {})}
    assert {cards[f"N{n}"]["sex"] for n in (1, 2)} == {Sex.male.value}
    assert cards["N2"]["studies"][0]["status"] == "active", "only an order leads from a status"
    assert [s.left for s in after.settled] == [[], ["studies.status"]]
    with pytest.raises(Problems) as e:
        reconciling.settle(head, kept.id, after.revision, places[:1], S.ours, Why("қайта"))
    assert e.value.problems[0].key == "reconciling.settled_already"
    assert head.store.count("audit_events", {"action": "reconciling.settle"}) == 1


def test_ours_stands_without_a_change_and_a_bad_cell_changes_nothing(head: Desk) -> None:
    admit(head, 1)
    admit(head, 2)
    kept = bring(head, file(theirs(1, **{"Курс": "төртінші"}), theirs(2, **{"Курс": "3"}), theirs(9)))
    revisions = {r["number"]: r["revision"] for r in head.store.rows("students", {})}
    places = [n for n, r in enumerate(kept.rows) if r.state is A.differs]
    with pytest.raises(Problems) as e:
        reconciling.settle(head, kept.id, kept.revision, places, S.theirs, Why("хат"))
    assert e.value.problems[0].key in ("reconciling.unreadable", "reconciling.by_order")
    alone = next(n for n, r in enumerate(kept.rows) if r.state is A.only_there)
    with pytest.raises(Problems) as e:
        reconciling.settle(head, kept.id, kept.revision, [alone], S.theirs, Why("хат"))
    assert e.value.problems[0].key == "reconciling.nothing_to_take"
    after = reconciling.settle(head, kept.id, kept.revision, [*places, alone], S.ours, Why("біздікі дұрыс"))
    assert len(after.settled) == 3 and all(s.choice is S.ours for s in after.settled)
    assert {r["number"]: r["revision"] for r in head.store.rows("students", {})} == revisions


def test_choosing_none_too_many_or_without_a_reason_is_refused(head: Desk) -> None:
    admit(head, 1)
    kept = bring(head, file(theirs(1, **{"Пол": "М"})))
    for places, why in (([], Why("а")), (list(range(MOST + 1)), Why("а")), ([0], Why(""))):
        with pytest.raises(Problems):
            reconciling.settle(head, kept.id, kept.revision, places, S.ours, why)


def test_a_missing_column_is_named_and_nothing_stored(head: Desk) -> None:
    admit(head, 1)
    with pytest.raises(Problems) as e:
        bring(head, file(theirs(1)[:-1], heads=HEADS[:-1]))
    assert e.value.problems[0].key == "reconciling.no_column" and head.store.count("reconciliations", {}) == 0


def test_a_mapping_to_a_field_or_table_that_is_not_there_is_refused_beside_it(head: Desk) -> None:
    for column, at in (
        (PlatformColumn(column="А", field="studies.nothing"), "body.columns.0.field"),
        (PlatformColumn(column="А", field="sex", table="no_such"), "body.columns.0.table"),
    ):
        with pytest.raises(Problems) as e:
            platform(head, "bad", column)
        assert e.value.problems[0].field == at


def test_who_may_not_bring_may_neither_mend_nor_send(head: Desk) -> None:
    from schemas.words import Role
    from tests.conftest import actor

    admit(head, 1)
    kept = bring(head, file(theirs(1, **{"Пол": "М"})))
    for role in (Role.auditor, Role.management, Role.registrar, Role.teacher):
        other = Desk(actor(role), head.store)
        with pytest.raises(Forbidden):
            reconciling.settle(other, kept.id, kept.revision, [0], S.ours, Why("а"))
        with pytest.raises(Forbidden):
            reconciling.send(other, "epvo", True, Why("а"))
