"""Forms handed to HR: numbers given once, what came back never more than was given, the journal, who may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.i18n import LANGS
from core.orders import forms
from schemas.base import Text
from schemas.order_form import OrderForms
from schemas.reference import Office
from schemas.words import Role
from tests.conftest import actor


@pytest.fixture
def head(shipped: Store) -> Desk:
    return Desk(actor(Role.head), shipped)


def given(desk: Desk, **values: object) -> OrderForms:
    first: dict[str, object] = {"kind": "order_form", "day": desk.today(), "to": "Кадр маманы"}
    return forms.issue(desk, first | values, Why())


def keys(e: pytest.ExceptionInfo[Problems]) -> set[tuple[str, str]]:
    return {(p.field, p.key) for p in e.value.problems}


def test_numbered_forms_are_counted_and_a_number_is_given_once(head: Desk) -> None:
    made = given(head, series="АБ", first=101, last=150)
    year = head.today().year
    assert made.count == 50 and made.left == 50 and made.number == f"1/{year}" and forms.numbers(made) == "АБ 101–150"
    with pytest.raises(Problems) as e:
        given(head, series="АБ", first=150, last=160)
    assert keys(e) == {("first", "order_forms.given_before")}
    assert given(head, series="АБ", first=151, last=151).count == 1
    assert given(head, series="ВГ", first=101, last=150).number == f"3/{year}"
    plain = given(head, count=20)
    assert forms.numbers(plain) == "—" and [x.number for x in forms.listed(head, year)][0] == plain.number


@pytest.mark.parametrize(
    "values",
    [{}, {"first": 5}, {"first": 9, "last": 3}, {"count": 0}, {"count": -1}, {"count": 2, "to": ""},
     {"count": 3, "day": "x"}],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(head: Desk, values: dict[str, object]) -> None:
    with pytest.raises(Problems):
        given(head, **values)
    with pytest.raises(Problems) as e:
        given(head, count=3, day=head.today() + timedelta(1))
    assert keys(e) == {("day", "order_forms.day_ahead")} and forms.listed(head) == []


def test_what_came_back_is_never_more_than_hr_holds(head: Desk) -> None:
    made, t = given(head, first=1, last=10), head.today()
    one = forms.give_back(head, made.id, made.revision, {"day": t, "used": 6, "spoiled": 1}, Why())
    assert one.left == 3 and one.returns[0].by is not None
    for values, key in (
        ({"day": t, "used": 4}, "order_forms.too_many"), ({"day": t}, "order_forms.too_many"),
        ({"day": t - timedelta(1), "used": 1}, "order_forms.day_out"),
        ({"day": t + timedelta(1), "used": 1}, "order_forms.day_out"),
    ):  # fmt: skip
        with pytest.raises(Problems) as e:
            forms.give_back(head, one.id, one.revision, values, Why())
        assert {p.key for p in e.value.problems} == {key}
    with pytest.raises(StaleRevision):
        forms.give_back(head, made.id, made.revision, {"day": t, "whole": 1}, Why())
    two = forms.give_back(head, one.id, one.revision, {"day": t, "whole": 3}, Why())
    assert two.left == 0 and len(two.returns) == 2


def test_the_office_gives_out_and_hr_sees(head: Desk, shipped: Store) -> None:
    given(head, count=5)
    hr, registrar = Desk(actor(Role.hr), shipped), Desk(actor(Role.registrar), shipped)
    assert len(forms.listed(hr)) == 1
    for desk in (hr, registrar, Desk(actor(Role.management), shipped)):
        with pytest.raises(Forbidden):
            given(desk, count=5)
    with pytest.raises(Forbidden):
        forms.listed(registrar)
    assert given(Desk(actor(Role.senior_registrar), shipped), count=2).by.role == "senior_registrar"


def test_the_journal_is_printed_in_three_languages(head: Desk) -> None:
    rows = [given(head, series="АБ", first=1, last=25), given(head, count=40)]
    with pytest.raises(RuleBroken):
        forms.journal(head, rows, "2026", "kk")
    words = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Офис"), "city": Text(kk="Алматы")}
    head.transact("office.edit", lambda tx: tx.add(Office(_id="office", **words)), Why("ашылды"))
    for lang in LANGS:
        assert forms.journal(head, rows, "2026", lang).startswith(b"%PDF")
