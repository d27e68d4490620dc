"""Parts that the papers of the office share: letterhead, facts, signatures, running head, foot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.pdf.fonts import Face, clean, width, wrap
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Paper
from core.pdf.words import COPY, day, word


def letterhead(p: Paper, institution: Sequence[str], office: str, number: str, date_word: str, dated: date) -> None:
    """Institution in its languages and the office on the left, number and date on the right, a rule below."""
    right = 40.0
    start = p.y
    for n, name in enumerate(institution):
        if n == 0:
            p.tell(p.left, name, p.body - right, Face.SERIF, 12, ACCENT)
            p.y += 0.6
        else:
            p.tell(p.left, name, p.body - right, Face.SANS, 7.4, QUIET)
    p.tell(p.left, office, p.body - right, Face.SANS, 7.4, QUIET)
    end, p.y = p.y, start
    p.tell(p.right - right, f"№ {number}", right, Face.BOLD, 10.5, INK, align="R")
    p.y += 0.5
    p.tell(p.right - right, word(date_word, p.lang), right, Face.SANS, 7.0, QUIET, align="R")
    p.tell(p.right - right, day(dated, p.lang), right, Face.SANS, 8.2, INK, align="R")
    p.y = max(p.y, end) + 2.2
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.2


def house_head(p: Paper, institution: Sequence[str], office: str, dated: date) -> None:
    """The same of a list that has no number: institution and office on the left, the day on the right."""
    room, start = 40.0, p.y
    for n, name in enumerate(institution):
        p.tell(p.left, name, p.body - room, Face.SANS if n else Face.SERIF, 7.4 if n else 12, QUIET if n else ACCENT)
        p.y += 0.0 if n else 0.6
    p.tell(p.left, office, p.body - room, Face.SANS, 7.4, QUIET)
    end, p.y = p.y, start
    p.tell(p.right - room, word("date", p.lang), room, Face.SANS, 7.0, QUIET, align="R")
    p.tell(p.right - room, day(dated, p.lang), room, Face.SANS, 8.2, align="R")
    p.y = max(p.y, end) + 2.2
    p.rule(p.y, ACCENT, 0.6)
    p.y += 4.2


def facts_row(p: Paper, facts: Sequence[tuple[str, str]], columns: int) -> None:
    """Small grey labels over their values, side by side; the row is as tall as its tallest value."""
    room = p.body / columns
    p.need(12)
    start = lowest = p.y
    for n, (label, value) in enumerate(facts):
        p.y = start
        p.tell(p.left + n * room, label, room - 3, Face.SANS, 6.6, QUIET)
        p.tell(p.left + n * room, value, room - 3, Face.BOLD, 8.6, INK)
        lowest = max(lowest, p.y)
    p.y = lowest + 1.5


def signature(p: Paper, post: str, name: str, room: float, left: float | None = None, said: str = "") -> None:
    """Post, a line for the pen (or on it how it was signed), name; within `room` mm from `left`."""
    x0 = p.left if left is None else left
    posts = wrap(post, Face.SANS, 7.8, room * 0.40)
    names = wrap(name, Face.BOLD, 7.8, room * 0.32)
    p.need(max(len(posts), len(names)) * 3.5 + 6)
    p.y += 4.2
    p.rule(p.y + 3.4, QUIET, 0.15, x0 + room * 0.42, room * 0.22)
    told = wrap(said, Face.SANS, 5.6, room * 0.22) if said else ()
    for n, line in enumerate(told):
        y = p.y + 3.0 - (len(told) - 1 - n) * 2.3
        p.say(x0 + room * 0.53, y, line, Face.SANS, 5.6, QUIET, "C")
    for lines, x, face in ((posts, x0, Face.SANS), (names, x0 + room * 0.67, Face.BOLD)):
        for n, line in enumerate(lines):
            p.say(x, p.y + 2.9 + n * 3.5, line, face, 7.8, INK)
    p.y += max(len(posts), len(names)) * 3.5 + 1.8


def running_head(p: Paper, text: str) -> None:
    """One quiet line at the head of the pages after the first. It repeats what page one says in full."""
    lines = wrap(text, Face.SANS, 7.2, p.body - 3)
    p.say(p.left, p.y + 2.4, lines[0] + ("…" if len(lines) > 1 else ""), Face.SANS, 7.2, QUIET)
    p.y += 5.4


def foot(p: Paper, text: str, n: int, of: int) -> None:
    """What the paper is, on the left, and which page of how many, on the right."""
    y = p.page_height - 10
    p.rule(y - 4, HAIR, 0.15)
    page = p.say(p.right, y, word("page", p.lang).format(n, of), Face.SANS, 6.8, QUIET, "R")
    line = clean(f"{text} · {COPY}" if p.copy else text)
    room = p.body - page - 4
    p.say(p.left, y, line, Face.SANS, min(6.8, 6.8 * room / max(width(line, Face.SANS, 6.8), 1)), QUIET)
