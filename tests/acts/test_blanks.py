"""Blanks: each number once, every change a line of the journal, the balance true at any day (clause 27)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import blanks
from core.blanks import balance, numbers, posts
from core.blanks.binding import spoil_step
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, OfficeError, Problems, RuleBroken
from core.orders import forms
from schemas.base import Basis, Ref, Text
from schemas.blank import Blank, BlankMove, BlankPost, BlankStatus, CountStatus, CountWhy, Operation, Span
from schemas.user import User
from schemas.words import Role
from tests.acts.class_kit import put
from tests.conftest import actor

pytestmark = pytest.mark.usefixtures("shipped")
DAY = date(2026, 11, 20)
BASIS = Basis(kind="Бұйрық", number="12-ө", day=DAY)
SAT = [{"name": "Бірінші А.", "post": "төраға", "chair": True}, {"name": "Екінші Б."}, {"name": "Үшінші В."}]


def on(store: Store, day: date = DAY, role: Role = Role.registrar) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


def account(desk: Desk, role: Role) -> User:
    return put(desk, User(_id=f"u-{role.value}", login=role.value, name=f"Тест {role.value}", role=role))  # type: ignore[no-any-return]


@pytest.fixture
def keeper(store: Store) -> Desk:
    """The registrar who answers for all blanks."""
    head = on(store, role=Role.head)
    account(head, Role.registrar)
    posts.appoint(head, "u-registrar", [], DAY - timedelta(30), Why("тағайындалды", BASIS))
    return on(store)


def batch(**more: Any) -> dict[str, Any]:
    return {"kind": "diploma", "series": "BD", "first": 1, "last": 10, "day": DAY, "supplier": "Баспа", "waybill": "7",
            "commission": SAT, **more}  # fmt: skip


def one(store: Store, n: int, series: str = "BD") -> Blank:
    return store.load(Blank, f"diploma|{series}|{n:07d}")


def span(first: int, last: int | None = None) -> list[Span]:
    return [Span(first=first, last=last or first)]


# numbers --------------------------------------------------------------------------------------------------------------


@given(st.sets(st.integers(0, 400)))
def test_spans_hold_exactly_their_numbers_and_never_touch(found: set[int]) -> None:
    made = numbers.spans(found)
    assert numbers.each(made) == sorted(found)
    assert all(a.last + 1 < b.first for a, b in zip(made, made[1:], strict=False))
    if found:
        assert numbers.parsed(numbers.said(made, 4)) == made


@pytest.mark.parametrize("text", ["", "abc", "5-2", "1-9000", "12;x"])
def test_what_is_no_number_is_told_beside_the_field(text: str) -> None:
    with pytest.raises(Problems) as e:
        numbers.parsed(text)
    assert e.value.problems[0].field == "numbers"


def test_numbers_are_said_in_words_of_three_languages() -> None:
    assert [numbers.words(21, lang) for lang in ("kk", "ru")] == ["жиырма бір", "двадцать один"]


# receipt --------------------------------------------------------------------------------------------------------------


def test_every_number_of_a_batch_becomes_a_record_without_those_that_are_missing(keeper: Desk, store: Store) -> None:
    move = blanks.receive(keeper, batch(missing=[{"first": 4, "last": 5}], stated=10, note="екеуі жоқ"), Why("кіріс"))
    assert (move.count, move.act, move.number) == (8, "1/2026", "1/2026")
    assert [s.model_dump() for s in move.spans] == [{"first": 1, "last": 3}, {"first": 6, "last": 10}]
    assert one(store, 3).label().kk == "BD № 0000003" and one(store, 3).receipt.id == move.id
    with pytest.raises(OfficeError):
        one(store, 4)
    assert [s.balance for s in blanks.stock(keeper)] == [8]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"last": 99_999_999}, "last"), ({"first": 9_999_990, "last": 10_000_001}, "last"),
        ({"day": DAY + timedelta(1)}, "day"), ({"missing": [{"first": 11, "last": 12}]}, "missing"),
        ({"missing": [{"first": 1, "last": 10}]}, "missing"), ({"stated": 12}, "note"), ({"last": 0}, "last"),
        ({"commission": SAT[:2]}, "commission"), ({"commission": [*SAT[:2], SAT[1]]}, "commission"),
        ({"commission": [{"name": n} for n in "АБВ"]}, "commission"), ({"waybill": ""}, "waybill"),
    ],
)  # fmt: skip
def test_a_batch_that_cannot_be_is_told_beside_the_field_and_leaves_nothing(
    keeper: Desk, store: Store, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Problems) as e:
        blanks.receive(keeper, batch(**more), Why("кіріс"))
    assert field in [p.field for p in e.value.problems]
    assert not store.rows("blanks", {}) and not store.rows("blank_moves", {})


def test_a_batch_that_overlaps_another_is_refused_by_numbers_but_another_series_is_not(
    keeper: Desk, store: Store
) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    with pytest.raises(RuleBroken, match="there_already") as e:
        blanks.receive(keeper, batch(first=8, last=20), Why("кіріс"))
    assert e.value.values == {"numbers": "0000008–0000010", "n": 3}
    blanks.receive(keeper, batch(series="BQ"), Why("кіріс"))
    assert [(s.series, s.balance) for s in blanks.stock(keeper)] == [("BD", 10), ("BQ", 10)]


def test_only_the_keeper_posts_and_only_with_the_right(keeper: Desk, store: Store) -> None:
    senior = on(store, role=Role.senior_registrar)
    with pytest.raises(RuleBroken, match="not_keeper"):
        blanks.receive(senior, batch(), Why("кіріс"))
    with pytest.raises(Forbidden):
        blanks.receive(on(store, role=Role.auditor), batch(), Why("кіріс"))
    with pytest.raises(Forbidden):
        blanks.stock(on(store, role=Role.teacher))


def test_without_a_keeper_nothing_is_posted(store: Store) -> None:
    with pytest.raises(RuleBroken, match="no_keeper"):
        blanks.receive(on(store), batch(), Why("кіріс"))


# life -----------------------------------------------------------------------------------------------------------------


def test_spoiled_written_off_destroyed_each_by_an_act_and_never_the_other_way(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    with pytest.raises(RuleBroken, match="stands_otherwise"):
        blanks.write_off(keeper, "diploma", "BD", span(2), DAY, SAT, Why("есептен"))
    blanks.spoil(keeper, "diploma", "BD", span(2, 3), DAY, SAT, Why("принтер жыртты"))
    assert one(store, 2).spoiled_why == "принтер жыртты" and blanks.stock(keeper)[0].balance == 10
    blanks.lose(keeper, "diploma", "BD", span(4), DAY, SAT, Why("табылмады"))
    off = blanks.write_off(keeper, "diploma", "BD", span(2, 4), DAY, SAT, Why("акт"))
    assert (off.delta, off.act, blanks.stock(keeper)[0].balance) == (-3, "1/2026", 7)
    with pytest.raises(Problems):
        blanks.destroy(keeper, "diploma", "BD", span(2, 3), DAY, " ", SAT, Why("акт"))
    blanks.destroy(keeper, "diploma", "BD", span(2, 3), DAY, "өртеу", SAT, Why("акт"))
    with pytest.raises(RuleBroken, match="lost_not_destroyed"):
        blanks.destroy(keeper, "diploma", "BD", span(4), DAY, "өртеу", SAT, Why("акт"))
    assert one(store, 2).status is BlankStatus.destroyed and blanks.stock(keeper)[0].balance == 7
    for again in (blanks.spoil, blanks.write_off):
        with pytest.raises(RuleBroken, match="stands_otherwise"):
            again(keeper, "diploma", "BD", span(2), DAY, SAT, Why("тағы"))
    said = [m.operation for m in blanks.history_of(keeper, one(store, 2))]
    assert said == [Operation.received, Operation.spoiled, Operation.written_off, Operation.destroyed]


def test_a_number_outside_any_batch_and_a_day_before_its_last_movement_are_refused(keeper: Desk) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    with pytest.raises(RuleBroken, match="not_there") as e:
        blanks.spoil(keeper, "diploma", "BD", span(9, 12), DAY, SAT, Why("бүлінді"))
    assert e.value.values["numbers"] == "0000011–0000012"
    with pytest.raises(Problems) as p:
        blanks.spoil(keeper, "diploma", "BD", span(9), DAY - timedelta(1), SAT, Why("бүлінді"))
    assert p.value.problems[0].field == "day"
    with pytest.raises(Problems) as p:
        blanks.spoil(keeper, "diploma", "BD", span(9), DAY, SAT, Why())
    assert p.value.problems[0].field == "reason"


def test_forms_go_to_hr_and_come_back(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    blanks.hand_to_hr(keeper, "diploma", "BD", span(1, 3), DAY, "Кадр маманы", Why("сұрау"))
    assert blanks.stock(keeper)[0].balance == 7
    blanks.return_from_hr(keeper, "diploma", "BD", span(3), DAY, "Кадр маманы", Why("артық"))
    assert (one(store, 2).status, one(store, 3).status) == (BlankStatus.handed, BlankStatus.in_stock)
    (line,) = store.rows("order_forms", {})  # the register of forms is written by the journal (clause 42)
    assert (line["first"], line["last"], line["to"], line["kept"]) == (1, 3, "Кадр маманы", True)
    assert [r["whole"] for r in line["returns"]] == [1]
    desk = Desk(actor(Role.head), store)
    again = {"kind": "diploma", "series": "BD", "first": 4, "last": 5, "day": DAY, "to": "Кадр"}
    with pytest.raises(Problems) as kept:
        forms.issue(desk, again, Why())
    assert [(p.field, p.key) for p in kept.value.problems] == [("first", "order_forms.on_balance")]
    with pytest.raises(Problems) as whole:
        forms.give_back(desk, line["_id"], line["revision"], {"day": DAY, "whole": 1}, Why())
    assert [(p.field, p.key) for p in whole.value.problems] == [("whole", "order_forms.whole_to_balance")]


# bound to papers ------------------------------------------------------------------------------------------------------


def paper(n: int) -> Ref:
    return Ref(id=f"paper-{n}", label=Text(kk=f"Диплом {n}"))


def act(desk: Desk, work: Any) -> Any:
    """A step inside somebody's act."""
    return desk.transact("blank.receive", work, Why("бөлу"), right="blank.post")


