"""Statistical forms in the browser (clauses 22, 46): filled, kept, changed by the head with a look at live figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import sums
from core.access import Actor
from core.db.store import Store
from core.i18n import t
from schemas.base import Lang
from schemas.words import Role
from tests.acts.order_kit import Staff, staff
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

CODE = "contingent_year"


@pytest.fixture
def people(shipped: Store) -> Staff:
    found = staff(shipped)
    for n in (1, 2, 3):
        found.of.pupil(n, admitted_on=found.today - timedelta(500))
    sums.refresh(found.store)
    return found


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.management, Role.teacher]))
def test_opens_for_its_roles(people: Staff, open_page: Open, role: Role, lang: Lang) -> None:
    for page, address in (("stat_forms", {}), ("stat_forms", {"id": "gone"}), ("stat_form", {"code": CODE})):
        at = open_page(page, role, lang, **address)
        assert not at.exception and strange(at, lang) == []
        if not Actor("u", "", role).may("stat_form.read" if page == "stat_forms" else "kind.edit"):
            assert at.info[0].value == t("errors.forbidden", lang)


def test_a_form_is_kept_and_read_again(people: Staff, open_page: Open) -> None:
    at = open_page("stat_forms", Role.head, day=people.today.isoformat())
    table = at.dataframe[0].value
    assert table.iloc[1, 2] == "3" and any("үлгі" in said for said in texts(at))
    next(b for b in at.button if (b.key or "").startswith("send-ask:stat_forms.keep")).click().run()
    kept = people.store.one("stat_forms", {}) or {}
    assert not at.exception and kept["figures"][0][0] == 3
    at = open_page("stat_forms", Role.management, id=kept["_id"])
    assert not at.exception and at.dataframe[0].value.iloc[1, 2] == "3"


def test_the_head_changes_a_line_and_sees_what_is_wrong_beside_it(people: Staff, open_page: Open) -> None:
    at = open_page("stat_form", Role.head, code=CODE)
    next(x for x in at.text_input if x.label == "Парақтағы орны").set_value("D").run()
    assert not at.exception and any("латын әрпін" in m.value for m in at.markdown)
    next(x for x in at.text_input if x.label == "Парақтағы орны").set_value("9").run()
    next(b for b in at.button if b.key == "stat_form.add:rows").click().run()
    assert any("Атауы" in x.label for x in at.text_input) and at.session_state[f"stat_form:{CODE}"].changed
    next(b for b in at.button if b.key == "stat_form.off:rows").click().run()
    next(x for x in at.text_input if x.label.startswith("Себебі")).set_value("жаңа қалып").run()
    next(b for b in at.button if (b.key or "").startswith("send-ask:stat_form_editor.save")).click().run()
    assert not at.exception
    row = people.store.one("kinds", {"sort": "stat_form", "code": CODE, "version": 2}) or {}
    assert row["body"]["rows"][0]["place"] == "9"
