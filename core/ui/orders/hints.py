"""A kind of order in plain words, beside its choice and on the page of an order."""

from __future__ import annotations

import streamlit as st

from core.orders import words
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.kinds import OrderKind
from schemas.kinds.after import EffectDay
from schemas.kinds.orders import Severity

ACROSS = 4


def hint(kind: OrderKind) -> None:
    """Who may be in it, what it asks, what it rests on, what it does, which rules are asked, how it goes on."""
    spoken = lang()
    goes_on = [words.route(kind, spoken) or T("orders_ui.no_route")]
    if kind.copy_first:
        goes_on.append(T("orders_ui.copy_first"))
    said = [
        ("who", [words.who(kind, spoken)]),
        ("does", words.does(kind, spoken) or [T("orders_ui.does_nothing")]),
        ("asks", words.asked(kind, spoken)),
        ("rests", words.rests_on(kind, spoken)),
        ("refuses", words.rules(kind, spoken, Severity.refuse)),
        ("warns", words.rules(kind, spoken, Severity.warn)),
        ("goes", goes_on),
        ("day", [] if kind.takes_effect is EffectDay.typed else [kind.takes_effect.label(spoken)]),
        ("after", words.due_after(kind, spoken)),
    ]
    found = [(key, lines) for key, lines in said if lines]
    with st.container(border=True):
        for start in range(0, len(found), ACROSS):
            for place, (key, lines) in zip(st.columns(ACROSS), found[start : start + ACROSS], strict=False):
                place.markdown(f":gray[:small[{safe(T(f'orders_ui.hint_{key}'))}]]  \n"
                               + "  \n".join(safe(x) for x in lines))  # fmt: skip
