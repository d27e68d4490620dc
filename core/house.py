"""The house: what the office has described for itself (schemas.kinds) and is in force today, held in this process.

Every rerun of a page and every act asks one small row whether anything was described anew (`refresh`); only then all
is read again. So a field added in one browser stands in every form of every server at once, without a restart.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from core import i18n
from core.db.store import Row, Store
from core.errors import NotFound
from schemas.base import SAID, Lang
from schemas.kinds import Kind, Sort, Wording

log = logging.getLogger("office")

COUNTER = "kinds"  # raised by every act on kinds, in its own transaction
PAUSE = 1.0  # seconds between two questions of acts; pages ask at each rerun


class Key(NamedTuple):
    """Of which database, after which change, on which day; `load` tells this reading from every other of this process,
    so that nothing made from it is taken for another's (a base restored under its old name counts its changes anew).
    """

    base: str = ""
    last: int = 0
    day: str = ""
    load: int = 0


@dataclass(frozen=True)
class House:
    """What is in force. key: for caches made from it."""

    key: Key = Key()
    sorts: Mapping[Sort, Mapping[str, Kind]] = field(default_factory=dict)


_now = House()
_asked = 0.0
_loads = count(1)
_coming: ContextVar[tuple[Kind, ...]] = ContextVar("coming", default=())


def current() -> House:
    """The house as this process knows it, with what an act is about to store (`coming`)."""
    over = _coming.get()
    if not over:
        return _now
    sorts = {sort: dict(found) for sort, found in _now.sorts.items()}
    for kind in over:
        sorts.setdefault(kind.sort, {})[kind.code] = kind
    return House(_now.key._replace(day=f"{_now.key.day}+{','.join(k.id for k in over)}"), sorts)


@contextmanager
def coming(kinds: Iterable[Kind]) -> Iterator[None]:
    """Within: as if these were in force already, so that entries stored together may name each other."""
    token = _coming.set(tuple(kinds))
    try:
        yield
    finally:
        _coming.reset(token)


def refresh(store: Store, day: date | None = None, pause: float = 0.0) -> House:
    """Read anew if something was described or the day has changed; `pause`: not if it was asked so recently."""
    global _now, _asked
    asked = time.monotonic()
    if pause and _now.key.base == store.name and asked - _asked < pause:
        return _now
    day = day or datetime.now(UTC).astimezone(ZoneInfo("Asia/Almaty")).date()
    row = store.one("counters", {"_id": COUNTER})
    key = Key(store.name, int(row["last"]) if row else 0, day.isoformat(), _now.key.load)
    if key != _now.key:
        key = key._replace(load=next(_loads))
        made = House(key, _by_sort(in_force(store.rows("kinds", {}) if key.last else [], day)))
        said = _wordings(made)
        i18n.reword(said)
        SAID.clear()
        SAID.update({key: text for key, text in said.items() if key[0].startswith("word.")})
        _now = made
    _asked = asked
    return _now


def forget() -> None:
    """Read anew at the next question: behind the name of the base stands another one now."""
    global _now
    _now = House()


def in_force(rows: Iterable[Row], day: date) -> list[Kind]:
    """Of stored versions those in force on a day: of each entry the newest whose day has come; in the order in which
    the entries were first described."""
    newest: dict[tuple[str, str], Row] = {}
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row["sort"], row["code"])
        first[key] = min(first.get(key, row["_id"]), row["_id"])
        if row["effective"] > day.isoformat():
            continue
        if key not in newest or _age(row) > _age(newest[key]):
            newest[key] = row
    return [kind for key in sorted(newest, key=lambda k: first[k]) if (kind := _read(newest[key]))]


def _read(row: Row) -> Kind | None:
    """A stored version; one that this code can't read any more must not close every page of the office."""
    try:
        return Kind.model_validate(row)
    except ValidationError:
        log.error("a kind can't be read: %s %s, version %s", row["sort"], row["code"], row["version"])
        return None


def _age(row: Row) -> tuple[str, int]:
    return row["effective"], row["version"]


def _by_sort(kinds: Iterable[Kind]) -> dict[Sort, dict[str, Kind]]:
    found: dict[Sort, dict[str, Kind]] = {}
    for kind in kinds:
        found.setdefault(kind.sort, {})[kind.code] = kind
    return found


def entries(sort: Sort | str, retired: bool = False) -> list[Kind]:
    """What of a sort is offered today, in the order in which it was first described; `retired`: those too."""
    found = current().sorts.get(Sort(sort), {}).values()
    return [k for k in found if retired or not k.retired]


def entry(sort: Sort | str, code: str) -> Kind:
    """One entry in force today, a retired one too (what was made by it stays readable); NotFound."""
    try:
        return current().sorts[Sort(sort)][code]
    except KeyError:
        raise NotFound("kinds.none_such", sort=Sort(sort), code=code) from None


def _wordings(of: House) -> dict[tuple[str, Lang], str]:
    said: dict[tuple[str, Lang], str] = {}
    for kind in of.sorts.get(Sort.wording, {}).values():
        words = kind.as_body(Wording)
        if not kind.retired:
            pairs: tuple[tuple[Lang, str], ...] = (("kk", words.kk), ("ru", words.ru), ("en", words.en))
            said |= {(words.key, lang): text for lang, text in pairs if text}
    return said
