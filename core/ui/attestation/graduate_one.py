"""One graduate in one form: what is presented, approval, stages, what it was before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import streamlit as st

from core.attestation import candidacies, settings
from core.attestation.candidacies import papers, rules
from core.desk import Desk
from core.fields import described
from core.i18n import moment, number
from core.ui.attestation.graduate_list import minutes
from core.ui.attestation.graduate_progress import mark
from core.ui.forms import asked, flat, form
from core.ui.forms.values import read_number
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import Colour, badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.attestation import Candidacy, CandidacyStatus, Presented
from schemas.attestation.candidacy import AHEAD
from schemas.base import Id

COLOURS: dict[str, Colour] = {"draft": "orange", "approved": "green", "heard": "blue", "withdrawn": "gray"}


def screen(desk: Desk, id: Id) -> None:
    """The whole of one candidacy; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, candidacies.get(desk, id))


def _draw(desk: Desk, of: Candidacy) -> None:
    opened(desk, "graduates", "candidacies", of.id, of.label().kk)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(of.student.label.get(lang())), anchor=False, width="content")
        badge(of.status, COLOURS[of.status.value])
        if of.attempt > 1:
            badge(T("graduates.attempt", n=of.attempt), "violet")
    _facts(of)
    go("pages/student.py", "graduates.open_card", "person", id=of.student.id)
    mine = of.status in AHEAD and candidacies.may_prepare(desk.actor, of)
    _presented(desk, of, mine)
    if of.status is CandidacyStatus.draft:
        _approve(desk, of)
    _stages(desk, of, mine)
    if of.status in AHEAD and desk.may("attestation.edit"):
        why = asked("graduates.withdraw", name=of.id, icon=":material/person_remove:", hint="graduates.withdraw_hint",
                    act="candidacy.withdraw")  # fmt: skip
        if why:
            with shown_errors():
                candidacies.withdraw(desk, of.id, of.revision, why)
                done("graduates.withdrawn")
    _history(of)


def _facts(of: Candidacy) -> None:
    approval, out = of.approval, of.outcome
    said = [
        (T("graduates.head.form"), of.form_name.get(lang())),
        (T("graduates.head.discipline"), of.discipline.label.get(lang())),
        (T("graduates.commission"), of.commission.label.get(lang())),
        (T("graduates.head.number"), f"{of.number} · {of.group}"),
        (T("graduates.head.programme"), of.programme.label.get(lang())),
        (T("graduates.head.department"), of.department.label.get(lang()) if of.department else "—"),
        (T("graduates.minutes_of"), f"№ {approval.number}, {shown(approval.day)}" if approval else "—"),
    ]
    if out:
        grade = out.traditional.get(lang()) if out.traditional else ""
        said.append((T("graduates.head.outcome"), " · ".join(x for x in (out.letter, grade) if x)))
    facts(said, 4)


def _presented(desk: Desk, of: Candidacy, mine: bool) -> None:
    st.subheader(T("graduates.presented"), anchor=False)
    specs = [replace(s, required=False) if s.path == "reviewer.name" else s for s in candidacies.fields(of)]
    if not specs:
        st.caption(T("graduates.nothing_asked"))
        return
    if not mine:
        _read(of)
        return
    out, key = of.status is CandidacyStatus.approved, f"candidacy:{of.id}"
    if out:
        st.caption(T("graduates.approved_hint"))
    timed = any(s.path == "works" for s in specs)
    filled = form(
        desk, specs, key, flat(specs, of.presented), None, "required" if out else "no", of.revision, columns=3,
        act="candidacy.prepare", look=T("graduates.count_minutes") if timed else None,
    )  # fmt: skip
    if timed:
        _sum(of, key)
    if filled:
        with shown_errors(key):
            candidacies.edit(desk, of.id, filled.revision, filled.changed, filled.why)
            done("graduates.saved")


def _sum(of: Candidacy, key: str) -> None:
    """How long the works on the screen last, as they are typed: said anew at every press."""
    body, total = settings.form(of.form), typed_minutes(key, of.presented)
    fits = body.least <= total and (body.most is None or total <= body.most)
    said = {"minutes": number(total, lang()), "least": body.least, "most": body.most or 0}
    words = T("graduates.sum" if body.most else "graduates.sum_open", **said)
    colour, icon = ("green", "check_circle") if fits else ("red", "timer")
    st.markdown(f":{colour}[:material/{icon}: {words}]")


