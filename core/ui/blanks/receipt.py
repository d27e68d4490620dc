"""A batch comes in by a waybill: the form; every number of it becomes a record."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import blanks
from core.blanks import numbers
from core.desk import Desk
from core.fields import described
from core.ui.blanks.parts import AREA, commission, field
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.blank import Waybill

BEFORE = ("kind", "series", "first", "last", "day", "supplier", "waybill", "waybill_day", "stated")
KEY = "blanks:receipt"


def screen(desk: Desk) -> None:
    """The form."""
    st.caption(T(f"{AREA}.receipt_hint"))
    specs = [*(described(Waybill, f) for f in BEFORE), field("missing", "missing", required=False),
             described(Waybill, "note"), described(Waybill, "commission")]  # fmt: skip
    today: date = desk.today()
    filled = form(desk, specs, KEY, {"day": today.isoformat(), "commission": commission(desk)},
                  T(f"{AREA}.receive"), why="optional", columns=3, act="blank.receive")  # fmt: skip
    if filled:
        with shown_errors(KEY):
            typed = filled.values["missing"]
            gone = numbers.parsed(typed, "missing") if typed else []
            move = blanks.receive(desk, {**filled.values, "missing": [s.model_dump() for s in gone]}, filled.why)
            done(f"{AREA}.received", n=move.count, number=move.act)
