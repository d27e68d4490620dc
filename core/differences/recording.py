"""What is recognised becomes results of the study: those earned elsewhere with their source and the protocol; those of
this study under another discipline without credits of their own, so that nothing is earned twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.differences.comparing import Compared
from core.i18n import t
from core.mobility.rules import grade_of, recorded
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id
from schemas.difference import Decision, Difference, DifferenceLine, Match, Origin
from schemas.rulebook import Rulebook
from schemas.student import Result


def new_results(doc: Difference, by: Compared) -> list[DifferenceLine]:
    """The recognised lines whose result is not in the record of the study yet."""
    return [
        x for x in doc.of(Decision.recognised)
        if x.match and not x.match.recorded and x.discipline.id not in by.passed and x.discipline.id in by.disciplines
    ]  # fmt: skip


def record(tx: Tx, doc: Difference, student: Id, study: Id, by: Compared, scale: Rulebook | None) -> None:
    """Give the student an event for each of them. What already stands in the record simply stands."""
    lines = new_results(doc, by)
    if not lines:
        return
    state = tx.student(student)
    day = doc.protocol_day or tx.today
    own, rows = tx.rules(day), {r["id"]: r for s in state["studies"] for r in s.get("record") or []}
    record = next(s["record"] for s in state["studies"] if s["id"] == study)
    for line in lines:
        assert line.match is not None
        new = tx.new_id()
        if line.match.origin is Origin.brought:
            made = _brought(doc, line, line.match, by, scale, own, record, new)
        else:
            made = _copied(line, line.match, rows[line.match.result], record, new)
        made.on = min(made.on, day)
        tx.append(student, ev.ResultRecorded, day, study=study, result=made)
        line.match.recorded = made.id


def _brought(
    doc: Difference, line: DifferenceLine, match: Match, by: Compared, scale: Rulebook | None, own: Rulebook,
    record: list[Mapping[str, Any]], id: Id,
) -> Result:  # fmt: skip
    grade = grade_of(match.letter, scale) if match.letter and scale is not None else None
    source = t("mobility.source", "kk", partner=doc.institution, transcript=doc.transcript or "—",
               theirs=match.title.kk, credits=match.credits)  # fmt: skip
    day = doc.protocol_day
    assert day is not None  # approving asks for the protocol
    of = by.disciplines[line.discipline.id]
    return recorded(id, of, match.term, match.taken, grade, scale, own, record, source, day)


def _copied(
    line: DifferenceLine, match: Match, of: Mapping[str, Any], record: list[Mapping[str, Any]], id: Id
) -> Result:  # fmt: skip
    """A result of the same person under another discipline; one of this study keeps its credits where they are."""
    was = Result.model_validate(of)
    here = match.origin is Origin.study
    tried = [r["attempt"] for r in record if r["discipline"]["id"] == line.discipline.id and not r.get("apart")]
    source = t("difference.source_own", "kk", title=was.discipline.label.kk, code=was.code, term=was.term or "—")
    return was.model_copy(update={
        "id": id, "discipline": line.discipline, "code": line.code, "section": "", "attempt": max(tried, default=0) + 1,
        "credits": match.taken, "earned": Decimal(0) if here else match.taken, "gpa": was.gpa and not here,
        "sheet": "", "source": source,
    })  # fmt: skip


__all__ = ["new_results", "record"]
