"""A midterm's mark on its way into the sheets that carry it: brought while they are open, told once they are closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core import merged, rulebooks, tasks
from core.db.codec import plain
from core.db.store import Row, Session, Store
from core.errors import OfficeError, RuleBroken
from core.sheets import forms
from core.sheets import plan as rule
from core.sheets.opening import midterms_of, stepped
from core.tx import Tx
from schemas.base import LANGS, Id, Text
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import MIDTERMS, Gives, SheetForm, WhileOpen
from schemas.rulebook import Rulebook
from schemas.task import scope_of
from schemas.words import UNDONE, Role, SheetStatus

NAMED = 5  # students a task names
MARK = "midterm"  # of the task that a closed sheet is to be looked at
Given = Mapping[Id, Decimal | None]  # student → the mark of a midterm; None: it stands no longer


def is_midterm(sheet: GradeSheet) -> bool:
    """Does it give a mark that other sheets carry?"""
    return sheet.form.gives in (Gives.midterm_1, Gives.midterm_2)


def carried(form: SheetForm) -> list[str]:
    """Which midterms a sheet of this form carries."""
    return [c.carried.value for c in form.columns if c.carried.value in MIDTERMS]


def open_for(reader: Store | Session, sheet: GradeSheet) -> list[str]:
    """Numbers of the midterm sheets that are still open for students of a sheet which carries them."""
    columns = carried(sheet.form)
    if not columns:
        return []
    where: Row = {"term.id": sheet.term.id, "discipline.id": sheet.discipline.id, "status": {"$in": UNDONE},
                  "form.gives": {"$in": columns}, "lines.student.id": {"$in": _ids(sheet)}}  # fmt: skip
    return sorted(r["number"] for r in reader.rows("grade_sheets", where, {"number": 1}))


def _ids(sheet: GradeSheet) -> list[Id]:
    return [x.student.id for x in sheet.lines]


def refuses(sheet: GradeSheet) -> bool:
    """Does its kind refuse to be signed and closed while a midterm sheet is open?"""
    try:
        return forms.body(sheet.kind).while_open is WhileOpen.refuses
    except OfficeError:  # retired since: the sheet goes on as it began
        return False


def check(tx: Tx, sheet: GradeSheet) -> None:
    """RuleBroken where a midterm sheet is open and the kind refuses."""
    if refuses(sheet) and (numbers := open_for(tx.session, sheet)):
        raise RuleBroken("sheets.midterm_open_refused", number=sheet.number, numbers=", ".join(numbers))


def carry(tx: Tx, midterm: GradeSheet, given: Given) -> None:
    """Bring the marks of a closed midterm sheet into the sheets that still wait for them. A sheet that was handed in
    over another mark goes back to be filled, its signatures fall. Of a closed one, which nothing changes, the office
    has the task to look at it."""
    column = midterm.form.gives.value
    for sheet in tx.find(GradeSheet, _carrying(midterm, given) | {"status": {"$in": UNDONE}}):
        changed = [brought(x, column, given[x.student.id]) if x.student.id in given else x for x in sheet.lines]
        handed = sheet.status in (SheetStatus.filled, SheetStatus.signed)
        values = [[x.value(column) for x in lines] for lines in (changed, sheet.lines)]
        if changed == sheet.lines or (handed and values[0] == values[1]):
            continue
        held = rule.midterms_held(changed)
        rules = rulebooks.get_in(tx, sheet.rules)
        sheet.lines = [rule.judged(x, rules, held, sheet.form) for x in changed]
        if handed:
            sheet.signatures = []
            sheet = stepped(tx, sheet, SheetStatus.open, midterm.number)
        tx.save(sheet)
    for late in behind(tx, midterm, given):
        _task(tx, midterm, late)


def brought(line: SheetLine, column: str, score: Decimal | None) -> SheetLine:
    """A line with the mark of a midterm sheet in its column, or without the one that was brought."""
    if score is None and column not in line.carried:
        return line
    held = {*line.carried, column} if score is not None else {*line.carried} - {column}
    return line.model_copy(update={column: score, "carried": sorted(held)})


def _carrying(midterm: GradeSheet, students: Iterable[Id]) -> Row:
    """The sheets that carry a midterm: of its term, or of its section where a sheet of one student came later."""
    places: list[Row] = [{"term.id": midterm.term.id}]
    if midterm.section:
        places.append({"section.id": midterm.section.id})
    return {"discipline.id": midterm.discipline.id, "lines.student.id": {"$in": list(students)},
            "form.columns.carried": midterm.form.gives.value, "$or": places}  # fmt: skip


# closed sheets ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Behind:
    """A closed sheet that carries another mark than the midterm gives now: each line as it stands, as it would be."""

    sheet: GradeSheet
    lines: tuple[tuple[SheetLine, SheetLine], ...]


def behind(at: Tx | Store, midterm: GradeSheet, given: Given) -> list[Behind]:
    """The closed sheets that these marks of a midterm sheet do not reach, with what would follow in them; inside an
    act or for a page."""
    if not is_midterm(midterm):
        return []
    column, found = midterm.form.gives.value, []
    reader = at.session if isinstance(at, Tx) else at
    rows = reader.rows("grade_sheets", _carrying(midterm, given) | {"status": SheetStatus.closed.value})
    for sheet in (GradeSheet.model_validate(r) for r in rows):
        rules = rulebooks.get_in(at, sheet.rules) if isinstance(at, Tx) else rulebooks.get(at, sheet.rules)
        lines = _differ(sheet, {s: {column: v} for s, v in given.items()}, rules)
        if lines:
            found.append(Behind(sheet, lines))
    return sorted(found, key=lambda b: b.sheet.number)


def of_change(store: Store, midterm: GradeSheet, now: SheetLine) -> list[Behind]:
    """The same of one line that would be corrected."""
    return behind(store, midterm, of_line(store, now)) if is_midterm(midterm) else []


def of_line(reader: Store | Session, now: SheetLine) -> Given:
    """The mark of a line, under the record it names and the one in which the student stands today."""
    who, _ = merged.whose(reader, now.student.id, now.study)
    return {now.student.id: now.score, who: now.score}


def _differ(
    sheet: GradeSheet, given: Mapping[Id, Mapping[str, Decimal | None]], rules: Rulebook
) -> tuple[tuple[SheetLine, SheetLine], ...]:
    """Lines that would be others with these marks; a line without a result (who left) is none of them."""
    held = rule.midterms_held(sheet.lines) or any(v is not None for of in given.values() for v in of.values())
    found = []
    for id in (i for i in _ids(sheet) if i in given):
        was = would = rule.current_line(sheet, id)
        for column, score in given[id].items():
            would = brought(would, column, score)
        would = rule.judged(would, rules, held, sheet.form)
        if was.letter and any(was.value(c) != would.value(c) for c in given[id]):
            found.append((was, would))
    return tuple(found)


def _task(tx: Tx, midterm: GradeSheet, late: Behind) -> None:
    sheet = late.sheet
    tasks.close(tx, sheet.id, MARK)  # one task stands about a sheet, the newest
    names = [x.student.label for x, _ in late.lines]
    more = " …" if len(names) > NAMED else ""
    said = Text.model_validate({w: ", ".join(n.get(w) for n in names[:NAMED]) + more for w in LANGS})
    tasks.make(tx, what="sheets.task_behind", values={"number": sheet.number, "midterm": midterm.number, "names": said},
               to_role=Role.registrar, subject=sheet, page="grade_sheet", address={"sheet": sheet.id}, mark=MARK,
               scope=scope_of(sheet, plain(sheet)), by_hand=True)  # fmt: skip


def settled(tx: Tx, sheet: GradeSheet) -> None:
    """After a correction of a closed sheet: its task is done once no line carries another mark than its midterms."""
    if not carried(sheet.form) or not tx.session.one("tasks", {"subject.id": sheet.id, "mark": MARK, "state": "open"}):
        return
    marks = midterms_of(tx, sheet.term.id, [sheet.discipline.id]).get(sheet.discipline.id, {})
    today = merged.today(tx.session, _ids(sheet))
    columns = set(carried(sheet.form))
    given = {id: {c: v for c, v in marks.get(today.get(id, id), {}).items() if c in columns} for id in _ids(sheet)}
    if not _differ(sheet, given, rulebooks.get_in(tx, sheet.rules)):
        tasks.close(tx, sheet.id, MARK)


__all__ = ["Behind", "behind", "carry", "check", "is_midterm", "of_change", "of_line", "open_for", "refuses", "settled"]
