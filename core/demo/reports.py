"""Reports of the demonstration: the office's own, one that answered a letter, one on the leaders' first page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import reports
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.users import actor_of
from schemas.base import Text
from schemas.condition import Asked, Condition, Op
from schemas.report import Figure, Reckoned, ReportBody, ReportCut
from schemas.user import User
from schemas.words import Role


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """What the office starts with; a report of the head for the ministry; the contingent on first pages."""
    ids.now = moment(date(2026, 11, 24), 10)
    reports.ship(store)
    head = Desk(actor_of(users["head"]), store, lambda: ids.now, ids)
    studying = Condition(field="studies.status", op=Op.among, value="active, academic_leave")
    body = ReportBody(
        source=Asked.studies, of=[studying], rows=[ReportCut(field="studies.programme")],
        across=ReportCut(field="studies.language"), as_of=date(2026, 10, 1),
        figures=[Figure(), Figure(what=Reckoned.share_row)],
    )  # fmt: skip
    kept = reports.keep(
        head, None, 0, Text(kk="Бағдарлама және оқу тілі, 1 қазан", ru="Программа и язык обучения, 1 октября",
                            en="Programme and language, 1 October"), body, Why("", None, ids()),
        "Министрліктің 18.11.2026 № 4-13/2215 хаты",
    )  # fmt: skip
    reports.share(head, kept.id, kept.revision, [Role.senior_registrar, Role.management], Why("", None, ids()))
    first = next(r for r in reports.listed(head, "office") if r.shipped == "contingent_year_funding")
    reports.pin(head, first.id, first.revision, [Role.management], Why("", None, ids()))


__all__ = ["give"]
