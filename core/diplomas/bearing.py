"""What a duplicate bears (domain.md 6.6): the original's words, its own number and date, the mark; nothing made up.

The institution that gives it and the head who signs it are those of its day. What the original (or the paper book)
does not say stays empty; without name, programme and degree in three languages there is no duplicate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.diplomas import settings, supplement
from core.diplomas.words import DUPLICATE, head_name
from core.i18n import t
from core.pdf.words import day
from schemas.base import LANGS, Lang, Text
from schemas.diploma import Diploma, Takes
from schemas.kinds import DiplomaKind
from schemas.reference import Office, SignedPaper

NEEDED = ("name", "programme", "degree")
USUAL = ("form", "protocol_day")
USUAL_ALONE = ("programme_code", "protocol")


def values(of: Diploma, made: Diploma, parts: Iterable[Takes], office: Office, dated: date) -> dict[str, Any]:
    """The frozen values of a duplicate. A supplement alone keeps naming the diploma it belongs to."""
    words: dict[str, str] = dict(of.values.get("words") or {})
    signers = office.signatories(dated, SignedPaper.diploma)
    signer = signers[0] if signers else None
    signs = head_name(signer)
    ours = {"institution": office.name, "city": office.city}
    known = {stem for stem in ours if any(words.get(f"{stem}_{x}") for x in LANGS)}
    for lang in LANGS:
        words[f"duplicate_{lang}"] = DUPLICATE.get(lang)
        words[f"day_{lang}"] = day(dated, lang)
        words[f"head_post_{lang}"] = signer.post.get(lang) if signer else ""
        words[f"head_name_{lang}"] = signs[lang]
        if made.name != of.name:  # the kind says: the name of today
            words[f"name_{lang}"] = made.name.get(lang)
        words |= {f"{stem}_{lang}": text.get(lang) if text else "" for stem, text in ours.items() if stem not in known}
    if Takes.diploma in parts:
        words |= {"number": made.number, "series_number": made.series_number,
                  "qr": made.platform.payload if made.platform else ""}  # fmt: skip
    found = {**of.values, "words": words, "set": settings.set_by(settings.body(made.kind))}
    if "supplement" in found:
        found["supplement"] = {**found["supplement"], "signers": supplement.signers(office, dated)}
    return found


def missing(words: Mapping[str, str]) -> list[str]:
    """The variables without which nothing is registered."""
    return [f"{stem}_{lang}" for stem in NEEDED for lang in LANGS if not words.get(f"{stem}_{lang}")]


def unknown(words: Mapping[str, str]) -> list[str]:
    """The variables that will stay empty."""
    spoken = [f"{stem}_{lang}" for stem in USUAL for lang in LANGS]
    return [v for v in (*spoken, *USUAL_ALONE) if not words.get(v)]


def named(variables: Iterable[str]) -> Text:
    """Variables in the words of people, each once with its languages."""
    by: dict[str, list[Lang]] = {}
    for variable in variables:
        lang = next((x for x in LANGS if variable.endswith(f"_{x}")), None)
        found = by.setdefault(variable[:-3] if lang else variable, [])
        found += [lang] if lang else []
    return Text.model_validate({x: ", ".join(_said(stem, langs, x) for stem, langs in by.items())[:400] for x in LANGS})


def _said(stem: str, langs: list[Lang], lang: Lang) -> str:
    said = t(f"diplomas_page.word.{stem}", lang)
    if not langs or len(langs) == len(LANGS):
        return said
    return f"{said} ({', '.join(t(f'common.lang.{x}', lang) for x in langs)})"


def blank_kind(body: DiplomaKind, part: Takes) -> str:
    """The kind of blank a part takes; empty: plain paper."""
    return {Takes.diploma: body.blank, **{Takes(s.lang.value): s.blank for s in body.supplements}}.get(part, "")
