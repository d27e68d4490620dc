"""Sittings in the browser: in roles and languages; planned, arranged by up and down, proposed, published, opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from core import house
from core.attestation import sittings
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from schemas.attestation import Commission, Decided, Sitting, SittingStatus
from schemas.base import Lang
from schemas.calendar import Calendar, Period
from schemas.user import User
from schemas.words import CalendarState, PeriodKind, Role
from tests.acts.attestation_kit import Graduates, graduates
from tests.acts.class_kit import put
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Тест", "Студент", "Оқытушы", "Сыртқыбаев", "Хатшыева", "ОР-23-1", "2027-01", "Құрманғазы", "Сарыарқа", "Үлкен",
        "Дәстүрлі")  # fmt: skip


@pytest.fixture
def office(store: Store, head: Desk) -> Iterator[Graduates]:
    """Graduates of this very year, whose attestation lies around today; one sitting of two is planned for tomorrow."""
    made = graduates(store)
    today = head.today()

    def now(tx: Any) -> Any:
        kept = tx.get(Commission, made.commission.id, scoped=False)
        kept.year, kept.order = today.year, Decided(number="200-о", day=date(today.year - 1, 12, 20))
        return tx.save(kept)

    head.transact("reference.edit", now, Why("т"))
    made.commission = store.load(Commission, made.commission.id)
    made.desk = head
    put(head, Calendar(
        year=today.year if today.month >= 9 else today.year - 1, state=CalendarState.approved,
        periods=[Period(id="a", kind=PeriodKind.attestation, starts=today - timedelta(3), ends=today + timedelta(20))],
    ))  # fmt: skip
    made.admitted(made.pupils, date(today.year, 1, 15))
    made.them = [made.candidacy(p) for p in made.pupils]  # type: ignore[attr-defined]
    house.refresh(store)
    yield made


def working(desk: Desk, ahead: int = 1) -> date:
    """A day ahead that is no Sunday."""
    day = desk.today() + timedelta(ahead)
    return day + timedelta(day.weekday() == 6)


def planned(office: Graduates, *who: int, day: date | None = None) -> Sitting:
    values = {"day": plain(day or working(office.desk)), "starts": "10:00", "minutes": 45, "pause": 0,
              "room": plain(office.room.ref())}  # fmt: skip
    them = [office.them[n].id for n in who]  # type: ignore[attr-defined]
    return sittings.plan(office.desk, office.commission.id, "performance", values, them, Why("кесте"))


def press(at: Any, *begins: str) -> Any:
    found = next(b for b in at.button if (b.key or "").startswith(begins) or b.label.startswith(begins))
    return found.click().run()


def turn(at: Any, view: str) -> Any:
    return next(s for s in at.segmented_control if s.key == "v:sittings.view").set_value(view).run()


def spoken(at: Any) -> str:
    """All that stands on the page, as it is read."""
    return " ".join(texts(at)).replace("\\", "")


VIEWS = ("board", "list", "plan", "propose", "publish")


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.teacher, Role.auditor]))
def test_the_page_opens_for_every_role_and_language(office: Graduates, open_page: Open, role: Role, lang: Lang) -> None:
    made = planned(office, 0, 1)
    at = open_page("sittings", role, lang)
    edits = role in (Role.head, Role.registrar)
    views = next(s for s in at.segmented_control if s.key == "v:sittings.view")
    assert len(views.options) == (5 if edits else 2)
    for view in VIEWS[: 5 if edits else 2]:
        at = turn(at, view)
        assert not at.exception and strange(at, lang, DATA) == [], view
    at = open_page("sittings", role, lang, id=made.id)
    assert not at.exception and strange(at, lang, DATA) == []


@pytest.mark.parametrize("role", [Role.hr, Role.payments])
def test_who_has_no_right_is_told_so(office: Graduates, open_page: Open, role: Role) -> None:
    at = open_page("sittings", role)
    assert not at.exception and not at.segmented_control and at.info


def test_an_empty_year_says_what_to_do(store: Store, open_page: Open) -> None:
    at = open_page("sittings", Role.head, "ru")
    assert t("sittings.none", "ru") in spoken(at)
    at = turn(at, "plan")
    assert not at.exception and t("sittings.no_commissions", "ru") in spoken(at)


def test_a_draft_is_told_to_nobody_who_does_not_plan(office: Graduates, open_page: Open) -> None:
    made = planned(office, 0)
    at = open_page("sittings", Role.auditor)
    assert t("sittings.none_published", "kk") in spoken(at) and not at.dataframe
    at = open_page("sittings", Role.auditor, id=made.id)
    assert not at.exception and at.info and not at.subheader
    assert len(open_page("sittings", Role.head).dataframe) == 1


def fill(at: Any, form: str, name: str, value: Any) -> None:
    widgets = [*at.selectbox, *at.text_input, *at.date_input, *at.number_input]
    next(w for w in widgets if w.key and w.key.startswith(f"v:{form}") and w.key.endswith(f":{name}")).set_value(value)


def test_a_sitting_is_planned_by_the_form_and_what_is_in_the_way_stands_beside_it(
    office: Graduates, open_page: Open
) -> None:
    planned(office, 3)
    at = turn(open_page("sittings", Role.head), "plan")
    form = f"sitting:new:{office.commission.id}:performance"
    them = [c.id for c in office.them]  # type: ignore[attr-defined]
    at = next(m for m in at.multiselect if ":heard:" in m.key).set_value([them[1], them[0]]).run()
    fill(at, form, "day", working(office.desk))
    fill(at, form, "starts", "10:15")
    fill(at, form, "room", office.room.id)
    at = press(at, f"send-{form}")
    assert not at.exception and office.store.count("sittings", {}) == 1
    assert "Үлкен зал бұл уақытта бос емес: 10:00–10:45" in spoken(at)
    fill(at, form, "starts", "10:45")
    at = press(at, f"send-{form}")
    assert not at.exception
    row = office.store.one("sittings", {"starts": "10:45"})
    assert row and [s["candidacy"] for s in row["slots"]] == [them[1], them[0]] and len(row["present"]) == 5


def test_the_order_is_arranged_by_up_down_a_typed_place_and_kept_by_one_press(
    office: Graduates, open_page: Open
) -> None:
    made = planned(office, 0, 1, 2)
    a, b, c, d = (x.id for x in office.them)  # type: ignore[attr-defined]
    mine = f"sitting:{made.id}:order"
    at = open_page("sittings", Role.head, id=made.id)
    at = next(s for s in at.selectbox if s.key == f"v:{mine}:who").set_value(b).run()
    at = press(at, f"{mine}:up")
    at = next(n for n in at.number_input if n.key.startswith(f"{mine}:place")).set_value(3).run()
    at = press(at, f"{mine}:add")
    assert not at.exception and office.store.load(Sitting, made.id).revision == made.revision
    assert t("sittings.order_typed", "kk") in spoken(at)
    assert list(at.dataframe[0].value.iloc[:, 2]) == ["Студент00 А", "Студент02 А", "Студент01 А", "Студент03 А"]
    assert list(at.dataframe[0].value.iloc[:, 1]) == ["10:00", "10:45", "11:30", "12:15"]
    at = press(at, "send-ask:sittings.order_keep")
    assert not at.exception
    assert [s.candidacy for s in office.store.load(Sitting, made.id).slots] == [a, c, b, d]


def test_a_published_order_asks_for_a_basis_and_keeps_what_is_typed(office: Graduates, open_page: Open) -> None:
    made = planned(office, 0, 1)
    sittings.publish(office.desk, [made.id], Why("жариялау"))
    mine = f"sitting:{made.id}:order"
    at = open_page("sittings", Role.head, id=made.id)
    at = press(at, f"{mine}:down")
    at = press(at, "send-ask:sittings.order_keep")
    assert not at.exception and office.store.load(Sitting, made.id).changes == []
    ask = [x for x in at.text_input if (x.key or "").startswith("v:ask:sittings.order_keep")]
    for name, value in {"why": "концертмейстер ауырды", "why_kind": "жазба", "why_number": "7"}.items():
        next(x for x in ask if x.key.endswith(f":{name}")).set_value(value)
    days = [x for x in at.date_input if (x.key or "").startswith("v:ask:sittings.order_keep")]
    days[0].set_value(office.desk.today())
    at = press(at, "send-ask:sittings.order_keep")
    kept = office.store.load(Sitting, made.id)
    assert not at.exception and len(kept.changes) == 1 and kept.slots[0].candidacy == made.slots[1].candidacy
    assert any("жазба" in str(frame.value.values) for frame in at.dataframe)


def test_a_proposal_is_shown_before_it_is_accepted(office: Graduates, open_page: Open) -> None:
    at = turn(open_page("sittings", Role.head), "propose")
    form = f"sharing:{office.commission.id}:performance"
    at = press(at, f"send-{form}")  # no room is named: said beside the field, nothing made
    assert not at.exception and not at.metric and office.store.count("sittings", {}) == 0
    rooms = next(m for m in at.multiselect if m.key and m.key.endswith(":rooms"))
    at = rooms.set_value([office.room.id]).run()
    at = press(at, f"send-{form}")
    assert not at.exception
    assert {m.label: m.value for m in at.metric}[t("sittings.sum_placed", "kk")] == "4"
    assert office.store.count("sittings", {}) == 0
    at = press(at, "send-ask:sittings.accept")
    assert not at.exception and office.store.count("sittings", {"status": "draft"}) >= 1
    assert office.store.count("candidacies", {"sitting.id": {"$exists": True}}) == 4


def test_drafts_are_published_and_a_sitting_is_opened_on_its_day(office: Graduates, open_page: Open) -> None:
    today = office.desk.today()
    made = planned(office, 0, day=working(office.desk, 0))
    at = turn(open_page("sittings", Role.head), "publish")
    at = press(at, "send-ask:sittings.publish")
    assert not at.exception and office.store.load(Sitting, made.id).status is SittingStatus.published
    if made.day != today:  # on a Sunday nothing sits: the button is not there
        at = open_page("sittings", Role.head, id=made.id)
        assert not any((b.key or "").startswith("send-ask:sittings.open") for b in at.button)
        return
    at = open_page("sittings", Role.head, id=made.id)
    came = next(m for m in at.multiselect if m.key and m.key.startswith("v:open:"))
    at = came.set_value(made.present[1:]).run()
    at = press(at, "send-ask:sittings.open")
    assert not at.exception and t("sittings.no_chair", "kk") in spoken(at)
    next(m for m in at.multiselect if m.key and m.key.startswith("v:open:")).set_value(made.present)
    at = press(at, "send-ask:sittings.open")
    assert not at.exception and office.store.load(Sitting, made.id).status is SittingStatus.open


def test_an_address_that_leads_nowhere_says_so(office: Graduates, open_page: Open) -> None:
    at = open_page("sittings", Role.head, id="none")
    assert not at.exception and at.info


def test_an_address_that_names_a_commission_opens_it(office: Graduates, open_page: Open) -> None:
    at = open_page("sittings", Role.head, commission=office.commission.id)
    chosen = next(s for s in at.selectbox if s.key and s.key == "v:sittings.commission")
    assert not at.exception and chosen.value == office.commission.id
    at = open_page("sittings", Role.head, commission="none")
    assert not at.exception and at.info


def test_a_member_sees_his_published_sitting(office: Graduates, open_page: Open) -> None:
    made = planned(office, 0)
    sittings.publish(office.desk, [made.id], Why("жариялау"))
    account = put(office.desk, User(login="teacher.kk", name="Мүше", role=Role.teacher, order_number="1",
                                    person=office.of.teachers[0].ref()))  # fmt: skip
    at = open_page("sittings", Role.teacher, id=made.id)
    assert account.login == "teacher.kk" and not at.exception and at.subheader
    assert not any((b.key or "").startswith("send-sitting") for b in at.button)
