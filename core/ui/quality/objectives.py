"""Objectives on the screen: plan and fact in one table with a sign, one with its periods, its forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated

import streamlit as st
from pydantic import Field

from core import house
from core.db.codec import plain
from core.desk import Desk
from core.errors import NotFound
from core.fields import FieldSpec, describe, described
from core.i18n import number
from core.quality import objectives as acts
from core.quality.hands import EDIT, does, keeps
from core.quality.reading import process
from core.ui.charts import Chart, Series, lines
from core.ui.forms import flat, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, go, lang
from core.ui.style import badge, facts, metrics, safe, shown
from core.ui.tables import headed, picked, plain_table
from schemas.base import Id, Model, Show
from schemas.indicator import Reached
from schemas.kinds import Sort
from schemas.quality import Objective, ObjectiveFact, ObjectiveState

SIGNS = {Reached.good: "▲", Reached.near: "◆", Reached.bad: "▼", Reached.watched: "●", Reached.no_data: "–"}
WIDTHS = {"light": 132, "number": 76, "text": 300, "measure": 206, "plan": 70, "fact": 70, "due": 96, "who": 130}


class _End(Model):
    """How an objective ended."""

    state: Annotated[ObjectiveState, Show("Қалай аяқталды", "Чем завершилась", "How it ended")]
    result: Annotated[
        str, Field(min_length=1, max_length=1000), Show("Нәтижесі сөзбен", "Результат словами", "The result in words",
                                                        area=True)
    ]  # fmt: skip


def board(desk: Desk) -> Id | None:
    """All of a state with plan, fact and sign; the id of the clicked one."""
    words = {"running": ObjectiveState.running.label(lang()), "over": T("quality.objectives_over")}
    which = st.segmented_control(
        T("quality.view"), list(words), default="running", required=True, key="v:objectives.which",
        format_func=lambda w: words.get(w, w), label_visibility="collapsed",
    )  # fmt: skip
    found = acts.listed(desk, which == "running")
    if not found:
        empty("quality.objectives_none", "quality.objectives_none_hint" if desk.may(EDIT) else None)
        return None
    ordered = acts.ordered(found) if which == "running" else found
    lights = [acts.light(o) for o in found]
    metrics([
        (T("quality.objectives_n"), len(found), None),
        (f"{SIGNS[Reached.good]} {Reached.good.label(lang())}", lights.count(Reached.good), None),
        (f"{SIGNS[Reached.bad]} {Reached.bad.label(lang())}", lights.count(Reached.bad), None),
        (T("quality.objectives_late"), sum(_late(o, desk.today()) for o in found), None),
    ])  # fmt: skip
    heads = [headed(h, f"quality.o_{h}", "int" if h in ("plan", "fact") else "text") for h in WIDTHS]
    rows = [_row(o, desk.today()) for o in ordered]
    return picked("objectives.board", heads, rows, size=len(rows) + 1, widths=WIDTHS)


def _late(o: Objective, today: date) -> bool:
    return o.status is ObjectiveState.running and o.due < today


def _row(o: Objective, today: date) -> dict[str, object]:
    light = acts.light(o)
    newest = o.fact
    due = shown(o.due)
    return {
        "_id": o.id, "light": f"{SIGNS[light]} {light.label(lang())}", "number": o.number, "text": o.text,
        "measure": measure(o), "plan": valued(o, o.plan_on(newest.on) if newest else o.target),
        "fact": valued(o, newest.value if newest else None), "due": f"⚠ {due}" if _late(o, today) else due,
        "who": o.responsible.label.get(lang()),
    }  # fmt: skip


def measure(o: Objective) -> str:
    """By what it is measured: its indicator's name, else its own words."""
    if not o.indicator:
        return o.measure
    try:
        return house.entry(Sort.indicator, o.indicator).name.get(lang())
    except NotFound:
        return o.measure or o.indicator


def valued(o: Objective, value: Decimal | None) -> str:
    """A value in the objective's unit; a dash for nothing."""
    if value is None:
        return "—"
    said = number(round(value, 1), lang(), 0 if value == value.to_integral_value() else 1)
    return f"{said} {o.unit}".strip()


def one(desk: Desk, id: Id) -> None:
    """Everything of one objective."""
    with shown_errors():
        o = acts.get(desk, id)
        opened(desk, "objectives", o.collection, o.id, o.number)
        light = acts.light(o)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title(safe(T("quality.objective_n", number=o.number)), anchor=False, width="content")
            badge(o.status, "green" if o.status is ObjectiveState.reached else "gray")
            st.badge(f"{SIGNS[light]} {safe(light.label(lang()))}", color="gray")
        st.markdown(safe(o.text))
        _facts(o)
        if o.indicator:
            go("pages/indicators.py", "quality.to_indicator", code=o.indicator)
        _picture(o)
        if o.status is ObjectiveState.running:
            _forms(desk, o)


