"""Appeals, the register of changes and unfinished results in the browser: roles, languages, from form to act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import appeals, rulebooks, sheets
from core.access import Actor
from core.desk import Desk, Why
from core.i18n import t
from core.office import first_office
from core.sheets import drafts
from schemas.appeal import Appeal, AppealStatus
from schemas.base import Basis, Lang, Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.words import Role
from tests.acts.test_sheets import office
from tests.pages.conftest import FACULTY, Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

DATA = ("SEC0", "SOL0", "N0", "Тест head", "Тест senior_registrar", "12-ө")
BASIS = Basis(kind="қызметтік жазба", number="12", day=date(2026, 11, 20))

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def closed(head: Desk) -> GradeSheet:
    """A sheet of today: one unfinished, two with a mark; of the faculty the accounts work for."""
    day = head.today()
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("ашылу"))
    made = office(head, 3, day)

    def place(tx: Any) -> GradeSheet:
        found = tx.get(GradeSheet, made.id)
        found.faculty = FACULTY
        return tx.save(found)

    made = head.transact("grade_sheet.open", place, Why("т"))
    for line, score in zip(made.lines, ("т", "74", "88"), strict=True):
        cells = [("midterm_1", "86"), ("midterm_2", "90"), ("score", score)]
        sheets.keep(head, made.id, [(line.student.id, c, x) for c, x in cells])
    seen = sheets.seen_mark(drafts.of_sheet(head, made, rulebooks.get(head.store, made.rules)), head.actor.id)
    return sheets.close(head, made.id, made.revision, seen, Why("жабу"))


@pytest.fixture
def filed(closed: GradeSheet, head: Desk) -> Appeal:
    return appeals.file(head, closed.id, closed.lines[1].student.id, head.today(), "Балл қосылмаған", Why())


def press(at: Any, *begins: str) -> Any:
    """Press the first button whose key or label begins so."""
    found = next(b for b in at.button if (b.key or "").startswith(begins) or b.label.startswith(begins))
    return found.click().run()


def field(at: Any, key: str) -> Any:
    """The widget whose key ends so."""
    every = [*at.text_input, *at.text_area, *at.selectbox, *at.date_input]
    return next(w for w in every if (w.key or "").endswith(key))


def foreign(at: Any, lang: Lang) -> list[str]:
    return strange(at, lang, DATA) + strange_in(tables(at), lang, DATA)


# appeals --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_list_and_appeal_open_for_their_roles_and_refuse_the_others(
    filed: Appeal, open_page: Open, role: Role, lang: Lang
) -> None:
    actor = Actor("u", "", role)
    for address in ({}, {"id": filed.id}):
        at = open_page("appeals", role, lang, **address)
        assert not at.exception and foreign(at, lang) == []
        if not actor.may("appeal.read"):
            assert at.info[0].value == t("errors.forbidden", lang)
    if actor.may("appeal.read") and role not in (Role.department, Role.teacher):
        assert any("Студент1" in said for said in texts(at))
        assert any((b.key or "").startswith("send-appeal:form") for b in at.button) == actor.may("appeal.decide")


def test_filed_by_the_form_and_a_bad_day_is_told_beside_it(closed: GradeSheet, open_page: Open, head: Desk) -> None:
    line = closed.lines[1]
    at = open_page("appeals", Role.senior_registrar, id="new", student=line.number)
    assert not at.exception and any("82 B" in o for w in at.selectbox for o in w.options)
    form = f"send-appeal:new:{closed.id}:{line.student.id}"
    at = press(at, form)
    assert not at.exception and head.store.count("appeals", {}) == 0 and any("error" in x for x in texts(at))
    field(at, ":grounds").set_value("Үшінші сұрақ есепке алынбаған")
    field(at, ":filed_on").set_value(head.today() + timedelta(days=1))
    at = press(at, form)
    assert head.store.count("appeals", {}) == 0 and field(at, ":grounds").value == "Үшінші сұрақ есепке алынбаған"
    field(at, ":filed_on").set_value(head.today())
    at = press(at, form)
    assert not at.exception
    row = head.store.one("appeals", {}) or {}
    assert (row["student"]["id"], row["mark"], row["status"]) == (line.student.id, "82 B", "filed")
    assert any(row["number"] in x for x in texts(at))


def test_decided_by_the_form_the_new_mark_waits_for_another_hand(filed: Appeal, open_page: Open, head: Desk) -> None:
    people = [{"person": Ref(id=f"c{n}", label=Text(kk=f"Мүше {n}")).model_dump(), "part": p}
              for n, p in enumerate(("chair", "member", "member"))]  # fmt: skip
    formed = appeals.form(head, filed.id, filed.revision, people, "12-ө", Why())
    at = open_page("appeals", Role.senior_registrar, id=filed.id)
    at.session_state[f"v:appeals.decision:{filed.id}"] = "upheld"
    at.run()
    key = f"send-appeal:decide:{filed.id}:True"
    field(at, ":finding").set_value("Балл қосылды")
    field(at, ":mark.score").set_value("101")
    at = press(at, key)
    assert not at.exception and appeals.get(head, filed.id).revision == formed.revision
    assert field(at, ":mark.score").value == "101" and any("101" in x for x in texts(at))
    field(at, ":mark.score").set_value("84")
    at = press(at, key)
    done = appeals.get(head, filed.id)
    assert not at.exception and done.status is AppealStatus.upheld and done.new_mark == "86 B+"
    waiting = open_page("corrections", Role.head)
    assert any(done.act in x.replace("\\", "") for x in texts(waiting)), "it waits on the page of corrections"


def test_an_appeal_that_is_not_there_is_no_fault(closed: GradeSheet, open_page: Open) -> None:
    for address in ({"id": "none"}, {"id": "new", "student": "N404"}, {"id": "new"}):
        at = open_page("appeals", **address)
        assert not at.exception and list(texts(at))


# corrections ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def changed(closed: GradeSheet, head: Desk, senior: Desk) -> GradeSheet:
    """One act confirmed, one waiting."""
    why = Why("Қайта есептелді", BASIS, code="recount")
    done = sheets.propose(head, closed.id, closed.revision, closed.lines[1].student.id, {"score": "84"}, why)
    done = sheets.confirm(senior, done.id, done.revision, done.corrections[0].act, Why())
    why = Why("Қате терілген", BASIS, code="clerical")
    return sheets.propose(head, done.id, done.revision, done.lines[2].student.id, {"score": "20"}, why)


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.head, Role.registrar, Role.department, Role.teacher, Role.auditor])
)
def test_register_and_unfinished_speak_every_language(
    changed: GradeSheet, open_page: Open, role: Role, lang: Lang
) -> None:
    for tab in ("register", "unfinished", "waiting"):
        at = open_page("corrections", role, lang, tab=tab)
        assert not at.exception and foreign(at, lang) == [], tab
        shown = list(tables(at))
        if tab == "register" and role is not Role.registrar:
            assert any(c == changed.corrections[0].act for c in shown)


def test_the_register_is_narrowed_by_its_lists(changed: GradeSheet, open_page: Open) -> None:
    first, second = (c.act for c in changed.corrections)
    at = open_page("corrections", Role.auditor)
    assert {first, second} <= set(tables(at))
    at.selectbox(key="v:register.state").set_value("proposed").run()
    assert second in set(tables(at)) and first not in set(tables(at))
    at.date_input(key="v:register.until").set_value(date(2020, 1, 1)).run()
    assert not at.exception and second not in set(tables(at))
    at.date_input(key="v:register.until").set_value(None).run()
    assert second in set(tables(at))
    at.selectbox(key="v:register.alarms").set_value("night").run()
    assert not at.exception and second not in set(tables(at))


def test_what_would_follow_stands_beside_a_waiting_act(changed: GradeSheet, open_page: Open) -> None:
    at = open_page("corrections", Role.senior_registrar, tab="waiting")
    cells = list(tables(at))
    assert t("sheets.total_academic_debts", "kk") in cells and t("what_if.row_honours", "kk") in cells
    assert "1 ●" in cells and any(c.endswith("●") for c in cells)


def test_who_may_not_let_results_lapse_is_not_offered_it(closed: GradeSheet, open_page: Open) -> None:
    for role, offered in ((Role.head, True), (Role.registrar, False)):
        at = open_page("corrections", role, tab="unfinished")
        at.session_state["v:unfinished"] = "all"
        at.run()
        assert not at.exception
        assert any((b.key or "").startswith("send-ask:sheets.lapse") for b in at.button) == offered
        if role is Role.head:
            assert any("Студент0" in c for c in tables(at))
