"""Lists of sections for a printer and for a spreadsheet: one section, a department, a whole term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core import export, looks
from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.export import Cell
from core.i18n import LANGS, t
from core.pdf.section_lists import ListPaper, render
from schemas.base import Id, Lang, Ref
from schemas.reference import Office
from schemas.section import Section
from schemas.words import LessonKind

MOST = 3000  # lists of one file


def wanted(desk: Desk, term: Id, kinds: Sequence[LessonKind] = (), department: Id | None = None) -> Row:
    """The condition of lists to be printed: a term, some kinds of class (empty: all), a department."""
    where: Row = {"term.id": term, "closed": None, "members.0": {"$exists": True}}
    if kinds:
        where["kind"] = {"$in": [k.value for k in kinds]}
    if department:
        where["department.id"] = department
    return where


def sections(desk: Desk, where: Row) -> list[Section]:
    """The sections a condition names, by code. RuleBroken where there are none, or too many for one file."""
    found = desk.rows(Section, "section.read", where, None, [("code", 1)], MOST + 1)
    if not found:
        raise RuleBroken("sections.nothing_to_print")
    if len(found) > MOST:
        raise RuleBroken("sections.too_many_lists", most=MOST)
    return [Section.model_validate(r) for r in found]


def groups_of(desk: Desk, of: Iterable[Section]) -> dict[Id, str]:
    """The administrative group of everybody in these sections today, by study."""
    ids = sorted({m.student.id for s in of for m in s.members})
    found: dict[Id, str] = {}
    for start in range(0, len(ids), 1000):
        where = {"_id": {"$in": ids[start : start + 1000]}}
        rows = desk.store.rows("students", where, {"studies.id": 1, "studies.group": 1})
        found |= {s["id"]: s.get("group") or "" for r in rows for s in r["studies"]}
    return found


def pdf(desk: Desk, where: Row, lang: Lang, name: str) -> bytes:
    """The lists as one PDF in a language; who took it is written down."""
    of = sections(desk, where)
    groups = groups_of(desk, of)
    row = desk.store.one("office", {})
    office = Office.model_validate(row) if row else None
    papers = [_paper(desk, s, groups, office, lang) for s in of]
    looks.note(desk, "sections", "sections", of[0].id if len(of) == 1 else "", name, "print")
    title = papers[0].discipline if len(of) == 1 else t("sections.lists_title", lang, term=of[0].term.label)
    return render(papers, title)


def _paper(desk: Desk, s: Section, groups: dict[Id, str], office: Office | None, lang: Lang) -> ListPaper:
    names = [office.name.get(x) for x in (lang, *(x for x in LANGS if x != lang))] if office else []
    teacher = " / ".join(r.label.get(lang) for r in (s.teacher, s.accompanist) if r)
    facts = (
        (t("sections.col_term", lang), s.term.label.get(lang)),
        (t("sections.col_department", lang), s.department.label.get(lang) if s.department else "—"),
        (t("sections.col_teacher", lang), teacher or "—"),
        (t("sections.col_language", lang), s.language.label(lang) if s.language else "—"),
        (t("sections.col_stream", lang), s.parent.label.get(lang) if s.parent else "—"),
        (t("sections.col_people", lang), str(len(s.members))),
    )
    return ListPaper(
        code=s.code, date=desk.today(), lang=lang, institution=tuple(dict.fromkeys(n for n in names if n)),
        office=office.office_name.get(lang) if office else "", kind=s.kind.label(lang),
        discipline=s.discipline.label.get(lang), facts=facts,
        heads=(
            t("sections.col_name", lang), t("sections.col_number", lang), t("sections.col_group", lang),
            t("sections.col_signature", lang),
        ),
        rows=tuple((m.student.label.kk, m.number, groups.get(m.study, "")) for m in s.members),
        empty=t("references.members_none", lang), sample=bool(office and office.demo),
    )  # fmt: skip


def xlsx(desk: Desk, where: Row, lang: Lang, name: str) -> bytes:
    """The lists as one sheet of a spreadsheet: a line for everybody in every section."""
    of = sections(desk, where)
    groups = groups_of(desk, of)
    heads = ["code", "discipline", "kind", "teacher", "department", "language", "stream", "name", "number", "group"]

    def said(ref: Ref | None) -> str:
        return ref.label.get(lang) if ref else ""

    def rows() -> Iterator[list[Cell]]:
        for s in of:
            head: list[Any] = [
                s.code, said(s.discipline), s.kind.label(lang), said(s.teacher),
                said(s.department), s.language.label(lang) if s.language else "",
                said(s.parent),
            ]  # fmt: skip
            for m in s.members:
                yield [*head, m.student.label.kk, m.number, groups.get(m.study, "")]

    looks.note(desk, "sections", "sections", of[0].id if len(of) == 1 else "", f"{name}.xlsx", "download")
    notes = [t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx([t(f"sections.col_{h}", lang) for h in heads], rows(), name[:31], notes)
