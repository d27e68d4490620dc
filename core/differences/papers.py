"""The papers of an academic difference: the list for signature, tables for Excel; who took them is written down."""

from __future__ import annotations

from collections.abc import Sequence

from core import export, looks
from core.desk import Desk
from core.differences.reading import OpenLine
from core.i18n import date_short, number, t
from core.papers.register import register
from core.pdf.register import Band, Head, numbered
from schemas.base import Lang
from schemas.difference import STANDING, Decision, Difference, DifferenceLine, DifferenceStatus, Origin

HEADS = ("semester", "code", "discipline", "credits", "part", "decision", "result", "how", "deadline", "note")
OPEN_HEADS = ("number", "student", "group", "department", "code", "discipline", "credits", "deadline", "until", "left",
              "number_of")  # fmt: skip


def found_word(line: DifferenceLine, lang: Lang) -> str:
    """How a result was found for a line, and where it comes from."""
    if line.match is None:
        return ""
    said = line.match.by.label(lang)
    if line.match.origin is not Origin.study:
        said = t("difference.found_by", lang, by=said, origin=line.match.origin.label(lang))
    if line.match.taken < line.credits:
        taken = number(line.match.taken, lang)
        said += "; " + t("difference.taken_of", lang, taken=taken, credits=number(line.credits, lang))
    return said


def result_word(line: DifferenceLine, lang: Lang) -> str:
    """The result that stands for a line, as it was called."""
    m = line.match
    if m is None:
        return ""
    return t("difference.result_word", lang, title=m.title.get(lang), credits=number(m.credits, lang),
             letter=m.letter or "—")  # fmt: skip


def pdf(desk: Desk, doc: Difference, lang: Lang) -> bytes:
    """The list for signature: the difference with its deadlines first, then what is recognised and for what."""
    heads = (
        Head("№", 8, right=True), Head(t("difference.code", lang), 18), Head(t("difference.discipline", lang), 0),
        Head(t("difference.credits", lang), 15, right=True), Head(t("difference.deadline", lang), 36),
        Head(t("difference.result", lang), 46),
    )  # fmt: skip
    bands, start = [], 1
    for decision in (Decision.difference, Decision.recognised):
        rows = [
            (x.code, x.discipline.label.get(lang), number(x.credits, lang),
             x.deadline.label.get(lang) if x.deadline else "", result_word(x, lang) or x.note)
            for x in doc.of(decision)
        ]  # fmt: skip
        if rows:
            sum_ = number(sum(x.credits for x in doc.of(decision)), lang)
            bands.append(Band(decision.label(lang), numbered(rows, start), sum_))
            start += len(rows)
    facts = (
        (t("difference.student", lang), f"{doc.student.label.get(lang)}, {doc.student_number}"),
        (t("difference.group", lang), doc.group or "—"), (t("difference.paper_ground", lang), doc.ground.label(lang)),
        (t("difference.paper_year", lang), str(doc.course or doc.proposed_course or "—")),
    )  # fmt: skip
    said = [("paper_curriculum", doc.curriculum.label.get(lang)), ("paper_term", doc.term.label.get(lang))]
    if doc.institution:
        said.append(("paper_from", f"{doc.institution}, {doc.transcript}"))
    before = [f"{t(f'difference.{key}', lang)}: {value}" for key, value in said]
    before += [x for x in (doc.protocol and t("difference.protocol_said", lang, protocol=doc.protocol),
                           doc.course_note) if x]  # fmt: skip
    left = doc.of(Decision.difference)
    if not left:
        before.append(t("difference.paper_none", lang))
    elif doc.paid:
        credits = number(sum(x.credits for x in left), lang)
        price = number(doc.price, lang) if doc.price else ""
        key = "paper_paid" if price else "paper_paid_plain"
        before.append(t(f"difference.{key}", lang, n=credits, **({"price": price} if price else {})))
    looks.note(desk, "difference", "differences", doc.id, doc.label().get(lang), "print", student=doc.student.id)
    approved = doc.status in (*STANDING, DifferenceStatus.replaced)
    return register(
        desk, f"{t('difference.paper_title', lang)} № {doc.number}", lang, facts, heads, bands,
        draft="" if approved else t("difference.paper_draft", lang), before=tuple(before),
        signatures=((t("difference.signed_student", lang), doc.student.label.get(lang)),
                    (t("difference.signed_by", lang), doc.decided_by.name if doc.decided_by else ""),
                    (t("difference.signed_head", lang), doc.approved_by.name if doc.approved_by else "")),
    )  # fmt: skip


def xlsx(desk: Desk, doc: Difference, lang: Lang) -> bytes:
    """Every line of a comparison as a table."""
    looks.note(desk, "difference", "differences", doc.id, doc.label().get(lang), "download", student=doc.student.id)
    rows: list[Sequence[export.Cell]] = [
        (x.semester, x.code, x.discipline.label.get(lang), x.credits,
         f"{x.cycle.label(lang)} {x.component.label(lang)}",
         x.decision.label(lang) if x.decision else "", result_word(x, lang), found_word(x, lang),
         x.deadline.label.get(lang) if x.deadline else "", x.note)
        for x in doc.lines
    ]  # fmt: skip
    title = t("difference.title", lang)
    notes = [doc.label().get(lang), doc.status.label(lang),
             t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]  # fmt: skip
    return export.xlsx([t(f"difference.{h}", lang) for h in HEADS], rows, title, notes)


def open_xlsx(desk: Desk, found: Sequence[OpenLine], lang: Lang) -> bytes:
    """What is not cleared, with the days left."""
    title = t("difference.open_title", lang)
    looks.note(desk, "difference", "differences", "", title, "download")
    rows: list[Sequence[export.Cell]] = [
        (x.student_number, x.student.label.get(lang), x.group, x.department.label.get(lang) if x.department else "",
         x.code, x.discipline.label.get(lang), x.credits, x.term.label.get(lang) if x.term else "", x.until, x.days,
         x.number)
        for x in found
    ]  # fmt: skip
    notes = [title, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx([t(f"difference.{h}", lang) for h in OPEN_HEADS], rows, title, notes)


def left_word(line: OpenLine, lang: Lang) -> str:
    """How long a difference may still wait: «12 days left», «overdue by 3 days», the letter it was passed with."""
    if line.cleared:
        return t("difference.cleared", lang, letter=line.letter)
    if line.days is None or line.until is None:
        return t("difference.no_day", lang)
    if line.days < 0:
        return t("difference.overdue_n", lang, n=-line.days)
    return f"{date_short(line.until)}, {t('difference.days_left', lang, n=line.days)}"


__all__ = ["found_word", "left_word", "open_xlsx", "pdf", "result_word", "xlsx"]
