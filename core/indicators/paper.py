"""The leaders' page on one sheet of paper; who took it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from core import access, looks
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, moment, office_day, t
from core.indicators.reading import READ, Line
from core.indicators.words import aim, parts, process, worded
from core.pdf.indicators import IndicatorCell, IndicatorRow, IndicatorsPaper, Sign, render
from schemas.base import LANGS, Lang
from schemas.indicator import Reached
from schemas.reference import Office, SignedPaper

FIVE = 5  # periods that are shown
SIGNS: Mapping[Reached, Sign] = {
    Reached.good: "good", Reached.near: "near", Reached.bad: "bad", Reached.watched: "watched",
    Reached.no_data: "no_data",
}  # fmt: skip


def pdf(desk: Desk, lines: Sequence[Line], of_whom: str, lang: Lang) -> bytes:
    """The lines as they stand on the screen, in a language. of_whom: a department's name, "" for the whole institution.
    Raises Forbidden, RuleBroken where the office is not described."""
    access.require(desk.actor, READ)
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office = Office.model_validate(row)
    lights = Counter(x.last.light if x.last else Reached.no_data for x in lines)
    signers = office.signatories(desk.today(), SignedPaper.letter)[-1:]
    heads = ("state", "name", "periods", "target", "last", "owner")
    paper = IndicatorsPaper(
        title=t("indicators.title", lang), lang=lang, day=desk.today(),
        institution=tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))),
        office=office.office_name.get(lang), of_whom=of_whom or t("indicators.whole", lang),
        figures=t("indicators.figures", lang, good=lights[Reached.good], near=lights[Reached.near],
                  bad=lights[Reached.bad], none=lights[Reached.no_data]),
        rows=tuple(_row(line, lang) for line in lines),
        words={h: t(f"indicators.paper_{h}", lang) for h in heads} | {r.value: r.label(lang) for r in Reached},
        made=t("indicators.paper_made", lang, at=moment(desk.now(), lang, short=True), who=desk.actor.name),
        signatures=tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers),
        sample=office.demo,
    )  # fmt: skip
    looks.note(desk, "indicators", "measurements", "", f"{paper.title} · {paper.of_whom}", "print", lang=lang)
    return render(paper)


def _row(of: Line, lang: Lang) -> IndicatorRow:
    last = of.last
    cells = tuple(
        IndicatorCell(p.name.get(lang), worded(of.body, v.value if v else None, lang),
                      SIGNS[v.light] if v else "no_data")
        for p, v in list(zip(of.periods, of.values, strict=True))[-FIVE:]
    )  # fmt: skip
    return IndicatorRow(
        name=of.kind.name.get(lang), process=process(of, lang), sign=SIGNS[last.light] if last else "no_data",
        state=last.light.label(lang) if last else t("indicators.not_computed", lang), periods=cells,
        target=worded(of.body, aim(of), lang), value=worded(of.body, last.value, lang) if last else "—",
        parts=parts(last, lang), owner=of.body.owner.label(lang),
        computed=date_short(office_day(last.computed_at)) if last else "—",
    )  # fmt: skip


__all__ = ["pdf"]
