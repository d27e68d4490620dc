"""A campaign: whose contacts are asked for, how many are confirmed since its first day, who is left to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import access, export, looks
from core.careers.contacts import PLACES, of_rows
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.fields import described
from core.i18n import t
from core.search import full_name
from core.tx import Tx
from schemas.base import Id, Lang
from schemas.career import Campaign, CampaignOf, CampaignPlan, CampaignState
from schemas.student import Profile, Student, StudyProfile
from schemas.words import StudyStatus

RUN = "campaign.run"
MOST, SIZE = 5000, 50
SINCE = "contacts.updated_on"
SEEN: Row = {"number": 1, "name": 1, "contacts": 1, "studies.programme": 1, "studies.group": 1, "studies.status": 1}
STATUSES = {
    CampaignOf.studying: [StudyStatus.active.value, StudyStatus.academic_leave.value],
    CampaignOf.graduates: [StudyStatus.graduated.value],
}


@dataclass(frozen=True)
class Progress:
    """So many of so many are confirmed."""

    part: int
    whole: int


def begin(desk: Desk, values: Mapping[str, Any], why: Why) -> Campaign:
    """Begin a campaign: whom it asks stands from now on. Raises Problems (a past day, nobody, too many)."""
    access.require(desk.actor, RUN)
    try:
        asked = CampaignPlan.model_validate({k: v for k, v in values.items() if v not in (None, "")})
    except ValidationError as e:
        raise Problems.of(e) from None
    if asked.due and asked.due < desk.today():
        raise Problems([Problem("due", "tasks.due_past")])
    rows = desk.rows(Student, "student.read", condition(asked), {"_id": 1}, limit=MOST + 1)
    if not rows or len(rows) > MOST:
        raise Problems([Problem("whom", "careers.too_many" if rows else "careers.nobody_such", {"n": MOST})])

    def work(tx: Tx) -> Campaign:
        return tx.add(Campaign(
            _id=tx.new_id(), number=f"{tx.today.year}-{tx.number(f'campaign:{tx.today.year}'):02d}", asked=asked,
            started=tx.today, students=sorted(r["_id"] for r in rows),
        ))  # fmt: skip

    return desk.transact("campaign.begin", work, why, RUN, plain(dict(values)))


def condition(asked: CampaignPlan) -> Row:
    """Whom a campaign asks, as a condition on students: one and the same study meets all of it."""
    study: Row = {"status": {"$in": STATUSES[asked.whom]}}
    for path, ref in (("faculty.id", asked.faculty), ("programme.id", asked.programme)):
        study |= {path: ref.id} if ref else {}
    study |= {k: v for k, v in (("year", asked.year), ("group", asked.group)) if v}
    return {"studies": {"$elemMatch": study}}


def end(desk: Desk, id: Id, revision: int, why: Why) -> Campaign:
    """End a campaign; how many were reached stays with it. RuleBroken where it is ended."""

    def work(tx: Tx) -> Campaign:
        kept = tx.get(Campaign, id, revision)
        if kept.status is not CampaignState.open:
            raise RuleBroken("careers.ended_already")
        met = tx.session.rows("students", _asked(kept, True), {"_id": 1})
        kept.status, kept.ended, kept.reached = CampaignState.ended, tx.today, len(met)
        return tx.save(kept)

    return desk.transact("campaign.end", work, why, RUN, [id, revision])


def _asked(of: Campaign, met: bool) -> Row:
    day = of.started.isoformat()
    since: Row = {SINCE: {"$gte": day}} if met else {"$or": [{SINCE: None}, {SINCE: {"$lt": day}}]}
    return {"_id": {"$in": of.students}, **since}


def get(desk: Desk, id: Id) -> Campaign:
    """One campaign; NotFound, Forbidden."""
    return desk.get(Campaign, id, RUN)


def listed(desk: Desk, page: int = 0, size: int = SIZE) -> list[Campaign]:
    """Campaigns, the newest first."""
    rows = desk.rows(Campaign, RUN, {}, None, [("started", -1)], size, page * size)
    return [Campaign.model_validate(r) for r in rows]


def progress(desk: Desk, of: Campaign) -> Progress:
    """How many of those asked are confirmed since its first day; of an ended one as it was then."""
    access.require(desk.actor, RUN)
    met = desk.store.count("students", _asked(of, True)) if of.reached is None else of.reached
    return Progress(met, len(of.students))


def left(desk: Desk, of: Campaign, page: int = 0, size: int = SIZE) -> list[Row]:
    """Who is left to call, by name, with programme, group, contacts and the day they were confirmed last."""
    access.require(desk.actor, RUN)
    rows = desk.rows(Student, "student.read", _asked(of, False), SEEN, [("search.key", 1)], size, page * size)
    said = of_rows(desk, rows)
    return [
        {"_id": r["_id"], "number": r["number"], "full": full_name(r), "programme": _programme(r),
         "group": _study(r).get("group", ""), "updated_on": (r.get("contacts") or {}).get("updated_on"),
         **{p.rpartition(".")[2]: said[r["_id"]][p] for p in PLACES}}
        for r in rows
    ]  # fmt: skip


def _study(row: Row) -> Row:
    return next((s for s in reversed(row["studies"])), {})


def _programme(row: Row) -> Row:
    found: Row = (_study(row).get("programme") or {}).get("label") or {}
    return found


def call_list(desk: Desk, of: Campaign, lang: Lang) -> bytes:
    """Who is left, as a file to call by; who took it is written down."""
    rows = left(desk, of, 0, MOST)
    heads = [
        described(Profile, "number").label(lang), t("careers.name", lang),
        described(StudyProfile, "programme").label(lang),
        described(StudyProfile, "group").label(lang), described(Profile, "contacts.phone").label(lang),
        described(Profile, "contacts.email").label(lang), described(Profile, SINCE).label(lang),
    ]  # fmt: skip
    cells = [
        [r["number"], r["full"], r["programme"].get(lang) or r["programme"].get("kk"), r["group"], r["phone"],
         r["email"],
         date.fromisoformat(r["updated_on"]) if r["updated_on"] else None]
        for r in rows
    ]  # fmt: skip
    looks.note(desk, "careers", "contact_campaigns", of.id, of.label().kk, "download", lang=lang)
    return export.xlsx(heads, cells, of.number, [of.label().kk])


__all__ = ["Progress", "begin", "call_list", "condition", "end", "get", "left", "listed", "progress"]
