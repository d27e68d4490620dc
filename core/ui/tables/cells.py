"""What stands in a cell: on the screen as people read it, in a file as a value. Pure but for the last function."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.export import Cell
from core.fields import FieldSpec, values_at, word_for
from core.i18n import date_short, moment, number, t
from core.ui.forms.values import spell
from schemas.base import LANGS, Lang, Show, is_token

Column = tuple[str, FieldSpec]
CENT = Decimal("0.01")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")  # an older value of a field that was once of another type is none
NUMBERS = ("int", "decimal")
TALL = 66  # pixels of a row with two lines: a table wraps its words only above 4rem


def computed(path: str, kk: str, ru: str, en: str, kind: str = "decimal") -> Column:
    """A column that no field describes because it is reckoned (GPA, credits)."""
    return path, FieldSpec(path, kind, Show(kk, ru, en, table=True, form=False), required=False)  # type: ignore[arg-type]


def headed(path: str, key: str, kind: str = "text") -> Column:
    """A reckoned column whose heading is a message."""
    kk, ru, en = (t(key, x) for x in LANGS)
    return computed(path, kk, ru, en, kind)


def masked(text: str) -> str:
    """An IIN in a list: only its last four digits."""
    return "•••• " + text[-4:] if text else ""


def cell(column: Column, row: Mapping[str, Any], lang: Lang) -> Cell:
    """The value of a cell for a file: numbers and dates as such, all else in words."""
    path, spec = column
    found: list[Any] = []
    for value in values_at(row, path):
        said = _said(path, spec, value, lang)
        if said not in found:
            found.append(said)
    if len(found) > 1:
        return ", ".join(_text(v, lang) for v in found)
    return found[0] if found else None


def _said(path: str, spec: FieldSpec, value: Any, lang: Lang) -> Cell:
    if is_token(value):
        return "•••"
    if path == "iin" or path.endswith(".iin"):
        return masked(str(value))
    if spec.kind == "date" and DAY.match(str(value)):
        return date.fromisoformat(str(value)[:10])
    if spec.kind == "choice":
        return spell(spec, str(value), lang) or str(value)
    if spec.kind == "bool":
        return t("common.yes" if value else "common.no", lang)
    if spec.kind == "moment" and isinstance(value, datetime):
        return moment(value, lang, short=True)
    if spec.kind in NUMBERS and not isinstance(value, str):
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        if path.endswith("gpa"):
            return exact.quantize(CENT, ROUND_HALF_UP)  # as papers show it
        return value if isinstance(value, int) else exact
    return word_for(spec, value, lang)


def _text(value: Cell, lang: Lang) -> str:
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return number(value, lang, 0 if whole else 2)
    return "" if value is None else str(value)


def text(column: Column, row: Mapping[str, Any], lang: Lang) -> str:
    """The cell as people read it: 23.11.2026, 3,21."""
    value = cell(column, row, lang)
    if isinstance(value, Decimal) and column[0].endswith("gpa"):
        return number(value, lang, 2)
    return _text(value, lang)


def plain_table(
    headings: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[int] = (), widths: Sequence[int] = (),
    tall: bool = False,
) -> None:  # fmt: skip
    """A small table that is read, not searched; `right`: columns of figures; `widths`: pixels, where not by itself.
    tall: two lines a row, for long words."""
    import pandas as pd
    import streamlit as st

    from core.ui.tables.canvas import table_drawn

    frame = pd.DataFrame([[str(v) for v in r] for r in rows], columns=list(headings))
    config = {
        h: st.column_config.TextColumn(
            h, alignment="right" if n in right else "left", width=widths[n] if n < len(widths) else None
        )
        for n, h in enumerate(headings)
    }
    table_drawn(frame, hide_index=True, column_config=config, width="stretch", height="content",
                 row_height=TALL if tall else None)  # fmt: skip
