"""The timetable and its control in the browser: in roles and languages; a lesson placed, a walk, a deviation closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from core import checks, house, timetable
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import Lang, Text
from schemas.calendar import Calendar, Holiday
from schemas.timetable import Held
from schemas.words import CalendarState, Role
from tests.acts.timetable_kit import Office, put, values
from tests.pages.conftest import Open, sign_in
from tests.pages.roles import met
from tests.pages.seen import strange, texts

# Codes of sections and rooms, names of the sample.
DATA = ("Тест", "FP-26", "Пән A", "Пән B", "Студент0", "Студент1", "Студент2", "A", "B")


@pytest.fixture
def office(head: Desk) -> Iterator[Office]:
    """A term around today, so that the pages have something to show now."""
    made = Office(head)
    today = head.today()
    made.weekday = str(today.isoweekday())  # type: ignore[attr-defined]
    term = made.term

    def around(tx: Any) -> Any:
        kept = tx.get(type(term), "t1")
        kept.starts, kept.ends = date(today.year, today.month, 1), date(today.year + 1, 12, 31)
        return tx.save(kept)

    head.transact("reference.edit", around, Why("т"))
    # Worked whatever weekday the test runs on: a Sunday has no lessons unless it was made a working day.
    worked = Holiday(day=today, name=Text(kk="Ауыстырылған"), working=True)
    put(head, Calendar(year=term.year, state=CalendarState.approved, holidays=[worked]))
    made.lesson = timetable.place(  # type: ignore[attr-defined]
        head,
        values(made.a, made.weekday, "00:00", "23:59", room=made.rooms[0]),
        Why("кесте"),  # type: ignore[attr-defined]
    )
    house.refresh(head.store)
    yield made


def press(at: Any, *begins: str) -> Any:
    """Press the first button whose key or label begins so."""
    found = next(b for b in at.button if (b.key or "").startswith(begins) or b.label.startswith(begins))
    return found.click().run()


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.head, Role.registrar, Role.teacher, Role.department, Role.payments])
)
@pytest.mark.parametrize("view", ["week", "list", "add", "import", "clashes"])
def test_the_timetable_opens_for_every_role_and_language(
    office: Office, open_page: Open, role: Role, lang: Lang, view: str
) -> None:
    at = open_page("timetable", role, lang)
    assert not at.exception and strange(at, lang, DATA) == []
    views = next(s for s in at.segmented_control if s.key == "v:timetable.view")
    if view in ("add", "import", "clashes") and role not in (Role.head, Role.registrar):
        assert len(views.options) == 2
        return
    at = views.set_value(view).run()
    assert not at.exception and strange(at, lang, DATA) == []


def test_the_week_of_a_group_and_of_a_teacher(office: Office, open_page: Open) -> None:
    at = open_page("timetable", Role.head)
    assert any(b.label == "Пән A" for b in at.button)
    at = next(s for s in at.selectbox if s.key == "v:timetable.of").set_value("teacher").run()
    assert not at.exception and any("Оразбаева" in said for said in texts(at))
    at = next(s for s in at.selectbox if s.key == "v:timetable.of").set_value("student").run()
    at = next(t for t in at.text_input if t.key == "v:timetable.student").set_value("N1").run()
    assert not at.exception and any("N1" in said for said in texts(at))
    # His own week opens for a teacher.
    assert any("Оразбаева" in said for said in texts(open_page("timetable", Role.teacher)))


def test_a_lesson_is_placed_by_the_form_and_a_taken_room_is_said_beside_it(office: Office, open_page: Open) -> None:
    at = open_page("timetable", Role.head)
    at = next(s for s in at.segmented_control if s.key == "v:timetable.view").set_value("add").run()
    at = next(s for s in at.selectbox if s.key == "v:timetable.place:section").set_value("sB").run()
    form = next(b.key for b in at.button if b.key and b.key.startswith("send-lesson:new:sB")).removeprefix("send-")
    day = office.weekday  # type: ignore[attr-defined]

    def fill(name: str, value: Any) -> None:
        widget = next(w for w in [*at.selectbox, *at.text_input] if w.key and w.key.endswith(f"{form}:{name}"))
        widget.set_value(value)

    from schemas.timetable import Weekday

    fill("weekday", next(d for d in Weekday if d.value == day))
    fill("starts", "10:00")
    fill("ends", "10:50")
    fill("room", "r1")
    at = press(at, "send-lesson:new:sB")
    assert not at.exception and any("101 аудиториясы бос емес" in said.replace("\\", "") for said in texts(at))
    fill("room", "r2")
    at = press(at, "send-lesson:new:sB")
    assert any("Студент0" in said for said in texts(at))
    at = next(c for c in at.checkbox if c.key and c.key.endswith(":students")).check().run()
    next(t for t in at.text_input if t.key and t.key.endswith(":why")).set_value("жеке жоспар")
    at = press(at, "send-lesson:new:sB")
    assert not at.exception
    assert office.desk.store.count("lessons", {"section.id": "sB", "room.id": "r2"}) == 1


def test_a_lesson_is_opened_and_taken_out(office: Office, open_page: Open) -> None:
    at = open_page("timetable", Role.head, lesson=office.lesson.id)  # type: ignore[attr-defined]
    assert not at.exception
    next(t for t in at.text_input if t.key and t.key.startswith("v:ask") or (t.key or "").endswith(":why") and "ask" in
         (t.key or "")).set_value("сағат азайды")  # fmt: skip
    at = press(at, "send-ask:timetable.take_out")
    assert not at.exception
    row = office.desk.store.one("lessons", {})
    assert row and (row["last"] or not row["active"])


def test_an_address_that_leads_nowhere_says_so(office: Office, open_page: Open) -> None:
    for page, word in (("timetable", {"lesson": "none"}), ("lesson_checks", {"deviation": "none"})):
        at = open_page(page, Role.head, **word)
        assert not at.exception and at.info


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.head, Role.registrar, Role.teacher, Role.department, Role.auditor])
)
@pytest.mark.parametrize("view", ["today", "checks", "deviations", "figures"])
def test_control_opens_for_every_role_and_language(
    office: Office, open_page: Open, role: Role, lang: Lang, view: str
) -> None:
    desk = office.desk
    checks.make(desk, Held.lesson, office.lesson.id, desk.today(), False, {"cause": "room"}, Why(""))  # type: ignore[attr-defined]
    at = open_page("lesson_checks", role, lang)
    assert not at.exception and strange(at, lang, DATA) == []
    views = next(s for s in at.segmented_control if s.key == "v:checks.view")
    if view == "today" and role not in (Role.head, Role.registrar):
        assert len(views.options) == 3
        return
    at = views.set_value(view).run()
    assert not at.exception and strange(at, lang, DATA) == []


def test_who_has_no_right_to_control_is_told_so(office: Office, open_page: Open) -> None:
    at = open_page("lesson_checks", Role.payments)
    assert at.info and not at.segmented_control


def test_a_tick_of_the_walk_is_a_check_and_a_cross_a_deviation(office: Office, open_page: Open) -> None:
    at = open_page("lesson_checks", Role.head)
    at = press(at, "tick:")
    assert not at.exception and office.desk.store.count("lesson_checks", {"found": True}) == 1
    at = press(open_page("lesson_checks", Role.head), "cross:")
    at = press(at, "send-missing:")
    assert not at.exception and any(t("errors.field.missing", "kk") in s for s in texts(at))
    causes = next(s for s in at.selectbox if s.key and s.key.endswith(":cause"))
    from schemas.timetable import Cause

    causes.set_value(Cause.teacher_absent)
    at = press(at, "send-missing:")
    assert not at.exception and office.desk.store.count("deviations", {"state": "open"}) == 1


def test_a_deviation_is_mended_by_one_and_closed_by_another(office: Office, open_page: Open) -> None:
    desk = office.desk
    checks.make(desk, Held.lesson, office.lesson.id, desk.today(), False, {"cause": "room"}, Why(""))  # type: ignore[attr-defined]
    row = desk.store.one("deviations", {})
    assert row
    at = open_page("lesson_checks", Role.department, deviation=row["_id"])
    assert not at.exception
    next(x for x in at.text_area if x.key and x.key.endswith(":action")).set_value("сабақ өтелді")
    at = press(at, "send-mend:")
    assert not at.exception
    sign_in(desk.store, Role.head)
    # All accounts of these tests are one member of staff; who closes must be another one.
    desk.store.db["users"].update_one({"role": "head"}, {"$set": {"person": None}})
    at = open_page("lesson_checks", Role.head, deviation=row["_id"])
    at = press(at, "send-ask:checks.close")
    assert not at.exception
    now = desk.store.one("deviations", {})
    assert now and now["state"] == "closed" and now["done_by"]["by"] != now["closed_by"]["by"]


def test_the_report_is_a_paper_and_a_table(office: Office) -> None:
    from core.checks import report
    from schemas.base import Text
    from schemas.reference import Office as Institution

    desk = office.desk
    put(desk, Institution(name=Text(kk="Консерватория"), office_name=Text(kk="Офис-тіркеуші"),
                          city=Text(kk="Алматы")))  # fmt: skip
    checks.make(desk, Held.lesson, office.lesson.id, desk.today(), False, {"cause": "room"}, Why(""))  # type: ignore[attr-defined]
    day = desk.today()
    for lang in ("kk", "ru", "en"):
        assert report.pdf(desk, day, day, None, lang).startswith(b"%PDF")  # type: ignore[arg-type]
    assert report.xlsx(desk, day, day, "d1", "kk").startswith(b"PK")
    from core.timetable.paper import pdf

    assert pdf(desk, timetable.terms(desk)[0], "group", "FP-26", "FP-26", day, "ru").startswith(b"%PDF")
    assert desk.store.count("looks", {"did": {"$in": ["download", "print"]}}) == 5
