"""A grade sheet on paper: its values for the printed form (domain.md 3), its checksum in every foot."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from core import rulebooks
from core.desk import Desk
from core.i18n import number, t
from core.pdf.sheet import SheetPaper, SheetRow, render
from core.sheets.lists import figures
from core.sheets.plan import current_line
from schemas.base import LANGS, Lang
from schemas.grade_sheet import GradeSheet, SheetLine
from schemas.reference import Office
from schemas.rulebook import Rulebook
from schemas.words import Mark


def pdf(desk: Desk, sheet: GradeSheet, lang: Lang) -> bytes:
    """The sheet as a protected PDF in one language."""
    row = desk.store.one("office", {}) or {}
    office = Office.model_validate(row) if row else None
    return render(paper(sheet, rulebooks.get(desk.store, sheet.rules), office, lang), protected=True)


def paper(sheet: GradeSheet, rules: Rulebook, office: Office | None, lang: Lang) -> SheetPaper:
    """The values printed: the lines as they were closed, corrections after them one by one."""
    sums: dict[str, Any] = figures(sheet.lines, rules, sheet.form)
    names = dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang])) if office else {}
    average = sums["average"]
    corrections = tuple(
        t(
            "sheets.paper_correction",
            lang,
            act=c.act,
            name=c.student.label.get(lang),
            was=_short(c.was),
            now=_short(c.now),
            by=c.proposed_name,
            confirmed=c.decided_name,
            reason=c.reason,
        )
        for c in sheet.corrections
        if c.state == "confirmed"
    )
    return SheetPaper(
        number=sheet.number,
        date=sheet.day,
        lang=lang,
        institution=tuple(names),
        office=office.office_name.get(lang) if office else "",
        title=(sheet.form.heading or sheet.kind_name).get(lang),
        faculty=sheet.faculty.label.get(lang) if sheet.faculty else "",
        programme="",
        year_group=sheet.section.label.get(lang) if sheet.section else "",
        period=sheet.term.label.get(lang),
        discipline_code=sheet.discipline_code,
        discipline_title=sheet.discipline.label.get(lang),
        credits=sheet.credits,
        control=sheet.control.label(lang),
        teacher=", ".join(e.label.get(lang) for e in sheet.examiners),
        rows=tuple(_row(line, rules, lang, current_line(sheet, line.student.id) is not line) for line in sheet.lines),
        counts=tuple((k, n) for k, n in sums["letters"].items() if n or k in "ABCDF"),
        not_admitted=sum(1 for x in sheet.lines if x.mark is Mark.not_admitted),
        absent=sum(1 for x in sheet.lines if x.mark in (Mark.absent, Mark.excused)),
        average="" if average is None else number(average, lang, 1),
        signatures=tuple((s.post, s.name) for s in sheet.signatures)
        or tuple((t("sheets.examiner", lang), e.label.get(lang)) for e in sheet.examiners),
        corrections=corrections,
        checksum=sheet.checksum,
        sample=bool(office and office.demo),
    )


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _short(line: SheetLine) -> str:
    return f"{_text(line.midterm_1)}/{_text(line.midterm_2)}/{_text(line.score)} {line.letter}".strip("/ ")


def _row(line: SheetLine, rules: Rulebook, lang: Lang, corrected: bool) -> SheetRow:
    traditional = next((g.traditional for g in rules.scale if g.letter == line.letter), None)
    notes = [line.mark.label(lang)] if line.mark else []
    if corrected:
        notes.append(t("sheets.corrected", lang))
    return SheetRow(
        name=line.student.label.get(lang), student_number=line.number, midterm_1=_text(line.midterm_1),
        midterm_2=_text(line.midterm_2), admission_rating=_text(line.admission_rating), exam=_text(line.score),
        final=_text(line.final_grade), letter=line.letter, points=_text(line.points),
        traditional=traditional.get(lang) if traditional and line.letter else "", note="; ".join(notes),
    )  # fmt: skip
