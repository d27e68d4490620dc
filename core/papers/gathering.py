"""Whom and what a paper speaks of, gathered once: the study on a day, the orders of coming and leaving, names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from core import history
from schemas import events as ev
from schemas.base import LANGS, Basis, Id
from schemas.rulebook import Rulebook
from schemas.term import Term
from schemas.words import StudyStatus

Row = Mapping[str, Any]
OUT = (StudyStatus.expelled.value, StudyStatus.transferred.value, StudyStatus.graduated.value)


class Reader(Protocol):
    """A store or an open transaction."""

    def one(self, collection: str, where: dict[str, Any], fields: dict[str, Any] | None = None) -> Any: ...

    def rows(self, collection: str, where: dict[str, Any], fields: dict[str, Any] | None = None) -> Any: ...


@dataclass(frozen=True)
class Moves:
    """By what a study began and ended: number and day of each order, the day of leaving, the order that ended it."""

    entered: Basis | None = None
    left: Basis | None = None
    left_on: date | None = None
    order: Id = ""


@dataclass(frozen=True)
class About:
    """Whom and what a paper speaks of: the student's state and study on a day, the programme, the paper's own fields.

    rules: the rulebook that rounds the GPA; terms: names of terms by code; titles: what the catalogue calls disciplines
    today that the record does not hold in every language. Of one who is in the archive alone state and study are empty.
    """

    state: Row
    study: Row
    programme: Row | None
    paper: Row
    rules: Rulebook | None
    terms: Mapping[str, Term]
    moves: Moves = Moves()
    titles: Mapping[Id, Row] = field(default_factory=dict)


def about(reader: Reader, state: Row, study: Row, events: Sequence[ev.Event], paper: Row, today: date) -> About:
    """What a paper of this study would say today. events: of the student, as they were folded into `state`."""
    study = _named(reader, study)
    ref = study.get("programme")
    programme = reader.one("programmes", {"_id": ref["id"]}) if ref else None
    books = reader.rows("rulebooks", {"own": True, "effective": {"$lte": today.isoformat()}})
    own = Rulebook.model_validate(max(books, key=lambda r: (r["effective"], r["version"]))) if books else None
    record = study["record"]
    codes = sorted({r["term"] for r in record})
    rows = reader.rows("terms", {"code": {"$in": codes}}) if codes else []
    terms = {r["code"]: Term.model_validate(r) for r in rows}
    return About(
        state, study, programme, paper, own, terms, moves(reader, events, study["id"]), _titles(reader, record)
    )


def _named(reader: Reader, study: Row) -> Row:
    """The study with its programme and units in the languages their records have got since it was written."""
    found = dict(study)
    for path, of in (("programme", "programmes"), ("faculty", "departments"), ("department", "departments")):
        ref = study.get(path)
        if ref and _short(ref["label"]):
            now = (reader.one(of, {"_id": ref["id"]}, {"name": 1}) or {}).get("name")
            found[path] = {**ref, "label": fuller(ref["label"], now)} if now else ref
    return found


def _titles(reader: Reader, record: Sequence[Row]) -> dict[Id, Row]:
    short = sorted({r["discipline"]["id"] for r in record if _short(r["discipline"]["label"])})
    rows = reader.rows("disciplines", {"_id": {"$in": short}}, {"name": 1}) if short else []
    return {r["_id"]: r["name"] for r in rows}


def _short(label: Row) -> bool:
    """Is this said in Kazakh alone, or in Kazakh where another language should stand?"""
    return any(not label.get(x) or label[x] == label["kk"] for x in ("ru", "en"))


def fuller(was: Row, now: Row) -> dict[str, str]:
    """A name as it was written, with the languages it has got since; one that was renamed stays as it was."""
    kk = str(was["kk"])
    if not kk.endswith(now["kk"]):
        return {x: was.get(x) or "" for x in LANGS}
    code = kk[: len(kk) - len(now["kk"])]  # a programme is called with its code
    return {x: was[x] if was.get(x) and was[x] != kk or not now.get(x) else code + now[x] for x in LANGS}


def moves(reader: Reader, events: Sequence[ev.Event], study: Id) -> Moves:
    """By what this study began and, where it has ended, by what it ended: of the events that stand, not of those voided
    or taken back. Where no order enrolled him, the paper his record was entered on."""
    gone = history.voided_ids([(e.id, e.voids if isinstance(e, ev.EventVoided) else None) for e in events])
    gone = set(gone) | {e.reverses for e in events if isinstance(e, ev.OrderReversed) and e.id not in gone}
    path = f"studies.{study}.status"
    opened: Basis | None = None
    entered: ev.OrderApplied | None = None
    left: ev.OrderApplied | None = None
    for e in sorted((e for e in events if e.id not in gone), key=lambda e: (e.effective, e.n)):
        if isinstance(e, ev.Admitted | ev.StudyOpened) and e.study.get("id") == study:
            opened = e.basis if e.basis and e.basis.number else None
        elif isinstance(e, ev.OrderApplied) and e.study == study:
            for change in e.changes:
                if change.field != path:
                    continue
                left = e if change.now in OUT else None
                if change.was == StudyStatus.applicant.value and left is None:
                    entered = e
    return Moves(
        _order(reader, entered) or opened, _order(reader, left), left.effective if left else None,
        left.order.id if left else "",
    )  # fmt: skip


def _order(reader: Reader, event: ev.OrderApplied | None) -> Basis | None:
    if event is None:
        return None
    row = reader.one("orders", {"_id": event.order.id}, {"number": 1, "day": 1, "effective": 1}) or {}
    number = row.get("number") or event.order.label.kk.removeprefix("№ ")
    return Basis(number=number, day=row.get("day") or event.effective)


__all__ = ["About", "Moves", "about", "fuller", "moves"]
