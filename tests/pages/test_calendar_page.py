"""The page of the academic calendar in several roles and languages, and the days ahead on the home page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import calendar, references
from core.calendar import ahead, paper
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.ui.calendar import grid
from schemas.base import LANGS, Lang
from schemas.calendar import Calendar
from schemas.term import Term
from schemas.words import CalendarState, PeriodKind, Role
from tests.acts.test_calendar import approved, drawn, on
from tests.pages.conftest import Open
from tests.pages.roles import met


def said(at: AppTest) -> str:
    """All words on the page."""
    kinds = ("title", "caption", "markdown", "info", "error", "warning", "success", "button", "subheader")
    found = [getattr(e, "value", "") or getattr(e, "label", "") for k in kinds for e in getattr(at, k)]
    return "\n".join(str(x) for x in found) + "\n".join(str(b.label) for b in at.button)


def view(at: AppTest, name: str) -> AppTest:
    """The page with a part of it chosen."""
    at.session_state["v:calendar.view"] = name
    return at.run()


@pytest.mark.parametrize("lang", LANGS)
def test_the_year_is_drawn_in_every_language(
    open_page: Open, store: Store, senior: Desk, head: Desk, lang: Lang
) -> None:
    approved(senior, head)
    at = open_page("calendar", Role.teacher, lang, year="2026")
    assert not at.exception and at.title[0].value == t("calendar.title", lang)
    assert at.get("plotly_chart"), "the picture"
    for name in ("periods", "holidays", "terms"):
        assert not view(at, name).exception, name
    assert t("calendar.save", lang) not in said(at), "who may not edit finds no button"
    assert "2026-2" in said(at) or "2026\\-2" in said(at)


def test_a_year_without_a_calendar_is_made_as_a_copy(open_page: Open, store: Store, senior: Desk, head: Desk) -> None:
    approved(senior, head)
    at = open_page("calendar", Role.senior_registrar, year="2027")
    assert not at.exception and t("calendar.make_copy", "kk") in said(at)
    days = str([list(d.value.itertuples(index=False)) for d in at.dataframe])
    assert "13.12.2027" in days and "14.12.2026" in days, "the preview tells old and new days"
    send = next(b for b in at.button if b.key and b.key.startswith("send-ask:calendar.make_copy"))
    at = send.click().run()
    assert not at.exception
    made = calendar.stored(store, 2027)
    assert made and len(made.periods) == len(calendar.stored(store, 2026).periods)  # type: ignore[union-attr]
    reader = open_page("calendar", Role.teacher, year="2030")
    assert not reader.exception and t("calendar.make_empty", "kk") not in said(reader)


def typed(at: AppTest, cal: Calendar, change: Any) -> AppTest:
    """The page after something was typed into the grid (the component itself is tried in the browser)."""
    kept = at.session_state[f"calendar:{cal.id}:draft"]
    change(kept["rows"])
    kept["dirty"] = True
    at.session_state[f"calendar:{cal.id}:draft"] = kept
    return at.run()


def test_periods_are_typed_and_saved_as_one_act(open_page: Open, store: Store, senior: Desk) -> None:
    cal = drawn(senior)
    at = view(open_page("calendar", Role.senior_registrar, year="2026"), "periods")

    def shorter(rows: list[dict[str, Any]]) -> None:
        session = next(r for r in rows if r["kind"] == "session" and r["term"] == "autumn")
        session["ends"] = "30.12"
        midterm = next(r for r in rows if r["kind"] == "midterm_1" and r["term"] == "spring")
        midterm["starts"] = midterm["ends"] = ""

    at = typed(at, cal, shorter)
    assert not at.exception and t("calendar.unsaved", "kk") in said(at)
    # The spring has no first midterm any more; that 31 December is empty stands beside its row.
    assert t("calendar.findings_warning", "kk", n=1) in said(at)
    next(b for b in at.button if b.key and b.key.startswith("send-ask:calendar.save")).click().run()
    saved = calendar.stored(store, 2026)
    assert saved and len(saved.periods) == len(cal.periods) - 1
    assert next(p for p in saved.periods if p.kind is PeriodKind.session).ends == date(2026, 12, 30)
    last = store.rows("audit_events", {}, sort=[("at", -1)], limit=1)[0]
    assert last["action"] == "calendar.periods"


def test_bad_cells_hold_the_save_back(senior: Desk) -> None:
    cal = drawn(senior)
    rows = grid._fresh(cal)["rows"]
    rows[2]["ends"], rows[3]["starts"], rows[4]["years"] = "1.9.2020", "31.02", "x"
    made, wrong, _ = grid.looked_at(cal, rows)
    assert wrong == {
        (rows[2]["id"], "ends"): "errors.field.ends_before_start",
        (rows[3]["id"], "starts"): "errors.date_impossible",
        (rows[4]["id"], "years"): "calendar.years_bad",
    }
    assert len(made.periods) == len(cal.periods) - 3


def test_who_comes_second_chooses_and_loses_nothing(open_page: Open, store: Store, senior: Desk, head: Desk) -> None:
    cal = drawn(senior)
    at = view(open_page("calendar", Role.senior_registrar, year="2026"), "periods")
    at = typed(at, cal, lambda rows: rows[0].update(years="1, 2"))
    calendar.save_holidays(head, cal.id, cal.revision, [h.model_dump(mode="json") for h in cal.holidays[1:]], Why("б"))
    at = at.run()
    assert t("calendar.stale_title", "kk") in said(at)
    at.button(key="calendar-mine").click().run()
    assert t("calendar.stale_title", "kk") not in said(at)
    next(b for b in at.button if b.key and b.key.startswith("send-ask:calendar.save")).click().run()
    saved = calendar.stored(store, 2026)
    assert saved and [1, 2] in [p.years for p in saved.periods] and len(saved.holidays) == len(cal.holidays) - 1


def test_approving_asks_a_protocol_and_tells_what_is_in_the_way(open_page: Open, store: Store, senior: Desk) -> None:
    cal = drawn(senior)
    drafter = view(open_page("calendar", Role.senior_registrar, "ru", year="2026"), "approve")
    assert t("calendar.approve_other", "ru") in said(drafter)
    at = view(open_page("calendar", Role.head, "ru", year="2026"), "approve")
    assert t("calendar.findings_none", "ru") in said(at)
    send = [b for b in at.button if b.label == t("calendar.approve", "ru")]
    at = send[0].click().run()
    assert store.one("calendars", {"state": "approved"}) is None, "without a protocol nothing is approved"
    next(x for x in at.text_input if x.key and x.key.endswith(":protocol")).input("12")
    next(b for b in at.button if b.label == t("calendar.approve", "ru")).click().run()
    found = calendar.stored(store, 2026)
    assert found and found.state is CalendarState.approved and found.id == cal.id and found.protocol == "12"


def test_the_paper_stands_on_one_page_in_three_languages(senior: Desk, head: Desk) -> None:
    import io

    from pypdf import PdfReader

    approved(senior, head)
    for lang in LANGS:
        pages = PdfReader(io.BytesIO(paper.pdf(head, 2026, lang))).pages
        words = pages[0].extract_text()
        assert len(pages) == 1 and "2026/27" in words and "№ 12" in words.replace("no. 12", "№ 12")
        assert PeriodKind.attestation.label(lang) in words


def test_a_running_term_is_not_closed_on_the_page(
    open_page: Open, senior: Desk, head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(senior, head)
    monkeypatch.setattr(Desk, "today", lambda self: date(2026, 11, 24))
    autumn = calendar.terms_of(head, 2026)[0]
    assert t("calendar.close_term", "en") not in said(view(open_page("calendar", Role.registrar, "en"), "terms"))
    at = view(open_page("calendar", Role.head, "en", year="2026"), "terms")
    at.text_input(key=f"v:ask:calendar.close_term:{autumn.id}:0:why").input("over")
    next(b for b in at.button if b.key == f"send-ask:calendar.close_term:{autumn.id}:0").click().run()
    refused = t("calendar.term_runs", "en", term=autumn.label(), day=autumn.ends)
    assert [e.value.replace("\\", "") for e in at.error] == [refused], "it runs until 31 December"


@pytest.mark.parametrize("year", ["", "abc", "-1", "²", "99999", "2026\n"])
def test_a_strange_year_in_the_address_leads_to_this_one(open_page: Open, senior: Desk, year: str) -> None:
    drawn(senior)
    at = open_page("calendar", Role.teacher, "en", year=year)
    assert not at.exception and at.selectbox[0].value == calendar.year_on(senior.today())


# the home page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.head, Role.registrar, Role.department, Role.teacher, Role.adviser])
)
def test_home_tells_the_days_ahead(
    open_page: Open, store: Store, senior: Desk, head: Desk, role: Role, lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(senior, head)
    monkeypatch.setattr(Desk, "today", lambda self: date(2027, 1, 14))
    at = open_page("home", role, lang)
    assert not at.exception
    assert t("calendar.ahead", lang) in said(at)
    assert PeriodKind.registration.label(lang)[:8] in said(at)


def test_home_says_when_no_calendar_is_approved(open_page: Open, head: Desk) -> None:
    at = open_page("home", Role.head, "ru")
    assert not at.exception and "календарь" in said(at).lower()
    assert not ahead.ahead(on(head, date(2026, 11, 24))).approved


def test_a_term_that_ends_before_it_starts_is_told_beside_the_field(
    open_page: Open, store: Store, senior: Desk, head: Desk
) -> None:
    values = {"code": "2030-1", "kind": "autumn", "year": 2030, "starts": "2030-09-01", "ends": "2030-12-30"}
    made = references.save(head, Term, None, 0, values, Why("кезең"))
    at = open_page("references", lang="ru", kind="terms", id=made.id)
    field = next(x for x in at.date_input if x.label == "Окончание")
    field.set_value(date(2030, 8, 1)).run()
    next(x for x in at.button if (x.key or "").startswith("send-terms")).click().run()
    assert [p.field for p in at.session_state[f"terms:{made.id}!problems"]] == ["ends"]
    assert "Дата окончания не может быть раньше даты начала" in said(at)
    assert next(x for x in at.date_input if x.label == "Окончание").value == date(2030, 8, 1)  # what was typed stays
    assert store.load(Term, made.id).ends == date(2030, 12, 30)
