"""How many graduates work, by year of graduation and programme: each share with what it is divided by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import export, looks, references
from core import scope as scopes
from core.careers.employment import READ
from core.contingent import lives
from core.db.store import Row
from core.desk import Desk
from core.i18n import t
from core.search import full_name
from schemas.base import Id, Lang, Text
from schemas.career import WORKS, Employment, EmploymentState
from schemas.student import Student
from schemas.words import StudyStatus

YEARS = 6
MOST = 20000
Whose = tuple[Id, Id]  # a student and a study of his
WORKING = {w.value for w in WORKS}


@dataclass(frozen=True)
class Graduate:
    """One study that was finished: whose, in which year, of which programme."""

    student: Id
    study: Id
    year: int
    programme: Id | None


@dataclass
class Line:
    """Of a year and a programme: graduates, of how many it is known what they do, who works, who by profession."""

    year: int
    programme: Id | None
    graduates: int = 0
    known: int = 0
    employed: int = 0
    by_profession: int = 0

    @property
    def share(self) -> Decimal | None:
        """Employed of all graduates, in percent; None where there is none."""
        return percent_of(self.employed, self.graduates)

    @property
    def profession(self) -> Decimal | None:
        """By profession of those employed, in percent; None where nobody is."""
        return percent_of(self.by_profession, self.employed)


def percent_of(part: int, whole: int) -> Decimal | None:
    """A share in percent, to a tenth; None where there is nothing to divide by."""
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole else None


def graduates(desk: Desk, year: int | None = None) -> list[Graduate]:
    """The graduates of a year (of the last six) inside the user's reach, from the turns their studies took."""
    scope = scopes.scope_of(desk, right=READ)
    years = {year} if year else set(range(desk.today().year - YEARS + 1, desk.today().year + 1))
    found = []
    for life in lives.read(desk.store):
        turn = life.turns[-1] if life.turns else None
        if turn is None or turn.unit is None or turn.unit["status"] != StudyStatus.graduated.value:
            continue
        since = _since(life)
        if int(since[:4]) in years and scope.holds(turn.unit):
            found.append(Graduate(life.student, life.study, int(since[:4]), turn.unit.get("programme") or None))
    return found


def _since(life: lives.Life) -> str:
    """Since when it stands graduated: a later turn (another name of the programme) does not make it a later year."""
    since = life.turns[-1].since
    for turn in reversed(life.turns):
        if turn.unit is None or turn.unit["status"] != StudyStatus.graduated.value:
            break
        since = turn.since
    return since


def counted(people: Iterable[Graduate], said: Mapping[Whose, Row]) -> list[Line]:
    """The lines of these graduates, the newest year first; said: what
    each does, by student and study."""
    found: dict[tuple[int, Id | None], Line] = {}
    for one in people:
        line = found.setdefault((one.year, one.programme), Line(one.year, one.programme))
        line.graduates += 1
        if row := said.get((one.student, one.study)):
            works = row["occupation"] in WORKING
            line.known += 1
            line.employed += works
            line.by_profession += works and bool(row.get("by_profession"))
    return sorted(found.values(), key=lambda x: (-x.year, x.programme or ""))


def summed(of: Iterable[Line], year: int) -> Line:
    """All programmes of a year in one line."""
    whole = Line(year, None)
    for line in of:
        if line.year == year:
            whole.graduates += line.graduates
            whole.known += line.known
            whole.employed += line.employed
            whole.by_profession += line.by_profession
    return whole


def on_day(rows: Iterable[Row], day: date) -> dict[Whose, Row]:
    """What each graduate does on a day: of the standing records that hold that day the one that began last. What ended
    without a further record is still known: it says that he does it no more."""
    found: dict[Whose, Row] = {}
    at = day.isoformat()
    for row in sorted(rows, key=lambda r: (r["entry"]["since"], r["_id"])):
        entry = row["entry"]
        if entry["since"] <= at:
            over = bool(entry.get("until")) and entry["until"] < at
            found[row["student"]["id"], row["study"]] = {**entry, "occupation": "" if over else entry["occupation"]}
    return found


def records(desk: Desk, years: Iterable[int]) -> list[Row]:
    """The standing records of graduates of some years."""
    where = {"status": EmploymentState.standing.value, "graduated": {"$in": sorted(years)}}
    return desk.rows(Employment, READ, where, {"student.id": 1, "study": 1, "entry": 1}, limit=MOST)


def lines(desk: Desk) -> list[Line]:
    """The lines of the last six years inside the user's reach, as of today."""
    people = graduates(desk)
    return counted(people, on_day(records(desk, {p.year for p in people}), desk.today()))


def table(desk: Desk, year: int, page: int = 0, size: int = 50) -> list[Row]:
    """The graduates of a year by name, with what is known of each."""
    mine = {(g.student, g.study) for g in graduates(desk, year)}
    said = on_day(records(desk, [year]), desk.today())
    ids = sorted({student for student, _ in mine})
    only = {"number": 1, "name": 1, "studies.id": 1, "studies.programme": 1, "contacts.updated_on": 1}
    rows = desk.rows(Student, "student.read", {"_id": {"$in": ids}}, only, [("search.key", 1)], size, page * size)
    found = []
    for row in rows:
        study: Any = next((s for s in row["studies"] if (row["_id"], s["id"]) in mine), {})
        entry = said.get((row["_id"], study.get("id", "")), {})
        found.append({
            "_id": row["_id"], "number": row["number"], "full": full_name(row), "programme": study.get("programme"),
            "updated_on": (row.get("contacts") or {}).get("updated_on"), "entry": entry,
        })  # fmt: skip
    return found


def programmes(desk: Desk) -> dict[Id, Text]:
    """What programmes are called."""
    return references.labels(desk, "programmes")


HEADS = ("year", "programme", "graduates", "known", "employed", "share", "by_profession", "profession")


def xlsx(desk: Desk, lang: Lang) -> bytes:
    """The statistics as a file; who took it is written down."""
    names = programmes(desk)
    rows = [
        [x.year, names[x.programme].get(lang) if x.programme in names else "—", x.graduates, x.known, x.employed,
         x.share, x.by_profession, x.profession]
        for x in lines(desk)
    ]  # fmt: skip
    looks.note(desk, "careers", "employments", "figures", t("careers.title", lang), "download", lang=lang)
    return export.xlsx([t(f"careers.h_{h}", lang) for h in HEADS], rows, "1", [t("careers.figures_of", lang,
                       day=desk.today())])  # fmt: skip


__all__ = [
    "HEADS", "Graduate", "Line", "counted", "graduates", "lines", "on_day", "programmes", "records", "summed",
    "table", "xlsx",
]  # fmt: skip
