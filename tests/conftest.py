"""A real mongod for the session, an empty base for each test (tests.bases); MONGODB_URI is never touched."""

from __future__ import annotations

import inspect
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.pop("MONGODB_URI", None)

from core.access import Actor
from core.db.connection import client
from core.db.server import ensure, release
from core.db.store import Store
from core.desk import Desk, Why
from schemas.base import Basis
from schemas.words import Role
from tests.bases import Bases
from tests.once import once

settings.register_profile("office", deadline=None)  # a busy machine is no failure
settings.load_profile("office")


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> None:
    """What a plain fixture puts into an office is made once (tests.once)."""
    func = fixturedef.func
    if fixturedef.scope == "function" and fixturedef.argnames and not hasattr(func, "__wrapped__"):
        if not inspect.isgeneratorfunction(func):
            fixturedef.func = once(func)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The embedded server in a folder of this test run."""
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        yield ensure(Path(folder))
        release(Path(folder))


@pytest.fixture(scope="session")
def _client(server: str):  # type: ignore[no-untyped-def]
    with client(server) as c:
        yield c


@pytest.fixture(scope="session")
def bases(_client) -> Bases:  # type: ignore[no-untyped-def]
    """The prepared bases of this process."""
    return Bases(_client)


@pytest.fixture
def store(bases: Bases) -> Store:
    """An empty office: collections, validators and indexes in place."""
    return bases.take()


@pytest.fixture
def shipped(bases: Bases, store: Store) -> Store:
    """An office that has got its shipped entries and nothing else."""
    bases.ship(store)
    return store


def actor(role: Role, lang: str = "kk", **assigned: str) -> Actor:
    """A worker of a role, with what is assigned to him."""
    ids = {k: (v,) for k, v in assigned.items()}
    return Actor(id=f"u-{role.value}", name=f"Тест {role.value}", role=role, lang=lang, assigned=ids)  # type: ignore[arg-type]


def application() -> Why:
    """A person's own application, on which a copy of his data or their erasure rests."""
    return Why("өтініш", Basis(kind="Өтініш", number="7", day=date(2026, 1, 15)))


@pytest.fixture
def head(store: Store) -> Desk:
    """The desk of the head of the office."""
    return Desk(actor(Role.head), store)


@pytest.fixture
def senior(store: Store) -> Desk:
    """The desk of the senior registrar."""
    return Desk(actor(Role.senior_registrar), store)
