"""The paper of an order: its wording, the paper set from it, what is wrong with it, and the paper as it was signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core import house
from core.db.codec import plain
from core.errors import NotFound, Problem, Problems, RuleBroken
from core.i18n import moment, t
from core.orders.cases import Reader
from core.orders.checks import Found
from core.orders.text.values import Around, around, blocks
from core.papers import content
from core.papers.code import printable
from core.pdf.letter import LetterPaper, Part
from core.pdf.words import DRAFT, NO_FORCE
from core.templates import Set, faults, variables
from schemas.base import LANGS, Lang, Text
from schemas.kinds import OrderKind, PaperSort, Template
from schemas.order import PREPARED, Order, OrderStatus, Wording
from schemas.task import Approval, ApprovalState, StepState

LATER = {"order.number", "order.day", "order.day_short", "order.signer"}  # known only when it is signed


@dataclass(frozen=True)
class Composed:
    """A set text. missing: variables it prints that have no value; names: all it prints, asks or sets in columns."""

    paper: LetterPaper
    missing: tuple[str, ...]
    names: frozenset[str]


def template(code: str) -> Template | None:
    """A template in force today; None where the kind names none, or one that is not there."""
    try:
        return house.entry("template", code).as_body(Template) if code else None
    except NotFound:
        return None


def live(order: Order, kind: OrderKind) -> dict[str, Wording]:
    """The wording by language as a draft has it now: written by hand, else the kind's template."""
    body = template(kind.template)
    found: dict[str, Wording] = {}
    for lang in LANGS:
        text = order.texts.get(lang, "") or (getattr(body, lang) if body else "")
        if text.strip():
            title = order.about or (body.title if body else order.kind_name)
            found[lang] = Wording(title=title.get(lang), text=text)
    return found


def wording(order: Order, kind: OrderKind) -> dict[str, Wording]:
    """The wording an order is set from: as it stands now while it is a draft, then as it was agreed to."""
    if order.status in (OrderStatus.draft, OrderStatus.dropped):
        return live(order, kind)
    return {lang: said for lang, said in order.wording.items() if said.text}


def of_extract(kind: OrderKind) -> dict[str, Wording]:
    """The wording of extracts by language; empty where the kind makes none."""
    body = template(kind.extract)
    return {
        x: Wording(title=body.title.get(x), text=getattr(body, x)) for x in LANGS if body and getattr(body, x).strip()
    }


def langs(order: Order, kind: OrderKind) -> list[Lang]:
    """The languages this order has a text in."""
    have = order.printed or wording(order, kind)
    return [x for x in LANGS if x in have]


def compose(of: Around, lang: Lang) -> Composed:
    """The order as a paper, marked as a draft until it is signed. Raises Problems beside `texts.<lang>`: there is no
    text, or a fault in it with its line."""
    order = of.order
    said = wording(order, of.kind).get(lang)
    if said is None:
        raise Problems([Problem(f"texts.{lang}", "order_text.none", {"lang": _language(lang)})])
    try:
        parts, missing, names = blocks(of, said.text, lang, said.title)
    except Problems as e:
        raise Problems([Problem(f"texts.{lang}", p.key, p.values) for p in e.problems]) from None
    paper = headed(of, template(of.kind.template), lang, order.number, order.day or of.today)
    paper = replace(
        paper, title=t("order_text.title", lang), signatures=_signatures(of, paper, lang), stamp=stamp(order),
        parts=(Part("heading", ((said.title, False),)), *parts),
    )  # fmt: skip
    return Composed(paper, missing, names)


def headed(of: Around, body: Template | None, lang: Lang, number: str, day: date) -> LetterPaper:
    """A paper of the house without its words: head, number, day, who signs orders by the institution's card."""
    body = body or Template(paper=PaperSort.order, title=of.order.kind_name, kk="—")
    return content.letter(body, Set(), of.office, lang, number, day, "", strict=False)


def stamp(order: Order) -> str:
    """What is marked at the head of every page."""
    if order.status in PREPARED or order.status is OrderStatus.dropped:
        return DRAFT
    return NO_FORCE if order.status is OrderStatus.cancelled else ""


