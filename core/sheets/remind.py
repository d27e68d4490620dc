"""One press that reminds everybody whose sheets are late; each person is told once a day for a term and department."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from core import access
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why, both
from core.errors import RuleBroken
from core.notices.acts import made
from core.sheets.control import Asked
from core.tx import Tx
from schemas.base import Id
from schemas.grade_sheet import GradeSheet
from schemas.term import Term
from schemas.words import SheetStatus

REMIND = "grade_sheet.remind"
THEIRS = (SheetStatus.open.value, SheetStatus.filled.value)  # what still lies with the examiners
MOST = 5000


@dataclass(frozen=True)
class Reminded:
    """How many people were told, and the names of those who have no account to be told at."""

    told: int
    unknown: tuple[str, ...]


@dataclass
class _Owing:
    name: str
    count: int
    oldest: date


def remind(desk: Desk, asked: Asked, why: Why) -> Reminded:
    """Tell each examiner of late sheets how many of his are late. RuleBroken where nobody is, or all have been told."""
    result = Reminded(0, ())

    def work(tx: Tx) -> Term:
        nonlocal result
        owing = _owing(tx, asked)
        if not owing:
            raise RuleBroken("control.nobody_late")
        users = tx.session.rows("users", {"person.id": {"$in": sorted(owing)}, "active": True}, {"person": 1})
        once = f"{REMIND}:{asked.term}:{asked.department}:{asked.kind}:{tx.today.isoformat()}"
        ids = [u["_id"] for u in users]
        already = {r["to"] for r in tx.session.rows("notices", {"to": {"$in": ids}, "once": once}, {"to": 1})}
        if ids and already >= set(ids):
            raise RuleBroken("control.told_today")
        term = tx.get(Term, asked.term, scoped=False)
        for user in users:
            if user["_id"] not in already:
                mine = owing[user["person"]["id"]]
                values = {"n": mine.count, "day": mine.oldest, "term": term.label()}
                address = {"view": "list", "term": asked.term}
                notice = made(tx.new_id(), user["_id"], "control.reminder", values, "sheet_control", address, tx.now,
                              once=once)  # fmt: skip
                tx.keep("notices", plain(notice))
        known = {u["person"]["id"] for u in users}
        result = Reminded(len(set(ids) - already), tuple(sorted(o.name for i, o in owing.items() if i not in known)))
        return term

    desk.transact(REMIND, work, why, given=vars(asked))
    return result


def _owing(tx: Tx, asked: Asked) -> dict[Id, _Owing]:
    """Examiners of late sheets, by person."""
    where = both(
        replace(asked, late=True, status="").where(tx.today) | {"status": {"$in": list(THEIRS)}},
        access.scope_filter(tx.actor, REMIND, GradeSheet),
    )
    found: dict[Id, _Owing] = {}
    rows: list[Row] = tx.session.rows("grade_sheets", where, {"examiners": 1, "due": 1}, limit=MOST)
    for row in rows:
        day = date.fromisoformat(row["due"])
        for examiner in row["examiners"]:
            mine = found.setdefault(examiner["id"], _Owing(examiner["label"]["kk"], 0, day))
            mine.count, mine.oldest = mine.count + 1, min(mine.oldest, day)
    return found
