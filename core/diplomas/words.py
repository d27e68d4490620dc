"""The words a diploma may bear (domain.md 6.2): variables of a layout, and what they stand for with one graduate.

A word stands in three languages as `name_kk`, `name_ru`, `name_en`; what has no language stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.i18n import date_short
from core.names.letters import latin, table
from core.pdf.words import day
from schemas.base import LANGS, Lang, Text
from schemas.diploma import Diploma
from schemas.reference import Office, Signer

# What is said in each language; what is said once.
SPOKEN = ("institution", "city", "name", "programme", "degree", "honours", "form", "head_post", "head_name", "day",
          "protocol_day", "accredited", "duplicate")  # fmt: skip
ALONE = ("number", "series_number", "programme_code", "protocol", "order", "head_name", "accreditation", "year_from",
         "year_to", "qr")  # fmt: skip

HONOURS = Text(kk="үздік", ru="с отличием", en="with honours")
DUPLICATE = Text(kk="ТЕЛНҰСҚА", ru="ДУБЛИКАТ", en="DUPLICATE")


def names() -> dict[str, tuple[str, ...]]:
    """Every variable a layout may name (as the language of templates asks for them)."""
    spoken = [f"{word}_{lang}" for word in SPOKEN for lang in LANGS]
    return dict.fromkeys([*spoken, *ALONE], ())


def words(
    diploma: Diploma, office: Office, study: Mapping[str, Any], programme: Mapping[str, Any], dated: date
) -> dict[str, str]:  # fmt: skip
    """What the variables stand for on a diploma; a word that is not known is an empty text."""
    from schemas.words import StudyForm

    signers = office.signatories(dated, "diploma")
    signer = signers[0] if signers else None
    form = study.get("form")
    protocol = diploma.protocol
    spoken: dict[str, Mapping[Lang, str]] = {
        "institution": _of(office.name), "city": _of(office.city), "name": _of(diploma.name),
        "programme": {lang: programme["name"].get(lang) or programme["name"]["kk"] for lang in LANGS},
        "degree": _of(diploma.qualification), "honours": _of(HONOURS if diploma.honours else None),
        "form": {lang: StudyForm(form).label(lang) if form else "" for lang in LANGS},
        "head_post": _of(signer.post if signer else None), "head_name": head_name(signer),
        "accredited": accredited(office, dated),
        "day": {lang: day(dated, lang) for lang in LANGS},
        "protocol_day": {lang: day(protocol.day, lang) if protocol and protocol.day else "" for lang in LANGS},
        "duplicate": _of(DUPLICATE if diploma.of else None),
    }  # fmt: skip
    alone = {
        "number": diploma.number, "series_number": diploma.series_number, "programme_code": programme["code"],
        "protocol": protocol.number if protocol else "", "order": diploma.order.number if diploma.order else "",
        "head_name": signer.name.kk if signer and signer.name else "",
        "accreditation": programme.get("accreditation") or "",
        "year_from": str(study.get("admitted_on") or "")[:4], "year_to": str(diploma.year),
        "qr": diploma.platform.payload if diploma.platform else "",
    }  # fmt: skip
    return {f"{word}_{lang}": said[lang] for word, said in spoken.items() for lang in LANGS} | alone


def head_name(signer: Signer | None) -> Mapping[Lang, str]:
    """Who signs, in each language; in English by the house's spelling where nobody wrote it in Latin letters."""
    name = signer.name if signer else None
    if name is None:
        return dict.fromkeys(LANGS, "")
    return {"kk": name.kk, "ru": name.get("ru"), "en": name.en or latin(name.kk, table()) or name.kk}


def accredited(office: Office, dated: date) -> Mapping[Lang, str]:
    """The institutional accreditation as it stands on a diploma of a day; empty where none is in force (domain.md
    6.2)."""
    if office.accredited_by is None or not office.accredited(dated):
        return dict.fromkeys(LANGS, "")
    days = "–".join(date_short(d) for d in (office.accredited_from, office.accredited_to) if d)
    said = office.accredited_number
    number = {lang: f"{'No.' if lang == 'en' else '№'}\u00a0{said}" if said else "" for lang in LANGS}
    return {lang: ", ".join(x for x in (office.accredited_by.get(lang), number[lang], days) if x) for lang in LANGS}


def _of(text: Text | None) -> Mapping[Lang, str]:
    return {lang: text.get(lang) if text else "" for lang in LANGS}
