"""One student of a practice: his place and how it changed, what he handed in, his journal."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import files
from core.desk import Desk
from core.errors import NotFound
from core.fields import describe, described
from core.practices import marking, paper, reading
from core.practices import placing as acts
from core.practices.reading import Seen
from core.ui.files import brought, given, offered
from core.ui.forms import asked, flat, form
from core.ui.forms.why import Need
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.practices.lists import days
from core.ui.style import facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import Id
from schemas.practice import Handed, Place, Placement, PracticeState


def screen(desk: Desk, id: Id, of: Id) -> None:
    """The student's practice; an address that leads nowhere is answered in words."""
    with shown_errors():
        found = reading.get(desk, id)
        one = next((p for p in found.placements if p.id == of), None)
        if one is None:
            raise NotFound("errors.not_found", kind="placements", id=of)
        _draw(desk, found, one)


def _draw(desk: Desk, of: Seen, one: Placement) -> None:
    name = one.student.label.get(lang())
    opened(desk, "practice", "placements", one.id, one.student.label.kk, one.student.id)
    st.subheader(safe(name), anchor=False)
    st.caption(safe(of.practice.label().get(lang())))
    p = one.place
    facts([
        (T("practices.head_base"), paper.where(one, lang()) if one.placed else "—"),
        (described(Place, "supervisor").label(lang()), p.supervisor.label.get(lang()) if p.supervisor else "—"),
        (described(Place, "base_supervisor").label(lang()), p.base_supervisor or "—"),
        (T("practices.paper_days"), f"{shown(p.starts or of.practice.starts)} – {shown(p.ends or of.practice.ends)}"),
        (T("practices.head_order"), T(f"practices.ordered_{of.orders.by(one.study).value}")),
        (described(Placement, "referral").label(lang()), one.referral or "—"),
    ], columns=3)  # fmt: skip
    for lack in of.lacks[one.id]:
        left = lack.left(desk.today())
        st.markdown(f":{'red' if left < 0 else 'orange'}[:material/pending: "
                    f"{safe(T(f'practices.lack_{lack.code}'))} — {shown(lack.due)}, {safe(days(left))}]")  # fmt: skip
    with st.container(horizontal=True):
        go("pages/student.py", "practices.card", "person", id=one.student.id)
        if one.referral:
            given(T("practices.referral_one"), f"referral-{one.referral}-{lang()}.pdf",
                  partial(paper.referrals, desk, of.practice.id, [one.id], lang()), f"referral:{one.id}",
                  icon=":material/print:")  # fmt: skip
    going = one.status is PracticeState.open and of.practice.status is PracticeState.open
    if going and desk.may("practice.place"):
        _place(desk, of, one)
    _papers(desk, one, going)
    _journal(desk, of, one, going)
    if one.moves:
        st.subheader(T("practices.moves"), anchor=False)
        heads = [T(f"practices.head_{h}") for h in ("at", "by", "was", "why")]
        plain_table(heads, [[shown(m.at), m.by.name, m.was, m.why] for m in reversed(one.moves)],
                    widths=(140, 200, 460, 260))  # fmt: skip


def _place(desk: Desk, of: Seen, one: Placement) -> None:
    words = T("practices.move" if one.placed else "practices.place")
    with st.expander(words, icon=":material/pin_drop:", expanded=not one.placed):
        key, specs = f"place:{one.id}", [described(Place, n) for n in acts.FIELDS]
        need: Need = "required" if one.placed else "optional"
        filled = form(desk, specs, key, flat(specs, one.place), words, why=need, revision=one.revision,
                      act="practice.place")  # fmt: skip
        if filled:
            with shown_errors(key):
                acts.place(desk, of.practice.id, of.practice.revision, [one.id], _given(one, filled.values), filled.why)
                done("practices.were_placed", n=1)


def _given(one: Placement, values: dict[str, object]) -> dict[str, object]:
    """What was changed: a base chosen beside a place of one's own that stood before takes its place."""
    kept = flat([described(Place, n) for n in acts.FIELDS], one.place)
    changed = {k: v for k, v in values.items() if v != kept.get(k)}
    return changed or {k: v for k, v in values.items() if v}


def _papers(desk: Desk, one: Placement, going: bool) -> None:
    st.subheader(T("practices.tab_papers"), anchor=False)
    if one.papers:
        heads = [T(f"practices.head_{h}") for h in ("paper", "handed", "mark", "judge", "note")]
        plain_table(heads, [[h.what.label(lang()), shown(h.day), shown(h.mark), h.judge or "—", h.note or "—"]
                            for h in reversed(one.papers)], widths=(220, 120, 90, 260, 300))  # fmt: skip
        with st.container(horizontal=True):
            for n, h in enumerate(one.papers):
                if h.file:
                    offered(desk, h.file, f"handed:{one.id}:{n}", "practice", "placements", one.id,
                            one.student.label.kk, one.student.id, words=h.what.label(lang()))  # fmt: skip
    else:
        st.caption(T("practices.nothing_handed"))
    if going and desk.may("practice.mark"):
        with st.expander(T("practices.hand_in"), icon=":material/upload_file:"):
            key = f"handed:{one.id}"
            held = brought(desk, T("practices.file"), f"{key}:{one.revision}:file")
            specs = [s for s in describe(Handed) if s.show.form and s.path != "by" and s.path != "at"]
            first = {"day": desk.today().isoformat(), "judge": desk.actor.name}
            filled = form(desk, specs, key, first, T("practices.hand_in"), revision=one.revision, columns=3)
            if filled:
                with shown_errors(key):
                    file = files.ready(desk, *held) if held else None
                    marking.hand_in(desk, one.id, filled.revision, filled.values, file, filled.why)
                    done("practices.handed_in", n=1)


def _journal(desk: Desk, of: Seen, one: Placement, going: bool) -> None:
    if not one.events and not of.kind.journal:
        return
    st.subheader(T("practices.tab_journal"), anchor=False)
    st.caption(T("practices.hours_of", n=one.hours, of=of.practice.hours))
    events = sorted(one.events, key=lambda e: e.day, reverse=True)
    if not events:
        return
    heads = [T(f"practices.head_{h}") for h in ("day", "what", "place", "part", "hours_each", "struck")]
    plain_table(heads, [[shown(e.day), e.what, e.place or "—", e.part or "—", shown(e.hours), e.struck or "—"]
                        for e in events], right=(4,), widths=(110, 320, 220, 150, 90, 200))  # fmt: skip
    standing = {e.id: f"{shown(e.day)} · {e.what}" for e in events if not e.struck}
    if going and standing and desk.may("practice.mark"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(T("practices.event"), list(standing), key=f"v:strike:{one.id}", width=420,
                                  format_func=lambda i: standing.get(i, str(i)))  # fmt: skip
            why = asked("practices.strike", icon=":material/backspace:", name=one.id, act="practice.strike")
        if why and chosen:
            with shown_errors():
                marking.strike(desk, one.id, one.revision, chosen, why)
                done("practices.struck")
