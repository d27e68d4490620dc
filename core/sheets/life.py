"""The life of a sheet: draft → open → filled → signed by those who examined → closed into events of every student."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from core import history, rulebooks
from core.desk import Desk, Why
from core.errors import Forbidden, Problem, Problems, RuleBroken
from core.i18n import order_key
from core.sheets import alone, drafts, interests, midterms, opening, protocols, summary
from core.sheets import plan as rule
from core.sheets.opening import stepped
from core.tx import Tx
from schemas import events as ev
from schemas.base import Id
from schemas.grade_sheet import GradeSheet, Reopened, Signature
from schemas.kinds.sheets import Signer
from schemas.rulebook import Rulebook
from schemas.section import Section
from schemas.words import UNDONE, Role, SheetStatus, StudyStatus

Status = SheetStatus


def issue(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Open a drafted sheet: the list is taken from the section anew, from now on marks are typed."""

    def work(tx: Tx) -> GradeSheet:
        sheet = _in(tx, sheet_id, revision, Status.draft)
        if sheet.form.summary:
            sheet = summary.carried(tx, sheet)
        elif sheet.section and sheet.once:
            section = tx.get(Section, sheet.section.id, scoped=False)
            sheet.lines = opening.lines_of(tx, sheet, section.members, opening.midterms(tx, section))
        return tx.save(stepped(tx, sheet, Status.open, why.reason))

    return desk.transact("grade_sheet.issue", work, why, right="grade_sheet.open", given=[sheet_id, revision])


def hand_in(desk: Desk, sheet_id: Id, revision: int, seen: str, why: Why) -> GradeSheet:
    """All marks are in: drafts become lines, typing ends. Raises as `close` does."""

    def work(tx: Tx) -> GradeSheet:
        sheet = _in(tx, sheet_id, revision, Status.open)
        drafts.check_filler(tx.actor, sheet)
        summary.check(tx, sheet)
        return tx.save(_fill(tx, sheet, seen, why.reason, rulebooks.get(desk.store, sheet.rules)))

    return desk.transact("grade_sheet.hand_in", work, why, right="grade_sheet.fill", given=[sheet_id, revision])


def sign(desk: Desk, sheet_id: Id, revision: int, seen: str, why: Why) -> GradeSheet:
    """Who examined signs; from an open sheet he hands it in by the same press. The last signature makes it signed.

    Raises Forbidden for one who does not stand among those who sign, RuleBroken when he has signed already or a midterm
    sheet is open and the kind refuses that.
    """

    def work(tx: Tx) -> GradeSheet:
        sheet = _in(tx, sheet_id, revision, Status.open, Status.filled)
        part, person = part_of(sheet, tx.actor.role, tx.actor.assigned.get("teacher", ()))
        if part is None:
            raise Forbidden("sheets.not_yours_to_sign")
        if any(s.part is part and s.person == person for s in sheet.signatures):
            raise RuleBroken("sheets.signed_already")
        interests.check(tx.session, sheet, {person} if person else ())
        midterms.check(tx, sheet)
        summary.check(tx, sheet)
        if sheet.status is Status.open:
            drafts.check_filler(tx.actor, sheet)
            sheet = _fill(tx, sheet, seen, "", rulebooks.get(desk.store, sheet.rules))
        signature = Signature(
            user=tx.actor.id, name=tx.actor.name, post=part.label("kk"), at=tx.now, part=part, person=person
        )
        sheet.signatures = [*sheet.signatures, signature]
        return tx.save(sheet if unsigned(sheet) else stepped(tx, sheet, Status.signed, why.reason))

    return desk.transact("grade_sheet.sign", work, why, given=[sheet_id, revision])


def part_of(sheet: GradeSheet, role: Role, mine: Collection[Id]) -> tuple[Signer | None, Id]:
    """As what somebody signs this sheet, and as which person: his seat, examiner, head of department; None: not at all.

    mine: ids of the person whose account it is.
    """
    for seat in sheet.seats:
        if seat.person.id in mine and seat.part in sheet.form.signs:
            return seat.part, seat.person.id
    if Signer.examiner in sheet.form.signs and (found := [e.id for e in sheet.examiners if e.id in mine]):
        return Signer.examiner, found[0]
    if role is Role.department and Signer.department in sheet.form.signs:
        return Signer.department, ""
    return None, ""


