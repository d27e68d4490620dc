"""Those who are ready get numbers of the registration book: a few at once, a year as a work that may be stopped."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.desk import Desk
from core.diplomas import registering, work
from core.diplomas.checks import Light
from core.ui import jobs
from core.ui.diplomas import parts
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang, tell
from core.ui.tables import plain_table


def screen(desk: Desk, at: int) -> None:
    """The view: who is ready, the day, the press."""
    if ended := jobs.news(desk, work.KIND):
        with shown_errors():
            jobs.refused(ended)
        if result := ended["result"]:
            tell("diplomas_page.registered", n=result["done"])
            done("diplomas_page.registered", n=result["done"])
    if jobs.goes_on(desk, work.KIND):
        return
    found = [x for x in parts.lines(desk, at) if x.waits]
    ready = [x for x in found if x.light is not Light.red]
    if not ready:
        empty("diplomas_page.none_ready", "diplomas_page.none_ready_hint")
        return
    st.caption(T("diplomas_page.register_hint", ready=len(ready), short=len(found) - len(ready)))
    plain_table(
        [T(f"diplomas_page.head.{h}") for h in ("name", "student", "group", "kind", "lacks")],
        [[x.name.get(lang()), x.number, x.group, x.kind.get(lang()), "; ".join(map(parts.words, x.lacks)) or "—"]
         for x in ready], widths=(230, 110, 90, 210),
    )  # fmt: skip
    out = parts.left_out({x.study: x.name.get(lang()) for x in ready}, f"diplomas_page.out:{at}")
    chosen = [x for x in ready if x.study not in out]
    pairs = [x.pair for x in chosen]
    suffice = parts.blanks(desk, [x.takes for x in chosen])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(T("diplomas_page.dated"), desk.today(), format="DD.MM.YYYY", width=200,
                            max_value=desk.today(), key=f"v:diplomas_page.dated:{at}")  # fmt: skip
        why = asked("diplomas_page.register", "optional", "primary", ":material/menu_book:", str(at),
                    disabled=not pairs or not suffice or not isinstance(day, date), act="diploma.register")  # fmt: skip
        st.markdown(T("diplomas_page.chosen", n=len(pairs)), width="content")
    if why and isinstance(day, date):
        with shown_errors():
            if len(pairs) <= registering.MOST:
                registering.register(desk, at, pairs, day, why)
                done("diplomas_page.registered", n=len(pairs))
            jobs.begun(work.KIND, work.begin(desk, at, pairs, day, why))
            done("diplomas_page.begun", n=len(pairs))


__all__ = ["screen"]
