"""What of each commission is ready and what is missing, by days left: the rule, and the few queries that feed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.attestation import admission, commissions, settings
from core.attestation.commissions import deadlines, papers, rules
from core.attestation.commissions.finishing import unwritten
from core.attestation.commissions.proposing import leaving
from core.db.store import Row
from core.desk import Desk
from schemas.attestation import Commission, CommissionStatus, Protocol
from schemas.attestation.candidacy import AHEAD, COUNTED
from schemas.attestation.commission import LIVE
from schemas.attestation.sitting import STANDING
from schemas.base import Id, Ref
from schemas.kinds import AttestationRules
from schemas.words import CalendarState, PeriodKind, SheetStatus

READY, TODO, LATE = "ready", "todo", "late"


@dataclass(frozen=True)
class Facts:
    """What is counted of one commission. unwritten: protocols not written or not signed by all of sittings whose day
    has come, at: the first of these; begins: the first day of its
    sittings, or of the period of the calendar."""

    commission: Commission
    graduates: int = 0
    unapproved: int = 0
    behind: int = 0
    unadmitted: int = 0
    placeless: int = 0
    sittings: int = 0
    unfinished: int = 0
    unwritten: int = 0
    signed: int = 0
    unsheeted: int = 0
    open_sheets: int = 0
    at: Id = ""
    begins: date | None = None
    ends: date | None = None
    planned: bool = False  # `begins` is of a sitting, not of the calendar only


@dataclass(frozen=True)
class Item:
    """One thing a commission must have: what, where it stands, how many are missing, the page that mends it.

    address: the words of the page's address. due: by which day, where one is set.
    """

    what: str
    state: str
    n: int = 0
    page: str = "commissions"
    address: Mapping[str, str] = field(default_factory=dict)
    due: date | None = None


@dataclass(frozen=True)
class Line:
    """One commission: days to its beginning (below zero: it has begun; None: nobody knows), everything it must have."""

    facts: Facts
    days: int | None
    items: tuple[Item, ...]

    @property
    def missing(self) -> list[Item]:
        """What is not there, the late first."""
        return sorted((i for i in self.items if i.state != READY), key=lambda i: i.state != LATE)

    @property
    def ready(self) -> list[Item]:
        """What is there."""
        return [i for i in self.items if i.state == READY]


def items(facts: Facts, of: AttestationRules, today: date) -> tuple[Item, ...]:
    """Everything a commission must have on this day, in the order of its work; what is not yet due to be asked for
    (protocols before the first sitting, a report before the last) is left out."""
    one, here = facts.commission, {"id": facts.commission.id}
    mine, began = {"commission": facts.commission.id}, facts.planned and _past(facts.begins, today)
    of_them = {tab: {**mine, "year": str(one.year), "tab": tab} for tab in ("draw", "approve", "progress", "admission")}
    days = {d.step: d.day for d in deadlines.of(one.year, one.status, one.seats, of, today)}
    status = one.status
    sitting = [s for s in one.seats if s.until is None or s.until >= today]

    def item(what: str, n: int, page: str = "commissions", address: Mapping[str, str] = here,
             due: date | None = None, late: bool = False) -> Item:  # fmt: skip
        overdue = late or due is not None and due < today
        return Item(what, READY if not n else LATE if overdue else TODO, n, page, address, due if n else None)

    before = facts.begins is not None and facts.begins <= today  # what was to be there before it began
    found = [
        item("composition", len(rules.lacking(sitting, of)), due=days["order"]),
        item("hears", int(not one.hears), due=days["order"]),
        item("council", int(status is CommissionStatus.nominated), due=days["council"]),
        item("order", int(status not in (CommissionStatus.ordered, CommissionStatus.closed)), due=days["order"]),
        item("papers", len(papers.missing(one.papers, of)), address={**here, "view": "papers"}, late=before),
        item("graduates", int(not facts.graduates), "graduates", of_them["draw"], late=before),
    ]
    if facts.graduates:
        admit_by = _before(facts.begins, of.admission_days)
        found += [
            item("topics", facts.unapproved, "graduates", of_them["approve"], late=before),
            item("milestones", facts.behind, "graduates", of_them["progress"], late=bool(facts.behind)),
            item("admission", facts.unadmitted, "graduates", of_them["admission"], due=admit_by),
            item("sittings", int(not facts.sittings), "sittings", mine, late=before),
        ]
    if facts.sittings:
        found.append(item("places", facts.placeless, "sittings", mine, late=before))
    if began:
        found.append(item("protocols", facts.unwritten, "sitting", {"id": facts.at}, late=True))
    if facts.signed:
        found.append(item("sheets", facts.unsheeted + facts.open_sheets, "sittings", mine, late=_over(facts, today)))
    if _over(facts, today) and facts.signed:
        found.append(item("report", len(unwritten(one.parts, of)), "attestation_report", mine, late=True))
        if status is CommissionStatus.ordered:
            found.append(item("closing", 1))
    return tuple(found)


def _past(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _over(facts: Facts, today: date) -> bool:
    return facts.planned and facts.ends is not None and facts.ends < today and not facts.unfinished


def _before(day: date | None, days: int) -> date | None:
    return day - timedelta(days) if day else None


def lines(found: Iterable[Facts], of: AttestationRules, today: date) -> list[Line]:
    """The commissions of a year by days left; those that are done or whose day nobody knows stand last."""
    made = [Line(f, (f.begins - today).days if f.begins else None, items(f, of, today)) for f in found]

    def place(line: Line) -> tuple[bool, bool, int, str]:
        done = line.facts.commission.status is CommissionStatus.closed
        return done, line.days is None, line.days or 0, line.facts.commission.number

    return sorted(made, key=place)


# reading --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Control:
    """A year: its commissions, and programmes whose students graduate though no commission hears them."""

    lines: list[Line]
    unheard: list[Ref]


def of_year(desk: Desk, year: int) -> Control:
    """The control page of a year, inside the user's scope. Raises Forbidden."""
    of, today = settings.rules(), desk.today()
    found = [c for c in commissions.of_year(desk, year) if c.status is not CommissionStatus.cancelled]
    ids = [c.id for c in found]
    graduates, sittings, protocols = _candidacies(desk, ids, today), _sittings(desk, ids), _protocols(desk, ids)
    unwritten = _unwritten(desk, ids, today)
    admitted = set(admission.admitted(desk.store, year)) if graduates else set()
    open_sheets = _open_sheets(desk, {s for p in protocols.values() for s in p["sheets"]})
    period = _periods(desk, year, today)
    made = []
    for one in found:
        g, s, p = graduates.get(one.id, {}), sittings.get(one.id, {}), protocols.get(one.id, {})
        starts, ends = period(one.faculty.id if one.faculty else None)
        first, last = (date.fromisoformat(s[k]) if s else None for k in ("first", "last"))
        made.append(Facts(
            one, graduates=len(g.get("all", ())), unapproved=g.get("unapproved", 0), behind=g.get("behind", 0),
            unadmitted=len(set(g.get("studies", ())) - admitted),
            placeless=len({*g.get("placeless", ())} - {None, *p.get("excused", ())}),
            sittings=s.get("n", 0), unfinished=s.get("unfinished", 0),
            unwritten=len(todo := unwritten.get(one.id, [])), at=todo[0] if todo else "", signed=p.get("signed", 0),
            unsheeted=p.get("unsheeted", 0),
            open_sheets=len(set(p.get("sheets", ())) & open_sheets), begins=first or starts, ends=last or ends,
            planned=first is not None,
        ))  # fmt: skip
    return Control(lines(made, of, today), _unheard(desk, year, found))


