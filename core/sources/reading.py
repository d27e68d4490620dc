"""Questions answered: how many rows of a source, how many of them count, by which cut; and the very rows behind.

Rows that belong to a period by their term are read once for all periods that are asked (`answered_over`): a student's
record holds every term, so five years of them one by one would open it five times and more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core import access
from core.db.store import Row
from core.desk import Desk, both
from core.errors import Problem, Problems
from core.sources.registry import Source, askable, source_of
from core.sources.rules import NUMBERS, Fields, Span, all_of, before, check, stored_path, within, year_ends
from core.sources.standing import chunks
from schemas.condition import Asked, Condition
from schemas.words import Role

SHARED = ("choice", "bool", "ref", "code", "text")  # kinds of fields in which many rows are alike
FEW = 20_000  # documents that may be read without an index


@dataclass(frozen=True)
class Question:
    """What is asked of a source.

    of: which rows are meant; counts: which of them count (none: all). when: the date, moment or `@term` by which a row
    belongs to a period; "": every row. value: the number whose mean is asked, "": rows are counted. named: further
    fields it is cut by or shows.
    """

    source: Asked
    of: tuple[Condition, ...] = ()
    counts: tuple[Condition, ...] = ()
    when: str = ""
    value: str = ""
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Of one cut: n rows are meant, counted of them count; total: the sum of the asked number over those that count,
    valued of them have it. names: of a cut by a reference, its words in the records."""

    cut: tuple[Any, ...]
    names: tuple[Row | None, ...]
    n: int
    counted: int
    total: Any = None
    valued: int = 0


def problems_of(question: Question, span: Span, role: Role | None = None) -> list[Problem]:
    """What is wrong with a question as it stands, beside its fields, whatever the records hold."""
    source = source_of(question.source)
    fields = askable(source, role)
    found = check(question.of, fields, span, "of") + check(question.counts, fields, span, "counts")
    return found + _when(source, fields, question.when) + _value(fields, question.value)


def problems(desk: Desk, question: Question, span: Span) -> list[Problem]:
    """The same for this user; and whether it would read a whole big collection."""
    found = problems_of(question, span, desk.actor.role)
    if found:
        return found
    source = source_of(question.source)
    first = _first(desk, source, question, askable(source, desk.actor.role), span)
    if source.made or _cheap(desk, source, first):
        return []
    return [Problem("of", "sources.reads_all", {"n": desk.store.size(source.model.collection)})]


def reads(desk: Desk, question: Question, span: Span, most: int) -> int:
    """How many documents the answer is made of, before it is asked for; counting stops at `most`."""
    source = source_of(question.source)
    if source.made:  # a walk of every history, however few rows come of it
        return min(most, desk.store.size(source.model.collection))
    where = _first(desk, source, question, askable(source, desk.actor.role), span)
    return desk.store.count(source.model.collection, where, most)


def answered(desk: Desk, question: Question, span: Span, cuts: Sequence[str] = ()) -> list[Answer]:
    """The question answered within the user's reach, by each combination of the cuts. Raises Problems, Forbidden."""
    return answered_over(desk, question, [span], cuts)[0]


def answered_over(
    desk: Desk, question: Question, spans: Sequence[Span], cuts: Sequence[str] = ()
) -> list[list[Answer]]:
    """The same for several periods of one day's asking: the answers of each. Raises Problems, Forbidden."""
    source = source_of(question.source)
    if source.made:
        _asked(desk, question, spans[0])  # refused before the rows are made
        return [
            _summed((a for some in chunks(rows) for _, a in _grouped(desk, question, span, cuts, rows=some)), cuts)
            for span, rows in zip(spans, source.made(desk, spans), strict=True)
        ]
    if len(spans) > 1 and _together(source, question):
        whole = replace(spans[0], terms=tuple(dict.fromkeys(t for span in spans for t in span.terms)),
                        years=tuple(sorted({y for span in spans for y in span.years})))  # fmt: skip
        found = _grouped(desk, question, whole, cuts, source.term[0] if source.term else "")
        keys = [set(_keys(source, span)) for span in spans]
        return [_summed((a for key, a in found if key in of), cuts) for of in keys]
    return [_summed((a for _, a in _grouped(desk, question, span, cuts)), cuts) for span in spans]


def _together(source: Source, question: Question) -> bool:
    """Can one reading serve several periods? Where a row says its term itself, and no condition names the period."""
    said = (c.value.strip() for c in (*question.of, *question.counts))
    return question.when == "@term" and source.term is not None and not any(v in ("@first", "@last") for v in said)


