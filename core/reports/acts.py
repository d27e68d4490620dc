"""Acts on reports: kept, changed by a further version, shared with roles, put on a first page, closed (clause 33-9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problem, Problems, RuleBroken
from core.reports import time
from core.reports.definition import problems
from core.reports.reading import READ, shown_to
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.report import EarlierReport, Report, ReportBody, ReportState
from schemas.words import Role

MAKE, PIN = "report.make", "report.pin"


def keep(
    desk: Desk, id: Id | None, revision: int, name: Text, body: ReportBody, why: Why, answered: str = "",
    request: Ref | None = None, again_of: Ref | None = None,
) -> Report:  # fmt: skip
    """Keep a new report (id None), which is one's own, or the next version of one; what it was before stays beside it.

    The office's own are changed by who may put reports on first pages. Raises Problems beside the fields of the
    definition, Forbidden (somebody else's), StaleRevision, RuleBroken when nothing changed.
    """
    if found := problems(desk, body, time.span_of(desk, body)):
        raise Problems(found)

    def work(tx: Tx) -> Report:
        if id is None:
            row: dict[str, Any] = {
                "_id": tx.new_id(), "name": name, "body": body, "owner": tx.actor.id, "owner_name": tx.actor.name,
                "answered": answered, "request": request, "again_of": again_of,
            }  # fmt: skip
            return tx.add(_valid(row), scoped=False)
        kept = _mine(tx, id, revision)
        said = (plain(name), plain(body), answered, plain(request))
        if said == (plain(kept.name), plain(kept.body), kept.answered, plain(kept.request)):
            raise RuleBroken("references.nothing_changed")
        was = EarlierReport(
            version=kept.version, name=kept.name, body=kept.body, at=kept.updated.at if kept.updated else tx.now,
            by=kept.owner_name,
        )  # fmt: skip
        made = _valid({
            **plain(kept), "_id": kept.id, "name": name, "body": body, "answered": answered, "request": request,
            "version": kept.version + 1, "earlier": [*kept.earlier, was][-100:],
        })  # fmt: skip
        return tx.save(made)

    given = [id, revision, plain(name), plain(body), answered, plain(request), plain(again_of)]
    return desk.transact("report.keep", work, why, MAKE, given)


def _valid(row: dict[str, Any]) -> Report:
    try:
        return Report.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def share(desk: Desk, id: Id, revision: int, roles: Iterable[Role], why: Why) -> Report:
    """Let roles see a report, each within its own reach; none: it is one's own again. Forbidden: somebody else's."""
    wanted = [r for r in Role if r in set(roles)]

    def work(tx: Tx) -> Report:
        kept = _mine(tx, id, revision)
        kept.shared = wanted
        kept.home = [r for r in kept.home if r in wanted]
        return tx.save(kept)

    return desk.transact("report.share", work, why, MAKE, [id, revision, plain(wanted)])


def pin(desk: Desk, id: Id, revision: int, roles: Iterable[Role], why: Why) -> Report:
    """Put a report on the first page of roles; they may then open it, too. Problems («home»): a list, which is no
    picture of anything."""
    wanted = [r for r in Role if r in set(roles)]

    def work(tx: Tx) -> Report:
        kept = _kept(tx, id, revision)
        if wanted and kept.body.shape.value == "list":
            raise Problems([Problem("home", "reports.no_list_at_home")])
        kept.home = wanted
        if kept.owner or kept.shared:  # else everybody sees it already
            kept.shared = [r for r in Role if r in {*kept.shared, *wanted}]
        return tx.save(kept)

    return desk.transact("report.pin", work, why, PIN, [id, revision, plain(wanted)])


def retire(desk: Desk, id: Id, revision: int, why: Why) -> Report:
    """Take a report out of the lists; what it was stays readable. Forbidden: somebody else's."""

    def work(tx: Tx) -> Report:
        kept = _mine(tx, id, revision)
        kept.status = ReportState.retired
        kept.home = []
        return tx.save(kept)

    return desk.transact("report.retire", work, why, MAKE, [id, revision])


def answered_by(tx: Tx, id: Id, letter: Ref) -> None:
    """A step of the act that answers a letter: the report it was made by names the letter. Problems («report»): there
    is none such in use, or it is not shown to this user."""
    try:
        kept = tx.get(Report, id, scoped=False)
    except NotFound:
        kept = None
    if kept is None or kept.status is not ReportState.kept or not (tx.actor.may(READ) and shown_to(tx.actor, kept)):
        raise Problems([Problem("report", "requests.no_such_report")])
    kept.request = letter
    tx.save(kept)


def _kept(tx: Tx, id: Id, revision: int) -> Report:
    kept = tx.get(Report, id, revision, scoped=False)
    if kept.status is not ReportState.kept:
        raise RuleBroken("reports.is_retired", name=kept.name)
    return kept


def _mine(tx: Tx, id: Id, revision: int) -> Report:
    kept = _kept(tx, id, revision)
    if kept.owner != tx.actor.id and not (kept.owner == "" and tx.actor.may(PIN)):
        raise Forbidden("reports.not_yours", name=kept.name)
    return kept


__all__ = ["MAKE", "PIN", "answered_by", "keep", "pin", "retire", "share"]
