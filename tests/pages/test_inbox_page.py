"""The inbox as people of every role and language meet it: empty, full, late; decisions right there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import approvals, notices, tasks
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.ui import page as kit
from core.users import actor_of
from schemas.base import LANGS, Lang, Ref, Text
from schemas.kinds import Kind, Route, Step
from schemas.reference import Department
from schemas.task import Approval, ApprovalState, TaskState
from schemas.user import Deputy, User
from schemas.words import Role
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, texts

WHAT = Text(kk="Ведомостарды тексеру", ru="Проверить ведомости", en="Check the sheets")


def desk_of(store: Store, role: Role, lang: Lang = "kk") -> Desk:
    """The desk of the account that `open_page` signs in."""
    sign_in(store, role, lang)
    # The accounts of the tests all name one member of staff, and one person is one pair of hands.
    store.db["users"].update_one({"login": f"{role.value}.{lang}"}, {"$set": {"person": None}})
    row = store.one("users", {"login": f"{role.value}.{lang}"})
    return Desk(actor_of(User.model_validate(row)), store)


def make(desk: Desk, **more: Any) -> Any:
    found: list[Any] = []

    def work(tx: Any) -> Any:
        found.append(tasks.make(tx, what=WHAT, **more))
        return found[-1]

    desk.transact("reference.edit", work, Why("т"), right="task.work")
    return found[-1]


def ask(desk: Desk, *steps: Role) -> Approval:
    kind = Kind(sort="route", code="paper", name=Text(kk="Құжат келісу", ru="Согласование документа", en="Paper"),
                effective=desk.today(), body=Route(steps=[Step(role=r) for r in steps]))  # fmt: skip
    desk.store.db["kinds"].insert_one(plain(kind))
    found: list[Approval] = []

    def work(tx: Any) -> Department:
        unit = tx.add(Department(code="D1", name=WHAT, kind="department"), scoped=False)
        found.append(approvals.start(tx, "paper", unit, "references", {"id": unit.id}))
        return unit

    desk.transact("reference.edit", work, Why("т"), right="task.work")
    return desk.store.load(Approval, found[-1].id)


def press(at: AppTest, key: str) -> AppTest:
    return next(b for b in at.button if b.key and b.key.startswith(key)).click().run()


def seen(at: AppTest) -> str:
    return " ".join(texts(at))


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_everybody_has_an_inbox_and_an_empty_one_says_what_it_is_for(open_page: Open, role: Role, lang: Lang) -> None:
    at = open_page("inbox", role, lang)
    assert not at.exception and t("tasks.none_mine_hint", lang) in seen(at)
    assert strange(at, lang) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("tab", ["mine", "news", "done", "given", "overdue"])
def test_every_section_speaks_the_users_language(open_page: Open, store: Store, tab: str, lang: Lang) -> None:
    desk = desk_of(store, Role.head, lang)
    for due in (None, desk.today() - timedelta(days=3), desk.today(), desk.today() + timedelta(days=5)):
        for to in ({"to_role": Role.head}, {"to_user": Ref(id=desk.actor.id, label=Text(kk=desk.actor.name))}):
            make(desk, due=due, page="students", by_hand=True, **to)
    done = make(desk, to_role=Role.head, by_hand=True)
    tasks.done(desk, done.id, Why("бітті"))
    tasks.remind(store, desk.today())
    at = open_page("inbox", Role.head, lang, tab=tab)
    assert not at.exception
    assert strange(at, lang, (WHAT.get(lang), desk.actor.name, WHAT.kk)) == []
    if tab in ("mine", "overdue"):
        assert t("tasks.late", lang, n=3) in seen(at).replace("\\", "")


def test_a_task_by_hand_is_done_right_there(open_page: Open, store: Store) -> None:
    desk = desk_of(store, Role.registrar)
    made = make(desk, to_user=Ref(id=desk.actor.id, label=Text(kk="а")), by_hand=True)
    at = open_page("inbox", Role.registrar)
    at = press(at, f"send-ask:tasks.done{made.id}")
    assert not at.exception and store.one("tasks", {"_id": made.id})["state"] == TaskState.done.value
    assert t("tasks.none_mine", "kk") in seen(at)


def test_an_approval_is_agreed_and_declined_right_there(open_page: Open, store: Store) -> None:
    desk_of(store, Role.senior_registrar), desk_of(store, Role.head)
    made = ask(desk_of(store, Role.registrar), Role.senior_registrar, Role.head)
    at = open_page("inbox", Role.senior_registrar)
    at = press(at, f"send-ask:approvals.agree{made.id}")
    assert not at.exception and store.load(Approval, made.id).at == 1

    at = open_page("inbox", Role.head, "ru")
    at = press(at, f"send-ask:approvals.decline{made.id}")
    assert t("errors.reason_missing", "ru") in seen(at).replace("\\", "")
    assert store.load(Approval, made.id).state is ApprovalState.running
    at.text_input(key=next(x.key for x in at.text_input if f"ask:approvals.decline{made.id}" in x.key)).input("қате")
    at = press(at, f"send-ask:approvals.decline{made.id}")
    done = store.load(Approval, made.id)
    assert not at.exception and done.state is ApprovalState.declined and done.steps[1].note == "қате"


def test_who_asked_reads_why_he_does_not_decide(open_page: Open, store: Store) -> None:
    desk_of(store, Role.head)
    row = User(login="second", name="Екінші", role=Role.head, order_number="2")
    store.db["users"].insert_one(plain(row))
    made = ask(desk_of(store, Role.head), Role.head)
    at = open_page("inbox", Role.head)
    assert t("approvals.asked_yourself", "kk") in seen(at).replace("\\", "")
    assert not any(b.key and "approvals.agree" in b.key for b in at.button)
    at = open_page("inbox", Role.head, tab="mine")
    assert t("approvals.asked", "kk") in seen(at)
    at.text_input(key=next(x.key for x in at.text_input if "approvals.withdraw" in x.key)).input("өзгерді")
    at = press(at, f"send-ask:approvals.withdraw{made.id}")
    assert not at.exception and store.load(Approval, made.id).state is ApprovalState.withdrawn


def test_a_deputy_reads_for_whom(open_page: Open, store: Store) -> None:
    head, senior = desk_of(store, Role.head), desk_of(store, Role.senior_registrar)
    row = Deputy(user=Ref(id=senior.actor.id, label=Text(kk="О")), starts=head.today())
    store.db["users"].update_one({"_id": head.actor.id}, {"$push": {"deputies": plain(row)}})
    make(head, to_user=Ref(id=head.actor.id, label=Text(kk="а")))
    at = open_page("inbox", Role.senior_registrar, tab="mine")
    assert t("tasks.for_whom", "kk", who=head.actor.name) in seen(at).replace("\\", "")


def test_only_the_head_sees_what_is_late_with_others(open_page: Open, store: Store) -> None:
    desk_of(store, Role.registrar)
    make(desk_of(store, Role.head), to_role=Role.registrar, due=desk_of(store, Role.head).today() - timedelta(days=2))
    at = open_page("inbox", Role.head, tab="overdue")
    assert WHAT.kk in seen(at) and "Тест Статистик" in seen(at)
    at = open_page("inbox", Role.senior_registrar, tab="overdue")
    assert WHAT.kk not in seen(at) and t("tasks.tab.overdue", "kk") not in seen(at)


def test_a_notice_leads_to_its_task_and_a_strange_one_is_told_calmly(open_page: Open, store: Store) -> None:
    desk = desk_of(store, Role.registrar)
    made = make(desk_of(store, Role.head), to_role=Role.registrar, by_hand=True)
    at = open_page("inbox", Role.registrar, task=made.id)
    assert WHAT.kk in seen(at)
    tasks.done(desk, made.id, Why())
    for id in (made.id, "$ne", "x" * 300):
        at = open_page("inbox", Role.registrar, task=id)
        assert not at.exception and t("tasks.gone", "kk") in seen(at)


def test_notices_are_marked_as_read(open_page: Open, store: Store) -> None:
    head = desk_of(store, Role.head)
    desk = desk_of(store, Role.registrar)
    for _ in range(3):
        make(head, to_role=Role.registrar)
    at = open_page("inbox", Role.registrar, tab="news")
    press(at, "read:")
    assert notices.unread(desk) == 2
    at = open_page("inbox", Role.registrar, tab="news")
    next(b for b in at.button if b.label == t("notices.read_all", "kk")).click().run()
    assert notices.unread(desk) == 0


@pytest.mark.parametrize("lang", LANGS)
def test_the_head_gives_a_task_in_the_browser(open_page: Open, store: Store, lang: Lang) -> None:
    desk = desk_of(store, Role.registrar)
    at = open_page("inbox", Role.head, lang, tab="given")
    assert strange(at, lang, ("Тест",)) == []
    press(at, "send-task:new")
    assert store.count("tasks", {}) == 0
    at = open_page("inbox", Role.head, lang, tab="given")
    next(x for x in at.text_input if x.key and "what" in x.key).input("Есеп беру")
    next(x for x in at.selectbox if x.key and "to_role" in x.key).select(Role.registrar)
    at = press(at, "send-task:new")
    assert not at.exception and [w.task.what.kk for w in tasks.mine(desk)] == ["Есеп беру"]


@pytest.mark.parametrize("lang", LANGS)
def test_home_shows_my_tasks_and_nothing_where_none_wait(open_page: Open, store: Store, lang: Lang) -> None:
    desk = desk_of(store, Role.hr, lang)
    assert f"**{t('tasks.panel', lang)}**" not in seen(open_page("home", Role.hr, lang))
    make(desk, to_role=Role.hr, due=desk.today() - timedelta(days=2))
    make(desk, to_role=Role.hr)
    at = open_page("home", Role.hr, lang)
    assert not at.exception
    said = seen(at).replace("\\", "")
    assert t("tasks.panel", lang) in said and t("tasks.count", lang, n=2) in said
    assert t("tasks.late_count", lang, n=1) in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_bell_counts_new_notices_in_the_frame(
    open_page: Open, store: Store, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    desk = desk_of(store, Role.registrar, lang)
    token = sign_in(store, Role.registrar, lang)
    monkeypatch.setattr(kit, "token", lambda: token)

    def bell() -> str:
        at = AppTest.from_string("from core.ui import frame\nframe.draw()", default_timeout=30).run()
        assert not at.exception
        return next(b.label for b in at.sidebar.button if b.key == "_bell")

    assert bell() == t("notices.bell", lang)
    make(desk_of(store, Role.head), to_role=Role.registrar)
    make(desk_of(store, Role.head), to_role=Role.registrar)
    assert bell() == t("notices.bell_n", lang, n=2)
    notices.read(desk)
    assert bell() == t("notices.bell", lang)


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_view_holds_what_waits_for_me_and_for_my_role(open_page: Open, store: Store, lang: Lang) -> None:
    desk = desk_of(store, Role.registrar, lang)
    head = desk_of(store, Role.head)
    for to in ({"to_role": Role.registrar}, {"to_user": Ref(id=desk.actor.id, label=Text(kk="а"))}):
        make(head, by_hand=True, **to)
    assert tasks.open_count(desk) == tasks.count(desk)[0] == 2  # the menu and home say the same
    at = open_page("inbox", Role.registrar, lang)
    assert [s.value for s in at.subheader][:1] == [t("tasks.bucket.dayless", lang, n=2)]
    assert len([b for b in at.button if str(b.key).startswith("send-ask:tasks.done")]) == 2
    assert strange(at, lang, (WHAT.get(lang), desk.actor.name, head.actor.name)) == []
