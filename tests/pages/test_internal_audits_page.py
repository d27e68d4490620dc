"""Internal audits in the browser: the board in roles and languages, a plan that names whose own work it would be."""

from __future__ import annotations

from typing import Any

import pytest

from core import internal_audits
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import Lang
from schemas.internal_audit import AuditState
from schemas.words import Role
from tests.acts.test_internal_audits import CHECKED, FOUND, House, house, made, planned, running
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

__all__ = ["house", "made"]
pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("ISO", "Тегі", "headmaster")


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_the_board_and_an_audit_open_for_their_roles(
    house: House, made: Any, open_page: Open, role: Role, lang: Lang
) -> None:  # fmt: skip
    audit, may = running(house, made), Actor("u", "", role).may
    for page, address in (("internal_audits", {}), ("internal_audits", {"year": str(made.year), "programme": "1"}),
                          ("internal_audit", {"id": audit.id}), ("internal_audit", {"id": "none"})):  # fmt: skip
        at = open_page(page, role, lang, **address)
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == []
        if not may("internal_audit.read"):
            assert at.info[0].value == t("errors.forbidden", lang)
    if may("internal_audit.read"):
        board = open_page("internal_audits", role, lang)
        assert audit.number in set(tables(board))
        assert any(made.planned[1].unit.label.kk in x for x in tables(board))


def test_planned_by_the_form_and_own_work_is_told_beside_the_name(
    house: House, made: Any, open_page: Open, head: Desk
) -> None:  # fmt: skip
    at = open_page("internal_audits", Role.head, year=str(made.year), plan="row:0")
    key = f"audit:new:{made.year}:row:0"
    lead = next(w for w in at.selectbox if (w.key or "").endswith(":lead"))
    lead.set_value(house.users["headmaster"].id)
    next(b for b in at.button if (b.key or "").endswith("criteria:add")).click().run()
    next(w for w in at.text_input if (w.key or "").endswith(".text")).set_value("Ереже")
    at = next(b for b in at.button if (b.key or "").startswith(f"send-{key}")).click().run()
    assert not at.exception and house.store.count("internal_audits", {}) == 0
    assert any("Басшы Айгүл" in x and "error" in x for x in texts(at))
    next(w for w in at.selectbox if (w.key or "").endswith(":lead")).set_value(house.users["auditor"].id)
    at = next(b for b in at.button if (b.key or "").startswith(f"send-{key}")).click().run()
    assert not at.exception
    row = house.store.one("internal_audits", {}) or {}
    assert (row["process"], row["lead"]["id"], row["criteria"][0]["text"]) == (
        "sheets", house.users["auditor"].id, "Ереже")  # fmt: skip


def test_findings_are_written_and_the_report_handed_in(house: House, made: Any, open_page: Open) -> None:
    desk, audit = house.desk("auditor"), running(house, made)
    internal_audits.findings(desk, audit.id, audit.revision, FOUND, "", Why())
    at = open_page("internal_audit", Role.auditor, id=audit.id)
    at = next(b for b in at.button if "internal_audits.report" in (b.key or "")).click().run()
    assert internal_audits.get(desk, audit.id).status is AuditState.running
    assert any(t("internal_audits.no_conclusions", "kk") in x for x in texts(at))
    next(w for w in at.text_area if (w.key or "").endswith(":conclusions")).set_value("Жүйе жұмыс істейді")
    at = next(b for b in at.button if (b.key or "").startswith("send-audit:find")).click().run()
    assert not at.exception and internal_audits.get(desk, audit.id).conclusions == "Жүйе жұмыс істейді"
    assert CHECKED[0]["evidence"] in {w.value for w in at.text_area}


def test_a_planned_audit_is_closed_to_whom_it_is_not(house: House, made: Any, open_page: Open) -> None:
    audit = planned(house, made)
    at = open_page("internal_audit", Role.management, id=audit.id)
    assert not at.exception and not any((b.key or "").startswith("send-") for b in at.button)
