"""Values of a pack as they are kept and as they are said: one way for the screen and for every paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.i18n import date_short, number, percent
from schemas.base import Lang, Text, Word
from schemas.management_review import PackCell, PackFigure, PackRow, PackTable

Value = Text | Word | Decimal | int | date | str | None
MOST = 60  # lines of a table; what is left off is said


def cell(value: Value, digits: int = 0, of_hundred: bool = False) -> PackCell:
    """A value as it is kept: words in every language, numbers exact."""
    if isinstance(value, Word):
        return PackCell(text=Text(kk=value.label("kk"), ru=value.label("ru"), en=value.label("en")))
    if isinstance(value, Text):
        return PackCell(text=value)
    if isinstance(value, date):
        return PackCell(day=value)
    if isinstance(value, int | Decimal):
        return PackCell(number=Decimal(value), digits=digits, percent=of_hundred)
    return PackCell(text=Text(kk=value[:400])) if value else PackCell()


def said(of: PackCell, lang: Lang) -> str:
    """A value as people read it; a dash where there is none."""
    if of.text is not None:
        return of.text.get(lang)
    if of.day is not None:
        return date_short(of.day)
    if of.number is None:
        return "—"
    return percent(of.number, lang, of.digits) if of.percent else number(of.number, lang, of.digits)


def table(code: str, heads: str, rows: list[list[PackCell]], charted: tuple[int, ...] = ()) -> PackTable:
    """A table of the pack; heads: the names of its columns' messages, apart by spaces."""
    kept = [PackRow(cells=r) for r in rows[:MOST]]
    return PackTable(code=code, heads=heads.split(), rows=kept, charted=list(charted), more=max(0, len(rows) - MOST))


def figure(code: str, value: Value, digits: int = 0) -> PackFigure:
    """One figure of the pack."""
    return PackFigure(code=code, value=cell(value, digits))


__all__ = ["Value", "cell", "figure", "said", "table"]
