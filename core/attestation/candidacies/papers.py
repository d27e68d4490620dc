"""Lists of the preparation on paper and for Excel: topics and programmes, who is not admitted, who is at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from core import export
from core.attestation.admission import Admission
from core.attestation.record import worded
from core.attestation.risk import AtRisk
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import number, order_key, t
from core.papers.register import register
from core.pdf.register import Band, Head, numbered
from schemas.attestation import Candidacy, Presented
from schemas.base import Lang, Ref

Line = tuple[str, tuple[str, ...]]  # under which heading, the cells


@dataclass(frozen=True)
class Paper:
    """A list: its title, columns (word of `graduates.head`, width in mm), lines in their order."""

    name: Literal["topics", "refused", "risk"]
    columns: tuple[tuple[str, float], ...]
    lines: tuple[Line, ...]

    def heads(self, lang: Lang) -> list[str]:
        """Words of the columns."""
        return [t(f"graduates.head.{c}", lang) for c, _ in self.columns]

    def title(self, lang: Lang) -> str:
        """What it is called."""
        return t(f"graduates.paper_{self.name}", lang)


def said(of: Presented, lang: Lang) -> str:
    """What is presented, in one line."""
    parts = [of.topic.get(lang)] if of.topic else []
    for w in of.works:
        minutes = f" ({number(w.minutes, lang)}′)" if w.minutes is not None else ""
        parts.append(f"{w.composer} – {w.title}{minutes}" if w.composer else f"{w.title}{minutes}")
    return "; ".join(parts)


def topics(found: Sequence[Candidacy], lang: Lang) -> Paper:
    """What each graduate presents, a band for each form of a department."""

    def under(of: Candidacy) -> str:
        return " · ".join(x for x in (of.form_name.get(lang), _label(of.department, lang)) if x)

    ordered = sorted(found, key=lambda c: (order_key(under(c)), c.key, c.id))
    lines = tuple(
        (under(c), (c.student.label.get(lang), c.group, said(c.presented, lang), _label(c.presented.supervisor, lang),
                    c.presented.reviewer.name if c.presented.reviewer else "", c.status.label(lang)))
        for c in ordered
    )  # fmt: skip
    return Paper("topics", (("student", 48), ("group", 24), ("what", 0), ("supervisor", 42), ("reviewer", 36),
                            ("status", 26)), lines)  # fmt: skip


def refused(found: Sequence[Admission], lang: Lang) -> Paper:
    """Who is not admitted and why."""
    lines = tuple(
        (_label(a.of.programme, lang), (a.student.label.get(lang), a.number, a.of.group, worded(a.reasons).get(lang)))
        for a in sorted(found, key=lambda a: (order_key(_label(a.of.programme, lang)), a.key)) if a.reasons
    )  # fmt: skip
    return Paper("refused", (("student", 60), ("number", 28), ("group", 28), ("why", 0)), lines)


def at_risk(found: Sequence[AtRisk], lang: Lang) -> Paper:
    """Who is at risk and why."""
    lines = tuple(
        (_label(r.department or r.programme, lang),
         (r.student.label.get(lang), r.number, r.group, _label(r.teacher, lang),
          worded(r.reasons, "graduates.risk").get(lang)))
        for r in sorted(found, key=lambda r: (order_key(_label(r.department or r.programme, lang)),
                                              order_key(r.student.label.kk)))
    )  # fmt: skip
    return Paper("risk", (("student", 54), ("number", 26), ("group", 26), ("teacher", 42), ("why", 0)), lines)


def _label(ref: Ref | None, lang: Lang) -> str:
    return ref.label.get(lang) if ref else ""


def pdf(desk: Desk, of: Paper, year: int, lang: Lang) -> bytes:
    """The list on paper. RuleBroken where there is nothing on it."""
    if not of.lines:
        raise RuleBroken("graduates.paper_empty")
    heads = (Head("№", 9, right=True), *(Head(w, mm) for w, (_, mm) in zip(of.heads(lang), of.columns, strict=True)))
    bands = [Band(title, numbered([cells for _, cells in some]))
             for title, some in groupby(of.lines, key=lambda x: x[0])]  # fmt: skip
    facts = ((t("graduates.year", lang), str(year)), (t("graduates.head.people", lang), str(len(of.lines))))
    return register(desk, of.title(lang), lang, facts, heads, bands,
                    signatures=((t("graduates.made_by", lang), desk.actor.name),), landscape=True)  # fmt: skip


def xlsx(desk: Desk, of: Paper, year: int, lang: Lang) -> bytes:
    """The same for Excel."""
    notes = [f"{of.title(lang)}, {year}", t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    heads = [t("graduates.head.form" if of.name == "topics" else "graduates.head.programme", lang), *of.heads(lang)]
    return export.xlsx(heads, [(under, *cells) for under, cells in of.lines], of.title(lang), notes)


__all__ = ["Paper", "at_risk", "pdf", "refused", "said", "topics", "xlsx"]
