"""A calendar made, filled, copied, approved, changed on a basis; terms take their days and are closed; news is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from core import calendar, references, sheets
from core.audit.words import action_word
from core.calendar import ahead, holidays, telling
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problems, RuleBroken, StaleRevision
from core.users import actor_of
from schemas.base import LANGS, Basis, Ref, Text
from schemas.calendar import Calendar
from schemas.section import Section
from schemas.study_plan import StudyPlan
from schemas.term import Term
from schemas.user import User
from schemas.words import CalendarState, PeriodKind, Role, StudyPlanState, TermKind
from tests.acts.test_sheets import TEACHER, office
from tests.conftest import actor
from tests.rules.test_calendar_rules import good

BASED = Basis(kind="хаттама", number="9", day=date(2026, 11, 2))


def rows(cal: Calendar) -> list[dict[str, Any]]:
    """The periods as a form gives them."""
    return [plain(p) for p in cal.periods]


def drawn(desk: Desk, year: int = 2026) -> Calendar:
    """A good draft made by this person."""
    made = calendar.make(desk, year, Why("жоба"))
    return calendar.save_periods(desk, made.id, made.revision, rows(good()), Why("кезеңдер"))


def approved(senior: Desk, head: Desk) -> Calendar:
    """A good calendar drafted by one and approved by another."""
    cal = drawn(senior)
    return calendar.approve(head, cal.id, cal.revision, "12", date(2026, 5, 20), Why("кеңес"))


def on(desk: Desk, day: date) -> Desk:
    """The same desk on another day."""
    return replace(desk, clock=lambda: datetime(day.year, day.month, day.day, 6, tzinfo=UTC))


# making and filling -----------------------------------------------------------------------------------------------


def test_a_new_calendar_has_the_holidays_of_its_year_and_stands_once(senior: Desk) -> None:
    made = calendar.make(senior, 2026, Why("жоба"))
    assert made.state is CalendarState.draft and made.holidays == holidays.offered(2026) and not made.periods
    with pytest.raises(RuleBroken, match="calendar.exists"):
        calendar.make(senior, 2026, Why("тағы"))
    assert calendar.of_year(senior.store, 2026) is None, "a draft opens no window"
    with pytest.raises(Forbidden):
        calendar.make(replace(senior, actor=actor(Role.registrar)), 2027, Why("жоба"))


def test_bad_rows_are_told_by_row_and_field(senior: Desk) -> None:
    made = calendar.make(senior, 2026, Why("жоба"))
    bad = [
        {"kind": "study", "term": "autumn", "starts": "2026-09-01", "ends": "2026-12-12"},
        {"kind": "session", "term": "autumn", "starts": "2026-12-31", "ends": "2026-12-14"},
        {"kind": "session", "term": "autumn", "starts": "2026-12-14"},
    ]
    with pytest.raises(Problems) as no:
        calendar.save_periods(senior, made.id, made.revision, bad, Why("жоба"))
    told = {(p.row, p.field): p.key for p in no.value.problems}
    assert told == {
        (1, "periods.ends"): "errors.field.ends_before_start", (2, "periods.ends"): "errors.field.missing",
    }  # fmt: skip
    twice = [{"day": "2026-12-16", "name": {"kk": "А"}}, {"day": "2026-12-16", "name": {"kk": "Б"}}]
    with pytest.raises(Problems) as no:
        calendar.save_holidays(senior, made.id, made.revision, twice, Why("жоба"))
    assert no.value.problems[0].key == "calendar.day_twice"
    assert calendar.get(senior, 2026) == made, "nothing was half-done"


def test_two_people_edit_one_calendar(senior: Desk, head: Desk) -> None:
    cal = drawn(senior)
    calendar.save_holidays(head, cal.id, cal.revision, [plain(h) for h in cal.holidays[1:]], Why("бірі артық"))
    with pytest.raises(StaleRevision) as no:
        calendar.save_periods(senior, cal.id, cal.revision, rows(cal)[1:], Why("кеш"))
    assert no.value.values["by"] == head.actor.id and no.value.values["theirs"][0]["field"].startswith("holidays")
    with pytest.raises(RuleBroken, match="nothing_changed"):
        calendar.save_periods(senior, cal.id, cal.revision + 1, rows(cal), Why("сол"))


def test_a_year_is_copied_and_moved_by_weeks(senior: Desk, head: Desk) -> None:
    was = approved(senior, head)
    with pytest.raises(NotFound, match="calendar.none_of_year"):
        calendar.make(senior, 2027, Why("жоба"), source=2020)
    new = calendar.make(senior, 2027, Why("көшірме"), source=2026)
    assert new.state is CalendarState.draft and len(new.periods) == len(was.periods)
    assert not {p.id for p in new.periods} & {p.id for p in was.periods}
    session = [next(p for p in c.periods if p.kind is PeriodKind.session) for c in (was, new)]
    assert [p.starts.weekday() for p in session] == [0, 0] and session[1].starts == date(2027, 12, 13)
    with pytest.raises(RuleBroken, match="calendar.same_year"):
        calendar.copy_from(senior, new.id, new.revision, 2027, Why("өзінен"))
    emptied = calendar.save_periods(senior, new.id, new.revision, [], Why("бос"))
    again = calendar.copy_from(senior, emptied.id, emptied.revision, 2026, Why("қайта"))
    assert [p.starts for p in again.periods] == [p.starts for p in new.periods]
    with pytest.raises(RuleBroken, match="calendar.approved_already"):
        calendar.copy_from(senior, was.id, was.revision, 2027, Why("бекітілгенге"))


# approving --------------------------------------------------------------------------------------------------------


def test_approving_gives_the_terms_their_days(senior: Desk, head: Desk) -> None:
    old = Term(code="2026-2", kind=TermKind.spring, year=2026, starts=date(2027, 1, 1))
    senior.transact("reference.edit", lambda tx: tx.add(old), Why("т"))
    cal = approved(senior, head)
    assert (cal.protocol, cal.approved_on, cal.state) == ("12", date(2026, 5, 20), CalendarState.approved)
    terms = {t.code: (t.starts, t.ends, t.sheets_due) for t in calendar.terms_of(head, 2026)}
    assert terms == {
        "2026-1": (date(2026, 9, 1), date(2026, 12, 31), date(2026, 12, 31)),
        "2026-2": (date(2027, 1, 18), date(2027, 5, 22), date(2027, 5, 22)),
        "2026-3": (date(2027, 6, 14), date(2027, 7, 24), date(2027, 7, 24)),
    }
    assert {t.id for t in calendar.terms_of(head, 2026)} >= {old.id}, "the spring it had, not another one"
    found = calendar.of_year(head.store, 2026)
    assert found and calendar.window(found, PeriodKind.session, TermKind.autumn, date(2026, 12, 20), 1, None)
    with pytest.raises(RuleBroken, match="calendar.approved_already"):
        calendar.approve(head, cal.id, cal.revision, "13", date(2026, 5, 21), Why("тағы"))


def test_who_drafts_does_not_approve_and_breaches_forbid_it(senior: Desk, head: Desk) -> None:
    cal = drawn(head)
    ask = (cal.id, cal.revision, "12", date(2026, 5, 20), Why("кеңес"))
    with pytest.raises(RuleBroken, match="four_eyes.same_person"):
        calendar.approve(head, *ask)
    with pytest.raises(Forbidden):
        calendar.approve(senior, *ask)
    management = replace(head, actor=actor(Role.management))
    with pytest.raises(Problems) as no:
        calendar.approve(management, cal.id, cal.revision, " ", date(2100, 1, 1), Why("кеңес"))
    assert [p.key for p in no.value.problems] == ["errors.field.missing", "calendar.day_to_come"]
    worse = [*rows(cal), {"kind": "vacation", "starts": "2026-11-02", "ends": "2026-11-07"}]
    broken = calendar.save_periods(head, cal.id, cal.revision, worse, Why("қабаттасу"))
    with pytest.raises(Problems) as no:
        calendar.approve(management, broken.id, broken.revision, "12", date(2026, 5, 20), Why("кеңес"))
    assert [p.key for p in no.value.problems] == ["calendar.found_overlap"] and no.value.problems[0].row is not None
    assert head.store.count("terms", {}) == 0


def test_an_approved_calendar_changes_only_on_a_basis_and_everybody_is_told(
    senior: Desk, head: Desk, store: Store
) -> None:
    told = User(login="adv", name="Эдвайзер", role=Role.adviser, order_number="1")
    head.transact("reference.edit", lambda tx: tx.add(told, scoped=False), Why("т"))
    cal = approved(senior, head)
    assert [n["key"] for n in store.rows("notices", {"to": told.id})] == ["calendar.told_approved"]
    later = [
        r | ({"ends": "2027-05-29"} if r["kind"] == "session" and r["term"] == "spring" else {}) for r in rows(cal)
    ]
    later = [r for r in later if r["kind"] not in ("practice", "attestation")]
    with pytest.raises(Problems) as no:
        calendar.save_periods(senior, cal.id, cal.revision, later, Why())
    assert {p.field for p in no.value.problems} == {"reason", "basis.kind", "basis.number", "basis.day"}
    changed = calendar.save_periods(senior, cal.id, cal.revision, later, Why("сессия ұзарды", BASED))
    assert changed.state is CalendarState.approved
    spring = next(t for t in calendar.terms_of(head, 2026) if t.kind is TermKind.spring)
    assert spring.ends == spring.sheets_due == date(2027, 5, 29)
    assert [n["key"] for n in store.rows("notices", {"to": told.id}, sort=[("at", 1)])][1:] == ["calendar.told_changed"]
    broken = [*rows(changed), {"kind": "vacation", "starts": "2026-11-02", "ends": "2026-11-07"}]
    with pytest.raises(Problems) as no:
        calendar.save_periods(senior, cal.id, changed.revision, broken, Why("қате", BASED))
    assert no.value.problems[0].key == "calendar.found_overlap"


def test_the_demonstration_approves_inside_its_own_act(head: Desk) -> None:
    def work(tx: Any) -> Calendar:
        cal = good()
        terms = calendar.approved_step(tx, cal, "1", date(2026, 4, 1))
        assert [t.code for t in terms] == ["2026-1", "2026-2", "2026-3"]
        return cal

    head.transact("demo.load", work, Why("үлгі"), right="calendar.approve")
    assert calendar.of_year(head.store, 2026) and head.store.count("terms", {}) == 3


# closed terms -----------------------------------------------------------------------------------------------------


def test_a_closed_term_lets_nothing_change(head: Desk) -> None:
    sheet = office(head, 1)
    desk = on(head, date(2027, 2, 1))
    term = desk.store.load(Term, sheet.term.id)
    with pytest.raises(RuleBroken, match="calendar.sheets_open") as no:
        calendar.close_term(desk, term.id, term.revision, Why("жыл аяқталды"))
    assert no.value.values["n"] == 1 and no.value.values["numbers"] == sheet.number
    sheets.cancel(head, sheet.id, sheet.revision, Why("қате ашылды"))
    closed = calendar.close_term(desk, term.id, term.revision, Why("жыл аяқталды"))
    assert closed.closed == date(2027, 2, 1)
    section = desk.store.load(Section, sheet.section.id)
    with pytest.raises(RuleBroken, match="calendar.term_closed") as no:
        sheets.open_sheet(desk, section.id, date(2027, 2, 1), [TEACHER], Why("кеш"))
    assert no.value.values["day"] == date(2027, 2, 1)
    for refused in (
        lambda: references.save(desk, Term, term.id, closed.revision, {"ends": date(2027, 3, 1)}, Why("ұзарту")),
        lambda: calendar.close_term(desk, term.id, closed.revision, Why("тағы")),
    ):
        with pytest.raises(RuleBroken, match="calendar.term_closed"):
            refused()
    senior = replace(desk, actor=actor(Role.senior_registrar))
    with pytest.raises(Forbidden):
        calendar.reopen_term(senior, term.id, closed.revision, Why("қате", BASED))
    with pytest.raises(Problems):
        calendar.reopen_term(desk, term.id, closed.revision, Why("қате"))
    opened = calendar.reopen_term(desk, term.id, closed.revision, Why("қате", BASED))
    assert opened.closed is None
    with pytest.raises(RuleBroken, match="calendar.term_open"):
        calendar.reopen_term(desk, term.id, opened.revision, Why("тағы", BASED))
    assert sheets.open_sheet(desk, section.id, date(2027, 2, 1), [TEACHER], Why("енді болады")).number


def test_a_closed_term_keeps_its_days_and_a_running_one_is_not_closed(senior: Desk, head: Desk) -> None:
    cal = approved(senior, head)
    autumn = calendar.terms_of(head, 2026)[0]
    with pytest.raises(RuleBroken, match="calendar.term_runs") as no:
        calendar.close_term(on(head, date(2026, 12, 30)), autumn.id, autumn.revision, Why("ерте"))
    assert no.value.values["day"] == date(2026, 12, 31)
    closed = calendar.close_term(on(head, date(2027, 1, 5)), autumn.id, autumn.revision, Why("аяқталды"))
    later = [
        r | ({"starts": "2026-09-02"} if r["kind"] == "study" and r["term"] == "autumn" else {}) for r in rows(cal)
    ]
    calendar.save_periods(senior, cal.id, cal.revision, later, Why("түзету", BASED))
    assert calendar.terms_of(head, 2026)[0].starts == closed.starts == date(2026, 9, 1)


# news and who is late ---------------------------------------------------------------------------------------------


@pytest.fixture
def people(senior: Desk, head: Desk, store: Store, tampered: None) -> dict[str, Desk]:
    """An approved calendar, accounts, and four plans of the spring registration of two faculties."""
    approved(senior, head)
    found = {}
    for login, role, more in (
        ("head", Role.head, {}), ("f1", Role.registrar, {"faculties": [Ref(id="f1", label=Text(kk="F1"))]}),
        ("adv", Role.adviser, {"groups": ["К-301"]}), ("dep", Role.department, {}), ("hr", Role.hr, {}),
    ):  # fmt: skip
        user = User(login=login, name=f"Тест {login}", role=role, order_number="1", **more)
        store.db["users"].insert_one(plain(user))
        found[login] = Desk(actor_of(user), store)
    for n, (group, faculty, state) in enumerate([
        ("К-301", "f1", StudyPlanState.draft), ("К-301", "f1", StudyPlanState.submitted),
        ("Д-101", "f2", StudyPlanState.draft), ("Д-101", "f2", StudyPlanState.approved),
    ]):  # fmt: skip
        plan = StudyPlan(
            student=Ref(id=f"s{n}", label=Text(kk=f"Студент {n}")), study=f"st{n}", number=f"N{n}", year=2026,
            group=group, faculty=Ref(id=faculty, label=Text(kk=faculty)), state=state,
        )  # fmt: skip
        store.db["study_plans"].insert_one(plain(plan))
    return found


def heard(store: Store, desk: Desk) -> list[str]:
    """The keys of a person's notices about the calendar."""
    return sorted(n["key"].partition(".")[2] for n in store.rows("notices", {"to": desk.actor.id}))


