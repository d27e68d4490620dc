"""What a kind of pack holds, as the head sets it: parts, forms and saved reports in their order."""

from __future__ import annotations

import streamlit as st

from core import kinds, packs
from core.db.codec import plain
from core.desk import Desk
from core.ui.forms import asked
from core.ui.kinds.entry import ACT
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import safe
from schemas.kinds import PackItem, PackKind, Sort


def screen(desk: Desk, code: str) -> None:
    """The list of a kind, all that may be in it offered. Raises NotFound."""
    was = kinds.versions(desk, Sort.pack, code)[0]
    body = was.as_body(PackKind)
    st.subheader(safe(was.name.get(lang())), anchor=False)
    every = list({_key(i): i for i in [*packs.offered(desk), *body.items]}.values())
    items = dict(zip(packs.said(desk, every, lang()), every, strict=True))
    now = packs.said(desk, body.items, lang())
    chosen = st.multiselect(
        T("packs.items"), list(items), default=now, key=f"packs.items:{code}:{was.version}:{lang()}"
    )
    for n, name in enumerate(chosen, 1):
        st.markdown(safe(f"{n}. {name}"))
    wanted = [plain(items[name]) for name in chosen]
    why = asked("packs.save", type="primary", icon=":material/check:", name=code, act=ACT,
                disabled=not wanted or wanted == plain(body.items))  # fmt: skip
    if why:
        with shown_errors():
            day = max(desk.today(), was.effective).isoformat()
            made = kinds.save(desk, Sort.pack, code, was.version, {"body.items": wanted, "effective": day}, why)
            st.query_params.clear()
            done("packs.items_saved", name=made.name)


def _key(item: PackItem) -> str:
    return f"{item.part.value}:{item.code}"


__all__ = ["screen"]
