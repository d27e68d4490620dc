"""Pictures: what their axes say."""

from __future__ import annotations

from decimal import Decimal

from core.ui.charts import Chart, Series, _bars


def drawn(*values: int | Decimal):  # type: ignore[no-untyped-def]
    places = tuple(f"p{i}" for i in range(len(values)))
    return _bars(Chart("t", "h", places, (Series("s", values),), "u", "p", "s"), False, True, "kk")


def test_a_few_people_are_never_halves_on_the_axis() -> None:
    assert drawn(1, 1, 2).layout.xaxis.dtick == 1
    assert drawn(100, 20).layout.xaxis.dtick is None
    assert drawn(Decimal("3.5"), 1).layout.xaxis.dtick is None
