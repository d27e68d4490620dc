"""Results and who has not submitted: opened by every role in every language; filters, files, the reminder, names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import sums
from core.access import RIGHTS
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import LANGS, Lang, Text
from schemas.grade_sheet import GradeSheet
from schemas.reference import Department, Office
from schemas.words import Role
from tests.acts.test_results import late_sheet, marked
from tests.acts.test_sheets import DEPARTMENT, closed
from tests.pages.conftest import Open
from tests.pages.seen import strange

PAGES = {"results": "results.read", "sheet_control": "grade_sheet.read"}
DATA = ("Оқытушы", "Домбыра", "Сольфеджио", "SOL", "SEC", "SPEC", "D1", "N-", "head", "admin")


@pytest.fixture
def made(head: Desk) -> GradeSheet:
    """A department, six closed results of a term that runs, an open sheet whose day has passed."""
    words = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Офис"), "city": Text(kk="Алматы")}
    head.transact("office.edit", lambda tx: tx.add(Office(_id="office", **words)), Why("ашылды"))
    unit = Department(_id=DEPARTMENT.id, code="D1", name=DEPARTMENT.label)
    head.store.db["departments"].insert_one(plain(unit))
    closed(head, 6)
    late = late_sheet(head)
    # A list of the browser knows a term by its words: no two may be called the same.
    head.store.db["terms"].update_one({"_id": late.term.id}, {"$set": {"year": 2027}})
    sums.refresh(head.store)
    return late


def said(at) -> str:  # type: ignore[no-untyped-def]
    boxes = (at.success, at.warning, at.error, at.info, at.caption, at.markdown, at.subheader, at.metric, at.toast)
    return " ".join(str(x.value) for b in boxes for x in b) + " ".join(str(d.value.to_dict()) for d in at.dataframe)


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("role", list(Role))
def test_every_role_meets_the_figures_or_a_calm_no(open_page: Open, made, page: str, role: Role) -> None:  # type: ignore[no-untyped-def]
    at = open_page(page, role)
    assert not at.exception
    if PAGES[page] in RIGHTS[role]:
        assert at.title and not at.error
    else:
        assert at.info and not at.dataframe and not at.metric


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_office_says_where_to_begin(open_page: Open, store: Store, page: str, lang: Lang) -> None:
    at = open_page(page, Role.head, lang)
    assert not at.exception and not at.error and strange(at, lang) == []


@pytest.mark.parametrize("lang", LANGS)
def test_results_stand_with_their_denominators_in_every_language(open_page: Open, made, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    for tab in ("term", "trend", "marking"):
        at = open_page("results", Role.head, lang, tab=tab)
        assert not at.exception and not at.error and strange(at, lang, DATA) == []
        if tab == "term":
            [rate] = [m for m in at.metric if m.label == t("figures.name.pass_rate", lang)]
            assert rate.delta == "6 / 6" and rate.value.startswith("100")
        if tab == "marking":
            assert t("results.by_name", lang) in said(at)


def test_a_cut_of_too_few_people_is_not_told(open_page: Open, made, head: Desk) -> None:  # type: ignore[no-untyped-def]
    head.store.db["office"].update_one({}, {"$set": {"least_shown": 7}})
    at = open_page("results", Role.head, "ru")
    assert t("results.too_few", "ru", n=7) in said(at) and not at.metric
    at = open_page("results", Role.head, "ru", tab="trend")
    assert not at.exception


def test_names_are_seen_by_who_leads_alone(open_page: Open, made, head: Desk) -> None:  # type: ignore[no-untyped-def]
    term = marked(head)
    for role in (Role.head, Role.management):
        at = open_page("results", role, "ru", tab="marking", term=term.code)
        assert not at.exception and t("results.by_name", "ru") in said(at)
    for role in (Role.senior_registrar, Role.registrar, Role.auditor):
        at = open_page("results", role, "ru", tab="marking", term=term.code)
        assert not at.exception and t("results.nameless", "ru") in said(at)
        assert t("results.by_name", "ru") not in said(at) and not at.dataframe[1:], "the spread alone"
    at = open_page("results", Role.teacher, "ru", term=term.code)
    assert not at.exception and t("results.own", "ru") in said(at) and "75" in said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_who_has_not_submitted_and_the_press_that_reminds(open_page: Open, made, head: Desk, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    term = made.term.id
    for view in ("departments", "teachers", "list"):
        at = open_page("sheet_control", Role.head, lang, term=term, view=view)
        assert not at.exception and not at.error and strange(at, lang, DATA) == []
        assert [m.value for m in at.metric if m.label == t("control.late", lang)] == ["1"]
    assert made.number in said(at) and t("control.turn_teacher", lang) in said(at)
    open_page("sheet_control", Role.teacher, "kk", term=term)  # so that he has an account
    at = open_page("sheet_control", Role.head, lang, term=term)
    [send] = [b for b in at.button if str(b.key).startswith("send-ask:control.remind")]
    at = send.click().run()
    assert not at.exception and not at.error, [e.value for e in at.error]
    told = head.store.rows("notices", {"key": "control.reminder"})
    assert {n["to"] for n in told} == {u["_id"] for u in head.store.rows("users", {})}, "both accounts of the teacher"
    [send] = [b for b in at.button if str(b.key).startswith("send-ask:control.remind")]
    at = send.click().run()
    assert t("control.told_today", lang) in said(at)
    assert head.store.count("notices", {"key": "control.reminder"}) == len(told)
    assert made.due and made.due < head.today() - timedelta(days=1)


def test_a_teacher_sees_his_own_sheets_and_no_press(open_page: Open, made) -> None:  # type: ignore[no-untyped-def]
    at = open_page("sheet_control", Role.teacher, "kk", term=made.term.id)
    assert not at.exception and made.number in said(at)
    assert not [b for b in at.button if "control.remind" in str(b.key)]
    at = open_page("sheet_control", Role.department, "kk", term=made.term.id)
    assert made.number not in said(at) and [b for b in at.button if "control.remind" in str(b.key)]


def test_addresses_that_lead_nowhere_are_answered(open_page: Open, made) -> None:  # type: ignore[no-untyped-def]
    for page, address in (
        ("results", {"term": "no", "tab": "x", "year": "?"}), ("results", {"tab": "marking", "teacher": "nobody"}),
        ("sheet_control", {"term": "no", "view": "x", "department": "no", "late": "9"}),
    ):  # fmt: skip
        at = open_page(page, Role.head, "kk", **address)
        assert not at.exception and at.title
