"""Promotions of the demonstration: last summer's, decided and approved, and a look ahead at the next being drafted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.db.store import Store
from core.demo.calendar import moment
from core.demo.institution import Ids
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.i18n import order_key
from core.promotions import acts
from core.users import actor_of
from schemas.base import Basis, Id
from schemas.promotion import Promotion, Verdict
from schemas.user import User

SUMMER, AUTUMN = date(2026, 8, 24), date(2026, 11, 19)
LATER = "Жазғы семестр нәтижесі мен кафедра өтініші бойынша: берешегін күзде жояды"


def give(store: Store, users: Mapping[str, User], ids: Ids) -> None:
    """Reckon, decide, approve: every one by the ordinary act of who does it."""
    desks = {login: Desk(actor_of(user), store, lambda: ids.now, ids) for login, user in users.items()}
    rows = store.rows("departments", {"kind": "faculty"}, {"name": 1})
    faculties = [r["_id"] for r in sorted(rows, key=lambda r: order_key(r["name"]["kk"]))]
    if not faculties:
        return
    _decided(desks, faculties[0], ids)
    _drafted(desks, faculties[-1], ids)


def _decided(desks: Mapping[str, Desk], faculty: Id, ids: Ids) -> None:
    """Before the order of August: whom the figures would leave behind, the council let go on with debts."""
    ids.now = moment(SUMMER, 10)
    senior = desks["senior"]
    doc = _made(senior, 2026, faculty, ids)
    if doc is None:
        return
    ids.now = moment(SUMMER, 15)
    left = [r.study for r in doc.rows if r.computed is Verdict.repeat or r.computed is None]
    ready = [r.study for r in doc.rows if r.study not in set(left)]
    if ready:
        doc = acts.accept(senior, doc.id, doc.revision, ready, Why("", None, ids()))
    if left:
        council = Basis(kind="ғылыми кеңес хаттамасы", number="1", day=SUMMER)
        doc = acts.decide(senior, doc.id, doc.revision, dict.fromkeys(left, Verdict.with_debts),
                          Why(LATER, council, ids()))  # fmt: skip
    ids.now = moment(date(2026, 8, 25), 11)
    acts.approve(desks["head"], doc.id, doc.revision, Why("", None, ids()))


def _drafted(desks: Mapping[str, Desk], faculty: Id, ids: Ids) -> None:
    """In November: who would not go up as things stand today; the first of them looked at."""
    ids.now = moment(AUTUMN, 12)
    doc = _made(desks["senior"], 2027, faculty, ids)
    if doc is None:
        return
    ids.now = moment(AUTUMN, 14)
    sure = [r.study for r in doc.rows if r.computed is Verdict.promoted][:12]
    if sure:
        acts.accept(desks["senior"], doc.id, doc.revision, sure, Why("", None, ids()))


def _made(desk: Desk, year: int, faculty: Id, ids: Ids) -> Promotion | None:
    try:
        return acts.make(desk, year, faculty, Why("", None, ids()))
    except RuleBroken:  # a small demonstration may have nobody there
        return None
