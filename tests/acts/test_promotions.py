"""A promotion is reckoned from the records, decided, approved by another, obeyed by the passage into the new year."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest

from core import kinds, rollover
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.migrations import migrate
from core.orders import reading as reading_of_orders
from core.promotions import acts, decided, orders, papers, reading
from core.tx import Tx
from schemas import events as ev
from schemas.base import Ref, Text, new_id
from schemas.kinds import Kind, PromotionRules, Sort, StudyRules
from schemas.promotion import Promotion, PromotionGround, PromotionState, Verdict
from schemas.reference import Office
from schemas.rollover import Turn
from schemas.student import Result, Student
from schemas.words import Funding, ResultState, Role
from tests.acts.class_kit import House, curriculum, house
from tests.acts.job_kit import ended, worker
from tests.acts.test_rollover import TODAY, YEAR, begun, edit, job, year_of
from tests.conftest import actor
from tests.once import once

POINTS = {"A": "4", "B": "3", "C": "2", "FX": "0.5", "F": "0"}


def why() -> Why:
    return Why("сынақ")


def give(desk: Desk, of: Student, code: str, letter: str, on: date = date(YEAR - 1, 12, 20)) -> None:
    """A result of the year that ends."""
    passed = letter not in ("FX", "F")
    result = Result(
        id=new_id(), discipline=Ref(id=code, label=Text(kk=code)), code=code, term=f"{YEAR - 1}-1", credits=Decimal(5),
        letter=letter, points=Decimal(POINTS[letter]), state=ResultState.passed if passed else ResultState.failed,
        earned=Decimal(5 if passed else 0), gpa=True, rules="r", on=on,
    )  # fmt: skip

    def work(tx: Tx) -> Student:
        study = tx.student(of.id)["studies"][0]["id"]
        tx.append(of.id, ev.ResultRecorded, on, study=study, result=result)
        return tx.student_document(of.id)

    desk.transact("student.recognise", work, Why("сынақ"), right="student.edit")


@once
def school(desk: Desk) -> House:
    """Seven of the second year, each with a fate, and one of the last year: 0 promoted, 1 with a debt, 2 below, 3 below
    on a grant, 4 failed thrice, 5 without results, 6 of the last year."""
    of = house(desk, YEAR)
    for intake in (YEAR - 2, YEAR - 4):
        curriculum(of, intake)
    for n in range(6):
        of.pupil(n, year=2, admitted_on=date(YEAR - 2, 8, 25), funding=Funding.grant if n in (0, 3) else Funding.paid)
    of.pupil(6, year=4, admitted_on=date(YEAR - 4, 8, 25))
    marks = {0: ["A", "B"], 1: ["A", "A", "F"], 2: ["C", "F"], 3: ["C", "F"], 4: ["A"]}
    for n, letters in marks.items():
        for k, letter in enumerate(letters):
            give(desk, of.pupils[n], f"D{k}", letter)
    for n in range(3):
        give(desk, of.pupils[4], "SOL", "FX", date(YEAR - 1, 12, 20 + n))
    return of


@pytest.fixture
def desk(shipped: Store) -> Desk:
    return worker(shipped, Role.head)


@pytest.fixture
def second(shipped: Store) -> Desk:
    return worker(shipped, Role.senior_registrar)


def made(desk: Desk, of: House) -> Promotion:
    return acts.make(desk, YEAR, of.faculty.id, why())


def by(doc: Promotion) -> dict[str, Verdict | None]:
    return {r.study: r.computed for r in doc.rows}


def whole(desk: Desk, doc: Promotion) -> Promotion:
    """Everybody decided: as computed, and st-5, who has no results, by hand."""
    doc = acts.accept(desk, doc.id, doc.revision, [r.study for r in doc.rows], why())
    return acts.decide(desk, doc.id, doc.revision, {"st-5": Verdict.repeat}, Why("нәтижесі жоқ"))


def test_everybody_is_reckoned_with_a_reason(desk: Desk) -> None:
    doc = made(desk, school(desk))
    assert by(doc) == {
        "st-0": Verdict.promoted, "st-1": Verdict.with_debts, "st-2": Verdict.repeat, "st-3": Verdict.repeat,
        "st-4": Verdict.expel, "st-5": None,
    }  # fmt: skip
    rows = {r.study: r for r in doc.rows}
    assert rows["st-0"].gpa == Decimal("3.5") and rows["st-0"].threshold == Decimal("2.00")
    assert rows["st-2"].grounds == [PromotionGround.below, PromotionGround.debts] and len(rows["st-2"].owed) == 1
    assert rows["st-4"].owed[0].fails == 3 and rows["st-5"].grounds == [PromotionGround.no_gpa]
    assert reading.reckon(desk, YEAR, doc.faculty.id if doc.faculty else None).others[Turn.final] == 1
    with pytest.raises(RuleBroken, match="draft_is_there"):
        acts.make(desk, YEAR, doc.faculty.id if doc.faculty else None, Why("тағы"))
    with pytest.raises(RuleBroken, match="nobody"):
        acts.make(desk, YEAR, None, why())


def test_the_office_decides_and_says_why_it_differs(desk: Desk) -> None:
    doc = made(desk, school(desk))
    with pytest.raises(RuleBroken, match="nothing_chosen"):
        acts.decide(desk, doc.id, doc.revision, {}, why())
    with pytest.raises(Problems):
        acts.decide(desk, doc.id, doc.revision, {"st-2": Verdict.with_debts}, Why())
    one = acts.decide(desk, doc.id, doc.revision, {"st-0": Verdict.promoted}, Why())
    with pytest.raises(StaleRevision):
        acts.decide(desk, doc.id, doc.revision, {"st-1": Verdict.with_debts}, Why())
    two = acts.decide(desk, doc.id, one.revision, {"st-2": Verdict.with_debts, "st-3": Verdict.repeat}, Why("кеңес"))
    rows = {r.study: r for r in two.rows}
    assert rows["st-2"].note == "кеңес" and rows["st-2"].differs and rows["st-3"].note == ""
    assert rows["st-2"].by and rows["st-2"].by.id == desk.actor.id and two.loses_grant(rows["st-3"])
    back = acts.decide(desk, doc.id, two.revision, {"st-2": None}, Why())
    row = next(r for r in back.rows if r.study == "st-2")
    assert (row.decided, row.by, row.note) == (None, None, "")
    taken = acts.accept(desk, doc.id, back.revision, [r.study for r in back.rows], Why())
    assert {r.study for r in taken.rows if r.decided is None} == {"st-5"}


def test_a_refreshed_draft_keeps_what_stays_true_and_asks_again_what_does_not(desk: Desk) -> None:
    of = school(desk)
    doc = whole(desk, made(desk, of))
    give(desk, of.pupils[2], "D9", "A")
    edit(desk, of.pupils[1], TODAY, status="academic_leave")
    doc = acts.refresh(desk, doc.id, doc.revision, why())
    rows = {r.study: r for r in doc.rows}
    assert "st-1" not in rows and rows["st-2"].computed is Verdict.with_debts and rows["st-2"].decided is None
    assert rows["st-3"].decided is Verdict.repeat and rows["st-3"].by


def test_it_is_approved_by_another_and_only_when_whole_and_true(desk: Desk, second: Desk) -> None:
    of = school(desk)
    doc = made(desk, of)
    with pytest.raises(RuleBroken, match="undecided_left"):
        acts.approve(second, doc.id, doc.revision, why())
    doc = whole(desk, doc)
    with pytest.raises(RuleBroken, match="same_person"):
        acts.approve(desk, doc.id, doc.revision, why())
    with pytest.raises(Forbidden):
        acts.approve(Desk(actor(Role.registrar, faculty=of.faculty.id), desk.store), doc.id, doc.revision, why())
    give(desk, of.pupils[0], "D8", "B")
    with pytest.raises(RuleBroken, match="changed_since"):
        acts.approve(second, doc.id, doc.revision, why())
    doc = acts.refresh(desk, doc.id, doc.revision, why())
    doc = acts.accept(desk, doc.id, doc.revision, ["st-0"], why())
    doc = acts.approve(second, doc.id, doc.revision, why())
    assert doc.state is PromotionState.approved and doc.approved_by and doc.approved_by.id == second.actor.id
    for act in (acts.refresh, acts.approve):
        with pytest.raises(RuleBroken, match="approved_already"):
            act(second, doc.id, doc.revision, why())
    with pytest.raises(RuleBroken, match="approved_already"):
        acts.decide(desk, doc.id, doc.revision, {"st-0": Verdict.repeat}, why())


def test_a_further_version_replaces_the_approved_one(desk: Desk, second: Desk) -> None:
    of = school(desk)
    doc = whole(desk, made(desk, of))
    first = acts.approve(second, doc.id, doc.revision, why())
    with pytest.raises(Problems):
        acts.make(desk, YEAR, of.faculty.id, Why())
    new = acts.make(desk, YEAR, of.faculty.id, Why("апелляция"))
    assert new.version == 2 and decided.decisions(desk.store, YEAR)["st-2"] is Verdict.repeat
    new = acts.accept(desk, new.id, new.revision, [r.study for r in new.rows], why())
    new = acts.decide(desk, new.id, new.revision, {"st-5": Verdict.repeat, "st-2": Verdict.with_debts}, Why("кеңес"))
    acts.approve(second, new.id, new.revision, why())
    assert desk.store.load(Promotion, first.id).state is PromotionState.replaced
    assert decided.decisions(desk.store, YEAR)["st-2"] is Verdict.with_debts


def test_a_registrar_makes_that_of_his_faculty_and_no_other(desk: Desk) -> None:
    of = school(desk)
    mine = Desk(actor(Role.registrar, faculty=of.faculty.id), desk.store)
    other = Desk(actor(Role.registrar, faculty="other"), desk.store)
    doc = acts.make(mine, YEAR, of.faculty.id, why())
    assert [r["_id"] for r in reading.listed(mine, YEAR)] == [doc.id] and reading.listed(other, YEAR) == []
    with pytest.raises(Forbidden):
        acts.refresh(other, doc.id, doc.revision, why())
    assert reading.faculties(other) == [] and [f.id for f in reading.faculties(mine)] == [of.faculty.id]


def test_the_rules_are_those_of_the_year(desk: Desk) -> None:
    of = school(desk)
    values = {
        "effective": TODAY, "body.since": YEAR, "body.model": "no_debts",
        "body.thresholds": [{"course": 2, "gpa": Decimal(1)}], "body.clear_by": "20.08",
        "body.gpa": "cumulative", "body.grant_lost": False, "body.decision": "7", "body.decision_day": TODAY,
    }  # fmt: skip
    kinds.save(desk, Sort.promotion_rules, "main", 1, values, Why("кеңес шешімі"))
    now = reading.rules_for(desk.store, YEAR, TODAY)
    assert now.version == 2 and reading.rules_for(desk.store, YEAR - 1, TODAY).version == 1
    doc = made(desk, of)
    assert by(doc)["st-1"] is Verdict.repeat, "no promotion with any debt"
    assert by(doc)["st-4"] is Verdict.expel and (doc.decision, doc.grant_lost) == ("7", False)
    assert now.as_body(PromotionRules).threshold(2) == 1


def test_the_fails_that_end_a_study_stand_in_the_rules_of_study_alone(desk: Desk) -> None:
    of = school(desk)
    assert by(made(desk, of))["st-4"] is Verdict.expel, "three fails in one discipline (domain.md 1.4)"
    values = {"body.third_fail": 4}
    kinds.save(desk, Sort.study_rules, "main", 1, values, Why("кеңес шешімі"))
    found = reading.reckon(desk, YEAR, of.faculty.id)
    assert {r.study: r.computed for r in found.rows}["st-4"] is Verdict.with_debts
    assert "third_fail" not in PromotionRules.model_fields


def test_a_base_that_said_it_twice_keeps_the_number_of_the_council(shipped: Store, tampered: None) -> None:
    """In every version, and the same again when it is begun anew after a crash."""
    up = import_module("core.migrations.0005_third_fail").up
    shipped.db.command("collMod", "kinds", validationLevel="off")  # as a migration finds the base
    for n, sort in ((5, "promotion_rules"), (2, "study_rules")):
        shipped.db.kinds.update_one({"sort": sort}, {"$set": {"body.third_fail": n}})
    named = up(shipped.db)
    assert named == up(shipped.db) and len(named) == 2
    rows = {r["sort"]: Kind.model_validate(r) for r in shipped.rows("kinds", {"_id": {"$in": [i for _, i in named]}})}
    assert rows["study_rules"].as_body(StudyRules).third_fail == 5 and {r.revision for r in rows.values()} == {2}
    assert rows["promotion_rules"].as_body(PromotionRules).since


def test_a_base_without_the_kinds_of_order_gets_the_shipped_ones_under_the_rules_it_had(shipped: Store) -> None:
    """The server still holds the rules of the old shape, which know no such field, when the migration runs."""
    names = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Офис"), "city": Text(kk="Алматы")}
    boss = Desk(actor(Role.head), shipped)
    boss.transact("office.edit", lambda tx: tx.add(Office(_id="office", **names)), Why("ашылды"))
    shipped.db.kinds.update_many({}, {"$unset": {"body.orders": "", "body.summer_order": "", "body.summer_fact": ""}})
    shipped.db.migrations.delete_one({"_id": "0006_order_kinds"})
    shipped.db.command({"collMod": "kinds", "validator": {"body.orders": {"$exists": False}}})
    assert "0006_order_kinds" in migrate(shipped)
    rules = shipped.one("kinds", {"sort": "promotion_rules"}) or {}
    assert {o["verdict"] for o in rules["body"]["orders"]} == {v.value for v in Verdict}
    assert (shipped.one("kinds", {"sort": "study_rules"}) or {})["body"]["summer_order"]
    rule = next(c for c in shipped.db.list_collections() if c["name"] == "kinds")["options"]
    assert rule["validationLevel"] == "strict" and "$jsonSchema" in rule["validator"]


def test_the_passage_into_the_year_obeys(desk: Desk, second: Desk, shipped: Store) -> None:
    of = school(desk)
    doc = whole(desk, made(desk, of))
    acts.approve(second, doc.id, doc.revision, why())
    counts = rollover.preview(desk, YEAR).counts
    assert (counts["moved"], counts["repeating"], counts["expelling"], counts["final"]) == (2, 3, 1, 1)
    assert sum(counts.values()) == 7
    assert rollover.proposed(desk, YEAR, Decimal(4), 0) == [] or all(
        c.study == "st-6" for c in rollover.proposed(desk, YEAR, Decimal(4), 0)
    )
    with pytest.raises(RuleBroken, match="promotion_decided"):
        rollover.decide(desk, YEAR, 0, {(of.pupils[2].id, "st-2"): Turn.repeating}, why())
    begun(desk)
    row = ended(shipped, job(shipped))
    assert row["state"] == "done", row["error"]
    assert [year_of(desk, s) for s in of.pupils] == [3, 3, 2, 2, 2, 2, 4]
    funding = [shipped.load(Student, s.id).studies[0].funding for s in of.pupils]
    assert funding[3] is Funding.paid and funding[0] is Funding.grant, "the grant is lost by repeating"
    assert shipped.one("study_plans", {"study": "st-4"}) is None, "who is to be expelled gets no plan"
    with pytest.raises(RuleBroken, match="nobody|passage_begun"):
        acts.make(desk, YEAR, of.faculty.id, Why("тағы"))


def test_what_takes_effect_later_does_not_count_yet(desk: Desk) -> None:
    of = school(desk)
    ahead = date(TODAY.year + 1, 12, 1)
    edit(desk, of.pupils[0], ahead, status="expelled")
    edit(desk, of.pupils[1], ahead, year=3)
    doc = made(desk, of)
    assert by(doc)["st-0"] is Verdict.promoted, "an order dated ahead: she still studies"
    assert next(r for r in doc.rows if r.study == "st-1").course == 2


def test_an_approved_promotion_becomes_drafts_of_the_kinds_its_setting_names(desk: Desk, second: Desk) -> None:
    of = school(desk)
    doc = whole(desk, made(desk, of))
    doc.rows[0].at = datetime(YEAR, 8, 20, 20, 30, tzinfo=UTC)  # after midnight by the office's clock
    with zipfile.ZipFile(io.BytesIO(papers.xlsx(desk, doc, "ru"))) as book:
        assert (
            f"<v>{(date(YEAR, 8, 21) - date(1899, 12, 30)).days}</v>" in book.read("xl/worksheets/sheet1.xml").decode()
        )
    assert papers.why_words(doc.rows[0], "ru").startswith("переводной балл набран (3,50 ≥ 2,00)")
    day = date(YEAR, 9, 1)
    with pytest.raises(RuleBroken, match="order_not_approved"):
        orders.draft(desk, doc, "promotion", day, why())
    doc = acts.approve(second, doc.id, doc.revision, why())
    found = {p.code: p for p in orders.planned(desk, doc)}
    assert set(found) == {"promotion", "repeat_year", "expulsion"}
    assert sum(len(p.rows) for p in found.values()) == len(doc.rows)
    repeat = orders.draft(desk, doc, "repeat_year", day, why())
    lost = {x.study: x.values.get("set/funding") for x in repeat.lines}
    assert lost["st-3"] == "paid" and lost["st-2"] is None, "the grant is lost by repeating"
    assert repeat.source == doc.id and all(x.note for x in repeat.lines)
    raised = of.pupils[0]
    edit(desk, raised, TODAY, year=3)
    found = {p.code: p for p in orders.planned(desk, doc)}
    assert [r.study for r in found["promotion"].moved] == ["st-0"], "nobody is raised twice"
    assert [r["_id"] for r in reading_of_orders.made_from(desk, doc.id)] == [repeat.id]
