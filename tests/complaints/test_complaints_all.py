"""Every one of the 64 complaints is answered here: by a test that bears its number, or by the reason why it cannot
concern this office (`not_ours` in complaints.csv). Those of Streamlit's editor (61-64) stand where its browser is, in
tests/browser/test_grid.py: a second browser would cost more than it proves."""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent


def test_every_complaint_is_tested_or_reasoned() -> None:
    rows = {int(r["number"]): r for r in csv.DictReader((HERE / "complaints.csv").open(encoding="utf-8"))}
    assert list(rows) == list(range(1, 65)) and all(r["title"] and r["source"] for r in rows.values())
    tests: dict[int, list[str]] = defaultdict(list)
    for file in (*HERE.glob("test_complaints_*.py"), HERE.parent / "browser/test_grid.py"):
        for found in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(found, ast.FunctionDef) and found.name.startswith("test_complaint_"):
                assert ast.get_docstring(found), f"{found.name} says what was complained of"
                tests[int(found.name.split("_")[2])].append(found.name)
    reasoned = {n for n, r in rows.items() if r["not_ours"]}
    assert set(tests) | reasoned == set(rows) and not set(tests) & reasoned
