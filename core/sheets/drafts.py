"""What is typed and not yet closed: drafts are kept at every keystroke, by person, and nothing is dropped.

A draft is the text as typed, good or bad. Two people's differing drafts of one cell are both shown until one of
them is chosen. Drafts are not acts: they live beside the sheet (design.md 7) and go when the sheet is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core import access
from core.db.codec import digest
from core.db.store import Row, Session
from core.desk import Desk
from core.errors import Forbidden, OfficeError, RuleBroken
from core.sheets import forms
from core.sheets.window import shut
from schemas.base import Id
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Filler
from schemas.rulebook import Rulebook
from schemas.words import Mark, SheetStatus


@dataclass(frozen=True)
class Cell:
    """One cell as it stands now: the text shown, whose and when, what is wrong, and others' differing texts."""

    student: Id
    column: str
    text: str
    user: Id = ""
    by: str = ""
    at: datetime | None = None
    value: Decimal | Mark | str | None = None
    problem: OfficeError | None = None
    others: tuple[tuple[Id, str, datetime, str], ...] = ()
    finished: bool = True


def keep(desk: Desk, sheet_id: Id, edits: Iterable[tuple[Id, str, str] | tuple[Id, str, str, bool]]) -> None:
    """Keep typed texts (student, column, text[, finished]) as this person's drafts.

    Typing and closing meet on the sheet's draft head, so a kept draft is either in the closing or refused.
    Raises Forbidden out of scope or where the kind leaves it to others, RuleBroken when the sheet is closed, its window
    has shut, or it has no such cell.
    """
    found = list(edits)
    sheet = desk.get(GradeSheet, sheet_id, "grade_sheet.fill")
    check_filler(desk.actor, sheet)
    shut(sheet, desk.now(), desk.today())
    typed = forms.typed(sheet.form)

    def work(session: Session) -> None:
        fields = {"status": 1, "number": 1, "lines.student.id": 1, "lines.carried": 1}
        now = session.one("grade_sheets", {"_id": sheet_id}, fields) or {}
        if now.get("status") != SheetStatus.open.value:
            raise RuleBroken("sheets.closed_for_drafts", number=now.get("number", ""))
        brought = {x["student"]["id"]: x.get("carried") or [] for x in now["lines"]}
        if any(e[0] not in brought or e[1] not in typed or e[1] in brought[e[0]] for e in found):
            raise RuleBroken("sheets.no_such_cell")
        meet(session, sheet_id)
        for student, column, text, *finished in found:
            session.upsert(
                "drafts",
                {"_id": f"{sheet_id}|{student}|{column}|{desk.actor.id}"},
                {"$set": {
                    "sheet": sheet_id, "student": student, "column": column, "text": text[:2000],
                    "user": desk.actor.id, "name": desk.actor.name, "at": desk.now(), "finished": all(finished),
                }},
            )  # fmt: skip

    desk.store.transact(work)


def check_filler(actor: access.Actor, sheet: GradeSheet) -> None:
    """Forbidden when the kind of the sheet leaves its filling to others."""
    own = actor.reach("grade_sheet.fill") is access.Reach.OWN
    if sheet.form.fills is (Filler.office if own else Filler.teacher):
        raise Forbidden("sheets.filled_by", who=sheet.form.fills)


def meet(session: Session, sheet_id: Id) -> None:
    """Touch the sheet's draft head: two transactions that both do are run one after the other."""
    session.upsert("drafts", {"_id": f"head|{sheet_id}"}, {"$inc": {"n": 1}})


def taken(session: Session, sheet_id: Id) -> list[Row]:
    """The drafts a closing takes: read and removed in its own transaction, none typed meanwhile is lost."""
    meet(session, sheet_id)
    rows = session.rows("drafts", {"sheet": sheet_id})
    session.remove_drafts([r["_id"] for r in rows])
    return rows


def hand_over(session: Session, sheet_id: Id, student: Id, to: Id) -> None:
    """What is typed for a student stands for the record he was joined to (or goes back): nothing typed is lost."""
    meet(session, sheet_id)
    rows = session.rows("drafts", {"sheet": sheet_id, "student": student})
    session.remove_drafts([r["_id"] for r in rows])
    for row in rows:
        key = f"{sheet_id}|{to}|{row['column']}|{row['user']}"
        session.upsert("drafts", {"_id": key}, {"$set": {k: v for k, v in row.items() if k != "_id"} | {"student": to}})


def choose(desk: Desk, sheet_id: Id, student: Id, column: str, text: str, seen: Iterable[str]) -> None:
    """Of two people's differing drafts one text is chosen: it becomes the chooser's own, the others go.

    seen: every text the screen showed for the cell. Raises RuleBroken when somebody has typed since.
    """
    where = {"sheet": sheet_id, "student": student, "column": column}
    shown = {s.strip() for s in seen}
    rows = desk.store.rows("drafts", where)
    if text.strip() not in shown or any(r["text"].strip() not in shown for r in rows):
        raise RuleBroken("sheets.typed_since")
    keep(desk, sheet_id, [(student, column, text)])
    for row in rows:
        if row["user"] != desk.actor.id:
            desk.store.side("drafts").delete_one({"_id": row["_id"], "at": row["at"], "text": row["text"]})


def saved_text(sheet: GradeSheet, student: Id, column: str) -> str:
    """What a line of the sheet itself holds in a column, as text."""
    line = next(x for x in sheet.lines if x.student.id == student)
    if column == sheet.form.main and line.mark is not None:
        return line.mark.label("kk")
    value = line.value(column)
    return "" if value is None else str(value)


def compose(sheet: GradeSheet, drafts: list[Row], rules: Rulebook, me: Id) -> dict[tuple[Id, str], Cell]:
    """Every cell of the sheet: the reader's own draft first, else the newest; others' differing texts beside it."""
    by_cell: dict[tuple[Id, str], list[Row]] = {}
    for row in sorted(drafts, key=lambda r: (r["user"] == me, r["at"])):
        by_cell.setdefault((row["student"], row["column"]), []).append(row)
    cells = {}
    for line in sheet.lines:
        for column in forms.typed(sheet.form):
            key = (line.student.id, column)
            rows = by_cell.get(key, []) if column not in line.carried else []
            if not rows:
                cells[key] = Cell(*key, text=saved_text(sheet, *key))
                continue
            top = rows[-1]
            others = tuple(
                (r["user"], r["name"], r["at"], r["text"])
                for r in rows[:-1]
                if r["text"].strip() != top["text"].strip()
            )
            value, problem = None, None
            try:
                value = forms.read_cell(top["text"], column, rules, sheet.form)
            except OfficeError as e:
                problem = e
            cells[key] = Cell(
                *key,
                top["text"],
                top["user"],
                top["name"],
                top["at"],
                value,
                problem,
                others,
                top.get("finished", True),
            )
    return cells


def seen_mark(cells: dict[tuple[Id, str], Cell], me: Id) -> str:
    """A mark of what others have typed, as the screen showed it; closing refuses if that has changed since."""
    others = [
        [c.student, c.column, c.text.strip() if c.user not in ("", me) else "", sorted(o[3].strip() for o in c.others)]
        for c in cells.values()
    ]
    return digest(others)


def of_sheet(
    desk: Desk, sheet: GradeSheet, rules: Rulebook, right: str = "grade_sheet.read"
) -> dict[tuple[Id, str], Cell]:
    """The cells of an open sheet as this user sees them."""
    access.require(desk.actor, right)
    return compose(sheet, desk.store.rows("drafts", {"sheet": sheet.id}), rules, desk.actor.id)
