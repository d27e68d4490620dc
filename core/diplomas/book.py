"""The registration book (domain.md 6.5) and the issue list: as a table, and on paper to print, sign and bind."""

from __future__ import annotations

from collections.abc import Sequence

from core import export, looks
from core.desk import Desk
from core.diplomas import reading
from core.i18n import date_short, t
from core.papers.register import register
from core.pdf.register import Band, Head
from schemas.base import Basis, Lang
from schemas.diploma import Diploma, DiplomaStatus, Takes

HEADS = ("n", "number", "day", "name", "iin", "years", "programme", "degree", "honours", "series_number", "blank",
         "supplements", "protocol", "order", "recipient", "issuer", "note")  # fmt: skip


def row_of(of: Diploma, iin: str, lang: Lang) -> list[str]:
    """A line of the book in words, in the order of HEADS."""
    said = of.values.get("words", {})
    years = "–".join(x for x in (str(said.get("year_from") or ""), str(of.year)) if x)
    programme = " ".join(
        x for x in (str(said.get("programme_code") or ""), str(said.get(f"programme_{lang}") or "")) if x
    )
    main = of.sheet(Takes.diploma)
    rest = [s.number for s in of.sheets if s.what is not Takes.diploma and s.number]
    handed = of.handed
    recipient = ""
    if handed:
        recipient = ", ".join(x for x in (handed.name, handed.how.label(lang), handed.proxy) if x)
    return [
        str(of.n), of.number, date_short(of.dated) if of.dated else "", of.name.get(lang), iin, years, programme,
        of.qualification.get(lang) if of.qualification else "", t("common.yes", lang) if of.honours else "",
        of.series_number, main.number if main else "", ", ".join(rest), paper(of.protocol), paper(of.order), recipient,
        handed.by.name if handed and handed.by else "", note(of, lang),
    ]  # fmt: skip


def paper(of: Basis | None) -> str:
    """Number and day of a protocol or an order."""
    return f"№\u00a0{of.number}, {date_short(of.day)}" if of and of.day else f"№\u00a0{of.number}" if of else ""


def note(of: Diploma, lang: Lang) -> str:
    """The last column: of which it is a duplicate, which duplicates it has, replaced, annulled, from the paper book."""
    said = [t("diplomas_page.duplicate_of", lang, number=of.of.label.get(lang))] if of.of else []
    said += [s.what.label(lang) for s in of.sheets] if of.of and of.sheet(Takes.diploma) is None else []
    said += [t("diplomas_page.duplicates_are", lang, numbers=", ".join(d.label.get(lang) for d in of.duplicates))
             ] if of.duplicates else []  # fmt: skip
    said += [of.status.label(lang)] if of.status in (DiplomaStatus.replaced, DiplomaStatus.annulled) else []
    return "; ".join([*said, *([of.old] if of.old else [])])


def rows(desk: Desk, year: int, lang: Lang) -> list[list[str]]:
    """The lines of a year, in the order of their numbers."""
    found = reading.booked(desk, year)
    iins = reading.iins(desk, found)
    return [row_of(d, iins.get(d.student.id, "") if d.student else "", lang) for d in found]


