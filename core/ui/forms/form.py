"""The form itself: groups of fields, problems beside them, a save that came second, the button that sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

import streamlit as st
from pydantic import BaseModel, ValidationError

from core import house, references
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems
from core.fields import FieldSpec
from core.i18n import known
from core.ui.forms.proposals import PROPOSALS
from core.ui.forms.stale import stale_box
from core.ui.forms.values import Values, parse, pick, raw_of
from core.ui.forms.why import ALIASES, Need, draw_why, read_why
from core.ui.forms.widgets import draw, read
from core.ui.messages import said
from core.ui.page import T, lang, open_act
from schemas.base import Id, Ref, Text

M = TypeVar("M", bound=BaseModel)
WIDE = ("area", "texts", "rows", "refs", "codes", "choices")
OPEN = ("ref", "refs", "code", "codes")


@dataclass(frozen=True)
class Filled:
    """A sent form whose values passed their own checks.

    values: every field, changed: only what the user changed (dotted path → stored form). revision: the one the form
    was drawn from. why: reason, basis and the command number of this form.
    """

    values: Values
    changed: Values
    revision: int
    why: Why = field(default_factory=Why)


@dataclass
class _Form:
    """What a form remembers between two drawings."""

    key: str
    specs: Sequence[FieldSpec]
    need: Need
    base: Values  # raw values the record had when the form was drawn
    mine: Values  # raw values carried over from a save that came second
    revision: int
    # What open lists offer, by field; of a list of records: by the record's field, in turn.
    options: dict[str, dict[str, Any]]
    refs: dict[str, dict[str, Any]]
    act: str = ""

    @property
    def prefix(self) -> str:
        return f"{self.key}:{st.session_state[f'{self.key}!n']}"

    def first(self, spec: FieldSpec) -> Any:
        return self.mine.get(spec.path, self.base[spec.path])

    def raw(self, spec: FieldSpec) -> Any:
        return read(spec, self.prefix, self.first(spec), self.options.get(spec.path))

    def touched(self) -> Values:
        """Raw values that differ from the record's."""
        now = {s.path: self.raw(s) for s in self.specs}
        return {path: raw for path, raw in now.items() if _same(raw) != _same(self.base[path])}


def _same(raw: Any) -> Any:
    return raw.strip() if isinstance(raw, str) else raw


def form(
    desk: Desk, specs: Sequence[FieldSpec], key: str, initial: Values | None = None, submit: str | None = None,
    why: Need = "no", revision: int = 0, columns: int = 2, act: str = "", look: str | None = None,
) -> Filled | None:  # fmt: skip
    """Draw a form; Filled once it is sent and every value passed its check, else None.

    key: one per record («department:<id>»), without language or revision. initial: {path: value as stored}.
    columns: short fields in a row. look: the word of a second button, which checks the values and saves nothing
    (`looked` gives them). act: its action name, for the reason codes of its own. While nothing is typed the
    form follows the record; once something is typed it stays as it was drawn, so that a save that came second is
    noticed and nothing typed is lost.
    """
    state = _state(desk, specs, key, initial or {}, why, revision)
    state.act = act
    problems = problems_of(key)
    lost = [p for path in list(problems) if not _has(specs, path) for p in problems.pop(path)]
    stale_box(state, st.session_state.get(f"{key}!stale"), desk)
    if lost:
        st.error("\n".join(f"- {said(p)}" for p in lost), icon=":material/error:")
    with st.container(key=f"typed-{state.prefix}", gap="medium"):
        for found in grouped(specs):
            if heading := group_name(found[0].show.group):
                st.subheader(heading, anchor=False)
            _group(state, found, problems, columns)
        if why != "no":
            st.subheader(T("forms.group.why"), anchor=False)
            draw_why(state.prefix, why, problems, act)
        with st.container(horizontal=True):
            st.button(
                submit or T("common.save"), type="primary", key=f"send-{state.prefix}", icon=":material/check:",
                on_click=_send, args=(state,),
            )  # fmt: skip
            if look:
                st.button(look, key=f"look-{state.prefix}", icon=":material/visibility:", on_click=_look, args=(state,))
    if f"{key}!problems" in st.session_state or f"{key}!stale" in st.session_state:
        with st.container(key=f"unsaved-{state.prefix}"):
            st.caption(f":material/edit_note: {T('common.unsaved')}")
    filled: Filled | None = st.session_state.pop(f"{key}!go", None)
    if filled:
        open_act(key, filled)
    return filled


