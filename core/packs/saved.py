"""Saved reports as a pack names them: by the code of a shipped one, else by its id; asked anew for each pack."""

from __future__ import annotations

from core import reports
from core.desk import Desk
from core.errors import NotFound
from core.packs.contents import Saved
from core.reports import files
from core.tabled import Tabled
from schemas.base import Lang
from schemas.report import Report


def known(desk: Desk) -> dict[str, Report]:
    """The reports this user may put into a pack, by what a pack names them."""
    return {r.shipped or r.id: r for r in reports.listed(desk)} if desk.may("report.read") else {}


def saved(desk: Desk) -> Saved:
    """Their names."""
    return [(code, r.name) for code, r in known(desk).items()]


def tabled_of(desk: Desk, code: str, lang: Lang, form: str = "xlsx") -> Tabled:
    """A saved report asked anew, as a table ready to leave. Raises NotFound, Forbidden, Problems."""
    found = known(desk).get(code)
    if found is None:
        raise NotFound("packs.no_report", code=code)
    speaking = desk.speaking(lang)
    made = reports.run(speaking, found.body, found.name.get(lang))
    return files.table(speaking, made, found.body, form)


__all__ = ["known", "saved", "tabled_of"]
