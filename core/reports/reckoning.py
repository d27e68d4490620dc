"""The rows of a report counted by the database: of each combination of its cuts the plain sums, added up over parts.

A big collection is read in parts by the order of its ids, so that one sees how far it is and may stop between two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.db.store import Row
from core.desk import Desk, both
from core.reports import asof, keys
from core.reports.definition import cuts, question, used
from core.sources import Source, Span, cheap, source_of, stages
from core.sources.reading import FEW
from core.sources.rules import Fields, all_of
from core.sources.standing import chunks
from schemas.report import VALUED, Figure, Reckoned, ReportBody

PART = 10_000  # documents of a big collection that are read at once
SECONDS = 60.0  # one reading may take so long
Step = Callable[[int, int], None]
Key = tuple[Any, ...]


@dataclass
class Tally:
    """Of one measure: n rows are meant, counted of them count; of its number: how many have it, their sum, the least,
    the greatest; how often each value stands (of a median); the people."""

    n: int = 0
    counted: int = 0
    valued: int = 0
    total: Decimal = Decimal(0)
    least: Decimal | None = None
    most: Decimal | None = None
    values: Counter[Decimal] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)

    def add(self, other: Tally) -> None:
        """Rows of another cell, or of another part, besides."""
        self.n, self.counted, self.valued = self.n + other.n, self.counted + other.counted, self.valued + other.valued
        self.total += other.total
        self.least = min((x for x in (self.least, other.least) if x is not None), default=None)
        self.most = max((x for x in (self.most, other.most) if x is not None), default=None)
        self.values += other.values
        self.people |= other.people


@dataclass
class Heap:
    """The rows of one combination of the cuts: how many, and each measure of them."""

    n: int
    tallies: list[Tally]

    @classmethod
    def none(cls, measures: int) -> Heap:
        """No rows yet."""
        return cls(0, [Tally() for _ in range(measures)])

    def add(self, other: Heap) -> None:
        """Rows of another combination, or of another part, besides."""
        self.n += other.n
        for mine, theirs in zip(self.tallies, other.tallies, strict=True):
            mine.add(theirs)


@dataclass
class Sums:
    """Every combination of the cuts that occurs; names: of a cut by a reference, what its keys are called."""

    heaps: dict[Key, Heap] = field(default_factory=dict)
    names: dict[tuple[int, Any], Row] = field(default_factory=dict)

    def whole(self, measures: int) -> Heap:
        """All rows together."""
        made = Heap.none(measures)
        for heap in self.heaps.values():
            made.add(heap)
        return made


def tallied(desk: Desk, body: ReportBody, span: Span, step: Step | None = None, most: int = 0) -> Sums:
    """Count a summary table. step(done, of how many): told between two parts; what it raises ends the reading. most:
    only so many documents are looked at. Raises Problems, Forbidden, RuleBroken (too long)."""
    found = Sums()
    for read, fields, one in _readings(desk, body, span, step, most):
        _count(found, read, fields, one, desk, body, span)
    return found


Reading = Callable[[list[Row]], list[Row]]


def _readings(
    desk: Desk, body: ReportBody, span: Span, step: Step | None, most: int
) -> Iterator[tuple[Reading, Fields, Any]]:
    """What reads each part of the rows, given the stages that come after; the fields; what one row counts."""
    source, fields, first = stages(desk, question(body), span)
    tell = step or (lambda done, of: None)
    if body.as_of or source.made:
        apart = any(f.what is Reckoned.people for f in body.figures)
        rows, first, one = rows_of(desk, body, span, source, first, apart)
        parts = [list(p) for p in chunks(rows)]
        for n, part in enumerate(parts):
            tell(n, len(parts))
            yield (lambda more, part=part: desk.store.documents(part, [*first, *more])), fields, one  # type: ignore[misc]
        return
    limit: list[Row] = [{"$limit": most}] if most else []
    tell(0, 1)  # before anything is read: finding the parts takes its time, too
    places = [{}] if most or step is None else ranges(desk, body, span, source)
    for n, place in enumerate(places):
        tell(n, len(places))
        begun = [{"$match": both(first[0]["$match"], place)}, *limit, *first[1:]]

        def read(more: list[Row], begun: list[Row] = begun) -> list[Row]:
            return desk.store.aggregate(source.model.collection, [*begun, *more], SECONDS)

        yield read, fields, 1
    tell(len(places), len(places))


def rows_of(
    desk: Desk, body: ReportBody, span: Span, source: Source, first: list[Row], apart: bool
) -> tuple[list[Row], list[Row], Any]:  # fmt: skip
    """Rows that stand in no collection (of a past day, or made for the question), the stages that are left to them,
    how many one counts. apart: each by itself."""
    if source.made:
        return source.made(desk, [span])[0], first, 1
    assert body.as_of is not None
    rows = asof.rows(desk, body.as_of, {p for _, p in used(body)}, apart)
    # The reach is asked of the turns themselves, and each row is one study already.
    return rows, [s for s in first if "$expr" in s.get("$match", {})], "$_n"


def ranges(desk: Desk, body: ReportBody, span: Span, source: Source) -> list[Row]:
    """A collection that would be read whole, in parts by its ids; one condition that is none where it is small."""
    size = desk.store.size(source.model.collection)
    if size <= PART or size > FEW and cheap(desk, question(body), span):
        return [{}]
    cut = {"$bucketAuto": {"groupBy": "$_id", "buckets": max(2, size // PART)}}
    found = desk.store.aggregate(source.model.collection, [{"$project": {"_id": 1}}, cut], SECONDS)
    last = len(found) - 1
    return [
        {"_id": {"$gte": r["_id"]["min"], "$lte" if n == last else "$lt": r["_id"]["max"]}} for n, r in enumerate(found)
    ]  # fmt: skip


def _count(
    found: Sums, read: Reading, fields: Fields, one: Any, desk: Desk, body: ReportBody, span: Span
) -> None:  # fmt: skip
    by = cuts(body)
    day = body.as_of or desk.today()
    id = {f"k{n}": keys.expression(fields[c.field], c.by, day, span.zone) for n, c in enumerate(by)}
    group: Row = {"_id": id, "n": {"$sum": one}}
    for n, cut in enumerate(by):
        if fields[cut.field].kind == "ref":
            group[f"l{n}"] = {"$max": f"${cut.field}.label"}  # of several names always the same one
    for n, figure in enumerate(body.figures):
        group |= _sums(n, figure, fields, span, one)
    for row in read([{"$group": group}]):
        key = _key(row["_id"], len(by))
        heap = found.heaps.setdefault(key, Heap.none(len(body.figures)))
        heap.n += row["n"]
        for n in range(len(by)):
            if row.get(f"l{n}"):
                found.names.setdefault((n, key[n]), row[f"l{n}"])
        for n, tally in enumerate(heap.tallies):
            tally.add(_tally(row, n))
    for n, figure in enumerate(body.figures):
        if figure.what is Reckoned.median:
            at = {"$toString": f"${figure.field}"}
            for row in _apart(read, id, _counts(figure, fields, span, figure.field), at, one):
                heap = found.heaps[_key(row["_id"], len(by))]
                heap.tallies[n].values[Decimal(row["_id"]["x"])] += row["n"]
        if figure.what is Reckoned.people:
            person = f"${source_of(body.source).person}"
            for row in _apart(read, id, _counts(figure, fields, span), person, one):
                found.heaps[_key(row["_id"], len(by))].tallies[n].people.add(str(row["_id"]["x"]))


def _apart(read: Reading, id: Row, counts: Any, at: Any, one: Any) -> list[Row]:
    return read([{"$match": {"$expr": counts}}, {"$group": {"_id": {**id, "x": at}, "n": {"$sum": one}}}])


def _key(id: Row, many: int) -> Key:
    return tuple(id.get(f"k{n}", keys.NONE) for n in range(many))


def _counts(figure: Figure, fields: Fields, span: Span, having: str = "") -> Any:
    """The expression that is true of a row that counts; having: the number it must have besides."""
    meant = [all_of(figure.of, fields, span), all_of(figure.counts, fields, span)]
    return {"$and": [*meant, *([{"$isNumber": f"${having}"}] if having else [])]}


def _sums(n: int, figure: Figure, fields: Fields, span: Span, one: Any) -> Row:
    counts = _counts(figure, fields, span)
    found: Row = {
        f"n{n}": {"$sum": {"$cond": [all_of(figure.of, fields, span), one, 0]}},
        f"c{n}": {"$sum": {"$cond": [counts, one, 0]}},
    }  # fmt: skip
    if figure.what in VALUED:
        at, has = f"${figure.field}", _counts(figure, fields, span, figure.field)
        found |= {
            f"v{n}": {"$sum": {"$cond": [has, one, 0]}},
            f"t{n}": {"$sum": {"$cond": [has, {"$multiply": [at, one]}, 0]}},
            f"a{n}": {"$min": {"$cond": [has, at, None]}}, f"z{n}": {"$max": {"$cond": [has, at, None]}},
        }  # fmt: skip
    return found


def _tally(row: Row, n: int) -> Tally:
    least, most = row.get(f"a{n}"), row.get(f"z{n}")
    return Tally(
        row[f"n{n}"], row[f"c{n}"], row.get(f"v{n}", 0), _exact(row.get(f"t{n}") or 0),
        None if least is None else _exact(least), None if most is None else _exact(most),
    )  # fmt: skip


def _exact(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def median(values: Counter[Decimal]) -> Decimal | None:
    """The middle of values, of which each stands so often; of an even number the mean of the two in the middle."""
    many = sum(values.values())
    if not many:
        return None
    return (_at(values, (many - 1) // 2) + _at(values, many // 2)) / 2


def _at(values: Counter[Decimal], place: int) -> Decimal:
    for value in sorted(values):
        place -= values[value]
        if place < 0:
            return value
    raise IndexError(place)


__all__ = ["PART", "SECONDS", "Heap", "Step", "Sums", "Tally", "median", "ranges", "rows_of", "tallied"]
