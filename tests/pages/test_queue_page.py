"""The head's queue in the browser (clauses 4, 6): roles, languages, a move with its reason; one's own queue."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.db.store import Store
from core.i18n import t
from schemas.base import Lang, Ref, Text
from schemas.words import Role
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in
from tests.pages.test_inbox_page import WHAT, desk_of, make, press, seen
from tests.pages.test_sheet_pages import tables


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.auditor]))
def test_opens_for_the_head_alone_and_a_task_is_moved(open_page: Open, store: Store, role: Role, lang: Lang) -> None:
    head = desk_of(store, Role.head, lang)
    worker = desk_of(store, Role.registrar, lang)
    mine = Ref(id=worker.actor.id, label=Text(kk=worker.actor.name))
    made = make(head, to_user=mine, due=head.today() - timedelta(days=2), by_hand=True)
    make(head, to_role=Role.teacher, page="sections")
    at = open_page("queue", role, lang)
    data = (WHAT.get(lang), worker.actor.name, head.actor.name)
    assert not at.exception and strange(at, lang, data) + strange_in(tables(at), lang, data) == []
    if role is not Role.head:
        assert at.info[0].value == t("errors.forbidden", lang)
        return
    assert worker.actor.name in " ".join(tables(at))
    at = open_page("queue", role, lang, user=worker.actor.id)
    assert not at.exception and strange(at, lang, data) == []
    at.toggle[0].set_value(True).run()
    at.selectbox[0].select(head.actor.id).run()
    at = press(at, f"send-ask:tasks.move{made.id}")
    assert (store.one("tasks", {"_id": made.id}) or {})["to_user"]["id"] == worker.actor.id, "a reason is asked"
    next(x for x in at.text_input if f"ask:tasks.move{made.id}" in x.key).input("ауырды")
    at = press(at, f"send-ask:tasks.move{made.id}")
    assert not at.exception and (store.one("tasks", {"_id": made.id}) or {})["to_user"]["id"] == head.actor.id
    assert t("tasks.queue_none", lang) in seen(at)


def test_ones_own_queue_is_narrowed_by_what_it_is_about(open_page: Open, store: Store) -> None:
    desk = desk_of(store, Role.registrar)
    mine = Ref(id=desk.actor.id, label=Text(kk="а"))
    make(desk, to_user=mine, page="holds", due=desk.today())
    make(desk, to_role=Role.registrar, page="students", due=desk.today() + timedelta(days=3))
    at = open_page("inbox", Role.registrar)
    heads = [t("tasks.bucket.today", "kk", n=1), t("tasks.bucket.week", "kk", n=1)]
    assert [s.value for s in at.subheader][:2] == heads
    at.session_state["v:inbox.page"] = "holds"
    at.run()
    assert not at.exception and heads[1] not in [s.value for s in at.subheader]
    at.session_state["v:inbox.whose"] = "role"
    at.run()
    assert not at.exception and heads[0] not in [s.value for s in at.subheader]
