"""One nonconformity on paper: what was found, what shows it, why it came, each action and what its check found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, HAIR, INK, QUIET, Paper
from core.pdf.parts import facts_row, foot, letterhead, running_head, signature
from core.pdf.words import Lang


@dataclass(frozen=True)
class ActionPart:
    """One corrective action: what it is, its facts (label, value), what the check said («» while none was)."""

    what: str
    facts: tuple[tuple[str, str], ...]
    checked: str


@dataclass(frozen=True)
class NonconformityPaper:
    """All that stands on the form, as plain values in its own language. labels: headings of its parts, by their key
    (requirement, evidence, correction, causes, action, check). An empty part leaves room for a pen."""

    number: str
    date: date
    lang: Lang
    institution: tuple[str, ...]
    office: str
    title: str
    state: str
    facts: tuple[tuple[str, str], ...]
    text: str
    labels: Mapping[str, str]
    requirement: str
    evidence: tuple[str, ...]
    correction: str
    causes: tuple[str, ...]
    actions: tuple[ActionPart, ...]
    signatures: tuple[tuple[str, str], ...]
    sample: bool = False


def render(paper: NonconformityPaper) -> bytes:
    """The form as PDF. Raises Unprintable."""
    p = Paper(
        title=f"{paper.title} № {paper.number}", lang=paper.lang, issued_on=paper.date, sample=paper.sample,
        footer=lambda p, n, of: foot(p, f"{paper.title} № {paper.number}", n, of),
    )  # fmt: skip
    p.running = lambda p: running_head(p, p.title)
    letterhead(p, paper.institution, paper.office, paper.number, "date", paper.date)
    p.tell(p.left, paper.title, p.body, Face.SERIF, 18, ACCENT)
    p.y += 0.6
    p.tell(p.left, paper.state, p.body, Face.BOLD, 9, INK)
    p.y += 2.0
    _facts(p, paper.facts)
    p.y += 1.0
    p.tell(p.left, paper.text, p.body, Face.SERIF, 11, INK)
    p.y += 2.5
    _part(p, paper.labels["requirement"], [paper.requirement])
    _part(p, paper.labels["evidence"], paper.evidence)
    _part(p, paper.labels["correction"], [paper.correction])
    _part(p, paper.labels["causes"], [f"{n}. {c}" for n, c in enumerate(paper.causes, 1)])
    for n, action in enumerate(paper.actions, 1):
        _part(p, f"{paper.labels['action']} {n}", [action.what])
        _facts(p, action.facts)
        _part(p, paper.labels["check"], [action.checked])
    if not paper.actions:
        _part(p, paper.labels["action"], [])
        _part(p, paper.labels["check"], [])
    p.y += 3.0
    p.keep(lambda: _signatures(p, paper))
    return p.output()


def _facts(p: Paper, facts: Sequence[tuple[str, str]]) -> None:
    for start in range(0, len(facts), 3):
        facts_row(p, facts[start : start + 3], 3)


def _signatures(p: Paper, paper: NonconformityPaper) -> None:
    for post, name in paper.signatures:
        signature(p, post, name, p.body * 0.85)


def _part(p: Paper, label: str, lines: Sequence[str]) -> None:
    """A heading and its text; lines to write on where there is none."""
    said = [x for x in lines if x]
    p.need(14)
    p.tell(p.left, label, p.body, Face.SANS, 7.0, QUIET)
    p.y += 0.6
    for line in said:
        p.tell(p.left, line, p.body, Face.SANS, 8.8, INK)
        p.y += 0.6
    if not said:
        for _ in range(2):
            p.y += 6.0
            p.rule(p.y, HAIR)
    p.y += 2.6
