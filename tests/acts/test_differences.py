"""The academic difference on a real database: compared, decided, approved by another, registered, cleared, replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core import differences, kinds, registration, rulebooks
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.differences import Choice, papers
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.orders.acts import draft_step
from core.orders.applying import apply_step
from core.orders.asks import kind_of
from core.orders.text.values import around, blocks
from core.registration import NotRegistered, overview
from core.scheduler.plans import carry_out_due
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.difference import Decision, Difference, DifferenceStatus, MatchedBy, Origin
from schemas.kinds import Sort
from schemas.order import Order, OrderStatus
from schemas.reference import Office
from schemas.rulebook import Grade, Rulebook
from schemas.student import Student, StudyProfile
from schemas.words import Component, CurriculumState, Cycle, LineState, PlanReason, ResultState, Role, StudyStatus
from tests.acts.registering import Base, office, who

pytestmark = pytest.mark.usefixtures("shipped")  # numbers and settings of the office
# A second year after a first: code, semester, credits, component, block.
SECOND = (("M1", 1, 8, Component.mandatory, ""), ("U1", 1, 8, Component.university, ""),
          ("E1", 1, 5, Component.elective, "A"), ("E2", 1, 5, Component.elective, "A"),
          ("M2", 2, 8, Component.mandatory, ""), ("U2", 2, 8, Component.university, ""),
          ("X1", 3, 5, Component.mandatory, ""), ("X2", 4, 5, Component.mandatory, ""))  # fmt: skip


def why(**more: Any) -> Why:
    return Why("сынақ", **more)


def protocol(number: str = "6") -> Why:
    return Why("комиссия шешімі", Basis(kind="хаттама", number=number, day=date(2026, 8, 31)))


def school(store: Store, course: int = 2) -> Base:
    """Students of the second year whose curriculum has two years; a plan of registration that asks little."""
    base = office(store, people=2, course=1)
    lines = [
        CurriculumLine(id=f"s-{code}", semester=n, discipline=base.disciplines[code].ref(), code=code, cycle=Cycle.base,
                       component=part, credits=Decimal(credits), block=block)
        for code, n, credits, part, block in SECOND
    ]  # fmt: skip
    assert base.programme is not None
    base.curriculum = base.put(Curriculum(
        programme=base.programme.ref(), intake=2025, state=CurriculumState.approved, semesters=4, lines=lines,
    ))  # fmt: skip
    for n in range(2):
        card(base, n, curriculum=plain(base.curriculum.ref()), year=course, admitted_on="2025-08-25")
    rulebooks.install(base.head, "kz-2022")
    return base


def card(base: Base, n: int, **values: Any) -> None:
    """What an order will do: a study changed."""
    student, study = base.pairs[n]
    was = base.study(n)
    found = [ev.Change(field=f"studies.{study}.{k}", was=was.get(k), now=v) for k, v in values.items()]

    def work(tx: Tx) -> Student:
        tx.student(student)
        tx.append(student, ev.ProfileEdited, None, changes=found)
        return tx.student_document(student)

    base.head.transact("student.edit", work, why())


def made(base: Base, n: int = 0, by: Desk | None = None, **more: Any) -> Difference:
    assert base.curriculum is not None
    student, study = base.pairs[n]
    values = {"ground": "reinstatement", "curriculum": plain(base.curriculum.ref()),
              "term": plain(base.terms["2026-1"].ref()), **more}  # fmt: skip
    return differences.make(by or base.head, student, study, values, why())


def first_year(base: Base, n: int = 0, *codes: str) -> None:
    for code in codes or ("M1", "E1", "M2", "U2"):
        base.result(n, code, "2025-1", ResultState.passed)


def decided(base: Base, doc: Difference) -> Difference:
    """Everything as proposed, handed in."""
    doc = differences.accept(base.head, doc.id, doc.revision, [x.id for x in doc.lines], why())
    return differences.settle(base.head, doc.id, doc.revision, why())


def approved(base: Base, doc: Difference, because: Why | None = None, **forced: str) -> Difference:
    return differences.approve(base.senior, doc.id, doc.revision, because or why(), forced)


def said(doc: Difference) -> dict[str, str]:
    return {x.code: x.proposed.value for x in doc.lines}


def wrong(error: Any) -> list[tuple[str, str]]:
    return [(p.field, p.key.rsplit(".", 1)[-1]) for p in error.value.problems]


def line(doc: Difference, code: str) -> Any:
    return next(x for x in doc.lines if x.code == code)


def test_a_record_is_compared_line_by_line_with_the_arithmetic(store: Store) -> None:
    base = school(store)
    first_year(base)
    doc = made(base)
    assert said(doc) == {"M1": "recognised", "U1": "difference", "E1": "recognised", "E2": "not_asked",
                         "M2": "recognised", "U2": "recognised", "X1": "not_asked", "X2": "not_asked"}  # fmt: skip
    assert doc.proposed_course == 2 and doc.status is DifferenceStatus.draft and doc.number
    first, second = doc.years
    assert (first.before, first.fits) == (0, True)
    assert (second.before, second.recognised, second.differs, second.missing, second.blocked) == (37, 29, 8, 1, [])
    match = line(doc, "M1").match
    assert (match.by, match.origin, match.letter, match.taken) == (MatchedBy.discipline, Origin.study, "B", 8)
    assert line(doc, "U1").deadline.label.kk == base.terms["2026-1"].label().kk
    assert doc.student_number == "26-0000" and doc.paid and [x.id for x in doc.lines if x.decision] == []


def test_decided_approved_by_another_and_registered_with_its_deadline(store: Store) -> None:
    base = school(store)
    first_year(base)
    doc = decided(base, made(base))
    assert doc.course == 2 and doc.status is DifferenceStatus.decided and doc.price == 18000 * 8
    with pytest.raises(RuleBroken, match=r"four_eyes\.same_person"):
        differences.approve(base.head, doc.id, doc.revision, why())
    doc = approved(base, doc)
    assert doc.status is DifferenceStatus.entered and not doc.waits
    plan = registration.plan_of(base.head, base.pairs[0][1], 2026)
    assert plan is not None
    mine = [x for x in plan.lines if x.reason is PlanReason.difference]
    assert [(x.code, x.state, x.term_code, x.note) for x in mine] == [
        ("U1", LineState.registered, "2026-1", doc.number)]  # fmt: skip
    assert [(e["code"], e["reason"]) for e in base.study()["enrolled"]] == [("U1", "difference")]
    assert [r["code"] for r in base.study()["record"]] == ["M1", "E1", "M2", "U2"], "what stands is not written twice"


def test_the_summary_for_an_order_and_the_list_follow_the_record(store: Store) -> None:
    base = school(store)
    first_year(base)
    student, study = base.pairs[0]
    assert differences.summary(base.head, student, study) is None
    doc = approved(base, decided(base, made(base)))
    told = differences.summary(base.head, student, study)
    assert told is not None and told.course == 2 and told.number == doc.number and told.recognised == 29
    assert [(x.code, x.credits, x.until, x.days) for x in told.open] == [("U1", 8, date(2027, 1, 20), 141)]
    assert told.until == date(2027, 1, 20) and told.paid and told.price == 144000
    assert [x.code for x in differences.uncleared(base.head)] == ["U1"]
    late = replace(base.head, clock=lambda: datetime.fromisoformat("2027-02-01T07:00:00+00:00"))
    assert [(x.days, x.overdue) for x in differences.uncleared(late)] == [(-12, True)]
    base.result(0, "U1", "2026-1", ResultState.passed)
    assert differences.uncleared(late) == []
    told = differences.summary(base.head, student, study)
    assert told is not None and told.open == () and told.lines[0].letter == "B"
    inside: list[Any] = []

    def work(tx: Tx) -> Student:
        inside.append(differences.summary(tx, student, study))
        tx.student(student)
        return tx.student_document(student)

    base.head.transact("student.edit", work, why())
    assert inside[0].number == doc.number


def test_a_reinstated_student_waits_for_his_order_and_is_registered_after_it(store: Store) -> None:
    base = school(store)
    first_year(base)
    base.status(0, StudyStatus.expelled)
    doc = approved(base, decided(base, made(base)))
    assert doc.status is DifferenceStatus.approved and doc.waits == "difference.waits_status"
    told = differences.summary(base.head, *base.pairs[0])
    assert told is not None and [x.code for x in told.open] == ["U1"], "the order needs it before it is carried out"
    with pytest.raises(RuleBroken, match=r"difference\.waits_status"):
        differences.enter(base.head, doc.id, doc.revision, why())
    card(base, 0, status="active", year=1)
    with pytest.raises(RuleBroken, match=r"difference\.waits_year"):
        differences.enter(base.head, doc.id, doc.revision, why())
    card(base, 0, year=2, group="ОР-25-2")
    doc = differences.enter(base.head, doc.id, doc.revision, why())
    assert doc.status is DifferenceStatus.entered and doc.group == "ОР-25-2" and doc.entered_at
    with pytest.raises(RuleBroken, match=r"difference\.not_approved"):
        differences.enter(base.head, doc.id, doc.revision, why())


def test_an_order_carried_out_registers_the_difference_that_waited_for_it(store: Store) -> None:
    base = school(store)
    first_year(base)
    base.status(0, StudyStatus.expelled)
    base.put(Office(_id="office", name=Text(kk="Консерватория"), office_name=Text(kk="Офис"), city=Text(kk="Алматы")))
    doc = approved(base, decided(base, made(base)))
    (student, study), today = base.pairs[0], base.head.today()
    each = {study: {"set/group": "ОР-25-2", "set/funding": "paid", "fact/contract": "7"}}
    told: list[str] = []

    def work(tx: Tx) -> Order:
        order = draft_step(tx, "reinstatement", today, [(student, study)], each=each)
        assert order.lines[0].values["set/year"] == 2, "the year that was decided"
        shown = blocks(around(tx.session, order, today), "{% table students: written, difference %}", "kk", "")[0]
        told.append(shown[0].rows[0][1])
        order.status, order.number, order.year, order.day = OrderStatus.signed, "1", today.year, today
        apply_step(tx, order, kind_of(tx.session, order))
        return order

    base.head.transact("order.sign", work, why())
    assert len(told) == 1 and told[0].startswith("Пән U1 (8 кредит")
    assert carry_out_due(store, base.head.clock) == 1
    now = differences.get(base.head, doc.id)
    assert now.status is DifferenceStatus.entered and now.group == "ОР-25-2"
    plans = store.rows("study_plans", {"study": study, "lines.reason": "difference"})
    assert [x["code"] for p in plans for x in p["lines"] if x["reason"] == "difference"] == ["U1"]


def abroad(base: Base) -> Rulebook:
    scale = [Grade(letter=x, points=Decimal(int(x) - 1)) for x in "543"]
    scale.append(Grade(letter="2", points=Decimal(0), state=ResultState.failed, earns=False))
    return base.put(Rulebook(_id="abroad@1", code="abroad", name=Text(kk="Бес балдық"), own=False,
                             effective=date(2020, 1, 1), scale=scale))  # fmt: skip


def brought(theirs: str, credits: str = "8", grade: str = "5", code: str = "", term: str = "2025-1") -> dict[str, str]:
    return {"theirs": theirs, "credits": credits, "grade": grade, "code": code, "term": term}


def elsewhere(base: Base, *rows: dict[str, str], **more: Any) -> Difference:
    scale = plain(abroad(base).ref())
    return made(base, ground="transfer_in", institution="Жайық академиясы", transcript="№ 88", scale=scale,
                brought=list(rows), **more)  # fmt: skip


def test_results_of_another_institution_are_proposed_by_code_and_title_and_recorded_with_source(store: Store) -> None:
    base = school(store)
    doc = elsewhere(base, brought("Дисциплина u1"), brought("Other", code="m1"), brought("Пән M2", "6"),
                    brought("Пән U2", grade="2"), brought("Пән E1", "5", grade=""))  # fmt: skip
    assert (line(doc, "U1").match.by, line(doc, "M1").match.by) == (MatchedBy.called, MatchedBy.code)
    assert line(doc, "M2").match is None, "the same title with too few credits is not proposed"
    assert line(doc, "U2").match is None, "not passed there"
    assert line(doc, "E1").match.origin is Origin.brought
    small = next(x.id for x in doc.brought if x.theirs == "Пән M2")
    doc = differences.decide(base.head, doc.id, doc.revision,
                             {"s-M2": Choice(Decision.recognised, small, note="комиссия")}, why())  # fmt: skip
    assert (line(doc, "M2").match.by, line(doc, "M2").match.taken) == (MatchedBy.hand, 6)
    doc = decided(base, doc)
    with pytest.raises(Problems) as bad:
        approved(base, doc, Why("негіздемесіз"))
    assert {f for f, _ in wrong(bad)} == {"basis.kind", "basis.number", "basis.day"}
    doc = approved(base, doc, protocol())
    record = {r["code"]: r for r in base.study()["record"]}
    assert set(record) == {"M1", "U1", "M2", "E1"}
    assert (record["U1"]["letter"], record["U1"]["points"], record["U1"]["rules"]) == ("5", 4, "abroad@1")
    assert record["M2"]["credits"] == 6 and "Жайық академиясы" in record["M1"]["source"]
    assert record["E1"]["letter"] == "P" and not record["E1"]["gpa"]
    assert doc.protocol.startswith("хаттама № 6") and line(doc, "U1").match.recorded == record["U1"]["id"]
    assert [x.code for x in doc.of(Decision.difference)] == ["U2"]


def test_a_result_of_this_study_under_another_discipline_stands_without_earning_twice(store: Store) -> None:
    base = school(store)
    first_year(base)
    base.result(0, "X9", "2025-2", ResultState.passed)
    was = base.study()["totals"]["credits"]
    doc = made(base)
    other = next(r["id"] for r in base.study()["record"] if r["code"] == "X9")
    doc = differences.decide(base.head, doc.id, doc.revision, {"s-U1": Choice(Decision.recognised, other)}, why())
    doc = approved(base, decided(base, doc), protocol())
    made_of = next(r for r in base.study()["record"] if r["code"] == "U1")
    assert (made_of["earned"], made_of["gpa"], made_of["letter"]) == (0, False, "B") and "X9" in made_of["source"]
    assert base.study()["totals"]["credits"] == was
    assert doc.status is DifferenceStatus.entered and doc.of(Decision.difference) == []


def test_one_result_is_not_used_beyond_its_credits(store: Store) -> None:
    base = school(store)
    base.result(0, "X9", "2025-1", ResultState.passed)  # 20 credits
    doc = made(base)
    big = next(r["id"] for r in base.study()["record"])
    take = Choice(Decision.recognised, big)
    with pytest.raises(Problems) as bad:
        differences.decide(base.head, doc.id, doc.revision, {"s-M1": take, "s-U1": take}, why())
    assert wrong(bad) == [("s-U1.result", "used_up")]
    version = kinds.versions(base.head, Sort.difference_rules, "main")[0]
    kinds.save(base.head, Sort.difference_rules, "main", version.version, {"body.reuse": True}, why())
    with pytest.raises(Problems) as bad:
        differences.decide(base.head, doc.id, doc.revision, {"s-M1": take, "s-U1": take, "s-M2": take}, why())
    assert wrong(bad) == [("s-M2.result", "used_up")], "8 and 8 of 20 leave 4"
    doc = differences.decide(base.head, doc.id, doc.revision, {"s-M1": take, "s-U1": take}, why())
    assert [x.code for x in doc.of(Decision.recognised)] == ["M1", "U1"]


def test_another_year_than_proposed_needs_its_reason_and_proposes_anew(store: Store) -> None:
    base = school(store)
    first_year(base)
    doc = made(base)
    with pytest.raises(Problems) as bad:
        differences.aim(base.head, doc.id, doc.revision, 1, " ", why())
    assert wrong(bad) == [("course_note", "reason_missing")]
    with pytest.raises(Problems):
        differences.aim(base.head, doc.id, doc.revision, 7, "негіздеме", why())
    doc = differences.aim(base.head, doc.id, doc.revision, 1, "өтініші бойынша", why())
    assert doc.course == 1 and said(doc)["U1"] == "not_asked" and doc.proposed_course == 2
    doc = differences.aim(base.head, doc.id, doc.revision, None, "", why())
    assert said(doc)["U1"] == "difference"


def test_bad_input_is_answered_and_nothing_is_done(store: Store) -> None:
    base = school(store)
    first_year(base)
    with pytest.raises(Problems) as bad:
        made(base, term=plain(base.terms["2026-3"].ref()))
    assert wrong(bad) == [("term", "term_kind")]
    with pytest.raises(Problems) as bad:
        made(base, ground="whim", curriculum=None)
    assert {f for f, _ in wrong(bad)} == {"ground", "curriculum"}
    with pytest.raises(Problems) as bad:
        made(base, brought=[brought("Ear training")])
    assert {f for f, _ in wrong(bad)} == {"institution", "transcript", "scale"}
    with pytest.raises(Problems) as bad:
        elsewhere(base, brought("Ear training", grade="11"))
    assert wrong(bad) == [("brought", "no_such_grade")]
    with pytest.raises(Problems):
        made(base, brought=[brought("Ear training", credits="-3")])
    with pytest.raises(RuleBroken, match=r"students\.no_such_study"):
        differences.make(base.head, base.pairs[0][0], "none", {}, why())
    doc = made(base)
    with pytest.raises(RuleBroken, match=r"difference\.open_already"):
        made(base)
    with pytest.raises(RuleBroken, match=r"difference\.undecided_left"):
        differences.settle(base.head, doc.id, doc.revision, why())
    with pytest.raises(RuleBroken, match=r"difference\.nothing_chosen"):
        differences.decide(base.head, doc.id, doc.revision, {}, why())
    choices = {"nowhere": Choice(Decision.difference), "s-U1": Choice(Decision.recognised, "x"),
               "s-X1": Choice(Decision.recognised), "s-M1": Choice(Decision.difference, deadline="x")}  # fmt: skip
    with pytest.raises(Problems) as bad:
        differences.decide(base.head, doc.id, doc.revision, choices, why())
    assert set(wrong(bad)) == {("nowhere", "no_such_line"), ("s-U1.result", "no_such_result"),
                               ("s-X1.result", "result_missing"), ("s-M1.deadline", "no_term")}  # fmt: skip
    with pytest.raises(StaleRevision):
        differences.decide(base.head, doc.id, doc.revision + 1, {"s-U1": Choice(Decision.difference)}, why())
    with pytest.raises(RuleBroken, match=r"difference\.not_decided"):
        approved(base, doc)
    late = {"s-U1": Choice(Decision.difference, deadline=base.terms["2026-2"].id),
            "s-X1": Choice(Decision.difference)}  # fmt: skip
    doc = differences.decide(base.head, doc.id, doc.revision, late, why())
    doc = differences.accept(base.head, doc.id, doc.revision, [x.id for x in doc.lines], why())
    with pytest.raises(Problems) as bad:
        differences.settle(base.head, doc.id, doc.revision, why())
    assert wrong(bad) == [("s-U1.deadline", "deadline_late"), ("s-X1", "not_behind")]
    mended = {"s-U1": Choice(Decision.difference, deadline=base.terms["2026-2"].id, note="көктемде оқылады"),
              "s-X1": Choice(Decision.not_asked)}  # fmt: skip
    doc = differences.decide(base.head, doc.id, doc.revision, mended, why())
    assert differences.settle(base.head, doc.id, doc.revision, why()).status is DifferenceStatus.decided


def test_a_changed_result_stops_the_approval(store: Store) -> None:
    base = school(store)
    first_year(base)
    doc = decided(base, made(base))
    student, study = base.pairs[0]
    gone = next(e for e in (store.one("students", {"_id": student}) or {})["events"] if e["type"] == "result_recorded")

    def work(tx: Tx) -> Student:
        tx.student(student)
        tx.append(student, ev.EventVoided, None, voids=gone["id"])
        return tx.student_document(student)

    base.head.transact("student.edit", work, why())
    with pytest.raises(RuleBroken, match=r"difference\.changed_since"):
        approved(base, doc)
    doc = differences.give_back(base.senior, doc.id, doc.revision, Why("нәтиже өзгерді"))
    doc = differences.refresh(base.head, doc.id, doc.revision, why())
    assert line(doc, "M1").decision is None and line(doc, "M1").proposed is Decision.difference


def test_checks_of_registration_refuse_and_are_overridden_by_right(store: Store) -> None:
    base = school(store)
    first_year(base, 0, "E1", "U2")
    doc = decided(base, made(base))
    assert [x.code for x in doc.of(Decision.difference)] == ["M1", "U1", "M2"]
    with pytest.raises(NotRegistered) as no:
        approved(base, doc)
    assert {b.check for b in no.value.breaches} == {"prerequisite"}, "M2 needs M1, which comes in the same term"
    assert store.count("refusals", {}) == 1
    assert differences.get(base.head, doc.id).status is DifferenceStatus.decided, "nothing half-done"
    with pytest.raises(Forbidden):
        differences.approve(who(store, Role.management), doc.id, doc.revision, why(), {"prerequisite": "бірге оқиды"})
    doc = approved(base, doc, prerequisite="бірге оқиды")
    assert doc.status is DifferenceStatus.entered


def test_a_further_version_replaces_and_takes_out_what_is_asked_no_more(store: Store) -> None:
    base = school(store)
    first_year(base)
    old = approved(base, decided(base, made(base)))
    student, study = base.pairs[0]
    values = {"ground": "reinstatement", "curriculum": plain(base.curriculum.ref()),  # type: ignore[union-attr]
              "term": plain(base.terms["2026-1"].ref())}  # fmt: skip
    with pytest.raises(Problems):
        differences.make(base.head, student, study, values, Why())
    doc = differences.make(base.head, student, study, values, why())
    assert doc.version == 2 and all(x.decision for x in doc.lines), "begins with what was decided"
    doc = differences.decide(base.head, doc.id, doc.revision, {"s-U1": Choice(Decision.not_asked)}, why())
    doc = differences.settle(base.head, doc.id, doc.revision, why())
    doc = approved(base, doc)
    assert differences.get(base.head, old.id).status is DifferenceStatus.replaced
    plan = registration.plan_of(base.head, study, 2026)
    assert plan is not None and next(x for x in plan.lines if x.code == "U1").state is LineState.dropped
    assert base.study()["enrolled"] == [] and differences.uncleared(base.head) == []
    with pytest.raises(RuleBroken, match=r"difference\.not_draft"):
        differences.aim(base.head, old.id, old.revision + 1, 1, "қайта", why())


def test_what_is_approved_is_frozen(store: Store) -> None:
    base = school(store)
    first_year(base)
    doc = approved(base, decided(base, made(base)))

    def work(tx: Tx) -> Difference:
        mine = tx.get(Difference, doc.id)
        mine.lines[0].note = "кейін"
        return tx.save(mine)

    with pytest.raises(RuleBroken, match=r"errors\.frozen"):
        base.head.transact("difference.edit", work, why())


def test_each_works_within_his_scope(store: Store) -> None:
    base = school(store)
    first_year(base)
    assert base.faculty is not None
    mine, other = (who(store, Role.registrar, n, faculty=f) for n, f in (("", base.faculty.id), ("2", "elsewhere")))
    doc = made(base, by=mine)
    for act in (lambda: made(base, 1, by=other), lambda: differences.get(other, doc.id),
                lambda: differences.refresh(other, doc.id, doc.revision, why()),
                lambda: made(base, 1, by=who(store, Role.department)),
                lambda: differences.approve(mine, doc.id, doc.revision, why())):  # fmt: skip
        with pytest.raises(Forbidden):
            act()
    assert differences.count(mine) == 1 and differences.count(other) == 0
    doc = differences.accept(mine, doc.id, doc.revision, [x.id for x in doc.lines], why())
    doc = differences.settle(mine, doc.id, doc.revision, why())
    approved(base, doc)
    assert [len(differences.uncleared(d)) for d in (mine, other)] == [1, 0]
    for role in (Role.teacher, Role.payments):
        with pytest.raises(Forbidden):
            differences.uncleared(who(store, role))


def test_the_papers(store: Store) -> None:
    base = school(store)
    first_year(base)
    base.put(Office(_id="office", name=Text(kk="Консерватория"), office_name=Text(kk="Офис"), city=Text(kk="Алматы")))
    doc = approved(base, decided(base, made(base)))
    for lang in ("kk", "ru", "en"):
        assert papers.pdf(base.head, doc, lang).startswith(b"%PDF")  # type: ignore[arg-type]
        assert papers.xlsx(base.head, doc, lang)[:2] == b"PK"  # type: ignore[arg-type]
    found = differences.uncleared(base.head)
    assert papers.open_xlsx(base.head, found, "ru")[:2] == b"PK"
    assert papers.left_word(found[0], "ru") == "20.01.2027, осталось 141 дн."
    assert store.count("looks", {"page": "difference"}) == 7


def test_a_result_of_another_study_of_the_person_is_recorded_with_its_credits(store: Store) -> None:
    base = school(store)
    student, study = base.pairs[0]
    base.result(0, "M1", "2025-1", ResultState.passed)
    assert base.programme is not None and base.faculty is not None
    second = StudyProfile(id="second", programme=base.programme.ref(), faculty=base.faculty.ref(), year=2,
                          admitted_on=date(2026, 8, 25))  # fmt: skip

    def work(tx: Tx) -> Student:
        tx.student(student)
        tx.append(student, ev.StudyOpened, date(2026, 8, 25), study=plain(second))
        return tx.student_document(student)

    base.head.transact("student.edit", work, why())
    assert base.curriculum is not None
    values = {"ground": "inside", "curriculum": plain(base.curriculum.ref()),
              "term": plain(base.terms["2026-1"].ref())}  # fmt: skip
    doc = differences.make(base.head, student, "second", values, why())
    assert line(doc, "M1").match.origin is Origin.other
    doc = differences.aim(base.head, doc.id, doc.revision, 1, "бірінші курстан", why())
    doc = approved(base, decided(base, doc), protocol())
    row = store.one("students", {"_id": student}) or {}
    records = {s["id"]: [(r["code"], r["earned"], r["letter"]) for r in s["record"]] for s in row["studies"]}
    assert records == {study: [("M1", 8, "B")], "second": [("M1", 8, "B")]}


def test_the_difference_is_listed_for_payment_where_the_rules_say_so(store: Store) -> None:
    base = school(store)
    first_year(base)
    approved(base, decided(base, made(base)))
    assert [(r["code"], r["reason"]) for r in overview.unpaid(base.head, 2026)] == [("U1", "difference")]
    version = kinds.versions(base.head, Sort.difference_rules, "main")[0]
    kinds.save(base.head, Sort.difference_rules, "main", version.version, {"body.paid": False}, why())
    assert overview.unpaid(base.head, 2026) == []


def test_a_withdrawn_draft_makes_room(store: Store) -> None:
    base = school(store)
    doc = made(base)
    with pytest.raises(Problems):
        differences.withdraw(base.head, doc.id, doc.revision, Why())
    differences.withdraw(base.head, doc.id, doc.revision, why())
    assert differences.of_student(base.head, base.pairs[0][0]) == []
    again = made(base)
    assert again.version == 2
    changed = differences.edit(base.head, again.id, again.revision, {"ground": "back"}, why())
    assert changed.ground.value == "back"
