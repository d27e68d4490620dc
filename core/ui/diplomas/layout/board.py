"""The board: the page as it would be printed over the picture of the blank, its fields to be chosen and moved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import runtime

from core import files
from core.db.codec import digest, plain
from core.desk import Desk
from core.diplomas import drafts, laying
from core.diplomas.drafts import Draft, Reading
from core.errors import OfficeError, Problem
from core.fields import described
from core.pdf import picture
from core.ui.component import component
from core.ui.messages import plainly
from core.ui.page import T, lang
from schemas.base import Id, Lang
from schemas.kinds import DiplomaLayout
from schemas.kinds.diplomas import Spot

KEY = "diploma_layout.board"
DAY = date(2027, 6, 30)  # of the picture: nothing on it is dated by the paper
Notes = Mapping[Id, list[Problem]]  # of each field what is wrong with it


def board(desk: Desk, draft: Draft, reading: Reading, words: Mapping[str, str], notes: Notes, editable: bool) -> None:
    """Draw it."""
    layout, page = reading.layout, min(draft.page, reading.layout.pages)
    seen, _ = looked(layout, words, page)
    under = scan(desk, layout.picture.id, page) if layout.picture else b""
    of = {id: spot for id, spot in zip(reading.ids, layout.spots, strict=True)}
    data = {
        "acks": st.session_state.get(f"{KEY}!acks", {}), "editable": editable, "changed": draft.changed,
        "width": float(layout.width), "height": float(layout.height), "pages": layout.pages, "page": page,
        "words": _url(seen, "image/png", "words"), "blank": _url(under, "image/jpeg", "blank"),
        "chosen": draft.chosen, "texts": _texts(),
        "spots": [_spot(row, of.get(row["id"]), words, notes.get(row["id"], [])) for row in draft.spots],
    }  # fmt: skip
    component("diploma_layout", Path(__file__).parent, "board.js", "board.css")(
        key=KEY, data=data, on_acts_change=lambda: receive(draft, st.session_state[KEY].get("acts"), editable)
    )


def looked(layout: DiplomaLayout, words: Mapping[str, str], page: int) -> tuple[bytes, list[Problem]]:
    """The page of a layout with these words as a picture without ground, and what it would lose."""
    # What does not show on the picture is no part of its name, or a word of a printer's name would draw it anew.
    bare = layout.model_copy(update={"printers": [], "picture": None})
    return _looked(digest(plain({"layout": bare, "words": dict(words)})), page, bare, words)


@st.cache_data(max_entries=60, show_spinner=False)
def _looked(key: str, page: int, _layout: DiplomaLayout, _words: Mapping[str, str]) -> tuple[bytes, list[Problem]]:
    made, lost = laying.seen(laying.paper(_layout, _words, DAY), _layout)
    return picture.sheer(made, page), lost


def scan(desk: Desk, hash: Id, page: int) -> bytes:
    """The picture of the blank, small enough to be looked at; nothing where the file has no such page."""
    try:
        return _scan(hash, page, desk)
    except OfficeError:
        return b""  # its bytes are not what was kept: the page of the layout says so beside the picture


@st.cache_data(max_entries=20, show_spinner=False)
def _scan(hash: Id, page: int, _desk: Desk) -> bytes:
    return picture.blank(files.read(_desk.store, hash)[1], page) or b""


def _url(data: bytes, mime: str, name: str) -> str:
    """An address of bytes for as long as they are on the screen, behind the door as everything is."""
    return runtime.get_instance().media_file_mgr.add(data, mime, f"{KEY}.{name}") if data and runtime.exists() else ""


def _spot(row: Mapping[str, Any], spot: Spot | None, words: Mapping[str, str], wrong: list[Problem]) -> list[Any]:
    place = [float(drafts.number(row[k]) or Decimal(0)) for k in drafts.PLACE]
    number = drafts.number(row["page"])
    said = " / ".join(laying.said(spot.text, words)) if spot and spot.draws == "text" else ""
    said = said or (spot.draws.label(lang()) if spot else str(row["text"]))
    notes = "; ".join(plainly(p) for p in wrong)
    return [row["id"], row["code"], int(number or 1), *place, str(row["draws"]), said, notes]


def _texts() -> dict[str, Any]:
    spoken: Lang = lang()
    plain_words = ("boxes", "codes", "blank", "smaller", "larger", "paper", "keys", "looks", "page")
    heads = [described(Spot, p).label(spoken) for p in ("code", "text", "x", "y", "width", "height")]
    return {w: T(f"diploma_layout.board.{w}") for w in plain_words} | {
        "several": T("diploma_layout.board.several", n="{n}"), "heads": [*heads, T("diploma_layout.board.note")],
    }  # fmt: skip


def receive(draft: Draft, batch: Any, editable: bool) -> None:
    """Do to the draft what was done on the board; each act once, however often it is sent. As a callback."""
    if not isinstance(batch, dict) or not isinstance(batch.get("mount"), str):
        return
    acks: dict[str, int] = st.session_state.get(f"{KEY}!acks", {})
    known = acks.get(batch["mount"], 0)
    for act in batch.get("acts") or []:
        match act:
            case {"seq": int(seq)} if seq > known:
                known = seq
                _do(draft, act, editable)
    # Of boards that are gone nothing comes any more.
    st.session_state[f"{KEY}!acks"] = {batch["mount"]: known}


def _do(draft: Draft, act: Mapping[str, Any], editable: bool) -> None:
    match act:
        case {"do": "choose", "ids": list(ids), "page": int(page)}:
            there = {s["id"] for s in draft.spots}
            draft.chosen, draft.page = [i for i in ids if i in there], page
        case {"do": "page", "page": int(page)}:
            draft.page = page
        case {"do": "place", "places": dict(places)} if editable:
            drafts.placed(draft, {str(i): at for i, at in places.items() if _four(at)})
        case {"do": "undo"} if editable:
            drafts.undo(draft)


def _four(at: Any) -> bool:
    return isinstance(at, list) and len(at) == 4 and all(isinstance(n, int | float) and 0 <= n <= 600 for n in at)


__all__ = ["KEY", "Notes", "board", "looked", "receive", "scan"]
