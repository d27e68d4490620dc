"""The words of a version, read out of its file: what is shown on the page, searched and compared."""

from __future__ import annotations

import io

from pypdf import PdfReader

from core import docx, files
from core.db.store import Store
from core.files import content
from schemas.file import FileType
from schemas.norm_document import NormVersion

LONGEST = 400_000  # letters; a regulation has thirty thousand


def text_of(store: Store, version: NormVersion) -> str:
    """The text of a version, a paragraph a line; empty where its file holds no words (a scanned picture, a table).

    Raises NotFound, RuleBroken `files.changed`.
    """
    if version.file is None:
        return ""
    file, data = files.read(store, version.file.id)
    try:
        return words(file.type, data)[:LONGEST]
    except Exception:  # what was kept opens for its reader; one that stumbles over it leaves the file itself
        return ""


def words(type_: FileType, data: bytes) -> str:
    """The words of a file by its type."""
    if type_ is FileType.txt:
        return content.words(data) or ""
    if type_ is FileType.docx:
        return docx.words(data)
    if type_ is FileType.pdf:
        return "\n".join(page.extract_text() or "" for page in PdfReader(io.BytesIO(data)).pages)
    return ""
