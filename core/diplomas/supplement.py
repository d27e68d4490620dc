"""The content of a supplement (domain.md 6.3), frozen with the diploma: the results that stand, grouped by cycle.

Every attempt stays in the record; the paper shows the one that stands. What is frozen is said in three languages, so
that the supplement of each is of the same values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core import grading, house
from core.db.store import Row
from core.diplomas.graduates import Graduate
from core.errors import NotFound
from core.pdf.supplement_words import word
from core.pdf.words import day
from core.tx import Tx
from schemas.base import LANGS, Id
from schemas.curriculum import CurriculumLine
from schemas.diploma import Diploma
from schemas.kinds import Sort
from schemas.reference import Office, SignedPaper
from schemas.rulebook import Rulebook
from schemas.words import Cycle, LessonKind, SchoolPaper, StudyForm, StudyLanguage

Said = dict[str, str]
OTHER: Said = {"kk": "Басқа пәндер", "ru": "Другие дисциплины", "en": "Other disciplines"}


def content(tx: Tx, of: Graduate, diploma: Diploma, office: Office, dated: date) -> Row:
    """What the supplements of a diploma say, read as of now; the diploma keeps it for ever."""
    study, case = of.case.study, of.case
    record = study.get("record") or []
    rules = tx.rules(dated)
    titles = _titles(tx, {r["discipline"]["id"] for r in record})
    lines = {x.discipline.id: x for x in case.curriculum.lines} if case.curriculum else {}
    gpa = grading.shown(study["totals"]["gpa"], rules)
    programme = case.programme or {}
    protocol = diploma.protocol
    return {
        "name": _text(of.name), "born": case.state.get("born") or "", "student_number": of.number,
        "previous": schooling(case.state.get("schooling")),
        "admitted": str(study.get("admitted_on") or "")[:4], "graduated": str(diploma.year),
        "programme": _text(programme.get("name")), "programme_code": programme.get("code") or "",
        "degree": _text(diploma.qualification), "form": _word(StudyForm, study.get("form")),
        "language": _word(StudyLanguage, study.get("language")), "honours": diploma.honours,
        "protocol": protocol.number if protocol else "",
        "protocol_day": protocol.day.isoformat() if protocol and protocol.day else "",
        "accreditation": programme.get("accreditation") or "",
        "blocks": blocks(record, lines, _cycles(study), titles, _heard(tx, of.student, study["id"])),
        "credits": _plain(study["totals"]["credits"]), "gpa": "" if gpa is None else format(gpa, "f"),
        "scale": _scale(rules), "signers": signers(office, dated), "institution": _text(office.name),
        "office": _text(office.office_name),
    }  # fmt: skip


def schooling(said: Row | None) -> Row:
    """The document of the education before, in each language: what, number, day, who gave it; empty where unknown."""
    said = said or {}
    if not said.get("document"):
        return dict.fromkeys(LANGS, "")
    number, on = said.get("number") or "", said.get("day")
    return {
        lang: ", ".join(x for x in (
            SchoolPaper(said["document"]).label(lang), number and f"{'No.' if lang == 'en' else '№'} {number}",
            day(date.fromisoformat(on), lang) if on else "", said.get("place") or "",
        ) if x)
        for lang in LANGS
    }  # fmt: skip


def blocks(
    record: Iterable[Row], lines: Mapping[Id, CurriculumLine], cycles: Mapping[Id, str], titles: Mapping[Id, Row],
    heard: Mapping[Id, Row],
) -> list[Row]:  # fmt: skip
    """The results that stand and are passed, by cycle in the order of the curriculum; practices, course works and the
    final attestation apart. lines: of the curriculum by discipline; cycles: of what was registered; titles: the
    disciplines' names of today, for a language the record has none in; heard: signed protocols by discipline."""
    record = list(record)
    stand = grading.standing(record)
    place = {discipline: n for n, discipline in enumerate(sorted(lines, key=lambda d: lines[d].semester))}
    passed = sorted(
        (r for r in record if r["id"] in stand and r["state"] == "passed"),
        key=lambda r: (place.get(r["discipline"]["id"], len(place)), r["term"]),
    )
    found: dict[str, list[Row]] = {}
    for r in passed:
        discipline = r["discipline"]["id"]
        line, apart = lines.get(discipline), r.get("apart") or ""
        cycle = line.cycle.value if line else cycles.get(discipline, "")
        if apart:
            kind = "works"
        elif cycle == Cycle.attestation:
            kind = "attestation"
        elif line and line.lesson is LessonKind.practice:
            kind = "practices"
        else:
            kind = cycle or "other"
        found.setdefault(kind, []).append(_row(r, titles.get(discipline), heard.get(discipline), apart))
    order = [*(c.value for c in Cycle if c is not Cycle.attestation), "other", "practices", "works", "attestation"]
    return [
        {"code": code, "title": _block_title(code), "rows": found[code],
         "credits": _plain(sum((Decimal(r["earned"]) for r in found[code]), Decimal(0))) if code != "works" else ""}
        for code in order if code in found
    ]  # fmt: skip


