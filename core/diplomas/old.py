"""Diplomas of before this system, written down from the paper book for duplicates to be asked for (domain.md 6.6).

Marked so wherever they are seen (`Diploma.old`): what the book does not say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import house
from core.db.codec import digest
from core.db.store import Session, Store
from core.desk import Desk, Why
from core.diplomas import settings
from core.diplomas.steps import happened
from core.diplomas.words import HONOURS
from core.errors import Problem, Problems
from core.i18n import order_key
from core.papers.code import check_code, printable
from core.pdf.words import day
from core.tx import Tx
from schemas.base import LANGS, Basis, Lang, Text
from schemas.diploma import Diploma, DiplomaStatus, DiplomaStep, OldDiploma, Sheet, Takes
from schemas.kinds import DiplomaKind, Kind, NumberMask, Sort

RIGHT = "diploma.register"
FAR = 987654321  # a number no book has, to find its place in a mask


def enter(desk: Desk, values: Mapping[str, Any], why: Why) -> Diploma:
    """Write a diploma down from the paper book: the fields of `OldDiploma`; kind: as which a duplicate is made (none:
    the office's own, with honours or without).

    Raises Problems beside the fields: a day ahead or of the time of this book, a number that is here already or that
    this book will give, years that go backwards; NotFound for a kind that is not described.
    """
    asked = read(values)

    def work(tx: Tx) -> Diploma:
        kind = kind_of(asked)
        taken = tx.session.one("diplomas", {"number": asked.number}, {"_id": 1}) is not None
        if problems := wrong(asked, kind.as_body(DiplomaKind), tx.today, book_began(tx.session), taken):
            raise Problems(problems)
        return enter_step(tx, asked)

    return desk.transact("diploma.enter_old", work, why, RIGHT, [asked])


def read(values: Mapping[str, Any]) -> OldDiploma:
    """The fields of an entry of the book. Raises Problems beside them."""
    try:
        return OldDiploma.model_validate(dict(values))
    except ValidationError as e:
        raise Problems.of(e) from None


def kind_of(asked: OldDiploma) -> Kind:
    """As which kind a duplicate of it is made. NotFound for a kind that is not described."""
    return house.entry(Sort.diploma, asked.kind) if asked.kind else settings.kind_for(asked.honours)


def enter_step(tx: Tx, asked: OldDiploma) -> Diploma:
    """Write one down inside somebody's act; what is `wrong` with it was asked before."""
    kind = kind_of(asked)
    made = Diploma(
        _id=tx.new_id(), kind=kind.code, kind_name=kind.name, version=kind.ref(), status=DiplomaStatus.issued,
        number=asked.number, dated=asked.dated, year=asked.year, name=asked.name, honours=asked.honours,
        old=asked.old, key=order_key(asked.name.kk), qualification=asked.degree, code=check_code(),
        protocol=Basis(kind="Хаттама", number=asked.protocol, day=asked.protocol_day) if asked.protocol else None,
        order=Basis(kind="Бұйрық", number=asked.order) if asked.order else None,
        values={"words": words(asked)}, sheets=[Sheet(what=Takes.diploma, number=asked.series_number)],
    )  # fmt: skip
    printable(made.values)
    made.content_hash = digest(made.values)
    return tx.add(happened(tx, made, DiplomaStep.issued, made.old), scoped=False)


def words(of: OldDiploma) -> dict[str, str]:
    """What the book says, as a diploma bears it; a language that is not given is empty, never another one's words."""
    texts: dict[str, Text | None] = {
        "name": of.name, "degree": of.degree, "programme": of.programme, "institution": of.institution,
        "honours": HONOURS if of.honours else None,
    }  # fmt: skip
    found = {f"{stem}_{x}": _in(text, x) for stem, text in texts.items() for x in LANGS}
    for x in LANGS:
        found[f"form_{x}"] = of.form.label(x) if of.form else ""
        found[f"protocol_day_{x}"] = day(of.protocol_day, x) if of.protocol_day else ""
    return found | {
        "number": of.number, "series_number": of.series_number, "programme_code": of.programme_code,
        "protocol": of.protocol, "order": of.order, "year_from": str(of.year_from or ""), "year_to": str(of.year),
    }  # fmt: skip


def _in(text: Text | None, lang: Lang) -> str:
    return {"kk": text.kk, "ru": text.ru, "en": text.en}[lang] if text else ""


def wrong(asked: OldDiploma, body: DiplomaKind, today: date, first: date | None, taken: bool) -> list[Problem]:
    """What is wrong with an entry of the book, beside its fields. first: when this office's own book began; taken: is
    there a diploma of this number?"""
    found = []
    if asked.dated > today:
        found.append(Problem("dated", "diplomas.day_ahead"))
    elif first and asked.dated >= first:
        found.append(Problem("dated", "diplomas.book_is_here", {"day": first}))
    if asked.year_from and asked.year_from > asked.year:
        found.append(Problem("year_from", "diplomas.years_backwards"))
    if taken:
        found.append(Problem("number", "diplomas.number_taken", {"number": asked.number}))
    elif _ours(body.mask, asked.number, range((first or today).year, today.year + 1)):
        found.append(Problem("number", "diplomas.number_ours", {"number": asked.number}))
    return found


def book_began(reader: Store | Session) -> date | None:
    """The day of the first diploma of this office's own book."""
    where = {"old": "", "of": None, "n": {"$gt": 0}}
    own = reader.rows("diplomas", where, {"dated": 1}, limit=1, sort=[("dated", 1)])
    return date.fromisoformat(own[0]["dated"]) if own else None


def _ours(mask: str, number: str, years: range) -> bool:
    """May this office's own book still give the number?"""
    body = house.entry(Sort.mask, mask).as_body(NumberMask)
    made = {body.written(FAR, year, month) for year in years for month in range(1, 13)}
    return any(re.fullmatch(re.escape(m).replace(str(FAR), r"\d+"), number) for m in made)
