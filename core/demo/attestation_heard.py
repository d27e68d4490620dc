"""What a commission of the story decides: protocols with marks, degree and honours, an appeal, the closed sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core import sheets
from core.attestation import settings
from core.attestation.closing.sheets import mend, seats_of
from core.attestation.commissions import conflicts
from core.attestation.protocols import rules, steps
from core.attestation.protocols.honours import Award, proposed
from core.demo import repertoire
from core.demo.attestation import Attestation, Panel
from core.demo.calendar import after
from core.progress.what_if import Added, award_rules, changed
from core.sheets import plan as closing
from core.sheets import protocols as says
from core.sheets.life import close_step
from core.sheets.opening import Asked, Frame, begun, numbered, stepped
from core.tx import Tx
from schemas.attestation import Candidacy, MemberMark, Protocol, Sitting, Slot
from schemas.base import Basis, Id
from schemas.grade_sheet import GradeSheet
from schemas.kinds.attestation import Deciding
from schemas.rulebook import Rulebook
from schemas.words import Mark, SheetStatus

if TYPE_CHECKING:
    from core.demo.learners import Learner
    from core.demo.plan import Line

Heard = tuple["Learner", "Line", str, Id]
UPHELD = Decimal(4)  # percent that an appeal gave


class Hearing:
    """Writes what was decided into the memory, each protocol and sheet an act of its own."""

    def __init__(self, of: Attestation) -> None:
        self.of, self.made, self.register, self.rng = of, of.made, of.register, of.rng
        self.done: dict[Id, set[str]] = {}  # study → disciplines passed
        self.best: set[Id] = set()  # studies with honours
        self.bad: dict[tuple[Id, str], str] = {}  # study and form → how it ends

    def passed(self, learner: Learner) -> bool:
        """Has he passed all of his final attestation?"""
        return {x.code for x, _ in learner.track.final} <= self.done.get(learner.study, set())

    # a protocol ------------------------------------------------------------------------------------------------

    def protocol(self, panel: Panel, sitting: Sitting, slot: Slot, heard: Heard) -> Protocol:
        """Written and signed on the spot."""
        learner, line, form, id = heard
        over = int(slot.starts[:2]) * 60 + int(slot.starts[3:]) + slot.minutes
        self.of.at(sitting.day, over // 60, over % 60)
        marks = self._marks(panel, sitting.day, learner, form, id)
        mark = None if marks else Mark.absent
        names = [m.name for m in marks]
        deciding = settings.form(form).deciding
        asked = repertoire.questions(self.rng, names) if marks and form != "performance" else []

        def work(tx: Tx) -> Protocol:
            one, book = tx.get(Candidacy, id), tx.rules(sitting.day)
            score = rules.decided(Deciding.mean, [m.score for m in marks], book) if marks else None
            made = steps.begun(
                self.of.ids(), sitting, one, starts=slot.starts, ends=f"{over // 60:02d}:{over % 60:02d}",
                present=panel.commission.sitting_on(sitting.day), questions=asked,
                marks=[] if deciding is Deciding.agreed else marks,
                publication=form == "thesis" and (score or 0) >= 95,
                implementation=form == "project" and (score or 0) >= 90,
            )  # fmt: skip
            self._judge(made, score, mark, learner, line, book)
            made.signatures = steps.signatures(tx, made.present, paper=True)
            steps.number(tx, made)
            steps.decided(one, made)
            tx.save(one)
            return tx.add(made)

        signed: Protocol = self.of.act("senior", "protocol.sign", "attestation.hear", work)
        return signed

    def _marks(self, panel: Panel, day: date, learner: Learner, form: str, id: Id) -> list[MemberMark]:
        """Marks of those who judge, near each other; none of who did not come."""
        end = self.bad.get((learner.study, form), "")
        if end == "absent":
            return []
        base = self.rng.randrange(28, 45) if end else learner.ability + (6 if form == "performance" else 1)
        base = self.rng.gauss(base, 1 if end else 4)
        of = Candidacy.model_validate(self.register.memory.held["candidacies"][id])
        barred = conflicts.barred(panel.commission, learner.student, of, self.of.study(learner))
        seats = rules.marking(panel.commission.sitting_on(day), barred)
        given = [int(min(100, max(20 if end else 52, self.rng.gauss(base, 2)))) for _ in seats]
        return [MemberMark(seat=s.id, name=s.called, score=Decimal(g)) for s, g in zip(seats, given, strict=True)]

    def _judge(
        self, p: Protocol, score: Decimal | None, mark: Mark | None, learner: Learner, line: Line, book: Rulebook
    ) -> None:  # fmt: skip
        """Letter, degree and honours by the rules of the house, over all attempts."""
        found, brings = rules.judged(score, mark, book), Award()
        if found.passed:
            self.done.setdefault(learner.study, set()).add(line.code)
        if found.passed and self.passed(learner) and score is not None:
            of = self.made.disciplines[line.code]
            final = frozenset(self.made.disciplines[x.code].id for x, _ in learner.track.final)
            record = [r for r in self.of.study(learner)["record"] if r["discipline"]["id"] != of.id]
            record = changed(record, {}, [Added(of.ref(), line.code, of.credits, "", score)], book, p.day)
            honours, proof = proposed(record, award_rules(), book, final)
            degree = self.made.programmes[learner.track.programme].degree
            brings = Award(True, degree, honours, tuple(proof))
            self.best |= {learner.study} if honours else set()
        steps.judge(p, score, mark, found, brings, book)

    # the sheet -------------------------------------------------------------------------------------------------

    def sheets(self, panel: Panel, heard: Sequence[Heard], protocols: Sequence[Protocol]) -> list[GradeSheet]:
        """For each group a sheet of the form, closed into results of the record."""
        of = {p.candidacy: p for p in protocols}
        groups: dict[tuple[str, str], list[Heard]] = {}
        for one in heard:
            groups.setdefault((one[0].group_code, one[1].code), []).append(one)
        return [self._sheet(panel, code, [(x, of[id]) for x, _, _, id in part])
                for (_, code), part in sorted(groups.items())]  # fmt: skip

    def _sheet(self, panel: Panel, code: str, part: Sequence[tuple[Learner, Protocol]]) -> GradeSheet:
        day, discipline = max(p.day for _, p in part), self.made.disciplines[code]
        term, protocols = self.made.terms[f"{panel.year - 1}-2"], [p for _, p in part]
        self.of.at(day, 20)

        def work(tx: Tx) -> GradeSheet:
            frame = Frame.of(settings.rules().sheet)
            sheet = begun(
                tx, frame, Asked(day, seats=seats_of(protocols)), term.id, credits=discipline.credits,
                discipline=discipline.ref(), discipline_code=code, counts_in_gpa=discipline.counts_in_gpa,
                control=discipline.control, department=panel.commission.department, faculty=panel.commission.faculty,
                commission=panel.commission.ref(), group=protocols[0].group,
            )  # fmt: skip
            sheet.once = f"{panel.commission.id}:{discipline.id}:{sheet.group}:1"
            sheet.lines = [says.line_of(p, sheet.form, tx.rules(day)) for p in protocols]
            numbered(tx, frame, stepped(tx, sheet, SheetStatus.filled, ""))
            for p in protocols:
                kept = tx.get(Protocol, p.id)
                kept.sheet = sheet.ref()
                tx.save(kept)
            return sheet

        made = self.of.act("senior", "attestation.make_sheets", "grade_sheet.open", work)
        self.of.tick()

        def close(tx: Tx) -> GradeSheet:
            sheet = tx.get(GradeSheet, made.id)
            return close_step(tx, sheet, closing.closing(sheet, {}, tx.rules(day)))

        closed: GradeSheet = self.of.act("senior", "grade_sheet.close", "grade_sheet.close", close)
        return closed

    # an appeal -------------------------------------------------------------------------------------------------

    def appeal(self, learner: Learner, old: Protocol, sheet: GradeSheet) -> None:
        """An appeal is upheld: another protocol in the place of the first, and the sheet corrected."""
        day = self.of.at(after(old.day, 2), 15)
        basis = Basis(kind="апелляциялық комиссия хаттамасы", number="9", day=day)
        score = min(Decimal(100), (old.score or Decimal(0)) + UPHELD)
        line = next(x for x, _ in learner.track.final if x.code == sheet.discipline_code)

        def work(tx: Tx) -> Protocol:
            was = tx.get(Protocol, old.id)
            made = steps.corrected(self.of.ids(), was, basis, "Апелляция қанағаттандырылды")
            self._judge(made, score, None, learner, line, tx.rules(was.day))
            made.signatures = [steps.entered(tx)]
            steps.number(tx, made)
            was.replaced = made.ref()
            tx.save(was)
            return tx.add(made)

        why = "Апелляция қанағаттандырылды"
        made: Protocol = self.of.act("head", "protocol.correct", "attestation.edit", work, why, basis)
        self.of.tick()
        found = mend(self.register.desks["senior"], made.id, self.register.why(why, None, "appeal_upheld"))
        self.of.at(day, 17)
        sheets.confirm(self.register.desks["head"], sheet.id, found.revision, found.corrections[-1].act,
                       self.register.why("Негіздеме тексерілді"))  # fmt: skip
