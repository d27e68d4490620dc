"""Certificates of the demonstration: a group's in one run, of incomplete education on their blanks, from the archive;
each by the ordinary act of who does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.papers import acts, life, owed
from core.users import actor_of
from schemas.paper import Paper
from schemas.user import User

DAY, SINCE = date(2026, 11, 24), date(2025, 12, 1)
GROUP = 4  # of one group, in one run
# Language, how far each went: 1 made, 2 signed, 3 handed over.
INCOMPLETE = (("kk", 3), ("ru", 2), ("kk", 1))
# People of before the register, as the paper files of an invented archive have them.
OLD: tuple[tuple[int, dict[str, Any]], ...] = (
    (3, {
        "lang": "ru", "holder.kk": "Бекұлы Сапар", "holder.ru": "Бекулы Сапар", "born": date(1961, 3, 14),
        "application": "К-41", "applied_on": date(2026, 11, 10), "purpose": "Пенсионный отдел",
        "archive.fund": "7", "archive.inventory": "2-л", "archive.case": "118", "archive.sheets": "3–9",
        "archive.study": "Факультет народных инструментов, домбра", "archive.admitted": "01.09.1979, приказ № 88",
        "archive.left": "25.06.1984, окончил, диплом № 000000 (вымышленный)",
    }),
    (1, {
        "lang": "kk", "holder.kk": "Ардаққызы Мәлике", "born": date(1970, 8, 2), "application": "К-46",
        "applied_on": date(2026, 11, 18), "archive.fund": "7", "archive.inventory": "3-л", "archive.case": "204",
        "archive.sheets": "1–4", "archive.study": "Вокал факультеті", "archive.admitted": "1988 ж., № 61 бұйрық",
        "archive.left": "1990 ж., өз еркімен, № 17 бұйрық", "archive.says": "Екінші курсты аяқтаған.",
    }),
    (0, {
        "lang": "kk", "holder.kk": "Тұрарұлы Қайрат", "application": "К-49", "applied_on": DAY,
        "archive.fund": "7", "archive.inventory": "2-л", "archive.case": "97", "archive.sheets": "12",
        "archive.left": "1977 ж. бітірген",
    }),
)  # fmt: skip


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """A day of certificates."""
    ids.now = moment(DAY, 11)
    desks = {x: Desk(actor_of(users[x]), store, lambda: ids.now, ids) for x in ("head", "senior")}

    def why(reason: str = "") -> Why:
        return Why(reason, None, ids())

    def on(paper: Paper, far: int) -> None:
        """Bring a request so far: made, signed, handed over."""
        if far > 0:
            paper = acts.make(desks["senior"], paper.id, paper.revision, why())
        if far > 1:
            paper = life.sign(desks["head"], Paper, paper.id, paper.revision, why())
        if far > 2:
            life.hand(desks["senior"], Paper, paper.id, paper.revision, {"name": paper.student.label.kk}, why())

    waiting = owed.owed(desks["senior"], "incomplete", since=SINCE)
    for one, (lang, far) in zip(waiting[-len(INCOMPLETE) :], INCOMPLETE, strict=False):
        asked = acts.request(desks["senior"], "incomplete", one.student.id, one.study, {"lang": lang}, why("Бұйрық"))
        on(asked, far)
    for far, values in OLD:
        on(acts.request_old(desks["senior"], "archive_extract", values, why("Азаматтың өтініші")), far)
    for student, study in _group(store):
        values = {"lang": "kk", "purpose": "Әлеуметтік қорғау бөлімі"}
        on(acts.request(desks["senior"], "place_of_study", student, study, values, why("Топтың өтініші")), 1)


def _group(store: Store) -> list[tuple[str, str]]:
    """Some of the first group of second-year students."""
    where = {"studies.status": "active", "studies.year": 2}
    rows = store.rows("students", where, {"studies.id": 1, "studies.group": 1}, [("studies.group", 1), ("_id", 1)], 60)
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["studies"][0]["group"], []).append((row["_id"], row["studies"][0]["id"]))
    return max(groups.values(), key=len, default=[])[:GROUP]
