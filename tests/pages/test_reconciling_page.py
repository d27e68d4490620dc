"""Reconciling in the browser: roles and languages, a file tried, mended and compared, who differs seen by name."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from core.access import Actor
from core.db.store import Store
from core.desk import Desk
from core.i18n import t
from schemas.base import Lang
from schemas.reconciliation import Agreement
from schemas.words import Role
from tests.acts.test_reconciling import HEADS, admit, bring, file, theirs
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("SHA", "N1", "N2", "N3")
CSV = "text/csv"


@pytest.mark.parametrize(("role", "lang"), met([Role.management, Role.head, Role.auditor, Role.teacher]))
def test_who_differs_is_seen_by_name(head: Desk, open_page: Open, role: Role, lang: Lang) -> None:
    may = Actor("u", "", role).may
    if not may("reconciling.read"):
        assert open_page("reconciling", role, lang).info[0].value == t("errors.forbidden", lang)
        return
    assert t("reconciling.none_hint", lang) in " ".join(texts(open_page("reconciling", role, lang)))
    for n in (1, 2, 3):
        admit(head, n)
    made = bring(head, file(theirs(1), theirs(2, **{"Курс": "3"})))
    at = open_page("reconciling", role, lang, id=made.id)
    assert not at.exception and bool(at.get("file_uploader")) == may("reconciling.bring")
    hidden = (*DATA, made.file.id)
    seen = list(tables(at))
    assert strange(at, lang, hidden) + strange_in(seen, lang, hidden) == []
    assert {"N2", "N3", "3", "2", Agreement.differs.label(lang), Agreement.only_here.label(lang)} <= set(seen)
    assert "N1" not in seen


def test_a_file_is_refused_with_its_row_then_compared(head: Desk, open_page: Open, store: Store) -> None:
    admit(head, 1)
    at = open_page("reconciling", Role.head, "ru")
    rows = [";".join(HEADS), ";".join(theirs(1)), ";".join(theirs(1))]
    _bring(at, "\n".join(rows).encode())
    assert "3" in tables(at) and store.count("reconciliations", {}) == 0
    _bring(at, "\n".join(rows[:2]).encode())
    assert not at.exception and store.count("reconciliations", {"matching": 1}) == 1


def _bring(at: AppTest, data: bytes) -> None:
    at.get("file_uploader")[0].upload("платформа.csv", data, CSV)
    at.run()
    next(b for b in at.button if str(b.key).startswith("send-ask:reconciling.bring")).click().run()


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.auditor]))
def test_a_file_of_ours_is_looked_at_and_made(
    head: Desk, open_page: Open, store: Store, role: Role, lang: Lang
) -> None:
    admit(head, 1)
    at = open_page("reconciling", role, lang)
    at.segmented_control(key="v:reconciling.view").set_value("send").run()
    assert not at.exception and strange(at, lang, DATA) == []
    at.selectbox(key="v:reconciling.to").set_value("platonus").run()
    assert "BIRTHDATE" in tables(at), "required there, empty here"
    assert not at.exception and store.count("exchanges", {}) == 0
    buttons = [b for b in at.button if str(b.key).startswith("send-ask:reconciling.send")]
    assert bool(buttons) == (role is Role.head)
    at.selectbox(key="v:reconciling.to").set_value("epvo").run()
    if role is Role.head:
        next(b for b in at.button if str(b.key).startswith("send-ask:reconciling.send")).click().run()
        assert not at.exception and store.count("exchanges", {"sent": 1}) == 1
