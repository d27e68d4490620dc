"""Diplomas of the demonstration's last summer, by the ordinary acts: prepared, numbered by a made-up file that says so,
registered, printed, handed over; some wait for their holders, one print is spoiled, one diploma lost and duplicated,
some still lack what a diploma needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core import imports
from core.db.store import Store
from core.demo.blanks import Blanks
from core.demo.calendar import after, moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.diplomas import duplicates, graduates, handing, platform, printing, reading, registering, table, work
from core.diplomas.graduates import Graduate
from core.users import actor_of
from schemas.base import Basis, Id
from schemas.diploma import Diploma, DiplomaStatus, Takes
from schemas.user import User

YEAR = 2026
FILE, SAMPLE = "SAMPLE-platform-2026.csv", "https://example.invalid/SAMPLE/{}"
PROXY = "Үлгібаева Р. С. (ойдан шығарылған)"
PREPARED, NUMBERED, REGISTERED, PRINTED = (date(YEAR, 7, d) for d in (1, 2, 3, 6))
HANDED, LOST, LATER = date(YEAR, 7, 7), date(YEAR, 10, 5), date(YEAR, 11, 19)
DAMAGED = date(YEAR, 10, 23)
EVERY = 9  # each ninth has not come for his diploma, nor the last one
FILES = 4  # of so many the files are made; the page makes the others


def summer(store: Store, users: Mapping[str, User], ids: Ids, blanks: Blanks) -> None:
    """July: from the drafts to the hands of the holders; blanks for just these come in spring."""
    Diplomas(store, users, ids, blanks).summer()


def autumn(store: Store, users: Mapping[str, User], ids: Ids, blanks: Blanks) -> None:
    """A lost diploma and its duplicate, an application that is overdue; two late ones are registered."""
    Diplomas(store, users, ids, blanks).autumn()


class Diplomas:
    """The diplomas of one summer."""

    def __init__(self, store: Store, users: Mapping[str, User], ids: Ids, blanks: Blanks) -> None:
        self.store, self.ids, self.blanks = store, ids, blanks
        self.desks = {login: Desk(actor_of(users[login]), store, lambda: ids.now, ids)
                      for login in ("head", "senior", "registrar")}  # fmt: skip

    def why(self, reason: str = "", basis: Basis | None = None) -> Why:
        return Why(reason, basis, self.ids())

    def at(self, day: date, hour: int = 10, minute: int = 0) -> date:
        self.ids.now = moment(day, hour, minute)
        return day

    def summer(self) -> None:
        """As far as the hands of the holders."""
        head, senior = self.desks["head"], self.desks["senior"]
        self.at(PREPARED)
        everybody = graduates.of_year(head, YEAR)
        self.blanks.spring(len(everybody), sum(g.honours for g in everybody))
        if not everybody:
            return
        self.at(PREPARED, 14)
        work.prepare(senior, YEAR, [(g.student, g.study) for g in everybody], self.why())
        self.at(NUMBERED)
        self._numbered([g for g in everybody if g.case.order][self._without(everybody) + self._late(everybody) :], 1)
        self.at(REGISTERED)
        made = self._registered()
        if not made:
            return
        self.at(REGISTERED, 15)
        printing.typeset(senior, [d.id for d in made[:FILES]], self.why())
        self._spoiled()
        self.at(PRINTED)
        work.printed(senior, [d.id for d in made], self.why())
        self._handed([d.id for n, d in enumerate(made[:-1], 1) if n % EVERY])

    def autumn(self) -> None:
        """What has come since."""
        senior = self.desks["senior"]
        self.at(LOST)
        issued = reading.standing(senior, YEAR, DiplomaStatus.issued)
        if issued:
            self._lost(issued[len(issued) // 2])
            self._overdue(issued[0])
        self.at(LATER)
        waiting = [g for g in graduates.of_year(self.desks["head"], YEAR) if g.case.order and g.diploma
                   and g.diploma.status is DiplomaStatus.prepared and g.diploma.platform is None]  # fmt: skip
        late = waiting[: self._late(graduates.of_year(self.desks["head"], YEAR))]
        if late:
            self._numbered(late, 900)
            self.at(LATER, 12)
            self._registered(len(late) // 2)

    @staticmethod
    def _without(everybody: Sequence[Graduate]) -> int:
        """Whom the platform does not know: their diplomas stay in preparation."""
        return max(1, min(4, len(everybody) // 8))

    @staticmethod
    def _late(everybody: Sequence[Graduate]) -> int:
        """Whose numbers come in autumn: half of them registered then, not printed yet, half ready to be."""
        return min(4, len(everybody) // 4)

    def _numbered(self, some: Sequence[Graduate], first: int) -> None:
        """The platform's file, made up: it and every number in it say SAMPLE."""
        rows = [f"{g.number};BD;ҮЛГІ{n:06};{SAMPLE.format(n)};{self.ids.now:%d.%m.%Y}"
                for n, g in enumerate(some, first)]  # fmt: skip
        data = "\n".join(["student;series;number;payload;day", *rows]).encode()
        found = table.plan(self.desks["senior"], YEAR, imports.read(FILE, data))
        table.bring(self.desks["senior"], found, data, self.why("ҮЛГІ · ОБРАЗЕЦ · SAMPLE"))

    def _registered(self, most: int = 1000) -> list[Diploma]:
        """Numbers for those who are ready, the others stay red."""
        head = self.desks["head"]
        ready = [(g.student, g.study) for g in graduates.of_year(head, YEAR) if g.ready
                 and g.diploma and g.diploma.status is DiplomaStatus.prepared][:most]  # fmt: skip
        for start in range(0, len(ready), registering.MOST):
            registering.register(head, YEAR, ready[start : start + registering.MOST], head.today(), self.why())
        return reading.standing(head, YEAR, DiplomaStatus.registered)

    def _spoiled(self) -> None:
        """The printer creased one sheet of a diploma of the keeper's own faculties: an act, a new blank."""
        keeper = self.desks["registrar"]
        for of in reading.standing(keeper, YEAR, DiplomaStatus.registered)[:1]:
            whole = reading.get(keeper, of.id)
            handing.spoiled(keeper, of.id, whole.revision, Takes.kk, self.blanks.sat,
                            self.why("Принтер қағазды мыжып тастады"))  # fmt: skip

    def _handed(self, ids: Sequence[Id]) -> None:
        """One after another in two weeks; some to another with a power of attorney, some by post."""
        senior = self.desks["senior"]
        for n, id in enumerate(ids):
            day = self.at(after(HANDED, n // 12), 10 + n % 12 // 2, 5 + n % 2 * 25)
            of = reading.get(senior, id)
            values = {"day": day, "name": of.name.kk, "document": f"ҮЛГІ {n:09}"}
            if n % 17 == 5:
                values |= {"how": "proxy", "name": PROXY, "proxy": f"№ {40 + n}, {day:%d.%m.%Y}"}
            elif n % 31 == 9:
                values |= {"how": "post", "proxy": f"RR{n:09}KZ"}
            handing.issue(senior, id, of.revision, values, self.why())

    def _overdue(self, of: Diploma) -> None:
        """An application for a supplement alone that nobody has dealt with in its time."""
        self.at(DAMAGED)
        asked = {"asked_on": DAMAGED, "ground": "damaged", "story": "Су тиіп, жазуы жайылып кеткен", "parts": ["kk"],
                 "paper": "Қосымшаның түпнұсқасы тапсырылды"}  # fmt: skip
        duplicates.ask(self.desks["senior"], of.id, asked, self.why("Түлектің өтініші"))

    def _lost(self, of: Diploma) -> None:
        """An application, a number of its own, a new blank, handed over within its time."""
        senior, head = self.desks["senior"], self.desks["head"]
        asked = duplicates.ask(senior, of.id, {"asked_on": LOST, "ground": "lost", "story": "Көшкенде жоғалған",
                                               "parts": ["diploma"], "paper": "Полиция анықтамасы № 117"},
                               self.why("Түлектің өтініші"))  # fmt: skip
        self.at(after(LOST, 3))
        made = duplicates.prepare(senior, asked.id, self.why())
        platform.bring(senior, {made.id: {"series": "BD", "number": "ҮЛГІ000777", "payload": SAMPLE.format(777)}},
                       self.why("ҮЛГІ · ОБРАЗЕЦ · SAMPLE"))  # fmt: skip
        day = self.at(after(LOST, 8))
        made = duplicates.register(head, made.id, reading.get(head, made.id).revision, day, self.why())
        printing.typeset(senior, [made.id], self.why())
        made = handing.printed(senior, [made.id], self.why())
        day = self.at(after(LOST, 11))
        handing.issue(senior, made.id, made.revision, {"day": day, "name": of.name.kk, "document": "ҮЛГІ 000000777"},
                      self.why())  # fmt: skip


__all__ = ["autumn", "summer"]
