"""What happens to numbers by the keeper's hand: one form for each act, the commission proposed from the last one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from core import blanks
from core.blanks import numbers
from core.desk import Desk, Why
from core.errors import NotFound
from core.fields import described
from core.ui.blanks.parts import AREA, commission, field
from core.ui.forms import form
from core.ui.forms.why import Need
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from schemas.blank import Blank, BlankMove, Operation, Span, Waybill

O = Operation  # noqa: E741
Act = Callable[[Desk, dict[str, Any], list[Span], Why], BlankMove]


def _sat(act: Callable[..., BlankMove]) -> Act:
    return lambda desk, v, of, why: act(desk, v["kind"], v["series"], of, _day(v), v["commission"], why)


def _day(values: dict[str, Any]) -> date:
    return date.fromisoformat(values["day"])


# operation: its act, whether a commission sits, the field of its own.
ACTS: dict[Operation, tuple[Act, bool, str]] = {
    O.spoiled: (_sat(blanks.spoil), True, ""),
    O.lost: (_sat(blanks.lose), True, ""),
    O.found: (_sat(blanks.find_again), True, ""),
    O.written_off: (_sat(blanks.write_off), True, ""),
    O.destroyed: (
        lambda desk, v, of, why: blanks.destroy(
            desk, v["kind"], v["series"], of, _day(v), v["method"], v["commission"], why
        ),
        True, "method",
    ),
    O.handed: (
        lambda desk, v, of, why: blanks.hand_to_hr(desk, v["kind"], v["series"], of, _day(v), v["to"], why), False, "to"
    ),
    O.returned: (
        lambda desk, v, of, why: blanks.return_from_hr(desk, v["kind"], v["series"], of, _day(v), v["by"], why), False,
        "by",
    ),
}  # fmt: skip
# Their action names, for the reason codes of each.
NAMES = {O.spoiled: "spoil", O.lost: "lose", O.found: "find", O.written_off: "write_off", O.destroyed: "destroy",
         O.handed: "hand", O.returned: "return"}  # fmt: skip
REASONED = (O.spoiled, O.lost, O.found, O.written_off, O.destroyed)


def screen(desk: Desk) -> None:
    """Choose the act, fill it in."""
    blank = _asked(desk)
    words = {o: o.label(lang()) for o in ACTS}
    st.session_state.setdefault("v:blanks.act", O.spoiled)
    chosen = st.segmented_control(T(f"{AREA}.act"), list(ACTS), key="v:blanks.act", required=True,
                                  format_func=lambda o: words.get(o, str(o)))  # fmt: skip
    operation = chosen or O.spoiled
    act, sits, own = ACTS[operation]
    st.caption(T(f"{AREA}.act_hint.{operation.value}"))
    specs = [described(Waybill, "kind"), described(Waybill, "series"), field("numbers", "numbers"),
             field("day", "day", kind="date")]  # fmt: skip
    specs += [field(own, own)] if own else []
    specs += [described(Waybill, "commission")] if sits else []
    first: dict[str, Any] = {"day": desk.today().isoformat(), "commission": commission(desk) if sits else []}
    if blank:
        first |= {"kind": blank.kind, "series": blank.series, "numbers": blank.number}
    key = f"blanks:act:{operation.value}:{blank.id if blank else ''}"
    need: Need = "required" if operation in REASONED else "optional"
    filled = form(desk, specs, key, first, T(f"{AREA}.post"), why=need, columns=4, act=f"blank.{NAMES[operation]}")
    if filled:
        with shown_errors(key):
            move = act(desk, filled.values, numbers.parsed(filled.values["numbers"]), filled.why)
            st.query_params.from_dict({"tab": "acts"})
            done(f"{AREA}.posted", operation=operation, n=move.count, number=move.number)


def _asked(desk: Desk) -> Blank | None:
    """The number whose record led here."""
    id = st.query_params.get("blank")
    try:
        return blanks.one(desk, id) if id else None
    except NotFound:
        return None
