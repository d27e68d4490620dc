"""Alarms over corrections and the clock of an appeal: rules, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.appeals.rules import before_commission, clock, later, refusal, seats_wrong
from core.sheets.alarms import Facts, alarms, at_night, entered_by, raised, upward
from schemas.appeal import AppealSeat
from schemas.base import Basis, Ref, Text
from schemas.calendar import Calendar, Holiday
from schemas.grade_sheet import Alarm, Change, ChangeState, Correction, Entered, GradeSheet, Seat, SheetLine
from schemas.kinds import ChangeRules
from schemas.kinds.sheets import Gives, SheetForm, Signer
from schemas.words import Control, Mark, SheetStatus

NOON = datetime(2026, 1, 20, 7, tzinfo=UTC)  # 12:00 in Almaty
WHO = Ref(id="s1", label=Text(kk="Студент"))


def line(score: int | None, points: str | None, by: str = "u-teacher", **more: object) -> SheetLine:
    entered = {"score": Entered(user=by, name=by, at=NOON)}
    return SheetLine.model_validate({
        "student": WHO, "study": "st1", "number": "N1", "score": score, "final_grade": score,
        "points": points, "letter": "x" if points else "", "entered": entered, **more,
    })  # fmt: skip


def change(was: SheetLine, now: SheetLine, proposed: datetime = NOON, decided: datetime | None = NOON) -> Correction:
    return Correction(
        act="1/1", student=WHO, was=was, now=now, reason="р", basis=Basis(), proposed_by="u-reg", proposed_name="",
        proposed_at=proposed, decided_at=decided, state=ChangeState.confirmed, what=Change.correct,
    )  # fmt: skip


def sheet(**more: object) -> GradeSheet:
    ref = {"id": "x", "label": {"kk": "x"}}
    return GradeSheet.model_validate({
        "number": "1", "term": ref, "term_code": "2025-1", "discipline": ref, "discipline_code": "X", "credits": 5,
        "day": date(2026, 1, 10), "rules": "r", "status": SheetStatus.closed, "checksum": "1", **more,
    })  # fmt: skip


UP = change(line(60, "1.67"), line(90, "3.67"))
DOWN = change(line(90, "3.67"), line(60, "1.67"))


def nobody(user: str) -> bool:
    return False


def test_an_ordinary_correction_by_day_alarms_nobody() -> None:
    assert alarms(sheet(), UP, Facts(nobody), ChangeRules()) == []


def test_who_entered_the_mark_may_not_confirm_its_change_unseen() -> None:
    mine = Facts(lambda user: user == "u-head")
    assert alarms(sheet(), change(line(60, "1", by="u-head"), line(70, "2")), mine, ChangeRules()) == [Alarm.own_mark]
    assert alarms(sheet(), change(line(60, "1", by="u-other"), line(70, "2")), mine, ChangeRules()) == []
    # Only who typed what is changed: another's midterm on the same line is not it.
    untouched = {"midterm_1": Entered(user="u-head", name="", at=NOON)}
    was, now = line(60, "1", entered=untouched, midterm_1=80), line(70, "2", entered=untouched, midterm_1=80)
    assert entered_by(change(was, now), SheetForm()) == set()
    gone = line(None, None, mark=Mark.absent, by="u-head")
    assert entered_by(change(gone, line(70, "2")), SheetForm()) == {"u-head"}


@pytest.mark.parametrize(
    ("hour", "night"), [(21, False), (22, True), (23, True), (0, True), (6, True), (7, False), (12, False)]
)
def test_night_is_by_the_clock_of_the_office_and_goes_over_midnight(hour: int, night: bool) -> None:
    at = datetime(2026, 1, 20, hour, 30, tzinfo=UTC).replace(hour=(hour - 5) % 24)
    assert at_night(at, "Asia/Almaty", ChangeRules()) is night


def test_the_hours_of_night_are_a_setting_and_equal_hours_are_none() -> None:
    at = datetime(2026, 1, 20, 15, tzinfo=UTC)  # 20:00
    assert at_night(at, "Asia/Almaty", ChangeRules(night_from=19, night_until=21))
    assert not at_night(at, "Asia/Almaty", ChangeRules(night_from=0, night_until=0))
    proposed = change(UP.was, UP.now, proposed=datetime(2026, 1, 20, 18, tzinfo=UTC))
    assert alarms(sheet(), proposed, Facts(nobody), ChangeRules()) == [Alarm.night]


def test_more_upward_corrections_of_a_teacher_than_the_limit_alarm() -> None:
    rules = ChangeRules(upward=3)
    assert alarms(sheet(), UP, Facts(nobody, upward=2), rules) == []
    assert alarms(sheet(), UP, Facts(nobody, upward=3), rules) == [Alarm.upward]
    assert alarms(sheet(), DOWN, Facts(nobody, upward=30), rules) == [], "a grade lowered is none"
    assert alarms(sheet(), UP, Facts(nobody, upward=30), ChangeRules(upward=0)) == [], "nought: not counted"
    waiting = UP.model_copy(update={"state": ChangeState.proposed})
    assert raised([sheet(corrections=[UP, DOWN, waiting])]) == 1
    assert upward(change(line(40, None), line(55, None))), "where no letter is given the score is compared"


def test_a_change_after_graduation_alarms() -> None:
    assert alarms(sheet(), DOWN, Facts(nobody, graduate=True), ChangeRules()) == [Alarm.graduate]


# appeals -------------------------------------------------------------------------------------------------------------

FRIDAY = date(2026, 1, 16)


def test_the_clock_counts_working_days_of_the_calendar() -> None:
    assert later(None, FRIDAY, 1) == date(2026, 1, 17), "Saturday is worked"
    assert later(None, FRIDAY, 2) == date(2026, 1, 19), "Sunday is not"
    day = Holiday(day=date(2026, 1, 17), name=Text(kk="Мереке"))
    cal = Calendar.model_validate({"year": 2025, "holidays": [day]})
    found = clock(FRIDAY, date(2026, 1, 19), ChangeRules(file_days=1, decide_days=3), cal)
    assert (found.file_by, found.decide_by) == (date(2026, 1, 19), date(2026, 1, 22))
    assert later(cal, FRIDAY, 0) == FRIDAY, "nought: the same day"


def test_an_exam_before_a_commission_is_appealed_only_where_the_setting_says_so() -> None:
    plain = sheet()
    seated = sheet(seats=[Seat(person=WHO, part=Signer.chair)])
    signed = sheet(form=SheetForm(signs=[Signer.chair, Signer.member]))
    by_control = sheet(control=Control.commission)
    assert [before_commission(s) for s in (plain, seated, signed, by_control)] == [False, True, True, True]
    for one in (seated, signed, by_control):
        broken = refusal(one, line(74, "2.33"), ChangeRules())
        assert broken is not None and broken.key == "appeals.commission_exam"
        assert refusal(one, line(74, "2.33"), ChangeRules(commission_exams=True)) is None
    assert refusal(plain, line(74, "2.33"), ChangeRules()) is None


def test_only_a_final_mark_of_a_closed_sheet_is_appealed() -> None:
    told = [
        refusal(sheet(status=SheetStatus.signed), line(74, "2.33"), ChangeRules()),
        refusal(sheet(form=SheetForm(gives=Gives.midterm_1)), line(74, None), ChangeRules()),
    ]
    assert [b.key for b in told if b] == ["appeals.not_closed", "appeals.no_result"]


def seat(id: str, part: Signer = Signer.member) -> AppealSeat:
    return AppealSeat(person=Ref(id=id, label=Text(kk=id)), part=part)


def test_a_commission_has_enough_members_one_chair_and_no_examiner_of_the_sheet() -> None:
    whole = [seat("a", Signer.chair), seat("b"), seat("c"), seat("d", Signer.secretary)]
    rules = ChangeRules(members=3)

    def keys(*seats: AppealSeat) -> list[str]:
        return [p.key for p in seats_wrong(seats, {"p1"}, rules)]

    assert keys(*whole) == []
    assert keys(*whole[:2], whole[3]) == ["appeals.few_members"], "a secretary is no member"
    assert keys(seat("a"), seat("b"), seat("c")) == ["appeals.one_chair"]
    assert keys(*whole, seat("p1")) == ["appeals.examiner_sits"]
    assert keys(*whole, seat("b")) == ["appeals.sits_twice"]
