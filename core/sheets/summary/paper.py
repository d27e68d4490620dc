"""What a summary sheet has on paper instead of an exam's parts: a column per discipline, sums under each, a legend."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core.i18n import number, t
from core.pdf.sheet import SheetColumn, SheetRow
from core.pdf.words import word
from core.sheets import summary
from core.sheets.lists import counted
from schemas.base import LANGS, Lang
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Carried
from schemas.rulebook import Rulebook
from schemas.words import ResultState

SUMS = ("average", "passed", "failed", "quality")


def parts(sheet: GradeSheet, rules: Rulebook, lang: Lang) -> dict[str, Any]:
    """The values of a SheetPaper that are a summary's own."""
    whole = figures(sheet, rules)
    return {
        "subject": f"{summary.group_of(sheet)} · {sheet.term.label.get(lang)}",
        "columns": tuple(_column(sheet, n, lang) for n in range(len(sheet.form.columns))),
        "rows": tuple(
            SheetRow(x.student.label.get(lang), x.number, tuple(
                summary.shown(text, lang) if c.of else text
                for c in sheet.form.columns for text in [str(x.more.get(c.code, ""))]
            ))
            for x in sheet.lines
        ),
        "sums": (
            (word("listed", lang), str(len(sheet.lines))),
            *((t(f"sheets.summary_{k}", lang), said(whole, k, lang)) for k in ("results", *SUMS)),
        ),
        "counts": tuple((k, n) for k, n in whole["letters"].items() if n),
        "totals": tuple(
            (t(f"sheets.summary_{k}", lang), tuple(
                said(figures(sheet, rules, c.code), k, lang) if c.of else "" for c in sheet.form.columns
            )) for k in SUMS
        ),
        "legend": tuple(
            f"{c.of.code} — {c.label.get(lang)} ({number(c.of.credits, lang)})" for c in sheet.form.columns if c.of
        ),
    }  # fmt: skip


def figures(sheet: GradeSheet, rules: Rulebook, code: str = "") -> dict[str, Any]:
    """The grades of a summary, or of one of its columns, counted; with `failed` and `results`."""
    of = summary.grades(sheet.lines, sheet.form, code)
    owed = {g.letter for g in rules.scale if g.state in (ResultState.failed, ResultState.open)}
    return {**counted(of, rules), "results": len(of), "failed": sum(1 for _, letter in of if letter in owed)}


def said(found: dict[str, Any], key: str, lang: Lang) -> str:
    """A figure in words of the paper: quality in percent of the results, an average with one place."""
    if key == "quality":
        return number(Decimal(100 * found["quality"]) / found["results"], lang, 0) if found["results"] else "—"
    if key == "average":
        return "—" if found["average"] is None else number(found["average"], lang, 1)
    return str(found[key])


def _column(sheet: GradeSheet, n: int, lang: Lang) -> SheetColumn:
    column = sheet.form.columns[n]
    if column.of:
        return SheetColumn((column.of.code, f"({number(column.of.credits, lang)})"), "letter")
    titles = dict.fromkeys(column.label.get(x) for x in (lang, *LANGS))
    return SheetColumn(tuple(titles), "points" if column.carried is Carried.gpa else "mark")


__all__ = ["SUMS", "figures", "parts", "said"]
