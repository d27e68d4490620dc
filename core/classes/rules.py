"""Who may teach, and what a change of teacher leaves in a section."""

from __future__ import annotations

from datetime import date, timedelta

from core.errors import NotFound, RuleBroken
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.reference import Person
from schemas.section import Section, Taught
from schemas.term import Term


def check_teacher(tx: Tx, person_id: Id, term: Term, day: date | None = None) -> Person:
    """The person who is to teach in a term from a day on (empty: from its first day, or today when it has begun).

    Raises NotFound, RuleBroken `classes.not_employed`, `classes.on_leave` (who, until when) or
    `classes.on_leave_open` where nobody knows until when.
    """
    row = tx.session.one("people", {"_id": person_id})
    if row is None:
        raise NotFound("errors.not_found", kind="people", id=person_id)
    person = Person.model_validate(row)
    if not person.active:
        raise RuleBroken("classes.not_employed", name=person.label())
    day = day or max(term.starts or tx.today, min(tx.today, term.ends or tx.today))
    if person.away(day):
        if person.away_to is None:
            raise RuleBroken("classes.on_leave_open", name=person.label(), since=person.away_from)
        raise RuleBroken("classes.on_leave", name=person.label(), until=person.away_to)
    return person


def replaced(
    section: Section, term: Term, person: Ref | None, day: date, reason: str, accompanist: bool = False
) -> Section:
    """The section with another teacher (or accompanist; None: nobody) from a day on; who was before him stays written.

    A change before the first lesson leaves no history: nobody has taught yet. Raises RuleBroken: the same person, a day
    outside of the term, a day before the one who teaches now began.
    """
    now = section.accompanist if accompanist else section.teacher
    if (now.id if now else None) == (person.id if person else None):
        raise RuleBroken("classes.same_teacher", section=section.code)
    if (term.starts and day < term.starts) or (term.ends and day > term.ends):
        raise RuleBroken("classes.outside_term", term=term.label(), starts=term.starts, ends=term.ends)
    last = max((t.until for t in section.taught), default=None)
    since = max(d for d in (section.teacher_since, last and last + timedelta(1), date.min) if d)
    if day < since:
        raise RuleBroken("classes.before_since", section=section.code, since=since)
    began = day > (term.starts or date.min)
    if began and day > since and (section.teacher or section.accompanist):
        section.taught = [*section.taught, Taught(
            teacher=section.teacher, accompanist=section.accompanist, since=None if since == date.min else since,
            until=day - timedelta(1), reason=reason,
        )]  # fmt: skip
    section.teacher_since = day if began else section.teacher_since
    if accompanist:
        section.accompanist = person
    else:
        section.teacher = person
    return section
