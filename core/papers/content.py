"""From a student's record to the values a template's variables stand for, and to the paper as it is set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from core import grading, history
from core.errors import Problem, Problems, RuleBroken
from core.i18n import date_short, date_text, number, t
from core.papers.code import verify_url
from core.papers.gathering import About, fuller
from core.pdf.letter import House, LetterPaper, Part
from core.progress import rules
from core.registration.frame import study_rules
from core.templates import TABLES, Grid, Set, Value, fill, pieces_of, said, sample, tables, variables
from core.templates.pieces import And, Choose, Equal, Given, Not, Or, Piece, Test
from core.templates.pieces import Variable as Place
from schemas.base import Basis, Lang, Text, is_token
from schemas.kinds import Template
from schemas.reference import Office
from schemas.student import Name, Result

Row = Mapping[str, Any]
MOST_ROWS = 600  # of one table
YEARLY = 60  # credits of a year of study (domain.md 1.1)
OTHER: dict[Lang, Lang] = {"kk": "ru", "ru": "kk", "en": "kk"}  # the second name in the head of a paper


def values(about: About | None, office: Office, lang: Lang, today: date) -> tuple[dict[str, Value], dict[str, Grid]]:
    """What every variable and table stands for; samples where the paper speaks of nobody (a preview)."""
    if about is None:
        found, grids = sample(lang)
        return found | of("office", office.model_dump(mode="python"), lang), grids
    found = {"today": Value(date_text(today, lang), today.isoformat())} | _of_person(about, lang)
    if about.study:
        found |= _of_study(about, lang)
    for group, row in (("student", about.state), ("study", about.study), ("programme", about.programme or {}),
                       ("paper", about.paper), ("office", office.model_dump(mode="python"))):  # fmt: skip
        found |= {k: v for k, v in of(group, row, lang).items() if k not in found}
    found |= {k: Value("") for k in variables() if k not in found}
    if not about.study:
        return found, empty_grids(lang)
    return found, empty_grids(lang) | {
        "results": _results(about, lang),
        "passed": _results(about, lang, True),
        "debts": _debts(about, lang, today),
    }


def _of_person(about: About, lang: Lang) -> dict[str, Value]:
    """The name; of one who is in the archive alone, as the paper itself says."""
    if about.state:
        name = Name.model_validate(about.state["name"]).text().get(lang)
        return {"student.name": Value(name, name)}
    name = Text.model_validate(about.paper["student"]["label"]).get(lang)
    born = variables()["student.born"].spec
    assert born is not None
    return {"student.name": Value(name, name), "student.born": said(born, about.paper.get("born"), lang)}


def _of_study(about: About, lang: Lang) -> dict[str, Value]:
    """Sums of the study, and the orders by which it began and ended."""
    totals, moves = about.study["totals"], about.moves
    gpa = totals["gpa"]
    shown = grading.shown(gpa, about.rules) if gpa is not None and about.rules else gpa
    places = about.rules.gpa_places if about.rules else 2
    left = Value(date_text(moves.left_on, lang), moves.left_on.isoformat()) if moves.left_on else Value("")
    return {
        "totals.credits": _number(totals["credits"], lang), "totals.debts": _number(totals["academic_debts"], lang),
        "totals.gpa": Value("" if shown is None else number(shown, lang, places), "" if shown is None else str(shown)),
        "study.enrolment_order": _order(moves.entered, lang), "study.leaving_order": _order(moves.left, lang),
        "study.left_on": left,
    }  # fmt: skip


def _order(basis: Basis | None, lang: Lang) -> Value:
    if basis is None:
        return Value("")
    number = t("papers.no_of", lang, number=basis.number)
    return Value(f"{number}, {date_text(basis.day, lang)}" if basis.day else number, basis.number)


def empty_grids(lang: Lang) -> dict[str, Grid]:
    """Every table without a row: what a paper says nothing of."""
    return {name: table.grid([], lang) for name, table in tables().items()}


def of(group: str, row: Row, lang: Lang) -> dict[str, Value]:
    """What the variables of a group stand for, from a stored record of it."""
    found = {}
    for name, variable in variables().items():
        if variable.spec and name.startswith(group + "."):
            stored = history.pick(dict(row), variable.spec.path.split("."))
            found[name] = Value("") if is_token(stored) else said(variable.spec, stored, lang)
    return found


def _number(value: Any, lang: Lang) -> Value:
    whole = value == int(value)
    return Value(number(value, lang, 0 if whole else 2), str(int(value) if whole else value))


def title(about: About, of: Result) -> Text:
    """What a discipline of the record is called, with the languages its catalogue has got since."""
    now = about.titles.get(of.discipline.id)
    return Text.model_validate(fuller(of.discipline.label.model_dump(), now)) if now else of.discipline.label


def standing(about: About) -> list[Result]:
    """The results that stand, in the order of a paper's table."""
    stand = grading.standing(about.study["record"])
    record = [Result.model_validate(r) for r in about.study["record"]]
    return [r for r in sorted(record, key=lambda r: (r.term, r.code)) if r.id in stand]


def _results(about: About, lang: Lang, passed: bool = False) -> Grid:
    rows = [
        {
            "term": about.terms[r.term].label().get(lang) if r.term in about.terms else r.term, "code": r.code,
            "discipline": title(about, r).get(lang), "credits": _number(r.credits, lang).said,
            "percent": "" if r.final_grade is None else number(r.final_grade, lang), "letter": r.letter,
            "points": "" if r.points is None else number(r.points, lang),
            "traditional": r.traditional.get(lang) if r.traditional else "",
        }
        for r in standing(about) if r.earned > 0 or not passed
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
        parts=blocks_of(blocks),
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


def parts_of(rows: Iterable[Row]) -> tuple[Part, ...]:
    """Frozen blocks again."""
    return tuple(
        Part(
            p["kind"], tuple((a, b) for a, b in p["runs"]), tuple(p["heads"]), tuple(p["aligns"]),
            tuple(tuple(r) for r in p["rows"]),
        )
        for p in rows
    )  # fmt: skip


def kept_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Blocks as they are frozen."""
    return [asdict(p) for p in parts]


def blocks_of(made: Set) -> tuple[Part, ...]:
    """The blocks of a filled template as parts of a paper."""
    return tuple(Part(b.kind, b.runs, b.heads, b.aligns, b.rows) for b in made.blocks)


def restored(row: Row, copy: bool = False) -> LetterPaper:
    """A frozen paper again, to be set or printed as a copy."""
    head = row["house"]
    return LetterPaper(
        **{
            **row, "dated": date.fromisoformat(row["dated"]), "parts": parts_of(row["parts"]), "copy": copy,
            "back": parts_of(row.get("back", ())),
            "house": House(head["name"], head["other"], head["office"], tuple(head["lines"])) if head else None,
            "signatures": tuple((a, b) for a, b in row["signatures"]),
        }
    )  # fmt: skip


__all__ = [
    "About",
    "Text",
    "blocks_of",
    "empty_grids",
    "filled",
    "house",
    "kept",
    "kept_parts",
    "letter",
    "named",
    "parts_of",
    "restored",
    "standing",
    "text_of",
    "title",
    "values",
]
