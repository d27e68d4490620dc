"""The arithmetic of progress: GPA of a period, places in a group, debts with their age and the ways to clear them.

Pure: stored results and values in, values out. Which attempt stands, `core.grading` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from core import grading
from schemas.base import Id, Ref, Word
from schemas.kinds import StudyRules
from schemas.words import ResultState, TermKind

Row = Mapping[str, Any]
V = TypeVar("V")
SEMESTERS = (TermKind.autumn, TermKind.spring)
OWED = (ResultState.failed.value, ResultState.open.value)


@dataclass(frozen=True)
class Period:
    """A term as progress asks for it: its academic year, kind, first and last day where they are known."""

    code: str
    year: int
    kind: TermKind
    starts: date | None = None
    ends: date | None = None


Periods = Mapping[str, Period]


# GPA ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gpas:
    """Term, year and cumulative GPA in full precision; None where nothing of the period counts."""

    term: Decimal | None = None
    year: Decimal | None = None
    cumulative: Decimal | None = None


def gpa_of(record: Iterable[Row], terms: Iterable[str] | None = None) -> Decimal | None:
    """The GPA over results of these terms (None: all): of several attempts within them the one that stands there, a
    failed discipline stays in the denominator (domain.md 1.7)."""
    wanted = None if terms is None else set(terms)
    rows = [r for r in record if wanted is None or r["term"] in wanted]
    return grading.gpa(grading.counted(rows))


def gpas(record: Sequence[Row], periods: Periods, term: str = "", year: int | None = None) -> Gpas:
    """The three GPAs: of a term, of an academic year (its summer too), of all."""
    of_year = [p.code for p in periods.values() if p.year == year] if year is not None else []
    return Gpas(gpa_of(record, [term]) if term else None, gpa_of(record, of_year) if of_year else None, gpa_of(record))


def ordered(codes: Iterable[str], periods: Periods) -> list[str]:
    """Terms in order of time; those the office does not know, first."""
    kinds = list(TermKind)

    def key(code: str) -> tuple[int, int, str]:
        found = periods.get(code)
        return (found.year, kinds.index(found.kind), code) if found else (0, 0, code)

    return sorted(set(codes), key=key)


@dataclass(frozen=True)
class Place:
    """A place in a ranking: equal values share it (1, 2–3, 4); None for who has no value."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def places(values: Sequence[V | None]) -> list[Place | None]:
    """The place of each value, the highest first; equal ones share the places they take, what is None has none."""
    known = sorted((v for v in values if v is not None), reverse=True)  # type: ignore[type-var]
    first = {v: n for n, v in reversed(list(enumerate(known, 1)))}
    many = Counter(known)
    return [None if v is None else Place(first[v], first[v] + many[v] - 1) for v in values]


# debts --------------------------------------------------------------------------------------------------------------


class Way(Word):
    """How a debt may be cleared (domain.md 1.4, 1.6, 3)."""

    resit = ("resit", "FX қайта тапсыру", "Пересдача FX", "Re-sit of FX")
    again = ("again", "Қайта тіркелу", "Повторная регистрация", "Register again")
    summer = ("summer", "Жазғы семестр", "Летний семестр", "Summer semester")
    individual = ("individual", "Жеке ведомость", "Индивидуальная ведомость", "Individual sheet")


@dataclass(frozen=True)
class Debt:
    """A discipline tried and never passed. since: the day of its first fail; days, terms: how old it is (terms: autumn
    and spring ones begun since); letter: of the newest attempt; again: the term in which it is being studied again."""

    discipline: Ref
    code: str
    credits: Decimal
    term: str
    since: date
    days: int
    terms: int
    letter: str
    state: ResultState
    fails: int
    ways: tuple[Way, ...] = ()
    again: str = ""


def debts(study: Row, periods: Periods, rules: StudyRules, today: date, last_year: bool = False) -> list[Debt]:
    """The debts of a study (as stored), the oldest first: as many as its totals say."""
    record: Sequence[Row] = study.get("record") or []
    stand = grading.standing([{**r, "replaces": True} for r in record])
    done = {(r["discipline"]["id"], r["term"]) for r in grading.of_disciplines(record)}
    running = {
        e["discipline"]["id"]: e["term"] for e in study.get("enrolled") or []
        if (e["discipline"]["id"], e["term"]) not in done
    }  # fmt: skip
    found = []
    for id, rows in grading.unpassed(record).items():
        first = min(rows, key=lambda r: (r["on"], r["term"]))
        last = next((r for r in rows if r["id"] in stand), rows[-1])
        since, fails = _day(first["on"]), sum(r["state"] == ResultState.failed.value for r in rows)
        found.append(Debt(
            Ref.model_validate(last["discipline"]), last["code"], last["credits"], first["term"], since,
            max(0, (today - since).days), terms_since(since, periods, today), last["letter"],
            ResultState(last["state"]), fails, ways(last, fails, rules, last_year), running.get(id, ""),
        ))  # fmt: skip
    return sorted(found, key=lambda d: (d.since, d.code))


