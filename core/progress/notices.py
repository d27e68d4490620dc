"""Notices of debts for many: a paper for each who owes, by the ordinary acts of papers, handed over as one ZIP."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from core import jobs
from core.desk import Desk, Why
from core.errors import OfficeError, RuleBroken
from core.i18n import t
from core.jobs import Run
from core.papers import acts
from core.papers.reading import file_of
from core.progress.reading import Cut, debtors
from schemas.base import LANGS, Id
from schemas.paper import PaperState

KIND = "debts_notice"
MOST = 400  # notices of one press


def begin(desk: Desk, cut: Cut, why: Why) -> Id:
    """Begin to make the notices of everybody who owes in a cut, each in the language he studies in; the id of the long
    work. RuleBroken for nobody and for more than a press may make."""
    found = debtors(desk, cut, 0, MOST + 1)
    if not found:
        raise RuleBroken("progress.nobody_owes")
    if len(found) > MOST:
        raise RuleBroken("progress.too_many", most=MOST)
    asked = [[x.student.id, x.study, x.language or "kk", x.student.label.kk] for x in found]
    return jobs.begin(desk, "progress.notices", {"asked": asked}, why, total=len(asked))


def notices_work(run: Run) -> dict[str, Any]:
    """The job «progress.notices»: each paper by acts of its own; whoever can't have one is named with the reason."""
    asked, made = run.params["asked"], list(run.at.get("made", []))
    left: list[dict[str, Any]] = list(run.at.get("left", []))
    for n in range(int(run.at.get("n", 0)), len(asked)):
        if run.stopped():
            break
        student, study, lang, name = asked[n]
        try:
            paper = acts.request(run.desk, KIND, student, study, {"lang": lang}, run.why(n))
            if paper.state is PaperState.requested:
                paper = acts.make(run.desk, paper.id, paper.revision, run.why(f"{n}:make"))
            made.append(paper.id)
        except OfficeError as e:
            left.append({"student": name, "why": {x: t(e.key, x, **e.values) for x in LANGS}})
        run.checkpoint(n=n + 1, made=made, left=left[:200])
        run.progress(n + 1, len(asked))
    if made:
        run.keep("debts-notices.zip", _packed(run.desk, made))
    return {"made": len(made), "left": left[:200]}


def _packed(desk: Desk, ids: list[Id]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        for id in ids:
            name, file = file_of(desk, id)
            z.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), file)  # begun anew, the same file
    return out.getvalue()
