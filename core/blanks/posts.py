"""Who answers for blanks: appointed by the head on a basis; the post is handed over with a stock-taking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import access
from core.blanks import steps
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.base import Id, Ref
from schemas.blank import BlankCount, BlankPost, CountStatus, CountWhy, Operation
from schemas.user import User

RIGHT = "blank.appoint"


def keeper(desk: Desk, kind: str) -> BlankPost | None:
    """Who answers for a kind today."""
    access.require(desk.actor, "blank.read")
    return steps.keeper_of(desk.store, kind)


def standing(desk: Desk, past: bool = False) -> list[BlankPost]:
    """The posts of today, or all that ever were, the newest first."""
    access.require(desk.actor, "blank.read")
    where = {} if past else {"until": None}
    rows = desk.store.rows("blank_posts", where, None, [("until", 1), ("since", -1)], 200)
    return [BlankPost.model_validate(r) for r in rows]


def candidates(desk: Desk) -> list[Ref]:
    """Accounts in use whose role may post, who can be made keepers."""
    access.require(desk.actor, RIGHT)
    roles = [r.value for r in access.RIGHTS if steps.RIGHT in access.RIGHTS[r]]
    rows = desk.store.rows("users", {"role": {"$in": roles}, "active": True}, None, [("name", 1)], 200)
    return [User.model_validate(r).ref() for r in rows]


def appoint(desk: Desk, user: Id, kinds: Sequence[str], since: date, why: Why) -> BlankPost:
    """The first keeper of some kinds (none named: of all others). Where there is one, the post is handed over instead.

    Raises Problems (no basis, a day ahead, an account that may not post), RuleBroken `blanks.has_keeper`.
    """
    _based(why)

    def work(tx: Tx) -> BlankPost:
        if since > tx.today:
            raise Problems([Problem("since", "blanks.day_ahead")])
        now = [BlankPost.model_validate(r) for r in tx.session.rows("blank_posts", {"until": None}, limit=50)]
        taken = next((p for p in now if set(p.kinds) & set(kinds) or not p.kinds and not kinds), None)
        if taken:
            raise RuleBroken("blanks.has_keeper", name=taken.user.label)
        return tx.add(BlankPost(_id=tx.new_id(), user=_user(tx, user), kinds=list(kinds), since=since, basis=why.basis))

    return desk.transact("blank.appoint", work, why, RIGHT, [user, list(kinds), since])


def hand_over(desk: Desk, post: Id, revision: int, to: Id, count: Id, why: Why) -> BlankPost:
    """Another person takes the post over: only by a finished stock-taking of these kinds made for it, on its day; a
    line of the journal for every kind and series that was counted.

    Raises Problems (no basis), RuleBroken `blanks.count_needed`, `blanks.post_over`, `blanks.same_keeper`.
    """
    _based(why)

    def work(tx: Tx) -> BlankPost:
        old = tx.get(BlankPost, post, revision)
        counted = tx.get(BlankCount, count)
        if old.until is not None:
            raise RuleBroken("blanks.post_over", name=old.user.label)
        fits = counted.status is CountStatus.done and counted.why is CountWhy.post and counted.day >= old.since
        if not fits or set(counted.kinds) != set(old.kinds):
            raise RuleBroken("blanks.count_needed")
        if tx.session.one("blank_posts", {"handing.id": counted.id}, {"_id": 1}):
            raise RuleBroken("blanks.count_needed")
        new = _user(tx, to)
        if new.id == old.user.id:
            raise RuleBroken("blanks.same_keeper")
        for row in counted.rows:
            steps.post(tx, Operation.post, row.kind, row.series, row.found, counted.day, act=True, basis=why.basis,
                       source=old.user.label.kk, target=new.label.kk, commission=counted.commission,
                       counted=counted.ref())  # fmt: skip
        old.until = counted.day
        tx.save(old)
        return tx.add(BlankPost(_id=tx.new_id(), user=new, kinds=old.kinds, since=counted.day, basis=why.basis,
                                handing=counted.ref()))  # fmt: skip

    return desk.transact("blank.hand_over", work, why, RIGHT, [post, revision, to, count])


def _user(tx: Tx, id: Id) -> Ref:
    """An account in use whose role may post."""
    found = tx.find(User, {"_id": id}, 1)
    if not found or not found[0].active or steps.RIGHT not in access.RIGHTS[found[0].role]:
        raise Problems([Problem("user", "blanks.may_not_keep")])
    return found[0].ref()


def _based(why: Why) -> None:
    if why.basis is None or not why.basis.number or not why.basis.day:
        raise Problems([Problem("basis.number", "errors.field.missing")])
