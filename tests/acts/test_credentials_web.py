"""What a stranger may ask about credentials: keys and the list of the withdrawn, nothing of anybody, no guessing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.ob3.status import decode_encoded_list, set_indices
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import office, web
from core.credentials import keys, signing
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import annulling, old
from core.i18n import t
from core.web import credentials as public
from core.web import setup
from schemas.base import LANGS, Basis
from schemas.credential import KeyGround
from schemas.diploma import Diploma
from tests.acts.credential_kit import all_of, opened, registered, text
from tests.acts.diploma_kit import TODAY, Awarded, at, awarded
from tests.acts.test_diploma_duplicates import OLD

HERE = "https://office.example"
DECISION = Why("шешім", Basis(kind="Шешім", number="9", day=TODAY))
LIST, DID = "/credentials/status/1", "/.well-known/did.json"


@pytest.fixture
def stranger(store: Store, tmp_path: Path) -> Iterator[TestClient]:
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False, provider=None)
    app = Starlette(routes=web.routes(), middleware=web.middleware(site))
    with TestClient(app, base_url=HERE, follow_redirects=False) as made:
        yield made


@pytest.fixture
def desk(shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = at(awarded(shipped).store)
    opened(desk, tmp_path, monkeypatch)
    return desk


@pytest.fixture
def made(desk: Desk) -> list[Diploma]:
    """Registered and signed."""
    pairs = [(r["student"]["id"], r["study"]) for r in desk.store.rows("candidacies", {})]
    assert pairs
    found = registered(desk, Awarded(None, pairs, None))  # type: ignore[arg-type]
    signing.sign_many(desk, [d.id for d in found], Why("қол қою"))
    return all_of(desk)


def test_keys_are_public_and_nothing_secret(stranger: TestClient, desk: Desk) -> None:
    before = keys.current(desk.store)
    assert before
    new = keys.rotate(desk, before.id, KeyGround.planned, Why("ауыстыру"))
    answer = stranger.get(DID)
    said = answer.json()
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/did+json")
    assert answer.headers["access-control-allow-origin"] == "*" and stranger.get("/did.json").json() == said
    assert [m["publicKeyMultibase"] for m in said["verificationMethod"]] == [new.id, before.id]
    assert set(said) == {"@context", "id", "verificationMethod", "assertionMethod"}
    assert desk.actor.id not in answer.text and "PRIVATE" not in answer.text


def test_an_office_without_address_or_keys_has_no_document(stranger: TestClient, store: Store) -> None:
    assert stranger.get(DID).status_code == 404 and stranger.get(LIST).status_code == 503


def test_the_list_tells_bits_and_no_names(stranger: TestClient, desk: Desk, made: list[Diploma]) -> None:
    first = stranger.get(LIST)
    assert first.status_code == 200 and first.headers["content-type"].startswith("application/vc")

    def withdrawn() -> frozenset[int]:
        return set_indices(decode_encoded_list(stranger.get(LIST).json()["credentialSubject"]["encodedList"]))

    assert withdrawn() == frozenset()
    annulling.annul(desk, made[1].id, made[1].revision, DECISION)
    assert made[1].signed and withdrawn() == {made[1].signed.index}
    whole = stranger.get(LIST).text
    assert not any(x in whole for d in made for x in (d.number, d.code, d.id, d.name.en))


def test_credentials_themselves_are_nowhere_public(stranger: TestClient, desk: Desk, made: list[Diploma]) -> None:
    of = made[0]
    assert of.signed
    for path in ("/credentials", "/credentials/", "/credentials/status", "/credentials/status/", f"{LIST}/2",
                 f"/credentials/{of.code}.json", f"/credentials/{of.signed.urn}", f"/files/{of.signed.file_hash}",
                 "/credentials/status/../1"):  # fmt: skip
        assert stranger.get(path).status_code in (401, 404), path
    for path in (LIST, DID):
        assert stranger.post(path, headers={"origin": HERE}).status_code == 405


def test_wrong_numbers_of_lists_have_to_wait_and_the_true_one_is_still_served(
    stranger: TestClient, desk: Desk, made: list[Diploma], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "FREE", 3)
    answers = [stranger.get(f"/credentials/status/{n}").status_code for n in (2, 0, "x", "1e1", "٣", 99)]
    assert answers[:3] == [404, 404, 404] and answers[-1] == 429
    assert stranger.get(LIST).status_code == 200


def test_without_the_key_the_list_is_not_served_unsigned(stranger: TestClient, desk: Desk, made: list[Diploma]) -> None:
    key = keys.current(desk.store)
    assert key
    keys.place(key.id).unlink()
    assert stranger.get(LIST).status_code == 503 and stranger.get(DID).status_code == 200


@pytest.mark.parametrize("lang", LANGS)
def test_the_check_of_a_paper_says_how_its_credential_stands(
    stranger: TestClient, desk: Desk, made: list[Diploma], lang: Any
) -> None:
    stranger.cookies.set("ui_lang", lang)
    of = made[0]

    def shown() -> str:
        return stranger.get(f"/verify/{of.code}").text

    assert t("signin.verify.credential_good", lang) in shown()
    assert json.loads(text(desk, of))["credentialSubject"]["identifier"][1]["identityHash"] not in shown(), "masked"
    annulling.annul(desk, of.id, of.revision, DECISION)
    assert t("signin.verify.credential_gone", lang) in shown()
    book = old.enter(desk, OLD, Why("кітаптан"))
    assert t("signin.verify.credential", lang) not in stranger.get(f"/verify/{book.code}").text


def test_the_key_is_made_when_the_office_is_opened(stranger: TestClient, store: Store, tmp_path: Path) -> None:
    form = {"code": office.setup_code(tmp_path), "institution": "Консерватория", "city": "Алматы", "name": "Айгүл",
            "login": "aigul", "password": "қара жорға 7", "again": "қара жорға 7"}  # fmt: skip
    answer = stranger.post("/setup", data=form, headers={"origin": HERE})
    assert answer.status_code == 303
    key = keys.current(store)
    assert key and keys.here(key.id, tmp_path) and key.made_by.id == office.SYSTEM.id
    setup.keyed(web.Site(store=lambda: store, folder=lambda: tmp_path))
    assert [k.id for k in keys.every(store)] == [key.id], "made once, whatever the number of starts"
