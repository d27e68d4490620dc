"""Papers of blanks in Kazakh and Russian: acts, the statement of a stock-taking, the hand-over of the post, the journal
to print and bind; journal and stock for Excel (domain.md 7)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from core import export, house
from core.blanks import balance, numbers, reading, steps
from core.blanks.balance import Line
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, t
from core.papers.register import register
from core.pdf.register import Band, Head
from schemas.base import Lang
from schemas.blank import BlankCount, BlankMove, BlankPost, CountStatus, Operation, Sitter, Span
from schemas.kinds import Sort

W = "blank_papers"
MADE: tuple[Lang, ...] = ("kk", "ru")
# Acts of two hands: who gave and who took sign, no commission sits.
BETWEEN = (Operation.handed, Operation.returned, Operation.withdrawn)
STOCK = ("kind", "series", "opening", "received", "issued", "written_off", "balance", "arithmetic")
JOURNAL = (
    ("no", 17), ("day", 18), ("operation", 24), ("source", 27), ("target", 27), ("kind", 26), ("series", 13),
    ("numbers", 0), ("count", 13), ("basis", 30), ("balance", 14), ("signature", 17),
)  # fmt: skip
Rows = tuple[tuple[str, ...], ...]


def _name(kind: str, lang: Lang) -> str:
    return house.entry(Sort.blank, kind).name.get(lang)


def _numbered(kind: str, series: str, spans: Sequence[Span], lang: Lang) -> Rows:
    """A line of each span: series, numbers in figures, in words, how many."""
    wide = steps.digits(kind)
    return tuple((str(n), series or "—", numbers.said([s], wide), numbers.in_words([s], lang), str(s.count))
                 for n, s in enumerate(spans, 1))  # fmt: skip


def _heads(lang: Lang) -> tuple[Head, ...]:
    words = [t(f"{W}.head.{w}", lang) for w in ("series", "figures", "words", "count")]
    return (Head("№", 9, right=True), Head(words[0], 18), Head(words[1], 46), Head(words[2], 0),
            Head(words[3], 20, right=True))  # fmt: skip


def _sat(of: Sequence[Sitter], lang: Lang) -> tuple[tuple[str, str], ...]:
    """The commission as it signs: who leads it first."""
    said = []
    for sitter in sorted(of, key=lambda s: not s.chair):
        part = t(f"{W}.chair" if sitter.chair else f"{W}.member", lang)
        said.append((f"{part}, {sitter.post}" if sitter.post else part, sitter.name))
    return tuple(said)


def _basis(move: BlankMove, lang: Lang) -> str:
    """The paper a movement rests on."""
    if move.waybill:
        day = f", {date_short(move.waybill.waybill_day)}" if move.waybill.waybill_day else ""
        return t(f"{W}.by_waybill", lang, number=move.waybill.waybill) + day
    if move.basis and (move.basis.kind or move.basis.number):
        return t(f"{W}.by_paper", lang, kind=move.basis.kind, number=move.basis.number,
                 day=date_short(move.basis.day) if move.basis.day else "")  # fmt: skip
    return t(f"{W}.by_act", lang, number=move.act) if move.act else move.reason


def act(desk: Desk, move: BlankMove, lang: Lang) -> bytes:
    """The act of a movement on paper; RuleBroken `blank_papers.no_act` for one that has none (an issue is signed for in
    the registration book, the post by its own paper)."""
    if not move.act:
        raise RuleBroken("blank_papers.no_act")
    kind, count = _name(move.kind, lang), f"{move.count} ({numbers.words(move.count, lang)})"
    title = t(f"{W}.act.{move.operation.value}", lang, number=move.act)
    facts = [(t(f"{W}.day", lang), date_short(move.day)), (t(f"{W}.head.kind", lang), kind),
             (t(f"{W}.head.count", lang), count), (t(f"{W}.journal_no", lang), move.number)]  # fmt: skip
    before = [t(f"{W}.acted.{move.operation.value}", lang, n=count, kind=kind)]
    if move.waybill:
        bill = move.waybill
        stated = bill.stated if bill.stated is not None else move.count
        before.append(t(f"{W}.waybill", lang, supplier=bill.supplier, paper=_basis(move, lang), stated=stated,
                        came=move.count))  # fmt: skip
        if bill.missing:
            before.append(t(f"{W}.missing", lang, numbers=numbers.said(bill.missing, steps.digits(move.kind))))
        before += [t(f"{W}.discrepancies", lang, note=bill.note)] if bill.note else []
    elif move.basis:
        before.append(t(f"{W}.basis", lang, paper=_basis(move, lang)))
    before += [t(f"{W}.reason", lang, reason=move.reason)] if move.reason else []
    before += [t(f"{W}.method", lang, method=move.method)] if move.method else []
    after = (t(f"{W}.attached", lang),) if move.operation is Operation.spoiled else ()
    signed = (*_sat(move.commission, lang), (t(f"{W}.keeper", lang), move.by.name))
    if move.operation in BETWEEN:
        signed = ((t(f"{W}.gave", lang), move.source), (t(f"{W}.took", lang), move.target))
    bands = (Band("", _numbered(move.kind, move.series, move.spans, lang)),)
    return register(desk, title, lang, tuple(facts), _heads(lang), bands, before=tuple(before), after=after,
                    signatures=signed)  # fmt: skip


def statement(desk: Desk, count: BlankCount, lang: Lang) -> bytes:
    """The statement of a finished stock-taking: book, found, shortage and surplus by numbers."""
    if count.status is not CountStatus.done:
        raise RuleBroken("blank_papers.not_done")
    words = [t(f"{W}.head.{w}", lang) for w in ("series", "book", "actual", "shortage", "surplus", "found")]
    heads = (Head("№", 9, right=True), Head(words[0], 18), Head(words[1], 22, right=True),
             Head(words[2], 24, right=True), Head(words[3], 0), Head(words[4], 0), Head(words[5], 0))  # fmt: skip
    bands: list[Band] = []
    for kind in dict.fromkeys(r.kind for r in count.rows):
        wide, rows = steps.digits(kind), [r for r in count.rows if r.kind == kind]
        said = tuple(
            (
                str(n),
                r.series or "—",
                str(r.book),
                str(r.actual),
                _differs(r.shortage, wide),
                _differs(r.surplus, wide),
                numbers.said(r.found, wide) or "—",
            )
            for n, r in enumerate(rows, 1)
        )
        bands.append(Band(_name(kind, lang), said, f"{sum(r.book for r in rows)} → {sum(r.actual for r in rows)}"))
    gone = sum(s.count for r in count.rows for s in r.shortage)
    over = sum(s.count for r in count.rows for s in r.surplus)
    facts = (
        (t(f"{W}.day", lang), date_short(count.day)),
        (t(f"{W}.why", lang), count.why.label(lang)),
        (t(f"{W}.head.shortage", lang), str(gone)),
        (t(f"{W}.head.surplus", lang), str(over)),
    )
    ended = t(f"{W}.differs" if gone or over else f"{W}.agrees", lang, gone=f"{gone} ({numbers.words(gone, lang)})",
              over=f"{over} ({numbers.words(over, lang)})")  # fmt: skip
    return register(desk, t(f"{W}.statement", lang, number=count.number), lang, facts, heads, bands, after=(ended,),
                    signatures=_sat(count.commission, lang), landscape=True)  # fmt: skip


def _differs(of: Sequence[Span], wide: int) -> str:
    return f"{sum(s.count for s in of)}: {numbers.said(of, wide)}" if of else "—"


def handing(desk: Desk, post: BlankPost, lang: Lang) -> bytes:
    """The hand-over of the post: what one keeper gave and the other took, by the stock-taking made for it."""
    if post.handing is None:
        raise RuleBroken("blank_papers.no_act")
    count = reading.count_sheet(desk, post.handing.id)
    moves = [m for m in reading.handed_by(desk, count) if m.operation is Operation.post]
    gave = moves[0].source if moves else ""
    bands = [Band(_name(m.kind, lang), _numbered(m.kind, m.series, m.spans, lang), str(m.count)) for m in moves]
    n = sum(m.count for m in moves)
    said = t(f"{W}.handed", lang, gave=gave, took=post.user.label.get(lang), n=f"{n} ({numbers.words(n, lang)})",
             count=count.number)  # fmt: skip
    facts = ((t(f"{W}.day", lang), date_short(post.since)), (t(f"{W}.head.count", lang), str(n)))
    signed = ((t(f"{W}.gave", lang), gave), (t(f"{W}.took", lang), post.user.label.get(lang)))
    return register(desk, t(f"{W}.hand_over", lang), lang, facts, _heads(lang), bands, before=(said,),
                    signatures=(*signed, *_sat(count.commission, lang)))  # fmt: skip


# the journal ----------------------------------------------------------------------------------------------------------


def _journal_rows(lines: Sequence[Line], kind: str, lang: Lang) -> Rows:
    wide, name = steps.digits(kind), _name(kind, lang)
    return tuple(
        (x.move.number, date_short(x.move.day), x.move.operation.label(lang), x.move.source or "—",
         x.move.target or "—", name, x.move.series or "—", numbers.said(x.move.spans, wide), str(x.move.count),
         _basis(x.move, lang) or "—", str(x.balance), "")
        for x in lines
    )  # fmt: skip


def journal(desk: Desk, kind: str, series: str | None, first: date | None, last: date | None, lang: Lang) -> bytes:
    """The journal of accounting of blanks, to be bound: pages numbered, at its end the words of the binding."""
    lines = balance.journal(desk, kind, series, first, last)
    if not lines:
        raise RuleBroken("blank_papers.journal_empty")
    rules = steps.rules()
    heads = tuple(Head(t(f"{W}.head.{w}", lang), mm, right=w in ("count", "balance")) for w, mm in JOURNAL)
    span = f"{date_short(first or lines[0].move.day)} – {date_short(last or desk.today())}"
    facts = (
        (t(f"{W}.head.kind", lang), _name(kind, lang)),
        (t(f"{W}.head.series", lang), series or t(f"{W}.all", lang)),
        (t(f"{W}.period", lang), span),
        (t(f"{W}.kept", lang), ", ".join(x for x in (rules.kept.get(lang), rules.retention) if x)),
    )
    bands = (Band("", _journal_rows(lines, kind, lang)),)
    signed = ((t(f"{W}.keeper", lang), _keeper(desk, kind, lang)), (t(f"{W}.head_of_office", lang), ""))

    def made(pages: int) -> bytes:
        bound = t(f"{W}.bound", lang, pages=f"{pages} ({numbers.words(pages, lang)})")
        return register(desk, t(f"{W}.journal", lang), lang, facts, heads, bands, after=(bound,), signatures=signed,
                        landscape=True)  # fmt: skip

    pages, paper = 1, made(1)
    while (now := _pages(paper)) != pages:  # the words themselves may need a page more: never fewer, so it ends
        pages, paper = max(now, pages), made(max(now, pages))
        if now < pages:
            break
    return paper


def _pages(paper: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(paper)).pages)


def _keeper(desk: Desk, kind: str, lang: Lang) -> str:
    post = steps.keeper_of(desk.store, kind)
    return post.user.label.get(lang) if post else ""


def journal_xlsx(
    desk: Desk, kind: str, series: str | None, first: date | None, last: date | None, lang: Lang
) -> bytes:  # fmt: skip
    """The same for Excel, figures as figures."""
    lines = balance.journal(desk, kind, series, first, last)
    rows: list[list[export.Cell]] = [[*r[:8], int(r[8]), r[9], int(r[10])] for r in _journal_rows(lines, kind, lang)]
    heads = [t(f"{W}.head.{w}", lang) for w, _ in JOURNAL[:-1]]
    return export.xlsx(heads, rows, t(f"{W}.journal", lang), [t(f"{W}.journal", lang), _made(desk, lang)])


def stock_xlsx(desk: Desk, first: date | None, last: date | None, lang: Lang) -> bytes:
    """The stock of a period for Excel."""
    rows = [(_name(r.kind, lang), r.series, r.opening, r.received, r.issued, r.written_off, r.balance,
             f"{r.opening} + {r.received} − {r.issued} − {r.written_off} = {r.balance}")
            for r in balance.stock(desk, first, last)]  # fmt: skip
    heads = [t(f"{W}.head.{w}", lang) for w in STOCK]
    title = t(f"{W}.stock", lang, day=date_short(last or desk.today()))
    return export.xlsx(heads, rows, title, [title, _made(desk, lang)])


def _made(desk: Desk, lang: Lang) -> str:
    return t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)


__all__ = ["MADE", "STOCK", "act", "handing", "journal", "journal_xlsx", "statement", "stock_xlsx"]
