"""The acts on protocols: signing one from what was typed, signatures after it, correcting by a later one, closing."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from core import four_eyes, grading
from core.attestation.admission import admitted
from core.attestation.protocols import drafts, rules, steps
from core.attestation.protocols.around import Around, check_candidacy, check_commission, check_open, ended
from core.attestation.protocols.honours import award
from core.attestation.protocols.reading import unsigned
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.progress.what_if import award_rules
from core.tx import Tx
from schemas.attestation import (
    Candidacy,
    CandidacyStatus,
    Commission,
    Protocol,
    ProtocolStatus,
    Sitting,
    SittingStatus,
)
from schemas.attestation.candidacy import AHEAD
from schemas.base import Id
from schemas.words import Mark

RIGHT = "attestation.hear"


def sign(desk: Desk, sitting_id: Id, candidacy_id: Id, seen: str, why: Why, paper: bool = True) -> Protocol:
    """Make the protocol of one graduate of what was typed, and sign it: it is frozen with its number from here on.

    Who enters it signs his own seat here; paper: he vouches that the others have signed on paper (else they sign later:
    `countersign`, `vouch`). seen: what the screen showed of others' typing (`drafts.seen_mark`). Raises RuleBroken (who
    may not be heard, a commission that may not decide, somebody typed since), Problems by place (`row.column`).
    """

    def work(tx: Tx) -> Protocol:
        sitting, candidacy = tx.get(Sitting, sitting_id), tx.get(Candidacy, candidacy_id)
        around = Around.of(sitting, tx.get(Commission, sitting.commission.id, scoped=False))
        drafts.check_unsigned(tx.session, sitting_id, candidacy_id)
        check_open(tx.session, sitting)
        check_commission(around)
        gone = ended(tx.session, [(candidacy.student.id, candidacy.study)])
        check_candidacy(around, candidacy, admitted(tx.session, sitting.year), gone)
        cells = drafts.compose(drafts.taken(tx.session, drafts.place_of(sitting_id, candidacy_id)), tx.actor.id)
        if drafts.seen_mark(cells, tx.actor.id) != seen:
            raise RuleBroken("sheets.typed_since")
        book, present = tx.rules(sitting.day), around.present
        said = rules.written(cells, present, around.barred(tx.session, candidacy), around.form.deciding, book)
        found = rules.judged(said.score, said.mark, book)
        brings = award(tx.session, candidacy, said.score, found.passed, sitting.day, book, award_rules())
        slot = next(s for s in sitting.slots if s.candidacy == candidacy_id)
        made = steps.begun(
            tx.new_id(), sitting, candidacy, starts=said.starts or slot.starts,
            ends=said.ends or f"{tx.now.astimezone(ZoneInfo(desk.zone)):%H:%M}", present=present,
            questions=said.questions, marks=said.marks, publication="publication" in said.flags,
            implementation="implementation" in said.flags, opinions=said.opinions, note=said.note,
        )  # fmt: skip
        steps.judge(made, said.score, said.mark, found, brings, book, declined="plain" in said.flags)
        made.signatures = steps.signatures(tx, present, paper)
        steps.number(tx, made)
        steps.decided(candidacy, made)
        tx.save(candidacy)
        return tx.add(made, scoped=False)

    return desk.transact("protocol.sign", work, why, right=RIGHT, given=[sitting_id, candidacy_id, paper])


def countersign(desk: Desk, id: Id, why: Why) -> Protocol:
    """One who sat signs a protocol here, under his own account. Forbidden for who did not sit; RuleBroken when his
    signature stands there already."""

    def work(tx: Tx) -> Protocol:
        protocol = tx.get(Protocol, id)
        mine = [s for s in protocol.present if steps.mine(tx, s)]
        if not mine:
            raise Forbidden("sheets.not_yours_to_sign")
        free = [s for s in unsigned(protocol) if s in mine]
        if not free:
            raise RuleBroken("sheets.signed_already")
        protocol.signatures = [*protocol.signatures, *(steps.signature(tx, s, paper=False) for s in free)]
        return tx.save(protocol)

    return desk.transact("protocol.countersign", work, why, right="grade_sheet.sign", given=[id])


def vouch(desk: Desk, id: Id, why: Why) -> Protocol:
    """Say that everybody whose signature is missing has signed on paper. RuleBroken when none is missing."""

    def work(tx: Tx) -> Protocol:
        protocol = tx.get(Protocol, id)
        missing = unsigned(protocol)
        if not missing:
            raise RuleBroken("sheets.signed_already")
        protocol.signatures = [*protocol.signatures, *(steps.signature(tx, s, paper=True) for s in missing)]
        return tx.save(protocol)

    return desk.transact("protocol.vouch", work, why, right=RIGHT, given=[id])


def correct(desk: Desk, id: Id, revision: int, score: str, mark: Mark | None, note: str, why: Why) -> Protocol:
    """A later decision (an appeal upheld, a mistake found): a new protocol in the place of a signed one, by another
    person and on a paper basis. The old one stays as it is and says by which it is replaced; so does the candidacy.

    score: as typed, empty where `mark` says that he did not come. Raises Problems beside score, note and basis;
    RuleBroken (replaced already, the same person, nothing changes).
    """
    basis = why.basis
    wrong = [] if note.strip() else [Problem("note", "errors.field.missing")]
    if basis is None or not basis.number.strip() or basis.day is None:
        wrong.append(Problem("basis", "protocols.no_basis"))

    def work(tx: Tx) -> Protocol:
        old = tx.get(Protocol, id, revision)
        if old.replaced is not None or old.status is not ProtocolStatus.signed:
            raise RuleBroken("protocols.replaced", number=old.replaced.label.kk if old.replaced else "")
        later = {"candidacy": old.candidacy, "number": {"$gt": old.number}, "replaced": None, "status": "signed"}
        if old.mark is Mark.excused and (row := tx.session.one("protocols", later, {"number": 1})):
            raise RuleBroken("protocols.heard_since", number=row["number"])
        four_eyes.check(tx, "protocol.correct", next((s.user for s in old.signatures if s.part is None), None))
        book, value, problems = tx.rules(old.day), None, list(wrong)
        if basis and basis.day and not old.day <= basis.day <= tx.today:
            problems.append(Problem("basis", "protocols.basis_day", {"day": old.day}))
        if mark is None:
            try:
                value = grading.read_score(score, book)
            except RuleBroken as e:
                problems.append(Problem("score", e.key, e.values))
        if problems:
            raise Problems(problems)
        if (value, mark) == (old.score, old.mark):
            raise RuleBroken("protocols.nothing_changes")
        candidacy = tx.get(Candidacy, old.candidacy, scoped=False)
        found = rules.judged(value, mark, book)
        made = steps.corrected(tx.new_id(), old, basis, note.strip()[:1000], absent=mark is not None)
        brings = award(tx.session, candidacy, value, found.passed, old.day, book, award_rules())
        declined = old.award and not old.honours and all(x.kept for x in old.proof)  # the commission would not
        steps.judge(made, value, mark, found, brings, book, declined)
        made.signatures = [steps.entered(tx)]
        steps.number(tx, made)
        old.replaced = made.ref()
        tx.save(old)
        if candidacy.status is not CandidacyStatus.withdrawn and Mark.excused in (old.mark, made.mark):
            steps.decided(candidacy, made)
            tx.save(candidacy)
        return tx.add(made, scoped=False)

    return desk.transact("protocol.correct", work, why, right="attestation.edit",
                         given=[id, revision, score, mark, note])  # fmt: skip


def close_sitting(desk: Desk, id: Id, revision: int, why: Why) -> Sitting:
    """The sitting is over: everybody it was to hear has a protocol, and each is signed by all. Who may not be heard any
    more (his admission was taken back, he was expelled) is let go without one. RuleBroken names who is still to come,
    and which protocols wait for signatures."""

    def work(tx: Tx) -> Sitting:
        sitting = tx.get(Sitting, id, revision)
        if sitting.status is not SittingStatus.open:
            raise RuleBroken("protocols.sitting_not_open")
        found = {p.candidacy: p for p in tx.find(Protocol, {"sitting.id": id, "corrects": None})}
        left = tx.find(Candidacy, {"_id": {"$in": [s.candidacy for s in sitting.slots if s.candidacy not in found]}})
        let_in, gone = admitted(tx.session, sitting.year), ended(tx.session, [(c.student.id, c.study) for c in left])
        if waiting := [c.student.label.kk for c in left if c.study in let_in and c.study not in gone]:
            raise RuleBroken("protocols.still_to_hear", names=", ".join(waiting[:5]), n=len(waiting))
        if open_ := [p.number for p in found.values() if unsigned(p)]:
            raise RuleBroken("protocols.unsigned", numbers=", ".join(sorted(open_)[:5]), n=len(open_))
        for c in left:
            if c.status in AHEAD and c.sitting and c.sitting.id == id:
                c.sitting = None
                tx.save(c)
        sitting.status = SittingStatus.closed
        return tx.save(sitting)

    return desk.transact("sitting.close", work, why, right=RIGHT, given=[id, revision])


__all__ = ["close_sitting", "correct", "countersign", "sign", "vouch"]
