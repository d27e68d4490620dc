"""The page of the load: for every role in every language; a class handed over; lessons given out; files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from core import classes
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.users.acting import today
from schemas.base import LANGS, Lang
from schemas.student import Student
from schemas.term import Term
from schemas.words import Role
from tests.acts.class_kit import House, house, put
from tests.pages.conftest import Open
from tests.pages.roles import met

SEES = (Role.head, Role.senior_registrar, Role.registrar, Role.department, Role.teacher, Role.management, Role.auditor)
TODAY = today()
YEAR = TODAY.year - (TODAY.month < 9)


@pytest.fixture
def of(head: Desk) -> House:
    """Two students of the first teacher, one with a lesson given out and one still without."""
    made = house(head, YEAR)
    made.plan(made.pupil(1), made.special)
    classes.assign(head, made.autumn.id, classes.wanted(head, made.autumn.id), Why("жүктеме"))
    made.plan(made.pupil(2), made.special, made.piano)
    return made


def tables(at: AppTest) -> str:
    return " ".join(str(d.value.to_dict()) for d in at.dataframe)


@pytest.mark.parametrize(("role", "lang"), met(SEES))
def test_the_page_opens_for_whoever_sees_sections(open_page: Open, of: House, role: Role, lang: Lang) -> None:
    at = open_page("load", role, lang)
    assert not at.exception and not at.error
    at.session_state["v:load.view"] = "lessons"
    assert not at.run().exception
    at = open_page("load", role, lang, teacher=of.teachers[0].id, term=of.autumn.id, year=str(YEAR))
    assert not at.exception and at.title


@pytest.mark.parametrize("lang", LANGS)
def test_without_anything_it_says_what_to_do(open_page: Open, head: Desk, lang: Lang) -> None:
    at = open_page("load", Role.head, lang)
    assert not at.exception and any(t("load.no_terms", lang) in m.value for m in at.markdown)
    put(head, Term(code="1999-1", kind="autumn", year=1999))
    at = open_page("load", Role.head, lang)
    assert not at.exception and any(t("load.none", lang) in m.value for m in at.markdown)


@pytest.mark.parametrize("role", [Role.hr, Role.payments, Role.administrator])
def test_others_are_told_calmly(open_page: Open, role: Role) -> None:
    at = open_page("load", role)
    assert not at.exception and at.info and not at.dataframe


def test_hours_and_norms_stand_in_the_table(open_page: Open, of: House) -> None:
    at = open_page("load", Role.head, "ru")
    said = tables(at)
    assert "Оқытушы0" in said and "32" in said and "−568" in said, said
    assert [m.value for m in at.metric][:2] == ["48", "3"]


def test_a_teacher_that_is_not_there_is_said(open_page: Open, of: House) -> None:
    at = open_page("load", Role.head, teacher="nobody", year=str(YEAR))
    assert not at.exception and at.info


def test_a_class_is_handed_over_on_the_page(open_page: Open, of: House, store: Store) -> None:
    old, new = of.teachers[0], of.teachers[1]
    at = open_page("load", Role.head, "kk", teacher=old.id, term=of.autumn.id, year=str(YEAR))
    at.selectbox(key=f"hand-all:{old.id}").select(new.id).run()
    at.date_input(key=f"hand-day:{old.id}").set_value(date(YEAR, 10, 5)).run()
    assert any("2 студент" in i.value for i in at.info), [i.value for i in at.info]
    form = f"ask:classes.hand_over{old.id}:0"
    at.text_input(key=f"v:{form}:why").set_value("бала күтімі").run()
    at.button(key=f"send-{form}").click().run()
    assert not at.exception and not at.error
    assert [store.load(Student, p.id).studies[0].teacher for p in of.pupils] == [new.ref()] * 2
    [section] = store.rows("sections", {})
    assert section["teacher"]["id"] == new.id and section["taught"][0]["reason"] == "бала күтімі"
    assert "бала күтімі" in tables(at), "what he taught before stands below"


def test_lessons_are_given_out_on_the_page(open_page: Open, of: House, store: Store) -> None:
    at = open_page("load", Role.head, "kk", term=of.autumn.id, year=str(YEAR))
    at.session_state["v:load.view"] = "lessons"
    at.run()
    assert any("1" in i.value for i in at.info), "one has no teacher yet"
    shown = at.get("arrow_data_frame")[-1].value if at.get("arrow_data_frame") else at.dataframe[-1].value
    assert list(shown["Концертмейстер"].dropna()) == [] and set(shown["Сағат"]) == {"32 + 16", "16"}
    form = "ask:classes.assign:0"
    at.button(key=f"send-{form}").click().run()
    assert not at.exception and not at.error
    assert store.count("sections", {}) == 2 and store.count("sections", {"discipline.id": of.piano.id}) == 0
    assert {r["hours"] for r in store.rows("sections", {})} == {Decimal(32)}
