"""The pages of people in every language: accounts, one's own account, the distribution of work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core import references, users
from core.db.store import Store
from core.desk import Desk, Why
from core.office import first_office
from core.users import second, totp
from schemas.base import LANGS, Basis, Lang
from schemas.reference import Department
from schemas.user import User
from schemas.words import Role, Work
from tests.acts.test_users import GOOD, appoint
from tests.pages.conftest import Open, sign_in

ORDER = Basis(kind="Бұйрық", number="15-ж", day=date(2026, 9, 1))


@pytest.fixture
def stands_in(head: Desk) -> User:
    """A senior registrar who carries out the head's role this week and has a deputy."""
    made, other = appoint(head), appoint(head, "berik", Role.hr)
    day = users.acting.today()
    made = users.acting.appoint(head, made.id, made.revision, Role.head, day, day + timedelta(7), Why("демалыс", ORDER))
    return users.stand_in(head, made.id, made.revision, other.id, day, None, Why())


@pytest.mark.parametrize("lang", LANGS)
def test_the_card_of_an_account_shows_the_order_and_the_deputy(open_page: Open, stands_in: User, lang: Lang) -> None:
    at = open_page("users", Role.head, lang, id=stands_in.id)
    assert not at.exception and not at.error
    said = " ".join(str(d.value.to_dict()) for d in at.dataframe)
    assert "15-ж" in said and Role.head.label(lang) in said
    at = open_page("users", Role.management, lang, id=stands_in.id)
    assert not at.exception and len(at.dataframe) >= 2
    at = open_page("users", Role.administrator, lang, id=stands_in.id)
    assert not at.exception and not [b for b in at.button if "send-" in str(b.key)]


@pytest.mark.parametrize("lang", LANGS)
def test_the_table_of_two_hands_stands_beside_the_roles(open_page: Open, lang: Lang) -> None:
    at = open_page("users", Role.auditor, lang)
    assert not at.exception
    said = " ".join(str(d.value.to_dict()) for d in at.dataframe)
    assert {"kk": "Түзетуді растау", "ru": "исправлен", "en": "orrection"}[lang] in said


@pytest.mark.parametrize("role", list(Role))
def test_ones_own_account_opens_for_every_role(open_page: Open, store: Store, role: Role) -> None:
    at = open_page("account", role)
    assert not at.exception and len(at.title) == 1


def test_acting_is_appointed_on_the_page(open_page: Open, head: Desk, store: Store) -> None:
    made = appoint(head)
    at = open_page("users", Role.head, id=made.id)
    key = f"acting:{made.id}:0"
    find = lambda kind, path: next(w for w in at.get(kind) if str(w.key).endswith(path) and key in str(w.key))  # noqa: E731
    find("selectbox", "role").set_value(Role.head)
    day = users.acting.today()
    find("date_input", "starts").set_value(day)
    find("date_input", "ends").set_value(day + timedelta(3))
    find("text_input", ":why").set_value("демалыс")
    find("button", "").click()
    at.run()
    assert store.load(User, made.id).acting == [] and not at.exception
    assert any("Бұйрықтың нөмірі керек" in str(e.value) for e in [*at.error, *at.markdown])
    find("text_input", "why_number").set_value("77-ж")
    find("date_input", "why_day").set_value(day)
    find("button", "").click()
    at.run()
    assert [a.order_number for a in store.load(User, made.id).acting] == ["77-ж"] and not at.exception


@pytest.mark.parametrize("lang", LANGS)
def test_a_second_factor_is_seen_and_reset_on_the_page(
    open_page: Open, head: Desk, store: Store, tmp_path: Path, lang: Lang
) -> None:
    made, now = appoint(head), datetime.now(UTC)
    of = second.half(store, second.begin(store, made, "password", "/", "enrol", now), now)
    assert of
    code = totp.code(second.offered(store, of, tmp_path), totp.step_of(now))
    second.enrol(Desk(users.actor_of(made), store), of, code, tmp_path)
    listed = open_page("users", Role.head, lang)
    yes, no = {"kk": ("Иә", "Жоқ"), "ru": ("Да", "Нет"), "en": ("Yes", "No")}[lang]
    assert list(listed.dataframe[0].value["second_factor"]) == [yes, no]
    at = open_page("users", Role.head, lang, id=made.id)
    key = f"ask:users.second_reset{made.id}:0"
    find = lambda kind, end: next(w for w in at.get(kind) if key in str(w.key) and str(w.key).endswith(end))  # noqa: E731
    find("text_input", ":why").set_value("телефон жоғалды")
    find("button", "").click()
    at.run()
    assert store.load(User, made.id).second_factor and not at.exception
    find("text_input", "why_number").set_value("7")
    find("button", "").click()
    at.run()
    assert not store.load(User, made.id).second_factor and not at.exception, [e.value for e in at.error]


