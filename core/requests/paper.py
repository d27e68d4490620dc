"""Papers of correspondence: the letter this office writes, frozen when it gets its number; the journal of a year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core import access, house, looks
from core import export as files
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.fields import described
from core.i18n import date_short, t
from core.papers import content, typeset
from core.papers.code import printable
from core.papers.register import register
from core.pdf.letter import LetterPaper, Part, render
from core.pdf.register import Band, Head
from core.requests.reading import READ, get
from core.tx import Tx
from schemas.base import Id, Lang
from schemas.kinds import Sort
from schemas.letter import Letter, LetterDirection, LetterState
from schemas.reference import Office, SignedPaper

MOST = 5000
COLUMNS = ("number", "day", "who", "theirs", "subject", "pages", "responsible", "due", "answer", "status")


def frozen(tx: Tx, letter: Letter) -> Row:
    """The letter as it will be printed for good: head, words, who signs on its day. RuleBroken where the office is not
    described or a letter cannot be printed."""
    row = tx.session.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    found: Row = plain(content.kept(_paper(Office.model_validate(row), letter)))
    printable(found)
    return found


def _paper(office: Office, letter: Letter) -> LetterPaper:
    lang = letter.lang
    to = [letter.correspondent.label.get(lang) if letter.correspondent else "",
          letter.unit.label.get(lang) if letter.unit else "", letter.person]  # fmt: skip
    parts = [Part("right", ((x, True),)) for x in to if x]
    if letter.their_number:
        dated = date_short(letter.their_day) if letter.their_day else "—"
        said = t("requests.to_your", lang, number=letter.their_number, day=dated)
        parts.append(Part("text", ((said, False),)))
    parts.append(Part("heading", ((letter.subject, True),)))
    parts += [Part("text", ((line.strip(), False),)) for line in letter.text.splitlines() if line.strip()]
    if letter.files:
        parts.append(Part("text", ((t("requests.enclosed", lang), True),)))
        parts += [Part("item", ((f.label.kk, False),)) for f in letter.files]
    signers = office.signatories(letter.day, SignedPaper.letter.value)[:1]
    return LetterPaper(
        lang=lang, title="", number=letter.number, dated=letter.day, city=office.city.get(lang),
        house=content.house(office, lang), parts=tuple(parts),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers), seal="",
        check_code="", verify_url="", logo=office.logo, sample=office.demo,
    )  # fmt: skip


def letter_pdf(desk: Desk, id: Id) -> bytes:
    """A letter of this office as its protected file; who took it is written down. RuleBroken for one that others wrote.
    Raises as `get`."""
    kept = get(desk, id)
    if kept.printed is None:
        raise RuleBroken("requests.came_from_others", number=kept.number)
    made = content.restored(kept.printed)
    data = render(made, logo=typeset.logo(desk.store, made.logo))
    looks.note(desk, "request", "letters", id, kept.label().kk, "print")
    return data


def journal(desk: Desk, year: int, direction: LetterDirection, lang: Lang) -> bytes:
    """The journal of a year and direction as PDF, every number in its order. Forbidden, RuleBroken (no office)."""
    rows = tuple(tuple(r) for r in _cells(desk, year, direction, lang))
    widths = {"number": 21, "day": 18, "who": 0, "theirs": 28, "subject": 0, "pages": 12, "responsible": 32, "due": 18,
              "answer": 26, "status": 26}  # fmt: skip
    heads = tuple(Head(h, widths[c], c == "pages") for c, h in zip(COLUMNS, _heads(lang), strict=True))
    title = t("requests.journal", lang, direction=direction, year=year)
    looks.note(desk, "requests", "letters", "", title, "print")
    facts = ((t("requests.journal_n", lang), str(len(rows))),)
    return register(desk, title, lang, facts, heads, [Band("", rows)], landscape=True)


def table(desk: Desk, year: int, direction: LetterDirection, lang: Lang) -> bytes:
    """The same as XLSX. Forbidden."""
    title = t("requests.journal", lang, direction=direction, year=year)
    rows = list(_cells(desk, year, direction, lang))
    looks.note(desk, "requests", "letters", "", f"{title}.xlsx", "download")
    notes = [title, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return files.xlsx(_heads(lang), rows, str(year), notes)


def _heads(lang: Lang) -> list[str]:
    own = {"who": "requests.who", "theirs": "requests.theirs", "answer": "requests.answer_column"}
    return [t(own[c], lang) if c in own else described(Letter, c).label(lang) for c in COLUMNS]


def _cells(desk: Desk, year: int, direction: LetterDirection, lang: Lang) -> Iterator[list[str]]:
    access.require(desk.actor, READ)
    where = {"year": year, "direction": direction.value}
    only = {"text": 0, "printed": 0, "head": 0}
    for row in desk.rows(Letter, READ, where, only, [("n", 1)], MOST):
        letter = Letter.model_validate(row)
        yield [
            letter.number, date_short(letter.day), who(letter, lang), theirs(letter), _subject(letter, lang),
            str(letter.pages), letter.responsible.label.get(lang) if letter.responsible else "—", _day(letter.due),
            _answer(letter), _state(letter, lang),
        ]  # fmt: skip


def _subject(letter: Letter, lang: Lang) -> str:
    kind = house.current().sorts.get(Sort.request, {}).get(letter.kind)
    return f"{letter.subject} ({kind.name.get(lang)})" if kind else letter.subject


def who(letter: Letter, lang: Lang) -> str:
    """From whom a letter came or to whom it goes."""
    named = (letter.correspondent, letter.unit)
    return ", ".join(x for x in (*(r.label.get(lang) for r in named if r), letter.person) if x) or "—"


def theirs(letter: Letter) -> str:
    """The number and date that the other side gave it."""
    day = date_short(letter.their_day) if letter.their_day else ""
    return ", ".join(x for x in (f"№ {letter.their_number}" if letter.their_number else "", day) if x) or "—"


def _day(value: Any) -> str:
    return date_short(value) if value else "—"


def _answer(letter: Letter) -> str:
    if letter.direction is LetterDirection.outgoing:
        return _day(letter.sent_on)
    number = letter.replies[-1].letter.label.kk.partition(":")[0].partition("№ ")[2] if letter.replies else ""
    return ", ".join(x for x in (number, _day(letter.answered_on) if letter.answered_on else "") if x) or "—"


def _state(letter: Letter, lang: Lang) -> str:
    said = letter.status.label(lang)
    if letter.filed and letter.status is LetterState.closed:
        return f"{said}: {letter.filed.label.kk.partition(' ')[0]}" + (f", {letter.sheets}" if letter.sheets else "")
    return said


__all__ = ["frozen", "journal", "letter_pdf", "table", "theirs", "who"]
