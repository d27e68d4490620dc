"""A pack is asked for and made beside the page; next year it is asked for again in one press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from core import access, house, jobs
from core.db.codec import plain
from core.db.files import Laid
from core.desk import LONG, Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.packs.reading import READ, going_on
from core.tx import Tx
from schemas.base import Id, Lang, Ref, Text
from schemas.kinds import PackKind, Sort
from schemas.pack import Pack, PackFile, PackGap, PackState

MAKE, JOB = "pack.make", "packs.make"


def year_of(day: date) -> int:
    """The academic year a day lies in, by the year it began."""
    return day.year - (day.month < 9)


def ask(desk: Desk, code: str, values: Mapping[str, Any], lang: Lang, why: Why) -> Pack:
    """Ask for a pack: its kind, {day, to}; it is made beside the page. Raises Problems beside the fields (a day ahead),
    NotFound (no such kind)."""
    return _begun(desk, put(desk, code, values, lang, None, why), why)


def again(desk: Desk, id: Id, why: Why) -> Pack:
    """Ask for the same pack once more as of today: what its kind holds now, for whom it was. RuleBroken where it is
    still being made, or its kind is no longer offered."""
    was = desk.get(Pack, id, READ)
    if going_on(desk, was):
        raise RuleBroken("packs.goes_on", number=was.number)
    if house.entry(Sort.pack, was.code).retired:
        raise RuleBroken("packs.kind_retired", name=was.name)
    given = {"day": desk.today(), "to": was.to}
    return _begun(desk, put(desk, was.code, given, was.lang, was.ref(), why), why)


def _begun(desk: Desk, made: Pack, why: Why) -> Pack:
    _begin(desk, made, Why(why.reason, why.basis, f"{why.command}:job", why.code))
    return made


def put(desk: Desk, code: str, values: Mapping[str, Any], lang: Lang, was: Ref | None, why: Why) -> Pack:
    """The act alone: what is asked for is written down; its work makes it. was: the pack it repeats."""
    access.require(desk.actor, MAKE)
    kind = house.entry(Sort.pack, code)
    body = kind.as_body(PackKind)

    def work(tx: Tx) -> Pack:
        day = values.get("day") or tx.today
        try:
            made = Pack.model_validate({
                "_id": tx.new_id(), "number": f"{tx.today.year}-{tx.number(f'pack:{tx.today.year}'):03d}",
                "code": kind.code, "version": kind.version, "name": kind.name, "purpose": body.purpose,
                "items": plain(body.items), "year": year_of(date.fromisoformat(str(day))), "day": day,
                "to": values.get("to"), "lang": lang, "again": was, "by": tx.who(),
            })  # fmt: skip
        except ValidationError as e:
            raise Problems.of(e) from None
        if made.day > tx.today:
            raise Problems([Problem("day", "packs.day_ahead")])
        return tx.add(made)

    given = [code, plain(dict(values)), lang, was.id if was else ""]
    return desk.transact("pack.ask", work, why, MAKE, given)


def resume(desk: Desk, id: Id, why: Why) -> Id:
    """Begin anew the work of a pack that was stopped or fell; the id of the job. RuleBroken where it goes on or is
    made."""
    pack = desk.get(Pack, id, READ)
    if pack.status is not PackState.making or going_on(desk, pack):
        raise RuleBroken("packs.goes_on" if pack.status is PackState.making else "packs.is_made", number=pack.number)
    return _begin(desk, pack, why)


def _begin(desk: Desk, pack: Pack, why: Why) -> Id:
    return jobs.begin(desk, JOB, {"pack": pack.id}, why, total=len(pack.items) + 1)


def finish(
    desk: Desk, id: Id, files: Sequence[PackFile], gaps: Sequence[PackGap], laid: Laid, name: str, why: Why
) -> Pack:  # fmt: skip
    """What came of it, written once: every file with its hash, what is missing and why, the pack itself."""

    def work(tx: Tx) -> Pack:
        pack = tx.get(Pack, id)
        if pack.status is not PackState.making:
            raise RuleBroken("packs.is_made", number=pack.number)
        pack.files, pack.gaps, pack.status, pack.made_at = list(files), list(gaps), PackState.made, tx.now
        pack.file = Ref(id=tx.keep_file(laid, name, "pack", id), label=Text(kk=name))
        return tx.save(pack)

    return desk.transact("pack.finish", work, why, MAKE, [id], LONG)


__all__ = ["JOB", "MAKE", "again", "ask", "finish", "put", "resume", "year_of"]
