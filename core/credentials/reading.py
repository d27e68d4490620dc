"""Credentials as pages show them: how that of a diploma stands, its file on its way out, keys and what they signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core import files, looks
from core.credentials import issuer, keys, signing, status
from core.desk import Desk
from core.errors import RuleBroken
from schemas.base import Id
from schemas.credential import Credential, KeyStatus, SigningKey
from schemas.diploma import Diploma

State = Literal["signed", "withdrawn", "anew", "unsigned", "none"]


@dataclass(frozen=True)
class Stands:
    """How the credential of a diploma stands. why: what hinders that there is one."""

    state: State
    signed: Credential | None = None
    key: SigningKey | None = None
    list_url: str = ""
    why: RuleBroken | None = None


def stands(desk: Desk, of: Diploma) -> Stands:
    """Of a diploma that the page has read."""
    found = of.signed
    if found is None:
        if key := signing.obstacle(of):
            return Stands("none", why=RuleBroken(key))
        return Stands("unsigned", why=signing.unready(desk))
    signer = next((k for k in keys.every(desk.store) if k.id == found.key), None)
    state: State = "withdrawn" if of.revoked else "signed"
    if state == "signed" and signer and signer.status is KeyStatus.stolen:
        state = "anew"
    return Stands(state, found, signer, status.url(found.address, found.place))


def file_of(desk: Desk, id: Id) -> tuple[str, bytes]:
    """Name and bytes of a credential on its way to the holder; the hand-over is written down.

    Raises RuleBroken `credentials.none_signed`, `files.changed` where the bytes are not those kept.
    """
    of = desk.get(Diploma, id, "diploma.issue")
    if of.signed is None:
        raise RuleBroken("credentials.none_signed", diploma=of.label())
    file, data = files.read(desk.store, of.signed.file_hash)
    student = of.student.id if of.student else ""
    looks.note(desk, "diplomas", "diplomas", id, of.number, "download", student=student, file=file.name,
               hash=of.signed.file_hash)  # fmt: skip
    return file.name, data


@dataclass(frozen=True)
class KeyLine:
    """A key, and how many diplomas bear its signature."""

    key: SigningKey
    count: int


def key_lines(desk: Desk) -> list[KeyLine]:
    """All keys, the newest first."""
    return [KeyLine(k, desk.store.count("diplomas", {"credential.key": k.id})) for k in keys.every(desk.store)]


def identity(desk: Desk) -> tuple[str, str]:
    """The issuer's did and the address of its document. RuleBroken where the public address is none or will not do."""
    address = issuer.address(desk.store)
    did = issuer.did(address)
    return did, f"{address}/did.json" if did.count(":") > 2 else f"{address}/.well-known/did.json"


__all__ = ["KeyLine", "Stands", "State", "file_of", "identity", "key_lines", "stands"]
