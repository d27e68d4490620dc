"""What the journal of blanks gives to HR stands in the register of forms by itself (clause 42): one truth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.tx import Tx
from schemas.blank import Span
from schemas.order_form import OrderForms, Returning


def handed_step(tx: Tx, kind: str, series: str, of: Sequence[Span], day: date, to: str, note: str = "") -> None:
    """Numbers left the balance for HR: a line of the register for each span, inside the same act."""
    for span in of:
        n = tx.number(f"order_forms:{tx.today.year}")
        tx.add(OrderForms(
            _id=tx.new_id(), number=f"{n}/{tx.today.year}", by=tx.who(), kind=kind, series=series, first=span.first,
            last=span.last, day=day, to=to[:120], note=note[:300], kept=True,
        ))  # fmt: skip


def returned_step(tx: Tx, kind: str, series: str, of: Sequence[Span], day: date) -> None:
    """Numbers came back to the balance unused: written beside the handing over they belong to."""
    for span in of:
        where = {"kind": kind, "series": series, "kept": True, "first": {"$lte": span.last},
                 "last": {"$gte": span.first}}  # fmt: skip
        for forms in tx.find(OrderForms, where):
            assert forms.first is not None and forms.last is not None
            n = min(span.last, forms.last) - max(span.first, forms.first) + 1
            if n := min(n, forms.left):
                forms.returns = [*forms.returns, Returning(day=day, whole=n, by=tx.who())]
                tx.save(forms)


__all__ = ["handed_step", "returned_step"]
