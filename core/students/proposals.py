"""Proposed changes of a card: a teacher, a department, an adviser or the career sector asks, the office decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core import files, four_eyes, history, notices, tasks
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.fields import FieldSpec, describe, described
from core.i18n import t
from core.students.acts import changed_fields, confirmed, place, yours
from core.students.reading import ERASED
from core.students.revert import called
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis, Id, Ref, is_token
from schemas.proposal import Proposal, ProposalState, Proposed
from schemas.student import Profile, Student, StudyProfile
from schemas.words import Role

# What each role may propose, by the beginning of the field's place; the office's own fields it sees stand beside these.
OFFERED: Mapping[Role, tuple[str, ...]] = {
    Role.teacher: ("contacts.", "name.latin", "studies.instrument"),
    Role.department: ("contacts.", "name.", "studies.instrument", "studies.teacher", "studies.group"),
    Role.adviser: ("contacts.", "name.latin", "studies.instrument", "studies.group"),
    Role.career: ("contacts.", "name.latin"),
}
DAYS = 5  # the office answers within so many days
MOST = 200


def offered(role: Role) -> tuple[list[FieldSpec], list[FieldSpec]]:
    """The fields a role may propose to change: of the card, and of a study."""
    places = OFFERED.get(role, ())

    def fits(spec: FieldSpec, prefix: str) -> bool:
        own = spec.own and bool(places)
        open_ = spec.show.form and not spec.retired and role not in spec.fixed
        return open_ and (own or any((prefix + spec.path).startswith(p) for p in places))

    card = [s for s in describe(Profile, role) if fits(s, "")]
    return card, [s for s in describe(StudyProfile, role) if fits(s, "studies.")]


def propose(
    desk: Desk, id: Id, revision: int, changes: dict[str, Any], why: Why, file: tuple[str, bytes] | None = None
) -> Proposal:
    """Propose new values for fields of a card: {dotted path: value}; the card stays as it is until the office decides.

    file: name and bytes of a paper that shows it. Raises Problems (bad values, no reason), StaleRevision, Forbidden
    (a student that is not his), RuleBroken (a field that isn't his to propose, nothing changes, one waits already).
    """
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
    brought = files.ready(desk, *file) if file else None

    def work(tx: Tx) -> Proposal:
        state = tx.student(id, revision)
        _his(desk.actor.role, changes)
        found = changed_fields(tx, id, state, changes)
        if not found:
            raise RuleBroken("students.nothing_changed")
        waiting = tx.find(Proposal, {"student.id": id, "state": ProposalState.open.value})
        taken = {c.path for p in waiting for c in p.changes}
        if twice := [c.field for c in found if c.field in taken]:
            raise Problems([Problem(path, "records.proposed_already") for path in twice])
        student = tx.student_document(id)
        studies = {c.field.split(".")[1] for c in found if c.field.startswith("studies.")}
        proposal = Proposal(
            _id=tx.new_id(), number=f"{tx.today.year}-{tx.number(f'proposal:{tx.today.year}'):05d}",
            student=student.ref(), student_number=student.number, study=min(studies, default=None), **_scope(state),
            changes=[Proposed(path=c.field, was=c.was, proposed=c.now) for c in found], reason=why.reason.strip(),
            by=tx.who(), at=tx.now,
        )  # fmt: skip
        if brought:
            hash = tx.keep_file(brought.laid, brought.name, "proposal", proposal.id)
            proposal.file = Ref.model_validate({"id": hash, "label": {"kk": brought.name}})
        _ask(tx, proposal)
        return tx.add(proposal, scoped=False)  # its scope is the student's, which was asked

    given = [id, revision, changes, brought.laid.hash if brought else ""]
    return desk.transact("proposal.make", work, why, given=given)


def _his(role: Role, changes: dict[str, Any]) -> None:
    card, study = offered(role)
    for path in changes:
        parts = path.split(".")
        inside = parts[0] == "studies" and len(parts) > 2
        if ".".join(parts[2:]) not in {s.path for s in study} if inside else path not in {s.path for s in card}:
            raise RuleBroken("records.not_to_propose", field=path)


def _scope(state: Row) -> dict[str, Any]:
    def ids(key: str) -> list[str]:
        return sorted({s[key]["id"] for s in state["studies"] if s.get(key)})

    groups = sorted({s["group"] for s in state["studies"] if s.get("group")})
    return {"faculties": ids("faculty"), "departments": ids("department"), "teachers": ids("teacher"), "groups": groups}


def _ask(tx: Tx, proposal: Proposal) -> None:
    """A task for the registrars of the faculty, or for the seniors where there is none."""
    scope = {"faculty": proposal.faculties} if proposal.faculties else {}
    role = Role.registrar if tasks.holders(tx.session, Role.registrar, None, scope) else Role.senior_registrar
    tasks.make(
        tx, what="records.task_proposal", values={"number": proposal.number, "name": proposal.student.label},
        to_role=role, due=tx.today + timedelta(days=DAYS), subject=proposal, page="proposals",
        address={"id": proposal.id}, scope=scope if role is Role.registrar else {},
    )  # fmt: skip


def accept(desk: Desk, id: Id, revision: int, why: Why, paths: Sequence[str] | None = None) -> Proposal:
    """Accept a proposal, whole or of some fields (`paths`; the others are declined): the card changes by this act.

    Raises StaleRevision, RuleBroken (decided already, one's own, no field chosen, a personal value erased since),
    Problems beside the fields that the one who decides may not change or see, that somebody has changed since, or
    whose new value the card does not take today.
    """

    def work(tx: Tx) -> Proposal:
        proposal = _open(tx, id, revision, "proposal.accept")
        chosen = [c for c in proposal.changes if paths is None or c.path in paths]
        if not chosen:
            raise RuleBroken("records.nothing_chosen")
        yours(desk.actor.role, {c.path: c.proposed for c in chosen})
        who = proposal.student.id
        state = tx.student(who)
        values = {c.path: history.pick(state, c.path.split(".")) for c in chosen}
        since = [c for c in chosen if values[c.path] != c.was]
        if since:
            raise Problems([Problem(c.path, "records.changed_since") for c in since])
        for change in chosen:
            if is_token(change.proposed) and tx.personal_value(change.proposed) is None:
                raise RuleBroken("records.value_erased", field=called(described(*place(change.path))))
        found = changed_fields(tx, who, state, {c.path: c.proposed for c in chosen})
        tx.append(who, ev.ProfileEdited, changes=[*found, *confirmed(tx, state, found)])
        tx.mark_dirty("contingent")
        tx.check_scope(Student, plain(tx.student_document(who)))
        taken = {c.path for c in chosen}
        for change in proposal.changes:
            change.outcome = "accepted" if change.path in taken else "declined"
        return _decided(tx, proposal, ProposalState.accepted, why.reason)

    number = (desk.store.one(Proposal.collection, {"_id": id}, {"number": 1, "at": 1}) or {}).get("number", "")
    reason = why.reason.strip() or t("records.accepted_reason", desk.lang, number=number)
    basis = why.basis or Basis(kind=t("records.basis_kind", "kk"), number=number)
    return desk.transact(
        "proposal.accept", work, replace(why, reason=reason, basis=basis), right="proposal.decide",
        given=[id, revision, list(paths) if paths is not None else None],
    )  # fmt: skip


def decline(desk: Desk, id: Id, revision: int, why: Why) -> Proposal:
    """Decline a proposal with a reason; the card stays as it is, the proposer sees the reason."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])

    def work(tx: Tx) -> Proposal:
        proposal = _open(tx, id, revision, "proposal.decline")
        for change in proposal.changes:
            change.outcome = "declined"
        return _decided(tx, proposal, ProposalState.declined, why.reason)

    return desk.transact("proposal.decline", work, why, right="proposal.decide", given=[id, revision])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> Proposal:
    """Take one's own proposal back while it waits. Forbidden for another's."""

    def work(tx: Tx) -> Proposal:
        proposal = _open(tx, id, revision)
        if proposal.by.id != tx.actor.id:
            raise Forbidden("records.not_your_proposal")
        tasks.close(tx, proposal.id)
        proposal.state, proposal.note = ProposalState.withdrawn, why.reason.strip()
        return tx.save(proposal)

    return desk.transact("proposal.withdraw", work, why, right="proposal.make", given=[id, revision])


def _open(tx: Tx, id: Id, revision: int, act: str = "") -> Proposal:
    proposal = tx.get(Proposal, id, revision)
    if proposal.state is not ProposalState.open:
        raise RuleBroken("records.decided_already", state=proposal.state)
    if act:
        four_eyes.check(tx, act, proposal.by.id)
    return proposal


def _decided(tx: Tx, proposal: Proposal, state: ProposalState, note: str) -> Proposal:
    proposal.state, proposal.note, proposal.reviewed, proposal.reviewed_at = state, note.strip(), tx.who(), tx.now
    tasks.close(tx, proposal.id)
    key = "records.told_accepted" if state is ProposalState.accepted else "records.told_declined"
    values = {"number": proposal.number, "name": proposal.student.label}
    notices.tell(tx, proposal.by.id, key, values, "proposals", {"id": proposal.id})
    return tx.save(proposal)


# reading ---------------------------------------------------------------------------------------------------------


def proposals(
    desk: Desk, state: ProposalState | None = ProposalState.open, student: Id | None = None
) -> list[Proposal]:
    """Proposals in the user's scope, the oldest waiting first, decided ones the newest first; a part of MOST."""
    where: Row = {"state": state.value} if state else {}
    if student:
        where["student.id"] = student
    order = 1 if state is ProposalState.open else -1
    rows = desk.rows(Proposal, "proposal.read", where, None, [("at", order)], MOST)
    return [Proposal.model_validate(r) for r in rows]


def now_and_proposed(desk: Desk, proposal: Proposal) -> list[tuple[Proposed, Any, Any, Any]]:
    """Of each field: the change, what it was, what stands on the card now, what is proposed; personal values put back
    for those who may see them."""
    row = desk.store.one("students", {"_id": proposal.student.id}, {"events": 0}) or {}
    values = [v for c in proposal.changes for v in (c.was, c.proposed, history.pick(row, c.path.split(".")))]
    tokens = [v for v in values if is_token(v)]
    seen: dict[str, str] = {}
    if tokens and desk.may("student.personal"):
        seen = {r["_id"]: r["value"] for r in desk.store.rows("personal", {"_id": {"$in": tokens}})}

    def shown(value: Any) -> Any:
        return value if not is_token(value) else seen.get(value, ERASED) if desk.may("student.personal") else "•••"

    role = desk.actor.role
    return [
        (c, shown(c.was), shown(history.pick(row, c.path.split("."))), shown(c.proposed))
        for c in proposal.changes
        if not _hidden(c.path, role)
    ]


def _hidden(path: str, role: Role) -> bool:
    """Is this a field that the role doesn't see on a card either?"""
    model, inner = place(path)
    return any(s.path == inner and role in s.hidden for s in describe(model))


__all__ = ["OFFERED", "accept", "decline", "now_and_proposed", "offered", "proposals", "propose", "withdraw"]
