"""Help of a page (clauses 19, 57): what it is for, by which clauses (read from its own words), what its steps do.

What for is `demo.page.<file>`, the steps are `pages.step.<file>.<n>`: there is no second place for them.
"""

from __future__ import annotations

from functools import cache

import streamlit as st

from core.clauses import Clause
from core.clauses.found import of_page
from core.i18n import known, t
from schemas.base import Lang

MOST = 6  # steps of a page
WHERE = "page-help"  # the class of its place: the key «?» opens it there (core/ui/finding/assets)


def what(file: str, lang: Lang) -> str:
    """What the page is for, in one line; «» where nobody has written it yet (a test names such pages)."""
    key = f"demo.page.{file}"
    return t(key, lang) if known(key) else ""


def steps(file: str, lang: Lang) -> list[str]:
    """What one does on the page, in order."""
    keys = [f"pages.step.{file}.{n}" for n in range(1, MOST + 1)]
    return [t(key, lang) for key in keys if known(key)]


@cache
def rests_on(file: str) -> tuple[Clause, ...]:
    """The clauses by which the office has this page."""
    return of_page(file)


def draw(file: str, lang: Lang) -> None:
    """The «?» of a page and what it opens; nothing for a page of which nothing is told."""
    told = what(file, lang)
    if not told:
        return
    with st.container(key=WHERE), st.popover("", icon=":material/help:", type="tertiary", help=t("pages.open", lang)):
        body(file, lang)


def body(file: str, lang: Lang) -> None:
    """All that is told of a page."""
    st.markdown(f"**{t('pages.what', lang)}** {what(file, lang)}")
    if found := steps(file, lang):
        st.markdown(f"**{t('pages.steps', lang)}**\n\n" + "\n".join(f"{n}. {s}" for n, s in enumerate(found, 1)))
    if rests_on(file):
        told = [f"- **{c.name}** {c.asks.get(lang)}" for c in rests_on(file)]
        st.caption(f"{t('pages.clauses', lang)}\n" + "\n".join(told))
    st.caption(t("pages.keys", lang))
