"""Time that is taken on a day, whatever takes it: sittings of commissions, exams, lessons. One rule for all says
who and what is wanted in two places at once; the sittings that stand are read here, for exams and lessons too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from core import merged
from core.db.store import Row, Session, Store
from core.errors import Problem
from core.i18n.letters import fold
from schemas.attestation import Commission, CommissionSeat, Presented, Sitting
from schemas.attestation.sitting import STANDING
from schemas.base import LANGS, Id, Ref, Text

Source = Literal["sitting", "exam", "lesson"]
LIVE = [s.value for s in STANDING]


def minutes_of(clock: str) -> int:
    """A time of day as minutes from midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def clock_of(minutes: int) -> str:
    """Minutes from midnight as a time of day."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


# the rule -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whose time is taken. id: of a member of staff or a student; "" for who is known by name only."""

    name: Text
    id: Id = ""

    @classmethod
    def of(cls, refs: Iterable[Ref]) -> tuple[Who, ...]:
        """Those the office knows."""
        return tuple(cls(r.label, r.id) for r in refs)

    def same(self, other: Who) -> bool:
        """Is it one person? Two whom the office knows are told apart by id, an outsider by his name."""
        if self.id and other.id:
            return self.id == other.id
        return fold(self.name.kk) == fold(other.name.kk)


@dataclass(frozen=True, slots=True)
class Busy:
    """Time that is taken on a day, in minutes from midnight: by a sitting (its room and who sits), by one graduate of
    it (he and who plays with him), by an exam, by a lesson. of: which of them; what: how it is called; asked: the field
    in which its people are given, beside which they are refused."""

    of: Id
    what: Text
    day: date
    starts: int
    ends: int
    room: Ref | None = None
    people: tuple[Who, ...] = ()
    source: Source = "sitting"
    asked: str = "present"


@dataclass(frozen=True, slots=True)
class Clash:
    """What two want at one time; `field` is of the first."""

    field: str
    name: Text
    one: Busy
    other: Busy


def overlap(a: Busy, b: Busy) -> bool:
    """Are both at one time? One that begins when the other ends does not meet it."""
    return a.day == b.day and a.starts < b.ends and b.starts < a.ends


def between(a: Busy, b: Busy) -> list[Clash]:
    """What of room and people two want at one time; parts of one sitting do not meet each other."""
    if a.of == b.of or not overlap(a, b):
        return []
    found = [Clash("room", a.room.label, a, b)] if a.room and b.room and a.room.id == b.room.id else []
    return found + [Clash(a.asked, p.name, a, b) for p in a.people if any(p.same(o) for o in b.people)]


def met(mine: Iterable[Busy], others: Iterable[Busy]) -> list[Clash]:
    """Everything of one that is wanted elsewhere at that time: each room and person once with each other."""
    by_day: dict[date, list[Busy]] = defaultdict(list)
    for o in others:
        by_day[o.day].append(o)
    found = [c for a in mine for o in by_day[a.day] for c in between(a, o)]
    return list({(c.field, c.name.kk, c.other.of): c for c in found}.values())


def refused(clashes: Iterable[Clash]) -> list[Problem]:
    """Clashes beside the fields they are about."""
    return [
        Problem(c.field, f"sittings.taken_by_{c.other.source}", {
            "who": c.name, "what": c.other.what, "starts": clock_of(c.other.starts), "ends": clock_of(c.other.ends),
        }) for c in clashes
    ]  # fmt: skip


# sittings of commissions --------------------------------------------------------------------------------------------


def who_of(seat: CommissionSeat) -> Who:
    """One who sits, as the rule tells people apart."""
    if seat.person:
        return Who(seat.person.label, seat.person.id)
    return Who(Text(kk=seat.called or "—"))


def playing(student: Ref, presented: Presented) -> tuple[Who, ...]:
    """Whose time a graduate's place takes: his own, his accompanist's, his partners'."""
    known = [student, *([presented.accompanist] if presented.accompanist else [])]
    names = [n.strip() for n in re.split(r"[,;\n]", presented.partners)]
    return (*Who.of(known), *(Who(Text(kk=n)) for n in names if n))


def busy_of(sitting: Sitting, commission: Commission, presented: Mapping[Id, Presented]) -> list[Busy]:
    """The time a sitting takes: as a whole of its room and of who sits, in parts of those who are heard."""
    seats = [s for s in commission.seats if s.id in sitting.present]
    when = f"{sitting.day:%d.%m} {sitting.starts}–{sitting.ends}"
    what = Text(**{x: f"{commission.name.get(x)}, {when}" for x in LANGS})
    whole = Busy(sitting.id, what, sitting.day, sitting.begins, sitting.over, sitting.room,
                 tuple(who_of(s) for s in seats))  # fmt: skip
    parts = [
        Busy(sitting.id, what, sitting.day, minutes_of(s.starts), minutes_of(s.starts) + s.minutes, None,
             playing(s.student, presented.get(s.candidacy, Presented())), asked="starts")
        for s in sitting.slots
    ]  # fmt: skip
    return [whole, *parts]


def sat(reader: Store | Session, days: Iterable[date], but: Sequence[Id] = ()) -> list[Busy]:
    """The time taken by the sittings of these days."""
    where: Row = {"day": {"$in": [d.isoformat() for d in days]}, "status": {"$in": LIVE}, "_id": {"$nin": list(but)}}
    found = [Sitting.model_validate(r) for r in reader.rows("sittings", where, {"head": 0, "changes": 0})]
    if not found:
        return []
    ids = list({s.commission.id for s in found})
    held = {r["_id"]: Commission.model_validate(r) for r in reader.rows("commissions", {"_id": {"$in": ids}})}
    slots = [x for s in found for x in s.slots]
    rows = reader.rows("candidacies", {"_id": {"$in": [x.candidacy for x in slots]}}, {"presented": 1})
    presents = {r["_id"]: Presented.model_validate(r.get("presented") or {}) for r in rows}
    return at_home(reader, [b for s in found if (of := held.get(s.commission.id)) for b in busy_of(s, of, presents)])


def at_home(reader: Store | Session, found: list[Busy]) -> list[Busy]:
    """The same, each graduate under the record he stands in today: by that one exams and lessons know him."""
    now = merged.today(reader, {p.id for b in found for p in b.people if p.id})
    if not now:
        return found
    return [replace(b, people=tuple(replace(p, id=now.get(p.id, p.id)) for p in b.people)) for b in found]


def hold(session: Session, days: Iterable[date]) -> None:
    """Two who place something on one day are run one after the other: the second sees what the first placed."""
    for day in sorted(set(days)):
        session.upsert("drafts", {"_id": f"head|day:{day}"}, {"$inc": {"n": 1}})
