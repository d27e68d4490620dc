"""Reading, transactions and the five kinds of writes that are not acts. Errors leave here as OfficeError."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Collection as Some
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

import pymongo
from pymongo import UpdateOne, errors
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from core.db import files, orphans, server
from core.db.codec import CODEC
from core.db.indexes import INDEXES
from core.db.validators import own_rules, validator
from core.errors import Duplicate, NotFound, RuleBroken, Unavailable
from schemas.base import Document, Id

T = TypeVar("T")
D = TypeVar("D", bound=Document)
Row = dict[str, Any]
Sort = Sequence[tuple[str, int]]

# Writes that are not acts: drafts of sheets, sign-in sessions (wrong tries, the list of sign-ins), jobs with their
# staged rows, sums with their dirty marks, notices, what is found in names, letters of concern that wait for the
# auditor (core/concerns/box.py says why), what each user opened last and pinned. Everything else goes through
# desk.transact; who looked only grows.
SIDE = frozenset({
    "drafts", "sessions", "tries", "signins", "jobs", "staged", "sums", "dirty", "notices", "runs", "presence",
    "schedule", "name_findings", "concern_letters", "api_uses", "recents",
})  # fmt: skip
STARTING = 10.0  # seconds a server may take from its first answer to its first session
LOST = (
    errors.AutoReconnect, errors.ServerSelectionTimeoutError, errors.NetworkTimeout, errors.ConnectionFailure,
    errors.ExecutionTimeout, errors.WaitQueueTimeoutError, errors.ConfigurationError,
)  # fmt: skip


@contextmanager
def office_errors() -> Iterator[None]:
    """Turn the driver's errors into the office's; a lost connection is one calm message."""
    try:
        yield
    except LOST as e:
        raise Unavailable("errors.disk_full" if server.full() else "errors.unavailable") from e
    except errors.DuplicateKeyError as e:
        raise _duplicate(dict(e.details or {})) from e
    except errors.BulkWriteError as e:
        first = (e.details.get("writeErrors") or [{}])[0]
        raise (_duplicate(first) if first.get("code") == 11000 else _refused(first)) from e
    except errors.WriteError as e:
        raise _refused(dict(e.details or {})) from e
    except errors.OperationFailure as e:
        if e.code in (50, 262, 11602, 91, 189, 10107) or e.has_error_label("TransientTransactionError"):
            raise Unavailable("errors.unavailable") from e
        if e.code == 11000:
            raise _duplicate(dict(e.details or {})) from e
        raise


def _duplicate(details: Row) -> Duplicate:
    pattern = details.get("keyPattern") or {}
    field = next(iter(pattern), "") or "_id"
    found = re.search(r"collection: \S+?\.(\w+) index", details.get("errmsg", ""))
    return Duplicate(
        "errors.duplicate",
        field=list(pattern)[-1] if len(pattern) > 1 and field.startswith("subject") else field,
        value=str((details.get("keyValue") or {}).get(field, "")),
        collection=found.group(1) if found else "",
    )


def _refused(details: Row) -> Exception:
    if details.get("code") == 121:
        return RuleBroken("errors.refused_by_database", details=str(details.get("errInfo", ""))[:2000])
    return RuleBroken("errors.refused_by_database", details=str(details.get("errmsg", ""))[:2000])


def _hash(db: Database[Row], place: Id) -> str:
    seen = sha256()
    for block in files.blocks(db, place):
        seen.update(block)
    return seen.hexdigest()


class Session:
    """One open transaction: plain reads and writes inside it; raw driver errors, so the driver may run it again."""

    def __init__(self, db: Database[Row], session: ClientSession) -> None:
        self._db, self._s = db, session

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None:
        return self._db[collection].find_one(where, fields, session=self._s)

    def rows(
        self, collection: str, where: Row, fields: Row | None = None, limit: int = 0, sort: Sort = ()
    ) -> list[Row]:  # fmt: skip
        found = self._db[collection].find(where, fields, session=self._s, limit=limit, batch_size=1000)
        return list(found.sort(list(sort)) if sort else found)

    def insert(self, collection: str, documents: Sequence[Row]) -> None:
        if len(documents) == 1:
            self._db[collection].insert_one(documents[0], session=self._s)
        elif documents:
            self._db[collection].insert_many(documents, ordered=True, session=self._s)

    def update(self, collection: str, changes: Sequence[tuple[Row, Row]]) -> int:
        """Apply (filter, update) pairs; how many matched."""
        if len(changes) == 1:
            return self._db[collection].update_one(*changes[0], session=self._s).matched_count
        if not changes:
            return 0
        ops = [UpdateOne(f, u) for f, u in changes]
        return self._db[collection].bulk_write(ops, ordered=False, session=self._s).matched_count

    def upsert(self, collection: str, where: Row, update: Row) -> None:
        self._db[collection].update_one(where, update, upsert=True, session=self._s)

    def update_many(self, collection: str, where: Row, update: Row) -> int:
        return self._db[collection].update_many(where, update, session=self._s).matched_count

    def remove_personal(self, where: Row) -> int:
        """Erase personal values: the only deletion an act may do; their hashes stay."""
        return self._db["personal"].delete_many(where, session=self._s).deleted_count

    def remove_withdrawn(self, job: Id, ids: Sequence[Id]) -> int:
        """Remove students that a withdrawn big act had brought: nobody ever saw them, no entry names them."""
        if self.one("jobs", {"_id": job, "state": "withdrawn"}, {"_id": 1}) is None:
            return 0
        where = {"_id": {"$in": list(ids)}, "hidden": job}
        return self._db["students"].delete_many(where, session=self._s).deleted_count

    def remove_drafts(self, ids: Sequence[Id]) -> None:
        """Drafts that have become lines of a closed sheet."""
        if ids:
            self._db["drafts"].delete_many({"_id": {"$in": list(ids)}}, session=self._s)

    def remove_letters(self, ids: Sequence[Id]) -> None:
        """Letters of concern that have become messages of a report."""
        self._db["concern_letters"].delete_many({"_id": {"$in": list(ids)}}, session=self._s)

    def hold(self, place: Id) -> bool:
        """Mark laid bytes as kept by this act; False where they were swept meanwhile."""
        return self.update(files.FILES, [({"_id": place}, {"$set": {files.MARK: True}})]) == 1

    def hash_of(self, place: Id) -> str:
        """The SHA-256 of the bytes that stand at a place; bytes are never changed, so no snapshot is asked."""
        return _hash(self._db, place)

    def bump(self, counter: str, by: int = 1) -> int:
        """Raise a counter and return its last number; inside the transaction, so no gaps and no repeats."""
        row = self._db["counters"].find_one_and_update(
            {"_id": counter}, {"$inc": {"last": by}}, upsert=True, session=self._s,
            return_document=pymongo.ReturnDocument.AFTER,
        )  # fmt: skip
        return int(row["last"]) if row else 0  # an upsert always answers


class Store:
    """One database of the office."""

    def __init__(self, client: pymongo.MongoClient[Row], name: str) -> None:
        self.client = client
        self.db: Database[Row] = client.get_database(
            name, codec_options=CODEC, write_concern=WriteConcern("majority", j=True)
        )
        self.name = name

    # reading -----------------------------------------------------------------------------------------------

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is asked inside is answered within so many seconds, or the database is away."""
        with pymongo.timeout(seconds):
            yield

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None:
        """One stored row, or None."""
        with office_errors():
            return self.db[collection].find_one(where, fields)

    def load(self, model: type[D], id: Id) -> D:
        """A whole document as its model; NotFound when there is none."""
        row = self.one(model.collection, {"_id": id})
        if row is None:
            raise NotFound("errors.not_found", kind=model.collection, id=id)
        return model.model_validate(row)

    def rows(
        self, collection: str, where: Row, fields: Row | None = None, sort: Sort = (), limit: int = 0, skip: int = 0,
        hint: str | None = None,
    ) -> list[Row]:  # fmt: skip
        """Stored rows in order; lists always name a limit or a narrow filter."""
        with office_errors():
            cursor = self.db[collection].find(where, fields, limit=limit, skip=skip, batch_size=1000)
            if sort:
                cursor = cursor.sort(list(sort))
            return list(cursor.hint(hint) if hint else cursor)

    def each(self, collection: str, where: Row, fields: Row | None = None, sort: Sort = ()) -> Iterator[Row]:
        """Stored rows one by one, for whole walks (verify, export); flat in memory."""
        with office_errors():
            cursor = self.db[collection].find(where, fields, batch_size=1000)
            yield from (cursor.sort(list(sort)) if sort else cursor)

    def count(self, collection: str, where: Row, most: int = 0) -> int:
        """How many rows; with `most`, counting stops there."""
        limit: dict[str, Any] = {"limit": most} if most else {}
        with office_errors():
            return self.db[collection].count_documents(where, **limit)

    def size(self, collection: str) -> int:
        """How many rows a collection has, from its own count; instant."""
        with office_errors():
            return self.db[collection].estimated_document_count()

    def aggregate(self, collection: str, pipeline: list[Row], seconds: float = 0) -> list[Row]:
        """Rows of an aggregation that the office's own code wrote. seconds: how long it may take; RuleBroken
        `errors.too_long` where it takes longer."""
        limit: dict[str, Any] = {"maxTimeMS": int(seconds * 1000)} if seconds else {}
        with office_errors():
            try:
                return list(self.db[collection].aggregate(pipeline, **limit))
            except errors.ExecutionTimeout as e:
                if not seconds:
                    raise
                raise RuleBroken("errors.too_long", seconds=int(seconds)) from e

    def documents(self, rows: Sequence[Row], pipeline: list[Row]) -> list[Row]:
        """The same over rows that stand in no collection; few enough to be sent with the question."""
        if not rows:
            return []
        with office_errors():
            return list(self.db.aggregate([{"$documents": {"$literal": list(rows)}}, *pipeline]))

    def indexed(self, collection: str, where: Row) -> bool:
        """Does the database find these rows by an index, as it would go about it now?"""
        with office_errors():
            plan = self.db[collection].find(where).explain()["queryPlanner"]["winningPlan"]
        return "COLLSCAN" not in str(plan)

    def names(self, collection: str, field: str, where: Row | None = None) -> list[Any]:
        """The distinct values of a field."""
        with office_errors():
            return list(self.db[collection].distinct(field, where or {}))

    # writing -----------------------------------------------------------------------------------------------

    def transact(self, work: Callable[[Session], T], seconds: float = 20) -> T:
        """Run `work` in one transaction, again if two acts met; all or nothing, on a majority of the servers."""
        until = time.monotonic() + min(seconds, STARTING)
        with office_errors(), pymongo.timeout(seconds):
            while True:
                try:
                    with self.client.start_session() as session:
                        return session.with_transaction(
                            lambda s: work(Session(self.db, s)),
                            read_concern=ReadConcern("snapshot"),
                            write_concern=WriteConcern("majority", j=True),
                        )
                except errors.ConfigurationError:  # a server that is just starting says that it knows no sessions
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.05)

    def lay(self, data: bytes) -> files.Laid:
        """Lay a file's bytes down before the act that keeps them; unkept they are swept after a day."""
        with office_errors():
            return files.lay(self.db, data)

    def bytes_of(self, place: Id) -> bytes:
        """The bytes at a place; fewer or none where they are gone (their hash tells)."""
        with office_errors():
            return b"".join(files.blocks(self.db, place))

    def hash_of(self, place: Id) -> str:
        """The SHA-256 of the bytes at a place, flat in memory."""
        with office_errors():
            return _hash(self.db, place)

    def sweep(self, before: datetime) -> int:
        """Remove bytes laid before a moment that no act kept; how many files they were."""
        with office_errors():
            return files.sweep(self.db, before)

    def look(self, row: Row) -> None:
        """Write down that somebody looked: a line that only comes, for which there is no change and no removal."""
        with office_errors():
            self.db["looks"].insert_one(row)

    def side(self, name: str) -> Collection[Row]:
        """A collection whose writes are not acts (see SIDE)."""
        if name not in SIDE:
            raise ValueError(f"{name} is written by acts only")
        return self.db[name]

    # shape -------------------------------------------------------------------------------------------------

    def shape(self, models: Sequence[type[Document]], only: Some[str] = INDEXES) -> None:
        """Make collections, validators and indexes as declared; drop undeclared indexes. only: of these collections,
        for trials that need few."""
        # Safe to repeat after a crash, so no step waits for the journal by itself.
        db = self.db.with_options(write_concern=WriteConcern(1))
        with office_errors():
            present = set(db.list_collection_names())
            own = own_rules(db["kinds"].find({"sort": "field"}))
            rules = {m.collection: validator(m, own) for m in models}
            for name, specs in ((n, INDEXES[n]) for n in only):
                rule: Row = {}
                if name in rules:
                    rule = {"validator": rules[name], "validationLevel": "strict", "validationAction": "error"}
                wanted = [pymongo.IndexModel(keys, **options) for keys, options in specs]
                if name not in present:
                    zstd = {"wiredTiger": {"configString": "block_compressor=zstd"}}
                    db.create_collection(name, storageEngine=zstd, **rule)
                else:
                    if rule:
                        db.command({"collMod": name, **rule})
                    names = {i.document["name"] for i in wanted}
                    for old in set(db[name].index_information()) - names - {"_id_"}:
                        db[name].drop_index(old)
                if wanted:
                    db[name].create_indexes(wanted)

    def reshape(self, model: type[Document], coming: Row | None = None) -> None:
        """Renew the rule of one collection by the fields the office has added; `coming`: one about to be stored."""
        with office_errors():
            rows = [*self.db["kinds"].find({"sort": "field"}), *([coming] if coming else [])]
            rule = validator(model, own_rules(rows))
            self.db.command({"collMod": model.collection, "validator": rule})

    def let_go(self) -> int:
        """End what processes of this machine held that were killed in the middle of an act; how many acts."""
        return orphans.let_go(self.client)

    def ping(self) -> bool:
        """Is the database there and writable?"""
        try:
            with pymongo.timeout(2):
                return bool(self.client.admin.command("hello").get("isWritablePrimary"))
        except errors.PyMongoError:
            return False