def unsigned(sheet: GradeSheet) -> list[tuple[Signer, Id, str]]:
    """Whose signatures are still missing: (as what, person, name); person and name are empty for a post."""
    wanted = [(s.part, s.person.id, s.person.label.kk) for s in sheet.seats]
    seated = {s.person.id for s in sheet.seats if s.part in sheet.form.signs}
    wanted += [(Signer.examiner, e.id, e.label.kk) for e in sheet.examiners if e.id not in seated]
    wanted += [(post, "", "") for post in (Signer.department, Signer.dean)]
    done = {(s.part, s.person) for s in sheet.signatures}
    return [x for x in wanted if x[0] in sheet.form.signs and x[:2] not in done]


def send_back(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Give a filled or signed sheet back to be filled anew, with a reason; the signatures given fall."""
    _reason(why)

    def work(tx: Tx) -> GradeSheet:
        sheet = _in(tx, sheet_id, revision, Status.filled, Status.signed)
        sheet.signatures = []
        to = Status.filled if sheet.commission else Status.open  # what was made from protocols nobody types
        return tx.save(stepped(tx, sheet, to, why.reason))

    return desk.transact("grade_sheet.send_back", work, why, right="grade_sheet.close", given=[sheet_id, revision])


def close(desk: Desk, sheet_id: Id, revision: int, seen: str, why: Why) -> GradeSheet:
    """Close a sheet: its drafts become lines, its results events of every student on it. All or none.

    From an open or filled sheet the registrar vouches for the paper signed by those who examined. revision and seen:
    what the screen showed (see drafts.seen_mark). Raises StaleRevision, Problems by cell (`<student>.<column>`),
    RuleBroken when somebody else typed since, the exam is still to come, or a midterm sheet is open and the kind
    refuses that (else the page says so before, see `midterms.open_for`).
    """

    def work(tx: Tx) -> GradeSheet:
        sheet = tx.get(GradeSheet, sheet_id, revision)
        rules = rulebooks.get(desk.store, sheet.rules)
        summary.check(tx, sheet)
        interests.check(tx.session, sheet, {person for _, person, _ in unsigned(sheet)})
        cells: dict[tuple[Id, str], drafts.Cell] = {}
        if sheet.status is Status.open:
            cells = _taken(tx, sheet, seen, rules)
        return close_step(tx, sheet, rule.closing(sheet, cells, rules, _gone(tx, sheet)))

    return desk.transact("grade_sheet.close", work, why, given=[sheet_id, revision])


def close_step(tx: Tx, sheet: GradeSheet, plan: rule.Plan) -> GradeSheet:
    """Freeze a sheet by a plan and post its results, inside somebody's act."""
    if sheet.day > tx.today:
        raise RuleBroken("sheets.future_exam", day=sheet.day)
    midterms.check(tx, sheet)
    protocols.check(tx, sheet, plan.lines)
    states = tx.students([student for student, _, _ in plan.results])
    lines = {x.student.id: x for x in plan.lines}
    for student, study_id, result in plan.results:
        study = history.pick(states[student]["studies"], [study_id])
        # Counted now: another sheet of the discipline may have been closed since this one was opened.
        attempt = rule.attempts(study, sheet)
        until = result.until
        lines[student] = lines[student].model_copy(update={"attempt": attempt, "until": until})
        result = result.model_copy(update={"attempt": attempt})
        tx.append(student, ev.GradePosted, sheet.day, study=study_id, sheet=sheet.ref(), result=result)
    sheet.lines = list(lines.values())
    for status in (Status.filled, Status.signed):
        if sheet.status in UNDONE[: UNDONE.index(status)]:
            sheet = stepped(tx, sheet, status, "")
    alone.watch(tx, sheet)
    paper = [
        Signature(user=tx.actor.id, name=name or part.label("kk"), post=part.label("kk"), at=tx.now, part=part,
                  person=person, paper=True)
        for part, person, name in unsigned(sheet)
    ]  # fmt: skip
    own = Signature(user=tx.actor.id, name=tx.actor.name, post=tx.actor.role.label("kk"), at=tx.now)
    sheet.signatures = [*sheet.signatures, *paper, own]
    sheet = stepped(tx, sheet, Status.closed, "")
    sheet.closed_at = tx.now
    sheet.checksum = rule.checksum(sheet)
    if sheet.form.summary:
        sheet.once = None  # the record goes on: another summary may be opened, this one stays as it is
    if midterms.is_midterm(sheet):
        midterms.carry(tx, sheet, {x.student.id: x.score for x in sheet.lines if x.score is not None})
    if plan.results:
        tx.mark_dirty(f"results:{sheet.term_code}")
    return tx.save(sheet)


def cancel(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Cancel a sheet that is not closed, with a reason; number and drafts stay, the section (the protocols) is free."""
    _reason(why)

    def work(tx: Tx) -> GradeSheet:
        sheet = _in(tx, sheet_id, revision, *UNDONE)
        drafts.meet(tx.session, sheet_id)
        protocols.release(tx, sheet)
        sheet.once = None
        return tx.save(stepped(tx, sheet, Status.cancelled, why.reason))

    return desk.transact("grade_sheet.cancel", work, why, right="grade_sheet.open", given=[sheet_id, revision])


def add_late(desk: Desk, sheet_id: Id, revision: int, why: Why) -> GradeSheet:
    """Bring members who joined the section after the sheet was opened onto its list; what is typed stays."""
    _reason(why)

    def work(tx: Tx) -> GradeSheet:
        sheet = _in(tx, sheet_id, revision, Status.open)
        if sheet.section is None or not sheet.once or sheet.form.summary:
            raise RuleBroken("sheets.nobody_late")
        section = tx.get(Section, sheet.section.id, scoped=False)
        late = [m for m in section.members if m.student.id not in {x.student.id for x in sheet.lines}]
        if not late:
            raise RuleBroken("sheets.nobody_late")
        lines = [*sheet.lines, *opening.lines_of(tx, sheet, late, opening.midterms(tx, section))]
        sheet.lines = sorted(lines, key=lambda x: order_key(x.student.label.kk))
        return tx.save(sheet)

    return desk.transact("grade_sheet.add_late", work, why, right="grade_sheet.open", given=[sheet_id, revision])


def reopen(desk: Desk, sheet_id: Id, revision: int, until: datetime, why: Why) -> GradeSheet:
    """Let marks be typed into this sheet alone after its deadline, until a moment, with a reason (complaints 1-3).

    Raises Problems (no reason, a moment that has passed), RuleBroken when the sheet takes no marks.
    """
    _reason(why)
    if until <= desk.now():
        raise Problems([Problem("until", "sheets.until_passed")])

    def work(tx: Tx) -> GradeSheet:
        sheet = _in(tx, sheet_id, revision, Status.open)
        added = Reopened(until=until, user=tx.actor.id, name=tx.actor.name, at=tx.now, reason=why.reason)
        sheet.reopened = [*sheet.reopened, added]
        return tx.save(sheet)

    return desk.transact("grade_sheet.reopen", work, why, given=[sheet_id, revision, until])


def _fill(tx: Tx, sheet: GradeSheet, seen: str, reason: str, rules: Rulebook) -> GradeSheet:
    sheet.lines = rule.closing(sheet, _taken(tx, sheet, seen, rules), rules, _gone(tx, sheet)).lines
    return stepped(tx, sheet, Status.filled, reason)


def _taken(tx: Tx, sheet: GradeSheet, seen: str, rules: Rulebook) -> dict[tuple[Id, str], drafts.Cell]:
    """The drafts of an open sheet, taken by this act; RuleBroken when somebody typed since the screen was drawn."""
    cells = drafts.compose(sheet, drafts.taken(tx.session, sheet.id), rules, tx.actor.id)
    if drafts.seen_mark(cells, tx.actor.id) != seen:
        raise RuleBroken("sheets.typed_since")
    return cells


HERE = (StudyStatus.active.value, StudyStatus.visiting.value)


def _gone(tx: Tx, sheet: GradeSheet) -> set[Id]:
    """Students of a sheet whose study no longer goes on, or who moved to another group before the midterm: their
    lines stay, with a word instead of a mark."""
    if sheet.form.summary:  # made of those who are there
        return set()
    states = tx.students([x.student.id for x in sheet.lines], merged=True)
    gone = {
        x.student.id for x in sheet.lines
        if (history.pick(states[x.student.id]["studies"], [x.study]) or {}).get("status", "active") not in HERE
    }  # fmt: skip
    if midterms.is_midterm(sheet) and sheet.section and sheet.once:
        members = tx.get(Section, sheet.section.id, scoped=False).members
        gone |= {x.student.id for x in sheet.lines} - {m.student.id for m in members}  # now on another group's sheet
    return gone


def _reason(why: Why) -> None:
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.field.reason_missing")])


def _in(tx: Tx, sheet_id: Id, revision: int, *states: SheetStatus) -> GradeSheet:
    sheet = tx.get(GradeSheet, sheet_id, revision)
    if sheet.status not in states:
        key = "sheets.not_open" if Status.open in states else "sheets.not_in_state"
        raise RuleBroken(key, number=sheet.number, status=sheet.status)
    return sheet


__all__: list[str] = [
    "add_late",
    "cancel",
    "close",
    "close_step",
    "hand_in",
    "issue",
    "part_of",
    "reopen",
    "send_back",
    "sign",
    "unsigned",
]
