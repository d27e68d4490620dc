"""Who has not submitted, as a file for Excel."""

from __future__ import annotations

from datetime import date
from typing import Any

from core import export, looks
from core.db.store import Row
from core.desk import Desk
from core.i18n import t
from core.sheets.control import LIST, Asked, turn, undone
from schemas.base import Lang, Text
from schemas.words import SheetStatus

HEADS = ("number", "kind", "discipline", "section", "teacher", "state", "turn", "due", "days")


def undone_xlsx(desk: Desk, asked: Asked, lang: Lang) -> bytes:
    """The sheets that are not closed, one line each; who took it is written down."""
    rows = undone(desk, asked, 0, LIST)
    title = t("control.title", lang)
    looks.note(desk, "sheet_control", "grade_sheets", "", title, "download", filters=vars(asked))
    notes = [title, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    lines = [_line(r, desk.today(), lang) for r in rows]
    return export.xlsx([t(f"control.{h}", lang) for h in HEADS], lines, title, notes)


def _line(row: Row, today: date, lang: Lang) -> list[export.Cell]:
    def said(value: Any) -> str:
        return Text.model_validate(value).get(lang) if value else ""

    return [
        row["number"], said(row["kind_name"]), said(row["discipline"]["label"]),
        said((row.get("section") or {}).get("label")), ", ".join(said(e["label"]) for e in row["examiners"]),
        next(s for s in SheetStatus if s.value == row["status"]).label(lang), t(f"control.turn_{turn(row)}", lang),
        date.fromisoformat(row["due"]) if row.get("due") else None, days_late(row, today),
    ]  # fmt: skip


def days_late(row: Row, today: date) -> int | None:
    """How many days past its day an undone sheet is; None where it is not."""
    day = date.fromisoformat(row["due"]) if row.get("due") else None
    return (today - day).days if day and day < today else None