def _candidacies(desk: Desk, ids: Sequence[Id], today: date) -> dict[Id, Row]:
    """By commission: its graduates' studies, how many are not approved, behind, without a place in a sitting."""
    ahead = {"$in": ["$status", [s.value for s in AHEAD]]}
    late = {"$anyElementTrue": [{"$map": {"input": "$milestones", "as": "m", "in": {"$and": [
        {"$eq": [{"$ifNull": ["$$m.done", None]}, None]}, {"$lt": ["$$m.due", today.isoformat()]}]}}}]}  # fmt: skip
    placeless = {"$eq": [{"$ifNull": ["$sitting.id", None]}, None]}
    rows = desk.store.aggregate("candidacies", [
        {"$match": {"commission.id": {"$in": list(ids)}, "status": {"$in": [s.value for s in COUNTED]}}},
        {"$group": {
            "_id": "$commission.id", "all": {"$addToSet": "$study"},
            "studies": {"$addToSet": {"$cond": [ahead, "$study", None]}},
            "unapproved": {"$sum": {"$cond": [{"$eq": ["$status", "draft"]}, 1, 0]}},
            "behind": {"$sum": {"$cond": [{"$and": [ahead, late]}, 1, 0]}},
            "placeless": {"$addToSet": {"$cond": [{"$and": [ahead, placeless]}, "$_id", None]}},
        }},
    ])  # fmt: skip
    return {r["_id"]: {**r, "studies": [s for s in r["studies"] if s]} for r in rows}


def _sittings(desk: Desk, ids: Sequence[Id]) -> dict[Id, Row]:
    rows = desk.store.aggregate("sittings", [
        {"$match": {"commission.id": {"$in": list(ids)}, "status": {"$in": [s.value for s in STANDING]}}},
        {"$group": {"_id": "$commission.id", "n": {"$sum": 1}, "first": {"$min": "$day"}, "last": {"$max": "$day"},
                    "unfinished": {"$sum": {"$cond": [{"$eq": ["$status", "closed"]}, 0, 1]}}}},
    ])  # fmt: skip
    return {r["_id"]: r for r in rows}


