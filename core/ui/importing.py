"""The parts of the import screen: matching columns, what the dry run says, the progress of a big act."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import imports
from core.desk import Desk
from core.errors import Problem
from core.i18n import t
from core.imports import work
from core.ui import jobs as kit
from core.ui.forms import asked
from core.ui.messages import said, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import metrics, safe, shown
from core.ui.tables import plain_table
from schemas.importing import Import, Match, Preset

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKS = ("import.accept", "import.undo")
SHOWN = 200  # problems and changes drawn; the file of problems has them all


def uploaded(desk: Desk) -> imports.Table | None:
    """The chosen file as a table; read once, not at every drawing."""
    file = st.file_uploader(T("imports.page.choose"), type=["csv", "tsv", "txt", "xlsx", "xls"], key="imports.file")
    if file is None:
        st.session_state.pop("imports.read", None)
        return None
    held = st.session_state.get("imports.read")
    if held is None or held[0] != file.file_id:
        st.session_state.pop("imports.plan", None)
        with shown_errors():
            st.session_state["imports.read"] = held = (file.file_id, imports.read(file.name, file.getvalue()))
        if held is None or held[0] != file.file_id:
            return None
    table: imports.Table = held[1]
    for key, values in table.notes:
        st.warning(safe(T(key, **values)), icon=":material/info:")
    return table


def start_of(table: imports.Table, kind: imports.Kind, preset: Preset | None) -> list[Match]:
    """What matching begins with: the preset where one is chosen, else what the headings say."""
    return preset.matches if preset else imports.guess(kind, table.headings)


def match(table: imports.Table, kind: imports.Kind, start: Sequence[Match], form: str) -> list[Match]:
    """Draw the matching; a column may go to several fields, a field without a column may get a constant."""
    names = {target.path: target.show.label(lang()) for target in imports.targets(kind)}
    found: list[Match] = [m for m in start if not m.column and m.make]
    for i, heading in enumerate(table.headings):
        left, right = st.columns([2, 3], vertical_alignment="center")
        sample = next((row[i] for row in table.rows if row[i]), "")
        left.markdown(f"**{safe(heading)}**  \n{safe(sample[:60])}")
        mine = {m.target: m for m in start if m.column == heading}
        chosen = right.multiselect(
            T("imports.page.field"), list(names), [p for p in mine if p in names], format_func=names.__getitem__,
            key=f"v:{form}:{i}", label_visibility="collapsed", placeholder=T("common.not_chosen"),
        )  # fmt: skip
        found += [mine.get(p) or Match(target=p, column=heading) for p in chosen]
    constants = {m.target: m.constant for m in start if m.constant and not m.column}
    free = [p for p in names if p not in {m.target for m in found}]
    filled = st.multiselect(
        T("imports.page.constant"), free, [p for p in constants if p in free], format_func=names.__getitem__,
        key=f"v:{form}:constants",
    )  # fmt: skip
    for path in filled:
        value = st.text_input(names[path], constants.get(path, ""), key=f"v:{form}:constant:{path}")
        if value.strip():
            found.append(Match(target=path, constant=value.strip()))
    return found


def told(plan: imports.Plan) -> None:
    """What the dry run found: figures, problems by row, changes, documents made along with it."""
    verdicts = (imports.CREATED, imports.CHANGED, imports.SAME, imports.PROBLEM)
    metrics((T(f"imports.{v}"), plan.count(v), None) for v in verdicts)
    if plan.unused:
        st.info(safe(T("imports.unused", columns=", ".join(plan.unused))), icon=":material/visibility_off:")
    if plan.problems:
        _problems(plan, plan.problems)
        spoken = lang()
        st.download_button(
            T("imports.page.problems_download"), lambda: imports.problem_file(plan, spoken),
            f"{plan.table.name.rsplit('.', 1)[0]}-problems.xlsx", XLSX, icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    if plan.warnings:
        with st.expander(T("imports.page.warnings")):
            _problems(plan, plan.warnings)
    if plan.changes:
        names = {target.path: target.show.label(lang()) for target in imports.targets(plan.kind)}
        rows = [
            [plan.table.numbers[at], names.get(_short(path), path), shown(was), shown(now)]
            for at, changes in list(plan.changes.items())[:SHOWN] for path, was, now in changes
        ]  # fmt: skip
        heads = [T("imports.row"), T("imports.page.field"), T("imports.page.was"), T("imports.page.now")]
        plain_table(heads, rows[:SHOWN])
    if plan.news:
        with st.expander(f"{T('imports.new_documents')}: {len(plan.news)}"):
            plain_table(
                [T("imports.page.kind"), T("common.name")],
                [[type(d).title.get(lang()), d.label().get(lang())] for d in plan.news[:SHOWN]],
            )


def _short(path: str) -> str:
    parts = path.split(".")
    return "study." + ".".join(parts[2:]) if parts[0] == "studies" else path


def _problems(plan: imports.Plan, problems: Sequence[Problem]) -> None:
    table = plan.table
    places = {number: at for at, number in enumerate(table.numbers)}

    def value(p: Problem) -> str:
        at = places.get(p.row or 0)
        return table.rows[at][table.headings.index(p.field)] if at is not None and p.field in table.headings else ""

    heads = [T("imports.row"), T("imports.column"), T("imports.value"), T("imports.reasons")]
    plain_table(heads, [[p.row, p.field, value(p), t(p.key, lang(), **p.values)] for p in problems[:SHOWN]])


def news(desk: Desk) -> bool:
    """How far an import (or its undoing) is; it can be stopped until it is published. Does one go on?"""
    for kind in WORKS:
        ended = kit.news(desk, kind)
        if ended is None:
            continue
        with shown_errors():
            kit.refused(ended)
        if ended["result"]:
            for name in ("imports.plan", "imports.read"):
                st.session_state.pop(name, None)
            undone = ended["result"]["state"] == "undone"
            done("imports.page.undone" if undone else "imports.page.done", number=ended["result"]["number"])
    return kit.goes_on(desk, *WORKS)


def history(desk: Desk) -> None:
    """Every import, the newest first; whoever may can undo one as a whole."""
    lines = imports.history(desk)
    if not lines:
        st.caption(T("imports.page.none_yet"))
        return
    names = {r["_id"]: r["name"] for r in desk.store.rows("users", {}, {"name": 1})}
    said_of = ("page.kind", "page.file", "created", "changed", "same", "page.state", "page.by", "page.at")
    heads = [T("common.number"), *(T(f"imports.{name}") for name in said_of)]
    plain_table(heads, [[
        i.number, T(f"imports.page.{i.kind}"), i.file, i.created_count, i.changed_count, i.same_count,
        T(f"imports.page.{i.state}_state"), names.get(i.created.by, i.created.by) if i.created else "",
        shown(i.created.at) if i.created else "",
    ] for i in lines], right=[3, 4, 5])  # fmt: skip
    if desk.may("import.undo"):
        _undoing(desk, [i for i in lines if i.state == "accepted" and i.kind in imports.UNDONE])


def _undoing(desk: Desk, lines: list[Import]) -> None:
    if not lines:
        return
    labels = {i.id: f"{i.number} · {i.file}" for i in lines}
    id = st.selectbox(T("imports.page.undo"), list(labels), format_func=labels.__getitem__, key="imports.which")
    line = next(i for i in lines if i.id == id)
    if why := asked("imports.page.undo", name=line.id, icon=":material/undo:"):
        with shown_errors():
            kit.begun("import.undo", work.begin_undo(desk, line, why))
            st.rerun()


__all__ = ["history", "match", "news", "said", "start_of", "told", "uploaded"]