def _row(r: Row, title: Row | None, heard: Row | None, apart: str) -> Row:
    label = r["discipline"]["label"]
    named = {x: label.get(x) or (title or {}).get(x) or label["kk"] for x in LANGS}
    if apart:
        named = {x: f"{named[x]} — {_apart(apart)[x]}" for x in LANGS}
    points, grade = r.get("points"), r.get("final_grade")
    traditional = _text(r.get("traditional"))
    return {
        "code": r["code"], "title": named, "credits": "" if apart else _plain(r["credits"]),
        "earned": _plain(r["earned"]), "percent": "" if grade is None else _plain(grade), "letter": r["letter"],
        "points": "" if points is None else format(Decimal(str(points)), "f"), "traditional": traditional,
        "term": r["term"], "source": r.get("source") or "", **(_protocol(heard) if heard and not apart else {}),
    }  # fmt: skip


def _protocol(heard: Row) -> Row:
    presented = heard.get("presented") or {}
    works = "; ".join(" — ".join(x for x in (w.get("composer"), w["title"]) if x) for w in presented.get("works") or [])
    topic = presented.get("topic")
    return {"form": _text(heard["form_name"]), "topic": _text(topic) if topic else dict.fromkeys(LANGS, works),
            "minutes": heard["number"]}  # fmt: skip


def _heard(tx: Tx, student: Id, study: Id) -> dict[Id, Row]:
    fields = {"number": 1, "discipline.id": 1, "form_name": 1, "presented": 1, "day": 1}
    where = {"student.id": student, "study": study, "status": "signed", "replaced": None, "passed": True}
    rows = tx.session.rows("protocols", where, fields, limit=40)
    return {r["discipline"]["id"]: r for r in sorted(rows, key=lambda r: (r["day"], r["number"]))}


def _titles(tx: Tx, ids: set[Id]) -> dict[Id, Row]:
    rows = tx.session.rows("disciplines", {"_id": {"$in": sorted(ids)}}, {"name": 1})
    return {r["_id"]: r["name"] for r in rows}


def _cycles(study: Row) -> dict[Id, str]:
    return {e["discipline"]["id"]: e.get("cycle") or "" for e in study.get("enrolled") or []}


def _block_title(code: str) -> Said:
    if code == "other":
        return OTHER
    if code in ("practices", "works", "attestation"):
        return {x: word(code, x) for x in LANGS}
    return {x: word(f"cycle_{code}", x) for x in LANGS}


def _apart(code: str) -> Said:
    """What a result apart is called: the kind of sheet that gave it says «course work»."""
    try:
        return _text(house.entry(Sort.sheet, code).name)
    except NotFound:
        return {x: word("works", x) for x in LANGS}


def _scale(rules: Rulebook) -> list[Row]:
    return [
        {"letter": g.letter, "points": "" if g.points is None else format(g.points, "f"),
         "percent": "" if g.low is None else f"{_plain(g.low)}–{_plain(g.high)}",
         "traditional": _text(g.traditional) if g.traditional else {x: g.state.label(x) for x in LANGS}}
        for g in rules.scale if g.low is not None
    ]  # fmt: skip


def signers(office: Office, dated: date) -> list[Row]:
    """Who signs a supplement on a day, as it is frozen."""
    signers = office.signatories(dated, SignedPaper.supplement)[:3]
    return [{"post": _text(s.post), "name": _text(s.name)} for s in signers]


def _text(value: Any) -> Said:
    """A text in three languages as plain values; where a language is missing the Kazakh stands."""
    if value is None:
        return dict.fromkeys(LANGS, "")
    row = value if isinstance(value, dict) else value.model_dump()
    return {x: row.get(x) or row.get("kk") or "" for x in LANGS}


def _word(kind: Any, value: Any) -> Said:
    return {x: kind(value).label(x) if value else "" for x in LANGS}


def _plain(value: Any) -> str:
    text = format(Decimal(str(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
