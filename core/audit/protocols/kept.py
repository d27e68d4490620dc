"""A protocol outside of the base: its statement as a file that any program reads, its paper as PDF."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PdfReadError

from core.audit.protocols.reckoning import SAID, grouped, sealed, statement
from core.db.store import Row
from core.errors import RuleBroken
from schemas.trail import TrailProtocol


def file_of(protocol: TrailProtocol) -> bytes:
    """The statement of a protocol and the hash over it, to be kept on another disk."""
    said = statement(protocol)
    return json.dumps({"statement": said, "seal": sealed(said)}, ensure_ascii=False, indent=1).encode()


def read(path: Path) -> tuple[str, Row | None]:
    """The hash that a file bears, and the statement where it is one. RuleBroken `trail.file_unread`,
    `trail.file_altered` (a statement that does not hash to what it bears)."""
    data = path.read_bytes()
    if data[:5] == b"%PDF-":
        return _printed(path), None
    try:
        held = json.loads(data)
        said, seal = {name: held["statement"][name] for name in SAID}, str(held["seal"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RuleBroken("trail.file_unread", name=path.name) from None
    if sealed(said) != seal:
        raise RuleBroken("trail.file_altered", name=path.name)
    return seal, said


def _printed(path: Path) -> str:
    try:
        text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    except (PdfReadError, ValueError):
        raise RuleBroken("trail.file_unread", name=path.name) from None
    gaps = r"(?:[0-9a-f]{8}\s+){7}[0-9a-f]{8}"
    hashes = re.findall(gaps, text)
    if not hashes:
        raise RuleBroken("trail.file_unread", name=path.name)
    return grouped(re.sub(r"\s", "", hashes[0])).replace(" ", "")
