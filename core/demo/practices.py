"""Practices of the demonstration in different states: houses with contracts, one group ordered and at work, one half
placed, one that waits, one with all handed in and its sheet open; each by the ordinary act of who does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.db.store import Row, Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.demo.orders import Orders
from core.desk import Desk, Why
from core.practices import acts, bases, marking, ordering, paper, placing, reading
from core.sheets import open_sheet
from core.users import actor_of
from schemas.base import Id, Ref, Text
from schemas.practice import Placement, Practice, PracticeBase
from schemas.reference import Person
from schemas.user import User
from schemas.words import LessonKind

BEGUN, NOW = date(2026, 9, 7), date(2026, 11, 23)
STARTS, ENDS = date(2026, 9, 14), date(2026, 12, 12)
# code: name in three languages, what it is, contract: number, from, until, places a year
HOUSES: Mapping[str, tuple[tuple[str, str, str], str, tuple[str, date, date, int] | None]] = {
    "school": (("№ 5 балалар музыка мектебі", "Детская музыкальная школа № 5", "Children's music school no. 5"),
               "school", ("2026/14-П", date(2026, 9, 1), date(2029, 8, 31), 40)),
    "college": (("Өнер колледжі", "Колледж искусств", "College of arts"), "college",
                ("2024/03-П", date(2024, 1, 15), date(2027, 1, 14), 15)),
    "philharmonic": (("Қалалық филармония", "Городская филармония", "City philharmonic"), "philharmonic",
                     ("2025/21-П", date(2025, 9, 1), date(2028, 6, 30), 25)),
    "opera": (("Опера және балет театры", "Театр оперы и балета", "Opera and ballet theatre"), "opera",
              ("2023/08-П", date(2023, 9, 1), date(2026, 6, 30), 10)),
    "orchestra": (("Халық аспаптары оркестрі", "Оркестр народных инструментов", "Orchestra of folk instruments"),
                  "orchestra", None),
    "hall": (("Студенттік концерт залы", "Студенческий концертный зал", "Student concert hall"), "unit", None),
}  # fmt: skip
LESSONS = ("3-сыныппен дара сабақ", "Ансамбль сабағы", "Ашық сабақ", "Мектеп концертін дайындау")


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Bases, then practices; a base without sections of practice gets its bases alone."""
    Practices(store, users, ids).tell()