def _facts(o: Objective) -> None:
    found = [
        (described(Objective, "process").label(lang()), process(o.process, lang())),
        (T("quality.o_measure"), measure(o)),
        (described(Objective, "target").label(lang()), valued(o, o.target)),
        (described(Objective, "due").label(lang()), f"{shown(o.first)} – {shown(o.due)}"),
        (described(Objective, "responsible").label(lang()), o.responsible.label.get(lang())),
        (described(Objective, "resources").label(lang()), o.resources),
        (described(Objective, "result").label(lang()), o.result),
        (described(Objective, "closed_on").label(lang()), shown(o.closed_on)),
    ]
    facts([f for f in found if f[1] and f[1] != "—"], columns=4)


def _picture(o: Objective) -> None:
    standing = o.standing()
    if not standing:
        st.caption(T("quality.no_facts_indicator" if o.indicator else "quality.no_facts"))
        return
    if len(standing) > 1:
        places = tuple(f.period.get(lang()) for f in standing)
        series = (
            Series(T("quality.o_fact"), tuple(round(f.value, 2) for f in standing)),
            Series(T("quality.o_plan"), tuple(o.plan_on(f.on) for f in standing)),
        )
        lines(Chart(o.text[:120], T("quality.period"), places, series, o.unit or T("quality.unit_number"),
                    f"{places[0]} — {places[-1]}", T("quality.objective_source"), percent=o.unit == "%"),
              f"objective-{o.id}")  # fmt: skip
    heads = [T(f"quality.{k}") for k in ("period", "as_of", "o_plan", "o_fact", "o_light", "note")]
    plain_table(heads, [_fact_row(o, f) for f in o.facts], right=(2, 3))


def _fact_row(o: Objective, f: ObjectiveFact) -> list[str]:
    plan = o.plan_on(f.on)
    good = f.value <= plan if o.direction.value == "down" else f.value >= plan
    sign = Reached.good if good else Reached.bad
    stands = f in o.standing()
    note = f.note or ("" if not f.measurement else T("quality.from_indicator"))
    return [
        f.period.get(lang()), shown(f.on), valued(o, plan), valued(o, f.value),
        f"{SIGNS[sign]} {sign.label(lang())}" if stands else T("quality.replaced"), note,
    ]  # fmt: skip


def _forms(desk: Desk, o: Objective) -> None:
    if does(desk.actor, [o.responsible.id]) and not o.indicator:
        with st.expander(T("quality.fact_add"), icon=":material/add:"):
            key = f"objective:fact:{o.id}:{len(o.facts)}"
            specs = list(describe(ObjectiveFact))
            filled = form(desk, specs, key, {"on": desk.today().isoformat()}, revision=o.revision)
            if filled:
                with shown_errors(key):
                    acts.fact(desk, o.id, filled.revision, filled.values, filled.why)
                    done("quality.fact_added")
    if not keeps(desk.actor, [o.responsible.id]):
        return
    with st.expander(T("quality.conclude"), icon=":material/flag:"):
        key = f"objective:end:{o.id}"
        specs = [_ends(s) for s in describe(_End)]
        filled = form(desk, specs, key, {}, T("quality.conclude"), revision=o.revision)
        if filled:
            with shown_errors(key):
                state = next(s for s in ObjectiveState if s.value == filled.values["state"])
                acts.conclude(desk, o.id, filled.revision, state, filled.values["result"], filled.why)
                done("quality.concluded", number=o.number)
    with st.expander(T("quality.edit"), icon=":material/edit:"):
        key = f"objective:{o.id}"
        specs = _specs()
        first = flat(specs, o) | {"steps": plain(o.steps)}
        filled = form(desk, specs, key, first, why="optional", revision=o.revision, columns=3, act="objective.edit")
        if filled:
            with shown_errors(key):
                acts.edit(desk, o.id, filled.revision, filled.changed, filled.why)
                done("common.saved")


def _ends(spec: FieldSpec) -> FieldSpec:
    return replace(spec, choices=acts.ENDS) if spec.path == "state" else spec


def _specs() -> list[FieldSpec]:
    found = [described(Objective, n) for n in acts.FACTS]
    return sorted(found, key=lambda s: s.kind in ("area", "rows"))


def new(desk: Desk) -> None:
    """The form of a new one."""
    with st.expander(T("quality.objective_new"), icon=":material/add:"):
        key = "objective:new"
        first = {"first": f"{desk.today().year}-01-01", "due": f"{desk.today().year}-12-31", "unit": "%",
                 "direction": "up"}  # fmt: skip
        filled = form(desk, _specs(), key, first, T("quality.objective_set"), columns=3)
        if filled:
            with shown_errors(key):
                made = acts.set_(desk, filled.values, filled.why)
                st.query_params.from_dict({"id": made.id})
                done("quality.objective_made", number=made.number)


__all__ = ["board", "new", "one"]
