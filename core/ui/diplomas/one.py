"""One diploma: what it says, its blanks and steps, what it lacks, the acts that lead it to its holder."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.desk import Desk
from core.diplomas import handing, preparing, reading
from core.diplomas.book import note, paper
from core.diplomas.words import ALONE, SPOKEN
from core.fields import described
from core.i18n import moment
from core.ui.diplomas import credential, duplicate_links, duplicate_new, files, parts
from core.ui.files import uploaded
from core.ui.forms import asked, form
from core.ui.looks import opened
from core.ui.messages import shown_errors
from core.ui.page import T, done, go, lang
from core.ui.style import badge, facts, safe, shown
from core.ui.tables import plain_table
from schemas.base import LANGS, Id
from schemas.blank import Waybill
from schemas.diploma import Diploma, DiplomaStatus, HandedOver, Takes

S = DiplomaStatus


def screen(desk: Desk, id: Id) -> None:
    """The whole of one diploma; an address that leads nowhere is answered in words."""
    with shown_errors():
        _draw(desk, reading.get(desk, id))


def _draw(desk: Desk, of: Diploma) -> None:
    opened(desk, "diplomas", "diplomas", of.id, of.label().kk, of.student.id if of.student else "")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe(of.name.get(lang())), anchor=False, width="content")
        badge(of.status, parts.COLOURS[of.status])
        if of.honours:
            badge(T("diplomas_page.head.honours"), "violet")
        if of.of:
            badge(T("duplicates.mark"), "blue")
        duplicate_new.marked(of)
    _facts(of)
    if of.student:
        go("pages/student.py", "graduates.open_card", "person", id=of.student.id)
    if of.status is S.prepared and of.of is None:
        _lacks(desk, of)
    duplicate_links.links(desk, of)
    way(desk, of)
    sheets(desk, of)
    if of.status is not S.prepared:
        credential.panel(desk, of)
    _said(of)
    st.subheader(T("diplomas_page.steps"), anchor=False)
    plain_table(
        [T(f"diplomas_page.head.{h}") for h in ("at", "step", "by", "note")],
        [[moment(h.at, lang(), short=True), h.step.label(lang()), h.by.name, h.note] for h in reversed(of.steps)],
        widths=(150, 190, 220),
    )  # fmt: skip


def _facts(of: Diploma) -> None:
    handed = of.handed
    said = [
        (T("diplomas_page.head.number"), of.number), (T("diplomas_page.head.day"), shown(of.dated)),
        (T("diplomas_page.head.kind"), of.kind_name.get(lang())),
        (T("diplomas_page.head.degree"), shown(of.qualification)),
        (T("diplomas_page.head.programme"), of.programme.label.get(lang()) if of.programme
         else str(of.values.get("words", {}).get(f"programme_{lang()}", ""))),
        (T("diplomas_page.head.student"), " · ".join(x for x in (of.student_number, of.group) if x)),
        (T("diplomas_page.head.protocol"), paper(of.protocol)), (T("diplomas_page.head.order"), paper(of.order)),
        (T("diplomas_page.head.series_number"), of.series_number),
        (T("diplomas_page.head.payload"), of.platform.payload if of.platform else ""),
        (T("diplomas_page.head.recipient"), ", ".join(
            x for x in (handed.name, shown(handed.day), handed.how.label(lang()), handed.document, handed.proxy) if x
        ) if handed else ""),
        (T("diplomas_page.head.note"), note(of, lang())),
    ]  # fmt: skip
    facts(said, 4)


def _lacks(desk: Desk, of: Diploma) -> None:
    """What stands in the way of its number, and a way out of the preparation."""
    line = next((x for x in parts.lines(desk, of.year) if x.study == of.study), None)
    st.subheader(T("diplomas_page.checks"), anchor=False)
    if line is None:
        st.warning(T("diplomas_page.not_awarded_now"), icon=":material/help:")
    for check in line.found if line else ():
        parts.way(check, of.id)
    if line:
        parts.proof(line)
    if desk.may("diploma.prepare"):
        drop(desk, of, "diplomas_page.drop_hint")


def drop(desk: Desk, of: Diploma, hint: str) -> None:
    """The way out of the preparation of a diploma or a duplicate."""
    why = asked("diplomas_page.drop", name=of.id, icon=":material/delete:", hint=hint, act="diploma.drop")
    if why:
        with shown_errors():
            preparing.drop(desk, of.id, of.revision, why)
            done("diplomas_page.dropped")


def way(desk: Desk, of: Diploma) -> None:
    """From its number to the holder: its files, «printed», the hand-over."""
    if of.status is S.registered and desk.may("diploma.print"):
        st.subheader(T("diplomas_page.print"), anchor=False)
        files.panel(desk, of.year, [of])
        why = asked("diplomas_page.printed", "optional", "primary", ":material/print:", of.id,
                    "diplomas_page.printed_hint", act="diploma.print")  # fmt: skip
        if why:
            with shown_errors():
                handing.printed(desk, [of.id], why)
                done("diplomas_page.printed_done", n=1)
    if of.status is S.printed and desk.may("diploma.issue"):
        _hand(desk, of)


def _hand(desk: Desk, of: Diploma) -> None:
    """The form of the hand-over: in person, by power of attorney, by post."""
    st.subheader(T("diplomas_page.hand"), anchor=False)
    key = f"diploma.hand:{of.id}"
    specs = [described(HandedOver, p) for p in ("day", "how", "name", "document", "proxy")]
    scan = uploaded(desk, T("diplomas_page.scan"), f"{key}:scan") if desk.may("file.keep") else None
    first = {"day": desk.today().isoformat(), "how": "self", "name": of.name.get("kk")}
    filled = form(desk, specs, key, first, T("diplomas_page.hand"), "optional", of.revision, columns=3,
                  act="diploma.issue")  # fmt: skip
    if filled:
        with shown_errors(key):
            handing.issue(desk, of.id, filled.revision, {**filled.values, "scan": scan}, filled.why)
            done("diplomas_page.handed")


def sheets(desk: Desk, of: Diploma) -> None:
    """Its blanks with those that were spoiled; a spoiled print is written off by a commission."""
    if not of.sheets:
        return
    st.subheader(T("diplomas_page.sheets"), anchor=False)
    plain_table(
        [T(f"diplomas_page.head.{h}") for h in ("sheet", "blank", "spoiled")],
        [[s.what.label(lang()), s.number or T("diplomas_page.plain_paper"),
          ", ".join(" ".join(i.split("|")[1:]) for i in s.spoiled)] for s in of.sheets], widths=(220, 200),
    )  # fmt: skip
    files.sheets(of, desk)
    bound = {s.what: f"{s.what.label(lang())} · {s.number}" for s in of.sheets if s.blank}
    if not bound or of.status not in (S.registered, S.printed) or not desk.may("diploma.print"):
        return
    with st.expander(T("diplomas_page.spoil"), icon=":material/broken_image:"):
        st.caption(T("diplomas_page.spoil_hint"))
        key = f"diploma.spoil:{of.id}"
        what = st.selectbox(T("diplomas_page.head.sheet"), list(bound), key=f"v:{key}:what", width=380,
                            format_func=lambda w: bound.get(w, str(w)))  # fmt: skip
        filled = form(desk, [replace(described(Waybill, "commission"), required=True)], key, None,
                      T("diplomas_page.spoil"), "required", of.revision, act="diploma.spoil")  # fmt: skip
        if filled:
            with shown_errors(key):
                handing.spoiled(desk, of.id, filled.revision, Takes(what), filled.values["commission"], filled.why)
                done("diplomas_page.spoiled_done")


def _said(of: Diploma) -> None:
    """The words that stand on it, frozen when it got its number."""
    said = of.values.get("words")
    if not said:
        return
    with st.expander(T("diplomas_page.frozen"), icon=":material/lock:"):
        spoken = [k for k in SPOKEN if any(said.get(f"{k}_{x}") for x in LANGS)]
        plain_table(
            [T("diplomas_page.head.word"), *(T(f"common.lang.{x}") for x in LANGS)],
            [*([T(f"diplomas_page.word.{k}"), *(said.get(f"{k}_{x}", "") for x in LANGS)] for k in spoken),
             *([T(f"diplomas_page.word.{k}"), said[k], "", ""] for k in ALONE if said.get(k) and k not in spoken)],
        )  # fmt: skip
        st.caption(safe(f"SHA-256: {of.content_hash}"))


__all__ = ["screen", "sheets", "way"]
