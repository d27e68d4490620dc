"""How a kept file leaves: to be read and printed, not copied or changed, with a line that says who took it."""

from __future__ import annotations

from core import looks
from core.desk import Desk
from core.errors import Problem, Problems
from core.files import content
from core.files.acts import read
from core.i18n import moment, t
from core.pdf.protect import picture, stamped, text_pages
from schemas.base import Id
from schemas.file import FileType

PICTURES = (FileType.jpg, FileType.png, FileType.webp)
MIME = {
    FileType.docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.odt: "application/vnd.oasis.opendocument.text",
    FileType.ods: "application/vnd.oasis.opendocument.spreadsheet",
    FileType.csv: "text/csv",
    FileType.txt: "text/plain",
    FileType.zip: "application/zip",
}


def protectable(type_: FileType) -> bool:
    """Can it leave as a protected PDF? What cannot needs a reason, which is kept."""
    return type_ in (FileType.pdf, FileType.txt) or type_ in PICTURES


def mime(type_: FileType) -> str:
    """The media type of a file that leaves as it is."""
    return MIME.get(type_, "application/octet-stream")


def given_out(
    desk: Desk, hash: str, page: str, kind: str, id: Id, label: str, student: Id = "", reason: str = ""
) -> tuple[str, bytes, str]:
    """Name, bytes and media type of a file on its way out; the hand-over is written down.

    page, kind, id, label, student: of the record that names the file, for the line of who took it; whether this user
    may see that record was asked before. A PDF leaves protected, with a line on each page; a picture and a plain text
    as such a PDF; the office's own protected papers as they are. Raises Problems (reason) for another file without a
    reason, NotFound, RuleBroken `files.changed`.
    """
    file, data = read(desk.store, hash)
    if not protectable(file.type) and not reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])
    name, media = file.name, mime(file.type)
    if protectable(file.type):
        line = t("files.stamp", desk.lang, who=desk.actor.name, when=moment(desk.now(), desk.lang))
        if file.type is FileType.txt:
            data = text_pages(content.words(data) or "", line)
        else:
            data = stamped(data, line) if file.type is FileType.pdf else picture(data, line)
        name, media = f"{file.name.rpartition('.')[0] or file.name}.pdf", "application/pdf"
    looks.note(
        desk, page, kind, id, label, "download", student=student, reason=reason.strip(), file=file.name, hash=hash
    )  # fmt: skip
    return name, data, media
