"""A paper seen before it is made, and a made one seen again: nothing is written, no number is taken."""

from __future__ import annotations

from core import history, house
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound, RuleBroken
from core.papers import content, sight, typeset
from core.papers.acts import spoken
from core.papers.code import printable
from core.pdf import letter
from core.pdf.transcript import render as render_transcript
from core.templates import Set
from schemas.base import Id, Lang
from schemas.kinds import CertificateKind, Template
from schemas.paper import Paper
from schemas.reference import Office
from schemas.rulebook import Rulebook
from schemas.student import Student
from schemas.term import Term
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
    return letter.render(paper, logo=typeset.logo(desk.store, paper.logo)), made


def first_office(desk: Desk) -> Office:
    """The institution's card; RuleBroken while it has none."""
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    return Office.model_validate(row)


def about(desk: Desk, student: Id, study: Id, paper: Row) -> content.About:
    """Whom a paper would speak of today, as this user may see him."""
    person = desk.get(Student, student, "student.read")
    state = history.fold(history.parse(person.events), on=desk.today())
    found = history.pick(state["studies"], [study])
    if found is None:
        raise NotFound("transcripts.no_study", day=desk.today())
    programme = desk.store.one("programmes", {"_id": found["programme"]["id"]}) if found.get("programme") else None
    books = desk.store.rows("rulebooks", {"own": True, "effective": {"$lte": desk.today().isoformat()}})
    own = Rulebook.model_validate(max(books, key=lambda r: (r["effective"], r["version"]))) if books else None
    codes = list({r["term"] for r in found["record"]})
    terms = {r["code"]: Term.model_validate(r) for r in desk.store.rows("terms", {"code": {"$in": codes}})}
    return content.About(state, found, programme, paper, own, terms)


__all__ = ["about", "first_office", "seen", "set_"]
