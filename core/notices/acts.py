"""News is told inside the act it comes from; its words are frozen in three languages, each reader has his own copy.

A notice is no act: the act that told it stands in the audit, and what a person has read is his own matter. So
notices stand beside the trail, in a collection of their own whose marks are changed freely.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from core.db.codec import plain
from core.db.store import Store, office_errors
from core.errors import Duplicate
from core.i18n import t
from core.tx import Tx
from schemas.base import LANGS, Id, Text, new_id
from schemas.notice import Notice
from schemas.words import Role

LONGEST = 400


def tell(
    tx: Tx, to: Id | Role, key: str, values: dict[str, Any] | None = None, page: str = "",
    address: dict[str, str] | None = None, task: Id | None = None, once: str | None = None,
) -> None:  # fmt: skip
    """News for a person (user id) or for everybody of a role except who acts, in the same transaction.

    key, values: a message (values that are Text, Word, dates are said in each language). page, address: where it
    leads. The area of the key («papers» of papers.ready) is all that an e-mail will say of it, see notices.kind.
    once: a name under which a person is told but once.
    """
    ids = [to]
    if isinstance(to, Role):
        rows = tx.session.rows("users", {"role": to.value, "active": True}, {"_id": 1})
        ids = [r["_id"] for r in rows if r["_id"] != tx.actor.id]
    for id in ids:
        if once and tx.session.one("notices", {"to": id, "once": once}, {"_id": 1}):
            continue
        notice = made(tx.new_id(), id, key, values or {}, page, address or {}, tx.now, task, once)
        tx.keep("notices", plain(notice))


def post(
    store: Store, to: Id, key: str, values: dict[str, Any], page: str, address: dict[str, str], now: datetime,
    task: Id | None = None, once: str | None = None,
) -> bool:  # fmt: skip
    """News outside an act (a reminder); once: a name under which a person is told but once. Was it told now?"""
    notice = made(None, to, key, values, page, address, now, task, once)
    try:
        with office_errors():
            store.side("notices").insert_one(plain(notice))
    except Duplicate:
        return False
    return True


def made(
    id: Id | None, to: Id, key: str, values: dict[str, Any], page: str, address: dict[str, str], now: datetime,
    task: Id | None = None, once: str | None = None,
) -> Notice:  # fmt: skip
    """A notice with its words frozen."""
    text = Text.model_validate({lang: t(key, lang, **values)[:LONGEST] for lang in LANGS})
    return Notice(
        _id=id or new_id(), to=to, key=key, text=text, page=PurePosixPath(page).stem, address=address, at=now,
        next_at=now, task=task, once=once,
    )  # fmt: skip


def settled(tx: Tx, task: Id) -> None:
    """What a notice announced is done: it counts as read for everybody."""
    tx.session.update_many("notices", {"task": task, "read_at": None}, {"$set": {"read_at": tx.now}})
