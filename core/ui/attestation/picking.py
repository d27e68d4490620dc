"""Fields of a form that no model describes: one or several of what is at hand (who sits, a graduate, a paper)."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from core.fields import FieldSpec, Option
from core.i18n import t
from schemas.base import LANGS, Show


def choice(
    path: str, key: str, options: Sequence[Option], required: bool = True, many: bool = False
) -> FieldSpec:  # fmt: skip
    """A field whose label is a message; many: any number of the options."""
    kk, ru, en = (t(key, x) for x in LANGS)
    adapter = TypeAdapter(list[str]) if many else TypeAdapter(str)
    return FieldSpec(path, "choices" if many else "choice", Show(kk, ru, en), required, default=None,
                     choices=tuple(options), adapter=adapter)  # fmt: skip


__all__ = ["choice"]
