"""The officer decides: line by line, the year of study, then the whole; another may give it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.db.codec import plain
from core.desk import Desk, Why
from core.differences.comparing import Compared, compare
from core.differences.rules import Credit, matched
from core.differences.steps import compared, draft_of, kept
from core.errors import Problem, Problems, RuleBroken
from core.registration.frame import study_rules
from core.tx import Tx
from schemas.base import Id
from schemas.difference import Decision, Difference, DifferenceStatus, MatchedBy, Origin

EDIT, APPROVE = "difference.edit", "difference.approve"


@dataclass(frozen=True)
class Choice:
    """What the officer decides of a line. result: the result that stands for it («»: the one proposed); deadline: the
    term in which a difference is cleared («»: the one proposed)."""

    decision: Decision | None
    result: Id = ""
    deadline: Id = ""
    note: str = ""


def decide(desk: Desk, id: Id, revision: int, choices: Mapping[Id, Choice], why: Why) -> Difference:
    """Decide about lines (line id → Choice), one or many at once; any result may be joined to any line by hand.

    Raises Problems (field «<line>.result», «<line>.deadline», the line itself), RuleBroken, StaleRevision.
    """
    if not choices:
        raise RuleBroken("difference.nothing_chosen")

    def work(tx: Tx) -> Difference:
        doc, who, of = draft_of(tx, id, revision)
        by = compared(tx, who, of, doc)
        if wrong := _decided(doc, by, choices):
            raise Problems(wrong)
        compare(doc, by)
        return kept(tx, doc)

    given = [id, revision, {k: v.__dict__ for k, v in choices.items()}]
    return desk.transact("difference.decide", work, why, right=EDIT, given=plain(given))


def accept(desk: Desk, id: Id, revision: int, lines: Sequence[Id], why: Why) -> Difference:
    """Decide about these lines as it is proposed; those decided already are left as they are."""
    kept, wanted = desk.get(Difference, id, EDIT), set(lines)
    chosen = {x.id: Choice(x.proposed) for x in kept.lines if x.id in wanted and x.decision is None}
    return decide(desk, id, revision, chosen, why)


def aim(desk: Desk, id: Id, revision: int, course: int | None, note: str, why: Why) -> Difference:
    """Set the year of study (None: the proposed one); a reason is needed where it is another than the proposed.

    What is not decided yet is proposed anew for that year. Raises Problems (course, course_note), RuleBroken.
    """

    def work(tx: Tx) -> Difference:
        doc, who, of = draft_of(tx, id, revision)
        if course is not None and course not in {y.course for y in doc.years}:
            raise Problems([Problem("course", "difference.no_such_year")])
        if course not in (None, doc.proposed_course) and not note.strip():
            raise Problems([Problem("course_note", "errors.field.reason_missing")])
        doc.course, doc.course_note = course, note.strip()[:300]
        compare(doc, compared(tx, who, of, doc))
        return kept(tx, doc)

    return desk.transact("difference.aim", work, why, right=EDIT, given=[id, revision, course, note])


def settle(desk: Desk, id: Id, revision: int, why: Why) -> Difference:
    """The office has decided: every line, the year of study, a deadline for each difference. Another approves it.

    Raises Problems beside the lines, RuleBroken (lines undecided; another year than proposed without its reason).
    """

    def work(tx: Tx) -> Difference:
        doc, who, of = draft_of(tx, id, revision)
        by = compared(tx, who, of, doc)
        compare(doc, by)
        if left := sum(x.decision is None for x in doc.lines):
            raise RuleBroken("difference.undecided_left", n=left)
        doc.course = doc.course or doc.proposed_course
        if doc.course != doc.proposed_course and not doc.course_note:
            raise RuleBroken("difference.year_unexplained", n=doc.course)
        if wrong := unsettled(doc, by):
            raise Problems(wrong)
        rules = study_rules(tx)
        total = sum(x.credits for x in doc.of(Decision.difference))
        doc.price = rules.price * total if doc.paid and rules.price else None
        doc.status, doc.decided_by, doc.decided_at = DifferenceStatus.decided, tx.who(), tx.now
        return kept(tx, doc)

    return desk.transact("difference.settle", work, why, right=EDIT, given=[id, revision])


def give_back(desk: Desk, id: Id, revision: int, why: Why) -> Difference:
    """Give what was decided back to be decided again; a reason is needed. Whoever approves may, and whoever decided."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Difference:
        doc = tx.get(Difference, id, revision)
        if doc.status is not DifferenceStatus.decided:
            raise RuleBroken("difference.not_decided", state=doc.status)
        doc.status, doc.decided_by, doc.decided_at = DifferenceStatus.draft, None, None
        return tx.save(doc)

    right = APPROVE if desk.may(APPROVE) else EDIT
    return desk.transact("difference.give_back", work, why, right=right, given=[id, revision])


