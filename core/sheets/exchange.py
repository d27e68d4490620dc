"""A sheet as an XLSX file and back: its number and revision stand inside, what is brought becomes one's own drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core import export, looks, rulebooks
from core.desk import Desk
from core.errors import OfficeError, Problem, RuleBroken
from core.i18n import t
from core.imports.reading import Table
from core.sheets import drafts, forms
from core.sheets.plan import filled
from schemas.base import LANGS, Id, Lang, Text
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.rulebook import Rulebook
from schemas.words import Mark, SheetStatus

LETTERS: Mapping[Lang, str] = {"kk": "ксжт", "ru": "нудз", "en": "aeni"}  # the keys of marks told in each language


@dataclass(frozen=True)
class Change:
    """One cell that the file would change."""

    student: Id
    column: str
    was: str
    now: str


@dataclass
class Brought:
    """What a file would do: changes, bad cells (`<student>.<column>`), who of the list is missing in it and who is
    extra, whether the sheet has changed since the file was made."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[Text] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    older: bool = False


def stamp(sheet: GradeSheet) -> str:
    """Number and revision as the heading of the first column says them."""
    return f"№ {sheet.number} / {sheet.revision}"


def letter_of(mark: Mark, spoken: Lang) -> str:
    """The key of a mark in a language."""
    keys = [k for k, m in forms.MARK_KEYS.items() if m is mark]
    return next((k for k in keys if k in LETTERS[spoken]), keys[0] if keys else "")


def shown_text(line: SheetLine, sheet: GradeSheet, column: str, spoken: Lang) -> str | Decimal | None:
    """What a line holds in a column, as one would type it."""
    if column == sheet.form.main and line.mark is not None:
        return letter_of(line.mark, spoken)
    return line.value(column)


def out(desk: Desk, sheet: GradeSheet, spoken: Lang) -> bytes:
    """The sheet as it stands on the screen, drafts among it; taking it is written down."""
    rules = rulebooks.get(desk.store, sheet.rules)
    lines = sheet.lines
    if sheet.status is SheetStatus.open:
        lines = filled(sheet, drafts.of_sheet(desk, sheet, rules), rules)
    codes = [c.code for c in sheet.form.columns]
    heads = [stamp(sheet), t("sheets.student_number", spoken), t("sheets.student", spoken)]
    heads += [c.label.get(spoken) for c in sheet.form.columns]
    rows = [
        [Decimal(n), x.number, x.student.label.get(spoken), *(shown_text(x, sheet, c, spoken) for c in codes)]
        for n, x in enumerate(lines, 1)
    ]  # fmt: skip
    made = export.xlsx(heads, rows, sheet.number)
    looks.note(desk, "grade_sheet", "grade_sheets", sheet.id, sheet.number, "download")
    return made


def compare(desk: Desk, sheet: GradeSheet, table: Table) -> Brought:
    """What a file would change in an open sheet. An empty cell changes nothing.

    Raises RuleBroken: `filling.wrong_file` (of another sheet, or of none), `filling.no_column`, `sheets.not_open`.
    """
    if sheet.status is not SheetStatus.open:
        raise RuleBroken("sheets.not_open", number=sheet.number)
    first = table.headings[0].strip().removeprefix("№").partition("/")
    if first[0].strip() != sheet.number:
        raise RuleBroken("filling.wrong_file", number=sheet.number, found=table.headings[0].strip() or "—")
    rules = rulebooks.get(desk.store, sheet.rules)
    cells = drafts.of_sheet(desk, sheet, rules)
    found = Brought(older=first[2].strip() != str(sheet.revision))
    place = _places(sheet, table.headings)
    rows = {r[place["number"]].strip(): r for r in table.rows if len(r) > place["number"]}
    for line in sheet.lines:
        row = rows.pop(line.number, None)
        if row is None:
            found.missing.append(line.student.label)
            continue
        for code in forms.typed(sheet.form):
            if code in line.carried or not (text := row[place[code]].strip()):
                continue
            was = cells[line.student.id, code].text
            try:
                value = forms.read_cell(text, code, rules, sheet.form)
            except OfficeError as e:
                found.problems.append(Problem(f"{line.student.id}.{code}", e.key, e.values))
                continue
            if not _same(value, was, code, sheet, rules):
                found.changes.append(Change(line.student.id, code, was, text))
    name = place.get("name", place["number"])
    found.extra = [f"{number} {row[name]}".strip() for number, row in rows.items() if number or row[name]]
    return found


def _same(value: object, was: str, code: str, sheet: GradeSheet, rules: Rulebook) -> bool:
    if isinstance(value, Mark) and was in [value.label(x) for x in LANGS]:
        return True
    try:
        return value == forms.read_cell(was, code, rules, sheet.form)
    except OfficeError:
        return False


def _places(sheet: GradeSheet, headings: Sequence[str]) -> dict[str, int]:
    said = {"number": [t("sheets.student_number", x) for x in LANGS], "name": [t("sheets.student", x) for x in LANGS]}
    said |= {c: [forms.column(sheet.form, c).label.get(x) for x in LANGS] for c in forms.typed(sheet.form)}
    there = [h.strip().casefold() for h in headings]
    found: dict[str, int] = {}
    for code, names in said.items():
        at = next((there.index(n.casefold()) for n in names if n.casefold() in there), None)
        if at is None and code != "name":
            raise RuleBroken("filling.no_column", name=names[0])
        if at is not None:
            found[code] = at
    return found


def bring(desk: Desk, sheet: GradeSheet, brought: Brought) -> int:
    """What the preview showed becomes this person's drafts; how many cells."""
    drafts.keep(desk, sheet.id, [(c.student, c.column, c.now, True) for c in brought.changes])
    return len(brought.changes)


__all__ = ["LETTERS", "Brought", "Change", "bring", "compare", "letter_of", "out", "shown_text", "stamp"]
