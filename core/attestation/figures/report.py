"""The chair's report as values for its paper: text, tables and charts of one commission; PDF and DOCX of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core import docx, looks
from core.attestation.figures import tables
from core.attestation.figures.acts import answers_of, parts_of
from core.attestation.figures.reading import READ, YEARS, Cut, forms, narrowed, of_commission
from core.attestation.figures.rules import GRADES, Figure, cut, figure
from core.attestation.figures.tables import Lines, Table, Words
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import t
from core.pdf.attestation_report import Block, Grid, ReportPaper, render
from core.pdf.drawn import Drawn
from core.pdf.drawn import Sort as ChartSort
from core.sums import read
from schemas.attestation import Commission, CommissionStatus
from schemas.base import LANGS, Id, Lang
from schemas.kinds.sheets import Signer
from schemas.reference import Office

ROOM = "attestation_figures"
MARGINS = ("study_form", "language", "funding")


def pdf(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The report as PDF in a language; who took it is written down."""
    return render(_taken(desk, id, lang))


def word(desk: Desk, id: Id, lang: Lang) -> bytes:
    """The same to be edited in Word."""
    return docx.report(_taken(desk, id, lang))


def _taken(desk: Desk, id: Id, lang: Lang) -> ReportPaper:
    made = paper(desk, id, lang)
    looks.note(desk, "attestation_report", "commissions", id, f"{made.title} · {made.under}", "download", lang=lang)
    return made


def paper(desk: Desk, id: Id, lang: Lang) -> ReportPaper:
    """All that stands on the report. Raises NotFound, Forbidden; RuleBroken where the office is not described."""
    commission = desk.get(Commission, id, READ)
    row = desk.store.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    office = Office.model_validate(row)
    chair, secretary = (
        next((s.called for s in commission.seats if s.part is p and s.until is None), "")
        for p in (Signer.chair, Signer.secretary)
    )
    ended = commission.closed_on
    ordered = commission.order
    facts = (
        (t(f"{ROOM}.p_number", lang), commission.number or "—"), (t(f"{ROOM}.p_year", lang), str(commission.year)),
        (t(f"{ROOM}.p_order", lang), t(f"{ROOM}.p_decided", lang, number=ordered.number, day=ordered.day)
         if ordered else "—"),
        (t(f"{ROOM}.p_programmes", lang), "; ".join(p.label.get(lang) for p in commission.programmes)),
    )  # fmt: skip
    done = commission.status is CommissionStatus.closed
    return ReportPaper(
        title=t(f"{ROOM}.report_title", lang), under=commission.label().get(lang), lang=lang,
        day=ended or desk.today(),
        institution=tuple(dict.fromkeys(office.name.get(x) for x in (lang, *[x for x in LANGS if x != lang]))),
        office=office.office_name.get(lang), facts=facts,
        blocks=(*_composition(commission, lang), *_statistics(desk, commission, lang), *_text(desk, commission, lang)),
        signatures=((t(f"{ROOM}.p_chair", lang), chair), (t(f"{ROOM}.p_secretary", lang), secretary)),
        draft="" if done else t(f"{ROOM}.p_draft", lang), sample=office.demo,
    )  # fmt: skip


def _composition(commission: Commission, lang: Lang) -> list[Block]:
    order = (Signer.chair, Signer.member, Signer.secretary)
    seats = sorted(commission.seats, key=lambda s: order.index(s.part) if s.part in order else 1)
    rows = tuple(
        (s.part.label(lang), s.called, ", ".join(x for x in (s.degree, s.position, s.workplace) if x) or "—")
        for s in seats
    )
    heads = tuple(t(f"{ROOM}.{k}", lang) for k in ("p_as", "p_name", "p_post"))
    return [Block("heading", t(f"{ROOM}.p_composition", lang)), Block("table", grid=Grid(heads, rows, 3))]


def _statistics(desk: Desk, commission: Commission, lang: Lang) -> list[Block]:
    """The commission's own year by form, study form, language, funding; five years of its programmes beside it."""
    every = of_commission(desk.store, commission.year, commission.id)
    first, words = narrowed(every, Cut()), tables.words_of(desk, lang)
    heard, graduates = forms(first), [r for r in first if not r["form"]]
    blocks = [Block("heading", t(f"{ROOM}.p_statistics", lang))]
    if not heard:
        return [*blocks, Block("text", t(f"{ROOM}.none", lang))]
    whole = [(t(f"{ROOM}.whole", lang), figure(heard))]
    by_form = tables.in_order(cut(heard, "form"), words["form"])
    lines = [*by_form, *(whole if len(by_form) > 1 else [])]
    head, of = t(f"{ROOM}.form", lang), str(commission.year)
    blocks += _table(tables.people([(t(f"{ROOM}.whole", lang), figure(graduates))], t(f"{ROOM}.people", lang), lang),
                     lang)  # fmt: skip
    why = figure(graduates)
    if why.why:
        blocks += _table(tables.reasons(why, lang), lang)
    blocks += _table(tables.grades(lines, head, lang), lang)
    blocks.append(Block("chart", chart=marks_chart(lines, of, lang)))
    blocks += _table(tables.rates(lines, head, lang), lang)
    blocks += [Block("quiet", f"{t(f'{ROOM}.rate_{n}', lang)} = {t(f'{ROOM}.f_{n}', lang)}") for n in
               ("pass", "quality")]  # fmt: skip
    blocks += _table(tables.works(lines, head, lang), lang)
    for by in MARGINS:
        found = tables.in_order(cut(heard, by), words[by])
        if len(found) > 1:
            blocks += _table(tables.grades(found, t(f"{ROOM}.{by}", lang), lang), lang)
            blocks += _table(tables.rates(found, t(f"{ROOM}.{by}", lang), lang), lang)
    again = forms(narrowed(every, Cut(again=True)))
    if again:
        blocks.append(Block("under", t(f"{ROOM}.table_again", lang)))
        blocks += _table(tables.grades(tables.in_order(cut(again, "form"), words["form"]), head, lang), lang, "")
    return [*blocks, *_trend(desk, commission, words, lang)]


