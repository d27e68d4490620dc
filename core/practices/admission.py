"""Who comes onto the sheet of a practice: those who have what its kind needs; and what is known of each stands there.

Every way of opening a sheet asks here (core.sheets.opening), so no other way leads past it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core import house
from core.db.store import Session
from core.errors import RuleBroken
from core.i18n import t
from core.practices import rules
from schemas.base import Id
from schemas.kinds import PracticeKind, Sort
from schemas.practice import Placement, Practice, PracticeState
from schemas.section import Member

NAMED = 3


def kinds_with(sheet: str) -> set[str]:
    """The kinds of practice whose sheet this is."""
    return {k.code for k in house.entries(Sort.practice) if k.as_body(PracticeKind).sheet == sheet}


def admitted(
    session: Session, section: Id | None, sheet: str, members: Sequence[Member]
) -> tuple[list[Member], Mapping[Id, dict[str, str]]]:  # fmt: skip
    """Of these members those whom the practice of their section lets onto a sheet of this kind, and what its columns
    say of each, by study. A section without a practice lets everybody. RuleBroken where nobody is ready, by name."""
    mine = kinds_with(sheet) if section else set()
    rows = session.rows("practices", {"section.id": section, "status": "open", "kind": {"$in": sorted(mine)}}, None, 1)\
        if mine else []  # fmt: skip
    if not rows:
        return list(members), {}
    of = Practice.model_validate(rows[0])
    body = house.entry(Sort.practice, of.kind).as_body(PracticeKind)
    where = {"practice.id": of.id, "status": PracticeState.open.value}
    found = {r["study"]: Placement.model_validate(r) for r in session.rows("placements", where)}
    ready = [m for m in members if (p := found.get(m.study)) and not rules.unready(body, p, float(of.hours))]
    if not ready:
        first = [m.student.label.kk for m in members[:NAMED]]
        raise RuleBroken("practices.nobody_ready", section=of.section.label, names=", ".join(first))
    return ready, {m.study: columns(found[m.study], of) for m in ready}


def columns(one: Placement, of: Practice) -> dict[str, str]:
    """What the columns of a practice sheet say of a student."""
    from core.practices.ordering import days_of

    p = one.place
    where = p.base.label.kk if p.base else p.own_place
    if one.contract:
        where = t("practices.base_by_contract", "kk", base=where, number=one.contract.label.kk)
    found = {"base": where, "dates": days_of(one, of), "supervisor": p.supervisor.label.kk if p.supervisor else ""}
    return {k: v for k, v in found.items() if v}


__all__ = ["admitted", "columns", "kinds_with"]
