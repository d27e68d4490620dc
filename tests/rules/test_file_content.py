"""What a file is is told by its bytes; what may not be kept is refused with its name and a reason."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from core.errors import RuleBroken
from core.files import content, names
from core.i18n import LANGS, known, t
from schemas.file import FileType
from tests.acts.sample_files import docx, packed, pdf, picture

ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


@pytest.mark.parametrize(
    ("data", "type_"),
    [
        (pdf("Құжат"), FileType.pdf),
        (picture("PNG"), FileType.png),
        (picture("JPEG"), FileType.jpg),
        (picture("WEBP"), FileType.webp),
        (docx(), FileType.docx),
        (packed(XLSX), FileType.xlsx),
        (packed(ODT), FileType.odt),
        (packed({**ODT, "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), FileType.ods),
        ("Аты-жөні;Тобы\nӘлия;А-1\n".encode(), FileType.csv),
        ("Имя;Группа\nАлия;А-1\n".encode("cp1251"), FileType.csv),
        ("Қысқаша түсініктеме, бір бет.".encode("utf-8-sig"), FileType.txt),
        (b"MZ, a note that only begins like a program", FileType.txt),
    ],
    ids=lambda x: x.value if isinstance(x, FileType) else "",
)
def test_a_good_file_is_known_by_its_content(data: bytes, type_: FileType) -> None:
    assert content.type_of(data, "кез келген.exe") is type_


def _locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("құпия", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _acting(kind: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    if kind == "inside":
        writer.add_attachment("virus.exe", b"MZ")
    else:
        what = {"script": ("/JavaScript", "/JS"), "launch": ("/Launch", "/F")}[kind]
        action = {NameObject("/S"): NameObject(what[0]), NameObject(what[1]): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _bomb() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\0" * 60_000_000})


def _huge_picture() -> bytes:
    """A PNG whose head promises 60 000 × 60 000 points in a few bytes."""
    data = bytearray(picture("PNG"))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)


def _twins() -> bytes:
    """Two entries of one name: programs differ in which of them they open."""
    out = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(out, "w") as z:
        for _ in range(2):
            z.writestr("word/document.xml", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 60, "program"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 60, "program"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (packed({"a.pdf": pdf()}), "archive"),
        (b"Rar!\x1a\x07\x01\x00xxxx", "archive"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 60, "old_office"),
        (b"{\\rtf1\\ansi}", "old_office"),
        (picture("GIF"), "picture"),
        (picture("TIFF"), "picture"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "picture"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "markup"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><p>x", "markup"),
        ("Хабарлама\n<script>alert(1)</script>".encode(), "markup"),
        (b"%PDF-1.7 is what this only says", "broken"),
        (pdf()[:200], "broken"),
        (b"\x89PNG\r\n\x1a\n and nothing more", "broken"),
        (picture("JPEG")[:60], "broken"),
        (docx()[:-30], "broken"),
        (_locked(), "locked"),
        (_acting("script"), "active"),
        (_acting("inside"), "active"),
        (_acting("launch"), "active"),
        (docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        (docx(**{"word/embeddings/run.exe": b"MZ"}), "macros"),
        (_bomb(), "bomb"),
        (_twins(), "bomb"),
        (_huge_picture(), "too_many_pixels"),
        (bytes(range(256)) * 4, "unknown"),
        (b"text\x00with a zero", "unknown"),
        (b"\xff\xfe\x00\x01" * 50, "unknown"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_a_wrong_file_is_refused_by_name_and_reason(data: bytes, reason: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        content.type_of(data, "куәлік.pdf")
    assert refused.value.key == f"files.{reason}" and refused.value.values["name"] == "куәлік.pdf"
    assert known(refused.value.key)
    for lang in LANGS:
        assert "куәлік.pdf" in t(refused.value.key, lang, **refused.value.values)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF....WEBP"]),
)
def test_no_bytes_break_the_check(tail: bytes, beginning: bytes) -> None:
    """Whatever is brought, the answer is a type or a reason."""
    try:
        assert content.type_of(beginning + tail, "x") in FileType
    except RuleBroken as refused:
        assert known(refused.key)


@pytest.mark.parametrize("place", range(0, 700, 37))
def test_a_damaged_pdf_is_a_type_or_a_reason(place: int) -> None:
    data = bytearray(pdf("Құжат"))
    data[place % len(data)] ^= 0xFF
    try:
        content.type_of(bytes(data), "x.pdf")
    except RuleBroken as refused:
        assert known(refused.key)


@pytest.mark.parametrize(
    ("given_name", "ending", "clean"),
    [
        ("Жеке куәлік (Әлия Қожахметова).PDF", "pdf", "Жеке куәлік (Әлия Қожахметова).pdf"),
        ("C:\\Users\\me\\сканы\\паспорт.jpg", "jpg", "паспорт.jpg"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("фото\u202egnp.exe", "png", "фотоgnp.png"),
        ("a\u200bb\x00c\r\nd\t.pdf", "pdf", "abcd.pdf"),
        ("CON.pdf", "pdf", "_CON.pdf"),
        ("com1 .txt", "txt", "_com1.txt"),
        ("скан.exe.pdf", "pdf", "скан-exe.pdf"),
        ('<a>:"b"|?*.pdf', "pdf", "a b.pdf"),
        ("...", "pdf", "file.pdf"),
        ("", "pdf", "file.pdf"),
        (".pdf", "pdf", "pdf.pdf"),
        ("без ендинга", "docx", "без ендинга.docx"),
        ("a" * 500 + ".pdf", "pdf", "a" * 116 + ".pdf"),
        ("сурет.jpg", "webp", "сурет.webp"),
        ("и\u0306.pdf", "pdf", "й.pdf"),
    ],
)
def test_names_are_cleaned(given_name: str, ending: str, clean: str) -> None:
    assert names.cleaned(given_name, ending) == clean


@given(st.text(max_size=400), st.sampled_from([*(x.value for x in FileType), ""]))
def test_no_name_leaves_the_folder_or_hides_a_sign(given_name: str, ending: str) -> None:
    clean = names.cleaned(given_name, ending)
    assert 0 < len(clean) <= names.LONGEST and not set(clean) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c)[0] == "C" for c in clean) and clean not in (".", "..")
    assert clean == names.cleaned(clean, ending) and (not ending or clean.endswith("." + ending))
    assert len(clean.encode()) < 500
