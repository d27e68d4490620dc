"""Long works on the screen: how far one is, a button that stops it, what came of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import jobs
from core.db.store import Row
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import known, t
from core.jobs.kinds import KINDS, word_key
from core.jobs.rows import told
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.style import safe
from schemas.base import Id
from schemas.job import UNFINISHED

EVERY = "1s"


def begun(kind: str, id: Id) -> None:
    """Remember that this screen began a job, so that it tells when it has ended."""
    st.session_state[f"job:{kind}"] = id


def news(desk: Desk, kind: str, anybody: bool = False) -> Row | None:
    """Draw the job of this kind that is going on (one's own, or anybody's), to be stopped there.

    Answers with a job that this screen was waiting for and that has ended, once.
    """
    row = jobs.newest(desk, kind, anybody, unfinished=True)
    if row:
        begun(kind, row["_id"])
        st.fragment(_going_on, run_every=EVERY)(desk, row["_id"])
        return None
    id = st.session_state.pop(f"job:{kind}", None)
    return desk.store.one("runs", {"_id": id}) if id else None


def last(desk: Desk, kind: str) -> Row | None:
    """This user's newest job of a kind, ended or not."""
    return jobs.newest(desk, kind)


def goes_on(desk: Desk, *kinds: str) -> bool:
    """Is a job of one of these kinds of this user going on?"""
    return any(jobs.newest(desk, kind, unfinished=True) for kind in kinds)


def refused(row: Row) -> None:
    """Raise what a job was refused with, if it was: for a page to show as any other «no»."""
    if row["error"]:
        key, values = told(row["error"])
        raise OfficeError(key, **values)


def bar(desk: Desk, row: Row) -> None:
    """How far an unfinished job is, whether it begins anew, and the button that stops it for who may."""
    if row["wish"]:
        said = T("jobs.stopping")
    elif row["state"] == "waiting":
        said = T("jobs.in_queue")
    else:
        said = T("jobs.progress", done=row["done"], total=row["total"])
    st.progress(min(1.0, row["done"] / max(row["total"], 1)), said)
    if row["take"] > 1 and row["kind"] in KINDS and KINDS[row["kind"]].anew:
        st.caption(T("jobs.anew", n=row["take"]))
    if not (row["by"] == desk.actor.id or desk.may("job.read_all")):
        return  # not his to stop
    if st.button(T("jobs.stop"), icon=":material/stop_circle:", key=f"stop:{row['_id']}", disabled=bool(row["wish"])):
        with shown_errors():
            jobs.stop(desk, row["_id"])
            st.rerun(scope="fragment")


def _going_on(desk: Desk, id: Id) -> None:
    row = desk.store.one("runs", {"_id": id}, jobs.FIELDS)
    if row is None or row["state"] not in UNFINISHED:
        st.rerun()
    bar(desk, row)


def name(kind: str) -> str:
    """What a kind of job is called."""
    key = word_key(kind)
    return T(key if known(key) else "jobs.kind.other")


def error_words(error: Row) -> str:
    """A stored refusal as one sentence, safe to be drawn."""
    key, values = told(error)
    return safe(t(key if known(key) else "errors.rule_broken", lang(), **values))


def outcome(row: Row) -> str:
    """What a finished job answered, in words; empty where its file or its page tells all."""
    result: dict[str, Any] = row["result"] or {}
    if row["kind"] == "office.backup" and result:
        size = round(result["size"] / 2**20, 1)
        return T("jobs.backup_made", file=result["file"], documents=result["documents"], size=size)
    if row["kind"] in ("audit.verify", "audit.protocol") and result and not result["stopped"]:
        n = len(result["findings"]) + result["more"]
        return T("jobs.verify_found", n=n) if n else T("jobs.verify_whole")
    return ""


def download(desk: Desk, row: Row) -> None:
    """The button that hands over the file a job left; it is read when it is pressed."""
    name = row["file"]["name"]
    st.download_button(
        T("jobs.download", name=safe(name)), lambda: jobs.result(desk, row["_id"])[1], name, key=f"file:{row['_id']}",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
