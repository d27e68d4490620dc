"""Findings kept in step with the records, so that the list is read from an index and never looks through everybody.

A whole scan walks each collection by its ids, a batch at a time. After it `freshen` looks only at what acts have
touched since, as the trail tells it; both write the findings of a record anew, whatever they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.db.codec import plain
from core.db.store import Row, Store, office_errors
from core.i18n import order_key
from core.names.findings import Found, Known, found_in
from core.search import full_name
from schemas.base import Document, Id, Ref
from schemas.discipline import Discipline, Programme
from schemas.kinds import Kind, Sort
from schemas.names import Finding, Stranger
from schemas.reference import Department, Office, Person
from schemas.student import Student

MODELS: tuple[type[Document], ...] = (Discipline, Programme, Department, Person, Office, Kind, Student)
BATCH = 2000  # records looked at together
MOST = 5000  # records looked at when the page is opened; what is more waits for the next opening or the night
OVERLAP = timedelta(minutes=2)  # an act that began earlier may be written later
STATE = "state"  # the row of the findings that says until when they are true
_SILENT = frozenset({Sort.wording.value})  # says the same in fewer languages on purpose
_FIELDS: Row = {
    "name": 1, "number": 1, "hidden": 1, "studies.faculty.id": 1, "studies.department.id": 1, "studies.group": 1,
}  # fmt: skip


def whole(
    store: Store, progress: Callable[[int, int], None] | None = None, stopped: Callable[[], bool] | None = None
) -> int:  # fmt: skip
    """Look at every record anew; how many were looked at. Stopped between two batches, it leaves the list as it was
    until then, and it is not said to be whole."""
    began, known = datetime.now(UTC), Known.now()
    total, done = sum(store.size(m.collection) for m in MODELS), 0
    for model in MODELS:
        after = ""
        while not (stopped and stopped()):
            rows = _batch(store, model, after)
            last = str(rows[-1]["_id"]) if len(rows) == BATCH else None
            _keep(store, model, rows, known, after, last)
            done += len(rows)
            if progress:
                progress(min(done, total), total)
            if last is None:
                break
            after = last
        else:
            return done
    _say(store, {"at": began, "whole": began, "stale": False})
    return done


def freshen(store: Store, most: int = MOST) -> bool:
    """Look at what acts have touched since, at most so many records at once; False before the first whole scan."""
    state = state_of(store)
    if state is None:
        return False
    where = {"at": {"$gt": state["at"] - OVERLAP}}
    fields = {"touched.kind": 1, "touched.id": 1, "pages": 1, "at": 1}
    touched: dict[str, set[Id]] = {m.collection: set() for m in MODELS}
    until = datetime.now(UTC)
    for entry in store.each("audit_events", where, fields, [("at", 1)]):
        for one in _touched(store, entry):
            if one["kind"] in touched:
                touched[one["kind"]].add(one["id"])
        if sum(map(len, touched.values())) > most:
            until = entry["at"] + OVERLAP
            break
    look_at(store, touched)
    spelled = {"_id": {"$in": sorted(touched["kinds"])}, "sort": {"$in": ["term", "letters"]}}
    fresh = store.count("kinds", {**spelled, "updated.at": {"$gt": state["whole"]}}, 1)
    _say(store, {"at": max(until, state["at"]), "stale": bool(state.get("stale") or fresh)})
    return True


def _touched(store: Store, entry: Row) -> Iterable[Row]:
    if not entry.get("pages"):
        yield from entry["touched"]
        return
    for page in store.each("audit_pages", {"entry": entry["_id"]}, {"touched.kind": 1, "touched.id": 1}):
        yield from page["touched"]


def look_at(store: Store, touched: dict[str, set[Id]]) -> None:
    """Find anew in these records (ids by collection); what the office described is looked at as a whole."""
    known = Known.now()
    for model in MODELS:
        ids = sorted(touched.get(model.collection, ()))
        if model is Kind and ids:
            _keep(store, model, _batch(store, Kind, ""), known, "", None)
            continue
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            fields = _FIELDS if model is Student else None
            rows = store.rows(model.collection, {"_id": {"$in": part}}, fields)
            _write(store, {"kind": model.collection, "of": {"$in": part}}, _found(store, model, rows, known))


def state_of(store: Store) -> Row | None:
    """Until when the findings are true (`at`), when everything was looked at (`whole`), and whether the glossary or
    the table of letters has changed since (`stale`: a whole look is due); None before the first."""
    return store.one(Finding.collection, {"_id": STATE})


def _say(store: Store, values: Row) -> None:
    with office_errors():
        store.side(Finding.collection).update_one({"_id": STATE}, {"$set": values}, upsert=True)


def _batch(store: Store, model: type[Document], after: Id) -> list[Row]:
    if model is Kind:
        return [] if after else _newest(store.rows("kinds", {}))
    fields = _FIELDS if model is Student else None
    return store.rows(model.collection, {"_id": {"$gt": after}}, fields, [("_id", 1)], BATCH)


def _newest(rows: Iterable[Row]) -> list[Row]:
    """The newest version of each entry, under the name «sort/code»; retired ones and rewordings are left alone."""
    newest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda r: int(r["version"])):
        newest[f"{row['sort']}/{row['code']}"] = row
    return [{**r, "_id": at} for at, r in sorted(newest.items()) if not r["retired"] and r["sort"] not in _SILENT]


def _keep(store: Store, model: type[Document], rows: list[Row], known: Known, after: Id, last: Id | None) -> None:
    where: Row = {"kind": model.collection, "of": {"$gt": after} if last is None else {"$gt": after, "$lte": last}}
    _write(store, where, _found(store, model, rows, known))


def _found(store: Store, model: type[Document], rows: Sequence[Row], known: Known) -> list[Row]:
    where = {"kind": model.collection, "record.id": {"$in": [r["_id"] for r in rows]}}
    kept = {(r["record"]["id"], r["path"], r["value"]) for r in store.rows("kept_names", where)} if rows else set()
    return [
        finding(model, row, found)
        for row in rows
        for found in found_in(model, row, known)
        if (row["_id"], found.path, found.was) not in kept
    ]


def finding(model: type[Document], row: Row, found: Found) -> Row:
    """A finding as it is stored."""
    name = label(model, row)
    made = Finding(
        _id=f"{model.collection}:{row['_id']}:{found.path}", kind=model.collection, of=row["_id"], name=name.label.kk,
        number=str(row.get("number") or row.get("code") or ""), path=found.path, what=found.what, was=found.was,
        proposal=found.proposal, words=[Stranger(word=m.word, letters=m.letters) for m in found.words],
        key=order_key(name.label.kk), hidden=row.get("hidden"), **_places(row if model is Student else {}),
    )  # fmt: skip
    return {k: v for k, v in plain(made).items() if k not in ("schema_version", "revision", "head", "custom")}


def label(model: type[Document], row: Row) -> Ref:
    """What a record is called in the list."""
    if model is Student or model is Person:
        return Ref.model_validate({"id": row["_id"], "label": {"kk": full_name(row) or "—"}})
    return Ref.model_validate({"id": row["_id"], "label": row["name"]})


def _places(row: Row) -> dict[str, Any]:
    studies = row.get("studies") or []
    return {
        "faculties": sorted({s["faculty"]["id"] for s in studies if s.get("faculty")}),
        "departments": sorted({s["department"]["id"] for s in studies if s.get("department")}),
        "groups": sorted({s["group"] for s in studies if s.get("group")}),
    }


def _write(store: Store, where: Row, rows: Sequence[Row]) -> None:
    """Put these findings in the place of those under `where`; what stayed the same is not written."""
    was = {r["_id"]: r for r in store.rows(Finding.collection, where)}
    now = {r["_id"]: r for r in rows}
    changed = [r for id, r in now.items() if was.get(id) != r]
    gone = [id for id, r in was.items() if now.get(id) != r]
    side = store.side(Finding.collection)
    with office_errors():
        for start in range(0, len(gone), BATCH):
            side.delete_many({"_id": {"$in": gone[start : start + BATCH]}})
        if len(changed) > 50:
            side.delete_many({"_id": {"$in": [r["_id"] for r in changed]}})  # another scan may have been here
            side.insert_many(changed, ordered=False)
        else:
            for row in changed:
                side.replace_one({"_id": row["_id"]}, row, upsert=True)


__all__ = ["BATCH", "MODELS", "MOST", "freshen", "label", "look_at", "state_of", "whole"]
