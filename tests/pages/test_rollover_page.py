"""The page of the new year: the arithmetic in every language, refused while one is undecided, pressed and done."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from core import rollover
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import LANGS, Lang
from schemas.rollover import RolloverState, Turn
from schemas.words import Role
from tests.acts.job_kit import ended, worker
from tests.acts.test_rollover import YEAR, job, school
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met


@pytest.fixture
def desk(store: Store) -> Desk:
    """The head, with an account: the long work asks it again."""
    return worker(store, Role.head)


def said(at: AppTest) -> str:
    boxes = (at.success, at.warning, at.error, at.info, at.caption, at.markdown, at.subheader)
    return " ".join(x.value for b in boxes for x in b) + " ".join(str(d.value.to_dict()) for d in at.dataframe)


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.senior_registrar]))
def test_the_arithmetic_stands_in_every_language(open_page: Open, desk: Desk, role: Role, lang: Lang) -> None:
    at = open_page("rollover", role, lang, year=str(YEAR))
    assert not at.exception and not at.error, "an empty office"
    of = school(desk)
    at = open_page("rollover", role, lang, year=str(YEAR))
    assert not at.exception and not at.error
    found = said(at)
    assert "6 \\+ 1 \\+ 1 \\+ 1 \\+ 1 \\= 10" in found and Turn.moved.label(lang) in found, found
    at.session_state["v:rollover.view"] = "advisers"
    at.run()
    assert not at.exception and t("rollover.advisers_hint", lang) in said(at)
    assert of.pupils[0].studies[0].group


def test_a_year_that_is_far_is_only_reckoned(open_page: Open, desk: Desk) -> None:
    school(desk)
    at = open_page("rollover", Role.head, "ru", year=str(YEAR + 1))
    if rollover.opens(YEAR + 1) > desk.today():
        assert any("ещё идёт" in i.value for i in at.info)
        assert not [b for b in at.button if b.label == t("rollover.begin", "ru")]


@pytest.mark.parametrize("role", [Role.registrar, Role.department, Role.management, Role.auditor, Role.teacher])
def test_others_may_not(open_page: Open, role: Role) -> None:
    at = open_page("rollover", role)
    assert not at.exception and at.info and not at.dataframe


@pytest.mark.parametrize("lang", LANGS)
def test_while_one_is_undecided_there_is_no_button(open_page: Open, desk: Desk, lang: Lang) -> None:
    of = school(desk)
    of.pupil(20, year=None)
    at = open_page("rollover", Role.head, lang, year=str(YEAR))
    assert not at.exception
    assert t("rollover.unclear_left", lang, n=1) in said(at) and t("rollover.why_no_course", lang) not in ""
    assert not [b for b in at.button if t("rollover.begin", lang) in str(b.label)]


def test_it_is_pressed_and_stands_done(open_page: Open, desk: Desk, store: Store) -> None:
    school(desk)
    sign_in(store, Role.head, "ru")
    at = open_page("rollover", Role.head, "ru", year=str(YEAR))
    form = f"rollover:{YEAR}"
    [send] = [b for b in at.button if b.label == t("rollover.begin", "ru")]
    at = send.click().run()
    assert not at.exception and store.count("rollovers", {}) == 0, "no order: refused beside the fields"
    keys = {x.key: x for x in [*at.text_input, *at.date_input] if x.key and form in str(x.key)}
    order = next(x for k, x in keys.items() if k.endswith(":order"))
    day = next(x for k, x in keys.items() if k.endswith(":order_day"))
    order.set_value("12-ж")
    at = day.set_value(date(YEAR, 8, 28)).run() if hasattr(day, "run") else at.run()
    [send] = [b for b in at.button if b.label == t("rollover.begin", "ru")]
    at = send.click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    assert ended(store, job(store))["state"] == "done"
    doc = rollover.of_year(store, YEAR)
    assert doc and doc.state is RolloverState.done
    at = open_page("rollover", Role.head, "ru", year=str(YEAR))
    assert not at.exception and "завершён" in said(at) and "12-ж" in said(at).replace("\\", "")


def test_a_passage_that_was_stopped_offers_to_go_on(open_page: Open, desk: Desk, store: Store, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from core import jobs
    from core.jobs import runner

    school(desk)
    with monkeypatch.context() as m:
        m.setattr(runner, "go", lambda store, id: None)
        seen = rollover.preview(desk, YEAR)
        rollover.begin(desk, YEAR, 0, seen, "12-ж", date(YEAR, 8, 28), None, Why("көшіру"))
    jobs.stop(desk, job(store))
    for lang in LANGS:
        at = open_page("rollover", Role.head, lang, year=str(YEAR))
        assert not at.exception and t("rollover.goes", lang) in said(at)
    [go] = [b for b in at.button if str(b.key).startswith("send-ask:rollover.go_on")]
    at = go.click().run()
    assert not at.exception and not at.error
    assert ended(store, job(store))["state"] == "done"
