"""Transcripts of a group as a long work: issued in acts of 25, handed over as one ZIP."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date

from core import jobs
from core.db.store import Row
from core.desk import Desk, Why
from core.jobs.run import Run
from core.transcripts.acts import issue_many
from core.transcripts.reading import file_of
from schemas.base import Id, Lang


def begin(
    desk: Desk, students: Sequence[tuple[Id, Id]], lang: Lang, why: Why, as_of: date | None = None
) -> Id:  # fmt: skip
    """Begin to issue for a group: (student, study) pairs; the id of the long work."""
    params = {"students": [list(pair) for pair in students], "lang": lang, "day": as_of}
    return jobs.begin(desk, "transcript.issue", params, why, total=len(students))


def issue_work(run: Run) -> Row:
    """The long work; begun anew after a crash it issues nothing twice. What is issued when one stops stays issued."""
    given = run.params
    pairs = [(student, study) for student, study in given["students"]]
    day = date.fromisoformat(given["day"]) if given["day"] else None
    made = issue_many(run.desk, pairs, given["lang"], run.why(), day, run.progress, run.stopped)
    if made:
        run.keep("transcripts.zip", _packed(run.desk, [m.id for m in made]))
    return {"ids": [m.id for m in made]}


def _packed(desk: Desk, ids: Sequence[Id]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        for id in ids:
            name, file = file_of(desk, id)
            # A fixed time: begun anew after a crash, the same papers are the same file.
            z.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), file)
    return out.getvalue()
