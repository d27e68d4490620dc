"""The exam timetable in the browser: in roles and languages; exams planned, opened, changed; proposal, publishing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from core import exams, house
from core.db.codec import plain
from core.desk import Desk, Why
from core.exams.reading import of_section
from core.i18n import t
from schemas.base import Lang
from schemas.words import Role
from tests.acts.exam_kit import Session
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

DATA = ("Тест", "FP-26", "Пән A", "Пән B", "Студент0", "Студент1", "Студент2", "A", "B")


def ahead(desk: Desk) -> date:
    """A working day of the session, which lies around today."""
    day = desk.today() + timedelta(days=3)
    return day + timedelta(days=day.weekday() == 6)


@pytest.fixture
def office(head: Desk) -> Iterator[Session]:
    """A term and a session around today, one exam planned."""
    made = Session(head)
    today = head.today()

    def around(tx: Any) -> Any:
        term, cal = tx.get(type(made.term), "t1"), tx.get(type(made.calendar), made.calendar.id)
        term.starts, term.ends, term.year = today - timedelta(60), today + timedelta(60), 2026
        cal.periods[0].starts, cal.periods[0].ends = today - timedelta(60), today - timedelta(1)
        cal.periods[1].starts, cal.periods[1].ends = today, today + timedelta(20)
        cal.holidays = []
        tx.save(term)
        return tx.save(cal)

    head.transact("reference.edit", around, Why("т"))
    made.exam = exams.plan(head, made.a.id, made.wish(day=ahead(head)), Why("кесте"))  # type: ignore[attr-defined]
    house.refresh(head.store)
    yield made


def press(at: Any, *begins: str) -> Any:
    """Press the first button whose key or label begins so."""
    found = next(b for b in at.button if (b.key or "").startswith(begins) or b.label.startswith(begins))
    return found.click().run()


def turn(at: Any, view: str) -> Any:
    return next(s for s in at.segmented_control if s.key == "v:exams.view").set_value(view).run()


VIEWS = ("board", "whose", "list", "plan", "import", "propose", "publish")


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.teacher, Role.payments]))
def test_the_page_opens_for_every_role_and_language(office: Session, open_page: Open, role: Role, lang: Lang) -> None:
    at = open_page("exams", role, lang)
    edits = role in (Role.head, Role.registrar)
    views = next(s for s in at.segmented_control if s.key == "v:exams.view")
    assert len(views.options) == (7 if edits else 3)
    for view in VIEWS[: 7 if edits else 3]:
        at = turn(at, view)
        assert not at.exception and strange(at, lang, DATA) == [], view
    if role is Role.registrar:
        assert any(t("exams.publish_who", lang) in said for said in texts(at))


def test_a_draft_is_told_to_nobody_who_does_not_plan(office: Session, open_page: Open) -> None:
    at = open_page("exams", Role.teacher)
    assert any(t("exams.none_published", "kk") in said for said in texts(at)) and not at.dataframe
    at = open_page("exams", Role.teacher, exam=office.exam.id)  # type: ignore[attr-defined]
    assert not at.exception and at.info and not any("Пән A" in said for said in texts(at))
    assert len(open_page("exams", Role.head).dataframe) == 1


def test_an_exam_is_planned_by_the_form_and_what_is_in_the_way_stands_beside_it(
    office: Session, open_page: Open
) -> None:
    at = turn(open_page("exams", Role.head), "plan")
    at = next(s for s in at.selectbox if s.key == "v:exams.plan:section").set_value("sB").run()
    form = next(b.key for b in at.button if b.key and b.key.startswith("send-exam:new:sB")).removeprefix("send-")

    def fill(name: str, value: Any) -> None:
        widgets = [*at.selectbox, *at.text_input, *at.date_input]
        next(w for w in widgets if w.key and w.key.endswith(f"{form}:{name}")).set_value(value)

    fill("day", ahead(office.desk))
    fill("starts", "10:00")
    fill("room", "r1")
    at = press(at, "send-exam:new:sB")
    assert not at.exception and any("101 аудиториясы бос емес" in said.replace("\\", "") for said in texts(at))
    fill("room", "r2")
    fill("starts", "15:00")
    at = press(at, "send-exam:new:sB")
    assert any("Студент0" in said for said in texts(at))  # two on one day: too little rest
    at = next(c for c in at.checkbox if c.key and c.key.endswith(":near")).check().run()
    next(t for t in at.text_input if t.key and t.key.endswith(":why")).set_value("жеке кесте")
    at = press(at, "send-exam:new:sB")
    assert not at.exception
    assert office.desk.store.count("exams", {"section.id": "sB", "room.id": "r2", "starts": "15:00"}) == 1


def test_a_published_exam_asks_for_a_basis_and_shows_what_it_was(office: Session, open_page: Open) -> None:
    desk = office.desk
    at = turn(open_page("exams", Role.head), "publish")
    at = press(at, "send-ask:exams.publish")
    assert not at.exception
    exam = of_section(desk.store, "sA")
    assert exam
    at = open_page("exams", Role.head, exam=exam.id)
    next(x for x in at.text_input if (x.key or "").endswith(":starts")).set_value("14:00")
    at = press(at, f"send-exam:{exam.id}")
    kept = of_section(desk.store, "sA")
    assert not at.exception and kept and kept.starts == "09:00"  # no reason, no basis: nothing changed
    fields = {"why": "оқытушы ауырды", "why_kind": "жазба", "why_number": "7"}
    for name, value in fields.items():
        next(x for x in at.text_input if (x.key or "").endswith(f":{name}") and "exam:" in (x.key or "")).set_value(
            value
        )
    next(x for x in at.date_input if (x.key or "").endswith(":why_day")).set_value(desk.today())
    at = press(at, f"send-exam:{exam.id}")
    kept = of_section(desk.store, "sA")
    assert not at.exception and kept and kept.starts == "14:00" and kept.changes[0].starts == "09:00"
    at = open_page("exams", Role.teacher, exam=exam.id)
    assert not at.exception and any("жазба" in str(frame.value.values) for frame in at.dataframe)


def test_a_proposal_is_shown_with_its_sums_before_it_is_accepted(office: Session, open_page: Open) -> None:
    at = press(turn(open_page("exams", Role.head), "propose"), "exams.propose")
    assert not at.exception
    assert {m.label: m.value for m in at.metric}[t("exams.sum_placed", "kk")] == "1"
    assert office.desk.store.count("exams", {}) == 1
    assert any(b.key and b.key.startswith("send-ask:exams.accept") for b in at.button)


def test_the_exams_of_a_group_and_of_a_student(office: Session, open_page: Open) -> None:
    at = turn(open_page("exams", Role.head), "whose")
    at = next(s for s in at.selectbox if s.key == "v:exams.of").set_value("group").run()
    assert not at.exception and any("FP-26" in said.replace("\\", "") for said in texts(at)) and at.dataframe
    at = next(s for s in at.selectbox if s.key == "v:exams.of").set_value("student").run()
    at = next(x for x in at.text_input if x.key == "v:exams.student").set_value("N1").run()
    assert not at.exception and len(at.dataframe) == 1


def test_an_address_that_leads_nowhere_says_so(office: Session, open_page: Open) -> None:
    at = open_page("exams", Role.head, exam="none")
    assert not at.exception and at.info
    assert plain(office.exam)["state"] == "draft"  # type: ignore[attr-defined]
