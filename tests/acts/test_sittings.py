"""Sittings against a real database: planned, arranged, moved, published, opened; what is in the way is named."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest

from core.attestation import candidacies, sittings
from core.attestation.sittings import paper, reading
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, OfficeError, Problems, RuleBroken, StaleRevision
from core.i18n import t
from schemas.attestation import (
    Candidacy,
    CandidacyStatus,
    Commission,
    CommissionSeat,
    CommissionStatus,
    Presented,
    Sitting,
    SittingStatus,
    Work,
)
from schemas.attestation.sitting import Sharing
from schemas.base import Basis, Ref, Text
from schemas.calendar import Calendar, Holiday, Period
from schemas.exam import Exam
from schemas.kinds.sheets import Signer
from schemas.reference import Person, Room
from schemas.section import Member, Section
from schemas.student import Name
from schemas.user import User
from schemas.words import CalendarState, LessonKind, PeriodKind, Role
from tests.acts.attestation_kit import YEAR, Graduates, at, graduates
from tests.acts.class_kit import put

pytestmark = pytest.mark.usefixtures("shipped")

DAY = date(2027, 6, 7)  # Monday
BASIS = Basis(kind="қызметтік жазба", number="7", day=date(2027, 6, 1))


def because() -> Why:
    return Why("төраға ауырды", BASIS)


class Office(Graduates):
    """Graduates with approved programmes, admitted; the calendar has its attestation from 1 to 30 June."""

    them: list[Candidacy]
    calendar: Calendar


@pytest.fixture
def office(store: Store) -> Office:
    made = graduates(store)
    made.__class__ = Office
    assert isinstance(made, Office)
    made.calendar = put(made.desk, Calendar(
        year=2026, state=CalendarState.approved,
        periods=[Period(id="a", kind=PeriodKind.attestation, starts=date(2027, 6, 1), ends=date(2027, 6, 30))],
        holidays=[Holiday(day=date(2027, 6, 9), name=Text(kk="Мереке"))],
    ))  # fmt: skip
    made.admitted(made.pupils)
    made.them = [made.candidacy(p) for p in made.pupils]
    return made


def keys(e: pytest.ExceptionInfo[Problems]) -> list[tuple[str, str]]:
    return [(p.field, p.key) for p in e.value.problems]


def wish(office: Office, **more: Any) -> dict[str, Any]:
    usual = {"day": DAY, "starts": "10:00", "minutes": 45, "pause": 5, "room": office.room.ref()}
    return {k: plain(v) for k, v in {**usual, **more}.items()}


def plan(office: Office, *who: int, desk: Desk | None = None, **more: Any) -> Sitting:
    heard = [office.them[n].id for n in who]
    return sittings.plan(desk or office.desk, office.commission.id, "performance", wish(office, **more), heard,
                         Why("кесте"))  # fmt: skip


def load(office: Office, of: Candidacy) -> Candidacy:
    return office.store.load(Candidacy, of.id)


def edit(office: Office, model: Any, id: str, **fields: Any) -> Any:
    def work(tx: Any) -> Any:
        kept = tx.get(model, id, scoped=False)
        for name, value in fields.items():
            setattr(kept, name, value)
        return tx.save(kept)

    return office.desk.transact("reference.edit", work, Why("т"))


def another(office: Office, *, outsider: str = "Басқа Төраға", discipline: Any = None) -> Commission:
    """A second commission with a chair, three other members and a secretary of its own."""
    people = [put(office.desk, Person(number=f"X{n}", name=Name(last=f"Бөтен{n}", first="В"))) for n in range(3)]
    seats = [CommissionSeat(part=Signer.chair, name=outsider, workplace="Филармония")]
    seats += [CommissionSeat(person=p.ref(), name=p.label().kk) for p in people[:2]]
    seats += [CommissionSeat(part=Signer.secretary, person=people[2].ref(), name=people[2].label().kk)]
    return put(office.desk, office.commission.model_copy(deep=True, update={  # type: ignore[no-any-return]
        "id": "second", "number": "2027-02", "seats": seats, "people": [p.id for p in people], "revision": 0,
    }))  # fmt: skip


# planning ----------------------------------------------------------------------------------------------------------


def test_times_follow_by_rule_and_each_graduate_says_where_he_is_heard(office: Office) -> None:
    made = plan(office, 0, 1, 2)
    assert [(s.starts, s.minutes) for s in made.slots] == [("10:00", 45), ("10:50", 45), ("11:40", 45)]
    assert made.ends == "12:25" and made.status is SittingStatus.draft
    assert made.present == [s.id for s in office.commission.sitting_on(DAY)] and len(made.keys) == 5
    assert made.people == sorted(office.commission.people)
    assert [(load(office, c).sitting or Ref(id="", label=Text(kk="-"))).id for c in office.them] == [
        made.id, made.id, made.id, "",
    ]  # fmt: skip
    entry = office.store.one("audit_events", {"action": "sitting.plan"})
    assert entry and entry["subject"]["kind"] == "calendars"


def test_a_programme_longer_than_the_usual_time_takes_its_time(office: Office) -> None:
    works = [Work(title="А", minutes=Decimal("38.5")), Work(title="Б", minutes=Decimal(20))]
    edit(office, Candidacy, office.them[0].id, presented=Presented(works=works))
    made = plan(office, 0, 1)
    assert [(s.starts, s.minutes) for s in made.slots] == [("10:00", 60), ("11:05", 45)]


def test_a_double_click_is_one_sitting(office: Office) -> None:
    why = Why("кесте")
    asked = (office.commission.id, "performance", wish(office), [office.them[0].id], why)
    first = sittings.plan(office.desk, *asked)
    assert sittings.plan(office.desk, *asked).id == first.id
    assert office.store.count("sittings", {}) == 1


def test_a_graduate_has_one_sitting_and_stands_once_in_it(office: Office) -> None:
    plan(office, 0)
    with pytest.raises(Problems) as e:
        plan(office, 1, 0, day=DAY + timedelta(1))
    assert keys(e) == [("slots", "sittings.placed_already")] and e.value.problems[0].values["name"].kk == "Студент00 А"
    with pytest.raises(Problems) as e:
        plan(office, 1, 1)
    assert keys(e) == [("slots", "sittings.twice")]
    assert office.store.count("sittings", {}) == 1 and load(office, office.them[1]).sitting is None


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2027, 5, 31), "sittings.outside_period"), (date(2027, 7, 1), "sittings.outside_period"),
        (date(2027, 6, 6), "exams.not_working"), (date(2027, 6, 9), "exams.not_working"),
        (date(2026, 6, 8), "sittings.other_year"),
    ],
)  # fmt: skip
def test_a_sitting_lies_on_a_working_day_of_the_calendars_attestation(office: Office, day: date, key: str) -> None:
    with pytest.raises(Problems) as e:
        plan(office, 0, day=day)
    assert ("day", key) in keys(e)


def test_a_closed_term_takes_no_sitting(office: Office) -> None:
    spring = office.of.terms[1]
    edit(office, type(spring), spring.id, closed=date(2027, 6, 2))
    with pytest.raises(Problems) as e:
        plan(office, 0)
    assert keys(e) == [("day", "calendar.term_closed")]


def test_a_year_without_an_attestation_says_so(office: Office) -> None:
    edit(office, Calendar, office.calendar.id, periods=[])
    with pytest.raises(Problems) as e:
        plan(office, 0)
    assert keys(e) == [("day", "sittings.no_period")]


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (CommissionStatus.nominated, "commissions.not_ordered"), (CommissionStatus.council, "commissions.not_ordered"),
        (CommissionStatus.closed, "commissions.closed"),
    ],
)  # fmt: skip
def test_a_commission_that_no_order_set_up_does_not_sit(office: Office, status: CommissionStatus, key: str) -> None:
    edit(office, Commission, office.commission.id, status=status)
    with pytest.raises(Problems) as e:
        plan(office, 0)
    assert keys(e) == [("commission", key)]


def test_a_form_it_does_not_hear_is_refused(office: Office) -> None:
    with pytest.raises(Problems) as e:
        sittings.plan(office.desk, office.commission.id, "thesis", wish(office), [], Why("кесте"))
    assert keys(e) == [("form", "sittings.form_not_heard")]


def test_who_is_not_admitted_or_not_approved_or_of_another_form_is_named(office: Office) -> None:
    office.pupils.append(office.of.pupil(9, year=4, group="ОР-23-1", admitted_on=date(2023, 8, 25)))
    late = office.candidacy(office.pupils[-1])
    draft = edit(office, Candidacy, office.them[1].id, status=CandidacyStatus.draft)
    exam = office.candidacy(office.pupils[2], office.exam)
    with pytest.raises(Problems) as e:
        sittings.plan(office.desk, office.commission.id, "performance", wish(office), [late.id, draft.id, exam.id],
                      Why("кесте"))  # fmt: skip
    assert keys(e) == [
        ("slots", "sittings.not_admitted"), ("slots", "sittings.not_approved"), ("slots", "sittings.of_another"),
    ]  # fmt: skip
    assert [p.values["name"].kk for p in e.value.problems] == ["Студент09 А", "Студент01 А", "Студент02 А"]


def test_an_order_of_another_year_admits_nobody(store: Store) -> None:
    office = graduates(store)
    put(office.desk, Calendar(
        year=2026, state=CalendarState.approved,
        periods=[Period(id="a", kind=PeriodKind.attestation, starts=date(2027, 6, 1), ends=date(2027, 6, 30))],
    ))  # fmt: skip
    office.admitted(office.pupils, date(2026, 5, 20))
    one = office.candidacy(office.pupils[0])
    with pytest.raises(Problems) as e:
        sittings.plan(office.desk, office.commission.id, "performance",
                      {"day": plain(DAY), "starts": "10:00", "room": plain(office.room.ref())}, [one.id],
                      Why("кесте"))  # fmt: skip
    assert keys(e) == [("slots", "sittings.not_admitted")]


# clashes -------------------------------------------------------------------------------------------------------------


def test_a_room_and_a_commission_are_in_one_place_at_a_time(office: Office) -> None:
    plan(office, 0)
    with pytest.raises(Problems) as e:
        plan(office, 1, starts="10:30")
    found = keys(e)
    assert found.count(("present", "sittings.taken_by_sitting")) == 5
    assert found.count(("room", "sittings.taken_by_sitting")) == 1
    assert plan(office, 1, starts="10:45").starts == "10:45"  # one begins when the other ends


def test_one_person_on_two_sittings_at_once_is_refused_an_outsider_by_his_name(office: Office) -> None:
    plan(office, 0)
    second = another(office, outsider="СЫРТҚЫБАЕВ  ә. б.")
    other = put(office.desk, Room(code="Кіші зал", seats=80))
    theirs = office.candidacy(office.pupils[1], office.exam, status=CandidacyStatus.approved)
    edit(office, Candidacy, theirs.id, commission=second.ref())
    values = wish(office, room=other.ref())
    with pytest.raises(Problems) as e:
        sittings.plan(office.desk, second.id, "state_exam", values, [theirs.id], Why("кесте"))
    assert keys(e) == [("present", "sittings.taken_by_sitting")]
    assert e.value.problems[0].values["who"].kk == "СЫРТҚЫБАЕВ  ә. б."
    without = [s.id for s in second.seats if s.part is not Signer.chair]
    made = sittings.plan(office.desk, second.id, "state_exam", values, [theirs.id], Why("кесте"), without)
    assert made.present == without


def test_a_graduate_his_accompanist_and_his_partner_play_at_one_place_at_a_time(office: Office) -> None:
    player = put(office.desk, Person(number="K1", name=Name(last="Концертмейстеров", first="К")))
    edit(office, Candidacy, office.them[0].id, presented=Presented(accompanist=player.ref()))
    plan(office, 1, 0)  # the first graduate is heard at 10:50 with the accompanist
    second = another(office)
    other = put(office.desk, Room(code="Кіші зал", seats=80))
    theirs = edit(office, Candidacy, office.candidacy(office.pupils[2], office.exam).id, commission=second.ref(),
                  presented=Presented(accompanist=player.ref(), partners="Студент01 А; Басқа Біреу"))  # fmt: skip
    values = wish(office, room=other.ref(), starts="10:30", minutes=30)
    with pytest.raises(Problems) as e:
        sittings.plan(office.desk, second.id, "state_exam", values, [theirs.id], Why("кесте"))
    assert keys(e) == [("starts", "sittings.taken_by_sitting")] * 2
    assert {p.values["who"].kk for p in e.value.problems} == {player.label().kk, "Студент01 А"}
    late = {**values, "starts": "11:35"}
    assert player.id in sittings.plan(office.desk, second.id, "state_exam", late, [theirs.id], Why("кесте")).people


def test_who_plays_with_a_graduate_changes_after_he_has_his_place_only_to_who_is_free(office: Office) -> None:
    player, free, pianist = [
        put(office.desk, Person(number=f"K{n}", name=Name(last=f"Концертмейстер{n}", first="К"))) for n in range(3)
    ]
    user = put(office.desk, User(login="free", name="Е", role=Role.teacher, person=free.ref()))
    works = [Work(title="А", minutes=Decimal(40))]
    edit(office, Candidacy, office.them[0].id,
         presented=Presented(works=works, supervisor=free.ref(), accompanist=pianist.ref()))  # fmt: skip
    made = plan(office, 0, 1)
    sittings.publish(office.desk, [made.id], Why("кесте"))
    second = another(office)
    theirs = edit(office, Candidacy, office.candidacy(office.pupils[2], office.exam).id, commission=second.ref(),
                  presented=Presented(accompanist=player.ref()))  # fmt: skip
    values = wish(office, room=put(office.desk, Room(code="Кіші зал", seats=80)).ref(), starts="10:30", minutes=30)
    sittings.plan(office.desk, second.id, "state_exam", values, [theirs.id], Why("кесте"))

    def played_by(who: Person) -> Candidacy:
        now = load(office, office.them[0])
        return candidacies.edit(office.desk, now.id, now.revision, {"accompanist": plain(who.ref())}, because())

    with pytest.raises(Problems) as e:
        played_by(player)
    assert keys(e) == [("accompanist", "sittings.taken_by_sitting")]
    assert e.value.problems[0].values["who"] == player.label()
    assert load(office, office.them[0]).presented.accompanist == pianist.ref()
    assert pianist.id in office.store.load(Sitting, made.id).people
    played_by(free)
    people = office.store.load(Sitting, made.id).people
    assert free.id in people and pianist.id not in people
    told = office.store.rows("notices", {"to": user.id})
    assert [n["key"] for n in told] == ["sittings.told_changed"]


def test_an_exam_of_a_graduate_or_in_the_room_stands_in_the_way(office: Office) -> None:
    spring, pupil = office.of.terms[1], office.pupils[1]
    section = put(office.desk, Section(
        code="С", term=spring.ref(), discipline=office.of.special.ref(), kind=LessonKind.group,
        department=office.of.unit.ref(),
        members=[Member(student=pupil.ref(), study=pupil.studies[0].id, number=pupil.number)],
    ))  # fmt: skip
    put(office.desk, Exam(
        term=spring.ref(), day=DAY, starts="10:50", minutes=60, section=section.ref(),
        discipline=office.of.special.ref(), examiners=[office.of.teachers[0].ref()], room=office.room.ref(),
    ))  # fmt: skip
    with pytest.raises(Problems) as e:
        plan(office, 0, 1)
    assert sorted(keys(e)) == [
        ("present", "sittings.taken_by_exam"), ("room", "sittings.taken_by_exam"), ("starts", "sittings.taken_by_exam"),
    ]  # fmt: skip
    office.joined(pupil)  # the section names the record that stands, the candidacy the one that was merged
    with pytest.raises(Problems) as e:
        plan(office, 1, starts="11:00")
    assert ("starts", "sittings.taken_by_exam") in keys(e)
    assert plan(office, 0, 1, starts="12:00").status is SittingStatus.draft


def test_a_closed_room_a_member_on_leave_and_a_stranger_are_refused(office: Office) -> None:
    closed = put(office.desk, Room(code="9", active=False))
    teacher = office.of.teachers[1]
    edit(office, Person, teacher.id, away_from=date(2027, 6, 1), away_to=date(2027, 6, 20), away_why="еңбек демалысы")
    with pytest.raises(Problems) as e:
        plan(office, 0, room=closed.ref())
    assert sorted(keys(e)) == [("present", "timetable.on_leave"), ("room", "timetable.room_closed")]
    with pytest.raises(Problems) as e:
        sittings.plan(office.desk, office.commission.id, "performance", wish(office), [], Why("к"), ["nobody"])
    assert keys(e) == [("present", "sittings.sits_not")]


def test_a_sitting_ends_within_its_day(office: Office) -> None:
    with pytest.raises(Problems) as e:
        plan(office, 0, 1, 2, starts="22:30")
    assert keys(e) == [("starts", "exams.past_midnight")]
    with pytest.raises(Problems) as e:
        plan(office, 0, starts="25:00")
    assert keys(e)[0][0] == "starts"


# order ---------------------------------------------------------------------------------------------------------------


def test_the_order_is_rearranged_and_who_is_left_out_waits_again(office: Office) -> None:
    made = plan(office, 0, 1, 2)
    a, b, c, d = (x.id for x in office.them)
    now = sittings.arrange(office.desk, made.id, made.revision, [c, a, d], Why("рет"))
    assert [(s.candidacy, s.starts) for s in now.slots] == [(c, "10:00"), (a, "10:50"), (d, "11:40")]
    assert load(office, office.them[1]).sitting is None and load(office, office.them[3]).sitting == now.ref()
    with pytest.raises(RuleBroken, match="nothing_changed"):
        sittings.arrange(office.desk, made.id, now.revision, [c, a, d], Why("рет"))
    with pytest.raises(StaleRevision):
        sittings.arrange(office.desk, made.id, made.revision, [b, a], Why("рет"))


def test_a_graduate_is_moved_to_another_sitting(office: Office) -> None:
    one, two = plan(office, 0, 1), plan(office, 2, day=DAY + timedelta(1))
    now = sittings.move(office.desk, one.id, one.revision, office.them[0].id, two.id, Why("өтініш"))
    assert [s.candidacy for s in now.slots] == [office.them[2].id, office.them[0].id] and now.id == two.id
    rest = office.store.load(Sitting, one.id)
    assert [(s.candidacy, s.starts) for s in rest.slots] == [(office.them[1].id, "10:00")]
    assert load(office, office.them[0]).sitting == now.ref()
    with pytest.raises(RuleBroken, match="not_in"):
        sittings.move(office.desk, rest.id, rest.revision, office.them[0].id, two.id, Why("өтініш"))


def test_a_change_of_day_moves_everybody_and_says_so_to_the_graduates(office: Office) -> None:
    made = plan(office, 0, 1)
    new = sittings.change(office.desk, made.id, made.revision, {"day": plain(DAY + timedelta(3)), "starts": "14:00"},
                          Why("зал бос емес"))  # fmt: skip
    assert [s.starts for s in new.slots] == ["14:00", "14:50"] and new.changes == []
    assert load(office, office.them[1]).sitting == new.ref()
    with pytest.raises(RuleBroken, match="nothing_changed"):
        sittings.change(office.desk, made.id, new.revision, {"starts": "14:00"}, Why("т"))


# publishing ----------------------------------------------------------------------------------------------------------


def test_publishing_is_all_or_none_and_tells_who_sits(office: Office) -> None:
    user = put(office.desk, User(login="member", name="М", role=Role.teacher, person=office.of.teachers[0].ref(),
                                 order_number="1"))  # fmt: skip
    one, bare = plan(office, 0), plan(office, 1, day=DAY + timedelta(1), room=None)
    with pytest.raises(RuleBroken, match="without_room"):
        sittings.publish(office.desk, [one.id, bare.id], Why("жариялау"))
    assert office.store.count("sittings", {"status": "published"}) == 0
    assert sittings.publish(office.desk, [one.id], Why("жариялау")) == 1
    told = office.store.rows("notices", {"to": user.id})
    assert len(told) == 1 and "7\xa0маусым 2027" in told[0]["text"]["kk"]
    with pytest.raises(RuleBroken, match="nothing_to_publish"):
        sittings.publish(office.desk, [one.id], Why("жариялау"))
    empty = plan(office, starts="15:00")
    with pytest.raises(RuleBroken, match="nobody"):
        sittings.publish(office.desk, [empty.id], Why("жариялау"))


def test_without_chair_or_quorum_nothing_is_published(office: Office) -> None:
    members = [s.id for s in office.commission.seats if s.part is Signer.member]
    made = sittings.plan(office.desk, office.commission.id, "performance", wish(office), [office.them[0].id],
                         Why("к"), [members[0], office.seat(Signer.secretary).id])  # fmt: skip
    with pytest.raises(Problems) as e:
        sittings.publish(office.desk, [made.id], Why("жариялау"))
    assert keys(e) == [("present", "sittings.no_chair"), ("present", "sittings.no_quorum")]
    assert e.value.problems[1].values == {"n": 1, "of": 4, "least": 3}


def test_what_is_published_changes_only_on_a_basis_and_what_it_was_is_kept(office: Office) -> None:
    made = plan(office, 0, 1)
    sittings.publish(office.desk, [made.id], Why("жариялау"))
    made = office.store.load(Sitting, made.id)
    with pytest.raises(Problems) as e:
        sittings.change(office.desk, made.id, made.revision, {"starts": "12:00"}, Why("қажет"))
    assert [f for f, _ in keys(e)] == ["basis.kind", "basis.number", "basis.day"]
    with pytest.raises(Problems):
        sittings.arrange(office.desk, made.id, made.revision, [office.them[1].id, office.them[0].id], Why(""))
    new = sittings.change(office.desk, made.id, made.revision, {"starts": "12:00"}, because())
    assert new.changes[0].starts == "10:00" and new.changes[0].basis == BASIS and new.status is SittingStatus.published
    assert new.changes[0].order == [c.id for c in office.them[:2]]
    other = plan(office, 2, day=DAY + timedelta(1))
    with pytest.raises(Problems):
        sittings.move(office.desk, other.id, other.revision, office.them[2].id, new.id, Why("өтініш"))
    moved = sittings.move(office.desk, other.id, other.revision, office.them[2].id, new.id,
                          Why("өтініш", BASIS))  # fmt: skip
    assert len(moved.slots) == 3 and len(moved.changes) == 2


def test_a_past_published_sitting_is_not_changed(office: Office) -> None:
    made = plan(office, 0)
    sittings.publish(office.desk, [made.id], Why("жариялау"))
    later = at(office.store, day=DAY + timedelta(1))
    made = office.store.load(Sitting, made.id)
    with pytest.raises(RuleBroken, match="over"):
        sittings.change(later, made.id, made.revision, {"starts": "12:00"}, because())
    gone = sittings.cancel(later, made.id, made.revision, because())  # it was not held: its graduates wait again
    assert gone.status is SittingStatus.cancelled
    assert later.store.load(Candidacy, made.slots[0].candidacy).sitting is None


def test_a_cancelled_sitting_frees_its_graduates_its_room_and_its_people(office: Office) -> None:
    made = plan(office, 0)
    with pytest.raises(Problems) as e:
        sittings.cancel(office.desk, made.id, made.revision, Why(""))
    assert keys(e) == [("reason", "errors.reason_missing")]
    sittings.publish(office.desk, [made.id], Why("жариялау"))
    made = office.store.load(Sitting, made.id)
    with pytest.raises(Problems):
        sittings.cancel(office.desk, made.id, made.revision, Why("қате"))
    gone = sittings.cancel(office.desk, made.id, made.revision, because())
    assert gone.status is SittingStatus.cancelled and load(office, office.them[0]).sitting is None
    assert plan(office, 0).id != made.id
    with pytest.raises(RuleBroken, match="not_planned"):
        sittings.cancel(office.desk, made.id, gone.revision, because())


# opening -------------------------------------------------------------------------------------------------------------


def published(office: Office, *who: int, **more: Any) -> Sitting:
    made = plan(office, *who, **more)
    sittings.publish(office.desk, [made.id], Why("жариялау"))
    return office.store.load(Sitting, made.id)


def test_a_sitting_is_opened_on_its_day_with_chair_and_quorum(office: Office) -> None:
    made, there = published(office, 0), at(office.store, day=DAY)
    with pytest.raises(RuleBroken, match="not_today"):
        sittings.open_(office.desk, made.id, made.revision, Why(""))
    with pytest.raises(Problems) as e:
        sittings.open_(there, made.id, made.revision, Why(""), [s.id for s in office.commission.seats[1:]])
    assert keys(e) == [("present", "sittings.no_chair")]
    came = [office.commission.seats[n].id for n in (0, 1, 2, 4)]  # one member did not come: three of four
    now = sittings.open_(there, made.id, made.revision, Why(""), came)
    assert now.status is SittingStatus.open and now.present == came and now.opened
    assert office.of.teachers[2].id not in now.people
    with pytest.raises(RuleBroken, match="not_published"):
        sittings.open_(there, made.id, now.revision, Why(""))
    with pytest.raises(RuleBroken, match="not_planned"):
        sittings.change(there, made.id, now.revision, {"starts": "12:00"}, because())


def test_a_term_closed_since_it_was_published_opens_no_sitting(office: Office) -> None:
    made, spring = published(office, 0), office.of.terms[1]
    edit(office, type(spring), spring.id, closed=date(2027, 6, 2))
    with pytest.raises(RuleBroken, match=r"calendar\.term_closed"):
        sittings.open_(at(office.store, day=DAY), made.id, made.revision, Why(""))


def test_a_commission_that_is_over_does_not_open(office: Office) -> None:
    made = published(office, 0)
    edit(office, Commission, office.commission.id, status=CommissionStatus.closed)
    with pytest.raises(RuleBroken, match=r"commissions\.closed"):
        sittings.open_(at(office.store, day=DAY), made.id, made.revision, Why(""))


def test_its_own_secretary_opens_it_and_a_strange_one_does_not(office: Office) -> None:
    made = published(office, 0)
    strange = at(office.store, Role.secretary, DAY, teacher="nobody")
    with pytest.raises(Forbidden):
        sittings.open_(strange, made.id, made.revision, Why(""))
    own = at(office.store, Role.secretary, DAY, teacher=office.secretary.id)
    assert sittings.open_(own, made.id, made.revision, Why("")).status is SittingStatus.open


# proposal ------------------------------------------------------------------------------------------------------------


def sharing(office: Office, **more: Any) -> Sharing:
    usual = {"first": DAY, "last": DAY + timedelta(5), "rooms": [office.room.ref()], "minutes": 45, "most": 3}
    return Sharing(**{**usual, **more})


def test_a_proposal_shares_who_is_ready_and_one_act_keeps_it(office: Office) -> None:
    edit(office, Candidacy, office.them[3].id, status=CandidacyStatus.draft)
    found = reading.proposal(office.desk, office.commission, "performance", sharing(office, most=2))
    assert [(s.day, len(s.places)) for s in found.sittings] == [(DAY, 2), (DAY + timedelta(1), 1)] and not found.left
    assert office.store.count("sittings", {}) == 0
    why = Why("ұсыныс")
    assert sittings.accept(office.desk, office.commission.id, "performance", 0, found, why) == 2
    assert sittings.accept(office.desk, office.commission.id, "performance", 0, found, why) == 2
    made = [office.store.load(Sitting, r["_id"]) for r in office.store.rows("sittings", {}, sort=[("day", 1)])]
    assert [[s.starts for s in m.slots] for m in made] == [["09:00", "09:45"], ["09:00"]]
    assert [load(office, c).sitting is not None for c in office.them] == [True, True, True, False]
    waits = reading.waiting(office.desk, office.commission, "performance")
    assert [(w.candidacy.id, w.key) for w in waits] == [(office.them[3].id, "sittings.waits_approval")]


def test_a_proposal_that_is_stale_is_refused_whole(office: Office) -> None:
    found = reading.proposal(office.desk, office.commission, "performance", sharing(office))
    plan(office, 3)
    with pytest.raises(Problems) as e:
        sittings.accept(office.desk, office.commission.id, "performance", 0, found, Why("ұсыныс"))
    assert e.value.problems and office.store.count("sittings", {}) == 1


def test_a_proposal_goes_round_what_stands_and_says_who_is_left(office: Office) -> None:
    plan(office, 0, starts="09:00")
    found = reading.proposal(
        office.desk, office.commission, "performance", sharing(office, last=DAY, closes="11:00", minutes=40)
    )
    assert [[p.starts for p in s.places] for s in found.sittings] == [[585]] and len(found.left) == 2
    with pytest.raises(Problems) as e:
        reading.proposal(office.desk, office.commission, "performance",
                         sharing(office, first=date(2027, 8, 1), last=date(2027, 8, 2)))  # fmt: skip
    assert keys(e) == [("first", "sittings.no_days")]
    with pytest.raises(RuleBroken, match="nothing_proposed"):
        sittings.accept(office.desk, office.commission.id, "performance", 0, type(found)(), Why("ұсыныс"))


# scope ---------------------------------------------------------------------------------------------------------------


def test_the_scope_holds_for_every_act(office: Office) -> None:
    made = plan(office, 0)
    mine = at(office.store, Role.registrar, faculty=office.of.faculty.id)
    strange = at(office.store, Role.registrar, faculty="other")
    assert sittings.arrange(mine, made.id, made.revision, [office.them[1].id], Why("рет")).slots
    made = office.store.load(Sitting, made.id)
    acts = [
        lambda d: plan(office, 2, desk=d, day=DAY + timedelta(1)),
        lambda d: sittings.change(d, made.id, made.revision, {"starts": "12:00"}, Why("т")),
        lambda d: sittings.arrange(d, made.id, made.revision, [office.them[2].id], Why("т")),
        lambda d: sittings.publish(d, [made.id], Why("т")),
        lambda d: sittings.cancel(d, made.id, made.revision, Why("т")),
    ]
    for desk in (strange, at(office.store, Role.department, department=office.of.unit.id),
                 at(office.store, Role.teacher, teacher=office.of.teachers[0].id),
                 at(office.store, Role.auditor)):  # fmt: skip
        for act in acts:
            with pytest.raises(Forbidden):
                act(desk)
    assert office.store.count("sittings", {}) == 1


def test_a_draft_is_seen_by_who_plans_only(office: Office) -> None:
    made = plan(office, 0)
    member = at(office.store, Role.teacher, teacher=office.of.teachers[0].id)
    with pytest.raises(NotFound):
        reading.get(member, made.id)
    assert reading.board(member, YEAR).rooms == () and len(reading.board(office.desk, YEAR).rooms) == 1
    sittings.publish(office.desk, [made.id], Why("жариялау"))
    assert reading.get(member, made.id).status is SittingStatus.published
    assert reading.count(member, YEAR, "", {}) == 1
    with pytest.raises(OfficeError):
        reading.get(at(office.store, Role.teacher, teacher="other"), made.id)
    sums = reading.sums(office.desk, YEAR)
    assert (sums.states, sums.placed, sums.waiting) == ({"published": 1}, 1, 3)


# papers --------------------------------------------------------------------------------------------------------------


def pages(data: bytes) -> list[str]:
    found = pypdfium2.PdfDocument(data)
    return [found[n].get_textpage().get_text_range() for n in range(len(found))]


def test_the_programme_for_the_hall_names_performer_class_works_and_who_plays(office: Office) -> None:
    player = put(office.desk, Person(number="K1", name=Name(last="Концертмейстеров", first="К")))
    works = [Work(composer="Н. Тілендиев", title="«Аққу»", minutes=Decimal(6)), Work(title="Халық күйі")]
    edit(office, Candidacy, office.them[0].id, presented=Presented(
        works=works, accompanist=player.ref(), supervisor=office.of.teachers[0].ref(), partners="Жақсыбеков А.",
    ))  # fmt: skip
    one, two = plan(office, 0, 1), plan(office, 2, day=DAY + timedelta(1))
    said = pages(paper.hall(office.desk, [one, two], "kk"))
    first = " ".join(said[0].split())
    for word in ("Жеке бағдарлама", "7 маусым 2027", "Үлкен зал", "10:00", "10:50", "Студент00 А", "доцент Оқытушы0",
                 "Н. Тілендиев", "«Аққу»", "6 мин", "Халық күйі", "Концертмейстер – Концертмейстеров К",
                 "Ансамбльде: Жақсыбеков А.", "Сыртқыбаев Ә. Б. – төраға", "ЖОБА"):  # fmt: skip
        assert word in first, word
    assert "8 маусым 2027" in said[1] and "Студент02 А" in said[1] and "Студент00" not in said[1]
    sittings.publish(office.desk, [one.id], Why("жариялау"))
    russian = pages(paper.hall(office.desk, [office.store.load(Sitting, one.id)], "ru"))[0]
    assert "Класс: доцент" in russian and "июня 2027" in russian and "ЧЕРНОВИК" not in russian
    bare = plan(office, starts="16:00")
    with pytest.raises(RuleBroken, match="nobody"):
        paper.hall(office.desk, [bare], "kk")
    assert office.store.count("looks", {"kind": "sittings", "did": "print"}) == 3


def test_the_timetable_of_a_commission_as_pdf_and_as_a_workbook(office: Office) -> None:
    one, two = plan(office, 0, 1), plan(office, day=DAY + timedelta(1))
    text = " ".join(pages(paper.timetable(office.desk, office.commission, [one, two], "ru"))[0].split())
    for word in ("Комиссия отырыстарының кестесі / Расписание заседаний комиссии", "07.06.2027",
                 "Дүйсенбі / Понедельник", "10:50", "Студент01 А", "Сыртқыбаев Ә. Б.", "Жоба"):  # fmt: skip
        assert word in text or word.lower() in text.lower(), word
    book = zipfile.ZipFile(io.BytesIO(paper.xlsx(office.desk, [one, two], "kk")))
    cells = " ".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    for word in (
        "Студент00 А",
        "Студент01 А",
        "10:50",
        "11:35",
        "ОР-23-1",
        "Үлкен зал",
        t("sittings.head.group", "kk"),
    ):
        assert word in cells, word
    with pytest.raises(RuleBroken, match="none"):
        paper.timetable(office.desk, office.commission, [], "kk")
