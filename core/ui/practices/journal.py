"""What comes in of a practice for many students at once: papers and marks; the journal of concerts and lessons."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pandas as pd
import streamlit as st

from core.desk import Desk, Why
from core.errors import Problem, Problems
from core.fields import describe
from core.practices import marking, reading
from core.practices.reading import Seen
from core.practices.rules import papers_of
from core.ui.forms import command, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.practices.placing import whom
from core.ui.style import shown
from core.ui.tables.canvas import table_typed
from schemas.practice import PracticeEvent, PracticePaper


def papers(desk: Desk, of: Seen) -> None:
    """One sort of paper for the whole group: who handed it in, with what mark."""
    st.caption(T("practices.papers_hint"))
    wanted = papers_of(of.kind) or list(PracticePaper)
    names = {p.value: p.label(lang()) for p in wanted}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        what = st.segmented_control(T("practices.paper"), list(names), required=True, default=next(iter(names)),
                                    key="v:practice.paper", format_func=lambda p: names.get(p, p))  # fmt: skip
        day = st.date_input(T("practices.handed_on"), desk.today(), max_value=desk.today(), format="DD.MM.YYYY",
                            key=f"v:handed:{of.practice.id}", width=180)  # fmt: skip
        judge = st.text_input(T("practices.judge"), desk.actor.name, key=f"v:judge:{of.practice.id}", width=300)
    sort = PracticePaper(what if what in names else next(iter(names)))
    open_ = reading.markable(desk, of)
    heads = {h: T(f"practices.head_{h}") for h in ("student", "handed", "mark", "note")}
    frame = pd.DataFrame(
        [[p.student.label.get(lang()), _had(p.paper(sort)), "", ""] for p in open_], columns=list(heads), dtype=str
    )
    key = f"papers:{of.practice.id}:{sort.value}:{of.practice.revision}"
    config = {h: st.column_config.TextColumn(w, disabled=h in ("student", "handed")) for h, w in heads.items()}
    typed = table_typed(frame, hide_index=True, column_config=config, key=key, width="stretch", num_rows="fixed",
                           height="content")  # fmt: skip
    only = st.multiselect(T("practices.handed_without_mark"), [p.id for p in open_], key=f"v:{key}:only",
                          format_func=lambda i: next((p.student.label.get(lang()) for p in open_ if p.id == i), i),
                          help=T("practices.handed_without_mark_hint"))  # fmt: skip
    if st.button(T("practices.hand_in"), type="primary", icon=":material/check:", key=f"send:{key}"):
        with shown_errors():
            rows = [
                {"placement": p.id, "what": sort, "day": day, "judge": judge.strip(), "mark": _mark(p.student.label, m),
                 "note": note or ""}
                for p, m, note in zip(open_, typed["mark"], typed["note"], strict=True)
                if (m or "").strip() or p.id in only
            ]  # fmt: skip
            if not rows:
                raise Problems([Problem("mark", "practices.nothing_typed")])
            marking.hand_in_many(desk, of.practice.id, rows, Why(command=command(key)))
            done("practices.handed_in", n=len(rows))


def _mark(who: object, text: str) -> Decimal | None:
    """A mark as typed; Problems that say whose it is."""
    said = (text or "").strip().replace(",", ".")
    if not said:
        return None
    try:
        found = Decimal(said)
    except InvalidOperation:
        found = Decimal(-1)
    if not (found.is_finite() and 0 <= found <= 100):
        raise Problems([Problem("mark", "practices.bad_mark", {"who": who, "mark": text.strip()[:20]})])
    return found


def _had(handed: object) -> str:
    from schemas.practice import Handed

    if not isinstance(handed, Handed):
        return "—"
    return shown(handed.day) + (f" · {shown(handed.mark)}%" if handed.mark is not None else "")


def events(desk: Desk, of: Seen) -> None:
    """A concert, a lesson or a rehearsal for the students who took part."""
    st.caption(T("practices.journal_hint"))
    mine = reading.markable(desk, of)
    chosen = whom(of, "journal", [p.id for p in mine if p.hours < of.practice.hours], mine)
    key, specs = f"journal:{of.practice.id}", [s for s in describe(PracticeEvent) if s.path not in ("id", "struck")]
    first = {"day": desk.today().isoformat(), "hours": "2"}
    filled = form(desk, specs, key, first, T("practices.record"), columns=3)
    if filled:
        with shown_errors(key):
            marking.record(desk, of.practice.id, chosen, filled.values, filled.why)
            done("practices.recorded", n=len(chosen))
    rows = sorted({(e.day, e.what, e.place, str(e.hours)) for p in of.students for e in p.events if not e.struck},
                  reverse=True)[:30]  # fmt: skip
    if rows:
        from core.ui.tables import plain_table

        st.subheader(T("practices.journal_last"), anchor=False)
        who = {r: sum(any((e.day, e.what, e.place, str(e.hours)) == r and not e.struck for e in p.events)
                      for p in of.students) for r in rows}  # fmt: skip
        heads = [T(f"practices.head_{h}") for h in ("day", "what", "place", "hours_each", "n")]
        plain_table(heads, [[shown(r[0]), r[1], r[2] or "—", shown(Decimal(r[3])), who[r]] for r in rows], right=(3, 4),
                    widths=(110, 380, 260, 110, 90))  # fmt: skip
