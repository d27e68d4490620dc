"""Opening: the shape of the database, and the first day of an office that has nobody yet."""

from __future__ import annotations

import hmac
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core import kinds, rulebooks
from core.access import Actor
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.norm_documents import shipped as norms
from core.registry import MODELS
from core.tx import Tx
from core.users import acts, passwords, rules, throttle
from schemas.base import Text
from schemas.reference import Office, Signer
from schemas.user import User
from schemas.words import Role

# Before the first account nobody can act, yet the first account must be somebody's act.
SYSTEM = Actor("system", "Жүйе", Role.head)
OFFICE = "office"  # the one document of the institution: two openings at once meet on it
CODE_FILE = "setup-code"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no letters that are read for digits


def prepare(store: Store) -> None:
    """Bring collections, validators and indexes to the shape the code declares; safe to repeat."""
    store.shape(MODELS)


def is_empty(store: Store) -> bool:
    """Has nobody been appointed yet?"""
    return store.one("users", {}, {"_id": 1}) is None


def first_office(name: str, city: str, demo: bool = False) -> Office:
    """What the papers say until the head edits it."""
    return Office(
        _id=OFFICE, name=Text(kk=name), city=Text(kk=city), demo=demo,
        office_name=Text(
            kk="Офис-тіркеуші бөлімі", ru="Отдел офис-регистратора", en="Office of the Registrar"
        ),
        signers=[
            Signer(post=Text(
                kk="Оқу ісі жөніндегі проректор", ru="Проректор по учебной работе", en="Vice-Rector for Studies"
            )),
            Signer(post=Text(
                kk="Офис-тіркеуші бөлімінің басшысы", ru="Руководитель отдела офис-регистратора", en="Registrar"
            )),
        ],
    )  # fmt: skip


def open_office(store: Store, office: Office, head: dict[str, Any], password: str, again: str | None = None) -> User:
    """Open an empty office in one act: its document, the head's account, the rulebooks it starts with.

    head: fields of User (login, name; the role is set here). Raises Problems beside the fields; RuleBroken
    when somebody opened it first.
    """
    user = rules.checked({**head, "role": Role.head})
    passwords.check(password, again, login=user.login, about=(user.name, *office.name.model_dump().values()))
    hash = passwords.hashed(password)

    def work(tx: Tx) -> Office:
        for model in (User, Office):
            if tx.session.one(model.collection, {}, {"_id": 1}):
                raise RuleBroken("signin.opened_already")
        acts.create_step(tx, user.model_copy(deep=True), hash, must_change=False)
        for code in rulebooks.SHIPPED:
            tx.add(rulebooks.shipped(code))
        return tx.add(office.model_copy(deep=True))

    Desk(SYSTEM, store).transact("office.open", work, Why("first start"), right="office.edit")
    from core.reports import ship as ship_reports  # reports stand on rooms that know this one

    kinds.ship(store)
    norms.ship(store)
    ship_reports(store)
    return store.load(User, user.id)


def setup_code(folder: Path) -> str:
    """The code that proves one stands at the server: random, in a file only its owner reads."""
    file = folder / CODE_FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write("-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3)))
    except FileExistsError:
        pass
    return file.read_text("utf-8").strip()


def check_code(store: Store, folder: Path, given: str, address: str, now: datetime | None = None) -> None:
    """Raise Problems on a wrong code, RuleBroken when too many were tried from this address or at all."""
    for key, free in ((f"setup:{address}", 5), ("setup", 50)):
        throttle.take(store, key, free, now or datetime.now(UTC))
    if not hmac.compare_digest(given.strip().upper().encode(), setup_code(folder).encode()):
        raise Problems([Problem("code", "signin.code_wrong")])
    throttle.forget(store, f"setup:{address}")


def forget_code(folder: Path) -> None:
    """The office is open: the code has done its work."""
    (folder / CODE_FILE).unlink(missing_ok=True)
