"""Files of a curriculum: printed, taken as a workbook, brought in from one into the grid."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import looks
from core.curricula import drafts, paper, table
from core.desk import Desk
from core.errors import OfficeError
from core.imports.reading import Table
from core.ui.files import brought, given
from core.ui.messages import plainly, sentence, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from core.ui.tables import plain_table
from schemas.base import Lang
from schemas.curriculum import Curriculum
from schemas.importing import Match

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100


def taking(desk: Desk, of: Curriculum) -> None:
    """Two buttons: the paper and the workbook."""
    name = f"curriculum-{of.programme.label.kk.split(' ')[0]}-{of.intake}-v{of.version}-{lang()}"
    with st.container(horizontal=True):
        given(T("curricula.download_pdf"), f"{name}.pdf", partial(_pdf, desk, of, lang()), f"pdf:{of.id}",
              icon=":material/print:")  # fmt: skip
        given(T("curricula.download_xlsx"), f"{name}.xlsx", partial(_xlsx, desk, of, lang()), f"xlsx:{of.id}", XLSX)


def _pdf(desk: Desk, of: Curriculum, spoken: Lang) -> bytes:
    made = paper.pdf(desk, of, spoken)
    looks.note(desk, "curriculum", "curricula", of.id, of.label().kk, "print")
    return made


def _xlsx(desk: Desk, of: Curriculum, spoken: Lang) -> bytes:
    made = table.xlsx(of, spoken)
    looks.note(desk, "curriculum", "curricula", of.id, of.label().kk, "download")
    return made


def bringing(desk: Desk, of: Curriculum) -> None:
    """A file is tried: which column goes where, what could not be read by row; then it is put into the grid."""
    st.caption(T("curricula.file_hint"))
    found = brought(desk, T("curricula.file_bring"), f"bring:{of.id}")
    if found is None:
        return
    try:
        file = table.of_file(*found)
        rows = table.typed_rows(file, _matched(file, of.id))
    except OfficeError as e:
        st.error(safe(sentence(e)), icon=":material/error:")
        return
    got = table.read(desk.store, [(str(n), r) for n, r in enumerate(rows)], lang())
    bad = {p.row for p in got.problems}
    st.markdown(safe(T("curricula.file_rows", rows=len(rows), good=len(rows) - len(bad), bad=len(got.problems))))
    if got.problems or file.problems:
        told = [[file.numbers[p.row or 0], table.spec_of(p.field).label(lang()), plainly(p)] for p in got.problems]
        told += [[p.row, p.field, plainly(p)] for p in file.problems]
        heads = [T("curricula.row"), T("curricula.cell"), T("curricula.problem")]
        plain_table(heads, sorted(told)[:SHOWN], right=(0,), widths=(60, 180))
    st.caption(T("curricula.file_replaces"))
    if st.button(T("curricula.file_place"), type="primary", icon=":material/table:", key=f"place:{of.id}"):
        with shown_errors():
            drafts.replace(desk, of.id, rows)
            st.session_state[f"v:curriculum.tab:{of.id}"] = "grid"
            done("curricula.file_placed", n=len(rows))


def _matched(file: Table, id: str) -> list[Match]:
    """Which column of the file gives which of ours; what the headings say is chosen already."""
    guessed = {m.target: m.column for m in table.guess(file)}
    out: list[Match] = []
    with st.expander(T("curricula.file_columns"), expanded=not {"semester", "code"} <= set(guessed)):
        places = st.columns(4)
        for n, each in enumerate(table.targets()):
            options = ["", *file.headings]
            chosen = places[n % 4].selectbox(
                each.show.label(lang()), options, index=options.index(guessed.get(each.path) or ""),
                key=f"v:column:{id}:{file.hash[:8]}:{each.path}", format_func=lambda c: c or "—",
            )  # fmt: skip
            if chosen:
                out.append(Match(target=each.path, column=chosen))
    return out
