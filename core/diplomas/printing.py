"""Files of registered diplomas: set beside the server as a long work with progress, stop and resume; each is kept with
its hash for ever, and a reprint is that very file.

A printer takes one kind of blank at a time: the work hands over one PDF per kind of sheet, the sheets in the order of
the numbers they are bound to. What came out well is then marked by `handing.printed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core import files, jobs, signing
from core.credentials import signing as credentials
from core.db.store import Row
from core.desk import Desk, Why
from core.diplomas import laying
from core.diplomas.papers import diploma_paper, of_sheet
from core.errors import Problem, Problems, RuleBroken
from core.jobs.run import Run
from core.pdf.batch import PaperFailed, render_many
from core.pdf.bundle import joined, moved, zipped
from core.pdf.diploma import Fault, Unfit, faults
from core.pdf.fonts import Unprintable
from core.pdf.signing import Unsigned
from core.tx import Tx
from schemas.base import Id
from schemas.diploma import VALID, Diploma, DiplomaStatus, Sheet, Takes
from schemas.reference import SignedPaper

JOB, RIGHT = "diplomas.print", "diploma.print"
CHUNK = 15  # diplomas of one act; four sheets each
TO_SET = (DiplomaStatus.registered, DiplomaStatus.printed)  # a diploma that was handed over keeps what it has
TOGETHER = 100  # sheets of one PDF: what a printer's tray takes, and what memory holds


def begin(desk: Desk, ids: Sequence[Id], why: Why, printer: str = "") -> Id:
    """Begin to set the sheets of diplomas; the id of the long work. RuleBroken: none, or one that is not registered."""
    rows = desk.rows(Diploma, RIGHT, {"_id": {"$in": list(ids)}}, {"status": 1, "number": 1}, limit=len(ids) or 1)
    if not rows or len(rows) < len(set(ids)):
        raise RuleBroken("diplomas.print_none")
    early = next((r for r in rows if r["status"] not in {s.value for s in VALID}), None)
    if early is not None:
        raise RuleBroken("diplomas.not_frozen", diploma=early["number"] or "—")
    order = [r["_id"] for r in sorted(rows, key=lambda r: r["number"])]
    return jobs.begin(desk, JOB, {"ids": order, "printer": printer}, why, total=len(order))


def print_work(run: Run) -> Row:
    """The long work. Begun anew after a crash it sets nothing twice; what is set when one stops stays kept.

    Raises RuleBroken `diplomas.paper_refused` by name and field: a long work tells one «no» in a line."""
    try:
        return _work(run)
    except Problems as e:
        said = e.problems[0].values
        raise RuleBroken(
            "diplomas.paper_refused", name=said["name"], diploma=said["diploma"], code=said["code"]
        ) from None  # fmt: skip


def _work(run: Run) -> Row:
    ids, printer, done = run.params["ids"], run.params["printer"], 0
    for start in range(0, len(ids), CHUNK):
        if run.stopped():
            return {"n": done}
        part = ids[start : start + CHUNK]
        typeset(run.desk, part, run.why(f"set{start}"))
        done += len(part)
        run.progress(done)
    if not credentials.unready(run.desk):  # what cannot be signed today is signed later: the paper never waits
        credentials.sign_many(run.desk, ids, run.why("credentials"))
    run.keep("diplomas.zip", zipped(bundles(run.desk, [load(run.desk, id) for id in ids], printer)))
    return {"n": done}


def load(desk: Desk, id: Id) -> Diploma:
    """A diploma within the reach of who prints."""
    return desk.get(Diploma, id, RIGHT)


def typeset(desk: Desk, ids: Sequence[Id], why: Why) -> None:
    """Set every sheet that has no file yet, and keep the files in one act. Raises Problems that name the diploma and
    the field that does not fit: then nothing of this part is kept."""
    diplomas = [load(desk, id) for id in ids]
    bare = [(d, s.what) for d in diplomas if d.status in TO_SET for s in d.sheets if not s.file_hash]
    if not bare:
        return
    sample = bool((desk.store.one("office", {}, {"demo": 1}) or {}).get("demo"))
    signers = {what: signing.by(desk, sort_of(what)) for what in {w for _, w in bare}}
    papers = [signing.sealed(desk, of_sheet(desk.store, d, what, sample), signers[what]) for d, what in bare]
    try:
        # Plain where nobody signs: the same values are the same bytes, it leaves protected (core.files.given_out).
        laid = {n: desk.store.lay(data) for n, data in render_many(papers, protected=False)}
    except PaperFailed as e:
        raise _named(bare[e.index][0], e) from None

    def work(tx: Tx) -> Diploma:
        kept: dict[Id, Diploma] = {}
        for n, (d, what) in enumerate(bare):
            diploma = kept.setdefault(d.id, tx.get(Diploma, d.id))
            at = next(i for i, s in enumerate(diploma.sheets) if s.what is what)
            if not diploma.sheets[at].file_hash:
                name = f"{what.value}-{diploma.number}.pdf"
                hash = tx.keep_file(laid[n], name, "diploma", diploma.id, signers[what])
                sheets = list(diploma.sheets)
                sheets[at] = sheets[at].model_copy(update={"file_hash": hash})
                diploma.sheets = sheets
        for diploma in kept.values():
            last = tx.save(diploma)
        return last

    desk.transact("diploma.typeset", work, why, RIGHT, [sorted(ids)])


def sort_of(what: Takes) -> SignedPaper:
    """What a sheet is to those who sign."""
    return SignedPaper.diploma if what is Takes.diploma else SignedPaper.supplement


def _named(diploma: Diploma, failed: PaperFailed) -> Exception:
    """What went wrong in words of the office, with the diploma it went wrong on."""
    cause = failed.cause
    if isinstance(cause, Unfit):
        return _unfit(diploma, cause.faults)
    if isinstance(cause, Unsigned):
        return RuleBroken(cause.key, **cause.values)
    if isinstance(cause, Unprintable):
        return RuleBroken("transcripts.unprintable", text=cause.text, letters="".join(cause.characters))
    return failed


def _unfit(diploma: Diploma, found: tuple[Fault, ...]) -> Problems:
    values = {"name": diploma.name, "diploma": diploma.label()}
    return Problems([Problem(p.field, p.key, {**p.values, **values}) for p in laying.problems(found)])


def bundles(desk: Desk, diplomas: Iterable[Diploma], printer: str = "") -> Iterator[tuple[str, bytes]]:
    """One PDF per kind of sheet (in parts of a hundred), the sheets in the order of their blanks, else of the diplomas'
    numbers: (name, bytes) one after another. printer: the code of the one whose offset the diplomas are moved by.

    Raises Problems where that offset would push a field into the unprintable margin.
    """
    by_kind: dict[str, list[tuple[Diploma, Sheet]]] = {}
    for diploma in diplomas:
        for sheet in diploma.sheets:
            if sheet.file_hash:
                by_kind.setdefault(sheet.kind or sheet.what.value, []).append((diploma, sheet))
    for kind, sheets in sorted(by_kind.items()):
        sheets.sort(key=lambda pair: (pair[1].number, pair[0].number))
        parts = [sheets[n : n + TOGETHER] for n in range(0, len(sheets), TOGETHER)]
        for n, part in enumerate(parts, 1):
            name = f"{kind}-{n}.pdf" if len(parts) > 1 else f"{kind}.pdf"
            yield name, joined(_frozen(desk, diploma, sheet, printer) for diploma, sheet in part)


def _frozen(desk: Desk, diploma: Diploma, sheet: Sheet, printer: str) -> bytes:
    """The kept file of a sheet; a diploma's moved by the printer's offset."""
    data = files.read(desk.store, sheet.file_hash)[1]
    if not printer or sheet.what is not Takes.diploma:
        return data
    paper = diploma_paper(desk.store, diploma, False, printer)
    if found := faults(paper):
        raise _unfit(diploma, found)
    return moved(data, paper.right, paper.down)


def file_of(desk: Desk, id: Id, what: Takes) -> tuple[str, bytes, str]:
    """Name, bytes and media type of a frozen sheet on its way out: protected, with a line of who took it.

    Raises RuleBroken `diplomas.no_file` where it is not set yet, `files.changed` where its bytes are not those kept.
    """
    diploma = desk.get(Diploma, id, "diploma.read")
    sheet = diploma.sheet(what)
    if sheet is None or not sheet.file_hash:
        raise RuleBroken("diplomas.no_file", diploma=diploma.label())
    student = diploma.student.id if diploma.student else ""
    return files.given_out(desk, sheet.file_hash, "diplomas", "diplomas", id, diploma.number, student)
