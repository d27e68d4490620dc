"""The keys that sign: the secret half in `keys/credential-<public key>.pem` of the data folder, the public in the base.

Made at the first start. A backup holds the base alone, so no secret key; the administrator keeps a copy of it elsewhere
(`office.py credential-key copy`) and brings it back after a disaster. Where it is lost, a new one signs from that day,
and what the lost one signed is still checked by its public half.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from core.audit.keys import read, write
from core.credentials.multibase import multikey
from core.db.server import data_folder
from core.db.store import Session, Store
from core.desk import Desk, Why
from core.errors import OfficeError, Problem, Problems, RuleBroken, Unavailable
from core.i18n import t
from core.tx import Tx
from schemas.base import Id
from schemas.credential import KeyGround, KeyStatus, SigningKey

RIGHT = "credential.keys"
PHRASE = 8  # letters of the phrase that closes a copy, at least


@dataclass(frozen=True)
class Signer:
    """The key of today with its secret half."""

    key: SigningKey
    secret: Ed25519PrivateKey


def current(of: Store | Session) -> SigningKey | None:
    """The key that signs today; None before the first start was finished."""
    row = of.one("signing_keys", {"status": KeyStatus.current.value})
    return SigningKey.model_validate(row) if row else None


def every(store: Store) -> list[SigningKey]:
    """All keys there ever were, the newest first."""
    return [SigningKey.model_validate(r) for r in store.rows("signing_keys", {}, sort=[("n", -1)])]


def place(id: Id, folder: Path | None = None) -> Path:
    """Where the secret half of a key stands on this server."""
    return (folder or data_folder()) / "keys" / f"credential-{id}.pem"


def here(id: Id, folder: Path | None = None) -> bool:
    """Is the secret half of a key on this server?"""
    return place(id, folder).exists()


def signer(store: Store, folder: Path | None = None) -> Signer:
    """The key to sign with. Raises RuleBroken `credentials.no_key`, `credentials.key_missing`."""
    key = current(store)
    if key is None:
        raise RuleBroken("credentials.no_key")
    if not here(key.id, folder):
        raise RuleBroken("credentials.key_missing", name=key.short)
    return Signer(key, read(place(key.id, folder)))


def ensure(desk: Desk, folder: Path | None = None) -> SigningKey:
    """The first key, made where there is none yet; asked at every start. One that is missing is never made anew here:
    that it is lost, a person says."""
    found = current(desk.store)
    if found is not None:
        return found

    def work(tx: Tx, id: Id) -> SigningKey:
        if current(tx.session) is not None:
            raise RuleBroken("credentials.key_there")
        return tx.add(SigningKey(_id=id, n=1, made_at=tx.now, made_by=tx.who()))

    why = Why(t("credentials.first_key", "kk"))
    try:
        return _with_secret(
            lambda id: desk.transact("credential.make_key", lambda tx: work(tx, id), why, RIGHT), folder
        )
    except OfficeError:
        if (found := current(desk.store)) is None:
            raise
        return found  # another server made it just now


def rotate(desk: Desk, key: Id, ground: KeyGround, why: Why, folder: Path | None = None) -> SigningKey:
    """Let another key sign from now on; the one before stays published, so that what it signed verifies.

    key: the one the page showed as signing. ground `stolen`: it is believed no more, and the diplomas it signed are to
    be signed anew. Raises Problems without a reason, RuleBroken `credentials.key_changed` where it signs no more.
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx, id: Id) -> SigningKey:
        old = tx.get(SigningKey, key, scoped=False)
        if old.status is not KeyStatus.current:
            raise RuleBroken("credentials.key_changed")
        old.status = KeyStatus.stolen if ground is KeyGround.stolen else KeyStatus.retired
        old.ended_at, old.ended_by, old.ground = tx.now, tx.who(), ground
        tx.save(old)
        return tx.add(SigningKey(_id=id, n=old.n + 1, made_at=tx.now, made_by=tx.who()))

    def act(id: Id) -> SigningKey:
        return desk.transact("credential.rotate", lambda tx: work(tx, id), why, RIGHT, [key, ground])

    made = _with_secret(act, folder)
    place(key, folder).unlink(missing_ok=True)  # it signs nothing any more: what is not there is not stolen
    return made


def _with_secret(act: Callable[[Id], SigningKey], folder: Path | None) -> SigningKey:
    """Write a new secret key down, then do the act that makes it known; no act, no key."""
    secret = Ed25519PrivateKey.generate()
    id = multikey(secret.public_key())
    write(place(id, folder), secret)
    try:
        made = act(id)
    except Unavailable:  # it may have been done all the same: a secret too many harms nobody, one too few does
        raise
    except BaseException:
        place(id, folder).unlink(missing_ok=True)
        raise
    if made.id != id:  # the same command once more: its key is there already
        place(id, folder).unlink(missing_ok=True)
    return made


def copy(store: Store, file: Path, phrase: str, folder: Path | None = None) -> SigningKey:
    """A copy of the key of today for a safe place, closed by a phrase. Raises RuleBroken `credentials.phrase_short`,
    `credentials.file_there`, and as `signer` does."""
    if len(phrase) < PHRASE:
        raise RuleBroken("credentials.phrase_short", least=PHRASE)
    mine = signer(store, folder)
    closed = mine.secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(phrase.encode()))
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(closed)
    except FileExistsError:
        raise RuleBroken("credentials.file_there", file=str(file)) from None
    return mine.key


def restore(store: Store, file: Path, phrase: str, folder: Path | None = None) -> SigningKey:
    """Bring the key back from such a copy. Raises RuleBroken `credentials.copy_unread` (another phrase, no key),
    `credentials.copy_strange` (not the key that signs: one of before signs no more, a strange one never did)."""
    try:
        secret = load_pem_private_key(file.read_bytes(), phrase.encode() or None)
    except (OSError, ValueError, TypeError):
        raise RuleBroken("credentials.copy_unread", file=str(file)) from None
    key = current(store)
    if not isinstance(secret, Ed25519PrivateKey) or key is None or multikey(secret.public_key()) != key.id:
        raise RuleBroken("credentials.copy_strange", file=str(file))
    write(place(key.id, folder), secret)
    return key