def bound(desk: Desk, n: int, number: str = "") -> Blank:
    to = Ref(id=f"s{n}", label=Text(kk="Студент"))
    return act(desk, lambda tx: blanks.reserve_step(tx, "diploma", paper(n), to, number=number))  # type: ignore[no-any-return]


def test_a_number_is_reserved_filled_issued_and_bound_for_ever(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(first=5), Why("кіріс"))
    assert bound(keeper, 1).number == "0000005", "the lowest in stock"
    id = "diploma|BD|0000005"
    act(keeper, lambda tx: blanks.bind_step(tx, id, paper(1)))
    with pytest.raises(RuleBroken):
        act(keeper, lambda tx: blanks.free_step(tx, id, paper(1)))
    with pytest.raises(RuleBroken):
        act(keeper, lambda tx: blanks.issue_step(tx, id, paper(2), DAY, "Студент"))
    act(keeper, lambda tx: blanks.issue_step(tx, id, paper(1), DAY, "Студент"))
    assert one(store, 5).status is BlankStatus.issued and one(store, 5).paper == paper(1)
    assert blanks.stock(keeper)[0].balance == 5
    with pytest.raises(RuleBroken):
        blanks.spoil(keeper, "diploma", "BD", span(5), DAY, SAT, Why("бүлінді"))


