"""The idle lock: a session nobody touches for some minutes is locked until its owner gives the password again.

Locked on the server: the gate lets no message of a locked session through and no page is drawn for it. What was typed
stays where it is, in the browser, because nothing is drawn anew. Only people count: keys and mouse (`/alive`), a page
drawn for a press, an act of a callback; never what redraws itself.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

from core.db.codec import instant
from core.db.store import Row, Store, office_errors
from core.errors import RuleBroken
from core.users import passwords, throttle
from schemas.base import Id
from schemas.user import User

USUAL = 15  # minutes
FREE = 5
NOTED_EVERY = timedelta(seconds=20)  # one write for many keys
_limits: dict[str, tuple[float, timedelta | None]] = {}  # database → when it was asked, what it said


def limit(store: Store) -> timedelta | None:
    """How long a session may rest: the institution's setting, else OFFICE_IDLE_MINUTES, else 15 min; None: for ever."""
    asked, found = _limits.get(store.name, (0.0, None))
    if asked and time.monotonic() - asked < 5:
        return found
    row = store.one("office", {}, {"idle_minutes": 1}) or {}
    said = row.get("idle_minutes")
    minutes = float(os.environ.get("OFFICE_IDLE_MINUTES") or USUAL) if said is None else float(said)
    found = timedelta(minutes=minutes) if minutes > 0 else None
    _limits[store.name] = (time.monotonic(), found)
    return found


def forget_limits() -> None:
    """Ask the setting anew at the next request."""
    _limits.clear()


def left(store: Store, session: Row, now: datetime | None = None) -> timedelta | None:
    """How long until this session is locked; zero when it is; None where the office locks nothing."""
    rest = limit(store)
    if session.get("locked"):
        return timedelta(0)
    if rest is None:
        return None
    active: datetime = session.get("active") or session["at"]
    resting = active + rest - (now or datetime.now(UTC))
    if resting > rest + throttle.SKEW:  # touched before the clock was set back: nobody knows how long ago
        return timedelta(0)
    return max(timedelta(0), resting)


def locked(store: Store, session: Row, now: datetime | None = None) -> bool:
    """Is this session locked? One that just became so is marked, so that it stays so whatever the clock says."""
    rest = left(store, session, now)
    if rest is None or rest:
        return False
    if not session.get("locked"):
        where = {"_id": session["_id"], "locked": {"$ne": True}} | _untouched(session)
        _mark(store, session, where, instant(now or datetime.now(UTC)))
    return True


def _untouched(session: Row) -> Row:
    # Another tab may have told of its owner a moment ago; what was read here is then out of date.
    return {"active": session["active"]} if session.get("active") else {"active": {"$exists": False}}


def touched(store: Store, session: Row, now: datetime | None = None) -> None:
    """The owner of this session is here; asked after `locked` only, and it never opens a locked one."""
    now = instant(now or datetime.now(UTC))
    if now - (session.get("active") or session["at"]) < NOTED_EVERY and session.get("active"):
        return
    with office_errors():
        store.side("sessions").update_one({"_id": session["_id"], "locked": {"$ne": True}}, {"$set": {"active": now}})


def lock(store: Store, session: Row) -> None:
    """Lock at once: the owner leaves his desk."""
    _mark(store, session, {"_id": session["_id"], "locked": {"$ne": True}}, instant(datetime.now(UTC)))


def _mark(store: Store, session: Row, where: Row, now: datetime) -> None:
    """Mark a session as locked, and write it down once."""
    from core.users.sessions import noted

    with office_errors():
        changed = store.side("sessions").update_one(where, {"$set": {"locked": True}}).modified_count
    if changed and session.get("user"):
        noted(store, session, "locked", now)


def unlock(
    store: Store, user: User, session: Row, password: str, now: datetime | None = None, noted: str = "unlocked"
) -> None:
    """Open a locked session with its owner's password, which proves anew who sits there (core.proofs).

    noted: the outcome in the list of sign-ins. Raises RuleBroken: wrong, or `signin.wait` after many tries.
    """
    now = instant(now or datetime.now(UTC))
    throttle.take(store, f"login:{user.login}", FREE, now)
    if not passwords.right_for(store, user, password):
        _note(store, user, session, "wrong", now)
        raise RuleBroken("signin.lock.wrong")
    throttle.forget(store, f"login:{user.login}")
    with office_errors():
        store.side("sessions").update_one(
            {"_id": session["_id"]}, {"$set": {"active": now, "proved": now}, "$unset": {"locked": ""}}
        )
    _note(store, user, session, noted, now)


def _note(store: Store, user: User, session: Row, outcome: str, now: datetime) -> None:
    from core.users.sessions import note

    note(store, user, outcome, session.get("address", ""), session.get("agent", ""), now)


def shut(store: Store, session_id: Id, now: datetime | None = None) -> bool:
    """Is the session of this id locked now? For each message of an open connection: one find by _id."""
    row = store.one(
        "sessions", {"_id": session_id}, {"at": 1, "active": 1, "locked": 1, "user": 1, "address": 1, "agent": 1}
    )
    return row is not None and locked(store, row, now)
