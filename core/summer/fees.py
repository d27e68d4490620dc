"""What the summer costs: a line for every application, sums by student, all by the price of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.summer.lines import Applied
from schemas.kinds import StudyRules


@dataclass(frozen=True)
class Fee:
    """What one application costs and what was paid for it, ₸; `paid` None until the payments office marked it."""

    of: Applied
    price: Decimal
    amount: Decimal
    paid: Decimal | None = None

    @property
    def owed(self) -> Decimal:
        """What is still to be paid, ₸; never below nothing."""
        return max(Decimal(0), self.amount - (self.paid or Decimal(0)))


def fees(found: Iterable[Applied], rules: StudyRules) -> list[Fee]:
    """A fee for each application; a mark of payment without an amount means all of it was paid."""
    out = []
    for one in found:
        amount = one.credits * rules.price
        paid = None if one.payment is None else amount if one.payment.amount is None else one.payment.amount
        out.append(Fee(one, rules.price, amount, paid))
    return out