def _grouped(
    desk: Desk, question: Question, span: Span, cuts: Sequence[str], by: str = "", rows: Sequence[Row] = ()
) -> list[tuple[Any, Answer]]:
    """(term of the rows, answer) for each combination of the cuts and, where asked (by: its path), each term. rows:
    of a source that makes them."""
    source, fields, stages = _asked(desk, replace(question, named=tuple(cuts)), span)
    for cut in cuts:
        if cut not in fields:
            raise Problems([Problem("cut", "sources.no_field", {"field": cut})])
    counts = all_of(question.counts, fields, span)
    one: Any = 1
    if alike := _alike(source, question, fields, cuts):
        stages, one = (
            _counted_alike(stages, question, fields, span, list(dict.fromkeys([*alike, *([by] if by else [])])), cuts),
            "$_n",
        )
    group: Row = {
        "_id": {f"c{n}": f"${stored_path(fields[c])}" for n, c in enumerate(cuts)} | ({"t": f"${by}"} if by else {}),
        "n": {"$sum": one}, "counted": {"$sum": {"$cond": [counts, one, 0]}},
        # The greatest of its names: whatever the order of reading, the same records give the same answer.
        **{f"l{n}": {"$max": f"${c}.label"} for n, c in enumerate(cuts) if fields[c].kind == "ref"},
    }  # fmt: skip
    if question.value:
        at = f"${question.value}"
        has = {"$and": [counts, {"$isNumber": at}]}
        group |= {"total": {"$sum": {"$cond": [has, at, 0]}}, "valued": {"$sum": {"$cond": [has, 1, 0]}}}
    return [
        (r["_id"].get("t"), Answer(
            tuple(r["_id"].get(f"c{n}") for n in range(len(cuts))), tuple(r.get(f"l{n}") for n in range(len(cuts))),
            r["n"], r["counted"], r.get("total"), r.get("valued", 0),
        ))
        for r in _read(desk, source, [*stages, {"$group": group}], rows)
    ]  # fmt: skip


def _alike(source: Source, question: Question, fields: Fields, cuts: Sequence[str]) -> list[str]:
    """The paths by which rows of lists are told apart, where all of them hold words that many rows share; else none."""
    conditions = (*question.of, *question.counts)
    asked = dict.fromkeys([*(c.field for c in conditions), *cuts])
    shared = all(fields[f].kind in SHARED for f in asked) and not any(c.other for c in conditions)
    return [stored_path(fields[f]) for f in asked] if source.lists and shared and not question.value else []


def _counted_alike(
    stages: list[Row], question: Question, fields: Fields, span: Span, paths: Sequence[str], cuts: Sequence[str]
) -> list[Row]:  # fmt: skip
    """The same rows, those that are alike in all that is asked counted as one of `_n`: conditions are then worked out
    of hundreds of rows, not of hundreds of thousands."""
    labels = [f"{c}.label" for c in cuts if fields[c].kind == "ref"]
    found = stages[:-1] if question.of else stages
    keys = {f"f{n}": f"${path}" for n, path in enumerate(paths)}
    told = {f"l{n}": {"$max": f"${path}"} for n, path in enumerate(labels)}
    again = {path: f"$_id.f{n}" for n, path in enumerate(paths)} | {path: f"$l{n}" for n, path in enumerate(labels)}
    return [
        *found, {"$group": {"_id": keys, "_n": {"$sum": 1}, **told}}, {"$project": {"_id": 0, "_n": 1, **again}},
        *([{"$match": {"$expr": all_of(question.of, fields, span)}}] if question.of else []),
    ]  # fmt: skip


def _read(desk: Desk, source: Source, stages: list[Row], rows: Sequence[Row]) -> list[Row]:
    if source.made:
        return desk.store.documents(rows, stages)
    return desk.store.aggregate(source.model.collection, stages)


def _summed(found: Iterable[Answer], cuts: Sequence[str]) -> list[Answer]:
    """Answers of one cut added up, in the order of the cuts."""
    sums: dict[tuple[str, ...], Answer] = {}
    for a in found:
        key = tuple(str(x) for x in a.cut)
        was = sums.get(key)
        if was is not None:
            names = tuple(max((x, y), key=_spelled) for x, y in zip(was.names, a.names, strict=True))
            a = Answer(a.cut, names, was.n + a.n, was.counted + a.counted, _plus(was.total, a.total),
                       was.valued + a.valued)  # fmt: skip
        sums[key] = a
    return [sums[key] for key in sorted(sums)]


def _spelled(name: Row | None) -> list[str]:
    """The order of names as the database has it: none before any, then by their words."""
    return [str(word) for word in (name or {}).values()]


def _plus(one: Any, other: Any) -> Any:
    """Sums of the database: exact ones are Decimal, so a mixed pair becomes that."""
    if one is None or other is None:
        return other if one is None else one
    return one + other if type(one) is type(other) else Decimal(str(one)) + Decimal(str(other))


