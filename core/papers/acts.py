"""A paper is requested and made: number, values and text frozen in one act, the file set after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from pydantic import ValidationError

from core import approvals, history, tasks
from core.db.codec import digest, plain
from core.desk import Desk, Why
from core.errors import NotFound, Problems, RuleBroken
from core.fields import check_typed
from core.i18n import t
from core.papers import blanks, content, fits, owed
from core.papers.code import check_code, printable
from core.papers.days import due
from core.papers.gathering import about as gathered
from core.papers.life import step
from core.papers.typeset import file_of
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Id, Lang, Ref
from schemas.kinds import CertificateKind, Kind, Sort, Template
from schemas.paper import ForOld, Paper, PaperState, Printed, Requested, StepKind
from schemas.reference import Office
from schemas.student import Name
from schemas.task import Task, TaskState
from schemas.words import Role, StudyLanguage

R = TypeVar("R", bound=Requested)
SIGNS = Role.head  # whose inbox hears that a paper waits for a signature


def request(desk: Desk, code: str, student: Id, study: Id, values: dict[str, Any], why: Why) -> Paper:
    """Ask for a paper of a kind for a student's study: {lang, purpose, application, applied_on, archive.<field>,
    custom.<code>}. Its deadline begins to run, on an application from its day; the application is then the basis.

    Raises Problems beside the fields (no text in that language, no application or place in the archive where the kind
    asks for them), NotFound, RuleBroken (a retired kind, a study that stands otherwise than the kind asks), Forbidden.
    """
    asked = _read(desk, Requested, values)

    def work(tx: Tx) -> Paper:
        kind, template = _described(tx, code)
        content.text_of(template.as_body(Template), spoken(asked.lang))
        fits.asked(kind, asked, tx.today)
        state, found, _ = _study(tx, student, study)
        name = Name.model_validate(state["name"]).text()
        fits.study(kind, name, found)
        return _asked(tx, kind, asked, why, Ref(id=student, label=name), student_number=state["number"], study=study,
                      faculty=found.get("faculty"), department=found.get("department"))  # fmt: skip

    return desk.transact("paper.request", work, _resting(why, asked), given=[code, student, study, values])


def request_old(desk: Desk, code: str, values: dict[str, Any], why: Why) -> Paper:
    """Ask for a paper from the archive for one who left before this system and is not in the register: as `request`,
    with {holder.<lang>, born}. What is written of him is what was read in the archive, as it stands there.

    Raises as `request`; RuleBroken `papers.not_archive` for a kind that is not made from the archive; Forbidden for who
    works in a part of the institution: the archive knows no parts.
    """
    asked = _read(desk, ForOld, values)

    def work(tx: Tx) -> Paper:
        kind, template = _described(tx, code)
        content.text_of(template.as_body(Template), spoken(asked.lang))
        fits.asked(kind, asked, tx.today, old=True)
        return _asked(tx, kind, asked, why, Ref(id="", label=asked.holder), born=asked.born)

    return desk.transact("paper.request", work, _resting(why, asked), given=[code, "", "", values])


def _read(desk: Desk, model: type[R], values: dict[str, Any]) -> R:
    check_typed(model, desk.actor.role, values, whole=True)
    row: dict[str, Any] = {}
    for path, value in values.items():
        row = history.put(row, path.split("."), plain(value))
    try:
        return model.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def _resting(why: Why, asked: Requested) -> Why:
    """An application is the paper that the act rests on."""
    if not asked.application or why.basis is not None:
        return why
    return replace(why, basis=Basis(kind=t("papers.application", "kk"), number=asked.application, day=asked.applied_on))


def _asked(tx: Tx, kind: Kind, asked: Requested, why: Why, holder: Ref, **more: Any) -> Paper:
    days = kind.as_body(CertificateKind).days
    paper = Paper(
        _id=tx.new_id(), code_of_kind=kind.code, kind=Ref(id=kind.id, label=kind.name), lang=asked.lang,
        student=holder, purpose=asked.purpose, application=asked.application, applied_on=asked.applied_on,
        archive=asked.archive, deadline=due(asked.applied_on or tx.today, days), custom=asked.custom, **more,
    )  # fmt: skip
    step(tx, paper, StepKind.requested, why.reason)
    return tx.add(paper)


def spoken(language: StudyLanguage) -> Lang:
    """The language a paper is written in."""
    return "kk" if language is StudyLanguage.kk else "ru" if language is StudyLanguage.ru else "en"


def make(desk: Desk, id: Id, revision: int, why: Why, batch: Id | None = None) -> Paper:
    """Make a requested paper: number, check code, today's values and text for good, the student's event, a blank where
    the kind takes one; an approval begins where the kind names a route. The file is set after the act (`typeset`).
    batch: the long work that makes many; who signs has one task for all of them.

    Raises RuleBroken: a value that should be printed is missing or hidden from the user, a title has no English, nobody
    signs such papers today, a letter the fonts lack, no blank is left; StaleRevision, NotFound, Forbidden.
    """
    given = [id, revision] + ([batch] if batch else [])
    made = desk.transact("paper.make", lambda tx: _make(tx, desk, id, revision, batch), why, given=given)
    return typeset(desk, made, why.command)


def _make(tx: Tx, desk: Desk, id: Id, revision: int, batch: Id | None) -> Paper:
    paper = tx.get(Paper, id, revision)
    paper.batch = batch
    if paper.state is not PaperState.requested:
        raise RuleBroken("papers.wrong_state", state=paper.state)
    kind, template = _described(tx, paper.code_of_kind)
    body = template.as_body(Template)
    lang, office = spoken(paper.lang), _office(tx)
    paper.day, paper.code = tx.today, check_code() if body.qr else None
    paper.number = tx.numbered(kind.as_body(CertificateKind).mask)  # refused below, it is not taken
    about = _about(tx, kind, paper)
    paper.kind, paper.template = Ref(id=kind.id, label=kind.name), template.id
    text = content.text_of(body, lang)
    blocks, values = content.filled(text, about, office, lang, tx.today)
    used = {name: values[name].said for name in sorted(content.named(text))}
    fits.whole(tx.actor.role, text, blocks, about, office, used, lang)
    printed = plain(content.kept(content.letter(body, blocks, office, lang, paper.number, tx.today, paper.code or "")))
    printable(printed)
    paper.printed, paper.content_hash = printed, digest(printed)
    paper.values = [Printed(name=name, value=said) for name, said in used.items()]
    paper.state, paper.author = PaperState.made, tx.who()
    blanks.take(tx, paper, kind.as_body(CertificateKind).blank)
    step(tx, paper, StepKind.made)
    if paper.student.id:
        tx.append(
            paper.student.id, ev.DocumentIssued, study=paper.study, kind=paper.code_of_kind,
            document=Ref(id=paper.id, label=kind.name), number=paper.number,
        )  # fmt: skip
        owed.settled(tx, kind, about.moves.order, paper)
    _send_on(tx, paper, kind)
    return tx.save(paper)


def _about(tx: Tx, kind: Kind, paper: Paper) -> content.About:
    """What the paper speaks of today; its holder is called as he is called now."""
    if not paper.student.id:
        return content.About({}, {}, None, plain(paper), None, {})
    state, study, events = _study(tx, paper.student.id, paper.study)
    paper.student = Ref(id=paper.student.id, label=Name.model_validate(state["name"]).text())
    fits.study(kind, paper.student.label, study)
    return gathered(tx.session, state, study, events, plain(paper), tx.today)


def _send_on(tx: Tx, paper: Paper, kind: Kind) -> None:
    """Along the kind's route; without one, to the signer's inbox, where papers of one batch are one task."""
    route, address = kind.as_body(CertificateKind).route, {"paper": paper.id}
    if route:
        paper.approval = approvals.start(tx, route, paper, "pages/paper.py", address).id
    elif paper.batch:
        if not tx.find(Task, {"subject.id": paper.batch, "state": TaskState.open.value}, 1):
            tasks.make(
                tx, what="papers.task_sign_many", values={"kind": kind.name}, to_role=SIGNS, due=paper.deadline,
                subject=Ref(id=paper.batch, label=kind.name), kind="runs", page="pages/papers.py",
                address={"state": PaperState.made.value, "kind": paper.code_of_kind}, by_hand=True,
            )  # fmt: skip
    else:
        tasks.make(
            tx, what="papers.task_sign", values={"paper": paper.label()}, to_role=SIGNS, due=paper.deadline,
            subject=paper, page="pages/paper.py", address=address,
        )  # fmt: skip


def typeset(desk: Desk, paper: Paper, command: str) -> Paper:
    """Set the file of a made paper that has none yet and keep it with its hash, in an act of its own."""
    if paper.file_hash or not paper.printed:
        return paper
    data, signer = file_of(desk, paper)
    laid = desk.store.lay(data)

    def work(tx: Tx) -> Paper:
        kept = tx.get(Paper, paper.id)
        if not kept.file_hash:
            name = f"{kept.code_of_kind}-{kept.number}.pdf"
            kept.file_hash = tx.keep_file(laid, name, "paper", kept.id, signer)
        return tx.save(kept)

    return desk.transact("paper.typeset", work, Why(command=f"{command}:file"), right="paper.make")


def _described(tx: Tx, code: str) -> tuple[Kind, Kind]:
    kind = tx.kind(Sort.certificate, code)
    return kind, tx.kind(Sort.template, kind.as_body(CertificateKind).template)


def _study(tx: Tx, student: Id, study: Id) -> tuple[dict[str, Any], dict[str, Any], list[ev.Event]]:
    tx.student(student)
    events = [e for e in tx.events(student) if e.effective <= tx.today]
    state = history.fold(events, on=tx.today)
    found = history.pick(state["studies"], [study])
    if found is None:
        raise NotFound("transcripts.no_study", day=tx.today)
    return state, found, events


def _office(tx: Tx) -> Office:
    offices = tx.find(Office, {}, 1)
    if not offices:
        raise RuleBroken("transcripts.no_office")
    return offices[0]


__all__ = ["make", "request", "request_old", "spoken", "typeset"]
