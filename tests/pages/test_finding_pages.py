"""The search box in the frame, help behind its «?», a field of many students: in three languages, for who may."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from core import finding, students
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.ui import mass_edit
from core.ui.finding import box, pages
from schemas.base import LANGS, Lang
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Role, SheetStatus
from tests.conftest import actor
from tests.pages.conftest import FACULTY, Open
from tests.pages.seen import strange, texts


@pytest.fixture
def ids(head: Desk) -> list[str]:
    """Three students of one group."""
    made = []
    for n in range(3):
        profile = Profile(number=f"24000{n}", name=Name(last=f"Аты{n}", first="Б"), iin_absent_reason="т")
        study = StudyProfile(id=f"s{n}", group="Д-1", faculty=FACULTY)
        made.append(students.admit(head, profile, study, Why(), date(2024, 9, 1)).id)
    return made


def test_the_frame_draws_the_box_and_remembers_what_was_opened(open_page: Open, store: Store, ids: list[str]) -> None:
    open_page("help")  # signs in
    at = AppTest.from_string("from core.ui import frame\n\nframe.draw().run()", default_timeout=30)
    at._page_hash = calc_hash("student")
    at.query_params["id"] = ids[1]
    at.run()
    assert not at.exception and at.title[0].value == "Аты1 Б"
    user = store.one("users", {"login": "head.kk"}) or {}
    desk = Desk(actor(Role.head), store)
    row = store.one("recents", {"_id": user["_id"]}) or {}
    assert [(m["word"], m["id"]) for m in row["recent"]] == [("students", ids[1])]
    assert box.way(desk, {"page": "student", "address": {"id": ids[1]}}) == ("student", {"id": ids[1]})
    for wrong in (None, "x", {"page": "../etc", "address": {}}, {"page": "users"}, {"page": "nothing", "address": {}}):
        assert box.way(desk, wrong) is None
    assert box.way(Desk(actor(Role.hr), store), {"page": "student", "address": {"id": "1"}}) is None


@pytest.mark.parametrize("lang", LANGS)
def test_pages_and_help_are_found_by_their_words(lang: Lang) -> None:
    head = actor(Role.head, lang)
    assert pages.found(head, t("menu.grade_sheets", lang), lang)["pages"][0].page == "grade_sheets"
    assert "users" not in {h.page for hits in pages.found(actor(Role.hr, lang), t("menu.users", lang), lang).values()
                           for h in hits}  # fmt: skip
    [hit, *_] = pages.found(head, t("demo.page.rulebooks", lang), lang)["help"]
    assert hit.page == "help" and hit.address == {"about": "rulebooks"}
    assert pages.found(head, ".*", lang) == {} and len(finding.SOURCES) > 5


@pytest.mark.parametrize("lang", LANGS)
def test_a_field_of_many_is_looked_at_changed_and_taken_back(
    open_page: Open, store: Store, ids: list[str], lang: Lang
) -> None:
    at = open_page("mass_edit", Role.head, lang)
    assert strange(at, lang) == [] and t("mass_edit.none", lang) in " ".join(texts(at))
    at.session_state[mass_edit.CHOSEN] = ids
    at.run()
    at.selectbox(key="v:mass_edit.path").set_value("studies.group").run()
    [field] = [w for w in at.text_input if "mass_edit:studies.group" in str(w.key)]
    field.set_value("Д-2")
    next(b for b in at.button if b.label == t("mass_edit.look", lang)).click().run()
    assert not at.exception and strange(at, lang, ("Аты", "Тест")) == []
    assert at.dataframe[0].value.iloc[0].tolist()[1:4] == ["240000", "Д-1", "Д-2"]
    reason(at, "mass_edit.do", lang)
    group = {r["studies"][0]["group"] for r in store.rows("students", {}, {"studies": 1})}
    assert group == {"Д-2"} and not at.exception
    reason(at, "mass_edit.undo", lang)
    group = {r["studies"][0]["group"] for r in store.rows("students", {}, {"studies": 1})}
    assert group == {"Д-1"} and strange(at, lang, ("Аты", "Тест")) == []


def reason(at, key: str, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    """Give the reason a button asks for, and press it."""
    next(w for w in at.text_input if f"ask:{key}" in str(w.key) and str(w.key).endswith("why")).set_value("себебі")
    next(b for b in at.button if str(b.key).startswith(f"send-ask:{key}")).click().run()


def test_rows_are_marked_in_the_list_by_who_may_change_them(open_page: Open, ids: list[str]) -> None:
    for role, may in ((Role.head, True), (Role.auditor, False)):
        at = open_page("students", role)
        assert not at.exception and any(b.label.startswith(t("mass_edit.all", "kk", n=3)[:9]) for b in at.button) is may
        assert any(x.label == t("tables.mark", "kk") for x in at.toggle) is may


def test_a_list_with_filters_of_its_own_has_views_too(open_page: Open, store: Store) -> None:
    at = open_page("grade_sheets", Role.head)
    at.text_input(key="v:sheets.text").set_value("2026-0")
    at.selectbox(key="v:sheets.status").set_value(SheetStatus.open).run()
    at.text_input(key="view-name-grade_sheets").set_value("Ашық ведомостар").run()
    at.button(key="view-save-grade_sheets").click().run()
    [view] = store.rows("views", {"page": "grade_sheets"})
    assert view["settings"]["v:sheets/text"] == "2026-0" and view["settings"]["v:sheets/status"] == "open"
    again = open_page("grade_sheets", Role.head)
    assert again.selectbox(key="v:sheets.status").value is None
    again.button(key=f"view-{view['_id']}").click().run()
    assert not again.exception and again.selectbox(key="v:sheets.status").value == SheetStatus.open
    assert again.text_input(key="v:sheets.text").value == "2026-0"


def test_views_keep_what_is_drawn_and_days_where_no_filter_is_named(open_page: Open, store: Store) -> None:
    at = open_page("consultations", Role.head)
    at.selectbox(key="v:consultations.state").set_value("held").run()
    at.text_input(key="view-name-consultations").set_value("Өткендер").run()
    at.button(key="view-save-consultations").click().run()
    [view] = store.rows("views", {"page": "consultations"})
    kept = {"v:consultations/view": "all", "v:consultations/kind": "", "v:consultations/state": "held"}
    assert view["settings"] == kept
    again = open_page("consultations", Role.head)
    again.button(key=f"view-{view['_id']}").click().run()
    assert not again.exception and again.selectbox(key="v:consultations.state").value == "held"
    at = open_page("audit", Role.head)
    at.date_input(key="audit.start").set_value(date(2026, 9, 1)).run()
    at.text_input(key="view-name-audit").set_value("Қыркүйектен").run()
    at.button(key="view-save-audit").click().run()
    [view] = store.rows("views", {"page": "audit"})
    again = open_page("audit", Role.head)
    again.button(key=f"view-{view['_id']}").click().run()
    assert not again.exception and again.date_input(key="audit.start").value == date(2026, 9, 1)
