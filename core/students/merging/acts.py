"""The acts of a merge: proposed by one, confirmed by another, declined, taken back."""

from __future__ import annotations

from typing import Any

from core import four_eyes, history
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import t
from core.students.acts import checked, personal, yours
from core.students.merging import moving, rules
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, is_token
from schemas.merge import Merge, MergeState
from schemas.words import ConsentState


def propose(desk: Desk, keep: Id, other: Id, choices: list[str], why: Why) -> Merge:
    """Propose to join `other` to `keep`, taking these card fields from the other. Nothing is changed yet.

    Raises Problems (no reason), RuleBroken for what stands in the way (preview names it) or a proposal that waits.
    """
    _reasoned(why)

    def work(tx: Tx) -> Merge:
        first, second = _both(tx, keep, other)
        _free(tx, first, second)
        _takeable(choices)
        yours(desk.actor.role, dict.fromkeys(choices))
        where = {"state": MergeState.proposed.value, "$or": [
            {"keep.id": {"$in": [keep, other]}}, {"other.id": {"$in": [keep, other]}}]}  # fmt: skip
        if waiting := tx.find(Merge, where, 1):
            raise RuleBroken("records.merge_waits", number=waiting[0].number)
        a, b = tx.student_document(keep), tx.student_document(other)
        return tx.add(
            Merge(
                _id=tx.new_id(), number=f"{tx.today.year}-{tx.number(f'merge:{tx.today.year}'):03d}",
                keep=a.ref(), keep_number=a.number, other=b.ref(), other_number=b.number, choices=choices,
                reason=why.reason.strip(), by=tx.who(), at=tx.now,
            )
        )  # fmt: skip

    return desk.transact("merge.propose", work, why, right="student.merge", given=[keep, other, choices])


def confirm(desk: Desk, id: Id, revision: int, seen: tuple[int, int], why: Why) -> Merge:
    """Another person confirms: the records are joined in one transaction.

    seen: revisions of the kept and the other record as the screen showed them. Raises StaleRevision, RuleBroken
    (one's own proposal, decided already, something stands in the way by now), Problems (the joined card does not fit).
    """

    def work(tx: Tx) -> Merge:
        merge = _waiting(tx, id, revision)
        four_eyes.check(tx, "merge.confirm", merge.by.id)
        keep, other = _both(tx, merge.keep.id, merge.other.id, seen)
        _free(tx, keep, other)
        changes = _chosen(tx, keep, other, merge.choices)
        studies, papers, ids = rules.brought(keep, other, tx.today, tx.new_id)
        source, into = tx.student_document(other["_id"]), tx.student_document(keep["_id"])
        # The other first: it frees the IIN that the kept one may take, and the updates follow this order.
        gone = tx.append(other["_id"], ev.MergedInto, into=into.ref())
        came = tx.append(
            keep["_id"], ev.MergedIn, source=source.ref(), number=source.number, changes=changes, studies=studies,
            papers=papers,
        )  # fmt: skip
        merge.moved = moving.by_study(tx, other["_id"], into.ref(), into.number, ids)
        merge.moved |= moving.of_person(tx, other["_id"], into.ref(), into.number)
        merge.kept_event, merge.other_event = came.id, gone.id
        return _decided(tx, merge, MergeState.confirmed, why.reason)

    return desk.transact("merge.confirm", work, why, right="student.merge", given=[id, revision, list(seen)])


def decline(desk: Desk, id: Id, revision: int, why: Why) -> Merge:
    """The proposal is declined with a reason (or taken back by who made it); both records stay."""
    _reasoned(why)

    def work(tx: Tx) -> Merge:
        return _decided(tx, _waiting(tx, id, revision), MergeState.declined, why.reason)

    return desk.transact("merge.decline", work, why, right="student.merge", given=[id, revision])


