"""All answers to a request as one workbook: who stands where, the texts, and one table of what all units filled."""

from __future__ import annotations

from core import access, looks
from core.data_requests.reading import READ, answers_of, get
from core.data_requests.table import number
from core.desk import Desk
from core.export import Cell, Sheet, xlsx_sheets
from core.fields import described
from core.i18n import date_short, moment, parse_date, t
from schemas.base import Id, Lang
from schemas.data_request import CellType, DataRequest, UnitAnswer, Wanted, WantedColumn


def xlsx(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The workbook in a language; who took it is written down. Forbidden without the right to see all."""
    access.require(desk.actor, READ)
    asked, answers = get(desk, id), answers_of(desk, id)
    notes = (asked.topic, t("data_requests.made", lang, number=asked.number, at=moment(desk.now(), lang, short=True)))
    states = [_state(a, lang) for a in answers]
    sheets: list[Sheet] = [(t("data_requests.sheet_states", lang), _heads(lang), states, notes)]
    if Wanted.table in asked.forms:
        heads = [_label("unit", lang), *(c.title for c in asked.columns)]
        sheets.append((t("data_requests.sheet_rows", lang), heads, table(asked, answers, lang), ()))
    looks.note(desk, "data_request", "data_requests", asked.id, asked.number, "download", lang=lang)
    return xlsx_sheets(sheets)


def _heads(lang: Lang) -> list[str]:
    own = [_label(n, lang) for n in ("unit", "status", "due", "answered_at")]
    return [*own, *(t(f"data_requests.{k}", lang) for k in ("text", "rows_n", "files_n", "note"))]


def _label(name: str, lang: Lang) -> str:
    return described(UnitAnswer, name).label(lang)


def _state(a: UnitAnswer, lang: Lang) -> list[Cell]:
    last = a.last
    when = moment(a.answered_at, lang, short=True) if a.answered_at else ""
    given: list[Cell] = [last.text, len(last.rows), len(last.files), last.note] if last else ["", 0, 0, ""]
    return [a.unit.label.get(lang), a.status.label(lang), date_short(a.due), when, *given]


def table(asked: DataRequest, answers: list[UnitAnswer], lang: Lang) -> list[list[Cell]]:
    """The rows that all units gave last, each with its unit; numbers and days as such."""
    return [
        [a.unit.label.get(lang), *(_cell(text, c) for text, c in zip(row, asked.columns, strict=True))]
        for a in answers if a.last for row in a.last.rows
    ]  # fmt: skip


def _cell(text: str, column: WantedColumn) -> Cell:
    if not text:
        return None
    if column.type is CellType.number:
        return number(text)
    return parse_date(text) if column.type is CellType.day else text


__all__ = ["table", "xlsx"]
