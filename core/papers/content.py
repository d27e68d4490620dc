"""From a student's record to the values a template's variables stand for, and to the paper as it is set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core import grading, history
from core.errors import Problem, Problems, RuleBroken
from core.i18n import date_short, date_text, number, t
from core.papers.code import verify_url
from core.pdf.letter import House, LetterPaper, Part
from core.progress import rules
from core.registration.frame import study_rules
from core.templates import TABLES, Grid, Set, Value, fill, pieces_of, said, sample, variables
from core.templates.pieces import And, Choose, Equal, Given, Not, Or, Piece, Test
from core.templates.pieces import Variable as Place
from schemas.base import Lang, Text, is_token
from schemas.kinds import Template
from schemas.reference import Office
from schemas.rulebook import Rulebook
from schemas.student import Name, Result
from schemas.term import Term

Row = Mapping[str, Any]
MOST_ROWS = 600  # of one table
YEARLY = 60  # credits of a year of study (domain.md 1.1)
OTHER: dict[Lang, Lang] = {"kk": "ru", "ru": "kk", "en": "kk"}  # the second name in the head of a paper


@dataclass(frozen=True)
class About:
    """Whom and what a paper speaks of: the student's state and study on a day, the programme, the paper's own fields.

    rules: the rulebook that rounds the GPA; terms: names of terms by code.
    """

    state: Row
    study: Row
    programme: Row | None
    paper: Row
    rules: Rulebook | None
    terms: Mapping[str, Term]


def values(about: About | None, office: Office, lang: Lang, today: date) -> tuple[dict[str, Value], dict[str, Grid]]:
    """What every variable and table stands for; samples where the paper speaks of nobody (a preview)."""
    if about is None:
        found, grids = sample(lang)
        return found | of("office", office.model_dump(mode="python"), lang), grids
    name = Name.model_validate(about.state["name"]).text().get(lang)
    totals = about.study["totals"]
    gpa = totals["gpa"]
    shown = grading.shown(gpa, about.rules) if gpa is not None and about.rules else gpa
    found = {
        "student.name": Value(name, name), "today": Value(date_text(today, lang), today.isoformat()),
        "totals.credits": _number(totals["credits"], lang), "totals.debts": _number(totals["academic_debts"], lang),
        "totals.gpa": Value("" if shown is None else number(shown, lang, about.rules.gpa_places if about.rules else 2),
                            "" if shown is None else str(shown)),
    }  # fmt: skip
    for group, row in (("student", about.state), ("study", about.study), ("programme", about.programme or {}),
                       ("paper", about.paper), ("office", office.model_dump(mode="python"))):  # fmt: skip
        found |= {k: v for k, v in of(group, row, lang).items() if k not in found}
    found |= {k: Value("") for k in variables() if k not in found}
    return found, {"results": _results(about, lang), "debts": _debts(about, lang, today),
                   "commission": TABLES["commission"].grid([], lang)}  # fmt: skip


def of(group: str, row: Row, lang: Lang) -> dict[str, Value]:
    """What the variables of a group stand for, from a stored record of it."""
    found = {}
    for name, variable in variables().items():
        if variable.spec and name.startswith(group + "."):
            stored = history.pick(dict(row), variable.spec.path.split("."))
            found[name] = Value("") if is_token(stored) else said(variable.spec, stored, lang)
    return found


def _number(value: Any, lang: Lang) -> Value:
    return Value(number(value, lang, 0 if value == int(value) else 2), str(value))


def _results(about: About, lang: Lang) -> Grid:
    record = [Result.model_validate(r) for r in about.study["record"]]
    stand = grading.standing(about.study["record"])
    rows = [
        {
            "term": about.terms[r.term].label().get(lang) if r.term in about.terms else r.term, "code": r.code,
            "discipline": r.discipline.label.get(lang), "credits": _number(r.credits, lang).said,
            "percent": "" if r.final_grade is None else number(r.final_grade, lang), "letter": r.letter,
            "points": "" if r.points is None else number(r.points, lang),
            "traditional": r.traditional.get(lang) if r.traditional else "",
        }
        for r in sorted(record, key=lambda r: (r.term, r.code)) if r.id in stand
    ]  # fmt: skip
    return TABLES["results"].grid(rows[:MOST_ROWS], lang)


def _debts(about: About, lang: Lang, today: date) -> Grid:
    terms = about.terms
    known = {c: rules.Period(c, x.year, x.kind, x.starts, x.ends) for c, x in terms.items()}
    credits = (about.programme or {}).get("credits")
    last = bool(credits and about.study.get("year") and about.study["year"] * YEARLY >= credits)
    rows = [
        {
            "code": d.code, "discipline": d.discipline.label.get(lang), "credits": _number(d.credits, lang).said,
            "letter": d.letter, "term": terms[d.term].label().get(lang) if d.term in terms else d.term,
            "since": date_short(d.since), "ways": ", ".join(w.label(lang) for w in d.ways) or "—",
        }
        for d in rules.debts(about.study, known, study_rules(), today, last)
    ]  # fmt: skip
    return TABLES["debts"].grid(rows[:MOST_ROWS], lang)


def text_of(body: Template, lang: Lang) -> str:
    """The template's text in a language; Problems beside `lang` where it has none."""
    found: str = getattr(body, lang)
    if not found.strip():
        raise Problems([Problem("lang", "papers.no_text", {"lang": t(f"common.lang.{lang}", lang)})])
    return found


