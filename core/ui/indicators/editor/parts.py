"""Widgets of the editor: each writes into the draft as soon as it is left, what is wrong stands under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import streamlit as st

from core.errors import Problem
from core.fields import FieldSpec, described
from core.i18n import known, order_key
from core.ui.diplomas.layout.held import show
from core.ui.messages import said
from core.ui.page import T, lang
from schemas.base import Id, Model, Word


class Written(Protocol):
    """What is written by such widgets: a definition as typed, with lists of rows."""

    values: dict[str, Any]

    @property
    def code(self) -> str: ...
    def rows(self, of: str) -> list[dict[str, Any]]: ...
    def typed(self, path: str, value: Any, of: str = "", row: Id = "") -> None: ...
    def added(self, of: str, today: date) -> None: ...
    def removed(self, of: str, row: Id) -> None: ...


@dataclass(frozen=True)
class Place:
    """Where in the draft a widget writes: a field of the whole, or of a row (id, its number) of a list."""

    draft: Written
    problems: Sequence[Problem]
    of: str = ""
    row: Id = ""
    n: int = 0

    def held(self, path: str) -> Any:
        """What the draft holds."""
        row = self.draft.values if not self.of else next(r for r in self.draft.rows(self.of) if r["id"] == self.row)
        return row[path]

    def key(self, path: str) -> str:
        """The key of a widget."""
        return f"v:indicator:{self.draft.code}:{self.row or 'all'}:{path}"

    def how(self, path: str, spoken: str = "") -> dict[str, Any]:
        """What every widget takes. spoken: of a list, which sends the word it shows, its language."""
        key = show(self.key(path) + spoken, self.held(path))
        return {"key": key, "on_change": _left, "args": (self, path, key)}

    def wrong(self, path: str) -> None:
        """What is wrong with a field, under it."""
        at = f"body.{self.of}.{self.n}.{path}" if self.of else path if path == "name" else f"body.{path}"
        for problem in self.problems:
            if problem.field == at or path == "name" and problem.field.startswith("name."):
                st.markdown(f":red[:material/error: {said(problem)}]")


def _left(place: Place, path: str, key: str) -> None:
    place.draft.typed(path, st.session_state[key], place.of, place.row)


def label(model: type[Model], path: str) -> str:
    """What a field of a definition is called."""
    return described(model, path).label(lang())


def text(place: Place, path: str, words: str, under: bool = True, **how: Any) -> None:
    """A short text or a number as typed. under: what is wrong with it stands there; else the row says it."""
    st.text_input(words, **place.how(path), **how)
    if under:
        place.wrong(path)


def chosen(place: Place, path: str, words: str, offered: Mapping[str, str], empty: bool = False, under: bool = True,
           **how: Any) -> None:  # fmt: skip
    """One of the words; empty: or nothing. What the draft holds beside them is offered as it is. under: see `text`."""
    names = dict(offered) if place.held(path) in ("", *offered) else {**offered, place.held(path): place.held(path)}
    values = ["", *names] if empty or not place.held(path) else list(names)
    nothing = T("common.not_chosen")
    st.selectbox(words, values, format_func=lambda v: names.get(v, str(v)) if v else nothing, **how,
                 **place.how(path, lang()))  # fmt: skip
    if under:
        place.wrong(path)


def several(place: Place, path: str, words: str, offered: Mapping[str, str], **how: Any) -> None:
    """Some of the words, in the order they were chosen."""
    names = dict(offered) | {v: v for v in place.held(path) if v not in offered}
    st.multiselect(words, list(names), format_func=lambda v: names.get(v, str(v)), placeholder=T("common.not_chosen"),
                   **how, **place.how(path, lang()))  # fmt: skip
    place.wrong(path)


def words(of: type[Word]) -> dict[str, str]:
    """A closed list in words."""
    return {str(w.value): w.label(lang()) for w in of}


def named(fields: Mapping[str, FieldSpec], fit: Callable[[FieldSpec], bool] = lambda s: True) -> dict[str, str]:
    """Fields by path in words, in order; two of one name say of what they are, since a list knows them by the word."""
    found = {p: s.label(lang()) for p, s in fields.items() if fit(s)}
    told = {p: _told(p, w, list(found.values()).count(w) > 1) for p, w in found.items()}
    return dict(sorted(told.items(), key=lambda item: order_key(item[1])))


def _told(path: str, word: str, twice: bool) -> str:
    key = f"sources.part.{path.partition('.')[0]}"
    return f"{word} ({T(key)})" if twice and known(key) else word


__all__ = ["Place", "Written", "chosen", "label", "named", "several", "text", "words"]
