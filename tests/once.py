"""What a kit makes in an office is made once for a process, and put there again by its rows for the next test.

Most of a test's time was the making of the same small conservatory. `once` knows which state an office is in: the steps
that led there since it was empty, as long as nobody else wrote to it. A step taken before from the very same state is
not lived again: its rows are put in, and what it gave is copied. Anything it can't vouch for is simply made anew.
"""

from __future__ import annotations

import copy
import types
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial, wraps
from typing import Any, TypeVar

from bson.raw_bson import RawBSONDocument

from core import house
from core.db.codec import digest
from core.db.store import Store
from core.desk import Desk
from schemas.base import new_id
from tests.bases import WATCH, raw

T = TypeVar("T")
PLAIN = (str, int, float, bool, date, Enum, type(None))
USUAL = Desk.__dataclass_fields__["clock"].default


class Unknown(Exception):
    """What this was given, or what it gave, can't be told from something else."""


@dataclass(frozen=True)
class Step:
    """The collections it wrote to, as they stood after it; what it gave; the objects of the test that lived it."""

    rows: dict[str, list[RawBSONDocument]]
    gave: Any
    own: list[Any]


_steps: dict[str, Step] = {}


def once(make: Callable[..., T]) -> Callable[..., T]:
    """The same function, whose steps are remembered. It may write to the office and look at it, at nothing else."""

    @wraps(make)
    def made(*args: Any, **named: Any) -> T:
        given = [*args, *named.values()]
        store = _store(given)
        state = WATCH.state(store.name) if store is not None else None
        if store is None or state is None:
            return make(*args, **named)
        try:
            told = [*map(_told, args), *(f"{k}={_told(v)}" for k, v in named.items())]
        except Unknown:
            return make(*args, **named)
        key = digest([state, make.__module__, make.__qualname__, told])
        given = [store, *given]
        if (step := _steps.get(key)) is None:
            gave = _lived(key, given, partial(make, *args, **named))
        else:
            gave = _again(key, step, given)
        if WATCH.state(store.name) == key:
            WATCH.given.append(gave)
        return gave

    return made


def _lived(key: str, given: list[Any], make: Callable[[], T]) -> T:
    store: Store = given[0]
    before = Counter(WATCH.writes.get(store.name))
    gave = make()
    written = [name for name, n in WATCH.writes.get(store.name, Counter()).items() if n != before[name]]
    if not written or WATCH.others or store.name in WATCH.shaped or isinstance(gave, types.FunctionType):
        return gave
    try:
        kept = copy.deepcopy(gave, {id(x): x for x in given})
    except TypeError:  # it holds what can't be copied: a thread, a connection
        return gave
    _steps[key] = Step({name: list(raw(store, name).find()) for name in written}, kept, given)
    WATCH.vouch(store.name, key)
    return gave


def _again(key: str, step: Step, given: list[Any]) -> Any:
    store: Store = given[0]
    for name, rows in step.rows.items():
        if name in WATCH.written.get(store.name, ()):
            raw(store, name).delete_many({})
        if rows:
            raw(store, name).insert_many(rows, bypass_document_validation=True)
    house.refresh(store)
    WATCH.vouch(store.name, key)
    return copy.deepcopy(step.gave, {id(a): b for a, b in zip(step.own, given, strict=True)})


def _store(given: list[Any]) -> Store | None:
    for one in given:
        for found in (one, getattr(one, "store", None), getattr(getattr(one, "desk", None), "store", None)):
            if isinstance(found, Store):
                return found
    return None


def _told(one: Any) -> str:
    """What tells an argument from another one; Unknown where nothing does."""
    if isinstance(one, Store):
        return "store"
    for n, known in enumerate(WATCH.given):
        if one is known:
            return f"given {n}"
    if isinstance(one, Desk):
        if one.ids is not new_id or one.clock is not USUAL and not isinstance(one.clock, types.FunctionType):
            raise Unknown
        moment = one.today() if one.clock is USUAL else one.now()
        return f"desk({one.actor!r}, {moment}, {one.zone})"
    if isinstance(one, PLAIN):
        return repr(one)
    if isinstance(one, list | tuple):
        return f"{type(one).__name__}({', '.join(map(_told, one))})"
    if isinstance(one, Mapping):
        return f"{{{', '.join(f'{_told(k)}: {_told(v)}' for k, v in one.items())}}}"
    raise Unknown
