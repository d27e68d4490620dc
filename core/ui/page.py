"""What every page begins with: who works, in which language, may he be here; and the small things all pages say."""

from __future__ import annotations

import sys
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import streamlit as st

from core import access, house
from core.db import connection
from core.db.store import Store
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import known, t
from core.ui import menu, page_help
from core.users import idle, sessions
from schemas.base import LANGS, Lang

_signed: ContextVar[sessions.Signed | None] = ContextVar("signed", default=None)  # from the frame to the page in it


def arrived(store: Store) -> sessions.Signed | None:
    """Who is signed in in this tab, asked by the frame; the page drawn within it (`enter`) need not ask again."""
    _signed.set(None)
    _signed.set(sessions.resolve(store, token()))
    return _signed.get()


def token() -> str | None:
    """The sign-in token of this tab: the cookie as it was when the tab connected."""
    return st.context.cookies.get(sessions.TOKEN)


_spoken: ContextVar[Lang | None] = ContextVar("spoken", default=None)  # of the thread that draws this screen


def lang() -> Lang:
    """The language of this screen. Asked for every word: what `speak` noted is a hundred times quicker to ask."""
    if noted := _spoken.get():
        return noted
    chosen = st.session_state.get("lang")
    return chosen if chosen in LANGS else "kk"


def speak(chosen: str | None = None) -> None:
    """Note the language for the rest of this run: another one (chosen), or what the tab has."""
    if chosen:
        st.session_state["lang"] = chosen
    _spoken.set(None)
    _spoken.set(lang())


def T(key: str, **values: Any) -> str:
    """A message in the language of this screen."""
    return t(key, lang(), **values)


def enter(right: str, *parameters: str) -> Desk:
    """Open a page for who is signed in: the first line of every page and its guard.

    right: what the page needs; without it the page says so calmly and ends. parameters: the words of the address
    this page understands; others are cleared. A session that ended (signed out elsewhere, revoked, too old) leads
    to the sign-in page; another user in the same tab finds nothing of the one before.
    """
    try:
        store = connection.store()
        session = _signed.get() or sessions.resolve(store, token())
        _signed.set(None)
        shut = session is not None and idle.locked(store, session.session)
        if session is not None and not shut:
            idle.touched(store, session.session)
        house.refresh(store)
    except OfficeError as e:
        _stop(e.key, **e.values)
    if session is None:
        st.session_state.clear()
        st.logout()
        st.stop()
    if shut:
        st.session_state.setdefault("lang", session.user.language)
        st.info(T("signin.lock.hint"), icon=":material/lock:")
        st.link_button(T("signin.lock.open"), "/unlock", icon=":material/lock_open:")
        st.stop()
    user = session.user
    if st.session_state.get("_user") not in (None, user.id):
        st.session_state.clear()
    st.session_state["_user"] = user.id
    if st.session_state.get("lang") not in LANGS:
        st.session_state["lang"] = user.language
    speak()
    _respell()
    for name in [p for p in st.query_params if p not in parameters]:
        del st.query_params[name]
    desk = Desk(session.actor, store).speaking(lang())
    st.session_state["_desk"] = desk
    st.session_state["_pages"] = {item.file for item in menu.allowed(desk.actor)}
    if not desk.may(right):
        _stop(access.refused(desk.actor, right, "errors.forbidden").key)
    st.session_state["_desk"] = desk
    st.session_state["_run"] = st.session_state.get("_run", 0) + 1  # core.ui.looks tells an opening by it
    st.session_state.pop("_acts", None)
    st.session_state.pop("_sent", None)
    _dense()
    page_help.draw(Path(sys._getframe(1).f_code.co_filename).stem, lang())
    if told := st.session_state.pop("_told", None):
        st.toast(told, icon=":material/check_circle:")
    return desk


def desk() -> Desk:
    """The desk of this page, for widgets that keep something by themselves (a file); set by `enter`."""
    found: Desk = st.session_state["_desk"]
    return found


def _stop(key: str, **values: Any) -> None:
    st.session_state.setdefault("lang", "kk")
    st.info(T(key if known(key) else "errors.rule_broken", **values), icon=":material/do_not_disturb_on:")
    st.stop()


def _respell() -> None:
    """After a change of language, say chosen values anew: lists send the word they show, not what it stands for."""
    if st.session_state.get("_spoken") not in (None, lang()):
        for key in list(st.session_state):
            if isinstance(key, str) and key.startswith("v:"):
                st.session_state[key] = st.session_state[key]
    st.session_state["_spoken"] = lang()


