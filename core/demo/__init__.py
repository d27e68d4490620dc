"""A demonstration office: a fictional conservatory of the real one's size, the same every time it is loaded."""

from typing import TYPE_CHECKING, Any

from core.demo.base import check, is_demo
from core.demo.cast import Case, cases

if TYPE_CHECKING:
    from core.demo.filling import accounts, load, ready


def __getattr__(name: str) -> Any:
    """What fills one reads all of the office: five seconds, which a start of a real one does not wait for."""
    if name not in ("accounts", "load", "ready"):
        raise AttributeError(name)
    from core.demo import filling

    return getattr(filling, name)


__all__ = ["Case", "accounts", "cases", "check", "is_demo", "load", "ready"]
