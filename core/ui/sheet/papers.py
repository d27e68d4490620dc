"""A printed sheet on the screen: its lines beside the record; and many sheets printed by filters."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import streamlit as st

from core.desk import Desk, Why
from core.i18n import number
from core.load.reading import departments
from core.sheets import printed, printing
from core.ui import jobs
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from schemas.base import LANGS, Id, Lang
from schemas.grade_sheet import GradeSheet
from schemas.words import Mark, StudyLanguage


def paper_beside_record(said: printed.Printed, sheet: GradeSheet) -> None:
    """Whether the paper is the office's, whether it still says what the record says, and every line of it."""
    if not said.genuine(sheet):
        st.error(T("sheets.paper_false"), icon=":material/gpp_bad:")
    if not printed.same_list(said, sheet):
        st.warning(T("sheets.paper_other_list", was=said.of, now=len(sheet.lines)), icon=":material/group_off:")
        return
    lines = printed.compared(said, sheet)
    differing = [x for x in lines if x.differs]
    if differing:
        st.error(T("sheets.paper_differs", n=len(differing), all=len(lines)), icon=":material/difference:")
        st.markdown(T("sheets.paper_where", lines=", ".join(str(x.n) for x in differing)))
    elif said.genuine(sheet):
        st.success(T("sheets.paper_agrees", n=len(lines)), icon=":material/verified:")
    if len(lines) < said.of:
        st.caption(T("sheets.paper_part", first=said.first + 1, last=said.first + len(lines), all=said.of))
    if not lines:
        return
    heads = {c.code: c.label.get(lang()) for c in sheet.form.columns}
    names = [heads.get(code) or T(f"sheets.paper_column_{code}") for code in printed.columns(sheet.form)]
    rows = [["№", T("sheets.student"), *(safe(name) for name in names)]]
    rows += [[str(x.n), safe(x.line.student.label.get(lang())), *(_cell(*c) for c in x.cells)] for x in lines]
    rows.insert(1, ["---:", "---", *["---:"] * len(names)])
    st.markdown("\n".join("| " + " | ".join(row) + " |" for row in rows))


def _cell(code: str, was: str, now: str) -> str:
    if was == now:
        return _said(code, now)
    before, after = (_whole(_said(code, text) or "—") for text in (was, now))
    return f":red-background[:red[**{before}\u00a0→\u00a0{after}**]]"


def _whole(text: str) -> str:
    """Text that no line breaks into: «B-» and an arrow stay together in a narrow column."""
    return text.replace(" ", "\u00a0").replace("-", "-\u2060")


def _said(code: str, text: str) -> str:
    if code == "mark":
        return safe(next((m.label(lang()) for m in Mark if m.value == text), text))
    try:
        return safe(number(Decimal(text), lang())) if text else ""
    except InvalidOperation:
        return safe(text)


def printing_panel(desk: Desk, term: Id | None, kind: str | None, status: str | None) -> None:
    """Many sheets to paper: those of the filters above, of one department if so wished; how many is told before."""
    with st.expander(T("sheets.print_many"), icon=":material/print:"):
        places = departments(desk)
        spoken_in = {x: StudyLanguage(x).label(lang()) for x in LANGS}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            place = st.selectbox(T("sheets.department"), [None, *places], key="v:print.department", width=260,
                                 format_func=lambda d: places[d].get(lang()) if d else T("common.all"))  # fmt: skip
            spoken: Lang = st.selectbox(
                T("sheets.print_language"), LANGS, LANGS.index(lang()), key="v:print.lang", width=160,
                format_func=lambda x: spoken_in[x],
            )  # fmt: skip
        ways = {True: T("sheets.print_one"), False: T("sheets.print_zip")}
        one = st.radio(T("sheets.print_as"), [True, False], horizontal=True, key="v:print.one",
                       format_func=lambda x: ways[x])  # fmt: skip
        copies = st.toggle(T("sheets.print_copies"), key="v:print.copies")
        chosen = printing.Chosen(term, kind, place, status)
        n = printing.count(desk, chosen)
        many = n > printing.MOST
        st.caption(T("sheets.print_too_many", most=printing.MOST) if many else T("sheets.print_count", n=n))
        busy = jobs.goes_on(desk, printing.JOB)
        if st.button(T("sheets.print_now"), disabled=many or busy or not n, icon=":material/print:", key="print:now"):
            with shown_errors():
                jobs.begun(printing.JOB, printing.begin(desk, chosen, printing.Way(spoken, one, copies), Why()))
                done("sheets.print_begun", n=n)
        if ended := jobs.news(desk, printing.JOB):
            st.session_state["print.ended"] = ended
        if (ended := st.session_state.get("print.ended")) is not None:
            with shown_errors():
                jobs.refused(ended)
                if ended.get("file"):
                    jobs.download(desk, ended)
