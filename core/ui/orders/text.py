"""The text of one order on the screen: by language, beside the paper it makes; its PDF and DOCX."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import files, orders, templates
from core.db.codec import digest, plain
from core.desk import Desk
from core.errors import OfficeError, Problems
from core.i18n import t
from core.orders import paper
from core.orders.asks import kind_of
from core.orders.paper import Way
from core.orders.text import langs, live
from core.pdf.letter import render_together
from core.pdf.picture import pictures
from core.ui.files import addressee, given
from core.ui.forms import asked
from core.ui.messages import said, sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from core.ui.templates import syntax, tables, variables
from schemas.base import LANGS, Lang
from schemas.file import FileType
from schemas.order import Order, OrderStatus

HEIGHT = 460


def text_panel(desk: Desk, order: Order) -> None:
    """The whole panel: a draft's text is edited here, any other is read."""
    kind = kind_of(desk.store, order)
    words = {x: t(f"common.lang.{x}", lang()) for x in LANGS}
    have = langs(order, kind)
    st.session_state.setdefault(f"v:order.lang:{order.id}", lang() if lang() in have else (have or ["kk"])[0])
    chosen: Lang = st.segmented_control(
        T("order_text.lang"), LANGS, required=True, key=f"v:order.lang:{order.id}", label_visibility="collapsed",
        format_func=lambda x: words.get(x, str(x)) + ("" if x in have else " · —"),
    ) or "kk"  # fmt: skip
    _out(desk, order, have)
    if order.status is not OrderStatus.draft or not desk.may("order.draft"):
        _paper(desk, order, chosen)
        return
    left, right = st.columns([5, 6])
    with left:
        seen = _edited(desk, order, chosen)
    with right:
        _paper(desk, seen, chosen)
    with st.expander(T("templates.variables"), icon=":material/data_object:"):
        variables()
    with st.expander(T("templates.tables"), icon=":material/table:"):
        tables()
    with st.expander(T("templates.syntax"), icon=":material/help:"):
        syntax()


def _edited(desk: Desk, order: Order, chosen: Lang) -> Order:
    """The text of one language in its field, its faults, its buttons; the order as it would be with what is typed."""
    kind = kind_of(desk.store, order)
    own = order.texts.get(chosen, "")
    model = live(order.model_copy(update={"texts": {}}), kind).get(chosen)
    standard = model.text.strip() if model else ""
    st.caption(T("order_text.by_hand" if own else "order_text.by_template" if standard else "order_text.nothing"))
    typed: str = st.text_area(
        T("order_text.field"), own or standard, height=HEIGHT, key=f"order.text:{order.id}:{chosen}:{order.revision}",
        label_visibility="collapsed", max_chars=20_000,
    )  # fmt: skip
    for problem in templates.faults(typed) if typed.strip() else ():
        st.markdown(f":red[:material/error: {said(problem)}]")
    typed = typed.strip()
    changed = typed != (own or standard)
    with st.container(horizontal=True):
        why = asked("order_text.save", "optional", "primary", ":material/check:", f"{order.id}{chosen}",
                    disabled=not changed, act="order.edit")  # fmt: skip
        back = asked("order_text.back", "optional", icon=":material/undo:", name=f"{order.id}{chosen}",
                     act="order.edit", disabled=not own, hint="order_text.back_hint")  # fmt: skip
    with shown_errors():
        if why:
            kept = "" if typed == standard else typed
            orders.edit(desk, order.id, order.revision, {"texts": {chosen: kept}}, why)
            done("order_text.saved")
        if back:
            orders.edit(desk, order.id, order.revision, {"texts": {chosen: ""}}, back)
            done("order_text.is_back")
    return order.model_copy(update={"texts": {**order.texts, chosen: typed}}) if changed else order


def _paper(desk: Desk, order: Order, chosen: Lang) -> None:
    """The order as it would be set, or as it was signed."""
    # What is hidden differs from role to role: a picture made for one is never shown to another.
    key = digest(plain([order.id, order.revision, chosen, order.texts, desk.actor.role, desk.today()]))
    try:
        pages, more = _pages(key, desk, order, chosen)
    except Problems as e:
        for problem in e.problems:
            st.markdown(f":red[:material/error: {said(problem)}]")
        return
    except OfficeError as e:
        st.info(safe(sentence(e)), icon=":material/info:")
        return
    for page in pages:
        with st.container(border=True, width=820):
            st.image(page, width="stretch")
    if more:
        st.caption(T("order_text.more_pages"))


MOST = 4  # pages shown; the rest is in the file


@st.cache_data(max_entries=40, show_spinner=False)
def _pages(key: str, _desk: Desk, _order: Order, _lang: Lang) -> tuple[list[bytes], bool]:
    found = pictures(render_together(paper.bundle(_desk, _order, Way((_lang,)))), 1000, MOST + 1)
    return found[:MOST], len(found) > MOST


def _out(desk: Desk, order: Order, have: list[Lang]) -> None:
    """PDF and DOCX, in one language or all together, with the approvals on the back where it is wished."""
    if not have:
        return
    words = {x: t(f"common.lang.{x}", lang()) for x in LANGS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.multiselect(
            T("order_text.out_langs"), have, have, key=f"v:order.out:{order.id}", width=320,
            format_func=lambda x: words.get(x, str(x)), placeholder=T("common.all"),
        )  # fmt: skip
        back = st.toggle(T("order_text.with_back"), key=f"v:order.back:{order.id}", disabled=order.approval is None)
        to = addressee(f"order:{order.id}")
        way, stem = Way(tuple(wanted), back), paper.stem(order)
        mark = f"{order.id}:{'-'.join(wanted)}:{back}"
        pdf = partial(_bytes, paper.pdf, desk, order.id, way)
        given(T("order_text.pdf"), f"{stem}.pdf", pdf, f"order.pdf:{mark}", to=to, icon=":material/picture_as_pdf:")
        word = partial(_bytes, paper.word, desk, order.id, way)
        given(T("order_text.docx"), f"{stem}.docx", word, f"order.docx:{mark}", files.mime(FileType.docx), to,
              icon=":material/edit_document:")  # fmt: skip


def _bytes(make, desk, id, way):  # type: ignore[no-untyped-def]
    return make(desk, id, way)[1]


__all__ = ["text_panel"]