def test_a_spoiled_print_frees_nothing_by_itself(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    bound(keeper, 1)
    id = "diploma|BD|0000001"
    act(keeper, lambda tx: spoil_step(tx, id, paper(1), "сия жағылды", list(SAT)))
    assert one(store, 1).status is BlankStatus.spoiled and bound(keeper, 1).number == "0000002"


def test_one_number_is_not_bound_twice_and_none_is_made_up(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(last=2), Why("кіріс"))
    bound(keeper, 1, "0000002")
    with pytest.raises(RuleBroken, match="stands_otherwise"):
        bound(keeper, 2, "0000002")
    with pytest.raises(NotFound):
        bound(keeper, 2, "0000003")
    bound(keeper, 2)
    with pytest.raises(RuleBroken, match="none_left"):
        bound(keeper, 3)


def test_two_people_who_take_the_last_number_at_once_do_not_both_get_it(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(last=1), Why("кіріс"))

    def take(n: int) -> str:
        try:
            bound(on(store), n)
        except OfficeError as e:
            return e.key
        return "taken"

    with ThreadPoolExecutor(2) as two:
        said = sorted(two.map(take, range(2)))
    assert said.count("taken") == 1 and said[0].startswith("blanks."), said
    assert one(store, 1).status is BlankStatus.reserved


def test_two_batches_that_overlap_and_come_at_once_bring_each_number_once(keeper: Desk, store: Store) -> None:
    def come(n: int) -> str:
        try:
            blanks.receive(on(store), batch(first=1 + n, last=10 + n), Why("кіріс"))
        except OfficeError as e:
            return e.key
        return "came"

    with ThreadPoolExecutor(2) as two:
        said = sorted(two.map(come, range(2)))
    assert said == ["blanks.there_already", "came"]
    assert store.count("blanks", {}) == 10 == blanks.stock(keeper)[0].balance


def test_no_more_leave_the_stock_than_lie_there(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(last=3), Why("кіріс"))
    with pytest.raises(RuleBroken, match="not_there"):
        blanks.hand_to_hr(keeper, "diploma", "BD", span(1, 4), DAY, "Кадр", Why("сұрау"))
    blanks.hand_to_hr(keeper, "diploma", "BD", span(1, 3), DAY, "Кадр", Why("сұрау"))
    for of in (span(1), span(1, 3)):
        with pytest.raises(RuleBroken, match="stands_otherwise"):
            blanks.hand_to_hr(keeper, "diploma", "BD", of, DAY, "Кадр", Why("тағы"))
    assert blanks.stock(keeper)[0].balance == 0 and store.count("blank_moves", {}) == 2


def test_a_withdrawn_original_stays_off_the_balance_and_may_only_be_destroyed(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(last=2), Why("кіріс"))
    id = bound(keeper, 1).id

    def withdraw() -> Any:
        return act(keeper, lambda tx: blanks.withdraw_step(tx, id, paper(2), "Иесі", "телнұсқа № 2"))

    with pytest.raises(RuleBroken, match="stands_otherwise"):
        withdraw()
    act(keeper, lambda tx: blanks.bind_step(tx, id, paper(1)))
    act(keeper, lambda tx: blanks.issue_step(tx, id, paper(1), DAY, "Иесі"))
    move = withdraw()
    assert (move.delta, move.act, one(store, 1).status) == (0, "1/2026", BlankStatus.withdrawn)
    for step in (blanks.spoil, blanks.lose, blanks.write_off):
        with pytest.raises(RuleBroken, match="stands_otherwise"):
            step(keeper, "diploma", "BD", span(1), DAY, SAT, Why("сынақ"))
    blanks.destroy(keeper, "diploma", "BD", span(1), DAY, "ұсақталды", SAT, Why("қайтарып алынған"))
    assert one(store, 1).status is BlankStatus.destroyed and blanks.stock(keeper)[0].balance == 1


# stock-taking and the post --------------------------------------------------------------------------------------------


def counted(desk: Desk, found: list[Span], why: CountWhy = CountWhy.yearly) -> Any:
    count = blanks.start_count(desk, [], why, DAY, SAT, Why("түгендеу"))
    assert [r.book for r in count.rows] == [10]
    count = blanks.note_found(desk, count.id, count.revision, "diploma", "BD", found, Why())
    return blanks.finish_count(desk, count.id, count.revision, Why("санадық"))


def test_stock_taking_posts_what_is_missing_and_what_is_over(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    senior = on(store, role=Role.senior_registrar)
    done = counted(senior, [*span(1, 7), *span(21, 22)])
    row = done.rows[0]
    assert (row.book, row.actual, done.status) == (10, 9, CountStatus.done)
    assert (row.shortage, row.surplus) == (span(8, 10), span(21, 22))
    assert one(store, 9).status is BlankStatus.lost and one(store, 21).status is BlankStatus.in_stock
    assert blanks.stock(keeper)[0].balance == 12, "lost ones stand on the balance until they are written off"
    blanks.write_off(keeper, "diploma", "BD", span(8, 10), DAY, SAT, Why("жетіспеу"))
    assert blanks.stock(keeper)[0].balance == 9
    with pytest.raises(RuleBroken, match="count_over"):
        blanks.note_found(senior, done.id, done.revision, "diploma", "BD", [], Why())


def test_what_nobody_counted_is_not_lost_by_finishing(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    senior = on(store, role=Role.senior_registrar)
    count = blanks.start_count(senior, [], CountWhy.yearly, DAY, SAT, Why("түгендеу"))
    with pytest.raises(RuleBroken, match="not_counted") as e:
        blanks.finish_count(senior, count.id, count.revision, Why("санадық"))
    assert e.value.values["series"] == "BD" and one(store, 1).status is BlankStatus.in_stock
    count = blanks.note_found(senior, count.id, count.revision, "diploma", "BD", [], Why())
    done = blanks.finish_count(senior, count.id, count.revision, Why("ештеңе жоқ"))
    assert done.rows[0].shortage == span(1, 10) and one(store, 1).status is BlankStatus.lost


def test_a_number_that_left_the_book_is_no_surplus_and_nothing_is_half_posted(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(last=11), Why("кіріс"))
    blanks.hand_to_hr(keeper, "diploma", "BD", span(11), DAY, "Кадр", Why("сұрау"))
    with pytest.raises(RuleBroken, match="surplus_stands"):
        counted(on(store, role=Role.senior_registrar), span(2, 11))
    assert one(store, 1).status is BlankStatus.in_stock


def test_the_post_is_handed_over_only_with_a_stock_taking_made_for_it(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why("кіріс"))
    head = on(store, role=Role.head)
    account(head, Role.senior_registrar)
    post = store.rows("blank_posts", {"until": None})[0]
    yearly = counted(head, span(1, 10))
    with pytest.raises(RuleBroken, match="count_needed"):
        posts.hand_over(head, post["_id"], post["revision"], "u-senior_registrar", yearly.id, Why("ауысты", BASIS))
    made = counted(head, span(1, 10), CountWhy.post)
    posts.hand_over(head, post["_id"], post["revision"], "u-senior_registrar", made.id, Why("ауысты", BASIS))
    assert store.load(BlankPost, post["_id"]).until == DAY
    with pytest.raises(RuleBroken, match="not_keeper"):
        blanks.spoil(keeper, "diploma", "BD", span(1), DAY, SAT, Why("бүлінді"))
    senior = on(store, role=Role.senior_registrar)
    blanks.spoil(senior, "diploma", "BD", span(1), DAY, SAT, Why("бүлінді"))
    last = [m for m in blanks.history_of(senior, one(store, 1)) if m.operation is Operation.post]
    assert [(m.count, m.delta) for m in last] == [(10, 0)]


def test_a_keeper_is_appointed_on_a_basis_once_and_only_one_who_may_post(store: Store) -> None:
    head = on(store, role=Role.head)
    for role in (Role.registrar, Role.teacher):
        account(head, role)
    with pytest.raises(Problems):
        posts.appoint(head, "u-registrar", [], DAY, Why("тағайындалды"))
    with pytest.raises(Problems):
        posts.appoint(head, "u-teacher", [], DAY, Why("тағайындалды", BASIS))
    posts.appoint(head, "u-registrar", ["diploma"], DAY, Why("тағайындалды", BASIS))
    with pytest.raises(RuleBroken, match="has_keeper"):
        posts.appoint(head, "u-registrar", ["diploma"], DAY, Why("тағайындалды", BASIS))
    with pytest.raises(Forbidden):
        posts.appoint(on(store), "u-registrar", [], DAY, Why("тағайындалды", BASIS))


# the balance ----------------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(["receive", "spoil", "lose", "find", "off", "destroy", "hr", "back", "issue"]),
              st.integers(0, 14), st.integers(0, 4), st.integers(0, 2)),
    max_size=14,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_opening_and_received_less_issued_and_written_off_is_the_balance_at_any_day(
    bases: Any, steps: list[tuple[str, int, int, int]]
) -> None:
    store = bases.take()
    bases.ship(store)
    head = on(store, role=Role.head)
    account(head, Role.registrar)
    posts.appoint(head, "u-registrar", [], DAY - timedelta(30), Why("тағайындалды", BASIS))
    day = DAY - timedelta(20)
    for what, first, more, later in steps:
        day = min(DAY, day + timedelta(later))
        desk, of = on(store, day), span(first, first + more)
        try:
            _step(desk, what, of, day)
        except OfficeError:
            pass  # refused: then nothing may have changed, which the sums below say
    desk = on(store)
    on_balance = {BlankStatus.in_stock, BlankStatus.reserved, BlankStatus.filled, BlankStatus.spoiled, BlankStatus.lost}
    here = [Blank.model_validate(r) for r in store.rows("blanks", {})]
    assert sum(s.balance for s in blanks.stock(desk)) == sum(b.status in on_balance for b in here)
    lines = balance.journal(desk, "diploma")
    assert all(x.balance >= 0 for x in lines)
    moves = [BlankMove.model_validate(r) for r in store.rows("blank_moves", {})]
    assert sorted(m.n for m in moves) == list(range(1, len(moves) + 1)), "no gap, no repeat"
    for back in range(0, 22, 3):
        cut = DAY - timedelta(back)
        whole, period = blanks.stock(desk, None, cut), blanks.stock(desk, cut - timedelta(5), cut)
        assert [s.balance for s in whole] == [s.balance for s in period]
        assert sum(s.balance for s in whole) == sum(m.delta for m in moves if m.day <= cut)
        tail = balance.journal(desk, "diploma", "BD", cut)
        assert [x.balance for x in tail] == [x.balance for x in lines if x.move.day >= cut]


def _step(desk: Desk, what: str, of: list[Span], day: date) -> None:
    where = ("diploma", "BD", of, day)
    if what == "receive":
        blanks.receive(desk, batch(first=of[0].first, last=of[0].last, day=day), Why("кіріс"))
    elif what == "spoil":
        blanks.spoil(desk, *where, SAT, Why("бүлінді"))
    elif what == "lose":
        blanks.lose(desk, *where, SAT, Why("жоғалды"))
    elif what == "find":
        blanks.find_again(desk, *where, SAT, Why("табылды"))
    elif what == "off":
        blanks.write_off(desk, *where, SAT, Why("акт"))
    elif what == "destroy":
        blanks.destroy(desk, *where, "өртеу", SAT, Why("акт"))
    elif what == "hr":
        blanks.hand_to_hr(desk, *where, "Кадр", Why("сұрау"))
    elif what == "back":
        blanks.return_from_hr(desk, *where, "Кадр", Why("артық"))
    else:
        made = bound(desk, of[0].first)
        to = made.paper
        assert to is not None
        act(desk, lambda tx: blanks.bind_step(tx, made.id, to))
        act(desk, lambda tx: blanks.issue_step(tx, made.id, to, day, "Студент"))
