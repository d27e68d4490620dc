"""What graduates prepare: drawn, filled in, approved, changed with a basis, followed by its dates, taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import kinds
from core.attestation import candidacies, settings
from core.attestation.candidacies import chance, table
from core.attestation.candidacies.reading import of_commission
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.imports.reading import read
from schemas.attestation import Candidacy, CandidacyStatus, Outcome, Presented, Protocol, Reviewer, Work
from schemas.base import Basis, Ref, Text
from schemas.calendar import Calendar, Period
from schemas.kinds import Sort
from schemas.reference import Person
from schemas.student import Name
from schemas.words import CalendarState, Mark, PeriodKind, ResultState, Role, StudyStatus
from tests.acts.attestation_kit import TODAY, YEAR, at
from tests.acts.class_kit import put
from tests.acts.graduate_kit import Year, year

BASIS = Basis(kind="Кафедра хаттамасы", number="5", day=date(2027, 2, 1))
WORKS = [{"composer": "Құрманғазы", "title": "Сарыарқа", "minutes": "40"}]


def why(reason: str = "сынақ", basis: Basis | None = None) -> Why:
    return Why(reason, basis)


@pytest.fixture
def base(shipped: Store) -> Year:
    return year(shipped)


def drawn(base: Year) -> dict[str, list[Candidacy]]:
    """All are drawn: form → candidacies in order of names."""
    candidacies.draw(base.of.desk, base.of.commission.id, why())
    found: dict[str, list[Candidacy]] = {}
    for c in of_commission(base.of.desk, base.of.commission.id):
        found.setdefault(c.form, []).append(c)
    return found


def now(base: Year, of: Candidacy) -> Candidacy:
    return base.of.store.load(Candidacy, of.id)


def problems(act: Any) -> list[str]:
    with pytest.raises(Problems) as e:
        act()
    return [p.key.split(".")[-1] for p in e.value.problems]


# drawing ------------------------------------------------------------------------------------------------------------


def test_every_graduate_is_drawn_in_every_form_once(base: Year) -> None:
    assert candidacies.draw(base.of.desk, base.of.commission.id, why()) == 8
    with pytest.raises(RuleBroken, match="nobody_new"):
        candidacies.draw(base.of.desk, base.of.commission.id, why())
    found = of_commission(base.of.desk, base.of.commission.id)
    assert {(c.form, c.number) for c in found} == {
        (f, f"N-{n}") for f in ("performance", "state_exam") for n in range(4)
    }  # fmt: skip
    solo = next(c for c in found if c.form == "performance")
    assert solo.presented.supervisor == base.of.of.teachers[0].ref() and solo.attempt == 1
    assert set(solo.people) == {*base.of.commission.people, base.of.of.teachers[0].id}
    assert (solo.language, solo.funding, solo.study_form) == ("kk", "grant", "full_time")
    assert [m.due for m in solo.milestones] == [date(2027, 6, 1) - timedelta(n) for n in (180, 90, 21)]


def test_the_same_press_twice_is_one_act(base: Year) -> None:
    once = why()
    assert candidacies.draw(base.of.desk, base.of.commission.id, once) == 8
    candidacies.draw(base.of.desk, base.of.commission.id, once)
    assert base.of.store.db["candidacies"].count_documents({}) == 8


def test_who_comes_later_is_added_and_others_stay(base: Year) -> None:
    drawn(base)
    base.of.of.pupil(9, year=4, group="ОР-23-1", admitted_on=date(2023, 8, 25))
    assert candidacies.draw(base.of.desk, base.of.commission.id, why()) == 2
    assert len(of_commission(base.of.desk, base.of.commission.id)) == 10


def test_the_preview_says_who_is_left_out_and_why(base: Year) -> None:
    leave, passed, young, other = base.pupils
    base.status(leave, StudyStatus.academic_leave)
    base.result(passed, "ATT1")
    base.card(young, "year", 4, 3)
    found = candidacies.preview(base.of.desk, base.of.commission.id)
    assert {(c.number, c.heard.form) for c in found.comes} == {
        (passed.number, "state_exam"), (other.number, "performance"), (other.number, "state_exam"),
    }  # fmt: skip
    assert {(x.number, x.reason.code) for x in found.left} == {
        (leave.number, "not_studying"), (passed.number, "passed"),
    }  # fmt: skip


def test_of_a_block_of_forms_only_the_chosen_one_is_drawn(shipped: Store) -> None:
    base = year(shipped, block="Q")
    base.enrolled(base.pupils[0], "ATT2", "2026-2")
    found = candidacies.preview(base.of.desk, base.of.commission.id)
    assert [(c.number, c.heard.form) for c in found.comes] == [(base.pupils[0].number, "state_exam")]
    assert {x.reason.code for x in found.left} == {"not_chosen"} and len(found.left) == 7


def test_days_follow_the_calendar_and_people_the_commission(base: Year) -> None:
    found = drawn(base)["performance"][0]
    starts = date(2027, 6, 14)
    put(base.of.desk, Calendar(year=2026, state=CalendarState.approved, periods=[
        Period(id="p1", kind=PeriodKind.attestation, starts=date(2027, 5, 1), ends=date(2027, 5, 9), years=[3]),
        Period(id="p2", kind=PeriodKind.attestation, starts=starts, ends=date(2027, 6, 20), years=[4]),
    ]))  # fmt: skip
    candidacies.mark(base.of.desk, [found.id], "half", date(2027, 3, 1), "", why())
    left, *stay = base.of.commission.people
    base.alter(base.of.commission, people=stay)
    assert candidacies.draw(base.of.desk, base.of.commission.id, why()) == 0
    after = now(base, found)
    assert left not in after.people or left == base.of.of.teachers[0].id
    assert {m.code: m.due for m in after.milestones} == {
        "programme": starts - timedelta(180), "half": date(2027, 6, 1) - timedelta(90),
        "rehearsal": starts - timedelta(21),
    }  # fmt: skip


def test_who_may_not_draw_is_refused_on_the_server(base: Year) -> None:
    g = base.of
    for desk in (at(g.store, Role.department, department=g.of.unit.id), at(g.store, Role.registrar, faculty="other"),
                 at(g.store, Role.auditor)):  # fmt: skip
        with pytest.raises(Forbidden):
            candidacies.draw(desk, g.commission.id, why())
    assert candidacies.draw(at(g.store, Role.registrar, faculty=g.of.faculty.id), g.commission.id, why()) == 8


def test_a_commission_that_is_over_draws_nobody(base: Year) -> None:
    base.alter(base.of.commission, status="closed")
    with pytest.raises(RuleBroken, match="commission_over"):
        candidacies.draw(base.of.desk, base.of.commission.id, why())


# presenting ---------------------------------------------------------------------------------------------------------


def test_exactly_what_the_form_presents_is_asked(base: Year) -> None:
    found = drawn(base)
    assert [s.path for s in candidacies.fields(found["performance"][0])] == ["supervisor", "works", "accompanist"]
    assert candidacies.fields(found["state_exam"][0]) == []
    with pytest.raises(Forbidden):
        candidacies.edit(base.of.desk, found["performance"][0].id, 1, {"topic": {"kk": "Тақырып"}}, why())


def test_a_draft_is_typed_freely_and_found_by_its_people(base: Year) -> None:
    of = drawn(base)["performance"][0]
    beside = base.of.of.teachers[2]
    candidacies.edit(base.of.desk, of.id, of.revision, {"works": WORKS, "accompanist": beside.ref()}, why(""))
    after = now(base, of)
    assert after.presented.minutes == 40 and beside.id in after.people and after.changes == []
    assert after.drafted_by == base.of.desk.actor.id
    with pytest.raises(RuleBroken, match="nothing_changed"):
        candidacies.edit(base.of.desk, of.id, after.revision, {"works": WORKS}, why(""))
    with pytest.raises(StaleRevision):
        candidacies.edit(base.of.desk, of.id, of.revision, {"works": []}, why(""))


def test_a_teacher_fills_in_his_own_and_no_other(base: Year) -> None:
    g = base.of
    of = drawn(base)["performance"][0]
    leads, sits = g.of.teachers[0], g.of.teachers[1]
    assert sits.id in of.people  # he sees it as a member of the commission
    with pytest.raises(Forbidden):
        candidacies.edit(at(g.store, Role.teacher, teacher=sits.id), of.id, of.revision, {"works": WORKS}, why())
    desk = at(g.store, Role.teacher, teacher=leads.id)
    candidacies.edit(desk, of.id, of.revision, {"works": WORKS}, why())
    assert problems(
        lambda: candidacies.edit(desk, of.id, of.revision + 1, {"supervisor": sits.ref()}, why())
    ) == ["supervisor_not_own"]  # fmt: skip


def test_an_approved_programme_changes_only_with_reason_and_basis(base: Year) -> None:
    g = base.of
    of = g.candidacy(base.pupils[0])
    new = [{"composer": "", "title": "Адай", "minutes": "35"}]
    assert problems(lambda: candidacies.edit(g.desk, of.id, of.revision, {"works": new}, why(""))) == [
        "reason_missing", "missing", "missing", "missing",
    ]  # fmt: skip
    short = [{"composer": "", "title": "Адай", "minutes": "5"}]
    assert problems(
        lambda: candidacies.edit(g.desk, of.id, of.revision, {"works": short}, why("ауысты", BASIS))
    ) == ["too_short"]  # fmt: skip
    ahead = Basis(kind="Кафедра хаттамасы", number="5", day=TODAY + timedelta(1))
    assert problems(
        lambda: candidacies.edit(g.desk, of.id, of.revision, {"works": new}, why("ауысты", ahead))
    ) == ["day_ahead"]  # fmt: skip
    assert g.store.load(Candidacy, of.id).presented == of.presented
    after = candidacies.edit(g.desk, of.id, of.revision, {"works": new}, why("ауысты", BASIS))
    assert [w.title for w in after.presented.works] == ["Адай"] and after.status is CandidacyStatus.approved
    (kept,) = after.changes
    assert kept.reason == "ауысты" and kept.basis == BASIS
    assert Presented.model_validate(kept.was) == of.presented


def test_what_the_commission_decided_is_not_changed(base: Year) -> None:
    of = base.of.candidacy(base.pupils[0], status=CandidacyStatus.heard)
    with pytest.raises(RuleBroken, match="graduates.over"):
        candidacies.edit(base.of.desk, of.id, of.revision, {"works": []}, why("иә", BASIS))
    with pytest.raises(RuleBroken, match="graduates.over"):
        candidacies.mark(base.of.desk, [of.id], "half", TODAY, "", why())


def test_a_reviewer_without_a_name_is_refused_beside_it(base: Year) -> None:
    g = base.of
    base.thesis()
    of = g.candidacy(base.pupils[0], status=CandidacyStatus.draft, presented=Presented())
    with pytest.raises(Problems) as e:
        candidacies.edit(g.desk, of.id, of.revision, {"reviewer.position": "профессор"}, why())
    assert [p.field for p in e.value.problems] == ["reviewer.name"]
    values = {"reviewer.name": "Ахметов А.", "reviewer.position": "профессор", "topic": {"kk": "Күй"}}
    after = candidacies.edit(g.desk, of.id, of.revision, values, why())
    assert after.presented.reviewer == Reviewer(name="Ахметов А.", position="профессор")


# approving ----------------------------------------------------------------------------------------------------------


def department(base: Year) -> Desk:
    return at(base.of.store, Role.department, department=base.of.of.unit.id)


def test_many_are_approved_by_one_protocol_or_none(base: Year) -> None:
    g, found = base.of, drawn(base)["performance"]
    for of in found[:2]:
        candidacies.edit(g.desk, of.id, of.revision, {"works": WORKS}, why())
    ids = [c.id for c in found]
    assert sorted(problems(lambda: candidacies.approve(department(base), ids, BASIS, why("")))) == ["no_works"] * 2
    assert {now(base, c).status for c in found} == {CandidacyStatus.draft}
    assert candidacies.approve(department(base), ids[:2], BASIS, why("")) == 2
    one = now(base, found[0])
    assert one.status is CandidacyStatus.approved and one.approval == BASIS and one.approved_by == "u-department"
    assert problems(lambda: candidacies.approve(department(base), ids[:1], BASIS, why(""))) == ["not_draft"]


def test_who_typed_it_does_not_approve_it(base: Year) -> None:
    of = drawn(base)["performance"][0]
    candidacies.edit(department(base), of.id, of.revision, {"works": WORKS}, why())
    assert problems(lambda: candidacies.approve(department(base), [of.id], BASIS, why(""))) == ["typed_himself"]
    assert candidacies.approve(base.of.desk, [of.id], BASIS, why("")) == 1


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(["10"], "too_short"), (["40", "30"], "too_long"), ([None], "no_minutes"), ([], "no_works")],
)
def test_what_is_missing_is_named(base: Year, minutes: list[Any], says: str) -> None:
    of = base.of.candidacy(
        base.pupils[0], status=CandidacyStatus.draft,
        presented=Presented(supervisor=base.of.of.teachers[0].ref(),
                            works=[Work(title=f"Күй {n}", minutes=m) for n, m in enumerate(minutes)]),
    )  # fmt: skip
    assert problems(lambda: candidacies.approve(department(base), [of.id], BASIS, why(""))) == [says]
    assert problems(lambda: candidacies.approve(department(base), [of.id], Basis(), why(""))) == ["missing"] * 2


def test_another_department_approves_nothing(base: Year) -> None:
    of = base.of.candidacy(base.pupils[0], status=CandidacyStatus.draft)
    for desk in (at(base.of.store, Role.department, department=base.of.of.other.id), at(base.of.store, Role.registrar,
                 faculty=base.of.of.faculty.id)):  # fmt: skip
        with pytest.raises(Forbidden):
            candidacies.approve(desk, [of.id], BASIS, why(""))


# progress -----------------------------------------------------------------------------------------------------------


def test_stages_are_marked_one_by_one_and_for_many(base: Year) -> None:
    g, found = base.of, drawn(base)["performance"]
    ids = [c.id for c in found]
    assert candidacies.mark(g.desk, ids, "half", date(2027, 3, 1), "жақсы", why("")) == 4
    done = next(m for m in now(base, found[0]).milestones if m.code == "half")
    assert (done.done, done.note, done.by) == (date(2027, 3, 1), "жақсы", g.desk.actor.name)
    assert candidacies.mark(g.desk, ids, "=allowed_on", date(2027, 5, 20), "", why("")) == 4
    assert now(base, found[1]).presented.allowed_on == date(2027, 5, 20)
    assert problems(lambda: candidacies.mark(g.desk, ids, "half", TODAY + timedelta(1), "", why(""))) == ["day_ahead"]
    assert problems(lambda: candidacies.mark(g.desk, ids, "half", None, "", why(""))) == ["reason_missing"]
    assert candidacies.mark(g.desk, ids[:1], "half", None, "", why("қате")) == 1
    with pytest.raises(RuleBroken, match="no_such_step"):
        candidacies.mark(g.desk, ids, "=reviewed_on", TODAY, "", why(""))


def test_who_is_behind_is_told_by_department_and_supervisor(base: Year) -> None:
    g, found = base.of, drawn(base)["performance"]
    early = at(g.store, day=date(2026, 12, 3))
    assert candidacies.behind(early, YEAR) == []
    desk = at(g.store, day=date(2027, 3, 10))
    candidacies.mark(desk, [found[0].id], "programme", date(2027, 3, 1), "", why(""))
    candidacies.mark(desk, [found[0].id], "half", date(2027, 3, 1), "", why(""))
    late = candidacies.behind(desk, YEAR, {"form": "performance"})
    assert {b.candidacy.number for b in late} == {c.number for c in found[1:]}
    assert {(b.stage.code, b.days) for b in late} == {("programme", 97), ("half", 7)}
    assert candidacies.by_department(late) == [(g.of.unit.ref(), 3)]
    assert candidacies.by_supervisor(late) == [(g.of.teachers[0].ref(), 3)]
    stranger = at(g.store, Role.department, date(2027, 3, 10), department=g.of.other.id)
    assert candidacies.behind(stranger, YEAR) == []


def test_originality_comes_after_approval_and_another_figure_needs_a_reason(base: Year) -> None:
    g = base.of
    base.thesis()
    of = g.candidacy(base.pupils[0], presented=Presented(topic=Text(kk="Күй")))
    of = candidacies.measured(g.desk, of.id, of.revision, Decimal(62), why(""))
    assert of.presented.originality == 62 and of.changes == []
    assert problems(lambda: candidacies.measured(g.desk, of.id, of.revision, Decimal(75), why(""))) == [
        "reason_missing"
    ]  # fmt: skip
    of = candidacies.measured(g.desk, of.id, of.revision, Decimal(75), why("қайта тексерілді"))
    assert of.presented.originality == 75 and of.changes[0].was == {"originality": "62"}


# withdrawn, again ---------------------------------------------------------------------------------------------------


def test_who_leaves_is_withdrawn_with_a_reason_and_may_be_drawn_anew(base: Year) -> None:
    g, of = base.of, drawn(base)["performance"][0]
    assert problems(lambda: candidacies.withdraw(g.desk, of.id, of.revision, why(""))) == ["reason_missing"]
    gone = candidacies.withdraw(g.desk, of.id, of.revision, why("академиялық демалыс"))
    assert gone.status is CandidacyStatus.withdrawn and gone.once is None
    with pytest.raises(RuleBroken, match="graduates.over"):
        candidacies.withdraw(g.desk, of.id, gone.revision, why("иә"))
    assert candidacies.draw(g.desk, g.commission.id, why()) == 1


def test_who_stands_in_a_sitting_is_not_withdrawn(base: Year) -> None:
    of = base.of.candidacy(base.pupils[0], sitting=Ref(id="s1", label=Text(kk="01.06.2027 09:00")))
    with pytest.raises(RuleBroken, match="in_sitting"):
        candidacies.withdraw(base.of.desk, of.id, of.revision, why("иә"))


def earlier(base: Year, passed: bool = False, on: date = date(2026, 6, 1)) -> Candidacy:
    """A candidacy of the year before, failed."""
    g, pupil = base.of, base.pupils[0]
    outcome = Outcome(protocol=Ref(id="p", label=Text(kk="1")), on=on, letter="F", mark=Mark.absent, passed=passed)
    once = f"{pupil.studies[0].id}:{g.solo.id}:2026"
    made = g.candidacy(pupil, status=CandidacyStatus.draft)
    return base.alter(made, year=2026, once=once, status=CandidacyStatus.heard, outcome=outcome)


def test_who_failed_comes_again_by_an_application_in_that_form_only(base: Year) -> None:
    g, was = base.of, earlier(base)
    base.result(base.pupils[0], "ATT1", ResultState.failed, "2025-2", date(2026, 6, 1))
    found = candidacies.preview(g.desk, g.commission.id)
    assert [(x.reason.code, x.earlier) for x in found.left] == [("earlier", was.id)]
    assert (base.pupils[0].number, "performance") not in {(c.number, c.heard.form) for c in found.comes}
    desk = at(g.store, day=date(2027, 5, 10))
    made = candidacies.again(desk, g.commission.id, was.id, date(2027, 5, 10), why("өтініш"))
    assert (made.attempt, made.year, made.form) == (2, YEAR, "performance")
    assert now(base, was) == was
    with pytest.raises(RuleBroken, match="stands_already"):
        candidacies.again(desk, g.commission.id, was.id, date(2027, 5, 10), why("өтініш"))


def test_the_next_chance_has_its_days(base: Year) -> None:
    g, was = base.of, earlier(base, on=date(2026, 6, 20))
    desk, day = at(g.store, day=date(2027, 5, 25)), date(2027, 5, 26)
    assert chance.at(desk, was.id) == chance.Chance(date(2027, 5, 31), date(2027, 5, 17))
    assert problems(lambda: candidacies.again(desk, g.commission.id, was.id, day, why())) == [
        "applied_late", "applied_ahead",
    ]  # fmt: skip
    since = {"body.again_from": "decided", "effective": "2026-01-01"}  # else a year of the week in which it began
    kinds.save(g.desk, Sort.attestation_rules, "main", 1, since, why("кеңес шешімі"))
    assert chance.at(desk, was.id) == chance.Chance(date(2027, 6, 20), date(2027, 6, 6))
    assert problems(lambda: candidacies.again(desk, g.commission.id, was.id, day, why())) == [
        "too_soon", "applied_late", "applied_ahead",
    ]  # fmt: skip


def test_what_stands_today_says_who_comes_again_and_who_was_excused_waits_no_year(base: Year) -> None:
    g, was, day = base.of, earlier(base, passed=True, on=date(2026, 6, 20)), date(2027, 5, 10)
    desk, then = at(g.store, day=day), Ref(id="s", label=Text(kk="20.06.2026"))

    def stands(**values: Any) -> None:
        protocol = Protocol.model_validate({
            "once": "x", "number": "2026-0001", "year": 2026, "status": "signed", "sitting": then,
            "commission": was.commission, "candidacy": was.id, "student": was.student, "study": was.study,
            "form": was.form, "form_name": was.form_name, "discipline": was.discipline, "programme": was.programme,
            "day": date(2026, 6, 20), **values,
        })  # fmt: skip
        put(g.desk, protocol)

    stands(mark="excused", passed=False)
    assert candidacies.again(desk, g.commission.id, was.id, day, why("өтініш")).attempt == 2


def test_who_passed_does_not_come_again(base: Year) -> None:
    g, day = base.of, date(2027, 5, 10)
    desk = at(g.store, day=day)
    was = earlier(base, passed=True)
    with pytest.raises(RuleBroken, match="not_again"):
        candidacies.again(desk, g.commission.id, was.id, day, why())


def test_who_was_expelled_returns_before_he_comes_again(base: Year) -> None:
    g, day, was = base.of, date(2027, 5, 10), earlier(base)
    base.status(base.pupils[0], StudyStatus.expelled)
    with pytest.raises(RuleBroken, match="again_not_studying"):
        candidacies.again(at(g.store, day=day), g.commission.id, was.id, day, why())


# by a table ---------------------------------------------------------------------------------------------------------


def test_a_table_goes_out_and_comes_back_filled_in(base: Year) -> None:
    g, found = base.of, drawn(base)
    put(g.desk, Person(number="T77", name=Name(last="Жаңаева", first="Жібек"), department=g.of.unit.ref()))
    out = read("x.xlsx", table.file(g.desk, g.commission.id))
    assert len(out.rows) == 8 and table.plan(g.desk, g.commission.id, out).same == 8
    csv = (
        "Нөмірі;Нысаны;Жетекшісі;Концертмейстер\n"
        f"N-0;{settings.form_name('performance').kk};Жаңаева Ж.;T2\n"
        "N-1;performance;;T2\n"
    ).encode()
    plan = table.plan(g.desk, g.commission.id, read("x.csv", csv))
    assert not plan.problems and [of.number for _, of, _ in plan.rows] == ["N-0", "N-1"]
    once = why("кафедра")
    assert table.bring(department(base), g.commission.id, plan, once) == 2
    first, second = (now(base, c) for c in found["performance"][:2])
    assert first.presented.supervisor is not None and first.presented.supervisor.label.kk.startswith("Жаңаева")
    assert second.presented.supervisor == found["performance"][1].presented.supervisor
    assert second.presented.accompanist is not None and g.of.teachers[2].id in second.people
    with pytest.raises(StaleRevision):
        table.bring(department(base), g.commission.id, plan, why("тағы"))


def test_bad_rows_of_a_table_are_named_beside_row_and_column(base: Year) -> None:
    g = base.of
    base.alter(drawn(base)["performance"][3], status=CandidacyStatus.approved)
    csv = (
        "Нөмірі;Нысаны;Жетекшісі;Тақырыбы (қазақша);Түсініксіз\n"
        "N-77;;;;\nN-0;;T1;;\nN-0;опера;;;\nN-1;performance;Ешкім;;\nN-2;performance;;Тақырып;\nN-3;performance;T1;;\n"
    ).encode()
    plan = table.plan(g.desk, g.commission.id, read("x.csv", csv))
    assert [(p.row, p.field, p.key.split(".")[-1]) for p in plan.problems] == [
        (2, "Нөмірі", "no_such_number"), (3, "Нысаны", "which_form"), (4, "Нысаны", "no_such_form"),
        (5, "Жетекшісі", "no_teacher"), (6, "Тақырыбы (қазақша)", "not_of_form"), (7, "Нөмірі", "approved_by_hand"),
    ]  # fmt: skip
    assert plan.unknown == ["Түсініксіз"]
    with pytest.raises(RuleBroken, match="has_problems"):
        table.bring(g.desk, g.commission.id, plan, why())
    with pytest.raises(Problems):
        raise Problems(table.plan(g.desk, g.commission.id, read("x.csv", b"a;b\n1;2\n")).problems)


def test_another_day_is_another_day(base: Year) -> None:
    """The day of the office: at 21:00 of Greenwich it is the next day in Almaty."""
    of = drawn(base)["performance"][0]
    late = replace(base.of.desk, clock=lambda: base.of.desk.clock().replace(hour=21))
    assert candidacies.mark(late, [of.id], "half", TODAY + timedelta(1), "", why("")) == 1
