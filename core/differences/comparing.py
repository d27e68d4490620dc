"""What a comparison looks at, read at once: the person's results, what was brought in, the curriculum, the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import curricula, grading, house
from core.db.store import Row, Session, Store
from core.differences import rules as of_rules
from core.differences.rules import Source
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.mobility.rules import grade_of
from core.registration.frame import difference_rules
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.curriculum import Curriculum
from schemas.difference import Decision, Difference, DifferenceLine, Match, Origin
from schemas.discipline import Discipline
from schemas.kinds import DifferenceRules, Kind, Sort
from schemas.rulebook import Rulebook
from schemas.term import Term
from schemas.words import CurriculumState, ResultState

Reader = Store | Session


@dataclass(frozen=True)
class Compared:
    """Everything a comparison rests on, as it is today."""

    rules: DifferenceRules
    version: Ref | None
    curriculum: Curriculum
    term: Term
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    disciplines: Mapping[Id, Discipline]
    passed: frozenset[Id]

    @property
    def clearing(self) -> list[Term]:
        """The terms in which a difference may be cleared."""
        return of_rules.clearing(self.terms, self.term, self.rules)

    def entry(self, course: int) -> int:
        """The semester of the curriculum that a year of study enters in the term."""
        found = curricula.semester_of(course, self.term.kind)
        if found is None:
            raise Problems([Problem("term", "difference.term_kind")])
        return found


def rules_of(reader: Reader, doc: Difference) -> DifferenceRules:
    """The settings by which a comparison was made, as they stood; those of today for one made by none."""
    rows = reader.rows("kinds", {"_id": doc.rules.id}) if doc.rules else []
    return Kind.model_validate(rows[0]).as_body(DifferenceRules) if rows else difference_rules()


def _version() -> Ref | None:
    try:
        kind = house.entry(Sort.difference_rules, "main")
    except NotFound:
        return None
    return Ref(id=kind.id, label=kind.name)


def looked_at(reader: Reader, state: Row, study: Id, doc: Difference) -> Compared:
    """Read what a comparison rests on. state: the student as stored. Raises Problems beside the fields."""
    rows = reader.rows("curricula", {"_id": doc.curriculum.id})
    if not rows:
        raise Problems([Problem("curriculum", "errors.not_found", {"kind": "curricula", "id": doc.curriculum.id})])
    plan = Curriculum.model_validate(rows[0])
    if plan.state is CurriculumState.draft or not plan.lines:
        raise Problems([Problem("curriculum", "difference.curriculum_draft")])
    terms = tuple(Term.model_validate(r) for r in reader.rows("terms", {}))
    term = next((t for t in terms if t.id == doc.term.id), None)
    if term is None or term.kind not in of_rules.SEMESTERS:
        raise Problems([Problem("term", "difference.term_kind")])
    ids = sorted({x.discipline.id for x in plan.lines})
    known = {r["_id"]: Discipline.model_validate(r) for r in reader.rows("disciplines", {"_id": {"$in": ids}})}
    book = scale_of(reader, doc)
    record: list[Row] = next((s["record"] for s in state["studies"] if s["id"] == study), [])
    done = frozenset(r["discipline"]["id"] for r in _passed(record))
    sources = (*own(state, study), *from_elsewhere(doc, book))
    return Compared(difference_rules(), _version(), plan, term, terms, sources, known, done)


def scale_of(reader: Reader, doc: Difference) -> Rulebook | None:
    """The scale of the brought grades."""
    rows = reader.rows("rulebooks", {"_id": doc.scale.id}) if doc.scale else []
    return Rulebook.model_validate(rows[0]) if rows else None


def own(state: Row, study: Id) -> list[Source]:
    """The passed results of a person: those of this study first, then of his other studies."""
    found: list[Source] = []
    for each in sorted(state["studies"], key=lambda s: s["id"] != study):
        mine = each["id"] == study
        programme = (each.get("programme") or {}).get("label") or {}
        for row in _passed(each.get("record") or []):
            credits = row["earned"] or row["credits"]
            found.append(Source(
                row["id"], Origin.study if mine else Origin.other, Text.model_validate(row["discipline"]["label"]),
                Decimal(credits), row["discipline"]["id"], row["code"], row["letter"],
                (row.get("source") or programme.get("kk") or "")[:200], row["term"],
            ))  # fmt: skip
    return found


def _passed(record: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    rows = grading.of_disciplines(record)
    stand = grading.standing([{**r, "replaces": True} for r in rows])
    return [r for r in rows if r["id"] in stand and r["state"] == ResultState.passed.value]


def from_elsewhere(doc: Difference, scale: Rulebook | None) -> list[Source]:
    """What was brought in and passed there, as the paper of the other institution has it."""
    return [
        Source(x.id, Origin.brought, Text(kk=x.theirs), x.credits, "", x.code, x.grade, doc.institution, x.term)
        for x in doc.brought if not x.grade or scale is not None and _passes(x.grade, scale)
    ]  # fmt: skip


def _passes(grade: str, scale: Rulebook) -> bool:
    try:
        row = grade_of(grade, scale)
    except RuleBroken:
        return False
    return row.state is ResultState.passed and row.earns


def brought_wrong(doc: Difference, scale: Rulebook | None) -> list[Problem]:
    """What is wrong with what was brought in: where from is not said, a grade without a scale or unknown to it."""
    if not doc.brought:
        return []
    found = [Problem(n, "errors.field.missing") for n in ("institution", "transcript") if not getattr(doc, n).strip()]
    for n, one in enumerate(doc.brought):
        if one.grade and scale is None:
            found.append(Problem("scale", "mobility.scale_missing", {}, n))
            break
        if one.grade and scale is not None:
            try:
                grade_of(one.grade, scale)
            except RuleBroken as e:
                found.append(Problem("brought", e.key, e.values, n))
    return found


def fresh_lines(plan: Curriculum) -> list[DifferenceLine]:
    """The lines of a curriculum, nothing of them decided."""
    return [
        DifferenceLine(
            id=x.id, semester=x.semester, discipline=x.discipline, code=x.code, credits=x.credits, cycle=x.cycle,
            component=x.component, block=x.block, choose=x.choose,
        )
        for x in sorted(plan.lines, key=lambda x: x.semester)
    ]  # fmt: skip


def compare(doc: Difference, by: Compared) -> None:
    """Propose anew: what stands for what, which year follows, what becomes of each line, until when.

    What was decided stays; a recognised line whose result is there no more is to be decided again.
    """
    kept: dict[Id, Match] = {
        x.id: x.match for x in doc.lines if x.match and x.decision is Decision.recognised
    }  # fmt: skip
    free = {x.id for x in doc.lines if x.decision is None}
    names = {id: d.name for id, d in by.disciplines.items()}
    found = of_rules.matches(doc.lines, by.sources, by.rules, names, kept, free)
    needs = {id: d.prerequisites for id, d in by.disciplines.items()}
    doc.years = of_rules.years(
        doc.lines, found, needs, by.passed, by.term.kind, by.curriculum.semesters, by.rules
    )  # fmt: skip
    doc.proposed_course = of_rules.year_of(doc.years)
    entry = by.entry(doc.course or doc.proposed_course)
    said = of_rules.proposed(doc.lines, found, entry)
    allowed = by.clearing
    for line in doc.lines:
        was = line.match
        line.match, line.proposed = found.get(line.id), said[line.id]
        if line.match and was and was.result == line.match.result:
            line.match.recorded = was.recorded
        if line.decision is Decision.recognised and line.match is None:
            line.decision = None
        if line.deadline is None and (line.decision or line.proposed) is Decision.difference:
            term = of_rules.deadline(line, allowed)
            line.deadline = term.ref() if term else None
        elif line.decision is None and line.proposed is not Decision.difference:
            line.deadline = None
    doc.rules, doc.paid = by.version, by.rules.paid


def in_act(tx: Tx, student: Id, study: Id, doc: Difference) -> Compared:
    """The same inside an act; the student is read through it and inside the user's scope."""
    return looked_at(tx.session, tx.student(student), study, doc)


__all__ = [
    "Compared", "brought_wrong", "compare", "fresh_lines", "from_elsewhere", "in_act", "looked_at",
    "own", "rules_of", "scale_of",
]  # fmt: skip
