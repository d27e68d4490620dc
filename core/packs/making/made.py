"""What a part is made for, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from core import tabled
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.tabled import Tabled
from schemas.base import LANGS, Lang, Text
from schemas.pack import Pack

SUMMER = 7  # from this month on the graduates of the year are those of this summer


@dataclass(frozen=True)
class Made:
    """A file of a pack."""

    title: Text
    ending: str
    data: bytes


@dataclass(frozen=True)
class Making:
    """For which pack, at whose desk. why: of the acts a part takes (a copy by permission), by a word of its own."""

    desk: Desk
    pack: Pack
    why: Callable[[int | str], Why]

    @property
    def lang(self) -> Lang:
        """The language of the pack."""
        return self.pack.lang

    @property
    def graduated(self) -> int:
        """The calendar year of the newest graduates on the day of the pack."""
        return self.pack.day.year - (self.pack.day.month < SUMMER)

    @property
    def begun(self) -> date:
        """The first day of the academic year of the pack."""
        return date(self.pack.year, 9, 1)

    def both(self, of: Tabled, paper: Tabled | None = None) -> Iterator[Made]:
        """A table as XLSX and as a paper (said otherwise there, where it is given); one too long for paper as XLSX
        alone. RuleBroken where it is empty."""
        if not of.rows:
            raise RuleBroken("packs.nothing", title=of.title)
        title = Text(**dict.fromkeys(LANGS, of.title[:400]))
        yield Made(title, "xlsx", tabled.xlsx(self.desk, of))
        if len(of.rows) <= tabled.MOST:
            yield Made(title, "pdf", tabled.pdf(self.desk, paper or of))


__all__ = ["Made", "Making"]
