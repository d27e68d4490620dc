"""The lessons of a term laid out by room, person and section: what a lesson that is about to be placed would meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from core import calendar
from core.busy import LIVE, Busy, Who, met, minutes_of, sat
from core.busy import Clash as Met
from core.db.store import Row, Session, Store
from core.timetable.clashes import Clash, Slot, between, held_on, overlap, together
from core.timetable.reading import taught
from core.timetable.students import LESSON
from schemas.base import Id, Ref
from schemas.term import Term
from schemas.timetable import Lesson

Shelf = dict[tuple[str, Id], dict[Id, Slot]]


class Board:
    """What stands in a term as one act sees it; lessons put on it and taken off it while the act goes on count.

    near: a lesson; then only what could meet it is read, else the whole term. today: sittings of commissions that are
    over meet nothing.
    """

    def __init__(
        self, reader: Store | Session, term: Term, today: date, near: Lesson | None = None, sections: Sequence[Id] = ()
    ) -> None:
        self.term, self.reader, self.today = term, reader, today
        self._rooms: Shelf = {}
        self._people: Shelf = {}
        self._sections: dict[Id, dict[Id, Slot]] = {}
        self._slots: dict[Id, Slot] = {}
        # section → the students in it; student → the sections he is in.
        self._members: dict[Id, list[Ref]] = {}
        self._attended: dict[Id, list[Id]] = {}
        asked = [near.section.id] if near else list(sections)
        own = reader.rows("sections", {"_id": {"$in": asked}}, {"members.student": 1})
        people = list({m["student"]["id"] for row in own for m in row["members"]})
        others = reader.rows(
            "sections", {"members.student.id": {"$in": people}, "term.id": term.id}, {"members.student": 1}
        )
        for row in others:
            self._members[row["_id"]] = [Ref.model_validate(m["student"]) for m in row["members"]]
            for member in row["members"]:
                self._attended.setdefault(member["student"]["id"], []).append(row["_id"])
        for row in reader.rows("lessons", self._where(near, [row["_id"] for row in others]), LESSON):
            self.put(Slot.of(row))

    def _where(self, near: Lesson | None, others: list[Id]) -> Row:
        where: Row = {"term.id": self.term.id, "active": True}
        if near is None:
            return where
        wanted: list[Row] = [{"section.id": {"$in": [*others, near.section.id]}}]
        wanted += [{"room.id": near.room.id}] if near.room else []
        for person in (near.teacher, near.accompanist):
            wanted += [{"teacher.id": person.id}, {"accompanist.id": person.id}] if person else []
        return where | {"weekday": near.weekday.value, "$or": wanted}

    def put(self, slot: Slot) -> None:
        """A lesson takes its place."""
        self._slots[slot.id] = slot
        if slot.room:
            self._rooms.setdefault((slot.weekday, slot.room.id), {})[slot.id] = slot
        for person in slot.people:
            self._people.setdefault((slot.weekday, person.id), {})[slot.id] = slot
        self._sections.setdefault(slot.section.id, {})[slot.id] = slot

    def take(self, id: Id) -> None:
        """A lesson frees its place."""
        slot = self._slots.pop(id, None)
        if slot is None:
            return
        if slot.room:
            self._rooms[slot.weekday, slot.room.id].pop(id, None)
        for person in slot.people:
            self._people[slot.weekday, person.id].pop(id, None)
        self._sections[slot.section.id].pop(id, None)

    def meets(self, slot: Slot) -> list[Clash]:
        """What of the room, the staff and its own section is taken at this time already."""
        near: dict[Id, Slot] = {}
        if slot.room:
            near |= self._rooms.get((slot.weekday, slot.room.id), {})
        for person in slot.people:
            near |= self._people.get((slot.weekday, person.id), {})
        found = [c for other in near.values() for c in between(slot, other, self.term.starts, self.term.ends)]
        known = {c.other.id for c in found}
        own = self._overlapping(slot, self._sections.get(slot.section.id, {}).values())
        return found + [Clash("section", slot.section, slot, other) for other in own if other.id not in known]

    @cached_property
    def _sat(self) -> dict[date, list[Busy]]:
        """The sittings of commissions ahead, by their days, of those on which lessons are held."""
        span = {"$gte": max(d for d in (self.term.starts, self.today) if d).isoformat()}
        span |= {"$lte": self.term.ends.isoformat()} if self.term.ends else {}
        rows = self.reader.rows("sittings", {"day": span, "status": {"$in": LIVE}}, {"day": 1})
        cal = calendar.of_year(self.reader, self.term.year) if rows else None
        days = [d for d in sorted({date.fromisoformat(r["day"]) for r in rows}) if taught(self.term, cal, d)]
        found: dict[date, list[Busy]] = {d: [] for d in days}
        for b in sat(self.reader, days) if days else ():
            found[b.day].append(b)
        return found

    def sat(self, slot: Slot) -> list[Met]:
        """What of the room, the staff and its students is wanted by sittings of commissions at the lesson's time."""
        mine: list[Busy] = []
        starts, ends = minutes_of(slot.starts), minutes_of(slot.ends)
        for day in (d for d in self._sat if held_on(slot, d, self.term.starts)):
            one = Busy(slot.id, slot.discipline.label, day, starts, ends, slot.room, source="lesson")
            mine.append(one)
            for field, refs in (
                ("teacher", [slot.teacher]), ("accompanist", [slot.accompanist]),
                ("students", self._members.get(slot.section.id, ())),
            ):  # fmt: skip
                mine.append(replace(one, room=None, people=Who.of(r for r in refs if r), asked=field))
        return met(mine, (b for some in self._sat.values() for b in some))

    def students(self, slot: Slot) -> list[Clash]:
        """Students of its section who would have to be in two places at once."""
        found: list[Clash] = []
        met: dict[Id, list[Slot]] = {}
        for who in self._members.get(slot.section.id, ()):
            for section in self._attended[who.id]:
                if section == slot.section.id:
                    continue
                if section not in met:
                    met[section] = list(self._overlapping(slot, self._sections.get(section, {}).values()))
                found += [Clash("student", who, slot, other) for other in met[section]]
        return found

    def _overlapping(self, slot: Slot, others: Iterable[Slot]) -> Iterable[Slot]:
        return (
            other for other in others
            if other.id != slot.id and not together(slot, other)
            and overlap(slot, other, self.term.starts, self.term.ends)
        )  # fmt: skip
