"""The summary sheet: carried from the record, numbered, frozen; a later correction leaves it and is told beside it."""

from __future__ import annotations

import dataclasses
import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from core import sheets
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.rulebooks import install
from core.sheets import forms, period, printed, summary
from core.sheets.paper import Around, paper
from core.sheets.paper import pdf as pdf_of
from schemas.base import LANGS, Text
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Carried
from schemas.reference import Office
from schemas.term import Term
from schemas.words import Role, SheetStatus, TermKind
from tests.acts.class_kit import House
from tests.acts.job_kit import ended, worker
from tests.acts.test_promotions import give, school
from tests.acts.test_rollover import YEAR, edit

CODE = f"{YEAR - 1}-1"
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
    found = Term(code=CODE, kind=TermKind.autumn, year=YEAR - 1)
    desk.transact("reference.edit", lambda tx: tx.add(found), Why("ашылды"))
    return school(desk)


def term(desk: Desk) -> Term:
    return Term.model_validate(desk.store.one("terms", {"code": CODE}))


def opened(desk: Desk) -> GradeSheet:
    return summary.open_group(desk, term(desk).id, GROUP, "summary", Why("қысқы сессия"))


def closed(desk: Desk, sheet: GradeSheet) -> GradeSheet:
    return sheets.close(desk, sheet.id, sheet.revision, sheets.seen_mark({}, desk.actor.id), Why("жабылды"))


def test_columns_and_cells_come_from_the_record_and_nobody_types_them(desk: Desk, of: House) -> None:
    sheet = opened(desk)
    assert (sheet.number, sheet.kind, sheet.status) == (f"SM-{YEAR - 1}-00001", "summary", SheetStatus.open)
    told = [c for c in sheet.form.columns if c.of]
    held = {r["code"] for s in desk.store.rows("students", {}) for t in s["studies"] for r in t["record"]
            if t.get("group") == GROUP and r["term"] == CODE}  # fmt: skip
    assert {c.of.code for c in told if c.of} == held and len(held) > 2
    assert [c.carried for c in sheet.form.columns[len(told) :]] == [
        Carried.earned, Carried.gpa, Carried.failed, Carried.debts,
    ]  # fmt: skip
    for line in sheet.lines:
        study = desk.store.rows("students", {"_id": line.student.id})[0]["studies"][0]
        assert sum(bool(line.more.get(c.code)) for c in told) == len({r["code"] for r in study["record"]})
        assert line.more["debts"] == Decimal(study["totals"]["academic_debts"])
    assert forms.typed(sheet.form) == []
    with pytest.raises(RuleBroken, match="no_such_cell"):
        sheets.keep(desk, sheet.id, [(sheet.lines[0].student.id, told[0].code, "90")])
    with pytest.raises(RuleBroken, match="already"):
        opened(desk)
    with pytest.raises(RuleBroken, match="summary_none"):
        summary.open_group(desk, term(desk).id, "жоқ", "summary", Why("бос"))


def test_what_changed_meanwhile_is_carried_anew_before_it_is_closed(desk: Desk, of: House) -> None:
    sheet = opened(desk)
    give(desk, of.pupils[4], "NEW", "B")
    assert {d.column.carried for d in summary.differing(desk, sheet)} >= {Carried.results, Carried.earned}
    with pytest.raises(RuleBroken, match="summary_differs"):
        closed(desk, sheet)
    with pytest.raises(Problems):
        summary.renew(desk, sheet.id, sheet.revision, Why())
    renewed = summary.renew(desk, sheet.id, sheet.revision, Why("баға қосылды"))
    assert summary.differing(desk, renewed) == []
    assert len(renewed.form.columns) == len(sheet.form.columns) + 1
    with pytest.raises(RuleBroken, match="summary_same"):
        summary.renew(desk, renewed.id, renewed.revision, Why("тағы"))
    assert closed(desk, renewed).status is SheetStatus.closed


def test_a_handed_in_summary_goes_back_when_the_record_changed(desk: Desk, of: House) -> None:
    sheet = opened(desk)
    handed = sheets.hand_in(desk, sheet.id, sheet.revision, sheets.seen_mark({}, desk.actor.id), Why())
    give(desk, of.pupils[4], "NEW", "B")
    renewed = summary.renew(desk, handed.id, handed.revision, Why("баға қосылды"))
    assert (renewed.status, renewed.signatures) == (SheetStatus.open, [])


