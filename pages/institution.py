"""The institution's card: names, licence, addresses, logo, who signs and from when, where codes are checked."""

from __future__ import annotations

import streamlit as st

from core import references
from core.db.codec import plain
from core.errors import OfficeError
from core.fields import form_fields
from core.papers import card
from core.pdf.picture import pictures
from core.ui.files import brought
from core.ui.forms import asked, flat, form
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, enter, lang, title
from core.ui.signing import key
from core.ui.style import safe
from schemas.reference import Office

desk = enter("office.edit")
title("settings.title", "settings.title_hint")
office = desk.store.load(Office, "office")
if not office.address:
    st.warning(T("transcripts.no_address"), icon=":material/qr_code_2:")
today = ", ".join(
    f"{s.name.get(lang()) if s.name else '—'} ({s.post.get(lang())})"
    for s in office.signers
    if s.in_office(desk.today())
)
st.caption(safe(T("papers.signers_today", names=today) if today else T("papers.signers_nobody")))
key(desk)

specs = form_fields(Office)
filled = form(desk, specs, "office:office", flat(specs, plain(office)), why="required", revision=office.revision)
if filled:
    with shown_errors("office:office"):
        references.save(desk, Office, office.id, filled.revision, filled.changed, filled.why)
        done("settings.saved")

left, right = st.columns(2)
with left:
    st.subheader(T("papers.logo"), anchor=False)
    file = brought(desk, T("papers.logo"), "v:office.logo", T("papers.logo_hint"))
    why = asked("papers.logo_keep", type="primary", disabled=file is None, act="office.edit")
    if why and file:
        with shown_errors():
            card.set_logo(desk, office.revision, *file, why)
            done("papers.logo_kept")
with right:
    st.subheader(T("papers.office_preview"), anchor=False)
    try:
        with st.container(border=True):
            st.image(pictures(card.head(desk, lang()), 900)[0], width="stretch")
    except OfficeError as e:
        st.info(safe(sentence(e)))
