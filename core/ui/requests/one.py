"""One letter: what it is, its clock, its resolutions and answers, what was sent; what may be done with it now."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import house, reports, requests
from core.desk import Desk
from core.fields import described
from core.requests.paper import theirs, who
from core.ui.files import given, offered
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.reports.actions import again
from core.ui.requests import steps
from core.ui.requests.said import COLOURS, colour, outcome, said
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.kinds import Sort
from schemas.letter import Dispatch, Letter, LetterDirection, Reply


def screen(desk: Desk, id: Id) -> None:
    """The letter; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, requests.get(desk, id))


def _draw(desk: Desk, kept: Letter) -> None:
    opened(desk, "request", "letters", kept.id, kept.label().kk)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(f"{kept.direction.label(lang())} № {kept.number}"), anchor=False, width="content")
        badge(kept.status, COLOURS[kept.status])
        [left] = requests.clocks(desk.store, desk.today(), [kept])
        if left:
            st.badge(safe(said(left)), color=colour(left), icon=":material/timer:")
        elif found := outcome(kept):
            st.badge(safe(found[0]), color=found[1], icon=":material/timer:")
    st.markdown(f"**{safe(kept.subject)}**")
    _facts(kept)
    if kept.text:
        with st.container(border=True):
            st.markdown(safe(kept.text))
    _papers(desk, kept)
    _life(kept)
    _links(desk, kept)
    _reports(desk, kept)
    _sent(desk, kept)
    steps.draw(desk, kept)


def _label(name: str) -> str:
    return described(Letter, name).label(lang())


def _facts(kept: Letter) -> None:
    kind = house.current().sorts.get(Sort.request, {}).get(kept.kind)
    outgoing = kept.direction is LetterDirection.outgoing
    items = [
        (T("requests.to_whom" if outgoing else "requests.from_whom"), who(kept, lang())),
        (T("requests.theirs"), theirs(kept)), (_label("day"), shown(kept.day)),
        (T("requests.folder"), kept.folder.label.get(lang())), (_label("pages"), shown(kept.pages)),
    ]  # fmt: skip
    if not outgoing:
        items += [(_label("kind"), kind.name.get(lang()) if kind else ""), (_label("due"), _due(kept)),
                  (_label("responsible"), shown(kept.responsible.label if kept.responsible else None))]  # fmt: skip
    dated = (("answered_on", kept.answered_on), ("sent_on", kept.sent_on), ("closed_on", kept.closed_on))
    items += [(_label(name), shown(value)) for name, value in dated if value]
    if kept.filed:
        items.append((_label("filed"), ", ".join(x for x in (kept.filed.label.get(lang()), kept.sheets) if x)))
    if kept.withdrawn:
        items.append((T("requests.why_withdrawn"), kept.withdrawn))
    facts(items, columns=4)


def _due(kept: Letter) -> str:
    if kept.first_due and kept.first_due != kept.due:
        return f"{shown(kept.due)} ({T('requests.was_due', day=kept.first_due)})"
    return shown(kept.due)


def _papers(desk: Desk, kept: Letter) -> None:
    with st.container(horizontal=True):
        if kept.printed is not None:
            name = f"letter-{kept.number.replace('/', '-')}.pdf"
            given(T("requests.pdf"), name, partial(requests.letter_pdf, desk, kept.id), f"letter:pdf:{kept.id}",
                  icon=":material/print:")  # fmt: skip
        for n, file in enumerate(kept.files):
            offered(desk, file, f"letter:file:{kept.id}:{n}", "request", "letters", kept.id, kept.number,
                    words=file.label.kk)  # fmt: skip


def _life(kept: Letter) -> None:
    lines = [(r.at, r.by.name, T("requests.line_resolution"), r.text) for r in kept.resolutions]
    lines += [(m.at, m.by.name, T("requests.line_move", to=m.to.label), m.words) for m in kept.moves]
    lines += [(e.at, e.by.name, T("requests.line_extend", was=e.was, until=e.until), f"{e.words} ({e.basis})")
              for e in kept.extensions]  # fmt: skip
    lines += [(r.at, r.by.name, _reply(r), r.text) for r in kept.replies]
    if lines:
        st.subheader(T("requests.life"), anchor=False)
        rows = [(shown(at), by, what, words or "—") for at, by, what, words in sorted(lines, key=lambda x: x[0])]
        heads = [T(f"requests.head_{h}") for h in ("at", "by", "what", "words")]
        plain_table(heads, rows, widths=(130, 190, 260, 420), tall=True)


def _reply(of: Reply) -> str:
    said = T("requests.line_reply", letter=of.letter.label)
    return f"{said} · {T('requests.by_report')}" if of.report else said


def _links(desk: Desk, kept: Letter) -> None:
    for other in requests.linked(desk, kept):
        back = kept.answers is not None and other.id == kept.answers.id
        words = T("requests.answers_to" if back else "requests.answered_by", letter=other.label())
        if st.button(safe(words), type="tertiary", key=f"linked:{other.id}", icon=":material/link:"):
            st.query_params.from_dict({"id": other.id})
            st.rerun()


def _reports(desk: Desk, kept: Letter) -> None:
    """The saved reports the answers were made by: looked at, or begun anew for the next year in one press."""
    for of in reports.answering(desk, [r.report for r in kept.replies]):
        with st.container(horizontal=True, vertical_alignment="center"):
            words = safe(T("requests.open_report", name=of.name))
            if st.button(words, key=f"letter.report:{of.id}", icon=":material/table_chart:", type="tertiary"):
                st.switch_page("pages/reports.py", query_params={"id": of.id})
            if desk.may("report.make") and st.button(
                T("report_builder.again"), key=f"letter.again:{of.id}", icon=":material/event_repeat:",
                type="tertiary", help=T("report_builder.again_help"),
            ):  # fmt: skip
                again(desk, of)


def _sent(desk: Desk, kept: Letter) -> None:
    lines = requests.sent(desk, kept.id)
    if not lines:
        return
    st.subheader(T("requests.sent_log"), anchor=False)
    names = ("at", "what", "to", "way", "mark")
    rows = [[shown(getattr(x, n)) for n in names] + [x.by.name] for x in lines]
    heads = [*(described(Dispatch, n).label(lang()) for n in names), T("requests.head_by")]
    plain_table(heads, rows, widths=(130, 280, 260, 170, 140, 180))


__all__ = ["screen"]
