"""The paper of an order on its way out: PDF and DOCX, one order or many; who took it is written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from core import docx, jobs, looks, signing
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import NotFound, OfficeError, RuleBroken
from core.i18n import t
from core.jobs.run import Run
from core.orders import extracts
from core.orders.asks import kind_of
from core.orders.text import around, compose, langs
from core.orders.text.paper import back, stamp
from core.orders.text.sight import closed
from core.papers import content, typeset
from core.pdf.batch import render_many
from core.pdf.bundle import joined, zipped
from core.pdf.letter import LetterPaper, LetterPapers
from core.pdf.papers import AnyPaper, render_any
from schemas.base import LANGS, Id, Lang
from schemas.order import Order
from schemas.reference import SignedPaper

RIGHT = "order.read"
JOB, JOB_EXTRACTS = "orders.print", "extracts.print"
MOST = 500  # orders of one run
MOST_EXTRACTS = 3000


@dataclass(frozen=True)
class Way:
    """How: in which languages (none: all it has), with the approvals on the back, as one file or one per paper."""

    langs: tuple[Lang, ...] = ()
    back: bool = False
    one: bool = True


def papers(desk: Desk, order: Order, way: Way = Way()) -> list[LetterPaper]:  # noqa: B008
    """The papers of an order, a language each: as it was signed, or as it stands now, marked as a draft.

    Raises Problems beside `texts.<lang>`, NotFound (no text in any of the languages), RuleBroken (it holds what is
    hidden from the user's role, the institution is not described).
    """
    kind = kind_of(desk.store, order)
    wanted = [x for x in langs(order, kind) if not way.langs or x in way.langs]
    if not wanted:
        asked = way.langs or LANGS[:1]
        raise NotFound("order_text.none", lang=", ".join(t(f"common.lang.{x}", desk.lang) for x in asked))
    of = None if order.printed else around(desk.store, order, desk.today(), kind)
    made = []
    for lang in wanted:
        if of is None:
            frozen = order.printed[lang]
            closed(desk.actor.role, frozen["names"])
            paper = replace(content.restored(frozen["paper"]), stamp=stamp(order))
        else:
            found = compose(of, lang)
            closed(desk.actor.role, found.names)
            paper = found.paper
        made.append(replace(paper, back=back(desk.store, order, lang)) if way.back else paper)
    return made


def bundle(desk: Desk, order: Order, way: Way = Way()) -> LetterPapers:  # noqa: B008
    """The papers of an order with the picture of their head."""
    made = papers(desk, order, way)
    return LetterPapers(tuple(made), next((typeset.logo(desk.store, p.logo) for p in made if p.logo), b""))


def pdf(desk: Desk, id: Id, way: Way) -> tuple[str, bytes]:
    """Name and bytes of an order's protected file. Raises as `papers`, Forbidden."""
    order = desk.get(Order, id, RIGHT)
    data = render_any(signing.sealed(desk, bundle(desk, order, way), signing.by(desk, SignedPaper.order)))
    return _left(desk, order, f"{stem(order)}.pdf", data)


def word(desk: Desk, id: Id, way: Way) -> tuple[str, bytes]:
    """Name and bytes of an order as DOCX, for lawyers who edit it in Word. Raises as `papers`, Forbidden."""
    order = desk.get(Order, id, RIGHT)
    made = bundle(desk, order, way)
    return _left(desk, order, f"{stem(order)}.docx", docx.render(made))


def stem(order: Order) -> str:
    """The beginning of a file's name: the number, or the kind of a draft."""
    return (order.number or f"{order.kind}-{order.id[-6:]}").replace("/", "-")


def _left(desk: Desk, order: Order, name: str, data: bytes) -> tuple[str, bytes]:
    looks.note(desk, "order", "orders", order.id, order.label().kk, "download", file=name)
    return name, data


# Many at once -------------------------------------------------------------------------------------------------------


def begin(desk: Desk, ids: Sequence[Id], way: Way, why: Why) -> Id:
    """Begin to print orders; the id of the long work. RuleBroken: none of them, too many for one run."""
    n = desk.count(Order, RIGHT, {"_id": {"$in": list(ids)}}, MOST + 1)
    if not 0 < n <= MOST:
        raise RuleBroken("order_text.print_most", most=MOST) if n else RuleBroken("order_text.print_none")
    return jobs.begin(desk, JOB, {"ids": list(ids), "way": asdict(way)}, why, total=n)


def print_work(run: Run) -> Row:
    """The long work over orders; an order without a text is left out and named."""
    way = Way(**{**run.params["way"], "langs": tuple(run.params["way"]["langs"])})
    found = run.desk.rows(Order, RIGHT, {"_id": {"$in": run.params["ids"]}}, None, [("day", 1), ("_id", 1)], MOST)
    names: list[str] = []
    left: list[str] = []

    signer = "" if way.one else signing.by(run.desk, SignedPaper.order)  # one file for the printer is of nobody

    def bundles() -> Iterator[AnyPaper]:
        for row in found:
            order = Order.model_validate(row)
            try:
                made = bundle(run.desk, order, way)
            except OfficeError:
                left.append(order.label().get(run.desk.lang))
                continue
            names.append(f"{stem(order)}.pdf")
            yield signing.sealed(run.desk, made, signer)

    files = dict(render_many(bundles(), progress=run.progress, stop=run.stopped, protected=not way.one))
    if run.stopped():
        return {}
    if not files:
        raise RuleBroken("order_text.print_none")
    _kept(run, "orders", names, files, way.one)
    for row in found:
        looks.note(run.desk, "order", "orders", row["_id"], row.get("number") or row["kind"], "print")
    return {"n": len(files), "left": left[:20]}


def begin_extracts(desk: Desk, ids: Sequence[Id], one: bool, why: Why) -> Id:
    """Begin to print extracts; the id of the long work. RuleBroken: none of them, too many for one run."""
    if not 0 < len(ids) <= MOST_EXTRACTS:
        raise RuleBroken("extracts.most", most=MOST_EXTRACTS) if ids else RuleBroken("extracts.nothing")
    return jobs.begin(desk, JOB_EXTRACTS, {"ids": list(ids), "one": one}, why, total=len(ids))


def extracts_work(run: Run) -> Row:
    """The long work over extracts: the file first, then the act that says they were printed."""
    found, made = extracts.drawn(run.desk, run.params["ids"])
    each = [LetterPapers((p,), made.logo) for p in made.papers]
    signer = "" if run.params["one"] else signing.by(run.desk, SignedPaper.extract)
    files = dict(
        render_many(
            (signing.sealed(run.desk, p, signer) for p in each), progress=run.progress, stop=run.stopped,
            protected=not run.params["one"],
        )
    )  # fmt: skip
    if run.stopped():
        return {}
    extracts.said_printed(run.desk, found, run.why())
    _kept(run, "extracts", [f"{x.number}.pdf".replace("/", "-") for x in found], files, run.params["one"])
    return {"n": len(files)}


def _kept(run: Run, name: str, names: Sequence[str], files: dict[int, bytes], one: bool) -> None:
    if one:
        run.keep(f"{name}.pdf", joined(files[n] for n in sorted(files)))
    else:
        run.keep(f"{name}.zip", zipped((called, files[n]) for n, called in enumerate(names)))


__all__ = [
    "JOB", "JOB_EXTRACTS", "Way", "begin", "begin_extracts", "bundle", "extracts_work", "papers", "pdf", "print_work",
    "stem", "word",
]  # fmt: skip
