"""Blanks that come in by a waybill: every number becomes a record, each once (clause 27-a)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core import tasks
from core.blanks import steps
from core.blanks.numbers import MOST, each, key_of, said, spans, written
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Ref
from schemas.blank import Blank, BlankMove, Operation, Span, Waybill, blank_id


def receive(desk: Desk, values: Mapping[str, Any], why: Why) -> BlankMove:
    """Take in a batch: {kind, series, first, last, day, supplier, waybill …, missing, commission}.

    Raises Problems beside the fields (too many, a day ahead, a number too long for its kind, missing ones outside of
    the batch, the waybill's quantity that differs without a note, commission), RuleBroken `blanks.there_already` naming
    the numbers another batch brought, `blanks.not_keeper`.
    """
    try:
        asked = Waybill.model_validate(dict(values))
    except ValidationError as e:
        raise Problems.of(e) from None

    def work(tx: Tx) -> BlankMove:
        return received(tx, asked)

    return desk.transact("blank.receive", work, why, steps.RIGHT, [asked])


def received(tx: Tx, asked: Waybill) -> BlankMove:
    """The same inside somebody's act."""
    steps.known_kind(tx, asked.kind)
    steps.must_keep(tx, asked.kind)
    asked = asked.model_copy(update={"commission": steps.commission(asked.commission)})
    whole = Span(first=asked.first, last=asked.last)
    missing = each(asked.missing) if sum(s.count for s in asked.missing) <= MOST else []
    wide = steps.digits(asked.kind)
    problems = []
    if whole.count > MOST:
        raise Problems([Problem("last", "blanks.too_many", {"most": MOST})])
    if len(str(asked.last)) > wide:
        problems.append(Problem("last", "blanks.too_long", {"digits": wide}))
    if asked.day > tx.today:
        problems.append(Problem("day", "blanks.day_ahead"))
    if any(not whole.first <= n <= whole.last for n in missing):
        problems.append(Problem("missing", "blanks.outside_batch"))
    numbers = sorted(set(range(whole.first, whole.last + 1)) - set(missing))
    if asked.stated is not None and asked.stated != len(numbers) and not asked.note.strip():
        problems.append(Problem("note", "blanks.differs", {"stated": asked.stated, "n": len(numbers)}))
    if not numbers:
        problems.append(Problem("missing", "blanks.nothing_came"))
    if problems:
        raise Problems(problems)
    ids = [blank_id(asked.kind, asked.series, written(n, wide)) for n in numbers]
    there = tx.session.rows("blanks", {"_id": {"$in": ids}}, {"n": 1}, MOST)
    if there:
        found = said(spans(r["n"] for r in there)[:5], wide)
        raise RuleBroken("blanks.there_already", numbers=found, n=len(there))
    move = steps.post(tx, Operation.received, asked.kind, asked.series, spans(numbers), asked.day, act=True,
                      source=asked.supplier, target=tx.actor.name, waybill=asked,
                      commission=asked.commission)  # fmt: skip
    entered(tx, asked.kind, asked.series, numbers, move)
    tasks.close(tx, f"blank:{asked.kind}")  # what core.blanks.needs asked for has come
    return move


def entered(tx: Tx, kind: str, series: str, numbers: list[int], move: BlankMove) -> None:
    """A record of every number that a movement brought."""
    wide = steps.digits(kind)
    for n in numbers:
        number = written(n, wide)
        tx.add(Blank(_id=blank_id(kind, series, number), kind=kind, series=series, number=number, n=n, since=move.day,
                     key=key_of(series, number), receipt=Ref(id=move.id, label=move.label())))  # fmt: skip
