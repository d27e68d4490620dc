"""The form of a sheet: which kinds the office has, what its columns mean, what a typed text says."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from core import grading, house
from core.db.store import Row
from core.errors import NotFound, OfficeError, Problem, RuleBroken
from core.kinds.checks import Reader
from core.kinds.shipped import entries
from core.sheets import formula
from schemas.grade_sheet import GradeSheet
from schemas.kinds import Kind, Sort
from schemas.kinds.sheets import (
    SCORE,
    SUMMED,
    Carried,
    ColumnType,
    Gives,
    Judge,
    Over,
    SheetColumn,
    SheetForm,
    SheetKind,
)
from schemas.rulebook import Rulebook
from schemas.words import Mark

TOLD = (Carried.earlier, Carried.admitted, *SUMMED)
LONGEST = 200  # letters of one typed cell; more is told, not cut
# One key stands for a mark in each language: келмеді / не явился / absent, себепті, жіберілмеді, аяқтамады.
MARK_KEYS = {
    "к": Mark.absent, "н": Mark.absent, "a": Mark.absent,
    "с": Mark.excused, "у": Mark.excused, "e": Mark.excused,
    "ж": Mark.not_admitted, "д": Mark.not_admitted, "n": Mark.not_admitted,
    "т": Mark.not_finished, "з": Mark.not_finished, "i": Mark.not_finished,
    "+": Mark.passed, "-": Mark.not_passed, "p": Mark.passed, "np": Mark.not_passed,
    "w": Mark.withdrawn, "au": Mark.listener,
}  # fmt: skip


def kind(code: str) -> Kind:
    """A kind of sheet in force today; one the office never had is the shipped one. NotFound, RuleBroken (retired)."""
    try:
        found = house.entry(Sort.sheet, code)
    except NotFound:
        mine = [k for k in _shipped() if k.code == code]
        if not mine:
            raise
        return mine[0]
    if found.retired:
        raise RuleBroken("kinds.is_retired", name=found.name)
    return found


@lru_cache(maxsize=1)
def _shipped() -> list[Kind]:
    return [k for k in entries() if k.sort is Sort.sheet]


def body(code: str) -> SheetKind:
    """What a kind of sheet says."""
    return kind(code).as_body(SheetKind)


def kinds() -> list[Kind]:
    """Kinds of sheet that are offered: those of the office, or the shipped ones where it has never had any."""
    return house.entries(Sort.sheet) or ([] if house.entries(Sort.sheet, retired=True) else _shipped())


def by_commission(code: str) -> bool:
    """Is a kind of sheet made from the protocols of a commission? Nobody opens one by hand."""
    try:
        return house.entry(Sort.sheet, code).as_body(SheetKind).over is Over.commission
    except NotFound:
        return False


def mark_keys(form: SheetForm) -> dict[str, Mark]:
    """Which letters stand for which mark in a form: pass and no pass are told only where they are the outcome."""
    credit = form.judge is Judge.credit
    return {k: m for k, m in MARK_KEYS.items() if credit or m not in (Mark.passed, Mark.not_passed)}


def typed(form: SheetForm) -> list[str]:
    """Codes of the columns one types into on an empty line: all but those that only show what the record says."""
    return [c.code for c in form.columns if c.carried not in TOLD]


def column(form: SheetForm, code: str) -> SheetColumn:
    """A column by its code; RuleBroken `sheets.no_such_cell`."""
    for one in form.columns:
        if one.code == code:
            return one
    raise RuleBroken("sheets.no_such_cell")


def read_cell(text: str, code: str, rules: Rulebook, form: SheetForm) -> Decimal | Mark | str | None:
    """What a typed text means: a score or number, a mark by its key (in the main column), words, or nothing.

    Raises RuleBroken with the reason.
    """
    text = text.strip()
    if not text:
        return None
    if len(text) > LONGEST:
        raise RuleBroken("sheets.text_too_long", length=len(text))
    found = column(form, code)
    if found.type is ColumnType.text:
        return text
    mark = mark_keys(form).get(text.lower()) if code == form.main else None
    if mark:
        return mark
    return grading.read_number(text) if found.type is ColumnType.number else grading.read_score(text, rules)


def check_kind(reader: Reader, made: Kind, was: Kind | None) -> list[Problem]:
    """What a kind of sheet must be beside being whole: its formula can be counted, its prefix is its own."""
    said = made.as_body(SheetKind)
    found: list[Problem] = []
    if said.counted:
        try:
            formula.check(said.formula, [c.code for c in said.columns if c.type is not ColumnType.text])
        except OfficeError as e:
            found.append(Problem("body.formula", e.key, e.values))
    for other in house.entries(Sort.sheet, retired=True):
        if other.code != made.code and other.as_body(SheetKind).prefix == said.prefix:
            found.append(Problem("body.prefix", "kinds.sheet_prefix_taken", {"name": other.name}))
            break
    return found


def counted(form: SheetForm, values: dict[str, Decimal | None], rules: Rulebook) -> Decimal | None:
    """The score of a line as its kind counts it: typed, or by the formula."""
    return formula.count(form.formula, values, rules) if form.counted else values.get(SCORE)


def midterm_of(sheets: Iterable[GradeSheet], student: str) -> dict[str, Decimal]:
    """What closed midterm sheets say of a student: {midterm_1: …}."""
    found: dict[str, Decimal] = {}
    for sheet in sheets:
        if sheet.form.gives not in (Gives.midterm_1, Gives.midterm_2):
            continue
        for line in sheet.lines:
            if line.student.id == student and line.score is not None:
                found[sheet.form.gives.value] = line.score
    return found


__all__ = ["LONGEST", "MARK_KEYS", "TOLD", "Row", "body", "by_commission", "check_kind", "column", "counted", "kind",
           "kinds", "midterm_of", "read_cell", "typed"]  # fmt: skip
