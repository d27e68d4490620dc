"""Rows and columns of a form: one is chosen, and what it is called, whom it counts and where it stands is changed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import contingent
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem
from core.fields import described
from core.stat_forms import drafts
from core.stat_forms.drafts import Draft, Side
from core.stat_forms.filling import CAUSE, causes, words
from core.ui.indicators.editor.conditions import values as offered_values
from core.ui.indicators.editor.parts import words as closed
from core.ui.page import T, lang
from core.ui.stat_forms.editor.parts import chosen, how, several, three, wrong
from schemas.condition import BARE, Condition, Op
from schemas.kinds import FormCount, FormLine, StatForm


def lines(desk: Desk, draft: Draft, problems: Sequence[Problem]) -> None:
    """Draw the chosen side, and the chosen line of it."""
    names = {side: described(StatForm, side).label(lang()) for side in ("rows", "columns", "of")}
    side = st.segmented_control(T("stat_form_editor.side"), list(names), default="rows", required=True,
                                key=f"v:stat_form.side:{draft.code}", label_visibility="collapsed",
                                format_func=lambda s: names.get(s, str(s)))  # fmt: skip
    if side == "of":
        _conditions(desk, draft.of, "of", "body.of", problems)
        return
    at: Side = "columns" if side == "columns" else "rows"
    line = _chosen(draft, at, problems)
    wrong([p for p in problems if p.field == f"body.{at}"], f"body.{at}")
    if line is not None:
        _line(desk, draft, at, line, problems)


def _chosen(draft: Draft, side: Side, problems: Sequence[Problem]) -> Row | None:
    every = {x["id"]: x for x in draft.lines(side)}
    bad = {p.field.split(".")[2] for p in problems if p.field.startswith(f"body.{side}.")}
    said = {
        id: f"{x['code']} · {x['name'][lang()] or x['name']['kk']}{' ⚠' if str(n) in bad else ''}"
        for n, (id, x) in enumerate(every.items())
    }
    key = f"v:stat_form.line:{draft.code}:{side}"
    if st.session_state.get(key) not in every:
        st.session_state[key] = next(iter(every), None)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id = st.selectbox(T("stat_form_editor.line"), list(every), key=key, width=460,
                          format_func=lambda i: said.get(i, str(i)))  # fmt: skip
        st.button(T("stat_form_editor.add"), icon=":material/add:", key=f"stat_form.add:{side}", on_click=_add,
                  args=(draft, side, key))  # fmt: skip
        for word, by, icon in (("up", -1, "arrow_upward"), ("down", 1, "arrow_downward"), ("off", 0, "delete")):
            st.button(
                "", icon=f":material/{icon}:", key=f"stat_form.{word}:{side}", type="tertiary", disabled=not id,
                help=T(f"stat_form_editor.{word}"), on_click=drafts.moved, args=(draft, side, id, by),
            )  # fmt: skip
    return every.get(id)


def _add(draft: Draft, side: Side, key: str) -> None:
    st.session_state[key] = drafts.added(draft, side)["id"]


def _line(desk: Desk, draft: Draft, side: Side, line: Row, problems: Sequence[Problem]) -> None:
    name, n = line["id"], draft.lines(side).index(line)
    at = f"body.{side}.{n}"
    with st.container(border=True, gap="small"):
        three(line, "name", _label("name"), name)
        wrong(problems, f"{at}.name")
        first, second, third, fourth = st.columns([2, 2, 4, 5])
        with first:
            st.text_input(_label("code"), max_chars=20, **how(line, "code", name))
        with second:
            st.text_input(_label("place"), max_chars=4, placeholder="8" if side == "rows" else "D",
                          **how(line, "place", name))  # fmt: skip
        with third:
            chosen(line, "counts", _label("counts"), closed(FormCount), name)
        with fourth:
            others = {x["code"]: f"{x['code']} · {x['name'][lang()] or x['name']['kk']}"
                      for x in draft.lines(side) if x["id"] != name}  # fmt: skip
            several(line, "parts", _label("parts"), others, name)
        if side == "rows":
            st.text_input(_label("section"), max_chars=200, **how(line, "section", name))
        wrong(problems, *(f"{at}.{p}" for p in ("code", "place", "counts", "parts", "section")))
        st.markdown(f"**{_label('of')}**")
        _conditions(desk, line["of"], name, f"{at}.of", problems)


def _conditions(desk: Desk, held: list[Row], name: str, at: str, problems: Sequence[Problem]) -> None:
    if not held:
        st.caption(T("stat_form_editor.everybody"))
    fields = words(desk, lang())
    for n, row in enumerate(held):
        first, second, third, off = st.columns([5, 4, 8, 1], vertical_alignment="bottom")
        with first:
            chosen(row, "field", described(Condition, "field").label(lang()), fields, row["id"])
        with second:
            chosen(row, "op", described(Condition, "op").label(lang()), closed(Op), row["id"])
        with third:
            if Op(row["op"]) not in BARE:
                _values(desk, row)
        off.button("", icon=":material/delete:", type="tertiary", key=f"stat_form.off:{row['id']}",
                   help=T("stat_form_editor.off"), on_click=drafts.unasked, args=(held, row["id"]))  # fmt: skip
        wrong(problems, f"{at}.{n}")
    st.button(T("stat_form_editor.ask"), icon=":material/add:", type="tertiary", key=f"stat_form.ask:{name}",
              on_click=drafts.asked, args=(held,))  # fmt: skip


def _values(desk: Desk, row: Row) -> None:
    cut = contingent.cuts(desk.actor.role).get(row["field"])
    offered = causes(lang()) if row["field"] == CAUSE else offered_values(desk, cut.spec) if cut else {}
    if cut and cut.name == "age":
        offered = {}
    title = described(Condition, "value").label(lang())
    if offered:
        several(row, "values", title, offered, row["id"])
        return
    key = f"v:stat_form:{row['id']}:typed"
    joined = ", ".join(row["values"])
    if key not in st.session_state or _split(st.session_state[key]) != row["values"]:
        st.session_state[key] = joined
    st.text_input(title, key=key, on_change=_typed, args=(row, key))


def _typed(row: Row, key: str) -> None:
    row["values"] = _split(st.session_state[key])


def _split(text: str) -> list[str]:
    return [v.strip() for v in text.split(",") if v.strip()]


def _label(path: str) -> str:
    return described(FormLine, path).label(lang())


__all__ = ["lines"]
