"""What a version would mean for the records of today, before it is stored: lines of (message key, values)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import access, house
from core.desk import Desk
from core.i18n import load
from core.kinds.checks import GIVEN, having
from core.registry import inner_of
from schemas.base import LANGS
from schemas.kinds import ChoiceList, FieldKind, Kind, Layout, NumberMask, ReasonCode, Route, Sort, Wording

Line = tuple[str, dict[str, Any]]


def preview(desk: Desk, kind: Kind) -> list[Line]:
    """What this version would do, on live data; [] for a sort of which nothing more than its fields is to be said."""
    access.require(desk.actor, "kind.read")
    return PREVIEWS[kind.sort](desk, kind) if kind.sort in PREVIEWS else []


def _field(desk: Desk, kind: Kind) -> list[Line]:
    body = kind.as_body(FieldKind)
    if inner_of(body.of) is None:
        return []
    collection, given = having(body.of.value, kind.code, GIVEN)
    every, filled = desk.store.size(collection), desk.store.count(collection, given)
    lines: list[Line] = [("kinds.preview.field", {"n": every, "of": body.of, "filled": filled})]
    if body.required_from:
        missing = every - filled
        lines.append(("kinds.preview.required", {"n": missing, "day": body.required_from}))
    return lines


def _mask(desk: Desk, kind: Kind) -> list[Line]:
    body = kind.as_body(NumberMask)
    day = desk.today()
    counter = f"mask:{kind.code}:{day.year}" if body.every == "year" else f"mask:{kind.code}"
    row = desk.store.one("counters", {"_id": counter})
    last = int(row["last"]) if row else 0
    written = [body.written(last + n, day.year, day.month) for n in (1, 2, 3)]
    return [("kinds.preview.mask", {"numbers": ", ".join(written), "last": last})]


def _route(desk: Desk, kind: Kind) -> list[Line]:
    lines: list[Line] = []
    for n, step in enumerate(kind.as_body(Route).steps, 1):
        where = {"_id": step.user.id} if step.user else {"role": step.role.value}
        names = [r["name"] for r in desk.store.rows("users", {**where, "active": True}, {"name": 1}, limit=5)]
        key = "kinds.preview.step" if names else "kinds.preview.step_nobody"
        lines.append((key, {"step": n, "role": step.role, "names": ", ".join(names), "days": step.days}))
    return lines


def _reason(desk: Desk, kind: Kind) -> list[Line]:
    kind.as_body(ReasonCode)
    return [("kinds.preview.reason", {"n": desk.store.count("audit_events", {"code": kind.code})})]


def _choices(desk: Desk, kind: Kind) -> list[Line]:
    fields = [f for f in house.entries(Sort.field, True) if f.as_body(FieldKind).choices == kind.code]
    lines: list[Line] = []
    for item in kind.as_body(ChoiceList).items:
        held = 0
        for field in fields:
            if inner_of(field.as_body(FieldKind).of):
                held += desk.store.count(*having(field.as_body(FieldKind).of.value, field.code, item.code))
        lines.append(("kinds.preview.choice", {"name": item.name, "n": held}))
    return lines


def _layout(desk: Desk, kind: Kind) -> list[Line]:
    from core.fields import arranged, describe

    body = kind.as_body(Layout)
    model = inner_of(body.of)
    if model is None:
        return []
    named = {r.path for r in body.rows}
    specs = [s for s in arranged(describe(model), body) if s.path in named]
    return [
        ("kinds.preview.placed", {"n": n, "name": s.label(desk.lang), "group": s.show.group})
        for n, s in enumerate(specs, 1)
    ]


def _wording(desk: Desk, kind: Kind) -> list[Line]:
    body = kind.as_body(Wording)
    lines: list[Line] = []
    for lang in LANGS:
        said, shipped = getattr(body, lang), load(lang).get(body.key, "")
        if said:
            lines.append(("kinds.preview.said", {"was": str(shipped) or body.key, "now": said}))
    return lines


def _order(desk: Desk, kind: Kind) -> list[Line]:
    from core.orders import trial

    return trial.preview(desk, kind)


def _ground(desk: Desk, kind: Kind) -> list[Line]:
    from core.orders import trial

    return trial.ground(desk, kind)


def _diploma_layout(desk: Desk, kind: Kind) -> list[Line]:
    from core.diplomas import trying

    return trying.preview(desk, kind)


PREVIEWS: dict[Sort, Callable[[Desk, Kind], list[Line]]] = {
    Sort.field: _field, Sort.mask: _mask, Sort.route: _route, Sort.reason: _reason, Sort.choices: _choices,
    Sort.layout: _layout, Sort.wording: _wording, Sort.order: _order, Sort.leave_ground: _ground,
    Sort.diploma_layout: _diploma_layout,
}  # fmt: skip
