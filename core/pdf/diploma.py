"""A diploma: words set into boxes in millimetres, onto a pre-printed blank or a whole page with an ornament of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.pdf.diploma_marks import marks
from core.pdf.fonts import MM_PER_POINT, Face, clean, width, wrap
from core.pdf.ornament import OUTER, ornament
from core.pdf.paper import INK, Align, Paper, baseline, qr_squares
from core.pdf.words import Lang

LEADING = 1.2
QR_LEAST = 30.0  # mm (domain.md 6.2)
STEP = 0.25  # points by which a text is made smaller


@dataclass(frozen=True)
class Box:
    """One field of the layout with what stands in it; mm from the upper left corner. lines: of a text; a QR has its
    payload as the only one."""

    code: str
    draws: Literal["text", "qr", "line", "frame"]
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    page: int = 1
    face: Face = Face.SERIF
    size: float = 11.0
    least: float = 8.0
    align: Align = "C"


@dataclass(frozen=True)
class DiplomaPaper:
    """A diploma as plain values. right, down: the printer's offset; margin: what no printer reaches. ornament: our own
    page; without it only the fields stand, for a pre-printed blank. measure: a test page with the places of its
    fields and what to measure an offset by."""

    title: str
    dated: date
    boxes: tuple[Box, ...]
    width: float = 297.0
    height: float = 210.0
    pages: int = 1
    margin: float = 4.0
    right: float = 0.0
    down: float = 0.0
    ornament: bool = False
    sample: bool = False
    lang: Lang = "kk"
    measure: bool = False


@dataclass(frozen=True)
class Fault:
    """A field that cannot be set: its code and why (`long`: too long for its box; `margin`: the offset pushes it where
    nothing is printed; `small`: a QR under 3 × 3 cm; `payload`: more than a QR holds; `covered`: it lies in the quiet
    zone of a QR, whose white would hide it)."""

    code: str
    why: Literal["long", "margin", "small", "payload", "covered"]


class Unfit(ValueError):
    """A diploma that would lose something on the paper; nothing is ever cut off."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(f"{f.code}: {f.why}" for f in faults))
        self.faults = faults

    def __reduce__(self) -> tuple[type[Unfit], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)  # it must cross from a batch process


@dataclass(frozen=True)
class _Set:
    """A text as it fits: its lines and size."""

    lines: tuple[str, ...]
    size: float


def render(paper: DiplomaPaper, protected: bool = True, draft: bool = False) -> bytes:
    """The diploma as PDF; see `transcript.render` for what plain and protected mean. Raises Unfit with every field that
    cannot be set, Unprintable. draft: to look at only, so the rest is drawn without those fields."""
    bad = faults(paper)
    if bad and not draft:
        raise Unfit(bad)
    unset = {f.code for f in bad if f.why in ("long", "payload")}
    p = Paper(title=paper.title, lang=paper.lang, issued_on=paper.dated, sample=paper.sample,
              page=(paper.width, paper.height))  # fmt: skip
    for page in range(1, paper.pages + 1):
        if page > 1:
            p.new_page()
        if paper.ornament:
            ornament(p, paper.right, paper.down)
        for box in paper.boxes:
            if box.page == page and box.code not in unset:
                _draw(p, paper, box)
        if paper.measure:
            places = [(b.code, b.x, b.y, b.width, b.height) for b in paper.boxes if b.page == page]
            marks(p, places, paper.right, paper.down)
    return p.output(protected)


def faults(paper: DiplomaPaper) -> tuple[Fault, ...]:
    """Everything that would be lost of this paper, by the names of its fields; empty when it may be printed."""
    return tuple(_faults(paper))


