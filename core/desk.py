"""The desk: who works, when, on which database. `transact` is the only door for acts.

An act is one transaction: its changes, the events of the students it touches, one audit entry on the chain of its
subject, all or nothing. The same command twice is one act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from core import access, fields, house, merged, metrics, pending, proofs
from core.db.codec import digest, instant, plain
from core.db.store import D, Row, Session, Sort, Store
from core.errors import NotFound, OfficeError, RuleBroken
from core.tx import Tx
from schemas.base import Basis, Document, Id, Lang, new_id

T = TypeVar("T", bound=Document)
ASKING = 5.0  # seconds to ask what became of an act whose database went away: a person waits
SECONDS, LONG = 20.0, 55.0  # an act; one that may move thousands (the database itself lets no act last a minute)


@dataclass(frozen=True)
class Why:
    """The reason, the paper it rests on, and the command number made when the form was drawn.

    code: a reason code of the office (schemas.kinds.ReasonCode); its name stands in the reason too.
    """

    reason: str = ""
    basis: Basis | None = None
    command: str = field(default_factory=new_id)
    code: str = ""


@dataclass(frozen=True)
class Desk:
    """Who works (actor), on which database (store), by which clock; `ids` makes identifiers."""

    actor: access.Actor
    store: Store
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ids: Callable[[], Id] = new_id
    zone: str = "Asia/Almaty"

    @property
    def lang(self) -> Lang:
        return self.actor.lang

    def now(self) -> datetime:
        """This moment, as the database keeps it."""
        return instant(self.clock())

    def today(self) -> date:
        """Today's date where the office stands."""
        return self.clock().astimezone(ZoneInfo(self.zone)).date()

    def may(self, right: str) -> bool:
        """Has the user this right at all? (Pages hide by it; acts check it again with the scope.)"""
        return self.actor.may(right)

    # reading, inside the user's scope ------------------------------------------------------------------------

    def get(self, model: type[D], id: Id, right: str) -> D:
        """One document the user may see; NotFound both where there is none and where it is hidden by a job."""
        row = self.store.one(model.collection, {"_id": id})
        if row is not None and row.get("pending") and pending.settle(self.store, [id]):
            row = self.store.one(model.collection, {"_id": id})
        if row is None or self.hidden(row):
            raise NotFound("errors.not_found", kind=model.collection, id=id)
        access.within(self.actor, right, model, row)
        return model.model_validate(self.seen(model, row))

    def seen(self, model: type[Document], row: Row) -> Row:
        """A stored row without what the office hides from this role, its history included; marks are a right apart."""
        kept = fields.without_hidden(model, self.actor.role, row)
        return kept if self.may("student.results") else fields.without_results(model, kept)

    def where(self, model: type[Document], right: str, where: Row | None = None) -> Row:
        """A condition narrowed to the user's scope and to what is published."""
        return both(self._scoped(model, right, where), self.visible(model))

    def _scoped(self, model: type[Document], right: str, where: Row | None) -> Row:
        return both(where or {}, access.scope_filter(self.actor, right, model))

    def rows(
        self, model: type[Document], right: str, where: Row | None = None, only: Row | None = None,
        sort: Sort = (), limit: int = 50, skip: int = 0,
    ) -> list[Row]:  # fmt: skip
        """Stored rows of a word inside the user's scope, a page at a time.

        Whether a big act hides a row is asked only when a row found carries such a mark: most lists read once.
        """

        def read(narrowed: Row) -> list[Row]:
            found = self.store.rows(model.collection, narrowed, only, sort, limit, skip)
            return [self.seen(model, row) for row in found]

        if model.collection != "students" or any(only.values() if only else ()):
            return read(self.where(model, right, where))
        found = read(self._scoped(model, right, where))
        marks = {r["hidden"] for r in found if r.get("hidden")}
        if any(r.get("merged") for r in found) or marks and marks & set(self._unpublished()):
            return read(self.where(model, right, where))
        return found

    def count(self, model: type[Document], right: str, where: Row | None = None, most: int = 0) -> int:
        """How many documents the user may see under a condition."""
        return self.store.count(model.collection, self.where(model, right, where), most)

    def visible(self, model: type[Document]) -> Row:
        """Documents of a big act are invisible until its last transaction publishes them; a record joined to another
        of the same person stands in no list."""
        if model.collection != "students":
            return {}
        running, away = self._unpublished(), merged.away(self.store)
        # By id, not by the mark itself: most indexes of the lists carry the id, none carries the mark.
        return ({"hidden": {"$nin": running}} if running else {}) | ({"_id": {"$nin": away}} if away else {})

    def hidden(self, row: Row) -> bool:
        """Was this row brought by a big act that is not published yet, was withdrawn, or was undone?"""
        return bool(row.get("hidden")) and row["hidden"] in self._unpublished()

    def _unpublished(self) -> list[str]:
        return pending.unpublished(self.store)

    # acting --------------------------------------------------------------------------------------------------

    def transact(
        self, action: str, work: Callable[[Tx], T], why: Why, right: str | None = None, given: Any = None,
        seconds: float = SECONDS,
    ) -> T:  # fmt: skip
        """Run one act: `work` returns the document on whose chain the audit entry stands.

        right: the right it needs, where it is not the action's own name. given: what the act was asked to do; the
        same command with the same `given` returns its subject as it is now, with another one it is refused, so a form
        mended after a lost answer is never told «saved». seconds: how long it may take. Raises what `work` raises;
        nothing is then changed.
        """
        with metrics.act(action) as outcome:
            access.require(self.actor, right or action)
            if right != "user.self":
                proofs.require(self.store, self.actor, action, self.now())
            house.refresh(self.store, pause=house.PAUSE)
            asked = digest(plain(given)) if given is not None else ""

            def once(session: Session) -> T:
                tx = Tx(session, self.actor, self.now(), self.today(), self.ids, right or action)
                if why.code:
                    tx.reason_code(why.code, action)
                subject = work(tx)
                tx.seal(subject, action, why.reason, why.basis, why.command, asked, why.code)
                return subject

            try:
                return self.store.transact(once, seconds)
            except OfficeError:
                with self.store.within(ASKING):  # where the answer to a commit was lost, the trail knows
                    done = self.store.one("audit_events", {"command": why.command})
                if done is None or done["action"] != action or done["actor"]["id"] != self.actor.id:
                    raise
                if done.get("given", "") != asked:
                    raise RuleBroken("errors.command_reused") from None
                outcome[0] = "repeated"
                found: T = self._subject(done)
                return found

    def _subject(self, entry: Row) -> Any:
        from core.registry import model_of

        return self.store.load(model_of(entry["subject"]["kind"]), entry["subject"]["id"])

    def speaking(self, lang: Lang) -> Desk:
        """The same desk in another language."""
        return replace(self, actor=replace(self.actor, lang=lang))


def both(first: Row, second: Row) -> Row:
    """Two conditions that must hold together."""
    return {"$and": [first, second]} if first and second else first or second
