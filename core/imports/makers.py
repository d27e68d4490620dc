"""Named ways to derive a value that the file has not in one column: small pure functions of the row's own
text.

A preset names them as `name` or `name:argument`; a value that cannot be made raises RuleBroken with its
reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.errors import RuleBroken

Row = Mapping[str, str]
Maker = Callable[[str, str, Row], str]


def join(value: str, argument: str, row: Row) -> str:
    """Several columns as one text with a space between: `join:abbrev,number`."""
    parts = [row[name.strip()] for name in argument.split(",")]
    return " ".join(p for p in parts if p) if all(parts) else ""


def prefix(value: str, argument: str, row: Row) -> str:
    """The argument before a value that is there."""
    return argument + value if value else ""


def word(value: str, argument: str, row: Row) -> str:
    """One word of the value, counted from 1: `word:1` is the last name of a full name."""
    words = value.split()
    at = int(argument)
    return words[at - 1] if len(words) >= at else ""


def rest(value: str, argument: str, row: Row) -> str:
    """All words of the value from the given one on."""
    return " ".join(value.split()[int(argument) - 1 :])


def midfield_term(value: str, argument: str, row: Row) -> str:
    """19881 is the autumn of 1988/89: the term 1988-1."""
    _midfield(value)
    return f"{value[:4]}-{value[4]}"


def midfield_year(value: str, argument: str, row: Row) -> str:
    """19883 lies in the academic year that began in 1988."""
    _midfield(value)
    return value[:4]


def midfield_kind(value: str, argument: str, row: Row) -> str:
    """1 autumn, 2 winter, 3 spring, 4-6 summer."""
    return _midfield(value)


def _midfield(value: str) -> str:
    kind = {"1": "autumn", "2": "winter", "3": "spring", "4": "summer", "5": "summer", "6": "summer"}
    if len(value) != 5 or not value.isdigit() or value[4] not in kind:
        raise RuleBroken("imports.not_a_term", value=value[:20])
    return kind[value[4]]


MAKERS: Mapping[str, Maker] = {
    "join": join, "prefix": prefix, "word": word, "rest": rest,
    "midfield_term": midfield_term, "midfield_year": midfield_year, "midfield_kind": midfield_kind,
}  # fmt: skip


def maker(make: str, headings: list[str]) -> Callable[[str, Row], str]:
    """The maker a preset names, with its argument set; RuleBroken for an unknown one or for columns not
    there."""
    name, _, argument = make.partition(":")
    found = MAKERS.get(name)
    if found is None:
        raise RuleBroken("imports.unknown_maker", name=name)
    if name == "join" and any(c.strip() not in headings for c in argument.split(",")):
        raise RuleBroken("imports.column_missing", column=argument)
    return lambda value, row: found(value, argument, row)