def behind(
    desk: Desk, question: Question, span: Span, shown: Sequence[str], part: bool | None = None, limit: int = 50,
    skip: int = 0,
) -> list[Row]:  # fmt: skip
    """The rows behind an answer, a page at a time: {_id, path: stored value}. part: those that count, those that do
    not, None: all that are meant. Raises Problems, Forbidden."""
    source, fields, stages = _asked(desk, replace(question, named=tuple(shown)), span)
    if unknown := [p for p in shown if p not in fields]:
        raise Problems([Problem("shown", "sources.no_field", {"field": unknown[0]})])
    if part is not None:
        counts = all_of(question.counts, fields, span)
        stages.append({"$match": {"$expr": counts if part else {"$not": [counts]}}})
    picked = {"$project": {"_id": 1} | {f"f{n}": f"${path}" for n, path in enumerate(shown)}}
    if source.made:
        made = chunks(source.made(desk, [span])[0])
        rows = [r for some in made for r in desk.store.documents(some, [*stages, picked])][skip : skip + limit]
    else:
        order = {"_id": 1, **dict.fromkeys((place for _, place in _places(source)), 1)}
        stages += [{"$sort": order}, {"$skip": skip}, {"$limit": limit}, picked]
        rows = desk.store.aggregate(source.model.collection, stages)
    return [{"_id": r["_id"], **{path: r.get(f"f{n}") for n, path in enumerate(shown)}} for r in rows]


def _asked(desk: Desk, question: Question, span: Span) -> tuple[Source, Fields, list[Row]]:
    """The source, its fields and the stages that leave the rows that are meant, where they are not too many."""
    if found := problems(desk, question, span):
        raise Problems(found)
    return stages(desk, question, span)


def stages(desk: Desk, question: Question, span: Span) -> tuple[Source, Fields, list[Row]]:
    """The same of however many; who asks has told the user what it takes. Raises Problems, Forbidden."""
    if found := problems_of(question, span, desk.actor.role):
        raise Problems(found)
    source = source_of(question.source)
    fields = askable(source, desk.actor.role)
    first = _first(desk, source, question, fields, span)
    again = access.scope_filter(desk.actor, source.right, source.model)  # a row of a list may be another's
    time = _period(source, fields, question.when, span)
    found_: list[Row] = [{"$match": both(again, time) if source.made else first}]
    found_ += [{"$unwind": {"path": f"${path}", "includeArrayIndex": place}} for path, place in _places(source)]
    if source.lists:
        found_.append({"$match": both(again, time)})
    asked = {*question.named, *(f for c in (*question.of, *question.counts) for f in (c.field, c.other))}
    if source.derived and (besides := source.derived(desk, asked)):
        found_.append({"$addFields": besides})
    if question.of:
        found_.append({"$match": {"$expr": all_of(question.of, fields, span)}})
    return source, fields, found_


def _places(source: Source) -> list[tuple[str, str]]:
    """The lists that are opened, each with the name of the place in it, by which rows keep one order."""
    return [(path, f"_at{n}") for n, path in enumerate(source.lists)]


def _first(desk: Desk, source: Source, question: Question, fields: Fields, span: Span) -> Row:
    """The condition on whole documents, as far as indexes can answer it. Raises Forbidden."""
    if source.also:
        access.require(desk.actor, source.also)
    meant = both(before(question.of, fields, span), _period(source, fields, question.when, span))
    return desk.where(source.model, source.right, meant)


def _period(source: Source, fields: Fields, when: str, span: Span) -> Row:
    if not when:
        return {}
    if when == "@term" and source.term:
        return {source.term[0]: {"$in": _keys(source, span)}}
    return within(when, fields[when], span)


def _keys(source: Source, span: Span) -> list[Any]:
    """The terms of a period as the source names them: by id, by code or by their academic year."""
    by = source.term[1] if source.term else ""
    if by in ("year", "year_end"):
        return list(span.years) if by == "year" else year_ends(span)
    return [id if by == "id" else code for id, code in span.terms]


def _when(source: Source, fields: Fields, when: str) -> list[Problem]:
    if not when or (when == "@term" and source.term):
        return []
    if when in fields and fields[when].kind in ("date", "moment"):
        return []
    return [Problem("when", "sources.no_day", {"field": when})]


def _value(fields: Fields, value: str) -> list[Problem]:
    if not value or value in fields and fields[value].kind in NUMBERS:
        return []
    return [Problem("value", "sources.no_number", {"field": value})]


def cheap(desk: Desk, question: Question, span: Span) -> bool:
    """Would the database find the rows by an index, or are they few? Raises Forbidden."""
    source = source_of(question.source)
    return _cheap(desk, source, _first(desk, source, question, askable(source, desk.actor.role), span))


def _cheap(desk: Desk, source: Source, where: Row) -> bool:
    """Would the database find these documents by an index, or are they few?"""
    return desk.store.size(source.model.collection) <= FEW or desk.store.indexed(source.model.collection, where)


__all__ = [
    "FEW", "Answer", "Question", "answered", "answered_over", "behind", "cheap", "problems", "problems_of", "reads",
    "stages",
]  # fmt: skip
