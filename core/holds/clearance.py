"""The clearance sheet (айналым парағы): the state of all services at one moment, numbered, dated, kept as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core import files, house, looks, signing
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.holds.acts import places
from core.i18n import moment, office_day, order_key, t
from core.pdf.clearance import ClearanceLine, ClearancePaper
from core.pdf.papers import render_any
from core.tx import Tx
from schemas.base import LANGS, Id, Lang, Ref, Text
from schemas.hold import Clearance, ClearanceRow, Hold, Signed
from schemas.kinds import HoldKind, Kind, Sort
from schemas.reference import Office, SignedPaper
from schemas.student import Name
from schemas.words import StudyStatus


def states(kinds: Sequence[Kind], holds: Iterable[Hold]) -> list[ClearanceRow]:
    """One row per kind that stands on the sheet: held, signed by who lifted the last hold, or clear.

    Holds of kinds that no longer stand on it are left out, unless one is active: who is held is told so.
    """
    newest: dict[str, Hold] = {}
    for hold in sorted(holds, key=lambda h: (h.active, h.put.at)):
        newest[hold.kind.id] = hold
    wanted = {k.code: k.name for k in kinds if k.as_body(HoldKind).clearance and not k.retired}
    wanted |= {code: h.kind.label for code, h in newest.items() if h.active and code not in wanted}
    ordered = sorted(wanted.items(), key=lambda item: order_key(item[1].kk))
    return [_row(Ref(id=code, label=name), newest.get(code)) for code, name in ordered]


def _row(kind: Ref, hold: Hold | None) -> ClearanceRow:
    if hold is None:
        return ClearanceRow(kind=kind, state="clear")
    if hold.active:
        return ClearanceRow(kind=kind, state="held", reason=hold.reason, name=hold.put.name, on=_day(hold.put))
    signed = hold.lifted or hold.put
    return ClearanceRow(kind=kind, state="signed", reason=signed.reason, name=signed.name, on=_day(signed))


def _day(signed: Signed) -> date:
    return office_day(signed.at)


def issue(desk: Desk, student: Id, lang: Lang, why: Why) -> Clearance:
    """Make a clearance sheet of this moment: number and rows in one act, its file by a second one.

    Raises NotFound, Forbidden, RuleBroken (the office has no names yet, a letter that the fonts lack).
    """

    def work(tx: Tx) -> Clearance:
        row = tx.student(student)
        holds = tx.find(Hold, {"student.id": student})
        rows = states(house.entries(Sort.hold), holds)
        if not rows:
            raise RuleBroken("holds.no_kinds")
        number = tx.numbered("clearance")
        return tx.add(
            Clearance(
                _id=tx.new_id(), number=number, student=Ref(id=student, label=Name.model_validate(row["name"]).text()),
                student_number=row["number"], **places(row), programme=_programme(row), lang=lang,
                day=tx.today, at=tx.now, rows=rows,
                settled=all(r.state != "held" for r in rows),
            ),
            scoped=False,  # asked of the student above
        )  # fmt: skip

    _office(desk)
    made = desk.transact("clearance.issue", work, why, given=[student, lang])
    return _typeset(desk, made, why.command)


def _programme(row: Row) -> Text | None:
    running = [s for s in row["studies"] if s.get("programme")]
    running.sort(key=lambda s: s["status"] == StudyStatus.active)
    return Text.model_validate(running[-1]["programme"]["label"]) if running else None


def _office(desk: Desk) -> Office:
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    return Office.model_validate(row)


def _typeset(desk: Desk, made: Clearance, command: str) -> Clearance:
    if made.file_hash:
        return made
    signer = signing.by(desk, SignedPaper.clearance)
    laid = desk.store.lay(render_any(signing.sealed(desk, paper(made, _office(desk), made.lang), signer)))

    def work(tx: Tx) -> Clearance:
        kept = tx.get(Clearance, made.id)
        if not kept.file_hash:
            kept.file_hash = tx.keep_file(laid, f"clearance-{kept.number}.pdf", "clearance", kept.id, signer)
        return tx.save(kept)

    return desk.transact("clearance.typeset", work, Why(command=f"{command}:file"), right="clearance.issue")


def paper(made: Clearance, office: Office, lang: Lang) -> ClearancePaper:
    """The frozen rows as values to print."""
    signers = office.signatories(made.day, SignedPaper.clearance)
    names = dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))
    return ClearancePaper(
        number=made.number, date=made.day, lang=lang, institution=tuple(names), office=office.office_name.get(lang),
        holder=made.student.label.get(lang), student_number=made.student_number,
        faculty=", ".join(f.label.get(lang) for f in made.faculties),
        programme=made.programme.get(lang) if made.programme else "",
        lines=tuple(ClearanceLine(r.kind.label.get(lang), said(r, lang), r.state == "held") for r in made.rows),
        settled=made.settled, moment=moment(made.at, lang),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers[-1:]),
        sample=office.demo,
    )  # fmt: skip


def said(row: ClearanceRow, lang: Lang) -> str:
    """What the sheet says of one service, in words."""
    return t(f"holds.sheet_{row.state}", lang, name=row.name, on=row.on, reason=row.reason)


def sheets(desk: Desk, student: Id) -> list[Clearance]:
    """The clearance sheets made for a student, newest first."""
    rows = desk.rows(Clearance, "clearance.issue", {"student.id": student}, None, [("number", -1)], 50)
    return [Clearance.model_validate(r) for r in rows]


def file_of(desk: Desk, id: Id) -> tuple[str, bytes]:
    """Name and bytes of a sheet's file, who took it is written down; RuleBroken when the stored bytes no longer match
    their hash."""
    made = desk.get(Clearance, id, "clearance.issue")
    if not made.file_hash:  # a crash came between the act and its typesetting
        made = _typeset(desk, made, f"{id}:again")
    file, data = files.read(desk.store, made.file_hash)
    looks.note(desk, "holds", "clearances", id, made.number, "download", student=made.student.id, file=file.name)
    return file.name, data


__all__ = ["file_of", "issue", "paper", "said", "sheets", "states"]
