"""What a definition says on the records of today while it is written: newest periods, first rows, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.db.codec import digest, plain
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import number
from core.indicators import trying
from core.indicators.definition import body_of, shown
from core.indicators.drafts import Reading
from core.indicators.trying import Look
from core.sources import askable, source_of
from core.ui.indicators.board import SIGNS, worded
from core.ui.messages import sentence
from core.ui.page import T, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from core.ui.tables.cells import text
from schemas.kinds import IndicatorKind, Kind

# The look stays in sight while one writes; fixed words only, no value ever stands in them.
STYLE = (
    "[data-testid=stColumn]:has(.st-key-indicator-look){position:sticky;top:4rem;align-self:flex-start;"
    "max-height:calc(100vh - 5rem);overflow-y:auto}"
)


def look(desk: Desk, now: Reading) -> None:
    """Draw it."""
    st.html(f"<style>{STYLE}</style>")
    with st.container(border=True, key="indicator-look"):
        st.markdown(f"**{T('indicator_editor.look')}**")
        if now.kind is None:
            st.caption(T("indicator_editor.look_later"))
            return
        try:
            found = _found(desk, now.kind, trying.LIVE)
            if any(t.found is None for t in found.tried):
                st.caption(T("indicator_editor.too_many", n=number(trying.LIVE, lang())))
                if st.button(T("indicator_editor.count"), key="indicator.count", icon=":material/calculate:"):
                    found = _found(desk, now.kind, trying.ASKED)
        except OfficeError as e:
            st.info(safe(sentence(e)), icon=":material/info:")
            return
        _periods(body_of(now.kind), found)
        _rows(desk, body_of(now.kind), found)


def _found(desk: Desk, kind: Kind, price: int) -> Look:
    # Rows are within the user's own reach, so he is in the key; a minute old is live enough for one who writes.
    key = digest([plain(kind.body), desk.today().isoformat(), price])
    return _looked(key, desk.actor.id, desk.store.name, kind, price, desk)


@st.cache_data(ttl="1m", max_entries=100, show_spinner=False)
def _looked(key: str, user: str, base: str, _kind: Kind, _price: int, _desk: Desk) -> Look:
    return trying.look(_desk, _kind, _price)


def _periods(body: IndicatorKind, found: Look) -> None:
    rows = []
    for tried in found.tried:
        of = tried.found
        below = "" if of is None or of.denominator is None else f" / {number(of.denominator, lang())}"
        rows.append([
            tried.period.name.get(lang()), f"{number(of.numerator, lang())}{below}" if of else "—",
            f"{SIGNS[of.light]} {worded(body, of.value)}" if of else "—",
        ])  # fmt: skip
    if not rows:
        st.caption(T("indicator_editor.no_periods"))
        return
    heads = [T(f"indicators.{h}") for h in ("period", "of", "value")]
    plain_table(heads, rows, right=(1, 2))
    if not any(t.found and t.found.value is not None for t in found.tried):
        st.caption(T("indicator_editor.no_data"))
    st.caption(T("indicator_editor.reads", n=number(found.reads, lang())))


def _rows(desk: Desk, body: IndicatorKind, found: Look) -> None:
    """The first rows that count."""
    fields = askable(source_of(body.source), desk.actor.role)
    paths = [p for p in shown(body) if p in fields]
    if found.period is None or not paths:
        return
    st.markdown(f"**{safe(T('indicator_editor.rows', period=found.period.name.get(lang())))}**")
    columns = [(p.replace(".", "_"), replace(fields[p], path=p.replace(".", "_"))) for p in paths]
    flat = [{p.replace(".", "_"): r[p] for p in paths} for r in found.rows]
    plain_table(_heads([s.label(lang()) for _, s in columns]), [[text(c, r, lang()) for c in columns] for r in flat])


def _heads(words: Sequence[str]) -> list[str]:
    """Headings that differ, as a table asks."""
    return [w if words.index(w) == n else f"{w} · {n + 1}" for n, w in enumerate(words)]


__all__ = ["look"]
