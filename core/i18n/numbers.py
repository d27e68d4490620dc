"""Numbers as the office writes them: 1 842,50 in Kazakh and Russian, 1,842.50 in English."""

from decimal import ROUND_HALF_UP, Decimal

from schemas.base import Lang

# A narrow no-break space keeps "1 842" on one line; an ordinary one would let a table cut the number.
_THIN = "\u202f"
_MARKS: dict[Lang, tuple[str, str]] = {"kk": (_THIN, ","), "ru": (_THIN, ","), "en": (",", ".")}
_NOTHING = "—"


def number(value: int | float | Decimal, lang: Lang, places: int | None = None) -> str:
    """Write a number in the manner of the language.

    `places` rounds half up to so many digits after the mark; without it the digits stay as they are
    (Decimal("3.30") keeps its zero). A value that is no number (NaN, infinity) is shown as a dash.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else value)
    if not exact.is_finite():
        return _NOTHING
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if exact.is_zero():
        exact = abs(exact)  # "-0" is nothing a person writes
    group, mark = _MARKS[lang]
    whole, _, rest = format(exact, ",f").partition(".")
    return whole.replace(",", group) + (mark + rest if rest else "")


def percent(value: int | float | Decimal, lang: Lang, places: int | None = None) -> str:
    """Write a percent; `value` is already in percent (86.5 → «86,5 %», in English «86.5%»)."""
    written = number(value, lang, places)
    return f"{written}%" if lang == "en" else f"{written}\u00a0%"
