"""Everything heavy, loaded once before the first visitor comes, and then taken out of the collector's sight.

Streamlit collects garbage after every rerun; with these libraries loaded that stops everybody for a tenth
of a second, unless what lives for ever is frozen (measured in streamlit.md 7).
"""

from __future__ import annotations

import gc
import importlib
import logging
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager

import core
from core.ui.media import bind

HEAVY = ("pandas", "pyarrow", "plotly.graph_objects", "plotly.io", "core.ui.page")
APART = ("__main__", "bench", "demo", "prove", "testing")  # rooms that only commands enter


def warm() -> None:
    """Load what every page needs and every room of the office, draw one figure to nowhere, freeze."""
    bind()
    rooms = [f"core.{m.name}" for m in pkgutil.iter_modules(core.__path__) if m.name not in APART]
    for name in (*HEAVY, *rooms):
        importlib.import_module(name)
    import plotly.graph_objects as go

    go.Figure(go.Bar(x=[1], y=[1])).to_json()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)  # what a rerun leaves behind is little and goes by itself; walks are rarer


@contextmanager
def without_a_script() -> Iterator[None]:
    """Call Streamlit outside of a rerun on purpose: its warning about that is kept from the terminal."""
    log = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    was, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = was
