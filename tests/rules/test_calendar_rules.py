"""The calendar's rules: windows by date, weeks and parity, the shift of a year, what is wrong with a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import holidays, ics, rules, shifting, table, windows
from core.errors import RuleBroken
from schemas.base import LANGS, Lang, Ref, Text, new_id
from schemas.calendar import Calendar, Holiday, Period
from schemas.term import Term
from schemas.timetable import Weeks
from schemas.words import PeriodKind as K
from schemas.words import TermKind as T

F1, F2 = (Ref(id=f, label=Text(kk=f)) for f in ("f1", "f2"))


def period(kind: K, starts: date, ends: date, term: T | None = None, **more: object) -> Period:
    """A period with an id of its own."""
    return Period(id=new_id(), kind=kind, starts=starts, ends=ends, term=term, **more)  # type: ignore[arg-type]


def good(year: int = 2026) -> Calendar:
    """The calendar of domain.md 10 for 2026/27: nothing is wrong with it."""
    d = date
    return Calendar(
        year=year,
        holidays=holidays.offered(year),
        periods=[
            period(K.registration, d(2026, 8, 24), d(2026, 8, 29), T.autumn, years=[1]),
            period(K.registration, d(2026, 3, 16), d(2026, 3, 31), T.autumn, years=[2, 3, 4]),
            period(K.study, d(2026, 9, 1), d(2026, 12, 12), T.autumn),
            period(K.midterm_1, d(2026, 10, 12), d(2026, 10, 17), T.autumn),
            period(K.midterm_2, d(2026, 12, 7), d(2026, 12, 12), T.autumn),
            period(K.session, d(2026, 12, 14), d(2026, 12, 31), T.autumn),
            period(K.vacation, d(2027, 1, 4), d(2027, 1, 16)),
            period(K.registration, d(2027, 1, 11), d(2027, 1, 16), T.spring),
            period(K.study, d(2027, 1, 18), d(2027, 5, 1), T.spring),
            period(K.midterm_1, d(2027, 3, 1), d(2027, 3, 6), T.spring),
            period(K.midterm_2, d(2027, 4, 26), d(2027, 5, 1), T.spring),
            period(K.session, d(2027, 5, 3), d(2027, 5, 22), T.spring),
            period(K.practice, d(2027, 5, 24), d(2027, 6, 12), T.spring, years=[1, 2, 3]),
            period(K.attestation, d(2027, 5, 24), d(2027, 6, 26), years=[4]),
            period(K.summer, d(2027, 6, 14), d(2027, 7, 24), T.summer, years=[1, 2, 3]),
            period(K.vacation, d(2027, 6, 14), d(2027, 8, 31), years=[1, 2, 3]),
        ],
    )


def keys(cal: Calendar, breach: bool | None = None) -> list[str]:
    """The keys of what is wrong."""
    return [f.key for f in rules.findings(cal) if breach is None or f.breach is breach]


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Any period: kind, semester, days, for whom."""
    starts = draw(DAYS)
    return period(
        draw(st.sampled_from(list(K))), starts, starts + timedelta(days=draw(st.integers(0, 120))),
        draw(st.sampled_from([None, *T])), years=draw(st.lists(st.integers(1, 5), max_size=3)),
        faculty=draw(st.sampled_from([None, F1, F2])),
    )  # fmt: skip


# windows ----------------------------------------------------------------------------------------------------------


@given(st.lists(periods(), max_size=12), st.sampled_from(list(K)), st.sampled_from([None, *T]), DAYS,
       st.sampled_from([None, 1, 2, 3]), st.sampled_from([None, "f1", "f2"]))  # fmt: skip
def test_a_window_is_what_a_look_at_every_period_finds(
    found: list[Period], kind: K, term: T | None, day: date, course: int | None, faculty: str | None
) -> None:  # fmt: skip
    cal = Calendar(year=2026, periods=found)

    def fits(p: Period) -> bool:
        coming = p.kind in (K.registration, K.changes) and p.term is T.autumn and p.starts >= date(2027, 2, 1)
        mine = (not p.years or course is None or course in p.years) and (
            p.faculty is None or faculty is None or p.faculty.id == faculty
        )
        return p.kind is kind and mine and not coming and (term is None or p.term in (None, term))

    open_ = [p for p in found if fits(p) and p.starts <= day <= p.ends]
    later = [p for p in found if fits(p) and p.starts > day]
    got, coming = (ask(cal, kind, term, day, course, faculty) for ask in (windows.window, windows.next_window))
    assert (got is None) == (not open_) and (got is None or got.ends == max(p.ends for p in open_))
    assert (coming is None) == (not later) and (coming is None or coming.starts == min(p.starts for p in later))


