"""The contingent and its movement as files: for Excel and on paper, each saying which count is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from core import export, looks
from core.desk import Desk
from core.i18n import date_short, number, t
from core.papers.register import register
from core.pdf.register import Band, Head
from schemas.base import Lang

FEW = 8  # columns that a page holds upright
FIRST, REST = 55, 14  # millimetres: the name of a row, a figure
Line = Sequence[Any]


def xlsx(desk: Desk, title: str, note: str, heads: Sequence[str], rows: Sequence[Line], lang: Lang) -> bytes:
    """A table of figures for Excel. title: a message key; note: what is counted."""
    said = t(title, lang)
    looks.note(desk, "contingent", "sums", "", f"{said} · {note}", "download")
    notes = [said, note, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx(heads, rows, said, notes)


def day_pdf(
    desk: Desk, day: date, said: str, people: int, heads: Sequence[str], rows: Sequence[Line], lang: Lang
) -> bytes:
    """The contingent of a day on paper. RuleBroken where the office is not described."""
    looks.note(desk, "contingent", "sums", "", f"{t('contingent.title', lang)} · {date_short(day)}", "print")
    studies = number(rows[-1][-1], lang)
    facts = (
        (t("contingent.on_day", lang), date_short(day)),
        (t("contingent.studies", lang), studies),
        (t("contingent.persons", lang), number(people, lang)),
    )
    return _paper(desk, t("contingent.title", lang), facts, said, heads, [("", rows)], lang)


def movement_pdf(
    desk: Desk, period: str, said: str, heads: Sequence[str], parts: Sequence[tuple[str, Sequence[Line]]], lang: Lang
) -> bytes:
    """A movement on paper: parts are its sums and lines, each with its heading. RuleBroken as above."""
    title = t("contingent.movement", lang)
    looks.note(desk, "movement", "sums", "", f"{title} · {period}", "print")
    facts = ((t("contingent.period", lang), period),)
    return _paper(desk, title, facts, said, heads, parts, lang)


def _paper(
    desk: Desk, title: str, facts: tuple[tuple[str, str], ...], said: str, heads: Sequence[str],
    parts: Sequence[tuple[str, Sequence[Line]]], lang: Lang,
) -> bytes:  # fmt: skip
    wide = len(heads) - 1 > FEW
    columns = [Head(heads[0], 0), *(Head(h, REST if wide else 2 * REST - len(heads), right=True) for h in heads[1:])]
    bands = [Band(name, tuple(_cells(r, lang) for r in rows)) for name, rows in parts if rows]
    return register(
        desk, title, lang, facts, tuple(columns), bands, before=(said,),
        signatures=((t("progress.registrar", lang), ""),), landscape=wide,
    )  # fmt: skip


def _cells(row: Line, lang: Lang) -> tuple[str, ...]:
    return tuple("—" if v in (None, 0) else number(v, lang) if isinstance(v, int) else str(v) for v in row)
