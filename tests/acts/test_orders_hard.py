"""Orders under hard hands: two at once, numbers typed by hand, what changes between signing and carrying out."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import approvals, history, kinds, orders, scheduler, students
from core.access import Actor
from core.audit.verify import verify
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.holds import acts as holds
from core.orders.asks import check_kind
from core.scheduler import plans
from core.scheduler.plans import carry_out_due
from core.students import merging
from core.tx import Tx
from schemas import events as ev
from schemas.base import Text
from schemas.kinds import Kind, OrderKind, Sort
from schemas.kinds.orders import Effect, EffectSort
from schemas.order import Order, OrderStatus
from schemas.planned import Planned, PlanState
from schemas.reference import Department
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.words import Role, StudyStatus
from tests.acts.class_kit import put
from tests.acts.order_kit import SIGNER, Staff, staff
from tests.acts.test_kinds import field, why

GROUND = {"fact/ground": "қате"}
OWN = {"fact/reason": "own_wish"}


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def keys(e: pytest.ExceptionInfo[Problems]) -> set[str]:
    return {p.key for p in e.value.problems}


def group(people: Staff, of: Student, to: str, day: date | None = None) -> Order:
    return people.draft("group_change", [of], day, each={"set/group": to})


def sign(people: Staff, order: Order, day: date, number: str = "") -> Order:
    return orders.sign(people.boss, order.id, order.revision, day, SIGNER, Why(), number)


def status(people: Staff, of: Student) -> StudyStatus:
    return people.now(of).studies[0].status


def own(people: Staff, code: str, *effects: Effect, **more: object) -> None:
    """A kind of order of the office's own, agreed at once."""
    body = OrderKind(
        mask="order_students", template="order_promotion", statuses=[StudyStatus.active], effects=list(effects), **more
    )  # type: ignore[arg-type]
    put(people.head, Kind(sort=Sort.order, code=code, name=Text(kk=code), effective=date(2020, 1, 1), body=body))


# numbers ------------------------------------------------------------------------------------------------------------


def test_the_counter_passes_over_numbers_typed_by_hand(people: Staff) -> None:
    a, b, c = (people.of.pupil(n) for n in range(3))
    year = people.today.year
    typed = sign(people, people.agreed(group(people, a, "Б")), people.today, f"1-С/{year}")
    assert typed.number == f"1-С/{year}"
    made = [sign(people, people.agreed(group(people, x, "Б")), people.today).number for x in (b, c)]
    assert made == [f"2-С/{year}", f"3-С/{year}"]


@pytest.mark.parametrize("again", ["17-с", " 17 - С ", "17-C", "17-c"])
def test_one_number_however_it_is_typed(people: Staff, again: str) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    first = sign(people, people.agreed(group(people, a, "Б")), people.today, "17-С")
    assert first.number == "17-С"
    with pytest.raises(Problems) as e:
        sign(people, people.agreed(group(people, b, "Б")), people.today, again)
    assert keys(e) == {"orders.number_taken"}
    with pytest.raises(Problems) as e:
        sign(people, people.store.load(Order, _agreed_of(people)), people.today, "7" * 41)
    assert keys(e) == {"errors.field.string_too_long"}


def _agreed_of(people: Staff) -> str:
    return str(people.store.rows("orders", {"status": "agreed"})[0]["_id"])


