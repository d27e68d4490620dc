"""Pictures: what their axes say."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineWorkbook

from core.ui.charts import Chart, Series, _bars, _lines, file, table


def drawn(*values: int | Decimal):  # type: ignore[no-untyped-def]
    places = tuple(f"p{i}" for i in range(len(values)))
    return _bars(Chart("t", "h", places, (Series("s", values),), "u", "p", "s"), False, True, "kk")


def test_a_few_people_are_never_halves_on_the_axis() -> None:
    assert drawn(1, 1, 2).layout.xaxis.dtick == 1
    assert drawn(100, 20).layout.xaxis.dtick is None
    assert drawn(Decimal("3.5"), 1).layout.xaxis.dtick is None


def test_a_share_has_what_it_is_divided_by_beside_it_in_the_table_and_the_file() -> None:
    shares = Series("pass", (Decimal("75.00"), None))
    chart = Chart("t", "h", ("a", "b"), (shares,), "%", "p", "s", True, (Series("of", (4, None)),))
    assert list(table(chart)) == ["h", "pass", "of"] and table(chart)["of"] == ["4", "—"]
    rows = CalamineWorkbook.from_filelike(BytesIO(file(chart, "told"))).get_sheet_by_index(0).to_python()
    assert [r[0] for r in rows[:2]] == ["t", "told"] and ["a", 75.0, 4.0] in rows and ["b", "", ""] in rows
    assert len(_bars(chart, False, True, "kk").data) == 1, "the picture shows the share alone"


def test_long_places_stand_in_lines_under_an_upright_axis() -> None:
    chart = Chart("t", "h", ("2025/26, Осенний семестр <5>",), (Series("s", (1,)),), "u", "p", "s")
    [place] = _bars(chart, False, False, "ru").data[0].x
    assert place.count("<br>") >= 2 and "&lt;5" in place


def test_a_band_stands_behind_the_lines_and_is_told_once() -> None:
    told = Series("value", (Decimal(90), Decimal(97)))
    band = (Series("", (Decimal(95), None)), Series("warning", (Decimal(90), None)))
    drawn = _lines(Chart("t", "h", ("a", "b"), (told,), "%", "p", "s", band=band), "kk").data
    assert [x.name for x in drawn if x.showlegend is not False] == ["value", "warning"]
    assert list(drawn[1].y) == [95.0, None] and list(drawn[2].y) == [90.0, None] and drawn[2].fill == "tonexty"
