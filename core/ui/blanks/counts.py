"""Stock-taking: begun, what was found typed as spans, finished or stopped; a finished one on paper."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import blanks
from core.blanks import numbers, papers, reading
from core.desk import Desk
from core.fields import described
from core.ui.blanks.parts import AREA, commission, field, named, paper, spans_said, to
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import badge, safe, shown
from core.ui.tables import plain_table
from schemas.blank import BlankCount, CountRow, CountStatus, CountWhy, Waybill


def screen(desk: Desk) -> None:
    """The list and the way to a new one; or one of them."""
    if id := st.query_params.get("count"):
        if st.button(T(f"{AREA}.counts_back"), icon=":material/arrow_back:", type="tertiary"):
            to(tab="counts")
        with shown_errors():
            one(desk, reading.count_sheet(desk, id))
        return
    found = reading.count_sheets(desk)
    if desk.may("blank.count") and not any(c.status is CountStatus.draft for c in found):
        _start(desk)
    if not found:
        empty(f"{AREA}.counts_none")
    for count in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            badge(count.status, "orange" if count.status is CountStatus.draft else "gray")
            kinds = ", ".join(named(k) for k in count.kinds) or T(f"{AREA}.all_kinds")
            st.markdown(safe(f"№ {count.number} · {shown(count.day)} · {count.why.label(lang())} · {kinds}"))
            if st.button(T("common.open"), key=f"count:{count.id}", type="tertiary"):
                to(tab="counts", count=count.id)


def _start(desk: Desk) -> None:
    key = "blanks:count"
    with st.expander(T(f"{AREA}.count_new"), icon=":material/inventory:"):
        st.caption(T(f"{AREA}.count_hint"))
        specs = [described(BlankCount, f) for f in ("why", "day", "kinds", "commission")]
        filled = form(desk, specs, key, {"day": desk.today().isoformat(), "commission": commission(desk)},
                      T(f"{AREA}.count_start"), act="blank.count")  # fmt: skip
        if filled:
            with shown_errors(key):
                v = filled.values
                made = blanks.start_count(desk, v["kinds"], CountWhy(v["why"]), date.fromisoformat(v["day"]),
                                          v["commission"], filled.why)  # fmt: skip
                st.query_params.from_dict({"tab": "counts", "count": made.id})
                done(f"{AREA}.count_started", number=made.number)


def one(desk: Desk, count: BlankCount) -> None:
    """One stock-taking: what the book says, what was found, what differs."""
    st.subheader(T(f"{AREA}.count_no", number=count.number), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        badge(count.status)
        st.caption(safe(f"{shown(count.day)} · {count.why.label(lang())}"), width="content")
    draft, may = count.status is CountStatus.draft, desk.may("blank.count")
    plain_table(
        [T(f"{AREA}.head.{w}") for w in ("kind", "series", "book", "actual", "differs", "shortage", "surplus")],
        [[named(r.kind), r.series or "—", r.book, r.actual, f"{r.actual - r.book:+d}",
          spans_said(r.shortage, r.kind) or "—", spans_said(r.surplus, r.kind) or "—"] for r in count.rows],
        right=(2, 3, 4), widths=(250, 70, 90, 90, 90, 200, 200),
    )  # fmt: skip
    if count.status is CountStatus.done:
        paper(desk, f"stock-taking-{count.number.replace('/', '-')}",
              lambda spoken: papers.statement(desk, count, spoken), "blank_counts", count.id)  # fmt: skip
    if not (draft and may):
        return
    for row in count.rows:
        _row(desk, count, row)
    _other(desk, count)
    short = sum(max(0, r.book - r.actual) for r in count.rows)
    if short:
        st.warning(T(f"{AREA}.count_short", n=short), icon=":material/warning:")
    with st.container(horizontal=True):
        why = asked(f"{AREA}.count_finish", "optional", type="primary", icon=":material/check:", name=count.id,
                    hint=f"{AREA}.count_finish_hint")  # fmt: skip
        if why:
            with shown_errors():
                blanks.finish_count(desk, count.id, count.revision, why)
                done(f"{AREA}.count_done")
        why = asked(f"{AREA}.count_cancel", type="tertiary", icon=":material/block:", name=count.id)
        if why:
            with shown_errors():
                blanks.cancel_count(desk, count.id, count.revision, why)
                done(f"{AREA}.count_cancelled")


def _row(desk: Desk, count: BlankCount, row: CountRow) -> None:
    key = f"blanks:found:{count.id}:{row.kind}:{row.series}"
    with st.expander(safe(f"{named(row.kind)} {row.series}"), icon=f":material/{'check' if row.noted else 'edit'}:",
                     expanded=not row.noted):  # fmt: skip
        filled = form(desk, [field("found", "found", required=False, kind="area")], key,
                      {"found": spans_said(row.found, row.kind)}, T("common.save"),
                      revision=count.revision)  # fmt: skip
        if filled:
            with shown_errors(key):
                typed = filled.values["found"]
                found = numbers.parsed(typed, "found") if typed else []
                blanks.note_found(desk, count.id, filled.revision, row.kind, row.series, found, filled.why)
                done(f"{AREA}.found_saved", n=sum(s.count for s in found))


def _other(desk: Desk, count: BlankCount) -> None:
    """A kind or series that no book knows lies there, too."""
    key = f"blanks:found:{count.id}"
    with st.expander(T(f"{AREA}.found_other"), icon=":material/add:"):
        specs = [described(Waybill, "kind"), described(Waybill, "series"), field("found", "found", kind="area")]
        filled = form(desk, specs, key, {}, T("common.save"), revision=count.revision)
        if filled:
            with shown_errors(key):
                v = filled.values
                found = numbers.parsed(v["found"], "found")
                blanks.note_found(desk, count.id, filled.revision, v["kind"], v["series"], found, filled.why)
                done(f"{AREA}.found_saved", n=sum(s.count for s in found))
