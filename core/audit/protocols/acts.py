"""Making a protocol when its month is over; two people sign it; the signed paper is attached."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core.access import require
from core.audit.anchors import anchor, of_row
from core.audit.protocols.reckoning import Month, reckoned, sealed, statement
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Duplicate, RuleBroken
from core.files import ready
from core.i18n import t
from core.office import SYSTEM
from core.scans import NO_PAPER
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.file import FileType
from schemas.trail import TrailAnchor, TrailMark, TrailProtocol, TrailStatus
from schemas.words import Role

SIGN = "trail.sign"
SIGNERS = (Role.head, Role.auditor)  # both, two people


def nightly(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a night: on the first of a month the protocol of the one before. A month that was missed
    (the office was shut) is made up for, each under its own number; how many were made."""
    wanted = months(store, day)
    if wanted:
        try:
            anchor(store)
        except Duplicate:
            pass  # another server made it just now
    desk = Desk(SYSTEM, store, (lambda: now) if now else (lambda: datetime.now(UTC)))
    return sum(make(desk, month) is not None for month in wanted)


def months(store: Store, day: date) -> list[str]:
    """The months that are over on a day and have no protocol yet, oldest first: after the last one that has, or from
    the first entry of the trail on."""
    newest = store.rows("trail_protocols", {}, {"month": 1}, [("month", -1)], 1)
    found: list[str] = []
    month = before(day)
    if newest:
        while month > newest[0]["month"]:
            found.append(month)
            month = before(date.fromisoformat(f"{month}-01"))
        return found[::-1]
    return [month] if store.one("audit_events", {}, {"_id": 1}) else []


def before(day: date) -> str:
    """The month before that of a day."""
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


def make(desk: Desk, month: str) -> TrailProtocol | None:
    """Make the protocol of a month that is over; None where another server has made it. RuleBroken
    `trail.not_over`."""
    if month > before(desk.today()):
        raise RuleBroken("trail.not_over", month=month)
    told: Month = reckoned(desk.store, month, desk.zone)

    def work(tx: Tx) -> TrailProtocol:
        newest = tx.session.rows("trail_protocols", {}, {"seal": 1}, 1, [("number", -1)])
        rows = tx.session.rows("anchors", {}, None, 1, [("n", -1)])
        last = of_row(rows[0]) if rows else None
        made = TrailProtocol(
            _id=tx.new_id(),
            number=tx.number("trail_protocol"), month=month, made_on=tx.today, entries=told.entries, total=told.total,
            sorts=list(told.sorts), days=list(told.days), last=told.last, seal="",
            before=newest[0]["seal"] if newest else "",
            anchor=TrailAnchor(
                n=last.n, at=last.at, hash=last.hash, root=last.root, documents=last.count, entries=last.entries,
                key=last.key, signature=last.signature,
            ) if last else None,
        )  # fmt: skip
        made.seal = sealed(statement(made))
        return tx.add(made)

    try:
        return desk.transact("trail.make", work, Why(t("scheduler.by_plan", "kk"), command=f"trail:{month}"),
                             right="schedule.edit")  # fmt: skip
    except Duplicate:
        return None


def sign(desk: Desk, id: Id, revision: int, why: Why) -> TrailProtocol:
    """Sign a protocol by one's sign-in: the head and the auditor, two people, each once. RuleBroken
    `trail.seal_wrong` where what it says no longer hashes to what was printed."""

    def work(tx: Tx) -> TrailProtocol:
        protocol = tx.get(TrailProtocol, id, revision)
        if sealed(statement(protocol)) != protocol.seal:
            raise RuleBroken("trail.seal_wrong")
        if any(m.role is tx.actor.role or m.user == tx.actor.id for m in protocol.marks):
            raise RuleBroken("trail.signed_already")
        mark = TrailMark(user=tx.actor.id, name=tx.actor.name, role=tx.actor.role, at=tx.now, seal=protocol.seal)
        protocol.marks.append(mark)
        if {m.role for m in protocol.marks} >= set(SIGNERS):
            protocol.status = TrailStatus.signed
        return tx.save(protocol)

    return desk.transact("trail.sign", work, why, right=SIGN, given={"id": id})


def attach(desk: Desk, id: Id, revision: int, name: str, data: bytes, why: Why) -> TrailProtocol:
    """Attach the copy of the paper as it was signed by hand. RuleBroken `files.<reason>`, `trail.scan_there`."""
    require(desk.actor, SIGN)
    file = ready(desk, name, data)
    if FileType.of(file.name) in NO_PAPER:
        raise RuleBroken("files.not_a_scan", name=file.name)

    def work(tx: Tx) -> TrailProtocol:
        protocol = tx.get(TrailProtocol, id, revision)
        if protocol.scan:
            raise RuleBroken("trail.scan_there")
        hash = tx.keep_file(file.laid, file.name, "scan", id)
        protocol.scan = Ref.model_validate({"id": hash, "label": {"kk": file.name}})
        return tx.save(protocol)

    return desk.transact("trail.attach", work, why, right=SIGN, given=[id, file.laid.hash])
