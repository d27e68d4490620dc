"""Who has not submitted on the screen: figures, departments, teachers, the list of what is not closed, the reminder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core import sections
from core.access import Reach
from core.db.store import Row
from core.desk import Desk
from core.i18n import order_key, percent
from core.sheets import control, forms, papers
from core.sheets.control import Asked, Tally, by, tally, turn
from core.sheets.remind import REMIND, remind
from core.ui.charts import XLSX, Chart, Series, bars
from core.ui.files import given
from core.ui.forms import asked as why_asked
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.progress.chooser import pick
from core.ui.style import share, shown, word_of
from core.ui.tables import headed, pager, picked
from schemas.base import Text
from schemas.words import STANDING, UNDONE, SheetStatus

ADDRESS = ("term", "department", "teacher", "kind", "status", "late", "view")
VIEWS = ("departments", "teachers", "list")
MANY = 25  # departments of one picture
SIZE = 50
LISTED = ("number", "due", "days", "discipline", "section", "teacher", "turn", "state", "kind")
NAMED = 5  # people without an account who are named


def asked(desk: Desk) -> Asked | None:
    """The term and kind that are looked at; None, with a word, where there is no term."""
    known = {r.id: r.label for r in sections.terms(desk)}
    if not known:
        empty("control.no_terms", "control.no_terms_hint", "pages/calendar.py", "menu.calendar")
        return None
    kinds = {k.code: k.name for k in forms.kinds()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        term = pick("term", list(known), lambda i: known[i].get(lang()), 280, sections.current(desk), False, "control")
        kind = pick("kind", list(kinds), lambda c: kinds[c].get(lang()), 280, area="control")
    return Asked(term or next(iter(known)), kind=kind or "")


def screen(desk: Desk, asked: Asked) -> None:
    """All of it, from one counting."""
    rows = control.counts(desk, asked)
    if not rows:
        empty("control.none", "control.none_hint", "pages/grade_sheets.py", "menu.grade_sheets")
        return
    whole = tally(rows, desk.today())
    figures(desk, whole)
    reminder(desk, asked, whole.late)
    alone = desk.actor.reach(control.READ) is Reach.OWN
    view = "list" if alone else _view()
    if view == "departments":
        _picture(desk, rows)
        chosen = _table(desk, rows, "department")
        _open(view, chosen)
    elif view == "teachers":
        _open(view, _table(desk, rows, "teacher"))
    else:
        _list(desk, asked, rows)


def figures(desk: Desk, of: Tally) -> None:
    """The figures of the term."""
    late = T("control.late_days", n=of.days(desk.today())) if of.late else None
    counts = (("all", of.all, None), ("undone", of.undone, None), ("late", of.late, late),
              ("soon", of.soon, T("control.soon_hint")))  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        for name, n, hint in counts:
            st.metric(T(f"control.{name}"), shown(n), help=hint, border=True, width=166, height="stretch")
        share(T("control.in_time"), of.rate, of.in_time, of.due, T("control.in_time_hint"), 186)


def reminder(desk: Desk, asked: Asked, late: int) -> None:
    """The press that reminds everybody who is late."""
    if not desk.may(REMIND) or not late:
        return
    icon = ":material/notifications_active:"
    why = why_asked("control.remind", "optional", "primary", icon, hint="control.remind_hint")
    if why:
        with shown_errors():
            result = remind(desk, asked, why)
            if result.unknown:
                names = ", ".join(result.unknown[:NAMED])
                done("control.reminded_some", n=result.told, unknown=len(result.unknown), names=names)
            done("control.reminded", n=result.told)


def _view() -> str:
    words = {v: T(f"control.view_{v}") for v in VIEWS}
    key, said = "v:control.view", st.query_params.get("view", "")
    st.session_state[key] = said if said in VIEWS else VIEWS[0]
    return st.segmented_control(
        T("control.view"), VIEWS, required=True, key=key, label_visibility="collapsed", on_change=_turned,
        format_func=lambda v: words.get(v, v),
    ) or VIEWS[0]  # fmt: skip


def _turned() -> None:
    st.query_params["view"] = st.session_state["v:control.view"] or VIEWS[0]


def _open(view: str, chosen: str | None) -> None:
    if chosen:
        name = view.removesuffix("s")
        st.query_params.update({"view": "list", name: chosen})
        st.rerun()


def _name(rows: Sequence[Row], name: str) -> str:
    label = next((r[f"{name}_name"] for r in rows if r[f"{name}_name"]), None)
    return _said(label) if label else T(f"control.no_{name}")


def _said(label: Any) -> str:
    return Text.model_validate(label).get(lang()) if label else "—"


def _picture(desk: Desk, rows: Sequence[Row]) -> None:
    """How far each department is: its sheets by state."""
    parts = [(_name(mine, "department"), tally(mine, desk.today())) for mine in by(rows, "department").values()]
    first = sorted(parts, key=lambda p: (-p[1].undone, -p[1].all))[:MANY]
    states = [s for s in STANDING if any(t.states.get(s.value) for _, t in first)]
    series = tuple(Series(s.label(lang()), tuple(t.states.get(s.value, 0) for _, t in first)) for s in states)
    late = Series(T("control.late"), tuple(t.late for _, t in first))
    bars(Chart(
        T("control.chart"), T("control.department"), tuple(n for n, _ in first), series, T("control.unit"),
        T("progress.today", day=desk.today()), T("control.source"), beside=(late,),
    ), "control-departments", stacked=True, across=True)  # fmt: skip


def _table(desk: Desk, rows: Sequence[Row], name: str) -> str | None:
    today = desk.today()
    states = [s.value for s in STANDING]
    lines: list[Row] = []
    for id, mine in by(rows, name).items():
        of = tally(mine, today)
        timely = "—" if of.rate is None else f"{percent(of.rate, lang(), 1)} ({of.in_time}/{of.due})"
        days = of.days(today) if of.late else None
        lines.append({"_id": id or "", "name": _name(mine, name), **{s: of.states.get(s, 0) for s in states},
                      "late": of.late, "days": days, "in_time": timely})  # fmt: skip
    states = [s for s in states if any(x[s] for x in lines)]  # a state nobody is in takes no place
    lines.sort(key=lambda x: (-x["late"], -(x["days"] or 0), order_key(str(x["name"]))))
    columns = [headed("name", f"control.{name}")]
    columns += [headed(s, f"control.state_{s}", "int") for s in states]
    columns += [headed(k, f"control.{k}", "int") for k in ("late", "days", "in_time")]
    st.caption(T(f"control.open_{name}"))
    page = pager(f"control_{name}", len(lines))
    widths = {"name": 290, "in_time": 135, "late": 95, "days": 115} | dict.fromkeys(states, 86)
    shown = lines[page * SIZE : (page + 1) * SIZE]
    chosen = picked(f"control_{name}.list", columns, shown, page, SIZE, widths)
    return chosen or None


def _list(desk: Desk, asked: Asked, rows: Sequence[Row]) -> None:
    """What is not closed, the oldest day first."""
    alone = desk.actor.reach(control.READ) is Reach.OWN
    names = {n: {str(i): _name(mine, n) for i, mine in by(rows, n).items() if i} for n in ("department", "teacher")}
    states = {s.value: s.label(lang()) for s in UNDONE}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        found: dict[str, str] = {}
        for name in () if alone else ("department", "teacher"):
            ids = sorted(names[name], key=lambda i: order_key(names[name][i]))
            found[name] = pick(name, ids, names[name].__getitem__, 235, area="control") or ""
        found["status"] = pick("status", list(states), states.__getitem__, 160, area="control") or ""
        only = pick("late", ["1"], lambda _: T("control.only_late"), 170, area="control")
    narrow = Asked(asked.term, kind=asked.kind, late=bool(only), **found)
    page = pager("control_sheets", narrow)
    sheets = control.undone(desk, narrow, page, SIZE)
    if not sheets:
        empty("control.all_closed", "control.all_closed_hint")
        return
    today = desk.today()
    lines = [
        {"_id": x["_id"], "number": x["number"], "kind": _said(x["kind_name"]),
         "discipline": _said(x["discipline"]["label"]), "section": _said((x.get("section") or {}).get("label")),
         "state": word_of(SheetStatus, x["status"]).label(lang()),
         "turn": T(f"control.turn_{turn(x)}"), "due": x.get("due"), "days": papers.days_late(x, today),
         "teacher": ", ".join(_said(e["label"]) for e in x["examiners"])}
        for x in sheets
    ]  # fmt: skip
    kinds = {"due": "date", "days": "int"}
    columns = [headed(k, f"control.{k}" if k != "days" else "control.h_days", kinds.get(k, "text")) for k in LISTED]
    widths = {"number": 108, "due": 88, "days": 58, "discipline": 165, "section": 138, "teacher": 150, "state": 88,
              "turn": 120, "kind": 220}  # fmt: skip
    chosen = picked("control_sheets.list", columns, lines, page, SIZE, widths)
    if chosen:
        st.switch_page("pages/grade_sheet.py", query_params={"sheet": chosen})
    spoken = lang()
    given(T("control.xlsx"), f"not-submitted-{today.isoformat()}.xlsx",
          lambda: papers.undone_xlsx(desk, narrow, spoken), "control.xlsx", XLSX,
          icon=":material/table_view:")  # fmt: skip
