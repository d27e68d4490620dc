"""The papers of a promotion: the grounds of a row in words, the list for Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core import export, looks
from core.desk import Desk
from core.i18n import number, office_day, t
from schemas.base import Lang
from schemas.promotion import Promotion, PromotionRow


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
    day: date | None = office_day(r.at) if r.at else None
    return (
        r.number, r.student.label.get(lang), r.course, r.group, r.programme.label.get(lang) if r.programme else "",
        None if r.gpa is None else round(r.gpa, 2), r.threshold, r.credits, len(r.owed),
        "; ".join(f"{o.discipline.label.get(lang)} ({o.fails})" for o in r.owed),
        r.computed.label(lang) if r.computed else "", why_words(r, lang), r.decided.label(lang) if r.decided else "",
        r.note, r.by.name if r.by else "", day,
    )  # fmt: skip


def _span(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"
