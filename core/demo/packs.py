"""The yearly form of the contingent filled as of its day and kept, a pack for licensing made; by the ordinary acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core import stat_forms
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.packs import acts, work
from core.users import actor_of
from schemas.user import User

TO = "Ғылым және жоғары білім саласындағы сапаны қамтамасыз ету комитеті"


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """All of it."""
    head = Desk(actor_of(users["head"]), store, lambda: ids.now, ids)
    ids.now = moment(date(2026, 10, 5), 10)
    stat_forms.keep(
        head, "contingent_year", date(2026, 10, 1), Why("Статистика бюросының жыл сайынғы сұрауы", None, ids())
    )
    ids.now = moment(date(2026, 11, 24), 15)
    asked = acts.put(head, "licensing", {"day": date(2026, 11, 24), "to": TO}, "kk", None,
                     Why("Лицензияға қосымша алу", None, ids()))  # fmt: skip
    work.make(head, asked, lambda n: Why(command=f"{asked.id}:{n}"), lambda n: False)
