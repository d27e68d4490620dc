"""Reports on the page (clause 33-9): built by choosing, seen at once, kept, shared, repeated; by role and language."""

from __future__ import annotations

import random
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core import reports
from core.desk import Desk, Why
from core.i18n import t
from core.reports.drafts import Draft
from core.ui.reports import look
from core.ui.reports import table as drawing
from schemas.base import Lang, Text
from schemas.condition import Asked
from schemas.report import Figure, Reckoned, ReportBody, ReportCut, ReportShape
from schemas.words import Role
from tests.acts.test_sums import SmallOffice
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Пән", "Тегі", "Тест", "D0", "D1", "D2", "N1", "P0", "P1", "P2")
LOOKED = [Role.head, Role.registrar, Role.department, Role.management, Role.auditor, Role.teacher]


@pytest.fixture
def office(head: Desk, senior: Desk) -> SmallOffice:
    made = SmallOffice(head, senior, random.Random(7))
    for _ in range(4):
        made.admit()
    for _ in range(30):
        made.act()
    reports.ship(head.store)
    return made


def draft_of(at: AppTest, id: str = "-") -> Draft:
    found: Draft = at.session_state[f"report:{id}"]
    return found


def widget(at: AppTest, path: str, of: str = "", row: int = -1) -> Any:
    """The widget of a field: of the whole or of a row of conditions."""
    place = draft_of(at).rows(of)[row]["id"] if of else "all"
    start = f"v:indicator:report::{place}:{path}"
    every = (*at.text_input, *at.selectbox, *at.multiselect, *at.date_input)
    return next(w for w in every if str(w.key).removeprefix(start) in ("", "kk", "ru", "en"))


def set_to(at: AppTest, path: str, value: Any, of: str = "", row: int = -1) -> None:
    widget(at, path, of, row).set_value(value).run()
    assert not at.exception, at.exception


def press(at: AppTest, key: str) -> None:
    next(b for b in at.button if str(b.key).startswith(key)).click().run()
    assert not at.exception, at.exception


def save(at: AppTest, what: str) -> None:
    next(b for b in at.button if str(b.key).startswith(f"send-ask:{what}")).click().run()
    assert not at.exception, at.exception


@pytest.mark.parametrize(("role", "lang"), met(LOOKED))
def test_every_role_reads_it_in_its_language(office: SmallOffice, open_page: Open, role: Role, lang: Lang) -> None:
    if role is Role.teacher:
        assert open_page("reports", role, lang).info[0].value == t("errors.forbidden", lang)
        return
    at = open_page("reports", role, lang)
    assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == []
    for report in reports.listed(office.head, "office")[: 3 if role is Role.head else 1]:
        at = open_page("reports", role, lang, id=report.id)
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == [], report.name
    at = open_page("report", role, lang)
    set_source = next(w for w in at.selectbox if "source" in str(w.key))
    for source in (Asked.studies, Asked.results) if role is not Role.head else (Asked.order_lines, Asked.results):
        set_source.set_value(source.value).run()
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == [], source
        for box in (*at.selectbox, *at.multiselect):
            assert not [o for o in box.options if "_" in o or "@" in o or "|" in o], (source, box.label)
            assert len(set(box.options)) == len(box.options), "a list knows a field by its word"
        set_source = next(w for w in at.selectbox if "source" in str(w.key))


def test_one_is_built_seen_kept_and_shared(
    office: SmallOffice, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "PLACES", 1)
    at = open_page("report", Role.head)
    set_to(at, "source", "studies")
    assert [r["field"] for r in draft_of(at).rows("of")] == ["studies.status"]  # those who study, as one means it
    press(at, "indicator.off.")
    set_to(at, "rows", ["studies.department|same"])
    set_to(at, "across", "studies.status|same")
    set_to(at, "figures", ["number", "share_row"])
    counted = [c for c in tables(at) if "%" in c]
    assert counted and any("/" in c for c in counted), "a share stands with what it is of, at once"
    left_out = t("report_builder.chart_part", "kk", what=t("tabled.first_n", "kk", n=1))
    assert left_out in " ".join(texts(at)).replace("\\", ""), "a picture says what of the table is not in it"
    set_to(at, "hide_under", "көп")
    assert t("errors.field.int_parsing", "kk") in " ".join(texts(at)) and widget(at, "hide_under").value == "көп"
    set_to(at, "hide_under", "")
    set_to(at, "answered", "Министрлік хаты")
    press(at, "report.save")
    [kept] = [r for r in _all(office.head) if r.answered == "Министрлік хаты"]
    assert at.query_params["id"] == kept.id and "Кафедра" in kept.name.kk  # named by what it is of
    assert [f.what for f in kept.body.figures] == [Reckoned.number, Reckoned.share_row]
    at.multiselect(key=f"v:report.shared:{kept.id}:{kept.revision}").set_value([Role.management]).run()
    save(at, "report_builder.keep_shared")
    assert [r.id for r in _all(office.head) if r.owner and r.shared == [Role.management]] == [kept.id]


def _all(desk: Desk) -> list[Any]:
    from schemas.report import Report

    return [Report.model_validate(r) for r in desk.store.rows("reports", {})]


