"""Who signs a manifest, and which one is believed: the key of the trail, which stands beside the base, never in it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from core import migrations
from core.audit.keys import Keys, signed
from core.db.backup import Allow, Sign
from core.db.migrations import known
from core.db.server import data_folder
from core.db.store import Row
from core.errors import RuleBroken

PHRASE = "OFFICE_BACKUP_PHRASE"
LEAST = 8  # letters of a phrase
ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def version() -> str:
    """This program's version."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def phrase() -> str:
    """The phrase that closes backups, from the environment; "" where they stay open. RuleBroken
    `credentials.phrase_short`."""
    return checked(os.environ.get(PHRASE, ""))


def checked(given: str) -> str:
    """A phrase long enough, or none."""
    if given and len(given) < LEAST:
        raise RuleBroken("credentials.phrase_short", least=LEAST)
    return given


def signing(folder: Path | None = None) -> Sign:
    """Signs with the key of the trail."""
    keys = Keys(folder or data_folder())

    def sign(hash: str) -> Row:
        return {"key": keys.public(), "signature": keys.sign(hash)}

    return sign


def believing(
    folder: Path | None = None, trusted: Collection[str] = (), unsigned: bool = False, told: Row | None = None
) -> Allow:
    """Whether a manifest may be taken: not of a newer program, signed by a key this office knows.

    trusted: keys known besides. unsigned: take one without a signature too (backups of before there were any). told:
    gets `digest`, `key` and whether it is `known` here; where no key was ever kept (a new machine) any true signature
    is taken, and whoever restores compares the key with the one on a printed protocol.
    Raises RuleBroken `backup.newer`, `backup.newer_base`, `backup.unsigned`, `backup.signature_wrong`,
    `backup.wrong_key`.
    """
    pinned = Keys(folder or data_folder()).pinned()

    def allow(manifest: Row, digest: str, signature: Row | None) -> None:
        if _parts(str(manifest.get("app") or "0")) > _parts(version()):
            raise RuleBroken("backup.newer", format=manifest["app"])
        if newer := sorted(set(manifest.get("migrations", ())) - set(known(migrations.FOLDER))):
            raise RuleBroken("backup.newer_base", name=newer[-1])
        if signature is None:
            if not unsigned:
                raise RuleBroken("backup.unsigned")
            return
        key = str(signature["key"])
        if not signed(digest, str(signature["signature"]), key):
            raise RuleBroken("backup.signature_wrong")
        mine = key in pinned or key in trusted
        if (pinned or trusted) and not mine:
            raise RuleBroken("backup.wrong_key", public=key)
        if told is not None:
            told.update({"digest": digest, "key": key, "known": mine})

    return allow


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
