"""Issued papers on the screen: whom they are for, where their files are."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import Any

import streamlit as st

from core import students, transcripts
from core.db.store import Row
from core.desk import Desk
from core.i18n import t
from core.search import full_name
from core.ui.files import addressee, given
from core.ui.page import T, go, lang
from core.ui.signing import beside
from core.ui.style import facts, safe, shown
from core.ui.tables import computed, picked
from schemas.base import LANGS, Id
from schemas.reference import SignedPaper
from schemas.words import StudyLanguage, StudyStatus


def studies(desk: Desk, text: str, group: str) -> list[tuple[tuple[Id, Id], str]]:
    """Studies that a search and a group name: ((student, study), what to call it), at most 200."""
    filters: dict[str, Any] = {"studies.group": group.strip()} if group.strip() else {}
    found = students.listed(desk, text, filters, size=200)
    out = []
    for row in found:
        for study in row["studies"]:
            if group.strip() and not study["group"].startswith(group.strip()):
                continue
            status = StudyStatus(study["status"]).label(lang())
            out.append(((row["_id"], study["id"]), f"{full_name(row)} · {row['number']} · {study['group']} · {status}"))
    return out


def downloads(desk: Desk, ids: list[Id]) -> None:
    """A button that hands over what was just issued: the file, or a ZIP of several."""
    if len(ids) == 1:
        name = transcripts.file_name(desk, ids[0])
        given(
            T("transcripts.download", name=name), name, lambda: transcripts.file_of(desk, ids[0])[1],
            f"made:{ids[0]}", type="primary",
        )  # fmt: skip
        return

    def packed() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
            for id in ids:
                z.writestr(*transcripts.file_of(desk, id))
        return out.getvalue()

    given(
        T("transcripts.download_all", n=len(ids)), "transcripts.zip", packed, "made:all", "application/zip",
        type="primary", icon=":material/folder_zip:",
    )  # fmt: skip


def issued_table(rows: list[Row], page: int) -> Row | None:
    """One page of the list of issued transcripts; the clicked row."""
    if not rows:
        return None
    words = [
        ("number", "number", "text"), ("day", "day", "date"), ("student", "holder", "ref"),
        ("student_number", "student_number", "text"), ("lang", "language", "text"), ("copies", "copies", "int"),
    ]  # fmt: skip
    names = {key: [t(f"transcripts.{key}", x) for x in LANGS] for _, key, _ in words}
    columns = [computed(path, names[key][0], names[key][1], names[key][2], kind) for path, key, kind in words]
    said = [{**r, "lang": StudyLanguage(r["lang"]).label(lang()), "copies": len(r["copies"])} for r in rows]
    chosen = picked("transcripts.list", columns, said, page)
    return next((r for r in rows if r["_id"] == chosen), None)


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def one(desk: Desk, row: Row) -> None:
    """One issued transcript: facts, the frozen file, its copies."""
    facts([
        (T("transcripts.number"), row["number"]), (T("transcripts.code"), row["code"]),
        (T("transcripts.state_as_of"), shown(_day(row["state_as_of"]))),
        (T("transcripts.hash"), row["file_hash"][:16] + "…"),
    ], columns=4)  # fmt: skip
    go("pages/paper.py", "papers.steps", "conversion_path", key=f"way:{row['_id']}", of="transcripts", paper=row["_id"])
    if st.toggle(T("transcripts.show_files"), key=f"files:{row['_id']}"):
        to = addressee(row["_id"], row["student"]["label"]["kk"])
        for i in range(len(row["copies"]) + 1):
            label = T("transcripts.original") if i == 0 else T("transcripts.copy_no", n=i)
            name = transcripts.file_name(desk, row["_id"], i)
            given(safe(label), name, partial(_file, desk, row["_id"], i), f"file:{row['_id']}:{i}", to=to)
        hashes = (row["file_hash"], *(c["file_hash"] for c in row["copies"]))
        beside(desk, *((SignedPaper.transcript, hash) for hash in hashes))


def _file(desk: Desk, id: Id, copy: int) -> bytes:
    return transcripts.file_of(desk, id, copy)[1]
