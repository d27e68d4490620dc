"""Submissions in the browser: sent by a form, opened and decided by the leader."""

from __future__ import annotations

import pytest

from core import submissions
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.submissions import Sending
from schemas.base import Lang
from schemas.submission import Submission
from schemas.words import Role
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def sent(head: Desk) -> Submission:
    sign_in(head.store, Role.management)
    row = head.store.one("users", {"login": "management.kk"}) or {}
    return submissions.send(head, Sending("report", "Жылдық есеп", [row["_id"]], note="Қысқаша"), Why())


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_opens_for_its_roles(sent: Submission, open_page: Open, role: Role, lang: Lang) -> None:
    for address in ({}, {"id": sent.id}, {"id": "new"}):
        at = open_page("submissions", role, lang, **address)
        assert not at.exception and strange(at, lang, ("Тест head",)) == []
        if not Actor("u", "", role).may("submission.read"):
            assert at.info[0].value == t("errors.forbidden", lang)


def test_a_leader_opens_it_and_decides(sent: Submission, store: Store, open_page: Open) -> None:
    at = open_page("submissions", Role.management)
    assert any("Сіздің шешіміңізді күтіп тұр: 1" in said for said in texts(at))
    at = open_page("submissions", Role.management, id=sent.id)
    assert (store.one("submissions", {}) or {})["status"] == "seen"
    at.text_area[0].set_value("Қабылдансын").run()
    next(b for b in at.button if (b.key or "").startswith("send-submission:decide")).click().run()
    assert not at.exception
    kept = store.one("submissions", {}) or {}
    assert kept["status"] == "decided" and kept["to"][0]["decision"] == "Қабылдансын"
    assert any(
        "Қабылдансын" in str(x) for x in open_page("submissions", Role.head, id=sent.id).dataframe[0].value.iloc[0]
    )


def test_the_office_sends_and_a_missing_topic_stands_beside_its_field(
    sent: Submission, store: Store, open_page: Open
) -> None:
    at = open_page("submissions", Role.senior_registrar, id="new")
    send = "send-submission:new"
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert any(":red[" in m.value for m in at.markdown) and store.count("submissions", {}) == 1
    next(x for x in at.text_input if (x.key or "").endswith("topic")).set_value("Қыркүйек есебі")
    next(b for b in at.button if (b.key or "").startswith(send)).click().run()
    assert not at.exception and store.count("submissions", {"topic": "Қыркүйек есебі"}) == 1
