"""Many set papers as one file: a ZIP of them, or one protected PDF."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter, Transformation

from core.files.names import cleaned
from core.pdf.fonts import MM_PER_POINT
from core.pdf.protect import ALLOWED


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """(name, bytes) of each as a ZIP; with a fixed time, so the same files are the same ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, data in files:
            packed.writestr(zipfile.ZipInfo(cleaned(name, ""), (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def joined(files: Iterable[bytes]) -> bytes:
    """PDFs of the office one after another, protected as a whole; a signature is of its own file and stays there."""
    writer = PdfWriter()
    for data in files:
        for page in PdfReader(io.BytesIO(data)).pages:
            writer.add_page(page, ["/Annots"])
    writer.encrypt("", secrets.token_urlsafe(32), permissions_flag=ALLOWED, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def moved(data: bytes, right: float, down: float) -> bytes:
    """A PDF with all that stands on its pages moved by so many millimetres, open and without a signature."""
    writer = PdfWriter()
    for found in PdfReader(io.BytesIO(data)).pages:
        page = writer.add_page(found, ["/Annots"])
        page.add_transformation(Transformation().translate(right / MM_PER_POINT, -down / MM_PER_POINT))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
