"""`python3 office.py load`: many clerks at once against real processes, beside an empty Streamlit script."""

from core.bench.crowd.command import main

__all__ = ["main"]