def named(text: str) -> set[str]:
    """The variables a template's text prints anywhere or asks about in a condition; only these are in the paper."""
    return _named(pieces_of(text))


def _named(pieces: Iterable[Piece]) -> set[str]:
    found: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Place):
            found.add(piece.name)
        elif isinstance(piece, Choose):
            for branch in piece.branches:
                found |= _named(branch.then) | (_asked(branch.test) if branch.test else set())
    return found


def _asked(test: Test) -> set[str]:
    match test:
        case Given(name) | Equal(name, _):
            return {name}
        case Not(inner):
            return _asked(inner)
        case And(left, right) | Or(left, right):
            return _asked(left) | _asked(right)


def filled(text: str, about: About | None, office: Office, lang: Lang, today: date) -> tuple[Set, dict[str, Value]]:
    """A template's text with its values, and those values. Raises Problems where the text may not stand."""
    found, grids = values(about, office, lang, today)
    return fill(pieces_of(text), found, grids), found


def letter(
    body: Template, blocks: Set, office: Office, lang: Lang, number: str, day: date, code: str, strict: bool = True
) -> LetterPaper:  # fmt: skip
    """The paper as it is set: head, blocks, who was in office that day, code. strict: RuleBroken when too few sign."""
    signers = office.signatories(day, body.paper.value)
    if strict and len(signers) < body.signers:
        raise RuleBroken("papers.no_signatory", day=day, paper=body.paper)
    return LetterPaper(
        lang=lang, title=body.title.get(lang), number=number, dated=day, city=office.city.get(lang),
        house=house(office, lang) if body.header else None,
        parts=tuple(Part(b.kind, b.runs, b.heads, b.aligns, b.rows) for b in blocks.blocks),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers[: body.signers]),
        seal=office.seal.get(lang), check_code=code, verify_url=verify_url(office, code),
        logo=office.logo if body.header else "", sample=office.demo,
    )  # fmt: skip


def house(office: Office, lang: Lang) -> House:
    """The head of a paper: two names, the office, where it is, by which licence it teaches."""
    other = office.name.get(OTHER[lang])
    where = [office.place.get(lang) if office.place else "", office.phones, office.email, office.site]
    licence = []
    if office.licence:
        day = date_text(office.licence_day, lang) if office.licence_day else ""
        by = office.licence_by.get(lang) if office.licence_by else ""
        licence.append(
            t("papers.licence_line", lang, number=office.licence) + "".join(f", {x}" for x in (day, by) if x)
        )
    if office.bin:
        licence.append(t("papers.bin_line", lang, number=office.bin))
    name = office.name.get(lang)
    lines = (" · ".join(x for x in where if x), " · ".join(licence))
    return House(name, other if other != name else "", office.office_name.get(lang), tuple(x for x in lines if x))


def kept(paper: LetterPaper) -> dict[str, Any]:
    """The paper as it is frozen in the record."""
    return asdict(paper)


def restored(row: Row, copy: bool = False) -> LetterPaper:
    """A frozen paper again, to be set or printed as a copy."""
    parts = tuple(
        Part(
            p["kind"], tuple((a, b) for a, b in p["runs"]), tuple(p["heads"]), tuple(p["aligns"]),
            tuple(tuple(r) for r in p["rows"]),
        )
        for p in row["parts"]
    )  # fmt: skip
    head = row["house"]
    return LetterPaper(
        **{
            **row, "dated": date.fromisoformat(row["dated"]), "parts": parts, "copy": copy,
            "house": House(head["name"], head["other"], head["office"], tuple(head["lines"])) if head else None,
            "signatures": tuple((a, b) for a, b in row["signatures"]),
        }
    )  # fmt: skip


__all__ = ["About", "Text", "filled", "house", "kept", "letter", "named", "restored", "text_of", "values"]