def test_an_old_sign_in_is_asked_over_the_page_and_the_act_goes_on_as_written(
    open_page: Open, head: Desk, store: Store
) -> None:
    made = appoint(head)
    sign_in(store, Role.head)
    mine = store.one("users", {"login": "head.kk"}) or {}
    users.set_password(head, mine["_id"], GOOD, Why("т"))
    at = open_page("users", Role.head, id=made.id)
    old = datetime.now(UTC) - timedelta(minutes=31)
    store.side("sessions").update_many({"user": mine["_id"]}, {"$set": {"at": old}})
    key = f"ask:users.close{made.id}:0"
    find = lambda kind, end: next(w for w in at.get(kind) if key in str(w.key) and str(w.key).endswith(end))  # noqa: E731
    find("text_input", ":why").set_value("жұмыстан шықты")
    find("text_input", "why_number").set_value("15-ж")
    find("date_input", "why_day").set_value(date(2026, 9, 1))
    find("button", "").click()
    for typed in ("қате құпиясөз", GOOD):
        at.run()
        assert store.load(User, made.id).active and not at.exception
        at.text_input(key="prove:typed").set_value(typed)
        next(b for b in at.button if b.label == "Жалғастыру").click()
        at.run()
        if typed != GOOD:
            assert find("text_input", ":why").value == "жұмыстан шықты", "nothing written is lost"
            find("button", "").click()
    closed = store.load(User, made.id)
    assert not closed.active and closed.release_number == "15-ж" and not at.exception, [e.value for e in at.error]


@pytest.mark.parametrize("lang", LANGS)
def test_who_signs_is_led_to_the_second_factor_at_home(open_page: Open, store: Store, head: Desk, lang: Lang) -> None:
    first = first_office("Консерватория", "Алматы")
    first.second_factor = [Role.auditor]
    head.transact("office.edit", lambda tx: tx.add(first), Why("т"))
    said = {"kk": "Рөліңіз қол қояды", "ru": "Ваша роль подписывает", "en": "Your role signs"}[lang]
    told = {r: any(said in m.value for m in open_page("home", r, lang).markdown) for r in (Role.auditor, Role.head)}
    assert told == {Role.auditor: True, Role.head: False}


@pytest.mark.parametrize("lang", LANGS)
def test_work_is_shared_out_on_its_page(open_page: Open, head: Desk, store: Store, lang: Lang) -> None:
    made = appoint(head)
    at = open_page("work", Role.head, lang, id=made.id)
    assert not at.exception and len(at.multiselect) == 3
    at.multiselect[2].set_value([Work.sheets])
    next(t for t in at.text_input if str(t.key).endswith(":why")).set_value("бөлу")
    next(b for b in at.button if str(b.key).startswith("send-")).click()
    at.run()
    assert not at.exception and store.load(User, made.id).work == ["sheets"]
    for role in (Role.management, Role.administrator):
        at = open_page("work", role, lang, id=made.id)
        assert not at.exception and not at.multiselect and len(at.dataframe) == 1
    assert not open_page("work", Role.registrar, lang).title


@pytest.mark.parametrize("lang", LANGS)
def test_a_unit_is_renamed_on_its_card(open_page: Open, head: Desk, store: Store, lang: Lang) -> None:
    values = {"code": "ДОМ", "name": {"kk": "Домбыра"}, "kind": "department", "starts": "2010-09-01"}
    made = references.save(head, Department, None, 0, values, Why("ашылды"))
    at = open_page("references", Role.head, lang, kind="departments", id=made.id)
    assert not at.exception
    field = {str(w.key): w for w in [*at.text_input, *at.date_input, *at.button]}
    field[f"v:unit.rename:{made.id}:1:kk"].set_value("Күй өнері")
    why = f"ask:units.rename{made.id}:0"
    for name, value in (("why", "кеңес"), ("why_number", "4"), ("why_day", date(2026, 8, 28))):
        next(w for k, w in field.items() if k.endswith(f"{why}:{name}")).set_value(value)
    next(w for k, w in field.items() if k == f"send-{why}").click()
    at.run()
    assert not at.exception and store.load(Department, made.id).name.kk == "Күй өнері", [e.value for e in at.error]
    at = open_page("references", Role.teacher, lang, kind="departments", id=made.id)
    assert not at.exception and "Домбыра" in str(at.dataframe[0].value) and not at.date_input
    at = open_page("references", Role.teacher, lang, kind="departments")
    assert not at.exception and not at.error


@pytest.mark.parametrize("lang", LANGS)
def test_accounts_from_a_table_on_the_page(open_page: Open, store: Store, lang: Lang) -> None:
    at = open_page("users", Role.head, lang, id="table")
    assert not at.exception and len(at.get("file_uploader")) == 1
    at.get("file_uploader")[0].upload("a.csv", "login;name;role\nanar;Анар;auditor\n".encode(), "text/csv")
    at.run()
    assert not at.exception and "anar" in str(at.dataframe[0].value)
    next(t for t in at.text_input if str(t.key).endswith(":why")).set_value("бұйрық")
    next(b for b in at.button if str(b.key).startswith("send-ask")).click()
    at.run()
    assert not at.exception and store.count("users", {"login": "anar"}) == 1
    assert "anar" in str(at.dataframe[0].value) and "-" in str(at.dataframe[0].value.iloc[0, 2])
    assert not open_page("users", Role.auditor, lang, id="table").get("file_uploader")