def grouped(specs: Sequence[FieldSpec]) -> list[list[FieldSpec]]:
    """Fields by their groups, each group once, in the order in which groups first appear; each study has its own."""
    found: dict[tuple[str, str], list[FieldSpec]] = {}
    for spec in specs:
        study = spec.path.split(".")[1] if spec.path.startswith("studies.") else ""
        found.setdefault((study, spec.show.group), []).append(spec)
    return list(found.values())


def group_name(group: str) -> str:
    """The heading of a group of fields: a shipped one or the office's own; none for the first."""
    if group == "main":
        return ""
    own = {k.code: k.name for k in house.entries("group")}
    return (
        own[group].get(lang()) if group in own else T(f"forms.group.{group}") if known(f"forms.group.{group}") else ""
    )


def _has(specs: Sequence[FieldSpec], path: str) -> bool:
    return path.startswith("why") or any(path == s.path or path.startswith(s.path + ".") for s in specs)


def _group(state: _Form, specs: list[FieldSpec], problems: dict[str, list[Problem]], columns: int) -> None:
    for wide, found in groupby(specs, key=lambda s: s.kind in WIDE):
        row = list(found)
        for start in range(0, len(row), 1 if wide else columns):
            piece = row[start : start + (1 if wide else columns)]
            for place, spec in zip([st.container()] if wide else st.columns(columns), piece, strict=False):
                with place:
                    draw(spec, state.prefix, state.first(spec), state.options.get(spec.path))
                    _beside(spec, problems)
                    if spec.path in PROPOSALS:
                        PROPOSALS[spec.path](state.prefix)


def _beside(spec: FieldSpec, problems: dict[str, list[Problem]]) -> None:
    for path in [p for p in problems if p == spec.path or p.startswith(spec.path + ".")]:
        for problem in problems.pop(path):
            where = f"{problem.row + 1}: " if problem.row is not None else ""
            st.markdown(f":red[:material/error: {where}{said(problem)}]")


def _state(desk: Desk, specs: Sequence[FieldSpec], key: str, initial: Values, need: Need, revision: int) -> _Form:
    kept = st.session_state
    kept.setdefault(f"{key}!n", 0)
    now = {s.path: raw_of(s, initial.get(s.path)) for s in specs}
    held = kept.get(f"{key}!base")
    options, refs = _open_lists(desk, specs, initial)
    mine = kept.get(f"{key}!mine", {})
    state = _Form(key, specs, need, now, mine, revision, options, refs)
    if held is not None and set(held[0]) == set(now):
        state.base, state.revision = held
        if held != (now, revision) and not state.touched():
            kept[f"{key}!n"] += 1
            state.base, state.revision = now, revision
    kept[f"{key}!base"] = (state.base, state.revision)
    return state


