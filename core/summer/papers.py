"""The papers of the summer: what is to be paid, the list with its timetable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby

from core import export, looks
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import number, order_key, t
from core.papers.register import register
from core.pdf.register import Band, Head, numbered
from core.summer.fees import Fee
from core.summer.lines import Applied
from schemas.base import Id, Lang, Text
from schemas.term import Term
from schemas.timetable import Weekday

BOTH: tuple[Lang, Lang] = ("kk", "ru")


def fee_headings(lang: Lang) -> list[str]:
    """Headings of the fee list."""
    keys = ("student", "number", "group", "discipline", "credits", "price", "amount", "paid", "owed", "receipt")
    return [t(f"summer.fee.{k}", lang) for k in keys]


def fee_row(fee: Fee, lang: Lang) -> list[export.Cell]:
    """One line of the fee list."""
    of = fee.of
    return [
        of.student.label.get(lang),
        of.number,
        of.group,
        of.discipline.label.get(lang),
        of.credits,
        fee.price,
        fee.amount,
        fee.paid,
        fee.owed,
        of.payment.receipt if of.payment else "",
    ]


def fee_xlsx(desk: Desk, term: Term, fees: Sequence[Fee], lang: Lang) -> bytes:
    """The fee list for Excel."""
    notes = [term.label().get(lang), t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx(fee_headings(lang), [fee_row(f, lang) for f in fees], t("summer.fees", lang), notes)


def fee_pdf(desk: Desk, term: Term, fees: Sequence[Fee], lang: Lang) -> bytes:
    """The fee list on paper, a band for each student with what he owes."""
    heads = (
        Head("№", 9, right=True),
        Head(t("summer.fee.discipline", lang), 0),
        Head(t("summer.fee.credits", lang), 17, True),
        Head(t("summer.fee.amount", lang), 25, True),
        Head(t("summer.fee.paid", lang), 25, True),
        Head(t("summer.fee.receipt", lang), 25),
    )
    bands = []
    ordered = sorted(fees, key=lambda f: (order_key(f.of.student.label.kk), f.of.study))
    for _, some in groupby(ordered, key=lambda f: f.of.study):
        mine = list(some)
        one = mine[0].of
        rows = [
            (
                f.of.discipline.label.get(lang),
                number(f.of.credits, lang),
                tenge(f.amount, lang),
                "—" if f.paid is None else tenge(f.paid, lang),
                f.of.payment.receipt if f.of.payment else "",
            )
            for f in mine
        ]
        said = t("summer.fee.owes", lang, amount=tenge(sum((f.owed for f in mine), Decimal(0)), lang))
        bands.append(Band(f"{one.student.label.get(lang)} · {one.number} · {one.group}", numbered(rows), said))
    sums = (
        (t("summer.fee.all_credits", lang), number(sum((f.of.credits for f in fees), Decimal(0)), lang)),
        (t("summer.fee.all_amount", lang), tenge(sum((f.amount for f in fees), Decimal(0)), lang)),
        (t("summer.fee.all_owed", lang), tenge(sum((f.owed for f in fees), Decimal(0)), lang)),
    )
    return register(
        desk,
        t("summer.fees", lang),
        lang,
        ((t("summer.term", lang), term.label().get(lang)), *sums),
        heads,
        bands,
        signatures=((t("summer.payments_head", lang), ""), (t("summer.made_by", lang), desk.actor.name)),
    )


def list_pdf(desk: Desk, term: Term, found: Sequence[Applied]) -> bytes:
    """What is taught in the summer, when, where and to whom, in Kazakh and Russian side by side, to be pinned up."""
    sections = desk.store.rows(
        "sections", {"term.id": term.id}, {"code": 1, "discipline": 1, "teacher": 1, "members": 1}
    )
    when = _when(desk, term.id)
    heads = (
        Head("№", 9, right=True),
        Head(_two("summer.fee.student"), 0),
        Head(_two("summer.fee.number"), 30),
        Head(_two("summer.fee.group"), 40),
    )
    groups = {a.number: a.group for a in found}
    bands = []
    for row in sorted(sections, key=lambda r: (order_key(r["discipline"]["label"]["kk"]), r["code"])):
        if not row.get("members"):
            continue
        title = _both(Text.model_validate(row["discipline"]["label"]).get)
        teacher = row["teacher"]["label"]["kk"] if row.get("teacher") else _two("summer.no_teacher")
        rows = [(m["student"]["label"]["kk"], m["number"], groups.get(m["number"], "")) for m in row["members"]]
        bands.append(
            Band(
                f"{title} · {row['code']} · {teacher} · {when.get(row['_id'], _two('summer.no_lessons'))}",
                numbered(rows),
            )
        )
    if not bands:
        raise RuleBroken("summer.list_empty")
    facts = ((_two("summer.term"), _both(term.label().get)), (_two("summer.sections"), str(len(bands))))
    looks.note(desk, "summer", "sections", "", f"{_two('summer.list_title')} · {term.code}", "print")
    return register(desk, _two("summer.list_title"), "kk", facts, heads, bands, landscape=True)


def _when(desk: Desk, term: Id) -> dict[Id, str]:
    """Days, hours and rooms of the sections of a term, in both languages."""
    found: dict[Id, list[str]] = {}
    rows = desk.store.rows("lessons", {"term.id": term}, None, [("weekday", 1), ("starts", 1)])
    for row in rows:
        room = f", {row['room']['label']['kk']}" if row.get("room") else ""
        day = _both(Weekday(row["weekday"]).label)
        found.setdefault(row["section"]["id"], []).append(f"{day} {row['starts']}–{row['ends']}{room}")
    return {section: "; ".join(said) for section, said in found.items()}


def _both(said: Callable[[Lang], str]) -> str:
    first, second = (said(x) for x in BOTH)
    return first if first == second else f"{first} / {second}"


def _two(key: str) -> str:
    return _both(lambda lang: t(key, lang))


def tenge(value: Decimal, lang: Lang) -> str:
    """An amount of money: «36 000 ₸», without an idle zero."""
    return f"{number(value.quantize(Decimal(1)) if value == value.to_integral_value() else value, lang)} ₸"
