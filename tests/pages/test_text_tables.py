"""Every table that is drawn on a canvas is there as text for who switches it on, and its rows are opened there."""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.ui.tables.canvas import said

ROOT = Path(__file__).parents[2]


def test_no_table_goes_past_the_one_place() -> None:
    past = []
    for file in [*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("dataframe", "data_editor"):
                past.append(file.relative_to(ROOT).as_posix())
    assert set(past) == {"core/ui/tables/canvas.py"}


def test_text_has_the_headings_of_the_screen_and_no_hidden_column() -> None:
    config = {"a": st.column_config.TextColumn("Аты"), "id": None}
    frame = said(pd.DataFrame([["x", "1", None], ["y", "2", "3"]], columns=["a", "id", "b"]), config)
    assert list(frame.columns) == ["Аты", "b"] and frame.to_numpy().tolist() == [["x", ""], ["y", "3"]]
    assert said({"a": [1], "b": ["z"]}).to_numpy().tolist() == [["1", "z"]]
    styled = pd.DataFrame({"data": ["x"]})
    assert said(styled).equals(said(styled.style)) and list(said(styled).columns) == ["data"]


def page() -> None:
    import pandas as pd
    import streamlit as st

    from core.ui.tables import canvas

    canvas.switch()
    frame = pd.DataFrame([["Айгүл", "1"], ["Серік [x](y)", "2"]], columns=["name", "name "])
    for mode in ("single-cell", "multi-row"):
        found = canvas.table_drawn(frame, key=mode, on_select="rerun", selection_mode=mode)
        st.write(f"{mode}: {found.selection.rows} {[c[0] for c in found.selection.cells]}")
    canvas.table_typed(frame, key="typed")


def test_switched_on_a_table_is_text_and_its_rows_are_chosen_from_a_list() -> None:
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.table and not app.selectbox and not app.exception
    app.toggle[0].set_value(True).run()
    assert len(app.table) == 3 and not app.exception
    assert app.table[0].value.iloc[1, 0] == r"Серік \[x\]\(y\)", "data is never read as markup"
    app.selectbox[0].set_value(1)
    app.multiselect[0].set_value([0, 1])
    app.run()
    told = [m.value for m in app.markdown]
    assert "single-cell: [1] [1]" in told and "multi-row: [0, 1] [0, 1]" in told
