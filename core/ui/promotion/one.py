"""One promotion: every study with its figures and the reason, decided one by one or many at once, then approved."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.desk import Desk
from core.i18n import fold, number
from core.orders.reading import made_from
from core.promotions import acts, orders, papers, reading
from core.promotions.rules import cleared_by
from core.rollover import opens
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.orders.drafting import day
from core.ui.page import T, done, go, lang
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from core.ui.tables.canvas import table_drawn
from core.ui.tables.export import XLSX
from core.ui.tables.simple import table_height
from schemas.base import Id
from schemas.order import OrderStatus
from schemas.promotion import Promotion, PromotionRow, PromotionState, Verdict

SHOWS = ("all", "undecided", "differs", *(v.value for v in Verdict))
WIDTHS = {"student": 215, "grounds": 330, "note": 200}


def screen(desk: Desk, id: Id) -> None:
    """The promotion; an address that leads nowhere is answered in words."""
    if st.button(T("promotion.back"), type="tertiary", icon=":material/arrow_back:"):
        del st.query_params["id"]
        st.rerun()
    with shown_errors():
        _draw(desk, reading.get(desk, id))


def _draw(desk: Desk, doc: Promotion) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(doc.label().get(lang())), anchor=False, width="content")
        badge(doc.state, "green" if doc.state is PromotionState.approved else "gray" if doc.rows else "orange")
        if doc.version > 1:
            st.caption(T("promotion.version_n", n=doc.version))
    _counts(doc)
    if doc.made_by and doc.figured_at:
        st.caption(safe(T("promotion.made_by", who=doc.made_by.name, at=doc.figured_at)))
    if doc.approved_by and doc.approved_at:
        st.caption(safe(T("promotion.approved_by", who=doc.approved_by.name, at=doc.approved_at)))
    if doc.state is PromotionState.draft and doc.clear_by and any(r.owed for r in doc.rows):
        st.info(T("promotion.clear_by", day=cleared_by(doc.clear_by, doc.year)), icon=":material/event:")
    chosen = _table(doc, _filtered(doc))
    if doc.state is PromotionState.draft:
        _acts(desk, doc, chosen)
    _papers(desk, doc)


def _counts(doc: Promotion) -> None:
    rows = [
        [v.label(lang()), shown(sum(r.computed is v for r in doc.rows)), shown(sum(r.decided is v for r in doc.rows))]
        for v in Verdict
    ]
    none = [sum(r.computed is None for r in doc.rows), sum(r.decided is None for r in doc.rows)]
    heads = [T("promotion.verdict_of"), T("promotion.computed"), T("promotion.decided")]
    with st.container(width=640):
        plain_table(heads, [*rows, [T("promotion.undecided"), *map(shown, none)]], right=(1, 2), widths=(330, 140, 140))


def _filtered(doc: Promotion) -> list[PromotionRow]:
    words = {"all": T("common.all"), "undecided": T("promotion.undecided"), "differs": T("promotion.differs")}
    words |= {v.value: v.label(lang()) for v in Verdict}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        show = st.selectbox(T("promotion.show"), SHOWS, key=f"v:promotion.show:{doc.id}", width=280,
                            format_func=lambda s: words.get(s, str(s)))  # fmt: skip
        courses = sorted({r.course for r in doc.rows})
        numbers = {0: T("common.all"), **{c: str(c) for c in courses}}
        course = st.selectbox(T("promotion.course"), list(numbers), key=f"v:promotion.course:{doc.id}", width=120,
                              format_func=lambda c: numbers.get(c, str(c)))  # fmt: skip
        text = fold((st.text_input(T("promotion.find"), key=f"v:promotion.find:{doc.id}", width=260, max_chars=60)
                     or "").strip())  # fmt: skip
    return [
        r for r in doc.rows
        if (show == "all" or show == "undecided" and r.decided is None or show == "differs" and r.differs
            or (r.decided or r.computed) == show)
        and (not course or r.course == course)
        and (not text or text in fold(f"{r.student.label.kk} {r.number} {r.group}"))
    ]  # fmt: skip


def _table(doc: Promotion, rows: Sequence[PromotionRow]) -> list[PromotionRow]:
    heads = ("student", "number", "course", "group", "gpa", "threshold", "debts", "computed", "decided", "grounds",
             "note", "decided_by")  # fmt: skip
    cells = [
        [r.student.label.get(lang()), r.number, str(r.course), r.group,
         "—" if r.gpa is None else number(r.gpa, lang(), 2),
         "—" if r.threshold is None else number(r.threshold, lang(), 2), str(len(r.owed) or ""),
         _word(r.computed), _word(r.decided), papers.why_words(r, lang()), _note(doc, r), r.by.name if r.by else ""]
        for r in rows
    ]  # fmt: skip
    right = {"course", "gpa", "threshold", "debts"}
    draft = doc.state is PromotionState.draft
    st.caption(T("promotion.select_hint" if draft else "promotion.frozen_hint", n=len(rows), of=len(doc.rows)))
    drawn = table_drawn(
        pd.DataFrame(cells, columns=list(heads), dtype=str), hide_index=True, width="stretch",
        height=table_height(len(rows)), selection_mode="multi-row", on_select="rerun" if draft else "ignore",
        key=f"promotion:{doc.id}:{doc.revision}:{hash(tuple(r.study for r in rows))}",
        column_config={
            h: st.column_config.TextColumn(T(f"promotion.{h}"), alignment="right" if h in right else "left",
                                           width=WIDTHS.get(h), pinned=h == "student")
            for h in heads
        },
    )  # fmt: skip
    marked = drawn.selection.rows if draft else []
    return [rows[n] for n in marked if n < len(rows)]


def _word(of: Verdict | None) -> str:
    """A verdict in the fewest words: two of them stand beside their reasons."""
    return T(f"promotion.head_{of.value}") if of else "—"


def _note(doc: Promotion, row: PromotionRow) -> str:
    return "; ".join(x for x in (row.note, T("promotion.grant_stops") if doc.loses_grant(row) else "") if x)


def _acts(desk: Desk, doc: Promotion, chosen: Sequence[PromotionRow]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if desk.may("promotion.make"):
            _decide(desk, doc, chosen)
            why = asked("promotion.refresh", need="optional", icon=":material/refresh:", hint="promotion.refresh_hint",
                        name=doc.id, act="promotion.refresh")  # fmt: skip
            if why:
                with shown_errors():
                    acts.refresh(desk, doc.id, doc.revision, why)
                    done("promotion.refreshed")
        left = sum(r.decided is None for r in doc.rows)
        if desk.may("promotion.approve"):
            early = desk.today() < opens(doc.year)
            why = asked(
                "promotion.approve", need="optional", icon=":material/verified:", type="primary", name=doc.id,
                hint="promotion.approve_hint", disabled=bool(left) or early, act="promotion.approve",
            )  # fmt: skip
            if why:
                with shown_errors():
                    acts.approve(desk, doc.id, doc.revision, why)
                    done("promotion.approved")
            if early or left:
                st.caption(T("promotion.too_early", since=opens(doc.year)) if early else T("promotion.undecided_left",
                                                                                           n=left))  # fmt: skip


def _decide(desk: Desk, doc: Promotion, chosen: Sequence[PromotionRow]) -> None:
    words = {v.value: v.label(lang()) for v in Verdict} | {"": T("promotion.take_back")}
    ready = [r.study for r in (chosen or doc.rows) if r.computed and r.decided is None]
    why = asked(
        "promotion.accept", need="optional", icon=":material/done_all:", name=doc.id, disabled=not ready,
        hint="promotion.accept_chosen" if chosen else "promotion.accept_all", act="promotion.decide",
    )  # fmt: skip
    if why:
        with shown_errors():
            acts.accept(desk, doc.id, doc.revision, ready, why)
            done("promotion.decided_n", n=len(ready))
    verdict = st.selectbox(T("promotion.verdict"), list(words), index=None, key=f"v:promotion.verdict:{doc.id}",
                           format_func=lambda v: words.get(v, str(v)), width=280,
                           placeholder=T("common.not_chosen"), disabled=not chosen)  # fmt: skip
    differs = bool(verdict) and any(r.computed is None or r.computed.value != verdict for r in chosen)
    why = asked("promotion.decide", need="required" if differs else "optional", icon=":material/gavel:", name=doc.id,
                disabled=not chosen or verdict is None, act="promotion.decide",
                hint="promotion.decide_differs" if differs else None)  # fmt: skip
    if why and verdict is not None:
        with shown_errors():
            to = Verdict(verdict) if verdict else None
            acts.decide(desk, doc.id, doc.revision, {r.study: to for r in chosen}, why)
            done("promotion.decided_n", n=len(chosen))


def _orders(desk: Desk, doc: Promotion) -> None:
    """What an approved promotion leads to: a draft of each kind of order its setting names, and those made already."""
    found = orders.planned(desk, doc)
    st.subheader(T("promotion.orders"), anchor=False)
    if not found:
        st.info(T("promotion.orders_not_set"), icon=":material/tune:")
        go("pages/kinds.py", "promotion.to_rules", icon="tune", sort="promotion_rules")
        return
    made = {r["kind"]: r for r in made_from(desk, doc.id)} if desk.may("order.read") else {}
    effective = day(f"promotion.order_day:{doc.id}") if desk.may("order.draft") else None
    for each in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap=None, width="stretch"):
                st.markdown(f"**{safe(each.name.get(lang()))}** · {T('orders_ui.students_n', n=len(each.rows))}")
                if each.moved:
                    st.caption(T("promotion.order_moved", n=len(each.moved)))
            if row := made.get(each.code):
                badge(OrderStatus(row["status"]))
                go("pages/order.py", "orders_ui.open", "open_in_new", f"order:{row['_id']}", id=row["_id"])
            elif desk.may("order.draft"):
                why = asked("orders_ui.draft", "optional", icon=":material/edit_document:", name=f"{doc.id}{each.code}",
                            disabled=not each.rows or effective is None, act="order.draft")  # fmt: skip
                if why and effective:
                    with shown_errors():
                        orders.draft(desk, doc, each.code, effective, why)
                        done("orders_ui.drafted")


def _papers(desk: Desk, doc: Promotion) -> None:
    if doc.state is PromotionState.approved:
        with shown_errors():
            _orders(desk, doc)
    if desk.may("student.export"):
        spoken = lang()
        given(T("progress.xlsx"), f"promotion-{doc.year}-v{doc.version}.xlsx", lambda: papers.xlsx(desk, doc, spoken),
              "promotion.xlsx", XLSX, icon=":material/table_view:")  # fmt: skip
