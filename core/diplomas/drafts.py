"""A layout while it is worked on: everything as typed, what is chosen, the way back; read as a layout at any moment.

Nothing here is stored: a draft becomes a version by `core.kinds.save`, as every kind does.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from core.db.codec import plain
from core.db.store import Row
from core.diplomas.kinds import check_printers, check_spot
from core.errors import Problem, Problems
from schemas.base import LANGS, Id, Model, new_id
from schemas.kinds import DiplomaLayout, Kind
from schemas.kinds.diplomas import Printer, Spot

STEP = Decimal("0.5")  # mm of one press
BACK = 100  # changes that can be taken back
LISTS = ("spots", "printers")
PLACE = ("x", "y", "width", "height")
NUMBERS = (*PLACE, "margin", "pages", "page", "size", "least", "right", "down")
FRESH = {"draws": "text", "text": "{{ number }}", "page": "1", "x": "20", "y": "20", "width": "60", "height": "10",
         "letters": "serif", "size": "11", "least": "8", "align": "centre"}  # fmt: skip


@dataclass
class Draft:
    """code: of the entry («» of one that is not there yet); seen: the version it was begun from. values: of the whole
    page; spots, printers: rows with an id of their own. All as typed: a number may be unfinished."""

    code: str = ""
    seen: int = 0
    values: Row = field(default_factory=dict)
    spots: list[Row] = field(default_factory=list)
    printers: list[Row] = field(default_factory=list)
    chosen: list[Id] = field(default_factory=list)
    page: int = 1
    past: list[tuple[Row, list[Row], list[Row]]] = field(default_factory=list)
    first: str = ""

    @property
    def changed(self) -> bool:
        """Does it differ from what it was begun from?"""
        return self.print() != self.first

    def print(self) -> str:
        """All of it in one text, to compare and to remember pictures by."""
        return repr((self.values, self.spots, self.printers))

    def one(self) -> Row | None:
        """The field that is chosen; None where none or several are."""
        return next((s for s in self.spots if s["id"] == self.chosen[0]), None) if len(self.chosen) == 1 else None


def begun(kind: Kind | None) -> Draft:
    """The draft of an entry's newest version; of a new one: an empty page."""
    body = kind.as_body(DiplomaLayout) if kind else DiplomaLayout()
    values = {"name": plain(kind.name) if kind else dict.fromkeys(LANGS, "")}
    values |= _typed({k: v for k, v in body.model_dump(mode="json").items() if k not in (*LISTS, "sort")})
    made = Draft(kind.code if kind else "", kind.version if kind else 0, values)
    for name in LISTS:
        setattr(made, name, [{"id": new_id(), **_typed(r.model_dump(mode="json"))} for r in getattr(body, name)])
    made.first = made.print()
    return made


def _typed(row: Row) -> Row:
    """Stored values as they are typed: «18,5»."""
    return row | {k: said(Decimal(str(row[k]))) for k in NUMBERS if k in row}


def copied(draft: Draft) -> Draft:
    """A new entry that begins as this one, without its name."""
    values = {**copy.deepcopy(draft.values), "name": dict.fromkeys(LANGS, "")}
    return Draft(values=values, spots=copy.deepcopy(draft.spots), printers=copy.deepcopy(draft.printers))


def remember(draft: Draft) -> None:
    """Call it before a change: `undo` comes back to here."""
    draft.past.append((copy.deepcopy(draft.values), copy.deepcopy(draft.spots), copy.deepcopy(draft.printers)))
    del draft.past[:-BACK]


def undo(draft: Draft) -> None:
    """Take the last change back."""
    if draft.past:
        draft.values, draft.spots, draft.printers = draft.past.pop()
        there = {s["id"] for s in draft.spots}
        draft.chosen = [c for c in draft.chosen if c in there]


def typed(draft: Draft, path: str, value: Any, of: str = "", row: Id = "") -> None:
    """A value as typed: of the whole page, or of a row of a list (of)."""
    target = next((r for r in getattr(draft, of) if r["id"] == row), None) if of else draft.values
    if target is not None and target.get(path) != value:
        remember(draft)
        target[path] = value


def placed(draft: Draft, places: Mapping[Id, Sequence[float]]) -> None:
    """Fields were moved in the picture: id → x, y, width, height in millimetres."""
    rows = [s for s in draft.spots if s["id"] in places]
    if not rows:
        return
    remember(draft)
    for row in rows:
        row |= {k: said(Decimal(str(v))) for k, v in zip(PLACE, places[row["id"]], strict=True)}


def nudged(draft: Draft, right: Decimal, down: Decimal) -> None:
    """All chosen fields by so many millimetres, each as far as the page reaches; an unfinished number stays."""
    remember(draft)
    wide, high = (number(draft.values[k]) or Decimal(600) for k in ("width", "height"))
    for row in draft.spots:
        if row["id"] in draft.chosen:
            for path, by, size, most in (("x", right, "width", wide), ("y", down, "height", high)):
                was, own = number(row[path]), number(row[size])
                if was is not None:
                    row[path] = said(min(max(was + by, Decimal(0)), max(most - (own or 0), Decimal(0))))


def added(draft: Draft, of: str = "spots") -> None:
    """A new field or printer with a code that is free; a field is chosen at once."""
    remember(draft)
    rows: list[Row] = getattr(draft, of)
    row = {"id": new_id(), "code": _free(rows, "field" if of == "spots" else "printer")}
    row |= {**FRESH, "page": str(draft.page)} if of == "spots" else {"name": "", "right": "0", "down": "0"}
    rows.append(row)
    if of == "spots":
        draft.chosen = [row["id"]]


