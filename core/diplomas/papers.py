"""A sheet of a registered diploma as the paper that is set, from its frozen values alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.diplomas import laying, settings
from core.diplomas.settings import Reader
from core.diplomas.words import DUPLICATE
from core.errors import RuleBroken
from core.pdf.diploma import DiplomaPaper
from core.pdf.supplement import SupplementBlock, SupplementPaper, SupplementRow
from core.pdf.supplement_words import word
from core.pdf.transcript import ScaleRow
from core.pdf.words import day
from schemas.base import LANGS, Lang
from schemas.diploma import Diploma, Takes
from schemas.kinds.diplomas import Shape


def of_sheet(reader: Reader, diploma: Diploma, what: Takes, sample: bool) -> DiplomaPaper | SupplementPaper:
    """The paper of a sheet. Raises RuleBroken `diplomas.not_frozen` for a diploma that has no values yet (not
    registered, or of the paper book), NotFound where its layout is not described."""
    if what is Takes.diploma:
        return diploma_paper(reader, diploma, sample)
    dated = _dated(diploma)
    if "supplement" not in diploma.values:
        raise RuleBroken("diplomas.no_supplement", diploma=diploma.label())
    shapes = (diploma.values.get("set") or settings.set_by(settings.body(diploma.kind)))["shapes"]
    lang = next(x for x in LANGS if x == what.value)
    return supplement(diploma, dated, lang, shapes.get(lang) == Shape.european, sample)


def diploma_paper(reader: Reader, diploma: Diploma, sample: bool, printer: str = "") -> DiplomaPaper:
    """The diploma itself in the layout it was registered with, moved by a printer's offset where one is named."""
    dated = _dated(diploma)
    layout = settings.layout_of(reader, diploma)
    return laying.paper(
        layout, diploma.values["words"], dated, title=diploma.number, printer=printer, sample=sample
    )  # fmt: skip


def _dated(diploma: Diploma) -> date:
    if not diploma.values or diploma.dated is None:
        raise RuleBroken("diplomas.not_frozen", diploma=diploma.label())
    return diploma.dated


def supplement(
    diploma: Diploma, dated: date, lang: Lang, european: bool = False, sample: bool = False
) -> SupplementPaper:
    """The supplement in a language, by the house's own form or the European one."""
    v = diploma.values["supplement"]
    minutes = f"№ {v['protocol']}, {day(date.fromisoformat(v['protocol_day']), lang)}" if v["protocol_day"] else ""
    others = [v["institution"][x] for x in (lang, *(x for x in LANGS if x != lang))]
    return SupplementPaper(
        number=diploma.number, dated=dated, lang=lang,
        diploma=diploma.values["words"]["series_number"],  # a duplicate of a supplement alone belongs to the original
        institution=tuple(dict.fromkeys(others)), office=v["office"][lang],
        holder=diploma.values["words"][f"name_{lang}"],  # a duplicate may bear the name of today
        student_number=v["student_number"], born=date.fromisoformat(v["born"]) if v["born"] else None,
        previous=v["previous"][lang], admitted=v["admitted"], graduated=v["graduated"],
        programme=f"{v['programme_code']} {v['programme'][lang]}".strip(), degree=v["degree"][lang],
        form=v["form"][lang], language=v["language"][lang], protocol=minutes, accreditation=v["accreditation"],
        honours=v["honours"], blocks=tuple(_block(b, lang) for b in v["blocks"]), credits=v["credits"], gpa=v["gpa"],
        scale=tuple(ScaleRow(g["letter"], g["points"], g["percent"], g["traditional"][lang]) for g in v["scale"]),
        signatures=tuple((s["post"][lang], s["name"][lang]) for s in v["signers"]), european=european,
        duplicate=" · ".join(DUPLICATE.get(x) for x in LANGS) if diploma.of else "", sample=sample,
    )  # fmt: skip


def _block(block: dict[str, Any], lang: Lang) -> SupplementBlock:
    return SupplementBlock(block["title"][lang], tuple(_row(r, lang) for r in block["rows"]), block["credits"])


def _row(r: dict[str, Any], lang: Lang) -> SupplementRow:
    notes = [r["source"]]
    if r.get("form"):
        notes = [r["form"][lang], r["topic"][lang] and f"{word('topic', lang)}: «{r['topic'][lang]}»",
                 f"{word('minutes', lang)} № {r['minutes']}", *notes]  # fmt: skip
    return SupplementRow(
        r["title"][lang], r["credits"], r["percent"], r["letter"], r["points"], r["traditional"][lang],
        "; ".join(n for n in notes if n),
    )  # fmt: skip
