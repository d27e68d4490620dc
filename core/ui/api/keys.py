"""The list of keys, the form of a new one, the secret shown once, what a key opens and how it is asked."""

from __future__ import annotations

import json

import streamlit as st

from core import api
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.ui.forms import asked, command, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import headed, pager, picked
from schemas.api_key import ApiKey, ApiKeyState
from schemas.words import Role

FIELDS = ("name", "sources", "until", "per_minute", "iin")
MADE = "_api_secret"  # (name, secret) of the key just given, until it is noted: it is nowhere else
EXAMPLE = """curl -H "Authorization: Bearer …" "{base}/api/v1/records/{source}?limit=100"
curl -H "Authorization: Bearer …" "{base}/api/v1/changes?after=…"
curl -H "Authorization: Bearer …" "{base}/api/v1/openapi.json\""""


def secret() -> None:
    """The key just given, until its keeper has written it down."""
    if made := st.session_state.get(MADE):
        name, word = made
        with st.container(border=True):
            st.markdown(f"**{safe(name)}** · {T('api.secret')}")
            st.code(word, language=None)
            if st.button(T("api.noted"), icon=":material/check:", key="api.noted"):
                del st.session_state[MADE]
                st.rerun()


def new(desk: Desk) -> None:
    """The form of a new key."""
    with st.expander(T("api.new"), icon=":material/add:"):
        names = {id: f"{name} · {Role(role).label(lang())}" for id, name, role in api.people(desk)}
        user = st.selectbox(T("api.account") + " *", list(names), format_func=names.__getitem__, index=None,
                            key="v:api.account", help=T("api.account_hint"))  # fmt: skip
        filled = form(desk, [described(ApiKey, n) for n in FIELDS], "api:new", {"per_minute": 60}, T("api.give"))
        if filled:
            word = st.session_state.setdefault(f"_api_{command('api:new')}", api.invented())
            with shown_errors("api:new"):
                made = api.give(desk, filled.values, user or "", word, filled.why)
                st.session_state[MADE] = (made.name, word)
                done("api.given", name=made.name)


def listed(desk: Desk) -> Row | None:
    """The list; the row of the chosen key."""
    page = pager("api", "")
    rows = api.listed(desk, page)
    if not rows:
        empty("api.none", "api.none_hint" if desk.may("api_key.edit") else None)
        return None
    for row in rows:
        row["last"] = shown(row["used"]) if row["used"] else T("api.never")
    columns = [(n, described(ApiKey, n)) for n in ("name", "starts", "status", "user", "per_minute", "until")]
    chosen = picked("api.all", [*columns, headed("last", "api.used")], rows, page)
    if chosen:
        st.session_state["v:api.chosen"] = chosen
    return next((r for r in rows if r["_id"] == st.session_state.get("v:api.chosen")), None)


def one(desk: Desk, row: Row) -> None:
    """What a key opens, how it is asked, and its end."""
    caller = api.caller_of(desk, row["_id"])
    st.subheader(safe(f"{row['name']} · {row['starts']}…"), anchor=False)
    sources = api.readable(caller)
    st.markdown(", ".join(s.code.label(lang()) for s in sources) or "—")
    base = str(st.context.url or "").rpartition("/")[0]
    st.caption(T("api.how_hint"))
    first = sources[0].code.value if sources else "students"
    st.code(EXAMPLE.format(base=base, source=first), language="bash")
    with st.container(horizontal=True):
        st.download_button(
            T("api.description"), lambda: json.dumps(api.openapi(caller, base), ensure_ascii=False, indent=1),
            "openapi.json", "application/json", icon=":material/download:", on_click="ignore", key="api.openapi",
        )  # fmt: skip
        if desk.may("api_key.edit") and row["status"] == ApiKeyState.active.value:
            why = asked("api.withdraw", name=row["_id"], icon=":material/block:")
            if why:
                with shown_errors():
                    api.withdraw(desk, row["_id"], row["revision"], why)
                    done("api.withdrawn_done")
