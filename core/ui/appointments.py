"""Pieces of an account's card: who carries out whose role, who stands in, what two hands must do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from core import four_eyes, users
from core.audit.words import action_word
from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, describe, described, form_fields
from core.ui.files import offered
from core.ui.forms import asked, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import shown
from core.ui.tables import plain_table
from schemas.user import Acting, Deputy, User
from schemas.words import Role


def fields(role: Role) -> tuple[FieldSpec, ...]:
    """The fields of an account's form, the file of the job description after its words."""
    found: list[FieldSpec] = []
    for spec in form_fields(User, role):
        found.append(spec)
        if spec.path == "duties":
            found.append(replace(described(User, "duties_file"), kind="file"))
    return tuple(found)


def stated(user: User, role: Role) -> tuple[list[FieldSpec], dict[str, Any]]:
    """What an account says of its owner, for reading: fields and values; lists of records stand apart from it."""
    return [s for s in describe(User, role) if s.kind != "rows"], plain(user)


def duties(desk: Desk, user: User) -> None:
    """The file of the job description, to be taken."""
    if user.duties_file:
        about = {"page": "users", "kind": "users", "id": user.id, "label": user.name}
        offered(desk, user.duties_file, f"duties:{user.id}", words=user.duties_file.label.kk, **about)


def acting(desk: Desk, user: User) -> None:
    """Whose role this user carries out by order and when; the head or the leadership enters a new order."""
    may = desk.may("user.acting") and user.id != desk.actor.id and user.active
    if not user.acting and not may:
        return
    with st.expander(T("users.acting"), icon=":material/badge:", expanded=bool(user.acting)):
        if user.acting:
            plain_table(
                [T("users.sort_role"), T("users.day_from"), T("users.day_to"), T("users.order"), T("users.state")],
                [[a.role.label(lang()), shown(a.starts), shown(a.ends), f"{a.order_number}, {shown(a.order_day)}",
                  T(f"users.times.{_when(a, desk.today())}")] for a in user.acting],
            )  # fmt: skip
        if not may:
            return
        st.caption(T("users.acting_hint"))
        _appoint(desk, user)
        for a in user.acting:
            if a.ends >= desk.today():
                why = asked("users.acting_end", name=f"{user.id}:{a.starts}", icon=":material/event_busy:")
                if why:
                    with shown_errors():
                        users.acting.end(desk, user.id, user.revision, a.starts, why)
                        done("users.acting_ended")


def _appoint(desk: Desk, user: User) -> None:
    roles = tuple(r for r in Role if r not in users.acting.APART and r is not user.role)
    specs = [
        replace(s, choices=roles) if s.path == "role" else s
        for s in describe(Acting) if s.path in ("role", "starts", "ends")
    ]  # fmt: skip
    key = f"acting:{user.id}"
    filled = form(desk, specs, key, {}, submit=T("users.acting_appoint"), why="required", revision=user.revision,
                  columns=3)  # fmt: skip
    if filled:
        with shown_errors(key):
            role, starts, ends = Role(filled.values["role"]), _day(filled.values["starts"]), _day(filled.values["ends"])
            users.acting.appoint(desk, user.id, user.revision, role, starts, ends, filled.why)
            done("users.acting_appointed")


def _day(value: Any) -> date:
    return date.fromisoformat(str(value))


def _when(a: Acting | Deputy, today: date) -> str:
    if today < a.starts:
        return "coming"
    return "over" if a.ends is not None and a.ends < today else "now"


def deputies(desk: Desk, user: User) -> None:
    """Who takes over this user's tasks and when; the rights stay where they are."""
    may = user.active and (user.id == desk.actor.id or desk.may("user.appoint"))
    if not user.deputies and not may:
        return
    with st.expander(T("users.deputies"), icon=":material/group_add:"):
        if user.deputies:
            plain_table(
                [T("users.deputy"), T("users.day_from"), T("users.day_to"), T("users.state")],
                [[d.user.label.get(lang()), shown(d.starts), shown(d.ends), T(f"users.times.{_when(d, desk.today())}")]
                 for d in user.deputies],
            )  # fmt: skip
        if not may:
            return
        st.caption(T("users.deputies_hint"))
        key = f"deputy:{user.id}"
        filled = form(desk, describe(Deputy), key, {}, submit=T("users.deputy_name"), why="optional",
                      revision=user.revision, columns=3)  # fmt: skip
        if filled:
            with shown_errors(key):
                ends = filled.values["ends"]
                users.stand_in(desk, user.id, user.revision, filled.values["user"]["id"], _day(filled.values["starts"]),
                               _day(ends) if ends else None, filled.why)  # fmt: skip
                done("users.deputy_named")
        for place, d in enumerate(user.deputies):
            if _when(d, desk.today()) != "over":
                why = asked("users.deputy_off", need="optional", name=f"{user.id}:{place}", icon=":material/close:")
                if why:
                    with shown_errors():
                        users.no_deputy(desk, user.id, user.revision, place, why)
                        done("users.saved")


def hands() -> None:
    """Which acts need two people, and which roles may be the first and the second."""
    st.caption(T("four_eyes.hint"))
    plain_table(
        [T("four_eyes.act"), T("four_eyes.drafts"), T("four_eyes.approves")],
        [[action_word(act, lang()), _roles(pair.drafts), _roles(pair.approves)]
         for act, pair in four_eyes.TABLE.items()],
    )  # fmt: skip


def _roles(right: str) -> str:
    found = four_eyes.roles(right)
    return T("four_eyes.everyone") if len(found) == len(Role) else ", ".join(r.label(lang()) for r in found)
