"""A table that leaves (clauses 22, 46): numbers as numbers, what was asked in words, guarded, protected, logged."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core import looks, tabled
from core.db.store import Store
from core.desk import Desk
from core.errors import RuleBroken
from core.pdf.drawn import Drawn
from core.tabled import Tabled
from tests.acts.order_kit import staff
from tests.acts.test_diploma_content import text_of

DAY = date(2026, 10, 1)


def table(rows: int = 3, columns: int = 3, **more: object) -> Tabled:
    heads = ("Топ", *(f"Баған {n}" for n in range(1, columns)))
    body = tuple((f"ОР-{r}", *(r * n for n in range(1, columns))) for r in range(rows))
    return Tabled("Контингент", heads, body, "kk", ("Қаржыландыру: Ақылы",), DAY, **more)  # type: ignore[arg-type]


@pytest.fixture
def desk(shipped: Store) -> Desk:
    return staff(shipped).head


def test_a_sheet_says_what_was_asked_and_holds_numbers_as_numbers(desk: Desk) -> None:
    of = Tabled("=HYPERLINK()", ("Аты", "Саны", "Үлесі"), (("=1+1", 12, Decimal("3.50")), ("-5", -5, None)), "kk",
                ("Қаржыландыру: Ақылы",), DAY)  # fmt: skip
    with looks.handing_to("Министрлік"):
        data = tabled.taken(desk, of, "xlsx", "reports", "reports", "r1")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    said = [row[0] for row in cells[:5]]
    assert "=HYPERLINK()" in said and "Қаржыландыру: Ақылы" in said and "01.10.2026 күнгі жағдай бойынша" in said
    assert desk.actor.name in said[4] and ["=1+1", 12.0, 3.5] in cells and ["-5", -5.0, ""] in cells
    look = desk.store.rows("looks", {"page": "reports"})[0]
    assert (look["to"], look["export"]["rows"], look["export"]["day"]) == ("Министрлік", 2, "2026-10-01")
    lines = tabled.csv(desk, of).decode("utf-8-sig").splitlines()
    assert tabled.csv(desk, of)[:3] == b"\xef\xbb\xbf" and lines == ["Аты;Саны;Үлесі", "'=1+1;12;3,50", "-5;-5;"]


def test_a_paper_is_protected_repeats_its_head_and_bears_its_signer(desk: Desk) -> None:
    chart = Drawn("bars", "Сурет", ("ОР-1",), (("Саны", (5,)),), "адам", "kk", False)
    of = table(120, signer=("Ректор", "А. Үлгіұлы"), chart=chart, sums=1, notes=("Ескертпе",))
    data = tabled.taken(desk, of, "pdf", "reports", "reports")
    reader = PdfReader(io.BytesIO(data))
    assert reader.is_encrypted and len(reader.pages) > 2
    first, second = (" ".join(p.extract_text().split()) for p in reader.pages[:2])
    assert "Баған 2" in first and "Баған 2" in second and "1 қазан 2026 ж." in first
    whole = text_of(data)
    assert all(w in whole for w in ("Қаржыландыру: Ақылы", "Ескертпе", "Ректор", "А. Үлгіұлы", "Сурет"))
    assert reader.pages[0].mediabox.width < reader.pages[0].mediabox.height


def test_forty_columns_lie_in_tables_under_each_other_each_with_its_first_column(desk: Desk) -> None:
    reader = PdfReader(io.BytesIO(tabled.pdf(desk, table(4, 40))))
    said = " ".join("".join(p.extract_text() for p in reader.pages).split())
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    assert "Баған 39" in said and said.count("ОР-3") >= 2


def test_an_empty_table_and_one_too_long_for_paper_are_answered(desk: Desk) -> None:
    assert PdfReader(io.BytesIO(tabled.pdf(desk, table(0)))).pages and tabled.xlsx(desk, table(0))
    with pytest.raises(RuleBroken, match="too_long"):
        tabled.pdf(desk, table(tabled.MOST + 1))


def test_without_an_institution_there_is_a_sheet_and_no_paper(head: Desk) -> None:
    assert tabled.xlsx(head, table(1)) and tabled.signers(head, "kk") == []
    with pytest.raises(RuleBroken, match="no_office"):
        tabled.pdf(head, table(1))
