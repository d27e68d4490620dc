"""A table ready to leave the office (clauses 22, 46): a report, a statistical form, a list of a pack.

One value, three files: XLSX and CSV to be counted with, a protected PDF to be signed. What stands in all of them is the
same: the heading, what was asked in words, as of which day, who took it and when. Who took it is written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import export, looks
from core.desk import Desk
from core.errors import RuleBroken
from core.export import Cell
from core.i18n import date_short, date_text, moment, number, t
from core.pdf.drawn import Drawn
from core.pdf.tabled import TabledPaper, render
from schemas.base import LANGS, Lang
from schemas.reference import Office, Signer

MOST = 3000  # rows of a paper; more is for a table
Form = str  # «xlsx», «csv», «pdf»
FORMS: tuple[Form, ...] = ("xlsx", "csv", "pdf")
MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv",
    "pdf": "application/pdf",
}  # fmt: skip


@dataclass(frozen=True)
class Tabled:
    """The table. asked: what was asked, each condition a line of words; day: as of which day; sums: how many rows at
    the end are sums; notes: what is said under it; chart: its picture, for the paper; signer: who signs the paper;
    right: columns that stand right, where not by what they hold."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lang: Lang
    asked: tuple[str, ...] = ()
    day: date | None = None
    sums: int = 0
    notes: tuple[str, ...] = ()
    chart: Drawn | None = None
    signer: tuple[str, str] | None = None
    right: tuple[int, ...] = ()


def taken(desk: Desk, of: Tabled, form: Form, page: str, kind: str, id: str = "") -> bytes:
    """The table as a file that leaves; who took it, what and for whom (looks.handing_to) is written down first.

    page, kind, id: where it stood and of which record it is. Raises RuleBroken (no institution; too long for paper).
    """
    made = FILES[form](desk, of)
    asked = {"text": "; ".join(of.asked), "rows": len(of.rows), "day": of.day.isoformat() if of.day else ""}
    looks.note(desk, page, kind, id, f"{of.title}.{form}", "print" if form == "pdf" else "download", export=asked)
    return made


def xlsx(desk: Desk, of: Tabled) -> bytes:
    """The table for Excel: numbers as numbers, text as text."""
    office = _office(desk)
    head = [office.name.get(of.lang), of.title] if office else [of.title]
    return export.xlsx(of.heads, of.rows, of.title, [*head, *said(of), made_by(desk, of.lang), *of.notes])


def csv(desk: Desk, of: Tabled) -> bytes:
    """The table alone, in UTF-8 with its mark, parted by semicolons (commas in English), as every list leaves."""
    return export.csv_bytes(of.heads, of.rows, "," if of.lang == "en" else ";")


def pdf(desk: Desk, of: Tabled) -> bytes:
    """The table on paper, protected. RuleBroken where the institution is not described, or for too many rows."""
    if len(of.rows) > MOST:
        raise RuleBroken("tabled.too_long", n=len(of.rows), most=MOST)
    office = _office(desk)
    if office is None:
        raise RuleBroken("transcripts.no_office")
    names = dict.fromkeys(office.name.get(x) for x in (of.lang, *[x for x in LANGS if x != of.lang]))
    return render(TabledPaper(
        title=of.title, lang=of.lang, day=desk.today(), institution=tuple(names),
        office=office.office_name.get(of.lang),
        facts=((t("tabled.as_of", of.lang), date_text(of.day, of.lang)),) if of.day else (), asked=of.asked,
        heads=of.heads, rows=tuple(tuple(word(c, of.lang) for c in row) for row in of.rows),
        right=of.right or figures(of.rows),
        sums=of.sums, chart=of.chart, notes=of.notes, made=made_by(desk, of.lang),
        signatures=(of.signer,) if of.signer else (), sample=office.demo,
    ))  # fmt: skip


FILES = {"xlsx": xlsx, "csv": csv, "pdf": pdf}


def said(of: Tabled) -> list[str]:
    """As of which day, and what was asked: lines above the table."""
    return [*([t("tabled.as_of_day", of.lang, day=of.day)] if of.day else []), *of.asked]


def made_by(desk: Desk, lang: Lang) -> str:
    """Who took it and when."""
    return t("tabled.made", lang, at=moment(desk.now(), lang, short=True), who=desk.actor.name)


def figures(rows: Sequence[Sequence[Cell]]) -> tuple[int, ...]:
    """The places of columns that hold nothing but numbers."""
    wide = len(rows[0]) if rows else 0
    columns = [[r[n] for r in rows if r[n] not in (None, "")] for n in range(wide)]
    return tuple(
        n for n, cells in enumerate(columns)
        if cells and all(isinstance(c, int | float | Decimal) and not isinstance(c, bool) for c in cells)
    )  # fmt: skip


def word(value: Cell, lang: Lang) -> str:
    """A cell as it stands on paper."""
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return date_short(value)
    return value if isinstance(value, str) else number(value, lang)


def signers(desk: Desk, lang: Lang) -> list[tuple[str, str]]:
    """Who may sign a report of the office today: (post, name), as the institution's card names them."""
    office = _office(desk)
    found: list[Signer] = []
    for paper in ("letter", "certificate", "order") if office else ():
        found += [s for s in office.signatories(desk.today(), paper) if s not in found]  # type: ignore[union-attr]
    return [(s.post.get(lang), s.name.get(lang) if s.name else "") for s in found]


def _office(desk: Desk) -> Office | None:
    row = desk.store.one("office", {})
    return Office.model_validate(row) if row else None


__all__ = ["FORMS", "MIME", "MOST", "Form", "Tabled", "csv", "made_by", "pdf", "said", "signers", "taken", "word",
           "xlsx"]  # fmt: skip
