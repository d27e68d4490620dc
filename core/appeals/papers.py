"""The paper of an appeal: the application and the protocol, set from the office's own templates."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from core import house, looks, merged
from core.appeals.reading import get
from core.db.codec import plain
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import t
from core.papers import content, trial, typeset
from core.pdf.letter import LetterPaper, render
from core.templates import TABLES, fill, pieces_of
from schemas.appeal import Appeal, AppealStatus
from schemas.base import Id, Lang
from schemas.kinds import Sort, Template

Which = Literal["application", "protocol"]
DECIDED = (AppealStatus.upheld, AppealStatus.rejected)


def pdf(desk: Desk, id: Id, which: Which, lang: Lang) -> bytes:
    """The application for an appeal, or the commission's protocol once it has decided; who took it is written down.

    RuleBroken where there is no decision yet, or the office is not described.
    """
    appeal = get(desk, id)
    if which == "protocol" and appeal.status not in DECIDED:
        raise RuleBroken("appeals.no_protocol")
    body = house.entry(Sort.template, f"appeal_{which}").as_body(Template)
    made = paper(desk, appeal, body, which, lang)
    looks.note(desk, "appeals", "appeals", appeal.id, appeal.label().get(lang), "print", student=appeal.student.id)
    return render(made, logo=typeset.logo(desk.store, made.logo))


def paper(desk: Desk, appeal: Appeal, body: Template, which: Which, lang: Lang) -> LetterPaper:
    """The paper as it is set: the values of the appeal, of its student, and who signs."""
    office = trial.first_office(desk)
    who, study = merged.whose(desk.store, appeal.student.id, appeal.study)
    found, grids = content.values(trial.about(desk, who, study, {}), office, lang, desk.today())
    found |= content.of("appeal", plain(appeal), lang)
    rows = [{"part": s.part.label(lang), "name": s.person.label.get(lang)} for s in appeal.commission]
    grids["commission"] = TABLES["commission"].grid(rows, lang)
    blocks = fill(pieces_of(content.text_of(body, lang)), found, grids)
    number, day = (appeal.protocol, appeal.protocol_day) if which == "protocol" else (appeal.number, appeal.filed_on)
    signs: tuple[tuple[str, str], ...] = ((t("appeals.student", lang), appeal.student.label.get(lang)),)
    if which == "protocol":
        signs = tuple((r["part"], r["name"]) for r in rows)
    made = content.letter(body, blocks, office, lang, number, day or desk.today(), "", strict=False)
    return replace(made, signatures=signs)
