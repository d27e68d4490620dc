"""The archive of the office (clause 54): every record as a table people can read, in one file with its index.

Whoever takes it over needs none of our software: a table per kind of record, headings in the language of the office,
and beside them the whole base as it is backed up, which brings everything back to the last event.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from core import export, jobs
from core.db import backup
from core.db.store import Row, Store
from core.desk import Desk, Why
from core.fields import FieldSpec, describe, values_at, word_for
from core.i18n import t
from core.jobs.run import Run
from core.keeping import seals
from core.registry import MODELS
from schemas.base import Document, Id, Lang, is_token

JOB = "office.archive"
AT_ONCE = 1000
LANG: Lang = "kk"
HEADS = ("file", "title", "rows", "sha256")


def begin(desk: Desk, why: Why) -> Id:
    """Begin to make the archive as a long work; its result is a file of the jobs page."""
    return jobs.begin(desk, JOB, {}, why, total=len(MODELS) + 1)


def archive_work(run: Run) -> Row | None:
    """The long work: a table of each kind of record, the base itself, the index with hashes. Stopped, it keeps none."""
    out, lines = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for n, model in enumerate(MODELS):
            if run.stopped():
                return None
            if run.store.one(model.collection, {}, {"_id": 1}) is not None:
                lines.append(_put(z, f"{model.collection}.xlsx", *_table(run.store, model)))
            run.progress(n + 1)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "base.zip"
            made = backup.backup(run.store, file, sign=seals.signing(), app=seals.version())
            documents = sum(c["count"] for c in made["collections"].values())
            lines.append(_put(z, "base.zip", file.read_bytes(), t("ending.base", LANG), documents))
        index = export.xlsx([t(f"ending.{h}", LANG) for h in HEADS], lines, "index")
        z.writestr("index.xlsx", index)
    run.keep("archive.zip", out.getvalue())
    run.progress(len(MODELS) + 1)
    return {"files": len(lines)}


def _put(z: zipfile.ZipFile, name: str, data: bytes, title: str, rows: int) -> tuple[str, str, int, str]:
    z.writestr(name, data)
    return name, title, rows, sha256(data).hexdigest()


def _table(store: Store, model: type[Document]) -> tuple[bytes, str, int]:
    """A kind of record as a table: bytes, what it is called, how many rows. What is kept apart for its owner to erase
    stands only in the base."""
    specs = [s for s in describe(model) if not s.hidden]
    n = 0

    def rows() -> Iterator[list[str]]:
        nonlocal n
        last = ""
        while found := store.rows(model.collection, {"_id": {"$gt": last}}, None, [("_id", 1)], AT_ONCE):
            for row in found:
                n += 1
                yield [_said(s, row) for s in specs]
            last = found[-1]["_id"]

    title = model.title.get(LANG)
    data = export.xlsx([s.label(LANG) for s in specs], rows(), model.collection, [title])
    return data, title, n


def _said(spec: FieldSpec, row: Row) -> str:
    found = [x for x in values_at(row, spec.path) if not is_token(x)]
    return "; ".join(dict.fromkeys(word_for(spec, x, LANG) for x in found))


__all__ = ["JOB", "archive_work", "begin"]
