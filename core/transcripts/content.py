"""From a student's record to the values a transcript prints: a rule, no clock and no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from core import grading
from core.i18n import t
from core.papers.code import verify_url
from core.pdf.transcript import Row, ScaleLegend, ScaleRow, TermBlock, TranscriptPaper
from schemas.base import LANGS, Lang, Text
from schemas.reference import Office, SignedPaper
from schemas.rulebook import Rulebook
from schemas.student import Name, Result
from schemas.term import Term
from schemas.words import StudyForm, StudyLanguage, StudyStatus


def paper(
    state: Mapping[str, Any], study: Mapping[str, Any], lang: Lang, office: Office, books: Mapping[str, Rulebook],
    terms: Mapping[str, Term], own: Rulebook, number: str, code: str, issued_on: date, as_of: date,
    every_attempt: bool = False,
) -> TranscriptPaper:  # fmt: skip
    """The paper of one study. `books`: rulebooks by id, `terms` by code; `own` rounds the GPA.

    Of several attempts at a discipline the one that stands is printed, with a note; all of them if asked.
    """
    record = [Result.model_validate(r) for r in study["record"]]
    stand = grading.standing(study["record"])
    printed = record if every_attempt else [r for r in record if r.id in stand]
    programme = (study.get("programme") or {}).get("label")
    programme_code, _, programme_title = (Text.model_validate(programme).get(lang) if programme else "").partition(" ")
    gpa = study["totals"]["gpa"]
    return TranscriptPaper(
        number=number,
        issued_on=issued_on,
        state_as_of=as_of,
        lang=lang,
        institution=tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))),
        office=office.office_name.get(lang),
        holder=Name.model_validate(state["name"]).text().get(lang),
        student_number=state["number"],
        born=date.fromisoformat(state["born"]) if state.get("born") else None,
        programme_code=programme_code,
        programme_title=programme_title,
        study_language=_word(StudyLanguage, study.get("language"), lang),
        study_form=_word(StudyForm, study.get("form"), lang),
        admitted=(study.get("admitted_on") or "")[:4],
        status=_word(StudyStatus, study.get("status"), lang),
        terms=_terms(printed, study, lang, terms, own),
        credits=study["totals"]["credits"],
        gpa=None if gpa is None else grading.shown(gpa, own),
        scales=tuple(_legend(books[b], lang, books[b].id == own.id) for b in dict.fromkeys(r.rules for r in printed)),
        notes=_notes(record, printed, lang),
        signatures=_signatures(office, lang, issued_on),
        check_code=code,
        verify_url=verify_url(office, code),
        sample=office.demo,
    )


def _terms(
    printed: Sequence[Result], study: Mapping[str, Any], lang: Lang, terms: Mapping[str, Term], own: Rulebook
) -> tuple[TermBlock, ...]:  # fmt: skip
    counted = grading.counted(study["record"])
    blocks = []
    for code in sorted({r.term for r in printed}):
        rows = [r for r in printed if r.term == code]
        gpa = grading.gpa(r for r in counted if r["term"] == code)
        title = terms[code].label().get(lang) if code in terms else code
        blocks.append(
            TermBlock(
                title, tuple(_row(r, lang) for r in rows), sum((r.earned for r in rows), Decimal(0)),
                None if gpa is None else grading.shown(gpa, own),
            )
        )  # fmt: skip
    return tuple(blocks)


def _row(r: Result, lang: Lang) -> Row:
    notes = []
    if r.attempt > 1:
        notes.append(t("transcripts.note_attempt", lang, attempt=r.attempt))
    if r.source:
        notes.append(r.source)
    return Row(
        code=r.code, title=r.discipline.label.get(lang), credits=r.credits,
        percent="" if r.final_grade is None else str(r.final_grade), letter=r.letter,
        points="" if r.points is None else str(r.points), traditional=r.traditional.get(lang) if r.traditional else "",
        note="; ".join(notes), earned=r.earned > 0,
    )  # fmt: skip


def _legend(book: Rulebook, lang: Lang, own: bool) -> ScaleLegend:
    rows = tuple(
        ScaleRow(
            g.letter, "" if g.points is None else str(g.points), "" if g.low is None else f"{g.low}–{g.high}",
            g.traditional.get(lang) if g.traditional else g.state.label(lang),
        )
        for g in book.scale
    )  # fmt: skip
    return ScaleLegend(rows, "" if own else book.name.get(lang))


def _notes(record: Sequence[Result], printed: Sequence[Result], lang: Lang) -> tuple[str, ...]:
    notes = [t("transcripts.note_gpa", lang)]
    if len(printed) < len(record):
        notes.append(t("transcripts.note_newest", lang))
    if any(r.source for r in printed):
        notes.append(t("transcripts.note_recognised", lang))
    return tuple(notes)


def _signatures(office: Office, lang: Lang, day: date) -> tuple[tuple[str, str], ...]:
    """Who was in office on the paper's day; the paper keeps them."""
    signers = office.signatories(day, SignedPaper.transcript)[:2]
    return tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers)


def _word(kind: Any, value: str | None, lang: Lang) -> str:
    return kind(value).label(lang) if value else ""


def kept(paper_: TranscriptPaper) -> dict[str, Any]:
    """The paper's values as they are frozen in the record."""
    return asdict(paper_)


def restored(row: Mapping[str, Any], copy: bool = False) -> TranscriptPaper:
    """A frozen paper again, to be printed as a copy."""
    return TranscriptPaper(
        **{
            **row,
            "issued_on": date.fromisoformat(row["issued_on"]), "state_as_of": date.fromisoformat(row["state_as_of"]),
            "born": date.fromisoformat(row["born"]) if row["born"] else None,
            "institution": tuple(row["institution"]), "notes": tuple(row["notes"]),
            "signatures": tuple((a, b) for a, b in row["signatures"]),
            "terms": tuple(
                TermBlock(b["title"], tuple(Row(**r) for r in b["rows"]), b["credits"], b["gpa"]) for b in row["terms"]
            ),
            "scales": tuple(ScaleLegend(tuple(ScaleRow(**r) for r in s["rows"]), s["title"]) for s in row["scales"]),
            "copy": copy,
        }
    )  # fmt: skip
