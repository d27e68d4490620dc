"""A filling is kept as it is sent: its figures are frozen, another day or another layout is another filling."""

from __future__ import annotations

from datetime import date

from core import access, house
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems
from core.stat_forms.filling import READ, filled
from core.tx import Tx
from schemas.base import Id
from schemas.kinds import Sort, StatForm
from schemas.kinds.stat_forms import FormLine
from schemas.stat_form import FilledForm, FilledLine

KEEP = "stat_form.keep"
MOST = 200


def keep(desk: Desk, code: str, day: date, why: Why) -> FilledForm:
    """Count a form as of a day and keep what came out. Raises Problems (a day ahead), NotFound (no such form)."""
    access.require(desk.actor, KEEP)
    if day > desk.today():
        raise Problems([Problem("day", "stat_forms.day_ahead")])
    kind = house.entry(Sort.stat_form, code)
    found, body = filled(desk, kind, day), kind.as_body(StatForm)

    def work(tx: Tx) -> FilledForm:
        return tx.add(FilledForm(
            _id=tx.new_id(), number=f"{tx.today.year}-{tx.number(f'stat_form:{tx.today.year}'):03d}", code=kind.code,
            version=kind.version, name=kind.name, sample=body.sample, day=day, sheet=body.sheet,
            rows=[_line(x) for x in body.rows], columns=[_line(x) for x in body.columns], figures=found.figures,
            broken=[b.key for b in found.broken], by=tx.who(),
        ))  # fmt: skip

    return desk.transact("stat_form.keep", work, why, given=[code, day], seconds=LONG)


def _line(of: FormLine) -> FilledLine:
    return FilledLine(code=of.code, name=of.name, section=of.section, place=of.place)


def kept(desk: Desk, code: str = "") -> list[FilledForm]:
    """Fillings that are kept, the newest first; of one form, where it is named."""
    rows = desk.rows(FilledForm, READ, {"code": code} if code else {}, None, [("number", -1)], MOST)
    return [FilledForm.model_validate(r) for r in rows]


def get(desk: Desk, id: Id) -> FilledForm:
    """One filling. Raises NotFound, Forbidden."""
    return desk.get(FilledForm, id, READ)


__all__ = ["KEEP", "get", "keep", "kept"]
