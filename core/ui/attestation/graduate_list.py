"""The preparation of a year: the list, who is brought in, what is approved, the table of a commission."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core import imports, references
from core.attestation import candidacies, settings
from core.attestation.candidacies import chance, papers, table
from core.attestation.candidacies.reading import SORTS, of_commission
from core.attestation.candidacies.whom import LeftOut
from core.desk import Desk
from core.fields import described
from core.ui.attestation.graduate_parts import commission, files
from core.ui.forms import asked, form
from core.ui.messages import plainly, shown_errors
from core.ui.page import T, done, lang
from core.ui.style import metrics, safe
from core.ui.tables import Listing, listing, plain_table
from core.ui.tables.export import XLSX
from schemas.attestation import Candidacy, Commission, Decided
from schemas.base import Basis, Id

USUAL = ("student", "number", "group", "form", "presented.supervisor", "presented.topic", "status")
HIDDEN = ("year", "presented.works", "sitting")


def screen(desk: Desk, year: int) -> Id | None:
    """The list of a year; the candidacy that was opened."""
    columns = [c for c in references.columns(Candidacy, desk.actor.role) if c[0] not in HIDDEN]
    opened = listing(
        desk,
        Listing(
            name="graduates", usual=USUAL, columns=columns, export="attestation.read", nothing="graduates.none",
            read=lambda *asked: candidacies.listed(desk, year, *asked),
            count=lambda text, chosen: candidacies.count(desk, year, text, chosen),
            filters=[f for f in references.filters(Candidacy, desk.actor.role) if f[0] != "year"],
            sorts={k: f"graduates.sort.{k}" for k in SORTS},
            name_of=lambda row: Candidacy.model_validate(row).label().get(lang()),
        ),
    )  # fmt: skip
    if opened:
        return str(opened["_id"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = commission(desk, year)
        if of:
            files(desk, papers.topics(of_commission(desk, of.id), lang()), year)
    return None


# who is brought in --------------------------------------------------------------------------------------------------


def draw(desk: Desk, year: int) -> None:
    """Whom a commission hears: before the press everybody is named, and who is left out is told why."""
    st.caption(T("graduates.draw_hint"))
    of = commission(desk, year, False, "attestation.edit")
    if of is None:
        return
    found = candidacies.preview(desk, of.id)
    metrics([(T("graduates.comes"), len(found.comes), None), (T("graduates.there"), found.there, None),
             (T("graduates.left"), len(found.left), None)])  # fmt: skip
    skip: list[str] = []
    if found.comes:
        names = {c.once: f"{c.student.label.get(lang())} · {_form(c.heard.form)}" for c in found.comes}
        plain_table(
            _heads("student", "number", "group", "form", "discipline"),
            [[c.student.label.get(lang()), c.number, c.study.get("group") or "", _form(c.heard.form),
              c.heard.discipline.label.get(lang())] for c in found.comes],
        )  # fmt: skip
        skip = st.multiselect(
            T("graduates.skip"), list(names), key=f"v:graduates.skip:{of.id}", placeholder=T("common.not_chosen"),
            format_func=lambda k: names.get(k, k),
        )  # fmt: skip
    else:
        st.caption(T("graduates.up_to_date"))
    why = asked("graduates.draw", "optional", "primary", ":material/group_add:", of.id, act="candidacy.draw")
    if why:
        with shown_errors():
            n = candidacies.draw(desk, of.id, why, skip)
            done("graduates.drawn", n=n)
    _left(desk, of, found.left)


def _left(desk: Desk, of: Commission, left: list[LeftOut]) -> None:
    if not left:
        return
    st.subheader(T("graduates.left_title"), anchor=False)
    plain_table(
        _heads("student", "number", "group", "discipline", "why"),
        [[x.student.label.get(lang()), x.number, x.group, x.discipline.label.get(lang()) if x.discipline else "",
          T(f"graduates.out.{x.reason.code}", **x.reason.values)] for x in left],
    )  # fmt: skip
    before = {x.earlier: f"{x.student.label.get(lang())} · {x.discipline.label.get(lang()) if x.discipline else ''}"
              for x in left if x.earlier}  # fmt: skip
    if before:
        _again(desk, of, before)


def _again(desk: Desk, of: Commission, before: dict[Id, str]) -> None:
    rules = settings.rules()
    st.subheader(T("graduates.again"), anchor=False)
    st.caption(
        T(
            "graduates.again_hint",
            months=rules.again_months,
            days=rules.apply_days,
            since=rules.again_from.label(lang()).lower(),
        )
    )
    key = f"graduates.again:{of.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.selectbox(T("graduates.again_who"), list(before), index=None, key=f"v:{key}:who", width=430,
                           placeholder=T("common.not_chosen"), format_func=lambda i: before.get(i, str(i)))  # fmt: skip
        day = st.date_input(T("graduates.applied"), None, format="DD.MM.YYYY", key=f"v:{key}:day", width=180)
        why = asked("graduates.again", "optional", icon=":material/replay:", name=of.id, act="candidacy.again",
                    disabled=not who or not isinstance(day, date))  # fmt: skip
    if who and (when := chance.at(desk, who)):
        st.caption(T("graduates.again_day", day=when.earliest, last=when.apply_by))
    if why and who and isinstance(day, date):
        with shown_errors():
            candidacies.again(desk, of.id, who, day, why)
            done("graduates.again_done")


# approval -----------------------------------------------------------------------------------------------------------


def approve(desk: Desk, year: int) -> None:
    """Everything that waits for approval: what is ready by the minutes of a department in one press."""
    of = commission(desk, year)
    found = candidacies.waiting(desk, year, of.id if of else None)
    if not found:
        st.success(T("graduates.approve_none"), icon=":material/check_circle:")
        return
    ready, short = [c for c, lacks in found if not lacks], [(c, lacks) for c, lacks in found if lacks]
    st.caption(T("graduates.approve_hint", ready=len(ready), short=len(short)))
    if ready:
        names = {c.id: c.label().get(lang()) for c in ready}
        plain_table(
            _heads("student", "group", "form", "what", "supervisor"),
            [[c.student.label.get(lang()), c.group, c.form_name.get(lang()), papers.said(c.presented, lang()) or "—",
              c.presented.supervisor.label.get(lang()) if c.presented.supervisor else ""] for c in ready],
            widths=(230, 90, 190),
        )  # fmt: skip
        out = st.multiselect(
            T("graduates.leave_out"), list(names), key=f"v:graduates.leave:{of.id if of else year}",
            placeholder=T("common.not_chosen"), format_func=lambda i: names.get(i, i),
        )  # fmt: skip
        minutes(desk, [c.id for c in ready if c.id not in out], f"graduates.approve:{of.id if of else year}")
    if short:
        st.subheader(T("graduates.not_complete"), anchor=False)
        plain_table(
            _heads("student", "group", "form", "why"),
            [[c.student.label.get(lang()), c.group, c.form_name.get(lang()),
              "; ".join(T(f"graduates.lack.{r.code}", **r.values) for r in lacks)] for c, lacks in short],
            widths=(230, 90, 190),
        )  # fmt: skip


def minutes(desk: Desk, ids: list[Id], key: str) -> None:
    """Number and day of the department's minutes, and the press that approves by them."""
    specs = [described(Decided, "number"), described(Decided, "day")]
    filled = form(desk, specs, key, submit=f"{T('graduates.approve')}: {len(ids)}", act="candidacy.approve")
    if filled:
        with shown_errors(key):
            basis = Basis(kind=T("graduates.minutes_of"), number=filled.values["number"], day=filled.values["day"])
            n = candidacies.approve(desk, ids, basis, filled.why)
            done("graduates.approved", n=n)


