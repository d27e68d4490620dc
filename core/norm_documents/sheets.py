"""The two annexed sheets on paper, to the form: the change sheet of 4 columns and the acknowledgement sheet of 5
(clauses 51, annex-1 and annex-2)."""

from __future__ import annotations

from core import looks
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, moment, t
from core.norm_documents.reading import get, of_version, version, versions
from core.norm_documents.steps import PAGE
from core.pdf.norm_sheet import NormColumn, NormSheetPaper, render
from schemas.base import Id, Lang
from schemas.norm_document import Acknowledgement, NormChange, NormDocument, NormStage
from schemas.reference import Office

BLANK = 12  # empty rows after the last, for the pen
STOOD = (NormStage.council, NormStage.in_force, NormStage.obsolete)


def changes(desk: Desk, document: Id) -> list[NormChange]:
    """The rows of a document's change sheet, of all its adopted versions, in the order they were registered."""
    found = [v for v in reversed(versions(desk, document)) if v.status in STOOD]
    return [row for v in found for row in v.changes]


def change_sheet(desk: Desk, document: Id, lang: Lang) -> bytes:
    """Annex 1 as PDF; who printed it is written down. RuleBroken where the office is not described."""
    doc = get(desk, document)
    rows = tuple(
        (r.number, date_short(r.day) if r.day else "", r.text, _signed(r, lang)) for r in changes(desk, document)
    )  # fmt: skip
    columns = (
        NormColumn(t("norms.sheet_number", lang), 26, True), NormColumn(t("norms.sheet_day", lang), 26, True),
        NormColumn(t("norms.sheet_changes", lang)), NormColumn(t("norms.sheet_sign", lang), 44),
    )  # fmt: skip
    return _sheet(desk, doc, "change", columns, rows, lang)


def _signed(row: NormChange, lang: Lang) -> str:
    if row.signed is None:
        return ""
    at = moment(row.signed_at, lang, short=True) if row.signed_at else ""
    return t("norms.sheet_signed", lang, name=row.signed.name, at=at)


def ack_sheet(desk: Desk, id: Id, lang: Lang) -> bytes:
    """Annex 2 of a version as PDF; who printed it is written down. RuleBroken where the office is not described."""
    of = version(desk, id)
    doc = get(desk, of.document.id)
    _, acks = of_version(desk, id)
    rows = tuple((str(n), a.person, a.position, _mark(a, lang), date_short(a.day)) for n, a in enumerate(acks, 1))
    columns = (
        NormColumn(t("norms.sheet_row", lang), 14, True), NormColumn(t("norms.sheet_name", lang)),
        NormColumn(t("norms.sheet_post", lang), 44), NormColumn(t("norms.sheet_sign", lang), 36),
        NormColumn(t("norms.sheet_date", lang), 24, True),
    )  # fmt: skip
    return _sheet(desk, doc, "ack", columns, rows, lang)


def _mark(ack: Acknowledgement, lang: Lang) -> str:
    return t("norms.sheet_by_sign_in", lang, at=moment(ack.at, lang, short=True))


def _sheet(
    desk: Desk, doc: NormDocument, which: str, columns: tuple[NormColumn, ...], rows: tuple[tuple[str, ...], ...],
    lang: Lang,
) -> bytes:  # fmt: skip
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office, title = Office.model_validate(row), t(f"norms.sheet_{which}", lang)
    looks.note(desk, PAGE, "norm_documents", doc.id, f"{title} · {doc.name.get(lang)}", "print")
    return render(
        NormSheetPaper(
            lang=lang, title=title.upper(), day=desk.today(), kind=doc.sort.label(lang), name=doc.name.get(lang),
            institution=office.name.get(lang), page_word=t("norms.sheet_page", lang, n="{n}", of="{of}"),
            columns=columns, rows=rows, blank=BLANK if len(rows) < BLANK else 3, sample=office.demo,
            made=t("load.made_at", lang, at=moment(desk.now(), lang, short=True)),
        )
    )  # fmt: skip