def ways(row: Row, fails: int, rules: StudyRules, last_year: bool = False) -> tuple[Way, ...]:
    """How this debt may be cleared: an incomplete one by an individual sheet; an FX (a fail that has points) by a
    re-sit; any fail by studying it again, in the summer too where the rules let it. After the last fail that the rules
    let pass (`third_fail`) there is none: the case for expulsion.
    What stands apart beside a discipline (a course work) has sheets of its own and is never studied again."""
    if row["state"] == ResultState.open.value:
        return (Way.individual,)
    if row.get("apart"):
        return (Way.resit, Way.individual) if row["points"] else (Way.individual,)
    if rules.third_fail and fails >= rules.third_fail:
        return ()
    out = [Way.resit, Way.individual] if row["points"] else []
    out.append(Way.again)
    if row["credits"] <= rules.summer_most and (rules.summer_last_year or not last_year):
        out.append(Way.summer)
    return tuple(out)


def terms_since(since: date, periods: Periods, today: date) -> int:
    """How many autumn and spring terms have begun after a day."""
    return sum(
        p.kind in SEMESTERS and p.starts is not None and since < p.starts <= today for p in periods.values()
    )  # fmt: skip


def _day(said: date | str) -> date:
    return said if isinstance(said, date) else date.fromisoformat(said)


def fails_of(record: Sequence[Row]) -> list[tuple[Ref, int]]:
    """Disciplines tried and never passed, each with how often it was failed; in the order they were first tried."""
    return [
        (Ref.model_validate(rows[-1]["discipline"]), sum(r["state"] == ResultState.failed.value for r in rows))
        for rows in grading.unpassed(record).values()
    ]


# summary ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A student of a summary: the standing result of each discipline of the term, credits earned in it, GPA of the
    term, fails of the term, and all debts."""

    student: Id
    study: Id
    number: str
    name: str
    cells: tuple[Row | None, ...]
    credits: Decimal
    gpa: Decimal | None
    failed: int
    debts: int


@dataclass(frozen=True)
class Summary:
    """Students × disciplines of a group and a term (domain.md 3). heads: (discipline, code, credits)."""

    heads: tuple[tuple[Ref, str, Decimal], ...]
    lines: tuple[Line, ...]

    def count(self, test: Callable[[Row], bool]) -> list[int]:
        """How many results of each discipline pass a test."""
        return [sum(1 for x in self.lines if (c := x.cells[n]) is not None and test(c)) for n in range(len(self.heads))]


def summary(rows: Iterable[tuple[Row, Row]], term: str) -> Summary:
    """The summary of a term: rows are (who: {_id, number, name}, study)."""
    taken: list[tuple[Row, Row, dict[Id, Row]]] = []
    heads: dict[Id, tuple[Ref, str, Decimal]] = {}
    for who, study in rows:
        of = [r for r in grading.of_disciplines(study.get("record") or []) if r["term"] == term]
        stand = grading.standing([{**r, "replaces": True} for r in of])
        mine = {r["discipline"]["id"]: r for r in of if r["id"] in stand}
        for id, r in mine.items():
            if id not in heads:
                heads[id] = (Ref.model_validate(r["discipline"]), r["code"], r["credits"])
        taken.append((who, study, mine))
    order = sorted(heads, key=lambda id: (-sum(id in m for _, _, m in taken), heads[id][1]))
    lines = tuple(
        Line(
            who["_id"], study["id"], who["number"], who["name"], tuple(mine.get(id) for id in order),
            sum((r["earned"] for r in mine.values()), Decimal(0)), gpa_of(mine.values()),
            sum(r["state"] in OWED for r in mine.values()), (study.get("totals") or {}).get("academic_debts") or 0,
        )
        for who, study, mine in taken
    )  # fmt: skip
    return Summary(tuple(heads[id] for id in order), lines)
