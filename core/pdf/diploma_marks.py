"""The test page of a layout: scales, crosses two centimetres from the edges, the place of each field with its code.

The crosses are what a printer's offset is measured by: on a printer that is not off they stand 20 mm from two edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.pdf.fonts import Face
from core.pdf.paper import ACCENT, ALERT, QUIET, Paper

CROSS = 20.0  # mm from both edges
ARM, EDGE = 6.0, 6.0  # length of a cross's arm; where the scales lie
Place = tuple[str, float, float, float, float]  # code, x, y, width, height


def marks(p: Paper, places: Sequence[Place], right: float = 0.0, down: float = 0.0) -> None:
    """Draw them on the page, moved by the printer's offset as the words are."""
    for code, x, y, wide, high in places:
        p.frame(x + right, y + down, max(wide, 0.2), max(high, 0.2), ALERT, 0.1)
        p.say(x + right + 0.4, y + down + 1.6, code, Face.SANS, 4, ALERT)
    for x in (CROSS, p.page_width - CROSS):
        for y in (CROSS, p.page_height - CROSS):
            p.stroke([(x - ARM + right, y + down), (x + ARM + right, y + down)], ACCENT, 0.2)
            p.stroke([(x + right, y - ARM + down), (x + right, y + ARM + down)], ACCENT, 0.2)
    for n, long in _steps(p.page_width):
        for y, by in ((EDGE, 1), (p.page_height - EDGE, -1)):
            p.stroke([(n + right, y + down), (n + right, y + by * long + down)], QUIET, 0.1)
        if n % 10 == 0:
            p.say(n + right, EDGE + 5.4 + down, str(n), Face.SANS, 4.5, QUIET, "C")
    for n, long in _steps(p.page_height):
        for x, by in ((EDGE, 1), (p.page_width - EDGE, -1)):
            p.stroke([(x + right, n + down), (x + by * long + right, n + down)], QUIET, 0.1)
        if n % 10 == 0:
            p.say(EDGE + 3.6 + right, n + 0.6 + down, str(n), Face.SANS, 4.5, QUIET)


def _steps(length: float) -> Iterator[tuple[int, float]]:
    """Each millimetre of a scale and how long its stroke is."""
    for n in range(int(EDGE), int(length - EDGE) + 1):
        yield n, 3.0 if n % 10 == 0 else 2.0 if n % 5 == 0 else 1.0
