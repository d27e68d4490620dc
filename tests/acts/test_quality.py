"""Nonconformities from report to closing by another person, risks that keep every assessment, objectives by facts."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader

from core import tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.office import first_office
from core.quality import nightly, nonconformities, objectives, papers, reading, risks
from core.tx import Tx
from schemas.base import LANGS, Ref, Text
from schemas.events import Who
from schemas.file import File
from schemas.indicator import Measurement, Reached
from schemas.quality import (
    Nonconformity,
    NonconformitySource,
    NonconformityState,
    ObjectiveState,
    RiskLevel,
    RiskState,
)
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.conftest import actor

State = NonconformityState
TODAY = date(2026, 11, 20)
DUE = TODAY + timedelta(days=14)
pytestmark = pytest.mark.usefixtures("shipped")


def on(store: Store, role: Role, day: date = TODAY) -> Desk:
    moment = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return Desk(actor(role), store, clock=lambda: moment)


def me(role: Role) -> Ref:
    found = actor(role)
    return Ref(id=found.id, label=Text(kk=found.name))


def report(desk: Desk, **more: object) -> Nonconformity:
    values = {"text": "Ведомость мерзімінде жабылмаған", "on": desk.today(), "source": "work", **more}
    return nonconformities.report(desk, values, "Журнал жазбасы", Why())


def opened(store: Store, by: Role = Role.head, who: Role = Role.teacher) -> Nonconformity:
    made = report(on(store, Role.department))
    values = {"requirement": "Ереже, 25-тармақ", "responsible": me(who), "due": DUE, "process": "sheets"}
    return nonconformities.open_(on(store, by), made.id, made.revision, values, Why())


def done(store: Store, who: Role = Role.teacher, by: Role = Role.head) -> Nonconformity:
    desk, kept = on(store, who), opened(store, by, who)
    whys = [{"text": "Емтихан алушы ауырған"}, {"text": "Орынбасары тағайындалмаған"}]
    kept = nonconformities.analyse(desk, kept.id, kept.revision, "Ведомость жабылды", whys, Why())
    action = {"what": "Орынбасарларды тағайындау тәртібі", "responsible": me(who), "due": DUE}
    kept = nonconformities.plan(desk, kept.id, kept.revision, action, Why())
    return nonconformities.do(desk, kept.id, kept.revision, TODAY, "Тәртіп бекітілді", Why())


def open_tasks(store: Store, id: str) -> list[tuple[str | None, str]]:
    rows = store.rows("tasks", {"subject.id": id, "state": "open"})
    return [(t["to_role"] or t["to_user"]["id"], t["mark"]) for t in rows]


# nonconformities ------------------------------------------------------------------------------------------------


def test_reported_by_anybody_opened_by_the_head_and_the_responsible_has_a_task(head: Desk) -> None:
    store = head.store
    made = report(on(store, Role.teacher))
    assert made.status is State.proposed and made.number == "2026-0001" and made.evidence[0].text == "Журнал жазбасы"
    assert open_tasks(store, made.id) == [("head", "decide")]
    with pytest.raises(Forbidden):
        nonconformities.open_(on(store, Role.department), made.id, 1, {}, Why())
    with pytest.raises(Problems) as e:
        nonconformities.open_(on(store, Role.head), made.id, 1, {"due": TODAY - timedelta(days=1)}, Why())
    assert {p.field for p in e.value.problems} == {"requirement", "responsible", "due"}
    values = {"requirement": "25-тармақ", "responsible": me(Role.department), "due": DUE}
    kept = nonconformities.open_(on(store, Role.head), made.id, 1, values, Why())
    assert kept.status is State.opened and open_tasks(store, kept.id) == [("u-department", "do")]
    with pytest.raises(Problems):
        report(on(store, Role.teacher), on=TODAY + timedelta(days=1))
    assert report(on(store, Role.registrar)).number == "2026-0002", "what was refused took no number"


def test_who_neither_answers_nor_keeps_it_takes_no_step(head: Desk) -> None:
    kept = opened(head.store)
    for role in (Role.registrar, Role.senior_registrar):
        with pytest.raises(Forbidden):
            nonconformities.analyse(on(head.store, role), kept.id, kept.revision, "т", [{"text": "т"}], Why())
    with pytest.raises(RuleBroken, match="not_in_state"):
        nonconformities.plan(on(head.store, Role.teacher), kept.id, kept.revision, {}, Why())
    with pytest.raises(Problems) as e:
        nonconformities.analyse(on(head.store, Role.teacher), kept.id, kept.revision, "", [], Why())
    assert [p.field for p in e.value.problems] == ["correction", "causes"]
    sight = [nonconformities.listed(on(head.store, r)) for r in (Role.teacher, Role.department, Role.adviser)]
    assert [len(s) for s in sight] == [1, 1, 0], "who answers, who reported, who has no hand in it"
    with pytest.raises(Forbidden):
        nonconformities.get(on(head.store, Role.adviser), kept.id)


def test_it_is_closed_by_another_person_alone_and_then_stands(head: Desk) -> None:
    store = head.store
    made = report(on(store, Role.head))
    values = {"requirement": "т", "responsible": me(Role.senior_registrar), "due": DUE}
    kept = nonconformities.open_(on(store, Role.head), made.id, made.revision, values, Why())
    desk = on(store, Role.senior_registrar)
    kept = nonconformities.analyse(desk, kept.id, kept.revision, "т", [{"text": "себеп"}], Why())
    kept = nonconformities.plan(desk, kept.id, kept.revision, values | {"what": "әрекет"}, Why())
    kept = nonconformities.do(desk, kept.id, kept.revision, TODAY, "істелді", Why())
    assert open_tasks(store, kept.id) == [("head", "check")], "without an auditor's account somebody is asked"
    for role, key in ((Role.head, "own_author"), (Role.senior_registrar, "own_hand")):
        with pytest.raises(RuleBroken, match=key):
            nonconformities.check(on(store, role), kept.id, kept.revision, True, "тиімді", Why())
    with pytest.raises(Forbidden):
        nonconformities.check(on(store, Role.registrar), kept.id, kept.revision, True, "тиімді", Why())
    auditor = on(store, Role.auditor, DUE)
    with pytest.raises(Problems):
        nonconformities.check(auditor, kept.id, kept.revision, True, " ", Why())
    closed = nonconformities.check(auditor, kept.id, kept.revision, True, "Қайталанбады", Why())
    assert closed.status is State.closed and closed.closed_on == DUE and closed.closed_by == me(Role.auditor)
    assert open_tasks(store, kept.id) == []

    def rewrite(tx: Tx) -> Nonconformity:
        found = tx.get(Nonconformity, closed.id, scoped=False)
        found.text = "Басқа мән"
        return tx.save(found)

    with pytest.raises(RuleBroken, match="frozen"):
        head.transact("nonconformity.edit", rewrite, Why("т"), right="quality.edit")


def test_what_did_not_help_is_followed_by_a_further_row(head: Desk) -> None:
    store, kept = head.store, done(head.store)
    first = kept.actions[0].model_copy(deep=True)
    kept = nonconformities.check(on(store, Role.auditor), kept.id, kept.revision, False, "Қайталанды", Why())
    assert kept.status is State.analysed and open_tasks(store, kept.id) == [("u-teacher", "do")]
    desk, later = on(store, Role.teacher, DUE), DUE + timedelta(days=7)
    action = {"what": "Қосымша әрекет", "responsible": me(Role.teacher), "due": later}
    kept = nonconformities.plan(desk, kept.id, kept.revision, action, Why())
    kept = nonconformities.do(desk, kept.id, kept.revision, DUE, "Істелді", Why())
    kept = nonconformities.check(on(store, Role.auditor, DUE), kept.id, kept.revision, True, "Тиімді", Why())
    assert [a.check.effective for a in kept.actions if a.check] == [False, True]
    assert kept.actions[0].what == first.what and kept.actions[0].done_note == first.done_note
    assert kept.first_due == first.due and kept.due == later


def test_evidence_is_a_checked_file_and_a_program_is_refused_with_nothing_stored(head: Desk) -> None:
    kept = opened(head.store)
    desk = on(head.store, Role.teacher)
    with pytest.raises(RuleBroken, match="files"):
        nonconformities.attach(desk, kept.id, kept.revision, "", Why(), ("report.pdf", b"MZ" + bytes(400)))
    assert head.store.count("files", {}) == 0
    kept = nonconformities.attach(desk, kept.id, kept.revision, "Акт", Why(), ("акт.pdf", pdf()))
    file = kept.evidence[-1].file
    assert file is not None and head.store.load(File, file.id).owner == kept.id
    with pytest.raises(Forbidden):
        nonconformities.attach(on(head.store, Role.adviser), kept.id, kept.revision, "т", Why())


def test_late_ones_stand_first_by_days_and_a_declined_one_is_told(head: Desk) -> None:
    store = head.store
    soon, late = opened(store), opened(store)
    later = on(store, Role.head, DUE + timedelta(days=5))
    kept = nonconformities.edit(on(store, Role.head), soon.id, soon.revision, {"due": DUE + timedelta(days=9)}, Why())
    assert [r["_id"] for r in nonconformities.overdue(later)] == [late.id]
    assert [(r["_id"], r["late"]) for r in nonconformities.listed(later)] == [(late.id, 5), (kept.id, None)]
    assert nonconformities.counts(later).overdue == 1
    tasks.remind(store, DUE + timedelta(days=5))
    made = report(on(store, Role.department))
    with pytest.raises(Problems):
        nonconformities.decline(on(store, Role.head), made.id, made.revision, Why())
    gone = nonconformities.decline(on(store, Role.head), made.id, made.revision, Why("Бұл талап емес"))
    assert gone.status is State.declined and gone.refusal == "Бұл талап емес" and open_tasks(store, made.id) == []


# what comes by itself -------------------------------------------------------------------------------------------


def measured(head: Desk, period: str, value: str, n: int = 1, light: Reached = Reached.bad) -> Measurement:
    """A stored value of a shipped indicator in a month of 2026."""
    month = int(period)
    first = date(2026, month, 1)

    def work(tx: Tx) -> Measurement:
        return tx.add(Measurement(
            indicator="sheets_on_time", name=Text(kk="Ведомостар"), version="v", owner=Role.head,
            period=f"2026-{month:02d}", period_name=Text(kk=f"{month}-ай"), first=first,
            last=date(2026, month, 28), n=n, numerator=Decimal(8), denominator=Decimal(10), value=Decimal(value),
            target=Decimal(95), light=light, inputs=f"{period}{n}", computed_at=tx.now,
            by=Who(id="system", name="Жүйе", role="head"),
        ), scoped=False)  # fmt: skip

    return head.transact("indicator.compute", work, Why("есеп"))


def test_an_indicator_off_its_target_proposes_once_for_each_period(head: Desk) -> None:
    store = head.store
    measured(head, "8", "96", light=Reached.good)
    assert nightly.run(store, TODAY) == 0
    measured(head, "9", "80")
    assert nightly.run(store, TODAY) == 1 and nightly.run(store, TODAY) == 0
    measured(head, "9", "81", n=2)
    assert nightly.run(store, TODAY) == 0, "a further value of the same period proposes nothing new"
    measured(head, "10", "70")
    assert nightly.run(store, TODAY) == 1
    found = [Nonconformity.model_validate(r) for r in store.rows("nonconformities", {}, sort=[("number", 1)])]
    assert [n.once for n in found] == ["indicator:sheets_on_time:2026-09", "indicator:sheets_on_time:2026-10"]
    assert {n.source for n in found} == {NonconformitySource.indicator} and found[0].process == "sheets"
    assert "80" in found[0].text and "95" in found[0].text and found[0].status is State.proposed
    measured(head, "10", "97", n=2, light=Reached.good)
    assert nightly.newest_value(store, "sheets_on_time").light is Reached.good  # type: ignore[union-attr]


def test_a_source_proposes_once_however_often_it_is_asked(head: Desk) -> None:
    ref = Ref(id="a1", label=Text(kk="Аудит 1"))

    def work(tx: Tx) -> Nonconformity:
        return nonconformities.propose(tx, NonconformitySource.audit, ref, "Табылды", kind="audits", once="3")

    first = head.transact("nonconformity.propose", work, Why(), right="quality.edit")

    def again(tx: Tx) -> Nonconformity:
        return tx.save(work(tx))

    assert head.transact("nonconformity.propose", again, Why(), right="quality.edit").id == first.id
    assert head.store.count("nonconformities", {}) == 1


# objectives -----------------------------------------------------------------------------------------------------


def goal(**more: object) -> dict[str, object]:
    return {"text": "Ведомостарды уақтылы жабу", "target": "95", "responsible": me(Role.senior_registrar),
            "first": date(2026, 9, 1), "due": date(2026, 12, 31), **more}  # fmt: skip


def test_facts_of_an_indicator_come_by_themselves_and_nobody_types_them(head: Desk) -> None:
    desk = on(head.store, Role.head)
    measured(head, "9", "90")
    made = objectives.set_(desk, goal(indicator="sheets_on_time"), Why())
    assert [f.value for f in made.facts] == [Decimal(90)] and made.unit == "%"
    with pytest.raises(RuleBroken, match="by_itself"):
        objectives.fact(desk, made.id, made.revision, {"period": {"kk": "т"}, "on": TODAY, "value": "99"}, Why())
    measured(head, "9", "92", n=2, light=Reached.near)
    measured(head, "10", "93", light=Reached.near)
    measured(head, "2", "10", light=Reached.near)
    assert nightly.run(head.store, TODAY) == 1 and nightly.run(head.store, TODAY) == 0
    kept = objectives.get(desk, made.id)
    assert [f.value for f in kept.facts] == [90, 92, 93] and [f.value for f in kept.standing()] == [92, 93]
    with pytest.raises(RuleBroken, match="not_reached"):
        objectives.conclude(desk, kept.id, kept.revision, ObjectiveState.reached, "т", Why())
    over = objectives.conclude(desk, kept.id, kept.revision, ObjectiveState.missed, "93 %-ға жетті", Why())
    with pytest.raises(RuleBroken, match="objective_over"):
        objectives.edit(desk, over.id, over.revision, {"target": "90"}, Why("т"))


def test_a_plan_moves_with_a_reason_alone_and_a_fact_by_who_answers(head: Desk) -> None:
    desk = on(head.store, Role.head)
    made = objectives.set_(desk, goal(measure="Жабылған ведомостар үлесі"), Why())
    with pytest.raises(Problems):
        objectives.edit(desk, made.id, made.revision, {"target": "90"}, Why())
    made = objectives.edit(desk, made.id, made.revision, {"target": "90"}, Why("Кеңес шешімі"))
    values = {"period": {"kk": "Қазан"}, "on": date(2026, 10, 31), "value": "91"}
    with pytest.raises(Forbidden):
        objectives.fact(on(head.store, Role.registrar), made.id, made.revision, values, Why())
    made = objectives.fact(on(head.store, Role.senior_registrar), made.id, made.revision, values, Why())
    assert objectives.light(made) is Reached.good
    for bad in ({"due": date(2026, 1, 1)}, {"measure": ""}):
        with pytest.raises(Problems):
            objectives.set_(desk, goal(measure="м") | bad, Why())


# risks ----------------------------------------------------------------------------------------------------------


def risk(head: Desk, **more: object) -> risks.Risk:
    values = {"text": "Бланк жоғалады", "sort": "process", "owner": me(Role.senior_registrar), "likelihood": 4,
              "impact": 5, "review_on": TODAY + timedelta(days=3), **more}  # fmt: skip
    return risks.enter(on(head.store, Role.head), values, Why())


def test_an_assessment_is_added_and_the_ones_before_stay(head: Desk) -> None:
    made = risk(head)
    assert made.level == 20 and made.grade is RiskLevel.critical and len(made.assessments) == 1
    owner = on(head.store, Role.senior_registrar)
    new = {"likelihood": 3, "impact": 4, "residual_likelihood": 1, "residual_impact": 4,
           "review_on": TODAY + timedelta(days=90)}  # fmt: skip
    wrong = {"residual_likelihood": 5, "review_on": date(2026, 1, 1), "impact": 6, "residual_impact": None}
    for field, bad in wrong.items():
        with pytest.raises(Problems) as e:
            risks.assess(owner, made.id, made.revision, new | {field: bad}, "т", Why())
        assert e.value.problems[0].field == field
    kept = risks.assess(owner, made.id, made.revision, new, "Сейф қойылды", Why())
    assert [(a.likelihood * a.impact) for a in kept.assessments] == [20, 12] and kept.residual_level == 4
    assert kept.assessments[0] == made.assessments[0]
    with pytest.raises(Forbidden):
        risks.assess(on(head.store, Role.registrar), kept.id, kept.revision, new, "т", Why())


def test_a_measure_is_done_by_whom_it_was_given_and_a_review_is_asked_once(head: Desk) -> None:
    made = risk(head)
    desk = on(head.store, Role.senior_registrar)
    made = risks.measure(desk, made.id, made.revision, {"what": "Сейф", "owner": me(Role.career), "due": TODAY}, Why())
    assert open_tasks(head.store, made.id) == [("u-career", "measure:1")]
    assert risks.measures_late(made, TODAY + timedelta(days=1)) == 1
    with pytest.raises(Forbidden):
        risks.measure_done(on(head.store, Role.adviser), made.id, made.revision, 0, TODAY, "т", Why())
    made = risks.measure_done(on(head.store, Role.career), made.id, made.revision, 0, TODAY, "Қойылды", Why())
    assert made.measures[0].done_by == me(Role.career) and open_tasks(head.store, made.id) == []
    assert [len(risks.listed(on(head.store, r))) for r in (Role.career, Role.adviser, Role.auditor)] == [1, 0, 1]
    assert nightly.run(head.store, TODAY) == 1 and nightly.run(head.store, TODAY) == 0
    assert open_tasks(head.store, made.id) == [("u-senior_registrar", "review")]
    shut = risks.close(desk, made.id, made.revision, Why("Бланк енді басылмайды"))
    assert shut.status is RiskState.closed and open_tasks(head.store, made.id) == []
    with pytest.raises(RuleBroken, match="risk_closed"):
        risks.edit(desk, shut.id, shut.revision, {"text": "Басқа"}, Why())


# papers, the review ---------------------------------------------------------------------------------------------


def test_the_review_is_told_the_figures_of_the_period(head: Desk) -> None:
    store = head.store
    kept = done(store)
    nonconformities.check(on(store, Role.auditor), kept.id, kept.revision, True, "Тиімді", Why())
    opened(store)
    risk(head)
    objectives.set_(on(store, Role.head), goal(measure="м"), Why())
    told = reading.summary(on(store, Role.management, DUE + timedelta(days=4)), date(2026, 11, 1), date(2026, 11, 30))
    assert (told.found, told.closed, told.closed_in_time, told.overdue) == (2, 1, 1, 1)
    assert told.by_state[State.closed] == 1 and told.by_source[NonconformitySource.work] == 2
    assert told.by_level[RiskLevel.critical] == told.by_residual[RiskLevel.critical] == 1
    assert told.nonconformities[-1].cause == "Орынбасары тағайындалмаған"
    assert [o.fact for o in told.objectives] == [None] and told.reviews_late == 1
    before = reading.summary(on(store, Role.management), date(2025, 1, 1), date(2025, 12, 31))
    assert before.nonconformities == () and before.objectives == ()
    with pytest.raises(Forbidden):
        reading.summary(on(store, Role.teacher), date(2026, 1, 1), date(2026, 12, 31))


def test_papers_say_it_in_every_language(head: Desk) -> None:
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("ашылу"))
    kept, desk = done(head.store), on(head.store, Role.auditor)
    risk(head, residual_likelihood=1, residual_impact=5)
    for lang in LANGS:
        form = text(papers.nonconformity(desk, kept.id, lang))
        assert kept.number in form and "Орынбасары тағайындалмаған" in form and State.done.label(lang) in form
        register = text(papers.register(desk, lang))
        assert "R001" in register and "4 × 5 = 20" in register and RiskLevel.critical.label(lang) in register
    assert {r["did"] for r in head.store.rows("looks", {})} == {"print", "download"}


def text(data: bytes) -> str:
    """All words of a paper, blanks made one."""
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())
