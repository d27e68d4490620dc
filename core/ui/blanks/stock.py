"""Stock of blanks: will they last, the balance of any period with its arithmetic, numbers by state."""

from __future__ import annotations

import streamlit as st

from core.blanks import balance, needs, papers, steps
from core.blanks.needs import Need
from core.desk import Desk
from core.ui.blanks.parts import AREA, named, period, table_file
from core.ui.page import T, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.blank import BlankStatus


def screen(desk: Desk) -> None:
    """The whole part."""
    _needs(desk)
    st.subheader(T(f"{AREA}.balance"), anchor=False)
    st.caption(T(f"{AREA}.balance_hint"))
    first, last = period(desk)
    rows = balance.stock(desk, first, last)
    if not rows:
        empty(f"{AREA}.stock_none", f"{AREA}.stock_none_hint")
        return
    plain_table(
        [T(f"{AREA}.head.{w}") for w in papers.STOCK],
        [[named(r.kind), r.series or "—", r.opening, r.received, r.issued, r.written_off, r.balance,
          f"{r.opening} + {r.received} − {r.issued} − {r.written_off} = {r.balance}"] for r in rows],
        right=(2, 3, 4, 5, 6), widths=(250, 70, 90, 90, 90, 110, 90, 210),
    )  # fmt: skip
    spoken = lang()  # the file is made on a thread that has no screen
    with st.container(horizontal=True):
        table_file(desk, f"blanks-stock-{(last or desk.today()).isoformat()}",
                   lambda: papers.stock_xlsx(desk, first, last, spoken))  # fmt: skip
    _states(desk)


def _states(desk: Desk) -> None:
    found = balance.states(desk)
    used = [s for s in BlankStatus if any(s in row for row in found.values())]
    st.subheader(T(f"{AREA}.states"), anchor=False)
    plain_table(
        [T(f"{AREA}.head.kind"), T(f"{AREA}.head.series"), *(s.label(lang()) for s in used)],
        [[named(kind), series or "—", *(row.get(s, 0) for s in used)] for (kind, series), row in sorted(found.items())],
        right=range(2, 2 + len(used)), widths=(250, 70),
    )  # fmt: skip


def _needs(desk: Desk) -> None:
    found = needs.needs(desk)
    short = [n for n in found if n.short]
    if not short:
        st.success(T(f"{AREA}.enough"), icon=":material/check_circle:")
    else:
        with st.container(border=True, gap="small"):
            st.subheader(T(f"{AREA}.short"), anchor=False)
            for need in short:
                st.markdown(f":orange[:material/warning:] **{safe(need.name.get(lang()))}** · {safe(_why(need))}")
    _ahead([n for n in found if n.each])


def _ahead(found: list[Need]) -> None:
    """What the next graduation will take, however far it is."""
    if not found:
        return
    with st.expander(T(f"{AREA}.ahead", day=found[0].graduation), icon=":material/event_upcoming:"):
        st.caption(T(f"{AREA}.ahead_hint", months=steps.rules().months))
        plain_table(
            [T(f"{AREA}.head.{w}") for w in ("kind", "need", "in_stock", "left")],
            [[n.name.get(lang()), f"{n.graduates} × {shown(n.each)} = {n.needed}", n.stock,
              f"{n.stock} − {n.needed} = {n.stock - n.needed}".replace("= -", "= −")] for n in found],
            right=(2,),
        )  # fmt: skip


def _why(need: Need) -> str:
    """Why a kind is short, with the arithmetic."""
    said = []
    if need.watched and need.needed > need.stock:
        said.append(T(f"{AREA}.short_graduation", day=need.graduation, graduates=need.graduates, each=shown(need.each),
                      needed=need.needed, stock=need.stock, missing=need.needed - need.stock))  # fmt: skip
    if need.stock < need.low:
        said.append(T(f"{AREA}.short_low", stock=need.stock, low=need.low))
    return " ".join(said)
