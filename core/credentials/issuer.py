"""Who signs: the institution, as `did:web` of the office's public address; its public keys stand in one document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from core.credentials import contexts
from core.db.store import Store
from core.errors import RuleBroken
from schemas.credential import KeyStatus, SigningKey

Row = dict[str, Any]
LOOPBACK = ("localhost", "127.0.0.1")  # a trial on one's own machine; everybody else is asked for over https


def did(address: str) -> str:
    """`https://office.example/registrar` → `did:web:office.example:registrar` (did:web, section 2.5.2).

    Raises RuleBroken `credentials.no_address` (none is named), `credentials.https` (a stranger fetches the keys by it).
    """
    found = urlsplit(address)
    if not found.hostname:
        raise RuleBroken("credentials.no_address")
    if found.scheme != "https" and found.hostname not in LOOPBACK:
        raise RuleBroken("credentials.https", address=address)
    parts = [found.netloc.lower(), *(p for p in found.path.split("/") if p)]
    return ":".join(["did:web", *(quote(p, safe="") for p in parts)])


def method(issuer: str, key: str) -> str:
    """The address of one of its public keys."""
    return f"{issuer}#{key}"


def document(issuer: str, keys: Iterable[SigningKey]) -> Row:
    """The issuer's document: all keys that are believed, the retired ones too, so that what they signed verifies.

    A retired key bears no `expires` or `revoked`: verifiers take either for «believe nothing it ever signed». A stolen
    one does bear `revoked`, and signs for nobody any more.
    """
    found = sorted(keys, key=lambda k: -k.n)
    methods = [
        {"id": method(issuer, k.id), "type": "Multikey", "controller": issuer, "publicKeyMultibase": k.id}
        | (
            {"revoked": k.ended_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
            if k.status is KeyStatus.stolen and k.ended_at
            else {}
        )
        for k in found
    ]
    believed = [method(issuer, k.id) for k in found if k.status is not KeyStatus.stolen]
    return {"@context": [contexts.DID, contexts.MULTIKEY], "id": issuer, "verificationMethod": methods,
            "assertionMethod": believed}  # fmt: skip


def address(store: Store, host: str = "") -> str:
    """The office's public address; with a host, the address of that host under which something was signed before: an
    institution that moved keeps the old name answering for what bears it. "": none is named."""
    now = str((store.one("office", {}, {"address": 1}) or {}).get("address") or "")
    if host and urlsplit(now).netloc != host:
        old = store.names("diplomas", "credential.address", {"credential.place": {"$gt": 0}})
        return next((a for a in old if urlsplit(a).netloc == host), now)
    return now
