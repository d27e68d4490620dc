"""The lessons of a term laid out by room, person and section: what a lesson that is about to be placed would meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.db.store import Row
from core.timetable.clashes import Clash, Slot, between, overlap, together
from core.timetable.students import LESSON, Reader
from schemas.base import Id, Ref
from schemas.term import Term
from schemas.timetable import Lesson

Shelf = dict[tuple[str, Id], dict[Id, Slot]]


class Board:
    """What stands in a term as one act sees it; lessons put on it and taken off it while the act goes on count.

    near: a lesson; then only what could meet it is read, else the whole term.
    """

    def __init__(self, reader: Reader, term: Term, near: Lesson | None = None, sections: Sequence[Id] = ()) -> None:
        self.term = term
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