def _trend(desk: Desk, commission: Commission, words: Words, lang: Lang) -> list[Block]:
    """Five years of the programmes (and the department) the commission hears, whatever commissions heard them."""
    years = range(commission.year - YEARS + 1, commission.year + 1)
    found = read(desk.store, [f"attestation:{y}" for y in years])
    programmes = {p.id for p in commission.programmes}
    unit = commission.department.id if commission.department else None
    lines = []
    for year in years:
        rows = [r for r in forms(narrowed(found[f"attestation:{year}"], Cut(department=unit)))
                if r["programme"] in programmes]  # fmt: skip
        if rows:
            lines.append((str(year), figure(rows)))
    if len(lines) < 2:
        return []
    blocks = [Block("under", t(f"{ROOM}.chart_trend", lang)),
              Block("chart", chart=rates_chart(lines, f"{lines[0][0]}–{lines[-1][0]}", lang, "lines"))]  # fmt: skip
    return blocks + _table(tables.rates(lines, t(f"{ROOM}.year", lang), lang), lang)


def _text(desk: Desk, commission: Commission, lang: Lang) -> list[Block]:
    blocks = []
    for part in parts_of(commission):
        text = commission.parts.get(part.code, "")
        blocks += [Block("heading", part.label.get(lang)), Block("text", text or f"— {t(f'{ROOM}.p_empty', lang)}")]
    blocks.append(Block("heading", t(f"{ROOM}.recommendations", lang)))
    blocks += [Block("item", f"{n}. {said}") for n, said in enumerate(commission.recommendations, 1)] or [
        Block("text", f"— {t(f'{ROOM}.p_empty', lang)}")
    ]
    blocks.append(Block("heading", t(f"{ROOM}.answers", lang)))
    told = answers_of(desk, commission)
    if not told:
        return [*blocks, Block("text", t(f"{ROOM}.answers_none", lang))]
    heads = ("№", t(f"{ROOM}.said", lang), t(f"{ROOM}.done", lang))
    rows = tuple((str(n), a.said, a.done or f"— {t(f'{ROOM}.unanswered', lang)}") for n, a in enumerate(told, 1))
    return [*blocks, Block("table", grid=Grid(heads, rows, 3))]


def _table(table: Table, lang: Lang, title: str | None = None) -> list[Block]:
    head = table.title if title is None else title
    said = [Block("under", head)] if head else []
    return [*said, Block("table", grid=Grid(table.heads, table.said(lang)))]


def marks_chart(lines: Lines, period: str, lang: Lang) -> Drawn:
    """How the marks are distributed: shares of those who appeared."""
    series = tuple(
        (t(f"{ROOM}.{g}", lang), tuple(_rounded(f.rate(g).value) for _, f in lines)) for g in GRADES
    )  # fmt: skip
    return _chart("stacked", "chart_marks", lines, series, period, lang)


def rates_chart(lines: Lines, period: str, lang: Lang, sort: ChartSort = "bars") -> Drawn:
    """Pass and quality, of those who appeared."""
    series = tuple(
        (t(f"{ROOM}.rate_{n}", lang), tuple(_rounded(f.rate(n).value) for _, f in lines)) for n in ("pass", "quality")
    )
    return _chart(sort, "chart_trend" if sort == "lines" else "chart_rates", lines, series, period, lang)


def _chart(
    sort: ChartSort, title: str, lines: Lines, series: tuple[tuple[str, tuple[Decimal | None, ...]], ...],
    period: str, lang: Lang,
) -> Drawn:  # fmt: skip
    said = t("home.chart_source", lang, unit=t(f"{ROOM}.unit_appeared", lang), period=period,
             source=t(f"{ROOM}.source", lang))  # fmt: skip
    return Drawn(sort, t(f"{ROOM}.{title}", lang), places(lines), series, said, lang)


def places(lines: Sequence[tuple[str, Figure]]) -> tuple[str, ...]:
    """What stands under a place of a chart: its name with the denominator."""
    return tuple(f"{name} ({f.n['appeared']})" for name, f in lines)


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 1)
