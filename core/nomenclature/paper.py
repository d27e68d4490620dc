"""The nomenclature of a year and both acts on paper."""

from __future__ import annotations

from core import looks
from core.desk import Desk
from core.i18n import date_short, t
from core.nomenclature.reading import act, kept_said, listed, papers
from core.papers.register import register
from core.papers.trial import first_office
from core.pdf.listed import ListedPaper, render
from core.pdf.register import Band, Head
from schemas.base import LANGS, Id, Lang
from schemas.nomenclature import FileAct, FileActKind, FileActState
from schemas.reference import SignedPaper

COLUMNS = ("index", "name", "papers", "keep", "who", "place", "note")
WIDTHS = {"index": 20, "name": 0, "papers": 16, "keep": 42, "who": 50, "place": 36, "note": 34}


def nomenclature_pdf(desk: Desk, year: int, lang: Lang) -> bytes:
    """The nomenclature of a year as PDF; who took it is written down. RuleBroken without an office."""
    counted, rows = papers(desk, year), []
    for f in listed(desk, year):
        kept = ", ".join(x for x in (kept_said(f.keep, lang), f.article) if x)
        whose = ", ".join(r.label.get(lang) for r in (f.unit, f.person) if r)
        rows.append((f.index, f.name.get(lang), str(counted.get(f.id, 0)), kept, whose or "—", f.place or "—", f.note))
    heads = tuple(Head(t(f"nomenclature.column_{c}", lang), WIDTHS[c], c == "papers") for c in COLUMNS)
    title = t("nomenclature.paper", lang, year=year)
    looks.note(desk, "nomenclature", "file_years", str(year), title, "print", lang=lang)
    signers = first_office(desk).signatories(desk.today(), SignedPaper.letter.value)[:1]
    signed = tuple((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers)
    facts = ((t("nomenclature.folders_n", lang), str(len(rows))),)
    return register(desk, title, lang, facts, heads, [Band("", tuple(rows))], signatures=signed, landscape=True)


def act_pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """An act with its list as PDF; who took it is written down. RuleBroken without an office."""
    kept, office = act(desk, id), first_office(desk)
    names = tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang])))
    destroys = kept.kind is FileActKind.destruction
    looks.note(desk, "nomenclature", "file_acts", id, kept.label().kk, "print", lang=lang)
    return render(ListedPaper(
        title=t(f"nomenclature.act_{kept.kind.value}", lang), about=_about(kept, lang), number=kept.number,
        day=kept.day, lang=lang, institution=names,
        facts=(
            (t("nomenclature.act_day", lang), date_short(kept.day)),
            (t("nomenclature.act_ground" if destroys else "nomenclature.act_to", lang),
             (kept.ground if destroys else kept.to) or "—"),
            (t("nomenclature.folders_n", lang), str(len(kept.folders))),
            (t("nomenclature.act_state", lang), kept.status.label(lang)),
        ),
        heads=tuple(t(f"nomenclature.column_{c}", lang) for c in ("index", "name", "year", "keep")),
        widths=(1.2, 4.6, 0.9, 2.6),
        rows=tuple((f.index, f.name.get(lang), str(f.year),
                    ", ".join(x for x in (kept_said(f.keep, lang), f.article) if x)) for f in kept.folders),
        after=(t(f"nomenclature.after_{kept.kind.value}", lang, n=len(kept.folders)),),
        signatures=_signatures(kept, lang), sample=office.demo,
    ))  # fmt: skip


def _about(kept: FileAct, lang: Lang) -> str:
    return t("nomenclature.act_draft", lang) if kept.status is FileActState.draft else kept.kind.label(lang)


def _signatures(kept: FileAct, lang: Lang) -> tuple[tuple[str, str], ...]:
    found = [(t("nomenclature.drew_up", lang), kept.by.name)]
    found += [(m.post or t("nomenclature.member", lang), m.name) for m in kept.members]
    if kept.kind is FileActKind.handover:
        found.append((t("nomenclature.took", lang), kept.to))
    found.append((t("nomenclature.approved", lang), kept.approved_by.name if kept.approved_by else ""))
    return tuple(found)


__all__ = ["act_pdf", "nomenclature_pdf"]
