"""The steps of a commission by its state and the user's right: council, order, done, taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core.attestation import commissions
from core.desk import Desk
from core.fields import FieldSpec, described
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done
from schemas.attestation import Commission, CommissionStatus, Decided

ACTS: dict[CommissionStatus, tuple[str, Callable[..., Commission], str]] = {
    CommissionStatus.nominated: ("council", commissions.council, "account_balance"),
    CommissionStatus.council: ("order", commissions.order, "signature"),
}


def steps(desk: Desk, one: Commission) -> None:
    """The buttons of today; nothing for who only looks."""
    if not desk.may("attestation.appoint"):
        return
    if one.status in ACTS:
        _decide(desk, one)
    with st.container(horizontal=True):
        if one.status is CommissionStatus.ordered:
            why = asked("commissions.close", "optional", icon=":material/task_alt:", name=one.id,
                        hint="commissions.close_hint", act="attestation.close")  # fmt: skip
            if why:
                with shown_errors():
                    commissions.close(desk, one.id, one.revision, why)
                    done("commissions.closed_done")
        if one.status in (*ACTS, CommissionStatus.ordered):
            why = asked("commissions.cancel", icon=":material/block:", type="tertiary", name=one.id,
                        hint="commissions.cancel_hint", act="attestation.cancel")  # fmt: skip
            if why:
                with shown_errors():
                    commissions.cancel(desk, one.id, one.revision, why)
                    done("commissions.cancelled_done")


def _decide(desk: Desk, one: Commission) -> None:
    name, act, icon = ACTS[one.status]
    with st.expander(T(f"commissions.{name}"), icon=f":material/{icon}:"):
        st.caption(T(f"commissions.{name}_hint"))
        key = f"commission:{name}:{one.id}"
        filled = form(desk, paper_fields("number", "day"), key, {"day": desk.today().isoformat()},
                      T(f"commissions.{name}_do"), revision=one.revision)  # fmt: skip
        if filled:
            with shown_errors(key):
                act(desk, one.id, filled.revision, filled.values, filled.why)
                done(f"commissions.{name}_done")


def paper_fields(*paths: str) -> list[FieldSpec]:
    """The fields of a paper with a number and a day; its scan is a file brought beside them."""
    found: list[Any] = [described(Decided, p) for p in paths]
    scan = described(Decided, "scan")
    return [*found, replace(scan, kind="file")]


__all__ = ["paper_fields", "steps"]