# steps -----------------------------------------------------------------------------------------------------------


def unsettled(doc: Difference, by: Compared) -> list[Problem]:
    """What speaks against what was decided, line by line: a difference without a term to clear it in, later than the
    settings allow without a word why, or of a semester that still lies ahead."""
    found, allowed = [], {t.id for t in by.clearing}
    entry = by.entry(doc.course or 1)
    for x in doc.of(Decision.difference):
        if x.semester >= entry:
            found.append(Problem(x.id, "difference.not_behind", {"discipline": x.discipline.label}))
        elif x.deadline is None:
            found.append(Problem(f"{x.id}.deadline", "difference.deadline_missing", {"discipline": x.discipline.label}))
        elif x.deadline.id not in allowed and not x.note:
            found.append(Problem(f"{x.id}.deadline", "difference.deadline_late", {"discipline": x.discipline.label}))
    return found


def _decided(doc: Difference, by: Compared, choices: Mapping[Id, Choice]) -> list[Problem]:
    """Put choices on the lines; what is wrong with them. A result is never used beyond its credits."""
    lines, wrong = {x.id: x for x in doc.lines}, []
    sources, terms = {s.id: s for s in by.sources}, {t.id: t for t in by.terms}
    credit = Credit.of(by.sources, by.rules)
    for x in doc.lines:
        if x.id not in choices and x.decision is Decision.recognised and x.match and x.match.result in credit.left:
            credit.take(x.match.result, x.match.taken)
    for id, choice in choices.items():
        line = lines.get(id)
        if line is None:
            wrong.append(Problem(id, "difference.no_such_line"))
            continue
        line.note = choice.note.strip()[:300] if choice.note else line.note
        if choice.deadline:
            if (term := terms.get(choice.deadline)) is None:
                wrong.append(Problem(f"{id}.deadline", "mobility.no_term"))
            else:
                line.deadline = term.ref()
        if choice.decision is Decision.recognised:
            wanted = choice.result or (line.match.result if line.match else "")
            source = sources.get(wanted)
            if source is None:
                key = "difference.no_such_result" if wanted else "difference.result_missing"
                wrong.append(Problem(f"{id}.result", key, {"discipline": line.discipline.label}))
                continue
            taken = credit.gives(source.id, line.credits)
            if taken is None:
                values = {"discipline": line.discipline.label, "result": source.title}
                wrong.append(Problem(f"{id}.result", "difference.used_up", values))
                continue
            same = line.match if line.match and line.match.result == source.id else None
            credit.take(source.id, taken)
            ours = source.origin is Origin.study and source.discipline == line.discipline.id
            by_whom = MatchedBy.discipline if ours else MatchedBy.hand
            line.match = matched(source, same.by if same else by_whom, taken)
            line.match.recorded = same.recorded if same else ""
        elif choice.decision is not None:
            line.match = None
        line.decision = choice.decision
        if choice.decision not in (None, Decision.difference):
            line.deadline = None
    return wrong


__all__ = ["Choice", "accept", "aim", "decide", "give_back", "settle", "unsettled"]
