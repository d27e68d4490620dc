"""Who answers for blanks: the posts of today and of before, a first keeper, the hand-over by a stock-taking."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import blanks
from core.blanks import papers, posts, reading
from core.desk import Desk
from core.fields import Option, described
from core.ui.attestation.picking import choice
from core.ui.blanks.parts import AREA, named, paper
from core.ui.forms import form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import safe, shown
from core.ui.tables import plain_table
from schemas.base import Text
from schemas.blank import BlankCount, BlankPost, CountStatus, CountWhy


def screen(desk: Desk) -> None:
    """The whole part."""
    every = posts.standing(desk, past=True)
    if not every:
        empty(f"{AREA}.keepers_none", f"{AREA}.keepers_none_hint")
    else:
        plain_table(
            [T(f"{AREA}.head.{w}") for w in ("keeper", "kinds", "since", "until", "basis")],
            [[p.user.label.get(lang()), _kinds(p), shown(p.since), shown(p.until),
              f"{p.basis.kind} № {p.basis.number}, {shown(p.basis.day)}" if p.basis else "—"] for p in every],
        )  # fmt: skip
    for post in (p for p in every if p.handing):
        _printed(desk, post)
    if desk.may("blank.appoint"):
        people = [Option(r.id, r.label) for r in posts.candidates(desk)]
        _appoint(desk, people)
        for post in (p for p in every if p.until is None):
            _hand(desk, post, people)


def _kinds(post: BlankPost) -> str:
    return ", ".join(named(k) for k in post.kinds) or T(f"{AREA}.all_other")


def _printed(desk: Desk, post: BlankPost) -> None:
    """The act of a hand-over on paper."""
    st.caption(safe(T(f"{AREA}.hand_act", name=post.user.label.get(lang()), day=post.since)))
    paper(desk, f"hand-over-{post.since.isoformat()}-{post.id[:6]}",
          lambda spoken: papers.handing(desk, post, spoken), "blank_posts", post.id)  # fmt: skip


def _appoint(desk: Desk, people: list[Option]) -> None:
    key = "blanks:appoint"
    with st.expander(T(f"{AREA}.appoint"), icon=":material/person_add:"):
        specs = [choice("user", f"{AREA}.who", people), described(BlankPost, "kinds"), described(BlankPost, "since")]
        filled = form(desk, specs, key, {"since": desk.today().isoformat()}, T(f"{AREA}.appoint"), why="optional",
                      act="blank.appoint")  # fmt: skip
        if filled:
            with shown_errors(key):
                v = filled.values
                posts.appoint(desk, v["user"], v["kinds"], date.fromisoformat(v["since"]), filled.why)
                done(f"{AREA}.appointed")


def _hand(desk: Desk, post: BlankPost, people: list[Option]) -> None:
    """Only by a finished stock-taking made for it."""
    counts = [c for c in reading.count_sheets(desk) if _fits(c, post)]
    key = f"blanks:hand:{post.id}"
    with st.expander(T(f"{AREA}.hand", name=safe(post.user.label.get(lang()))), icon=":material/swap_horiz:"):
        if not counts:
            st.caption(T(f"{AREA}.hand_needs"))
            return
        words = [Option(c.id, Text(kk=f"№ {c.number} · {shown(c.day)}")) for c in counts]
        specs = [choice("to", f"{AREA}.who_takes", [p for p in people if p.value != post.user.id]),
                 choice("count", f"{AREA}.by_count", words)]  # fmt: skip
        filled = form(desk, specs, key, {"count": counts[0].id}, T(f"{AREA}.hand_do"), why="optional",
                      revision=post.revision, act="blank.hand_over")  # fmt: skip
        if filled:
            with shown_errors(key):
                v = filled.values
                blanks.hand_over(desk, post.id, filled.revision, v["to"], v["count"], filled.why)
                done(f"{AREA}.handed")


def _fits(count: BlankCount, post: BlankPost) -> bool:
    """Does a stock-taking serve this hand-over?"""
    return (count.status is CountStatus.done and count.why is CountWhy.post and count.day >= post.since
            and set(count.kinds) == set(post.kinds))  # fmt: skip
