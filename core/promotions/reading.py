"""Who stands before a promotion, reckoned; the rules in force for it; what approved promotions decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import history
from core.access import require
from core.db.store import Row, Session, Store
from core.desk import Desk, both
from core.errors import RuleBroken
from core.i18n import order_key
from core.progress.reading import periods
from core.progress.rules import Periods, fails_of, gpa_of
from core.promotions.rules import Figures, proposed
from core.registration.frame import study_rules
from core.rollover.counting import standing, years_of
from core.rollover.turns import opens, raised, turn_of
from schemas.base import Id, Ref
from schemas.events import CHANGING
from schemas.kinds import GpaKind, Kind, PromotionRules, Sort
from schemas.promotion import Owed, Promotion, PromotionRow
from schemas.reference import Department
from schemas.rollover import Turn
from schemas.student import Name, Student

READ = "promotion.read"
CODE = "main"
MOST = 5000  # studies of one promotion
_STUDY = ("id", "status", "year", "group", "programme", "department", "faculty", "curriculum", "admitted_on", "opened",
          "funding", "record", "totals")  # fmt: skip


@dataclass(frozen=True)
class Reckoned:
    """A promotion as figures say today. others: those who are in it not, by what becomes of them (the last year, on
    leave, new intake, moved already, undecided)."""

    rules: Kind
    rows: tuple[PromotionRow, ...]
    others: dict[Turn, int]


def rules_for(reader: Store | Session, year: int, today: date) -> Kind:
    """The setting for a promotion into an academic year: of the versions in force today the newest that begins not
    after that year. RuleBroken where there is none."""
    rows = reader.rows("kinds", {"sort": Sort.promotion_rules.value, "code": CODE})
    known = [Kind.model_validate(r) for r in rows if r["effective"] <= today.isoformat() and not r.get("retired")]
    fit = [k for k in known if k.as_body(PromotionRules).since <= year]
    if not fit:
        raise RuleBroken("promotion.no_rules", year=year)
    return max(fit, key=lambda k: (k.as_body(PromotionRules).since, k.effective, k.version))


def reckon(desk: Desk, year: int, faculty: Id | None) -> Reckoned:
    """Every study of a faculty (None: without one) that a promotion into `year` speaks of, with its verdict, as things
    are true today. Reads the whole faculty: for an act, never for a page that is only drawn."""
    kind = rules_for(desk.store, year, desk.today())
    rules, known, fails = kind.as_body(PromotionRules), periods(desk.store), study_rules().third_fail
    rows, others = [], dict.fromkeys(Turn, 0)
    people = _people(desk, year, faculty)
    length = years_of(desk.store, [s for _, s in people])
    for who, study in people:
        turn, _ = turn_of(standing({**study, "raised": who["raised"][study["id"]]}, length.get(study["id"])), year)
        if turn is Turn.moved and study.get("year"):
            rows.append(_row(who, study, rules, fails, known, year))
        elif turn is not Turn.left:
            others[turn] += 1
    if len(rows) > MOST:
        raise RuleBroken("promotion.too_many", n=len(rows), most=MOST)
    rows.sort(key=lambda r: (r.course, order_key(r.group), order_key(r.student.label.kk)))
    return Reckoned(kind, tuple(rows), others)


def _people(desk: Desk, year: int, faculty: Id | None) -> list[tuple[Row, Row]]:
    """(who, study) of a faculty as true today: what takes effect later (an order dated ahead) does not count yet."""
    today = desk.today().isoformat()
    since = min(opens(year).isoformat(), today)
    place: Row = {"studies.faculty.id": faculty} if faculty else {"studies.faculty": None}
    # Whoever left by an order that is true only tomorrow still studies today.
    where = both(place, {"$or": [{"studies.status": "active"}, {"latest": {"$gt": today}}]})
    recent: Row = {"$filter": {"input": "$events", "as": "e", "cond": {"$and": [
        {"$in": ["$$e.type", CHANGING]}, {"$gte": ["$$e.effective", since]}]}}}  # fmt: skip
    found = desk.store.aggregate("students", [
        {"$match": both(where, desk.visible(Student))},
        {"$project": {"number": 1, "name": 1, "latest": 1, **{f"studies.{f}": 1 for f in _STUDY}, "events": recent}},
    ])  # fmt: skip
    out = []
    for row in found:
        if (row.get("latest") or "") > today:
            row = {**row, "studies": _true_on(desk, row["_id"])}
        told = [e for e in row["events"] if e["effective"] <= today]
        row["raised"] = {s["id"]: raised(told, s["id"], year) for s in row["studies"]}
        out += [(row, s) for s in row["studies"] if (s.get("faculty") or {}).get("id") == faculty]
    return out


def _true_on(desk: Desk, student: Id) -> list[Row]:
    events = (desk.store.one("students", {"_id": student}, {"events": 1}) or {"events": []})["events"]
    found: list[Row] = history.fold(history.parse(events), on=desk.today())["studies"]
    return found


def _row(
    who: Row, study: Row, rules: PromotionRules, third_fail: int, known: Periods, year: int
) -> PromotionRow:  # fmt: skip
    record = study["record"]
    terms = [p.code for p in known.values() if p.year == year - 1]
    gpa = gpa_of(record, terms) if rules.gpa is GpaKind.year else study["totals"].get("gpa")
    owed = fails_of(record)
    said = proposed(Figures(study["year"], gpa, owed), rules, third_fail)
    return PromotionRow(
        student=Ref(id=who["_id"], label=Name.model_validate(who["name"]).text()), study=study["id"],
        number=who["number"], course=study["year"], group=study.get("group") or "", programme=study.get("programme"),
        department=study.get("department"), funding=study.get("funding"), gpa=gpa,
        threshold=rules.threshold(study["year"]), credits=study["totals"]["credits"],
        owed=[Owed(discipline=d, fails=n) for d, n in owed], computed=said.verdict, grounds=list(said.grounds),
    )  # fmt: skip


# what is kept -------------------------------------------------------------------------------------------------------


def listed(desk: Desk, year: int) -> list[Row]:
    """The promotions of a year the user may see, without their rows: the newest version of each faculty first."""
    only = {"rows": 0}
    found = desk.rows(Promotion, READ, {"year": year}, only, [("faculty.id", 1), ("version", -1)], 200)
    return sorted(found, key=lambda r: (order_key(((r.get("faculty") or {}).get("label") or {}).get("kk", "")),
                                        -r["version"]))  # fmt: skip


def counts(desk: Desk, ids: Iterable[Id]) -> dict[Id, dict[str, int]]:
    """How many of each verdict (decided, else computed) promotions hold, and how many are undecided («»)."""
    require(desk.actor, READ)
    rows = desk.store.aggregate("promotions", [
        {"$match": {"_id": {"$in": sorted(ids)}}}, {"$unwind": "$rows"},
        {"$group": {"_id": {"of": "$_id", "v": {"$ifNull": ["$rows.decided", ""]}}, "n": {"$sum": 1}}},
    ])  # fmt: skip
    found: dict[Id, dict[str, int]] = {}
    for r in rows:
        found.setdefault(r["_id"]["of"], {})[r["_id"]["v"]] = r["n"]
    return found


def get(desk: Desk, id: Id) -> Promotion:
    """A promotion with its rows."""
    return desk.get(Promotion, id, READ)


def faculties(desk: Desk) -> list[Ref]:
    """The faculties for which this user may make a promotion."""
    reach = require(desk.actor, "promotion.make")
    where: Row = {"kind": "faculty", "$or": [{"ends": None}, {"ends": {"$gte": desk.today().isoformat()}}]}
    mine = None if reach.value == "all" else desk.actor.assigned.get("faculty", ())
    rows = desk.store.rows("departments", where, limit=200)
    found = [Department.model_validate(r).ref() for r in rows if mine is None or r["_id"] in mine]
    return sorted(found, key=lambda r: order_key(r.label.kk))
