"""Backups on the screen: what is missing, the copies, a drill that goes on, the record of one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import jobs, keeping
from core.db.store import Row
from core.desk import Desk, Why
from core.keeping import drills
from core.ui import jobs as kit
from core.ui.files import given
from core.ui.forms import command
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang, open_act
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.job import UNFINISHED
from schemas.restore_drill import DrillOutcome, RestoreDrill

BACKUP, DRILL = "office.backup", "office.drill"


def next_steps(desk: Desk) -> None:
    """What is missing and what to do about it, the gravest first."""
    lacks = keeping.missing(desk)
    if not lacks:
        st.markdown(f":green[:material/check_circle: {T('backup.all_well')}]")
        return
    st.subheader(T("backup.what_next"), anchor=False)
    for lack in lacks:
        said = safe(T(lack.key, **lack.values))
        st.markdown(f":red[▲ {said}]" if lack.grave else f":orange[◆] {said}")


def copies(desk: Desk) -> None:
    """The copies that lie in the folder, a copy made by hand by who may, how far it is."""
    st.subheader(T("backup.copies"), anchor=False)
    keep = keeping.keep_of(desk.store)
    where = T("backup.where", folder=str(keeping.folder()), days=keep.days, weeks=keep.weeks, months=keep.months)
    st.caption(safe(where))
    going = _going(desk, BACKUP)
    if not going and desk.may(drills.RIGHT) and st.button(T("jobs.backup_now"), icon=":material/database:"):
        with shown_errors():
            why = Why(T("jobs.by_hand"), command=command("backup"))
            kit.begun(BACKUP, keeping.begin_backup(desk, why))
            open_act("backup")
            done("jobs.backup_begun")
    found = keeping.listed(desk)
    if not found:
        return
    stays = keeping.stays_as(desk.store, desk.today())
    words = {w: T(f"backup.stays_{w}") for w in ("day", "week", "month", "none")}
    rows = [
        [shown(c.at), c.name, shown(round(c.size / 2**20, 1)), shown(c.documents) if c.documents else "—",
         shown(c.checked) if c.checked else T("backup.not_read"), T("common.yes" if c.closed else "common.no"),
         words[stays.get(c.name, "none")]]
        for c in found
    ]  # fmt: skip
    heads = [T(f"backup.{h}") for h in ("made_at", "copy", "size", "documents", "read_back", "is_closed", "stays")]
    plain_table(heads, rows, right=(2, 3), widths=(140, 230, 100, 90, 140, 70, 150))


def drill(desk: Desk) -> None:
    """How often the office drills by itself, a drill that is begun here, how far it is, what came of it."""
    st.subheader(T("backup.drill_title"), anchor=False)
    every = keeping.drill_every(desk.store)
    st.caption(f"{T('backup.drill_hint')}. {T('backup.drill_every' if every else 'backup.drill_by_hand', n=every)}")
    if _going(desk, DRILL):
        return
    if desk.may(drills.RIGHT):
        _begin(desk)
    last = jobs.newest(desk, DRILL, anybody=True)
    if last:
        _ended(last)


def _begin(desk: Desk) -> None:
    found = [c.name for c in keeping.listed(desk)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(T("backup.copy"), found, key=f"drill.copy:{found[:1]}", width=380, disabled=not found)
        pressed = st.button(
            T("backup.drill_begin"), icon=":material/health_and_safety:", type="primary", disabled=not found
        )
    if pressed:
        with shown_errors():
            why = Why(T("jobs.by_hand"), command=command("drill"))
            kit.begun(DRILL, keeping.begin_drill(desk, name or "", why))
            open_act("drill")
            done("backup.drill_begun")


def _going(desk: Desk, kind: str) -> bool:
    """Draw the work of this kind that goes on, whoever began it; True while there is one."""
    kit.news(desk, kind, anybody=True)
    row = jobs.newest(desk, kind, anybody=True, unfinished=True)
    return row is not None and row["state"] in UNFINISHED


def _ended(row: Row) -> None:
    st.caption(safe(T("jobs.by_when", who=row["by_name"], at=row["ended"] or row["at"])))
    if row["error"]:
        st.markdown(f":red[:material/error: {kit.error_words(row['error'])}]")
    elif row["result"]:
        passed = row["result"]["passed"]
        said = T("backup.passed_said" if passed else "backup.failed_said", number=row["result"]["number"])
        st.markdown(f":green[● {said}]" if passed else f":red[▲ {said}]")


def record(desk: Desk, made: RestoreDrill) -> None:
    """The record of a drill: what was compared, what did not fit, its protocol."""
    opened(desk, "backups", RestoreDrill.collection, made.id, made.label().kk)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(T("backup.paper", number=made.number)), anchor=False, width="content")
        badge(made.status, "green" if made.status is DrillOutcome.passed else "red")
    took = round((made.ended - made.begun).total_seconds())
    facts([
        (T("backup.copy"), made.file), (T("backup.copied_at"), shown(made.copied_at) if made.copied_at else ""),
        (T("backup.begun"), shown(made.begun)), (T("backup.took"), shown(took)), (T("backup.made_by"), made.made_by),
        (T("backup.documents"), shown(made.documents)), (T("backup.kept_files"), shown(made.files)),
        (T("backup.same"), shown(made.same)),
        (f"{T('backup.changed')} / {T('backup.added')}", f"{shown(made.changed)} / {shown(made.added)}"),
    ], columns=3)  # fmt: skip
    if said := drills.trouble_words(made, lang()):
        st.markdown(f":red[▲ {safe(said)}]")
    if made.results:
        rows = [[r.check.label(lang()), shown(r.compared), ("▲ " if r.wrong else "● ") + shown(r.wrong)]
                for r in made.results]  # fmt: skip
        heads = [T("backup.check"), T("backup.compared"), T("backup.wrong")]
        plain_table(heads, rows, right=(1, 2), widths=(420, 140, 160))
    if made.findings:
        st.markdown(f"**{T('backup.found')}**")
        found = [[drills.record_words(f, lang()), T(f.key)] for f in made.findings]
        plain_table([T("backup.record"), T("backup.found")], found, widths=(420, 420))
    if made.digest:
        st.caption(safe(T("backup.digest_is", hash=made.digest, public=made.key or "—")))
    given(T("backup.pdf"), f"drill-{made.number}.pdf", partial(drills.pdf, desk, made.id, lang()), "drill.pdf",
          icon=":material/print:")  # fmt: skip
