"""What the page of progress looks at: faculty, department, year of study, group; the address keeps every choice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

import streamlit as st

from core import references
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key
from core.progress import reading
from core.progress.reading import Cut
from core.ui.page import T, lang

V = TypeVar("V", bound=Hashable)
TABS = ("debts", "gpa", "summary")
ADDRESS = ("tab", "faculty", "department", "course", "group", "term")


def tab() -> str:
    """The part of the page that is open."""
    words = {n: T(f"progress.tab_{n}") for n in TABS}
    key, asked = "v:progress.tab", st.query_params.get("tab", "")
    st.session_state[key] = asked if asked in TABS else TABS[0]
    found = st.segmented_control(
        T("progress.tabs"), TABS, required=True, key=key, on_change=_keep, args=("tab", key),
        format_func=lambda n: words.get(n, n), label_visibility="collapsed",
    )  # fmt: skip
    return found or TABS[0]


def figures(desk: Desk) -> list[Row]:
    """The figures of the user's scope; none for who sees none."""
    return reading.figures(desk) if reading.sees_figures(desk) else []


def cut(desk: Desk, rows: Sequence[Row]) -> Cut:
    """Draw the filters; what the lists are narrowed to. rows: the figures, which say what there is to choose."""
    names = references.labels(desk, "departments") if rows else {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        faculty = department = None
        if rows:
            faculty = pick("faculty", _known((r["faculty"] for r in rows), names), lambda i: names[i].get(lang()), 260)
            rows = [r for r in rows if not faculty or r["faculty"] == faculty]
            units = _known((r["department"] for r in rows), names)
            department = pick("department", units, lambda i: names[i].get(lang()), 260)
            rows = [r for r in rows if not department or r["department"] == department]
        courses = sorted({r["year"] for r in rows if r["year"]}) or list(range(1, 6))
        course = pick("course", courses, str, 100)
        rows = [r for r in rows if not course or r["year"] == course]
        groups = {r["group"] for r in rows if r["group"]} if rows else set(reading.own_groups(desk))
        group = pick("group", sorted(groups, key=order_key), str, 180)
    return Cut(faculty or "", department or "", group or "", course)


def narrowed(rows: Iterable[Row], cut: Cut) -> list[Row]:
    """The figures of a cut."""
    asked = {"faculty": cut.faculty, "department": cut.department, "year": cut.course, "group": cut.group}
    return [r for r in rows if all(not wanted or r[name] == wanted for name, wanted in asked.items())]


def pick(
    name: str, options: Sequence[V], word: Callable[[V], str], width: int, default: V | None = None,
    empty: bool = True, area: str = "progress", label: str | None = None,
) -> V | None:  # fmt: skip
    """A list whose choice stands in the address under `name`; empty: nothing may be chosen. area: whose words; label:
    the heading itself, where no message says it."""
    by = {str(o): o for o in options}
    # Said now: lists ask for words outside of a run, too.
    words: dict[V | None, str] = {None: T("common.all"), **{o: word(o) for o in options}}
    key = f"v:{area}.{name}"
    st.session_state[key] = by.get(st.query_params.get(name, ""), default)
    return st.selectbox(
        label or T(f"{area}.{name}"), [*([None] if empty else []), *options], key=key, width=width, on_change=_keep,
        args=(name, key), placeholder=T("common.all"),
        format_func=lambda o: words.get(o, str(o)),
    )  # fmt: skip


def _keep(name: str, key: str) -> None:
    value: Any = st.session_state[key]
    if value in (None, ""):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)


def _known(ids: Iterable[str | None], names: dict[str, Any]) -> list[str]:
    return sorted({i for i in ids if i and i in names}, key=lambda i: order_key(names[i].kk))
