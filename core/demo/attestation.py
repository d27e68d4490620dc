"""Final attestation of the story: commissions by department and year, and what each graduate prepares for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from core.attestation import settings
from core.demo import repertoire
from core.demo.calendar import moment, semester
from core.demo.institution import ACCOMPANIST
from core.demo.plan import Line
from core.i18n import order_key
from core.tx import Tx
from schemas.attestation import (
    Answer,
    Commission,
    CommissionPaper,
    CommissionSeat,
    CommissionStatus,
    Decided,
    Heard,
)
from schemas.base import Basis, Id, Text
from schemas.kinds.sheets import Signer
from schemas.reference import Person

if TYPE_CHECKING:
    from core.demo.institution import Institution
    from core.demo.learners import Learner, Register

SECRETARY = "DOM"  # whose commission the demonstration's secretary writes for
PAPERS = ("council", "order", "consent", "programme", "admission", "records", "schedule")


@dataclass(eq=False)
class Panel:
    """A commission as the story follows it, with who is to come before it: learner, discipline, form, candidacy."""

    department: str
    year: int
    commission: Commission
    heard: list[tuple[Learner, Line, str, Id]] = field(default_factory=list)


class Attestation:
    """Sets up commissions and writes down what graduates prepare; each step an act of who takes it."""

    def __init__(self, made: Institution, register: Register) -> None:
        self.made, self.register = made, register
        self.clock, self.ids, self.rng = register.clock, register.ids, Random(42)
        self.panels: dict[tuple[int, str], Panel] = {}
        self.again: dict[Id, set[str]] = {}  # study → codes of what was heard and not passed

    # acts ------------------------------------------------------------------------------------------------------

    def act(self, login: str, action: str, right: str, work: Callable[[Tx], Any], reason: str = "",
            basis: Basis | None = None) -> Any:  # fmt: skip
        """An act of the office, of somebody's desk."""
        return self.register.desks[login].transact(action, work, self.register.why(reason, basis), right)

    def at(self, day: date, hour: int = 10, minute: int = 0) -> date:
        """The clock of the office stands there."""
        self.clock.now = moment(day, hour, minute)
        return day

    def tick(self) -> None:
        """Some seconds later."""
        self.clock.now += timedelta(seconds=20)

    # who is to come --------------------------------------------------------------------------------------------

    def graduates(self, year: int) -> dict[str, list[Learner]]:
        """Who is to be attested in a calendar year, by department."""
        out: dict[str, list[Learner]] = {}
        for learner in self.register.all:
            last = learner.studies and learner.year == 4 and (learner.cohort == year - 4 or learner.study in self.again)
            if last:
                out.setdefault(learner.track.department, []).append(learner)
        return {d: sorted(out[d], key=lambda x: order_key(x.ref.label.kk)) for d in sorted(out)}

    @staticmethod
    def begins(year: int) -> date:
        """The first day of the calendar's attestation."""
        return semester(year - 1, 2).session[1] + timedelta(days=2)

    def study(self, learner: Learner) -> dict[str, Any]:
        """A study as it stands now."""
        row = self.register.memory.students[learner.student]
        return next(s for s in row["studies"] if s["id"] == learner.study)

    # commissions -----------------------------------------------------------------------------------------------

    def nominate(self, learners: Sequence[Learner], year: int, n: int, day: date, chair: bool = True) -> Panel:
        """The faculty proposes a commission for these graduates of a department."""
        self.at(day, 11, n)
        department = learners[0].track.department
        unit, named = self.made.departments[department], self.made.departments[department].name
        hears = {line.code: Heard(discipline=self.made.disciplines[line.code].ref(), form=form)
                 for x in learners for line, form in x.track.final}  # fmt: skip
        programmes = sorted({x.track.programme for x in learners})
        seats = self._seats(department, year, chair)
        commission = Commission(
            _id=self.ids(), year=year, seats=seats, hears=list(hears.values()),
            name=Text(kk=f"Аттестаттау комиссиясы: {named.kk}", ru=f"Аттестационная комиссия: {named.get('ru')}",
                      en=f"Attestation commission: {named.get('en')}"),
            programmes=[self.made.programmes[p].ref() for p in programmes],
            department=unit.ref(), faculty=self.made.faculty_of(department).ref(),
            people=sorted({s.person.id for s in seats if s.person}),
        )  # fmt: skip

        def work(tx: Tx) -> Commission:
            commission.number = f"{year}-{tx.number(f'commission:{year}'):02d}"
            return tx.add(commission)

        made = self.act("senior", "attestation.nominate", "attestation.edit", work, "Факультет ұсынысы")
        panel = self.panels[year, department] = Panel(department, year, made)
        return panel

    def _seats(self, department: str, year: int, chair: bool) -> list[CommissionSeat]:
        """An outside chair, three or four of the department (in a small one of its neighbours), a secretary."""
        near = [d for d in sorted(self.made.staff) if d != department
                and self.made.departments[d].parent == self.made.departments[department].parent]  # fmt: skip
        own = [p for p in self.made.staff[department] if p.position != ACCOMPANIST]
        beside = [p for d in near for p in self.made.staff[d][:2]]
        own = own[:1] + (
            own[2:] if department == SECRETARY else own[1:]
        )  # the teacher with an account brings graduates
        away = own.pop() if len(own) > 1 else beside.pop()
        writes = (self.made.secretary if department == SECRETARY else None) or away
        turn = year % max(1, len(own) - 4)
        members = [*own[:1], *own[1 + turn : 4 + turn], *beside][: 3 + len(own) % 2]
        seats = [repertoire.chair(department, self.ids())] if chair else []
        return seats + [self._seat(p, Signer.member) for p in members] + [self._seat(writes, Signer.secretary)]

    def _seat(self, person: Person, part: Signer) -> CommissionSeat:
        return CommissionSeat(id=self.ids(), part=part, person=person.ref(), name=person.name.full(),
                              degree=person.degree, position=person.position)  # fmt: skip

    def council(self, panel: Panel, number: str, day: date) -> None:
        """The council approves it."""
        self.at(day, 15)

        def work(tx: Tx) -> Commission:
            now = tx.get(Commission, panel.commission.id)
            now.status, now.council = CommissionStatus.council, Decided(number=number, day=day)
            return tx.save(now)

        basis = Basis(kind="ғылыми кеңес хаттамасы", number=number, day=day)
        panel.commission = self.act("head", "attestation.council", "attestation.appoint", work, "Кеңес бекітті", basis)

    def set_up(self, panel: Panel, number: str, day: date) -> None:
        """The rector's order sets it up."""
        self.at(day, 16)

        def work(tx: Tx) -> Commission:
            now = tx.get(Commission, panel.commission.id)
            now.status, now.order = CommissionStatus.ordered, Decided(number=number, day=day)
            return tx.save(now)

        basis = Basis(kind="ректордың бұйрығы", number=number, day=day)
        panel.commission = self.act("head", "attestation.order", "attestation.appoint", work, "Бұйрық шықты", basis)

    def papers(self, panel: Panel, day: date, codes: Iterable[str] = PAPERS) -> None:
        """Papers of the checklist that are there."""
        self.at(day, 12)

        def work(tx: Tx) -> Commission:
            now = tx.get(Commission, panel.commission.id)
            by = tx.actor.name
            now.papers = [CommissionPaper(code=c, number=f"{n + 4}", day=day, by=by) for n, c in enumerate(codes)]
            return tx.save(now)

        panel.commission = self.act("senior", "attestation.paper", "attestation.hear", work)

    def report(self, panel: Panel, day: date, over: bool) -> None:
        """The chair's report; over: nobody is to be heard any more, so the commission's work is done."""
        said = repertoire.source()["report"]
        self.at(day, 15)

        def write(tx: Tx) -> Commission:
            now = tx.get(Commission, panel.commission.id)
            now.parts = {p.code: said[p.code] for p in settings.rules().parts if p.code in said}
            now.recommendations = said["recommendations"]
            return tx.save(now)

        panel.commission = self.act("senior", "attestation.report", "attestation.report", write)
        if over:

            def close(tx: Tx) -> Commission:
                now = tx.get(Commission, panel.commission.id)
                now.status, now.closed_on = CommissionStatus.closed, tx.today
                return tx.save(now)

            self.tick()
            panel.commission = self.act("head", "attestation.close", "attestation.appoint", close)

    def answer(self, panel: Panel, day: date) -> None:
        """What was done about the report of the year before, so far."""
        said = repertoire.source()["report"]
        done = [*said["done"], *[""] * len(said["recommendations"])]
        self.at(day, 16)

        def work(tx: Tx) -> Commission:
            now = tx.get(Commission, panel.commission.id)
            now.answers = [Answer(said=x, done=y) for x, y in zip(said["recommendations"], done, strict=False)]
            return tx.save(now)

        panel.commission = self.act("senior", "attestation.report", "attestation.report", work)
