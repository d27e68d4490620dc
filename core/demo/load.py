"""Filling an empty base with the demonstration office, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from core import rulebooks, transcripts
from core.db import bulk
from core.db.store import Store
from core.demo.institution import PASSWORD, PEOPLE, Ids, found, moment
from core.demo.story import Story
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.office import prepare
from core.users import actor_of
from schemas.words import Role

WHAT = "demo"
TRANSCRIPTS = 20
Progress = Callable[[float], None]


def load(store: Store, students: int = 1100, seed: int = 2026, progress: Progress | None = None) -> None:
    """Fill an empty base with the demonstration office: so many students now, four years behind them.

    progress: called with the share done, 0 to 1. A whole demonstration is left as it is; one that was cut short is
    begun anew. Raises RuleBroken for a base that is somebody's office.
    """
    if is_demo(store) and not bulk.cut_short(store):
        return
    if bulk.cut_short(store) not in (None, WHAT):
        raise RuleBroken("demo.base_in_use")
    told = progress or (lambda share: None)
    bulk.begin(store, WHAT, lambda: prepare(store))
    rng, ids = Random(seed), Ids(seed)
    made = found(store, students, rng, ids)
    with bulk.Pourer(store) as pourer:
        from core.demo.memory import Memory

        books = [rulebooks.get(store, r["_id"]) for r in store.rows("rulebooks", {}, {"_id": 1})]
        memory = Memory(pourer.pour, books)
        for documents in (made.terms, made.disciplines):
            memory.hold(
                "terms" if documents is made.terms else "disciplines",
                store.rows("terms" if documents is made.terms else "disciplines", {}),
            )
        Story(made, memory, store, students, rng, ids, told).tell()
        for kept in ("terms", "disciplines"):
            memory.rows.pop(kept)
        memory.finish()
    _papers(store, made.users["senior"], ids)
    bulk.end(store)
    told(1.0)


def _papers(store: Store, senior, ids: Ids) -> None:  # type: ignore[no-untyped-def]
    """Some transcripts, issued by the ordinary act: to graduates and to third- and fourth-year students."""
    from datetime import date

    ids.now = moment(date(2026, 11, 19), 11)
    desk = Desk(actor_of(senior), store, lambda: ids.now, ids)
    where = {"studies.totals.credits": {"$gte": 100}}
    rows = store.rows("students", where, {"studies.id": 1, "number": 1}, [("number", 1)], 400)
    step = max(1, len(rows) // TRANSCRIPTS)
    chosen = [(r["_id"], r["studies"][0]["id"]) for r in rows[::step][:TRANSCRIPTS]]
    for lang, part in (("kk", chosen[::2]), ("ru", chosen[1::4]), ("en", chosen[3::4])):
        if part:
            why = Why("Студенттің өтініші", None, ids())
            transcripts.issue_many(replace(desk), part, lang, why)  # type: ignore[arg-type]


def is_demo(store: Store) -> bool:
    """Is this base a demonstration?"""
    return store.one("office", {"demo": True}, {"_id": 1}) is not None


def check(store: Store, demo: bool) -> None:
    """Refuse a real start on a demonstration base and a demonstration on a real one; an empty base suits both.

    Raises RuleBroken.
    """
    cut_short = bulk.cut_short(store)
    if not demo and (is_demo(store) or cut_short == WHAT):
        raise RuleBroken("demo.base_is_demo")
    if demo and not is_demo(store) and cut_short != WHAT and bulk.used(store):
        raise RuleBroken("demo.base_in_use")


def accounts() -> list[tuple[str, str, Role]]:
    """The accounts that the sign-in page of a demonstration shows: login, password, role."""
    return [(login, PASSWORD, role) for login, role, _ in PEOPLE]
