"""Sums of a curriculum as one types: semesters, parts of the template with their arithmetic, all that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from core import curricula
from core.curricula.rules import Breach, Totals, refusing, totals
from core.desk import Desk
from core.ui.card.results import credits_word
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.kinds import Part, Structure

NONE = Decimal(0)


def summary(
    desk: Desk, of: Curriculum, lines: Sequence[CurriculumLine], found: Sequence[Breach], unread: int = 0
) -> None:
    """Draw the sums and what is wrong; unread: rows that could not be read and are not in them."""
    structure = curricula.structure_of(desk.store, of.structure, of.intake)
    sums = totals(lines)
    _semesters(of, sums, structure)
    if unread:
        st.caption(f":red[:material/error: {T('curricula.without_bad', n=unread)}]")
    if structure:
        _parts(sums, structure, found)
    told(lines, found, structure)


def _semesters(of: Curriculum, sums: Totals, structure: Structure | None) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{T('curricula.credits')}**", width="content")
        for n in range(1, max([of.semesters, *sums.semesters]) + 1):
            credits = sums.semesters.get(n, NONE)
            fits = structure is None or structure.semester_least <= credits <= structure.semester_most
            st.badge(f"{n}: {credits_word(credits)}", color="gray" if fits else "red")
        whole = f"{T('curricula.total')}: {credits_word(sums.total)}"
        if structure:
            whole += f" / {credits_word(structure.total)}"
        st.badge(
            whole, color="green" if structure and sums.total == structure.total else "red" if structure else "gray"
        )


def _parts(sums: Totals, structure: Structure, found: Sequence[Breach]) -> None:
    broken = {b.part: b for b in found if b.part is not None}
    rows = [
        [part_word(part), _arithmetic(sums, part), credits_word(sums.of(part)), _needs(part),
         T(broken[n].key, **broken[n].values) if n in broken else T("curricula.fine")]
        for n, part in enumerate(structure.parts)
    ]  # fmt: skip
    if rows:
        heads = ["curricula.part", "curricula.arithmetic_head", "curricula.has", "curricula.needs", "curricula.said"]
        plain_table([T(h) for h in heads], rows, right=(2, 3), widths=(130, 370, 60, 110, 290))
        st.caption(T("curricula.block_once"))


def part_word(part: Part) -> str:
    """What a part of the template is called."""
    cycles = " + ".join(c.label(lang()) for c in (part.cycle, part.beside) if c)
    return f"{cycles}, {part.component.label(lang())}" if part.component else cycles


def _arithmetic(sums: Totals, part: Part) -> str:
    """What a part is added up from: components of its cycles."""
    pieces = [
        f"{cycle.label(lang())} {component.label(lang())} {credits_word(credits)}"
        for (cycle, component), credits in sums.parts.items()
        if cycle in (part.cycle, part.beside) and part.component in (None, component) and credits
    ]
    return T("curricula.arithmetic", terms=" + ".join(pieces) or "0", sum=credits_word(sums.of(part)))


def _needs(part: Part) -> str:
    least = credits_word(part.least)
    if part.most is None:
        return T("curricula.at_least", least=least)
    if part.most == part.least:
        return least
    return T("curricula.between", least=least, most=credits_word(part.most))


def told(lines: Sequence[CurriculumLine], found: Sequence[Breach], structure: Structure | None) -> None:
    """Everything wrong in one list, lines by their code and title, parts by name; warnings apart."""
    names: dict[Id | int | None, str] = {n: part_word(p) for n, p in enumerate(structure.parts if structure else ())}
    names |= {x.id: f"{x.semester} · {x.code} {x.discipline.label.get(lang())}" for x in lines}
    bad = refusing(found)
    if not bad:
        st.markdown(f":green[:material/check_circle: {T('curricula.fits')}]")
    else:
        st.markdown(f":red[:material/error:] **{T('curricula.breaks', n=len(bad))}**")
        st.markdown("\n".join(f"- {safe(_said(b, names))}" for b in bad))
    if soft := [b for b in found if b.warning]:
        with st.expander(f"{T('curricula.warnings')}: {len(soft)}", icon=":material/info:"):
            st.markdown("\n".join(f"- {safe(_said(b, names))}" for b in soft))


def _said(breach: Breach, names: dict[Id | int | None, str]) -> str:
    words, of = T(breach.key, **breach.values), breach.line if breach.part is None else breach.part
    return f"{names[of]}: {words}" if of in names else words
