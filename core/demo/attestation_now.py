"""Final attestation of the story's today: who was put off is heard in the winter; next summer's commissions, of which
each lacks something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.demo.attestation import Attestation, Panel
from core.demo.attestation_june import June
from core.demo.institution import TODAY
from core.tx import Tx
from schemas.attestation import Commission, Conflict, ConflictKind
from schemas.base import Basis
from schemas.kinds.sheets import Signer

if TYPE_CHECKING:
    from core.demo.learners import Learner

YEAR = TODAY.year + 1
ADMITTED = date(2026, 11, 9)
# Days of the winter's sittings: of the department whose secretary has an account, and of the others.
WINTER = {True: (TODAY, date(2026, 11, 30)), False: (date(2026, 12, 1), date(2026, 12, 3))}
BUSY = 3  # with so many to hear, the first has been heard when the story ends


@dataclass(frozen=True)
class Far:
    """How far a commission of next summer has come. nominated: the day; ordered: it has its order already; share: of
    graduates whose programmes are ready; late: of stages that are behind."""

    nominated: date = date(2026, 10, 7)
    chair: bool = True
    council: date | None = date(2026, 10, 28)
    ordered: bool = False
    papers: tuple[str, ...] = ("council", "consent")
    share: float = 0.8
    late: float = 0.15


FAR = {
    "DOM": Far(ordered=True, papers=("council", "order", "consent", "programme")),
    "PNO": Far(ordered=True, papers=("council", "order", "consent"), late=0.05),
    "STR": Far(ordered=True, papers=("council", "order"), share=0.6),
    "VOC": Far(ordered=True, papers=("council", "order", "consent", "programme"), late=0.05),
    "KOB": Far(date(2026, 11, 12), council=None, papers=(), share=0.3, late=0.4),  # proposed late, not yet approved
    "EDU": Far(date(2026, 10, 14), chair=False, council=None, papers=(), share=0.5, late=0.5),  # no chair found
    "MGT": Far(council=date(2026, 11, 18), papers=("council",), late=0.3),  # approved late
}


class Today:
    """What stands before the office on the day the story ends."""

    def __init__(self, of: Attestation, june: June) -> None:
        self.of, self.june, self.register = of, june, of.register

    def tell(self) -> None:
        """The winter's sittings, then next summer's commissions."""
        self._winter()
        self.of.again = self.june.failed()
        order = list(FAR)
        found = self.of.graduates(YEAR)
        for n, department in enumerate(
            sorted(found, key=lambda d: (d not in FAR, order.index(d) if d in FAR else 0, d))
        ):
            self._commission(found[department], n, FAR.get(department, Far()))

    # the winter ------------------------------------------------------------------------------------------------

    def _winter(self) -> None:
        """Those who were away in June, and those who have no debts any more."""
        coming = [(p, x) for p, x in self.june.late if x.studies and not x.debts]
        if not coming:
            return
        self.of.at(ADMITTED, 16)
        self.register.order("attestation_admission", ADMITTED, [(x, {}) for _, x in coming],
                            "Қысқы аттестаттауға жіберу", "19")  # fmt: skip
        for place, panel in enumerate(dict.fromkeys(p for p, _ in coming)):
            who = {x.study for p, x in coming if p is panel}
            heard = [h for h in panel.heard if h[0].study in who]
            days = WINTER[panel.department == "DOM"]
            for day, last in zip(days, (False, True), strict=True):
                part = [h for h in heard if (h[2] == "state_exam") is last]
                sitting = self.june.sitting(panel, part, day, place, date(2026, 11, 14))
                if day == TODAY:
                    self.june.opened(sitting, 10)
                    for slot, one in list(zip(sitting.slots, part, strict=True))[: len(part) >= BUSY]:
                        self.june.hearing.protocol(panel, sitting, slot, one)

    # next summer -----------------------------------------------------------------------------------------------

    def _commission(self, learners: list[Learner], n: int, far: Far) -> None:
        of = self.of
        panel = of.nominate(learners, YEAR, n, far.nominated, far.chair)
        if far.council:
            of.council(panel, "3" if far.council.month == 10 else "4", far.council)
        if far.ordered:
            of.set_up(panel, f"{301 + n}-ж", date(2026, 11, 16) + timedelta(days=n % 3))
        if far.papers:
            of.papers(panel, date(2026, 11, 19), far.papers)
        self.june.prepared.draft(panel, learners, far.nominated + timedelta(days=1 + n % 4), far.share)
        self.june.prepared.progress(panel, date(2026, 11, 20), far.late)
        if far.council:
            self.june.prepared.approve(panel, f"{3 + n % 4}", date(2026, 11, 17), far.share)
        if far.ordered:
            of.answer(panel, date(2026, 11, 18))
        if panel.department == "DOM":
            self._declared(panel, learners)

    def _declared(self, panel: Panel, learners: list[Learner]) -> None:
        """A member says himself that a graduate is his relative."""
        seat = [s for s in panel.commission.seats if s.part is Signer.member][-1]
        self.of.at(date(2026, 11, 20), 12)

        def work(tx: Tx) -> Commission:
            now = tx.get(Commission, panel.commission.id)
            now.conflicts = [Conflict(seat=seat.id, student=learners[-1].ref, kind=ConflictKind.relative,
                                      note="Інісінің баласы", declared=False, at=tx.now, by=tx.actor.name)]  # fmt: skip
            return tx.save(now)

        basis = Basis(kind="мүшенің өтініші", number="1", day=date(2026, 11, 20))
        panel.commission = self.of.act("senior", "attestation.declare", "attestation.prepare", work, "", basis)
