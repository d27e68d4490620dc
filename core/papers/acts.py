"""A paper is requested and made: number, values and text frozen in one act, the file set after it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from core import approvals, history, tasks
from core.db.codec import digest, plain
from core.desk import Desk, Why
from core.errors import NotFound, Problems, RuleBroken
from core.fields import check_typed
from core.papers import content
from core.papers.code import check_code, printable
from core.papers.days import due
from core.papers.life import step
from core.papers.typeset import file_of
from core.templates import variables
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Lang, Ref, Text
from schemas.kinds import CertificateKind, Kind, Sort, Template
from schemas.paper import Paper, PaperState, Printed, Requested, StepKind
from schemas.reference import Office
from schemas.rulebook import Rulebook
from schemas.student import Name
from schemas.term import Term
from schemas.words import Role, StudyLanguage

SIGNS = Role.head  # whose inbox hears that a paper waits for a signature


def request(desk: Desk, code: str, student: Id, study: Id, values: dict[str, Any], why: Why) -> Paper:
    """Ask for a paper of a kind for a student's study: {lang, purpose, custom.<code>}. Its deadline begins to run.

    Raises Problems beside the fields (no text in that language), NotFound, RuleBroken (a retired kind), Forbidden.
    """
    check_typed(Requested, desk.actor.role, values, whole=True)
    row: dict[str, Any] = {}
    for path, value in values.items():
        row = history.put(row, path.split("."), plain(value))
    try:
        asked = Requested.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None

    def work(tx: Tx) -> Paper:
        kind, template = _described(tx, code)
        content.text_of(template.as_body(Template), spoken(asked.lang))
        state, found = _study(tx, student, study)
        paper = Paper(
            _id=tx.new_id(), code_of_kind=code, kind=Ref(id=kind.id, label=kind.name), lang=asked.lang,
            student=Ref(id=student, label=Name.model_validate(state["name"]).text()), student_number=state["number"],
            study=study, faculty=found.get("faculty"), department=found.get("department"), purpose=asked.purpose,
            deadline=due(tx.today, kind.as_body(CertificateKind).days), custom=asked.custom,
        )  # fmt: skip
        step(tx, paper, StepKind.requested, why.reason)
        return tx.add(paper)

    return desk.transact("paper.request", work, why, given=[code, student, study, values])


def spoken(language: StudyLanguage) -> Lang:
    """The language a paper is written in."""
    return "kk" if language is StudyLanguage.kk else "ru" if language is StudyLanguage.ru else "en"


def make(desk: Desk, id: Id, revision: int, why: Why) -> Paper:
    """Make a requested paper: number, check code, today's values and text for good, the student's event; an approval
    begins where the kind names a route. The file is set after the act (`typeset`).

    Raises RuleBroken: a value that should be printed is missing or hidden from the user, nobody signs such papers
    today, a letter the fonts lack; StaleRevision, NotFound, Forbidden.
    """
    made = desk.transact("paper.make", lambda tx: _make(tx, desk, id, revision), why, given=[id, revision])
    return typeset(desk, made, why.command)


def _make(tx: Tx, desk: Desk, id: Id, revision: int) -> Paper:
    paper = tx.get(Paper, id, revision)
    if paper.state is not PaperState.requested:
        raise RuleBroken("papers.wrong_state", state=paper.state)
    kind, template = _described(tx, paper.code_of_kind)
    body = template.as_body(Template)
    lang, office = spoken(paper.lang), _office(tx)
    state, study = _study(tx, paper.student.id, paper.study)
    paper.day = tx.today
    paper.number = tx.numbered(kind.as_body(CertificateKind).mask)
    paper.code = check_code() if body.qr else None
    paper.kind, paper.template = Ref(id=kind.id, label=kind.name), template.id
    paper.student = Ref(id=paper.student.id, label=Name.model_validate(state["name"]).text())
    about = content.About(
        state, study, _programme(tx, study), plain(paper), _rules(tx), _terms(tx, {r["term"] for r in study["record"]})
    )
    text = content.text_of(body, lang)
    blocks, values = content.filled(text, about, office, lang, tx.today)
    used = {name: values[name].said for name in sorted(content.named(text))}
    _whole(tx, blocks.missing, [name for name, said in used.items() if said])
    printed = plain(content.kept(content.letter(body, blocks, office, lang, paper.number, tx.today, paper.code or "")))
    printable(printed)
    paper.printed, paper.content_hash = printed, digest(printed)
    paper.values = [Printed(name=name, value=said) for name, said in used.items()]
    paper.state, paper.author = PaperState.made, tx.who()
    step(tx, paper, StepKind.made)
    tx.append(
        paper.student.id, ev.DocumentIssued, study=paper.study, kind=paper.code_of_kind,
        document=Ref(id=paper.id, label=kind.name), number=paper.number,
    )  # fmt: skip
    _send_on(tx, paper, kind)
    return tx.save(paper)


def _whole(tx: Tx, missing: list[str], used: list[str]) -> None:
    """A paper never leaves with a hole, nor with what its maker may not see."""
    known = variables()
    if missing:
        labels = Text(**{
            x: ", ".join(dict.fromkeys(known[n].label.get(x) for n in missing))[:400] for x in ("kk", "ru", "en")
        })  # fmt: skip
        raise RuleBroken("papers.values_missing", names=labels)
    for name in used:
        spec = known[name].spec
        if spec and tx.actor.role in spec.hidden:
            raise RuleBroken("papers.value_hidden", name=known[name].label)


def _send_on(tx: Tx, paper: Paper, kind: Kind) -> None:
    """Along the kind's route; without one, to the signer's inbox."""
    route, address = kind.as_body(CertificateKind).route, {"paper": paper.id}
    if route:
        paper.approval = approvals.start(tx, route, paper, "pages/paper.py", address).id
    else:
        tasks.make(
            tx, what="papers.task_sign", values={"paper": paper.label()}, to_role=SIGNS, due=paper.deadline,
            subject=paper, page="pages/paper.py", address=address,
        )  # fmt: skip


def typeset(desk: Desk, paper: Paper, command: str) -> Paper:
    """Set the file of a made paper that has none yet and keep it with its hash, in an act of its own."""
    if paper.file_hash or not paper.printed:
        return paper
    laid = desk.store.lay(file_of(desk.store, paper))

    def work(tx: Tx) -> Paper:
        kept = tx.get(Paper, paper.id)
        if not kept.file_hash:
            kept.file_hash = tx.keep_file(laid, f"{kept.code_of_kind}-{kept.number}.pdf", "paper", kept.id)
        return tx.save(kept)

    return desk.transact("paper.typeset", work, Why(command=f"{command}:file"), right="paper.make")


def _described(tx: Tx, code: str) -> tuple[Kind, Kind]:
    kind = tx.kind(Sort.certificate, code)
    return kind, tx.kind(Sort.template, kind.as_body(CertificateKind).template)


def _study(tx: Tx, student: Id, study: Id) -> tuple[dict[str, Any], dict[str, Any]]:
    tx.student(student)
    state = history.fold(tx.events(student), on=tx.today)
    found = history.pick(state["studies"], [study])
    if found is None:
        raise NotFound("transcripts.no_study", day=tx.today)
    return state, found


def _office(tx: Tx) -> Office:
    offices = tx.find(Office, {}, 1)
    if not offices:
        raise RuleBroken("transcripts.no_office")
    return offices[0]


def _programme(tx: Tx, study: dict[str, Any]) -> dict[str, Any] | None:
    ref = study.get("programme")
    return tx.session.one("programmes", {"_id": ref["id"]}) if ref else None


def _rules(tx: Tx) -> Rulebook | None:
    try:
        return tx.rules(tx.today)
    except NotFound:
        return None


def _terms(tx: Tx, codes: set[str]) -> dict[str, Term]:
    return {term.code: term for term in tx.find(Term, {"code": {"$in": list(codes)}})} if codes else {}


__all__ = ["make", "request", "spoken", "typeset"]