class Practices:
    """The practices of the running autumn."""

    def __init__(self, store: Store, users: Mapping[str, User], ids: Ids) -> None:
        self.store, self.ids, self.users = store, ids, users
        self.desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
        self.office = self.desks["senior"]
        self.houses: dict[str, PracticeBase] = {}

    def why(self, words: str = "") -> Why:
        return Why(words, None, self.ids())

    def tell(self) -> None:
        """One after another, in the order of days."""
        self.ids.now = moment(BEGUN, 9)
        self._bases()
        own = self.users["department"].department
        term = (self.store.one("terms", {"code": "2026-1"}, {"_id": 1}) or {})["_id"]
        where = {"term.id": term, "kind": LessonKind.practice.value, "closed": None}
        rows = [r for r in self.store.rows("sections", where, None, [("code", 1)]) if r["members"]]
        mine = [r for r in rows if own and (r.get("department") or {}).get("id") == own.id]
        other = sorted((r for r in rows if r not in mine), key=lambda r: (len(r["members"]), r["code"]))
        stories = (
            (self._working, mine[:1]), (self._half, mine[1:2]), (self._bare, mine[2:3]), (self._ready, other[:1]),
        )  # fmt: skip
        for story, found in stories:
            for row in found:
                story(row)

    def _bases(self) -> None:
        desk = self.desks["career"]
        for code, ((kk, ru, en), sort, contract) in HOUSES.items():
            card = {"name": Text(kk=kk, ru=ru, en=en), "sort": sort, "own": code == "hall",
                    "contact": "" if code == "hall" else "Оқу ісі жөніндегі орынбасар"}  # fmt: skip
            made = bases.save(desk, None, 0, card, self.why())
            if contract:
                number, first, last, places = contract
                values = {"number": number, "day": first, "starts": first, "ends": last, "places": places}
                made = bases.add_contract(desk, made.id, made.revision, values, None, self.why())
            self.houses[code] = made

    # the stories -----------------------------------------------------------------------------------------------

    def _open(self, row: Row, hours: int = 30) -> Practice:
        values = {"kind": "teaching", "starts": STARTS, "ends": ENDS, "hours": Decimal(hours)}
        return acts.open_(self.office, row["_id"], values, None, self.why())

    def _rows(self, of: Practice) -> list[Placement]:
        return list(reading.get(self.office, of.id).students)

    def _place(self, of: Practice, chosen: Sequence[Id], words: str = "", **values: Any) -> None:
        if chosen:
            now = self.store.load(Practice, of.id)
            placing.place(self.office, of.id, now.revision, chosen, values, self.why(words))

    def _people(self, row: Row) -> list[Ref]:
        """Supervisors: the teacher of the demonstration first, where the group is of his department."""
        where = {"department.id": (row.get("department") or {}).get("id"), "active": True}
        staff = self.store.rows("people", where, None, [("number", 1)], 4)
        found = [Person.model_validate(r).ref() for r in staff]
        teacher, own = self.users["teacher"].person, self.users["teacher"].department
        ours = teacher and own and own.id == (row.get("department") or {}).get("id")
        return [teacher, *[p for p in found if p.id != teacher.id]] if ours and teacher else found

    def _working(self, row: Row) -> None:
        """Placed in September by an order, at work; one changed after it, a lesson a week in the journal."""
        of, people = self._open(row), self._people(row)
        ids = [p.id for p in self._rows(of)]
        self._place(of, ids[:10], base=self.houses["school"].ref(), supervisor=people[0],
                    base_supervisor="Серікова А., оқу бөлімі")  # fmt: skip
        self._place(of, ids[10:], base=self.houses["college"].ref(), supervisor=people[-1])
        self._ordered(of)
        now = self.store.load(Practice, of.id)
        paper.refer(self.office, of.id, now.revision, ids, self.why())
        teacher = self.desks["teacher"] if people[0] == self.users["teacher"].person else self.office
        for n, what in enumerate(LESSONS):
            day = STARTS + timedelta(7 * n + 3)
            self.ids.now = moment(day + timedelta(1), 12)
            event = {"day": day, "what": what, "place": self.houses["school"].name.kk, "hours": "6", "part": "мұғалім"}
            marking.record(teacher, of.id, ids[: min(8, len(ids))], event, self.why())
        self.ids.now = moment(NOW, 11)
        there, words = ("school", "Колледжде сабақ кестесі сай келмеді") if len(ids) > 10 else (
            "college", "Мектепте сабақ кестесі сай келмеді")  # fmt: skip
        self._place(of, ids[-1:], words, base=self.houses[there].ref(), supervisor=people[0])

    def _ordered(self, of: Practice) -> None:
        self.ids.now = max(self.ids.now, moment(STARTS, 9))  # signed and carried out on the first day
        order = ordering.draft(self.office, of.id, STARTS, self.why("Кафедра ұсынысы"))
        Orders(self.store, self.users, self.ids).through(order)

    def _half(self, row: Row) -> None:
        """Half of the group has a place, one goes by his own application; no order yet."""
        of, people = self._open(row), self._people(row)
        ids = [p.id for p in self._rows(of)]
        self._place(of, ids[: len(ids) // 2], base=self.houses["hall"].ref(), supervisor=people[0])
        self._place(of, ids[-1:], own_place="Астана қаласындағы «Күй» балалар студиясы", application="31",
                    applied_on=BEGUN, supervisor=people[0])  # fmt: skip

    def _bare(self, row: Row) -> None:
        """Opened, nobody is placed."""
        self._open(row)

    def _ready(self, row: Row) -> None:
        """All handed in but for one student; the sheet is open for the others."""
        self.ids.now = moment(BEGUN, 15)
        of, people = self._open(row, 8), self._people(row)
        ids = [p.id for p in self._rows(of)]
        self._place(of, ids, base=self.houses["school"].ref(), supervisor=people[0])
        self._ordered(of)
        for n in (1, 2):
            day = STARTS + timedelta(14 * n)
            self.ids.now = moment(day, 18)
            event = {"day": day, "what": LESSONS[n], "place": self.houses["school"].name.kk, "hours": "4"}
            marking.record(self.office, of.id, ids, event, self.why())
        self.ids.now = moment(NOW, 12)
        for what, least in (("diary", 78), ("report", 74), ("reference", 85), ("verdict", 80)):
            some = ids if what == "diary" else ids[: max(1, len(ids) - 1)]
            rows = [{"placement": i, "what": what, "day": NOW, "mark": Decimal(least + 3 * n % 20),
                     "judge": people[0].label.kk} for n, i in enumerate(some)]  # fmt: skip
            marking.hand_in_many(self.office, of.id, rows, self.why())
        open_sheet(self.office, of.section.id, NOW, [people[0]], self.why("Практика аяқталды"), kind="practice_sheet")
