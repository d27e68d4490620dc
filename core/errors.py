"""How «no» travels: a message key and its values; the words are chosen where the user reads them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


class OfficeError(Exception):
    """An act was refused; `key` names the message, `values` fill it (never text made here)."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key, self.values = key, values


class NotFound(OfficeError):
    """There is no such record, or it is outside of what this user may see."""


class StaleRevision(OfficeError):
    """Somebody saved first. values: kind, id, label, by, at, revision (theirs)."""


class Forbidden(OfficeError):
    """The user's role or scope does not allow this act."""


class Unproved(Forbidden):
    """The act wants to know anew who sits there: the password or the code, then the same act once more."""


class RuleBroken(OfficeError):
    """A rule of the office forbids it; the key says which."""


class Duplicate(OfficeError):
    """Such a record exists already. values: field, value."""


class Unavailable(OfficeError):
    """The database cannot be reached; nothing was half-done, the act may be repeated."""


@dataclass(frozen=True)
class Problem:
    """One bad value: dotted field path, message key, its values, and the row where there is a table."""

    field: str
    key: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    row: int | None = None


class Problems(OfficeError):
    """Several bad values, each to be shown beside its field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("errors.problems", count=len(problems))
        self.problems = problems

    @classmethod
    def of(cls, error: Any, prefix: str = "") -> Problems:
        """Turn a Pydantic ValidationError into message keys `errors.field.<type>`; no English passes."""
        found = []
        for e in error.errors(include_url=False):
            path = ".".join(str(p) for p in e["loc"] if not str(p).startswith("function-"))
            kind, ctx = e["type"], {k: v for k, v in (e.get("ctx") or {}).items() if k != "error"}
            inner = (e.get("ctx") or {}).get("error")
            if inner is not None and hasattr(inner, "key"):  # schemas.checks.Refused: its own message
                path = ".".join(p for p in (path, inner.field) if p)
                found.append(Problem(prefix + path, inner.key, inner.values))
            else:
                found.append(Problem(prefix + path, f"errors.field.{kind}", ctx))
        return cls(found)
