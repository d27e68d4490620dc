"""The page of backups: what is missing, a copy and a drill by hand, the record of a drill, in roles and languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
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

SEES = [Role.head, Role.administrator]
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
    assert pressed(at, t("backup.drill_begin", lang)).disabled, "nothing to drill with"
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


def test_backups_are_for_head_and_administrator(open_page, store: Store) -> None:  # type: ignore[no-untyped-def]
    refuses(open_page, "backups", set(SEES))