def undo(desk: Desk, id: Id, revision: int, why: Why) -> Merge:
    """The way back: both records stand as they did, and what went over with the studies goes back with them.

    Raises RuleBroken by name when something rests on the merge: a result, a paper or an edit of a brought study, or a
    further merge of the kept record.
    """
    _reasoned(why)

    def work(tx: Tx) -> Merge:
        merge = tx.get(Merge, id, revision)
        if merge.state is not MergeState.confirmed:
            raise RuleBroken("records.merge_not_done", number=merge.number)
        keep, other = merge.keep.id, merge.other.id
        tx.students([keep])  # the kept one first: it gives the IIN back before the other takes it
        tx.students([other], merged=True)
        events = tx.events(keep)
        if later := rules.resting(events, merge.kept_event):
            words = [f"№ {e.n} {t('students.event.' + e.type, desk.lang)}" for e in later[:5]]
            raise RuleBroken("records.merge_rests", number=merge.number, n=len(later), events="; ".join(words))
        came = next(e for e in events if isinstance(e, ev.MergedIn) and e.id == merge.kept_event)
        back = {s["id"]: s["came"][0]["study"] for s in came.studies}
        tx.append(keep, ev.EventVoided, voids=merge.kept_event)
        tx.append(other, ev.EventVoided, voids=merge.other_event)
        who = tx.student_document(other)
        moving.by_study(tx, keep, who.ref(), who.number, back)
        moving.of_person(tx, keep, who.ref(), who.number, merge.moved)
        merge.state, merge.undone, merge.undone_at, merge.note = MergeState.undone, tx.who(), tx.now, why.reason.strip()
        tx.mark_dirty("contingent")
        return tx.save(merge)

    return desk.transact("merge.undo", work, why, right="student.merge", given=[id, revision])


def _both(tx: Tx, keep: Id, other: Id, seen: tuple[int, int] | None = None) -> tuple[rules.Row, rules.Row]:
    """The states of both records, the other read first (see `confirm`)."""
    if keep == other:
        raise RuleBroken("records.same_record")
    second = tx.student(other, seen[1] if seen else None)
    first = tx.student(keep, seen[0] if seen else None)
    return {**first, "_id": keep}, {**second, "_id": other}


def _free(tx: Tx, keep: rules.Row, other: rules.Row) -> None:
    for conflict in rules.conflicts(keep, other, tx.today):
        if conflict.blocks:
            raise RuleBroken(conflict.key, **conflict.values)
    for key, values in moving.in_the_way(tx.session, keep["_id"], other["_id"]):
        raise RuleBroken(key, **values)


def _takeable(choices: list[str]) -> None:
    may = {s.path for s in rules.takeable()}
    if wrong := next((c for c in choices if c not in may), None):
        raise RuleBroken("students.no_such_field", field=wrong)


def _chosen(tx: Tx, keep: rules.Row, other: rules.Row, choices: list[str]) -> list[ev.Change]:
    """The card fields that go over; personal values are kept anew under the kept record, so they are erased with it."""
    _takeable(choices)
    after, found = keep, []
    values: dict[str, Any] = {path: history.pick(other, path.split(".")) for path in choices}
    for path, now in values.items():
        if path in personal() and is_token(now):
            value = tx.personal_value(now)
            now = tx.conceal(keep["_id"], path, value) if value else ""
        was = history.pick(keep, path.split("."))
        if was != now:
            found.append(ev.Change(field=path, was=was, now=now))
            after = history.put(after, path.split("."), now)
    checked(after, dict.fromkeys(choices))
    theirs, mine = (r.get("consent") or {} for r in (other, keep))
    if theirs.get("state") == ConsentState.given.value and mine.get("state", "none") == ConsentState.none.value:
        found.append(ev.Change(field="consent", was=mine or None, now=theirs))
    return found


def _waiting(tx: Tx, id: Id, revision: int) -> Merge:
    merge = tx.get(Merge, id, revision)
    if merge.state is not MergeState.proposed:
        raise RuleBroken("records.decided_already", state=merge.state)
    return merge


def _decided(tx: Tx, merge: Merge, state: MergeState, note: str) -> Merge:
    merge.state, merge.decided, merge.decided_at, merge.note = state, tx.who(), tx.now, note.strip()
    return tx.save(merge)


def _reasoned(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])
