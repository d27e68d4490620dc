"""Papers owed to those whom an order brought to a status (a certificate of incomplete education to who was expelled):
who has none yet, and the task that asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import house, tasks
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.papers.days import due
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.kinds import CertificateKind, Kind, OrderKind, Sort
from schemas.order import Order, OrderStatus
from schemas.paper import Paper, PaperState
from schemas.student import Name, Student
from schemas.words import Role, StudyLanguage, StudyStatus

MARK = "owed"
MOST = 2000
SIGHT = {"name": 1, "number": 1, "studies.id": 1, "studies.status": 1, "studies.group": 1, "studies.language": 1}


@dataclass(frozen=True)
class Owed:
    """One who is owed a paper: whose study, as what it ended, by which order. waits: a paper that was asked for and is
    not made yet."""

    student: Ref
    number: str
    study: Id
    group: str
    status: StudyStatus
    language: StudyLanguage | None
    order: Ref
    day: date
    waits: Id = ""


def kinds() -> list[Kind]:
    """The kinds of paper that are owed to somebody."""
    return [k for k in house.entries(Sort.certificate) if k.as_body(CertificateKind).owed]


def owed(desk: Desk, code: str, order: Id = "", since: date | None = None) -> list[Owed]:
    """Who is owed a paper of this kind and has none, inside the user's scope; those of the newest orders first. order:
    of one order only; since: of orders of this day and later."""
    body = house.entry(Sort.certificate, code).as_body(CertificateKind)
    where: Row = {"kind": {"$in": _kinds_of_order(body)}, "status": OrderStatus.applied.value}
    only = {"number": 1, "effective": 1, "lines.student.id": 1, "lines.study": 1, "lines.reversed": 1}
    where |= {"_id": order} if order else {"effective": {"$gte": since.isoformat()}} if since else {}
    rows = desk.store.rows("orders", where, only, [("effective", -1)], MOST)
    last: dict[Id, tuple[Ref, date, Id]] = {}
    for row in rows:
        named = Ref.model_validate({"id": row["_id"], "label": {"kk": f"№ {row['number']}"}})
        for line in row["lines"]:
            if not line.get("reversed"):
                last.setdefault(line["study"], (named, date.fromisoformat(row["effective"]), line["student"]["id"]))
    have = _papers(desk, code, list(last))
    found = []
    ids = sorted({student for _, _, student in last.values()})
    for row in desk.rows(Student, "paper.read", {"_id": {"$in": ids}}, SIGHT, limit=MOST) if ids else []:
        name = Ref(id=row["_id"], label=Name.model_validate(row["name"]).text())
        for study in row["studies"]:
            waits = have.get(study["id"], "")
            if study["id"] in last and study["status"] in body.statuses and waits is not None:
                by, day, _ = last[study["id"]]
                found.append(Owed(
                    name, row["number"], study["id"], study.get("group") or "", StudyStatus(study["status"]),
                    StudyLanguage(study["language"]) if study.get("language") else None, by, day, waits,
                ))  # fmt: skip
    return sorted(found, key=lambda x: (-x.day.toordinal(), order_key(x.student.label.kk)))


def _kinds_of_order(body: CertificateKind) -> list[str]:
    """The kinds of order that lead to the statuses of a kind of paper; retired ones have led there too."""
    return [k.code for k in house.entries(Sort.order, True) if k.as_body(OrderKind).target in body.statuses]


def _papers(desk: Desk, code: str, studies: Sequence[Id]) -> dict[Id, Id | None]:
    """Of these studies: the paper that was only asked for, or None where one was made."""
    where = {"code_of_kind": code, "study": {"$in": list(studies)}, "state": {"$ne": PaperState.cancelled.value}}
    found: dict[Id, Id | None] = {}
    for row in desk.store.rows("papers", where, {"study": 1, "number": 1}):
        found[row["study"]] = None if row.get("number") or found.get(row["study"], "") is None else row["_id"]
    return found


def after_order(tx: Tx, order: Order, kind: OrderKind) -> None:
    """An order was carried out: a task for each kind of paper that it makes owed; the papers themselves are made by a
    press, when it is known who comes for them."""
    for paper in kinds():
        body = paper.as_body(CertificateKind)
        if kind.target in body.statuses:
            tasks.make(
                tx, what="papers.task_owed", values={"kind": paper.name, "order": order.label(), "n": len(order.lines)},
                to_role=Role.senior_registrar, due=due(tx.today, body.days), subject=order, mark=f"{MARK}:{paper.code}",
                page="certificates", address={"part": "owed", "kind": paper.code, "order": order.id}, by_hand=True,
            )  # fmt: skip


def order_cancelled(tx: Tx, order: Order) -> None:
    """An order lost its force for everybody: nothing is owed by it any more."""
    for paper in kinds():
        tasks.close(tx, order.id, f"{MARK}:{paper.code}")


def settled(tx: Tx, kind: Kind, order: Id, made: Paper) -> None:
    """A paper of an owed kind was made: the order's task is done with the last of them."""
    if not order or not kind.as_body(CertificateKind).owed:
        return
    row: Row = tx.session.one("orders", {"_id": order}, {"lines.study": 1, "lines.reversed": 1}) or {"lines": []}
    studies = {x["study"] for x in row["lines"] if not x.get("reversed")} - {made.study}
    where: dict[str, Any] = {
        "code_of_kind": kind.code, "study": {"$in": sorted(studies)}, "state": {"$ne": PaperState.cancelled.value},
        "number": {"$type": "string"},
    }  # fmt: skip
    if studies <= {r["study"] for r in tx.session.rows("papers", where, {"study": 1})}:
        tasks.close(tx, order, f"{MARK}:{kind.code}")


__all__ = ["Owed", "after_order", "kinds", "order_cancelled", "owed", "settled"]
