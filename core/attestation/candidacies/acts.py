"""Candidacies made and ended: drawn for a commission, taken up again by an application, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import curricula, merged
from core.attestation import settings
from core.attestation.candidacies import chance, rules
from core.attestation.candidacies.whom import Begins, Comer, drawing, passed
from core.attestation.record import final
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.attestation import Candidacy, CandidacyStatus, Commission, Presented, Protocol
from schemas.attestation.candidacy import AHEAD, COUNTED
from schemas.attestation.commission import LIVE
from schemas.base import Id, Ref
from schemas.kinds import AttestationForm
from schemas.kinds.attestation import Presents
from schemas.words import StudyStatus

EDIT = "attestation.edit"
MOST = 3000


def draw(desk: Desk, commission: Id, why: Why, skip: Sequence[str] = ()) -> int:
    """Make the candidacies of a commission: every graduate of its programmes in each discipline it hears; who stands in
    it already stays, and his people and days are brought up to date. skip: `Comer.once` of those who do not come.
    How many are new. Raises RuleBroken: it is over, hears nothing, nobody is new."""
    made: list[Candidacy] = []

    def work(tx: Tx) -> Commission:
        of = live(tx, commission)
        if not of.hears:
            raise RuleBroken("graduates.hears_nothing", commission=of.label())
        start = Begins(tx.session, of)
        made[:] = [tx.add(_new(tx, of, c, start), scoped=False) for c in drawing(tx.session, of).comes
                   if c.once not in skip]  # fmt: skip
        if not in_step(tx, of, start) and not made:
            raise RuleBroken("graduates.nobody_new", commission=of.label())
        return of

    desk.transact("candidacy.draw", work, why, EDIT, [commission, sorted(skip)])
    return len(made)


def live(tx: Tx, id: Id) -> Commission:
    """A commission that is not over, inside the user's scope."""
    of = tx.get(Commission, id)
    if of.status not in LIVE:
        raise RuleBroken("graduates.commission_over", commission=of.label(), status=of.status)
    return of


def in_step(tx: Tx, of: Commission, start: Begins | None = None) -> int:
    """Bring what is not heard yet up to date with its commission: by whom it is found, by when stages are due. To be
    called by whoever changes who sits. How many changed."""
    start = start or Begins(tx.session, of)
    found = tx.find(Candidacy, {"commission.id": of.id, "status": {"$in": [s.value for s in AHEAD]}}, MOST)
    years = _years(tx, [c.student.id for c in merged.standing(tx.session, found)])
    changed = 0
    for c in found:
        own = rules.people(of, c.presented)
        day = start(years.get(c.study), c.faculty.id if c.faculty else None)
        stages = rules.milestones(settings.form(c.form), day, c.milestones)
        if own != c.people or stages != c.milestones:
            c.people, c.milestones = own, stages
            tx.save(c)
            changed += 1
    return changed


def _years(tx: Tx, students: Sequence[Id]) -> dict[Id, int | None]:
    where = {"_id": {"$in": sorted(set(students))}}
    rows = tx.session.rows("students", where, {"studies.id": 1, "studies.year": 1})
    return {s["id"]: s.get("year") for r in rows for s in r["studies"]}


def _new(tx: Tx, of: Commission, who: Comer, start: Begins, attempt: int = 1) -> Candidacy:
    study, form = who.study, settings.form(who.heard.form)
    faculty = study.get("faculty")
    presented = Presented(supervisor=_supervisor(form, study))
    return Candidacy(
        _id=tx.new_id(), once=f"{who.once}:{of.year}", commission=of.ref(), year=of.year, form=who.heard.form,
        form_name=settings.form_name(who.heard.form), discipline=who.heard.discipline, discipline_code=who.code,
        credits=who.credits, student=who.student, study=study["id"], number=who.number, key=who.key,
        group=study.get("group") or "", programme=study["programme"], department=study.get("department"),
        faculty=faculty, language=study.get("language") or "", funding=study.get("funding") or "",
        study_form=study.get("form") or "", attempt=attempt, presented=presented,
        milestones=rules.milestones(form, start(study.get("year"), faculty["id"] if faculty else None)),
        people=rules.people(of, presented),
    )  # fmt: skip


