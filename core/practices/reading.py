"""Looking at practices: those of a term with what is missing by days left, one of them, sections without one, figures,
and a short summary for a department's page (clause 41)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core import access, house
from core.calendar.reading import of_year, year_on
from core.calendar.windows import fitting
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.practices import rules
from core.practices.acts import MARK, READ, kind_body, sheets_of
from core.practices.ordering import Standing, orders_of, standing
from core.practices.rules import Lack, Ordered
from schemas.base import Id, Text
from schemas.calendar import Period
from schemas.kinds import PracticeKind, Sort
from schemas.practice import Placement, Practice, PracticeState
from schemas.section import Section
from schemas.term import Term
from schemas.words import LessonKind, PeriodKind

MOST = 2000


@dataclass(frozen=True)
class Seen:
    """A practice with all that is known of it: its students, orders, sheet, what each misses."""

    practice: Practice
    kind: PracticeKind
    placements: tuple[Placement, ...]
    orders: Standing
    sheet: Row | None
    lacks: Mapping[Id, tuple[Lack, ...]]  # by placement

    @property
    def students(self) -> tuple[Placement, ...]:
        """Those who are on it still."""
        return tuple(p for p in self.placements if p.status is not PracticeState.cancelled)

    @property
    def missing(self) -> list[tuple[Lack, int]]:
        """What is missing in the whole practice, the nearest first; the sheet counts as one."""
        found = rules.counted(self.lacks.values())
        if self.practice.status is not PracticeState.open:
            return []
        if self.practice.programme is None:
            found.append((Lack("programme", self.practice.starts), 1))
        if self.sheet is None or self.sheet["status"] != "closed":
            due = date.fromisoformat(self.sheet["due"]) if self.sheet and self.sheet.get("due") else None
            found.append((Lack("sheet_close" if self.sheet else "sheet", due or self._late), 1))
        return sorted(found, key=lambda x: (x[0].due, x[0].code))

    @property
    def _late(self) -> date:
        return date.fromordinal(self.practice.ends.toordinal() + self.kind.after)

    @property
    def ordered(self) -> int:
        """How many stand in a signed order as they are placed today."""
        return sum(self.orders.by(p.study) is Ordered.signed for p in self.students)

    @property
    def ready(self) -> int:
        """How many have all that the sheet asks."""
        hours = float(self.practice.hours)
        return sum(not rules.unready(self.kind, p, hours) for p in self.students)


def seen(desk: Desk, practices: Sequence[Practice]) -> list[Seen]:
    """These practices with all that is known of them, read together."""
    ids = [p.id for p in practices]
    found: dict[Id, list[Placement]] = {}
    for row in desk.store.rows("placements", {"practice.id": {"$in": ids}}, {"head": 0}) if ids else ():
        found.setdefault(row["practice"]["id"], []).append(Placement.model_validate(row))
    orders = orders_of(desk.store, ids) if ids else {}
    sheets = {r["section"]["id"]: r for r in sheets_of(desk.store, [p.section.id for p in practices])} if ids else {}
    return [_seen(p, found.get(p.id, []), orders.get(p.id, []), sheets.get(p.section.id)) for p in practices]


def _seen(of: Practice, placements: list[Placement], orders: list[Row], sheet: Row | None) -> Seen:
    body = kind_body(of.kind)
    every = tuple(sorted(placements, key=lambda p: (p.status is PracticeState.cancelled, p.key, p.study)))
    how = standing(of, every, orders, body.before)
    lacks = {
        p.id: tuple(rules.lacks(body, p, of.starts, of.ends, float(of.hours), how.by(p.study))) for p in every
    }  # fmt: skip
    return Seen(of, body, every, how, sheet, lacks)


def listed(desk: Desk, year: int, kind: str = "", state: str = "") -> list[Seen]:
    """The practices of an academic year within reach: what is due first stands first."""
    where: Row = {"year": year} | {k: v for k, v in (("kind", kind), ("status", state)) if v}
    rows = desk.rows(Practice, READ, where, {"head": 0}, [("starts", 1)], MOST)
    found = seen(desk, [Practice.model_validate(r) for r in rows])
    last = date.max
    return sorted(
        found, key=lambda s: (s.missing[0][0].due if s.missing else last, order_key(s.practice.section.label.kk))
    )


def get(desk: Desk, id: Id) -> Seen:
    """One practice. NotFound, Forbidden."""
    return seen(desk, [desk.get(Practice, id, READ)])[0]


def waiting(desk: Desk, year: int) -> list[Row]:
    """Sections of disciplines of practice in an academic year that have no practice yet, within reach."""
    terms = {r["_id"]: r for r in desk.store.rows("terms", {"year": year}, {"code": 1, "starts": 1, "ends": 1})}
    where: Row = {"term.id": {"$in": sorted(terms)}, "kind": LessonKind.practice.value, "closed": None}
    only = {"code": 1, "discipline": 1, "group": 1, "term": 1, "department": 1, "members.number": 1}
    rows = desk.rows(Section, "section.read", where, only, [("code", 1)], MOST)
    open_ = {"section.id": {"$in": [r["_id"] for r in rows]}, "status": {"$ne": PracticeState.cancelled.value}}
    taken = {r["section"]["id"] for r in desk.store.rows("practices", open_, {"section.id": 1})}
    return [{**r, "n": len(r.get("members") or [])} for r in rows if r["_id"] not in taken and r.get("members")]


def section(desk: Desk, id: Id) -> tuple[Section, Term]:
    """A section of practice with its term, for who opens its practice."""
    found = desk.get(Section, id, "section.read")
    return found, desk.store.load(Term, found.term.id)


def markable(desk: Desk, of: Seen) -> list[Placement]:
    """The students of a practice whose papers this user may take in: a teacher's are those he supervises."""
    open_ = [p for p in of.students if p.status is PracticeState.open]
    if desk.actor.reach(MARK) is not access.Reach.OWN:
        return open_
    own = desk.actor.assigned.get("teacher", ())
    return [p for p in open_ if p.place.supervisor and p.place.supervisor.id in own]


