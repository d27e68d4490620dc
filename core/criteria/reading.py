"""Looking at assessments and at the criteria in force."""

from __future__ import annotations

from core import access, house
from core.criteria.acts import READ
from core.db.store import Row
from core.desk import Desk
from core.i18n import number, percent, t
from schemas.base import Id, Lang
from schemas.criteria import Assessment, CriterionRow
from schemas.kinds import CriterionKind, Kind, Sort


def get(desk: Desk, id: Id) -> Assessment:
    """One assessment; NotFound, Forbidden."""
    return desk.get(Assessment, id, READ)


def listed(desk: Desk, page: int = 0, size: int = 50) -> list[Row]:
    """A page of assessments, the newest period first, with how many criteria are met."""
    rows = desk.rows(Assessment, READ, {}, {"head": 0}, [("end", -1)], size, page * size)
    return [{**r, "met": f"{sum(f['verdict'] == 'met' for f in r['findings'])} / {len(r['findings'])}"} for r in rows]


def criteria(desk: Desk) -> list[tuple[Kind, CriterionKind]]:
    """The criteria in force, in their order."""
    access.require(desk.actor, READ)
    return [(k, k.as_body(CriterionKind)) for k in house.entries(Sort.criterion)]


def said(row: CriterionRow, lang: Lang) -> str:
    """The figure of a criterion in words: «96,4 % (27 / 28)», «no data», a number; empty where it is shown by hand."""
    if row.part is None:
        return ""
    if row.whole is None:
        return number(row.part, lang)
    share = row.share
    if share is None:
        return t("figures.no_data", lang)
    return f"{percent(share, lang, 1)} ({number(row.part, lang)} / {number(row.whole, lang)})"


__all__ = ["criteria", "get", "listed", "said"]