def test_a_closed_summary_stays_and_a_new_one_tells_of_the_change(desk: Desk, of: House) -> None:
    first = closed(desk, opened(desk))
    assert first.checksum and first.signatures and first.once is None
    with pytest.raises(RuleBroken, match="summary_same"):
        opened(desk)
    line = first.lines[0]
    with pytest.raises(RuleBroken, match="summary_corrected"):
        why = Why("түзету", code="", basis=None)
        desk.transact("correction.propose", lambda tx: sheets.corrections.propose_step(
            tx, tx.get(GradeSheet, first.id), line.student.id, {}, tx.rules(tx.today), why), why)  # fmt: skip
    give(desk, of.pupils[1], "D2", "B")  # re-sat: the F of D2 no longer stands
    still = desk.store.load(GradeSheet, first.id)
    assert (still.lines, still.checksum, still.revision) == (first.lines, first.checksum, first.revision)
    found = summary.differing(desk, still)
    assert {d.column.of.code for d in found if d.column.of} == {"D2"} and Carried.debts not in {
        d.column.carried for d in found
    }
    second = opened(desk)
    assert second.of == first.ref() and second.number > first.number and summary.differing(desk, second) == []
    assert summary.agreeing(desk, first.term.id, "summary") == {}
    closed(desk, second)
    assert summary.agreeing(desk, first.term.id, "summary") == {GROUP: second.number}
    assert [r["number"] for r in summary.standing(desk, first.term.id, GROUP)] == [second.number, first.number]


def test_all_groups_of_a_term_are_opened_in_one_work(desk: Desk, of: House) -> None:
    edit(desk, of.pupils[6], desk.today(), group="ОР-4")
    wish = period.Wish(term(desk).id, ("summary",))
    found = period.preview(desk, wish)
    groups = {p.of.section.label.kk: p.of.members for p in found.opened}
    assert groups == {GROUP: 6} and [(p.of.section.label.kk, p.why) for p in found.left] == [
        ("ОР-4", "sheets.left_no_results")
    ]
    row = ended(desk.store, period.begin(desk, found, Why("қысқы сессия")))
    assert row["error"] is None and row["result"]["done"] == len(found.opened)
    made = [GradeSheet.model_validate(r) for r in desk.store.rows("grade_sheets", {"kind": "summary"})]
    assert sorted(s.number[-5:] for s in made) == [f"{n:05d}" for n in range(1, len(made) + 1)]
    again = period.preview(desk, wish)
    assert not again.opened and GROUP in {p.of.section.label.kk for p in again.left if p.why == "sheets.left_already"}
    mine = next(s for s in made if s.section and s.section.id == GROUP)
    closed(desk, mine)
    assert GROUP in {p.of.section.label.kk for p in period.preview(desk, wish).left}  # closed, and the record agrees
    give(desk, of.pupils[1], "D2", "B")
    assert [p.of.section.label.kk for p in period.preview(desk, wish).opened] == [GROUP]


def test_a_draft_takes_its_cells_when_it_is_issued(desk: Desk, of: House) -> None:
    draft = summary.open_group(desk, term(desk).id, GROUP, "summary", Why("жоба"), draft=True)
    give(desk, of.pupils[4], "NEW", "B")
    issued = sheets.issue(desk, draft.id, draft.revision, Why())
    assert issued.status is SheetStatus.open and summary.differing(desk, issued) == []


def test_the_paper_goes_on_where_the_disciplines_are_many_and_its_qr_says_them_all(desk: Desk, of: House) -> None:
    for n in range(26):
        for k, pupil in enumerate(of.pupils[:5]):
            give(desk, pupil, f"KNS{1200 + n}", "ABCF"[(k + n) % 4])
    sheet = closed(desk, opened(desk))
    heads = [c.of.code for c in sheet.form.columns if c.of]
    for lang in LANGS:
        made = paper(sheet, Around.of(desk.store, [sheet]), lang)
        assert not made.stamp and made.checksum == sheet.checksum and len(made.totals) == 4
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(desk, sheet, lang))).pages)
        assert all(code in text for code in heads) and sheet.number in text and sheet.checksum in text
        assert text.count(sheet.lines[0].student.label.get(lang)) >= 2  # in each list of columns
    said = [printed.read(text) for text in printed.written(sheet)]
    assert sum(len(s.rows) for s in said) == len(sheet.lines) and all(s.genuine(sheet) for s in said)
    other = dataclasses.replace(said[0], rows=(("Z", *said[0].rows[0][1:]), *said[0].rows[1:]))
    assert not any(c.differs for s in said for c in printed.compared(s, sheet))
    assert [c.differs for c in printed.compared(other, sheet)][0]
