"""Blanks in the browser: roles, languages, receipt, acts, scanner, stock-taking, keepers; bad input told beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import blanks
from core.access import Actor
from core.blanks import posts
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.office import first_office
from schemas.base import Basis, Lang
from schemas.blank import Blank, BlankStatus, CountStatus, Span
from schemas.user import User
from schemas.words import Role
from tests.acts.class_kit import put
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("BD", "Тест")
SAT = [{"name": "Ахметова С.", "post": "басшы", "chair": True}, {"name": "Болатов Е."}, {"name": "Сериков Қ."}]
TABS = ("stock", "numbers", "journal", "counts", "keepers")


@pytest.fixture
def keeper(store: Store, head: Desk) -> Desk:
    """The registrar who answers for all blanks, and forty diplomas that he took in."""
    put(head, first_office("«Үлгі» консерваториясы", "Алматы"))
    sign_in(store, Role.registrar)
    user = User.model_validate(store.one("users", {"login": "registrar.kk"}))
    today = head.today()
    basis = Basis(kind="Бұйрық", number="12-ө", day=today - timedelta(30))
    posts.appoint(head, user.id, [], today - timedelta(30), Why("тағайындалды", basis))
    desk = Desk(Actor(user.id, user.name, Role.registrar), store)
    blanks.receive(desk, {"kind": "diploma", "series": "BD", "first": 1, "last": 40, "day": today, "supplier": "Баспа",
                          "waybill": "7", "commission": SAT}, Why())  # fmt: skip
    return desk


def press(at: Any, begins: str) -> Any:
    return next(b for b in at.button if (b.key or "").startswith(begins)).click().run()


def fill(at: Any, ends: str, value: Any) -> None:
    every = [*at.text_input, *at.text_area, *at.selectbox, *at.date_input, *at.multiselect]
    next(w for w in every if (w.key or "").endswith(ends)).set_value(value)


def said(at: Any) -> str:
    return " ".join([*texts(at), *tables(at)]).replace("\\", "")


def foreign(at: Any, lang: Lang) -> list[str]:
    return strange(at, lang, DATA) + strange_in(tables(at), lang, DATA)


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.auditor, Role.department]))
def test_every_part_opens_for_who_reads_and_refuses_the_others(
    keeper: Desk, open_page: Open, role: Role, lang: Lang
) -> None:
    may = Actor("u", "", role).may
    if not may("blank.read"):
        assert open_page("blanks", role, lang).info[0].value == t("errors.forbidden", lang)
        return
    for tab in (*TABS, *(("receipt", "acts") if may("blank.post") else ())):
        at = open_page("blanks", role, lang, tab=tab)
        assert not at.exception and foreign(at, lang) == [], tab
        assert at.session_state["v:blanks.tab"] == tab
    at = open_page("blanks", role, lang, tab="receipt")
    assert any((b.key or "").startswith("send-blanks:receipt") for b in at.button) == may("blank.post")
    at = open_page("blanks", role, lang, id="diploma|BD|0000007")
    assert not at.exception and foreign(at, lang) == [] and "0000007" in said(at)


def test_the_balance_is_shown_with_its_arithmetic(keeper: Desk, open_page: Open) -> None:
    blanks.hand_to_hr(keeper, "diploma", "BD", [Span(first=1, last=3)], keeper.today(), "Кадр", Why())
    assert "0 + 40 − 3 − 0 = 37" in said(open_page("blanks", Role.auditor, tab="stock"))


def test_a_batch_is_refused_beside_its_fields_and_comes_in_when_they_are_mended(
    keeper: Desk, store: Store, open_page: Open
) -> None:
    at = open_page("blanks", Role.registrar, tab="receipt")
    for field, value in ((":kind", "diploma"), (":series", "BD"), (":first", "41"), (":last", "50"),
                         (":supplier", "Баспа"), (":waybill", "8"), (":missing", "45, x")):  # fmt: skip
        fill(at, field, value)
    at = press(at, "send-blanks:receipt")
    assert t("blanks.not_number", "kk", text="x") in said(at) and store.count("blanks", {}) == 40
    fill(at, ":missing", "45, 47-48")
    at = press(at, "send-blanks:receipt")
    assert not at.exception and store.count("blanks", {}) == 47
    assert store.one("blanks", {"n": 47}) is None, "the proposed commission was enough"


def test_an_overlapping_batch_keeps_what_was_typed(keeper: Desk, store: Store, open_page: Open) -> None:
    at = open_page("blanks", Role.registrar, tab="receipt")
    for field, value in ((":kind", "diploma"), (":series", "BD"), (":first", "38"), (":last", "45"),
                         (":supplier", "Баспа"), (":waybill", "8")):  # fmt: skip
        fill(at, field, value)
    at = press(at, "send-blanks:receipt")
    assert "0000038–0000040" in said(at) and store.count("blanks", {}) == 40
    assert next(w for w in at.text_input if (w.key or "").endswith(":first")).value == "38"


def test_a_scanned_number_opens_its_record_and_an_act_is_made_from_it(
    keeper: Desk, store: Store, open_page: Open
) -> None:
    at = open_page("blanks", Role.registrar, tab="numbers")
    at.text_input(key="v:blanks.scan").set_value("bd0000099").run()
    assert t("blanks_ui.scan_none", "kk", typed="bd0000099") in said(at)
    at.text_input(key="v:blanks.scan").set_value("bd 0000005").run()
    assert "diploma|BD|0000005" in at.query_params["id"] and "BD № 0000005" in said(at)
    at = open_page("blanks", Role.registrar, tab="acts", blank="diploma|BD|0000005")
    at = press(at, "send-blanks:act:spoiled")
    assert t("errors.reason_missing", "kk") in said(at), "an act without a reason is told beside it"
    fill(at, ":why", "сия жағылды")
    at = press(at, "send-blanks:act:spoiled")
    assert not at.exception and store.load(Blank, "diploma|BD|0000005").status is BlankStatus.spoiled


def test_who_is_not_the_keeper_is_told_whose_it_is(keeper: Desk, open_page: Open) -> None:
    at = open_page("blanks", Role.head, tab="acts", blank="diploma|BD|0000005")
    fill(at, ":why", "сия жағылды")
    at = press(at, "send-blanks:act:spoiled")
    assert keeper.actor.name in " ".join(e.value for e in at.error).replace("\\", "")


def test_stock_is_taken_by_spans_and_what_is_missing_becomes_a_task_of_the_head(
    keeper: Desk, store: Store, open_page: Open
) -> None:
    at = open_page("blanks", Role.head, tab="counts")
    at = press(at, "send-blanks:count")
    assert not at.exception
    row = store.one("blank_counts", {}) or {}
    at = open_page("blanks", Role.head, tab="counts", count=row["_id"])
    fill(at, ":found", "1-38 abc")
    at = press(at, "send-blanks:found")
    assert t("blanks.not_number", "kk", text="abc") in said(at)
    fill(at, ":found", "1-38, 60")
    at = press(at, "send-blanks:found")
    assert not at.exception
    at = open_page("blanks", Role.head, tab="counts", count=row["_id"])
    at = press(at, "send-ask:blanks_ui.count_finish")
    done = store.one("blank_counts", {}) or {}
    assert done["status"] == CountStatus.done.value
    assert (done["rows"][0]["shortage"], done["rows"][0]["surplus"]) == (
        [{"first": 39, "last": 40}], [{"first": 60, "last": 60}]
    )  # fmt: skip
    task = store.one("tasks", {"mark": "blank_loss"}) or {}
    assert task["to_role"] == Role.head.value and "0000039–0000040" in task["what"]["kk"]
    assert "0000060" in said(open_page("blanks", Role.auditor, tab="counts", count=row["_id"]))


def test_a_keeper_is_appointed_only_on_a_basis(store: Store, head: Desk, open_page: Open) -> None:
    sign_in(store, Role.registrar)
    user = store.one("users", {"login": "registrar.kk"}) or {}
    at = open_page("blanks", Role.head, tab="keepers")
    fill(at, ":user", user["_id"])
    at = press(at, "send-blanks:appoint")
    assert t("errors.field.missing", "kk") in said(at) and not store.rows("blank_posts", {})
    fill(at, ":why_number", "12-ө")
    fill(at, ":why_day", date(2026, 10, 1))
    at = press(at, "send-blanks:appoint")
    assert not at.exception and store.count("blank_posts", {"until": None}) == 1
