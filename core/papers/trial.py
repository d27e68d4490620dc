"""A paper seen before it is made, and a made one seen again: nothing is written, no number is taken."""

from __future__ import annotations

from dataclasses import replace

from core import history, house
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound, RuleBroken
from core.papers import content, sight, typeset
from core.papers.acts import spoken
from core.papers.code import printable
from core.papers.gathering import about as gathered
from core.pdf import letter
from core.pdf.transcript import render as render_transcript
from core.pdf.words import DRAFT
from core.templates import Set
from schemas.base import Id, Lang
from schemas.kinds import CertificateKind, Template
from schemas.paper import Paper
from schemas.reference import Office
from schemas.student import Student
from schemas.transcript import Transcript

NOTHING = "···"  # where the number will stand


def seen(desk: Desk, paper: Paper | Transcript) -> bytes:
    """The paper as an open PDF for the screen. Raises Problems, RuleBroken, NotFound as making it would; of a made
    one RuleBroken where it holds what is hidden from the user's role."""
    if isinstance(paper, Transcript):
        from core.transcripts.content import restored

        return render_transcript(restored(paper.paper))
    if paper.number:  # made; `paper` comes without its words where some are hidden from the user
        sight.check(desk.actor.role, paper if paper.printed else desk.store.load(Paper, paper.id))
        frozen = content.restored(paper.printed)
        return letter.render(frozen, logo=typeset.logo(desk.store, frozen.logo))
    kind = house.entry("certificate", paper.code_of_kind).as_body(CertificateKind)
    body = house.entry("template", kind.template).as_body(Template)
    return set_(desk, body, spoken(paper.lang), about(desk, paper.student.id, paper.study, plain(paper)))[0]


def set_(desk: Desk, body: Template, lang: Lang, of: content.About | None) -> tuple[bytes, Set]:
    """A template set with a student's values (none: with samples), and what would be missing."""
    office = first_office(desk)
    day = desk.today()
    made, _ = content.filled(content.text_of(body, lang), of, office, lang, day)
    paper = content.letter(
        body, made, office, lang, NOTHING, day, "····-····-····-····" if body.qr else "", strict=False
    )
    printable(content.kept(paper))
    return letter.render(replace(paper, stamp=DRAFT), logo=typeset.logo(desk.store, paper.logo)), made


def first_office(desk: Desk) -> Office:
    """The institution's card; RuleBroken while it has none."""
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    return Office.model_validate(row)


def about(desk: Desk, student: Id, study: Id, paper: Row) -> content.About:
    """Whom a paper would speak of today, as this user may see him."""
    if not student:
        return content.About({}, {}, None, paper, None, {})
    person = desk.get(Student, student, "student.read")
    events = [e for e in history.parse(person.events) if e.effective <= desk.today()]
    state = history.fold(events, on=desk.today())
    found = history.pick(state["studies"], [study])
    if found is None:
        raise NotFound("transcripts.no_study", day=desk.today())
    return gathered(desk.store, state, found, events, paper, desk.today())


__all__ = ["about", "first_office", "seen", "set_"]
