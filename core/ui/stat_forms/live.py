"""A form on the records of a day: its table, the sums that do not come out, its files; those that were kept."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from core import stat_forms, tabled
from core.db.codec import plain
from core.desk import Desk
from core.stat_forms import Filled, paper
from core.ui.charts import XLSX
from core.ui.contingent import chooser
from core.ui.files import addressee, given
from core.ui.forms import asked
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import facts, safe, shown
from core.ui.tables import headed, picked
from core.ui.tables.canvas import table_drawn
from schemas.kinds import Kind
from schemas.stat_form import FilledForm

EDITOR = "pages/stat_form.py"


def screen(desk: Desk) -> None:
    """One that was kept, where the address names it; else the form chosen, as of its day."""
    if id := st.query_params.get("id"):
        _kept(desk, stat_forms.get(desk, id))
        return
    found = stat_forms.forms()
    if not found:
        empty("stat_forms.none", "stat_forms.none_hint")
        if desk.may("kind.edit"):
            go(EDITOR, "stat_forms.new", "add", code="-")
        return
    kind, day = _chosen(desk, found)
    filled = stat_forms.filled(desk, kind, day)
    told(filled)
    live = paper.of_live(filled)
    table(live)
    _files(desk, live)
    if desk.may("stat_form.keep"):
        why = asked("stat_forms.keep", "optional", icon=":material/inventory:", name=f"{kind.code}:{day}",
                    hint="stat_forms.keep_hint", act="stat_form.keep")  # fmt: skip
        if why:
            with shown_errors():
                made = stat_forms.keep(desk, kind.code, day, why)
                done("stat_forms.kept", number=made.number)
    _list(desk, kind.code)


def _chosen(desk: Desk, found: list[Kind]) -> tuple[Kind, date]:
    by = {k.code: k for k in found}
    names = {c: k.name.get(lang()) for c, k in by.items()}
    if st.query_params.get("code") in by:
        st.session_state["v:stat_forms.code"] = st.query_params["code"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(T("stat_forms.form"), list(by), key="v:stat_forms.code", width=460, on_change=_other,
                            format_func=lambda c: names.get(c, str(c)))  # fmt: skip
        kind = by[code]
        usual = stat_forms.usual_day(kind.body, desk.today())  # type: ignore[arg-type]
        day = chooser.day("day", usual, T("stat_forms.day"))
        if desk.may("kind.edit"):
            go(EDITOR, "stat_forms.edit", "edit", code=kind.code)
            go(EDITOR, "stat_forms.new", "add", key="stat_forms.new", code="-")
    return kind, day


def _other() -> None:
    st.query_params.from_dict({"code": st.session_state["v:stat_forms.code"]})
    st.session_state.pop("v:contingent.day", None)


def told(of: Filled) -> None:
    """What is to be known before the figures: that the layout is a sample, which sums do not come out."""
    body = of.form
    if body.sample:
        st.warning(T("stat_forms.sample"), icon=":material/science:")
    if body.note:
        st.caption(safe(body.note.get(lang())))
    if not of.broken:
        if any(x.parts for x in (*body.rows, *body.columns)):
            st.success(T("stat_forms.whole"), icon=":material/task_alt:")
        return
    names = {f"{side}:{x.code}": x.name.get(lang()) for side in ("rows", "columns") for x in getattr(body, side)}
    with st.expander(T("stat_forms.broken_n", n=len(of.broken)), icon=":material/error:", expanded=True):
        for b in of.broken[:12]:
            across = "columns" if b.side == "rows" else "rows"
            words = {"sum": names[f"{b.side}:{b.sum}"], "other": names[f"{across}:{b.other}"]}
            st.markdown(safe(T("stat_forms.broken_line", stands=b.stands, makes=b.makes, **words)))


def table(of: FilledForm) -> None:
    """The figures, sections as lines of their own."""
    heads = [T("stat_forms.row"), T("stat_forms.row_code"), *(c.name.get(lang()) for c in of.columns)]
    lines: list[list[Any]] = []
    bold: list[int] = []
    section = ""
    for row, figures in zip(of.rows, of.figures, strict=True):
        if row.section and row.section != section:
            section = row.section
            bold.append(len(lines))
            lines.append([section, *[""] * (len(heads) - 1)])
        lines.append([row.name.get(lang()), row.code, *figures])
    drawn = chooser.figures(heads, lines, bold)
    names = list(drawn.data.columns)
    config = chooser.right(names) | {
        names[0]: st.column_config.TextColumn(names[0], width=300),
        names[1]: st.column_config.TextColumn(names[1], width=60),
    }
    table_drawn(drawn, hide_index=True, width="stretch", column_config=config, key=f"stat_form:{of.code}:{of.id}:table"
                 if of.number != "—" else f"stat_form:{of.code}:live", height="content")  # fmt: skip


def _files(desk: Desk, of: FilledForm) -> None:
    spoken, name = lang(), f"{of.code}-{of.day.isoformat()}"
    people = tabled.signers(desk, spoken)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to = addressee(f"stat_forms:{of.code}")
        names = ["", *(f"{post}, {who}" if who else post for post, who in people)]
        chosen = st.selectbox(T("tabled.signer"), names, key="v:stat_forms.signer", width=300,
                              format_func=lambda v: v or T("tabled.no_signer"))  # fmt: skip
        signer = people[names.index(chosen) - 1] if chosen in names[1:] else None
        given(T("stat_forms.xlsx"), f"{name}.xlsx", partial(paper.xlsx, desk, of, spoken), "stat_forms.xlsx", XLSX, to,
              icon=":material/table_view:")  # fmt: skip
        if desk.store.one("office", {}, {"_id": 1}):
            given(T("stat_forms.pdf"), f"{name}.pdf", partial(paper.pdf, desk, of, spoken, signer), "stat_forms.pdf",
                  to=to, icon=":material/picture_as_pdf:")  # fmt: skip


def _list(desk: Desk, code: str) -> None:
    st.subheader(T("stat_forms.kept_title"), anchor=False)
    found = stat_forms.kept(desk, code)
    if not found:
        st.caption(T("stat_forms.kept_none"))
        return
    rows = [{**plain(f), "_id": f.id, "on": shown(f.day), "who": f.by.name} for f in found]
    columns = [headed("number", "stat_forms.kept_title"), headed("on", "stat_forms.day"),
               headed("who", "stat_forms.by")]  # fmt: skip
    if chosen := picked("stat_forms.kept", columns, rows, size=len(rows) + 1):
        st.query_params["id"] = chosen
        st.rerun()


def _kept(desk: Desk, of: FilledForm) -> None:
    opened(desk, "stat_forms", FilledForm.collection, of.id, of.number)
    if st.button(T("stat_forms.back"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.from_dict({"code": of.code})
        st.rerun()
    st.subheader(safe(f"{of.number} · {of.name.get(lang())}"), anchor=False)
    facts([(T("stat_forms.day"), shown(of.day)), (T("stat_forms.by"), of.by.name)], columns=4)
    for line in paper.notes(of, lang()):
        st.warning(safe(line), icon=":material/info:")
    table(of)
    _files(desk, of)


__all__ = ["screen", "table", "told"]
