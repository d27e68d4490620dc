"""The kinds of diploma and their layouts, as they are in force today."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from core import house
from core.errors import NotFound
from schemas.diploma import Diploma
from schemas.kinds import DiplomaKind, DiplomaLayout, Kind, Sort
from schemas.kinds.diplomas import Printer
from schemas.reference import Office, SignedPaper

Row = dict[str, Any]


class Reader(Protocol):
    """A store or an open transaction."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None:
        """One stored row, or None."""


def kinds() -> list[Kind]:
    """The kinds of diploma that are offered."""
    return house.entries(Sort.diploma)


def kind_for(honours: bool) -> Kind:
    """The kind that a graduate gets; NotFound where the office has described none."""
    found = next((k for k in kinds() if k.as_body(DiplomaKind).honours is honours), None)
    if found is None:
        raise NotFound("diplomas.no_kind")
    return found


def body(code: str) -> DiplomaKind:
    """What a kind of diploma says; NotFound."""
    return house.entry(Sort.diploma, code).as_body(DiplomaKind)


def printers() -> list[Printer]:
    """The printers of the layouts that kinds of diploma use, by code once."""
    codes = {k.as_body(DiplomaKind).layout for k in kinds()}
    found = [
        p for k in house.entries(Sort.diploma_layout) if k.code in codes for p in k.as_body(DiplomaLayout).printers
    ]
    return list({p.code: p for p in found}.values())


def layout(code: str) -> DiplomaLayout:
    """A layout by its code; NotFound."""
    return house.entry(Sort.diploma_layout, code).as_body(DiplomaLayout)


def lacks(office: Office | None, day: date) -> list[str]:
    """What of the institution's card a diploma of this day would bear without: codes of `diplomas_page.house_<code>`
    (domain.md 6.2: signature of the head, institutional accreditation)."""
    if office is None:
        return ["head", "accredited"]
    signer = next(iter(office.signatories(day, SignedPaper.diploma)), None)
    named = signer is not None and signer.name is not None
    latin = bool(signer and signer.name and signer.name.en)
    found = {"head": not named, "head_latin": named and not latin, "accredited": not office.accredited(day)}
    return [code for code, lacking in found.items() if lacking]


def set_by(of: DiplomaKind) -> Row:
    """How a diploma registered today is set for ever: the version of its layout, the form of each supplement."""
    version = house.entry(Sort.diploma_layout, of.layout).id if of.layout else ""
    return {"layout": version, "shapes": {s.lang.value: s.shape.value for s in of.supplements}}


def layout_of(reader: Reader, diploma: Diploma) -> DiplomaLayout:
    """The layout as it was when the diploma was registered; its printers are those of today. NotFound.

    One of before versions were kept takes today's."""
    now = layout(body(diploma.kind).layout)
    version = (diploma.values.get("set") or {}).get("layout")
    row = reader.one("kinds", {"_id": version}) if version else None
    if row is None:
        return now
    return Kind.model_validate(row).as_body(DiplomaLayout).model_copy(update={"printers": now.printers})
