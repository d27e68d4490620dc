"""A whole group at once on the screen: plans drawn, registered with a preview, approved, disciplines taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core import registration
from core.desk import Desk
from core.i18n import known, t
from core.registration import Asked, Preview
from core.registration.overview import Member
from core.ui import jobs as kit
from core.ui.forms import asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import metrics, safe, shown
from core.ui.tables import plain_table
from schemas.base import Text
from schemas.words import LineState, StudyPlanState

KINDS = ("registration.group", "registration.drop", "registration.table")
ENDED = "reg.ended"  # what the last job of this screen answered, until it is put away


def news(desk: Desk) -> None:
    """The job of this screen that goes on, and what came of one that has ended."""
    for kind in KINDS:
        ended = kit.news(desk, kind)
        if ended is not None:
            with shown_errors():
                kit.refused(ended)
            st.session_state.pop("reg.preview", None)
            st.session_state[ENDED] = ended["result"] or {}
    if result := st.session_state.get(ENDED):
        _outcome(result)


def _outcome(result: dict[str, Any]) -> None:
    with st.container(border=True):
        said = T("registration_ui.outcome", done=result["done"], lines=result["lines"], idle=result["idle"])
        st.markdown(f":material/task_alt: {safe(said)}")
        if result["waiting"]:
            st.caption(T("registration_ui.outcome_waiting", n=result["waiting"]))
        if result["named"]:
            st.markdown(safe(T("registration_ui.left_out", n=len(result["named"]))))
            rows = [[n["number"], Text.model_validate(n["name"]).get(lang()), _why(n["key"], n["values"])]
                    for n in result["named"]]  # fmt: skip
            plain_table([T("common.number"), T("registration_ui.col.name"), T("registration_ui.col.missing")], rows,
                        widths=(100, 260))  # fmt: skip
        if st.button(T("common.close"), icon=":material/close:", key="reg.ended.close"):
            st.session_state.pop(ENDED, None)
            st.rerun()


def _why(key: str, values: dict[str, Any]) -> str:
    """A stored reason in words: texts in three languages and days are themselves again."""
    from core.registration.refusing import revived

    return t(key, lang(), **revived(values)) if known(key) else T("errors.rule_broken")


def acts(desk: Desk, year: int, name: str, members: Sequence[Member]) -> None:
    """The acts on the whole group that this user has; one of them is open at a time."""
    news(desk)
    names = [n for n, may in (
        ("draw", desk.may("plan.choose")), ("register", desk.may("plan.approve")),
        ("approve", desk.may("plan.approve")), ("drop", desk.may("plan.approve")),
    ) if may]  # fmt: skip
    if not names:
        return
    words = {n: T(f"registration_ui.whole.{n}") for n in names}
    chosen = st.segmented_control(
        T("registration_ui.whole.title"), names, key=f"v:whole:{name}", format_func=lambda n: words.get(n, n)
    )
    match chosen:
        case "draw":
            _draw(desk, year, name, members)
        case "register":
            st.caption(T("registration_ui.whole.register_hint"))
            pairs = tuple((m.student, m.study) for m in members)
            only = st.toggle(T("registration_ui.whole.electives_later"), key=f"v:later:{name}")
            _previewed(desk, Asked(year, pairs, whole=not only), f"register:{name}:{only}")
        case "approve":
            pairs = tuple((m.student, m.study) for m in members if m.plan and m.plan.state is StudyPlanState.submitted)
            if not pairs:
                st.info(T("registration_ui.whole.none_submitted"), icon=":material/inbox:")
            else:
                _previewed(desk, Asked(year, pairs), f"approve:{name}")
        case "drop":
            _drop(desk, year, name, members)


def _draw(desk: Desk, year: int, name: str, members: Sequence[Member]) -> None:
    lacking = [m for m in members if m.plan is None or m.plan.state is StudyPlanState.draft]
    st.caption(T("registration_ui.whole.draw_hint", n=len(lacking)))
    why = asked(
        "registration_ui.whole.draw", "no", "primary", ":material/edit_note:", f":{name}", disabled=not lacking,
        act="plan.draw",
    )  # fmt: skip
    if why:
        with shown_errors():
            drawn = registration.draw(desk, [(m.student, m.study) for m in lacking], year, why)
            st.session_state[ENDED] = {
                "done": len(drawn.made) + len(drawn.changed), "lines": 0, "idle": drawn.left, "waiting": 0,
                "named": [{**n.__dict__, "name": n.name.model_dump()} for n in drawn.named],
            } if drawn.named else None  # fmt: skip
            done("registration_ui.drawn", n=len(drawn.made) + len(drawn.changed))


def _drop(desk: Desk, year: int, name: str, members: Sequence[Member]) -> None:
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for m in members:
        for x in m.plan.lines if m.plan else ():
            if x.state in (LineState.chosen, LineState.waiting, LineState.registered):
                key = (x.term.id, x.discipline.id)
                said = f"{x.code} · {x.discipline.label.get(lang())} · {x.term.label.get(lang())}"
                found[key] = (said, found.get(key, ("", 0))[1] + 1)
    if not found:
        st.info(T("registration_ui.whole.nothing_to_drop"), icon=":material/inbox:")
        return
    keys = st.multiselect(
        T("registration_ui.whole.which"), sorted(found, key=lambda k: found[k]), key=f"v:dropped:{name}",
        format_func=lambda k: f"{found[k][0]} ({found[k][1]})" if k in found else str(k),
        placeholder=T("common.choose"),
    )  # fmt: skip
    if keys:
        pairs = tuple((m.student, m.study) for m in members if m.plan)
        _previewed(desk, Asked(year, pairs, drop=tuple(keys)), f"drop:{name}:{hash(tuple(keys))}")


def _previewed(desk: Desk, wanted: Asked, name: str) -> None:
    """Who can and who can't, before anything is written; then the button that begins the work."""
    if st.button(T("registration_ui.whole.preview"), icon=":material/visibility:", key=f"look:{name}"):
        with shown_errors():
            st.session_state["reg.preview"] = (name, wanted, registration.preview(desk, wanted))
    held = st.session_state.get("reg.preview")
    if held is None or held[0] != name or held[1] != wanted:
        return
    found: Preview = held[2]
    able = [r for r in found.rows if r.able]
    stopped = [r for r in found.rows if not r.able and not r.idle]
    metrics([
        (T("registration_ui.whole.able"), len(able), None), (T("registration_ui.whole.unable"), len(stopped), None),
        (T("registration_ui.whole.idle"), sum(r.idle for r in found.rows), None),
        (T("registration_ui.whole.lines"), sum(len(r.lines) for r in able), None),
    ])  # fmt: skip
    if found.checks:
        rows = [[registration.check_word(c).get(lang()), n] for c, n in found.checks.most_common()]
        plain_table([T("registration_ui.col.check"), T("registration_ui.col.students")], rows, right=(1,))
    if stopped:
        _stopped(found)
    goes_on = kit.goes_on(desk, *KINDS)
    word = "registration_ui.whole.drop_now" if wanted.drop else "registration_ui.whole.register_now"
    why = asked(word, "optional", "primary", ":material/play_arrow:", f":{name}", disabled=not able or goes_on,
                act="plan.drop_group" if wanted.drop else "plan.register_group")  # fmt: skip
    if why:
        with shown_errors():
            begin = registration.drop_group if wanted.drop else registration.register_group
            kit.begun(KINDS[bool(wanted.drop)], begin(desk, wanted, found.seen, why))
            done("registration_ui.whole.begun", n=len(able))


def _stopped(found: Preview) -> None:
    """Who can't and why, a row for each discipline."""
    rows: list[list[str]] = []
    for r in found.rows:
        said = [(shown(b.discipline.label) if b.discipline else "—", t(b.message, lang(), **b.values))
                for b in r.breaches]  # fmt: skip
        if r.no:
            said.append(("—", t(r.no[0], lang(), **r.no[1]) if known(r.no[0]) else T("errors.rule_broken")))
        rows += [[r.number, r.student.label.get(lang()), *pair] for pair in said]
    heads = ("common.number", "registration_ui.col.name", "registration_ui.col.discipline", "registration_ui.col.said")
    plain_table([T(h) for h in heads], rows, widths=(95, 220, 220))
