"""What else stands in the demonstration: holds, certificates at every step, a field of the office's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import kinds, students
from core.db.store import Row, Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.holds import acts as holds
from core.papers import acts as papers
from core.papers import life
from core.users import actor_of
from schemas.hold import Hold
from schemas.kinds import Sort
from schemas.paper import Paper
from schemas.user import User

DAY = date(2026, 11, 20)
# Kind of hold, who put it, why, what is owed; on the n-th of the chosen students.
HELD = (
    (0, "library", "service", "Екі нота жинағы қайтарылмаған", "2"),
    (1, "library", "service", "Оқулық қайтарылмаған", "1"),
    (2, "dormitory", "service", "Бөлменің кілті тапсырылмаған", ""),
    (3, "finance", "payments", "Күзгі семестрдің ақысы төленбеген", "245 000 ₸"),
    (4, "finance", "payments", "Ақының екінші бөлігі төленбеген", "120 000 ₸"),
)
# Language, how far the certificate went: 0 requested, 1 made, 2 signed, 3 handed over.
ASKED = (("kk", 3), ("ru", 2), ("kk", 1), ("kk", 0), ("ru", 0))
FIELD = {
    "code": "own_instrument",
    "name": {"kk": "Жеке аспабы бар", "ru": "Есть свой инструмент", "en": "Has an own instrument"},
    "body.of": "students",
    "body.type": "bool",
    "body.filter": True,
}


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Put, request, describe: every one by the ordinary act of who does it."""
    ids.now = moment(DAY, 10)
    desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
    where = {"studies.status": "active"}
    rows = store.rows("students", where, {"studies.id": 1, "revision": 1, "name": 1}, [("number", -1)], 14)
    _hold(desks, rows, ids)
    _ask(desks, rows[6:], ids)
    kinds.save(desks["head"], Sort.field, None, 0, {**FIELD, "effective": DAY}, Why("Аспаптардың есебі", None, ids()))
    for n, row in enumerate(rows[6:12]):
        fresh = store.one("students", {"_id": row["_id"]}, {"revision": 1}) or row
        why = Why("Сауалнама бойынша", None, ids())
        students.edit(desks["senior"], row["_id"], fresh["revision"], {"custom.own_instrument": n % 3 > 0}, why)


def _hold(desks: Mapping[str, Desk], rows: list[Row], ids: Ids) -> None:
    for n, kind, login, reason, amount in HELD[: len(rows)]:
        holds.put(desks[login], rows[n]["_id"], kind, Why(reason, None, ids()), amount=amount)
    lifted = desks["head"].store.rows("holds", {"kind.id": "finance"}, sort=[("_id", 1)], limit=1)
    for row in lifted:
        hold = Hold.model_validate(row)
        holds.lift(desks["payments"], hold.id, hold.revision, Why("Ақы төленді", None, ids()))


def _ask(desks: Mapping[str, Desk], rows: list[Row], ids: Ids) -> None:
    for row, (lang, far) in zip(rows, ASKED, strict=False):
        values = {"lang": lang, "purpose": "Талап етілген жерге"}
        why = Why("Студенттің өтініші", None, ids())
        paper = papers.request(desks["senior"], "place_of_study", row["_id"], row["studies"][0]["id"], values, why)
        if far > 0:
            paper = papers.make(desks["senior"], paper.id, paper.revision, Why("", None, ids()))
        if far > 1:
            paper = life.sign(desks["head"], Paper, paper.id, paper.revision, Why("", None, ids()))
        if far > 2:
            name = " ".join(p for p in (row["name"]["last"], row["name"]["first"], row["name"].get("middle")) if p)
            life.hand(desks["senior"], Paper, paper.id, paper.revision, {"name": name}, Why("", None, ids()))
