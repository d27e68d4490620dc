"""The summer semester on a real database: from a debt to an application, its payment, its registration, its closing."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import pytest
from acts.job_kit import ended, worker
from acts.registering import Base, at, office, who
from acts.test_registration_groups import window_of_today
from pypdf import PdfReader

from core import jobs, registration, summer
from core.db.store import Store
from core.desk import Why
from core.errors import Forbidden, Problems, RuleBroken
from core.i18n import t
from core.registration import Asked, NotRegistered, groups
from core.summer import orders, papers
from core.summer.lines import Step
from core.summer.work import apply_work
from schemas.base import Id, Ref, Text
from schemas.kinds import StudyRules
from schemas.reference import Office
from schemas.section import Member, Section
from schemas.study_plan import Payment
from schemas.timetable import Lesson, Weekday
from schemas.words import LineState, PlanReason, ResultState, Role


def why() -> Why:
    return Why("студенттің өтініші")


@pytest.fixture
def base(store: Store) -> Base:
    """A second year that failed in the first: two owe X1, one of them X9 too; one passed everything."""
    made = office(store, 3, course=2)
    for n, code in ((0, "X1"), (1, "X1"), (1, "X9")):
        made.result(n, code, "2025-1", ResultState.failed, "F")
    return made


def named(base: Base) -> None:
    """The institution has names to print."""
    names = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Тіркеуші"), "city": Text(kk="Алматы")}
    base.put(Office.model_validate({"_id": "office", **names}))


def need(base: Base) -> dict[Id, summer.Need]:
    return {n.study: n for n in summer.needs(base.head)}


def apply(base: Base, n: int, code: str = "X1", reason: PlanReason = PlanReason.repeat) -> None:
    wishes = [(base.disciplines[code].id, reason)]
    summer.apply(base.adviser, base.pairs[n], 2026, wishes, why())


def lines(base: Base) -> list[summer.Applied]:
    return summer.applied(base.head, base.terms["2026-3"].id)


def test_the_need_is_read_from_the_records_and_within_scope(base: Base, store: Store) -> None:
    found = need(base)
    owed = {s: sorted((i.code, i.reason) for i in n.items if i.reason is PlanReason.repeat) for s, n in found.items()}
    assert owed["st0"] == [("X1", PlanReason.repeat)]
    assert owed["st1"] == [("X1", PlanReason.repeat), ("X9", PlanReason.repeat)]
    told = {d.code: d for d in summer.demand(found.values(), 2)}
    assert told["X1"].reasons[PlanReason.repeat] == 2 and told["X1"].worth and not told["X9"].worth
    assert summer.needs(who(store, Role.adviser, "2", group="Басқа")) == []
    with pytest.raises(Forbidden):
        summer.needs(who(store, Role.payments))


def test_what_was_not_studied_is_a_difference_only_when_its_semester_is_over(base: Base) -> None:
    def differences(*when: int) -> set[str]:
        found = {n.study: n for n in summer.needs(at(base.head, *when))}
        return {i.code for i in found["st0"].items if i.reason is PlanReason.difference}

    assert differences(2027, 1, 20) == set()  # the last day of the autumn semester
    assert differences(2027, 1, 21) == {"M1", "U1"}
    assert differences(2027, 6, 11) == {"M1", "U1", "M2", "U2"}


def test_an_application_goes_from_the_need_to_a_registration(base: Base) -> None:
    apply(base, 0)
    (one,) = lines(base)
    assert one.code == "X1" and one.step is Step.applied and one.reason is PlanReason.repeat
    # Without the mark of payment the group's registration names him and leaves him.
    asked = Asked(2026, (base.pairs[0],), whole=False)
    seen = registration.preview(base.head, asked)
    assert seen.checks["payment"] == 1
    mark = Payment(day=date(2026, 9, 1), receipt="17", amount=Decimal(90000))
    registration.pay(who(base.store, Role.payments), one.plan, one.revision, one.line, mark, why())
    assert lines(base)[0].step is Step.paid
    groups.carry_out(base.head, asked, registration.preview(base.head, asked).seen, why())
    (one,) = lines(base)
    assert one.step is Step.registered and one.state is LineState.registered
    assert ("X1", "2026-3") in {(e["code"], e["term"]) for e in base.study()["enrolled"]}
    base.result(0, "X1", "2026-3", ResultState.passed)
    (one,) = lines(base)
    assert one.step is Step.passed and one.letter == "B"
    (after,) = summer.cleared(base.head, lines(base))
    assert after["debts"] == 0 and after["passed"] == 1


def test_the_cap_and_the_reason_are_held(base: Base) -> None:
    with pytest.raises(NotRegistered) as refused:
        apply(base, 1, "X9")  # 20 credits where 12 are the most
    assert "load_most" in {b.check for b in refused.value.breaches}
    with pytest.raises(NotRegistered) as refused:
        apply(base, 2)  # never failed it
    assert "reason" in {b.check for b in refused.value.breaches}
    assert [r.check for r in registration.refusals(base.head, check="load_most")] == ["load_most"]
    with pytest.raises(Problems):
        summer.apply(base.adviser, base.pairs[0], 2026, [], why())
    with pytest.raises(RuleBroken, match="no_term"):
        summer.apply(base.adviser, base.pairs[0], 2030, [(base.disciplines["X1"].id, PlanReason.repeat)], why())


def test_many_are_entered_by_one_work_and_whoever_can_not_is_named(base: Base) -> None:
    window_of_today(base)
    desk = worker(base.store, Role.head)
    found = summer.needs(desk)
    row = ended(base.store, summer.apply_many(desk, [n for n in found if n.owed], 2026, why()))
    assert row["state"] == "done" and row["result"]["done"] + len(row["result"]["left"]) == row["total"]
    assert {(a.student.id, a.code) for a in lines(base)} >= {(base.pairs[0][0], "X1"), (base.pairs[1][0], "X1")}
    assert sum(a.credits for a in lines(base) if a.study == "st1") <= 12
    assert jobs.KINDS["summer.apply"].function() is apply_work


def test_a_discipline_with_too_few_is_closed_and_chosen_again(base: Base) -> None:
    apply(base, 0)
    term, code = base.terms["2026-3"].id, base.disciplines["X1"].id
    with pytest.raises(Problems):
        summer.close_few(base.head, term, [code], Why())
    with pytest.raises(Forbidden):
        summer.close_few(base.adviser, term, [code], why())
    assert summer.close_few(base.head, term, [code], why()) == 1
    assert lines(base)[0].step is Step.rechoose and summer.closed_in(base.head, term) == {code}
    (task,) = base.store.rows("tasks", {"state": "open"})
    assert task["to_role"] == "registrar" and task["address"] == {"year": "2026", "group": "ОР-26-1"}
    with pytest.raises(RuleBroken, match="closed_already"):
        summer.close_few(base.head, term, [code], why())
    other = base.disciplines["X2"].id
    with pytest.raises(RuleBroken, match="nobody_applied"):
        summer.close_few(base.head, term, [other], why())


def test_what_is_closed_is_not_applied_for_again_and_another_takes_its_place(base: Base) -> None:
    window_of_today(base)
    base.result(0, "E1", "2025-1", ResultState.failed, "F")
    desk = worker(base.store, Role.head)
    apply(base, 0)
    summer.close_few(base.head, base.terms["2026-3"].id, [base.disciplines["X1"].id], why())
    with pytest.raises(NotRegistered) as refused:
        apply(base, 0)
    assert {b.check for b in refused.value.breaches} == {"offered"}
    ended(base.store, summer.apply_many(desk, summer.needs(desk), 2026, why()))
    # The new application stands for the one to be chosen again; nobody was entered for what is closed.
    assert [(a.code, a.step) for a in lines(base) if a.study == "st0"] == [("E1", Step.applied)]
    assert "X1" not in {a.code for a in lines(base)}


def text_of(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())


def test_the_fee_list_says_who_owes_what(base: Base) -> None:
    named(base)
    apply(base, 0)
    apply(base, 1)
    mark = Payment(day=date(2026, 9, 1), receipt="17-К", amount=Decimal(60000))
    one = lines(base)[0]
    registration.pay(who(base.store, Role.payments), one.plan, one.revision, one.line, mark, why())
    fees = summer.fees(lines(base), StudyRules(price=Decimal(18000)))
    term = base.terms["2026-3"]
    said = text_of(papers.fee_pdf(base.head, term, fees, "ru"))
    assert "17-К" in said and "Студент000" in said and "Студент001" in said
    assert "30 000 ₸" in said  # 5 × 18 000 − 60 000
    assert "120 000 ₸" in said  # what all owe together
    with ZipFile(io.BytesIO(papers.fee_xlsx(base.head, term, fees, "kk"))) as book:
        cells = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    assert "17-К" in cells and "30000" in cells and "Студент001" in cells


def test_the_order_names_those_who_paid_or_are_registered_with_their_disciplines(shipped: Store, base: Base) -> None:
    named(base)
    apply(base, 0)
    apply(base, 1)
    term = base.terms["2026-3"]
    with pytest.raises(RuleBroken, match="order_empty"):
        orders.draft(base.head, term, lines(base), date(2026, 9, 1), why())
    one = lines(base)[0]
    registration.pay(
        who(base.store, Role.payments), one.plan, one.revision, one.line, Payment(day=date(2026, 9, 1)), why()
    )
    made = orders.draft(base.head, term, lines(base), date(2026, 9, 1), why())
    assert made.kind == "summer_semester" and made.source == term.id
    assert [x.student.id for x in made.lines] == [one.student.id]
    assert one.discipline.label.kk in made.lines[0].values["fact/disciplines"]


def test_the_list_to_be_pinned_up_is_in_two_languages_with_days_and_rooms(base: Base) -> None:
    named(base)
    apply(base, 0)
    term, discipline = base.terms["2026-3"], base.disciplines["X1"]
    with pytest.raises(RuleBroken, match="list_empty"):
        papers.list_pdf(base.head, term, lines(base))
    seat = Member(student=Ref(id=base.pairs[0][0], label=Text(kk="Студент000 Айгүл")), study="st0", number="000")
    section = base.put(Section(code="X1-жаз", term=term.ref(), discipline=discipline.ref(), members=[seat]))
    base.put(Section(code="бос", term=term.ref(), discipline=discipline.ref()))
    said = text_of(papers.list_pdf(base.head, term, lines(base)))
    assert t("summer.no_lessons", "kk") in said and t("summer.no_lessons", "ru") in said and "бос" not in said
    base.put(
        Lesson(
            term=term.ref(), section=section.ref(), discipline=discipline.ref(), weekday=Weekday.mon, starts="09:00",
            ends="09:50", room=Ref(id="r", label=Text(kk="204")),
        )
    )  # fmt: skip
    said = text_of(papers.list_pdf(base.head, term, lines(base)))
    assert "Дүйсенбі / Понедельник 09:00–09:50, 204" in said and "Студент000 Айгүл" in said
    assert "Пән X1 / Дисциплина X1" in said and t("summer.list_title", "kk") in said and "X1-жаз" in said
