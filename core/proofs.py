"""Acts that ask who sits there: what is signed, and what gives or takes rights, wants a proof (password, code) that is
no older than the institution says, whatever screen was left open.

Held at the desk, so no page can forget it. Who acts without a screen (a long work, a command, another system's key) has
no session to ask; a long work is asked when it is begun.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from core.access import Actor
from core.db.store import Store
from core.errors import Unproved

USUAL = 30  # minutes: who signs a pile of papers is asked once or twice
SKEW = timedelta(minutes=5)  # so far two servers' clocks may differ
# Acts and long works. A user's own settings are not here: the door asks both proofs for these each time.
ASKED = frozenset({
    "order.sign", "diploma.register", "diploma.register_duplicate", "diploma.annul", "diplomas.register",
    "norm.adopt", "rulebook.edit", "correction.confirm",
    "user.appoint", "user.appoint_many", "user.edit", "user.assign", "user.close", "user.reopen", "user.password",
    "user.acting", "user.acting_end", "user.second_reset", "user.sessions",
    "office.edit", "office.ask_end", "api_key.give", "student.erase", "credential.rotate",
})  # fmt: skip


def require(store: Store, actor: Actor, act: str, now: datetime) -> None:
    """Unproved `users.prove_needed` where this act asks a proof and the session's last one is too old.

    Whom the institution's own service lets in has no password here: without a second factor there is nothing to ask.
    """
    if act not in ASKED or not actor.session:
        return
    said = (store.one("office", {}, {"proof_minutes": 1}) or {}).get("proof_minutes")
    limit = timedelta(minutes=USUAL if said is None else int(said))
    row = store.one("sessions", {"_id": actor.session}, {"at": 1, "proved": 1, "by": 1})
    if not limit or row is None or not by(store, actor, str(row.get("by"))):
        return
    at: datetime = row.get("proved") or row["at"]
    if not -SKEW <= now - at <= limit:
        raise Unproved("users.prove_needed")


def by(store: Store, actor: Actor, came: str) -> str:
    """By what a user proves himself here: «password», «code», or «» where he can't. came: how he signed in."""
    if came != "service":
        return "password"
    return "code" if (store.one("users", {"_id": actor.id}, {"second_factor": 1}) or {}).get("second_factor") else ""