def test_a_closed_window_tells_when_it_opens_next() -> None:
    cal = good()
    assert windows.need_window(cal, K.registration, T.spring, date(2027, 1, 12)).term is T.spring
    for asked, key, days in (
        (date(2026, 12, 1), "calendar.window_opens", {"starts": date(2027, 1, 11), "ends": date(2027, 1, 16)}),
        (date(2027, 1, 17), "calendar.window_was", {"ends": date(2027, 1, 16)}),
    ):
        with pytest.raises(RuleBroken, match=key) as no:
            windows.need_window(cal, K.registration, T.spring, asked)
        assert days.items() <= no.value.values.items()
    with pytest.raises(RuleBroken, match="calendar.window_none"):
        windows.need_window(cal, K.changes, T.spring, date(2027, 1, 12))
    with pytest.raises(RuleBroken, match="calendar.none_approved"):
        windows.need_window(None, K.registration, T.spring, date(2027, 1, 12))


def test_registration_in_march_is_for_the_year_that_comes() -> None:
    early = period(K.registration, date(2027, 3, 15), date(2027, 3, 31), T.autumn)
    cal = good().model_copy(update={"periods": [*good().periods, early]})
    day = date(2027, 3, 20)
    assert windows.window(cal, K.registration, T.autumn, day, 2) is None
    coming = windows.merged(2027, None, cal)
    assert coming and coming.year == 2027 and windows.window(coming, K.registration, T.autumn, day, 2) == early
    assert windows.merged(2027, None, good()) is None
    both = windows.merged(2027, Calendar(year=2027), cal)
    assert both and both.periods == [early]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 200))
def test_parity_goes_by_weeks_from_monday(start: date, days: int) -> None:
    day = start + timedelta(days=days)
    monday = start - timedelta(days=start.weekday())
    week = next(n for n in range(60) if monday + timedelta(weeks=n) <= day < monday + timedelta(weeks=n + 1))
    assert windows.parity(start, day) is (Weeks.odd if week % 2 == 0 else Weeks.even)


def test_the_weeks_of_a_term_and_of_its_classes() -> None:
    term = Term(code="2026-1", kind=T.autumn, year=2026, starts=date(2026, 9, 1), ends=date(2026, 12, 31))
    all_, taught = windows.weeks(term), windows.weeks(term, good())
    assert len(all_) == 18 and len(taught) == 15 and taught == all_[:15]
    assert (all_[0].starts, all_[0].ends) == (date(2026, 9, 1), date(2026, 9, 6))
    assert windows.weeks(Term(code="x", kind=T.autumn, year=2026)) == []


def test_working_days_know_holidays_and_moved_days() -> None:
    cal = Calendar(year=2026, holidays=[
        Holiday(day=date(2026, 12, 16), name=Text(kk="Тәуелсіздік күні")),
        Holiday(day=date(2026, 12, 20), name=Text(kk="Ауыстыру"), working=True),
    ])  # fmt: skip
    days = windows.working_days(cal, date(2026, 12, 14), date(2026, 12, 20))
    assert [d.day for d in days] == [14, 15, 17, 18, 19, 20]
    assert not windows.working(None, date(2026, 12, 20)) and windows.working(None, date(2026, 12, 16))


# the shift of a year ----------------------------------------------------------------------------------------------


@given(st.lists(periods(), max_size=10), st.integers(2010, 2050))
def test_a_shift_keeps_weekdays_and_lengths(found: list[Period], to: int) -> None:
    cal = Calendar(year=2026, periods=found)
    moved = shifting.shifted(cal, to)
    assert sorted(m.was.id for m in moved) == sorted(p.id for p in found)
    for m in moved:
        if m.pinned:
            continue
        assert m.now.starts.weekday() == m.was.starts.weekday() and m.days % 7 == 0
        assert m.now.ends - m.now.starts == m.was.ends - m.was.starts
        assert m.now.model_copy(update={"starts": m.was.starts, "ends": m.was.ends}) == m.was
    # The week of 1 September stays the week of 1 September, however many years lie between.
    by = shifting.weeks_between(2026, to)
    assert windows.monday(shifting.first_day(2026)) + by == windows.monday(shifting.first_day(to))


