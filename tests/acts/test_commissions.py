"""A commission from its nomination to its end: who may sit, in what order, on what basis; interests, papers, days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import files
from core.access import Actor
from core.attestation import commissions, settings
from core.attestation.commissions import conflicts, deadlines, finishing, papers, proposing
from core.attestation.protocols.around import Around
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.scheduler.table import TABLE, Daily, loaded
from schemas.attestation import Commission, CommissionStatus, Presented, Protocol, Sitting, SittingStatus
from schemas.base import Basis, Ref, Text
from schemas.kinds.sheets import Signer
from schemas.reference import Department, Person
from schemas.student import Name
from schemas.words import Role
from tests.acts.attestation_kit import YEAR, Graduates, at, graduates
from tests.acts.class_kit import put

pytestmark = pytest.mark.usefixtures("shipped")
AUTUMN = date(2026, 10, 20)  # between the first deadline and the council's
BASIS = Basis(kind="бұйрық", number="15-ө", day=date(2027, 5, 30))
S = CommissionStatus


@pytest.fixture
def of(store: Store) -> Graduates:
    made = graduates(store, 2)

    def first(tx: Any) -> Commission:
        tx.number(f"commission:{YEAR}")  # the kit's own commission is the first
        return tx.get(Commission, made.commission.id)

    made.desk.transact("reference.edit", first, Why("т"))
    return made


@pytest.fixture
def desk(store: Store, of: Graduates) -> Desk:
    return at(store, Role.head, AUTUMN)


def row(part: str, person: Person | None = None, name: str = "", **more: str) -> dict[str, Any]:
    return {"part": part, "person": person.ref().model_dump() if person else None, "name": name, **more}


def whole(of: Graduates, chair: str = "Сыртқыбаев Әділ Болатұлы") -> list[dict[str, Any]]:
    members = [row("member", t) for t in of.of.teachers]
    return [row("chair", name=chair, workplace="Мемлекеттік оркестр"), *members, row("secretary", of.secretary)]


def begun(of: Graduates, desk: Desk, **more: Any) -> Commission:
    values = {"name": Text(kk="Домбыра комиссиясы"), "year": YEAR, "programmes": [of.of.programme.ref()],
              "department": of.of.unit.ref(), **more}  # fmt: skip
    return commissions.nominate(desk, values, Why())


def seated(of: Graduates, desk: Desk) -> Commission:
    made = begun(of, desk)
    return commissions.seat(desk, made.id, made.revision, whole(of), Why())


def decided(day: date, number: str = "5") -> dict[str, Any]:
    return {"number": number, "day": day}


def ordered(of: Graduates, store: Store) -> Commission:
    """Set up by an order of 20 December; the desk of the kit is in June."""
    made = seated(of, at(store, Role.head, AUTUMN))
    made = commissions.council(at(store, Role.head, date(2026, 10, 30)), made.id, made.revision,
                               decided(date(2026, 10, 28)), Why())  # fmt: skip
    day = date(2026, 12, 20)
    return commissions.order(at(store, Role.head, day), made.id, made.revision, decided(day, "201-о"), Why())


def refused(act: Any) -> set[str]:
    with pytest.raises(Problems) as e:
        act()
    return {p.key.removeprefix("commissions.") for p in e.value.problems}


def broken(act: Any) -> str:
    with pytest.raises(RuleBroken) as e:
        act()
    return e.value.key.removeprefix("commissions.")


# nominated ------------------------------------------------------------------------------------------------------------


def test_what_it_hears_is_proposed_from_the_curricula_and_its_number_is_the_next(of: Graduates, desk: Desk) -> None:
    made = begun(of, desk)
    assert (made.number, made.status) == (f"{YEAR}-02", S.nominated), "the kit's own is the first"
    assert {(h.discipline.id, h.form) for h in made.hears} == {(of.solo.id, "performance"), (of.exam.id, "state_exam")}
    assert made.faculty and made.faculty.id == of.of.faculty.id
    second = begun(of, desk)
    assert int(second.number[-2:]) == int(made.number[-2:]) + 1


def test_a_refused_nomination_takes_no_number_and_a_double_click_makes_one(of: Graduates, desk: Desk) -> None:
    first = begun(of, desk)
    assert refused(lambda: begun(of, desk, year=1999)) and refused(lambda: begun(of, desk, programmes=[]))
    assert refused(lambda: begun(of, desk, year=2040)) == {"year_strange"}
    why, values = Why(), {"name": Text(kk="Екінші"), "year": YEAR, "programmes": [of.of.programme.ref()]}
    second, again = (commissions.nominate(desk, values, why) for _ in range(2))
    assert second.id == again.id and int(second.number[-2:]) == int(first.number[-2:]) + 1


def test_the_form_of_a_discipline_is_the_one_it_was_heard_in_before(of: Graduates, desk: Desk) -> None:
    hears = [h.model_copy(update={"form": "ensemble"}) if h.discipline.id == of.solo.id else h
             for h in begun(of, desk).hears]  # fmt: skip
    begun(of, desk, hears=hears, year=YEAR - 1)
    found = proposing.hears(of.store, [of.of.programme.id], None, YEAR)
    assert {h.discipline.id: h.form for h in found}[of.solo.id] == "ensemble"
    assert proposing.hears(of.store, [of.of.programme.id], None, YEAR + 1) == [], "nobody graduates then"


def test_last_years_commission_is_copied_without_who_left(of: Graduates, store: Store, desk: Desk) -> None:
    was = seated(of, desk)
    gone = of.of.teachers[0]

    def leave(tx: Any) -> Person:
        who = tx.get(Person, gone.id)
        who.active = False
        return tx.save(who)

    desk.transact("reference.edit", leave, Why("т"))
    new = commissions.copy(at(store, Role.head, date(2027, 9, 10)), was.id, YEAR + 1, Why())
    assert (new.year, new.status, new.name) == (YEAR + 1, S.nominated, was.name) and new.number == f"{YEAR + 1}-01"
    assert [s.called for s in new.seats] == [s.called for s in was.seats if not s.person or s.person.id != gone.id]
    assert not {s.id for s in new.seats} & {s.id for s in was.seats} and gone.id not in new.people
    assert refused(lambda: commissions.copy(desk, was.id, YEAR, Why())) == {"copy_later"}


def test_composed_until_the_order_and_scope_follows_the_department(of: Graduates, desk: Desk) -> None:
    made = begun(of, desk)
    new = commissions.compose(desk, made.id, made.revision, {"name": Text(kk="Жаңа атау"), "year": 2030}, Why())
    assert new.name.kk == "Жаңа атау" and new.year == YEAR
    assert broken(lambda: commissions.compose(desk, made.id, new.revision, {"name": new.name}, Why())) \
        == "references.nothing_changed"  # fmt: skip
    with pytest.raises(StaleRevision):
        commissions.compose(desk, made.id, made.revision, {"name": Text(kk="Тағы")}, Why())
    twice = [new.hears[0], new.hears[0]]
    assert refused(lambda: commissions.compose(desk, made.id, new.revision, {"hears": twice}, Why())) == {"heard_twice"}


# who sits -------------------------------------------------------------------------------------------------------------


def test_staff_bring_their_names_and_find_the_commission(of: Graduates, desk: Desk, store: Store) -> None:
    made = seated(of, desk)
    teacher = of.of.teachers[0]
    member = next(s for s in made.seats if s.person and s.person.id == teacher.id)
    assert (member.name, member.position) == (teacher.name.full(), "доцент")
    assert made.people == sorted([*(t.id for t in of.of.teachers), of.secretary.id])
    secretary = at(store, Role.secretary, AUTUMN, teacher=of.secretary.id)
    assert made.id in {r["_id"] for r in commissions.listed(secretary)}
    stranger = at(store, Role.secretary, AUTUMN, teacher="somebody")
    assert commissions.listed(stranger) == [] and commissions.count(stranger) == 0
    with pytest.raises(Forbidden):
        commissions.get(stranger, made.id)


def test_without_a_chair_it_is_not_kept_and_the_chair_is_no_one_of_ours(of: Graduates, desk: Desk) -> None:
    made = begun(of, desk)

    def seat(*rows: dict[str, Any]) -> Any:
        return lambda: commissions.seat(desk, made.id, made.revision, list(rows), Why())

    teacher = of.of.teachers[0]
    assert refused(seat(*whole(of)[1:])) == {"no_chair"}
    assert refused(seat(row("chair", teacher))) == {"chair_is_staff"}
    assert refused(seat(row("chair", name=teacher.name.full().replace("О", "О ").lower().replace("о ", "о")))) \
        == {"chair_is_staff"}  # fmt: skip
    assert refused(seat(*whole(of), row("chair", name="Басқаев Қ"))) == {"two_chairs"}
    assert refused(seat(*whole(of), row("member", teacher))) == {"sits_twice"}
    assert refused(seat(row("chair", name="Сыртқы"), row("member"))) == {"nobody"}
    assert refused(seat(row("chair", name="Сыртқы"), row("examiner", name="Басқа"))) == {"no_such_part"}
    assert of.store.load(Commission, made.id).seats == [], "nothing was kept"
    kept = seat(row("chair", name="Сыртқыбаев Әділ"))()
    assert [s.called for s in kept.seats] == ["Сыртқыбаев Әділ"], "the chair alone is proposed first"


def test_who_left_or_is_on_leave_is_refused_by_name(of: Graduates, desk: Desk) -> None:
    made = begun(of, desk)
    left = put(desk, Person(number="X1", name=Name(last="Кеткенова", first="А"), active=False))
    away = put(desk, Person(number="X2", name=Name(last="Демалыс", first="Б"), away_from=AUTUMN))
    rows = [*whole(of), row("member", left), row("member", away)]
    with pytest.raises(Problems) as e:
        commissions.seat(desk, made.id, made.revision, rows, Why())
    assert [(p.key, p.row) for p in e.value.problems] == [("commissions.left", 5), ("commissions.on_leave", 6)]
    assert e.value.problems[0].values["name"] == "Кеткенова А"
    chair = whole(of, "Кеткенова А")
    assert commissions.seat(desk, made.id, made.revision, chair, Why()).seats, "who left may chair from outside"


def test_a_seat_keeps_its_id_and_what_was_declared_of_it(of: Graduates, desk: Desk) -> None:
    made = seated(of, desk)
    ids = {s.called: s.id for s in made.seats}
    chair = made.seats[0].id
    made = commissions.declare(desk, made.id, made.revision, {"seat": chair, "student": of.pupils[0].id}, Why())
    rows = whole(of)
    made = commissions.seat(desk, made.id, made.revision, [rows[-1], *rows[:-1]], Why())
    assert {s.called: s.id for s in made.seats} == ids and len(made.conflicts) == 1
    made = commissions.seat(desk, made.id, made.revision, whole(of, "Басқаев Қайрат"), Why())
    assert made.conflicts == [], "he sits no more"


def test_a_registrar_of_another_faculty_is_refused_and_so_are_roles_without_the_right(
    of: Graduates, store: Store
) -> None:
    mine = at(store, Role.registrar, AUTUMN, faculty=of.of.faculty.id)
    made = seated(of, mine)
    other = at(store, Role.registrar, AUTUMN, faculty="elsewhere")
    for act in (
        lambda d: begun(of, d),
        lambda d: begun(of, d, department=None),
        lambda d: commissions.seat(d, made.id, made.revision, whole(of), Why()),
        lambda d: commissions.compose(d, made.id, made.revision, {"name": Text(kk="Ә")}, Why()),
        lambda d: papers.file(d, made.id, made.revision, {"code": "consent", "day": AUTUMN}, Why()),
        lambda d: commissions.declare(d, made.id, made.revision, {"seat": made.seats[0].id, "student": "s"}, Why()),
        lambda d: commissions.get(d, made.id),
    ):
        with pytest.raises(Forbidden):
            act(other)
    far = put(mine_head(store), Department(code="D9", name=Text(kk="Алыс"), parent=Ref(id="x", label=Text(kk="X"))))
    with pytest.raises(Forbidden):
        commissions.compose(mine, made.id, made.revision, {"department": far.ref()}, Why())
    for role in (Role.registrar, Role.department, Role.secretary, Role.auditor, Role.teacher, Role.management):
        who = at(store, role, AUTUMN, faculty=of.of.faculty.id, department=of.of.unit.id, teacher=of.secretary.id)
        with pytest.raises(Forbidden):
            commissions.council(who, made.id, made.revision, decided(AUTUMN), Why())
        if role is not Role.registrar:
            with pytest.raises(Forbidden):
                commissions.seat(who, made.id, made.revision, whole(of), Why())


def mine_head(store: Store) -> Desk:
    return at(store, Role.head, AUTUMN)


# council, order, changes -----------------------------------------------------------------------------------------


def test_council_before_order_days_not_ahead_and_the_whole_before_the_order(of: Graduates, store: Store) -> None:
    desk = at(store, Role.head, AUTUMN)
    made = begun(of, desk)
    assert broken(lambda: commissions.order(desk, made.id, made.revision, decided(AUTUMN), Why())) == "step_first"
    assert refused(lambda: commissions.council(desk, made.id, made.revision, decided(AUTUMN), Why())) == {"no_chair"}
    made = commissions.seat(desk, made.id, made.revision, [row("chair", name="Сыртқыбаев Әділ")], Why())
    tomorrow = decided(AUTUMN + timedelta(1))
    assert refused(lambda: commissions.council(desk, made.id, made.revision, tomorrow, Why())) == {"day_ahead"}
    assert refused(lambda: commissions.council(desk, made.id, made.revision, {"number": "", "day": AUTUMN}, Why()))
    made = commissions.council(desk, made.id, made.revision, decided(AUTUMN), Why())
    assert made.status is S.council and made.council and made.council.number == "5"
    assert broken(lambda: commissions.council(desk, made.id, made.revision, decided(AUTUMN), Why())) == "step_taken"
    before = decided(AUTUMN - timedelta(1))
    assert refused(lambda: commissions.order(desk, made.id, made.revision, before, Why())) \
        == {"before_council", "no_secretary", "few_members"}  # fmt: skip
    made = commissions.seat(desk, made.id, made.revision, whole(of), Why())
    made = commissions.order(desk, made.id, made.revision, decided(AUTUMN, "200-о"), Why())
    assert made.status is S.ordered and made.order and made.order.day == AUTUMN


def test_after_the_order_who_sits_changes_only_with_a_basis(of: Graduates, store: Store) -> None:
    made = ordered(of, store)
    desk = at(store)
    assert broken(lambda: commissions.seat(desk, made.id, made.revision, whole(of), Why())) == "is_ordered"
    assert broken(lambda: commissions.compose(desk, made.id, made.revision, {"name": Text(kk="Ә")}, Why())) \
        == "is_ordered"  # fmt: skip
    left, came, day = made.seats[0].id, [row("chair", name="Жаңабаев Ерлан Асқарұлы")], date(2027, 6, 1)

    def change(why: Why, left: list[str] = [left], came: list[Any] = came, day: date | None = day) -> Any:  # noqa: B006
        return lambda: commissions.change(desk, made.id, made.revision, left, came, day, why)

    assert refused(change(Why("ауырды"))) == {"errors.field.missing"}
    assert refused(change(Why("", BASIS))) == {"errors.reason_missing"}
    assert refused(change(Why("ауырды", BASIS), day=None)) == {"errors.field.missing"}
    assert refused(change(Why("ауырды", BASIS), came=[])) == {"no_chair"}
    assert refused(change(Why("ауырды", BASIS), left=[])) == {"two_chairs"}
    assert refused(change(Why("ауырды", BASIS), came=[row("chair", of.of.teachers[0])])) \
        == {"sits_twice", "chair_is_staff"}  # fmt: skip
    assert refused(change(Why("ауырды", BASIS), day=date(2026, 12, 1))) == {"before_order"}
    new = change(Why("ауырды", BASIS))()
    assert [s.until for s in new.seats if s.id == left] == [day - timedelta(1)] and len(new.seats) == 6
    assert new.sitting_on(day)[0].called == "Жаңабаев Ерлан Асқарұлы"
    assert new.sitting_on(day - timedelta(1))[0].called == "Сыртқыбаев Әділ Болатұлы"
    (kept,) = new.changes
    assert (kept.left, kept.came, kept.reason, kept.basis) == ([left], [new.seats[-1].id], "ауырды", BASIS)


def test_a_change_does_not_reach_back_over_a_sitting_and_interests_follow_a_person(of: Graduates, store: Store) -> None:
    made, desk, pupil = of.commission, at(store), of.pupils[0]
    member = made.seats[1]
    made = commissions.declare(desk, made.id, made.revision, {"seat": member.id, "student": pupil.id}, Why())
    of.sitting([of.candidacy(pupil)], day=date(2027, 6, 1))
    keeper = next(s for s in made.seats if s.part is Signer.secretary)
    came = [row("secretary", of.of.teachers[0]), row("member", of.secretary)]

    def change(day: date) -> Commission:
        return commissions.change(desk, made.id, made.revision, [member.id, keeper.id], came, day, Why("ауысты", BASIS))

    assert refused(lambda: change(date(2027, 5, 20))) == {"sat_since"}
    assert refused(lambda: change(date(2027, 6, 1))) == {"sat_since"}
    new = change(date(2027, 6, 2))
    seat = next(s for s in new.sitting_on(date(2027, 6, 2)) if s.person and s.person.id == of.of.teachers[0].id)
    assert seat.id != member.id and conflicts.barred(new, pupil.id) == {member.id, seat.id}


def test_a_new_secretary_finds_the_commission_and_its_graduates_the_old_one_no_more(
    of: Graduates, store: Store
) -> None:
    made = of.commission
    one = of.candidacy(of.pupils[0], presented=Presented(supervisor=of.of.teachers[0].ref()))
    came = put(at(store), Person(number="S2", name=Name(last="Жаңа", first="Хатшы")))
    gone = of.seat(Signer.secretary)
    new = commissions.change(at(store), made.id, made.revision, [gone.id], [row("secretary", came)], date(2027, 6, 1),
                             Why("демалыс", BASIS))  # fmt: skip
    assert came.id in new.people and of.secretary.id not in new.people
    people = of.store.load(type(one), one.id).people
    assert came.id in people and of.secretary.id not in people and of.of.teachers[0].id in people


def test_closed_only_when_all_is_done_then_frozen(of: Graduates, store: Store) -> None:
    made = of.commission
    one = of.candidacy(of.pupils[0])
    sitting = of.sitting([one])
    desk = at(store)
    assert broken(lambda: commissions.close(desk, made.id, made.revision, Why())) == "left_sittings"
    assert broken(lambda: commissions.cancel(desk, made.id, made.revision, Why("қате"))) == "has_graduates"

    def over(tx: Any) -> Sitting:
        held = tx.get(Sitting, sitting.id)
        held.status = SittingStatus.closed
        return tx.save(held)

    desk.transact("reference.edit", over, Why("т"))
    assert broken(lambda: commissions.close(desk, made.id, made.revision, Why())) == "left_report"
    parts = {p.code: "Жазылды" for p in settings.rules().parts}

    def written(tx: Any) -> Commission:
        of_ = tx.get(Commission, made.id)
        of_.parts = parts
        return tx.save(of_)

    now = desk.transact("reference.edit", written, Why("т"))
    protocol = of.protocol(one, sitting, 1)
    assert broken(lambda: commissions.close(desk, made.id, now.revision, Why())) == "left_unsheeted"

    def sheeted(tx: Any) -> Protocol:
        of_ = tx.get(Protocol, protocol.id)
        of_.sheet = Ref(id="sheet", label=Text(kk="1"))
        return tx.save(of_)

    desk.transact("reference.edit", sheeted, Why("т"))
    assert finishing.unfinished(store, now) == {}
    done = commissions.close(desk, made.id, now.revision, Why())
    assert done.status is S.closed and done.closed_on == desk.today()
    values = {"seat": done.seats[0].id, "student": of.pupils[0].id}
    assert broken(lambda: commissions.declare(desk, done.id, done.revision, values, Why())) == "over"
    assert broken(lambda: commissions.close(desk, done.id, done.revision, Why())) == "closed"


def test_cancelled_with_a_reason_and_its_number_is_not_given_again(of: Graduates, desk: Desk) -> None:
    made = begun(of, desk)
    with pytest.raises(Problems):
        commissions.cancel(desk, made.id, made.revision, Why())
    gone = commissions.cancel(desk, made.id, made.revision, Why("қате"))
    assert gone.status is S.cancelled and begun(of, desk).number > made.number
    assert broken(lambda: commissions.seat(desk, made.id, gone.revision, whole(of), Why())) == "cancelled"


def test_what_may_sit_is_asked_before_a_sitting(of: Graduates, store: Store) -> None:
    day = date(2027, 6, 1)
    assert commissions.ready(store, of.commission, day).id == commissions.ready(store, of.commission.id, day).id
    made = begun(of, at(store, Role.head, AUTUMN))
    assert broken(lambda: commissions.ready(store, made.id, day)) == "not_ordered"
    with pytest.raises(OfficeError):
        commissions.ready(store, "none", day)


# interests, papers ------------------------------------------------------------------------------------------------


def test_own_students_are_found_by_the_records_and_the_rest_is_declared(of: Graduates, store: Store) -> None:
    first, second = (of.candidacy(p) for p in of.pupils)
    teacher, other = of.of.teachers[0], of.of.teachers[1]
    desk = at(store)
    found = commissions.flagged(desk, of.commission)
    assert {(f.seat.called, f.student.id, f.conflict.kind.value) for f in found} == {
        (teacher.name.text().kk, p.id, "own_student") for p in of.pupils
    }
    himself = at(store, Role.teacher, teacher=other.id)
    seat = next(s for s in of.commission.seats if s.person and s.person.id == other.id)
    values = {"seat": seat.id, "student": first.student.id, "kind": "relative"}
    made = commissions.declare(himself, of.commission.id, of.commission.revision, values, Why())
    assert made.conflicts[0].declared and made.conflicts[0].by == himself.actor.name
    assert seat.id in conflicts.barred(made, first.student.id)
    assert broken(lambda: commissions.declare(desk, made.id, made.revision, values, Why())) == "declared_already"
    chair = {"seat": made.seats[0].id, "student": second.student.id, "kind": "other"}
    with pytest.raises(Forbidden):
        commissions.declare(himself, made.id, made.revision, {**chair, "kind": "relative"}, Why())
    assert refused(lambda: commissions.declare(desk, made.id, made.revision, chair, Why())) == {"errors.field.missing"}
    own = {**values, "student": second.student.id, "kind": "own_student"}
    assert refused(lambda: commissions.declare(desk, made.id, made.revision, own, Why())) == {"own_is_found"}
    secretary = at(store, Role.secretary, teacher=of.secretary.id)
    made = commissions.declare(secretary, made.id, made.revision, {**chair, "note": "Бірлескен жоба"}, Why())
    assert not made.conflicts[1].declared and len(commissions.flagged(desk, made)) == 4
    with pytest.raises(Problems):
        commissions.take_back(desk, made.id, made.revision, chair["seat"], chair["student"], Why())
    made = commissions.take_back(desk, made.id, made.revision, chair["seat"], chair["student"], Why("қате"))
    assert len(made.conflicts) == 1


def test_interests_are_found_after_a_merge_too(of: Graduates, store: Store) -> None:
    first, teacher, other = of.candidacy(of.pupils[0]), of.of.teachers[0], of.of.teachers[1]
    seats = {s.person.id: s.id for s in of.commission.seats if s.person}
    himself = at(store, Role.teacher, teacher=other.id)
    values = {"seat": seats[other.id], "student": first.student.id, "kind": "relative"}
    made = commissions.declare(himself, of.commission.id, of.commission.revision, values, Why())
    one = of.candidacy(of.pupils[1], presented=Presented())  # his teacher is told by the study alone
    before = {(f.seat.id, f.student.id) for f in commissions.flagged(at(store), made)}
    of.joined(of.pupils[0]), of.joined(of.pupils[1])
    assert {(f.seat.id, f.student.id) for f in commissions.flagged(at(store), made)} == before
    assert (seats[teacher.id], one.student.id) in before and (seats[other.id], first.student.id) in before
    around = Around.of(of.sitting([first, one]), made)
    assert around.barred(store, first) == {seats[teacher.id], seats[other.id]}
    assert around.barred(store, one) == {seats[teacher.id]}


def test_papers_are_checked_off_by_the_list_of_the_rules(of: Graduates, store: Store) -> None:
    desk, made = at(store, Role.secretary, teacher=of.secretary.id), of.commission
    asked = [p.code for p in settings.rules().papers]
    assert [x.code for x in papers.missing(made.papers, settings.rules())] == asked
    tomorrow = {"code": asked[2], "day": desk.today() + timedelta(1)}
    assert refused(lambda: papers.file(desk, made.id, made.revision, tomorrow, Why())) == {"day_ahead"}
    strange = {"code": "none", "day": desk.today()}
    assert refused(lambda: papers.file(desk, made.id, made.revision, strange, Why())) == {"no_such_paper"}
    assert refused(lambda: papers.file(desk, made.id, made.revision, {"code": asked[0], "day": None}, Why()))
    scan = files.keep(at(store), "kelisim.txt", "Келісемін".encode(), "scan")
    paper = {"code": asked[2], "number": "7", "day": desk.today(), "scan": scan}
    made = papers.file(desk, made.id, made.revision, paper, Why())
    made = papers.file(desk, made.id, made.revision, {**paper, "number": "8"}, Why())
    assert [(p.code, p.number, p.by) for p in made.papers] == [(asked[2], "8", desk.actor.name)]
    assert [x.code for x in papers.missing(made.papers, settings.rules())] == asked[:2] + asked[3:]
    ghost = {**paper, "scan": Ref(id="0" * 64, label=Text(kk="жоқ.pdf"))}
    with pytest.raises(OfficeError):
        papers.file(desk, made.id, made.revision, ghost, Why())


# days ---------------------------------------------------------------------------------------------------------------


def open_tasks(store: Store) -> list[tuple[str, str]]:
    return [(x["mark"], x["to_role"]) for x in store.rows("tasks", {"state": "open"})]


def test_the_senior_registrar_is_asked_before_each_day_and_once_it_is_late(of: Graduates, store: Store) -> None:
    entry = TABLE["commissions"]
    assert isinstance(entry, Daily)
    work = loaded(entry.work)
    made = begun(of, at(store, Role.head, date(2026, 9, 20)))
    assert work(store, date(2026, 9, 25)) == 0, "more than so many days are left"
    assert work(store, date(2026, 10, 2)) == 1 and work(store, date(2026, 10, 3)) == 0
    assert open_tasks(store) == [("commission:nominated:near", "senior_registrar")]
    task = store.rows("tasks", {})[0]
    assert task["due"] == "2026-10-15" and task["page"] == "commissions" and task["address"] == {"id": made.id}
    assert work(store, date(2026, 10, 16)) == 1
    commissions.seat(at(store, Role.head, AUTUMN), made.id, made.revision, whole(of), Why())
    assert open_tasks(store) == [], "the act that was asked for closes it"
    assert work(store, date(2026, 10, 25)) == 1
    made = store.load(Commission, made.id)
    made = commissions.council(at(store, Role.head, date(2026, 10, 28)), made.id, made.revision,
                               decided(date(2026, 10, 28)), Why())  # fmt: skip
    assert open_tasks(store) == [] and work(store, date(2026, 11, 20)) == 0
    assert work(store, date(2027, 1, 5)) == 1 and open_tasks(store)[0][0] == "commission:order:late"
    commissions.cancel(at(store), made.id, made.revision, Why("қате"))
    assert open_tasks(store) == [] and work(store, date(2027, 1, 6)) == 0


def test_the_days_of_one_commission(of: Graduates) -> None:
    found = deadlines.of_commission(of.commission, date(2027, 6, 1))
    assert [d.state for d in found] == ["done"] * 3 and deadlines.pressing(found) is None


def test_lists_know_the_years_and_whom_they_hear(of: Graduates, store: Store) -> None:
    desk = at(store)
    of.candidacy(of.pupils[0])
    of.candidacy(of.pupils[0], of.exam)
    assert commissions.years(desk) == [YEAR] and [c.id for c in commissions.of_year(desk, YEAR)] == [of.commission.id]
    assert [r.id for r, _ in commissions.graduates(desk, of.commission.id)] == [of.pupils[0].id]
    assert commissions.count(desk, "дәстүрлі") == 1 and commissions.count(desk, "", {"year": YEAR + 1}) == 0
    assert commissions.listed(desk, sort="nothing") and not commissions.listed(desk, page=1)
    guest = Desk(Actor("x", "", Role.hr), store)
    with pytest.raises(Forbidden):
        commissions.listed(guest)
