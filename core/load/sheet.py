"""The load as a file for the departments and as a sheet to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core import export
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import moment, number, t
from core.load.reading import ACCOMPANIST, KINDS, Load, Loads, Scope
from core.pdf.load import LoadPaper, render
from schemas.base import LANGS, Lang, Text
from schemas.reference import Department, Office
from schemas.words import LessonKind


def columns(loads: Loads) -> tuple[str, ...]:
    """The kinds of class that occur, in their usual order."""
    return tuple(k for k in KINDS if any(h.get(k) for _, h in loads.departments))


def kind_word(kind: str, lang: Lang) -> str:
    """A kind of class in words; hours of accompanists have their own."""
    return t("load.accompanist", lang) if kind == ACCOMPANIST else LessonKind(kind).label(lang)


def period(asked: Scope, lang: Lang) -> str:
    """What is asked in words: a term or a year."""
    if len(asked.terms) == 1:
        return asked.terms[0].label().get(lang)
    return t("load.whole_year", lang, year=f"{asked.year}/{(asked.year + 1) % 100:02d}")


def rows(loads: Loads, lang: Lang) -> list[list[export.Cell]]:
    """A row for each teacher: name, post, department, hours by kind, total, norm, difference."""
    kinds = columns(loads)
    return [
        [p.person.label.get(lang), p.position, p.department.label.get(lang) if p.department else "",
         *(p.hours.get(k) for k in kinds), p.total, p.norm, p.over]
        for p in loads.people
    ]  # fmt: skip


def headings(loads: Loads, lang: Lang) -> list[str]:
    """Headings of `rows`."""
    first = [t("load.teacher", lang), t("load.position", lang), t("load.department", lang)]
    last = [t("load.total", lang), t("load.norm", lang), t("load.over", lang)]
    return [*first, *(kind_word(k, lang) for k in columns(loads)), *last]


def xlsx(desk: Desk, asked: Scope, loads: Loads, lang: Lang) -> bytes:
    """The table as an Excel file; what nobody teaches stands under the teachers."""
    kinds = columns(loads)
    nobody: dict[str, Decimal] = {}
    for n in loads.nobody:
        nobody[n.kind] = nobody.get(n.kind, Decimal(0)) + n.hours
    under: list[list[export.Cell]] = []
    if loads.nobody:
        under = [[t("load.nobody", lang), "", "", *(nobody.get(k) for k in kinds), loads.unmanned, None, None]]
    notes = [period(asked, lang), t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx(headings(loads, lang), [*rows(loads, lang), *under], t("load.title", lang), notes)


def paper(desk: Desk, asked: Scope, loads: Loads, department: Text, lang: Lang) -> bytes:
    """The load sheet of a department as PDF, with places for its signatures. RuleBroken without the office's names."""
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office = Office.model_validate(row)
    names = dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))
    kinds = columns(loads)
    return render(LoadPaper(
        title=t("load.sheet", lang), lang=lang, day=desk.today(), institution=tuple(names),
        office=office.office_name.get(lang),
        facts=((t("load.department", lang), department.get(lang)), (t("load.period", lang), period(asked, lang)),
               (t("load.total_hours", lang), number(loads.total, lang))),
        heads=(t("load.number", lang), t("load.teacher", lang), *(kind_word(k, lang) for k in kinds),
               t("load.total", lang), t("load.norm", lang), t("load.over", lang)),
        rows=tuple(_line(n, p, kinds, lang) for n, p in enumerate(loads.people, 1)),
        sums=("", t("load.all", lang), *(_said(_sum(loads, k), lang) for k in kinds), _said(loads.total, lang), "", ""),
        nobody=t("load.nobody_hours", lang, hours=loads.unmanned) if loads.nobody else "",
        made=t("load.made_at", lang, at=moment(desk.now(), lang, short=True)),
        sample=office.demo,
        signatures=((t("load.head_of_department", lang), ""), (t("load.checked_by", lang), desk.actor.name)),
    ))  # fmt: skip


def _line(n: int, p: Load, kinds: Sequence[str], lang: Lang) -> tuple[str, ...]:
    name = f"{p.person.label.get(lang)}, {p.position}" if p.position else p.person.label.get(lang)
    return (str(n), name, *(_said(p.hours.get(k), lang) for k in kinds), _said(p.total, lang), _said(p.norm, lang),
            _said(p.over, lang, sign=True))  # fmt: skip


def _sum(loads: Loads, kind: str) -> Decimal:
    return sum((h.get(kind, Decimal(0)) for _, h in loads.departments), Decimal(0))


def _said(value: Decimal | None, lang: Lang, sign: bool = False) -> str:
    if value is None:
        return "—"
    said = number(abs(value), lang)
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{said}" if sign else said


def name_of(desk: Desk, department: str) -> Text:
    """A department as it is called today."""
    return desk.get(Department, department, "reference.read").label()


def file_name(asked: Scope, day: date) -> str:
    """A file's name without its ending: load-2026-2-2026-11-24."""
    return f"load-{asked.terms[0].code if len(asked.terms) == 1 else asked.year}-{day.isoformat()}"
