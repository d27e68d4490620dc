"""A layout and the words of a diploma become the paper that is set: each variable in its place, nothing made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from core.diplomas.words import names
from core.errors import Problem, Problems
from core.i18n import t
from core.pdf import diploma as pdf
from core.pdf.diploma import Box, DiplomaPaper, Fault, Unfit
from core.pdf.fonts import Face, Unprintable
from core.templates.language import parse
from core.templates.pieces import Choose, Piece, Table, Value, Variable, Words, holds
from schemas.base import LANGS, Lang
from schemas.kinds import DiplomaLayout
from schemas.kinds.diplomas import Align, Drawn, Letters, Printer, Spot

# The office has one cut of serif: both serifs are set in it.
FACES = {
    Letters.serif: Face.SERIF,
    Letters.serif_bold: Face.SERIF,
    Letters.sans: Face.SANS,
    Letters.sans_bold: Face.BOLD,
}
ALIGNS = {Align.left: "L", Align.centre: "C", Align.right: "R"}


@lru_cache(maxsize=512)
def pieces(text: str) -> tuple[Piece, ...]:
    """A field's text, read by the variables of a diploma. Raises Problems with an empty field."""
    return parse(text, names(), {})


def said(text: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of a field's text with a graduate's words; a line that says nothing is left out."""
    values = {name: Value(words.get(name, ""), words.get(name, "")) for name in names()}
    whole = "".join(_said(pieces(text), values))
    return tuple(line for raw in whole.split("\n") if (line := " ".join(raw.split())))


def _said(found: Iterable[Piece], values: Mapping[str, Value]) -> Iterator[str]:
    for piece in found:
        match piece:
            case Words(text, _):
                yield text
            case Variable(name, _):
                yield values[name].said.replace("\n", " ")
            case Choose(branches):
                yield from _said(
                    next((b.then for b in branches if b.test is None or holds(b.test, values)), ()), values
                )
            case Table():  # a diploma has no tables: the language refuses them by the empty list above
                continue


def paper(
    layout: DiplomaLayout, words: Mapping[str, str], dated: date, *, title: str = "", printer: str = "",
    sample: bool = False, measure: bool = False, lang: Lang = "kk",
) -> DiplomaPaper:  # fmt: skip
    """The paper of these words in this layout; printer: the code of one of its printers, whose offset is added."""
    by = next((p for p in layout.printers if p.code == printer), None) or Printer(code="none", name="—")
    return DiplomaPaper(
        title=title or words.get("number", ""), dated=dated,
        boxes=tuple(_box(spot, words) for spot in layout.spots),
        width=float(layout.width), height=float(layout.height), pages=layout.pages, margin=float(layout.margin),
        right=float(by.right), down=float(by.down), sample=sample, lang=lang,
        ornament=not layout.preprinted and not measure, measure=measure,
    )  # fmt: skip


def _box(spot: Spot, words: Mapping[str, str]) -> Box:
    lines = said(spot.text or "{{ qr }}", words) if spot.draws in (Drawn.text, Drawn.qr) else ()
    if spot.draws is Drawn.qr:  # the payload exactly as the platform gave it
        payload = words.get("qr", "") if "{{" in spot.text or not spot.text else spot.text
        lines = (payload,) if payload else ()
    return Box(
        spot.code, spot.draws.value, float(spot.x), float(spot.y), float(spot.width), float(spot.height), lines,  # type: ignore[arg-type]
        spot.page, FACES[spot.letters], float(spot.size), float(spot.least), ALIGNS[spot.align],  # type: ignore[arg-type]
    )  # fmt: skip


def problems(faults: Iterable[Fault], layout: DiplomaLayout | None = None) -> list[Problem]:
    """What a paper would lose, as problems beside the fields of the layout (`spots.<n>`), or by code alone."""
    at = {spot.code: n for n, spot in enumerate(layout.spots)} if layout else {}
    return [
        Problem(f"spots.{at[f.code]}" if f.code in at else f.code, f"diplomas.fault_{f.why}", {"code": f.code})
        for f in faults
    ]  # fmt: skip


def set_(made: DiplomaPaper, protected: bool = True) -> bytes:
    """The file of a paper. Raises Problems by the names of the fields that do not fit or hold unknown letters."""
    try:
        return pdf.render(made, protected)
    except Unfit as e:
        raise Problems(problems(e.faults)) from None
    except Unprintable as e:
        raise Problems(
            [Problem("", "transcripts.unprintable", {"text": e.text, "letters": "".join(e.characters)})]
        ) from None


def unprintable(spot: Spot) -> dict[str, str] | None:
    """The letters of a field's own text that its face does not have, with that text; None where it has all."""
    try:
        pdf.fitted(_box(spot, sample()))
    except Unprintable as e:
        return {"text": e.text, "letters": "".join(e.characters)}
    return None


def seen(made: DiplomaPaper, layout: DiplomaLayout) -> tuple[bytes, list[Problem]]:
    """A paper to look at, and what it would lose as problems beside the fields of its layout; the rest is drawn."""
    found, boxes = [], []
    at = {spot.code: n for n, spot in enumerate(layout.spots)}
    for box in made.boxes:
        try:
            pdf.fitted(box)
            boxes.append(box)
        except Unprintable as e:
            said = {"text": e.text, "letters": "".join(e.characters)}
            found.append(Problem(f"spots.{at[box.code]}", "transcripts.unprintable", said))
    whole = replace(made, boxes=tuple(boxes))
    return pdf.render(whole, draft=True), found + problems(pdf.faults(whole), layout)


def trial(layout: DiplomaLayout, words: Mapping[str, str], dated: date, printer: str = "", lang: Lang = "kk") -> bytes:
    """The test page on plain paper: words, places, scales and crosses, moved by the printer's offset, marked SAMPLE.

    Raises Problems beside the printer (`printers.<n>.right`) whose offset would cut something."""
    if found := cut(layout, words, dated, printer):
        raise Problems(found)
    made = paper(layout, words, dated, title="SAMPLE", printer=printer, sample=True, measure=True, lang=lang)
    return seen(made, layout)[0]


def cut(layout: DiplomaLayout, words: Mapping[str, str], dated: date, only: str = "") -> list[Problem]:
    """The printers whose offset would push something into the unprintable margin that stands clear of it without;
    only: one of them, by its code."""
    found: list[Problem] = []
    off = [(n, p) for n, p in enumerate(layout.printers) if (p.right or p.down) and (not only or p.code == only)]
    bare = {f.code for f in pdf.faults(paper(layout, words, dated)) if f.why == "margin"} if off else set()
    for n, by in off:
        lost = {f.code for f in pdf.faults(paper(layout, words, dated, printer=by.code)) if f.why == "margin"} - bare
        if lost:
            values = {"name": by.name, "codes": ", ".join(sorted(lost))}
            found.append(Problem(f"printers.{n}.{'right' if by.right else 'down'}", "diplomas.offset_cuts", values, n))
    return found


def longest(lang: Lang = "kk") -> dict[str, str]:
    """The sample with what is hardest to fit: a name of 120 letters, titles of 300."""
    words = sample(lang)
    for each in LANGS:
        for name, letters in (("name", 120), ("programme", 300), ("degree", 120), ("institution", 200)):
            word = words[f"{name}_{each}"]
            words[f"{name}_{each}"] = (f"{word} " * (letters // len(word) + 1))[:letters].strip()
    return words


def sample(lang: Lang = "kk") -> dict[str, str]:
    """Invented words of a graduate with honours, to try a layout with."""
    spoken = {n for n in names() if n[-3:] in ("_kk", "_ru", "_en")}
    found = {n: t(f"diplomas.sample.{n[:-3]}", n[-2:]) for n in spoken}  # type: ignore[arg-type]
    return found | {
        "number": "2027-00001", "series_number": "BD 0000001", "programme_code": "6B02115", "protocol": "2027-0012",
        "order": "77-С/2027", "head_name": t("diplomas.sample.head_name", lang), "accreditation": "—",
        "year_from": "2023", "year_to": "2027", "qr": "https://example.invalid/SAMPLE",
    }  # fmt: skip
