"""Which maker stands for which part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from core.packs import saved
from core.packs.making import people, rooms
from core.packs.making.made import Made, Making
from schemas.kinds import PackItem, PackPart

Maker = Callable[[Making], Iterator[Made]]

MAKERS: Mapping[PackPart, Maker] = {
    PackPart.contingent: people.contingent_, PackPart.movement: people.movement, PackPart.graduates: rooms.graduates,
    PackPart.results: rooms.results_, PackPart.attestation: rooms.reports, PackPart.commissions: rooms.compositions,
    PackPart.seats: people.seats, PackPart.programmes: people.programmes, PackPart.permits: people.permits,
    PackPart.documents: rooms.documents,
}  # fmt: skip


def parts(of: Making, item: PackItem) -> Iterator[Made]:
    """The files of one line of the list. Raises OfficeError that says why there are none."""
    if item.part is PackPart.report:
        yield from of.both(*(saved.tabled_of(of.desk, item.code, of.lang, form) for form in ("xlsx", "pdf")))
    elif item.part is PackPart.stat_form:
        yield from rooms.stat_form(of, item.code)
    else:
        yield from MAKERS[item.part](of)


__all__ = ["MAKERS", "parts"]