def typed_minutes(key: str, stored: Presented) -> Decimal:
    """The sum of the minutes that stand in the form's list of works; what is no number counts as nothing."""
    state = st.session_state
    prefix = f"{key}:{state.get(f'{key}!n', 0)}"
    rows = state.get(f"r:{prefix}:works")
    if rows is None:
        return stored.minutes
    total, spec = Decimal(0), next(s for s in described(Presented, "works").items if s.path == "minutes")
    for row in rows:
        try:
            total += Decimal(read_number(spec, state.get(f"v:{prefix}:works.{row}.minutes") or "0"))
        except Exception:  # noqa: BLE001 - half typed: the form itself says so beside the field
            continue
    return total


def _read(of: Candidacy) -> None:
    shows = of.presented
    if shows.works:
        heads = [s.label(lang()) for s in described(Presented, "works").items]
        plain_table(heads, [[w.composer, w.title, shown(w.minutes)] for w in shows.works], right=(2,))
    said = [(described(Presented, p).label(lang()), v) for p, v in (
        ("topic", shows.topic.get(lang()) if shows.topic else ""),
        ("supervisor", shows.supervisor.label.get(lang()) if shows.supervisor else ""),
        ("reviewer.name", shows.reviewer.name if shows.reviewer else ""),
        ("accompanist", shows.accompanist.label.get(lang()) if shows.accompanist else ""),
        ("partners", shows.partners),
    ) if v]  # fmt: skip
    facts(said, 3)


def _approve(desk: Desk, of: Candidacy) -> None:
    if lacks := rules.missing(of.presented, settings.form(of.form)):
        st.warning(safe(f"{T('graduates.to_approve')}: "
                        + "; ".join(T(f"graduates.lack.{r.code}", **r.values) for r in lacks)),
                   icon=":material/assignment_late:")  # fmt: skip
        return
    st.success(T("graduates.ready"), icon=":material/task_alt:")
    if desk.may("attestation.approve"):
        minutes(desk, [of.id], f"graduates.approve:{of.id}")


def _stages(desk: Desk, of: Candidacy, mine: bool) -> None:
    body = settings.form(of.form)
    days = rules.days_of(body)
    if not of.milestones and not days:
        return
    st.subheader(T("graduates.stages"), anchor=False)
    rows = [
        [m.label.get(lang()), shown(m.due), shown(m.done) if m.done else _late(desk, m.due), m.note, m.by]
        for m in of.milestones
    ]  # fmt: skip
    rows += [[T(f"graduates.day.{d}"), "—", shown(getattr(of.presented, d)), "", ""] for d in days]
    plain_table([T(f"graduates.head.{h}") for h in ("stage", "due", "done", "note", "by")], rows)
    if mine:
        mark(desk, [of], f"graduates.mark:{of.id}")
    if mine and "originality" in rules.asked(body):
        _measure(desk, of)


def _late(desk: Desk, due: object) -> str:
    days = (desk.today() - due).days  # type: ignore[operator]
    return T("graduates.late_by", n=days) if days > 0 else "—"


def _measure(desk: Desk, of: Candidacy) -> None:
    """The share of originality, once the topic is approved: the check comes after it."""
    least = settings.form(of.form).originality
    if of.status is not CandidacyStatus.approved:
        return
    if least is not None:
        st.caption(T("graduates.least_percent", least=least))
    key, spec = f"graduates.measure:{of.id}", replace(described(Presented, "originality"), required=True)
    filled = form(desk, [spec], key, flat([spec], of.presented), T("graduates.measure"), "optional", of.revision,
                  act="candidacy.progress")  # fmt: skip
    if filled:
        with shown_errors(key):
            percent = Decimal(str(filled.values["originality"]))
            candidacies.measured(desk, of.id, filled.revision, percent, filled.why)
            done("graduates.saved")


def _history(of: Candidacy) -> None:
    """What was presented before each change made after it had been approved."""
    if not of.changes:
        return
    st.subheader(T("graduates.was"), anchor=False)
    rows = []
    for c in reversed(of.changes):
        basis = f"{c.basis.kind} № {c.basis.number}, {shown(c.basis.day)}" if c.basis and c.basis.number else "—"
        was = Presented.model_validate(c.was)
        leads = was.supervisor.label.get(lang()) if was.supervisor else ""
        percent = f"{number(was.originality, lang())} %" if was.originality is not None else ""
        said = " · ".join(x for x in (papers.said(was, lang()), leads, percent) if x)
        rows.append([moment(c.at, lang(), short=True), c.by, said or "—", c.reason, basis])
    plain_table([T(f"graduates.head.{h}") for h in ("at", "by", "what", "reason", "basis")], rows)


__all__ = ["screen", "typed_minutes"]
