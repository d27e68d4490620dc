"""A file of the platform is compared with the records as they stand and kept with what came out."""

from __future__ import annotations

from core import files, house
from core.calendar import year_on
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.imports.reading import read
from core.reconciling.mapping import fields
from core.reconciling.rules import Ours, compared, totals
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.kinds import PlatformKind, Sort
from schemas.reconciliation import MOST, Agreement, Reconciliation
from schemas.student import Student

RIGHT = "reconciling.bring"
CARD = {"events": 0, "papers": 0, "search": 0, "contacts": 0, "studies.record": 0, "studies.enrolled": 0}


def bring(desk: Desk, platform: str, name: str, data: bytes, why: Why) -> Reconciliation:
    """Compare a file with the records and store the comparison; an earlier one of the same platform and academic year
    is marked as replaced. Raises Problems with the row of what can't be read, RuleBroken: not a table, too many rows.
    """
    kind = house.entry(Sort.platform, platform)
    body, table = kind.as_body(PlatformKind), read(name, data)
    if len(table.rows) > MOST:
        raise RuleBroken("imports.too_many_rows", most=MOST)
    rows = compared(body, fields(), table, people(desk, body))
    count, year = totals(rows), year_on(desk.today())
    ready = files.ready(desk, name, data)

    def work(tx: Tx) -> Reconciliation:
        for earlier in tx.find(Reconciliation, {"platform": platform, "year": year, "replaced": False}):
            earlier.replaced = True
            tx.save(earlier)
        id = tx.new_id()
        hash = tx.keep_file(ready.laid, ready.name, "reconciliation", id)
        return tx.add(Reconciliation(
            _id=id, number=f"{year}/{tx.number(f'reconciliation:{year}')}", day=tx.today, year=year, platform=platform,
            platform_name=kind.name, version=kind.id, file=Ref(id=hash, label=Text(kk=ready.name)), rows=rows,
            matching=count[Agreement.matches], differing=count[Agreement.differs],
            only_here=count[Agreement.only_here], only_there=count[Agreement.only_there],
        ))  # fmt: skip

    return desk.transact(RIGHT, work, why, given=[platform, table.hash])


def people(desk: Desk, body: PlatformKind, right: str = RIGHT) -> list[Ours]:
    """Everybody of ours who must be on the platform, by name. RuleBroken for more than one comparison may hold."""
    wanted = {s.value for s in body.statuses}
    where = desk.where(Student, right, {"studies.status": {"$in": sorted(wanted)}})
    rows = desk.store.rows("students", where, CARD, [("search.key", 1)], MOST + 1)
    if len(rows) > MOST:
        raise RuleBroken("imports.too_many_rows", most=MOST)
    return [Ours(r, tuple(s for s in r["studies"] if s["status"] in wanted)) for r in rows]


__all__ = ["bring", "people"]
