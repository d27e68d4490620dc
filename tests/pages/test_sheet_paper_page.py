"""A scanned paper sheet beside its record, and many sheets prepared for print."""

from __future__ import annotations

import pytest

from core import sheets
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from core.jobs import runner
from core.sheets import printed
from schemas.base import LANGS, Lang
from schemas.grade_sheet import GradeSheet
from schemas.words import Role, SheetStatus
from tests.pages.conftest import Open
from tests.pages.test_sheet_pages import Sheets, foreign, office, said, store  # noqa: F401 (fixtures)

# ruff: noqa: F811


@pytest.fixture(scope="module")
def old(office: Sheets) -> str:
    """The QR of the closed sheet as it was printed before a correction that stands now."""
    text = printed.written(office.closed)[0]
    other = Desk(Actor("u-other", "Екінші тіркеуші", Role.senior_registrar), office.store)
    sheets.confirm(other, office.closed.id, office.closed.revision, office.closed.corrections[0].act, Why())
    return text


@pytest.mark.parametrize("lang", LANGS)
def test_the_old_paper_is_red_where_the_record_was_corrected(
    open_page: Open, office: Sheets, old: str, lang: Lang
) -> None:
    at = open_page("sheet_paper", Role.registrar, lang, paper=f"https://x.kz/verify/{old}")
    assert not at.exception and foreign(at, lang) == []
    assert [e.value for e in at.error] == [t("sheets.paper_differs", lang, n=1, all=3)]
    table = next(m.value for m in at.markdown if m.value.startswith("|"))
    plain = table.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")
    assert ":red-background[:red[**88 → 98**]]" in plain and ":red-background[:red[**B+ → A-**]]" in plain
    assert t("sheets.paper_where", lang, lines="1") in [m.value for m in at.markdown]
    assert [line.count("red-background") for line in table.splitlines()[2:]] == [3, 0, 0]
    fresh = office.desk.get(GradeSheet, office.closed.id, "grade_sheet.read")
    at = open_page("sheet_paper", Role.registrar, lang, paper=printed.written(fresh)[0])
    assert not at.error and at.success[0].value == t("sheets.paper_agrees", lang, n=3)


def test_a_false_paper_another_ones_sheet_and_rubbish_are_told_calmly(
    open_page: Open, office: Sheets, old: str
) -> None:
    forged = office.closed.model_copy(update={"code": "GUESS"})
    at = open_page("sheet_paper", Role.registrar, paper=printed.written(forged)[0])
    assert at.error[0].value == t("sheets.paper_false", "kk")
    at = open_page("sheet_paper", Role.teacher, paper=printed.written(office.abroad)[0])
    assert at.info[0].value == t("sheets.paper_not_yours", "kk") and not [m for m in at.markdown if "|" in m.value]
    at = open_page("sheet_paper", Role.registrar, paper="K7QM-4X2R")
    assert not at.exception and at.error[0].value.replace("\\", "") == t("sheets.paper_unread", "kk")
    assert t("sheets.paper_none", "kk") in said(open_page("sheet_paper", Role.registrar))


def test_the_count_is_told_and_the_print_begins(
    open_page: Open, office: Sheets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "go", lambda store, id: None)
    at = open_page("grade_sheets", Role.registrar)
    assert t("sheets.print_count", "kk", n=2) in said(at)
    at.selectbox(key="v:sheets.status").set_value(SheetStatus.draft).run()
    assert t("sheets.print_count", "kk", n=0) in said(at)
    assert at.button(key="print:now").disabled
    at.selectbox(key="v:sheets.status").set_value(SheetStatus.closed).run()
    assert t("sheets.print_count", "kk", n=1) in said(at)
    at.button(key="print:now").click().run()
    assert not at.exception
    row = office.store.one("runs", {"kind": "sheets.print"})
    assert row is not None and row["total"] == 1 and row["params"]["chosen"]["status"] == "closed"
    assert row["params"]["way"] == {"lang": "kk", "one": True, "copies": False}


def test_a_sheet_is_printed_with_its_copy_for_the_folder(open_page: Open, office: Sheets) -> None:
    at = open_page("grade_sheet", Role.registrar, sheet=office.closed.id)
    at.toggle(key=f"pdf:{office.closed.id}").set_value(True).run()
    names = [t(f"sheets.{word}", "kk") for word in ("download", "download_copy")]
    assert not at.exception and [b.label for b in at.get("download_button")][:2] == names
