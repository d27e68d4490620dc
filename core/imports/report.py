"""The file of problems: the user's own table with the bad rows marked and the reasons beside them."""

from __future__ import annotations

import io

import xlsxwriter

from core.i18n import t
from core.imports.plan import Plan
from schemas.base import Lang


def problem_file(plan: Plan, lang: Lang) -> bytes:
    """An XLSX of the table as read: bad rows coloured, bad cells framed, the reason in the last column.

    Every cell is text, also one that begins with «=»: somebody else's file is never executed.
    """
    table = plan.table
    reasons: dict[int, list[str]] = {}
    cells: set[tuple[int, str]] = set()
    for p in plan.problems:
        where = f"{p.field}: " if p.field else ""
        reasons.setdefault(p.row or 0, []).append(where + t(p.key, lang, **p.values))
        cells.add((p.row or 0, p.field))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    bad = book.add_format({"bg_color": "#FFF2CC"})
    worst = book.add_format({"bg_color": "#F8CBAD", "border": 1, "bold": True})
    for i, heading in enumerate([t("imports.row", lang), *table.headings, t("imports.reasons", lang)]):
        sheet.write_string(0, i, heading, head)
    for at, (number, row) in enumerate(zip(table.numbers, table.rows, strict=True), 1):
        why = reasons.get(number)
        sheet.write_number(at, 0, number, bad if why else None)
        for i, cell in enumerate(row, 1):
            marked = worst if (number, table.headings[i - 1]) in cells else bad
            sheet.write_string(at, i, cell, marked if why else None)
        if why:
            sheet.write_string(at, len(row) + 1, "; ".join(why), bad)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.headings) + 1)
    sheet.set_column(len(table.headings) + 1, len(table.headings) + 1, 60)
    book.close()
    return out.getvalue()