def test_windows_are_told_on_their_days_and_once(people: dict[str, Desk], store: Store) -> None:
    telling.daily(store, date(2027, 1, 11))
    telling.daily(store, date(2027, 1, 11))
    assert heard(store, people["adv"]) == heard(store, people["f1"]) == ["told_opens"]
    assert heard(store, people["hr"]) == []
    telling.daily(store, date(2027, 1, 12))
    assert heard(store, people["adv"]) == ["told_opens"]
    telling.daily(store, date(2027, 1, 13))
    assert heard(store, people["adv"]) == ["told_closes", "told_opens"], "who is late is told to the office"
    assert heard(store, people["f1"]) == ["told_closes", "told_late_plans", "told_opens"]
    said = {
        who: next(n["text"] for n in store.rows("notices", {"to": people[who].actor.id})
                  if n["key"] == "calendar.told_late_plans")
        for who in ("head", "f1")
    }  # fmt: skip
    assert "К-301: 2, Д-101: 1" in said["head"]["ru"] and "К-301: 2" in said["f1"]["kk"]
    assert "Д-101" not in said["f1"]["kk"], "each hears of his own faculty"
    telling.daily(store, date(2027, 1, 17))
    assert "told_late_plans_after" in heard(store, people["head"])


def test_late_sheets_are_told_to_the_office(people: dict[str, Desk], store: Store, head: Desk) -> None:
    sheet = office(head, 1)
    assert sheet.due == date(2026, 12, 31)
    telling.daily(store, date(2026, 12, 31))
    assert heard(store, people["head"]) == []
    telling.daily(store, date(2027, 1, 1))
    assert heard(store, people["head"]) == ["told_late_sheets"]
    telling.daily(store, date(2027, 1, 5))  # a Tuesday: said already
    assert heard(store, people["head"]) == ["told_late_sheets"]
    telling.daily(store, date(2027, 1, 4))
    assert heard(store, people["head"]).count("told_late_sheets") == 2


def test_what_the_home_page_says(people: dict[str, Desk], store: Store) -> None:
    seen = ahead.ahead(on(people["head"], date(2027, 1, 14)))
    assert [s.kind for s in seen.running] == [PeriodKind.vacation, PeriodKind.registration]
    assert [s.kind for s in seen.opening] == [PeriodKind.study] and len(seen.closing) == 2
    assert [(p.late.count, p.step.year) for p in seen.plans] == [(3, 2026)]
    assert [p.late.count for p in ahead.ahead(on(people["f1"], date(2027, 1, 14))).plans] == [2]
    assert [p.late.count for p in ahead.ahead(on(people["adv"], date(2027, 1, 14))).plans] == [2]
    assert ahead.ahead(on(people["hr"], date(2027, 1, 14))).plans == ()
    quiet = ahead.ahead(on(people["head"], date(2026, 11, 10)))
    assert [s.kind for s in quiet.running] == [PeriodKind.study] and not quiet.plans and quiet.approved
    assert not ahead.ahead(on(people["head"], date(2030, 1, 14)))


def test_every_act_has_its_words() -> None:
    for act in ("make", "periods", "holidays", "copy", "approve"):
        assert len({action_word(f"calendar.{act}", lang) for lang in LANGS}) == 3
