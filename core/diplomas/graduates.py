"""Who is to get a diploma in a year, and how each stands: by the award order, or by the protocol that awards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from core import curricula, history, house, merged
from core.attestation import settings as attestation
from core.attestation.protocols.honours import proposed as proposed_honours
from core.db.store import Row
from core.desk import Desk
from core.diplomas import settings
from core.diplomas.checks import Case, Check, checks, ready
from core.names.letters import proposed, table
from core.progress.what_if import award_rules, final_of
from schemas.attestation import Proof
from schemas.base import Id, Text
from schemas.blank import BlankStatus
from schemas.diploma import GIVEN, LIVE, Diploma
from schemas.kinds import DiplomaKind, Kind, Sort
from schemas.order import STANDS
from schemas.rulebook import Rulebook
from schemas.student import Name, Student

READ = "diploma.read"
MOST = 5000
Pair = tuple[Id, Id]  # student, study


class Reader(Protocol):
    """A store or an open transaction."""

    def rows(self, collection: str, where: Row, fields: Row | None = None, *, limit: int = 0) -> list[Row]: ...


@dataclass(frozen=True)
class Graduate:
    """A graduate with what was found about him."""

    student: Id
    study: Id
    name: Text
    number: str
    group: str
    honours: bool
    kind: Kind
    case: Case
    found: tuple[Check, ...]
    proof: tuple[Proof, ...] = ()

    @property
    def takes(self) -> tuple[str, ...]:
        """Kinds of blank that registering him takes; nothing where his sheets are bound already."""
        return () if self.diploma and self.diploma.sheets else tuple(takes(self.case.kind))

    @property
    def ready(self) -> bool:
        """May his diploma be registered?"""
        return ready(list(self.found))

    @property
    def diploma(self) -> Diploma | None:
        """His diploma, where one is prepared already."""
        return self.case.diploma


def awarded(reader: Any, year: int, studies: Sequence[Id] = ()) -> tuple[dict[Pair, Row], dict[Pair, Row]]:
    """Who was awarded in a calendar year: (by award orders in force, by awarding protocols): pair → the paper.

    A pair is where the study stands today: a closed paper may name a record that was joined to another. studies: only
    these, by every id they have had.
    """
    rules = attestation.rules()
    days = {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"}
    orders = {"kind": rules.award_order, "effective": days, "status": {"$in": [s.value for s in STANDS]}}
    protocols: Row = {"year": year, "status": "signed", "award": True, "replaced": None}
    if studies:
        orders["lines.study"] = {"$in": list(studies)}
        protocols["study"] = {"$in": list(studies)}
    fields = {"number": 1, "day": 1, "lines.student.id": 1, "lines.study": 1, "lines.values": 1, "lines.reversed": 1}
    by_order: dict[Pair, Row] = {}
    for order in reader.rows("orders", orders, fields, limit=200):
        for line in order["lines"]:
            if not line.get("reversed") and (not studies or line["study"] in studies):
                by_order[line["student"]["id"], line["study"]] = {**order, "said": line.get("values") or {}}
    shown = {"number": 1, "day": 1, "student.id": 1, "study": 1, "honours": 1}
    by_protocol = {(p["student"]["id"], p["study"]): p for p in reader.rows("protocols", protocols, shown, limit=MOST)}
    away = merged.today(reader, {student for student, _ in by_order.keys() | by_protocol.keys()})
    return _standing(reader, by_order, away), _standing(reader, by_protocol, away)


def _standing(reader: Any, found: dict[Pair, Row], away: Mapping[Id, Id]) -> dict[Pair, Row]:
    """Papers by the record and study in which what they award stands today."""
    return {merged.whose(reader, *pair) if pair[0] in away else pair: row for pair, row in found.items()}


def of_year(desk: Desk, year: int) -> list[Graduate]:
    """The graduates of a year in the user's scope, in the order of names."""
    by_order, by_protocol = awarded(desk.store, year)
    pairs = sorted(by_order.keys() | by_protocol.keys())
    fields = {"number": 1, "name": 1, "search.key": 1, "studies": 1, "schooling": 1}
    rows: dict[Id, Row] = {}
    for start in range(0, len(pairs), 1000):
        part = [s for s, _ in pairs[start : start + 1000]]
        rows |= {r["_id"]: r for r in desk.rows(Student, READ, {"_id": {"$in": part}}, fields, limit=len(part))}
    found = gathered(desk.store, rows, [p for p in pairs if p[0] in rows], by_order, by_protocol)
    return sorted(found, key=lambda g: (rows[g.student].get("search", {}).get("key", ""), g.study))


