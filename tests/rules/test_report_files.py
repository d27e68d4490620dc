"""A report as a table that leaves (clauses 22, 46): a sheet counts, a paper reads, hidden cells stay hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from core.desk import Desk
from core.export import xlsx
from core.i18n import t
from core.reports.files import table
from core.reports.made import Heading, Made
from schemas.condition import Asked, Condition, Op
from schemas.report import Picture, ReportBody
from schemas.words import Role
from tests.conftest import actor

DESK = Desk(actor(Role.head), None)  # type: ignore[arg-type]  # words of closed lists ask no record
OF = [
    Condition(field="studies.status", op=Op.among, value="active, academic_leave"),
    Condition(field="dormitory", op=Op.is_, value="yes"),
    Condition(field="studies.leave_until", op=Op.empty),
]


def made(rows: int = 2, **more: Any) -> Made:
    lines = tuple((f"Топ {n}", 4, Decimal("33.333")) for n in range(rows))
    heads = (Heading("Топ"), Heading("Саны", "number", figure=0), Heading("Үлесі", "percent", figure=1))
    return Made(
        "Контингент", heads, lines, "kk", datetime(2026, 11, 30, 9, tzinfo=UTC), 1, ("Барлығы", 8, Decimal("33.333")),
        {(0, 2): (Decimal(4), 12)}, **more,
    )  # fmt: skip


def body(**more: Any) -> ReportBody:
    return ReportBody(source=Asked.studies, of=OF, **more)


def test_the_sheet_holds_numbers_and_the_paper_what_each_share_is_of() -> None:
    sheet, paper = table(DESK, made(), body()), table(DESK, made(), body(), "pdf", ("Ректор", "А"))
    assert sheet.heads == ("Топ", "Саны", "Үлесі, %") and sheet.rows[0] == ("Топ 0", 4, Decimal("33.33"))
    assert sheet.rows[-1][0] == "Барлығы" and sheet.sums == 1 and sheet.chart is None
    assert paper.heads[2] == "Үлесі" and "(4 / 12)" in str(paper.rows[0][2]) and paper.signer == ("Ректор", "А")
    assert sheet.asked == (
        "Мәртебесі: мыналардың бірі Оқиды, Академиялық демалыста", "Жатақханаға мұқтаж: тең Иә", "Демалыс аяғы: бос",
    )  # fmt: skip


def test_what_is_hidden_on_the_screen_leaves_in_no_file() -> None:
    of = made(hidden=frozenset({(0, 1)}), hide_under=5)
    for form in ("xlsx", "pdf"):
        assert table(DESK, of, body(), form).rows[0][1] == "< 5"
    chart = table(DESK, of, body(), "pdf").chart
    assert chart is not None and chart.series[0][1][0] is None


def test_a_picture_holds_what_a_page_does_and_says_so() -> None:
    chart = table(DESK, made(60), body(), "pdf").chart
    assert chart is not None and len(chart.places) < 16 and str(len(chart.places)) in chart.said
    assert table(DESK, made(), body(chart=Picture.none), "pdf").chart is None


def test_nothing_is_cut_in_silence() -> None:
    heads = (Heading("Топ"), *(Heading("", "number", str(n), 0) for n in range(6)))
    wide = replace(made(), headings=heads, rows=(("А", 1, 2, 3, 4, 5, 6),), total=("Барлығы", 1, 2, 3, 4, 5, 6))
    chart = table(DESK, wide, body(), "pdf").chart
    assert chart is not None and len(chart.series) == 4 and t("tabled.first_columns", "kk", n=4) in chart.said
    [cell] = (
        CalamineWorkbook.from_filelike(BytesIO(xlsx(["Мәтін"], [["а" * 40_000]]))).get_sheet_by_index(0).to_python()[1:]
    )
    assert len(cell[0]) == 32_767 and cell[0].endswith("…")
