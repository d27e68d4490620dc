"""The signature of a credential: a Data Integrity proof of the suite `eddsa-rdfc-2022` (W3C vc-di-eddsa, section 3.2).

Why this one: an issuer of Open Badges 3.0 who embeds his proof must use it (1EdTech, conformance of issuers, «supported
proof mechanisms»); `eddsa-jcs-2022` is not among those, and a VC-JWT is asked for with RS256, a key of another family.
What is signed is what the JSON means (its statements in canonical order, RDFC-1.0), so a wallet may lay the file out
anew and the signature still holds; a changed word, number or index breaks it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

from core.credentials import contexts
from core.credentials.multibase import multibase

Row = dict[str, Any]
SUITE = "eddsa-rdfc-2022"
_ONE = Lock()  # the processor keeps its contexts in one place for all threads


def signed(document: Row, key: Ed25519PrivateKey, method: str, at: datetime) -> Row:
    """A document with its proof. method: the address of the public key; at: when it is signed."""
    proof = {
        "type": "DataIntegrityProof", "cryptosuite": SUITE, "created": moment(at), "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }  # fmt: skip
    value = multibase(key.sign(hashed({"@context": document["@context"], **proof}) + hashed(document)))
    return {**document, "proof": {**proof, "proofValue": value}}


def hashed(document: Row) -> bytes:
    """The hash of what a document states; its contexts are those of the tree."""
    return sha256(canonical(document).encode()).digest()


def canonical(document: Row) -> str:
    """What a document states, a statement a line, in the one order there is (RDFC-1.0)."""
    options = {
        "algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.loaded, "safe": True,
    }  # fmt: skip
    with _ONE:
        return str(jsonld.normalize(document, options))


def moment(at: datetime) -> str:
    """A moment as credentials say it: whole seconds of UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
