"""The individual study plans of the year under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.demo.calendar import Semester, moment
from core.demo.plan import Line
from core.i18n import order_key
from core.registration import registered_step
from core.tx import Tx
from schemas.base import Id, Stamp
from schemas.study_plan import Payment, PlanLine, StudyPlan
from schemas.words import LineState, PlanReason, StudyPlanState

if TYPE_CHECKING:
    from core.demo.learners import Learner
    from core.demo.studies import Class, Studies


class Plans:
    """The individual plans of the year under way: most are signed, some wait for the office, a few are being drawn."""

    def __init__(self, studies: Studies, days: Semester) -> None:
        self.made, self.register, self.days, self.rng = studies.made, studies.register, days, studies.rng
        self.ids = studies.ids
        self.spring = self.made.terms[f"{days.year}-2"]

    def draw(self, classes: Sequence[Class]) -> None:
        """A plan for everybody who studies, from the sections he sits in and what the spring brings."""
        sits: dict[Id, list[Line]] = {}
        for some in classes:
            for learner in some.learners:
                sits.setdefault(learner.study, []).append(some.line)
        groups: dict[tuple[str, str], list[Learner]] = {}
        for learner in self.register.all:
            if learner.study in sits:
                groups.setdefault((learner.faculty, learner.group_code), []).append(learner)
        for (faculty, _), learners in sorted(groups.items()):
            self._group(faculty, learners, sits)

    def _group(self, faculty: str, learners: list[Learner], sits: dict[Id, list[Line]]) -> None:
        desk = self.register.desk(faculty)
        self.register.clock.now = moment(date(self.days.year, 8, 28), 10, self.rng.randrange(59))
        far = self.rng.choices(
            (StudyPlanState.signed, StudyPlanState.approved, StudyPlanState.submitted, StudyPlanState.draft),
            (84, 8, 5, 3),
        )[0]

        def work(tx: Tx) -> StudyPlan:
            return [self._plan(tx, x, sits[x.study], far) for x in learners][-1]

        desk.transact("plan.approve", work, self.register.why("Оқу жылына тіркеу"))

    def _plan(self, tx: Tx, learner: Learner, lines: list[Line], far: StudyPlanState) -> StudyPlan:
        memory, stamp = self.register.memory, Stamp(at=tx.now, by=tx.actor.id)
        study = next(s for s in memory.students[learner.student]["studies"] if s["id"] == learner.study)
        sem = (self.days.year - learner.cohort) * 2 + 2
        plan = StudyPlan.model_validate({
            "_id": self.ids(), "student": learner.ref, "study": learner.study, "number": learner.number,
            "key": order_key(learner.ref.label.kk), "year": self.days.year, "course": learner.year,
            "group": learner.group_code, "language": study["language"], "programme": study["programme"],
            "department": study["department"], "faculty": study["faculty"], "teacher": study["teacher"],
            "curriculum": study.get("curriculum"), "state": far, "submitted": stamp,
            "approved": stamp if far in (StudyPlanState.signed, StudyPlanState.approved) else None,
            "signed_on": tx.today if far is StudyPlanState.signed else None,
        })  # fmt: skip
        now = [self._line(tx, line, self.days.code, learner, sem - 1) for line in lines]
        later = [
            self._line(tx, line, self.spring.code, learner, sem) for line in learner.track.semester(sem, learner.group)
        ]
        if far is StudyPlanState.draft:  # electives of the spring are still to be chosen
            later = [x for x in later if not x.block]
        plan.lines = [*now, *later]
        settled = now if far in (StudyPlanState.submitted, StudyPlanState.draft) else plan.lines
        return tx.add(registered_step(tx, plan, [x.id for x in settled]))

    def _line(self, tx: Tx, line: Line, term: str, learner: Learner, sem: int) -> PlanLine:
        of = self.made.disciplines[line.code]
        reason = PlanReason.elective if line.choice[1] > 1 else PlanReason.curriculum
        paid: dict[str, Any] = {}
        if line.sem != sem:
            reason = PlanReason.difference if line.name.kk in str(learner.extra) else PlanReason.repeat
            by = Stamp(at=tx.now, by=self.made.users["payments"].id)
            amount = of.credits * 18000
            paid = {"payment": Payment(day=tx.today, receipt=f"{self.rng.randrange(10000):05d}", amount=amount, by=by)}
        return PlanLine.model_validate({
            "id": self.ids(), "term": self.made.terms[term].ref(), "term_code": term, "discipline": of.ref(),
            "code": of.code, "credits": of.credits, "cycle": of.cycle, "component": of.component, "lesson": of.lesson,
            "control": of.control, "reason": reason, "state": LineState.chosen, "at": tx.now,
            "block": f"{line.sem}-{line.code[:-1]}"[:20] if line.choice[1] > 1 else "", **paid,
        })  # fmt: skip
