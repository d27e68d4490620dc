"""The report of deviations of a period, as values for the paper and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import export, looks
from core.access import require
from core.checks.figures import by_department, total
from core.checks.reading import deviations, late
from core.checks.words import told
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, number, t
from core.pdf.deviations import DeviationLine, DeviationReport, render
from schemas.base import LANGS, Id, Lang
from schemas.reference import Office, SignedPaper
from schemas.timetable import Deviation, DeviationState, LessonCheck

MOST = 2000


def _rows(desk: Desk, starts: date, ends: date, department: Id | None) -> list[Row]:
    found = deviations(desk, "", department, starts, ends, 0, MOST)
    return sorted(found, key=lambda r: (r["day"], r["number"]))


def _told(desk: Desk, rows: Sequence[Row], lang: Lang) -> list[tuple[Deviation, str, str]]:
    """Deviations with what happened and why, in the language of the report."""
    found = [Deviation.model_validate(r) for r in rows]
    ids = sorted({d.check.id for d in found if d.check})
    rows = desk.store.rows("lesson_checks", {"_id": {"$in": ids}}) if ids else []
    checks = {r["_id"]: LessonCheck.model_validate(r) for r in rows}
    return [(d, *told(d, checks.get(d.check.id) if d.check else None, lang)) for d in found]


def _office(desk: Desk) -> Office:
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    return Office.model_validate(row)


def sums(rows: Sequence[Row], today: date) -> dict[str, int]:
    """How many stand where."""
    states = [r["state"] for r in rows]
    return {
        "n": len(rows), **{s.value: states.count(s.value) for s in DeviationState},
        "overdue": sum(late(r, today) for r in rows),
    }  # fmt: skip


def pdf(desk: Desk, starts: date, ends: date, department: Id | None, lang: Lang) -> bytes:
    """The report as PDF in a language; who took it is written down."""
    require(desk.actor, "check.read")
    rows, office = _rows(desk, starts, ends, department), _office(desk)
    every = by_department(desk, starts, ends)
    whole = [x for x in every if not department or x.department and x.department.id == department]
    figures = total(whole)
    unit = next((Deviation.model_validate(r).department for r in rows if department), None)
    name = unit or next((x.department for x in whole if department), None)

    signers = office.signatories(desk.today(), SignedPaper.letter)[-1:]

    def shown(value: object) -> str:
        return "—" if value is None else number(value, lang)  # type: ignore[arg-type]

    paper = DeviationReport(
        date=desk.today(), lang=lang,
        institution=tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))),
        office=office.office_name.get(lang), period=f"{date_short(starts)} – {date_short(ends)}",
        department=name.label.get(lang) if name else t("checks.report_all", lang),
        figures=(
            (t("checks.planned", lang), shown(figures.planned)), (t("checks.checked", lang), shown(figures.checked)),
            (t("checks.held_n", lang), shown(figures.held)), (t("checks.not_held_n", lang), shown(figures.not_held)),
            (t("checks.rate", lang), shown(figures.rate)),
        ),
        lines=tuple(_line(*x, lang, late(plain(x[0]), desk.today())) for x in _told(desk, rows, lang)),
        totals=t("checks.report_totals", lang, **sums(rows, desk.today())),
        signatures=(
            (t("checks.report_drawn_by", lang), desk.actor.name),
            *((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers),
        ),
        sample=office.demo,
    )  # fmt: skip
    looks.note(desk, "lesson_checks", "deviations", "report", paper.period, "download", lang=lang)
    return render(paper)


def _line(d: Deviation, text: str, cause: str, lang: Lang, is_late: bool) -> DeviationLine:
    return DeviationLine(
        number=d.number, when="\n".join(x for x in (date_short(d.day), d.where) if x), what=d.what.label(lang),
        text=text, cause=cause, action=d.action,
        answers=", ".join(x for x in (d.responsible.label.get(lang) if d.responsible else "",
                                      date_short(d.due) if d.due else "") if x),
        state=d.state.label(lang) + (f", {t('checks.is_overdue', lang)}" if is_late else ""), late=is_late,
    )  # fmt: skip


def xlsx(desk: Desk, starts: date, ends: date, department: Id | None, lang: Lang) -> bytes:
    """The same as a table; who took it is written down."""
    require(desk.actor, "check.read")
    rows = _rows(desk, starts, ends, department)
    names = ("number", "day", "report_what", "report_text", "report_where", "department", "cause", "report_action",
             "report_responsible", "report_due", "state")  # fmt: skip
    heads = [t("common.number" if n == "number" else f"checks.{n}", lang) for n in names]
    cells: list[list[export.Cell]] = []
    for d, text, cause in _told(desk, rows, lang):
        cells.append([
            d.number, d.day, d.what.label(lang), text, d.where, d.department.label.get(lang) if d.department else "",
            cause, d.action, d.responsible.label.get(lang) if d.responsible else "", d.due, d.state.label(lang),
        ])  # fmt: skip
    notes = [f"{t('checks.report', lang)}: {date_short(starts)} – {date_short(ends)}",
             t("checks.report_totals", lang, **sums(rows, desk.today()))]  # fmt: skip
    looks.note(desk, "lesson_checks", "deviations", "report", notes[0], "download", lang=lang)
    return export.xlsx(heads, cells, t("checks.report", lang), notes)
