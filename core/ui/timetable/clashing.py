"""Everything in a term that wants one room, person or student in two places, as a list and a file."""

from __future__ import annotations

import streamlit as st

from core import export, references, timetable
from core.desk import Desk
from core.i18n import t, weekday_name
from core.timetable.clashes import Clash, Slot
from core.ui.page import T, empty, lang
from core.ui.tables import plain_table
from schemas.base import Lang
from schemas.term import Term

SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def clashes(desk: Desk, term: Term) -> None:
    """The whole tab."""
    mine = (desk.actor.role.value, tuple(desk.actor.assigned.get("faculty", ())))
    stand = (references.generation(desk, "lessons"), references.generation(desk, "sections"))
    with st.spinner(T("timetable.clashes_look")):
        found = _found(desk.store.name, term.id, mine, stand, desk, term)
    if not found:
        empty("timetable.clashes_none")
        return
    kinds = [k for k in ("room", "teacher", "accompanist", "student") if any(c.about == k for c in found)]
    names = {k: f"{T(f'timetable.about_of.{k}')} ({sum(c.about == k for c in found)})" for k in kinds}
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        about = st.segmented_control(
            T("timetable.about"), kinds, key="v:timetable.about", format_func=names.__getitem__
        )
        spoken = lang()
        st.download_button(
            T("common.export_xlsx"), lambda: export.xlsx(heads(spoken), [line(c, spoken) for c in found], "1"),
            f"clashes-{term.code}.xlsx", XLSX, icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    shown = [c for c in found if about is None or c.about == about]
    st.caption(T("timetable.clashes_found", n=len(shown)))
    plain_table(heads(spoken), [line(c, spoken) for c in shown[:SHOWN]])
    if len(shown) > SHOWN:
        st.caption(T("timetable.clashes_first", n=SHOWN))


@st.cache_data(max_entries=8, show_spinner=False)
def _found(db: str, term: str, mine: object, stand: object, _desk: Desk, _term: Term) -> list[Clash]:
    """The clashes of a term, looked for anew only when a lesson or a section changed; one's part is in the key."""
    return timetable.term_clashes(_desk, _term)


def heads(lang: Lang) -> list[str]:
    """Headings of the list."""
    return [t(f"timetable.{k}", lang) for k in ("about", "who", "when", "one", "other")]


def line(clash: Clash, lang: Lang) -> list[str]:
    """A clash in words."""
    day = weekday_name(int(clash.one.weekday) - 1, lang)
    return [
        t(f"timetable.about_of.{clash.about}", lang), clash.who.label.get(lang), day,
        _said(clash.one, lang), _said(clash.other, lang),
    ]  # fmt: skip


def _said(slot: Slot, lang: Lang) -> str:
    weeks = {"odd": t("timetable.odd_short", lang), "even": t("timetable.even_short", lang)}.get(slot.weeks, "")
    room = slot.room.label.get(lang) if slot.room else ""
    words = (f"{slot.starts}–{slot.ends}", weeks, room, slot.section.label.get(lang), slot.discipline.label.get(lang))
    return " · ".join(w for w in words if w)
