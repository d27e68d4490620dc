"""Whose a file of the screen is: the mark its address begins with, reckoned by a key of this process.

Streamlit gives a file to whoever knows its address. With the mark the gate tells, without asking anybody, that a file
was made on another's screen. A page and the gate that answers for its files always stand in one process.
"""

from __future__ import annotations

import hmac
import secrets

from schemas.base import Id

UNDER = "/media/"
_KEY = secrets.token_bytes(32)


def mark(user: Id) -> str:
    """The mark of a user's files; of «» for what nobody's screen made (the logo)."""
    return hmac.digest(_KEY, user.encode(), "sha256").hex()[:24]


def own(path: str, user: Id) -> bool:
    """May this user be given what stands at this address?"""
    return not path.startswith(UNDER) or path.removeprefix(UNDER).startswith((mark(user), mark("")))
