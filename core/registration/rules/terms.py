"""What speaks against a whole term: load, elective blocks, what the curriculum demands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.registration.rules.curriculum import blocks, demanded, planned
from core.registration.rules.shapes import ACTIVE, Breach, Frame, Learner, Stage
from core.registration.rules.words import against, against_term
from schemas.base import Ref
from schemas.study_plan import PlanLine
from schemas.term import Term
from schemas.words import PlanReason, TermKind


def of_terms(
    lines: Sequence[PlanLine], asked: Sequence[PlanLine], who: Learner, frame: Frame, stage: Stage
) -> list[Breach]:
    """What speaks against whole terms: load, elective blocks, what the curriculum demands."""
    found: list[Breach] = []
    newest = {x.term.id: x for x in asked}  # the last line asked for in each term is the one that is too much
    terms = {x.term.id: x.term for x in (asked if stage is Stage.choosing else lines)}
    if stage is not Stage.choosing:  # a term of which nothing was chosen yet lacks most
        terms |= {id: t.ref() for id, t in frame.terms.items() if t.year == frame.year and planned(who, t)}
    live = [x for x in lines if x.state in ACTIVE]
    for id, ref in terms.items():
        term = frame.terms.get(id)
        if term is None or term.closed is not None:
            continue
        mine = [x for x in live if x.term.id == id]
        last = newest.get(id)
        credits = sum((x.credits for x in mine), Decimal(0))
        most = frame.rules.summer_most if term.kind is TermKind.summer else frame.rules.term_most
        if credits > most and (last is not None or stage is not Stage.choosing):
            found.append(against_term("load_most", "load_most", ref, last, credits=credits, most=most))
        found += _blocks(term, ref, mine, asked, who, stage)
        if stage is Stage.choosing or term.kind not in (TermKind.autumn, TermKind.spring) or _over(term, frame):
            continue
        if credits < frame.rules.term_least:
            found.append(
                against_term("load_least", "load_least", ref, None, credits=credits, least=frame.rules.term_least)
            )
        found += [
            against_term("mandatory", "mandatory", ref, None, discipline=x.discipline.label)
            for x in demanded(who, term) if not any(y.discipline.id == x.discipline.id for y in live)
        ]  # fmt: skip
    return found


def _over(term: Term, frame: Frame) -> bool:
    """A term that is behind us asks for nothing more (a student reinstated in spring)."""
    return term.ends is not None and term.ends < frame.today


def _blocks(
    term: Term, ref: Ref, mine: Sequence[PlanLine], asked: Sequence[PlanLine], who: Learner, stage: Stage
) -> Iterator[Breach]:
    offered = blocks(who, term)
    for name, alternatives in offered.items():
        ids = {x.discipline.id for x in alternatives}
        taken = sum(x.discipline.id in ids and x.reason is PlanReason.elective for x in mine)
        taken += sum(bool((a := who.attempts.get(id)) and a.passed) for id in ids)
        choose, fresh = alternatives[0].choose, [x for x in asked if x.term.id == ref.id and x.discipline.id in ids]
        values = {"block": name, "choose": choose, "chosen": taken}
        if taken > choose and (fresh or stage is not Stage.choosing):
            yield against_term("block", "block_most", ref, fresh[-1] if fresh else None, **values)
        elif taken < choose and stage is not Stage.choosing:
            yield against_term("block", "block_least", ref, None, **values)
    everything = {x.discipline.id for found in offered.values() for x in found}
    for line in asked:
        elective = line.reason is PlanReason.elective and line.term.id == ref.id
        if elective and who.curriculum is not None and line.discipline.id not in everything:
            yield against(line, "block", "block_not_offered")