def test_a_number_is_of_the_year_in_which_it_was_signed(people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.draft("group_change", [a], each={"set/group": "Б"}, papers=False)
    last = date(people.today.year - 1, 12, 30)
    bases = [{"need": 0, "day": last, "student": a.id}]
    order = orders.edit(people.author, order.id, order.revision, {"bases": bases}, Why())
    signed = sign(people, people.agreed(order), last)
    assert (signed.number, signed.year) == (f"1-С/{last.year}", last.year)


# two at once --------------------------------------------------------------------------------------------------------


def test_two_who_sign_at_once_are_one_signing(people: Staff) -> None:
    order = people.agreed(group(people, people.of.pupil(1), "Б"))
    told: list[object] = []

    def run() -> None:
        try:
            told.append(sign(people, order, people.today).number)
        except OfficeError as e:
            told.append(type(e))

    both = [threading.Thread(target=run) for _ in range(2)]
    for t in both:
        t.start()
    for t in both:
        t.join()
    assert sorted(map(str, told)) == sorted([str(StaleRevision), f"1-С/{people.today.year}"])
    assert people.store.load(Order, order.id).status is OrderStatus.applied


def test_two_orders_checked_in_one_moment_are_not_both_carried_out(people: Staff) -> None:
    a = people.of.pupil(1)
    first, second = group(people, a, "ОР-2"), group(people, a, "ОР-3")
    met: list[Order] = []

    def ids() -> str:
        if not met:  # the other is checked while this one is, neither sees the other
            met.append(second)
            orders.check(people.author, second.id, second.revision, Why("ескертуді көрдім"))
        return people.author.ids()

    slow = replace(people.author, ids=ids)
    orders.check(slow, first.id, first.revision, Why("ескертуді көрдім"))
    one = _through(people, first)
    assert sign(people, one, people.today).status is OrderStatus.applied
    two = _through(people, second)
    with pytest.raises(RuleBroken, match="same_day"):
        sign(people, two, people.today)
    assert people.now(a).studies[0].group == "ОР-2"


def _through(people: Staff, order: Order) -> Order:
    order = people.store.load(Order, order.id)
    while order.status is OrderStatus.checked:
        found = approvals.of_subject(people.head, order.id)[0]
        approvals.agree(people.head if found.at == 0 else people.boss, found.id, found.revision, Why())
        order = people.store.load(Order, order.id)
    return order


# cancelling -----------------------------------------------------------------------------------------------------------


def test_a_signed_order_is_cancelled_before_its_day(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    day = people.today + timedelta(40)
    order = people.done(people.draft("expulsion", [a, b], day, each=OWN))
    people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    assert people.store.load(Order, order.id).status is OrderStatus.signed
    clock = people.author.clock
    assert carry_out_due(people.store, lambda: clock() + timedelta(41)) == 1
    assert (status(people, a), status(people, b)) == (StudyStatus.active, StudyStatus.expelled)


def test_a_signed_order_cancelled_whole_is_never_carried_out(people: Staff) -> None:
    a = people.of.pupil(1)
    day = people.today + timedelta(40)
    order = people.done(people.draft("expulsion", [a], day, each=OWN))
    events = len(people.now(a).events)
    back = people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    whole = people.store.load(Order, order.id)
    assert whole.status is OrderStatus.cancelled and whole.cancelled_by and whole.cancelled_by.id == back.id
    assert whole.plan and people.store.load(Planned, whole.plan.id).state is PlanState.cancelled
    clock = people.author.clock
    assert carry_out_due(people.store, lambda: clock() + timedelta(41)) == 0
    assert len(people.now(a).events) == events
    with pytest.raises(RuleBroken, match="cancels_not_standing"):
        people.draft("cancellation", [a], cancels=order.id, values=GROUND)
    with pytest.raises(RuleBroken, match="cancels_cancelling"):
        people.draft("cancellation", [a], cancels=back.id, values=GROUND)


def test_what_the_record_lost_since_the_check_stops_the_order_on_its_day(people: Staff) -> None:
    """Nor can its plan be dropped by hand: the order would stand signed for ever and be carried out by nobody."""
    kind = next(k for k in kinds.latest(people.head, Sort.order) if k.code == "funding_change")
    asked = {"body.conditions": [{"rule": "holds", "how": "refuse"}], "effective": people.today}
    kinds.save(people.head, Sort.order, "funding_change", kind.version, asked, Why("кітапхана"))
    a, b = people.of.pupil(1), people.of.pupil(2)
    day, clock = people.today + timedelta(40), people.author.clock
    order = people.done(people.draft("funding_change", [a, b], day, values={"set/funding": "grant"}))
    hold = holds.put(people.head, a.id, "library", Why("кітап"))
    carry_out_due(people.store, lambda: clock() + timedelta(41))
    failed = scheduler.failed(people.head)
    assert [p.trouble.key for p in failed if p.trouble] == ["orders.broken.holds"]
    assert people.store.load(Order, order.id).status is OrderStatus.signed
    with pytest.raises(RuleBroken, match="bound"):
        plans.drop(people.head, failed[0].id, Why("керек емес"))
    holds.lift(people.head, hold.id, hold.revision, Why("қайтарылды"))
    scheduler.again(people.head, failed[0].id, Why("қайта"))
    assert carry_out_due(people.store, lambda: clock() + timedelta(41)) == 1
    assert people.store.load(Order, order.id).status is OrderStatus.applied


def test_who_stops_an_order_is_taken_out_of_it_by_another(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    order = people.signed(people.draft("expulsion", [a, b], each=OWN))
    people.done(people.draft("expulsion", [a], people.today - timedelta(1), each=OWN))
    with pytest.raises(RuleBroken, match="status_unfit"):
        orders.receive(people.hr, order.id, order.revision, {"day": people.today, "name": "К"}, Why())
    people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    order = people.store.load(Order, order.id)
    orders.receive(people.hr, order.id, order.revision, {"day": people.today, "name": "К"}, Why())
    assert status(people, b) is StudyStatus.expelled


def test_a_corrected_order_of_the_same_day_follows_a_partial_cancelling(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    day = people.today - timedelta(3)
    order = people.done(people.draft("group_change", [a, b], day, each={"set/group": "ҚАТЕ"}))
    people.done(people.draft("cancellation", [a], day, cancels=order.id, values=GROUND))
    people.done(group(people, a, "ДҰРЫС", day))
    assert (people.now(a).studies[0].group, people.now(b).studies[0].group) == ("ДҰРЫС", "ҚАТЕ")


def test_what_was_edited_by_hand_later_stays_and_is_no_dead_end(people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.done(group(people, a, "ОР-2", people.today - timedelta(3)))
    now = people.now(a)
    students.edit(people.head, a.id, now.revision, {"studies.st-1.group": "ОР-9"}, why())
    back = people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    assert {w.key for w in back.warnings} == {"orders.edited_since"}
    student = people.now(a)
    assert student.studies[0].group == "ОР-9"
    last = history.parse(student.events)[-1]
    assert isinstance(last, ev.OrderReversed) and last.changes == []  # it says what it changed, and that is nothing


def test_a_cancelling_says_what_comes_back_even_where_the_past_was_mended(people: Staff) -> None:
    a = people.of.pupil(1)
    order = people.done(group(people, a, "ОР-2", people.today - timedelta(3)))
    now = people.now(a)
    students.edit(people.head, a.id, now.revision, {"studies.st-1.group": "БҰРЫН"}, why(),
                  people.today - timedelta(10))  # fmt: skip
    assert people.now(a).studies[0].group == "ОР-2"
    people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    last = history.parse(people.now(a).events)[-1]
    assert isinstance(last, ev.OrderReversed)
    assert [(c.was, c.now) for c in last.changes] == [("ОР-2", "БҰРЫН")]


# between drafting and carrying out --------------------------------------------------------------------------------


def test_records_are_not_joined_while_an_order_waits(people: Staff) -> None:
    a = people.of.pupil(1)
    card = Profile(number="K-1", name=Name(last="Студент01", first="А"), iin_absent_reason="тест")
    keep = students.admit(people.head, card, StudyProfile(id="k", status=StudyStatus.graduated), why())
    order = people.done(people.draft("expulsion", [a], people.today + timedelta(9), each=OWN))
    with pytest.raises(RuleBroken, match="order_waits"):
        merging.propose(people.head, keep.id, a.id, [], why())
    people.done(people.draft("cancellation", [a], cancels=order.id, values=GROUND))
    merging.propose(people.head, keep.id, a.id, [], why())


def test_a_kind_retired_after_drafting_still_does_what_it_said(people: Staff) -> None:
    a = people.of.pupil(1)
    order = group(people, a, "ОР-2")
    row = people.store.rows("kinds", {"sort": "order", "code": "group_change"})[0]
    kinds.retire(people.head, Sort.order, "group_change", row["version"], why())
    assert people.done(order).status is OrderStatus.applied
    assert people.now(a).studies[0].group == "ОР-2"
    with pytest.raises(RuleBroken, match="is_retired"):
        group(people, a, "ОР-3")


def test_a_field_of_the_offices_own_is_set_by_an_order_and_named_when_it_is_closed(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    field(people.head, "room", of="studies", longest=5)
    own(people, "rooms", Effect(what=EffectSort.given, field="custom.room"))
    with pytest.raises(Problems) as e:
        people.draft("rooms", [a], each={"set/custom/room": "тым ұзын"})
    assert keys(e) == {"errors.field.string_too_long"}
    people.done(people.draft("rooms", [a], each={"set/custom/room": "12а"}))
    assert people.now(a).studies[0].custom == {"room": "12а"}
    waits = people.agreed(people.draft("rooms", [b], each={"set/custom/room": "13"}))
    kinds.retire(people.head, Sort.field, "room", 1, why())
    with pytest.raises(RuleBroken, match="field_gone"):
        sign(people, waits, people.today)


def test_a_fixed_value_that_is_valid_no_more_is_named(people: Staff) -> None:
    a = people.of.pupil(1)
    own(people, "fixes", Effect(what=EffectSort.fixed, field="year", value="9"))
    order = people.draft("fixes", [a])
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("x"))
    assert keys(e) == {"orders.value_unfit"} and e.value.problems[0].values["name"].kk == a.label().kk
    kind = people.store.load(Kind, order.version.id)
    assert {p.field for p in check_kind(people.store, kind, None)} == {"body.effects.0.value"}


def test_nobody_is_promoted_past_what_a_course_can_be_and_no_name_is_emptied(people: Staff) -> None:
    a = people.of.pupil(1, year=8)
    order = people.draft("promotion", [a])
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("x"))
    assert "orders.value_unfit" in keys(e)
    own(people, "empties", Effect(what=EffectSort.empty, field="card.name.last"))
    kind = people.store.rows("kinds", {"code": "empties"})[0]
    assert check_kind(people.store, Kind.model_validate(kind), None)


# who may --------------------------------------------------------------------------------------------------------------


def test_a_registrar_changes_no_order_that_names_students_of_others(people: Staff) -> None:
    a = people.of.pupil(1)
    other = put(people.head, Department(code="G", kind="faculty", name=Text(kk="Басқа факультет")))
    b = people.of.pupil(2, faculty=other.ref(), department=None)
    mixed = people.draft("group_change", [a, b], each={"set/group": "Б"}, papers=False)
    mine = Desk(Actor("u-r", "Тіркеуші", Role.registrar, "kk", {"faculty": (people.of.faculty.id,)}), people.store)
    for act in (
        lambda: orders.edit(mine, mixed.id, mixed.revision, {"lines": {"st-2": {"values": {"set/group": "В"}}}}, Why()),
        lambda: orders.take_out(mine, mixed.id, mixed.revision, ["st-2"], Why()),
        lambda: orders.drop(mine, mixed.id, mixed.revision, Why("керек емес")),
    ):
        with pytest.raises(Forbidden):
            act()
    own_ = orders.draft(mine, "group_change", people.today, [people.pair(a)], Why(), each={"st-1": {"set/group": "Б"}})
    orders.edit(mine, own_.id, own_.revision, {"lines": {"st-1": {"values": {"set/group": "В"}}}}, Why())


def test_what_is_hidden_from_a_role_it_neither_sets_nor_sees_nor_loses(people: Staff) -> None:
    a = people.of.pupil(1)
    field(people.head, "secret", of="studies", sees=["head"])
    own(people, "secrets", Effect(what=EffectSort.given, field="custom.secret"),
        Effect(what=EffectSort.given, field="group"))  # fmt: skip
    values = {"set/custom/secret": "құпия", "set/group": "Б"}
    with pytest.raises(Problems) as e:
        people.draft("secrets", [a], each=values)
    assert keys(e) == {"orders.not_asked"}
    order = orders.draft(people.head, "secrets", people.today, [people.pair(a)], Why(), each={"st-1": values})
    seen = people.author.get(Order, order.id, "order.read")
    assert seen.lines[0].values == {"set/group": "Б"}
    edited = orders.edit(people.author, order.id, order.revision, {"lines": {"st-1": {"values": {"set/group": "В"}}}},
                         Why())  # fmt: skip
    assert edited.lines[0].values == {"set/group": "В", "set/custom/secret": "құпия"}


# what is signed -------------------------------------------------------------------------------------------------------


def test_no_act_edits_the_list_of_a_signed_order(people: Staff) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    order = people.signed(people.draft("expulsion", [a, b], each=OWN))

    def written(tx: Tx, found: Order) -> None:
        found.lines[0].written = "басқа"

    def values(tx: Tx, found: Order) -> None:
        found.lines[0].values = {"fact/reason": "fee"}

    def taken(tx: Tx, found: Order) -> None:
        found.lines = found.lines[:1]

    for edit in (written, values, taken):

        def tamper(tx: Tx, edit=edit) -> Order:  # type: ignore[no-untyped-def]
            found = tx.get(Order, order.id)
            edit(tx, found)
            return tx.save(found)

        with pytest.raises(RuleBroken, match="frozen"):
            people.author.transact("order.edit", tamper, Why("x"), right="order.draft")


def test_what_is_changed_by_hand_in_an_order_is_named(people: Staff, tampered: None) -> None:
    a, b = people.of.pupil(1), people.of.pupil(2)
    t = people.today
    order = people.done(people.draft("expulsion", [a, b], t - timedelta(5), each=OWN))
    people.done(people.draft("cancellation", [b], t - timedelta(5), cancels=order.id, values=GROUND))
    people.done(group(people, b, "ЕСКІ", t - timedelta(20)))
    name_change = people.draft("name_change", [b], each={"set/card/name/last": "Жаңаұлы"})
    people.done(name_change)
    assert verify(people.store).findings == []
    assert people.now(b).name.last == "Жаңаұлы"
    people.store.db["orders"].update_one({"_id": order.id}, {"$set": {"lines.0.written": "қолдан"}})
    assert [(f.kind, f.field) for f in verify(people.store).findings] == [("orders", "lines.0.written")]
