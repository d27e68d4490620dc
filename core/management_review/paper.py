"""The pack as values for its paper: one list of blocks for PDF and DOCX, made of nothing but what the pack keeps."""

from __future__ import annotations

from decimal import Decimal

from core import docx, looks
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, moment, office_day, t
from core.management_review.cells import said
from core.management_review.reading import get
from core.pdf.attestation_report import Block, Grid, ReportPaper, render
from core.pdf.drawn import Drawn
from schemas.base import LANGS, Id, Lang
from schemas.management_review import ManagementReview, PackCell, PackSection, PackTable, ReviewInput, ReviewState
from schemas.reference import Office

ROOM = "management_review"
DRAWN = 16  # places of a chart on one page


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The pack as PDF, protected; who took it and for whom is written down (clauses 56-58)."""
    return render(_taken(desk, id, lang))


def word(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The same to be edited in Word."""
    return docx.report(_taken(desk, id, lang))


def _taken(desk: Desk, id: Id, lang: Lang) -> ReportPaper:
    made = paper(desk, get(desk, id), lang)
    looks.note(desk, ROOM, "management_reviews", id, f"{made.title} · {made.under}", "download", lang=lang)
    return made


def paper(desk: Desk, pack: ManagementReview, lang: Lang) -> ReportPaper:
    """All that stands on it. RuleBroken where the office is not described."""
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office = Office.model_validate(row)
    facts = (
        (_t("number", lang), pack.number),
        (_t("period", lang), f"{date_short(pack.first)} – {date_short(pack.last)}"),
        (_t("made_at", lang), moment(pack.made_at, lang, short=True)), (_t("made_by", lang), pack.made_by.name),
        (_t("protocol", lang), pack.protocol or "—"),
        (_t("decided_on", lang), date_short(pack.decided_on) if pack.decided_on else "—"),
    )  # fmt: skip
    signs = ((_t("sign_leader", lang), pack.decided_by.name if pack.decided_by else ""),
             (_t("sign_head", lang), pack.made_by.name))  # fmt: skip
    return ReportPaper(
        title=_t("pack_title", lang), under=f"{date_short(pack.first)} – {date_short(pack.last)}", lang=lang,
        day=pack.decided_on or office_day(pack.made_at),
        institution=tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))),
        office=office.office_name.get(lang), facts=facts, blocks=tuple(blocks(pack, lang)), signatures=signs,
        draft="" if pack.status is ReviewState.decided else _t("draft", lang), sample=office.demo,
    )  # fmt: skip


def blocks(pack: ManagementReview, lang: Lang) -> list[Block]:
    """The inputs in the order of the standard, then what the leadership decided."""
    found: list[Block] = []
    for n, of in enumerate(ReviewInput, 1):
        found.append(Block("heading", f"{n}. {of.label(lang)}"))
        note = pack.notes.get(of.value, "")
        if of is not ReviewInput.ideas:
            found += section(pack.section(of), lang)
        if note or of is ReviewInput.ideas:
            found.append(Block("text", note or "—"))
    found.append(Block("heading", _t("decisions", lang)))
    if not pack.decisions:
        return [*found, Block("text", _t("none_decided", lang))]
    heads = ("№", _t("h_decision", lang), _t("h_responsible", lang), _t("h_due", lang))
    rows = tuple((str(n), d.what, d.responsible.label.get(lang), date_short(d.due))
                 for n, d in enumerate(pack.decisions, 1))  # fmt: skip
    return [*found, Block("table", grid=Grid(heads, rows, 4))]


def section(of: PackSection, lang: Lang) -> list[Block]:
    """One input: its figures in a table, its tables, its charts."""
    found = []
    if of.figures:
        rows = tuple((_t(f"f_{f.code}", lang), said(f.value, lang)) for f in of.figures)
        found.append(Block("table", grid=Grid((_t("figure", lang), _t("value", lang)), rows, 1)))
    for table in of.tables:
        if not table.rows:
            continue
        drawn = [Block("chart", chart=c) for c in charts(table, lang)]
        title = [] if drawn else [Block("under", _t(f"t_{table.code}", lang))]  # a chart bears the same title
        found += [*title, *drawn, Block("table", grid=grid(table, lang))]
        if table.more:
            found.append(Block("quiet", _t("more", lang, n=table.more)))
    return found or [Block("quiet", _t("nothing", lang))]


def grid(of: PackTable, lang: Lang) -> Grid:
    """A table in words; the columns before its first number lean left."""
    rows = tuple(tuple(said(c, lang) for c in r.cells) for r in of.rows)
    return Grid(tuple(_t(f"h_{h}", lang) for h in of.heads), rows, texts(of))


def texts(of: PackTable) -> int:
    """How many columns from the left are texts: all, where figures and texts take turns."""
    numeric = [any(r.cells[n].number is not None for r in of.rows) for n in range(len(of.heads))]
    first = numeric.index(True) if True in numeric else len(numeric)
    return first if all(numeric[first:]) else len(numeric)


def charts(of: PackTable, lang: Lang) -> list[Drawn]:
    """The bars of a table's columns; shares are drawn apart from numbers, for they have another scale."""
    if not of.charted or len(of.rows) < 2:
        return []
    main = of.charted[0]
    found = []
    for percent in (True, False):
        rows = [r.cells for r in of.rows if r.cells[main].number is not None and r.cells[main].percent is percent]
        for start in range(0, len(rows), DRAWN):
            part = rows[start : start + DRAWN]
            series = tuple((_t(f"h_{of.heads[n]}", lang), tuple(_drawn(r[n]) for r in part)) for n in of.charted)
            unit = _t("unit_percent" if percent else "unit_number", lang)
            if len(part) > 1:
                found.append(Drawn("bars", _t(f"t_{of.code}", lang), tuple(_place(r, main, lang) for r in part), series,
                                   _t("chart_said", lang, unit=unit), lang, percent))  # fmt: skip
    return found


def _drawn(of: PackCell) -> Decimal | None:
    return None if of.number is None else round(of.number, of.digits)


def _place(row: list[PackCell], main: int, lang: Lang) -> str:
    return ", ".join(said(c, lang) for c in row[:main] if c.text is not None)


def _t(key: str, lang: Lang, **values: object) -> str:
    return t(f"{ROOM}.{key}", lang, **values)


__all__ = ["blocks", "charts", "grid", "paper", "pdf", "section", "texts", "word"]
