"""The pages of orders: every role and language, an order through its whole life, bad values beside their fields."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.access import RIGHTS
from core.db.store import Store
from core.desk import Desk
from core.orders import drafts
from core.orders.asks import kind_of
from core.users import sessions
from schemas.base import LANGS, Lang
from schemas.order import Order, OrderStatus
from schemas.words import Role, StudyStatus
from tests.acts.order_kit import Staff, staff
from tests.acts.sample_files import pdf
from tests.pages.conftest import Open, sign_in
from tests.pages.seen import strange, texts

FEE = {"fact/reason": "fee"}


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def press(at: Any, label: str, start: str = "send-") -> Any:
    return next(b for b in at.button if b.label == label and (b.key or "").startswith(start)).click().run()


def button(at: Any, label: str) -> Any:
    return next(b for b in at.button if b.label == label)


def part(at: Any, order: Order, name: str) -> Any:
    at.session_state[f"v:order.part:{order.id}"] = name
    return at.run()


def stored(people: Staff, order: Order) -> Order:
    return people.store.load(Order, order.id)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "role", [Role.head, Role.registrar, Role.department, Role.management, Role.auditor, Role.hr, Role.teacher]
)
def test_both_pages_open_for_their_roles_and_refuse_the_others(
    open_page: Open, people: Staff, role: Role, lang: Lang
) -> None:  # fmt: skip
    a, b = people.of.pupil(1), people.of.pupil(2)
    done = people.done(people.draft("expulsion", [a, b], people.today - timedelta(2), each=FEE))
    people.draft("academic_leave", [people.of.pupil(4)], papers=False)
    people.signed(
        people.draft(
            "name_change", [people.of.pupil(3)], people.today + timedelta(9), each={"set/card/name/last": "Жаңа"}
        )
    )
    for page, address in (("orders", {"view": "all"}), ("orders", {"new": "1"}), ("order", {"id": done.id})):
        at = open_page(page, role, lang, **address)
        assert not at.exception, (page, at.exception)
        if "order.read" not in RIGHTS[role]:
            assert not at.title
            continue
        assert at.title or page == "order"
        assert strange(at, lang, ("Тест head", done.number)) == [], page
    if "order.read" in RIGHTS[role] and role not in (Role.registrar, Role.department):
        for tab in ("values", "changes", "life"):
            at = part(open_page("order", role, lang, id=done.id), done, tab)
            assert not at.exception and strange(at, lang, ("Тест head", done.number, done.checksum[:16])) == []


def test_an_order_goes_its_whole_way_on_the_pages(open_page: Open, people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    for role in (Role.senior_registrar, Role.head, Role.management):
        apart(people, role)
    at = open_page("orders", Role.senior_registrar)
    at = button(at, "Жаңа бұйрық").click().run()
    at = next(s for s in at.selectbox if s.label == "Бұйрық түрі").set_value("expulsion").run()
    assert any("Аяқталмаған пәндерден шығарылады" in t for t in texts(at))
    at = next(d for d in at.date_input if d.label == "Күшіне ену күні").set_value(people.today).run()
    next(t for t in at.text_area).set_value(f"{a.number}\tбірінші\n{b.number}; 99-999")
    at = button(at, "Қосу").click().run()
    assert any("99-999" in t.replace("\\", "") for t in texts(at)) and at.text_area[0].value == "99-999"
    press(at, "Жобаны жасау")
    order = Order.model_validate(people.store.one("orders", {}))
    assert [x.number for x in order.lines] == [a.number, b.number] and order.status is OrderStatus.draft

    at = open_page("order", Role.senior_registrar, id=order.id)
    assert not at.exception and any("«Себебі» толтырылмаған" in t for t in texts(at))
    assert next(x for x in at.button if "Тексеріп" in x.label and x.key.startswith("send-"))
    day = people.today.strftime("%d.%m.%Y")
    made = sign_in_desk(people, Role.senior_registrar)
    drafts.keep(made, order.id, [(x.study, "fact/reason", "Оқу ақысының төленбеуі") for x in order.lines])
    drafts.keep(made, order.id, [(x.study, "need/0/day", day) for x in order.lines])
    drafts.keep(made, order.id, [(order.lines[0].study, "written", "Бірінші студентті")])
    at = at.run()
    assert any("Алдымен терілгенді сақтаңыз" in t for t in texts(at))
    at = press(at, "Тізімді сақтау")
    order = stored(people, order)
    assert order.lines[0].written == "Бірінші студентті" and len(order.bases) == 2
    assert drafts.of(made, order.id).now == {}
    at = part(at, order, "changes")
    assert any("Оқудан шығарылған" in str(d.value.values) for d in at.dataframe)
    at = press(at, "Тексеріп, келісуге жіберу")
    assert not at.exception and stored(people, order).status is OrderStatus.checked

    for role in (Role.head, Role.management):
        at = press(open_page("order", role, id=order.id), "Келісемін")
        assert not at.exception
    assert stored(people, order).status is OrderStatus.agreed
    at = open_page("order", Role.management, id=order.id)
    at = next(d for d in at.date_input if d.label.startswith("Күні")).set_value(people.today + timedelta(3)).run()
    at = press(at, "Қол қойылғанын жазу")
    assert any("бүгіннен кейін бола алмайды" in t for t in texts(at)) and not at.error  # beside its field
    at = next(d for d in at.date_input if d.label.startswith("Күні")).set_value(people.today).run()
    at = press(at, "Қол қойылғанын жазу")
    order = stored(people, order)
    assert not at.exception and order.status is OrderStatus.signed and order.signer and order.number
    assert people.now(a).studies[0].status is StudyStatus.active

    at = press(open_page("order", Role.hr, id=order.id), "Алынғанын жазу")
    assert not at.exception and stored(people, order).status is OrderStatus.applied
    assert people.now(a).studies[0].status is StudyStatus.expelled


def apart(people: Staff, role: Role) -> None:
    """The accounts of `open_page` belong to one member of staff; four eyes ask for several."""
    sign_in(people.store, role)
    people.store.db["users"].update_one({"login": f"{role.value}.kk"}, {"$set": {"person": None}})


def sign_in_desk(people: Staff, role: Role) -> Desk:
    """The desk of the user whom `open_page` signs in."""
    session = sessions.resolve(people.store, sign_in(people.store, role))
    assert session is not None
    return Desk(session.actor, people.store)


def test_a_bad_cell_is_named_and_kept(open_page: Open, people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.draft("academic_leave", [a], papers=False)
    made = sign_in_desk(people, Role.head)
    drafts.keep(made, order.id, [("st-1", "set/leave_until", "31.02.2027"), ("st-1", "set/leave_ground", "мұндай жоқ")])
    at = open_page("order", Role.head, id=order.id)
    assert not at.exception
    at = press(at, "Тізімді сақтау")
    assert at.error and stored(people, order).lines[0].values == {}
    assert drafts.of(made, order.id).now["st-1"]["set/leave_until"] == "31.02.2027"


def test_a_document_without_its_day_stands_beside_its_field(open_page: Open, people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.draft("promotion", [a], papers=False)
    at = part(open_page("order", Role.head, id=order.id), order, "values")
    next(t for t in at.text_input if t.label.endswith(": нөмірі")).set_value("7")
    at = press(at.run(), "Сақтау")
    assert not at.error and any(":red" in t and "error" in t for t in texts(at))
    assert stored(people, order).bases == []
    next(d for d in at.date_input if d.label.endswith(": күні")).set_value(people.today)
    at = press(at.run(), "Сақтау")
    assert not at.exception and stored(people, order).bases[0].number == "7"


def test_an_applied_order_is_cancelled_from_its_page(open_page: Open, people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    done = people.done(people.draft("expulsion", [a, b], each=FEE))
    at = open_page("order", Role.senior_registrar, id=done.id)
    next(m for m in at.multiselect if m.label == "Кімге қатысты").set_value(["st-1"])
    press(at.run(), "Жою бұйрығының жобасы")
    back = Order.model_validate(people.store.one("orders", {"cancels.id": done.id}))
    assert [x.study for x in back.lines] == ["st-1"]
    at = part(open_page("order", Role.senior_registrar, id=back.id), back, "changes")
    assert any("Оқиды" in str(d.value.values) for d in at.dataframe)


def test_the_list_says_what_waits_and_finds_by_student(open_page: Open, people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    people.draft("group_change", [a], each={"set/group": "Б"})
    people.signed(people.draft("expulsion", [b], each=FEE))
    at = open_page("orders", view="copy")
    assert "кадр көшірмесі" in str(at.dataframe[0].value.values)
    at = open_page("orders", view="all")
    at = next(t for t in at.text_input if t.label == "Іздеу").set_value(a.number).run()
    assert len(at.dataframe[0].value) == 1 and "Топты ауыстыру" in str(at.dataframe[0].value.values)
    at = open_page("orders", view="failed")
    assert any("Орындалмай қалған жоспар жоқ" in t for t in texts(at))


def test_more_students_are_added_and_taken_out(open_page: Open, people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    order = people.draft("group_change", [a], each={"set/group": "Б"})
    at = open_page("order", Role.head, id=order.id)
    next(t for t in at.text_area).set_value(b.number)
    at = button(at, "Қосу").click().run()
    at = press(at, "Бұйрыққа қосу")
    assert not at.exception and stored(people, order).count == 2
    next(m for m in at.multiselect if m.label == "Кімді").set_value(["st-1"])
    at = press(at.run(), "Бұйрықтан шығару")
    assert [x.study for x in stored(people, order).lines] == ["st-2"]


def test_a_draft_can_be_dropped_with_a_reason_only(open_page: Open, people: Staff) -> None:
    order = people.draft("other_order", [], values={"fact/subject": "Тақырып"})
    assert kind_of(people.store, order).people is False
    at = press(open_page("order", Role.head, id=order.id), "Жобаны алып тастау")
    assert stored(people, order).status is OrderStatus.draft
    next(t for t in at.text_input if t.label.startswith("Себебі") and "drop" in t.key).set_value("қате")
    at = press(at.run(), "Жобаны алып тастау")
    assert not at.exception and stored(people, order).status is OrderStatus.dropped


def test_the_card_shows_orders_and_the_status_of_any_day(open_page: Open, people: Staff) -> None:
    a = people.of.pupil(1, admitted_on=people.today - timedelta(400))
    done = people.done(people.draft("expulsion", [a], people.today - timedelta(20), each=FEE))
    at = open_page("student", Role.head, id=a.id)
    at.session_state[f"v:tab:{a.id}"] = "orders"
    at = at.run()
    assert not at.exception
    shown = " ".join(str(d.value.values) for d in at.dataframe)
    assert done.number in shown and "Оқудан шығарылған" in shown
    at = next(d for d in at.date_input if d.label == "Осы күнгі күйі").set_value(people.today - timedelta(21)).run()
    assert any("Оқиды" in t for t in texts(at))
    at.session_state[f"v:tab:{a.id}"] = "events"
    at = at.run()
    assert not at.exception and any("Оқудан шығару" in t and done.number in t.replace("\\", "") for t in texts(at))


def test_an_application_becomes_the_basis_of_a_draft(open_page: Open, people: Staff) -> None:
    a = people.of.pupil(1)
    at = open_page("student", Role.senior_registrar, id=a.id)
    at.session_state[f"v:tab:{a.id}"] = "orders"
    at = at.run()
    kind = next(s for s in at.selectbox if s.label == "Бұйрық түрі")
    assert "reinstatement" not in kind.options and "Қайта қабылдау" not in kind.options  # he studies
    at = kind.set_value("academic_leave").run()
    next(t for t in at.text_input if t.label == "Өтініш: нөмірі").set_value("77")
    press(at.run(), "Жобаны жасау")
    made = Order.model_validate(people.store.one("orders", {}))
    assert made.kind == "academic_leave" and made.bases[0].number == "77" and made.bases[0].student == a.id


def test_a_scan_is_put_beside_the_document_of_its_student(open_page: Open, people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.draft("group_change", [a], each={"set/group": "Б"})
    at = open_page("order", Role.head, id=order.id)
    at = next(u for u in at.file_uploader if "order-scan" in u.key).set_value(
        ("application.pdf", pdf(), "application/pdf")
    ).run()  # fmt: skip
    button(at, "Сканды қосу").click().run()
    paper = stored(people, order).bases[0]
    assert paper.scan is not None and paper.number == "0" and paper.student == a.id
