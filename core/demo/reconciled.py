"""The autumn's exchange with other systems: the platform's file compared, a file of ours sent, a key to read by; and
the indicators as the night before today computed them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from core import api, house, indicators, reconciling
from core.db.store import Row, Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.reconciling.mapping import fields
from core.users import actor_of
from schemas.kinds import PlatformKind, Sort
from schemas.user import User

PLATFORM = "epvo"
OLD_YEAR, LOST, STRANGERS = 17, 6, 3  # of those who study: not moved up there; not there at all; whom we do not know


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Compare a file as the platform gives it, with the differences it always has; then compute, both by their acts."""
    ids.now = moment(date(2026, 11, 12), 15)
    desk = Desk(actor_of(users["senior"]), store, lambda: ids.now, ids)
    reconciling.bring(desk, PLATFORM, "epvo-2026-11-12.csv", _file(store), Why("", None, ids()))
    ids.now = moment(date(2026, 11, 13), 10)
    try:
        reconciling.send(desk, "platonus", True, Why("", None, ids()))
    except RuleBroken:  # nobody of a small demonstration has all that is wanted there
        pass
    head = Desk(actor_of(users["head"]), store, lambda: ids.now, ids)
    key = {"name": "Кітапхана жүйесі", "sources": ["studies"], "until": date(2027, 8, 31), "per_minute": 30}
    api.give(
        head, key, users["leadership"].id, f"ok_{Random(43).randbytes(24).hex()}", Why("Кітапхананың хаты", None, ids())
    )
    ids.now = moment(date(2026, 11, 20), 17)
    try:
        indicators.compute(desk, Why("", None, ids()))
    except RuleBroken:  # computed already
        return


def _file(store: Store) -> bytes:
    """What the platform holds: ours, some of it a year behind, some missing, a few from elsewhere."""
    rng, body, known = Random(41), house.entry(Sort.platform, PLATFORM).as_body(PlatformKind), fields()
    where = {"studies.status": {"$in": [s.value for s in body.statuses]}, "iin": {"$ne": None}}
    rows = store.rows("students", where, {"events": 0, "studies.record": 0}, [("number", 1)])
    rng.shuffle(rows)
    lines = [[body.key_column, *(c.column for c in body.columns)]]
    for n, row in enumerate(rows[min(LOST, len(rows) // 4) :]):
        cells = []
        for column in body.columns:
            told = _told(row, column.field)
            if column.field == "studies.year" and n < OLD_YEAR and told.isdigit() and int(told) > 1:
                told = str(int(told) - 1)
            spec = known[column.field]
            words = {str(getattr(c, "value", c)): c for c in spec.choices}
            cells.append(words[told].label("ru") if told in words else told)
        lines.append([row["iin"], *cells])
    lines += [[f"0000000000{n:02d}", *[""] * len(body.columns)] for n in range(STRANGERS)]
    return "\n".join(";".join(line) for line in lines).encode()


def _told(row: Row, path: str) -> str:
    study, _, inner = path.partition("studies.")
    node = row if study or not inner else row["studies"][-1]
    for part in (inner or path).split("."):
        node = (node or {}).get(part)
    return "" if node is None else str(node)
