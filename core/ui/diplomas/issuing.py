"""From the press to the holder: those to be printed, those that wait for their holders, those handed over."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.desk import Desk
from core.diplomas import book, reading, work
from core.ui.diplomas import credential, files, parts
from core.ui.files import given
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import metrics, shown
from core.ui.tables import headed, picked
from schemas.base import Id
from schemas.diploma import Diploma, DiplomaStatus

S = DiplomaStatus
STATES = (S.registered, S.printed, S.issued)
HEADS = {
    S.registered: ("number", "name", "group", "dated", "blanks"),
    S.printed: ("number", "name", "group", "dated", "waits", "blanks"),
    S.issued: ("number", "name", "group", "handed", "how", "recipient"),
}


def screen(desk: Desk, at: int) -> Id | None:
    """The view; the id of the diploma that was clicked."""
    found = reading.standing(desk, at, *STATES)
    if not found:
        empty("diplomas_page.none_registered", "diplomas_page.none_registered_hint")
        return None
    by = {s: [d for d in found if d.status is s] for s in STATES}
    metrics((s.label(lang()), len(by[s]), None) for s in STATES)
    names = {s.value: T(f"diplomas_page.issue.{s.value}", n=len(by[s])) for s in STATES}
    first = next(s.value for s in STATES if by[s])
    which = st.segmented_control(T("diplomas_page.view.issue"), list(names), default=first, required=True,
                                 key=f"v:diplomas_page.issue:{at}", format_func=lambda s: names.get(s, str(s)),
                                 label_visibility="collapsed")  # fmt: skip
    state = S(which or first)
    shown_now = by[state]
    if not shown_now:
        st.success(T("diplomas_page.none_such"), icon=":material/task_alt:")
        return None
    if state is S.registered and desk.may("diploma.print"):
        files.panel(desk, at, shown_now)
        _printed(desk, at, shown_now)
    elif desk.may("diploma.print"):  # what is still to be printed is signed with its files
        credential.many(desk, shown_now)
    if state is S.printed:
        spoken = lang()
        given(T("diplomas_page.issue_list"), f"issue-{at}.pdf", lambda: book.issue_list(desk, shown_now, at, spoken),
              "diplomas.issue", icon=":material/print:")  # fmt: skip
    columns = [headed(h, f"diplomas_page.head.{h}", "int" if h == "waits" else "text") for h in HEADS[state]]
    st.caption(T("diplomas_page.click"))
    return picked("diplomas.issue", columns, [_row(desk, d) for d in shown_now], size=len(shown_now) + 1,
                  widths={"name": 240, "blanks": 420})  # fmt: skip


def _row(desk: Desk, of: Diploma) -> dict[str, object]:
    handed = of.handed
    return {
        "_id": of.id, "number": of.number, "name": of.name.get(lang()), "group": of.group, "dated": shown(of.dated),
        "blanks": ", ".join(s.number for s in of.sheets if s.number), "waits": reading.waiting(of, desk.today()),
        "handed": shown(handed.day) if handed else "", "how": handed.how.label(lang()) if handed else "",
        "recipient": handed.name if handed else "",
    }  # fmt: skip


def _printed(desk: Desk, at: int, found: Sequence[Diploma]) -> None:
    """Those that came out well, in one press."""
    out = parts.left_out({d.id: f"{d.number} · {d.name.get(lang())}" for d in found}, f"diplomas_page.unprinted:{at}")
    ids = [d.id for d in found if d.id not in out]
    why = asked("diplomas_page.printed", "optional", "primary", ":material/print:", str(at),
                "diplomas_page.printed_hint", not ids, "diploma.print")  # fmt: skip
    if why:
        with shown_errors():
            done("diplomas_page.printed_done", n=work.printed(desk, ids, why))


__all__ = ["screen"]
