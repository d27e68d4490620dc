"""Extracts from orders: made when an order is carried out, printed once, any further print is a copy (clause 42)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core import looks, merged, signing
from core.db.codec import plain
from core.db.store import Row, Sort
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.orders import effects
from core.orders.text.paper import headed, template
from core.orders.text.paper import wording as wording_of
from core.orders.text.sight import closed
from core.orders.text.values import around, blocks
from core.papers import content, typeset
from core.papers.acts import spoken
from core.pdf.letter import LetterPaper, LetterPapers
from core.pdf.papers import render_any
from core.pdf.words import NO_FORCE
from core.tx import Tx
from schemas.base import LANGS, Id
from schemas.extract import Extract, Print
from schemas.kinds import OrderKind
from schemas.order import Order, OrderStatus
from schemas.reference import SignedPaper
from schemas.words import StudyLanguage

READ, PRINT = "order.read", "order.extract"


def make(tx: Tx, order: Order, kind: OrderKind, rows: Mapping[Id, Row]) -> None:
    """An extract for every student of an order that is being carried out; nothing where its kind names no template.

    rows: the students as they stood before the order.
    """
    wording = {x: said for x, said in order.extract_wording.items() if said.text}
    if not wording:
        return
    of, own = around(tx.session, order, tx.today, kind, rows), wording_of(order, kind)
    body = template(kind.extract)
    langs = [x for x in LANGS if x in wording]
    for x in langs:
        head = headed(of, body, x, "", order.day or tx.today)
        order.extracts[x] = plain(content.kept(replace(head, title=wording[x].title)))
    for n, line in enumerate(order.lines, 1):
        if line.reversed is not None:
            continue
        study = effects.as_of(dict(of.states.get(line.student.id) or {"studies": []}), line.study) or {}
        language = StudyLanguage(study.get("language") or "kk")
        lang = spoken(language) if spoken(language) in wording else langs[0]
        about = (own.get(lang) or own["kk"]).title
        parts, _, names = blocks(of, wording[lang].text, lang, about, line)
        tx.add(Extract(
            _id=tx.new_id(), order=order.ref(), kind=order.kind, kind_name=order.kind_name, line=n,
            number=f"{order.number}-{n}", day=order.day or tx.today, student=line.student, student_number=line.number,
            study=line.study, key=line.key, group=study.get("group") or "", faculty=study.get("faculty"),
            department=study.get("department"), lang=StudyLanguage(lang), names=sorted(names),
            parts=content.kept_parts(parts),
        ), scoped=False)  # fmt: skip


def cancelled(tx: Tx, order: Order, of: Order, studies: Sequence[Id]) -> None:
    """The extracts of students for whom an order was taken back say so."""
    for extract in tx.find(Extract, {"order.id": of.id, "study": {"$in": list(studies)}}, len(studies)):
        extract.cancelled_by = order.ref()
        tx.save(extract)


def chosen(order: Id = "", faculty: Id = "", group: str = "", printed: bool | None = False) -> Row:
    """Which extracts: of an order, a faculty, a group; printed: None all, False those not printed yet."""
    where: Row = {k: v for k, v in (("order.id", order), ("faculty.id", faculty), ("group", group)) if v}
    if printed is not None:
        where |= {"printed_on": {"$ne": None}} if printed else {"printed_on": None, "cancelled_by": None}
    return where


ORDER: Sort = (("order.id", -1), ("line", 1))


def listed(desk: Desk, where: Row, page: int = 0, size: int = 50) -> list[Row]:
    """A page of extracts in the user's scope, without their words."""
    return desk.rows(Extract, READ, where, {"parts": 0, "names": 0}, ORDER, size, page * size)


def count(desk: Desk, where: Row, most: int = 0) -> int:
    """How many there are in the user's scope."""
    return desk.count(Extract, READ, where, most)


def of_student(desk: Desk, student: Id) -> list[Row]:
    """The extracts filed on a student's card, the newest first; empty for who sees no orders."""
    if not desk.may(READ):
        return []
    where = {"student.id": {"$in": merged.ids_of(desk.store, student)}}
    return desk.rows(Extract, READ, where, {"parts": 0, "names": 0}, [("_id", -1)], 200)


def paper(order: Order, extract: Extract) -> LetterPaper:
    """An extract as it is set: a copy once it has been printed, marked where its order lost its force for him."""
    head = order.extracts[extract.lang.value]
    found = content.restored({**head, "number": extract.number, "parts": extract.parts}, bool(extract.prints))
    gone = extract.cancelled_by is not None or order.status is OrderStatus.cancelled
    return replace(found, stamp=NO_FORCE if gone else "")


def drawn(desk: Desk, ids: Sequence[Id]) -> tuple[list[Extract], LetterPapers]:
    """Extracts of the user's scope and their papers. RuleBroken: none there, one holds what is hidden from his role."""
    rows = desk.rows(Extract, PRINT, {"_id": {"$in": list(ids)}}, None, ORDER, len(ids) or 1)
    if not rows:
        raise RuleBroken("extracts.nothing")
    found = [Extract.model_validate(r) for r in rows]
    closed(desk.actor.role, {n for x in found for n in x.names})
    of = desk.store.rows("orders", {"_id": {"$in": sorted({x.order.id for x in found})}}, {"printed": 0})
    orders = {r["_id"]: Order.model_validate(r) for r in of}
    papers = tuple(paper(orders[x.order.id], x) for x in found)
    return found, LetterPapers(papers, next((typeset.logo(desk.store, p.logo) for p in papers if p.logo), b""))


def said_printed(desk: Desk, found: Sequence[Extract], why: Why) -> None:
    """Say of extracts as they were drawn that they are printed; StaleRevision when somebody printed one meanwhile, so
    that no two papers are both the first."""

    def work(tx: Tx) -> Extract:
        for was in found:
            extract = tx.get(Extract, was.id, was.revision)
            extract.prints = [*extract.prints, Print(by=tx.who(), at=tx.now, again=bool(extract.prints))]
            extract.printed_on = extract.printed_on or tx.now
            tx.save(extract)
        return extract

    desk.transact(PRINT, work, why, given=[x.id for x in found])


def print_one(desk: Desk, id: Id, why: Why) -> tuple[str, bytes]:
    """Print one extract: its name and its protected file. Raises as `drawn` and `said_printed`."""
    found, papers = drawn(desk, [id])
    said_printed(desk, found, why)
    looks.note(desk, "order", "extracts", id, found[0].number, "print", student=found[0].student.id)
    data = render_any(signing.sealed(desk, papers, signing.by(desk, SignedPaper.extract)))
    return f"{found[0].number}.pdf".replace("/", "-"), data


__all__ = [
    "ORDER", "PRINT", "cancelled", "chosen", "count", "drawn", "listed", "make", "of_student", "paper", "print_one",
    "said_printed",
]  # fmt: skip