STYLE = (
    "[data-testid=stMainBlockContainer]{padding-top:3.2rem;padding-bottom:4rem}"
    # On a tablet Streamlit's own rule would win, and the heading would stand half under the bar above it.
    "@media(max-width:768px){[data-testid=stMainBlockContainer]{padding-top:4.4rem!important}}"
    # What a page is for stands at the end of the line above its heading and takes no place of its own.
    ".st-key-page-help{position:absolute;top:2.2rem;right:2.5rem;width:auto;z-index:5}"
    "@media(max-width:768px){.st-key-page-help{top:4.2rem;right:1rem}}"
    # A list's own search and file would know only the page on the screen; the office's know all of it.
    "[class*=st-key-rows-] [data-testid=stElementToolbar]{display:none}"
    # A quiet way whose words wrap stands as other lines do.
    "[data-testid=stBaseButton-tertiary]{text-align:left}"
    # A part that opens does so at once: while its height moved, the page fell back for a blink to what it was before,
    # jumped from where one had scrolled to, and took the question that hangs at a button out of the window with it.
    "[data-testid=stExpander] details{height:auto!important}"
    "[data-testid=stExpanderDetails][inert]{display:none}"
    # What hangs at a button would lie over the question of who sits there (core.ui.proving); it comes back as it was.
    "body:has([data-testid=stDialog]) [data-testid=stPopoverBody]{display:none}"
)


def _dense() -> None:
    """Less empty space above the heading; fixed words only, no value ever stands in them."""
    st.html(f"<style>{STYLE}</style>")


def signed_in(desk: Desk) -> bool:
    """Does the session still stand, open, and is it this user's? For callbacks, which run before `enter`."""
    session = sessions.resolve(desk.store, token())
    if session is None or session.user.id != desk.actor.id or idle.locked(desk.store, session.session):
        return False
    idle.touched(desk.store, session.session)
    return True


def title(key: str, hint: str | None = None, **values: Any) -> None:
    """The heading of the page and a line under it (message keys)."""
    st.title(T(key, **values), anchor=False)
    if hint:
        st.caption(T(hint, **values))


def empty(key: str, hint: str | None = None, page: str | None = None, link: str | None = None, **values: Any) -> None:
    """An empty place that says what to do next: a sentence, a hint, a link to the page where it is done."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f":material/inbox: {T(key, **values)}", text_alignment="center")
        if hint:
            st.caption(T(hint, **values), text_alignment="center")
        if page and link:
            go(page, link, key=f"empty:{page}:{key}")


def go(
    page: str, label: str, icon: str = "arrow_forward", key: str | None = None, keys: str | None = None, **address: str
) -> None:  # fmt: skip
    """A quiet way to another page (its file, the message key of the words); nothing for who may not open it. keys: the
    keys that press it."""
    if Path(page).stem not in st.session_state.get("_pages", ()):
        return
    name = key or f"go:{page}:{label}"
    if st.button(T(label), type="tertiary", icon=f":material/{icon}:", key=name, shortcut=keys):
        st.switch_page(page, query_params=address or None)


def done(key: str, **values: Any) -> None:
    """Say that the act is done and draw the page anew; the word appears on the next drawing."""
    tell(key, **values)
    for act in st.session_state.pop("_acts", []):
        forget_act(act)
    st.rerun()


def tell(key: str, **values: Any) -> None:
    """A word to be said on the next drawing, on whichever page that is."""
    st.session_state["_told"] = T(key, **values)


def open_act(key: str, sent: Any = None) -> None:
    """Remember that a form (or a button that asks why) was sent: `done` closes it.

    sent: what it gives, to be sent once more where the act first asks who sits there (core.ui.proving).
    """
    st.session_state["_acts"] = [*st.session_state.get("_acts", []), key]
    if sent is not None:
        st.session_state["_sent"] = {**st.session_state.get("_sent", {}), key: sent}


def forget_act(key: str) -> None:
    """Begin a form anew: other widgets, no problems, another command number."""
    for name in ("problems", "stale", "base", "mine", "command", "go"):
        st.session_state.pop(f"{key}!{name}", None)
    st.session_state[f"{key}!n"] = st.session_state.get(f"{key}!n", 0) + 1
