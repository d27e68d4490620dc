"""What every act on blanks shares: who may post, the commission, numbers read and moved, the line of the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from core import house, tasks
from core.blanks.numbers import MOST, each, said, spans, written
from core.db.codec import plain
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.blank import SIGN, Blank, BlankMove, BlankPost, BlankStatus, Operation, Sitter, Span, blank_id
from schemas.kinds import BlankKind, BlankRules, Sort
from schemas.words import Role

RIGHT = "blank.post"
INVESTIGATED = 10  # days for looking into a loss


def rules() -> BlankRules:
    """The house's rules of blanks."""
    try:
        return house.entry(Sort.blank_rules, "main").as_body(BlankRules)
    except NotFound:
        return BlankRules()


def digits(kind: str) -> int:
    """How many digits a number of a kind has; a retired kind too."""
    return house.entry(Sort.blank, kind).as_body(BlankKind).digits


def keeper_of(reader: Any, kind: str) -> BlankPost | None:
    """Who answers for a kind today: who is named for it, before who answers for all the rest."""
    rows = [BlankPost.model_validate(r) for r in reader.rows("blank_posts", {"until": None}, limit=50)]
    return next((p for p in rows if kind in p.kinds), next((p for p in rows if not p.kinds), None))


def must_keep(tx: Tx, kind: str) -> None:
    """Only the keeper posts (clause 27). RuleBroken `blanks.no_keeper`, `blanks.not_keeper` (naming who is)."""
    post = keeper_of(tx.session, kind)
    if post is None:
        raise RuleBroken("blanks.no_keeper", kind=house.entry(Sort.blank, kind).name)
    if post.user.id != tx.actor.id:
        raise RuleBroken("blanks.not_keeper", kind=house.entry(Sort.blank, kind).name, name=post.user.label)


def commission(rows: Sequence[Mapping[str, Any]] | Sequence[Sitter]) -> list[Sitter]:
    """The commission of an act; Problems: too few, nobody or two who lead it, somebody twice."""
    try:
        found = [Sitter.model_validate(plain(r)) for r in rows]
    except ValidationError as e:
        raise Problems.of(e, "commission.") from None
    least = rules().commission
    names = [s.name.casefold() for s in found]
    if len(found) < least:
        raise Problems([Problem("commission", "blanks.commission_few", {"least": least})])
    if len(set(names)) < len(names):
        raise Problems([Problem("commission", "blanks.commission_twice")])
    if sum(s.chair for s in found) != 1:
        raise Problems([Problem("commission", "blanks.commission_chair")])
    return found


def taken(tx: Tx, kind: str, series: str, of: Sequence[Span], states: Sequence[BlankStatus], day: date) -> list[Blank]:
    """The numbers of an act as they stand. RuleBroken naming those that are not there, stand otherwise, or moved later
    than the day of the act."""
    wanted = each(of)
    if not wanted:
        raise Problems([Problem("numbers", "errors.field.missing")])
    if len(wanted) > MOST:
        raise Problems([Problem("numbers", "blanks.too_many", {"most": MOST})])
    if day > tx.today:
        raise Problems([Problem("day", "blanks.day_ahead")])
    wide = digits(kind)
    ids = [blank_id(kind, series, written(n, wide)) for n in wanted]
    found = {b.n: b for b in tx.find(Blank, {"_id": {"$in": ids}}, limit=MOST)}
    gone = [n for n in wanted if n not in found]
    if gone:
        raise RuleBroken("blanks.not_there", numbers=said(spans(gone)[:5], wide), n=len(gone))
    other = [b for b in found.values() if b.status not in states]
    if other:
        first = min(other, key=lambda b: b.n)
        raise RuleBroken("blanks.stands_otherwise", number=first.number, status=first.status, n=len(other))
    later = [b for b in found.values() if b.since > day]
    if later:
        raise Problems([Problem("day", "blanks.moved_later", {"number": later[0].number, "day": later[0].since})])
    return [found[n] for n in wanted]


def post(
    tx: Tx, operation: Operation, kind: str, series: str, of: Sequence[Span], day: date, *, act: bool = False,
    **more: Any,
) -> BlankMove:  # fmt: skip
    """A line of the journal; act: it is done by an act with a number of its own."""
    n = tx.number(f"blank_moves:{day.year}")
    count = sum(s.count for s in of)
    number = ""
    if act:
        number = f"{tx.number(f'blank_acts:{operation.value}:{day.year}')}/{day.year}"
    return tx.add(BlankMove(
        _id=tx.new_id(), number=f"{n}/{day.year}", n=n, year=day.year, day=day, operation=operation, kind=kind,
        series=series, spans=list(of), count=count, delta=SIGN.get(operation, 0) * count, act=number, by=tx.who(),
        **more,
    ), scoped=False)  # the journal has no faculties: the act itself was guarded  # fmt: skip


def investigated(tx: Tx, move: BlankMove) -> None:
    """Numbers are gone: the head is given the investigation (domain.md 7)."""
    tasks.make(
        tx, what="blanks.task_loss",
        values={"kind": house.entry(Sort.blank, move.kind).name, "numbers": said(move.spans[:5], digits(move.kind)),
                "n": move.count, "act": move.act},
        to_role=Role.head, due=tx.today + timedelta(days=INVESTIGATED), subject=move, page="blanks",
        address={"tab": "journal", "kind": move.kind}, mark="blank_loss", by_hand=True,
    )  # fmt: skip


def moved(tx: Tx, blanks: Sequence[Blank], status: BlankStatus, day: date, **more: Any) -> None:
    """Numbers in another state since a day."""
    for blank in blanks:
        tx.save(blank.model_copy(update={"status": status, "since": day, **more}))


def known_kind(tx: Tx, kind: str) -> None:
    """The kind is one that is offered; NotFound, Problems."""
    if tx.kind(Sort.blank, kind).retired:
        raise Problems([Problem("kind", "kinds.none_such", {"sort": Sort.blank, "code": kind})])
