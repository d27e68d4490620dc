"""Reports of concern in the demonstration: two without a name, one with it, a letter that still lies in the box."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from core import concerns
from core.audit.protocols import make, sign
from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.office import SYSTEM
from core.users import actor_of
from schemas.concern import ConcernState
from schemas.user import User

LETTERS: tuple[tuple[date, str, str, str, ConcernState | None], ...] = (
    (
        date(2026, 10, 12), "mark",
        "Коллоквиумда бір топқа сұрақ алдын ала берілген. Мұны екінші курстың үш студенті көрді.",
        "Хабарыңыз тіркелді. Коллоквиум сұрақтары алмастырылды, кафедраға ескерту жасалды.", ConcernState.confirmed,
    ),
    (
        date(2026, 10, 20), "pressure",
        "Емтихан алдында концерт билеттерін сатып алуды талап етті, алмағандарға баға төмен болады деді.",
        "Тексеріп жатырмыз. Қай топта және қай күні болғанын қосып жаза аласыз ба?", None,
    ),
    (
        date(2026, 11, 9), "papers",
        "Анықтама терезесінде кезексіз қызмет көрсетіліп жатыр: таныстарға бірден жазып береді.", "", None,
    ),
)  # fmt: skip


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Drop letters, take them out, answer."""
    auditor = Desk(actor_of(users["auditor"]), store, lambda: ids.now, ids)
    for day, about, text, answer, state in LETTERS:
        concerns.drop(store, sha256(ids().encode()).hexdigest(), about, text, day,
                      users["department"].name if about == "papers" else "")  # fmt: skip
        ids.now = moment(day.replace(day=day.day + 2), 10)
        concerns.take_in(auditor, Why("", None, ids()))
        row = concerns.listed(auditor, size=1)[0]
        if answer:
            concerns.answer(auditor, row["_id"], row["revision"], answer, Why("", None, ids()))
        if state:
            concerns.settle(auditor, row["_id"], row["revision"] + 1, state, Why("", None, ids()))
    more = "Оркестр дайындығына қатыспаған студентке журналда «қатысты» деп қойылған, 17 қараша, 201 кабинет."
    concerns.drop(store, sha256(ids().encode()).hexdigest(), "mark", more, date(2026, 11, 19))


def protocol(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """The protocol of October, signed by the head; the auditor is still to sign."""
    ids.now = moment(date(2026, 11, 2), 9)
    made = make(Desk(SYSTEM, store, lambda: ids.now, ids), "2026-10")
    if made:
        head = Desk(actor_of(users["head"]), store, lambda: ids.now, ids)
        sign(head, made.id, made.revision, Why("", None, ids()))