@given(st.integers(2020, 2045))
def test_a_good_year_shifted_has_no_breach(to: int) -> None:
    cal = good()
    new = Calendar(
        year=to, periods=[m.now for m in shifting.shifted(cal, to)], holidays=holidays.carried(cal.holidays, to)
    )
    assert keys(new, breach=True) == []
    study = next(p for p in new.periods if p.kind is K.study)
    assert study.starts == shifting.first_day(to)
    assert max(p.ends for p in new.periods) == date(to + 1, 8, 31)


def test_holidays_go_by_date_and_moved_days_belong_to_their_year() -> None:
    year = holidays.offered(2026)
    assert date(2027, 5, 16) in {h.day for h in year}, "Kurban Ait 2027"
    assert {date(2026, 12, 16), date(2027, 3, 21), date(2027, 7, 6)} <= {h.day for h in year}
    # 21 March 2027 is a Sunday, so are 9 May and (of 2026) 25 October: the next working day is free.
    assert {date(2026, 10, 26), date(2027, 3, 24), date(2027, 5, 10)} <= {h.day for h in year}
    own = Holiday(day=date(2026, 10, 15), name=Text(kk="Консерватория күні"))
    worked = Holiday(day=date(2027, 3, 28), name=Text(kk="Ауыстыру"), working=True)
    new = holidays.carried([*year, own, worked], 2027)
    days = {h.day: h for h in new}
    assert date(2027, 10, 15) in days and days[date(2027, 10, 15)].name == own.name
    assert date(2028, 3, 28) not in days and not any(h.working for h in new)
    assert [h.day for h in new if h.name.kk.startswith("Құрбан")] == [date(2028, 5, 5)]
    assert len({h.day for h in new}) == len(new) and new == sorted(new, key=lambda h: h.day)


# what is wrong ----------------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_a_good_calendar() -> None:
    assert rules.findings(good()) == []


def changed(drop: K | None = None, *more: Period, term: T | None = None) -> Calendar:
    """The good calendar without a kind of period, and with others."""
    cal = good()
    kept = [p for p in cal.periods if p.kind is not drop or (term is not None and p.term is not term)]
    return cal.model_copy(update={"periods": [*kept, *more]})


@pytest.mark.parametrize(
    ("cal", "key", "breach"),
    [
        (changed(None, period(K.study, date(2027, 8, 30), date(2027, 9, 4), T.spring)), "found_outside", True),
        (changed(None, period(K.vacation, date(2026, 11, 2), date(2026, 11, 7))), "found_overlap", True),
        (changed(None, period(K.practice, date(2027, 1, 4), date(2027, 1, 9))), "found_overlap", False),
        (changed(K.study, term=T.spring), "found_missing", True),
        (changed(K.session, term=T.autumn), "found_missing", True),
        (changed(K.registration, term=T.spring), "found_missing", False),
        (changed(K.attestation), "found_missing_whole", False),
        (changed(None, period(K.midterm_1, date(2026, 12, 21), date(2026, 12, 26), T.autumn)), "found_midterm", True),
        (changed(None, period(K.session, date(2026, 9, 1), date(2026, 9, 2), T.summer)), "found_session_short", True),
        (changed(None, period(K.study, date(2026, 9, 1), date(2026, 9, 5))), "found_no_term", True),
        (changed(K.vacation), "found_vacation", False),
        (changed(K.practice), "found_gap", False),
        (changed(K.session, period(K.session, date(2026, 9, 2), date(2026, 9, 9), T.spring), term=T.spring),
         "found_session_before", True),
        (changed(K.study, period(K.study, date(2026, 9, 1), date(2026, 12, 5), T.autumn), term=T.autumn),
         "found_weeks", False),
    ],
)  # fmt: skip
def test_each_thing_wrong_is_named(cal: Calendar, key: str, breach: bool) -> None:
    found = [f for f in rules.findings(cal) if f.key == f"calendar.{key}"]
    assert found and all(f.breach is breach for f in found), keys(cal)


