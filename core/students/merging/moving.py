"""What still lives goes where its study goes: sections, open sheets with what is typed, holds, scans, asked papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import merged
from core.sheets import drafts
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.grade_sheet import GradeSheet
from schemas.hold import Hold
from schemas.order import PREPARED, Order, OrderStatus
from schemas.paper import Paper, PaperState
from schemas.scan import Scan
from schemas.section import Section
from schemas.words import UNDONE

MOST = 5000


def in_the_way(reader: merged.Reader, keep: Id, other: Id) -> list[tuple[str, dict[str, Any]]]:
    """Living things that can't stand twice with one person: (message key, values)."""
    found: list[tuple[str, dict[str, Any]]] = []
    both = {"$and": [{"lines.student.id": keep}, {"lines.student.id": other}], "status": {"$in": UNDONE}}
    found += [
        ("records.both_on_sheet", {"number": r["number"]}) for r in reader.rows("grade_sheets", both, {"number": 1})
    ]
    held = {r["kind"]["id"] for r in reader.rows("holds", {"student.id": keep, "active": True}, {"kind": 1})}
    found += [
        ("records.both_held", {"kind": Ref.model_validate(r["kind"]).label})
        for r in reader.rows("holds", {"student.id": other, "active": True}, {"kind": 1})
        if r["kind"]["id"] in held
    ]  # fmt: skip
    found += [
        ("records.proposal_waits", {"number": r["number"]})
        for r in reader.rows("proposals", {"student.id": other, "state": "open"}, {"number": 1})
    ]
    going = {"lines.student.id": other, "status": {"$in": [*PREPARED, OrderStatus.signed]}}
    found += [
        ("records.order_waits", {"order": Order.model_validate(r).label()})
        for r in reader.rows("orders", going)
        if any(x["student"]["id"] == other and not x.get("reversed") for x in r["lines"])
    ]  # fmt: skip
    return found


def by_study(tx: Tx, away: Id, to: Ref, number: str, ids: Mapping[Id, Id]) -> dict[str, list[Id]]:
    """Sections, open sheets and asked papers that name these studies (old id → new) of `away` now name `to`."""
    sections = tx.find(Section, {"members.student.id": away}, MOST)
    moved_sections = []
    for section in sections:
        if any(m.student.id == away and m.study in ids for m in section.members):
            for member in section.members:
                if member.student.id == away and member.study in ids:
                    member.student, member.study, member.number = to, ids[member.study], number
            moved_sections.append(tx.save(section).id)
    sheets = tx.find(GradeSheet, {"lines.student.id": away, "status": {"$in": UNDONE}}, MOST)
    moved_sheets = []
    for sheet in sheets:
        if any(x.student.id == away and x.study in ids for x in sheet.lines):
            for line in sheet.lines:
                if line.student.id == away and line.study in ids:
                    line.student, line.study, line.number = to, ids[line.study], number
            drafts.hand_over(tx.session, sheet.id, away, to.id)
            moved_sheets.append(tx.save(sheet).id)
    papers = tx.find(Paper, {"student.id": away, "state": PaperState.requested.value}, MOST)
    asked = [p for p in papers if p.study in ids]
    for paper in asked:
        paper.student, paper.study, paper.student_number = to, ids[paper.study], number
        tx.save(paper)
    return {"sections": moved_sections, "grade_sheets": moved_sheets, "papers": [p.id for p in asked]}


def of_person(
    tx: Tx, away: Id, to: Ref, number: str, only: Mapping[str, list[Id]] | None = None
) -> dict[str, list[Id]]:
    """Holds and scans of the person `away` are now those of `to`; `only`: those that came by the merge."""

    def mine(kind: str) -> dict[str, Any]:
        return {"student.id": away} | ({"_id": {"$in": only.get(kind, [])}} if only is not None else {})

    holds = tx.find(Hold, mine("holds"), MOST)
    for hold in holds:
        hold.student, hold.number = to, number
        tx.save(hold)
    scans = tx.find(Scan, mine("scans"), MOST)
    for scan in scans:
        scan.student = to
        tx.save(scan)
    return {"holds": [h.id for h in holds], "scans": [s.id for s in scans]}
