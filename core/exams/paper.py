"""The exam timetable on paper, in two languages side by side, and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from core import export, looks
from core.busy import minutes_of
from core.desk import Desk
from core.errors import RuleBroken
from core.exams.reading import of_whom, people
from core.exams.rules import ONE_BY_ONE
from core.i18n import date_short, moment, t, weekday_name
from core.pdf.fonts import Unprintable
from core.pdf.register import Band, Head, RegisterPaper, render
from core.timetable.paper import initials
from core.timetable.reading import Of
from schemas.base import LANGS, Id, Lang, Text
from schemas.exam import Exam, ExamState
from schemas.reference import Office
from schemas.term import Term
from schemas.words import Control

PAUSE = 30  # minutes
TESTS = (Control.graded_test, Control.pass_fail)


def pair(lang: Lang) -> tuple[Lang, Lang]:
    """The two languages of the paper: the state language first, beside it the reader's or Russian."""
    return "kk", lang if lang != "kk" else "ru"


def both(key: str, lang: Lang) -> str:
    """A word of the office in both languages."""
    one, two = (t(key, each) for each in pair(lang))
    return one if one == two else f"{one} / {two}"


def said(text: Text, lang: Lang) -> str:
    """A name in both languages, once where it is the same."""
    one, two = (text.get(each) for each in pair(lang))
    return one if one == two else f"{one} / {two}"


def pdf(desk: Desk, term: Term, of: Of, id: Id, whose: str, lang: Lang) -> bytes:
    """The exams of a group, an examiner, a room, a student or a section as PDF, a band for each day.

    What one examiner hears one by one on a day in a room stands as one line. Who took it is written down.
    """
    found = of_whom(desk, term, of, id)
    if not found:
        raise RuleBroken("exams.none_of")
    looks.note(desk, "exams", of, id, whose, "print", student=id if of == "student" else "")
    row = desk.store.one("office", {})
    office = Office.model_validate(row) if row else None
    drafts = any(e.state is ExamState.draft for e in found)
    heads = (
        Head(both("exams.head.time", lang), 25), Head(both("exams.head.discipline", lang), 0),
        Head(both("exams.head.section", lang), 42), Head(both("exams.head.room", lang), 27),
        Head(both("exams.head.examiners", lang), 48),
    )  # fmt: skip
    bands = tuple(
        Band(
            f"{date_short(day)} · {weekday_name(day.weekday(), 'kk')} / {weekday_name(day.weekday(), pair(lang)[1])}",
            tuple(_line(some, lang) for some in gathered(list(exams))),
        )
        for day, exams in groupby(found, key=lambda e: e.day)
    )
    names = dict.fromkeys(office.name.get(x) for x in (*pair(lang), *LANGS)) if office else {}
    paper = RegisterPaper(
        title=f"{both('exams.paper_title', lang)}: {whose}", lang=lang, day=desk.today(), institution=tuple(names)[:2],
        office=office.office_name.get(lang) if office else "",
        facts=((both("exams.head.term", lang), said(term.label(), lang)),), heads=heads, bands=bands,
        made=t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name),
        draft=both("exams.paper_draft", lang) if drafts else "", landscape=True, sample=bool(office and office.demo),
    )  # fmt: skip
    try:
        return render(paper)
    except Unprintable as e:
        raise RuleBroken("transcripts.unprintable", text=e.text, letters=e.characters) from None


def gathered(exams: Sequence[Exam]) -> list[list[Exam]]:
    """The exams of a day as lines: those heard one by one before the same people in one room stand in one, while no
    long pause lies between them."""
    lines: list[list[Exam]] = []
    open_: dict[object, list[Exam]] = {}
    for e in sorted(exams, key=lambda e: (e.starts, e.section.label.kk)):
        alike = (e.discipline.id, e.room.id if e.room else "", tuple(p.id for p in e.examiners), e.control)
        mine = open_.get(alike) if e.kind in ONE_BY_ONE else None
        if mine and minutes_of(e.starts) - minutes_of(mine[-1].ends) <= PAUSE:
            mine.append(e)
        else:
            open_[alike] = [e]
            lines.append(open_[alike])
    return lines


def _line(some: Sequence[Exam], lang: Lang) -> tuple[str, ...]:
    one, ends = some[0], max(e.ends for e in some)
    name = said(one.discipline.label, lang)
    if one.control in TESTS:
        kk, other = (one.control.label(each) for each in pair(lang))
        name += f" ({kk.lower()} / {other.lower()})" if kk != other else f" ({kk.lower()})"
    groups = list(dict.fromkeys(e.group or e.section.label.kk for e in some))
    shown = ", ".join(groups[:4]) + (f" +{len(groups) - 4}" if len(groups) > 4 else "")
    return (
        f"{one.starts}–{ends}", name, shown, one.room.label.kk if one.room else "—",
        ", ".join(initials(p.label.kk) for p in one.examiners),
    )  # fmt: skip


def headings(lang: Lang) -> list[str]:
    """Headings of the table."""
    words = ("day", "weekday", "starts", "ends", "discipline", "control", "section", "group", "students", "room",
             "examiners", "state")  # fmt: skip
    return [t(f"exams.head.{w}", lang) for w in words]


def xlsx(desk: Desk, term: Term, found: Sequence[Exam], lang: Lang) -> bytes:
    """Exams as a workbook, one a row, with how many sit it."""
    sizes = people(desk, found)
    rows: list[list[export.Cell]] = [
        [
            e.day, weekday_name(e.day.weekday(), lang), e.starts, e.ends, e.discipline.label.get(lang),
            e.control.label(lang), e.section.label.kk, e.group, sizes[e.id], e.room.label.kk if e.room else "",
            ", ".join(p.label.kk for p in e.examiners), e.state.label(lang),
        ]
        for e in found
    ]  # fmt: skip
    notes = [term.label().get(lang), t("tables.exported_at", lang, at=moment(desk.now(), lang), who=desk.actor.name)]
    return export.xlsx(headings(lang), rows, t("exams.title", lang), notes)
