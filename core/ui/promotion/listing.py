"""The promotions of a year, faculty by faculty: which are made, how far each is, and making those that are not."""

from __future__ import annotations

import streamlit as st

from core.desk import Desk, Why
from core.errors import OfficeError
from core.i18n import number, order_key
from core.promotions import acts, reading
from core.rollover import opens
from core.ui.forms import asked
from core.ui.messages import sentence, shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import safe
from core.ui.tables import headed, picked, plain_table
from schemas.base import Ref
from schemas.kinds import Kind, PromotionRules
from schemas.promotion import Promotion, PromotionState, Verdict


def year(desk: Desk) -> int:
    """Into which academic year; held by the address."""
    today = desk.today()
    usual = today.year + (today.month >= 9)  # until August into the year that comes next
    known, typed = [usual - 1, usual, usual + 1], st.query_params.get("year", "")
    st.session_state.setdefault("v:promotion.year", int(typed) if typed in map(str, known) else usual)
    found = st.selectbox(
        T("promotion.into"), known[::-1], key="v:promotion.year", width=200,
        format_func=lambda y: f"{y}/{(int(y) + 1) % 100:02d}" if str(y).isdigit() else str(y),
    )  # fmt: skip
    st.query_params["year"] = str(found)
    return int(found or usual)


def screen(desk: Desk, of: int) -> None:
    """The rules, the list, the button that makes what is missing."""
    with shown_errors():
        _rules(reading.rules_for(desk.store, of, desk.today()))
    if desk.today() < opens(of):
        st.info(T("promotion.preliminary", since=opens(of)), icon=":material/event_upcoming:")
    rows = reading.listed(desk, of)
    if rows:
        _list(desk, rows)
    elif not desk.may("promotion.make"):
        empty("promotion.none", "promotion.none_hint")
    if desk.may("promotion.make"):
        _make(desk, of, [Promotion.model_validate({**r, "rows": []}) for r in rows])


def _rules(kind: Kind) -> None:
    body = kind.as_body(PromotionRules)
    said = " · ".join(
        f"{x.course}→{x.course + 1}: **{number(x.gpa, lang(), 2)}**"
        for x in sorted(body.thresholds, key=lambda x: x.course)
    )
    with st.container(border=True):
        st.markdown(f"{safe(T('promotion.thresholds'))} · {safe(body.gpa.label(lang()))}: {said}")
        council = T("promotion.council", n=body.decision, day=body.decision_day) if body.decision else T(
            "promotion.no_council")  # fmt: skip
        st.caption(safe(f"{body.model.label(lang())}. {council}"))
        go("pages/kinds.py", "promotion.to_rules", icon="tune", sort="promotion_rules")


def _list(desk: Desk, rows: list[dict]) -> None:  # type: ignore[type-arg]
    counts = reading.counts(desk, [r["_id"] for r in rows])
    lines = [
        {"_id": r["_id"], "faculty": r["faculty"]["label"].get(lang()) or r["faculty"]["label"]["kk"]
         if r.get("faculty") else T("promotion.no_faculty"), "version": r["version"],
         "state": PromotionState(r["state"]).label(lang()), "n": sum(counts.get(r["_id"], {}).values()),
         **{v.value: counts.get(r["_id"], {}).get(v.value, 0) for v in Verdict},
         "undecided": counts.get(r["_id"], {}).get("", 0)}
        for r in rows
    ]  # fmt: skip
    columns = [
        headed(k, f"promotion.{k}", "text" if k in ("faculty", "state") else "int")
        for k in ("faculty", "version", "state", "n")
    ]
    columns += [headed(v.value, f"promotion.head_{v.value}", "int") for v in Verdict]
    columns.append(headed("undecided", "promotion.undecided", "int"))
    st.caption(T("promotion.open_hint"))
    chosen = picked("promotions.list", columns, lines, 0, len(lines) + 1, {"faculty": 270})
    if chosen:
        st.query_params["id"] = chosen
        st.rerun()


def _make(desk: Desk, of: int, rows: list[Promotion]) -> None:
    have = {p.faculty.id if p.faculty else None for p in rows if p.state is PromotionState.draft}
    places: list[Ref | None] = [f for f in reading.faculties(desk) if f.id not in have]
    if None not in have and desk.actor.reach("promotion.make").value == "all":  # type: ignore[union-attr]
        places.append(None)
    if not places:
        return
    words = {f.id if f else "": f.label.get(lang()) if f else T("promotion.no_faculty") for f in places}
    made = {p.faculty.id if p.faculty else "" for p in rows}
    st.subheader(T("promotion.make_title"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            T("promotion.faculties"), list(words), default=[i for i in words if i and i not in made], width=620,
            key=f"promotion.make:{of}:{len(rows)}", format_func=lambda i: words.get(i, str(i)),
        )  # fmt: skip
        again = any(i in made for i in chosen)
        why = asked("promotion.make", need="required" if again else "optional", icon=":material/playlist_add_check:",
                    disabled=not chosen, hint="promotion.make_hint", type="primary", act="promotion.make")  # fmt: skip
    if why:
        _made(desk, of, sorted(chosen, key=lambda i: order_key(words[i])), words, why)


def _made(desk: Desk, of: int, chosen: list[str], words: dict[str, str], why: Why) -> None:
    n, left = 0, []
    with shown_errors():
        for i in chosen:
            try:
                acts.make(desk, of, i or None, Why(why.reason, why.basis, f"{why.command}:{i}", why.code))
                n += 1
            except OfficeError as e:
                left.append([words[i], sentence(e)])
        if n and not left:
            done("promotion.made", n=n)
        if n:
            st.success(T("promotion.made", n=n))
        plain_table([T("promotion.faculty"), T("promotion.why_not")], left)
