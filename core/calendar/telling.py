"""Windows open and close by themselves; on their days those concerned are told, and the office hears who is late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from core import notices
from core.access import Actor
from core.calendar import late
from core.calendar.ahead import Step, steps
from core.calendar.late import Late
from core.db.store import Store
from core.i18n import t
from core.tasks.seats import people
from schemas.base import LANGS, Text
from schemas.words import UNDONE, PeriodKind, Role

K = PeriodKind
OFFICE = (Role.head, Role.senior_registrar, Role.registrar)
# Who works in a window of a kind; classes and vacations are nobody's window.
CONCERNED: Mapping[PeriodKind, tuple[Role, ...]] = {
    K.registration: (*OFFICE, Role.adviser, Role.department),
    K.changes: (*OFFICE, Role.adviser, Role.department),
    K.midterm_1: (*OFFICE, Role.department, Role.teacher),
    K.midterm_2: (*OFFICE, Role.department, Role.teacher),
    K.session: (*OFFICE, Role.department, Role.teacher),
    K.retakes: (*OFFICE, Role.department, Role.teacher),
    K.practice: (*OFFICE, Role.department),
    K.attestation: (*OFFICE, Role.department),
    K.summer: (*OFFICE, Role.adviser, Role.department),
}
BEFORE = timedelta(days=3)
NAMED = 4  # groups and departments named in a notice


def daily(store: Store, day: date, now: datetime | None = None) -> int:
    """The scheduler's work of a day: tell of windows that open today or close in three days, and who is late; how many
    notices. Safe to repeat: each is told once."""
    moment = now or datetime.now(UTC)
    roles = sorted({r for found in CONCERNED.values() for r in found})
    count = 0
    for person in people(store, roles, []):
        for step in steps(store, person, day):
            if person.role in CONCERNED.get(step.kind, ()):
                count += _window(store, person, step, day, moment)
        if person.role in OFFICE:
            count += _sheets(store, person, day, moment)
    return count


def _window(store: Store, person: Actor, step: Step, day: date, now: datetime) -> int:
    """News of one window for one person."""
    told = 0
    if step.starts == day:
        told += _post(store, person, "calendar.told_opens", {"what": step.what, "ends": step.ends}, step, "opens", now)
    if step.ends - BEFORE == day and step.starts < day:
        told += _post(
            store, person, "calendar.told_closes", {"what": step.what, "ends": step.ends}, step, "closes", now
        )
    office, choosing = person.role in OFFICE, step.kind is K.registration
    after = step.ends + timedelta(days=1) == day
    if office and choosing and (after or step.ends - BEFORE == day):
        faculty = step.period.faculty.id if step.period.faculty else None
        found = late.plans(store, person, step.year, step.period.years, faculty)
        if found:
            key = "calendar.told_late_plans_after" if after else "calendar.told_late_plans"
            values = {"what": step.what, "ends": step.ends, "n": found.count}
            values["groups"] = parts(found, "calendar.without_group")
            told += _post(store, person, key, values, step, "late-after" if after else "late", now, "registration")
    return told


def _sheets(store: Store, person: Actor, day: date, now: datetime) -> int:
    """On Mondays and on the day after a due day: sheets that were to be closed and are not."""
    yesterday = (day - timedelta(days=1)).isoformat()
    if day.weekday() and not store.one("grade_sheets", {"status": {"$in": UNDONE}, "due": yesterday}, {"_id": 1}):
        return 0
    found = late.sheets(store, person, day)
    if not found:
        return 0
    values = {"day": day, "n": found.count, "departments": parts(found, "calendar.without_department")}
    once = f"calendar:sheets:{day.isoformat()}"
    return int(notices.post(
        store, person.id, "calendar.told_late_sheets", values, "sheet_control", {"view": "list", "late": "1"}, now,
        once=once,
    ))  # fmt: skip


def parts(found: Late, nameless: str) -> Text:
    """Groups or departments with their numbers, the first few of them, in three languages."""
    said = {}
    for lang in LANGS:
        names = [
            t("calendar.ahead_group", lang, name=name.get(lang) if name else t(nameless, lang), n=n)
            for name, n in found.parts[:NAMED]
        ]
        left = len(found.parts) - NAMED
        said[lang] = ", ".join([*names, *([t("calendar.more", lang, n=left)] if left > 0 else [])])
    return Text(**said)


def _post(
    store: Store, person: Actor, key: str, values: dict[str, Any], step: Step, mark: str, now: datetime,
    page: str = "calendar",
) -> int:  # fmt: skip
    once = f"calendar:{step.period.id}:{mark}:{step.starts}:{step.ends}"
    address = {"year": str(step.year)} if page == "calendar" else {}
    return int(notices.post(store, person.id, key, values, page, address, now, once=once))
