"""What was compared, newest first; one comparison with the people behind it, and as a file."""

from __future__ import annotations

from collections.abc import Sequence

from core import export, looks
from core.db.store import Row
from core.desk import Desk
from core.i18n import t
from core.reconciling.mapping import fields
from schemas.base import Id, Lang
from schemas.reconciliation import Agreement, Compared, Reconciliation

READ = "reconciling.read"


def listed(desk: Desk, page: int = 0, size: int = 50) -> list[Row]:
    """Comparisons without their rows, newest first."""
    only = {"rows": 0}
    return desk.rows(Reconciliation, READ, {}, only, [("day", -1), ("_id", -1)], size, page * size)


def one(desk: Desk, id: Id) -> Reconciliation:
    """One comparison. NotFound, Forbidden."""
    return desk.get(Reconciliation, id, READ)


def found(of: Reconciliation, state: Agreement | None = None) -> list[Compared]:
    """Its rows of a state; None: all that do not match."""
    return [r for r in of.rows if (r.state is state if state else r.state is not Agreement.matches)]


def xlsx(desk: Desk, of: Reconciliation, rows: Sequence[Compared], lang: Lang) -> bytes:
    """The rows as a table, one line for each field that differs; who took it is written down."""
    known = fields()
    lines: list[list[export.Cell]] = []
    for row in rows:
        who: list[export.Cell] = [
            row.number or row.key, row.student.label.get(lang) if row.student else "",
            row.department.label.get(lang) if row.department else "", row.state.label(lang), row.line,
        ]  # fmt: skip
        for d in row.differs or (None,):
            spec = known.get(d.field) if d else None
            lines.append([*who, spec.label(lang) if spec else d.field if d else "", d.ours if d else "",
                          d.theirs if d else ""])  # fmt: skip
    keys = ("number", "student", "department", "state", "line", "field", "ours", "theirs")
    title = f"{of.platform_name.get(lang)} {of.label().get(lang)}"
    looks.note(desk, "reconciling", "reconciliations", of.id, title, "download")
    return export.xlsx([t(f"reconciling.{k}", lang) for k in keys], lines, t("reconciling.title", lang), [title])


__all__ = ["found", "listed", "one", "xlsx"]
