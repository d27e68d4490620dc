"""Commissions of the story at work: who is admitted, whom a sitting hears and when; who is left for the winter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.attestation import settings
from core.demo.attestation import Attestation, Panel
from core.demo.attestation_heard import Heard, Hearing
from core.demo.attestation_prepared import Preparation
from core.demo.calendar import after
from core.tx import Tx
from schemas.attestation import Candidacy, Protocol, Sitting, SittingStatus, Slot
from schemas.base import Id, Stamp
from schemas.grade_sheet import GradeSheet

if TYPE_CHECKING:
    from core.demo.learners import Learner

LONG, SHORT = 9, 18  # so many programmes are heard in a day; so many answer at a state exam
STARTS = 10  # o'clock
FIRST = (6, 17)  # the month and day on which commissions begin to sit
EXAM = 5  # days between what is performed or defended and the state exam


class June:
    """One attestation of the past, from admission to the sheets, and the sittings told for the winter."""

    def __init__(self, of: Attestation) -> None:
        self.of, self.made, self.register, self.rng = of, of.made, of.register, of.rng
        self.prepared, self.hearing = Preparation(of), Hearing(of)
        self.late: list[tuple[Panel, Learner]] = []

    # who comes -------------------------------------------------------------------------------------------------

    def tell(self, year: int) -> None:
        """The attestation of a calendar year that is over."""
        panels = self._commissions(year)
        coming = {panel.department: self._coming(panel) for panel in panels}
        everybody = [x for some in coming.values() for x in some]
        if not everybody:
            return
        self._endings(everybody)
        first = date(year, *FIRST)
        admitted = self.of.at(first - timedelta(days=settings.rules().admission_days), 17)
        self.register.order("attestation_admission", admitted, [(x, {}) for x in everybody],
                            "Қорытынды аттестаттауға жіберу", "12")  # fmt: skip
        turn: dict[str, int] = {}
        held: list[tuple[Heard, Protocol, GradeSheet]] = []
        for place, panel in enumerate(panels):
            faculty = self.made.faculty_of(panel.department).code
            turn[faculty] = turn.get(faculty, -1) + 1  # neighbours who sit for each other sit on other days
            here = {x.study for x in coming[panel.department]}
            for last in (False, True):
                part = [h for h in panel.heard if h[0].study in here and (h[2] == "state_exam") is last]
                day = first + timedelta(days=turn[faculty] + EXAM * last)
                held += self._hear(panel, part, day, place)
        self._appeal(held)
        put_off = {p.department for p, _ in self.late}
        for panel in panels:
            self.of.report(panel, date(year, 7, 2), panel.department not in put_off)
        absent = [x for x in everybody if "absent" in self._ends(x)]
        self.register.expel(absent, "attestation", "Қорытынды аттестаттауға себепсіз келмеді", date(year, 7, 3))

    def _commissions(self, year: int) -> list[Panel]:
        """All in time, everything approved, stages done."""
        of, out = self.of, []
        for n, learners in enumerate(of.graduates(year).values()):
            panel = of.nominate(learners, year, n, date(year - 1, 10, 8))
            of.council(panel, "3", date(year - 1, 10, 29))
            of.set_up(panel, f"{212 + n}-ж", date(year - 1, 12, 18))
            self.prepared.draft(panel, learners, date(year - 1, 10, 12) + timedelta(days=n % 3))
            self.prepared.approve(panel, f"{2 + n % 4}", date(year - 1, 11, 20))
            self.prepared.progress(panel, after(of.begins(year), 3), 0)
            of.papers(panel, date(year, 6, 5))
            out.append(panel)
        return out

    def _coming(self, panel: Panel) -> list[Learner]:
        """Those without debts; some are away on a tour that month and put off till the winter."""
        who = list({h[0].study: h[0] for h in panel.heard}.values())
        free = [x for x in who if not x.debts]
        n = {"DOM": max(1, len(free) // 4), "STR": len(free) // 8, "MUS": len(free) // 5}.get(panel.department, 0)
        away = [x for x in free if not x.part][:n]
        self.late += [(panel, x) for x in who if x in away or x.debts]
        return [x for x in free if x not in away]

    def _endings(self, everybody: Sequence[Learner]) -> None:
        """A few do not pass, one does not come."""
        some = [x for x in everybody if not x.part]
        for n, learner in enumerate(self.rng.sample(some, min(len(some) // 2, max(1, len(some) // 16)))):
            form = "state_exam" if n % 2 else learner.track.form
            self.hearing.bad[learner.study, form] = "absent" if n == 2 else "low"

    def _ends(self, learner: Learner) -> list[str]:
        return [how for (study, _), how in self.hearing.bad.items() if study == learner.study]

    def failed(self) -> dict[Id, set[str]]:
        """Who was heard, studies still and has something left: study → codes of it."""
        out: dict[Id, set[str]] = {}
        for learner in self.register.all:
            forms = {form for study, form in self.hearing.bad if study == learner.study}
            if forms and learner.studies:
                out[learner.study] = {x.code for x, said in learner.track.final if said in forms}
        return out

    # a sitting -------------------------------------------------------------------------------------------------

    def _hear(
        self, panel: Panel, heard: Sequence[Heard], day: date, place: int
    ) -> list[tuple[Heard, Protocol, GradeSheet]]:
        """All who come in one form: as many sittings as it takes, one protocol each, then the sheets."""
        if not heard:
            return []
        size = SHORT if heard[0][2] == "state_exam" else LONG
        protocols: list[Protocol] = []
        for n, start in enumerate(range(0, len(heard), size)):
            part, on = heard[start : start + size], day + timedelta(days=n)
            sitting = self.sitting(panel, part, on, place, on - timedelta(days=8))
            self.opened(sitting, STARTS)
            protocols += [self.hearing.protocol(panel, sitting, slot, one)
                          for slot, one in zip(sitting.slots, part, strict=True)]  # fmt: skip
            self._over(sitting)
        sheets = {x.student.id: s for s in self.hearing.sheets(panel, heard, protocols) for x in s.lines}
        return [(h, p, sheets[h[0].student]) for h, p in zip(heard, protocols, strict=True)]

    def _appeal(self, held: Sequence[tuple[Heard, Protocol, GradeSheet]]) -> None:
        """The first state exam between seventy and eighty percent is asked about again."""
        for (learner, _, form, _), protocol, sheet in held:
            if form == "state_exam" and protocol.award and protocol.score and 70 <= protocol.score <= 80:
                self.hearing.appeal(learner, protocol, sheet)
                return

    def sitting(self, panel: Panel, heard: Sequence[Heard], day: date, place: int, told: date) -> Sitting:
        """A sitting told to everybody on a day: who is heard, one after the other."""
        form = heard[0][2]
        minutes = settings.form(form).minutes
        times = [STARTS * 60 + minutes * n for n in range(len(heard))]
        slots = [
            Slot(candidacy=id, student=x.ref, number=x.number, group=x.group_code, minutes=minutes,
                 starts=f"{at // 60:02d}:{at % 60:02d}")
            for at, (x, _, _, id) in zip(times, heard, strict=True)
        ]  # fmt: skip
        seats = panel.commission.sitting_on(day)
        halls = sorted((r for r in self.made.rooms.values() if r.seats >= 30), key=lambda r: (-r.seats, r.code))
        self.of.at(told, 12, place)
        sitting = Sitting(
            _id=self.of.ids(), commission=panel.commission.ref(), year=panel.year, form=form,
            form_name=settings.form_name(form), day=day, starts=f"{STARTS}:00", minutes=minutes,
            room=halls[place].ref(), status=SittingStatus.published, slots=slots, present=[s.id for s in seats],
            people=sorted({*panel.commission.people, *self._beside(heard)}), keys=[s.ref().id for s in seats],
            department=panel.commission.department, faculty=panel.commission.faculty,
        )  # fmt: skip

        def work(tx: Tx) -> Sitting:
            sitting.published = Stamp(at=tx.now, by=tx.actor.id)
            for _, _, _, id in heard:
                one = tx.get(Candidacy, id)
                one.sitting = sitting.ref()
                tx.save(one)
            return tx.add(sitting)

        made: Sitting = self.of.act("senior", "sitting.publish", "attestation.edit", work)
        return made

    def _beside(self, heard: Sequence[Heard]) -> list[Id]:
        """Who accompanies them."""
        held = self.register.memory.held["candidacies"]
        found = [held[id]["presented"].get("accompanist") for _, _, _, id in heard]
        return [p["id"] for p in found if p]

    def opened(self, sitting: Sitting, hour: int) -> None:
        """The commission has met."""
        self.of.at(sitting.day, hour)

        def work(tx: Tx) -> Sitting:
            now = tx.get(Sitting, sitting.id)
            now.status, now.opened = SittingStatus.open, Stamp(at=tx.now, by=tx.actor.id)
            return tx.save(now)

        self.of.act("senior", "sitting.open", "attestation.hear", work)

    def _over(self, sitting: Sitting) -> None:
        self.of.at(sitting.day, 19)

        def work(tx: Tx) -> Sitting:
            now = tx.get(Sitting, sitting.id)
            now.status = SittingStatus.closed
            return tx.save(now)

        self.of.act("senior", "sitting.close", "attestation.hear", work)
