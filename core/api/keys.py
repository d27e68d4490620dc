"""Keys of other systems are given and withdrawn; the secret is shown once and kept nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from core import access
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.tx import Tx
from schemas.api_key import ApiKey, ApiKeyState
from schemas.base import Id, Ref, Text

READ, EDIT = "api_key.read", "api_key.edit"
LONGEST = 366 * 2  # days: a key is looked at anew at least every second year
SEEN = 8  # letters of a key by which people know it


def invented() -> str:
    """A new secret, 32 random bytes as letters."""
    return "ok_" + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What the office keeps of a secret: enough to know it again, not enough to make it."""
    return sha256(secret.encode()).hexdigest()


def give(desk: Desk, values: Mapping[str, Any], user: Id, secret: str, why: Why) -> ApiKey:
    """Give a system its key: {name, sources, iin, per_minute, until}, with the rights of an account.

    Raises Problems beside the fields: a day that is over or too far, an account that is closed (`user`).
    """

    def work(tx: Tx) -> ApiKey:
        wrong: list[Problem] = []
        row = tx.session.one("users", {"_id": user, "active": True}, {"name": 1})
        if row is None:
            wrong.append(Problem("user", "api.account_closed" if user else "errors.field.missing"))
        try:
            made = ApiKey.model_validate({
                **values, "_id": tx.new_id(), "starts": secret[:SEEN], "hash": hash_of(secret),
                "user": Ref(id=user or "-", label=Text(kk=row["name"] if row else "-")),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems([*Problems.of(e).problems, *wrong]) from None
        if made.until < tx.today:
            wrong.append(Problem("until", "api.until_over"))
        elif (made.until - tx.today).days > LONGEST:
            wrong.append(Problem("until", "api.until_far", {"days": LONGEST}))
        if wrong:
            raise Problems(wrong)
        return tx.add(made)

    return desk.transact("api_key.give", work, why, EDIT, [plain(dict(values)), user, hash_of(secret)])


def withdraw(desk: Desk, id: Id, revision: int, why: Why) -> ApiKey:
    """Withdraw a key; its next request is refused. Raises RuleBroken when it was withdrawn before."""

    def work(tx: Tx) -> ApiKey:
        kept = tx.get(ApiKey, id, revision)
        if kept.status is ApiKeyState.withdrawn:
            raise RuleBroken("api.withdrawn_already")
        kept.status = ApiKeyState.withdrawn
        return tx.save(kept)

    return desk.transact("api_key.withdraw", work, why, EDIT, [id, revision])


def listed(desk: Desk, page: int = 0, size: int = 50) -> list[Row]:
    """Keys, the newest first, without their fingerprints; `used`: when last."""
    rows = desk.rows(ApiKey, READ, {}, {"hash": 0, "head": 0}, [("_id", -1)], size, page * size)
    marks = desk.store.rows("api_uses", {"_id": {"$in": [r["_id"] for r in rows]}}, limit=max(1, size))
    used = {m["_id"]: m["at"] for m in marks}
    return [{**r, "used": used.get(r["_id"])} for r in rows]


def people(desk: Desk) -> Sequence[tuple[Id, str, str]]:
    """The accounts a key may stand on: (id, name, role), by name."""
    access.require(desk.actor, EDIT)
    rows = desk.store.rows("users", {"active": True}, {"name": 1, "role": 1}, [("name", 1)], 2000)
    return [(r["_id"], r["name"], r["role"]) for r in rows]
