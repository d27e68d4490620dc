"""A table of choices on the screen: the file, what each row would do, then all of it as one work."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk
from core.errors import OfficeError
from core.imports import reading
from core.registration import table
from core.registration.overview import Chosen
from core.ui import jobs as kit
from core.ui.forms import asked
from core.ui.messages import plainly, sentence, shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.registration import chooser, whole
from core.ui.style import metrics, safe
from core.ui.tables import plain_table

SHOWN = 400


def screen(desk: Desk, chosen: Chosen) -> None:
    """Draw the whole way from a file to choices."""
    whole.news(desk)
    term = chooser.term(desk, chosen.year)
    if term is None:
        empty("registration_ui.no_terms", "registration_ui.no_terms_hint", "pages/references.py", "references.title")
        return
    st.caption(T("registration_ui.table.hint", most=table.MOST))
    st.download_button(
        T("registration_ui.table.sample"), table.sample(lang()), "choices.csv", "text/csv", type="tertiary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    file = st.file_uploader(T("registration_ui.table.file"), type=["csv", "tsv", "txt", "xlsx", "xls"], key="reg.file")
    if file is None:
        return
    try:
        read = reading.read(file.name, file.getvalue())
        found = table.plan(desk, chosen.year, term, read)
    except OfficeError as e:
        st.error(safe(sentence(e)), icon=":material/do_not_disturb_on:")
        return
    for key, values in read.notes:
        st.warning(safe(T(key, **values)), icon=":material/info:")
    _preview(found)
    goes_on = kit.goes_on(desk, *whole.KINDS)
    why = asked(
        "registration_ui.table.accept", "optional", "primary", ":material/check:", f":{file.file_id}",
        disabled=not found.good or goes_on, act="plan.choose",
    )  # fmt: skip
    if why:
        with shown_errors():
            kit.begun(table.KIND, table.begin(desk, found, why))
            done("registration_ui.table.begun", n=len(found.good))


def _preview(found: table.Plan) -> None:
    if found.unknown:
        said = T("registration_ui.table.unknown", names=", ".join(found.unknown))
        st.warning(safe(said), icon=":material/help:")
    metrics([
        (T("registration_ui.table.rows"), len(found.lines), None),
        (T("registration_ui.table.good"), len(found.good), None),
        (T("registration_ui.table.wrong"), len(found.wrong), None),
        (T("registration_ui.table.waits"), sum(x.waits for x in found.lines), None),
    ])  # fmt: skip
    lines = sorted(found.lines, key=lambda x: (x.good, x.number))[:SHOWN]
    heads = [T("imports.row"), *(table.heading(c, lang()) for c in ("number", "code")),
             T("registration_ui.col.name"), T("registration_ui.col.discipline"), T("imports.reasons")]  # fmt: skip
    rows = [
        [x.number, x.cells.get("number", ""), x.cells.get("code", ""),
         x.student.label.get(lang()) if x.student else "", x.discipline.get(lang()) if x.discipline else "",
         "; ".join(plainly(p) for p in x.problems) or (T("registration_ui.to_the_list") if x.waits else "")]
        for x in lines
    ]  # fmt: skip
    plain_table(heads, rows, widths=(60, 110, 115, 190, 200))
    if found.wrong and found.good:
        st.caption(T("registration_ui.table.only_good", n=len(found.wrong)))
