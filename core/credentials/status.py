"""Which credentials are withdrawn: a signed list of bits (W3C Bitstring Status List 1.0), one bit a credential.

The list is made from the diplomas as they stand: a diploma that is annulled or replaced is withdrawn in that very act
(`Diploma.revoked`). The place of a bit is chance, so a list tells nothing of whose it is, and no list is ever more than
half full. Kept in the process until another diploma is withdrawn or another key signs.
"""

from __future__ import annotations

import gzip
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.credentials import contexts, issuer, keys, proof
from core.db.store import Store
from core.errors import NotFound
from core.tx import Tx

Row = dict[str, Any]
LENGTH = 131_072  # bits of a list: the least the standard allows, so that one bit hides among many (section 3.1)
FULL = LENGTH // 2
COUNTER = "credential"
_KEPT: dict[tuple[str, str, int], tuple[tuple[int, str], str]] = {}


def bits(withdrawn: Iterable[int]) -> bytes:
    """The list as bytes; index 0 is the leftmost bit of the first."""
    found = bytearray(LENGTH // 8)
    for index in withdrawn:
        found[index // 8] |= 0x80 >> index % 8
    return bytes(found)


def encoded(withdrawn: Iterable[int]) -> str:
    """The list as the standard writes it: compressed, base64url behind a «u»."""
    return "u" + urlsafe_b64encode(gzip.compress(bits(withdrawn), mtime=0)).decode().rstrip("=")


def url(address: str, place: int) -> str:
    """Where a list is fetched."""
    return f"{address}/credentials/status/{place}"


def entry(address: str, place: int, index: int) -> Row:
    """What a credential says of its bit."""
    return {"id": f"{url(address, place)}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": str(index), "statusListCredential": url(address, place)}  # fmt: skip


class BitTaken(Exception):
    """Another act took one of these bits meanwhile."""


def free(store: Store, many: int) -> list[tuple[int, int]]:
    """Bits by chance for so many credentials: (list, index) each, all of one list."""
    place = given(store) // FULL + 1
    rows = store.rows("diplomas", {"credential.place": place}, {"credential.index": 1}) if many else []
    used, found = {r["credential"]["index"] for r in rows}, []
    for _ in range(many):
        index = secrets.randbelow(LENGTH)
        while index in used:
            index = secrets.randbelow(LENGTH)
        used.add(index)
        found.append((place, index))
    return found


def take(tx: Tx, bits: Sequence[tuple[int, int]]) -> None:
    """Take bits in an act. The counter is touched first: two acts at once meet on it, the second sees what the first
    took. Raises BitTaken."""
    if not bits:
        return
    tx.number(COUNTER, len(bits))
    where = {"credential.place": bits[0][0], "credential.index": {"$in": [index for _, index in bits]}}
    if tx.session.one("diplomas", where, {"_id": 1}):
        raise BitTaken


def given(store: Store) -> int:
    """How many bits were given so far."""
    return int((store.one("counters", {"_id": COUNTER}) or {}).get("last", 0))


def published(store: Store, place: int, host: str = "", folder: Path | None = None) -> str:
    """A list as it is served, signed by the key of today. Raises NotFound where there is no such list (yet), RuleBroken
    where nothing can be signed on this server."""
    address = issuer.address(store, host)
    if not 1 <= place <= max(given(store) - 1, 0) // FULL + 1:
        raise NotFound("signin.fault.not_found")
    where = {"credential.place": place, "revoked": {"$gt": ""}}
    mine = keys.signer(store, folder)
    mark, name = (store.count("diplomas", where), mine.key.id), (store.name, address, place)
    kept = _KEPT.get(name)
    if kept is None or kept[0] != mark:
        rows = store.rows("diplomas", where, {"credential.index": 1})
        kept = (mark, _signed(address, place, [r["credential"]["index"] for r in rows], mine))
        _KEPT[name] = kept
    return kept[1]


def _signed(address: str, place: int, withdrawn: list[int], mine: keys.Signer) -> str:
    who, at, here = issuer.did(address), datetime.now(UTC), url(address, place)
    document = {
        "@context": [contexts.CREDENTIALS], "id": here,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": who, "validFrom": proof.moment(at),
        "credentialSubject": {
            "id": f"{here}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": encoded(withdrawn),
        },
    }  # fmt: skip
    return json.dumps(proof.signed(document, mine.secret, issuer.method(who, mine.key.id), at), ensure_ascii=False)
