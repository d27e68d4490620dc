"""Strict-reporting blanks of the demonstration: a keeper, batches of spring and autumn, spoiled and handed ones, one
stock-taking with a shortage, another that goes on; each by the ordinary act of who does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core import blanks
from core.blanks import posts
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.users import actor_of
from schemas.base import Basis
from schemas.blank import BlankCount, CountWhy, Span
from schemas.user import User

APPOINTED, SPRING = date(2026, 4, 27), date(2026, 5, 12)
CAME, SPOILED, COUNTED = date(2026, 9, 14), date(2026, 10, 20), date(2026, 11, 5)
OFF, DESTROYED, COUNTING = date(2026, 11, 10), date(2026, 11, 12), date(2026, 11, 23)
PRINTER = "«Полиграфия» баспа үйі"
SERIES, FORMS = "ДБ", "БҰ"
# Kind, series, first and last number, waybill. Honours and diplomas are too few for the next summer.
BATCHES = (
    ("diploma", SERIES, 1201, 1340, "318"), ("diploma_honours", SERIES, 201, 212, "318"),
    ("supplement_kk", SERIES, 4001, 4120, "319"), ("supplement_ru", SERIES, 4001, 4120, "319"),
    ("supplement_en", SERIES, 4001, 4120, "319"), ("certificate_form", "", 501, 600, "320"),
    ("order_form", FORMS, 1, 80, "320"),
)  # fmt: skip


class Blanks:
    """The blanks of a year: those of the summer's diplomas, then an autumn from its parcels to a stock-taking of
    today."""

    def __init__(self, store: Store, users: Mapping[str, User], ids: Ids) -> None:
        self.ids, self.keeper = ids, users["registrar"]
        self.desks = {login: Desk(actor_of(users[login]), store, lambda: ids.now, ids)
                      for login in ("head", "senior", "registrar")}  # fmt: skip
        people = [(users["senior"], "Аға тіркеуші"), (users["hr"], "Кадр қызметі"), (users["payments"], "Бухгалтерия")]
        self.sat: list[dict[str, Any]] = [
            {"name": user.name, "post": post, "chair": not n} for n, (user, post) in enumerate(people)
        ]

    def why(self, reason: str = "", number: str = "", day: date | None = None) -> Why:
        return Why(reason, Basis(kind="Бұйрық", number=number, day=day) if number and day else None, self.ids())

    def at(self, day: date, hour: int = 10) -> date:
        self.ids.now = moment(day, hour)
        return day

    def spring(self, graduates: int, honours: int) -> None:
        """The order that appoints the keeper, and blanks for so many graduates with a few to spare."""
        day = self.at(APPOINTED)
        posts.appoint(self.desks["head"], self.keeper.id, [], day, self.why("", "41-ө", day))
        counts = {"diploma": graduates - honours + 4, "diploma_honours": honours + 2}
        counts |= dict.fromkeys(("supplement_kk", "supplement_ru", "supplement_en"), graduates + 3)
        for n, (kind, count) in enumerate(counts.items()):
            day = self.at(SPRING, 9 + n)
            blanks.receive(self.desks["registrar"], {
                "kind": kind, "series": SERIES, "first": 1, "last": count, "day": day, "supplier": PRINTER,
                "waybill": "204", "waybill_day": SPRING, "commission": self.sat,
            }, self.why())  # fmt: skip

    def autumn(self) -> None:
        """One after another, in the order of days."""
        desk = self.desks["registrar"]
        for n, (kind, series, first, last, waybill) in enumerate(BATCHES):
            day = self.at(CAME, 9 + n)
            blanks.receive(desk, {"kind": kind, "series": series, "first": first, "last": last, "day": day,
                                  "supplier": PRINTER, "waybill": waybill, "waybill_day": CAME, "commission": self.sat,
                                  **self._short(kind, last)}, self.why())  # fmt: skip
        day = self.at(SPOILED)
        blanks.hand_to_hr(desk, "order_form", FORMS, [Span(first=1, last=30)], day, "Кадр қызметі", self.why())
        spoiled = [Span(first=4001, last=4003)]
        blanks.spoil(desk, "supplement_kk", SERIES, spoiled, day, self.sat, self.why("Принтер қағазды мыжып тастады"))
        self._counted()
        day = self.at(OFF)
        blanks.write_off(desk, "supplement_kk", SERIES, spoiled, day, self.sat,
                         self.why("Пайдалануға жарамсыз", "52-ө", day))  # fmt: skip
        day = self.at(DESTROYED)
        blanks.destroy(desk, "supplement_kk", SERIES, spoiled, day, "Ұсақтағышта ұсақталды", self.sat,
                       self.why("Есептен шығарылған"))  # fmt: skip
        self.at(DESTROYED, 15)
        blanks.spoil(desk, "certificate_form", "", [Span(first=507, last=507)], DESTROYED, self.sat,
                     self.why("Аты-жөні қате жазылған"))  # fmt: skip
        self.at(COUNTING, 9)
        self._begun(["diploma", "diploma_honours"], CountWhy.sudden, COUNTING)

    def _short(self, kind: str, last: int) -> dict[str, Any]:
        """Two forms for orders were not in the parcel."""
        if kind != "order_form":
            return {}
        gone = [{"first": last - 1, "last": last}]
        return {"missing": gone, "stated": last, "note": "Бумада екі бланк жетпейді, жеткізушіге хабарланды"}

    def _counted(self) -> None:
        """Certificates are counted; one is not there."""
        self.at(COUNTED)
        count = self._begun(["certificate_form"], CountWhy.yearly, COUNTED)
        senior = self.desks["senior"]
        found = [Span(first=501, last=547), Span(first=549, last=600)]
        count = blanks.note_found(senior, count.id, count.revision, "certificate_form", "", found, self.why())
        blanks.finish_count(senior, count.id, count.revision, self.why("Жылдық түгендеу"))

    def _begun(self, kinds: list[str], why: CountWhy, day: date) -> BlankCount:
        return blanks.start_count(self.desks["senior"], kinds, why, day, self.sat, self.why())
