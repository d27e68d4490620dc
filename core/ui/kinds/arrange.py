"""Which fields stand on a form, in which order and group, who sees and who changes them: one table, one version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core import house, kinds, references
from core.desk import Desk
from core.fields import FieldSpec, describe
from core.registry import inner_of
from core.ui.forms import asked
from core.ui.kinds.entry import ACT
from core.ui.kinds.fields import layout_of
from core.ui.kinds.words import group_word
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from core.ui.tables.canvas import table_typed
from core.ui.tables.simple import table_height
from schemas.kinds import Kind, Layout, Placed, Sort, Target
from schemas.words import Role

Row = dict[str, Any]
SHOWN = ("group", "form", "table", "hidden", "fixed")


def placed(specs: Sequence[FieldSpec], layout: Layout | None) -> list[Placed]:
    """Every field in its present order, as the layout has it or would have it."""
    known = {p.path: p for p in layout.rows} if layout else {}
    return [known.get(s.path) or Placed(path=s.path) for s in specs]


def drawn(specs: Sequence[FieldSpec], places: Sequence[Placed]) -> list[Row]:
    """The rows of the table: what holds for each field today, with its place counted from 1."""
    by = {s.path: s for s in specs}
    return [
        {"path": p.path, "n": n, "group": by[p.path].show.group, "form": by[p.path].show.form,
         "table": by[p.path].show.table, "hidden": [r.value for r in p.hidden], "fixed": [r.value for r in p.fixed]}
        for n, p in enumerate(places, 1)
    ]  # fmt: skip


def ordered(before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
    """The rows in the order their numbers ask for: one given the number of another stands in that one's place."""

    def place(pair: tuple[int, tuple[Row, Row]]) -> tuple[float, int, int]:
        at, (was, now) = pair
        n = now["n"] if now["n"] is not None else was["n"]
        return n, 0 if n < was["n"] else 2 if n > was["n"] else 1, at

    found = sorted(enumerate(zip(before, after, strict=True)), key=place)
    return [{**now, "n": n} for n, (_, (_, now)) in enumerate(found, 1)]


def changed(places: Sequence[Placed], before: Sequence[Row], after: Sequence[Row]) -> list[dict[str, Any]]:
    """The layout that a table asks for: what was not touched stays as it was said, or unsaid."""
    held = {p.path: p for p in places}
    was = {r["path"]: r for r in before}
    found = []
    for row in after:
        old, new = held[row["path"]], {k: row[k] for k in SHOWN if row[k] != was[row["path"]][k]}
        found.append({**old.model_dump(mode="json"), **new})
    return found


