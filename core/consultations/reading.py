"""Looking at consultations: the list, one, the figures of a year and their file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core import export, house, looks
from core.db.store import Row
from core.desk import Desk
from core.fields import described
from core.i18n import t
from schemas.base import Id, Lang
from schemas.consultation import Consultation, ConsultationState
from schemas.kinds import Sort

READ = "consultation.read"
SIZE, MOST = 50, 5000


@dataclass
class Figures:
    """Of one kind, leader or month: how many were held, hours, people and units present."""

    many: int = 0
    hours: Decimal = Decimal(0)
    present: int = 0


@dataclass
class Year:
    """The figures of a year: all, by kind, by who held them, by month."""

    whole: Figures = field(default_factory=Figures)
    kinds: dict[str, Figures] = field(default_factory=dict)
    leaders: dict[str, Figures] = field(default_factory=dict)
    months: dict[int, Figures] = field(default_factory=dict)


def get(desk: Desk, id: Id) -> Consultation:
    """One of them; NotFound, Forbidden."""
    return desk.get(Consultation, id, READ)


def listed(desk: Desk, kind: str = "", state: str = "", page: int = 0, size: int = SIZE) -> list[Row]:
    """A page of them, the newest first, with how many were invited and how many came."""
    where: Row = {k: v for k, v in (("kind", kind), ("status", state)) if v}
    rows = desk.rows(Consultation, READ, where, {"head": 0}, [("day", -1)], size, page * size)
    return [{**r, "invited": len(r["people"]), "present": _present(r)} for r in rows]


def of_year(desk: Desk, year: int) -> list[Row]:
    """Everything held in a year, by day; at most 5,000."""
    where = {"status": ConsultationState.held.value, "day": {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"}}
    return desk.rows(Consultation, READ, where, {"head": 0}, [("day", 1)], MOST)


def counted(rows: Iterable[Row]) -> Year:
    """The figures of stored rows: every cut sums up to the whole."""
    found = Year()
    for row in rows:
        month = date.fromisoformat(row["day"]).month
        for figures in (
            found.whole, found.kinds.setdefault(row["kind"], Figures()),
            found.leaders.setdefault(row["led_by"]["label"]["kk"], Figures()),
            found.months.setdefault(month, Figures()),
        ):  # fmt: skip
            figures.many += 1
            figures.hours += Decimal(str(row["hours"]))
            figures.present += _present(row)
    return found


def _present(row: Row) -> int:
    return sum(bool(p.get("present")) for p in row["people"])


def kinds(lang: Lang) -> dict[str, str]:
    """Kinds by code, as they are called; retired ones too, for what was made by them stays."""
    return {k.code: k.name.get(lang) for k in house.entries(Sort.consultation, retired=True)}


def xlsx(desk: Desk, year: int, lang: Lang) -> bytes:
    """The register of a year as a file; who took it is written down."""
    names, paths = kinds(lang), ("number", "day", "kind", "topic", "led_by", "hours")
    heads = [described(Consultation, p).label(lang) for p in paths] + [
        t(f"consultations.{w}", lang) for w in ("invited", "present")
    ]
    rows = [
        [r["number"], date.fromisoformat(r["day"]), names.get(r["kind"], r["kind"]), r["topic"],
         r["led_by"]["label"]["kk"], Decimal(str(r["hours"])), len(r["people"]), _present(r)]
        for r in of_year(desk, year)
    ]  # fmt: skip
    looks.note(desk, "consultations", "consultations", str(year), str(year), "download", lang=lang)
    return export.xlsx(heads, rows, str(year), [t("consultations.register_of", lang, year=str(year))])


__all__ = ["READ", "Figures", "Year", "counted", "get", "kinds", "listed", "of_year", "xlsx"]
