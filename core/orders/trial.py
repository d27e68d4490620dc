"""A kind of order tried on real students before it is stored: who may stand in it, what it does, what its rules say.

Nothing is written; so many students are read and no more. Names are told to whom they are open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from core.audit.words import field_word, value_word
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key, t
from core.orders import effects
from core.orders.checks import Found, findings, name_of, states
from core.orders.conditions import RULES, months_after
from schemas.base import Ref
from schemas.kinds import Kind, LeaveGround, OrderKind
from schemas.kinds.orders import Severity
from schemas.order import Order, OrderLine
from schemas.student import Student
from schemas.words import StudyStatus

Line = tuple[str, dict[str, Any]]
READ = "student.read"
TRIED = 60  # students the rules are asked of
NAMED = 4  # of whom it is told by name
FIELDS: Row = {"number": 1, "name": 1, "studies.id": 1, "studies.status": 1}
BROKEN = "orders.broken."


def preview(desk: Desk, kind: Kind) -> list[Line]:
    """What an order of this kind would mean today."""
    body = kind.as_body(OrderKind)
    if body.cancels:
        return [("kinds.preview.order_cancels", {})]
    if not body.people:
        return [("kinds.preview.order_text", {})]
    lines: list[Line] = []
    for status in body.statuses:
        where = {"studies.status": status.value}
        lines.append(("kinds.preview.order_fit", {"status": status, "n": desk.store.count("students", where)}))
    if not desk.may(READ):
        return lines
    order = _sample(desk, kind, body)
    if not order.lines:
        return lines
    found = findings(desk.store, order, desk.today(), body)
    lines += _rules(body, found, len(order.lines))
    return lines + _people(desk, body, order, found)


def _sample(desk: Desk, kind: Kind, body: OrderKind) -> Order:
    """An order of today with students of every status it is for; it stands nowhere."""
    order = Order(kind=kind.code, kind_name=kind.name, version=Ref(id=kind.id, label=kind.name), effective=desk.today())
    each = TRIED // max(1, len(body.statuses))
    for status in body.statuses:
        where = {"studies": {"$elemMatch": {"status": status.value}}}
        for row in desk.rows(Student, READ, where, FIELDS, [("number", -1)], each):
            study = next(s for s in row["studies"] if s["status"] == status.value)
            name = name_of(row)
            order.lines.append(OrderLine(
                student=Ref(id=row["_id"], label=name), study=study["id"], number=row["number"], key=order_key(name.kk),
            ))  # fmt: skip
    order.count = len(order.lines)
    return order


def _rules(body: OrderKind, found: Sequence[Found], of: int) -> list[Line]:
    """How many of those tried each rule would stop or warn of."""
    hit = Counter(f.key for f in found)
    return [
        ("kinds.preview.order_rule", {"rule": c.rule, "n": hit[BROKEN + c.rule.value], "of": of, "how": c.how})
        for c in body.conditions if c.rule in RULES
    ]  # fmt: skip


def _people(desk: Desk, body: OrderKind, order: Order, found: Sequence[Found]) -> list[Line]:
    """Of a few it is told by name what would change and what the rules say."""
    rows = states(desk.store, order)
    named: list[OrderLine] = []
    for status in body.statuses:
        same = [x for x in order.lines if _status(rows, x) is status]
        named += same[: max(1, NAMED // len(body.statuses))]
    lines: list[Line] = []
    for x in named:
        changes = effects.changes_of(body, order, x, rows[x.student.id])
        said = "; ".join(
            f"{field_word('students', c.field, desk.lang).rpartition(' · ')[2]}: "
            + " → ".join(value_word("students", c.field, v, desk.lang) for v in (c.was, c.now))
            for c in changes
        )
        who = {"name": x.student.label, "number": x.number, "changes": said or t("orders_ui.no_changes", desk.lang)}
        lines.append(("kinds.preview.order_who", who))
        for f in found:
            if f.study == x.study and f.key.startswith(BROKEN):
                how = Severity.refuse if f.refuse else Severity.warn
                lines.append(("kinds.preview.order_said", {"how": how, "said": t(f.key, desk.lang, **f.values)}))
    return lines


def _status(rows: dict[str, Row], line: OrderLine) -> StudyStatus | None:
    study = effects.as_of(rows[line.student.id], line.study) if line.student.id in rows else None
    return StudyStatus(study["status"]) if study else None


def ground(desk: Desk, kind: Kind) -> list[Line]:
    """Who is on leave by this ground, and how long a leave of today might be."""
    body = kind.as_body(LeaveGround)
    where = {"studies": {"$elemMatch": {"leave_ground": kind.code, "status": StudyStatus.academic_leave.value}}}
    lines: list[Line] = [("kinds.preview.ground_now", {"n": desk.store.count("students", where)})]
    least, most = (months_after(desk.today(), n) for n in (body.least, body.most))
    if body.most:
        lines.append(("kinds.preview.ground_span", {"least": least, "most": most}))
    return lines


__all__ = ["ground", "preview"]
