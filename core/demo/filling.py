"""Filling an empty base with the demonstration office, whole or not at all."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any, NamedTuple

from core import house, indicators, transcripts
from core.access import Actor
from core.db import bulk
from core.db.store import Store
from core.demo import (
    audits,
    blanks,
    certificates,
    changes,
    concerns,
    control,
    correspondence,
    councils,
    differences,
    diplomas,
    examinations,
    forms,
    inbox,
    integrity,
    norms,
    orders,
    packs,
    practices,
    promotions,
    quality,
    reconciled,
    reports,
    rooms,
    sheet_kinds,
    units,
)
from core.demo.base import WHAT, check, is_demo
from core.demo.calendar import moment
from core.demo.institution import PASSWORD, PEOPLE, Ids, found
from core.demo.memory import Memory
from core.demo.story import Story
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.migrations import migrate
from core.office import prepare
from core.users import actor_of
from schemas.base import Lang
from schemas.rulebook import Rulebook
from schemas.words import Role

REFERRED = (
    "terms",
    "disciplines",
    "programmes",
    "office",
    "rulebooks",
)  # what opening a sheet and signing an order read
Progress = Callable[[float], None]


class Account(NamedTuple):
    """One account of the demonstration."""

    login: str
    password: str
    role: Role
    name: str


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
    bulk.begin(store, WHAT, lambda: _shaped(store))
    with unswept():
        _tell(store, students, seed, told)
    bulk.end(store)
    told(1.0)


def _shaped(store: Store) -> None:
    """An empty office in the newest shape: no migration has anything to change in what is filled in now."""
    prepare(store)
    migrate(store)


@contextmanager
def unswept() -> Iterator[None]:
    """Without the garbage collector, which would walk through hundreds of megabytes of rows again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _tell(store: Store, students: int, seed: int, told: Progress) -> None:
    rng, ids = Random(seed), Ids(seed)
    made = found(store, students, rng, ids)
    house.refresh(store)  # what the story's acts ask of kinds
    with bulk.Pourer(store) as pourer:
        books = [Rulebook.model_validate(r) for r in store.rows("rulebooks", {})]
        memory = Memory(pourer.pour, books)
        for kind in REFERRED:
            memory.hold(kind, store.rows(kind, {}))
        Story(made, memory, store, students, rng, ids, told).tell()
        for kind in REFERRED:
            memory.held.pop(kind)
        memory.finish()
    _papers(store, actor_of(made.users["senior"]), ids, max(4, min(20, students // 20)))
    inbox.give(store, made.users, ids)
    rooms.give(store, made.users, ids)
    control.give(store, made.users, ids)
    examinations.give(store, made.users, ids)
    sheet_kinds.give(store, made.users, ids)
    promotions.give(store, made.users, ids)
    changes.give(store, made.users, ids)
    forms.give(store, made.users, ids)
    differences.give(store, made.users, ids)
    orders.give(store, made.users, ids)
    practices.give(store, made.users, ids)
    kept = blanks.Blanks(store, made.users, ids)
    diplomas.summer(store, made.users, ids, kept)
    kept.autumn()
    diplomas.autumn(store, made.users, ids, kept)
    certificates.give(store, made.users, ids)
    reconciled.give(store, made.users, ids)
    quality.give(store, made.users, ids)
    integrity.give(store, made.users, ids)
    norms.give(store, made.users, ids)
    audits.give(store, made.users, ids)
    correspondence.give(store, made.users, ids)
    units.give(store, made.users, ids)
    concerns.give(store, made.users, ids)
    councils.give(store, made.users, ids)
    reports.give(store, made.users, ids)
    packs.give(store, made.users, ids)
    ids.now = max(ids.now, moment(date(2026, 11, 28), 2))  # as every night
    indicators.compute(Desk(actor_of(made.users["head"]), store, lambda: ids.now, ids), Why("", None, ids()))
    concerns.protocol(store, made.users, ids)  # last of all: no act of that month comes after it


def _papers(store: Store, actor: Actor, ids: Ids, count: int) -> None:
    """Some transcripts, issued by the ordinary act to those who have studied a year and more."""
    ids.now = moment(date(2026, 11, 19), 11)
    desk = Desk(actor, store, lambda: ids.now, ids)
    where = {"studies.totals.credits": {"$gte": 50}}
    rows = store.rows("students", where, {"studies.id": 1}, [("number", 1)])
    chosen = [(r["_id"], r["studies"][0]["id"]) for r in rows[:: max(1, len(rows) // count)]][:count]
    languages: tuple[tuple[Lang, Any], ...] = (("kk", chosen[::2]), ("ru", chosen[1::4]), ("en", chosen[3::4]))
    for lang, part in languages:
        if part:
            transcripts.issue_many(desk, part, lang, Why("Студенттің өтініші", None, ids()))


def ready(store: Store, demo: bool, progress: Progress | None = None) -> None:
    """What a start asks for: a base of the right kind, and in a demonstration one that is filled. Raises RuleBroken."""
    check(store, demo)
    if demo:
        load(store, progress=progress)


def accounts() -> list[Account]:
    """The accounts that the sign-in page of a demonstration shows."""
    return [Account(login, PASSWORD, role, name) for login, role, name in PEOPLE]