def _faults(paper: DiplomaPaper) -> Iterator[Fault]:
    frame = (OUTER, OUTER, paper.width - 2 * OUTER, paper.height - 2 * OUTER)
    if paper.ornament and _outside(paper, frame):
        yield Fault("ornament", "margin")
    quiet: dict[int, list[tuple[float, float, float, float]]] = {}
    for box in paper.boxes:
        if box.draws == "qr" and box.lines and (zone := _zone(box)):
            quiet.setdefault(box.page, []).append(zone)
    for box in paper.boxes:
        if box.draws == "qr" and box.lines:
            if min(box.width, box.height) < QR_LEAST:
                yield Fault(box.code, "small")
            try:
                qr_squares(box.lines[0])
            except ValueError:
                yield Fault(box.code, "payload")
        if box.draws == "text" and fitted(box) is None:
            yield Fault(box.code, "long")
        elif (ink := _ink(box)) is not None and _outside(paper, ink):
            yield Fault(box.code, "margin")
        elif ink is not None and box.draws == "text" and any(_meet(ink, q) for q in quiet.get(box.page, ())):
            yield Fault(box.code, "covered")


def _outside(paper: DiplomaPaper, ink: tuple[float, float, float, float]) -> bool:
    x, y = ink[0] + paper.right, ink[1] + paper.down
    least, near = paper.margin, 0.005
    return (
        x < least - near or y < least - near
        or x + ink[2] > paper.width - least + near or y + ink[3] > paper.height - least + near
    )  # fmt: skip


def _zone(box: Box) -> tuple[float, float, float, float] | None:
    """A QR with the quiet zone round it; None where its payload is no QR."""
    try:
        side = min(box.width, box.height)
        quiet = 4 * side / (qr_squares(box.lines[0]) - 8)
    except ValueError:
        return None
    return box.x + (box.width - side) / 2 - quiet, box.y - quiet, side + 2 * quiet, side + 2 * quiet


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    near = 0.05
    return (one[0] + one[2] > other[0] + near and other[0] + other[2] > one[0] + near
            and one[1] + one[3] > other[1] + near and other[1] + other[3] > one[1] + near)  # fmt: skip


def fitted(box: Box) -> _Set | None:
    """A text in the greatest size in which it fits its box with no word broken; None where it does not at `least`."""
    texts = [clean(line, box.face) for line in box.lines]
    longest = max((width(w, box.face, 1) for t in texts for w in re.split(r"(?<=[-/–—])| ", t)), default=0.0)
    size = box.size
    while True:
        lines = tuple(x for t in texts for x in wrap(t, box.face, size, box.width))
        if longest * size <= box.width and _high(len(lines), size) <= box.height + 0.01:
            return _Set(lines, size)
        if size <= box.least:
            return None
        size = max(size - STEP, box.least)


def _high(lines: int, size: float) -> float:
    return lines * size * MM_PER_POINT * LEADING


def _ink(box: Box) -> tuple[float, float, float, float] | None:
    """Where a field leaves ink: x, y, width, height; None where it leaves none."""
    if box.draws != "text":
        return (box.x, box.y, box.width, box.height) if box.draws != "qr" or box.lines else None
    found = fitted(box)
    if found is None or not any(found.lines):
        return None
    span = max(width(line, box.face, found.size) for line in found.lines)
    high = _high(len(found.lines), found.size)
    shift = {"L": 0.0, "C": (box.width - span) / 2, "R": box.width - span}[box.align]
    return box.x + shift, box.y + (box.height - high) / 2, span, high


def _draw(p: Paper, paper: DiplomaPaper, box: Box) -> None:
    x, y = box.x + paper.right, box.y + paper.down
    if box.draws == "frame":
        p.frame(x, y, box.width, box.height, INK, 0.25)
    elif box.draws == "line":  # along the longer side of its box
        level = box.width >= box.height
        end = (x + box.width, y) if level else (x, y + box.height)
        p.stroke([(x, y), end], INK, 0.25)
    elif box.draws == "qr":
        if box.lines:
            zone = _zone(box)  # the code fills its box, the quiet zone lies around it
            assert zone is not None
            p.qr(box.lines[0], zone[0] + paper.right, zone[1] + paper.down, zone[2])
    elif (found := fitted(box)) is not None:
        step = found.size * MM_PER_POINT * LEADING
        y += (box.height - _high(len(found.lines), found.size)) / 2 + baseline(found.size, step)
        at = {"L": x, "C": x + box.width / 2, "R": x + box.width}[box.align]
        for line in found.lines:
            p.say(at, y, line, box.face, found.size, INK, box.align)
            y += step
