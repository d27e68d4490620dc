"""The trail against a protocol: everything is reckoned anew, and where it no longer matches is named."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from core.audit.anchored import Anchored
from core.audit.anchors import of_row
from core.audit.examine import examine
from core.audit.keys import signed
from core.audit.protocols.kept import read
from core.audit.protocols.reading import found, hash_in
from core.audit.protocols.reckoning import Key, Month, reckoned, sealed, statement
from core.audit.report import Finding, Report
from core.db.server import data_folder
from core.db.store import Row, Session, Store
from core.errors import NotFound
from schemas.trail import TrailProtocol

MOST = 100  # records examined; where more are broken, these tell what happened
KIND = TrailProtocol.collection


def named(store: Store, said: str) -> TrailProtocol:
    """The protocol of a number, a month or a printed hash. NotFound `trail.none_such`."""
    protocol = found(store, said)
    if protocol is None:
        raise NotFound("trail.none_such", said=said.strip()[:80])
    return protocol


def check_said(store: Store, said: str, folder: Path | None = None) -> Report:
    """Check against what a person has in his hand: a number, a month, a printed hash, the file of a protocol (its
    statement or its paper). NotFound `trail.none_such`, RuleBroken `trail.file_altered`, `trail.file_unread`."""
    if (path := Path(said).expanduser()).is_file():
        printed, told = read(path)
        protocol = found(store, printed) or found(store, str((told or {}).get("number", "")))
        if protocol is None and told is None:
            raise NotFound("trail.none_such", said=printed)
        if protocol is None:  # gone from the base; what was kept outside still tells everything
            first = date.fromisoformat(f"{told['month']}-01")  # type: ignore[index]
            protocol = TrailProtocol.model_validate({**told, "made_on": first, "seal": printed})  # type: ignore[dict-item]
            report = check(store, protocol, printed, told, folder)
            gone = Finding(KIND, "", protocol.label().kk, "", "audit.found.document_missing")
            report.findings.insert(0, gone)
            return report
        return check(store, protocol, printed, told, folder)
    return check(store, named(store, said), said if hash_in(said) else "", folder=folder)


def check(
    store: Store, protocol: TrailProtocol, printed: str = "", said: Row | None = None, folder: Path | None = None,
    zone: str = "Asia/Almaty",
) -> Report:  # fmt: skip
    """Reckon the month of a protocol anew and compare.

    printed: the hash that stands on the paper, as typed. said: the statement that was kept outside, where there is
    one: it is then believed more than the base's own copy.
    """
    return _Check(store, protocol, printed, said, folder or data_folder(), zone).run()


class _Check:
    def __init__(
        self, store: Store, protocol: TrailProtocol, printed: str, said: Row | None, folder: Path, zone: str
    ) -> None:
        self.store, self.protocol, self.folder = store, protocol, folder
        self.printed = printed
        own = statement(protocol)
        self.said = said or own
        self.own = own
        self.zone = zone
        self.report = Report()

    def run(self) -> Report:
        begun = time.monotonic()
        self._paper()
        now = reckoned(self.store, self.said["month"], self.zone)
        suspects: dict[Key, None] = dict.fromkeys(now.broken)
        if self._month(now, suspects):
            suspects |= dict.fromkeys(self._gaps())
        self._anchor()
        self._examine(suspects)
        self.report.entries, self.report.documents = now.entries, len({k for s in now.subjects.values() for k in s})
        self.report.anchors = 1 if self.said["anchor"] else 0
        self.report.seconds = time.monotonic() - begun
        return self.report

    def _say(self, field: str, key: str, **values: Any) -> None:
        p = self.protocol
        found = Finding(KIND, p.id, f"№ {p.number} · {p.month}", field, f"audit.found.{key}", values)
        self.report.findings.append(found)

    def _paper(self) -> None:
        """Does the protocol still say what was printed?"""
        if sealed(self.own) != self.protocol.seal:
            self._say("seal", "protocol_altered")
        if self.printed and not (typed := hash_in(self.printed)):
            self._say("seal", "protocol_untyped")
        elif self.printed and not sealed(self.own).startswith(typed):
            self._say("seal", "protocol_not_printed")
        for name in self.said:
            if self.said[name] != self.own.get(name):
                self._say(name, "protocol_altered")
        before = self.store.one(KIND, {"number": self.said["number"] - 1}, {"seal": 1})
        if (before or {"seal": ""})["seal"] != self.said["before"]:
            self._say("before", "protocol_before")

    def _month(self, now: Month, suspects: dict[Key, None]) -> bool:
        """Compare days, kinds, the sum and the last entry; are they other than what was said?"""
        days = {d["day"]: d for d in self.said["days"]}
        today = {d.day.isoformat(): d for d in now.days}
        other = False
        for name in sorted({*days, *today}):
            was, is_ = days.get(name), today.get(name)
            if was and is_ and (was["entries"], was["digest"]) == (is_.entries, is_.digest):
                continue
            other = True
            day = date.fromisoformat(name)
            counts = (was["entries"] if was else 0, is_.entries if is_ else 0)
            key = "protocol_day" if counts[0] != counts[1] else "protocol_day_altered"
            self._say("days", key, day=day, was=counts[0], now=counts[1])
            suspects |= dict.fromkeys(now.subjects.get(day, ()))
        sorts, here = ({s["kind"]: s["entries"] for s in self.said["sorts"]}, {s.kind: s.entries for s in now.sorts})
        for kind in sorted({*sorts, *here}):
            if sorts.get(kind, 0) != here.get(kind, 0):
                self._say("sorts", "protocol_sort", kind=kind, was=sorts.get(kind, 0), now=here.get(kind, 0))
        if now.total != self.said["total"]:
            self._say("total", "protocol_total", was=self.said["total"], now=now.total)
        told, last = self.said["last"], now.last
        if told and (last is None or (last.id, last.hash) != (told["id"], told["hash"])):
            self._say("last", "protocol_last")
        return other

    def _gaps(self) -> Iterable[Key]:
        """Records whose chain has a hole: links are numbered, so as many stand as the last one's number."""
        chains: list[Row] = [
            {"$group": {"_id": {"kind": "$subject.kind", "id": "$subject.id"}, "n": {"$sum": 1},
                        "last": {"$max": "$seq"}}},
            {"$match": {"$expr": {"$ne": ["$n", "$last"]}}}, {"$limit": MOST},
        ]  # fmt: skip
        return [(r["_id"]["kind"], r["_id"]["id"]) for r in self.store.aggregate("audit_events", chains)]

    def _anchor(self) -> None:
        was = self.said["anchor"]
        if not was:
            return
        row = self.store.one("anchors", {"n": was["n"]})
        if row is None:
            return self._say("anchor", "anchor_missing", n=was["n"])
        now = of_row(row)
        if (now.hash, now.root) != (was["hash"], was["root"]) or now.sealed() != was["hash"]:
            self._say("anchor", "anchor_altered", n=was["n"])
        elif not signed(was["hash"], was["signature"], was["key"]):
            self._say("anchor", "anchor_unsigned", n=was["n"])

    def _examine(self, suspects: dict[Key, None]) -> None:
        if not suspects:
            return
        lines = Anchored(self.store, self.folder).ledger.lines
        for place, (kind, id) in enumerate(suspects):
            if place == MOST:
                self.report.more = len(suspects) - MOST
                break

            def look(session: Session, kind: str = kind, id: str = id) -> list[Finding]:
                return examine(session, kind, id, lines.get((kind, id)))

            self.report.findings += [f for f in self.store.transact(look) if f not in self.report.findings]
