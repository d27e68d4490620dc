"""Who is registered for a discipline, and which of them are taught apart: by language, programme, year. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.base import Id, Ref
from schemas.kinds.study import Norm
from schemas.section import Member
from schemas.words import LessonKind, PlanReason, StudyLanguage

# Who studies a discipline outside of his own year joins those whose curriculum has it now.
JOINING = frozenset({PlanReason.repeat, PlanReason.difference, PlanReason.raising, PlanReason.mobility})


@dataclass(frozen=True)
class Seat:
    """A registered student, as forming needs him. joins: he studies it outside of his own curriculum and year.
    lesson: the kind of class his plan says.
    """

    student: Ref
    study: Id
    number: str
    key: str = ""
    group: str = ""
    language: StudyLanguage | None = None
    programme: Ref | None = None
    year: int | None = None
    joins: bool = False
    lesson: LessonKind = LessonKind.group
    teacher: Ref | None = field(default=None, compare=False)
    department: Ref | None = field(default=None, compare=False)
    faculty: Ref | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[str, str, str]:
        """Kazakh order of names, whole."""
        return self.key, self.number, self.study

    def member(self) -> Member:
        """The student as a section names him."""
        return Member(student=self.student, study=self.study, number=self.number)


@dataclass(frozen=True)
class Lot:
    """Those who are taught together: a kind of class for a language, a programme, a year (None: for all)."""

    kind: LessonKind
    language: StudyLanguage | None = None
    programme: Id | None = None
    year: int | None = None

    @property
    def order(self) -> tuple[str, str, str, int]:
        """A steady order: streams before groups, then language, programme, year."""
        return (
            "" if self.kind is LessonKind.stream else self.kind.value,
            self.language or "", self.programme or "", self.year or 0,
        )  # fmt: skip


def number(enrolled: int, norm: int) -> int:
    """How many classes: enrolled / norm, rounded up."""
    return -(-enrolled // norm)


def arithmetic(enrolled: int, norm: int) -> str:
    """The number with its reckoning: «58 / 25 → 3»."""
    return f"{enrolled} / {norm} → {number(enrolled, norm)}"


def lot_of(seat: Seat, kind: LessonKind, *norms: Norm) -> Lot:
    """The lot of a student by himself: apart wherever one of the norms teaches apart (groups lie inside streams)."""
    return Lot(
        kind,
        seat.language if any(n.by_language for n in norms) else None,
        seat.programme.id if seat.programme and any(n.by_programme for n in norms) else None,
        seat.year if any(n.by_year for n in norms) else None,
    )


def lots(seats: Iterable[Seat], kind: LessonKind, *norms: Norm) -> dict[Lot, list[Seat]]:
    """Everybody in exactly one lot, lots and seats in a steady order.

    Who repeats a discipline or catches up joins the largest lot of his language (and programme, where these are
    apart), so that nobody is taught alone for being of another year.
    """
    seats = sorted(seats, key=lambda s: s.order)
    found: dict[Lot, list[Seat]] = {}
    for seat in seats:
        if not seat.joins:
            found.setdefault(lot_of(seat, kind, *norms), []).append(seat)
    regular = Counter({lot: len(who) for lot, who in found.items()})
    joined = [s for s in seats if s.joins]
    for seat in joined:
        own = lot_of(seat, kind, *norms)
        near = [x for x in regular if x.language == own.language and x.programme == own.programme]
        near = near or [x for x in regular if x.language == own.language]
        found.setdefault(min(near, key=lambda x: (-regular[x], x.order)) if near else own, []).append(seat)
    for who in found.values() if joined else ():
        who.sort(key=lambda s: s.order)
    return {lot: found[lot] for lot in sorted(found, key=lambda x: x.order)}


def parts(seats: Sequence[Seat]) -> dict[str, int]:
    """Who they are, for the screen and the record: «programme code · year · group» → how many."""
    found: Counter[str] = Counter()
    for s in seats:
        code = s.programme.label.kk.split(" ")[0] if s.programme else ""
        found[" · ".join(p for p in (code, str(s.year or ""), s.group) if p) or "—"] += 1
    return dict(sorted(found.items()))
