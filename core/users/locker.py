"""What must not stand in the base in clear: closed by a key of the data folder (`keys/second-factor.key`).

A backup holds the base alone, so the key is not in it. Where the key is lost nothing closed by it can be read again:
the recovery codes and the head's reset lead on, and a new key is made by the next enrolment.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.audit.keys import keep
from core.errors import RuleBroken
from schemas.base import Id

NONCE = 12


def _file(folder: Path) -> Path:
    return folder / "keys" / "second-factor.key"


def closed(text: str, owner: Id, folder: Path) -> bytes:
    """A text closed for its owner: it opens under no other name. The key is made where there is none yet."""
    file = _file(folder)
    if not file.exists():
        keep(file, secrets.token_bytes(32))
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(file.read_bytes()).encrypt(nonce, text.encode(), owner.encode())


def opened(kept: bytes, owner: Id, folder: Path) -> str:
    """The text again. Raises RuleBroken `signin.second.key_away`: not this server's key, or not this owner's."""
    try:
        key = AESGCM(_file(folder).read_bytes())
        return key.decrypt(kept[:NONCE], kept[NONCE:], owner.encode()).decode()
    except (OSError, ValueError, InvalidTag):
        raise RuleBroken("signin.second.key_away") from None


def seal(owner: Id, row: dict[str, Any]) -> str:
    """What stands in the account for its second factor: a secret or a code put into the base by hand does not fit."""
    return sha256("|".join([owner, row["secret"].hex(), *row["recovery"]]).encode()).hexdigest()


def fits(row: dict[str, Any] | None, user: dict[str, Any]) -> bool:
    """Is what is kept the second factor this account (a stored row) bears the seal of, or has it none?"""
    if not user.get("second_seal"):
        return True
    return bool(row and row.get("secret")) and seal(user["_id"], row or {}) == user["second_seal"]
