"""Saved views: filters, columns and order of a list under a name; one's own or shared with all."""

from __future__ import annotations

from typing import Any

from core.desk import Desk, Why
from core.errors import RuleBroken
from core.tx import Tx
from schemas.base import Id
from schemas.view import View


def saved(desk: Desk, page: str) -> list[View]:
    """The views of a list this user may choose: his own and the shared ones, by name."""
    where = {"page": page, "active": True, "$or": [{"owner": desk.actor.id}, {"shared": True}]}
    rows = desk.store.rows("views", where, sort=[("name", 1)], limit=200)
    return [View.model_validate(r) for r in rows]


def keep(desk: Desk, page: str, name: str, settings: dict[str, Any], shared: bool, why: Why) -> View:
    """Save what is on the screen under a name; one's own view of that name is replaced."""

    def work(tx: Tx) -> View:
        mine = tx.find(View, {"page": page, "name": name.strip(), "owner": tx.actor.id, "active": True})
        if not mine:
            return tx.add(
                View(_id=tx.new_id(), page=page, name=name, owner=tx.actor.id, shared=shared, settings=settings)
            )
        view = mine[0].model_copy(update={"settings": settings, "shared": shared})
        return tx.save(view)

    return desk.transact("view.save", work, why)


def drop(desk: Desk, id: Id, why: Why) -> View:
    """Take one's own view out of the list; it stays in the history."""

    def work(tx: Tx) -> View:
        view = tx.get(View, id)
        if view.owner != tx.actor.id:
            raise RuleBroken("tables.view_not_own")
        return tx.save(view.model_copy(update={"active": False}))

    return desk.transact("view.save", work, why)
