"""Whom a version in force concerns: notices to the units (clause 52), tasks to review what rests on it (18, 50)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core import access, notices, tasks
from core.db.store import Row
from core.desk import Desk
from core.norm_documents.steps import PAGE
from core.tx import Tx
from schemas.base import Id
from schemas.norm_document import NormDocument, NormSort, NormStatus, NormVersion
from schemas.words import Role

# Departments and responsible units (clause 52); who must acknowledge a document are all who work here.
UNITS = (
    Role.department, Role.management, Role.hr, Role.payments, Role.career, Role.service, Role.head,
    Role.senior_registrar, Role.registrar,
)  # fmt: skip
DAYS = timedelta(days=30)  # to review a document that rests on a changed one
JOB, NAMED, RULES = "review_job", "review_named", "review_rules"
TOLD = "norms.told_in_force"


def in_force(tx: Tx, doc: NormDocument, version: NormVersion) -> None:
    """A version has come into force: the units are told; a change asks for what rests on the document to be reviewed.
    What asked for this document's own review is done by it."""
    for role in Role if doc.read_by_all else UNITS:
        values = {"version": version.label(), "day": version.since}
        notices.tell(tx, role, TOLD, values, PAGE, {"id": doc.id, "version": version.id})
    for mark in (JOB, NAMED):
        tasks.close(tx, doc.id, mark)
    if version.supersedes is None:
        return
    asked: set[Id] = set()
    if doc.voted and version.impact:
        asked = _job_descriptions(tx, doc)
    if doc.outside:
        _ask(tx, doc, "norms.task_rulebook", RULES, {"document": doc.name}, page="rulebooks", address={})
    live = {"$ne": NormStatus.obsolete.value}
    for named in tx.find(NormDocument, {"rests_on.id": doc.id, "status": live}):
        if named.id not in asked:
            _ask(tx, named, "norms.task_named", NAMED, {"document": named.name, "of": doc.name})


def _job_descriptions(tx: Tx, doc: NormDocument) -> set[Id]:
    """The job descriptions are reviewed after a change of what the office does (clause 50)."""
    where = {"sort": NormSort.job_description.value, "status": {"$ne": NormStatus.obsolete.value}}
    found = tx.find(NormDocument, where)
    for one in found or [doc]:
        _ask(tx, one, "norms.task_job", JOB, {"document": one.name, "of": doc.name})
    return {one.id for one in found}


def _ask(
    tx: Tx, doc: NormDocument, key: str, mark: str, values: dict[str, Any], page: str = PAGE,
    address: dict[str, str] | None = None,
) -> None:  # fmt: skip
    tasks.make(
        tx, what=key, values=values, to_role=doc.owner or Role.head, due=tx.today + DAYS, subject=doc, page=page,
        address={"id": doc.id} if address is None else address, mark=mark, by_hand=True,
    )  # fmt: skip


def delivered(desk: Desk, version: Id) -> list[Row]:
    """Who was told of a version in force and when each has read it (clause 52): {name, role, at, read_at}, those who
    have not read first. Raises Forbidden."""
    access.require(desk.actor, "norm.control")
    where = {"address.version": version, "key": TOLD}
    rows = desk.store.rows("notices", where, {"to": 1, "at": 1, "read_at": 1}, (), 2000)
    ids = {"_id": {"$in": [r["to"] for r in rows]}}
    users = {u["_id"]: u for u in desk.store.rows("users", ids, {"name": 1, "role": 1}, (), 2000)} if rows else {}
    found = [
        {"name": u["name"], "role": u["role"], "at": r["at"], "read_at": r["read_at"]}
        for r in rows
        if (u := users.get(r["to"]))
    ]  # fmt: skip
    return sorted(found, key=lambda r: (r["read_at"] is not None, r["name"]))
