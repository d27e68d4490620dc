"""What the search looks in: of each collection the right, the page that opens one, and the questions its indexes serve.

Nothing typed becomes a pattern: a number is met by a range of its beginning, a name by the pieces kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import search
from core.blanks.numbers import key_of
from core.db.store import Row
from core.desk import Desk
from core.fields import hidden_paths
from core.i18n import date_short, fold, found, office_day
from schemas.base import Document, Lang, Text
from schemas.blank import Blank
from schemas.diploma import Diploma
from schemas.grade_sheet import GradeSheet
from schemas.letter import Letter
from schemas.norm_document import NormDocument
from schemas.order import Order
from schemas.paper import Paper
from schemas.student import Profile, Student
from schemas.transcript import Transcript

LAST = "\uffff"
# A condition and the order the same index gives: another order would make the database walk a whole index for it.
Ask = tuple[Row, Sequence[tuple[str, int]]]
YEARS = 30  # an order's number is looked for in so many years


@dataclass(frozen=True)
class Source:
    """One collection of the search.

    word: its name in `finding.in.<word>` and in what is remembered. page: the file of the page that opens one; id: the
    word of its address; address: further words of it. asks(desk, typed) → conditions an index serves, each with its
    order, the nearest first, asked in turn until enough is found. fits: by what a little collection without an index
    is looked through. said(row, language) → its name and a word beside it.
    """

    word: str
    model: type[Document]
    right: str
    page: str
    icon: str
    asks: Callable[[Desk, str], Sequence[Ask]]
    said: Callable[[Row, Lang], tuple[str, str]]
    only: Row
    id: str = "id"
    address: Mapping[str, str] | None = None
    fits: Callable[[Row, str], bool] | None = None

    def way(self, id: str) -> dict[str, str]:
        """The words of the address of one of them."""
        return {**(self.address or {}), self.id: id}


def begins(field: str, text: str) -> Row:
    """A value that begins so, found by the index of the field; said to be a text, for some indexes hold texts alone."""
    return {field: {"$gte": text, "$lt": text + LAST, "$type": "string"}}


def spellings(typed: str) -> list[str]:
    """A number as it may have been typed: as it is, in capitals, without the sign before it."""
    bare = re.sub(r"^(№|N°|#|No\.?)\s*", "", typed.strip(), flags=re.IGNORECASE)
    return list(dict.fromkeys(x for x in (bare, bare.upper()) if x))


def _numbered(*fields: str) -> Callable[[Desk, str], list[Ask]]:
    """What is found by the beginning of a number; words without a figure are no number."""

    def asks(desk: Desk, typed: str) -> list[Ask]:
        if not _figures(typed):
            return []
        return [(begins(field, text), ((field, -1),)) for field in fields for text in spellings(typed)]

    return asks


def _students(desk: Desk, typed: str) -> list[Ask]:
    secret = hidden_paths(Profile, desk.actor.role)
    asked = search.query(typed, by_iin="iin" not in secret)
    exact: list[Ask] = [({"number": text}, ()) for text in spellings(typed)] if _figures(typed) else []
    named = "search.grams" in asked
    return [*exact, *([(asked, (("search.key", 1), ("_id", 1)) if named else ())] if asked else [])]


def _orders(desk: Desk, typed: str) -> list[Ask]:
    if not _figures(typed):
        return []
    # The index of a number holds it within its year, so the years are named and no other order is walked through.
    years = {"$in": list(range(desk.today().year - YEARS, desk.today().year + 2))}
    return [({"year": years, **begins("number", text)}, (("year", -1), ("number", 1))) for text in spellings(typed)]


def _blanks(desk: Desk, typed: str) -> list[Ask]:
    key = key_of("", typed)
    if not _figures(key):
        return []
    number: list[Ask] = [({"n": int(key)}, ())] if key.isdigit() and len(key) < 13 else []
    return [({"key": key}, ()), *number, (begins("key", key), (("key", 1),))]


def _norms(desk: Desk, typed: str) -> list[Ask]:
    return [({}, (("code", 1),))]


def _figures(typed: str) -> bool:
    return any(c.isdigit() for c in typed)


def _said(value: Any, lang: Lang) -> str:
    return Text.model_validate(value).get(lang) if isinstance(value, dict) and "kk" in value else str(value or "")


def _label(row: Row, path: str, lang: Lang) -> str:
    return _said((row.get(path) or {}).get("label"), lang)


def _day(row: Row, path: str) -> str:
    day = row.get(path)
    return date_short(date.fromisoformat(day)) if isinstance(day, str) else date_short(office_day(day)) if day else ""


def _beside(*words: str) -> str:
    return " · ".join(w for w in words if w)


def _student(row: Row, lang: Lang) -> tuple[str, str]:
    study: Row = next(iter(row.get("studies") or []), {})
    return search.full_name(row), _beside(row["number"], study.get("group") or "", _label(study, "programme", lang))


def _sheet(row: Row, lang: Lang) -> tuple[str, str]:
    return row["number"], _beside(
        _said(row.get("kind_name"), lang), _label(row, "discipline", lang), _label(row, "section", lang)
    )


def _order(row: Row, lang: Lang) -> tuple[str, str]:
    about = _said(row.get("about"), lang)
    return f"№ {row['number']}" if row.get("number") else "—", _beside(
        _said(row.get("kind_name"), lang), _day(row, "day"), about
    )


def _blank(row: Row, lang: Lang) -> tuple[str, str]:
    return Blank.model_validate(row).label().get(lang), _beside(
        _label(row, "student", lang), _label(row, "paper", lang)
    )


def _diploma(row: Row, lang: Lang) -> tuple[str, str]:
    own = (row.get("platform") or {}).get("number", "")
    return row.get("number") or own or "—", _beside(_said(row.get("name"), lang), str(row["year"]), own)


def _paper(row: Row, lang: Lang) -> tuple[str, str]:
    return row.get("number") or "—", _beside(_label(row, "kind", lang), _label(row, "student", lang), _day(row, "day"))


def _letter(row: Row, lang: Lang) -> tuple[str, str]:
    return row["number"], _beside(
        row.get("subject", ""), _label(row, "correspondent", lang), row.get("their_number", "")
    )


def _norm(row: Row, lang: Lang) -> tuple[str, str]:
    return _said(row["name"], lang), _beside(row.get("code", ""), row.get("number") or "")


def _norm_fits(row: Row, typed: str) -> bool:
    names = " ".join(str(v) for v in (row.get("name") or {}).values())
    return bool(fold(typed)) and found(typed, f"{names} {row.get('code', '')} {row.get('number') or ''}")


_STUDIES = {f"studies.{x}": 1 for x in ("group", "programme")}
SOURCES: tuple[Source, ...] = (
    Source("students", Student, "student.read", "student", "person", _students, _student,
           {"number": 1, "name": 1, "hidden": 1, "merged": 1, **_STUDIES}),
    Source("grade_sheets", GradeSheet, "grade_sheet.read", "grade_sheet", "edit_note", _numbered("number"), _sheet,
           {"number": 1, "kind_name": 1, "discipline": 1, "section": 1}, id="sheet"),
    Source("orders", Order, "order.read", "order", "contract", _orders, _order,
           {"number": 1, "kind_name": 1, "day": 1, "about": 1}),
    Source("blanks", Blank, "blank.read", "blanks", "confirmation_number", _blanks, _blank, {}),
    Source("diplomas", Diploma, "diploma.read", "diplomas", "workspace_premium",
           _numbered("number", "platform.number", "code"), _diploma,
           {"number": 1, "name": 1, "year": 1, "platform": 1}),
    Source("transcripts", Transcript, "transcript.read", "paper", "description", _numbered("number", "code"), _paper,
           {"number": 1, "student": 1, "day": 1}, id="paper", address={"of": "transcripts"}),
    Source("papers", Paper, "paper.read", "paper", "draft", _numbered("number", "code"), _paper,
           {"number": 1, "kind": 1, "student": 1, "day": 1}, id="paper", address={"of": "papers"}),
    Source("letters", Letter, "letter.read", "request", "mail", _numbered("number", "their_number"), _letter,
           {"number": 1, "subject": 1, "correspondent": 1, "their_number": 1}),
    Source("norm_documents", NormDocument, "norm.read", "norm_document", "article", _norms, _norm,
           {"name": 1, "code": 1, "number": 1}, fits=_norm_fits),
)  # fmt: skip


def source_of(word: str) -> Source | None:
    """The source of this name, if this version of the office knows it."""
    return next((s for s in SOURCES if s.word == word), None)
