"""Pages of control: protocols of the trail, the log of sign-ins, the paper of who looked, alarms in one place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core import look_papers, looks, students
from core.audit import protocols
from core.audit.protocols import acts
from core.audit.protocols.reckoning import grouped
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.sheets import alarmed
from core.sheets.register import Cut
from core.users import sessions
from schemas.base import Lang
from schemas.grade_sheet import Alarm
from schemas.words import Role
from tests.acts.job_kit import ended
from tests.acts.test_changes import corrected
from tests.acts.test_sheets import closed
from tests.acts.test_students import person, study
from tests.acts.test_trail_protocols import NIGHT, desk, hand
from tests.pages.roles import met
from tests.pages.seen import strange


def pressed(at, label: str):  # type: ignore[no-untyped-def]
    return next(b for b in at.button if b.label == label)


def refuses(open_page, page: str, allowed: set[Role]) -> None:  # type: ignore[no-untyped-def]
    """Who may not open a page is told so and sees nothing of it."""
    for role in set(Role) - allowed:
        at = open_page(page, role)
        assert not at.exception and not at.dataframe and not at.selectbox, role
        assert at.info[0].value == t("errors.forbidden", "kk")


@pytest.fixture
def october(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    students.admit(desk(store), person("S-1"), study(), Why("қабылдау"))
    assert acts.nightly(store, date(2026, 11, 1), NIGHT) == 1
    return protocols.listed(desk(store))[0].id


CHECKERS = [Role.head, Role.management, Role.auditor, Role.administrator]


@pytest.mark.parametrize(("role", "lang"), met(CHECKERS))
def test_a_protocol_is_read_and_signed_by_two(open_page, store: Store, october: str, role: Role, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    at = open_page("trail_protocols", role, lang)
    assert not at.exception and strange(at, lang) == []
    assert at.dataframe[0].value.iloc[0, 1] == "2026-10"
    at = open_page("trail_protocols", role, lang, id=october)
    assert not at.exception and strange(at, lang, ("json",)) == []
    one = protocols.one(desk(store), october)
    assert grouped(one.seal) == at.code[0].value
    signs = [b for b in at.button if (b.key or "").startswith("send-ask:trail.sign")]
    assert bool(signs) is (role in protocols.SIGNERS)
    if signs:
        at = signs[0].click().run()
        assert not at.exception and [m.role for m in protocols.one(desk(store), october).marks] == [role]


def test_the_page_names_where_the_base_no_longer_matches(open_page, store: Store, october: str) -> None:  # type: ignore[no-untyped-def]
    one = protocols.one(desk(store), october)
    hand(store, "audit_events", {"subject.kind": "students"}, {"$set": {"reason": "басқа"}})
    for typed, names in ((grouped(one.seal)[:20], ("05.10", "2026-10-05")), ("0" * 64, ("қағаздағыдай емес",))):
        at = open_page("trail_protocols", Role.auditor, id=october)
        at.text_input(key="trail.typed").input(typed)
        at = pressed(at, t("trail.check", "kk")).click().run()
        run = store.rows("runs", {"kind": "audit.protocol"}, sort=[("_id", -1)])[0]["_id"]
        ended(store, run)
        at = open_page("trail_protocols", Role.auditor, id=october)
        told = " ".join(str(d.value.to_dict()) for d in at.dataframe)
        assert at.error and any(name in told for name in names), told
        assert "№ 1" in told and "Әбенова" in told


def test_protocols_are_for_those_who_may_verify(open_page, store: Store) -> None:  # type: ignore[no-untyped-def]
    refuses(open_page, "trail_protocols", set(CHECKERS))
    at = open_page("trail_protocols", Role.head)
    assert any(t("trail.none", "kk") in m.value for m in at.markdown)


SEES = [Role.head, Role.auditor, Role.administrator]


@pytest.mark.parametrize(("role", "lang"), met(SEES))
def test_the_log_of_sign_ins_by_person_and_outcome(open_page, store: Store, role: Role, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    sessions.note(store, None, "wrong", "10.9.9.9", "", datetime.now(UTC))
    at = open_page("signins", role, lang)
    assert not at.exception and strange(at, lang, (f"{role.value}.{lang}",)) == []
    assert len(at.dataframe[0].value) == 2
    at.selectbox(key="v:signins.how").select("wrong").run()
    table = at.dataframe[0].value
    assert len(table) == 1 and "10.9.9.9" in str(table.to_dict()) and not at.exception


def test_the_log_is_for_three_roles(open_page, store: Store) -> None:  # type: ignore[no-untyped-def]
    refuses(open_page, "signins", set(SEES))


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_head_makes_the_paper_of_who_looked(open_page, head: Desk, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    made = students.admit(head, person("S-1"), study(), Why("қабылдау"))
    looks.note(head, "student", "students", made.id, "S-1")
    at = open_page("looks", Role.head, lang)
    at.text_input(key="v:looks.student").input("S-1").run()
    form = next(b for b in at.button if (b.key or "").startswith("send-ask:looks.paper_make"))
    prefix = form.key.removeprefix("send-")
    at.text_input(key=f"v:{prefix}:why").input("өтініш")
    at = form.click().run()
    assert not at.exception
    (paper,) = look_papers.of_student(head, made.id)
    assert paper.number.endswith("-0001") and any(paper.number in m.value.replace("\\", "") for m in at.markdown)
    assert strange(at, lang, ("S-1", "test")) == []
    assert "looks.paper_make" not in str([b.key for b in open_page("looks", Role.auditor, lang).button])


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.auditor]))
def test_alarms_stand_in_one_place(open_page, head: Desk, role: Role, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    at = open_page("alarms", role, lang)
    assert not at.exception and any(t("sheets.alarms_none", lang) in m.value for m in at.markdown)
    night = datetime.now(UTC).replace(hour=18, minute=0) - timedelta(days=1)
    sheet = corrected(head.store, closed(head, 2), moment=night)
    corrected(head.store, sheet, 1, moment=night.replace(hour=7))
    assert alarmed.counts(head, Cut())[Alarm.night] == 1
    at = open_page("alarms", role, lang)
    assert not at.exception and len(at.dataframe[0].value) == 1
    assert [m.value for m in at.metric] == ["0", "1", "0", "0"]


def test_alarms_are_for_head_and_auditor(open_page, store: Store) -> None:  # type: ignore[no-untyped-def]
    refuses(open_page, "alarms", {Role.head, Role.auditor})