def _supervisor(form: AttestationForm, study: Row) -> Ref | None:
    """His principal teacher leads him until somebody else is named."""
    teacher = study.get("teacher")
    return Ref.model_validate(teacher) if teacher and Presents.supervisor in form.presents else None


def again(desk: Desk, commission: Id, earlier: Id, applied: date, why: Why) -> Candidacy:
    """Take up who failed, did not come or was not admitted in an earlier year, by his application of a day, in that
    form only. The earlier candidacy stays. Raises RuleBroken: too soon, too late, passed meanwhile, not studying."""

    def work(tx: Tx) -> Candidacy:
        of, was = live(tx, commission), merged.standing(tx.session, [tx.get(Candidacy, earlier, scoped=False)])[0]
        heard = next((h for h in of.hears if h.discipline.id == was.discipline.id), None)
        if heard is None or was.programme.id not in {p.id for p in of.programmes}:
            raise RuleBroken("graduates.not_heard_here", commission=of.label(), discipline=was.discipline.label)
        when = chance.of(tx.session, was)
        if was.year >= of.year or was.status not in COUNTED or when is None:
            raise RuleBroken("graduates.not_again", who=was.student.label)
        state = tx.students([was.student.id])[was.student.id]
        study = next((s for s in state["studies"] if s["id"] == was.study), None)
        if study is None or study["status"] != StudyStatus.active.value:
            raise RuleBroken("graduates.again_not_studying", who=was.student.label)
        plan = curricula.of_study(tx.session, study)
        if was.discipline.id in passed(study) or plan is None or was.discipline.id not in final(plan):
            raise RuleBroken("graduates.not_again", who=was.student.label)
        once = f"{was.study}:{was.discipline.id}:{of.year}"
        if tx.session.one(Candidacy.collection, {"once": once}, {"_id": 1}):
            raise RuleBroken("graduates.stands_already", who=was.student.label)
        start, house = Begins(tx.session, of), settings.rules()
        begins = start(study.get("year"), (study.get("faculty") or {}).get("id"))
        if wrong := rules.again(when.earliest, applied, begins, tx.today, house.apply_days):
            raise Problems([Problem("applied", f"graduates.out.{r.code}", r.values) for r in wrong])
        who = Comer(was.student, state["number"], was.key, study, heard, was.discipline_code, was.credits)
        return tx.add(_new(tx, of, who, start, was.attempt + 1), scoped=False)

    return desk.transact("candidacy.again", work, why, EDIT, [commission, earlier, applied])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> Candidacy:
    """Take a graduate out of the attestation of the year, with a reason (leave, expelled); the candidacy stays
    readable. Raises Problems (no reason), RuleBroken: heard already, stands in a sitting, has a protocol."""
    if not why.reason.strip():
        raise Problems([Problem("reason", "errors.reason_missing")])

    def work(tx: Tx) -> Candidacy:
        of = ahead(tx.get(Candidacy, id, revision))
        if of.sitting is not None:
            raise RuleBroken("graduates.in_sitting", who=of.student.label, sitting=of.sitting.label)
        if tx.session.one(Protocol.collection, {"candidacy": id}, {"_id": 1}):
            raise RuleBroken("graduates.has_protocol", who=of.student.label)
        of.status, of.once = CandidacyStatus.withdrawn, None
        return tx.save(of)

    return desk.transact("candidacy.withdraw", work, why, EDIT, [id, revision])


def ahead(of: Candidacy) -> Candidacy:
    """A candidacy that may still change; RuleBroken where the commission decided or it was withdrawn."""
    if of.status not in AHEAD:
        raise RuleBroken("graduates.over", who=of.student.label, form=of.form_name, status=of.status)
    return of


__all__ = ["EDIT", "ahead", "again", "draw", "in_step", "live", "withdraw"]
