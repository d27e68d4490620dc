"""Everything heavy, loaded once before the first visitor comes, and then taken out of the collector's sight.

Streamlit collects garbage after every rerun; with these libraries loaded that stops everybody for a tenth of a
second, unless what lives for ever is frozen (measured in streamlit.md 7).
"""

from __future__ import annotations

import gc
import importlib

HEAVY = ("pandas", "pyarrow", "plotly.graph_objects", "plotly.io", "core.ui.page", "core.transcripts")


def warm() -> None:
    """Load what every page needs, draw one figure to nowhere, freeze."""
    for name in HEAVY:
        importlib.import_module(name)
    import plotly.graph_objects as go

    go.Figure(go.Bar(x=[1], y=[1])).to_json()
    gc.collect()
    gc.freeze()
