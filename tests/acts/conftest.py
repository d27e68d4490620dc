"""After every test of acts the whole trail is verified: an act that leaves a trace nobody can follow fails here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.audit import verify as walk
from core.audit.verify import verify
from core.registry import MODELS
from tests.bases import WATCH


@pytest.fixture
def tampered() -> None:
    """Asked for by tests that change the database directly: their trail is broken on purpose."""


@pytest.fixture(autouse=True)
def _trail_is_whole(request: pytest.FixtureRequest) -> Iterator[None]:
    names = request.fixturenames
    store = request.getfixturevalue("store") if "store" in names and "tampered" not in names else None
    folder: Path = request.getfixturevalue("tmp_path") if store is not None else Path()
    yield
    written = WATCH.written.get(store.name, set()) if store is not None else set()
    if store is not None and (WATCH.others or written):
        with pytest.MonkeyPatch.context() as patch:
            if not WATCH.others:  # where nothing was written nothing stands: a hundred questions less
                patch.setattr(walk, "MODELS", [m for m in MODELS if m.collection in written])
            assert verify(store, folder).findings == []
