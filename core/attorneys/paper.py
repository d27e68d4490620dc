"""A power of attorney on paper, in Kazakh or Russian: the institution's head, whom it trusts with what, until when."""

from __future__ import annotations

from core import looks
from core.attorneys.reading import get
from core.desk import Desk
from core.i18n import date_text, t
from core.papers import content, typeset
from core.papers.trial import first_office
from core.pdf import letter
from core.pdf.letter import LetterPaper, Part
from schemas.base import Id, Lang


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The paper as PDF, protected from copying; who took it is written down."""
    of, office = get(desk, id), first_office(desk)
    words = {
        "office": office.name.get(lang), "who": of.who.label.get(lang), "post": of.post, "before": of.before,
        "starts": date_text(of.starts, lang), "ends": date_text(of.ends, lang), "basis": of.basis,
    }  # fmt: skip
    what = of.what_kk if lang == "kk" else of.what_ru
    said = [t(f"attorneys.paper_{k}", lang, **words) for k in ("given", "for")]
    after = [t(f"attorneys.paper_{k}", lang, **words) for k in ("until", "basis")]
    revoked = [t("attorneys.paper_revoked", lang, day=date_text(of.revoked_on, lang))] if of.revoked_on else []
    parts = [*said, *(x for x in what.splitlines() if x.strip()), *after, *revoked]
    signers = office.signatories(of.day, "")[:1]
    paper = LetterPaper(
        lang=lang, title=t("attorneys.paper_title", lang), number=of.number, dated=of.day, city=office.city.get(lang),
        house=content.house(office, lang), parts=tuple(Part("text", ((x, False),)) for x in parts),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers),
        seal=office.seal.get(lang), check_code="", verify_url="", logo=office.logo, sample=office.demo,
        stamp=t("attorneys.stamp_revoked", lang) if of.revoked_on else "",
    )  # fmt: skip
    looks.note(desk, "attorneys", "attorneys", of.id, of.number, "print", lang=lang)
    return letter.render(paper, logo=typeset.logo(desk.store, office.logo))


__all__ = ["pdf"]