def periods(desk: Desk, year: int) -> list[Period]:
    """The periods of practice in the approved calendar of an academic year, in order."""
    found = of_year(desk.store, year)
    return fitting(found, PeriodKind.practice, None, None, None) if found else []


def years(desk: Desk) -> list[int]:
    """The academic years that have terms, newest first."""
    rows = desk.store.rows("terms", {}, {"year": 1}, [("year", -1)], 200)
    return list(dict.fromkeys(r["year"] for r in rows))


def joined(desk: Desk, of: Seen) -> tuple[int, int]:
    """How many joined the section since, and how many left it."""
    row = desk.store.one("sections", {"_id": of.practice.section.id}, {"members.study": 1}) or {}
    here = {m["study"] for m in row.get("members") or []}
    there = {p.study for p in of.students if p.status is PracticeState.open}
    return len(here - there), len(there - here)


def kinds() -> dict[str, Text]:
    """The kinds of practice of today by code."""
    return {k.code: k.name for k in house.entries(Sort.practice)}


def loads(desk: Desk, year: int) -> dict[Id, int]:
    """How many students each supervisor has in open practices of a year, whichever the practice."""
    where = {"year": year, "status": PracticeState.open.value, "place.supervisor": {"$ne": None}}
    found: dict[Id, int] = {}
    for row in desk.store.rows("placements", where, {"place.supervisor.id": 1}):
        id = row["place"]["supervisor"]["id"]
        found[id] = found.get(id, 0) + 1
    return found


# figures --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Summary:
    """Practices counted: how many, of how many students, and of these who has a place, an order, all papers; how many
    orders were late, how many sheets are closed; what is late today."""

    practices: int = 0
    students: int = 0
    placed: int = 0
    ordered: int = 0
    ready: int = 0
    late_orders: int = 0
    sheets: int = 0
    late: int = 0

    @property
    def unplaced(self) -> int:
        return self.students - self.placed


def summed(found: Iterable[Seen], today: date) -> Summary:
    """These practices counted; those that do not take place are not."""
    every = [s for s in found if s.practice.status is not PracticeState.cancelled]
    return Summary(
        len(every), sum(len(s.students) for s in every), sum(p.placed for s in every for p in s.students),
        sum(s.ordered for s in every), sum(s.ready for s in every), sum(s.orders.late for s in every),
        sum(bool(s.sheet and s.sheet["status"] == "closed") for s in every),
        sum(n for s in every for lack, n in s.missing if lack.due < today),
    )  # fmt: skip


def by_department(found: Sequence[Seen], today: date) -> list[tuple[Text, Summary]]:
    """The same by department, in Kazakh order."""
    names: dict[Id, Text] = {}
    groups: dict[Id, list[Seen]] = {}
    for s in found:
        ref = s.practice.department
        id = ref.id if ref else ""
        names[id] = ref.label if ref else Text(kk="—")
        groups.setdefault(id, []).append(s)
    rows = [(names[id], summed(some, today)) for id, some in groups.items()]
    return sorted(rows, key=lambda r: order_key(r[0].kk))


def by_base(found: Sequence[Seen]) -> list[tuple[Text, int, int]]:
    """Bases with their students and of how many practices; own bases by their names, the busiest first."""
    names: dict[str, Text] = {}
    many: dict[str, int] = {}
    of: dict[str, set[Id]] = {}
    for s in found:
        for p in s.students:
            base = p.place.base
            key = base.id if base else p.place.own_place
            if key:
                names[key] = base.label if base else Text(kk=p.place.own_place)
                many[key] = many.get(key, 0) + 1
                of.setdefault(key, set()).add(s.practice.id)
    rows = [(names[k], many[k], len(of[k])) for k in many]
    return sorted(rows, key=lambda r: (-r[1], order_key(r[0].kk)))


def of_department(desk: Desk, department: Id, year: int | None = None) -> Summary:
    """The practices of a department in an academic year (this one where none is said), counted, within reach."""
    where = {"year": year if year is not None else year_on(desk.today()), "department.id": department}
    rows = desk.rows(Practice, READ, where, {"head": 0}, (), MOST)
    return summed(seen(desk, [Practice.model_validate(r) for r in rows]), desk.today())


__all__ = [
    "READ", "Seen", "Summary", "by_base", "by_department", "get", "joined", "kinds", "listed", "loads", "markable",
    "of_department", "periods",
    "section", "seen", "summed", "waiting", "years",
]  # fmt: skip
