"""The papers of a promotion: the drafts of its orders, the list for Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from core import export, looks
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, number, t
from core.papers.register import register
from core.pdf.register import Band, Head, numbered
from core.progress.reading import rules_today, shown
from core.promotions.rules import cleared_by
from schemas.base import Lang
from schemas.promotion import Promotion, PromotionRow, PromotionState, Verdict

Order = Literal["promotion", "expulsion"]
IN: dict[Order, tuple[Verdict, ...]] = {
    "promotion": (Verdict.promoted, Verdict.with_debts, Verdict.repeat), "expulsion": (Verdict.expel,),
}  # fmt: skip


def why_words(row: PromotionRow, lang: Lang, places: int = 2) -> str:
    """The grounds of a row as one sentence, with its figures."""
    said = []
    for ground in row.grounds:
        word = ground.label(lang)
        if ground.value == "debts":
            word = f"{word}: {len(row.owed)}"
        if ground.value == "third_fail":
            names = [o.discipline.label.get(lang) for o in row.owed if o.fails == max(x.fails for x in row.owed)]
            word = f"{word}: {', '.join(names)}"
        if ground.value in ("reached", "below") and row.gpa is not None and row.threshold is not None:
            sign = "≥" if ground.value == "reached" else "<"
            word = f"{word} ({number(row.gpa, lang, places)} {sign} {number(row.threshold, lang, places)})"
        said.append(word)
    return "; ".join(said)


def order_text(doc: Promotion, of: Order, lang: Lang) -> tuple[str, tuple[str, ...]]:
    """The basis and the points of an order, as its draft says them; a point about nobody is left out."""
    basis = "order_basis" if doc.decision else "order_basis_plain"
    day = date_short(doc.decision_day) if doc.decision_day else "—"
    said = {
        "year": _span(doc.year), "decision": doc.decision or "—", "day": day,
        "clear": date_short(cleared_by(doc.clear_by, doc.year)) if doc.clear_by else "—",
    }  # fmt: skip
    count = {v: sum(r.decided is v for r in doc.rows) for v in Verdict}
    points = [(f"order_{v.value}", count[v]) for v in IN[of] if count[v]]
    if of == "promotion" and (lost := sum(doc.loses_grant(r) for r in doc.rows)):
        points.append(("order_grant", lost))
    points.append(("order_control", 0))
    return t(f"promotion.{basis}", lang, **said), tuple(
        f"{n}. {t(f'promotion.{key}', lang, n=many, **said)}" for n, (key, many) in enumerate(points, 1)
    )


def order_pdf(desk: Desk, doc: Promotion, of: Order, lang: Lang) -> bytes:
    """The draft of the order: whom it promotes, promotes with debts, leaves to repeat; or whom it expels.

    RuleBroken where it would name nobody."""
    taken = [r for r in doc.rows if r.decided in IN[of]]
    if not taken:
        raise RuleBroken("promotion.order_empty")
    rules = rules_today(desk)
    heads = (
        Head("№", 9, right=True), Head(t("promotion.student", lang), 0), Head(t("promotion.number", lang), 20),
        Head(t("promotion.group", lang), 24), Head("GPA", 12, right=True), Head(t("promotion.grounds", lang), 62),
    )  # fmt: skip
    bands, start = [], 1
    by = sorted(taken, key=lambda r: (list(Verdict).index(r.decided), r.course))  # type: ignore[arg-type]
    for (verdict, course), some in groupby(by, key=lambda r: (r.decided, r.course)):
        assert verdict is not None
        up = verdict in (Verdict.promoted, Verdict.with_debts)
        key = "band_up" if up else "band_stays"
        rows = [_cells(doc, r, lang, rules) for r in some]
        title = f"{verdict.label(lang)} · {t(f'promotion.{key}', lang, course=course, next=course + 1)}"
        bands.append(Band(title, numbered(rows, start), str(len(rows))))
        start += len(rows)
    basis, points = order_text(doc, of, lang)
    draft = t("summer.draft", lang)
    if doc.state is PromotionState.draft:
        draft = f"{draft}. {t('promotion.not_approved', lang)}"
    looks.note(desk, "promotion", "promotions", doc.id, doc.label().get(lang), "download", order=of)
    return register(
        desk, t(f"promotion.order_title_{of}", lang), lang,
        ((t("promotion.year", lang), _span(doc.year)),
         (t("promotion.faculty", lang), doc.faculty.label.get(lang) if doc.faculty else "—"),
         (t("promotion.students", lang), str(len(taken)))),
        heads, bands, draft=draft, before=(basis, *points), signatures=((t("summer.rector", lang), ""),),
    )  # fmt: skip


def _cells(doc: Promotion, row: PromotionRow, lang: Lang, rules: object) -> tuple[str, ...]:
    gpa = shown(row.gpa, rules)  # type: ignore[arg-type]
    said = row.note if row.differs and row.note else why_words(row, lang)
    if doc.loses_grant(row):
        said = f"{said}; {t('promotion.grant_stops', lang)}"
    return (row.student.label.get(lang), row.number, row.group, "—" if gpa is None else number(gpa, lang, 2), said)


HEADS = ("number", "student", "course", "group", "programme", "gpa", "threshold", "credits", "debts", "owed",
         "computed", "grounds", "decided", "note", "decided_by", "decided_at")  # fmt: skip


def xlsx(desk: Desk, doc: Promotion, lang: Lang) -> bytes:
    """A promotion as a table, every row with its reason; who took it is written down."""
    looks.note(desk, "promotion", "promotions", doc.id, doc.label().get(lang), "download")
    notes = [doc.label().get(lang), doc.state.label(lang), t("tables.exported_at", lang, at=desk.now(),
                                                             who=desk.actor.name)]  # fmt: skip
    return export.xlsx(
        [t(f"promotion.{h}", lang) for h in HEADS], [_row(r, lang) for r in doc.rows], t("promotion.title", lang), notes
    )


def _row(r: PromotionRow, lang: Lang) -> Sequence[export.Cell]:
    day: date | None = r.at.date() if r.at else None
    return (
        r.number, r.student.label.get(lang), r.course, r.group, r.programme.label.get(lang) if r.programme else "",
        None if r.gpa is None else round(r.gpa, 2), r.threshold, r.credits, len(r.owed),
        "; ".join(f"{o.discipline.label.get(lang)} ({o.fails})" for o in r.owed),
        r.computed.label(lang) if r.computed else "", why_words(r, lang), r.decided.label(lang) if r.decided else "",
        r.note, r.by.name if r.by else "", day,
    )  # fmt: skip


def _span(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
