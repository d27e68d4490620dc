"""What every paper of the office carries: a code nobody can guess, and only letters that the fonts have."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from core.errors import RuleBroken
from core.pdf.fonts import Unprintable, clean
from schemas.reference import Office

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no letters that are read for digits


def check_code() -> str:
    """A long random code: it can't be guessed and tells nothing of the number."""
    raw = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(raw[i : i + 4] for i in range(0, 16, 4))


def verify_url(office: Office, code: str) -> str:
    """Where a stranger checks the code; empty while the institution names no public address."""
    return f"{office.address}/verify/{code}" if office.address and code else ""


def printable(value: Any) -> None:
    """RuleBroken for a text with a letter that the fonts lack: told before a number is taken for good."""
    for text in _texts(value):
        try:
            clean(text)
        except Unprintable as e:
            raise RuleBroken("transcripts.unprintable", text=e.text, letters="".join(e.characters)) from None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
