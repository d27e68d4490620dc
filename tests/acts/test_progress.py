"""Progress read from a real database: figures equal the records, debts page by page, places, scope, files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core import sums
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, RuleBroken
from core.papers import acts, life
from core.progress import notices, papers, reading
from core.progress.reading import Cut
from core.progress.what_if import ahead, changed
from core.rulebooks import install
from core.sums.progress import BANDS
from schemas.base import Text
from schemas.paper import Paper
from schemas.reference import Office, Signer
from schemas.student import Student
from schemas.words import Role
from tests.acts.class_kit import House
from tests.acts.job_kit import ended, worker
from tests.acts.test_promotions import give, school
from tests.acts.test_rollover import YEAR, edit
from tests.conftest import actor

GROUP = f"ОР-{(YEAR - 1) % 100}-1"


@pytest.fixture
def desk(shipped: Store) -> Desk:
    return worker(shipped, Role.head)


@pytest.fixture
def of(desk: Desk) -> House:
    words = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Офис"), "city": Text(kk="Алматы")}
    desk.transact("office.edit", lambda tx: tx.add(Office(_id="office", **words)), Why("ашылды"))
    if not desk.store.count("rulebooks", {"own": True}):
        install(desk, "kz-2022")
    return school(desk)


def test_the_figures_equal_the_records(desk: Desk, of: House) -> None:
    edit(desk, of.pupils[1], desk.today(), status="academic_leave")
    sums.refresh(desk.store)
    rows = reading.figures(desk)
    studies = [s for p in of.pupils for s in desk.store.load(Student, p.id).studies if s.status == "active"]
    gpas = [s.totals.gpa for s in studies if s.totals.gpa is not None]
    assert sum(r["n"] for r in rows) == len(studies) == 6
    assert sum(r["debtors"] for r in rows) == sum(s.totals.academic_debts > 0 for s in studies)
    assert sum(r["debts"] for r in rows) == sum(s.totals.academic_debts for s in studies) == 3
    assert sum(n for r in rows for n in r["since"].values()) == 3
    assert sum(r["gpa_n"] for r in rows) == len(gpas)
    assert round(sum((r["gpa_sum"] for r in rows), Decimal(0)), 6) == round(sum(gpas, Decimal(0)), 6)
    bands = [sum(r["bands"][n] for r in rows) for n in range(len(BANDS) + 1)]
    assert bands == [sum(sum(g >= low for low in BANDS) == n for g in gpas) for n in range(len(BANDS) + 1)]
    other = Desk(actor(Role.department, department="other"), desk.store)
    assert reading.figures(other) == []
    with pytest.raises(Forbidden):
        reading.figures(Desk(actor(Role.teacher, teacher="t"), desk.store))


def test_debts_come_page_by_page_and_inside_the_scope(desk: Desk, of: House) -> None:
    whole = reading.debtors(desk, Cut())
    assert [d.number for d in whole] == ["N-1", "N-2", "N-3", "N-4"]
    assert [d.number for d in reading.debtors(desk, Cut(), 1, 3)] == ["N-4"]
    assert reading.count_debtors(desk, Cut()) == 4
    assert reading.debtors(desk, Cut(course=4)) == [] and len(reading.debtors(desk, Cut(department=of.unit.id))) == 4
    thrice = whole[-1].debts[0]
    assert (thrice.fails, thrice.ways, thrice.since) == (3, (), date(YEAR - 1, 12, 20))
    stranger = Desk(actor(Role.registrar, faculty="other"), desk.store)
    assert reading.debtors(stranger, Cut()) == []
    with pytest.raises(Forbidden):
        reading.debtors(Desk(actor(Role.payments), desk.store), Cut())


def test_a_group_stands_in_the_order_of_its_gpa(desk: Desk, of: House) -> None:
    give(desk, of.pupils[5], "D0", "A")
    give(desk, of.pupils[5], "D1", "B")
    found = reading.ranking(desk, GROUP, f"{YEAR - 1}-1")
    assert [(x.number, str(x.place or "—")) for x in found[:2]] == [("N-0", "1–2"), ("N-5", "1–2")]
    assert found[-1].number == "N-6" and found[-1].place is None
    assert found[0].gpas.cumulative == found[0].gpas.term == Decimal("3.5")
    table = reading.group_summary(desk, GROUP, f"{YEAR - 1}-1")
    assert len(table.lines) == 7 and {c for _, c, _ in table.heads} == {"D0", "D1", "D2", "SOL"}
    for lang in ("kk", "ru", "en"):
        assert papers.summary_xlsx(desk, table, GROUP, f"{YEAR - 1}-1", lang).startswith(b"PK")  # type: ignore[arg-type]
    assert papers.ranking_xlsx(desk, GROUP, found, "2025-1", "kk").startswith(b"PK")
    assert papers.debts_xlsx(desk, Cut(), "ru").startswith(b"PK")
    assert desk.store.count("looks", {"page": "progress"}) == 5, "who took what is written down"


def test_what_if_ranks_among_the_peers_and_writes_nothing(desk: Desk, of: House) -> None:
    before = desk.store.count("audit_events", {})
    one = ahead(desk, of.pupils[1].id, "st-1")
    record = one.study["record"]
    was = one.outlook(record, f"{YEAR - 1}-1")
    failed = next(r["id"] for r in record if r["state"] == "failed")
    now = one.outlook(changed(record, {failed: Decimal(95)}, [], one.rules, desk.today()), f"{YEAR - 1}-1")
    assert (was.debts, was.rank, was.of) == (1, None, 0)
    assert now.debts == 0 and str(now.rank) == "1" and now.of == 1
    for x in (was, now):  # the list says by name what the line says of the student
        assert (one.study["id"] in {id for _, id, _ in x.scholars}) == (x.scholarship == ())
        assert all(name.startswith("Студент") for name, _, _ in x.scholars)
    assert now.credits == was.credits + 5 and now.promotion != was.promotion
    assert desk.store.count("audit_events", {}) == before
    with pytest.raises(Forbidden):
        ahead(Desk(actor(Role.registrar, faculty="other"), desk.store), of.pupils[1].id, "st-1")


def test_notices_need_somebody_who_owes(desk: Desk, of: House) -> None:
    with pytest.raises(RuleBroken, match="nobody_owes"):
        notices.begin(desk, Cut(course=4), Why("х"))


def test_a_batch_of_notices_is_one_task_which_ends_with_its_last_signature(desk: Desk, of: House) -> None:
    """However many papers the job makes; a paper made alone keeps a task of its own."""
    rector = Signer(post=Text(kk="Ректор"), name=Text(kk="Ректор Р."))
    desk.transact("office.edit", lambda tx: tx.save(_signed(tx.get(Office, "office"), rector)), Why("қол қояды"))
    senior = worker(desk.store, Role.senior_registrar)
    job = notices.begin(senior, Cut(), Why("хабарлама"))
    assert ended(desk.store, job)["state"] == "done"
    made = [Paper.model_validate(r) for r in desk.store.rows("papers", {"batch": job})]
    assert len(made) > 1
    [task] = desk.store.rows("tasks", {"state": "open"})
    assert (task["subject"]["id"], task["to_role"], task["page"]) == (job, "head", "papers")
    assert task["address"] == {"state": "made", "kind": notices.KIND}
    assert desk.store.count("notices", {"task": task["_id"]}) == 1, "the head is told once"
    alone = acts.request(senior, notices.KIND, made[0].student.id, made[0].study, {"lang": "kk"}, Why("өтініш"))
    alone = acts.make(senior, alone.id, alone.revision, Why())
    assert desk.store.count("tasks", {"state": "open"}) == 2
    for n, paper in enumerate(made):
        assert desk.store.count("tasks", {"state": "open", "subject.id": job}) == 1, n
        if n == 0:
            life.cancel(desk, Paper, paper.id, paper.revision, Why("қате"))
        else:
            life.sign(desk, Paper, paper.id, paper.revision, Why())
    assert [r["subject"]["id"] for r in desk.store.rows("tasks", {"state": "open"})] == [alone.id]


def _signed(office: Office, signer: Signer) -> Office:
    office.signers = [signer]
    return office
