"""A demonstration office: a fictional conservatory of the real one's size, the same every time it is loaded."""

from core.demo.cast import Case, cases
from core.demo.filling import accounts, check, is_demo, load, ready

__all__ = ["Case", "accounts", "cases", "check", "is_demo", "load", "ready"]
