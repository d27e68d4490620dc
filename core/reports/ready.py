"""Measures that are ready: what the office's indicators count of a source, and what a source is usually asked for."""

from __future__ import annotations

from core.fields import FieldSpec
from core.indicators.definition import body_of, definitions
from core.sources import Source, source_of
from core.sources.rules import NUMBERS
from schemas.condition import Asked, Condition, Op
from schemas.kinds import Measure
from schemas.report import Figure, Reckoned

# What rows one means where one says nothing: those who study; orders that stand; a result, not a course work's mark.
USUAL: dict[Asked, tuple[Condition, ...]] = {
    Asked.studies: (Condition(field="studies.status", op=Op.among, value="active, academic_leave"),),
    Asked.orders: (Condition(field="status", op=Op.among, value="signed, applied"),),
    Asked.order_lines: (
        Condition(field="status", op=Op.among, value="signed, applied"),
        Condition(field="lines.reversed", op=Op.empty),  # who was taken out of it by another did not move
    ),
    Asked.protocols: (
        Condition(field="status", op=Op.is_, value="signed"),
        Condition(field="replaced", op=Op.empty),  # a corrected one does not count beside that in its place
    ),
    Asked.sheets: (Condition(field="status", op=Op.not_, value="cancelled"),),
    Asked.sheet_lines: (Condition(field="status", op=Op.is_, value="closed"),),
}
# By which day rows belong to a time, where one says nothing.
DAY: dict[Asked, str] = {
    Asked.orders: "day", Asked.order_lines: "day", Asked.diplomas: "dated", Asked.papers: "day",
    Asked.duplicates: "asked_on", Asked.checks: "day", Asked.protocols: "day", Asked.blank_moves: "day",
    Asked.blanks: "since", Asked.studies: "studies.admitted_on",
}  # fmt: skip


def usual_when(source: Source, fields: dict[str, FieldSpec]) -> str:
    """The field by which rows of a source belong to a time: their term, or their usual day; «» where there is none."""
    if source.term:
        return "@term"
    at = DAY.get(source.code, "")
    return at if at in fields else ""


def figures(source: Asked | str, fields: dict[str, FieldSpec]) -> dict[str, Figure]:
    """Every measure one may choose in one press, by a code: how many, shares, what indicators count, of each number
    its mean, median, sum, least and greatest, of each closed word the share of the rows that bear it."""
    code = Asked(source)
    found = {w.value: Figure(what=w) for w in (Reckoned.number,)}
    if source_of(code).person:
        found[Reckoned.people.value] = Figure(what=Reckoned.people)
    found |= {w.value: Figure(what=w) for w in (Reckoned.share_column, Reckoned.share_row, Reckoned.share_all)}
    for kind in definitions():
        body = body_of(kind)
        used = [*body.of, *body.counts]
        if body.source is code and body.measure is Measure.share and body.over is None:
            if all(c.field in fields and not c.value.startswith(("@first", "@last")) for c in used):
                found[f"indicator:{kind.code}"] = Figure(
                    what=Reckoned.share, name=kind.name, of=list(body.of), counts=list(body.counts)
                )
    for path, spec in fields.items():
        for value in _words(spec):
            found[f"share:{path}:{value}"] = Figure(
                what=Reckoned.share, counts=[Condition(field=path, op=Op.is_, value=value)]
            )
    for path, spec in fields.items():
        if spec.kind in NUMBERS:
            for what in (Reckoned.mean, Reckoned.median, Reckoned.sum, Reckoned.least, Reckoned.most):
                found[f"{what.value}:{path}"] = Figure(what=what, field=path)
    return found


def _words(spec: FieldSpec) -> list[str]:
    """The closed words of a field, each a share that people ask for: of those on a grant, of what was passed."""
    if spec.kind == "bool":
        return ["yes"]
    return [str(getattr(c, "value", c)) for c in spec.choices if c != ""] if spec.kind == "choice" else []


__all__ = ["USUAL", "figures", "usual_when"]
