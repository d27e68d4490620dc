"""Questions answered: how many rows of a source, how many of them count, by which cut; and the very rows behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core import access
from core.db.store import Row
from core.desk import Desk, both
from core.errors import Problem, Problems
from core.sources.registry import Source, askable, source_of
from core.sources.rules import NUMBERS, Fields, Span, all_of, before, check, stored_path, within
from schemas.condition import Asked, Condition
from schemas.words import Role

FEW = 20_000  # documents that may be read without an index


@dataclass(frozen=True)
class Question:
    """What is asked of a source.

    of: which rows are meant; counts: which of them count (none: all). when: the date, moment or `@term` by which a row
    belongs to a period; "": every row. value: the number whose mean is asked, "": rows are counted.
    """

    source: Asked
    of: tuple[Condition, ...] = ()
    counts: tuple[Condition, ...] = ()
    when: str = ""
    value: str = ""


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
    if _cheap(desk, source, first):
        return []
    return [Problem("of", "sources.reads_all", {"n": desk.store.size(source.model.collection)})]


def reads(desk: Desk, question: Question, span: Span, most: int) -> int:
    """How many documents the answer is made of, before it is asked for; counting stops at `most`."""
    source = source_of(question.source)
    where = _first(desk, source, question, askable(source, desk.actor.role), span)
    return desk.store.count(source.model.collection, where, most)


def answered(desk: Desk, question: Question, span: Span, cuts: Sequence[str] = ()) -> list[Answer]:
    """The question answered within the user's reach, by each combination of the cuts. Raises Problems, Forbidden."""
    source, fields, stages = _asked(desk, question, span)
    for cut in cuts:
        if cut not in fields:
            raise Problems([Problem("cut", "sources.no_field", {"field": cut})])
    counts = all_of(question.counts, fields, span)
    group: Row = {
        "_id": {f"c{n}": f"${stored_path(fields[c])}" for n, c in enumerate(cuts)},
        "n": {"$sum": 1}, "counted": {"$sum": {"$cond": [counts, 1, 0]}},
        **{f"l{n}": {"$last": f"${c}.label"} for n, c in enumerate(cuts) if fields[c].kind == "ref"},
    }  # fmt: skip
    if question.value:
        at = f"${question.value}"
        has = {"$and": [counts, {"$isNumber": at}]}
        group |= {"total": {"$sum": {"$cond": [has, at, 0]}}, "valued": {"$sum": {"$cond": [has, 1, 0]}}}
    rows = desk.store.aggregate(source.model.collection, [*stages, {"$group": group}])
    answers = [
        Answer(tuple(r["_id"].get(f"c{n}") for n in range(len(cuts))),
               tuple(r.get(f"l{n}") for n in range(len(cuts))), r["n"], r["counted"], r.get("total"),
               r.get("valued", 0))
        for r in rows
    ]  # fmt: skip
    return sorted(answers, key=lambda a: tuple(str(x) for x in a.cut))


def behind(
    desk: Desk, question: Question, span: Span, shown: Sequence[str], part: bool | None = None, limit: int = 50,
    skip: int = 0,
) -> list[Row]:  # fmt: skip
    """The rows behind an answer, a page at a time: {_id, path: stored value}. part: those that count, those that do
    not, None: all that are meant. Raises Problems, Forbidden."""
    source, fields, stages = _asked(desk, question, span)
    if unknown := [p for p in shown if p not in fields]:
        raise Problems([Problem("shown", "sources.no_field", {"field": unknown[0]})])
    if part is not None:
        counts = all_of(question.counts, fields, span)
        stages.append({"$match": {"$expr": counts if part else {"$not": [counts]}}})
    picked = {f"f{n}": f"${path}" for n, path in enumerate(shown)}
    order = {"_id": 1, **dict.fromkeys((place for _, place in _places(source)), 1)}
    stages += [{"$sort": order}, {"$skip": skip}, {"$limit": limit}, {"$project": {"_id": 1, **picked}}]
    rows = desk.store.aggregate(source.model.collection, stages)
    return [{"_id": r["_id"], **{path: r.get(f"f{n}") for n, path in enumerate(shown)}} for r in rows]


def _asked(desk: Desk, question: Question, span: Span) -> tuple[Source, Fields, list[Row]]:
    """The source, its fields and the stages that leave the rows that are meant."""
    if found := problems(desk, question, span):
        raise Problems(found)
    source = source_of(question.source)
    fields = askable(source, desk.actor.role)
    first = _first(desk, source, question, fields, span)
    again = access.scope_filter(desk.actor, source.right, source.model)  # a row of a list may be another's
    stages: list[Row] = [{"$match": first}]
    stages += [{"$unwind": {"path": f"${path}", "includeArrayIndex": place}} for path, place in _places(source)]
    if source.lists:
        stages.append({"$match": both(again, _period(source, fields, question.when, span))})
    if question.of:
        stages.append({"$match": {"$expr": all_of(question.of, fields, span)}})
    return source, fields, stages


def _places(source: Source) -> list[tuple[str, str]]:
    """The lists that are opened, each with the name of the place in it, by which rows keep one order."""
    return [(path, f"_at{n}") for n, path in enumerate(source.lists)]


def _first(desk: Desk, source: Source, question: Question, fields: Fields, span: Span) -> Row:
    """The condition on whole documents, as far as indexes can answer it."""
    if source.also:
        access.require(desk.actor, source.also)
    meant = both(before(question.of, fields, span), _period(source, fields, question.when, span))
    return desk.where(source.model, source.right, meant)


def _period(source: Source, fields: Fields, when: str, span: Span) -> Row:
    if not when:
        return {}
    if when == "@term" and source.term:
        path, by = source.term
        return {path: {"$in": [id if by == "id" else code for id, code in span.terms]}}
    return within(when, fields[when], span)


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


def _cheap(desk: Desk, source: Source, where: Row) -> bool:
    """Would the database find these documents by an index, or are they few?"""
    return desk.store.size(source.model.collection) <= FEW or desk.store.indexed(source.model.collection, where)


__all__ = ["FEW", "Answer", "Question", "answered", "behind", "problems", "problems_of", "reads"]
