"""The long work that opens the sheets of a period, so many in one act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core import jobs
from core.db.codec import plain
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import NotFound, OfficeError, RuleBroken
from core.jobs.rows import kept_error
from core.jobs.run import Run
from core.sheets import summary
from core.sheets.again import resat
from core.sheets.opening import Asked, Frame, Marks, listed_of, midterms_of, numbered
from core.sheets.period.shapes import JOB, PART, RIGHT, Planned, Preview, Wish
from core.sheets.period.wanted import preview
from core.tx import Tx
from schemas.base import Id, Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.section import Section
from schemas.term import Term


def begin(desk: Desk, shown: Preview, why: Why) -> Id:
    """Begin to open what was shown; the id of the long work. RuleBroken `sheets.nothing_to_open`."""
    if not shown.opened:
        raise RuleBroken("sheets.nothing_to_open")
    return jobs.begin(desk, JOB, {**plain(shown.wish.__dict__), "seen": shown.mark()}, why, total=len(shown.opened))


def open_work(run: Run) -> Row:
    """The long work; gone on with after a crash it takes up the sections that have no sheet yet."""
    p = run.params
    wish = Wish(p["term"], tuple(p["kinds"]), p["faculty"], _day(p["day"]), _day(p["due"]), p["draft"])
    found = preview(run.desk, wish)
    if not run.at and found.mark() != p["seen"]:
        raise RuleBroken("sheets.meanwhile")
    run.checkpoint(begun=True)
    done = first = max(0, run.total - len(found.opened))
    left: list[Row] = []
    frames = {code: Frame.of(code) for code in wish.kinds}
    for at in range(0, len(found.opened), PART):
        if run.stopped():
            break
        part = found.opened[at : at + PART]
        left += put_in(run.desk, wish, part, frames, run.why(f"{part[0].of.section.id}:{part[0].kind}"))
        done = first + at + len(part)
        run.progress(done)
    return {"done": done - len(left), "total": run.total, "term": wish.term, "left": left[:50], "n_left": len(left)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def put_in(desk: Desk, wish: Wish, part: Sequence[Planned], frames: Mapping[str, Frame], why: Why) -> list[Row]:
    """Open so many sheets in one act; those refused by now, with the reason: they take no number.

    A section whose sheet somebody opened meanwhile is passed over.
    """
    left: list[Row] = []

    def work(tx: Tx) -> Term:
        left.clear()
        for frame in frames.values():  # the act may be tried again: what it read before is read anew
            frame.terms.clear()
        term = tx.get(Term, wish.term, scoped=False)
        ids = list({p.of.section.id for p in part if not p.of.summed})
        pairs = summary.of_groups(tx.session, list({p.of.section.id for p in part if p.of.summed}), term.code)
        sections = {s.id: s for s in tx.find(Section, {"_id": {"$in": ids}}, len(ids))}
        keys = [summary.once(wish.term, p.of.section.id, p.kind) if p.of.summed else f"{p.of.section.id}:{p.kind}"
                for p in part]  # fmt: skip  # of a re-sit nothing is taken: who waits for one is on no other
        taken = {r["once"] for r in tx.session.rows("grade_sheets", {"once": {"$in": keys}}, {"once": 1})}
        brought = midterms_of(tx, wish.term, list({s.discipline.id for s in sections.values()}))
        away = _read_together(tx, {m.student.id for s in sections.values() for m in s.members})
        new: dict[str, list[GradeSheet]] = {}
        for p, key in zip(part, keys, strict=True):
            section, group = sections.get(p.of.section.id), p.of.section.id
            if key in taken or (section is None and not p.of.summed and not p.of.failed) or p.day is None:
                continue
            asked = Asked(p.day, p.examiners, wish.due, room=p.room, reason=why.reason, draft=wish.draft)
            try:
                sheet = (
                    _of_section(tx, section, asked, frames[p.kind], brought, away) if section
                    else resat(tx, frames[p.kind], group, asked) if p.of.failed
                    else summary.listed(tx, frames[p.kind], asked, wish.term, group, pairs[group])
                )  # fmt: skip
                new.setdefault(p.kind, []).append(sheet)
            except (RuleBroken, NotFound) as e:
                left.append({"section": p.of.section.label.kk, **kept_error(e)})
        for kind, made in new.items():
            numbered(tx, frames[kind], *made)
        return term

    desk.transact("grade_sheet.open_period", work, why, RIGHT, [wish.term, len(part), part[0].of.section.id])
    return left


def _of_section(
    tx: Tx, section: Section, asked: Asked, frame: Frame, brought: Mapping[Id, Marks], away: Mapping[Id, Text]
) -> GradeSheet:  # fmt: skip
    if not section.members:
        raise RuleBroken("sheets.no_members", section=section.code)
    if gone := [m for m in section.members if m.student.id in away]:
        raise RuleBroken("records.merged_away", number=gone[0].number, into=away[gone[0].student.id])
    return listed_of(tx, section, asked, frame, brought.get(section.discipline.id, {}))


def _read_together(tx: Tx, ids: set[Id]) -> dict[Id, Text]:
    """The students of all sections in one reading; of those whose record was joined to another, the name of that."""
    rows = tx.session.rows("students", {"_id": {"$in": list(ids)}, "merged": {"$ne": None}}, {"merged": 1})
    away = {r["_id"]: Ref.model_validate(r["merged"]).label for r in rows}
    try:
        tx.students(ids - set(away))
    except OfficeError:  # one that is not there is told where his section is opened
        return away
    return away


__all__ = ["begin", "open_work", "put_in"]
