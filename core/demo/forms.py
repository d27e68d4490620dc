"""Forms for orders in the demonstration: handed to HR each autumn, most of them come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.orders import forms
from core.users import actor_of
from schemas.user import User

GIVEN = ((date(2025, 9, 2), 101, 130, date(2026, 6, 29), 27, 1), (date(2026, 9, 1), 131, 170, date(2026, 11, 2), 18, 2))


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Hand forms over and write down what came back: every one by the ordinary act of who does it."""
    desk = Desk(actor_of(users["senior"]), store, lambda: ids.now, ids)
    for day, first, last, back, used, spoiled in GIVEN:
        ids.now = moment(day, 10)
        values = {"kind": "order_form", "series": "АБ", "first": first, "last": last, "day": day,
                  "to": users["hr"].name}  # fmt: skip
        made = forms.issue(desk, values, Why("", None, ids()))
        ids.now = moment(back, 16)
        forms.give_back(desk, made.id, made.revision, {"day": back, "used": used, "spoiled": spoiled},
                        Why("", None, ids()))  # fmt: skip
