"""Who asks by a key, and how often: the key, the account behind it, the minute's count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.api.keys import READ, hash_of
from core.db.codec import instant
from core.db.store import Store, office_errors
from core.desk import Desk
from core.errors import Forbidden, NotFound, RuleBroken
from core.users import actor_of
from schemas.api_key import ApiKey, ApiKeyState
from schemas.base import Id, Lang
from schemas.user import User


@dataclass(frozen=True)
class Caller:
    """A system that asks: its key and a desk with the rights of the account behind it."""

    key: ApiKey
    desk: Desk


def opened(store: Store, secret: str, lang: Lang, now: datetime | None = None) -> Caller:
    """Who holds this key. Raises Forbidden with the cause (no such key, withdrawn, over, the account is closed) and
    RuleBroken `api.too_often` when this minute's requests are used up; every request counts."""
    now = now or datetime.now(UTC)
    if not secret or len(secret) > 200:
        raise Forbidden("api.no_key")
    row = store.one("api_keys", {"hash": hash_of(secret)})
    if row is None:
        raise Forbidden("api.no_key")
    key = ApiKey.model_validate(row)
    if key.status is ApiKeyState.withdrawn:
        raise Forbidden("api.withdrawn")
    account = store.one("users", {"_id": key.user.id})
    if account is None or not account.get("active"):
        raise Forbidden("api.account_closed")
    user = User.model_validate(account)
    desk = Desk(actor_of(user), store, lambda: now).speaking(lang)
    if key.until < desk.today():
        raise Forbidden("api.over", day=key.until)
    _count(store, key, now)
    return Caller(key, desk)


def _count(store: Store, key: ApiKey, now: datetime) -> None:
    minute = now.replace(second=0, microsecond=0)
    with office_errors():
        found = store.side("tries").find_one_and_update(
            {"_id": f"api:{key.id}:{minute:%Y%m%d%H%M}"},
            {"$inc": {"count": 1}, "$set": {"expires": instant(minute + timedelta(minutes=5))}},
            upsert=True, return_document=True,
        )  # fmt: skip
        assert found is not None  # upserted
        if found["count"] > key.per_minute:
            raise RuleBroken("api.too_often", n=key.per_minute, seconds=60 - now.second)
        if found["count"] == 1:  # once a minute is often enough to know that a key is in use
            store.side("api_uses").update_one({"_id": key.id}, {"$set": {"at": instant(now)}}, upsert=True)


def caller_of(desk: Desk, id: Id) -> Caller:
    """What a key would open, for who keeps the keys: its document can be drawn up without the secret."""
    key = desk.get(ApiKey, id, READ)
    account = desk.store.one("users", {"_id": key.user.id})
    if account is None:
        raise NotFound("errors.not_found", kind="users", id=key.user.id)
    return Caller(key, Desk(actor_of(User.model_validate(account)), desk.store).speaking(desk.lang))
