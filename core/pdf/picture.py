"""Pages of a PDF as pictures, for a preview on the screen."""

from __future__ import annotations

import io

import pypdfium2


def pictures(file: bytes, wide: int = 900, most: int = 5) -> list[bytes]:
    """The first pages as PNG, `wide` pixels across."""
    document = pypdfium2.PdfDocument(file)
    try:
        found = []
        for n in range(min(len(document), most)):
            page = document[n]
            out = io.BytesIO()
            page.render(scale=wide / page.get_width()).to_pil().save(out, "PNG")
            found.append(out.getvalue())
        return found
    finally:
        document.close()
