"""Lives of studies: the turns each took, one after another, with what caused them; read once for all pages.

A turn stands from its day to the day of the next one; of turns of one day the last counts. Whoever counts the
contingent of a day or a movement asks these turns alone, so two figures never come from two walks of the events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from core.contingent.cuts import AGE, BORN, CARD, cuts
from core.db.store import Row, Store
from core.sums.build import office_day
from core.sums.scan import OF_PROGRAMME, Scan, walked
from schemas.base import Id

Unit = Mapping[str, Any]
Names = Sequence[tuple[str, bool]]  # a cut, and whether it is «yes or no»
ORDERS = ("order_applied", "order_reversed")
BY_HAND, IMPORTED, JOINED = "hand", "import", "joined"  # causes that are no order
WITHOUT = (IMPORTED, BY_HAND, JOINED)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a turn was taken. kind: the code of the order's kind, or a word of `WITHOUT`; of: the order whose force an
    order took back; said: what the order told besides (a reason)."""

    kind: str
    order: Id = ""
    number: str = ""
    of: str = ""
    said: tuple[tuple[str, str], ...] = ()

    @property
    def without(self) -> bool:
        """Was it no order?"""
        return not self.order


@dataclass(frozen=True, slots=True)
class Turn:
    """Since a day a study stands so (None: not in this record), by this cause."""

    since: str
    unit: Unit | None
    by: Cause


@dataclass(frozen=True, slots=True)
class Life:
    """All turns of one study of one person, in order."""

    student: Id
    study: Id
    turns: tuple[Turn, ...]

    def on(self, day: str) -> Unit | None:
        """How the study stood at the end of a day; None: not yet, or no more."""
        found = None
        for turn in self.turns:
            if turn.since > day:
                break
            found = turn.unit
        return found


def lives(scan: Scan, where: Row | None = None) -> list[Life]:
    """The lives of all studies, from their events."""
    names = [(n, c.spec.kind == "bool") for n, c in cuts().items() if n not in (AGE, *OF_PROGRAMME)]
    units: dict[tuple[Any, ...], Unit] = {}  # equal ones are one
    return [
        Life(student, study, tuple(turns))
        for student, told in scan.histories(where)
        for study, turns in _turns(scan, told, names, units).items()
    ]


def _turns(scan: Scan, told: Sequence[Row], names: Names, units: dict[tuple[Any, ...], Unit]) -> dict[Id, list[Turn]]:
    found: dict[Id, list[Turn]] = {}
    for event, state in walked(told):
        now = {s["id"]: s for s in state["studies"]}
        for id in [*found, *(i for i in now if i not in found)]:
            unit = _unit(scan, now[id], state["card"], names, units) if id in now else None
            last = found[id][-1].unit if id in found else None
            if unit is not last or event["type"] in ORDERS and event["study"] == id:
                found.setdefault(id, []).append(Turn(event["effective"], unit, _cause(event)))
    return found


def _unit(scan: Scan, study: Row, card: Row, names: Names, units: dict[tuple[Any, ...], Unit]) -> Unit:
    unit: dict[str, Any] = {}
    for name, flag in names:
        value = _at(card, name.removeprefix(CARD)) if name.startswith(CARD) else _at(study, name)
        value = value["id"] if isinstance(value, dict) and "label" in value else value
        unit[name] = bool(value) if flag else value  # a mark nobody made is «no»
    unit |= {k: v or None for k, v in scan.of_programme((study.get("programme") or {}).get("id")).items()}
    unit["department"] = (study.get("department") or {}).get("id")
    unit["faculty"] = scan.faculty(unit["department"], (study.get("faculty") or {}).get("id"))
    unit["status"], unit[BORN] = study.get("status"), card.get("born")
    return units.setdefault(tuple(map(str, unit.values())), unit)


def _at(row: Row, path: str) -> Any:
    first, _, rest = path.partition(".")
    value = row.get(first)
    return _at(value or {}, rest) if rest else value


def _cause(event: Row) -> Cause:
    if event["type"] in ORDERS:
        order, of = event["order"], event.get("of") or {}
        said = tuple((k, str(v)) for k, v in (event.get("facts") or {}).items())
        return Cause(event["kind"], order["id"], order["label"]["kk"], of.get("label", {}).get("kk", ""), said)
    if event["type"].startswith("merged_"):
        return Cause(JOINED)
    paper = event.get("basis") or {}
    based = f"{paper.get('kind') or ''} {paper.get('number') or ''}".strip()
    return Cause(IMPORTED if event.get("job") else BY_HAND, number=based)


@dataclass
class _Kept:
    """What a process knows of a base. mark: of the counting it was read at; frame: what the turns are made from besides
    events; of: student → (his revision, his lives)."""

    mark: Any
    frame: Any
    of: dict[Id, tuple[int, list[Life]]]
    all: list[Life]


_kept: dict[str, _Kept] = {}
_lock = Lock()


def read(store: Store) -> list[Life]:
    """All lives. They are looked at anew only after the contingent was counted anew (core.sums), and then only those
    students are walked who have got an event since; where it was never counted, at each question."""
    mark = store.one("sums", {"_id": "contingent"}, {"gen": 1, "at": 1})
    scan = Scan(store, office_day())
    frame = (
        tuple(cuts()), str(scan.visible), tuple(sorted(scan.parents.items())), str(scan.programmes),
    )  # fmt: skip
    with _lock:  # two pages that ask at once read once
        held = _kept.get(store.name)
        if held is None or held.frame != frame:
            _kept.clear()  # one base is kept: a process serves one office
            held = _kept[store.name] = _Kept(None, frame, {}, [])
        if mark is None or held.mark != mark:
            _renew(scan, held)
            held.mark = mark
        return held.all


def _renew(scan: Scan, held: _Kept) -> None:
    """Walk those who changed. A revision is read before the events, so what happens meanwhile is walked next time."""
    now = {r["_id"]: int(r["revision"]) for r in scan.store.rows("students", scan.visible, {"revision": 1})}
    changed = [id for id, n in now.items() if id not in held.of or held.of[id][0] != n]
    where = {"_id": {"$in": changed}} if len(changed) < len(now) // 2 else None
    fresh: dict[Id, list[Life]] = {}
    for life in lives(scan, where) if changed else ():
        fresh.setdefault(life.student, []).append(life)
    held.of = {id: (n, fresh[id]) if id in fresh else held.of.get(id, (n, [])) for id, n in now.items()}
    held.all = [life for _, found in held.of.values() for life in found]


def on(found: Iterable[Life], day: str) -> Iterator[tuple[Life, Unit]]:
    """Studies that stood in a record at the end of a day."""
    for life in found:
        if (unit := life.on(day)) is not None:
            yield life, unit
