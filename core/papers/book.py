"""The book of a kind of paper in a year: every number that was given, in its turn, the cancelled ones too; as a table,
and on paper to print, sign and bind."""

from __future__ import annotations

import re
from datetime import date

from core import export, house, looks
from core.db.store import Row
from core.desk import Desk
from core.i18n import date_short, t
from core.papers.register import register
from core.pdf.register import Band, Head
from schemas.base import Lang, Text
from schemas.kinds import Sort
from schemas.paper import Paper, PaperState
from schemas.words import StudyLanguage

HEADS = ("n", "number", "day", "holder", "lang", "purpose", "basis", "blank", "handed", "note")
MOST = 20_000
ONLY = {"printed": 0, "values": 0, "steps": 0}


def booked(desk: Desk, code: str, year: int) -> list[Row]:
    """The numbered papers of a kind of a year that the user may see, in the order of their numbers."""
    where = {"code_of_kind": code, "day": {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"}}
    rows = desk.rows(Paper, "paper.read", where, ONLY, [("day", 1)], MOST)
    return sorted((r for r in rows if r.get("number")), key=lambda r: [int(x) for x in re.findall(r"\d+", r["number"])])


def years(desk: Desk, code: str) -> list[int]:
    """The years in which a kind has numbered papers, the newest first; this year always."""
    bounds = [desk.rows(Paper, "paper.read", {"code_of_kind": code, "day": {"$gt": ""}}, {"day": 1}, [("day", s)], 1)
              for s in (1, -1)]  # fmt: skip
    found = [int(rows[0]["day"][:4]) for rows in bounds if rows] or [desk.today().year]
    return list(range(max(*found, desk.today().year), min(found) - 1, -1))


def lines(desk: Desk, code: str, year: int, lang: Lang) -> list[list[str]]:
    """The lines of a book in words, in the order of HEADS."""
    return [_line(n, row, lang) for n, row in enumerate(booked(desk, code, year), 1)]


def _line(n: int, row: Row, lang: Lang) -> list[str]:
    def day(value: str | None) -> str:
        return date_short(date.fromisoformat(value)) if value else ""

    holder = Text.model_validate(row["student"]["label"]).get(lang)
    basis = ", ".join(x for x in (f"№\u00a0{row['application']}" if row.get("application") else "",
                                  day(row.get("applied_on"))) if x)  # fmt: skip
    handed = row.get("handed") or {}
    note = [t("papers.from_archive", lang)] if not row["student"]["id"] else []
    note += [PaperState.cancelled.label(lang)] if row["state"] == PaperState.cancelled.value else []
    note += [t("papers.copies_n", lang, n=len(row["copies"]))] if row["copies"] else []
    note += (
        [t("papers.blanks_spoiled", lang, numbers=", ".join(b["label"]["kk"] for b in row["spoiled"]))]
        if row.get("spoiled")
        else []
    )
    return [
        str(n), row["number"], day(row["day"]), " · ".join(x for x in (holder, row.get("student_number")) if x),
        StudyLanguage(row["lang"]).label(lang), row.get("purpose") or "", basis,
        (row.get("blank") or {}).get("label", {}).get("kk", ""),
        ", ".join(x for x in (day(handed.get("day")), handed.get("name"), handed.get("proxy")) if x), "; ".join(note),
    ]  # fmt: skip


def xlsx(desk: Desk, code: str, year: int, lang: Lang) -> bytes:
    """The book of a year as a table; who took it is written down."""
    name = title(code, year, lang)
    looks.note(desk, "papers", "papers", "", f"{name}.xlsx", "download")
    notes = [name, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    heads = [t(f"papers.book_head.{h}", lang) for h in HEADS]
    return export.xlsx(heads, lines(desk, code, year, lang), str(year), notes)


def pdf(desk: Desk, code: str, year: int, lang: Lang) -> bytes:
    """The book of a year on paper, across the page, with a place for each signature."""
    name = title(code, year, lang)
    looks.note(desk, "papers", "papers", "", name, "print")
    found = lines(desk, code, year, lang)
    widths = {"n": 9, "number": 23, "day": 19, "holder": 0, "lang": 17, "purpose": 34, "basis": 22, "blank": 21,
              "handed": 33, "note": 22}  # fmt: skip
    # A column that a kind leaves empty (its blank, its application) gives its place to the names.
    empty = {h for n, h in enumerate(HEADS) if h in ("purpose", "basis", "blank") and not any(x[n] for x in found)}
    shown = [h for h in HEADS if h not in empty]
    heads = [Head(t(f"papers.book_head.{h}", lang), widths[h], h == "n") for h in shown]
    at = len(heads) - 1
    heads.insert(at, Head(t("papers.book_head.signature", lang), 24))
    rows = []
    for line in found:
        kept = [x for h, x in zip(HEADS, line, strict=True) if h in shown]
        rows.append((*kept[:at], "", *kept[at:]))
    facts = ((t("papers.book_count", lang), str(len(rows))),)
    return register(desk, name, lang, facts, tuple(heads), [Band("", tuple(rows))], landscape=True)


def title(code: str, year: int, lang: Lang) -> str:
    """What a book is called."""
    return t("papers.book_of", lang, kind=house.entry(Sort.certificate, code).name, year=str(year))


__all__ = ["HEADS", "booked", "lines", "pdf", "title", "xlsx", "years"]
