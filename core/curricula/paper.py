"""A curriculum on paper: its values for the printed form, in one language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.curricula.checking import structure_of
from core.curricula.rules import totals
from core.curricula.table import spec_of
from core.db.store import Store
from core.desk import Desk
from core.i18n import number, t
from core.ledger import blocks
from core.pdf.curriculum import CurriculumPaper, CurriculumRow, CurriculumSemester, render
from schemas.base import LANGS, Lang
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.kinds import Part
from schemas.reference import Office
from schemas.words import CurriculumState, Cycle

HEADS = ("cycle", "component", "lesson", "lecture_hours", "class_hours", "accompanist_hours", "department")
SHORT = ("component", "credits", "lecture_hours", "class_hours", "accompanist_hours")


def pdf(desk: Desk, of: Curriculum, lang: Lang) -> bytes:
    """The curriculum as a protected PDF in one language."""
    row = desk.store.one("office", {}) or {}
    return render(paper(desk.store, of, Office.model_validate(row) if row else None, lang, desk.today()))


def paper(store: Store, of: Curriculum, office: Office | None, lang: Lang, today: date) -> CurriculumPaper:
    """The values printed: names as they stand in the curriculum, sums by the template of its intake; `today`: the day
    of printing, which a draft carries."""
    sums = totals(of.lines)
    structure = structure_of(store, of.structure, of.intake)
    names = dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang])) if office else {}
    day = of.approved_on
    approved = of.state is not CurriculumState.draft and day is not None
    facts = [
        (t("curricula.intake", lang), str(of.intake)),
        (t("curricula.credits", lang), number(sums.total.normalize(), lang)),
        (t("curricula.version_head", lang), str(of.version)),
    ]
    if of.department:
        facts.insert(0, (t("curricula.specialisation", lang), of.department.label.get(lang)))
    heads = {name: spec_of(name).label(lang) for name in HEADS}
    heads |= {k: t(f"curricula.{k}", lang) for k in ("part", "needs", "has", "total")}
    heads |= {k: t(f"curricula.head_{k}", lang) for k in SHORT}
    parts = (
        tuple((_word(p, lang), _needs(p, lang), sums.of(p)) for p in structure.parts) if structure
        else tuple((c.label(lang), "", v) for c in Cycle if (v := sums.of(Part(cycle=c, least=Decimal(0)))))
    )  # fmt: skip
    signed = tuple((t(f"curricula.sign_{k}", lang), "") for k in ("prorector", "registrar", "department"))
    return CurriculumPaper(
        title=t("curricula.paper", lang), lang=lang, day=day or today,
        institution=tuple(names), programme=of.programme.label.get(lang), facts=tuple(facts), years=_years(of, lang),
        parts=parts, total=sums.total, heads=heads,
        approval=t("curricula.paper_approved", lang, protocol=of.protocol, day=day) if approved
        else t("curricula.paper_blank", lang),
        signatures=signed, warning="" if approved else t("curricula.paper_draft", lang),
        sample=bool(office and office.demo),
    )  # fmt: skip


def _years(of: Curriculum, lang: Lang) -> tuple[tuple[str, tuple[CurriculumSemester, ...]], ...]:
    found = totals(of.lines).semesters
    sizes = {key: len(lines) for key, lines in blocks(of.lines).items()}
    out = []
    for first in range(1, max([of.semesters, *found]) + 1, 2):
        pair = tuple(
            CurriculumSemester(
                t("curricula.semester_n", lang, n=n),
                tuple(_row(x, sizes, lang) for x in of.lines if x.semester == n), found[n],
            )
            for n in (first, first + 1) if n in found
        )  # fmt: skip
        if pair:
            out.append((t("curricula.year_n", lang, year=(first + 1) // 2), pair))
    return tuple(out)


def _row(line: CurriculumLine, sizes: dict[tuple[int, str], int], lang: Lang) -> CurriculumRow:
    size = sizes.get((line.semester, line.block), 0)
    return CurriculumRow(
        code=line.code, title=line.discipline.label.get(lang), cycle=line.cycle.label(lang),
        component=line.component.label(lang), credits=line.credits, lesson=line.lesson.label(lang),
        control=line.control.label(lang), hours=(line.lecture_hours, line.class_hours, line.accompanist_hours),
        department=line.department.label.get(lang) if line.department else "",
        note=t("curricula.block_note", lang, block=line.block, choose=line.choose, size=size) if line.block else "",
    )  # fmt: skip


def _word(part: Part, lang: Lang) -> str:
    cycles = " + ".join(c.label(lang) for c in (part.cycle, part.beside) if c)
    return f"{cycles}, {part.component.label(lang)}" if part.component else cycles


def _needs(part: Part, lang: Lang) -> str:
    least = number(part.least.normalize(), lang)
    if part.most is None:
        return t("curricula.at_least", lang, least=least)
    return least if part.most == part.least else f"{least}–{number(part.most.normalize(), lang)}"
