"""What a graduate presents: typed freely in a draft, changed with a basis once approved; approved by the department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import four_eyes
from core.access import Actor, Reach
from core.attestation import settings
from core.attestation.candidacies import rules
from core.attestation.candidacies.acts import ahead
from core.busy import playing
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problem, Problems, RuleBroken
from core.fields import FieldSpec, describe
from core.tx import Tx
from schemas.attestation import Candidacy, CandidacyChange, CandidacyStatus, Commission, Presented
from schemas.base import Basis, Id
from schemas.words import Role

PREPARE, APPROVE = "attestation.prepare", "attestation.approve"
CHANGES = 60
Values = Mapping[str, Any]


def fields(of: Candidacy) -> list[FieldSpec]:
    """What the preparation asks: exactly what the form presents."""
    wanted = rules.asked(settings.form(of.form))
    return [s for s in describe(Presented) if s.path in wanted]


def may_prepare(actor: Actor, of: Candidacy) -> bool:
    """Is this one his to fill in? A teacher's are those he leads or accompanies; sitting in the commission is not
    enough."""
    if not actor.may(PREPARE):
        return False
    if actor.role is not Role.teacher or actor.reach(PREPARE) is Reach.ALL:
        return True
    mine = set(actor.assigned.get("teacher", ()))
    return any(p is not None and p.id in mine for p in (of.presented.supervisor, of.presented.accompanist))


def edit(desk: Desk, id: Id, revision: int, values: Values, why: Why) -> Candidacy:
    """Change what is presented: {path of Presented: value}. An approved one only with a reason and its basis; what it
    was stays as a change. Raises Problems beside the fields, Forbidden, RuleBroken `references.nothing_changed`."""

    def work(tx: Tx) -> Candidacy:
        of = mine(tx, id, revision)
        was = of.presented
        now = _with(was, values, rules.asked(settings.form(of.form)))
        if now == was:
            raise RuleBroken("references.nothing_changed")
        if now.supervisor != was.supervisor and tx.actor.role is Role.teacher:
            raise Problems([Problem("supervisor", "graduates.supervisor_not_own")])
        if of.status is CandidacyStatus.approved:
            need_basis(why)
            if why.basis and why.basis.day and why.basis.day > tx.today:
                raise Problems([Problem("basis.day", "graduates.day_ahead")])
            if lacks := rules.missing(now, settings.form(of.form)):
                raise Problems([Problem("", f"graduates.lack.{r.code}", r.values) for r in lacks])
            _keep(tx, of, was, why)
        else:
            of.drafted_by = tx.actor.id
        return put(tx, of, now)

    return desk.transact("candidacy.prepare", work, why, PREPARE, [id, revision, plain(dict(values))])


def mine(tx: Tx, id: Id, revision: int | None = None) -> Candidacy:
    """A candidacy to be prepared: inside the user's scope, his own, not over."""
    of = ahead(tx.get(Candidacy, id, revision))
    if not may_prepare(tx.actor, of):
        raise Forbidden("errors.out_of_scope", right=PREPARE)
    return of


def put(tx: Tx, of: Candidacy, now: Presented) -> Candidacy:
    """What is presented, with those by whom it is found. Where he has his place, who plays with him must be free then:
    Problems by name."""
    from core.attestation.sittings.steps import replayed  # sittings stand above candidacies

    was, of.presented = of.presented, now
    sits = tx.session.one(Commission.collection, {"_id": of.commission.id}) or {}
    of.people = rules.people(Commission.model_validate(sits), now) if sits else of.people
    tx.save(of)
    if of.sitting and playing(of.student, was) != playing(of.student, now):
        replayed(tx, of)
    return of


def _with(was: Presented, values: Values, asked: Sequence[str]) -> Presented:
    """What was presented with changed fields; Problems beside them. A reviewer without a name is none."""
    row: dict[str, Any] = plain(was)
    for path, value in values.items():
        if path not in asked:
            raise Forbidden("errors.forbidden", right=path)
        outer, _, inner = path.partition(".")
        if inner:
            row[outer] = {**(row.get(outer) or {}), inner: plain(value)}
        else:
            row[outer] = plain(value)
    reviewer = row.get("reviewer")
    if reviewer and not (reviewer.get("name") or "").strip():
        if any((reviewer.get(k) or "").strip() for k in ("position", "workplace")):
            raise Problems([Problem("reviewer.name", "errors.field.missing")])
        row["reviewer"] = None
    try:
        return Presented.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def need_basis(why: Why) -> None:
    """Problems unless there is a reason and the kind, number and day of the paper it rests on."""
    wrong = [] if why.reason.strip() else [Problem("reason", "errors.reason_missing")]
    wrong += [
        Problem(f"basis.{k}", "errors.field.missing")
        for k in ("kind", "number", "day") if why.basis is None or not getattr(why.basis, k)
    ]  # fmt: skip
    if wrong:
        raise Problems(wrong)


def _keep(tx: Tx, of: Candidacy, was: Presented, why: Why) -> None:
    if len(of.changes) >= CHANGES:
        raise RuleBroken("graduates.changes_full", n=CHANGES)
    of.changes = [*of.changes, CandidacyChange(at=tx.now, by=tx.actor.name, reason=why.reason, basis=why.basis,
                                               was=plain(was))]  # fmt: skip


# approving ----------------------------------------------------------------------------------------------------------


def approve(desk: Desk, ids: Sequence[Id], basis: Basis, why: Why) -> int:
    """Approve what graduates present by the department's minutes, all of them or none; the second hand is another
    person than who typed it. How many. Raises Problems beside number and day, and for each who lacks something by
    name; Forbidden outside the scope."""
    wrong = [Problem(k, "errors.field.missing") for k in ("number", "day") if not getattr(basis, k)]
    if basis.day and basis.day > desk.today():
        wrong.append(Problem("day", "graduates.day_ahead"))
    if wrong:
        raise Problems(wrong)
    if not ids:
        raise RuleBroken("graduates.nobody_chosen")

    def work(tx: Tx) -> Candidacy:
        found = [tx.get(Candidacy, id) for id in sorted(set(ids))]
        if bad := [p for of in found for p in _unfit(tx, of)]:
            raise Problems(bad)
        for of in found:
            of.status, of.approval, of.approved_by = CandidacyStatus.approved, basis, tx.actor.id
            tx.save(of)
        return found[0]

    desk.transact("candidacy.approve", work, Why(why.reason, basis, why.command, why.code), APPROVE,
                  [sorted(ids), basis])  # fmt: skip
    return len(set(ids))


def _unfit(tx: Tx, of: Candidacy) -> Iterable[Problem]:
    said = {"who": of.student.label, "form": of.form_name}
    if of.status is not CandidacyStatus.draft:
        yield Problem("", "graduates.not_draft", {**said, "status": of.status})
        return
    for r in rules.missing(of.presented, settings.form(of.form)):
        yield Problem("", f"graduates.lack_of.{r.code}", {**said, **r.values})
    try:
        four_eyes.check(tx, "candidacy.approve", of.drafted_by)
    except OfficeError:
        yield Problem("", "graduates.typed_himself", said)


__all__ = ["APPROVE", "PREPARE", "approve", "edit", "fields", "may_prepare", "mine", "need_basis", "put"]