def xlsx(desk: Desk, year: int, lang: Lang) -> bytes:
    """The book of a year as a table; who took it is written down."""
    name = f"{t('diplomas_page.book', lang)} {year}"
    looks.note(desk, "diplomas", "diplomas", "", f"{name}.xlsx", "download")
    notes = [name, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx([t(f"diplomas_page.head.{h}", lang) for h in HEADS], rows(desk, year, lang), str(year), notes)


def pdf(desk: Desk, year: int, lang: Lang) -> bytes:
    """The book of a year on paper, across the page, with places for signatures."""
    name = f"{t('diplomas_page.book', lang)} {year}"
    looks.note(desk, "diplomas", "diplomas", "", name, "print")
    lines = tuple(
        (r["n"], _two(r["number"], r["day"]), _two(r["name"], r["iin"]), r["years"], r["programme"],
         _two(r["degree"], t("diplomas_page.head.honours", lang).lower() if r["honours"] else ""),
         _two(*map(_whole, (r["series_number"], r["blank"], r["supplements"]))), _two(r["protocol"], r["order"]),
         r["recipient"], "", r["issuer"], r["note"])
        for r in (dict(zip(HEADS, row, strict=True)) for row in rows(desk, year, lang))
    )  # fmt: skip

    def head(key: str, width: float, right: bool = False) -> Head:
        return Head(t(f"diplomas_page.paper.{key}", lang), width, right)

    heads = (
        head("n", 7, True), head("number", 20), head("name", 0), head("years", 16), head("programme", 32),
        head("degree", 22), head("papers", 24), head("basis", 27), head("recipient", 22), head("signature", 17),
        head("issuer", 20), head("note", 21),
    )  # fmt: skip
    facts = ((t("diplomas_page.count", lang), str(len(lines))),)
    return register(desk, name, lang, facts, heads, [Band("", lines)], landscape=True)


def issue_list(desk: Desk, found: Sequence[Diploma], year: int, lang: Lang) -> bytes:
    """Those whose diplomas wait for them, with a place for the signature of each."""
    name = f"{t('diplomas_page.issue_list', lang)} {year}"
    looks.note(desk, "diplomas", "diplomas", "", name, "print")
    heads = (
        Head("№", 9, right=True), Head(t("diplomas_page.head.name", lang), 0),
        Head(t("diplomas_page.head.group", lang), 22), Head(t("diplomas_page.head.number", lang), 27),
        Head(t("diplomas_page.paper.papers", lang), 38), Head(t("diplomas_page.head.handed", lang), 24),
        Head(t("diplomas_page.paper.signature", lang), 26),
    )  # fmt: skip
    lines = tuple(
        (str(n), d.name.get(lang), d.group, d.number, _two(*(_whole(s.number) for s in d.sheets if s.number)), "", "")
        for n, d in enumerate(found, 1)
    )
    facts = ((t("diplomas_page.count", lang), str(len(lines))),)
    return register(desk, name, lang, facts, heads, [Band("", lines)])


def uncollected_pdf(desk: Desk, found: Sequence[Diploma], lang: Lang) -> bytes:
    """Those who have not come for their diplomas, whichever their year, on paper."""
    name = t("diplomas_page.uncollected_list", lang)
    looks.note(desk, "diplomas", "diplomas", "", name, "print")
    widths = (9, 27, 0, 20, 13, 22, 15, 44)
    heads = tuple(
        Head(h, w, right=n in (0, 6)) for n, (h, w) in enumerate(zip(_waiting_heads(lang), widths, strict=True))
    )
    lines = tuple(tuple(row) for row in _waiting_rows(desk, found, lang))
    facts = ((t("diplomas_page.count", lang), str(len(lines))),)
    return register(desk, name, lang, facts, heads, [Band("", lines)])


def uncollected_xlsx(desk: Desk, found: Sequence[Diploma], lang: Lang) -> bytes:
    """The same as a table; who took it is written down."""
    name = t("diplomas_page.uncollected_list", lang)
    looks.note(desk, "diplomas", "diplomas", "", f"{name}.xlsx", "download")
    notes = [name, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx(_waiting_heads(lang), _waiting_rows(desk, found, lang), "1", notes)


def _waiting_heads(lang: Lang) -> list[str]:
    keys = ("number", "name", "group", "year", "dated", "waits", "blanks")
    return ["№", *(t(f"diplomas_page.head.{k}", lang) for k in keys)]


def _waiting_rows(desk: Desk, found: Sequence[Diploma], lang: Lang) -> list[list[str]]:
    today = desk.today()
    return [
        [str(n), d.number, d.name.get(lang), d.group, str(d.year), date_short(d.dated) if d.dated else "",
         str(reading.waiting(d, today)), _two(*(_whole(s.number) for s in d.sheets if s.number))]
        for n, d in enumerate(found, 1)
    ]  # fmt: skip


def _two(*said: str) -> str:
    return "; ".join(x for x in said if x)


def _whole(number: str) -> str:
    """A number that no line breaks."""
    return number.replace(" ", "\u00a0").replace(",\u00a0", ", ")
