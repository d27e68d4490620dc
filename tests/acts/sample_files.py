"""Small files of every sort, made as the programs that make them do."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from fpdf import FPDF
from PIL import Image


def pdf(text: str = "x", pages: int = 1) -> bytes:
    """A plain PDF with a word on each page."""
    from core.pdf.fonts import Face

    made = FPDF()
    made.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))  # the same bytes each time
    made.add_font("sans", "", Face.SANS.path)
    made.set_font("sans", "", 12)
    for _ in range(pages):
        made.add_page()
        made.text(20, 20, text)
    return bytes(made.output())


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 120, 40)).save(out, kind, **options)
    return out.getvalue()


def packed(entries: dict[str, bytes]) -> bytes:
    """A ZIP of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in entries.items():
            z.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """The smallest Word document; more: further parts."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **more})
