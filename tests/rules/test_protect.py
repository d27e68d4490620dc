"""Files leave to be read and printed: no copying, no changing, a line on each page, nothing that acts."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions as May
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from core.norm_documents.shipped import text
from core.pdf.protect import ALLOWED, picture, stamped, text_pages
from tests.acts.sample_files import pdf
from tests.acts.sample_files import picture as painted

LINE = "Тіркеу кеңсесінің қорынан 24.11.2026 алынды. Алған: Әлия Қожахметова"


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def opened(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    assert reader.is_encrypted
    granted = reader.user_access_permissions
    assert granted is not None and granted & May.PRINT and granted & May.EXTRACT_TEXT_AND_GRAPHICS
    assert not granted & (May.EXTRACT | May.MODIFY | May.ADD_OR_MODIFY | May.FILL_FORM_FIELDS | May.ASSEMBLE_DOC)
    return reader


def test_a_pdf_leaves_protected_with_the_line_on_every_page() -> None:
    reader = opened(stamped(pdf("Жеке куәлік", pages=3), LINE))
    assert len(reader.pages) == 3
    for page in reader.pages:
        assert "Жеке куәлік" in page.extract_text() and LINE in page.extract_text()


def test_what_leaves_is_encrypted_by_aes_256_and_nobody_has_the_owners_password() -> None:
    data = stamped(pdf(), LINE)
    assert b"AESV3" in data and LINE.encode() not in data
    assert stamped(pdf(), LINE) != data, "another password each time"


def test_a_plain_text_leaves_as_protected_pages_with_all_its_words() -> None:
    words = text("regulation_kk.txt").decode()
    reader = opened(text_pages(words, LINE))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 3 and all(LINE in page for page in pages)
    assert "".join(words.split()) == "".join("".join(page.replace(LINE, "") for page in pages).split())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_line_stands_upright_at_the_foot_of_a_turned_page(turn: int) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("x"))))
    writer.pages[0].rotate(turn)
    with pypdfium2.PdfDocument(stamped(written(writer), LINE)) as seen:
        page = seen[0]
        width, height = page.get_size()
        assert (width > height) == (turn in (90, 270))
        text = page.get_textpage()
        where = text.search("Тіркеу")
        found = where.get_next()
        assert found is not None
        left, bottom, right, top = text.get_charbox(found[0])
        assert bottom < 40 and left < 40 and top - bottom < 10


def test_a_page_that_does_not_begin_at_zero_keeps_its_line() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("x"))))
    page = writer.pages[0]
    page.mediabox.lower_left, page.mediabox.upper_right = (100, 300), (500, 800)
    with pypdfium2.PdfDocument(stamped(written(writer), LINE)) as seen:
        assert "Тіркеу" in seen[0].get_textpage().get_text_bounded()


def test_what_acts_stays_behind() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("x"))))
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("a()")})
    link = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Link"),
        NameObject("/Rect"): ArrayObject([]), NameObject("/A"): action, NameObject("/AA"): action,
    })  # fmt: skip
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    writer.root_object[NameObject("/OpenAction")] = action
    found = PdfReader(io.BytesIO(stamped(written(writer), LINE)))
    assert "/OpenAction" not in found.trailer["/Root"] and "/AA" not in found.pages[0]
    assert [a.get_object().get("/A") for a in found.pages[0].get("/Annots") or []] == [None]


def test_a_paper_of_the_office_is_protected_already_and_leaves_byte_for_byte() -> None:
    once = stamped(pdf("x"), LINE)
    assert stamped(once, "another line") == once


def test_a_weakly_protected_pdf_is_protected_anew() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("x"))))
    writer.encrypt("", "owner", permissions_flag=ALLOWED | May.EXTRACT, algorithm="AES-256")
    assert LINE in opened(stamped(written(writer), LINE)).pages[0].extract_text()


def test_a_letter_that_the_fonts_lack_keeps_no_file_from_leaving() -> None:
    assert "Алған: Ли ??" in opened(stamped(pdf(), "Алған: Ли 李四")).pages[0].extract_text()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(("size", "lying"), [((400, 300), True), ((300, 400), False), ((2500, 2000), True)])
def test_a_picture_leaves_as_one_protected_page(kind: str, size: tuple[int, int], lying: bool) -> None:
    reader = opened(picture(painted(kind, size), LINE))
    page = reader.pages[0]
    assert len(reader.pages) == 1 and (page.mediabox.width > page.mediabox.height) == lying
    assert LINE in page.extract_text()
    with pypdfium2.PdfDocument(picture(painted(kind, size), LINE)) as seen:
        shot = seen[0].render(scale=0.5).to_pil().convert("RGB")
        middle = shot.getpixel((shot.width // 2, shot.height // 2))
        assert all(abs(a - b) < 12 for a, b in zip(middle, (200, 120, 40), strict=True))


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    page = PdfReader(io.BytesIO(picture(painted("JPEG", (400, 300), exif=exif), LINE))).pages[0]
    assert page.mediabox.height > page.mediabox.width


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "CMYK"])
def test_pictures_of_every_mode_leave(mode: str) -> None:
    out = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new("RGB", (60, 40), (9, 9, 200)).convert(mode).save(out, kind)
    assert len(opened(picture(out.getvalue(), LINE)).pages) == 1
