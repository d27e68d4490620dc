"""The composition of a commission as a paper, the annex of the order; and as a table."""

from __future__ import annotations

from core import export, looks
from core.attestation.commissions import rules
from core.attestation.commissions.reading import get
from core.desk import Desk
from core.i18n import LANGS, t
from core.pdf.commission import CommissionPaper, render
from schemas.attestation import Commission, CommissionSeat, CommissionStatus
from schemas.base import Id, Lang
from schemas.kinds.sheets import Signer
from schemas.reference import Office, SignedPaper

HEADS = ("part", "name", "degree", "position", "workplace")


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The composition of today as a PDF; without an order it says that it is a draft. Who took it is written down."""
    one = get(desk, id)
    looks.note(desk, "commissions", "commissions", one.id, one.number, "print")
    return render(paper(desk, one, lang))


def paper(desk: Desk, one: Commission, lang: Lang) -> CommissionPaper:
    """The paper as plain values in its language."""
    row = desk.store.one("office", {})
    office = Office.model_validate(row) if row else None
    names = [office.name.get(x) for x in (lang, *(x for x in LANGS if x != lang))] if office else []
    annex = t("commissions.list_project", lang)
    if one.order:
        annex = t("commissions.list_annex_of", lang, number=one.order.number, day=one.order.day)
    facts = [(t("commissions.programmes", lang), ", ".join(p.label.get(lang) for p in one.programmes)),
             (t("commissions.year", lang), str(one.year))]  # fmt: skip
    if one.department:
        facts.insert(1, (t("commissions.department", lang), one.department.label.get(lang)))
    day = one.order.day if one.order else desk.today()
    signers = office.signatories(day, SignedPaper.order)[:1] if office else []
    return CommissionPaper(
        title=t("commissions.list_title", lang), name=one.name.get(lang), number=one.number, annex=annex,
        day=day, lang=lang,
        institution=tuple(dict.fromkeys(n for n in names if n)), facts=tuple(facts),
        heads=tuple(t(f"commissions.{h}", lang) for h in HEADS),
        rows=tuple(_cells(s, lang) for s in sitting(desk, one)), draft=one.status not in STANDS,
        sample=bool(office and office.demo),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers),
    )  # fmt: skip


STANDS = (CommissionStatus.ordered, CommissionStatus.closed)


def sitting(desk: Desk, one: Commission) -> list[CommissionSeat]:
    """Who sits today, or sat on the last day of one that is done: chair, members, secretary."""
    return sorted(one.sitting_on(one.closed_on or desk.today()), key=lambda s: rules.SEATS.index(s.part))


def _cells(seat: CommissionSeat, lang: Lang) -> tuple[str, ...]:
    return (_part(seat.part, lang), seat.called, seat.degree, seat.position, seat.workplace)


def _part(part: Signer, lang: Lang) -> str:
    return part.label(lang)


def xlsx(desk: Desk, id: Id, lang: Lang) -> bytes:
    """Everybody who sat, with the days of who came or left later. Who took it is written down."""
    one = get(desk, id)
    looks.note(desk, "commissions", "commissions", one.id, one.number, "download")
    heads = [t(f"commissions.{h}", lang) for h in (*HEADS, "since", "until")]
    ordered = sorted(one.seats, key=lambda s: rules.SEATS.index(s.part))
    rows = [(*_cells(s, lang), s.since, s.until) for s in ordered]
    notes = [f"{t('commissions.number_n', lang, number=one.number)}: {one.label().get(lang)}",
             t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]  # fmt: skip
    return export.xlsx(heads, rows, one.number, notes)


__all__ = ["paper", "pdf", "sitting", "xlsx"]
