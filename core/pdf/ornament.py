"""The ornament of our own diploma: a band of interlaced waves between two frames, ram's horns in the corners.

Drawn by us from arcs; it is nobody's picture.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

from core.pdf.paper import ACCENT, Ink, Paper

BAND: Ink = (168, 186, 192)
OUTER, INNER, CORNER = 7.0, 12.5, 13.0  # mm from the edge: both frames; the side of a corner's square
Points = tuple[tuple[float, float], ...]


def ornament(p: Paper, right: float = 0.0, down: float = 0.0) -> None:
    """The whole border of a page, moved by the printer's offset."""
    for points, ink, thick in _border(p.page_width, p.page_height):
        p.stroke([(x + right, y + down) for x, y in points], ink, thick)


@lru_cache(maxsize=8)
def _border(w: float, h: float) -> tuple[tuple[Points, Ink, float], ...]:
    found: list[tuple[Points, Ink, float]] = []
    for inset, ink, thick in ((OUTER, ACCENT, 0.6), (INNER, ACCENT, 0.25)):
        x, y = w - inset, h - inset
        found.append((((inset, inset), (x, inset), (x, y), (inset, y), (inset, inset)), ink, thick))
    start, middle = OUTER + CORNER, (OUTER + INNER) / 2
    for phase in (0.0, pi / 2, pi, 3 * pi / 2):
        across, along = _wave(w - 2 * start, phase), _wave(h - 2 * start, phase)
        for edge in (middle, h - middle):
            found.append((tuple((start + s, edge + d) for s, d in across), BAND, 0.12))
        for edge in (middle, w - middle):
            found.append((tuple((edge + d, start + s) for s, d in along), BAND, 0.12))
    for flip_x in (False, True):
        for flip_y in (False, True):
            for points in _horns():
                placed = tuple((w - x if flip_x else x, h - y if flip_y else y) for x, y in points)
                found.append((placed, ACCENT, 0.5))
    return tuple(found)


def _wave(length: float, phase: float) -> Points:
    """A wave of whole periods over a length: (along, aside)."""
    periods, reach = max(round(length / 8), 1), (INNER - OUTER) / 2 - 0.7
    steps = periods * 14
    return tuple((length * n / steps, reach * sin(2 * pi * periods * n / steps + phase)) for n in range(steps + 1))


@lru_cache(maxsize=1)
def _horns() -> tuple[Points, ...]:
    """A pair of horns at the upper left corner, mirrored on its diagonal: each a stem that turns into a spiral."""
    cx, cy, grows = OUTER + 9.2, OUTER + 2.75, 1.75
    spiral = []
    for n in range(61):
        turn = -pi + 3.2 * pi * n / 60
        r = 0.35 + (grows - 0.35) * (1 - n / 60)
        spiral.append((cx + r * cos(turn), cy + r * sin(turn)))
    stem = [(OUTER + 1.2 + (spiral[0][0] - OUTER - 1.2) * t / 12,
             OUTER + 1.2 + (spiral[0][1] - OUTER - 1.2) * (t / 12) ** 2) for t in range(13)]  # fmt: skip
    horn = tuple([*stem, *spiral])
    return horn, tuple((y, x) for x, y in horn)
