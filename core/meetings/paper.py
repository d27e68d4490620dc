"""The protocol of a meeting and an extract from it, as PDF; who took it is written down."""

from __future__ import annotations

from collections.abc import Sequence

from core import looks
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, t
from core.meetings import rules
from core.meetings.reading import get
from core.pdf.attestation_report import Block, Grid, ReportPaper, render
from schemas.base import LANGS, Id, Lang
from schemas.meeting import Meeting, MeetingState
from schemas.reference import Office


def protocol(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The whole protocol; one that is not signed says so on every page."""
    kept = get(desk, id)
    return render(_paper(desk, kept, lang, None))


def extract(desk: Desk, id: Id, items: Sequence[int], lang: Lang) -> bytes:
    """Of a signed protocol what was decided on some questions (numbers from 1). RuleBroken where nothing is signed."""
    kept = get(desk, id)
    if kept.status is not MeetingState.signed or not items:
        raise RuleBroken("meetings.nothing_to_extract")
    return render(_paper(desk, kept, lang, items))


def _paper(desk: Desk, of: Meeting, lang: Lang, items: Sequence[int] | None) -> ReportPaper:
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office = Office.model_validate(row)
    whole, there = rules.voters(of.people)
    title = _t("extract_title" if items else "protocol_title", lang)
    facts = (
        (_t("kind", lang), of.kind_name.get(lang)), (_t("day", lang), f"{date_short(of.day)} {of.time}".strip()),
        (_t("place", lang), of.place or "—"), (_t("chair", lang), of.chair),
        (_t("voters_there", lang), f"{there} / {whole}"), (_t("quorum", lang), of.quorum.label(lang)),
    )  # fmt: skip
    head = f"{title} № {of.number}" if of.number else title
    looks.note(desk, "meeting", "meetings", of.id, f"{head}: {of.label().kk}", "print", lang=lang)
    return ReportPaper(
        title=head, under=of.kind_name.get(lang), lang=lang, day=of.signed_on or of.day,
        institution=tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))),
        office=office.office_name.get(lang), facts=facts, blocks=tuple(blocks(of, lang, items)),
        signatures=((_t("sign_chair", lang), of.chair), (_t("sign_secretary", lang), of.written_by.name)),
        draft="" if of.status is MeetingState.signed else _t("draft", lang), sample=office.demo,
    )  # fmt: skip


def blocks(of: Meeting, lang: Lang, items: Sequence[int] | None = None) -> list[Block]:
    """Who was there (of a whole protocol), each question with its reporter, its decisions with votes, the tasks."""
    found: list[Block] = []
    if not items:
        there, away = ([p for p in of.people if p.present is x] for x in (True, False))
        for word, people in (("there", there), ("away", away)):
            if people:
                names = "; ".join(p.name if p.votes else f"{p.name} ({_t('guest', lang)})" for p in people)
                found += [Block("under", _t(word, lang)), Block("text", names)]
    for n, item in enumerate(of.agenda, 1):
        if items and n not in items:
            continue
        found.append(Block("heading", f"{n}. {item.what}"))
        if item.reporter:
            found.append(Block("text", f"{_t('heard', lang)}: {item.reporter}"))
        for place, d in enumerate(of.decisions, 1):
            if d.item == n:
                found.append(Block("item", f"{_t('decided', lang)} {place}. {d.what}{_votes(of, place, lang)}"))
        numbers = {p for p, d in enumerate(of.decisions, 1) if d.item == n}
        rows = tuple(
            (str(o.decision), o.what or of.decisions[o.decision - 1].what, o.responsible.label.get(lang),
             date_short(o.due))
            for o in of.orders if o.decision in numbers
        )  # fmt: skip
        if rows:
            heads = ("№", _t("h_what", lang), _t("h_responsible", lang), _t("h_due", lang))
            found.append(Block("table", grid=Grid(heads, rows, 4)))
    return found


def _votes(of: Meeting, place: int, lang: Lang) -> str:
    d = of.decisions[place - 1]
    if d.ayes is None:
        return ""
    said = _t("votes", lang, ayes=d.ayes, noes=d.noes or 0, abstained=d.abstained or 0)
    return f" ({said}{'' if d.passed else '; ' + _t('failed', lang)})"


def _t(key: str, lang: Lang, **values: object) -> str:
    return t(f"meetings.{key}", lang, **values)


__all__ = ["blocks", "extract", "protocol"]
