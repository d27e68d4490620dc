"""The JSON-LD contexts of what the office signs: files of the tree. Nothing is ever fetched: a signature must not hang
on what a far server says today. Where they come from and under which licence: contexts/LICENCES.md."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.errors import RuleBroken

FOLDER = Path(__file__).parent / "contexts"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
FILES = {
    CREDENTIALS: "credentials-v2.json", BADGES: "openbadges-3.0.3.json", DID: "did-v1.json",
    MULTIKEY: "multikey-v1.json",
}  # fmt: skip


@lru_cache
def text(url: str) -> str:
    """A context by its address; RuleBroken for one that is not in the tree."""
    if url not in FILES:
        raise RuleBroken("credentials.no_context", url=url)
    return (FOLDER / FILES[url]).read_text(encoding="utf-8")


def loaded(url: str, options: Any = None) -> dict[str, Any]:
    """The same as the JSON-LD processor wants it."""
    # The tag lets the processor keep what it made of them: they never change while it lives.
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "tag": "static",
            "document": json.loads(text(url))}  # fmt: skip
