"""Every indicator in one table that fits a screen: a sign and a word, the value and its parts, target, five periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from core import access
from core.access import Reach
from core.desk import Desk
from core.indicators import Line, board, departments, live, paper, words
from core.indicators.reading import READ
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.tables import headed, picked
from schemas.base import LANGS
from schemas.indicator import Measurement, Reached
from schemas.kinds import IndicatorKind

SIGNS = {Reached.good: "▲", Reached.near: "◆", Reached.bad: "▼", Reached.watched: "●", Reached.no_data: "–"}
FIVE = 5  # periods that are shown
WIDTHS = {"light": 150, "name": 250, "last": 84, "of": 112, "target": 78} | {f"p{n}": 66 for n in range(FIVE)}


def screen(found: Sequence[Line]) -> Line | None:
    """The table, by process; the line that was clicked."""
    lights = Counter(x.last.light for x in found if x.last)
    st.markdown(T("indicators.figures", good=lights[Reached.good], near=lights[Reached.near], bad=lights[Reached.bad],
                  none=lights[Reached.no_data] + sum(x.last is None for x in found)))  # fmt: skip
    chosen: str | None = None
    heads = [headed(h, f"indicators.{h}") for h in ("light", "name")]
    heads += [headed(h, f"indicators.{h}", "decimal") for h in ("last", "of", "target")]
    by: dict[str, list[Line]] = {}
    for line in found:
        by.setdefault(line.body.process, []).append(line)
    heads += [headed(f"p{n}", f"indicators.before_{n}", "decimal") for n in range(FIVE)]
    rows = [_row(line) for lines in by.values() for line in lines]
    chosen = picked("indicators.board", heads, rows, size=len(rows) + 1, widths=WIDTHS)
    return next((x for x in found if x.kind.code == chosen), None)


def _row(of: Line) -> dict[str, object]:
    last = of.last
    row: dict[str, object] = {
        "_id": of.kind.code, "name": of.kind.name.get(lang()),
        "light": f"{SIGNS[last.light]} {last.light.label(lang())}" if last else T("indicators.not_computed"),
        "last": worded(of.body, last.value) if last else "—", "of": parts(last),
        "target": worded(of.body, words.aim(of)), **{f"p{n}": "—" for n in range(FIVE)},
    }  # fmt: skip
    blank = FIVE - len(of.values)
    for n, value in enumerate(of.values, blank):
        row[f"p{n}"] = worded(of.body, value.value) if value else "—"
    return row


def parts(of: Measurement | None) -> str:
    """Numerator over denominator as people read them."""
    return words.parts(of, lang())


def unit(body: IndicatorKind) -> str:
    """In what the value is counted."""
    return words.unit(body, lang())


def worded(body: IndicatorKind, value: Decimal | None) -> str:
    """A value in its unit; a dash where there is no data."""
    return words.worded(body, value, lang())


def process(of: Line) -> str:
    """What its process is called."""
    return words.process(of, lang())


def part(desk: Desk) -> tuple[list[Line], str]:
    """What is shown and whose it is called: the whole institution or one department of it; of who sees a part, his."""
    found = board(desk)
    if access.require(desk.actor, READ) is not Reach.ALL:
        return found + live(desk), T("indicators.own")
    words = {"": T("indicators.whole")} | {d.id: d.label.get(lang()) for d in departments(found)}
    if len(words) == 1:
        return found, ""
    asked = st.selectbox(
        T("indicators.of_whom"), list(words), format_func=words.__getitem__, key="v:indicators.department",
        label_visibility="collapsed", width=300,
    )  # fmt: skip
    return (board(desk, department=asked), words[asked]) if asked else (found, "")


def sheet(desk: Desk, found: Sequence[Line], of_whom: str) -> None:
    """The page on one sheet of paper, in a chosen language."""
    said = {x: T(f"forms.in_{x}") for x in LANGS}
    with st.popover(T("indicators.paper"), icon=":material/print:"):
        spoken = st.selectbox(T("indicators.paper_language"), LANGS, LANGS.index(lang()), key="v:indicators.paper",
                              format_func=said.__getitem__)  # fmt: skip
        with shown_errors():
            st.download_button(
                T("indicators.paper_take"), lambda: paper.pdf(desk, found, of_whom, spoken),
                f"{T('indicators.title')} {desk.today():%d.%m.%Y}.pdf", "application/pdf",
                icon=":material/picture_as_pdf:", on_click="ignore", type="primary",
            )  # fmt: skip


__all__ = ["part", "parts", "process", "screen", "sheet", "unit", "worded"]
