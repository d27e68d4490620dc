"""The frame around every page: the menu by role, the language, who is signed in, the way out."""

from __future__ import annotations

import logging
import secrets
from copy import copy
from functools import lru_cache
from typing import Any

import streamlit as st

from core import notices, tasks, users
from core.access import Actor
from core.db import connection
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import t
from core.ui import finding, menu, page
from core.ui.style import safe
from core.ui.tables import canvas
from core.users import sessions
from schemas.base import LANGS

MARK = "core/web/static/mark.svg"
SHORT = {"kk": "Қаз", "ru": "Рус", "en": "Eng"}
log = logging.getLogger("office")


def draw() -> Any:
    """Draw the frame for who is signed in and give back the chosen page; it guards itself once more."""
    page.speak()
    st.set_page_config(page_title=t("common.office", page.lang()), page_icon="🎓", layout="wide")
    try:
        store = connection.store()
        signed = page.arrived(store)
    except OfficeError as e:
        told = t(e.key, page.lang(), **e.values)

        def sorry() -> None:
            st.info(told)

        return st.navigation([st.Page(sorry, title=" ")], position="hidden")
    if signed is None:
        st.session_state.clear()
        st.logout()
        st.stop()
    if st.session_state.get("_user") not in (None, signed.user.id):
        st.session_state.clear()
    st.session_state.setdefault("lang", signed.user.language)
    page.speak()
    desk = Desk(signed.actor, store)
    _remember_language(desk)
    st.logo(str(menu.PAGES.parent / MARK), size="large")
    waiting, new = _new(desk)
    chosen = st.navigation(_pages(signed.actor, waiting), position="sidebar", expanded=True)
    finding.remembered(desk, chosen.url_path or "home")
    with st.sidebar:
        finding.search_field(desk)
        _bell(new)
        _foot(desk, signed)
    return chosen


def _pages(actor: Actor, waiting: int) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for item in menu.allowed(actor):
        title = t(f"menu.{item.file}", page.lang())
        if waiting and item.file == "inbox":
            title += f" · {waiting}"
        # A copy: Streamlit notes in the page itself that this run may call it.
        groups.setdefault(t(f"menu.{item.group}", page.lang()), []).append(copy(_page(item, title)))
    return groups


@lru_cache(maxsize=2000)  # a hundred of them for every rerun, each asked of the disk: a third of a page's time
def _page(item: menu.Item, title: str) -> Any:
    return st.Page(
        item.path, title=title, icon=f":material/{item.icon}:", url_path=item.file, default=item.file == "home",
        visibility="hidden" if item.hidden else "visible",
    )  # fmt: skip


def _new(desk: Desk) -> tuple[int, int]:
    """How many tasks wait (the number of the menu and of home) and how many notices are new (the bell's)."""
    try:
        return tasks.open_count(desk), notices.unread(desk)
    except OfficeError:
        return 0, 0  # the page itself says what is wrong


def _bell(new: int) -> None:
    """The new notices; a press leads to them."""
    label = t("notices.bell_n", page.lang(), n=new) if new else t("notices.bell", page.lang())
    icon = ":material/notifications_unread:" if new else ":material/notifications:"
    if st.button(label, key="_bell", icon=icon, type="tertiary", width="stretch"):
        st.switch_page("pages/inbox.py", query_params={"tab": "news"})


def _foot(desk: Desk, signed: users.Signed) -> None:
    lang = page.lang()
    with st.container(key=f"ui_lang_{lang}"):  # ui.js reads the language from this name
        st.segmented_control(
            t("common.language", lang), LANGS, format_func=SHORT.__getitem__, default=lang,
            key="_language", on_change=_switch, label_visibility="collapsed", width="stretch",
        )  # fmt: skip
    st.caption(f"**{safe(signed.user.name)}**  \n{safe(signed.actor.role.label(lang))}")
    if acts := users.in_force(signed.user, users.acting.today()):
        st.caption(f":material/badge: {t('users.acting_until', lang, day=acts.ends, number=acts.order_number)}")
    canvas.switch()
    out = t("common.sign_out", lang)
    with st.container(key="lock-now"):  # ui.js takes the press, so that nothing is drawn anew
        st.button(t("signin.lock.now", lang), icon=":material/lock:", key="_lock", type="tertiary", width="stretch")
    st.button(out, icon=":material/logout:", on_click=_leave, args=(desk,), width="stretch")


def _switch() -> None:
    """Another language on the same page: a rerun, not a new page, so what was typed stays.

    A press is answered before the script asks who is signed in, so nothing is written here.
    """
    chosen = st.session_state["_language"]
    if chosen in LANGS:  # a second press on the same button unchooses it
        page.speak(chosen)
        st.session_state["_chosen_lang"] = chosen


def _remember_language(desk: Desk) -> None:
    chosen = st.session_state.pop("_chosen_lang", None)
    if chosen and chosen != desk.lang:
        try:
            users.choose_language(desk, chosen)
        except OfficeError:
            pass  # the screen speaks it already; only the account does not remember it


def _leave(desk: Desk) -> None:
    try:
        sessions.sign_out(desk.store, page.token())
    except OfficeError:
        pass  # /auth/logout ends it once more
    st.session_state.clear()


def fault(error: Exception) -> bool:
    """A fault of ours on a page: it goes to the log under a short number, which the user sees."""
    number = secrets.token_hex(3).upper()
    log.error("fault %s", number, exc_info=error)
    st.error(t("errors.internal", page.lang(), number=number), icon=":material/report:")
    return True
