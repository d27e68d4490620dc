"""Pages of a PDF as pictures: for a preview on the screen, for a chart in a file to be edited."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image, ImageOps


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


def sheer(file: bytes, page: int = 1, wide: int = 1500) -> bytes:
    """One page as PNG with nothing behind its ink, to be laid over a picture."""
    document = pypdfium2.PdfDocument(file)
    try:
        seen, out = document[page - 1], io.BytesIO()
        bitmap = seen.render(scale=wide / seen.get_width(), fill_color=(255, 255, 255, 0))
        bitmap.to_pil().save(out, "PNG", compress_level=1)  # smaller takes longer than sending it
        return out.getvalue()
    finally:
        document.close()


def blank(data: bytes, page: int = 1, wide: int = 1500) -> bytes | None:
    """A scan (JPEG, PNG, WEBP, or a page of a PDF) as a JPEG to look at; None where it has no such page."""
    out = io.BytesIO()
    if data.startswith(b"%PDF-"):
        document = pypdfium2.PdfDocument(data)
        try:
            if page > len(document):
                return None
            seen = document[page - 1]
            seen.render(scale=wide / seen.get_width()).to_pil().convert("RGB").save(out, "JPEG", quality=80)
        finally:
            document.close()
        return out.getvalue()
    if page > 1:
        return None
    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as brought:
        brought.draft("RGB", (wide, wide))  # a JPEG of forty million pixels is read small at once
        upright = ImageOps.exif_transpose(brought)
        upright.thumbnail((wide, wide * 4))
        white = Image.new("RGB", upright.size, "white")
        white.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
        white.save(out, "JPEG", quality=80)
    return out.getvalue()


def strip(file: bytes, top: float, bottom: float, aside: float, wide: int = 1900) -> bytes:
    """The strip of the first page from `top` to `bottom` mm, without `aside` mm at each side, as PNG; the whole page
    is `wide` pixels across."""
    document = pypdfium2.PdfDocument(file)
    try:
        page, points = document[0], 72 / 25.4
        side = aside * points
        cut = (side, page.get_height() - bottom * points, side, top * points)  # goes away: left, below, right, above
        out = io.BytesIO()
        page.render(scale=wide / page.get_width(), crop=cut).to_pil().save(out, "PNG", optimize=True)
        return out.getvalue()
    finally:
        document.close()
