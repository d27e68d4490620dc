"""What an editor of kinds holds in this tab until it is saved or dropped, over reruns, languages and other pages; the
heading over it and the bar that makes a version of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import streamlit as st

from core import kinds
from core.db.store import Row
from core.desk import Desk
from core.errors import NotFound, Problem
from core.fields import described
from core.ui.forms import asked, problems_of
from core.ui.kinds.entry import ACT
from core.ui.kinds.words import proposed
from core.ui.messages import said, sentence, shown_errors
from core.ui.page import T, done, go, lang, title
from core.ui.style import safe
from schemas.kinds import Kind, Sort

NEW = "-"  # no entry has such a code


class Draft(Protocol):
    """code: of the entry («» of one that is not there yet); seen: the version it was begun from; values: its name and
    what is said of the whole."""

    code: str
    seen: int
    values: Row

    @property
    def changed(self) -> bool:
        """Does it differ from what it was begun from?"""


D = TypeVar("D", bound=Draft)


@dataclass(frozen=True)
class Drafts(Generic[D]):
    """The drafts of a sort. begun: from an entry (None: from nothing); values: as `core.kinds.save` takes them."""

    sort: Sort
    begun: Callable[[Kind | None], D]
    values: Callable[[D], dict[str, Any]]

    def _key(self, code: str) -> str:
        return f"{self.sort.value}:{code or NEW}"

    def of(self, was: Kind | None) -> D:
        """The draft of an entry (None: of a new one). One that nobody has touched follows the newest version."""
        key = self._key(was.code if was else "")
        held: D | None = st.session_state.get(key)
        if held is None or was and held.seen != was.version and not held.changed:
            held = st.session_state[key] = self.begun(was)
        return held

    def put(self, draft: D) -> None:
        """Begin a new one with this; as a callback."""
        st.session_state[self._key("")] = draft
        st.query_params["code"] = NEW

    def drop(self, code: str) -> None:
        """Forget what was not saved; as a callback."""
        st.session_state.pop(self._key(code), None)

    def bar(self, desk: Desk, was: Kind | None, draft: D, problems: Sequence[Problem]) -> None:
        """The day, the reason, what is to be put right first; a version another made meanwhile is told, nothing is
        overwritten and nothing lost: the user says which stands."""
        word = f"{self.sort.value}_editor"
        if stale := was is not None and draft.seen != was.version:
            st.warning(safe(T("kind_editor.stale", version=was.version)), icon=":material/sync_problem:")
            with st.container(horizontal=True):
                st.button(T("kind_editor.theirs"), key=f"{word}.theirs", on_click=self.drop, args=(draft.code,))
                st.button(T("kind_editor.mine"), key=f"{word}.mine", on_click=_over, args=(draft, was.version))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            first = max(desk.today(), was.effective if was else desk.today())
            day = st.date_input(
                described(Kind, "effective").label(lang()), first, min_value=first, format="DD.MM.YYYY", width=170,
                key=f"v:{word}.day:{draft.code}:{draft.seen}",
            )  # fmt: skip
            still = not draft.changed or bool(problems) or stale
            why = asked(f"{word}.save", type="primary", icon=":material/check:", name=draft.code, act=ACT,
                        disabled=still)  # fmt: skip
            if draft.changed:
                st.button(T("kind_editor.drop"), icon=":material/delete_sweep:", type="tertiary", key=f"{word}.drop",
                          on_click=self.drop, args=(draft.code,))  # fmt: skip
                st.markdown(f":orange-badge[{T('kind_editor.unsaved')}]", width="content")
        if problems and draft.changed:
            st.markdown(f":red[:material/error: {T('kind_editor.wrong', n=len(problems))}]")
        for found in problems_of(word).values():
            for problem in found:
                st.markdown(f":red[:material/error: {said(problem)}]")
        if why:
            values = self.values(draft) | {"effective": day if isinstance(day, date) else first}
            if not draft.code:
                values["code"] = proposed(draft.values["name"], [k.code for k in kinds.latest(desk, self.sort)])
            with shown_errors(word):
                made = kinds.save(desk, self.sort, draft.code or None, draft.seen, values, why)
                self.drop(draft.code)
                st.session_state.pop(f"{word}!problems", None)
                st.query_params["code"] = made.code
                done("kinds.page.saved", name=made.name, version=made.version, day=made.effective)


def _over(draft: Draft, version: int) -> None:
    draft.seen = version


def headed(
    desk: Desk, sort: Sort, new: tuple[str, str], back: tuple[str, str], more: Callable[[Kind], None] | None = None
) -> Kind | None:
    """The heading of an editor's page: the entry its address names, None for a new one; the page ends here where there
    is none, or it is retired. new: words of a new one's heading; back: the page of the list and its words."""
    code = st.query_params.get("code", NEW)
    was = None
    try:
        was = kinds.versions(desk, sort, code)[0] if code != NEW else None
    except NotFound as e:
        st.info(safe(sentence(e)))
        st.stop()
    if was:
        st.title(safe(was.name.get(lang())), anchor=False)
        st.caption(T("kind_editor.version", version=was.version, day=was.effective))
    else:
        title(*new)
    with st.container(horizontal=True):
        go(*back, "arrow_back", code=code if was else "")
        if was:
            go("pages/kinds.py", "common.history", "history", sort=sort.value, code=code)
            if more:
                more(was)
    if was and was.retired:
        st.info(T("kinds.page.retired_now", day=was.effective), icon=":material/archive:")
        st.stop()
    return was


__all__ = ["NEW", "Draft", "Drafts", "headed"]
