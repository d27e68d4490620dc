"""The page of backups: what is missing, a copy and a drill by hand, the record of a drill, in roles and languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core import keeping
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.jobs import runner
from core.keeping import drills
from core.office import SYSTEM
from core.ui.style import safe
from schemas.base import Lang
from schemas.restore_drill import DrillCheck, DrillFinding, DrillOutcome, DrillResult
from schemas.words import Role
from tests.acts.job_kit import ended
from tests.pages.roles import met
from tests.pages.seen import strange
from tests.pages.test_control_pages import pressed, refuses

BEGINS = [Role.head, Role.administrator]
SEES = [*BEGINS, Role.auditor]
NOW = datetime(2026, 11, 30, tzinfo=UTC)


def said(at: Any) -> str:
    return " ".join([m.value for m in (*at.markdown, *at.caption)] + [str(d.value.to_dict()) for d in at.dataframe])


def record(store: Store) -> str:
    """A drill that was not passed."""
    made = drills.keep(Desk(SYSTEM, store), {
        "status": DrillOutcome.failed, "file": "office-2026-11-30.zip", "copied_at": NOW, "begun": NOW, "ended": NOW,
        "results": [DrillResult(check=DrillCheck.records, compared=1200, wrong=1)], "digest": "ab" * 32,
        "findings": [DrillFinding(kind="rooms", id="r1", key="backup.differs_same")],
        "trouble": {"key": "backup.damaged", "values": {"collection": "rooms"}},
    }, Why("сынақ"))  # fmt: skip
    return made.id


@pytest.mark.parametrize(("role", "lang"), met(SEES))
def test_what_is_missing_and_the_record_of_a_drill(
    open_page, store: Store, monkeypatch, role: Role, lang: Lang
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("OFFICE_BACKUPS", "/1")
    id = record(store)
    at = open_page("backups", role, lang)
    assert not at.exception and strange(at, lang, ("office", "zip", "OFFICE", "BACKUP", "BACKUPS", "PHRASE")) == []
    number = drills.one(Desk(SYSTEM, store), id).number
    for said_key, values in (("lack_none", {}), ("lack_drill_failed", {"number": number})):
        assert safe(t(f"backup.{said_key}", lang, **values)) in said(at)
    assert t("backup.drill_every", lang, n=30) in said(at)
    words = [b.label for b in at.button]
    if role in BEGINS:
        assert pressed(at, t("backup.drill_begin", lang)).disabled, "nothing to drill with"
    assert [t(k, lang) in words for k in ("backup.drill_begin", "jobs.backup_now")] == [role in BEGINS] * 2
    at = open_page("backups", role, lang, id=id)
    assert not at.exception and t("backup.differs_same", lang) in said(at)
    assert safe(t("backup.damaged", lang, collection="rooms")) in said(at) and DrillCheck.records.label(lang) in said(
        at
    )


def test_a_backup_is_begun_by_hand_and_stands_in_the_list(open_page, store, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))
    monkeypatch.setenv("OFFICE_BACKUPS", str(tmp_path / "copies"))
    at = open_page("backups", Role.head)
    pressed(at, t("jobs.backup_now", "kk")).click().run()
    assert not at.exception, at.exception
    row = store.rows("runs", {})[0]
    assert ended(store, row["_id"])["state"] == "done"
    made = row["at"].astimezone(ZoneInfo("Asia/Almaty"))  # the name tells the office's own day and hour
    assert [f.name for f in (tmp_path / "copies").iterdir()] == [f"office-{made:%Y-%m-%d-%H%M%S}.zip"]
    at = open_page("backups", Role.head)
    assert f"office-{made:%Y-%m-%d}" in said(at) and t("backup.stays_day", "kk") in said(at)
    assert t("backup.lack_none", "kk") not in said(at) and not pressed(at, t("backup.drill_begin", "kk")).disabled


def test_a_backup_that_fell_says_that_it_begins_anew_and_who_may_stop_it(open_page, store, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(runner, "go", lambda store, id: None)
    keeping.nightly_backup(store, date(2026, 11, 30))
    store.side("runs").update_many({}, {"$set": {"state": "running", "take": 2, "total": 100, "done": 40}})
    for role, stops in ((Role.head, True), (Role.auditor, False)):
        at = open_page("backups", role, "ru")
        assert not at.exception and t("jobs.anew", "ru", n=2) in said(at)
        assert (t("jobs.stop", "ru") in [b.label for b in at.button]) is stops
    keeping.nightly_backup(store, date(2026, 12, 1))  # the one that goes on will do
    assert store.count("runs", {}) == 1


def test_backups_are_for_head_administrator_and_auditor(open_page, store: Store) -> None:  # type: ignore[no-untyped-def]
    refuses(open_page, "backups", set(SEES))
