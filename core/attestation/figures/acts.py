"""The chair's report is written: its parts, its recommendations, what was done about last year's.

What is typed and not saved yet is kept by person (`keep`), field by field: it is no act and changes nothing in the
report. Of each field it is kept what stood there when it was first touched, so that a change of somebody else's
meanwhile is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core import access
from core.attestation import settings
from core.db.store import Session
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.attestation import Answer, Commission, CommissionStatus
from schemas.base import Id
from schemas.kinds.attestation import Listed

RIGHT = "attestation.report"
PART, LINE, MANY = 20_000, 2000, 60  # letters of a part, of a recommendation; recommendations
RECOMMENDATIONS = "recommendations"


def parts_of(commission: Commission) -> list[Listed]:
    """The parts of its report: those of the house, and what was written under others before."""
    known = settings.rules().parts
    codes = {p.code for p in known}
    return [*known, *(Listed(code=c, label=commission.name) for c in commission.parts if c not in codes)]


def write(
    desk: Desk, id: Id, revision: int, parts: Mapping[str, str], recommendations: Sequence[str],
    answers: Sequence[Answer], why: Why,
) -> Commission:  # fmt: skip
    """Put the report into its commission. Raises Problems beside the fields; RuleBroken: the commission was taken out,
    is done (then only `answers` may differ), or nothing would change."""

    def work(tx: Tx) -> Commission:
        commission = tx.get(Commission, id, revision)
        if commission.status is CommissionStatus.cancelled:
            raise RuleBroken("attestation_figures.shut")
        wanted = {code: text.strip() for code, text in {**commission.parts, **parts}.items() if text.strip()}
        said = [r.strip() for r in recommendations if r.strip()]
        told = [a.model_copy(update={"done": a.done.strip()}) for a in answers]
        _checked(commission, wanted, said, told)
        text_changed = wanted != commission.parts or said != commission.recommendations
        if text_changed and commission.status is CommissionStatus.closed:
            raise RuleBroken("attestation_figures.shut")
        if not text_changed and told == commission.answers:
            raise RuleBroken("attestation_figures.nothing_new")
        commission.parts, commission.recommendations, commission.answers = wanted, said, told
        return tx.save(commission)

    given = [id, dict(parts), list(recommendations), [[a.said, a.done] for a in answers]]
    return desk.transact(RIGHT, work, why, given=given)


def _checked(commission: Commission, parts: Mapping[str, str], said: Sequence[str], told: Sequence[Answer]) -> None:
    known = {p.code for p in parts_of(commission)}
    problems = [
        Problem(f"part:{code}", "attestation_figures.unknown_part", {"code": code})
        for code in parts
        if code not in known
    ]
    problems += [
        Problem(f"part:{code}", "attestation_figures.too_long", {"n": len(text), "most": PART})
        for code, text in parts.items() if len(text) > PART
    ]  # fmt: skip
    problems += [
        Problem(RECOMMENDATIONS, "attestation_figures.too_long", {"n": len(r), "most": LINE}, row=n)
        for n, r in enumerate(said) if len(r) > LINE
    ]  # fmt: skip
    for name, many in ((RECOMMENDATIONS, len(said)), ("answers", len(told))):
        if many > MANY:
            problems.append(Problem(name, "attestation_figures.too_many", {"n": many, "most": MANY}))
    problems += [
        Problem(f"answer:{n}", "attestation_figures.too_long", {"n": len(a.done), "most": LINE})
        for n, a in enumerate(told) if len(a.done) > LINE
    ]  # fmt: skip
    if problems:
        raise Problems(problems)


def earlier(desk: Desk, commission: Commission) -> list[Commission]:
    """Commissions of the newest year before that heard one of its programmes and left recommendations.

    Read beyond the user's own scope: a chair answers for a report that another commission left.
    """
    where = {
        "year": {"$lt": commission.year}, "programmes.id": {"$in": [p.id for p in commission.programmes]},
        "recommendations.0": {"$exists": True}, "status": {"$ne": CommissionStatus.cancelled.value},
    }  # fmt: skip
    if commission.department:
        where["department.id"] = {"$in": [commission.department.id, None]}
    rows = desk.store.rows(Commission.collection, where, None, [("year", -1), ("_id", 1)], limit=20)
    return [Commission.model_validate(r) for r in rows if r["year"] == rows[0]["year"]]


def answers_of(desk: Desk, commission: Commission) -> list[Answer]:
    """What is answered: what was already, then each recommendation of the earlier reports that has no answer yet."""
    said = {a.said for a in commission.answers}
    asked = [r for c in earlier(desk, commission) for r in c.recommendations if r not in said]
    return [*commission.answers, *(Answer(said=r) for r in dict.fromkeys(asked))][:MANY]


# what is typed and not saved ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """One person's typing, by field: `now` as typed, `was` as it stood when first touched."""

    now: Mapping[str, str] = field(default_factory=dict)
    was: Mapping[str, str] = field(default_factory=dict)


def draft(desk: Desk, id: Id) -> Draft:
    """What this person has typed into a report."""
    row = desk.store.one("drafts", {"_id": _key(desk, id)}) or {}
    return Draft(row.get("now") or {}, row.get("was") or {})


def others(desk: Desk, id: Id) -> list[tuple[str, datetime]]:
    """Who else has typed something into it that is not saved yet: (name, when)."""
    rows = desk.store.rows("drafts", {"sheet": _place(id)}, {"user": 1, "name": 1, "at": 1}, limit=20)
    return [(r["name"], r["at"]) for r in rows if r["user"] != desk.actor.id]


def keep(desk: Desk, id: Id, name: str, text: str, stood: str) -> None:
    """Keep a typed field; stood: what the report has there. Raises RuleBroken where nothing may be written any more."""
    access.require(desk.actor, RIGHT)
    commission = desk.get(Commission, id, RIGHT)
    shut = (CommissionStatus.cancelled,) if name.startswith("answer:") else (CommissionStatus.cancelled,
                                                                              CommissionStatus.closed)  # fmt: skip
    if commission.status in shut:
        raise RuleBroken("attestation_figures.shut")
    sets = {"user": desk.actor.id, "name": desk.actor.name, "at": desk.now(), "sheet": _place(id),
            f"now.{name}": text[: 2 * PART]}  # fmt: skip
    if name not in draft(desk, id).was:
        sets[f"was.{name}"] = stood

    def work(session: Session) -> None:
        session.upsert("drafts", {"_id": _key(desk, id)}, {"$set": sets})

    desk.store.transact(work)


def drop(desk: Desk, id: Id) -> None:
    """Put away what this person has typed: it was saved, or is no longer wanted."""
    desk.store.transact(lambda session: session.remove_drafts([_key(desk, id)]))


def _place(id: Id) -> str:
    return f"report:{id}"


def _key(desk: Desk, id: Id) -> str:
    return f"{_place(id)}|{desk.actor.id}"
