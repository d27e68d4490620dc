"""The definition from its name to its targets, in the order in which it is thought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.desk import Desk
from core.errors import Problem
from core.fields import FieldSpec, described
from core.indicators import drafts
from core.indicators.drafts import Draft
from core.sources import Source, askable, source_of
from core.sources.rules import DAYS, NUMBERS
from core.ui.forms.widgets import FIRST, LAST
from core.ui.indicators.editor.conditions import conditions
from core.ui.indicators.editor.parts import Place, chosen, label, named, several, text, words
from core.ui.page import T, lang
from schemas.base import LANGS
from schemas.condition import Asked
from schemas.kinds import Aim, Direction, IndicatorKind, Kind, Measure, Rhythm
from schemas.words import Role

Fields = Mapping[str, FieldSpec]
AIM = ("since", "until", "value", "near")
CUT = ("choice", "ref", "code", "bool", "int")


def whole(desk: Desk, draft: Draft, wrong: Sequence[Problem]) -> None:
    """Draw it; each choice writes into the draft at once."""
    at = Place(draft, wrong)
    _names(at)
    left, right = st.columns(2)
    with left:
        names = {code: name.get(lang()) for code, name in drafts.processes().items()}
        chosen(at, "process", label(IndicatorKind, "process"), names, empty=True)
    with right:
        chosen(at, "owner", label(IndicatorKind, "owner"), words(Role))
    _heading("rows")
    fields = _source(at, "source", "when")
    if not draft.values["source"]:
        st.caption(T("indicator_editor.source_first"))
        return
    conditions(desk, draft, "of", fields, wrong)
    _measure(desk, at, fields)
    _worth(desk, at)
    _seen(at, fields)


def _names(at: Place) -> None:
    title = described(Kind, "name").label(lang())
    for place, each in zip(st.columns(3), LANGS, strict=True):
        key = at.key(f"name.{each}")
        held = at.draft.values["name"][each]
        if st.session_state.get(key) != held:
            st.session_state[key] = held
        place.text_input(f"{title}{' *' if each == 'kk' else ''} · {T(f'forms.in_{each}')}", key=key,
                         on_change=_named, args=(at, each, key))  # fmt: skip
    at.wrong("name")


def _named(at: Place, each: str, key: str) -> None:
    at.draft.typed("name", {**at.draft.values["name"], each: st.session_state[key]})


def _heading(key: str) -> None:
    st.markdown(f"**{T(f'indicator_editor.part.{key}')}**")


def _source(at: Place, path: str, when: str) -> Fields:
    """Which records, and by which day they belong to a period; their fields."""
    left, right = st.columns(2)
    with left:
        chosen(at, path, label(IndicatorKind, path), words(Asked), empty=path == "over")
    code = at.draft.values[path]
    source = source_of(code) if code else None
    fields = askable(source) if source else {}
    if source:
        with right:
            chosen(at, when, label(IndicatorKind, when), _days(source, fields), empty=True)
    return fields


def _days(source: Source, fields: Fields) -> dict[str, str]:
    term = {"@term": T("indicator_editor.by_term")} if source.term else {}
    return term | named(fields, lambda s: s.kind in DAYS)


def _measure(desk: Desk, at: Place, fields: Fields) -> None:
    """What is made of them: a share, a mean, a number."""
    draft = at.draft
    _heading("measure")
    offered, key = words(Measure), at.how("measure", lang())
    st.segmented_control(label(IndicatorKind, "measure"), list(offered), required=True, label_visibility="collapsed",
                         format_func=lambda v: offered.get(v, str(v)), **key)  # fmt: skip
    measure = Measure(draft.values["measure"])
    if measure is Measure.mean:
        chosen(at, "value", label(IndicatorKind, "value"), named(fields, lambda s: s.kind in NUMBERS))
    st.caption(T("indicator_editor.counts"))
    conditions(desk, draft, "counts", fields, at.problems)
    if measure is Measure.share:
        over = _source(at, "over", "over_when")
        if draft.values["over"]:
            conditions(desk, draft, "over_of", over, at.problems)


def _worth(desk: Desk, at: Place) -> None:
    """In what it is told, which way is good, the targets with their days."""
    _heading("worth")
    first, second, third, fourth = st.columns([6, 5, 6, 5], vertical_alignment="bottom")
    if at.draft.values["measure"] == Measure.share.value:
        with first:
            text(at, "per", label(IndicatorKind, "per"), help=described(IndicatorKind, "per").help(lang()))
    with second:
        text(at, "digits", label(IndicatorKind, "digits"))
    with third:
        chosen(at, "direction", label(IndicatorKind, "direction"), words(Direction))
    with fourth:
        chosen(at, "every", label(IndicatorKind, "every"), words(Rhythm))
    for n, row in enumerate(at.draft.rows("aims")):
        _aim(Place(at.draft, at.problems, "aims", row["id"], n))
    at.wrong("aims")
    st.button(T("indicator_editor.add_aim"), key="indicator.add.aims", icon=":material/add:", type="tertiary",
              on_click=at.draft.added, args=("aims", desk.today()))  # fmt: skip


def _aim(at: Place) -> None:
    *places, off = st.columns([5, 5, 4, 4, 1], vertical_alignment="bottom")
    for place, path in zip(places, AIM, strict=True):
        with place:
            if path in ("value", "near"):
                text(at, path, label(Aim, path), under=False)
                continue
            st.date_input(label(Aim, path), value=None, format="DD.MM.YYYY", min_value=FIRST, max_value=LAST,
                          **at.how(path))  # fmt: skip
    off.button("", key=f"indicator.off.{at.row}", icon=":material/delete:", type="tertiary", on_click=at.draft.removed,
               help=T("indicator_editor.remove"), args=("aims", at.row))  # fmt: skip
    for path in AIM:
        at.wrong(path)


def _seen(at: Place, fields: Fields) -> None:
    """How it is looked at: its cut, the fields of the rows behind it, whether it stands on the home page."""
    _heading("seen")
    left, right = st.columns(2)
    with left:
        chosen(at, "cut", label(IndicatorKind, "cut"), named(fields, lambda s: s.kind in CUT), empty=True)
    with right:
        text(
            at, "late_days", label(IndicatorKind, "late_days"), help=described(IndicatorKind, "late_days").help(lang())
        )
    several(at, "shown", label(IndicatorKind, "shown"), named(fields))
    st.toggle(label(IndicatorKind, "home"), help=described(IndicatorKind, "home").help(lang()), **at.how("home"))


__all__ = ["whole"]
