"""One pack: while it is made how far it is, then its files with their hashes, what is missing, the way to repeat it."""

from __future__ import annotations

import streamlit as st

from core import packs
from core.desk import Desk, Why
from core.packs.index import size, why
from core.ui import jobs as kit
from core.ui.files import addressee, given
from core.ui.forms import command
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.pack import Pack, PackState

COLOURS = {PackState.making: "orange", PackState.made: "green", PackState.failed: "red"}
ZIP = "application/zip"


def screen(desk: Desk, id: Id) -> None:
    """The whole of it."""
    pack = packs.get(desk, id)
    opened(desk, "packs", Pack.collection, pack.id, pack.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"{pack.number} · {pack.name.get(lang())}"), anchor=False, width="content")
        badge(pack.status, COLOURS[pack.status])  # type: ignore[arg-type]
    said = [(T("packs.to"), pack.to), (T("packs.as_of"), shown(pack.day)),
            (T("packs.year"), f"{pack.year}/{pack.year + 1}"), (T("packs.made_by"), pack.by.name)]  # fmt: skip
    said += [(T("packs.made_at"), shown(pack.made_at))] if pack.made_at else []
    said += [(T("packs.repeats"), pack.again.label.get(lang()))] if pack.again else []
    facts(said, columns=4)
    if pack.status is PackState.making:
        _making(desk, pack)
        return
    _files(desk, pack)
    if desk.may("pack.make"):
        key = f"pack:again:{pack.id}"
        if st.button(T("packs.again"), icon=":material/replay:", key=key, help=T("packs.again_hint")):
            with shown_errors():
                made = packs.again(desk, pack.id, Why(command=command(key)))
                st.query_params.from_dict({"id": made.id})
                done("packs.asked", number=made.number)


def _making(desk: Desk, pack: Pack) -> None:
    if packs.going_on(desk, pack):
        kit.news(desk, "packs.make", anybody=True)
        return
    st.warning(T("packs.fell"), icon=":material/error:")
    key = f"pack:resume:{pack.id}"
    if desk.may("pack.make") and st.button(T("packs.resume"), icon=":material/play_arrow:", key=key):
        packs.resume(desk, pack.id, Why(command=command(key)))
        done("packs.asked", number=pack.number)


def _files(desk: Desk, pack: Pack) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        to = addressee(f"pack:{pack.id}", pack.to)
        if pack.file:
            given(T("packs.take"), pack.file.label.kk, lambda: packs.taken(desk, pack.id, to), f"pack:zip:{pack.id}",
                  ZIP, to, type="primary", icon=":material/folder_zip:")  # fmt: skip
    if pack.gaps:
        with st.expander(T("packs.missing_n", n=len(pack.gaps)), icon=":material/warning:", expanded=True):
            for gap in pack.gaps:
                st.markdown(safe(f"{gap.title.get(lang())}: {why(gap, lang())}"))
    st.markdown(f"**{T('packs.files')}**")
    rows = [[f.name, size(f.size, lang()), f.sha256] for f in pack.files]
    plain_table([T("packs.file"), T("packs.size"), T("packs.hash")], rows, right=(1,), widths=(420, 90, 480))


__all__ = ["screen"]