def _signatures(of: Around, paper: LetterPaper, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Who signed; before that, who signs orders by the institution's card."""
    if of.order.signer is None:
        return paper.signatures
    told = of.order.signer.get(lang)
    for one in of.office.signatories(of.order.day or of.today, PaperSort.order.value):
        name = one.name.get(lang) if one.name else ""
        if name and name in told:
            return ((told.replace(name, "").strip(" ,–—"), name),)
    return ((told, ""),)


def wrong(reader: Reader, order: Order, kind: OrderKind, today: date) -> list[Found]:
    """Everything wrong with the texts of an order and of its extracts: none in Kazakh, a fault with its line, a value
    that would be missing, a letter the fonts lack."""
    found: list[Found] = []
    own = live(order, kind)
    if "kk" not in own:
        found.append(Found("order_text.none", {"lang": _language("kk")}, field="texts.kk"))
    try:
        of = around(reader, order, today, kind)
    except RuleBroken as e:
        return [*found, Found(e.key, e.values, field="texts.kk")]
    for lang in [x for x in LANGS if x in own]:
        field = f"texts.{lang}"
        if bad := faults(own[lang].text):
            found += [Found(p.key, p.values, field=field) for p in bad]
            continue
        made = compose(of, lang)
        if missing := [n for n in made.missing if n not in LATER]:
            found.append(Found("order_text.values", {"names": _labels(missing), "lang": _language(lang)}, field=field))
        try:
            printable(plain(content.kept(made.paper)))
        except RuleBroken as e:
            found.append(Found(e.key, e.values, field=field))
    for one in of_extract(kind).values():
        found += [Found(p.key, p.values, field="texts.kk") for p in faults(one.text)]
    return found


def agreed_to(order: Order, kind: OrderKind) -> None:
    """Keep the wording that others are asked to agree to (at the check)."""
    nothing = Wording(title="", text="")  # a language that fell away since an earlier check: no key is ever removed
    order.wording = dict.fromkeys(order.wording, nothing) | live(order, kind)
    order.extract_wording = dict.fromkeys(order.extract_wording, nothing) | of_extract(kind)


def freeze(reader: Reader, order: Order, kind: OrderKind, today: date) -> None:
    """The paper of a signed order for good, in every language it has. Raises Problems beside `texts.<lang>`, RuleBroken
    (a letter the fonts lack)."""
    of = around(reader, order, today, kind)
    printed: dict[str, Any] = {}
    for lang in langs(order, kind):
        made = compose(of, lang)
        if made.missing:
            names = {"names": _labels(made.missing), "lang": _language(lang)}
            raise Problems([Problem(f"texts.{lang}", "order_text.values", names)])
        kept = plain(content.kept(made.paper))
        printable(kept)
        printed[lang] = {"paper": kept, "names": sorted(made.names)}
    order.printed = printed


def back(reader: Reader, order: Order, lang: Lang) -> tuple[Part, ...]:
    """Who agreed to the order and when, for the back of its paper; empty where nobody was asked."""
    rows = reader.rows("approvals", {"subject.id": order.id})
    every = [Approval.model_validate(r) for r in rows if r["state"] == ApprovalState.agreed.value]
    if not every:
        return ()
    heads = tuple(t(f"order_text.agreed_{c}", lang) for c in ("post", "by", "at", "note"))
    steps = [s for s in max(every, key=lambda a: a.id).steps if s.state is StepState.agreed]
    lines = tuple(
        (
            s.role.label(lang), " / ".join(x.label.get(lang) for x in (s.by, s.for_whom) if x),
            moment(s.at, lang, short=True) if s.at else "", s.note,
        )
        for s in steps
    )  # fmt: skip
    title = Part("heading", ((t("order_text.agreed", lang), False),))
    return title, Part("table", heads=heads, aligns=("L",) * 4, rows=lines)


def _labels(names: Iterable[str]) -> Text:
    known = variables()
    return Text(**{x: ", ".join(dict.fromkeys(known[n].label.get(x) for n in names))[:400] for x in LANGS})


def _language(lang: Lang) -> Text:
    return Text(**{x: t(f"common.lang.{lang}", x) for x in LANGS})


__all__ = [
    "LATER", "Composed", "agreed_to", "back", "compose", "freeze", "headed", "langs", "live", "of_extract", "stamp",
    "wrong",
]  # fmt: skip
