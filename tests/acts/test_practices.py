"""Practices (clause 33-3): placed by contract, ordered, marked, let onto the sheet, told of by days left."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import files, orders, practices, rulebooks, sheets, sources, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.practices import acts, bases, marking, ordering, paper, placing, reading
from core.practices.reminding import remind
from core.practices.rules import Ordered
from core.scheduler.table import TABLE
from core.sources import Question, Span
from schemas.base import Id
from schemas.condition import Asked
from schemas.grade_sheet import GradeSheet
from schemas.practice import Placement, PracticeState
from schemas.words import Role
from tests.acts.practice_kit import Away, away, base, contract
from tests.acts.sample_files import pdf
from tests.acts.test_diploma_content import text_of
from tests.acts.test_sheet_family import typed
from tests.conftest import actor

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def out(store: Store) -> Away:
    return away(store)


def refusal(act: Any, *args: Any, **more: Any) -> list[tuple[str, str]]:
    """What an act refused: (field, key)."""
    with pytest.raises(Problems) as e:
        act(*args, **more)
    return [(p.field, p.key.partition(".")[2]) for p in e.value.problems]


def test_opening_takes_the_students_and_proposes_kind_days_and_hours(out: Away) -> None:
    term = out.of.of.autumn
    found = acts.proposed(out.desk.store, out.section, term)
    assert (found["kind"], found["starts"], found["ends"]) == ("teaching", term.starts, term.ends)
    assert found["hours"] == 60, "two credits of thirty hours"
    assert (out.practice.count, out.practice.placed, len(out.seen.students)) == (3, 0, 3)
    assert {p.programme and p.programme.id for p in out.seen.students} == {out.of.of.programme.id}
    with pytest.raises(RuleBroken, match="open_already"):
        acts.open_(out.desk, out.section.id, {**found}, None, Why())
    assert reading.waiting(out.desk, out.of.of.year) == []
    gone = acts.cancel(out.desk, out.practice.id, out.practice.revision, Why("топ таратылды"))
    assert gone.status is PracticeState.cancelled
    assert [r["n"] for r in reading.waiting(out.desk, out.of.of.year)] == [3]
    bad = {**found, "ends": term.starts - timedelta(1)}
    assert refusal(acts.open_, out.desk, out.section.id, bad, None, Why()) == [("ends", "field.ends_before_start")]
    assert refusal(acts.open_, out.desk, out.section.id, {**found, "kind": "none"}, None, Why()) == [
        ("kind", "field.missing")
    ]


def test_a_base_without_a_contract_or_over_its_places_is_refused_by_name(out: Away) -> None:
    bare = base(out.desk, "Опера театры")
    assert refusal(out.place, base=bare.ref()) == [("base", "no_contract")]
    with pytest.raises(Problems) as e:
        out.place(base=out.school.ref())
    assert [(p.field, p.key, p.values["places"], p.values["n"]) for p in e.value.problems] == [
        ("base", "practices.no_places", 2, 3)
    ]
    assert e.value.problems[0].values["base"].kk == "№ 5 музыка мектебі"
    assert out.seen.practice.placed == 0 and out.desk.store.count("placements", {"contract": None}) == 3
    assert out.place(0, 1, base=out.school.ref()).placed == 2
    kept = bases.get(out.desk, out.school.id)
    assert kept.contracts[0].used == {str(out.of.of.year): 2}
    assert out.place(2, base=out.hall.ref()).placed == 3, "a unit of the institution takes no contract"
    # A place is given back when its student goes elsewhere, and only with a reason.
    assert refusal(out.place, 0, base=out.hall.ref()) == [("reason", "reason_to_move")]
    out.place(0, base=out.hall.ref(), why="мектеп жөндеуде")
    assert bases.get(out.desk, out.school.id).contracts[0].used == {str(out.of.of.year): 1}
    moved = out.seen.students[0]
    assert [m.why for m in moved.moves] == ["мектеп жөндеуде"] and "№ 5 музыка мектебі" in moved.moves[0].was
    out.place(2, base=out.school.ref(), why="орын босады")


def test_a_contract_holds_for_its_days_and_programmes_alone(out: Away) -> None:
    day, other = out.of.today, base(out.desk, "Филармония")
    last = out.practice.ends
    other = contract(out.desk, other, day, last - timedelta(1), "short")
    assert refusal(out.place, base=other.ref()) == [("base", "no_contract_for")]
    foreign = out.of.of.programme.ref().model_copy(update={"id": "another"})
    other = contract(out.desk, other, day, last, "narrow", programmes=[foreign])
    assert refusal(out.place, base=other.ref()) == [("base", "no_contract_for")]
    assert refusal(contract, out.desk, other, day, last, "narrow") == [("number", "field.duplicate")]
    other = contract(out.desk, other, day, last, "good", programmes=[out.of.of.programme.ref()])
    out.place(base=other.ref())
    assert {p.contract and p.contract.label.kk for p in out.seen.students} == {"good"}
    other = bases.get(out.desk, other.id)
    good = next(c for c in other.contracts if c.number == "good")
    with pytest.raises(Problems):
        bases.break_off(out.desk, other.id, other.revision, good.id, day, Why())
    other = bases.break_off(out.desk, other.id, other.revision, good.id, day, Why("база жабылды"))
    assert [e.contract.number for e in bases.ending([other], day, 0)] == [], "another holds longer"
    with pytest.raises(RuleBroken, match="contract_over"):
        bases.break_off(out.desk, other.id, other.revision, good.id, day, Why("т"))
    out.place(0, base=out.hall.ref(), why="келісімшарт бұзылды")
    assert refusal(out.place, 0, base=other.ref(), why="т") == [("base", "no_contract_for")]


def test_a_base_of_ones_own_takes_an_application_and_a_kind_may_not_be_inside(out: Away) -> None:
    assert refusal(out.place, 0, own_place="Берлин операсы") == [
        ("application", "by_application"), ("applied_on", "by_application")
    ]  # fmt: skip
    out.place(0, own_place="Берлин операсы", application="7", applied_on=out.of.today)
    assert out.seen.students[0].place.own_place == "Берлин операсы" and out.seen.students[0].contract is None
    both = {"base": out.hall.ref(), "own_place": "Театр", "application": "7", "applied_on": out.of.today}
    assert refusal(out.place, 1, **both) == [("own_place", "one_place")]
    back = out.place(0, base=out.hall.ref(), why="қайтты")
    assert back.placed == 1 and out.seen.students[0].place.own_place == ""


def test_two_who_place_at_one_base_at_once_do_not_overrun_it(out: Away) -> None:
    ids = out.ids
    revision = out.seen.practice.revision
    values = {"base": out.school.ref()}
    placing.place(out.desk, out.practice.id, revision, ids[:2], values, Why())
    with pytest.raises(OfficeError):
        placing.place(out.desk, out.practice.id, revision, ids[2:], values, Why())
    assert out.seen.practice.placed == 2


def test_the_order_is_drafted_from_placements_and_a_change_needs_a_further_one(out: Away) -> None:
    with pytest.raises(RuleBroken, match="order_nobody"):
        ordering.draft(out.desk, out.practice.id, out.practice.starts, Why())
    out.place(0, 1, base=out.school.ref(), base_supervisor="Директор С. Үлгі")
    made = ordering.draft(out.desk, out.practice.id, out.of.today, Why())
    line = made.lines[0]
    assert line.values["fact/base"] == "№ 5 музыка мектебі (№ 12-п келісімшарт)"
    assert "базадан — Директор С. Үлгі" in line.values["fact/supervisor"] and len(made.lines) == 2
    assert made.values["fact/from_to"] and made.source == out.practice.id
    how = [out.seen.orders.by(p.study) for p in out.seen.students]
    assert how == [Ordered.draft, Ordered.draft, Ordered.none]
    with pytest.raises(RuleBroken, match="order_in_draft"):
        ordering.draft(out.desk, out.practice.id, out.of.today, Why())
    with pytest.raises(RuleBroken, match="order_stands"):
        acts.cancel(out.desk, out.practice.id, out.seen.practice.revision, Why("т"))
    signed = out.of.done(out.of.papers(made))
    assert [out.seen.orders.by(p.study) for p in out.seen.students][:2] == [Ordered.signed, Ordered.signed]
    assert out.seen.ordered == 2 and not out.seen.orders.late
    out.place(0, base=out.hall.ref(), why="ауысты")
    out.place(2, base=out.hall.ref())
    assert [out.seen.orders.by(p.study) for p in out.seen.students] == [Ordered.changed, Ordered.signed, Ordered.none]
    assert "order_changed" in {x.code for x in out.seen.lacks[out.ids[0]]}
    second = ordering.draft(out.desk, out.practice.id, out.of.today, Why())
    assert {x.study for x in second.lines} == {out.seen.students[0].study, out.seen.students[2].study}
    assert orders.kind_of(out.desk.store, second).people and signed.number


def hand(out: Away, id: Id, *papers: str) -> None:
    for what in papers:
        now = out.desk.store.one("placements", {"_id": id}) or {}
        values = {"what": what, "mark": "85"}
        marking.hand_in(out.desk, id, now["revision"], values, None, Why())


def test_only_who_has_what_the_kind_needs_comes_onto_the_sheet_and_its_mark_goes_into_the_record(out: Away) -> None:
    out.place(0, 1, base=out.school.ref())
    rulebooks.install(out.of.head, "kz-2022")
    with pytest.raises(RuleBroken, match="nobody_ready"):
        opened(out)
    hand(out, out.ids[0], "diary", "report", "reference", "verdict")
    hand(out, out.ids[1], "diary")
    event = {"day": out.of.today, "what": "5-сыныпта сабақ", "hours": "2", "part": "мұғалім"}
    marking.record(out.desk, out.practice.id, out.ids[:2], event, Why())
    assert out.seen.ready == 0, "four hours are asked, two are there"
    marking.record(out.desk, out.practice.id, out.ids[:1], event, Why())
    assert out.seen.ready == 1
    sheet = opened(out)
    assert len(sheet.lines) == 1 and sheet.lines[0].more["base"] == "№ 5 музыка мектебі (№ 12-п келісімшарт)"
    with pytest.raises(RuleBroken, match="nobody_ready"):
        sheets.add_late(out.desk, sheet.id, sheet.revision, Why("кеш"))
    hand(out, out.ids[1], "report", "reference", "verdict")
    marking.record(out.desk, out.practice.id, out.ids[1:2], event, Why())
    sheet = sheets.add_late(out.desk, sheet.id, sheet.revision, Why("кеш тапсырды"))
    assert len(sheet.lines) == 2
    with pytest.raises(RuleBroken, match="sheet_not_closed"):
        acts.close(out.desk, out.practice.id, out.seen.practice.revision, Why())
    typed(out.desk, sheet, {"score": "90"}, {"score": "75"})
    row = out.desk.store.one("students", {"_id": sheet.lines[0].student.id}) or {}
    assert [(r["final_grade"], r["letter"]) for r in row["studies"][0]["record"]] == [(90, "A-")]
    closed = acts.close(out.desk, out.practice.id, out.seen.practice.revision, Why())
    assert closed.status is PracticeState.closed and out.seen.missing == []
    for act in (
        lambda: hand(out, out.ids[0], "diary"), lambda: out.place(0, base=out.hall.ref(), why="т"),
        lambda: out.desk.transact("practice.edit", lambda tx: tx.save(_later(tx.get(Placement, out.ids[0]))), Why()),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=r"over|frozen"):
            act()


def _later(of: Placement) -> Placement:
    of.referral = "1"
    return of


def opened(out: Away) -> GradeSheet:
    teacher = out.of.of.teachers[0].ref()
    return sheets.open_sheet(out.desk, out.section.id, out.of.today, [teacher], Why(), kind="practice_sheet")


def test_papers_stay_beside_each_other_and_bad_ones_are_told(out: Away) -> None:
    id = out.ids[0]
    file = files.ready(out.desk, "күнделік.pdf", pdf("күнделік"))
    first = marking.hand_in(out.desk, id, 1, {"what": "diary", "mark": "70"}, file, Why())
    again = marking.hand_in(out.desk, id, first.revision, {"what": "diary", "mark": "80"}, None, Why())
    assert [h.mark for h in again.papers] == [70, 80] and again.papers[0].file
    ahead = {"what": "diary", "day": out.of.today + timedelta(1)}
    for values, field in ((ahead, "day"), ({"what": "verdict"}, "mark"), ({"what": "diary", "mark": "101"}, "mark"),
                          ({"mark": "5"}, "what")):  # fmt: skip
        with pytest.raises(Problems) as e:
            marking.hand_in(out.desk, id, again.revision, values, None, Why())
        assert [p.field for p in e.value.problems] == [field]
    rows = [{"placement": i, "what": "report", "mark": Decimal(60 + n)} for n, i in enumerate(out.ids)]
    marking.hand_in_many(out.desk, out.practice.id, rows, Why())
    assert [p.papers[-1].mark for p in out.seen.students] == [60, 61, 62]
    with pytest.raises(Problems):
        marking.hand_in_many(out.desk, out.practice.id, [{**rows[0], "mark": Decimal(-1)}, rows[1]], Why())
    assert len(out.seen.students[1].papers) == 1, "all or none"
    marking.record(out.desk, out.practice.id, [id], {"day": out.of.today, "what": "Концерт", "hours": "3"}, Why())
    kept = out.seen.students[0]
    assert kept.hours == 3
    kept = marking.strike(out.desk, id, kept.revision, kept.events[0].id, Why("болмаған"))
    assert kept.hours == 0 and kept.events[0].struck == "болмаған"
    with pytest.raises(RuleBroken, match="no_such_event"):
        marking.strike(out.desk, id, kept.revision, kept.events[0].id, Why("т"))


def test_a_department_places_and_a_supervisor_marks_his_own_alone(out: Away) -> None:
    store, home = out.desk.store, out.of.of
    mine = Desk(actor(Role.department, department=home.unit.id), store)
    other = Desk(actor(Role.department, department=home.other.id), store)
    out.place(desk=mine, base=out.hall.ref())
    with pytest.raises(Forbidden):
        out.place(0, desk=other, base=out.hall.ref())
    with pytest.raises(Forbidden):
        acts.close(mine, out.practice.id, out.seen.practice.revision, Why())
    teacher = Desk(actor(Role.teacher, teacher=home.teachers[0].id), store)
    stranger = Desk(actor(Role.teacher, teacher=home.teachers[1].id), store)
    row = out.seen.students[0]
    marking.hand_in(teacher, row.id, row.revision, {"what": "diary"}, None, Why())
    with pytest.raises(Forbidden):
        marking.hand_in(stranger, row.id, row.revision + 1, {"what": "diary"}, None, Why())
    assert len(reading.listed(teacher, home.year)) == 1 and reading.listed(stranger, home.year) == []
    auditor = Desk(actor(Role.auditor), store)
    assert len(reading.listed(auditor, home.year)) == 1
    with pytest.raises(Forbidden):
        bases.save(auditor, None, 0, {"name": {"kk": "Т"}}, Why())
    found = practices.of_department(auditor, home.unit.id, home.year)
    assert (found.practices, found.students, found.unplaced) == (1, 3, 0)
    assert practices.of_department(auditor, home.other.id, home.year).practices == 0


def test_the_list_follows_the_section(out: Away) -> None:
    out.place(base=out.hall.ref())
    with pytest.raises(RuleBroken, match="same_list"):
        acts.follow(out.desk, out.practice.id, out.seen.practice.revision, Why())
    late = out.of.of.pupil(9)

    def other(tx: Any) -> Any:
        kept = tx.get(type(out.section), out.section.id)
        member = kept.members[0].model_copy(
            update={"student": late.ref(), "study": late.studies[0].id, "number": late.number}
        )
        kept.members = [*kept.members[1:], member]
        return tx.save(kept)

    out.of.head.transact("section.edit", other, Why("т"))
    assert reading.joined(out.desk, out.seen) == (1, 1)
    kept = acts.follow(out.desk, out.practice.id, out.seen.practice.revision, Why())
    assert (kept.count, kept.placed, len(out.seen.students), len(out.seen.placements)) == (3, 2, 3, 4)


def test_what_is_due_is_asked_once_and_its_tasks_are_closed(out: Away) -> None:
    store, day = out.desk.store, out.practice.starts - timedelta(10)
    assert remind(store, day) == 2, "placing and the order are due in five days"
    assert remind(store, day) == 0
    chief = Desk(actor(Role.department, department=out.of.of.unit.id), store)
    assert [w.task.mark for w in tasks.mine(chief)] == ["placing"]
    out.place(base=out.hall.ref())
    programme = files.ready(out.desk, "бағдарлама.pdf", pdf("бағдарлама"))
    acts.change(out.desk, out.practice.id, out.seen.practice.revision, {}, programme, Why())
    remind(store, day)
    assert tasks.mine(chief) == []
    remind(store, out.school.contracts[0].ends - timedelta(20))
    told = store.rows("tasks", {"subject.id": out.school.id})
    assert [t["to_role"] for t in told] == ["senior_registrar"]
    assert "practices" in TABLE


def test_figures_and_questions_tell_the_same(out: Away) -> None:
    out.place(0, 1, base=out.school.ref())
    found = reading.listed(out.desk, out.of.of.year)
    assert [(n.kk, many, of) for n, many, of in reading.by_base(found)] == [("№ 5 музыка мектебі", 2, 1)]
    first = out.of.of.autumn.starts
    assert first
    rows = reading.by_department(found, out.practice.ends + timedelta(60))
    assert [(n.kk, s.placed, s.unplaced, s.late_orders) for n, s in rows] == [("Домбыра кафедрасы", 2, 1, 0)]
    assert rows[0][1].late > 5 and reading.loads(out.desk, out.of.of.year) == {out.of.of.teachers[0].id: 2}
    span = Span(first, first + timedelta(90), out.of.today, terms=((out.of.of.autumn.id, out.of.of.autumn.code),))
    (answer,) = sources.answered(out.desk, Question(Asked.practices, when="@term"), span)
    assert answer.n == 3
    cut = sources.answered(out.desk, Question(Asked.practices), span, ["place.base"])
    assert {a.cut[0]: a.n for a in cut} == {out.school.id: 2, None: 1}


def test_papers_say_where_each_goes_and_by_which_contract(out: Away) -> None:
    with pytest.raises(RuleBroken, match="nobody_placed"):
        paper.placements(out.desk, out.practice.id, "kk")
    out.place(0, 1, base=out.school.ref())
    out.place(2, base=out.hall.ref())
    with pytest.raises(RuleBroken, match="referral_none"):
        paper.referrals(out.desk, out.practice.id, out.ids, "kk")
    paper.refer(out.desk, out.practice.id, out.seen.practice.revision, out.ids, Why())
    numbers = [p.referral for p in out.seen.students]
    assert numbers == [f"{out.of.today.year}-0001", f"{out.of.today.year}-0002", ""], "inside nobody needs one"
    said = text_of(paper.placements(out.desk, out.practice.id, "kk"))
    assert all(x in said for x in ("№ 5 музыка мектебі", "Студент00", "Студенттік концерт залы"))
    for lang, words in (("kk", "№ 12-п келісімшарт"), ("ru", "договор о практике № 12-п")):
        said = text_of(paper.referrals(out.desk, out.practice.id, out.ids, lang))  # type: ignore[arg-type]
        assert words in said and numbers[0] in said and numbers[1] in said
    out.place(0, base=out.hall.ref(), why="ауысты")
    assert out.seen.students[0].referral == "", "it named another place"
    with pytest.raises(RuleBroken, match="referral_nobody"):
        paper.refer(out.desk, out.practice.id, out.seen.practice.revision, out.ids, Why())


def test_a_base_is_changed_by_its_card_and_its_contracts_stay(out: Away) -> None:
    kept = bases.save(out.desk, out.school.id, out.school.revision, {"phone": "+7", "active": False}, Why())
    assert len(kept.contracts) == 1 and [b.id for b in bases.listed(out.desk)] == [out.hall.id]
    assert refusal(out.place, 0, base=out.school.ref()) == [("base", "base_closed")]
