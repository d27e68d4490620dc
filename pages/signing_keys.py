"""The keys that sign the open credentials of diplomas: which signs, since when, by whom; a change; copies."""

from __future__ import annotations

import streamlit as st

from core.credentials import keys, reading
from core.errors import RuleBroken
from core.i18n import moment
from core.ui.forms import asked
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, enter, lang, title
from core.ui.style import badge, facts, safe
from core.ui.tables import plain_table
from schemas.credential import KeyGround

desk = enter("credential.keys")
title("credentials.keys_title", "credentials.keys_hint")
did = where = ""
try:
    did, where = reading.identity(desk)
except RuleBroken as e:
    st.warning(safe(sentence(e)), icon=":material/public_off:")
lines = reading.key_lines(desk)
if not lines:
    st.info(T("credentials.no_key_yet"), icon=":material/key_off:")
    st.stop()
now = lines[0].key
with st.container(horizontal=True, vertical_alignment="center"):
    st.subheader(now.label().get(lang()), anchor=False, width="content")
    badge(now.status, "green")
if keys.here(now.id):
    st.success(T("credentials.here"), icon=":material/key:")
else:
    st.error(T("credentials.missing"), icon=":material/key_off:")
facts([
    (T("credentials.head.made"), f"{moment(now.made_at, lang(), short=True)}, {now.made_by.name}"),
    (T("credentials.did"), did), (T("credentials.document"), where),
])  # fmt: skip
with st.container(border=True):
    st.caption(T("credentials.rotate_hint"))
    ground = st.selectbox(T("credentials.head.ground"), list(KeyGround), key="v:credentials.ground", width=380,
                          format_func=lambda g: g.label(lang()))  # fmt: skip
    why = asked("credentials.rotate", "required", icon=":material/autorenew:", name=now.id, act="credential.rotate")
    if why:
        with shown_errors():
            keys.rotate(desk, now.id, KeyGround(ground), why)
            done("credentials.rotated")
plain_table(
    [T(f"credentials.head.{h}") for h in ("n", "key", "status", "made", "ended", "ground", "count")],
    [[str(x.key.n), x.key.id, x.key.status.label(lang()), moment(x.key.made_at, lang(), short=True),
      moment(x.key.ended_at, lang(), short=True) if x.key.ended_at else "",
      x.key.ground.label(lang()) if x.key.ground else "", str(x.count)] for x in lines], widths=(60, 380, 200),
)  # fmt: skip
st.subheader(T("credentials.copy_title"), anchor=False)
st.caption(T("credentials.copy_hint"))
st.code("python3 office.py credential-key copy credential-key.pem", language=None)
st.caption(T("credentials.restore_hint"))
st.code("python3 office.py credential-key restore credential-key.pem", language=None)