def test_a_share_by_ones_own_condition_waits_for_it(office: SmallOffice, open_page: Open) -> None:
    at = open_page("report", Role.head)
    set_to(at, "source", "results")
    set_to(at, "rows", ["studies.record.code|same"])
    press(at, "report.share")
    own = draft_of(at).values["figures"][-1]
    assert not [c for c in tables(at) if "%" in c], "nothing is counted by a condition that is not there yet"
    set_to(at, "field", "studies.record.state", own)
    set_to(at, "value", "passed", own)
    assert [c for c in tables(at) if "%" in c and "/" in c]


def test_what_reads_much_says_so_first_and_is_counted_by_a_press(
    office: SmallOffice, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.reports import running

    monkeypatch.setattr(running, "FREE", 1)
    monkeypatch.setattr(reports, "LIVE", 1)
    look._sampled.clear()
    at = open_page("report", Role.head)
    set_to(at, "source", "studies")
    set_to(at, "rows", ["studies.department|same"])
    press(at, "indicator.off.")
    many = str(sum(len(r["studies"]) for r in office.head.store.rows("students", {})))
    assert at.warning and many not in tables(at)
    press(at, "report.count")
    assert many in tables(at)


def test_a_mark_is_found_by_what_it_is_called_and_nothing_is_red_before_a_choice(
    office: SmallOffice, open_page: Open
) -> None:
    at = open_page("report", Role.head)
    set_to(at, "source", "results")
    for typed in ("балл", "орташа"):
        assert [o for o in widget(at, "figures").options if typed in o.casefold()], typed
    set_to(at, "time", "term")
    assert t("errors.field.missing", "kk") not in " ".join(texts(at))
    at = open_page("report", Role.head, "ru")
    set_to(at, "source", "studies")
    for typed in ("средний балл", "gpa"):
        assert [o for o in widget(at, "figures").options if typed in o.casefold()], typed


def test_a_row_of_a_list_opens_its_record(
    office: SmallOffice, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[Any] = []
    monkeypatch.setattr(st, "switch_page", lambda page, query_params: gone.append((page, query_params)))
    body = ReportBody(source=Asked.results, shape=ReportShape.list, columns=["number", "studies.record.code"])
    kept = reports.keep(office.head, None, 0, Text(kk="Тізім"), body, Why("а"))
    office.head.store.db["reports"].update_one({"_id": kept.id}, {"$set": {"owner": "", "shared": []}})
    made = reports.run(office.head, body)
    at = open_page("reports", Role.head, id=kept.id)
    assert t("report_builder.press_row", "kk") in texts(at) and not gone
    at.session_state[f"rows:report-{kept.id}:{hash((made.headings, made.rows))}"] = {
        "selection": {"rows": [], "columns": [], "cells": [[1, made.headings[0].words]]}
    }
    at.run()
    [student] = office.head.store.rows("students", {"number": made.rows[1][0]})
    assert gone == [("pages/student.py", {"id": student["_id"]})]


def test_nothing_found_and_a_field_that_is_hidden_are_said(office: SmallOffice, open_page: Open) -> None:
    at = open_page("report", Role.head)
    set_to(at, "source", "studies")
    set_to(at, "rows", ["studies.department|same"])
    press(at, "indicator.add.of")
    set_to(at, "field", "studies.group", "of")
    set_to(at, "value", "ЖОҚ ТОП", "of")
    assert t("report_builder.nothing", "kk") in [i.value for i in at.info]
    set_to(at, "as_of", office.head.today())
    assert widget(at, "value", "of").value == "ЖОҚ ТОП"  # nothing chosen is lost


def test_the_next_year_begins_from_the_report(office: SmallOffice, open_page: Open) -> None:
    body = ReportBody(source=Asked.results, rows=[ReportCut(field="studies.department")], figures=[Figure()],
                      time="term", when="@term", term=office.terms[0].code)  # type: ignore[arg-type]  # fmt: skip
    kept = reports.keep(office.head, None, 0, Text(kk="Үлгерім"), body, Why("а"), "Хат № 5")
    from schemas.report import Report

    store = office.head.store
    store.db["reports"].update_one({"_id": kept.id}, {"$set": {"owner": "", "shared": []}})
    at = open_page("reports", Role.head, id=kept.id)
    press(at, f"report.again:{kept.id}")
    draft = draft_of(at)
    assert draft.values["term"] == office.terms[2].code and draft.values["answered"] == "Хат № 5"
    assert Report.model_validate(store.one("reports", {"_id": kept.id})).body.term == office.terms[0].code


def test_a_report_stands_on_the_first_page_of_a_role(office: SmallOffice, open_page: Open) -> None:
    first = reports.listed(office.head, "office")[0]
    reports.pin(office.head, first.id, first.revision, [Role.management], Why("басшылыққа"))
    at = open_page("home", Role.management)
    assert not at.exception and [b for b in at.button if b.key == f"go:pinned:{first.id}"]
    assert first.name.kk in " ".join(texts(at)).replace("\\", "")
    assert first.name.kk not in " ".join(texts(open_page("home", Role.auditor)))
