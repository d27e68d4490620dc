"""Internal audits against a real database: nobody audits his own work, a programme that is approved, findings that
become nonconformities once, a report that does not change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from core import approvals, internal_audits
from core.db.store import Store
from core.desk import Desk, Why
from core.docx import words
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.internal_audits import programme, report
from core.internal_audits.rules import month_end
from core.office import first_office
from core.quality import nonconformities
from core.users import actor_of
from schemas.base import LANGS, Ref, Text
from schemas.internal_audit import AuditMonth, AuditState, InternalAudit, ProgrammeState
from schemas.reference import Department, Person, UnitKind
from schemas.student import Name
from schemas.user import User
from schemas.words import Role

pytestmark = pytest.mark.usefixtures("shipped")
CRITERIA = [{"text": "Ереже", "clause": "24-25"}]
CHECKED = [
    {"question": "Ведомость уақтылы жабыла ма", "clause": "25", "outcome": "fails", "evidence": "№ 12, 3 күн кеш"},
    {"question": "Қолдар бар ма", "clause": "24", "outcome": "meets", "evidence": "10 парақ қаралды"},
]
FOUND = [
    {"grade": "minor", "requirement": "25-тармақ", "text": "Ведомость кеш жабылған", "evidence": "№ 12 ведомость"},
    {"grade": "observation", "text": "Көшірме сақталмайды", "evidence": "Папка бос"},
]


@dataclass(frozen=True)
class House:
    """An office with a faculty of two departments and those who may audit."""

    store: Store
    head: Desk
    users: dict[str, User]
    piano: Ref
    faculty: Ref

    def desk(self, login: str) -> Desk:
        return Desk(actor_of(self.users[login]), self.store)

    def ref(self, login: str) -> dict[str, Any]:
        return self.users[login].ref().model_dump()


@pytest.fixture
def house(head: Desk, store: Store) -> House:
    """Accounts and units by one act each."""
    faculty = Department(code="F", name=Text(kk="Аспап факультеті"), kind=UnitKind.faculty)
    piano = Department(code="P", name=Text(kk="Фортепиано кафедрасы"), parent=faculty.ref())
    strings = Department(code="S", name=Text(kk="Ішекті кафедра"), parent=faculty.ref())
    people = {
        n: Person(number=n, name=Name(last=f"Тегі {n}", first="Аты"), department=unit.ref())
        for n, unit in (("1", piano), ("2", strings))
    }
    users = {
        "headmaster": User(login="headmaster", name="Басшы Айгүл", role=Role.head),
        "senior": User(login="senior", name="Аға тіркеуші", role=Role.senior_registrar),
        "rector": User(login="rector", name="Ректор", role=Role.management),
        "auditor": User(login="auditor", name="Аудитор Берік", role=Role.auditor),
        "pianist": User(login="pianist", name="Пианист Сәуле", role=Role.teacher, person=people["1"].ref()),
        "fiddler": User(login="fiddler", name="Скрипкашы Дана", role=Role.teacher, person=people["2"].ref()),
    }

    def work(tx: Any) -> Any:
        for doc in (faculty, piano, strings, *people.values(), *users.values()):
            tx.add(doc, scoped=False)
        return tx.add(first_office("Консерватория", "Алматы"), scoped=False)

    head.transact("office.edit", work, Why("т"))
    return House(store, Desk(actor_of(users["headmaster"]), store), users, piano.ref(), faculty.ref())


def lines(house: House, *rows: tuple[str, Any, str]) -> dict[str, Any]:
    planned = [{"process": p, "unit": u.model_dump() if u else None, "month": m} for p, u, m in rows]
    return {"aim": "Жүйе жұмысын тексеру", "standard": "ISO 9001:2015", "planned": planned}


def approved(house: House, year: int, *rows: tuple[str, Any, str]) -> Any:
    made = programme.draft(house.head, year, lines(house, *rows), Why())
    made = programme.ask(house.head, made.id, made.revision, Why())
    (asked,) = approvals.of_subject(house.head, made.id)
    approvals.agree(house.desk("rector"), asked.id, asked.revision, Why("келісемін"))
    return programme_of(house, made.id)


def programme_of(house: House, id: str) -> Any:
    return internal_audits.reading.programme(house.head, id)


def planned(house: House, made: Any, row: int = 0, lead: str = "auditor", **more: Any) -> InternalAudit:
    first = date(made.year, made.planned[row].month.n, 1).isoformat()
    values = {"standard": "ISO 9001:2015", "criteria": CRITERIA, "first": first, "lead": house.ref(lead),
              "last": month_end(made.year, made.planned[row].month).isoformat(), "auditors": [], **more}  # fmt: skip
    return internal_audits.plan(house.head, values, Why(), made.id, row)


@pytest.fixture
def made(house: House, head: Desk) -> Any:
    """The approved programme of this year: the office's sheets in January, a department's lessons in December."""
    return approved(house, head.today().year, ("sheets", None, "01"), ("lessons", house.piano, "12"))


def test_the_programme_is_approved_by_the_leadership_and_then_changed_by_a_version(house: House, head: Desk) -> None:
    year = head.today().year
    made = programme.draft(house.head, year, lines(house, ("sheets", None, "03")), Why())
    with pytest.raises(RuleBroken, match="not_approved"):
        planned(house, made)
    with pytest.raises(RuleBroken, match="version_coming"):
        programme.draft(house.head, year, lines(house, ("sheets", None, "04")), Why())
    with pytest.raises(Forbidden):
        programme.draft(house.desk("rector"), year + 1, lines(house, ("sheets", None, "04")), Why())
    with pytest.raises(Problems) as twice:
        programme.amend(house.head, made.id, made.revision, lines(house, *[("sheets", None, "03")] * 2), Why())
    assert [p.key for p in twice.value.problems] == ["internal_audits.planned_twice"]
    made = programme.ask(house.head, made.id, made.revision, Why())
    with pytest.raises(RuleBroken, match="not_draft"):
        programme.amend(house.head, made.id, made.revision, lines(house, ("plans", None, "03")), Why())
    (asked,) = approvals.of_subject(house.head, made.id)
    with pytest.raises(OfficeError):
        approvals.agree(house.head, asked.id, asked.revision, Why())
    approvals.decline(house.desk("rector"), asked.id, asked.revision, Why("толықтыру керек"))
    back = programme_of(house, made.id)
    assert back.status is ProgrammeState.draft
    programme.ask(house.head, back.id, back.revision, Why())
    asked = approvals.of_subject(house.head, made.id)[0]
    approvals.agree(house.desk("rector"), asked.id, asked.revision, Why())
    second = approved(house, year, ("sheets", None, "03"), ("orders", None, "05"))
    assert (second.n, second.status) == (2, ProgrammeState.approved)
    assert programme_of(house, made.id).status is ProgrammeState.replaced


@pytest.mark.parametrize(
    ("row", "who", "key"),
    [(0, "headmaster", "owns_process"), (0, "senior", "of_office"), (1, "pianist", "of_unit"),
     (1, "senior", "owns_process")],
)  # fmt: skip
def test_nobody_audits_his_own_work(house: House, made: Any, row: int, who: str, key: str) -> None:
    for values in ({"lead": who}, {"auditors": [house.ref(who)]}):
        with pytest.raises(Problems) as no:
            planned(house, made, row, **values)
        (told,) = no.value.problems
        assert told.key == f"internal_audits.{key}" and told.field == next(iter(values))
        assert told.values["name"] == house.users[who].label(), "by name"
    assert house.store.count("internal_audits", {}) == 0


def test_a_faculty_is_not_audited_by_its_departments_nor_under_another_account(house: House, head: Desk) -> None:
    second = User(login="second", name="Басшы Айгүл", role=Role.auditor, person=house.users["pianist"].person)
    head.transact("user.appoint", lambda tx: tx.add(second, scoped=False), Why("т"))
    house.users["second"] = second
    year = head.today().year
    made = approved(house, year, ("lessons", house.faculty, "06"), ("lessons", house.piano, "06"))
    for row, who in ((0, "fiddler"), (0, "second"), (1, "second")):
        with pytest.raises(Problems) as no:
            planned(house, made, row, who)
        assert [p.key for p in no.value.problems] == ["internal_audits.of_unit"], who
    assert planned(house, made, 1, "fiddler").people == [house.users["fiddler"].person.id]  # type: ignore[union-attr]


def test_numbers_follow_and_a_line_has_one_audit(house: House, made: Any) -> None:
    first = planned(house, made)
    with pytest.raises(RuleBroken, match="line_taken"):
        planned(house, made)
    internal_audits.cancel(house.head, first.id, first.revision, Why("аудитор ауырды"))
    again = planned(house, made)
    with pytest.raises(Problems):
        planned(house, made, 1, first="2026-05-02", last="2026-05-01")
    other = planned(house, made, 1, "fiddler")
    assert [a.number[-2:] for a in (first, again, other)] == ["01", "02", "03"], "a refused plan takes no number"
    values = {"process": "plans", "standard": "ISO 9001:2015", "criteria": CRITERIA, "first": "2026-12-01",
              "last": "2026-12-05", "lead": house.ref("auditor")}  # fmt: skip
    with pytest.raises(Problems):
        internal_audits.plan(house.head, values, Why())
    outside = internal_audits.plan(house.head, values, Why("шағымнан кейін"))
    assert outside.programme is None and (outside.year, outside.month) == (2026, AuditMonth.m12)
    with pytest.raises(Problems) as gone:
        internal_audits.amend(house.head, outside.id, outside.revision, {"process": "none"}, Why())
    assert gone.value.problems[0].field == "process"


def test_who_is_no_auditor_of_it_writes_nothing(house: House, made: Any) -> None:
    audit = planned(house, made, 1, "fiddler")
    for who in ("pianist", "headmaster", "senior", "rector"):
        with pytest.raises(Forbidden):
            internal_audits.checklist(house.desk(who), audit.id, audit.revision, CHECKED, Why())
    kept = internal_audits.checklist(house.desk("fiddler"), audit.id, audit.revision, CHECKED, Why())
    assert [r.question for r in kept.checklist] == [r["question"] for r in CHECKED]


def running(house: House, made: Any) -> InternalAudit:
    desk, audit = house.desk("auditor"), planned(house, made)
    audit = internal_audits.checklist(desk, audit.id, audit.revision, CHECKED, Why())
    return internal_audits.start(desk, audit.id, audit.revision, Why())


def test_one_who_got_the_process_since_may_not_begin(house: House, made: Any, head: Desk) -> None:
    audit = planned(house, made, 1, "fiddler")

    def move(tx: Any) -> Any:
        person = tx.get(Person, house.users["fiddler"].person.id, scoped=False)  # type: ignore[union-attr]
        person.department = house.piano
        return tx.save(person)

    head.transact("reference.edit", move, Why("т"))
    with pytest.raises(RuleBroken, match="of_unit"):
        internal_audits.start(house.desk("fiddler"), audit.id, audit.revision, Why())


def test_a_report_says_everything_and_is_frozen(house: House, made: Any) -> None:
    desk, audit = house.desk("auditor"), running(house, made)
    with pytest.raises(RuleBroken, match="fails_unsaid"):
        internal_audits.hand_in(desk, audit.id, audit.revision, Why())
    with pytest.raises(Problems) as no:
        internal_audits.findings(desk, audit.id, audit.revision, [{**FOUND[0], "requirement": ""}], "", Why())
    assert (no.value.problems[0].field, no.value.problems[0].row) == ("findings", 0)
    audit = internal_audits.findings(desk, audit.id, audit.revision, FOUND, "", Why())
    with pytest.raises(RuleBroken, match="no_conclusions"):
        internal_audits.hand_in(desk, audit.id, audit.revision, Why())
    audit = internal_audits.findings(desk, audit.id, audit.revision, FOUND, "Жүйе жұмыс істейді", Why())
    audit = internal_audits.hand_in(desk, audit.id, audit.revision, Why())
    assert audit.status is AuditState.reported and audit.reported_on == desk.today()
    for change in (
        lambda: internal_audits.checklist(desk, audit.id, audit.revision, [], Why()),
        lambda: internal_audits.findings(desk, audit.id, audit.revision, [], "жоқ", Why()),
        lambda: internal_audits.cancel(house.head, audit.id, audit.revision, Why("т")),
    ):
        with pytest.raises(RuleBroken, match="stands_elsewhere"):
            change()

    def by_hand(tx: Any) -> Any:
        held = tx.get(InternalAudit, audit.id)
        held.conclusions = "Бәрі жақсы"
        return tx.save(held)

    with pytest.raises(OfficeError):
        desk.transact("internal_audit.find", by_hand, Why(), right="internal_audit.edit")
    for lang in LANGS:
        said = words(report.word(desk, audit.id, lang))
        for row in (*CHECKED, *FOUND):
            assert row["evidence"] in said, lang
        assert "Жүйе жұмыс істейді" in said and audit.number in said
    assert report.pdf(desk, audit.id, "kk").startswith(b"%PDF")
    (look,) = house.store.rows("looks", {"did": "download", "lang": "kk", "id": audit.id}, limit=1)
    assert look["user"] == desk.actor.id


def test_findings_become_nonconformities_once_and_the_audit_closes_when_they_are_registered(
    house: House, made: Any
) -> None:  # fmt: skip
    desk, audit = house.desk("auditor"), running(house, made)
    found = [*FOUND, {**FOUND[0], "grade": "major", "text": "Қол жоқ"}]
    audit = internal_audits.findings(desk, audit.id, audit.revision, found, "Жүйе жұмыс істейді", Why())
    click = Why()
    first = internal_audits.hand_in(desk, audit.id, audit.revision, click)
    again = internal_audits.hand_in(desk, audit.id, audit.revision, click)
    rows = house.store.rows("nonconformities", {}, sort=[("number", 1)])
    assert [(r["weight"], r["status"], r["text"]) for r in rows] == [
        ("minor", "proposed", FOUND[0]["text"]), ("major", "proposed", "Қол жоқ")]  # fmt: skip
    assert again.findings == first.findings, "a double click proposes nothing anew"
    assert [f.nonconformity.id if f.nonconformity else None for f in first.findings] == [
        rows[0]["_id"], None, rows[1]["_id"]]  # fmt: skip
    assert all(r["source_ref"]["id"] == audit.id and r["standard"] == "ISO 9001:2015" for r in rows)
    with pytest.raises(RuleBroken, match="unregistered") as no:
        internal_audits.close(desk, first.id, first.revision, Why())
    assert no.value.values["numbers"] == ", ".join(r["number"] for r in rows)
    facts = {"requirement": "25-тармақ", "responsible": house.ref("senior"), "due": desk.today().isoformat()}
    nonconformities.open_(house.head, rows[0]["_id"], rows[0]["revision"], facts, Why())
    nonconformities.decline(house.head, rows[1]["_id"], rows[1]["revision"], Why("расталмады"))
    done = internal_audits.close(desk, first.id, first.revision, Why())
    assert done.status is AuditState.closed and [s.status.value for s in done.steps] == [
        "planned", "running", "reported", "closed"]  # fmt: skip


def test_the_board_tells_what_became_of_each_line_and_who_is_late(house: House, made: Any, head: Desk) -> None:
    board = internal_audits.board(house.head, made.year)
    assert [x.late for x in board.lines] == [head.today() > month_end(made.year, AuditMonth.m01), False]
    running(house, made)
    board = internal_audits.board(house.head, made.year)
    assert [x.audit.status if x.audit else None for x in board.lines] == [AuditState.running, None]
    assert board.approved and board.approved.id == made.id and board.coming is None
    assert made.year in internal_audits.years(house.head)
