"""Checks of single values that several words share; they raise a message key, never a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any


class Refused(ValueError):
    """A value is refused inside a validator: message key and values travel to the form.

    field: of a validator of the whole, the field beside which it is told.
    """

    def __init__(self, key: str, field: str = "", **values: Any) -> None:
        super().__init__(key)
        self.key, self.field, self.values = key, field, values


def iin(value: str | None) -> str | None:
    """The individual number (ЖСН/ИИН): 12 digits, a real date, the two-pass check digit (domain.md 13)."""
    if not value:
        return None
    value = value.replace(" ", "")
    if len(value) != 12 or not value.isascii() or not value.isdigit():
        raise Refused("errors.field.iin_length", length=len(value))
    if iin_check_digit(value[:11]) != int(value[11]):
        raise Refused("errors.field.iin_check_digit")
    try:
        date(2000, int(value[2:4]), int(value[4:6]))  # a leap year: 29 February is settled by the birth date
    except ValueError:
        raise Refused("errors.field.iin_date") from None
    return value


def iin_check_digit(first11: str) -> int | None:
    """The twelfth digit of the first eleven; None when both passes give 10 (such a number is never issued)."""
    digits = [int(c) for c in first11]
    first = sum(d * w for d, w in zip(digits, range(1, 12), strict=True)) % 11
    if first < 10:
        return first
    second = sum(d * w for d, w in zip(digits, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2), strict=True)) % 11
    return second if second < 10 else None


def iin_facts(value: str) -> tuple[date | None, str | None]:
    """Birth date and sex ('male', 'female') that the number claims; None where it does not say (G = 0)."""
    century = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}.get(value[6])
    if century is None:
        return None, None
    try:
        born = date(century + int(value[:2]), int(value[2:4]), int(value[4:6]))
    except ValueError:
        return None, None
    return born, "male" if int(value[6]) % 2 else "female"


def email(value: str) -> None:
    """An e-mail address: something, @, a domain with a dot, no blanks."""
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", value):
        raise Refused("errors.field.email")


def phone(value: str) -> None:
    """A telephone number: at least three digits (one of the house is short), with + ( ) - and blanks among them;
    several by a comma."""
    for one in value.split(","):
        if not re.fullmatch(r"[+\d\s()\-.]+", one) or sum(c.isdigit() for c in one) < 3:
            raise Refused("errors.field.phone")


LIKE: dict[str, Callable[[str], None]] = {"email": email, "phone": phone}
