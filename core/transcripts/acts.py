"""Issuing transcripts: number from one counter, frozen values, the file kept with its hash, an event of the student."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from core import history, rulebooks, signing
from core.db.codec import digest, plain
from core.desk import Desk, Why
from core.errors import NotFound, RuleBroken
from core.holds import stops
from core.papers import life
from core.papers.code import check_code, printable
from core.pdf.batch import render_many
from core.pdf.papers import render_any
from core.students.reading import true_state
from core.transcripts import content
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Lang, Ref, new_id
from schemas.kinds import NumberMask, Sort
from schemas.paper import StepKind
from schemas.reference import Office, SignedPaper
from schemas.rulebook import Rulebook
from schemas.student import Name
from schemas.term import Term
from schemas.transcript import Transcript

COUNTER = "transcript"  # of numbers: alone where they go on for ever, with «:2026» where each year begins anew
CHUNK = 25  # transcripts in one transaction of a batch


def issue(
    desk: Desk, student: Id, study: Id, lang: Lang, why: Why, as_of: date | None = None, every_attempt: bool = False
) -> Transcript:  # fmt: skip
    """Issue one student's transcript, true on the day `as_of` (today if none). Raises NotFound, Forbidden,
    RuleBroken (the office has no names yet, a letter that the fonts lack).

    One act gives number, code, frozen values and the student's event; the file is typeset after it and its hash kept
    by a second act, so that no counter waits for a typesetter (`file_of` does it again after a crash between)."""
    given = [student, study, lang, as_of, every_attempt]
    made = desk.transact(
        "transcript.issue", lambda tx: _prepare(tx, desk, student, study, lang, as_of, every_attempt), why, given=given
    )
    return set_files(desk, [made], why.command)[0]


def issue_many(
    desk: Desk, students: Sequence[tuple[Id, Id]], lang: Lang, why: Why, as_of: date | None = None,
    progress: Callable[[int], None] | None = None, stop: Callable[[], bool] | None = None,
) -> list[Transcript]:  # fmt: skip
    """Issue for a group: (student, study) pairs in acts of 25, typeset in two processes beside the server.

    What is issued when one stops stays issued; the answer holds it. The same command again issues nothing twice.
    Who is held (core.holds) is left out and the others go on: `core.holds.stops.held` names them.
    """
    issued: list[Transcript] = []
    for start in range(0, len(students), CHUNK):
        if stop and stop():
            break
        part = students[start : start + CHUNK]

        def work(tx: Tx, part: Sequence[tuple[Id, Id]] = part) -> Transcript:
            held = stops.held(tx.session, "transcript.issue", [s for s, _ in part])
            made = [_prepare(tx, desk, s, study, lang, as_of, False) for s, study in part if s not in held]
            if not made:
                raise stops.stopped(next(iter(held.values())))
            return made[-1]

        command = f"{why.command}:{start}"
        try:
            desk.transact("transcript.issue", work, Why(why.reason, why.basis, command), given=[part, lang, as_of])
        except RuleBroken as e:
            if e.key != "holds.stopped":  # all of these are held
                raise
            continue
        done = desk.store.one("audit_events", {"command": command}, {"touched": 1}) or {"touched": []}
        ids = [x["id"] for x in done["touched"] if x["kind"] == "transcripts"]
        rows = desk.store.rows("transcripts", {"_id": {"$in": ids}}, sort=[("number", 1)])
        issued += set_files(desk, [Transcript.model_validate(r) for r in rows], command)
        if progress:
            progress(len(issued))
    return issued


def set_files(desk: Desk, made: Sequence[Transcript], command: str) -> list[Transcript]:
    """Typeset the files of transcripts that have none yet, sign them where the institution says so, and keep them with
    their hashes, in one act."""
    bare = [m for m in made if not m.file_hash]
    signer = signing.by(desk, SignedPaper.transcript)
    papers = [signing.sealed(desk, content.restored(m.paper), signer) for m in bare]
    files = {0: render_any(papers[0])} if len(papers) == 1 else dict(render_many(papers))
    laid = {n: desk.store.lay(file) for n, file in files.items()}

    def work(tx: Tx) -> Transcript:
        for n, transcript in enumerate(bare):
            kept = tx.get(Transcript, transcript.id)
            if not kept.file_hash:
                name = f"transcript-{kept.number}.pdf"
                kept.file_hash = tx.keep_file(laid[n], name, "transcript", kept.id, signer)
            tx.save(kept)
        return kept

    if bare:
        desk.transact("transcript.typeset", work, Why(command=f"{command}:file"), right="transcript.issue")
    return [desk.store.load(Transcript, m.id) for m in made]


def _prepare(
    tx: Tx, desk: Desk, student: Id, study_id: Id, lang: Lang, as_of: date | None, every_attempt: bool
) -> Transcript:  # fmt: skip
    tx.student(student)
    day = as_of or tx.today
    state = true_state(tx.session, tx.events(student), on=day)
    study = history.pick(state["studies"], [study_id])
    if study is None:
        raise NotFound("transcripts.no_study", day=day)
    offices = tx.find(Office, {}, 1)
    if not offices:
        raise RuleBroken("transcripts.no_office")
    own = tx.rules(day)
    books: dict[str, Rulebook] = {b: rulebooks.get(desk.store, b) for b in {r["rules"] for r in study["record"]}}
    codes = list({r["term"] for r in study["record"]})
    terms = {term.code: term for term in tx.find(Term, {"code": {"$in": codes}})} if codes else {}
    number = _number(tx)
    code = check_code()
    paper = content.paper(
        state, study, lang, offices[0], books, terms, own, number, code, tx.today, day, every_attempt
    )  # fmt: skip
    kept = plain(content.kept(paper))
    transcript = Transcript(
        _id=new_id(),
        number=number,
        student=Ref(id=student, label=Name.model_validate(state["name"]).text()),
        student_number=state["number"],
        study=study_id,
        faculty=study.get("faculty"),
        department=study.get("department"),
        lang=lang,
        day=tx.today,
        state_as_of=day.isoformat(),
        code=code,
        content_hash=digest(kept),
        paper=kept,
        author=tx.who(),
    )
    life.step(tx, transcript, StepKind.made)
    printable(kept)
    tx.append(student, ev.DocumentIssued, study=study_id, kind="transcript", document=transcript.ref(), number=number)
    return tx.add(transcript)


def _number(tx: Tx) -> str:
    """The next number by the office's mask, never one that a transcript bears already (the mask may have changed)."""
    year = tx.today.year
    try:
        mask = tx.kind(Sort.mask, "transcript").as_body(NumberMask)
    except NotFound:  # an office that has no masks yet
        return f"{year}-{tx.number(f'{COUNTER}:{year}'):05d}"
    counter = f"{COUNTER}:{year}" if mask.every == "year" else _for_ever(tx)
    while True:
        number = mask.written(tx.number(counter), year, tx.today.month)
        if tx.session.one("transcripts", {"number": number}, {"_id": 1}) is None:
            return number


def _for_ever(tx: Tx) -> str:
    """The counter that never begins anew; at its beginning it goes on where the furthest counter of a year stands."""
    if tx.session.one("counters", {"_id": COUNTER}) is None:
        years = tx.session.rows("counters", {"_id": {"$regex": f"^{COUNTER}:"}})
        tx.session.bump(COUNTER, max((int(r["last"]) for r in years), default=0))
    return COUNTER


def reprint(desk: Desk, id: Id, why: Why) -> Transcript:
    """Print an issued transcript again: the frozen values, marked as a copy; the copy's hash is kept beside it."""
    return life.reprint(desk, Transcript, id, why)