def _open_lists(
    desk: Desk, specs: Sequence[FieldSpec], initial: Values
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """What the open lists of these fields offer, and the references as they are to be kept; in records too."""
    options: dict[str, dict[str, Any]] = {}
    refs: dict[str, dict[str, Any]] = {}
    for spec in specs:
        value = initial.get(spec.path)
        if spec.kind in OPEN:
            options[spec.path] = _options(desk, spec, value)
            refs[spec.path] = _refs(options[spec.path], spec, value)
        elif spec.kind == "rows":
            held = {s.path: _held(value or [], s) for s in spec.items}
            options[spec.path], refs[spec.path] = _open_lists(desk, spec.items, held)
    return options, refs


def _held(rows: Sequence[Any], item: FieldSpec) -> list[Any]:
    found = [v for row in rows if (v := pick(plain(row), item.path))]
    return [v for each in found for v in each] if item.kind in ("refs", "codes") else found


def _stored_refs(value: Any) -> list[Ref]:
    if isinstance(value, str) or value and isinstance(value, list) and isinstance(value[0], str):
        return [Ref(id=v, label=Text(kk=v)) for v in ([value] if isinstance(value, str) else value) if v]
    rows = value if isinstance(value, list) else [value] if value else []
    return [Ref.model_validate(r) for r in rows]


def _options(desk: Desk, spec: FieldSpec, value: Any) -> dict[Id, Text]:
    """What may be chosen today, and what the record points to even if it is closed by now."""
    found = ref_options(desk, spec)
    gone = {r.id: r.label for r in _stored_refs(value) if r.id not in found}
    return {**gone, **found}


def ref_options(desk: Desk, spec: FieldSpec) -> dict[Id, Text]:
    """What a reference field may point to today; read anew only when its collection changed."""
    if spec.kind in ("code", "codes"):
        return references.words(spec)
    return references.choices(desk, spec)


def _refs(options: dict[Id, Text], spec: FieldSpec, value: Any) -> dict[Id, Ref]:
    today = {id: Ref(id=id, label=label) for id, label in options.items()}
    return {**today, **{r.id: r for r in _stored_refs(value)}}


def _checked(state: _Form) -> tuple[Values, list[Problem]]:
    problems: list[Problem] = []
    values: Values = {}
    for spec in state.specs:
        try:
            values[spec.path] = plain(parse(spec, state.raw(spec), state.refs.get(spec.path)))
        except Problems as e:
            problems += e.problems
    return values, problems


def _look(state: _Form) -> None:
    """The press of the second button: the same check, nothing sent."""
    values, problems = _checked(state)
    st.session_state.pop(f"{state.key}!looked", None)
    if problems:
        st.session_state[f"{state.key}!problems"] = problems
        return
    st.session_state.pop(f"{state.key}!problems", None)
    st.session_state[f"{state.key}!looked"] = (st.session_state[f"{state.key}!n"], values)


def looked(key: str) -> Values | None:
    """The values a form had when its second button was last pressed and they passed their checks."""
    drawn, values = st.session_state.get(f"{key}!looked", (None, None))
    return values if drawn == st.session_state.get(f"{key}!n") else None  # a form begun anew shows nothing of before


def _send(state: _Form) -> None:
    """The press of the button, before anything is drawn: check every field; what is wrong stands beside its field."""
    values, problems = _checked(state)
    try:
        why = read_why(state.prefix, state.need, state.act)
    except Problems as e:
        problems += e.problems
    if problems:
        st.session_state[f"{state.key}!problems"] = problems
        return
    st.session_state.pop(f"{state.key}!problems", None)
    changed = {path: values[path] for path in state.touched()}
    st.session_state[f"{state.key}!go"] = Filled(values, changed, state.revision, why)


def made(model: type[M], values: Values, prefix: str = "") -> M:
    """A model of what a form gave; Problems beside the fields where the whole does not fit together."""
    try:
        return model.model_validate(values)
    except ValidationError as e:
        raise Problems.of(e, prefix) from None


def problems_of(key: str) -> dict[str, list[Problem]]:
    """What was wrong with the last press, by field."""
    found: dict[str, list[Problem]] = {}
    for problem in st.session_state.get(f"{key}!problems", []):
        found.setdefault(ALIASES.get(problem.field, problem.field), []).append(problem)
    return found


def typed(key: str) -> bool:
    """Does a form hold something refused that is still on the screen?"""
    return f"{key}!problems" in st.session_state or f"{key}!stale" in st.session_state


def forget(key: str) -> None:
    """Begin a form anew: the typed values, the problems and the command number are gone. `done` does it by itself."""
    from core.ui.page import forget_act

    forget_act(key)


__all__ = ["Filled", "forget", "form", "group_name", "grouped", "looked", "made", "problems_of", "ref_options", "typed"]
