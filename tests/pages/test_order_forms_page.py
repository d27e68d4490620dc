"""The register of forms for orders: opened by every role in every language; giving out, returning, the journal."""

from __future__ import annotations

import pytest

from core.access import RIGHTS
from core.db.store import Store
from core.desk import Desk, Why
from core.fields import describe
from core.i18n import t
from core.orders import forms
from schemas.base import LANGS, Lang
from schemas.order_form import Handing
from schemas.words import Role
from tests.conftest import actor
from tests.pages.conftest import Open
from tests.pages.seen import strange
from tests.pages.test_contingent_pages import said


@pytest.fixture
def made(shipped: Store) -> forms.OrderForms:
    desk = Desk(actor(Role.head), shipped)
    values = {"kind": "order_form", "first": 1, "last": 20, "day": desk.today(), "to": "Кадр маманы"}
    one = forms.issue(desk, values, Why())
    return forms.give_back(desk, one.id, one.revision, {"day": desk.today(), "used": 5, "spoiled": 2}, Why())


@pytest.mark.parametrize("role", list(Role))
def test_every_role_meets_the_register_or_a_calm_no(open_page: Open, made: forms.OrderForms, role: Role) -> None:
    at = open_page("order_forms", role)
    assert not at.exception and bool(at.title) == ("order.receive" in RIGHTS[role])
    if at.title:
        assert bool(at.expander) == ("order.form" in RIGHTS[role]) and "1–20" in said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_register_and_a_full_one_speak_the_users_language(open_page: Open, shipped: Store, lang: Lang) -> None:
    at = open_page("order_forms", Role.head, lang)
    assert not at.exception and not at.error and strange(at, lang) == [] and t("order_forms.none", lang) in said(at)
    labels = {x.path: x.label(lang) for x in describe(Handing)}
    for path, value in (("count", "30"), ("to", "Кадр")):
        [field] = [x for x in at.text_input if x.label.startswith(labels[path])]
        field.set_value(value)
    [send] = [b for b in at.button if str(b.key).startswith("send-") and "order_forms" in str(b.key)]
    at = send.click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    [row] = forms.listed(Desk(actor(Role.head), shipped))
    assert row.count == 30 and row.kind == "order_form"
    at = open_page("order_forms", Role.head, lang, id=row.id, year=str(row.day.year))
    assert strange(at, lang, ("head",)) == [] and t("order_forms.holds", lang, n=30) in said(at).replace("\\", "")


def test_an_address_that_leads_nowhere_is_answered(open_page: Open, made: forms.OrderForms) -> None:
    at = open_page("order_forms", Role.hr, "ru", id="no", year="1")
    assert not at.exception and at.title