def doubled(draft: Draft) -> None:
    """A copy of each chosen field, a little lower; the copies are chosen."""
    rows = [s for s in draft.spots if s["id"] in draft.chosen]
    if not rows:
        return
    remember(draft)
    made: list[Row] = []
    for row in rows:
        made.append({**row, "id": new_id(), "code": _free([*draft.spots, *made], str(row["code"]))})
    draft.spots += made
    draft.chosen = [m["id"] for m in made]
    past = len(draft.past)
    nudged(draft, Decimal(0), Decimal(5))
    del draft.past[past:]  # one change, one way back


def removed(draft: Draft, ids: Collection[Id], of: str = "spots") -> None:
    """Fields or printers taken off."""
    remember(draft)
    setattr(draft, of, [r for r in getattr(draft, of) if r["id"] not in ids])
    draft.chosen = [c for c in draft.chosen if c not in ids]


def measured(row: Mapping[str, Any], left: Decimal, top: Decimal, at: Decimal) -> tuple[str, str] | None:
    """The offset that brings a cross to where it belongs: where it was found, where it ought to be; None where the
    offset it was printed with is unfinished."""
    right, down = number(row["right"]), number(row["down"])
    return None if right is None or down is None else (said(right + at - left), said(down + at - top))


def number(typed: Any) -> Decimal | None:
    """What was typed as a number; None while it is none."""
    try:
        found = Decimal(str(typed).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def said(value: Decimal) -> str:
    """A number as it is typed."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}".replace(".", ",")


@dataclass(frozen=True)
class Reading:
    """layout: what may be drawn of the draft. ids: of its fields, in order. problems: everything that is wrong, field
    «spots.<n>.<path>» by the place in the draft; where saved, all of it is to be put right first."""

    layout: DiplomaLayout
    ids: tuple[Id, ...]
    problems: tuple[Problem, ...]


def read(draft: Draft) -> Reading:
    """The draft as a layout: what is unfinished is named, the rest stands."""
    found: list[Problem] = []
    if not str(draft.values["name"]["kk"]).strip():
        found.append(Problem("name", "errors.field.missing"))
    whole = _clean(draft.values, "name")
    try:
        body = DiplomaLayout.model_validate(whole)
    except ValidationError as e:
        wrong = Problems.of(e).problems
        found += wrong
        bad = {p.field.split(".")[0] for p in wrong}
        body = DiplomaLayout.model_validate({k: v for k, v in whole.items() if k not in bad})
    spots = list(_rows(draft.spots, Spot, "spots", found, body))
    printers = list(_rows(draft.printers, Printer, "printers", found, body))
    made = body.model_copy(update={"spots": [s for _, _, s in spots], "printers": [p for _, _, p in printers]})
    at = [n for n, _, _ in printers]
    for p in check_printers(made):
        n = at[int(p.field.split(".")[1])]
        found.append(replace(p, field=f"printers.{n}.{p.field.split('.')[2]}", row=n))
    return Reading(made, tuple(id for _, id, _ in spots), tuple(found))


def _rows(
    rows: Sequence[Row], model: type[Model], of: str, found: list[Problem], body: DiplomaLayout
) -> Iterator[tuple[int, Id, Any]]:  # fmt: skip
    codes: set[str] = set()
    for n, row in enumerate(rows):
        try:
            made: Any = model.model_validate(_clean(row, "id"))
        except ValidationError as e:
            found += [replace(p, field=f"{of}.{n}.{p.field}", row=n) for p in Problems.of(e).problems]
            continue
        wrong = [Problem(f"{of}.{n}.code", "diplomas.spot_twice", {"code": made.code}, n)] if made.code in codes else []
        codes.add(made.code)
        if isinstance(made, Spot):
            wrong += _on_the_page(n, made, body) + check_spot(n, made)
        found += wrong
        if not wrong:
            yield n, row["id"], made


def _on_the_page(n: int, spot: Spot, body: DiplomaLayout) -> list[Problem]:
    said = {"code": spot.code}
    found = [Problem(f"spots.{n}.page", "diplomas.no_such_page", said, n)] if spot.page > body.pages else []
    if spot.x + spot.width > body.width:
        found.append(Problem(f"spots.{n}.x", "diplomas.off_the_page", said, n))
    if spot.y + spot.height > body.height:
        found.append(Problem(f"spots.{n}.y", "diplomas.off_the_page", said, n))
    return found


def values(draft: Draft) -> dict[str, Any]:
    """The draft as `core.kinds.save` takes it: {dotted path: value}."""
    found = {"name": draft.values["name"]}
    found |= {f"body.{k}": v for k, v in _clean(draft.values, "name").items()}
    return found | {f"body.{of}": [_clean(row, "id") for row in getattr(draft, of)] for of in LISTS}


def _clean(row: Mapping[str, Any], *without: str) -> Row:
    """Numbers with a comma as numbers; what is none stays as typed, to be refused by its own name."""
    found = {k: v for k, v in row.items() if k not in without}
    return found | {k: str(n) for k in NUMBERS if k in row and (n := number(row[k])) is not None}


def _free(rows: Sequence[Row], wish: str) -> str:
    taken = {r["code"] for r in rows}
    stem = wish.rstrip("0123456789").rstrip("_") or wish
    return wish if wish not in taken else next(c for n in range(2, 999) if (c := f"{stem[:36]}_{n}") not in taken)
