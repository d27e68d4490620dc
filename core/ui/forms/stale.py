"""A save that came second: whose change came first, field by field, beside what one typed, which is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.desk import Desk
from core.fields import FieldSpec, word_for
from core.i18n import date_short
from core.ui.forms.values import parse, raw_of, spell
from core.ui.page import T, lang
from core.ui.style import shown
from schemas.base import is_token

if TYPE_CHECKING:
    from core.ui.forms.form import _Form


def stale_box(state: _Form, stale: dict[str, Any] | None, desk: Desk) -> None:
    """The box above the form and its two ways out; nothing where nobody was first."""
    if stale is None:
        return
    mine = state.touched()
    with st.container(border=True, key=f"stale-{state.prefix}"):
        st.markdown(f":orange[:material/sync_problem:] **{T('forms.stale_title')}**")
        if stale.get("by"):
            st.caption(T("forms.stale_who", by=str(stale["by"]), at=stale.get("at")))
        theirs = changed_paths(stale.get("theirs") or [])
        rows = [row for path, was, now, _, _ in theirs if (row := _row(state, path, was, now, mine))]
        rows += [_mine_only(state, path, mine) for path in mine if path not in {r["path"] for r in rows}]
        heads = {k: T(f"forms.stale_{k}") for k in ("field", "was", "theirs", "mine")}
        if rows:
            st.table({heads[k]: [r[k] for r in rows] for k in heads}, border="horizontal", hide_index=True)
        with st.container(horizontal=True):
            st.button(
                T("forms.stale_keep_mine"), key=f"mine-{state.prefix}", type="primary", on_click=_rebase,
                args=(state.key, mine), help=T("forms.stale_keep_mine_help"),
            )  # fmt: skip
            st.button(
                T("forms.stale_take_theirs"),
                key=f"theirs-{state.prefix}",
                on_click=_rebase,
                args=(state.key, {}),
            )


def changed_paths(changes: Iterable[Mapping[str, Any]]) -> list[tuple[str, Any, Any, str, Any]]:
    """Changes of several saves as one per path: (path, first old, last new, by whom, when)."""
    found: dict[str, tuple[Any, Any, str, Any]] = {}
    for c in changes:
        was = found[c["field"]][0] if c["field"] in found else c["was"]
        found[c["field"]] = (was, c["now"], c["by"], c["at"])
    return [(path, *rest) for path, rest in found.items()]


def _row(state: _Form, path: str, was: Any, now: Any, mine: dict[str, Any]) -> dict[str, str] | None:
    """A field another person changed; none of what this form does not ask: it may be hidden from who fills it."""
    spec = next((s for s in state.specs if path == s.path or path.startswith(s.path + ".")), None)
    if spec is None:
        return None
    typed = _raw_word(state, spec, mine[spec.path]) if spec.path in mine else "—"
    exact = path == spec.path
    words = [_word(spec, v) if exact else shown(v) for v in (was, now)]
    return {
        "path": spec.path,
        "field": spec.label(lang()),
        "was": words[0],
        "theirs": words[1],
        "mine": typed,
    }


def _mine_only(state: _Form, path: str, mine: dict[str, Any]) -> dict[str, str]:
    spec = next(s for s in state.specs if s.path == path)
    was = _raw_word(state, spec, state.base[path])
    return {
        "path": path,
        "field": spec.label(lang()),
        "was": was,
        "theirs": "—",
        "mine": _raw_word(state, spec, mine[path]),
    }


def _word(spec: FieldSpec, stored: Any) -> str:
    if is_token(stored):
        return "•••"
    if spec.kind == "choice":
        return spell(spec, stored, lang()) or "—"
    if spec.kind == "date" and stored:
        return date_short(raw_of(spec, stored))
    if spec.kind in ("bool", "int", "decimal"):
        return shown(stored)
    return word_for(spec, stored, lang()) or "—"


def _raw_word(state: _Form, spec: FieldSpec, raw: Any) -> str:
    try:
        return _word(spec, parse(spec, raw, state.refs.get(spec.path)))
    except Exception:  # what was typed is shown as it was typed, even where the field would refuse it
        return str(raw)


def _rebase(key: str, mine: dict[str, Any]) -> None:
    """Draw the form from the newest record, with what one typed on top."""
    kept = st.session_state
    for name in ("stale", "problems", "base", "command"):
        kept.pop(f"{key}!{name}", None)
    kept[f"{key}!mine"] = mine
    kept[f"{key}!n"] += 1
