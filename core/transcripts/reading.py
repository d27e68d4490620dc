"""Reading issued transcripts: lists, the frozen file, and the public answer to a code."""

from __future__ import annotations

from typing import Any

from core import files, looks, merged
from core.db.store import Row, Store
from core.desk import Desk
from core.papers.reading import masked
from core.transcripts.acts import set_files
from schemas.base import Id
from schemas.transcript import Transcript


def listed(desk: Desk, student: Id | None = None, text: str = "", page: int = 0, size: int = 50) -> list[Row]:
    """Issued transcripts the user may see, newest first; by student or by the beginning of the number."""
    where: Row = {"student.id": {"$in": merged.ids_of(desk.store, student)}} if student else {}
    if text.strip():
        where["number"] = {"$gte": text.strip(), "$lt": text.strip() + "\uffff"}
    return desk.rows(Transcript, "transcript.read", where, {"paper": 0}, [("number", -1)], size, page * size)


def file_name(desk: Desk, id: Id, copy: int = 0) -> str:
    """What the file is called that `file_of` hands over; nothing is handed over yet."""
    number = desk.get(Transcript, id, "transcript.read").number
    return f"transcript-{number}-copy-{copy}.pdf" if copy else f"transcript-{number}.pdf"


def file_of(desk: Desk, id: Id, copy: int = 0) -> tuple[str, bytes]:
    """Name and bytes of the file that was given (copy 0) or of a numbered copy; the hand-over is recorded.

    Raises RuleBroken `files.changed` when the stored bytes no longer match the hash in the record.
    """
    transcript = desk.get(Transcript, id, "transcript.read")
    if not transcript.file_hash:  # a crash came between the act and its typesetting
        transcript = set_files(desk, [transcript], f"{id}:again")[0]
    hash = transcript.copies[copy - 1].file_hash if copy else transcript.file_hash
    file, data = files.read(desk.store, hash)
    looks.note(
        desk, "transcripts", "transcripts", id, transcript.number, "download", student=transcript.student.id,
        file=file.name,
    )  # fmt: skip
    return file.name, data


def has_address(store: Store) -> bool:
    """Does the institution name the address that the QR of its papers leads to?"""
    return bool((store.one("office", {}, {"address": 1}) or {}).get("address"))


def verify(store: Store, code: str) -> dict[str, Any] | None:
    """What a stranger may know of a code: number, masked holder, day, state, institution; None for an unknown code."""
    row = store.one("transcripts", {"code": code.strip().upper()})
    if row is None:
        return None
    office = store.one("office", {}) or {}
    return {
        "number": row["number"],
        "holder": masked(row["student"]["label"]["kk"], office),
        "issued": row["day"],
        "state": row["state"],
        "institution": office.get("name", {}),
        "credits": row["paper"]["credits"],
        "gpa": row["paper"]["gpa"],
    }
