"""What each graduate of the story prepares for a commission: said, brought forward stage by stage, approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core.attestation import settings
from core.attestation.candidacies import rules
from core.db.codec import plain
from core.db.store import Row
from core.demo import repertoire
from core.demo.attestation import SECRETARY, Attestation, Panel
from core.demo.institution import ACCOMPANIST, TODAY
from core.demo.teaching import ACCOMPANIED
from core.i18n import order_key
from core.tx import Tx
from schemas.attestation import Candidacy, CandidacyStatus, Milestone, Presented, Work
from schemas.base import Basis, Id, Ref

if TYPE_CHECKING:
    from core.demo.learners import Learner
    from core.demo.plan import Line

SOON = timedelta(days=14)  # what comes due then is done already by whoever is in time


class Preparation:
    """Writes down what graduates prepare, each step an act of who takes it."""

    def __init__(self, of: Attestation) -> None:
        self.of, self.made, self.register, self.ids, self.rng = of, of.made, of.register, of.ids, of.rng

    def draft(self, panel: Panel, learners: Sequence[Learner], day: date, whole: float = 1) -> None:
        """What each is to present, drafted by the office; whole: the share of those who have said it all already."""
        self.of.at(day, 10)
        drafted = [
            self._candidacy(panel, learner, n, line, form, self.rng.random() < whole)
            for n, learner in enumerate(learners)
            for line, form in learner.track.final
            if learner.study not in self.of.again or line.code in self.of.again[learner.study]
        ]
        if not drafted:
            return

        def work(tx: Tx) -> Candidacy:
            for one in drafted:
                one.drafted_by = tx.actor.id
            return [tx.add(one) for one in drafted][-1]

        self.of.act("senior", "candidacy.draw", "attestation.edit", work, "Түлектердің тізімі")
        who = {x.study: x for x in learners}
        lines = {line.code: line for x in learners for line, _ in x.track.final}
        panel.heard += [(who[c.study], lines[c.discipline_code], c.form, c.id) for c in drafted]

    def _candidacy(self, panel: Panel, learner: Learner, n: int, line: Line, form: str, whole: bool) -> Candidacy:
        of, study = self.made.disciplines[line.code], self.of.study(learner)
        own = None if form == "state_exam" else learner.teacher.ref()
        presented = self._presented(panel, learner, n, form, study) if whole else Presented(supervisor=own)
        return Candidacy(
            _id=self.ids(), once=f"{learner.study}:{of.id}:{panel.year}", commission=panel.commission.ref(),
            year=panel.year, form=form, form_name=settings.form_name(form), discipline=of.ref(),
            discipline_code=of.code, credits=of.credits, student=learner.ref, study=learner.study,
            number=learner.number, key=order_key(learner.ref.label.kk), group=learner.group_code,
            programme=self.made.programmes[learner.track.programme].ref(),
            department=panel.commission.department, faculty=panel.commission.faculty, language=study["language"],
            funding=study["funding"], study_form=study["form"], attempt=2 if learner.study in self.of.again else 1,
            presented=presented, milestones=self._milestones(form, panel.year),
            people=rules.people(panel.commission, presented),
        )  # fmt: skip

    def _presented(self, panel: Panel, learner: Learner, n: int, form: str, study: Row) -> Presented:
        supervisor, department = learner.teacher.ref(), panel.department
        if form == "state_exam":
            return Presented()
        start, over = self.of.begins(panel.year), panel.year <= TODAY.year
        said = Presented(supervisor=supervisor, allowed_on=start - timedelta(days=8) if over else None)
        if form == "performance":
            said.works = repertoire.programme(study["instrument"], self.rng)
            said.accompanist = self._accompanist(department, learner, n)
            return said
        said.topic, said.reviewer = repertoire.topic(department, n), repertoire.reviewer(self.rng)
        said.real_task = self.rng.random() < 0.3
        said.reviewed_on = start - timedelta(days=11) if over else None
        if form == "project":
            said.works = [Work(title=said.topic.kk, minutes=Decimal(20))]
        elif over:
            said.originality = Decimal(self.rng.randrange(71, 96))
        return said

    def _accompanist(self, department: str, learner: Learner, n: int) -> Ref | None:
        found = [p for p in self.made.staff[department] if p.position == ACCOMPANIST and p.id != learner.teacher.id]
        return found[n % len(found)].ref() if department in ACCOMPANIED and found else None

    def _milestones(self, form: str, year: int) -> list[Milestone]:
        return rules.milestones(settings.form(form), self.of.begins(year))

    def progress(self, panel: Panel, day: date, late: float = 0.08) -> None:
        """Stages done until a day: most in time, some days late; late: the share of those that are not done at all."""
        self.of.at(day, 17)

        stages = {form: self._milestones(form, panel.year) for _, _, form, _ in panel.heard}
        near = [id for _, _, form, id in panel.heard if any(m.due <= day + SOON for m in stages[form])]

        def work(tx: Tx) -> Candidacy:
            return [tx.save(self._stepped(tx, id, day, late)) for id in near][-1]

        if near:
            self.of.act("senior", "candidacy.progress", "attestation.prepare", work)

    def _stepped(self, tx: Tx, id: Id, day: date, late: float) -> Candidacy:
        now = tx.get(Candidacy, id)
        for stage in now.milestones if self._whole(plain(now)) else ():
            if stage.due <= day + SOON and self.rng.random() >= late:
                stage.done = min(day, stage.due + timedelta(days=self.rng.choice((-9, -6, -3, -1, 0, 4))))
                stage.by = tx.actor.name
        return now

    def approve(self, panel: Panel, number: str, day: date, share: float = 1) -> None:
        """The department approves what is presented; share: of those that are ready for it."""
        self.of.at(day, 14)
        basis = Basis(kind="кафедра хаттамасы", number=number, day=day)

        held = self.register.memory.held["candidacies"]
        some = [id for _, _, _, id in panel.heard if self._whole(held[id]) and self.rng.random() < share]

        def work(tx: Tx) -> Candidacy:
            ready = [tx.get(Candidacy, id) for id in some]
            for one in ready:
                one.status, one.approval, one.approved_by = CandidacyStatus.approved, basis, tx.actor.id
            return [tx.save(c) for c in ready][-1]

        if some:
            login = "department" if panel.department == SECRETARY else "head"
            self.of.act(login, "candidacy.approve", "attestation.approve", work, "", basis)

    @staticmethod
    def _whole(row: Row) -> bool:
        """Has it been said what will be presented?"""
        return bool(row["form"] == "state_exam" or row["presented"]["works"] or row["presented"]["topic"])
