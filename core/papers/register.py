"""A list of the office on paper: head of the house, facts, bands of rows, signatures (core.pdf.register sets it)."""

from __future__ import annotations

from collections.abc import Sequence

from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import moment, t
from core.pdf.register import Band, Head, RegisterPaper, render
from schemas.base import LANGS, Lang
from schemas.reference import Office


def register(
    desk: Desk,
    title: str,
    lang: Lang,
    facts: tuple[tuple[str, str], ...],
    heads: tuple[Head, ...],
    bands: Sequence[Band],
    draft: str = "",
    before: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
    signatures: tuple[tuple[str, str], ...] = (),
    landscape: bool = False,
) -> bytes:
    """A list of the office on paper, as the office is called today; draft: said in red above the heading of a paper
    that is not signed. RuleBroken where the office is not described."""
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office = Office.model_validate(row)
    names = dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))
    return render(
        RegisterPaper(
            title=title,
            lang=lang,
            day=desk.today(),
            institution=tuple(names),
            office=office.office_name.get(lang),
            facts=facts,
            heads=heads,
            bands=tuple(bands),
            draft=draft,
            before=before,
            after=after,
            landscape=landscape,
            made=t("load.made_at", lang, at=moment(desk.now(), lang, short=True)),
            signatures=signatures,
            sample=office.demo,
        )
    )
