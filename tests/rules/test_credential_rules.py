"""Rules of the open credential without a database: its words, its canonical form, the list of bits, names of keys."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.did import did_web_from_url, multikey_from_pem
from openbadgeslib.ob3.ldp import verify_data_integrity_proof
from openbadgeslib.ob3.status import decode_encoded_list, set_indices
from openbadgeslib.ob3.verifier import OB3VerificationError

from core.credentials import contexts, issuer, multibase, proof, shape, status
from core.errors import RuleBroken
from schemas.base import Ref, Text
from schemas.credential import KeyGround, KeyStatus, SigningKey
from schemas.diploma import Diploma
from schemas.events import Who
from schemas.reference import Office

AT = datetime(2027, 7, 1, 9, tzinfo=UTC)
ADDRESS = "https://office.example/registrar"
ME = Who(id="u", name="Тест", role="head")
# As published by W3C in the specifications that define them (VC Data Model 2.0, B.1; Controlled Identifiers, B.1).
PUBLISHED = {
    contexts.CREDENTIALS: "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    contexts.MULTIKEY: "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
}


def said(kk: str, ru: str = "", en: str = "") -> dict[str, str]:
    return {"kk": kk, "ru": ru or kk, "en": en or kk}


def credential(gpa: bool = True) -> dict[str, Any]:
    """A credential that uses every word the office may ever use."""
    name = Text(kk="Диплом", ru="Диплом", en="Diploma")
    of = Diploma(
        _id="d1", kind="plain", kind_name=name, version=Ref(id="k", label=name), number="2027-00001",
        year=2027, key="а",
        name=Text(kk="Әлия Қызы"), dated=AT.date(), code="AAAA-BBBB", values={
            "words": {"name_kk": "Әлия Қызы", "name_ru": "Алия", "name_en": "ALIYA"},
            "supplement": {
                "gpa": "3.67", "honours": True, "credits": "240.5", "institution": said("Консерватория"),
                "programme": said("Дәстүрлі өнер"), "programme_code": "6B02101", "degree": said("Бакалавр"),
                "form": said("Күндізгі"), "language": said("Қазақ"),
            },
        },
    )  # fmt: skip
    office = Office(name=name, office_name=name, city=Text(kk="Алматы"), place=Text(kk="Абай 1"), phones="1",
                    email="a@b.kz", address=ADDRESS)  # fmt: skip
    who = issuer.did(ADDRESS)
    return shape.credential(of, office, who, "urn:uuid:1", status.entry(ADDRESS, 1, 7), gpa)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every member of a document stands."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*at, key)
        yield from places(inner, (*at, key))


# contexts and what is signed -----------------------------------------------------------------------------------------


def test_contexts_are_those_that_were_published() -> None:
    for url, hash in PUBLISHED.items():
        assert sha256(contexts.text(url).encode()).hexdigest() == hash
    with pytest.raises(RuleBroken, match="no_context"):
        contexts.loaded("https://elsewhere.example/v1")


def test_every_word_of_a_credential_is_defined_and_signed() -> None:
    """A word that no context defines would be passed over in silence; then its removal would change nothing."""
    document = credential()
    whole = proof.canonical(document)
    for at in places(document):
        if at[0] == "@context":
            continue
        less = copy.deepcopy(document)
        holder: Any = less
        for step in at[:-1]:
            holder = holder[step]
        del holder[at[-1]]
        assert proof.canonical(less) != whole, at
    assert "undefined" not in whole and "issuer-dependent" not in whole


def test_a_word_that_no_context_defines_would_be_found() -> None:
    document = credential()
    assert proof.canonical({**document, "nonsense": "x"}) == proof.canonical(document)


def test_documents_of_keys_and_lists_are_defined_too() -> None:
    keys = [SigningKey(_id="z6MkA", n=1, status=KeyStatus.stolen, made_at=AT, made_by=ME, ended_at=AT,
                       ground=KeyGround.stolen), SigningKey(_id="z6MkB", n=2, made_at=AT, made_by=ME)]  # fmt: skip
    document = issuer.document(issuer.did(ADDRESS), keys)
    whole = proof.canonical(document)
    for at in places(document):
        if at[0] == "@context":
            continue
        less = copy.deepcopy(document)
        holder: Any = less
        for step in at[:-1]:
            holder = holder[step]
        del holder[at[-1]]
        # A key that is believed is named twice: as a key, and among those that sign.
        assert proof.canonical(less) != whole or at[0] == "verificationMethod", at
    assert document["assertionMethod"] == ["did:web:office.example:registrar#z6MkB"]


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(chance: random.Random) -> None:
    def mixed(value: Any) -> Any:
        if isinstance(value, dict):
            found = list(value.items())
            chance.shuffle(found)
            return {k: v if k == "@context" else mixed(v) for k, v in found}
        return [mixed(v) for v in value] if isinstance(value, list) else value

    document = credential()
    assert proof.canonical(mixed(document)) == proof.canonical(document)


@settings(max_examples=10)
@given(st.binary(min_size=32, max_size=32), st.sampled_from(["name", "validFrom", "id"]))
def test_another_program_believes_the_signature_and_no_changed_word(seed: bytes, changed: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    document = proof.signed(credential(), key, "did:web:office.example#k", AT)
    verify_data_integrity_proof(json.loads(json.dumps(document)), pem)
    with pytest.raises(OB3VerificationError):
        verify_data_integrity_proof({**document, changed: document[changed].replace("2027", "2026") + "1"}, pem)
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(OB3VerificationError):
        verify_data_integrity_proof(document, other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def test_gpa_is_said_only_where_the_house_wants_it() -> None:
    assert "3.67" in json.dumps(credential()) and "3.67" not in json.dumps(credential(gpa=False))


# the list of bits, names of keys --------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.sets(st.integers(0, status.LENGTH - 1), max_size=60))
def test_another_program_reads_the_same_bits(withdrawn: set[int]) -> None:
    encoded = status.encoded(withdrawn)
    assert set_indices(decode_encoded_list(encoded)) == withdrawn
    assert status.encoded(sorted(withdrawn, reverse=True)) == encoded


def test_the_first_index_is_the_leftmost_bit() -> None:
    assert status.bits([0])[0] == 0x80 and status.bits([7])[0] == 1 and status.bits([8])[1] == 0x80
    assert len(status.bits([])) * 8 == 131_072


@given(st.binary(min_size=32, max_size=32))
def test_keys_are_named_as_others_name_them(seed: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    named = multibase.multikey(key)
    assert named == multikey_from_pem(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert named.startswith("z6Mk")


def test_leading_zeros_are_kept() -> None:
    assert multibase.base58(b"\0\0\1") == "112" and multibase.base58(b"") == ""


@pytest.mark.parametrize("address", ["https://office.example", "https://a.example:8443", "https://a.example/x/y"])
def test_did_as_others_make_it(address: str) -> None:
    assert issuer.did(address) == did_web_from_url(address)


@pytest.mark.parametrize(("address", "key"), [("", "no_address"), ("http://office.example", "https")])
def test_no_did_without_a_safe_address(address: str, key: str) -> None:
    with pytest.raises(RuleBroken, match=key):
        issuer.did(address)


def test_a_trial_on_ones_own_machine() -> None:
    assert issuer.did("http://localhost:8501") == "did:web:localhost%3A8501"
