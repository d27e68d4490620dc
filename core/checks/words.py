"""What a check found, in words: written into its deviation when it is made, and said in any language afterwards."""

from __future__ import annotations

from core.i18n import t
from schemas.base import LANGS, Lang
from schemas.timetable import Cause, Deviation, LessonCheck

MOST = 500


def found(check: LessonCheck, lang: Lang) -> tuple[str, str]:
    """(what happened, why) of a check that found nobody."""
    said = t(
        "checks.not_held", lang, what=check.what, section=check.section.label, discipline=check.discipline.label,
        teacher=check.teacher.label if check.teacher else "—",
    )  # fmt: skip
    cause = (check.cause or Cause.other).label(lang)
    return said[:MOST], ". ".join(x for x in (cause, check.note) if x)


def told(deviation: Deviation, check: LessonCheck | None, lang: Lang) -> tuple[str, str]:
    """(what happened, why) of a deviation in a language: what its check wrote is translated, what a person wrote
    stays as it was written."""
    text, cause = deviation.text, deviation.cause
    if check is None:
        return text, cause
    every, said = [found(check, x) for x in LANGS], found(check, lang)
    return (said[0] if text in {x[0] for x in every} else text), (said[1] if cause in {x[1] for x in every} else cause)
