"""Meetings in the browser (clauses 33-6, 34-6): roles, languages, planned by the form, written, signed, followed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import meetings
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import Lang, Ref
from schemas.meeting import Meeting
from schemas.user import User
from schemas.words import Role
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in
from tests.pages.test_appeal_pages import field, press
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Тест head", "Тест senior_registrar")


def account(head: Desk, role: Role) -> Ref:
    sign_in(head.store, role)
    return User.model_validate(head.store.one("users", {"login": f"{role.value}.kk"})).ref()


@pytest.fixture
def kept(head: Desk, senior: Desk) -> Meeting:
    """Held yesterday, its protocol written by the senior: the teacher is to do something and is late."""
    teacher = account(head, Role.teacher)
    values = {"day": head.today(), "chair": "Ректор", "users": [teacher], "agenda": [{"what": "Мәселе бір"}]}
    made = meetings.plan(senior, "academic_council", values, Why())
    said: dict[str, Any] = {
        "decisions": [{"item": 1, "what": "Шешім бір"}],
        "orders": [{"decision": 1, "responsible": teacher, "due": head.today() - timedelta(days=1)}],
    }
    return meetings.write(senior, made.id, made.revision, [0], said, Why())


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.head, Role.senior_registrar, Role.management, Role.teacher, Role.career])
)
def test_opens_for_its_roles_and_speaks_their_language(kept: Meeting, open_page: Open, role: Role, lang: Lang) -> None:
    may = Actor("u", "", role).may
    at = open_page("meetings", role, lang)
    views = [v for v, right in (("follow", "meeting.read"), ("new", "meeting.edit")) if may(right)]
    for view in ("", *views):
        if view:
            at.session_state["v:meetings.view"] = view
            at.run()
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == [], view
    for address in ({"id": kept.id}, {"id": "none"}, {}):
        at = open_page("meeting", role, lang, **address)
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == [], address
    sees = may("meeting.read") or lang == "kk" and role is Role.teacher
    at = open_page("meeting", role, lang, id=kept.id)
    assert any("Мәселе бір" in m.value for m in at.markdown) == sees


def test_planned_by_its_form_and_a_missing_chair_is_told(kept: Meeting, open_page: Open, head: Desk) -> None:
    at = open_page("meetings", Role.senior_registrar)
    at.session_state["v:meetings.view"] = "new"
    at.run()
    at.selectbox(key="v:meetings.new_kind").select("rectorate").run()
    field(at, ":place").set_value("Кіші зал")
    at = press(at, "send-meeting:new:rectorate")
    assert head.store.count("meetings", {}) == 1 and field(at, ":place").value == "Кіші зал"
    field(at, ":chair").set_value("Ректор")
    at = press(at, "b:meeting:new:rectorate")
    next(x for x in at.text_area if x.key.endswith(".what")).set_value("Жаңа мәселе")
    at = press(at, "send-meeting:new:rectorate")
    row = head.store.one("meetings", {"kind": "rectorate"}) or {}
    assert row["place"] == "Кіші зал" and row["agenda"][0]["what"] == "Жаңа мәселе"


def test_written_by_the_form_signed_by_the_head_and_followed(kept: Meeting, open_page: Open, head: Desk) -> None:
    at = open_page("meeting", Role.senior_registrar, id=kept.id)
    next(x for x in at.text_input if x.key.endswith(".ayes")).set_value("5")
    at = press(at, f"send-meeting:write:{kept.id}")
    assert not at.exception and meetings.get(head, kept.id).decisions[0].ayes is None, "only one was there"
    next(x for x in at.text_input if x.key.endswith(".ayes")).set_value("1")
    at = press(at, f"send-meeting:write:{kept.id}")
    assert not at.exception and meetings.get(head, kept.id).decisions[0].ayes == 1
    # The accounts of these tests stand for one member of staff: the head for another.
    signer = account(head, Role.head)
    head.store.db["users"].update_one({"_id": signer.id}, {"$set": {"person.id": "p9"}})
    at = press(open_page("meeting", Role.head, id=kept.id), f"send-ask:meetings.sign{kept.id}")
    assert not at.exception and meetings.get(head, kept.id).number.endswith("-01")
    assert t("meetings.is_late", "kk") in " ".join(tables(at))
    at = open_page("meetings", Role.head)
    at.session_state["v:meetings.view"] = "follow"
    at.run()
    assert any("Шешім бір" in m.value for m in at.markdown)
