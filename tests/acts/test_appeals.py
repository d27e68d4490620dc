"""An appeal from application to correction: its clock, its commission, its decision, its papers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core import appeals, kinds, sheets
from core.appeals import papers
from core.appeals.reading import correction_state
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.office import first_office
from core.tx import Tx
from schemas.appeal import Appeal, AppealStatus
from schemas.base import LANGS, Ref, Text
from schemas.grade_sheet import GradeSheet, Seat
from schemas.kinds import Sort
from schemas.kinds.sheets import Signer
from schemas.user import User
from schemas.words import Role
from tests.acts.test_sheet_steps import graduated
from tests.acts.test_sheets import TEACHER, fill, office, seen
from tests.conftest import actor

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
GROUNDS = "Екінші сұрақтың балы қосылмаған"
COMMISSION = [
    {"person": {"id": f"c{n}", "label": {"kk": f"Мүше {n}"}}, "part": part}
    for n, part in enumerate(("chair", "member", "member"))
]

pytestmark = pytest.mark.usefixtures("shipped")


def on(store: Store, day: date, role: Role = Role.senior_registrar, **assigned: str) -> Desk:
    moment = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return Desk(actor(role, **assigned), store, clock=lambda: moment)


@pytest.fixture
def sheet(head: Desk) -> GradeSheet:
    """Closed on a Friday: 86, 90, 74."""
    made = office(head, 2, FRIDAY)
    fill(head, made, *[("86", "90", "74")] * 2)
    return sheets.close(on(head.store, FRIDAY, Role.head), made.id, 1, seen(head, made), Why("жабу"))


@pytest.fixture
def filed(sheet: GradeSheet, head: Desk) -> Appeal:
    student = sheet.lines[0].student.id
    return appeals.file(on(head.store, SATURDAY), sheet.id, student, SATURDAY, GROUNDS, Why())


@pytest.fixture
def sitting(filed: Appeal, head: Desk) -> Appeal:
    return appeals.form(on(head.store, MONDAY), filed.id, filed.revision, COMMISSION, "12-ө", Why())


def open_tasks(store: Store) -> list[tuple[str, str]]:
    return [(t["to_role"], t["page"]) for t in store.rows("tasks", {"state": "open"})]


# filing ---------------------------------------------------------------------------------------------------------------


def test_an_application_is_filed_with_its_clock_and_a_task(filed: Appeal, sheet: GradeSheet, head: Desk) -> None:
    assert filed.number == "2026-0001" and filed.mark == "82 B" and filed.result_on == FRIDAY
    assert (filed.file_by, filed.decide_by) == (SATURDAY, date(2026, 11, 25)), "Sunday is not counted"
    assert open_tasks(head.store) == [("senior_registrar", "appeals")]
    task = head.store.rows("tasks", {})[0]
    assert task["due"] == "2026-11-25" and task["address"] == {"id": filed.id}


def test_after_the_last_day_it_is_refused_with_that_day_but_the_day_it_came_in_counts(
    sheet: GradeSheet, head: Desk
) -> None:
    desk, student = on(head.store, MONDAY), sheet.lines[0].student.id
    with pytest.raises(RuleBroken, match="late") as e:
        appeals.file(desk, sheet.id, student, MONDAY, GROUNDS, Why())
    assert e.value.values["day"] == SATURDAY
    assert appeals.file(desk, sheet.id, student, SATURDAY, GROUNDS, Why()).filed_on == SATURDAY
    other = sheet.lines[1].student.id
    for day, field in ((date(2026, 11, 24), "filed_on"), (date(2026, 11, 19), "filed_on")):
        with pytest.raises(Problems) as p:
            appeals.file(desk, sheet.id, other, day, GROUNDS, Why())
        assert p.value.problems[0].field == field
    with pytest.raises(Problems) as p:
        appeals.file(desk, sheet.id, other, SATURDAY, " ", Why())
    assert p.value.problems[0].key == "appeals.no_grounds"


def test_the_days_are_a_setting(sheet: GradeSheet, head: Desk) -> None:
    version = kinds.versions(head, Sort.change_rules, "main")[0]
    kinds.save(head, Sort.change_rules, "main", version.version, {"body.file_days": 3, "body.decide_days": 1,
               "effective": "2026-01-01"}, Why("бұйрық"))  # fmt: skip
    found = appeals.file(on(head.store, MONDAY), sheet.id, sheet.lines[0].student.id, MONDAY, GROUNDS, Why())
    assert (found.file_by, found.decide_by) == (date(2026, 11, 24), date(2026, 11, 24))


def test_one_appeal_at_a_time_and_none_against_a_commission_or_by_a_graduate(
    filed: Appeal, sheet: GradeSheet, head: Desk
) -> None:
    desk = on(head.store, SATURDAY)
    with pytest.raises(RuleBroken, match="stands"):
        appeals.file(desk, sheet.id, filed.student.id, SATURDAY, GROUNDS, Why())
    other = sheet.lines[1].student.id
    graduated(head, other)
    with pytest.raises(RuleBroken, match="not_studying"):
        appeals.file(desk, sheet.id, other, SATURDAY, GROUNDS, Why())
    seated = office(head, 1, FRIDAY)

    def work(tx: Tx) -> GradeSheet:
        found = tx.get(GradeSheet, seated.id)
        found.seats = [Seat(person=TEACHER, part=Signer.chair)]
        return tx.save(found)

    seated = head.transact("grade_sheet.open", work, Why("т"))
    with pytest.raises(RuleBroken, match="not_closed"):
        appeals.file(desk, seated.id, seated.lines[0].student.id, SATURDAY, GROUNDS, Why())
    fill(head, seated, ("86", "90", "74"))
    seated = sheets.close(
        on(head.store, FRIDAY), seated.id, seated.revision, seen(on(head.store, FRIDAY), seated), Why()
    )
    with pytest.raises(RuleBroken, match="commission_exam"):
        appeals.file(desk, seated.id, seated.lines[0].student.id, SATURDAY, GROUNDS, Why())


def test_a_double_click_is_one_appeal(sheet: GradeSheet, head: Desk) -> None:
    why = Why()
    for _ in range(2):
        appeals.file(on(head.store, SATURDAY), sheet.id, sheet.lines[0].student.id, SATURDAY, GROUNDS, why)
    assert head.store.count("appeals", {}) == 1


@pytest.mark.parametrize(
    "role", [Role.teacher, Role.department, Role.management, Role.auditor, Role.adviser, Role.payments]
)
def test_who_only_reads_or_sees_none_may_not_act(filed: Appeal, head: Desk, role: Role) -> None:
    desk = on(head.store, SATURDAY, role, teacher="p1", department="d1")
    with pytest.raises(Forbidden):
        appeals.file(desk, filed.sheet.id, filed.student.id, SATURDAY, GROUNDS, Why())
    with pytest.raises(Forbidden):
        appeals.form(desk, filed.id, filed.revision, COMMISSION, "1", Why())
    with pytest.raises(Forbidden):
        appeals.withdraw(desk, filed.id, filed.revision, Why("т"))
    if role in (Role.adviser, Role.payments):
        with pytest.raises(Forbidden):
            appeals.get(desk, filed.id)
    else:
        assert appeals.get(desk, filed.id).number == filed.number


def test_another_department_and_another_teacher_see_no_appeal(filed: Appeal, head: Desk) -> None:
    for role, assigned in ((Role.department, {"department": "d2"}), (Role.teacher, {"teacher": "p2"})):
        desk = on(head.store, SATURDAY, role, **assigned)
        assert appeals.listed(desk) == [] and appeals.count(desk) == 0
        with pytest.raises(OfficeError):
            appeals.get(desk, filed.id)


# deciding -------------------------------------------------------------------------------------------------------------


def test_the_commission_is_checked_and_formed_by_an_order(filed: Appeal, head: Desk) -> None:
    desk = on(head.store, MONDAY)
    examiner = [*COMMISSION, {"person": TEACHER.model_dump(), "part": "member"}]
    for seats, order, key in (
        (COMMISSION[:2], "12-ө", "appeals.few_members"), (examiner, "12-ө", "appeals.examiner_sits"),
        (COMMISSION, " ", "errors.field.missing"),
    ):  # fmt: skip
        with pytest.raises(Problems) as e:
            appeals.form(desk, filed.id, filed.revision, seats, order, Why())
        assert [p.key for p in e.value.problems] == [key]
    with pytest.raises(RuleBroken, match="no_commission"):
        appeals.decide(desk, filed.id, filed.revision, False, {}, MONDAY, "Негіз жоқ", Why())
    found = appeals.form(desk, filed.id, filed.revision, COMMISSION, "12-ө", Why())
    assert found.status is AppealStatus.sitting and len(found.commission) == 3
    assert len(open_tasks(head.store)) == 1 and head.store.count("tasks", {"state": "done"}) == 1


def test_upheld_it_proposes_the_correction_which_another_confirms(sitting: Appeal, head: Desk) -> None:
    desk = on(head.store, MONDAY)
    done = appeals.decide(desk, sitting.id, sitting.revision, True, {"score": "84"}, MONDAY, "Балл қосылды", Why())
    assert (done.status, done.protocol, done.new_mark) == (AppealStatus.upheld, "2026-001", "86 B+")
    sheet = head.store.load(GradeSheet, done.sheet.id)
    change = sheet.corrections[0]
    assert (change.act, change.code, change.reason) == (done.act, "appeal_upheld", "Балл қосылды")
    assert change.basis.number == "2026-001" and change.basis.day == MONDAY and change.basis.kind
    assert change.appeal is not None and change.appeal.id == done.id and sheet.lines[0].score == 74
    assert open_tasks(head.store) == [("head", "corrections")] and correction_state(desk, done) == "proposed"
    with pytest.raises(RuleBroken, match="same_person"):
        sheets.confirm(desk, sheet.id, sheet.revision, change.act, Why())
    sheets.confirm(on(head.store, MONDAY, Role.head), sheet.id, sheet.revision, change.act, Why())
    row = head.store.one("students", {"_id": done.student.id}) or {}
    assert row["studies"][0]["record"][0]["letter"] == "B+" and correction_state(desk, done) == "confirmed"
    assert open_tasks(head.store) == []


def test_rejected_the_mark_stands_and_nothing_is_proposed(sitting: Appeal, head: Desk) -> None:
    done = appeals.decide(on(head.store, MONDAY), sitting.id, sitting.revision, False, {}, MONDAY, "Негіз жоқ", Why())
    assert done.status is AppealStatus.rejected and done.protocol == "2026-001" and not done.act
    assert head.store.load(GradeSheet, done.sheet.id).corrections == [] and open_tasks(head.store) == []
    for again in (
        lambda d: appeals.withdraw(d, done.id, done.revision, Why("т")),
        lambda d: appeals.form(d, done.id, done.revision, COMMISSION, "1", Why()),
        lambda d: appeals.decide(d, done.id, done.revision, True, {"score": "99"}, MONDAY, "т", Why()),
    ):
        with pytest.raises(RuleBroken, match="over"):
            again(on(head.store, MONDAY))


def test_a_bad_decision_is_told_beside_its_fields_and_takes_no_number(sitting: Appeal, head: Desk) -> None:
    desk = on(head.store, MONDAY)
    cases = [
        (True, {"score": "101"}, MONDAY, "т", "mark.score"), (False, {}, None, "т", "protocol_day"),
        (False, {}, date(2026, 12, 1), "т", "protocol_day"), (False, {}, FRIDAY, "т", "protocol_day"),
        (False, {}, MONDAY, "", "finding"),
    ]  # fmt: skip
    for upheld, marks, day, finding, field in cases:
        with pytest.raises(Problems) as e:
            appeals.decide(desk, sitting.id, sitting.revision, upheld, marks, day, finding, Why())
        assert [p.field for p in e.value.problems] == [field]
    with pytest.raises(RuleBroken, match="changes_nothing"):
        appeals.decide(desk, sitting.id, sitting.revision, True, {"score": "74"}, MONDAY, "т", Why())
    done = appeals.decide(desk, sitting.id, sitting.revision, False, {}, MONDAY, "т", Why())
    assert done.protocol == "2026-001"


def test_withdrawn_with_a_reason_frees_the_mark_for_another_appeal(filed: Appeal, head: Desk) -> None:
    desk = on(head.store, SATURDAY)
    with pytest.raises(Problems):
        appeals.withdraw(desk, filed.id, filed.revision, Why())
    assert appeals.withdraw(desk, filed.id, filed.revision, Why("келісті")).status is AppealStatus.withdrawn
    assert open_tasks(head.store) == []
    assert appeals.file(desk, filed.sheet.id, filed.student.id, SATURDAY, GROUNDS, Why()).number == "2026-0002"


def test_what_should_have_been_decided_is_listed(sitting: Appeal, head: Desk) -> None:
    assert appeals.overdue(on(head.store, sitting.decide_by)) == []
    late = on(head.store, date(2026, 11, 26))
    assert [a.number for a in appeals.overdue(late)] == [sitting.number]
    appeals.decide(late, sitting.id, sitting.revision, False, {}, MONDAY, "т", Why())
    assert appeals.overdue(late) == []
    plan = head.store.db["appeals"].find({"status": {"$in": ["filed", "sitting"]}, "decide_by": {"$lt": "x"}}).explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])


def test_the_examiner_is_told_when_it_is_filed_and_decided(sheet: GradeSheet, head: Desk) -> None:
    user = User(_id="u-examiner", login="examiner", name="Емтихан алушы", role=Role.teacher,
                person=Ref(id="p1", label=Text(kk="Оқытушы")))  # fmt: skip
    head.transact("user.appoint", lambda tx: tx.add(user), Why("т"))
    desk = on(head.store, SATURDAY)
    made = appeals.file(desk, sheet.id, sheet.lines[0].student.id, SATURDAY, GROUNDS, Why())
    made = appeals.form(desk, made.id, made.revision, COMMISSION, "12-ө", Why())
    appeals.decide(desk, made.id, made.revision, False, {}, SATURDAY, "Негіз жоқ", Why())
    told = head.store.rows("notices", {"to": "u-examiner"}, sort=[("at", 1), ("_id", 1)])
    assert [n["key"] for n in told] == ["appeals.told_filed", "appeals.told_rejected"]


# papers ---------------------------------------------------------------------------------------------------------------


def test_application_and_protocol_are_printed_in_three_languages(sitting: Appeal, head: Desk) -> None:
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("ашылу"))
    desk = on(head.store, MONDAY)
    with pytest.raises(RuleBroken, match="no_protocol"):
        papers.pdf(desk, sitting.id, "protocol", "kk")
    done = appeals.decide(desk, sitting.id, sitting.revision, True, {"score": "84"}, MONDAY, "Балл қосылды", Why())
    for lang in LANGS:
        for which in ("application", "protocol"):
            assert papers.pdf(desk, done.id, which, lang).startswith(b"%PDF")  # type: ignore[arg-type]
            body = kinds.versions(head, Sort.template, f"appeal_{which}")[0].body
            made = papers.paper(desk, done, body, which, lang)  # type: ignore[arg-type]
            said = " ".join(t for p in made.parts for t, _ in p.runs) + str([p.rows for p in made.parts])
            assert done.student.label.kk in said and "82 B" in said and "—" not in said.replace(" — ", "")
            if which == "protocol":
                assert "86 B+" in said and done.act in said and "Мүше 0" in said and made.number == "2026-001"
                assert [n for _, n in made.signatures] == ["Мүше 0", "Мүше 1", "Мүше 2"]
            else:
                assert GROUNDS in said and made.number == done.number
    assert head.store.count("looks", {"page": "appeals"}) == 6