# by a table ---------------------------------------------------------------------------------------------------------


def by_table(desk: Desk, year: int) -> None:
    """The table of a commission out and in: topics, supervisors, reviewers."""
    st.caption(T("graduates.table_hint"))
    of = commission(desk, year, False)
    if of is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.file_uploader(T("graduates.table_file"), type=["xlsx", "csv", "txt", "xls"], key=f"gt:{of.id}")
        st.download_button(T("graduates.table_take"), lambda: table.file(desk, of.id), f"{of.number}.xlsx", XLSX,
                           icon=":material/download:", on_click="ignore", key="graduates.table")  # fmt: skip
    if file is None:
        return
    plan = None
    with shown_errors():
        plan = table.plan(desk, of.id, imports.read(file.name, file.getvalue()))
    if plan is None:
        return
    metrics([(T("graduates.table_changes"), len(plan.rows), None), (T("graduates.table_same"), plan.same, None),
             (T("graduates.table_wrong"), len({p.row for p in plan.problems}), None)])  # fmt: skip
    if plan.unknown:
        st.warning(safe(T("graduates.table_unknown", names=", ".join(plan.unknown))), icon=":material/help:")
    if plan.problems:
        rows = [[p.row or "", p.field, plainly(p)] for p in plan.problems[:200]]
        plain_table([T("graduates.row"), T("imports.column"), T("imports.reasons")], rows, widths=(70, 220))
        return
    if plan.rows:
        plain_table(
            [T("graduates.row"), *_heads("student", "form", "what", "supervisor")],
            [[n, c.student.label.get(lang()), c.form_name.get(lang()), papers.said(now, lang()) or "—",
              now.supervisor.label.get(lang()) if now.supervisor else ""] for n, c, now in plan.rows[:200]],
            widths=(70, 230, 190),
        )  # fmt: skip
    why = asked("graduates.table_bring", "optional", "primary", ":material/upload:", plan.table.hash[:12],
                disabled=not plan.rows, act="candidacy.bring")  # fmt: skip
    if why:
        with shown_errors():
            n = table.bring(desk, of.id, plan, why)
            done("graduates.table_done", n=n)


def _form(code: str) -> str:
    return settings.form_name(code).get(lang())


def _heads(*names: str) -> list[str]:
    return [T(f"graduates.head.{n}") for n in names]


__all__ = ["approve", "by_table", "draw", "minutes", "screen"]
