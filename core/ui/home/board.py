"""Figures read once for a scope and a generation of the sums, then shared by all who may see that scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import streamlit as st

from core.db.store import Row, Store
from core.desk import Desk
from core.figures import charts, day
from core.scope import Scope, scope_of
from core.sums import build
from schemas.base import Id, Text


@dataclass(frozen=True)
class Board:
    """Everything the figures of the home page are made of; nothing personal is in it.

    results: rows of the newest semester that has any. names: departments by id. letters: the scale's order.
    """

    figures: dict[str, tuple[int, int]]
    contingent: list[Row]
    results: list[Row]
    results_period: Text | None
    names: dict[Id, Text]
    letters: tuple[str, ...]
    at: datetime | None


def board(desk: Desk, department: Id | None = None) -> Board:
    """The board of the user's scope, or of a department in it. Raises Forbidden for one that is not his."""
    scope = scope_of(desk, department)
    return _board(scope, desk.store.name, build.generation(desk.store), desk.today(), desk.store)


# The scope itself is the key: whoever may see it sees the same figures, nobody else can name it (`scope_of` gives
# scopes out). `_store` is left out of the key, the database's name stands for it.
@st.cache_data(ttl="10m", max_entries=200, show_spinner=False)
def _board(scope: Scope, base: str, generation: int, today: date, _store: Store) -> Board:
    results, named = charts.results(_store, scope, today)
    return Board(
        day.figures_of(_store, scope), charts.contingent(_store, scope), results, named, _names(_store),
        _letters(_store), build.built_at(_store),
    )  # fmt: skip


def _names(store: Store) -> dict[Id, Text]:
    return {r["_id"]: Text.model_validate(r["name"]) for r in store.rows("departments", {}, {"name": 1})}


def _letters(store: Store) -> tuple[str, ...]:
    """Letters of every scale, the institution's own first, in the order of their rows."""
    books: list[Any] = store.rows("rulebooks", {}, {"scale.letter": 1}, [("own", -1), ("effective", -1)])
    return tuple(dict.fromkeys(g["letter"] for b in books for g in b["scale"]))
