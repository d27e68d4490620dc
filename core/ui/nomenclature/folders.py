"""A year and its folders: opened, described, closed, printed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core import nomenclature
from core.desk import Desk, Why
from core.fields import described, form_fields
from core.nomenclature.reading import papers
from core.ui.files import given
from core.ui.forms import asked, command, flat, form
from core.ui.messages import shown_errors
from core.ui.page import T, done, empty, lang
from core.ui.style import Colour, badge, facts, safe, shown
from core.ui.tables import headed, picked
from schemas.base import Id, Lang
from schemas.nomenclature import FileYear, Folder, FolderState, YearState

PRINTED: tuple[Lang, ...] = ("kk", "ru")
COLOURS: dict[FolderState, Colour] = {
    FolderState.open: "green", FolderState.closed: "gray", FolderState.archived: "blue", FolderState.destroyed: "red",
}  # fmt: skip
WIDTHS = {"index": 80, "name": 380, "kept": 110, "article": 120, "person": 170, "papers": 75, "status": 140}


def screen(desk: Desk) -> Id | None:
    """The year and its folders; the id of the one that was opened."""
    years = nomenclature.years(desk)
    this = desk.today().year
    if not years:
        empty("nomenclature.none", "nomenclature.none_hint")
        _open(desk, this)
        return None
    names = {y.year: f"{y.year} · {y.status.label(lang())}" for y in years}
    st.session_state.setdefault("v:nomenclature.year", years[0].year if this not in names else this)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox(T("nomenclature.year"), list(names), key="v:nomenclature.year",
                            format_func=names.__getitem__, width=220)  # fmt: skip
        for spoken in PRINTED:
            given(T(f"nomenclature.pdf_{spoken}"), f"nomenclature-{year}-{spoken}.pdf",
                  partial(nomenclature.nomenclature_pdf, desk, year, spoken), f"nomenclature:pdf:{spoken}",
                  icon=":material/print:")  # fmt: skip
        if this not in names:
            _open(desk, this)
        elif this + 1 not in names and desk.today().month >= 11:
            _open(desk, this + 1)
    kept = next(y for y in years if y.year == year)
    found = _folders(desk, kept)
    _close(desk, kept)
    return found


def _open(desk: Desk, year: int) -> None:
    key = f"nomenclature:open:{year}"
    if not desk.may("nomenclature.edit"):
        return
    if st.button(T("nomenclature.open_year", year=year), key=key, icon=":material/create_new_folder:", type="primary"):
        with shown_errors():
            nomenclature.open_year(desk, year, Why(command=command(key)))
            st.session_state["v:nomenclature.year"] = year
            done("nomenclature.year_opened", year=year)


def _folders(desk: Desk, year: FileYear) -> Id | None:
    rows, counted = nomenclature.listed(desk, year.year), papers(desk, year.year)
    if not rows:
        empty("nomenclature.no_folders_yet", "nomenclature.no_folders_hint")
        return None
    cells = [
        {**f.model_dump(by_alias=True), "kept": nomenclature.kept_said(f.keep, lang()), "papers": counted.get(f.id, 0)}
        for f in rows
    ]  # fmt: skip
    columns = [
        *[(n, described(Folder, n)) for n in ("index", "name")], headed("kept", "nomenclature.column_keep"),
        *[(n, described(Folder, n)) for n in ("article", "person")],
        headed("papers", "nomenclature.column_papers", "int"), ("status", described(Folder, "status")),
    ]  # fmt: skip
    return picked("folders.list", columns, cells, widths=WIDTHS)


def _close(desk: Desk, year: FileYear) -> None:
    if year.status is YearState.open and year.year < desk.today().year and desk.may("nomenclature.edit"):
        why = asked("nomenclature.close_year", "optional", icon=":material/lock:", name=str(year.year),
                    hint="nomenclature.close_hint", act="nomenclature.close_year")  # fmt: skip
        if why:
            with shown_errors():
                nomenclature.close_year(desk, year.year, why)
                done("nomenclature.year_was_closed", year=year.year)


def one(desk: Desk, id: Id, year: int) -> None:
    """One folder, or a new one («new») in a year: its description, where it stands."""
    with shown_errors():
        kept = None if id == "new" else nomenclature.folder(desk, id)
        _one(desk, kept, kept.year if kept else year)


def _one(desk: Desk, kept: Folder | None, year: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        said = kept.label().get(lang()) if kept else T("nomenclature.new_folder", year=year)
        st.title(safe(said), anchor=False, width="content")
        if kept:
            badge(kept.status, COLOURS[kept.status])
    specs = form_fields(Folder, desk.actor.role)
    if desk.may("nomenclature.edit") and (kept is None or kept.status is FolderState.open):
        key = f"folder:{kept.id if kept else 'new'}"
        first = flat(specs, kept) if kept else {}
        filled = form(desk, specs, key, first, why="optional" if kept else "no",
                      revision=kept.revision if kept else 0)  # fmt: skip
        if filled:
            with shown_errors(key):
                values = filled.changed if kept else filled.values
                made = nomenclature.save(desk, year, kept.id if kept else None, filled.revision, values, filled.why)
                st.query_params.from_dict({"id": made.id})
                done("nomenclature.saved", index=made.index)
    elif kept:
        items = [(s.label(lang()), shown(_value(kept, s.path))) for s in specs]
        named = ("closed_on", "destroy_from", "handed", "destroyed")
        items += [(described(Folder, n).label(lang()), shown(_value(kept, n))) for n in named]
        facts(items, columns=4)


def _value(kept: Folder, name: str) -> object:
    found = getattr(kept, name)
    return found.label if hasattr(found, "label") and hasattr(found, "id") else found


__all__ = ["one", "screen"]
