"""What a kind of diploma and its layout must be beside being whole: variables that exist, things named that exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from core import house
from core.diplomas import laying
from core.errors import Problem, Problems
from core.pdf.diploma import QR_LEAST
from schemas.file import FileType
from schemas.kinds import DiplomaKind, DiplomaLayout, Kind, Sort
from schemas.kinds.diplomas import Drawn, Spot

PICTURES = (FileType.jpg, FileType.png, FileType.webp, FileType.pdf)


def check_layout(reader: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """Every field's text is read by the variables of a diploma, a QR is not under 3 × 3 cm, no printer's offset cuts a
    word off, the picture is a picture (core.kinds.checks)."""
    body = kind.as_body(DiplomaLayout)
    found = [replace(p, field=f"body.{p.field}") for n, spot in enumerate(body.spots) for p in check_spot(n, spot)]
    if body.picture and was and was.as_body(DiplomaLayout).picture == body.picture:
        pass  # it was asked when it was brought
    elif body.picture:
        file = reader.one("files", {"_id": body.picture.id}, {"type": 1})
        if file is None or FileType(file["type"]) not in PICTURES:
            found.append(Problem("body.picture", "diplomas.no_picture"))
    if not found:
        found = [replace(p, field=f"body.{p.field}") for p in check_printers(body)]
    return found


def check_spot(n: int, spot: Spot) -> list[Problem]:
    """What is wrong with one field of a layout, whatever stands around it; n: its place in the list."""
    if spot.draws is Drawn.text:
        try:
            laying.pieces(spot.text)
        except Problems as e:
            return [Problem(f"spots.{n}.text", p.key, p.values, row=n) for p in e.problems]
        if bad := laying.unprintable(spot):
            return [Problem(f"spots.{n}.text", "transcripts.unprintable", bad, row=n)]
    elif spot.draws is Drawn.qr and min(spot.width, spot.height) < QR_LEAST:
        return [Problem(f"spots.{n}.width", "diplomas.fault_small", {"code": spot.code}, row=n)]
    return []


def check_printers(body: DiplomaLayout) -> list[Problem]:
    """The printers whose offset would cut off a usual or the longest word."""
    found = [p for words in (laying.sample(), laying.longest()) for p in laying.cut(body, words, date.min)]
    return list({p.field: p for p in reversed(found)}.values())


def check_diploma(reader: Any, kind: Kind, was: Kind | None) -> list[Problem]:
    """Mask, layout and blanks are there and not retired; a language has one supplement."""
    body = kind.as_body(DiplomaKind)
    named = [("body.mask", Sort.mask, body.mask), ("body.layout", Sort.diploma_layout, body.layout),
             ("body.blank", Sort.blank, body.blank)]  # fmt: skip
    named += [(f"body.supplements.{n}.blank", Sort.blank, s.blank) for n, s in enumerate(body.supplements)]
    found = [
        Problem(field, "kinds.none_such", {"sort": sort, "code": code})
        for field, sort, code in named
        if code and code not in {k.code for k in house.entries(sort)}
    ]
    if not body.mask:
        found.append(Problem("body.mask", "errors.field.missing"))
    langs = [s.lang for s in body.supplements]
    found += [
        Problem(f"body.supplements.{n}.lang", "diplomas.lang_twice", {"lang": lang}, row=n)
        for n, lang in enumerate(langs) if lang in langs[:n]
    ]  # fmt: skip
    return found
