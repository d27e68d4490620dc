"""One practice: what is ready and missing, its students, what is done with them, order, sheet, papers."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import files
from core.db.codec import plain
from core.desk import Desk
from core.fields import described
from core.practices import acts, paper, reading
from core.practices.reading import Seen
from core.practices.rules import Ordered
from core.ui.files import brought, given, offered
from core.ui.forms import asked, flat, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.practices import journal, placing, steps
from core.ui.practices.lists import days, lacking
from core.ui.style import badge, facts, metrics, safe, shown
from core.ui.tables import headed, picked
from schemas.base import Id
from schemas.practice import Practice, PracticeState

COLOURS = {PracticeState.open: "orange", PracticeState.closed: "green", PracticeState.cancelled: "gray"}
TABS = ("students", "placing", "papers", "journal", "order", "settings")
WIDTHS = {"student": 240, "base": 300, "supervisor": 220, "order": 140, "papers": 150, "hours": 90, "missing": 360}


def screen(desk: Desk, id: Id) -> None:
    """The practice; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, reading.get(desk, id))


def _draw(desk: Desk, of: Seen) -> None:
    kept = of.practice
    opened(desk, "practice", "practices", kept.id, kept.label().kk)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(kept.label().get(lang())), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])  # type: ignore[arg-type]
    facts([
        (described(Practice, "kind").label(lang()), reading.kinds()[kept.kind].get(lang())),
        (T("practices.paper_days"), f"{shown(kept.starts)} – {shown(kept.ends)}"),
        (described(Practice, "hours").label(lang()), shown(kept.hours)),
        (T("practices.head_department"), kept.department.label.get(lang()) if kept.department else "—"),
        (described(Practice, "group").label(lang()), kept.group or "—"),
    ], columns=5)  # fmt: skip
    n = len(of.students)
    metrics([
        (T("practices.head_placed"), f"{sum(p.placed for p in of.students)} / {n}", None),
        (T("practices.head_ordered"), f"{of.ordered} / {n}", None),
        (T("practices.head_ready"), f"{of.ready} / {n}", T("practices.ready_hint")),
        (T("practices.sheet"), _sheet(of), None),
    ])  # fmt: skip
    _missing(desk, of)
    names = {t: T(f"practices.tab_{t}") for t in _tabs(desk, of)}
    st.session_state.setdefault("v:practice.tab", TABS[0])
    if st.session_state["v:practice.tab"] not in names:
        st.session_state["v:practice.tab"] = TABS[0]
    tab = st.segmented_control(T("practices.view"), list(names), required=True, key="v:practice.tab",
                               format_func=names.__getitem__, label_visibility="collapsed")  # fmt: skip
    if tab == "placing":
        placing.draw(desk, of)
    elif tab == "papers":
        journal.papers(desk, of)
    elif tab == "journal":
        journal.events(desk, of)
    elif tab == "order":
        steps.draw(desk, of)
    elif tab == "settings":
        _settings(desk, of)
    else:
        _students(desk, of)


def _tabs(desk: Desk, of: Seen) -> list[str]:
    """What this user does with a practice that goes on; of one that is over only its students, order and sheet."""
    going = of.practice.status is PracticeState.open
    rights = {"placing": "practice.place", "papers": "practice.mark", "journal": "practice.mark",
              "settings": "practice.edit"}  # fmt: skip
    return [t for t in TABS if t not in rights or going and desk.may(rights[t])]


def _sheet(of: Seen) -> str:
    from schemas.words import SheetStatus

    return SheetStatus(of.sheet["status"]).label(lang()) if of.sheet else T("practices.no_sheet")


def _missing(desk: Desk, of: Seen) -> None:
    if of.practice.status is not PracticeState.open:
        return
    if not of.missing:
        st.success(T("practices.all_there"), icon=":material/task_alt:")
        return
    late = [x for x in of.missing if x[0].left(desk.today()) < 0]
    lines = [f"- {safe(lacking(lack, n))} — {shown(lack.due)}, {safe(days(lack.left(desk.today())))}"
             for lack, n in of.missing]  # fmt: skip
    (st.error if late else st.info)("\n".join(lines), icon=":material/pending_actions:")


def _students(desk: Desk, of: Seen) -> None:
    for one in of.students:
        if of.orders.by(one.study) is Ordered.changed:
            st.warning(T("practices.changed_after_order"), icon=":material/rule:")
            break
    rows = [
        {
            "_id": p.id, "student": p.student.label.get(lang()), "base": paper.where(p, lang()) if p.placed else "—",
            "supervisor": p.place.supervisor.label.get(lang()) if p.place.supervisor else "—",
            "order": T(f"practices.ordered_{of.orders.by(p.study).value}"),
            "papers": ", ".join(dict.fromkeys(T(f"practices.short_{h.what.value}") for h in p.papers)) or "—",
            "hours": f"{shown(p.hours)} / {shown(of.practice.hours)}",
            "missing": "; ".join(T(f"practices.lack_{x.code}") for x in of.lacks[p.id]) or "—",
        }
        for p in of.students
    ]  # fmt: skip
    columns = [headed(h, f"practices.head_{h}") for h in ("student", "base", "supervisor", "order", "papers", "hours",
                                                          "missing")]  # fmt: skip
    if chosen := picked("practice.students", columns, rows, size=len(rows) + 1, widths=WIDTHS):
        st.query_params.from_dict({"id": of.practice.id, "student": chosen})
        st.rerun()
    st.caption(T("practices.click_student"))
    with st.container(horizontal=True):
        if of.practice.programme:
            offered(desk, of.practice.programme, f"programme:{of.practice.id}", "practice", "practices", of.practice.id,
                    of.practice.label().kk, words=T("practices.programme"))  # fmt: skip
        if any(p.placed for p in of.students):
            given(T("practices.paper_list"), f"practice-{of.practice.section.label.kk}-{lang()}.pdf",
                  partial(paper.placements, desk, of.practice.id, lang()), f"practice:list:{of.practice.id}",
                  icon=":material/print:")  # fmt: skip


def _settings(desk: Desk, of: Seen) -> None:
    kept = of.practice
    came, went = reading.joined(desk, of)
    if came or went:
        st.warning(T("practices.list_differs", came=came, went=went), icon=":material/group_add:")
        if why := asked("practices.follow", "optional", "primary", ":material/sync:", kept.id, act="practice.follow"):
            with shown_errors():
                acts.follow(desk, kept.id, kept.revision, why)
                done("practices.followed")
    key, specs = f"practice:{kept.id}", [described(Practice, n) for n in ("kind", "starts", "ends", "hours")]
    held = brought(desk, T("practices.programme"), f"{key}:{kept.revision}:file")
    filled = form(desk, specs, key, flat(specs, kept), revision=kept.revision)
    if filled:
        with shown_errors(key):
            programme = files.ready(desk, *held) if held else None
            acts.change(desk, kept.id, filled.revision, plain(filled.values), programme, filled.why)
            done("practices.changed")
    with st.container(horizontal=True):
        close = asked("practices.close", "optional", "primary", ":material/lock:", kept.id, "practices.close_hint",
                      act="practice.close")  # fmt: skip
        gone = asked("practices.cancel", icon=":material/event_busy:", name=kept.id, act="practice.cancel")
    with shown_errors():
        if close:
            acts.close(desk, kept.id, kept.revision, close)
            done("practices.closed")
        if gone:
            acts.cancel(desk, kept.id, kept.revision, gone)
            done("practices.cancelled")