def editor(desk: Desk, of: Target) -> None:
    """The table, the order it would make, saving it as a version of the layout."""
    model = inner_of(of.value)
    assert model is not None
    specs = [s for s in describe(model) if not s.retired]
    retired = {s.path for s in describe(model) if s.retired}
    kept = layout_of(desk, of)
    layout = kept.as_body(Layout) if kept and not kept.retired else None
    places = placed(specs, layout)
    base = drawn(specs, places)
    first = _begun(of, base)
    after = _table(of, specs, first)
    rows = ordered(first, after)
    differs = [r["path"] for r in rows] != [r["path"] for r in base] or changed(places, base, rows) != changed(
        places, base, base
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(T("kinds.fields.reorder"), icon=":material/swap_vert:", help=T("kinds.fields.reorder_hint")):
            _begin(of, base, rows)
        if differs and st.button(T("kinds.fields.give_up"), type="tertiary"):
            _begin(of, base, base)
        why = asked("kinds.fields.arrange_save", type="primary", name=of.value, icon=":material/check:",
                    disabled=not differs, act=ACT)  # fmt: skip
    names = {s.path: s.label(lang()) for s in specs}
    if differs:
        st.caption(safe(T("kinds.fields.order", names=" → ".join(names[r["path"]] for r in rows if r["form"]))))
    if why:
        with shown_errors():
            # Retired fields are not shown here; what was said of them, from whom they are hidden above all, stays.
            rest = [p.model_dump(mode="json") for p in layout.rows if p.path in retired] if layout else []
            _save(desk, of, kept, [*changed(places, base, rows), *rest], why)
            st.session_state.pop(f"arrange:{of.value}", None)
            done("kinds.fields.arranged", of=of)


def _save(desk: Desk, of: Target, kept: Kind | None, rows: Sequence[Mapping[str, Any]], why: Any) -> None:
    if kept:
        day = max(desk.today(), kept.effective).isoformat()
        kinds.save(desk, Sort.layout, kept.code, kept.version, {"body.rows": rows, "effective": day}, why)
        return
    name = {each: of.label(each) for each in ("kk", "ru", "en")}
    values = {"code": of.value, "name": name, "body.of": of.value, "body.rows": rows}
    kinds.save(desk, Sort.layout, None, 0, values, why)


def _begun(of: Target, base: list[Row]) -> list[Row]:
    """The rows the table was begun with; begun anew when the fields of the document changed meanwhile."""
    held = st.session_state.get(f"arrange:{of.value}")
    if held is None or held["base"] != base:
        held = {"base": base, "rows": base, "n": (held or {"n": 0})["n"] + 1}
        st.session_state[f"arrange:{of.value}"] = held
    rows: list[Row] = held["rows"]
    return rows


def _begin(of: Target, base: list[Row], rows: list[Row]) -> None:
    held = st.session_state[f"arrange:{of.value}"]
    st.session_state[f"arrange:{of.value}"] = {"base": base, "rows": rows, "n": held["n"] + 1}
    st.rerun()


def _table(of: Target, specs: Sequence[FieldSpec], rows: list[Row]) -> list[Row]:
    by = {s.path: s for s in specs}
    frame = pd.DataFrame([{"field": by[r["path"]].label(lang()), **{k: r[k] for k in ("n", *SHOWN)}} for r in rows])
    roles = {r.value: r.label(lang()) for r in Role if r is not Role.head}
    groups = ["main", *dict.fromkeys([*references.GROUPS, *(r["group"] for r in rows if r["group"] != "main")])]
    groups += [k.code for k in house.entries(Sort.group) if k.code not in groups]
    column: dict[str, Any] = {
        "n": st.column_config.NumberColumn(T("kinds.fields.n"), min_value=1, max_value=len(rows), step=1, width=50),
        "field": st.column_config.TextColumn(T("kinds.fields.label"), disabled=True),
        "group": st.column_config.SelectboxColumn(
            T("kinds.fields.group"), options=groups, format_func=_group_word, required=True
        ),
        "form": st.column_config.CheckboxColumn(T("kinds.fields.in_form"), width=80),
        "table": st.column_config.CheckboxColumn(T("kinds.fields.in_table"), width=80),
        "hidden": st.column_config.MultiselectColumn(
            T("kinds.fields.hidden"), options=list(roles), format_func=lambda r: roles.get(r, str(r))
        ),
        "fixed": st.column_config.MultiselectColumn(
            T("kinds.fields.fixed"), options=list(roles), format_func=lambda r: roles.get(r, str(r))
        ),
    }  # fmt: skip
    held = st.session_state[f"arrange:{of.value}"]
    order = ["n", "field", *SHOWN]
    found = table_typed(
        frame, hide_index=True, column_config=column, column_order=order, key=f"arrange:{of.value}:{held['n']}",
        num_rows="fixed", height=table_height(len(rows)),
    )  # fmt: skip
    records = found.to_dict("records")
    return [{**old, **_read(record)} for old, record in zip(rows, records, strict=True)]


def _group_word(code: Any) -> str:
    return T("forms.group.main") if code == "main" else group_word(str(code))


def _read(record: Mapping[Any, Any]) -> Row:
    n = record["n"]
    return {
        "n": None if n is None or n != n else int(n), "group": str(record["group"]), "form": bool(record["form"]),
        "table": bool(record["table"]), "hidden": list(record["hidden"] or []), "fixed": list(record["fixed"] or []),
    }  # fmt: skip
