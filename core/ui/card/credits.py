"""The credit ledger of a student: required, earned, in progress, missing by cycle and component; what is to come."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import curricula
from core.curricula.reading import lines as lines_of
from core.db.codec import plain
from core.desk import Desk
from core.ledger import Ledger, Part, Standing, ledger
from core.ui.card.results import credits_word
from core.ui.page import T, empty, go, lang
from core.ui.style import metrics, safe, word_of
from core.ui.tables import plain_table
from schemas.base import Ref
from schemas.curriculum import Curriculum
from schemas.student import Study
from schemas.words import ResultState

SUMS = ("required", "earned", "running", "missing")


def credits(desk: Desk, study: Study) -> None:
    """Draw the ledger of one study against the curriculum it follows."""
    stored = plain(study)
    of = curricula.of_study(desk.store, stored)
    if of is None:
        empty("ledger.none", "ledger.none_hint", "pages/curricula.py", "curricula.title")
        return
    found = ledger(stored, of)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(safe(T("ledger.by", name=of.label())), width="content")
        go("pages/curriculum.py", "ledger.open", "menu_book", key=f"curriculum:{study.id}", id=of.id)
    metrics([(T(f"ledger.{k}"), credits_word(getattr(found.total, k)), None) for k in SUMS])
    _parts(found)
    _open(found, of)
    if found.total.short:
        st.subheader(T("ledger.short"), anchor=False)
        _short(found.total.short)
    if found.apart:
        _apart(found)


def _parts(found: Ledger) -> None:
    """Each cycle with its components under it, and the sum."""
    rows: list[list[str]] = []
    for cycle in found.cycles:
        rows.append(_row(cycle.cycle.label(lang()) if cycle.cycle else "", cycle))
        own = [p for p in found.parts if p.cycle is cycle.cycle]
        rows += [_row(f"\u2003{p.component.label(lang())}" if p.component else "", p) for p in own if len(own) > 1]
    rows.append(_row(T("ledger.total"), found.total))
    plain_table([T("ledger.part"), *(T(f"ledger.{k}") for k in SUMS)], rows, right=(1, 2, 3, 4), widths=(220,))


def _row(name: str, part: Part) -> list[str]:
    return [name, *(credits_word(getattr(part, k)) for k in SUMS)]


def _open(found: Ledger, of: Curriculum) -> None:
    st.subheader(T("ledger.to_pass"), anchor=False)
    if not found.total.open:
        st.success(T("ledger.all_passed"), icon=":material/check_circle:")
        return
    ids = {s.line.id: s for s in found.total.open}
    ordered = [ids[x.id] for n in range(1, 13) for x in lines_of(of, n) if x.id in ids]
    rows = [
        [str(s.line.semester), s.line.code, _title(s), f"{s.line.cycle.label(lang())} {s.line.component.label(lang())}",
         credits_word(s.line.credits), T(f"ledger.state_{s.state}")]
        for s in ordered
    ]  # fmt: skip
    heads = ("semester", "code", "discipline", "part", "credits", "state")
    plain_table([T(f"ledger.{h}") for h in heads], rows, right=(0, 4), widths=(70, 90, 380))


def _title(of: Standing) -> str:
    name = of.line.discipline.label.get(lang())
    return f"{name} · {T('ledger.block', block=of.line.block, choose=of.line.choose)}" if of.line.block else name


def _short(found: Sequence[Standing]) -> None:
    rows = [
        [s.line.code, s.line.discipline.label.get(lang()),
         T("ledger.earned_of", earned=credits_word(s.earned), credits=credits_word(s.line.credits))]
        for s in found
    ]  # fmt: skip
    plain_table([T(f"ledger.{h}") for h in ("code", "discipline", "credits")], rows, right=(2,), widths=(90, 480))


def _apart(found: Ledger) -> None:
    st.subheader(T("ledger.apart"), anchor=False)
    st.caption(T("ledger.apart_hint"))
    rows = [
        [r["code"], Ref.model_validate(r["discipline"]).label.get(lang()), credits_word(r["earned"]), r["letter"],
         word_of(ResultState, r["state"]).label(lang())]
        for r in found.apart
    ]  # fmt: skip
    heads = ("code", "discipline", "credits", "result", "state")
    plain_table([T(f"ledger.{h}") for h in heads], rows, right=(2,), widths=(90, 480))
