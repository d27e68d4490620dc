"""Opening a summary sheet, carrying it anew while it is open, and the check before it is signed or closed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core import rulebooks
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.sheets.opening import Asked, Frame, begun, numbered, stepped
from core.sheets.summary.reading import RIGHT, of_groups, of_record
from core.sheets.summary.rules import ALL, Pair, differences, filled
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import MOST
from schemas.words import UNDONE, SheetStatus


def open_group(desk: Desk, term: Id, group: str, kind: str, why: Why, draft: bool = False) -> GradeSheet:
    """Open the summary of a group and a term; its cells are carried from the record.

    Raises RuleBroken: no results in the term, one stands that is not closed, or the closed one says the same.
    """

    def work(tx: Tx) -> GradeSheet:
        frame, asked = Frame.of(kind), Asked(tx.today, reason=why.reason, draft=draft)
        if tx.session.one("grade_sheets", {"once": once(term, group, kind)}, {"_id": 1}):
            raise RuleBroken("sheets.already", section=group)
        code = frame.term(tx, term).code
        sheet = listed(tx, frame, asked, term, group, of_groups(tx.session, [group], code)[group])
        numbered(tx, frame, sheet)
        return sheet

    return desk.transact("grade_sheet.open", work, why, given=["group", term, group, kind])


def once(term: Id, group: str, kind: str) -> str:
    """What one summary stands for alone, until it is closed."""
    return f"{term}:{group}:{kind}"


def listed(tx: Tx, frame: Frame, asked: Asked, term: Id, group: str, pairs: Sequence[Pair]) -> GradeSheet:
    """The summary of a group that has none, with its cells; its number is given last."""
    if not frame.kind.summary:
        raise RuleBroken("sheets.no_summary", name=frame.name)
    places = {k: [s[k] for _, s in pairs if s.get(k)] for k in ("faculty", "department")}
    one = {k: Ref.model_validate(v[0]) for k, v in places.items() if len({p["id"] for p in v}) == 1}
    sheet = begun(
        tx, frame, asked, term, section=Ref(id=group, label=Text(kk=group)), discipline=ALL, discipline_code="",
        credits=Decimal(0), counts_in_gpa=False, once=once(term, group, frame.code), **one,
    )  # fmt: skip
    sheet = filled(sheet, pairs, frame.rulebook(tx, asked.day))
    if not any(c.of for c in sheet.form.columns):
        raise RuleBroken("sheets.summary_none", group=group)
    if len(sheet.form.columns) > MOST:
        raise RuleBroken("sheets.summary_wide", group=group, most=MOST)
    where = {"section.id": group, "kind": frame.code, "status": "closed", "term.id": term}
    if before := sorted(tx.find(GradeSheet, where), key=lambda s: s.number):
        last = before[-1]
        if not differences(last, of_record(tx.session, last, rulebooks.get_in(tx, last.rules))):
            raise RuleBroken("sheets.summary_same", number=last.number)
        sheet.of = last.ref()
    return sheet


def renew(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Carry a summary that is not closed from the record anew; signatures given over other cells fall.

    Raises Problems (no reason), RuleBroken: no summary, closed, or nothing differs.
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        if not sheet.form.summary or sheet.status not in UNDONE:
            raise RuleBroken("sheets.not_in_state", number=sheet.number, status=sheet.status)
        now = carried(tx, sheet)
        if not differences(sheet, now):
            raise RuleBroken("sheets.summary_same", number=sheet.number)
        if sheet.status not in (SheetStatus.draft, SheetStatus.open):
            now.signatures = []
            now = stepped(tx, now, SheetStatus.open, why.reason)
        return tx.save(now)

    return desk.transact("grade_sheet.renew", work, why, right=RIGHT, given=[sheet_id, revision])


def carried(tx: Tx, sheet: GradeSheet) -> GradeSheet:
    """A summary as the record has it in this act."""
    return of_record(tx.session, sheet, rulebooks.get_in(tx, sheet.rules))


def check(tx: Tx, sheet: GradeSheet) -> None:
    """RuleBroken where a summary no longer says what the record says: it is neither signed nor closed so."""
    if sheet.form.summary and differences(sheet, carried(tx, sheet)):
        raise RuleBroken("sheets.summary_differs", number=sheet.number)
