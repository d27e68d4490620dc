"""What the web side knows of its office: which database, which folder, which settings of the environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from core.db import connection
from core.db.server import data_folder
from core.db.store import Store


def _on(name: str) -> bool:
    return os.environ.get(name, "") == "1"


@dataclass(frozen=True)
class Provider:
    """The institution's sign-in service (OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: str


def provider() -> Provider | None:
    """The sign-in service named by OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET; None if unused."""
    found = [os.environ.get(n, "") for n in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")]
    return Provider(found[0].rstrip("/"), found[1], found[2]) if found[0] and found[1] else None


@dataclass
class Life:
    """Where the process stands: opening, ready, stopping (core.web.life)."""

    state: str = "opening"


@dataclass(frozen=True)
class Site:
    """store: opens the database at first use. https: cookies travel only encrypted (OFFICE_HTTPS=1). demo:
    the demonstration shows its accounts at the door. provider: the institution's own sign-in, if any."""

    store: Callable[[], Store] = connection.store
    folder: Callable[[], Path] = data_folder
    https: bool = field(default_factory=lambda: _on("OFFICE_HTTPS"))
    demo: bool = field(default_factory=lambda: _on("OFFICE_DEMO"))
    provider: Provider | None = field(default_factory=provider)
    life: Life = field(default_factory=Life)
