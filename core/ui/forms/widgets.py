"""One field, one widget; which one is decided by the field's kind, never by its model."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from core.db.codec import plain
from core.fields import FieldSpec
from core.i18n import t
from core.ui import page
from core.ui.forms.values import choice_value, choice_word, raw_of
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.base import LANGS, Id, Lang, Ref, Text

FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
# Values wait in the browser and arrive with the next click, whichever it is: no rerun while typing, and no rerun of
# anything else (a tab, the language) can lose them.
WAIT: dict[str, Any] = {"on_change": "ignore", "persist_state": "page"}


def key_of(form: str, path: str) -> str:
    """The widget key of a field: without language, so a change of language keeps what is typed."""
    return f"v:{form}:{path}"


def draw(
    spec: FieldSpec, form: str, initial: Any, options: dict[str, Any] | None = None, path: str = "",
    quiet: bool = False,
) -> None:  # fmt: skip
    """Draw the widget of one field.

    options: what a reference may point to (id → label); of a list of records: for each of the record's fields.
    quiet: without its label in sight, in a line under another that has it.
    """
    path = path or spec.path
    key = key_of(form, path)
    spoken = lang()  # held by the lists: they are asked for words outside of a run, too
    label = spec.label(spoken) + (" *" if spec.required else "")
    said: dict[str, Any] = {"help": spec.help(lang()), "label_visibility": "collapsed" if quiet else "visible"}
    if spec.kind == "texts":
        return _texts(spec, form, path, label, initial, said)
    if spec.kind == "rows":
        from core.ui.forms.rows import rows

        return rows(spec, form, path, label, initial, options)
    if key not in st.session_state:
        st.session_state[key] = initial
    match spec.kind:
        case "area":
            st.text_area(label, key=key, height=96, **said, **WAIT)
        case "bool":
            st.toggle(label, key=key, **said, **WAIT)
        case "date":
            st.date_input(
                label,
                value=None,
                key=key,
                format="DD.MM.YYYY",
                min_value=FIRST,
                max_value=LAST,
                **said,
                **WAIT,
            )
        case "choice":
            values = offered(spec, initial)
            st.selectbox(
                label, values, index=None, key=key, placeholder=T("common.not_chosen"),
                format_func=lambda v: choice_word(spec, v, spoken), **said, **WAIT,
            )  # fmt: skip
        case "choices":
            st.multiselect(
                label, offered(spec, initial), key=key, placeholder=T("common.not_chosen"),
                format_func=lambda v: choice_word(spec, v, spoken), **said, **WAIT,
            )  # fmt: skip
        case "file":
            _file(label, key, spec.help(spoken))
        case "ref" | "code":
            known_ = options or {}
            st.selectbox(
                label, list(known_), index=None, key=key,
                placeholder=T("common.not_chosen" if spec.kind == "code" else "forms.ref_placeholder"),
                format_func=lambda v: ref_word(known_, v, spoken), **said, **WAIT,
            )  # fmt: skip
        case "refs" | "codes":
            known_ = options or {}
            st.multiselect(
                label, list(known_), key=key, placeholder=T("forms.ref_placeholder"),
                format_func=lambda v: ref_word(known_, v, spoken), **said, **WAIT,
            )  # fmt: skip
        case _:
            st.text_input(label, key=key, placeholder=_hint(spec), **said, **WAIT)
    return None


def offered(spec: FieldSpec, initial: Any) -> list[str]:
    """The values of a choice that are offered: a closed one only where the record has it."""
    held = initial if isinstance(initial, list) else [initial]
    found = [(str(getattr(c, "value", c)), getattr(c, "closed", False)) for c in spec.choices]
    return [value for value, closed in found if not closed or value in held]


def _hint(spec: FieldSpec) -> str | None:
    if spec.kind in ("int", "decimal") and spec.low is not None and spec.high is not None and spec.high < 1_000_000:
        return f"{spec.low:g} – {spec.high:g}"
    return None


def ref_word(options: dict[Id, Text], said: Any, spoken: Lang) -> str:
    """The label of a reference; a label in another language is led back to its id first (see choice_word)."""
    id = ref_id(options, said)
    return options[id].get(spoken) if id in options else str(said)


def ref_id(options: dict[Id, Text], said: Any) -> Id | None:
    """The id that an id, or its label in any language, stands for."""
    if said in options:
        return str(said)
    return next((id for id, label in options.items() if said in {label.get(each) for each in LANGS}), None)


def _file(label: str, key: str, hint: str | None) -> None:
    """A kept file: its name with a way to take it off, or a place to bring one. The bytes are kept at once (an
    orphan harms nobody), the record names them when the form is saved."""
    from core.ui.files import uploaded

    held = st.session_state.get(key)
    if held:
        with st.container(horizontal=True, vertical_alignment="center"):
            name = Ref.model_validate(held).label.get(lang())
            st.markdown(f"{label}: :material/attach_file: {safe(name)}", help=hint, width="content")
            st.button(
                T("forms.file_off"), key=f"off-{key}", icon=":material/close:", type="tertiary",
                on_click=lambda: st.session_state.update({key: None}),
            )  # fmt: skip
    elif new := uploaded(page.desk(), label, key=f"new-{key}"):
        st.session_state[key] = plain(new)
        st.rerun()


def _texts(spec: FieldSpec, form: str, path: str, label: str, initial: dict[str, str], how: dict[str, Any]) -> None:
    for place, each in zip(st.columns(3), LANGS, strict=True):
        key = key_of(form, f"{path}.{each}")
        if key not in st.session_state:
            st.session_state[key] = (initial or {}).get(each, "")
        star = label if each == "kk" else label.removesuffix(" *")
        place.text_input(f"{star} · {t(f'forms.in_{each}', lang())}", key=key, **how, **WAIT)


def read(spec: FieldSpec, form: str, initial: Any, options: dict[str, Any] | None = None, path: str = "") -> Any:
    """What the widget holds now; what the record had where it was not drawn."""
    path = path or spec.path
    state = st.session_state
    if spec.kind == "texts":
        return {each: state.get(key_of(form, f"{path}.{each}"), (initial or {}).get(each, "")) for each in LANGS}
    if spec.kind == "rows":
        from core.ui.forms.rows import read_rows

        return read_rows(spec, form, path, initial, options)
    raw = state.get(key_of(form, path), initial)
    if spec.kind == "choice":
        return choice_value(spec, raw)
    if spec.kind == "choices":
        return [v for said in raw or [] if (v := choice_value(spec, said))]
    if spec.kind in ("ref", "code"):
        return ref_id(options or {}, raw) if raw is not None else None
    if spec.kind in ("refs", "codes"):
        return [id for said in raw or [] if (id := ref_id(options or {}, said))]
    return raw


__all__ = ["draw", "key_of", "raw_of", "read", "ref_id", "ref_word"]