def test_people_apart_do_not_overlap() -> None:
    year = [period(K.study, date(2026, 11, 2), date(2026, 11, 7), T.autumn, years=[5])]
    own = [p.model_copy(update={"years": [1, 2, 3, 4]}) if p.kind is K.study else p for p in good().periods]
    cal = good().model_copy(update={"periods": [*own, *year]})
    assert "calendar.found_overlap" not in keys(cal)
    halls = [period(K.session, date(2027, 7, 1), date(2027, 7, 9), T.spring, faculty=f) for f in (F1, F2)]
    kept = [p for p in good().periods if p.kind not in (K.vacation, K.summer)]
    assert "calendar.found_overlap" not in keys(good().model_copy(update={"periods": [*kept, *halls]}))


def test_numbers_are_settings_and_holidays_are_looked_at() -> None:
    loose = rules.Limits(term_weeks=14, session_days=30, vacation_weeks=20)
    found = {f.key.split(".")[1] for f in rules.findings(good(), loose)}
    assert found == {"found_weeks", "found_session_short", "found_vacation"}
    odd = good().model_copy(update={"holidays": [Holiday(day=date(2030, 1, 1), name=Text(kk="Жаңа жыл"))]})
    assert "calendar.found_holiday_outside" in keys(odd)
    assert "calendar.found_no_holidays" in keys(good().model_copy(update={"holidays": []}))


# typed cells, and the file for phones ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("1.9", K.study, date(2026, 9, 1)),
        ("03.05", K.session, date(2027, 5, 3)),
        ("24.8", K.registration, date(2026, 8, 24)),
        ("24.8", K.vacation, date(2027, 8, 24)),
        ("15.03.2026", K.registration, date(2026, 3, 15)),
    ],
)
def test_a_day_is_typed_without_its_year(text: str, kind: K, day: date) -> None:
    assert table.read_day(text, 2026, kind) == day


@given(st.sets(st.integers(1, 9)))
def test_years_are_read_as_they_are_written(years: set[int]) -> None:
    assert table.read_years(table.years_text(years)) == sorted(years)


def test_years_that_are_none_are_refused() -> None:
    assert table.read_years(" 1-3, 5 ") == [1, 2, 3, 5]
    for bad in ("x", "²", "0", "1,12", "-"):
        with pytest.raises(ValueError, match="calendar.years_bad"):
            table.read_years(bad)


@given(periods(), st.sampled_from(LANGS))
def test_a_row_is_read_back_as_it_was(p: Period, lang: Lang) -> None:
    row = {"id": p.id, "kind": p.kind.value, "term": p.term, "faculty": p.faculty, "said": {}, **table.texts(p, lang)}
    made, wrong = table.read_row(row, 2026, lang)
    assert wrong == {} and Period.model_validate(made) == p.model_copy(update={"years": sorted(set(p.years))})
    assert table.read_row({**row, "starts": "", "ends": " "}, 2026, lang) == (None, {})


def test_a_name_in_one_language_stands_for_the_kazakh() -> None:
    row = {"id": "1", "kind": "practice", "term": None, "faculty": None, "said": {}, "starts": "1.6", "ends": "5.6",
           "years": "", "name": "Педагогическая практика"}  # fmt: skip
    made, _ = table.read_row(row, 2026, "ru")
    assert made and made["name"] == {"ru": "Педагогическая практика", "kk": "Педагогическая практика"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_file_for_phones_is_well_formed(lang: Lang) -> None:
    cal = good()
    data = ics.ics(cal, lang, datetime(2026, 11, 24, 6, tzinfo=UTC))
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and data.endswith(b"END:VCALENDAR\r\n")
    read = icalendar.Calendar.from_ical(data)
    events = read.walk("VEVENT")
    assert len(events) == len(cal.periods) + len(cal.holidays)
    assert len({str(e["uid"]) for e in events}) == len(events), "each event has an identifier of its own"
    session = next(e for e in events if str(e["uid"]).startswith(cal.periods[5].id))
    assert session["dtstart"].dt == date(2026, 12, 14) and session["dtend"].dt == date(2027, 1, 1)
    assert K.session.label(lang) in str(session["summary"])
