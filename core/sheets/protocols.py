"""A sheet of final attestation says what signed protocols say, no more and no less (clause 25-c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.errors import Problem, Problems
from core.sheets.forms import LONGEST
from core.sheets.plan import Value, judged, valued
from core.tx import Tx
from schemas.attestation import Presented, Protocol
from schemas.base import Id
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.kinds.sheets import SCORE, SheetForm
from schemas.rulebook import Rulebook

NUMBER = "protocol"  # the column in which the number of the protocol stands


def values_of(protocol: Protocol, form: SheetForm) -> dict[str, Value]:
    """What a protocol puts into the columns of a sheet; a column it has no word for stays empty."""
    said: dict[str, Value] = {
        "form": protocol.form_name.kk, "topic": told(protocol.presented), NUMBER: protocol.number,
        SCORE: protocol.mark or protocol.score,
    }  # fmt: skip
    return {c: v for c, v in said.items() if c in form.codes}


def told(presented: Presented) -> str:
    """What was presented, in one cell: the topic, or the works."""
    works = [". ".join(x for x in (w.composer, w.title) if x) for w in presented.works]
    said = presented.topic.kk if presented.topic else "; ".join(works)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def line_of(protocol: Protocol, form: SheetForm, rules: Rulebook, attempt: int = 1) -> SheetLine:
    """The line a protocol makes: every cell is carried, nobody types one."""
    line = SheetLine(student=protocol.student, study=protocol.study, number=protocol.student_number, attempt=attempt,
                     carried=sorted(form.codes))  # fmt: skip
    return judged(valued(line, values_of(protocol, form), form), rules, None, form)


def unlike(line: SheetLine, protocol: Protocol, form: SheetForm) -> bool:
    """Does a line say anything else than its protocol: mark, letter, points, number?"""
    number = protocol.number if NUMBER in form.codes else None
    said = (protocol.mark, protocol.score if protocol.mark is None else None, protocol.letter, protocol.points)
    mine = (line.mark, line.score if line.mark is None else None, line.letter, line.points)
    return mine != said or line.value(NUMBER) != number


def differing(
    lines: Iterable[SheetLine], protocols: Mapping[Id, Protocol], form: SheetForm
) -> list[tuple[Id, str, Protocol | None]]:
    """(student, why, protocol) of every line that is no longer its protocol's, and of every protocol without a line.

    protocols: the standing ones of the sheet, by study.
    """
    found: list[tuple[Id, str, Protocol | None]] = []
    seen: set[Id] = set()
    for line in lines:
        seen.add(line.study)
        of = protocols.get(line.study)
        if of is None:
            found.append((line.student.id, "sheets.line_without_protocol", None))
        elif of.replaced is not None:
            found.append((line.student.id, "sheets.protocol_replaced", of))
        elif unlike(line, of, form):
            found.append((line.student.id, "sheets.unlike_protocol", of))
    return found + [(p.student.id, "sheets.protocol_without_line", p) for s, p in protocols.items() if s not in seen]


def check(tx: Tx, sheet: GradeSheet, lines: Sequence[SheetLine]) -> None:
    """Problems, by name, where a sheet of a commission is not what its protocols say."""
    if sheet.commission is None:
        return
    of = {p.study: p for p in tx.find(Protocol, {"sheet.id": sheet.id})}
    names = {x.student.id: x.student.label for x in lines}
    problems = [
        Problem(f"{student}.{sheet.form.main}", key, {
            "name": p.student.label if p else names[student], "protocol": p.number if p else "—",
            "next": p.replaced.label if p and p.replaced else "—",
        })
        for student, key, p in differing(lines, of, sheet.form)
    ]  # fmt: skip
    if problems:
        raise Problems(problems)


def release(tx: Tx, sheet: GradeSheet) -> None:
    """The protocols of a sheet that is cancelled stand on none: another takes them."""
    if sheet.commission is None:
        return
    for protocol in tx.find(Protocol, {"sheet.id": sheet.id}):
        protocol.sheet = None
        tx.save(protocol)


__all__ = ["NUMBER", "check", "differing", "line_of", "release", "told", "unlike", "values_of"]
