"""The cases that are in a demonstration on purpose (domain.md 15.3), each under a student number of its own.

A number is intake + 9 + place: 249001 entered in 2024. So the help page finds them without a list being kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.db.store import Store
from core.i18n import t
from schemas.base import Id, Lang

# What happens to a case's marks: (term, title of the discipline) → outcome of each attempt.
# FX, F: letters; a number: the exam; «low»: passed at the lowest; «wrong 68»: closed with a mistake, then corrected.
Script = dict[tuple[str, str], list[str]]


@dataclass(frozen=True)
class Part:
    """One case: its key (message `demo.case.<key>`), year of intake, how able, what happens to the marks."""

    key: str
    intake: int
    place: int
    ability: float = 78
    script: Script = field(default_factory=dict)
    track: str = "IN"
    woman: bool | None = None

    @property
    def number(self) -> str:
        """The student number."""
        return f"{self.intake % 100:02d}9{self.place:03d}"


PARTS = (
    Part("second_study", 2022, 1, 88, track="PN", woman=True),
    Part("honours_lost", 2023, 1, 97, {("2024-1", "Гармония 2"): ["FX", "96"]}, track="PN"),
    Part("leave_child", 2023, 2, track="FS", woman=True),
    Part("returned", 2023, 3, track="DM"),
    Part("reinstated", 2023, 4, 70, track="WP"),
    Part("fx_passed", 2024, 1, 74, {("2024-1", "Сольфеджио"): ["FX", "71"]}, track="DM"),
    Part("f_in_summer", 2024, 2, 68, {("2024-2", "Гармония 1"): ["F", "66"]}, track="KB"),
    Part("corrected", 2024, 3, 80, {("2025-1", "Шетел музыкасының тарихы 1"): ["wrong 68"]}),
    Part("appeal", 2024, 4, 82, {("2025-1", "Философия"): ["wrong 74"]}, track="VO"),
    Part("leave_medical", 2024, 5, track="WP"),
    Part("repeat_year", 2024, 6, 53, {
        ("2024-2", "Гармония 1"): ["F", "FX"], ("2024-2", "Шетел тілі 2"): ["FX", "FX", "low"],
        ("2024-1", "Сольфеджио"): ["low"],
    }, track="KB"),
    Part("surname", 2024, 7, track="CH", woman=True),
    Part("third_fail", 2025, 1, 62, {("2025-1", "Сольфеджио"): ["FX", "FX", "F"]}, track="WP"),
    Part("foreigner", 2025, 2, 84, track="PN", woman=False),
    Part("transfer_in", 2025, 3, 83, track="IN"),
    Part("no_patronymic", 2026, 1, track="DM"),
)  # fmt: skip
BY_KEY = {p.key: p for p in PARTS}


@dataclass(frozen=True)
class Case:
    """A case for the help page: its key, what it shows, whose card to open."""

    key: str
    title: str
    student: Id
    number: str
    name: str


def cases(store: Store, lang: Lang) -> list[Case]:
    """Every case of the demonstration with the student it is found at; empty in an office that is none."""
    office = store.one("office", {"demo": True}, {"_id": 1})
    if office is None:
        return []
    where = {"number": {"$in": [p.number for p in PARTS]}}
    rows = {r["number"]: r for r in store.rows("students", where, {"number": 1, "name": 1})}
    out = []
    for part in PARTS:
        row = rows.get(part.number)
        if row:
            name = " ".join(x for x in (row["name"]["last"], row["name"]["first"], row["name"].get("middle")) if x)
            out.append(Case(part.key, t(f"demo.case.{part.key}", lang), row["_id"], part.number, name))
    return out
