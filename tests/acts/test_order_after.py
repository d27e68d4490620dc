"""After an order and around it (clause 20, domain.md 5.2): deadlines, days to the signing, seasons, days of effect,
what the difference fills in; who is killed half-way does nothing or everything once (complaints 36-39)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from core import differences, history, kinds, orders, tasks
from core.db import connection
from core.db.store import Store
from core.desk import Why
from core.errors import Problems, RuleBroken
from core.orders import after, days, reading
from core.orders.after_difference import takers
from core.orders.asks import kind_of
from core.orders.conditions import Case, broken
from core.papers.days import due
from core.scheduler.plans import carry_out_due
from schemas.base import Text
from schemas.kinds import LeaveGround
from schemas.kinds.after import After, EffectDay
from schemas.kinds.orders import Condition, Rule
from schemas.order import Order, OrderLine, OrderStatus
from schemas.task import Task, TaskState
from schemas.words import Funding, StudyStatus
from tests.acts import test_differences as differing
from tests.acts.certificate_kit import result
from tests.acts.order_kit import SIGNER, Staff, staff

ROOT = Path(__file__).parents[2]
MOVED = import_module("core.migrations.0013_orders_after")


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def leave(people: Staff, *pupils: object, until: int = 200, **each: object) -> Order:
    said = {"set/leave_ground": "illness", "set/leave_until": people.today + timedelta(until), **each}
    return people.draft("academic_leave", list(pupils), each=said)  # type: ignore[arg-type]


def test_what_is_due_after_an_order_becomes_a_task_and_its_lateness_is_seen(people: Staff) -> None:
    paid, grant = people.of.pupil(1, funding=Funding.paid), people.of.pupil(2, funding=Funding.grant)
    quiet = people.done(leave(people, paid))
    assert after.of_order(people.head, quiet) == [], "the copy for the funding body is of grant holders alone"
    order = people.done(leave(people, grant))
    (found,) = after.of_order(people.head, order)
    assert found.task.due == due(people.today, 3) and not found.overdue and found.task.by_hand
    assert order.number in found.task.what.kk and found.task.address == {"id": order.id}
    late = people.head.__class__(people.head.actor, people.store, lambda: people.head.clock() + timedelta(30))
    assert [d.overdue for d in after.of_order(late, order)] == [True]
    assert order.id in [x.task.subject.id for x in tasks.overdue(late) if x.task.subject]
    people.done(people.draft("cancellation", [grant], cancels=order.id, values={"fact/ground": "қате"}))
    assert people.store.load(Task, found.task.id).state is TaskState.cancelled
    plain = After.model_validate({"name": {"kk": "х"}, "days": 3, "working": False})
    assert after.last_day(plain, date(2026, 12, 11)) == date(2026, 12, 14)
    assert after.last_day(plain.model_copy(update={"working": True}), date(2026, 12, 11)) == date(2026, 12, 17)
    assert kind_of(people.store, order).after[0].funding is Funding.grant


def test_days_since_the_basis_are_measured_on_the_day_of_signing(people: Staff) -> None:
    order = people.agreed(leave(people, people.of.pupil(1)))
    assert "orders.broken.basis_days" not in {w.key for w in order.warnings}
    late = people.boss.__class__(people.boss.actor, people.store, lambda: people.boss.clock() + timedelta(20))
    day = people.today + timedelta(20)
    with pytest.raises(Problems) as e:
        orders.sign(late, order.id, order.revision, day, SIGNER, Why())
    assert {p.key for p in e.value.problems} == {"orders.warned_reason"}
    signed = orders.sign(late, order.id, order.revision, day, SIGNER, Why("ректор сапарда болды"))
    assert "orders.broken.basis_days" in {w.key for w in signed.warnings}


def case(people: Staff, effective: date, **values: object) -> Case:
    order = Order.model_construct(effective=effective, values=values, lines=[])
    line = OrderLine.model_construct(values={}, study="x")
    return Case(order, line, {}, people.today, None,
                grounds={"child": LeaveGround(least=0, most=36, age=3, born="child_born")})  # fmt: skip


def test_a_season_holds_several_spans_and_child_care_ends_with_the_childs_years(people: Staff) -> None:
    season = Condition(rule=Rule.season, days="01.06-25.08, 20.12-10.01")
    inside = {date(2026, 8, 25): True, date(2026, 8, 26): False, date(2027, 1, 10): True, date(2027, 1, 11): False,
              date(2026, 12, 31): True}  # fmt: skip
    assert {d: broken(season, case(people, d)) is None for d in inside} == inside
    with pytest.raises(ValueError):
        Condition(rule=Rule.season, days="01.06-25.08; 20.12")
    length, since = Condition(rule=Rule.leave_length), date(2026, 12, 1)
    child = {"set/leave_ground": "child", "fact/child_born": "2026-11-10"}
    assert broken(length, case(people, since, **child, **{"set/leave_until": "2029-11-10"})) is None
    found = broken(length, case(people, since, **child, **{"set/leave_until": "2029-11-11"}))
    assert found and found[0] == "orders.broken.leave_age" and found[1]["last"] == date(2029, 11, 10)
    bare = {"set/leave_ground": "child", "set/leave_until": "2029-12-02"}
    assert broken(length, case(people, since, **bare)), "without the birth date the months of the ground hold"


def test_a_kind_says_from_which_day_it_works(people: Staff) -> None:
    store, of = people.store, people.of
    known = days.firsts(store, EffectDay.term)
    assert of.autumn.starts in known and days.firsts(store, EffectDay.typed) == []
    assert days.firsts(store, EffectDay.year) == [of.autumn.starts]
    assert days.proposed(store, EffectDay.signed, people.today) == people.today
    assert days.proposed(store, EffectDay.typed, people.today) is None
    yesterday = people.today - timedelta(1)
    for code, day in (("group_change", "signed"), ("teacher_change", "term")):
        values = {"body.takes_effect": day, "effective": yesterday}
        kinds.save(people.head, "order", code, 1, values, Why("ереже"))
    order = people.draft("group_change", [of.pupil(1)], people.today - timedelta(9), each={"set/group": "Б"})
    assert people.done(order).effective == people.today, "from the signing, whatever the draft said"
    said = {"set/teacher": of.teachers[1].ref()}
    order = people.draft("teacher_change", [of.pupil(2)], people.today - timedelta(3), each=said)
    checked = orders.check(people.author, order.id, order.revision, Why("рұқсат"))
    assert "orders.effect_day" in {w.key for w in checked.warnings}


def test_enrolment_asks_where_and_how_one_studies_unless_the_card_says_it(people: Staff) -> None:
    new = people.of.pupil(1, status=StudyStatus.applicant, form="full_time", funding="paid")
    order = people.draft("enrolment", [new], each={"fact/ground": "12", "fact/education": "аттестат"})
    with pytest.raises(Problems) as e:
        orders.check(people.author, order.id, order.revision, Why("х"))
    assert [(p.field, p.key) for p in e.value.problems] == [("set/language", "orders.line_not_filled")]


def test_everybody_who_stops_an_order_is_named(people: Staff) -> None:
    many = [people.of.pupil(n) for n in range(1, 8)]
    order = people.agreed(people.draft("expulsion", many, each={"fact/reason": "fee"}))
    people.done(people.draft("expulsion", many[:6], people.today - timedelta(2), each={"fact/reason": "fee"}))
    with pytest.raises(RuleBroken, match="unfit"):
        orders.sign(people.boss, order.id, order.revision, people.today, SIGNER, Why())
    found = reading.unfit(people.head, order, kind_of(people.store, order))
    assert {f.study for f in found} == {p.studies[0].id for p in many[:6]}


def test_an_approved_difference_leads_to_a_draft_that_is_filled_in(shipped: Store) -> None:
    base = differing.school(shipped)
    differing.first_year(base)
    student, study = base.pairs[0]
    base.status(0, StudyStatus.expelled)
    doc = differing.decided(base, differing.made(base))
    assert takers(base.head, doc) == {}, "nothing is approved yet"
    doc = differing.approved(base, doc)
    assert next(iter(takers(base.head, doc))) == "reinstatement"
    made = orders.draft(base.head, "reinstatement", base.head.today(), [(student, study)], Why())
    told = differences.summary(base.head, student, study)
    assert told and told.until and made.lines[0].values["fact/clear_by"] == told.until.isoformat()
    assert made.lines[0].values["set/year"] == doc.course


# killed half-way -------------------------------------------------------------------------------------------------


def killed(store: Store, step: str) -> None:
    """Another process carries out what is due and is killed."""
    env = {**os.environ, **connection.environment(store)}
    command = [sys.executable, "-m", "tests.acts.orders_killed", step]
    assert subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == -signal.SIGKILL
    store.let_go()


def statuses(people: Staff) -> set[str]:
    return {s["status"] for r in people.store.rows("students", {}, {"studies.status": 1}) for s in r["studies"]}


def test_an_order_of_many_killed_half_way_moves_nobody_then_everybody_once(people: Staff) -> None:
    from tests.acts.orders_killed import HALF, crowd

    crowd(people)
    clock = people.author.clock
    order = people.store.load(Order, (people.store.one("orders", {"kind": "expulsion"}) or {})["_id"])
    assert order.count == 2 * HALF and order.status is OrderStatus.signed
    killed(people.store, "half")
    assert statuses(people) == {"active"}, "nothing half-applied"
    assert people.store.load(Order, order.id).status is OrderStatus.signed
    assert carry_out_due(people.store, lambda: clock() + timedelta(41)) == 1
    assert statuses(people) == {"expelled"}
    assert carry_out_due(people.store, lambda: clock() + timedelta(42)) == 0
    rows = people.store.rows("students", {}, {"events.type": 1})
    assert {sum(e["type"] == "order_applied" for e in r["events"]) for r in rows} == {1}


def test_a_planned_order_killed_at_its_hour_is_done_once(people: Staff) -> None:
    clock = people.author.clock
    for n, step in enumerate(("sealed", "after")):
        a = people.of.pupil(n)
        people.done(people.draft("expulsion", [a], people.today + timedelta(40), each={"fact/reason": "fee"}))
        killed(people.store, step)
        carry_out_due(people.store, lambda: clock() + timedelta(41))
        events = history.parse(people.now(a).events)
        assert [e.type for e in events].count("order_applied") == 1, step
        assert people.now(a).studies[0].status is StudyStatus.expelled


def test_a_back_dated_order_over_later_results_and_typed_marks_erases_nothing(people: Staff) -> None:
    """Complaints 36-39: what was earned and what is being typed stays, whatever day an order has."""
    store = people.store
    a = people.of.pupil(1, admitted_on=people.today - timedelta(400))
    student, study = people.pair(a)

    result(people, a, "SPEC", Text(kk="Мамандық", ru="Специальность", en="Principal"))
    typed = {"_id": f"sheet|{people.author.actor.id}", "user": people.author.actor.id, "name": "О", "sheet": "s1",
             "at": people.author.now(), "rows": {study: {"now": {"exam": "88"}}}}  # fmt: skip
    store.db["drafts"].insert_one(dict(typed))
    before = (store.one("students", {"_id": student}) or {})["events"]
    record = people.now(a).studies[0].record
    order = people.done(people.draft("expulsion", [a], people.today - timedelta(60), each={"fact/reason": "fee"}))
    now = store.one("students", {"_id": student}) or {}
    assert now["events"][: len(before)] == before, "no event of before is touched"
    assert people.now(a).studies[0].record == record and record, "results stand on the card of who left, too"
    assert (store.one("drafts", {"_id": typed["_id"]}) or {})["rows"] == typed["rows"], "typed marks stay"
    assert order.status is OrderStatus.applied


def test_a_shipped_kind_of_an_earlier_base_moves_and_a_changed_one_stays(shipped: Store, tampered: None) -> None:
    shipped.db.command("collMod", "kinds", validationLevel="off")  # as a migration finds the base
    new = {c: (shipped.one("kinds", {"sort": "order", "code": c}) or {})["body"] for c in ("transfer_out", "promotion")}
    old = {k: v for k, v in new["transfer_out"].items() if k not in ("after", "takes_effect")}
    shipped.db.kinds.update_one({"sort": "order", "code": "transfer_out"}, {"$set": {"body": old}})
    mine = new["promotion"] | {"effects": [new["promotion"]["effects"][0]], "days": 5}
    shipped.db.kinds.update_one({"sort": "order", "code": "promotion"}, {"$set": {"body": mine}})
    named = MOVED.up(shipped.db)
    assert named == MOVED.up(shipped.db) and len(named) == len(MOVED.WAS) - 1, "begun anew it names the same"
    assert (shipped.one("kinds", {"sort": "order", "code": "transfer_out"}) or {})["body"] == new["transfer_out"]
    assert (shipped.one("kinds", {"sort": "order", "code": "promotion"}) or {})["body"] == mine, "the office's own"