def _unwritten(desk: Desk, ids: Sequence[Id], today: date) -> dict[Id, list[Id]]:
    """By commission: of each protocol that is not written or not signed by all though its day has come, the sitting."""
    where = {"commission.id": {"$in": list(ids)}, "status": {"$in": ["published", "open"]},
             "day": {"$lte": today.isoformat()}}  # fmt: skip
    rows = desk.store.rows("sittings", where, {"commission.id": 1, "slots.candidacy": 1}, [("day", 1), ("starts", 1)])
    of = {"sitting.id": {"$in": [r["_id"] for r in rows]}, "corrects": None}
    found = [Protocol.model_validate(p) for p in desk.store.rows("protocols", of, {"questions": 0, "opinions": 0})]
    whole = {p.once for p in found if not p.unsigned}
    out: dict[Id, list[Id]] = {}
    for row in rows:
        left = [row["_id"] for s in row["slots"] if f"{row['_id']}:{s['candidacy']}" not in whole]
        out.setdefault(row["commission"]["id"], []).extend(left)
    return out


def _protocols(desk: Desk, ids: Sequence[Id]) -> dict[Id, Row]:
    bare = {"$eq": [{"$ifNull": ["$sheet.id", None]}, None]}
    stands = {"$and": [{"$eq": ["$status", "signed"]}, {"$eq": [{"$ifNull": ["$replaced", None]}, None]}]}
    excused = {"$and": [stands, {"$eq": ["$mark", "excused"]}]}  # may be heard at another sitting, need not
    rows = desk.store.aggregate("protocols", [
        {"$match": {"commission.id": {"$in": list(ids)}}},
        {"$group": {"_id": "$commission.id", "signed": {"$sum": {"$cond": [stands, 1, 0]}},
                    "unsheeted": {"$sum": {"$cond": [{"$and": [stands, bare]}, 1, 0]}},
                    "excused": {"$addToSet": {"$cond": [excused, "$candidacy", None]}},
                    "sheets": {"$addToSet": "$sheet.id"}}},
    ])  # fmt: skip
    return {r["_id"]: r for r in rows}


def _open_sheets(desk: Desk, ids: set[Id]) -> set[Id]:
    done = [SheetStatus.closed.value, SheetStatus.cancelled.value]
    where = {"_id": {"$in": sorted(ids)}, "status": {"$nin": done}}
    return {r["_id"] for r in desk.store.rows("grade_sheets", where, {"_id": 1})} if ids else set()


def _periods(desk: Desk, year: int, today: date) -> Callable[[Id | None], tuple[date | None, date | None]]:
    """From when to when attestation is held in a calendar year, for a faculty, by the approved calendars."""
    where = {"year": {"$in": [year - 1, year]}, "state": CalendarState.approved.value}
    rows = desk.store.rows("calendars", where, {"periods": 1})
    found = [p for r in rows for p in r["periods"] if p["kind"] == PeriodKind.attestation.value
             and p["starts"].startswith(str(year))]  # fmt: skip

    def of(faculty: Id | None) -> tuple[date | None, date | None]:
        mine = [p for p in found if not p.get("faculty") or faculty is None or p["faculty"]["id"] == faculty]
        if not mine:
            return None, None
        mine.sort(key=lambda p: p["starts"])  # there may be one in winter too: the one that runs or comes next
        one = next((p for p in mine if p["ends"] >= today.isoformat()), mine[-1])
        return date.fromisoformat(one["starts"]), date.fromisoformat(one["ends"])

    return of


def _unheard(desk: Desk, year: int, found: Sequence[Commission]) -> list[Ref]:
    """Programmes whose students graduate in a year and that no commission of it hears; told to who makes commissions
    everywhere, for who sees a part only does not see all of them."""
    reach = desk.actor.reach("attestation.edit")
    if reach is None or reach.value != "all":
        return []
    heard = {p.id for c in found if c.status in (*LIVE, CommissionStatus.closed) for p in c.programmes}
    refs = {r["programme"]["id"]: Ref.model_validate(r["programme"]) for r in leaving(desk.store, year) if r["lines"]}
    return sorted((r for id, r in refs.items() if id not in heard), key=lambda r: r.label.kk)


def years(desk: Desk) -> list[int]:
    """The years one may look at, newest first: those that have commissions, this one, the next."""
    return sorted({*commissions.years(desk), desk.today().year, desk.today().year + 1}, reverse=True)


def usual(desk: Desk) -> int:
    """The year shown first: from autumn on that of the next summer."""
    return desk.today().year + (desk.today().month >= 9)


__all__ = ["LATE", "READY", "TODO", "Control", "Facts", "Item", "Line", "items", "lines", "of_year", "usual", "years"]
