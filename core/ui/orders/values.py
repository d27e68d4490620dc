"""What a draft says as a whole: its day, what it is about, values for all, the documents it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from core import orders
from core.db.codec import plain
from core.desk import Desk
from core.errors import Problem, Problems
from core.fields import FieldSpec, described
from core.orders.asks import asks
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.orders.filling import of_paper
from core.ui.page import T, done
from schemas.kinds import OrderKind
from schemas.order import Order

PARTS = ("number", "day", "scan")


def specs_of(kind: OrderKind) -> list[FieldSpec]:
    """The fields of the form: of the order, of its kind, of each document of the whole order."""
    found = [described(Order, "effective"), described(Order, "about")]
    found += [replace(a.spec, required=False, show=replace(a.spec.show, group="order")) for a in asks(kind) if a.whole]
    for n, need in enumerate(kind.bases):
        if not need.each:
            found += [of_paper(kind, n, part, f"paper/{n}/{part}") for part in PARTS]
    return found


def held(order: Order, kind: OrderKind) -> dict[str, Any]:
    """What the form begins with."""
    found: dict[str, Any] = {"effective": plain(order.effective), "about": plain(order.about), **order.values}
    for n, need in enumerate(kind.bases):
        paper = next((b for b in order.bases if b.need == n and b.student is None), None)
        if not need.each and paper:
            found |= {f"paper/{n}/{part}": plain(getattr(paper, part)) for part in PARTS}
    return found


def values(desk: Desk, order: Order, kind: OrderKind) -> None:
    """Draw the form; empty places are allowed in a draft, the check asks for them."""
    key, specs = f"order:{order.id}", specs_of(kind)
    st.caption(T("orders_ui.values_hint"))
    first = {s.path: held(order, kind).get(s.path) for s in specs}
    filled = form(desk, specs, key, first, T("orders_ui.save"), "optional", order.revision, columns=3, act="order.edit")
    if filled:
        with shown_errors(key):
            changes = {
                "effective": date.fromisoformat(filled.values["effective"]), "about": filled.values["about"],
                "values": {a.key: filled.values[a.key] for a in asks(kind) if a.whole},
                "bases": _bases(order, kind, filled.values),
            }  # fmt: skip
            orders.edit(desk, order.id, filled.revision, changes, filled.why)
            done("orders_ui.saved")


def _bases(order: Order, kind: OrderKind, said: dict[str, Any]) -> list[dict[str, Any]]:
    """Documents of the whole order as the form says, those of students and further ones as they stand."""
    found = [plain(b) for b in order.bases]
    problems: list[Problem] = []
    for n, need in enumerate(kind.bases):
        if need.each:
            continue
        now = {part: said.get(f"paper/{n}/{part}") or None for part in PARTS}
        at = next((i for i, b in enumerate(found) if b["need"] == n and b["student"] is None), None)
        if (now["number"] or now["scan"]) and not now["day"]:
            problems.append(Problem(f"paper/{n}/day", "errors.field.missing"))
        elif now["day"]:
            paper = {"need": n, "student": None, **now, "number": now["number"] or ""}
            found = [*found, paper] if at is None else [*found[:at], paper, *found[at + 1 :]]
        elif at is not None:
            found.pop(at)
    if problems:
        raise Problems(problems)
    return found


__all__ = ["values"]
