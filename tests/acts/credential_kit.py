"""Diplomas registered in an office with a public address and a signing key; a stranger who verifies what it signed.

The stranger is another's program (openbadgeslib): it knows only what the office publishes.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.ob3 import verifier
from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.ldp import OB3LdpVerifier, verify_data_integrity_proof

from core import files, references
from core.credentials import issuer, keys, status
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import platform, preparing, registering
from schemas.credential import SigningKey
from schemas.diploma import Diploma
from schemas.reference import Office
from tests.acts.diploma_kit import YEAR, Awarded
from tests.acts.diploma_kit import platform as numbers

ADDRESS, DATED = "https://office.example", date(2027, 6, 30)


class Later(datetime):
    """The stranger's clock: after the diplomas of the tests."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime(2029, 1, 1, tzinfo=tz or UTC)


def opened(desk: Desk, folder: Path, patch: pytest.MonkeyPatch, address: str = ADDRESS) -> SigningKey:
    """The office names its address, and its key is made in a folder of the test."""
    patch.setenv("OFFICE_DATA", str(folder))
    patch.setattr(verifier, "datetime", Later)
    named(desk, address)
    return keys.ensure(desk)


def named(desk: Desk, address: str) -> None:
    """Another public address."""
    office = desk.store.load(Office, "office")
    references.save(desk, Office, office.id, office.revision, {"address": address}, Why("мекенжай"))


def registered(desk: Desk, world: Awarded) -> list[Diploma]:
    """All who were awarded, with numbers of the book."""
    preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    platform.bring(desk, numbers(*(d.id for d in all_of(desk))), Why("файл"))
    registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    return all_of(desk)


def all_of(desk: Desk) -> list[Diploma]:
    """Every diploma, in the order of the book."""
    return [Diploma.model_validate(r) for r in desk.store.rows("diplomas", {}, sort=[("number", 1), ("key", 1)])]


def text(desk: Desk, of: Diploma) -> str:
    """The kept file of a diploma's credential."""
    assert of.signed is not None
    return files.read(desk.store, of.signed.file_hash)[1].decode()


def verified(store: Store, said: str, host: str = "office.example") -> Any:
    """The stranger's answer: signature, issuer, and the bit of the list. Raises what is wrong."""

    def fetched(url: str) -> bytes:
        assert url.startswith(f"https://{host}/"), url
        if url.endswith("did.json"):
            who = issuer.did(issuer.address(store, host))
            return json.dumps(issuer.document(who, keys.every(store))).encode()
        listed = json.loads(status.published(store, int(url.rpartition("/")[2]), host))
        assert (listed["id"], listed["issuer"]) == (url, json.loads(said)["issuer"]["id"])
        # The program checks the signature of a list only where that is a JWT: ours is embedded, asked for here.
        key = resolve_verification_method(listed["proof"]["verificationMethod"], download=fetched)
        verify_data_integrity_proof(listed, key)
        return json.dumps(listed).encode()

    return OB3LdpVerifier().verify(said, check_status=True, download=fetched, verify_status_list=False)
