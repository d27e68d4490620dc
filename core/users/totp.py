"""One-time codes by the clock (RFC 6238: HMAC-SHA-1, thirty seconds, six digits), as every authenticator reckons them.

Pure: secrets and moments in, codes out. Who has which secret is told in `core.users.second`.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32decode, b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS, DIGITS, DRIFT = 30, 6, 1  # DRIFT: steps a telephone's clock may be off, to either side


def invented() -> str:
    """A new secret: 160 bits, as the standard advises, in the letters an authenticator takes."""
    return b32encode(secrets.token_bytes(20)).decode()


def code(secret: str, step: int, digits: int = DIGITS) -> str:
    """The code of a step (RFC 4226, 5.3: the last half byte says which four bytes count)."""
    mac = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), "sha1")
    place = mac[-1] & 15
    number = int.from_bytes(mac[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def step_of(now: datetime) -> int:
    """The step of a moment."""
    return int(now.timestamp()) // SECONDS


def fitting(secret: str, typed: str, now: datetime) -> int | None:
    """The step whose code this is, one to either side of now; None where it is none of them."""
    here, found = step_of(now), None
    for step in range(here - DRIFT, here + DRIFT + 1):  # all are compared: how long it takes tells nothing
        if hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            found = step
    return found


def address(secret: str, login: str, institution: str) -> str:
    """What the QR says to an authenticator: whose account where, and the secret. Digits and seconds are the usual ones
    and the name is cut, or the QR of a long Kazakh name would be too fine for a telephone."""
    issuer = institution[:32].strip()
    return f"otpauth://totp/{quote(login, safe='')}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
