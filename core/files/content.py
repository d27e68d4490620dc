"""What a file is, told by its bytes: a name proves nothing. What may not be kept is refused with its reason."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from functools import partial

from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from core.errors import RuleBroken
from schemas.file import FileType

PIXELS = 80_000_000  # a page scanned at 600 dpi has 35 million
UNPACKED = 200 * 2**20  # bytes an office document may unfold to
ENTRIES = 5000
RATIO = 150  # an empty Excel sheet of many rows packs a hundred times
MARKUP = re.compile(r"(?i)<(!doctype|html|svg|script|iframe|body)\b")
PICTURES = {"JPEG": FileType.jpg, "PNG": FileType.png, "WEBP": FileType.webp}
OFFICE = {
    "word/document.xml": FileType.docx,
    "xl/workbook.xml": FileType.xlsx,
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": FileType.odt,
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.ods,
}
# How a file begins → why it is refused.
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\xca\xfe\xba\xbe", "program"), (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"), (b"\xfe\xed\xfa", "program"), (b"#!", "program"), (b"\x00asm", "program"),
    (b"dex\n", "program"), (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"), (b"\x1f\x8b", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"), (b"\x28\xb5\x2f\xfd", "archive"), (b"MSCF", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"), (b"{\\rtf", "old_office"),
    (b"GIF8", "picture"), (b"BM", "picture"), (b"II*\x00", "picture"), (b"MM\x00*", "picture"),
    (b"%!PS", "unknown"),
)  # fmt: skip


def type_of(data: bytes, name: str) -> FileType:
    """What these bytes are. Raises RuleBroken `files.<reason>`, naming the file, for what the office does not keep."""
    refuse = partial(_refuse, name)
    if not data:
        raise refuse("empty")
    if data.startswith(b"%PDF-"):
        return _pdf(data, name)
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _picture(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, name)
    if data[4:8] == b"ftyp":
        raise refuse("picture" if data[8:12] in (b"heic", b"heix", b"mif1", b"avif", b"hevc", b"msf1") else "unknown")
    for beginning, reason in REFUSED:
        if data.startswith(beginning) and not (beginning in (b"MZ", b"BM") and words(data)):
            raise refuse(reason)
    return _text(data, name)


def _refuse(name: str, reason: str) -> RuleBroken:
    return RuleBroken(f"files.{reason}", name=name)


def _pdf(data: bytes, name: str) -> FileType:
    """A PDF that opens without a password and carries no program; nothing of it is carried out here."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _refuse(name, "locked")
        pages = len(reader.pages)
        root = reader.trailer["/Root"].get_object()
        active = isinstance(root, DictionaryObject) and _active(root)
    except RuleBroken:
        raise
    except Exception:  # a damaged file makes its reader stumble in any way it can
        raise _refuse(name, "broken") from None
    if not pages:
        raise _refuse(name, "broken")
    if active:
        raise _refuse(name, "active")
    return FileType.pdf


def _active(root: DictionaryObject) -> bool:
    names = root.get("/Names")
    inside = names.get_object() if names is not None else {}
    if isinstance(inside, DictionaryObject) and ("/JavaScript" in inside or "/EmbeddedFiles" in inside):
        return True
    opening = root.get("/OpenAction")
    action = opening.get_object() if opening is not None else None
    return isinstance(action, DictionaryObject) and action.get("/S") in ("/JavaScript", "/Launch")


def _picture(data: bytes, name: str) -> FileType:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit, below, is stricter
            with Image.open(io.BytesIO(data), formats=list(PICTURES)) as picture:
                kind, size = PICTURES[picture.format or ""], picture.width * picture.height
                if size > PIXELS:
                    raise _refuse(name, "too_many_pixels")
                picture.verify()
    except RuleBroken:
        raise
    except Image.DecompressionBombError:
        raise _refuse(name, "too_many_pixels") from None
    except Exception:  # as above
        raise _refuse(name, "broken") from None
    return kind


def _packed(data: bytes, name: str) -> FileType:
    """An office document by what stands inside; sizes are read from the list, nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            inside = {e.filename for e in entries}
            if len(entries) > ENTRIES or len(inside) != len(entries):
                raise _refuse(name, "bomb")
            unpacked = sum(e.file_size for e in entries)
            if unpacked > UNPACKED or unpacked > max(len(data), 2**16) * RATIO:
                raise _refuse(name, "bomb")
            if any(re.search(r"(?i)vbaproject|\.(exe|dll|scr|js|vbs|bat)$|^Basic/|^Scripts/", n) for n in inside):
                raise _refuse(name, "macros")
            if any(e.flag_bits & 1 for e in entries):
                raise _refuse(name, "locked")
            if "[Content_Types].xml" in inside:
                found = next((kind for part, kind in OFFICE.items() if part in inside), None)
            elif "mimetype" in inside and packed.getinfo("mimetype").file_size < 200:
                found = OPEN_DOCUMENT.get(packed.read("mimetype").strip())
            else:
                found = None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise _refuse(name, "broken") from None
    if found is None:
        raise _refuse(name, "archive")
    return found


def words(data: bytes) -> str | None:
    """The bytes as text, UTF-8 or the Cyrillic of old Windows; None where they are none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", "replace")
        letters = [c for c in text if ord(c) > 127]
        if sum("А" <= c <= "я" or c in "ЁёІі№«»—–…" for c in letters) < 0.9 * len(letters):
            return None
    return None if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text) else text


def _text(data: bytes, name: str) -> FileType:
    text = words(data)
    if text is None:
        raise _refuse(name, "unknown")
    if text.lstrip("\ufeff \t\r\n").startswith("<") or MARKUP.search(text):
        raise _refuse(name, "markup")
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    for comma in ";,\t":
        counts = {line.count(comma) for line in lines}
        if len(lines) > 1 and 0 not in counts and len(counts) == 1:
            return FileType.csv
    return FileType.txt
