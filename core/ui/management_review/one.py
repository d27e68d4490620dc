"""One pack: every input as it was stored, the words under it, the leadership's decisions, the files."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

import streamlit as st
from pydantic import Field

from core import files, management_review
from core.db.codec import plain
from core.desk import Desk
from core.fields import FieldSpec, describe, described
from core.management_review import paper
from core.management_review.acts import LONGEST
from core.management_review.cells import said
from core.ui.files import addressee, given
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Id, Model, Show
from schemas.file import FileType
from schemas.management_review import ManagementReview, PackSection, ReviewInput, ReviewState

COLOURS = {"made": "blue", "sent": "orange", "decided": "green"}
LINE = 60  # letters of a decision that stand in one line of its table
OPEN = (ReviewState.made, ReviewState.sent)


class _Note(Model):
    """The words under one input."""

    note: Annotated[str, Field(max_length=LONGEST), Show("", "", "", area=True)] = ""


def screen(desk: Desk, id: Id) -> None:
    """The pack; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, management_review.get(desk, id))


def _draw(desk: Desk, pack: ManagementReview) -> None:
    opened(desk, "management_review", "management_reviews", pack.id, pack.number)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(safe(f"№ {pack.number} · {shown(pack.first)} – {shown(pack.last)}"), anchor=False,
                     width="content")  # fmt: skip
        badge(pack.status, COLOURS[pack.status.value])  # type: ignore[arg-type]
    st.caption(f":material/lock: {T('management_review.frozen_said', at=pack.made_at)}")
    facts([
        (T("management_review.made_by"), pack.made_by.name),
        (T("management_review.sent_on"), shown(pack.sent_on)),
        (T("management_review.protocol"), pack.protocol),
        (T("management_review.decided_on"), shown(pack.decided_on)),
    ], columns=4)  # fmt: skip
    _papers(desk, pack)
    for n, of in enumerate(ReviewInput, 1):
        with st.expander(f"{n}. {of.label(lang())}", expanded=of is ReviewInput.processes):
            _section(pack.section(of))
            if note := pack.notes.get(of.value):
                st.markdown(safe(note))
    if pack.status in OPEN and desk.may("management_review.write"):
        _words(desk, pack)
    else:
        _decisions(desk, pack)
    _steps(desk, pack)


def _section(of: PackSection) -> None:
    if not of.figures and not any(t.rows for t in of.tables):
        st.caption(T("management_review.nothing"))
    facts([(T(f"management_review.f_{f.code}"), said(f.value, lang())) for f in of.figures], columns=4)
    for table in of.tables:
        if not table.rows:
            continue
        grid = paper.grid(table, lang())
        st.markdown(f"**{T(f'management_review.t_{table.code}')}**")
        figures = [n for n in range(len(grid.heads)) if any(r.cells[n].number is not None for r in table.rows)]
        plain_table(grid.heads, grid.rows, right=figures)
        if table.more:
            st.caption(T("management_review.more", n=table.more))


def _words(desk: Desk, pack: ManagementReview) -> None:
    with st.expander(T("management_review.words"), icon=":material/edit_note:", expanded=True):
        st.caption(T("management_review.words_hint"))
        specs = [*(_note(of) for of in ReviewInput), described(ManagementReview, "decisions")]
        initial = {of.value: pack.notes.get(of.value, "") for of in ReviewInput}
        key = f"review:{pack.id}"
        filled = form(desk, specs, key, {**initial, "decisions": plain(pack.decisions)}, revision=pack.revision)
        if filled:
            with shown_errors(key):
                notes = {of.value: filled.values[of.value] or "" for of in ReviewInput}
                rows = filled.values["decisions"] or []
                management_review.write(desk, pack.id, filled.revision, notes, rows, filled.why)
                done("management_review.written")


def _note(of: ReviewInput) -> FieldSpec:
    (spec,) = describe(_Note)
    kk, ru, en = (of.label(x) for x in LANGS)
    return replace(spec, path=of.value, show=replace(spec.show, kk=kk, ru=ru, en=en))


def _decisions(desk: Desk, pack: ManagementReview) -> None:
    st.markdown(f"**{T('management_review.decisions')}**")
    if not pack.decisions:
        st.caption(T("management_review.none_decided"))
        return
    tasks = management_review.followed(desk, pack)
    rows = []
    for n, d in enumerate(pack.decisions):
        task = tasks.get(pack.tasks[n]) if n < len(pack.tasks) else None
        rows.append([d.what, d.responsible.label.get(lang()), shown(d.due), shown(task.state if task else None)])
    heads = [T(f"management_review.h_{h}") for h in ("decision", "responsible", "due")]
    plain_table([*heads, T("management_review.task_state")], rows, tall=any(len(r[0]) > LINE for r in rows))


def _steps(desk: Desk, pack: ManagementReview) -> None:
    if pack.status is ReviewState.made and desk.may("management_review.make"):
        why = asked("management_review.send", "optional", "primary", ":material/send:", pack.id,
                    hint="management_review.send_hint", act="management_review.send")  # fmt: skip
        if why:
            with shown_errors():
                management_review.send(desk, pack.id, pack.revision, why)
                done("management_review.did_send", number=pack.number)
    if pack.status is ReviewState.sent and desk.may("management_review.decide"):
        st.caption(T("management_review.decide_hint"))
        key = f"review:decide:{pack.id}"
        filled = form(desk, [replace(described(ManagementReview, "protocol"), required=True)], key, {},
                      T("management_review.decide"), revision=pack.revision)  # fmt: skip
        if filled:
            with shown_errors(key):
                management_review.decide(desk, pack.id, filled.revision, filled.values["protocol"], filled.why)
                done("management_review.did_decide", number=pack.number)


def _papers(desk: Desk, pack: ManagementReview) -> None:
    words = {x: T(f"common.lang.{x}") for x in LANGS}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            T("order_text.lang"), LANGS, default=lang(), required=True, key=f"v:review.lang:{pack.id}",
            format_func=lambda x: words.get(x, str(x)), label_visibility="collapsed",
        ) or "kk"  # fmt: skip
        to = addressee(f"review:{pack.id}")
        stem = f"management-review-{pack.number}-{chosen}"
        given(T("management_review.pdf"), f"{stem}.pdf", partial(paper.pdf, desk, pack.id, chosen),
              f"review.pdf:{chosen}", to=to, icon=":material/picture_as_pdf:")  # fmt: skip
        given(T("management_review.docx"), f"{stem}.docx", partial(paper.word, desk, pack.id, chosen),
              f"review.docx:{chosen}", files.mime(FileType.docx), to=to, icon=":material/edit_document:")  # fmt: skip


__all__ = ["screen"]
