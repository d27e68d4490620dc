"""The report of an assessment by criteria, as the council signs it."""

from __future__ import annotations

from core import looks
from core.criteria.reading import get, said
from core.desk import Desk
from core.fields import described
from core.i18n import date_short, moment, t
from core.papers.trial import first_office
from core.pdf.listed import ListedPaper, render
from schemas.base import LANGS, Id, Lang
from schemas.criteria import Assessment, AssessmentState, CriterionRow


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The report as PDF in a language; who took it is written down."""
    paper = values(desk, get(desk, id), lang)
    looks.note(desk, "criteria", "assessments", id, paper.number, "print", lang=lang)
    return render(paper)


def values(desk: Desk, kept: Assessment, lang: Lang) -> ListedPaper:
    """All that stands on the report."""
    office = first_office(desk)
    names = (lang, *[x for x in LANGS if x != lang])
    draft = kept.status is AssessmentState.draft
    council = [x.strip() for x in kept.council.replace(";", "\n").splitlines() if x.strip()]
    gathered = moment(kept.found_at, lang, short=True) if kept.found_at else "—"
    return ListedPaper(
        title=t("criteria.report", lang), number=kept.number, day=desk.today(), lang=lang, landscape=True,
        about=t("criteria.about", lang, start=kept.start, end=kept.end),
        institution=tuple(dict.fromkeys(office.name.get(x) for x in names)),
        facts=(
            (t("criteria.period", lang), f"{date_short(kept.start)} – {date_short(kept.end)}"),
            (t("criteria.gathered", lang), gathered), (t("criteria.by", lang), kept.begun_by.label.get(lang)),
            (t("criteria.state", lang), kept.status.label(lang)),
        ),
        heads=tuple(t(f"criteria.{h}", lang) for h in ("criterion", "evidence", "verdict", "note")),
        widths=(3.4, 3.2, 1.5, 2.6),
        rows=tuple(_row(r, lang) for r in kept.findings),
        after=tuple(x for x in (
            f"{described(Assessment, 'conclusion').label(lang)}: {kept.conclusion}" if kept.conclusion else "",
            t("criteria.is_draft", lang) if draft else "",
        ) if x),
        signatures=tuple((t("criteria.member", lang), name) for name in council), sample=office.demo,
    )  # fmt: skip


def _row(row: CriterionRow, lang: Lang) -> tuple[str, ...]:
    figure = said(row, lang)
    found = f"{row.evidence.label(lang)}: {figure}" if figure else ""
    return (
        row.name.get(lang), "\n".join(x for x in (found, row.shown) if x) or "—",
        row.verdict.label(lang) if row.verdict else "—", row.note or "—",
    )  # fmt: skip


__all__ = ["pdf", "values"]
