"""The report of an audit as values for its paper: plan, checklist with evidence, findings, conclusions."""

from __future__ import annotations

from collections import Counter

from core import docx, looks
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, t
from core.internal_audits.reading import get
from core.pdf.attestation_report import Block, Grid, ReportPaper, render
from schemas.base import LANGS, Id, Lang
from schemas.internal_audit import AuditCriterion, AuditState, FindingGrade, InternalAudit
from schemas.reference import Office

ROOM = "internal_audits"
FINAL = (AuditState.reported, AuditState.closed)


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The report as PDF in a language; who took it is written down."""
    return render(_taken(desk, id, lang))


def word(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The same to be edited in Word."""
    return docx.report(_taken(desk, id, lang))


def _taken(desk: Desk, id: Id, lang: Lang) -> ReportPaper:
    made = paper(desk, get(desk, id), lang)
    looks.note(desk, "internal_audit", "internal_audits", id, f"{made.title} · {made.under}", "download", lang=lang)
    return made


def paper(desk: Desk, audit: InternalAudit, lang: Lang) -> ReportPaper:
    """All that stands on the report. RuleBroken where the office is not described."""
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office = Office.model_validate(row)
    unit = audit.unit.label if audit.unit else office.office_name
    auditors = ", ".join(a.label.get(lang) for a in audit.auditors)
    facts = (
        (_said("number", lang), audit.number),
        (_said("term", lang), f"{date_short(audit.first)} – {date_short(audit.last)}"),
        (_said("process", lang), audit.process_name.get(lang)), (_said("unit", lang), unit.get(lang)),
        (_said("standard", lang), audit.standard), (_said("lead", lang), audit.lead.label.get(lang)),
        (_said("auditors", lang), auditors or "—"),
        (_said("programme", lang), audit.programme.label.get(lang) if audit.programme else _said("outside", lang)),
    )  # fmt: skip
    signs = ((_said("lead", lang), audit.lead.label.get(lang)),
             *((_said("auditor", lang), a.label.get(lang)) for a in audit.auditors))  # fmt: skip
    return ReportPaper(
        title=_said("report_title", lang), under=audit.process_name.get(lang), lang=lang,
        day=audit.reported_on or desk.today(),
        institution=tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))),
        office=office.office_name.get(lang), facts=facts, blocks=tuple(blocks(audit, lang)), signatures=signs,
        draft="" if audit.status in FINAL else _said("draft", lang), sample=office.demo,
    )  # fmt: skip


def blocks(audit: InternalAudit, lang: Lang) -> list[Block]:
    """What is read, in its order."""
    found = [Block("heading", _said("aim", lang)), Block("text", audit.aim or "—"),
             Block("heading", _said("criteria", lang))]  # fmt: skip
    found += [Block("item", f"{n}. {criterion(c, lang)}") for n, c in enumerate(audit.criteria, 1)]
    found += [Block("heading", _said("summary", lang)), Block("table", grid=_summary(audit, lang)),
              Block("heading", _said("findings", lang)), *_findings(audit, lang),
              Block("heading", _said("checklist", lang))]  # fmt: skip
    rows = tuple(
        (str(n), r.question, r.clause or "—", r.evidence or (r.file.label.get(lang) if r.file else "—"),
         r.outcome.label(lang))
        for n, r in enumerate(audit.checklist, 1)
    )  # fmt: skip
    heads = ("№", *(_said(k, lang) for k in ("question", "requirement", "evidence", "outcome")))
    found.append(Block("table", grid=Grid(heads, rows, 5)) if rows else Block("text", "—"))
    return [*found, Block("heading", _said("conclusions", lang)), Block("text", audit.conclusions or "—")]


def _summary(audit: InternalAudit, lang: Lang) -> Grid:
    of = Counter(f.grade for f in audit.findings)
    heads = (_said("checked", lang), *(g.label(lang) for g in FindingGrade))
    return Grid(heads, ((str(len(audit.checklist)), *(str(of[g]) for g in FindingGrade)),), 0)


def _findings(audit: InternalAudit, lang: Lang) -> list[Block]:
    if not audit.findings:
        return [Block("text", _said("no_findings", lang))]
    heads = ("№", *(_said(k, lang) for k in ("grade", "requirement", "finding", "evidence", "nonconformity")))
    rows = tuple(
        (str(n), f.grade.label(lang), f.requirement or "—", f.text, f.evidence,
         f.nonconformity.label.kk if f.nonconformity else "—")
        for n, f in enumerate(audit.findings, 1)
    )  # fmt: skip
    return [Block("table", grid=Grid(heads, rows, 6))]


def criterion(of: AuditCriterion, lang: Lang) -> str:
    """A criterion in one line."""
    document = of.document.label.get(lang) if of.document else ""
    return ", ".join(x for x in (document, of.text, _said("clauses", lang, of=of.clause) if of.clause else "") if x)


def _said(key: str, lang: Lang, **values: object) -> str:
    return t(f"{ROOM}.p_{key}", lang, **values)


__all__ = ["blocks", "criterion", "paper", "pdf", "word"]
