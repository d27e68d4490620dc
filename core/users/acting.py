"""Acting head and other roles carried out by order, from day to day; the rights hold in those days and no longer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core import access
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import office_zone
from core.tx import Tx
from core.users.rules import NEEDS, heads, other_than_oneself, paper, reason
from schemas.base import Id
from schemas.user import Acting, User
from schemas.words import Role

# Who watches, and who runs the machine, stays apart from those who keep the register (clause 13).
APART = (Role.administrator, Role.auditor)


def today() -> date:
    """Today's date on the office's clock."""
    return datetime.now(UTC).astimezone(office_zone()).date()


def in_force(user: User, day: date) -> Acting | None:
    """What this user carries out by order on a day, if anything."""
    return next((a for a in user.acting if a.starts <= day <= a.ends), None)


def actor_of(user: User, day: date | None = None) -> access.Actor:
    """The account as one who works on a day (today where none is given): his role or the one he carries out by order
    that day, the language, and what is assigned to him.
    """
    assigned = {
        "faculty": tuple(ref.id for ref in user.faculties),
        "department": (user.department.id,) if user.department else (),
        "teacher": (user.person.id,) if user.person else (),
        "group": tuple(user.groups),
    }
    acts = in_force(user, day or today())
    role, own = (acts.role, user.role) if acts else (user.role, None)
    return access.Actor(user.id, user.name, role, user.language, assigned, own)


def appoint(desk: Desk, id: Id, revision: int, role: Role, starts: date, ends: date, why: Why) -> User:
    """Let somebody carry out a role from day to day (both inclusive); the order stands in `why.basis`.

    Raises Problems (days, no order, nothing assigned for that role), RuleBroken (oneself, a closed account, his own
    role, days that overlap with another order, a second acting head in the same days, a head as anything else, an
    acting head named by who stands in himself).
    """
    access.require(desk.actor, "user.acting")
    number, day = paper(why)
    found = [Problem("ends", "users.acting_days")] if ends < starts else []
    if not found and ends < desk.today():
        found.append(Problem("ends", "users.acting_over"))
    if found:
        raise Problems(found)

    def work(tx: Tx) -> User:
        other_than_oneself(tx, id)
        user = tx.get(User, id, revision)
        heads(tx, role, user.role)
        if not user.active:
            raise RuleBroken("users.closed_already")
        # A head who acts as something else is no head in those days: the office would have nobody who appoints.
        if role in APART or user.role in (*APART, Role.head) or role is user.role:
            raise RuleBroken("users.acting_not_for", role=role, own=user.role)
        needed = NEEDS.get(role)
        if needed and not getattr(user, needed):
            raise Problems([Problem(needed, "users.scope_missing", {"role": role})])
        _free(tx, user, role, starts, ends)
        # Before its first day and after its last an entry gives nothing, so all of them may stay and be read.
        made = Acting(role=role, starts=starts, ends=ends, order_number=number, order_day=day)
        user.acting = sorted([*user.acting, made], key=lambda a: a.starts)
        return tx.save(user)

    return desk.transact("user.acting", work, why, given=[id, revision, role, starts, ends])


def end(desk: Desk, id: Id, revision: int, starts: date, why: Why) -> User:
    """End an acting early: its last day becomes yesterday; one that has not begun is taken back.

    starts: the first day of the entry, which tells it from others. Raises RuleBroken where there is none or it is over.
    """
    reason(why)

    def work(tx: Tx) -> User:
        other_than_oneself(tx, id)
        user = tx.get(User, id, revision)
        found = next((a for a in user.acting if a.starts == starts and a.ends >= tx.today), None)
        if found is None:
            raise RuleBroken("users.acting_none")
        heads(tx, found.role, user.role)
        left = [a for a in user.acting if a is not found]
        if found.starts < tx.today:
            left.append(found.model_copy(update={"ends": tx.today - timedelta(days=1)}))
        user.acting = sorted(left, key=lambda a: a.starts)
        return tx.save(user)

    return desk.transact("user.acting_end", work, why, right="user.acting", given=[id, revision, starts])


def _free(tx: Tx, user: User, role: Role, starts: date, ends: date) -> None:
    """No other order of his in these days, and no second acting head."""

    def meets(a: Acting) -> bool:
        return a.starts <= ends and starts <= a.ends

    if any(meets(a) for a in user.acting):
        raise RuleBroken("users.acting_overlaps", name=user.name)
    if role is not Role.head:
        return
    # Two such acts at once read each other's accounts as they were: this row makes them meet.
    tx.session.upsert("tries", {"_id": "heads"}, {"$inc": {"count": 1}})
    others = tx.find(User, {"_id": {"$ne": user.id}, "active": True, "acting.role": Role.head.value})
    for other in others:
        if any(a.role is Role.head and meets(a) for a in other.acting):
            raise RuleBroken("users.acting_overlaps", name=other.name)
