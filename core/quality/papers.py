"""The papers of the management system: the register of risks, the form of one nonconformity; who took one is noted."""

from __future__ import annotations

from core import looks
from core.desk import Desk
from core.errors import RuleBroken
from core.fields import described
from core.i18n import date_short, t
from core.pdf import nonconformity as nonconformity_pdf
from core.pdf import risks as risks_pdf
from core.pdf.nonconformity import ActionPart, NonconformityPaper
from core.pdf.risks import RiskLine, RiskMatrix, RiskRegister
from core.quality import nonconformities, risks
from core.quality.reading import process
from schemas.base import LANGS, Id, Lang, Ref, Text, Word
from schemas.quality import CorrectiveAction, Nonconformity, Risk, RiskLevel
from schemas.reference import Office, SignedPaper


def _office(desk: Desk) -> Office:
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    return Office.model_validate(row)


def _names(office: Office, lang: Lang) -> tuple[str, ...]:
    return tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang])))


def register(desk: Desk, lang: Lang, sort: str = "") -> bytes:
    """The register of open risks (of one sort, or all) as PDF in a language. RuleBroken without an office."""
    found = risks.listed(desk, {"sort": [sort]} if sort else {})
    office, today = _office(desk), desk.today()
    signers = office.signatories(today, SignedPaper.letter)[-1:]
    title = t("quality.register", lang)
    levels = risks.by_level(found)
    paper = RiskRegister(
        date=today, lang=lang, institution=_names(office, lang), office=office.office_name.get(lang), title=title,
        axes=(t("quality.likelihood", lang), t("quality.impact", lang)),
        matrices=tuple(
            RiskMatrix(t(f"quality.matrix_{name}", lang), tuple(risks.place(r, after) for r in found))
            for name, after in (("before", False), ("after", True))
        ),
        heads=tuple(t(f"quality.r_{k}", lang) for k in ("number", "text", "cause", "level", "measures", "residual",
                                                       "owner", "review")),
        lines=tuple(_line(desk, r, lang) for r in found), none=t("quality.risks_none", lang),
        totals=t("quality.register_totals", lang, n=len(found), levels=", ".join(
            f"{level.label(lang)} — {n}" for level, n in levels.items()), done=sum(
            m.done_on is not None for r in found for m in r.measures), all=sum(len(r.measures) for r in found)),
        signatures=(
            (t("quality.drawn_by", lang), desk.actor.name),
            *((s.post.get(lang), s.name.get(lang) if s.name else "") for s in signers),
        ),
        sample=office.demo,
    )  # fmt: skip
    looks.note(desk, "risks", "risks", "register", title, "download", lang=lang)
    return risks_pdf.render(paper)


def _line(desk: Desk, r: Risk, lang: Lang) -> RiskLine:
    today = desk.today()
    told = []
    for m in r.measures:
        until = t("quality.done_said" if m.done_on else "quality.until", lang, day=m.done_on or m.due)
        told.append(f"{m.what} ({m.owner.label.get(lang)}, {until})")
    left = f"{r.residual_likelihood} × {r.residual_impact} = {r.residual_level}, {_said(r.left, lang)}"
    return RiskLine(
        number=r.number, text=r.text, process=", ".join(x for x in (r.sort.label(lang), process(r.process, lang)) if x),
        cause=". ".join(x for x in (r.cause, r.consequence) if x),
        level=f"{r.likelihood} × {r.impact} = {r.level}, {r.grade.label(lang)}", measures="; ".join(told),
        residual=left if r.left else "—", owner=r.owner.label.get(lang), review=date_short(r.review_on),
        late=bool(risks.review_late(r, today) or risks.measures_late(r, today)),
    )  # fmt: skip


def _said(level: RiskLevel | None, lang: Lang) -> str:
    return level.label(lang) if level else ""


def nonconformity(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The form of one nonconformity as PDF in a language. NotFound, Forbidden."""
    kept, office = nonconformities.get(desk, id), _office(desk)
    paper = NonconformityPaper(
        number=kept.number, date=kept.on, lang=lang, institution=_names(office, lang),
        office=office.office_name.get(lang), title=t("quality.nonconformity_paper", lang),
        state=f"{described(Nonconformity, 'status').label(lang)}: {kept.status.label(lang)}", facts=_facts(kept, lang),
        text=kept.text, labels={
            "requirement": described(Nonconformity, "requirement").label(lang), "evidence": t("quality.evidence", lang),
            "correction": described(Nonconformity, "correction").label(lang), "causes": t("quality.causes", lang),
            "action": t("quality.action", lang), "check": t("quality.check", lang),
        },
        requirement=kept.requirement, evidence=tuple(
            ". ".join(x for x in (e.text, e.file.label.get(lang) if e.file else "",
                                  f"{e.by.label.get(lang) if e.by else ''}, {date_short(e.on) if e.on else ''}") if x)
            for e in kept.evidence
        ),
        correction=kept.correction, causes=tuple(c.text for c in kept.causes),
        actions=tuple(_action(a, lang) for a in kept.actions), signatures=_signatures(kept, lang), sample=office.demo,
    )  # fmt: skip
    looks.note(desk, "nonconformity", kept.collection, kept.id, kept.number, "print", lang=lang)
    return nonconformity_pdf.render(paper)


def _facts(kept: Nonconformity, lang: Lang) -> tuple[tuple[str, str], ...]:
    names = ("on", "source", "weight", "process", "unit", "standard", "author", "responsible", "due", "closed_on")
    found = []
    for name in names:
        value = getattr(kept, name)
        if value:
            said = process(value, lang) if name == "process" else _value(value, lang)
            found.append((described(Nonconformity, name).label(lang), said))
    return tuple(found)


def _value(value: object, lang: Lang) -> str:
    if isinstance(value, Ref):
        return value.label.get(lang)
    if isinstance(value, Word):
        return value.label(lang)
    if isinstance(value, Text):
        return value.get(lang)
    return date_short(value) if hasattr(value, "isoformat") else str(value)  # type: ignore[arg-type]


def _action(a: CorrectiveAction, lang: Lang) -> ActionPart:
    specs = {s.path: s for s in described(Nonconformity, "actions").items}
    told = [(specs[n].label(lang), _value(v, lang))
            for n in ("responsible", "due", "done_on", "done_note") if (v := getattr(a, n))]  # fmt: skip
    checked = ""
    if a.check:
        key = "quality.effective_by" if a.check.effective else "quality.not_effective_by"
        checked = f"{t(key, lang, name=a.check.by.label, day=a.check.at)}: {a.check.note}"
    return ActionPart(a.what, tuple(told), checked)


def _signatures(kept: Nonconformity, lang: Lang) -> tuple[tuple[str, str], ...]:
    checker = kept.action.check.by.label.get(lang) if kept.action and kept.action.check else ""
    return (
        (t("quality.found_by", lang), kept.author.label.get(lang)),
        (described(Nonconformity, "responsible").label(lang),
         kept.responsible.label.get(lang) if kept.responsible else ""),
        (t("quality.checked_by", lang), checker),
    )  # fmt: skip


__all__ = ["nonconformity", "register"]
