"""Files that somebody brought, on their way out: pages that may be read and printed, not copied or changed, with a
line at the foot of each that says who took them and when (clause 58)."""

from __future__ import annotations

import io
import secrets
from functools import lru_cache

from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from PIL import Image, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions as May
from pypdf.generic import DictionaryObject

from core.pdf.fonts import MM_PER_POINT, Face, Unprintable, clean, width, wrap
from core.pdf.paper import INK, PERMITTED, QUIET

# What fpdf2 writes as PERMITTED, in the words of pypdf.
ALLOWED = May.PRINT | May.PRINT_TO_REPRESENTATION | May.EXTRACT_TEXT_AND_GRAPHICS
FORBIDDEN = May.MODIFY | May.EXTRACT | May.ADD_OR_MODIFY | May.ASSEMBLE_DOC
SIZE = 7.0  # points
READ, MARGIN = 10.0, 20.0  # points of a text that is read, mm around it
PIXELS = 4_000_000  # larger pictures go as JPEG: as PNG they would take seconds and many megabytes


def stamped(data: bytes, line: str) -> bytes:
    """A PDF that may only be read and printed, with the line at the foot of every page.

    The office's own papers are protected already and leave as they are: their hash is what they are known by.
    Programs of the document (actions, scripts) stay behind.
    """
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")
        granted = reader.user_access_permissions
        if granted is not None and not granted & FORBIDDEN:
            return data
    writer = PdfWriter()
    overlays: dict[tuple[float, float], PageObject] = {}
    for found in reader.pages:
        page = writer.add_page(found)  # its own page alone: scripts of the document stay behind
        page.transfer_rotation_to_content()
        _silence(page)
        seen = page.cropbox
        size = (float(seen.width), float(seen.height))
        if size not in overlays:
            overlays[size] = PdfReader(io.BytesIO(_overlay(line, *size))).pages[0]
        page.merge_translated_page(overlays[size], float(seen.left), float(seen.bottom))
        page.compress_content_streams()  # not for size: pypdf encrypts the content it read, not what was merged
    writer.encrypt("", secrets.token_urlsafe(32), permissions_flag=ALLOWED, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _silence(page: PageObject) -> None:
    page.pop("/AA", None)
    for link in page.get("/Annots") or []:
        annotation = link.get_object()
        if isinstance(annotation, DictionaryObject):
            annotation.pop("/A", None)
            annotation.pop("/AA", None)


def _overlay(line: str, across: float, high: float) -> bytes:
    """A page of one size (points) with nothing but the line."""
    pdf = _page(across * MM_PER_POINT, high * MM_PER_POINT)
    _line(pdf, line)
    return bytes(pdf.output())


def picture(data: bytes, line: str) -> bytes:
    """A picture as one protected A4 page, upright, as large as fits, with the line at its foot."""
    with Image.open(io.BytesIO(data)) as found:
        turned = ImageOps.exif_transpose(found)
        whole = found.format == "JPEG" and turned.size == found.size and found.getexif().get(0x0112, 1) == 1
        lying = turned.width > turned.height
        source = data if whole else _packed(turned, found.format == "PNG")
        ratio = turned.height / turned.width
    pdf = _page(*((297.0, 210.0) if lying else (210.0, 297.0)))
    pdf.set_encryption(
        owner_password=secrets.token_urlsafe(32), encryption_method=EncryptionMethod.AES_256, permissions=PERMITTED
    )
    room, tall = pdf.w - 20, pdf.h - 26
    w = min(room, tall / ratio)
    pdf.image(io.BytesIO(source), (pdf.w - w) / 2, 10, w, w * ratio)
    _line(pdf, line)
    return bytes(pdf.output())


def text_pages(words: str, line: str) -> bytes:
    """A plain text as protected A4 pages, a paragraph a line of it, with the line at the foot of each."""
    pdf = _page(210.0, 297.0)
    pdf.set_encryption(
        owner_password=secrets.token_urlsafe(32), encryption_method=EncryptionMethod.AES_256, permissions=PERMITTED
    )
    y = MARGIN
    for paragraph in words.splitlines():
        for part in wrap(_printable(paragraph), Face.SANS, READ, pdf.w - 2 * MARGIN) or ("",):
            if y > pdf.h - MARGIN - 6:
                _line(pdf, line)
                pdf.add_page(format=(210.0, 297.0))
                y = MARGIN
            pdf.set_font(Face.SANS.value, "", READ)
            pdf.set_text_color(*INK)
            pdf.text(MARGIN, y, part)
            y += READ * MM_PER_POINT * 1.4
        y += 1.6
    _line(pdf, line)
    return bytes(pdf.output())


def _packed(turned: Image.Image, drawn: bool) -> bytes:
    out = io.BytesIO()
    if drawn and turned.width * turned.height <= PIXELS:
        turned.save(out, "PNG")
        return out.getvalue()
    if turned.mode in ("RGBA", "LA", "PA", "P"):
        ground = Image.new("RGBA", turned.size, "white")
        ground.alpha_composite(turned.convert("RGBA"))
        turned = ground
    turned.convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()


def _page(across: float, high: float) -> FPDF:
    pdf = FPDF(unit="mm", format=(across, high))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_creator("registrar office")
    pdf.set_producer("registrar office")
    pdf.add_font(Face.SANS.value, "", Face.SANS.path)
    pdf.add_page(format=(across, high))
    return pdf


@lru_cache(maxsize=16)
def strip(line: str, most: float, high: float) -> tuple[float, bytes]:
    """A line alone on a page of its own size (mm), no wider than `most`: its width and the open PDF."""
    text = _printable(line)
    size = min(SIZE, SIZE * most / max(width(text, Face.SANS, SIZE), 1))
    wide = width(text, Face.SANS, size)
    pdf = _page(wide, high)
    pdf.set_font(Face.SANS.value, "", size)
    pdf.set_text_color(*QUIET)
    pdf.text(0, high * 0.72, text)
    return wide, bytes(pdf.output())


def _printable(line: str) -> str:
    try:
        return clean(line, Face.SANS)
    except Unprintable as e:  # a strange letter in a name must not keep a file from leaving
        return clean("".join("?" if c in e.characters else c for c in line), Face.SANS)


def _line(pdf: FPDF, line: str) -> None:
    """The line in a white strip, so that it can be read on a dark scan too; smaller where the page is narrow."""
    text = _printable(line)
    size = min(SIZE, SIZE * (pdf.w - 8) / max(width(text, Face.SANS, SIZE), 1))
    high = size * MM_PER_POINT * 1.5
    pdf.set_fill_color(255, 255, 255)
    pdf.rect(4, pdf.h - 3 - high, min(width(text, Face.SANS, size) + 2, pdf.w - 8), high, style="F")
    pdf.set_font(Face.SANS.value, "", size)
    pdf.set_text_color(*QUIET)
    pdf.text(5, pdf.h - 3 - high * 0.3, text)