def gathered(
    reader: Any, rows: Mapping[Id, Row], pairs: Iterable[Pair], by_order: Mapping[Pair, Row],
    by_protocol: Mapping[Pair, Row],
) -> list[Graduate]:  # fmt: skip
    """Graduates with their checks: what many share is read once."""
    studies = {p: s for p in pairs if (s := history.pick(rows[p[0]]["studies"], [p[1]])) is not None}
    plans = curricula.of_studies(reader, studies.values())
    programmes = _by_id(reader, "programmes", {s["programme"]["id"] for s in studies.values() if s.get("programme")})
    held = _holds(reader, {student for student, _ in studies})
    made = _diplomas(reader, studies.values())
    filed = _filed(reader, {student for student, _ in studies})
    awards, book = award_rules(), _book(reader)
    lies = cache(lambda kind: stock(reader, kind, 1))
    untitled = _untitled(reader, studies.values())
    spelling = table()
    rules = attestation.rules()
    found = []
    for pair, study in studies.items():
        order, protocol = by_order.get(pair), by_protocol.get(pair)
        said = str((order or {}).get("said", {}).get(f"fact/{rules.award_fact}") or "")
        honours = said == rules.honours if said else bool((protocol or {}).get("honours"))
        diploma = made.get(pair[1])
        kind = house.entry(Sort.diploma, diploma.kind) if diploma else settings.kind_for(honours)
        body = kind.as_body(DiplomaKind)
        name = rows[pair[0]]["name"]
        plan = plans.get(pair[1])
        earned, proof = (
            proposed_honours(study.get("record") or [], awards, book, final_of(plan)) if book else (None, [])
        )
        programme = programmes.get((study.get("programme") or {}).get("id", ""))
        case = Case(
            pair[0], rows[pair[0]], study, body, plan, programme, protocol, order,
            held.get(pair[0], 0), diploma,
            {b: lies(b) for b in takes(body)},
            proposed(name["last"], name["first"], spelling), tuple(untitled.get(pair[1], ())),
            honours, earned, _unfiled(body, filed.get(pair[0], frozenset())),
        )  # fmt: skip
        found.append(Graduate(
            *pair, Name.model_validate(name).text(), rows[pair[0]]["number"], study.get("group") or "", honours, kind,
            case, tuple(checks(case)), tuple(proof),
        ))  # fmt: skip
    return found


def takes(body: DiplomaKind) -> list[str]:
    """The kinds of blank that a diploma of a kind takes, one of each sheet that is printed on a blank."""
    return [b for b in (body.blank, *(s.blank for s in body.supplements)) if b]


def _by_id(reader: Reader, collection: str, ids: Iterable[Id]) -> dict[Id, Row]:
    return {r["_id"]: r for r in reader.rows(collection, {"_id": {"$in": sorted(ids)}})}


def _holds(reader: Reader, students: Iterable[Id]) -> dict[Id, int]:
    found: dict[Id, int] = {}
    for row in reader.rows("holds", {"student.id": {"$in": sorted(students)}, "active": True}, {"student.id": 1}):
        found[row["student"]["id"]] = found.get(row["student"]["id"], 0) + 1
    return found


def _filed(reader: Reader, students: Iterable[Id]) -> dict[Id, frozenset[str]]:
    """Which papers that kinds of diploma ask for lie in each personal file."""
    asked = {code for k in house.entries(Sort.diploma) for code in k.as_body(DiplomaKind).scans}
    if not asked:
        return {}
    where = {"student.id": {"$in": sorted(students)}, "kind.id": {"$in": sorted(asked)}, "withdrawn": False}
    found: dict[Id, frozenset[str]] = {}
    for row in reader.rows("scans", where, {"student.id": 1, "kind.id": 1}):
        found[row["student"]["id"]] = found.get(row["student"]["id"], frozenset()) | {row["kind"]["id"]}
    return found


def _unfiled(body: DiplomaKind, filed: frozenset[str]) -> tuple[str, ...]:
    return tuple(house.entry(Sort.scan, code).name.kk for code in body.scans if code not in filed)


def _diplomas(reader: Reader, studies: Iterable[Row]) -> dict[Id, Diploma]:
    """The diploma of each study (a replaced one was given, too), by its id of today: a merge may have brought it."""
    now = {was: s["id"] for s in studies for was in (s["id"], *(c["study"] for c in s.get("came") or []))}
    where = {"study": {"$in": sorted(now)}, "of": None, "status": {"$in": [s.value for s in {*LIVE, *GIVEN}]}}
    return {now[d.study]: d for d in map(Diploma.model_validate, reader.rows("diplomas", where))}


def _book(reader: Reader) -> Rulebook | None:
    """The institution's newest own rulebook: the figures of a proof are rounded by it."""
    found = reader.rows("rulebooks", {"own": True})
    return Rulebook.model_validate(max(found, key=lambda r: (r["effective"], r["version"]))) if found else None


def stock(reader: Reader, kind: str, most: int) -> int:
    """How many blanks of a kind lie ready, counted up to so many."""
    where = {"kind": kind, "status": BlankStatus.in_stock.value}
    return len(reader.rows("blanks", where, {"_id": 1}, limit=max(most, 1)))


def _untitled(reader: Reader, studies: Iterable[Row]) -> dict[Id, list[str]]:
    """Disciplines of a record that have no English title today, by study."""
    of = {s["id"]: {r["discipline"]["id"]: r["discipline"]["label"]["kk"] for r in s.get("record") or []}
          for s in studies}  # fmt: skip
    ids = {d for named in of.values() for d in named}
    bare = {r["_id"] for r in reader.rows("disciplines", {"_id": {"$in": sorted(ids)}, "name.en": ""}, {"_id": 1})}
    return {study: [label for d, label in named.items() if d in bare] for study, named in of.items()}
