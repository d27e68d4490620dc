"""The marks grid: a grade sheet one types into, which never loses a keystroke.

`st.data_editor` loses or alters marks (7,5 becomes 75, a fast first mark vanishes, a longer paste is cut),
so grade sheets use this small component. The browser keeps what was typed until the server has stored it.

How a sheet's page uses it, whole, inside one fragment::

    @st.fragment
    def lines(sheet_id: Id) -> None:
        sheet, drafts = ...                            # read here: the callback has stored already
        checked = sheets.check(sheet, drafts)          # final grade, letter, problems: the server decides
        marks_grid(
            key=f"sheet:{sheet.id}",                   # without the revision: see below
            owner=user.id,
            rows=[{"id": line.student.id, "no": "1", "name": line.student.label} for line in sheet.lines],
            columns=[Column("no", "№", kind="number", width=44), Column("name", ..., kind="name"),
                     Column("score", ..., editable=True, kind="score", width=92),
                     Column("letter", ..., width=64)],
            cells=..., problems=..., others=..., marks={"к": t("absent")}, texts=...,
            on_edits=lambda edits: drafts.put(desk, sheet.id, edits),
        )

- `on_edits` is a widget callback: it runs before the script. Store there, then read the sheet and draw.
- Echo what was typed: `cells` must hold the person's own draft, as typed, unfinished ones too.
- `key` must not hold the sheet's revision. Marks typed while the line was down belong to a student and a
  column and find their cell in a newer revision; where the cell is gone or closed they are shown as text.
- `owner` keeps unsent marks of one person from being sent in the name of the next one at the computer.
- Do not put it into `st.form`: a form holds everything back until its button.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias, TypedDict

import streamlit as st

from core.ui.component import component

_HERE = Path(__file__).parent
_LONGEST = 10_000  # characters; a mark is short, but a wrong paste must still come back whole


Kind: TypeAlias = Literal["text", "name", "number", "score", "words"]  # name: names the row in messages; words: lines


@dataclass(frozen=True)
class Column:
    """One column: what it is called, whether marks are typed into it, how it looks. Width in pixels."""

    name: str
    label: str
    editable: bool = False
    kind: Kind = "text"
    width: int | None = None


@dataclass(frozen=True)
class Edit:
    """One cell as typed. `done`: the person has left the cell. `mount` and `seq` together name the edit."""

    seq: int
    row: str
    column: str
    text: str
    done: bool
    mount: str


class Other(NamedTuple):
    """Another person's differing draft of a cell, in words for the screen."""

    who: str
    when: str
    text: str


class Texts(TypedDict):
    """The grid's own sentences in the user's language; {name} places are filled in the browser."""

    grid: str  # name of the table, for screen readers
    note: str  # heading of the column of remarks
    ready: str
    saving: str
    saved: str  # {time}
    kept: str  # {count}: not confirmed by the server, kept in this browser
    problems: str  # {count}
    others: str  # {count}
    other: str  # {who} {when} {text}
    paste_over: str  # {pasted} {left}
    no_place: str  # marks typed earlier whose cell is gone, closed or changed since
    hide: str
    marks: str
    keys: str  # one line on the keyboard


class NotStored(Exception):
    """Raised by `on_edits` when nothing could be stored now: the browser keeps the edits and tries again."""


Place: TypeAlias = tuple[str, str]  # row id, column name
OnEdits: TypeAlias = Callable[[list[Edit]], Iterable[int] | None]


def marks_grid(
    key: str,
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[Column],
    cells: Mapping[Place, str],
    problems: Mapping[Place, str],
    others: Mapping[Place, Sequence[Other]],
    texts: Texts,
    on_edits: OnEdits,
    marks: Mapping[str, str] | None = None,
    readonly: bool = False,
    owner: str = "",
    unfinished: Collection[Place] = (),
    locked: Collection[Place] = (),
    touch: bool = False,
    quick: Sequence[str] = (),
) -> None:
    """Draw a sheet to type marks into, and hand over every typed cell once.

    rows: the list as shown; each has "id" (opaque, unique) and texts of read-only cells by column name.
    cells: texts of editable and computed cells, which win over the row's own. problems, others: remarks.
    marks: a letter and what it means when it is all the cell holds, such as {"к": "келмеді"}. Of letters with
    one meaning the first is told to the user.
    on_edits: gets each new edit once, in the order typed; may return the `seq` of those that can never be
    stored (the sheet was closed meanwhile), which are then shown as text. NotStored, or any error, leaves
    them all in the browser, to be sent again.
    owner: whose typing it is, an id. Raises ValueError when two rows have one id.
    unfinished: cells whose draft came with done=False; walking through such a cell confirms it.
    locked: cells of typed columns that nobody types into.
    touch: for fingers: tall rows, big letters. quick: marks one press puts into the chosen cell, then the next one is
    chosen; they are kept in the browser as what is typed is.
    """
    ids = [row["id"] for row in rows]
    if len(set(ids)) != len(ids):
        raise ValueError("two rows of the grid have one id")
    places = frozenset((i, c.name) for i in ids for c in columns if c.editable and not readonly) - frozenset(locked)
    data = {
        "key": key,
        "owner": owner,
        "readonly": readonly,
        "columns": [asdict(column) for column in columns],
        "rows": [[row["id"], [cells.get((row["id"], c.name), row.get(c.name, "")) for c in columns]] for row in rows],
        "problems": [[*place, text] for place, text in problems.items()],
        "others": [[*place, [list(other) for other in drafts]] for place, drafts in others.items() if drafts],
        "locked": [list(place) for place in locked],
        "unfinished": [list(place) for place in unfinished],
        "marks": {letter.lower(): meaning for letter, meaning in (marks or {}).items()},
        "texts": dict(texts),
        "touch": touch,
        "quick": [] if readonly else list(quick),
        "acks": st.session_state.get(_acks(key), {}),
    }
    component("marks_grid", _HERE, "grid.js", "grid.css")(
        key=key, data=data, on_edits_change=lambda: _receive(key, places, on_edits)
    )


def _acks(key: str) -> str:
    return f"{key}!acks"


def _receive(key: str, places: frozenset[Place], on_edits: OnEdits) -> None:
    """Hand the edits that were not seen yet to the page, then remember how far we are.

    The browser sends everything unconfirmed again and again, so the same edit comes several times.
    """
    mount, edits = _parse(st.session_state[key].get("edits"))
    acks: dict[str, dict[str, Any]] = st.session_state.get(_acks(key), {})
    ack = acks.get(mount, {"seq": 0, "refused": []})
    new = sorted((edit for edit in edits if edit.seq > ack["seq"]), key=lambda edit: edit.seq)
    if not new:
        return
    refused = {e.seq for e in new if (e.row, e.column) not in places or len(e.text) > _LONGEST}
    good = [edit for edit in new if edit.seq not in refused]
    try:
        refused |= set(on_edits(good) or ()) if good else set()
    except NotStored:
        return
    acks = {**acks, mount: {"seq": new[-1].seq, "refused": [*ack["refused"], *sorted(refused)]}}
    st.session_state[_acks(key)] = acks


def _parse(batch: Any) -> tuple[str, list[Edit]]:
    """The browser's batch, believed only where it has the right shape."""
    if not isinstance(batch, dict) or not isinstance(batch.get("mount"), str):
        return "", []
    mount, edits = batch["mount"], []
    for item in batch.get("edits") or []:
        match item:
            case {
                "seq": int(seq),
                "row": str(row),
                "column": str(column),
                "text": str(text),
                "done": bool(done),
            }:
                edits.append(Edit(seq, row, column, text, done, mount))
    return mount, edits
