"""The acts on a stay: drawing it up, its states, recognition by another person than who drew it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from core import four_eyes, merged, references
from core.calendar.acts import need_basis
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken, StaleRevision
from core.i18n import date_short
from core.mobility.rules import LIVE, Given, agreement, days, problems, result
from core.registration.step import dropped_step, tell_advisers
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id, Ref
from schemas.discipline import Discipline
from schemas.mobility import Mobility, MobilityLine, MobilityState, MobilityWay
from schemas.rulebook import Rulebook
from schemas.student import Name
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.words import LineState, PlanReason, StudyPlanState, StudyStatus

RIGHT = "mobility.edit"
ACTIVE = (LineState.chosen, LineState.waiting, LineState.registered)
EDITED = ("partner", "country", "agreement", "term", "starts", "ends", "scale", "lines")


def make(desk: Desk, student: Id, study: Id, values: Mapping[str, Any], why: Why) -> Mobility:
    """Draw up a stay of a study: {way, partner, country, agreement, term, starts, ends, scale, lines}.

    Of ours who go out the study must be going on. A guest is of status «visiting»; one registered for it a moment ago,
    with no result and no plan yet, gets that status here. Raises Problems beside the fields, RuleBroken, Forbidden.
    """

    def work(tx: Tx) -> Mobility:
        who, of = merged.whose(tx.session, student, study)
        row, found = _study(tx, who, of)
        name = Name.model_validate(row["name"])
        new = _checked(
            {
                **{k: v for k, v in values.items() if k in (*EDITED, "way")}, "_id": tx.new_id(), "number": "-",
                "student": Ref(id=who, label=name.text()), "student_number": row["number"], "study": of,
                "group": found.get("group") or "", "faculty": found.get("faculty"), "drawn": [tx.actor.id],
                "department": found.get("department"),
            },
            values.get("lines") or [], [], tx,
        )  # fmt: skip
        _fits(tx, new)
        _status(tx, new, found)
        new.number = tx.numbered("mobility")
        return tx.add(new)

    return desk.transact("mobility.make", work, why, right=RIGHT, given=[student, study, plain(dict(values))])


def edit(desk: Desk, id: Id, revision: int, values: Mapping[str, Any], why: Why) -> Mobility:
    """Change what is written of a stay that is not over; who does is one of those who drew it up.

    Recognised lines stay as they are. Raises Problems beside the fields, RuleBroken, StaleRevision.
    """

    def work(tx: Tx) -> Mobility:
        was = _live(tx, id, revision)
        row = {**plain(was), **{k: v for k, v in values.items() if k in EDITED}}
        new = _checked(row, values["lines"], was.lines, tx) if "lines" in values else _valid(row)
        if plain(new) == plain(was):
            raise RuleBroken("references.nothing_changed")
        _fits(tx, new)
        if tx.actor.id not in new.drawn:
            new.drawn.append(tx.actor.id)
        return tx.save(new)

    try:
        return desk.transact("mobility.edit", work, why, right=RIGHT, given=[id, revision, plain(dict(values))])
    except StaleRevision as e:
        e.values["theirs"] = references.changed_since(desk, Mobility, id, revision)
        raise


def start(desk: Desk, id: Id, revision: int, why: Why) -> Mobility:
    """The stay has begun; one elsewhere needs its learning agreement first."""

    def work(tx: Tx) -> Mobility:
        stay = _live(tx, id, revision)
        if stay.state is not MobilityState.planned:
            raise RuleBroken("mobility.not_planned", state=stay.state)
        if stay.way is MobilityWay.out and not any(x.discipline for x in stay.lines):
            raise RuleBroken("mobility.no_agreement")
        stay.state = MobilityState.running
        return tx.save(stay)

    return desk.transact("mobility.start", work, why, right=RIGHT, given=[id, revision])


def finish(desk: Desk, id: Id, revision: int, why: Why) -> Mobility:
    """The stay is over: of a guest finished; of ours recognised, what was not recognised by then never will be."""

    def work(tx: Tx) -> Mobility:
        stay = _live(tx, id, revision)
        if stay.state is not MobilityState.running:
            raise RuleBroken("mobility.not_running", state=stay.state)
        if stay.way is MobilityWay.into:
            stay.state = MobilityState.finished
        elif any(x.recognised for x in stay.lines):
            stay.state = MobilityState.recognised
        else:
            raise RuleBroken("mobility.nothing_recognised")
        return tx.save(stay)

    return desk.transact("mobility.finish", work, why, right=RIGHT, given=[id, revision])


def cancel(desk: Desk, id: Id, revision: int, why: Why) -> Mobility:
    """The stay does not take place: its disciplines leave the student's plan and history in the same act; his adviser
    is told that the plan lacks them. A reason is needed; not once something was recognised."""
    if not why.reason.strip() and not why.code:
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Mobility:
        stay = _live(tx, id, revision)
        if any(x.recognised for x in stay.lines):
            raise RuleBroken("mobility.something_recognised")
        if stay.way is MobilityWay.out:
            _out_of_plan(tx, stay)
        stay.state = MobilityState.cancelled
        return tx.save(stay)

    return desk.transact("mobility.cancel", work, why, right=RIGHT, given=[id, revision])


def recognise(
    desk: Desk, id: Id, revision: int, given: Sequence[Given], transcript: str, scale: Id | None, why: Why
) -> Mobility:
    """Recognise what was studied elsewhere: each line becomes a result of the student with its source and the protocol
    of the commission as its basis.

    transcript: number and day of the partner's. scale: the rulebook of its grades (None: all without grades). Another
    person than those who drew the stay up. Raises Problems (field «<line>.grade», «<line>.credits», the line itself,
    transcript, scale, reason, basis.*), RuleBroken, StaleRevision. Once every line that stands for a discipline of ours
    is recognised, the stay is.
    """
    wrong = [] if given else [Problem("lines", "mobility.nothing_given")]
    wrong += [] if transcript.strip() else [Problem("transcript", "errors.field.missing")]
    wrong += (
        [Problem("transcript", "errors.field.string_too_long", {"max_length": 120})] if len(transcript) > 120 else []
    )
    try:
        need_basis(why)
    except Problems as e:
        wrong += e.problems
    basis = why.basis
    if basis and basis.day and basis.day > desk.today():
        wrong.append(Problem("basis.day", "mobility.protocol_ahead"))

    def work(tx: Tx) -> Mobility:
        stay = _live(tx, id, revision)
        if stay.way is not MobilityWay.out:
            raise RuleBroken("mobility.guest_by_sheets")
        if stay.state is not MobilityState.running:
            raise RuleBroken("mobility.not_running", state=stay.state)
        for hand in stay.drawn:
            four_eyes.check(tx, "mobility.recognise", hand)
        who, of = merged.whose(tx.session, stay.student.id, stay.study)
        _, study = _study(tx, who, of)
        book = _book(tx, scale)
        found = [*wrong, *problems(stay, given, book, study["record"])]
        if found or basis is None or basis.day is None:
            raise Problems(found)
        stay.transcript = transcript.strip()
        stay.scale = book.ref() if book else stay.scale
        own, term = tx.rules(basis.day), tx.find(Term, {"_id": stay.term.id})[0]
        lines = {x.id: x for x in stay.lines}
        wanted = [x.discipline.id for x in stay.lines if x.discipline]
        ours = {d.id: d for d in tx.find(Discipline, {"_id": {"$in": wanted}})}
        for one in given:
            line = lines[one.line]
            discipline = ours[line.discipline.id] if line.discipline else None
            if discipline is None:
                continue  # `problems` has named it
            made = result(
                stay, line, one, discipline, term.code, book, own, study["record"], tx.new_id(), basis.day
            )  # fmt: skip
            tx.append(who, ev.ResultRecorded, basis.day, study=of, result=made)
            line.recognised, line.result, line.credits = True, made.id, made.credits
            line.grade = "" if one.plain else made.letter
            line.protocol = f"{basis.kind} № {basis.number}, {date_short(basis.day)}"[:200]
        if all(x.recognised for x in stay.lines if x.discipline):
            stay.state = MobilityState.recognised
        return tx.save(stay)

    asked = [id, revision, [g.__dict__ for g in given], transcript, scale]
    return desk.transact("mobility.recognise", work, why, right=RIGHT, given=plain(asked))


# steps -----------------------------------------------------------------------------------------------------------


def _live(tx: Tx, id: Id, revision: int) -> Mobility:
    stay = tx.get(Mobility, id, revision)
    if stay.state not in LIVE:
        raise RuleBroken("mobility.over", state=stay.state)
    return stay


def _study(tx: Tx, student: Id, study: Id) -> tuple[Row, Row]:
    row = tx.student(student)
    found = next((s for s in row["studies"] if s["id"] == study), None)
    if found is None:
        raise RuleBroken("students.no_such_study")
    return row, found


def _valid(row: Row) -> Mobility:
    try:
        return Mobility.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def _checked(row: Row, lines: Sequence[Mapping[str, Any]], was: Sequence[MobilityLine], tx: Tx) -> Mobility:
    """A stay with its agreement as it was typed: rows without an id, found again by the name they have there."""
    known = {x.theirs: x for x in was}
    typed = []
    for each in lines:
        old = known.get(str(each.get("theirs") or "").strip())
        kept = plain(old) if old else {"id": tx.new_id()}
        new = {**kept, **{k: each.get(k) for k in ("theirs", "their_credits", "discipline") if k in each}}
        typed.append({**new, "credits": each.get("credits") or 0, "theirs": str(each.get("theirs") or "").strip()})
    stay = _valid({**row, "lines": typed})
    now = {x.id: x for x in stay.lines}
    if any(x.recognised and plain(now.get(x.id)) != plain(x) for x in was):
        raise Problems([Problem("lines", "mobility.line_recognised")])
    if found := agreement(stay.lines):
        raise Problems(found)
    wanted = [x.discipline.id for x in stay.lines if x.discipline and not x.credits]
    usual = {d.id: d.credits for d in tx.find(Discipline, {"_id": {"$in": wanted}})} if wanted else {}
    for line in stay.lines:
        if line.discipline and not line.credits:
            line.credits = usual.get(line.discipline.id, line.credits)
    return stay


def _fits(tx: Tx, stay: Mobility) -> None:
    others = [x for x in tx.find(Mobility, {"student.id": stay.student.id}) if x.id != stay.id]
    if wrong := days(stay.starts, stay.ends, others):
        raise Problems(wrong)


def _status(tx: Tx, stay: Mobility, study: Row) -> None:
    """Ours must be studying; a guest is visiting, or becomes so while nothing is written of him yet."""
    status = StudyStatus(study["status"])
    if stay.way is MobilityWay.out:
        if status is not StudyStatus.active:
            raise RuleBroken("mobility.not_studying", status=status)
        return
    if status is StudyStatus.visiting:
        return
    plan = tx.session.one("study_plans", {"study": stay.study}, {"_id": 1})
    if status is not StudyStatus.active or study["record"] or study.get("enrolled") or plan:
        raise RuleBroken("mobility.not_a_guest", status=status)
    change = ev.Change(field=f"studies.{stay.study}.status", was=status.value, now=StudyStatus.visiting.value)
    tx.append(stay.student.id, ev.ProfileEdited, None, changes=[change])


def _book(tx: Tx, id: Id | None) -> Rulebook | None:
    found = tx.find(Rulebook, {"_id": id}) if id else []
    return found[0] if found else None


def _out_of_plan(tx: Tx, stay: Mobility) -> None:
    """The lines of mobility leave the plan of the year, registered ones with an event of the student."""
    ours = {x.discipline.id for x in stay.lines if x.discipline}
    who, of = merged.whose(tx.session, stay.student.id, stay.study)
    for plan in tx.find(StudyPlan, {"study": {"$in": [of, stay.study]}, "lines.term.id": stay.term.id}):
        gone = [
            x.id for x in plan.lines
            if x.reason is PlanReason.mobility and x.term.id == stay.term.id and x.discipline.id in ours
            and x.state in ACTIVE
        ]  # fmt: skip
        if gone:
            dropped_step(tx, plan, gone, who, of)
            plan.state, plan.signed_on = StudyPlanState.draft, None
            tx.save(plan)
            tell_advisers(tx, plan, "mobility.told_cancelled", number=stay.number)


__all__ = ["cancel", "edit", "finish", "make", "recognise", "start"]
