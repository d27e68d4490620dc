"""The hearing of graduates on a tablet: the day's list, a protocol as it is typed, its signing, and as it is signed."""

from core.ui.hearing.day import chosen, day_list, steps_between
from core.ui.hearing.deciding import before_drawing, signing
from core.ui.hearing.done import corrected, signed
from core.ui.hearing.look import pressed, touchable
from core.ui.hearing.typing import filling

__all__ = [
    "before_drawing", "chosen", "corrected", "day_list", "filling", "pressed", "signed", "signing", "steps_between",
    "touchable",
]  # fmt: skip
