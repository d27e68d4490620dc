"""Numbers of blanks: how they are written, spans of them, and the same in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.errors import Problem, Problems
from schemas.base import Lang
from schemas.blank import Span

MOST = 5000  # numbers of one act


def written(n: int, digits: int) -> str:
    """A number as it stands on the blank."""
    return f"{n:0{digits}d}"


def key_of(series: str, number: str) -> str:
    """What a scanner or a hurried hand types: letters and digits alone, in capitals."""
    return re.sub(r"[^0-9A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]", "", f"{series}{number}".upper())


def spans(numbers: Iterable[int]) -> list[Span]:
    """Numbers as the fewest spans, in order; each number counts once."""
    out: list[Span] = []
    for n in sorted(set(numbers)):
        if out and n == out[-1].last + 1:
            out[-1] = Span(first=out[-1].first, last=n)
        else:
            out.append(Span(first=n, last=n))
    return out


def each(of: Iterable[Span]) -> list[int]:
    """Every number of spans, in order, each once."""
    return sorted({n for s in of for n in range(s.first, s.last + 1)})


def parsed(text: str, field: str = "numbers") -> list[Span]:
    """Spans from what was typed: «12, 15-18; 20–22». Problems beside the field: nothing, not numbers, backwards, too
    many."""
    parts = [p for p in re.split(r"[,;\s]+", re.sub(r"\s*[-–—]\s*", "-", text.strip())) if p]
    if not parts:
        raise Problems([Problem(field, "errors.field.missing")])
    out = []
    for part in parts:
        found = re.fullmatch(r"(\d{1,12})(?:-(\d{1,12}))?", part)
        if found is None:
            raise Problems([Problem(field, "blanks.not_number", {"text": part[:40]})])
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            raise Problems([Problem(field, "blanks.backwards", {"text": part[:40]})])
        out.append(Span(first=first, last=last))
    if sum(s.count for s in out) > MOST:
        raise Problems([Problem(field, "blanks.too_many", {"most": MOST})])
    return spans(each(out))


def said(of: Sequence[Span], digits: int) -> str:
    """Spans in figures: «0000012, 0000015–0000018»."""
    return ", ".join(
        written(s.first, digits) if s.first == s.last else f"{written(s.first, digits)}–{written(s.last, digits)}"
        for s in of
    )


def words(n: int, lang: Lang) -> str:
    """A number in words, as acts ask for it beside the figures."""
    from num2words import num2words  # type: ignore[import-untyped] # it has no stubs

    return str(num2words(n, lang={"kk": "kz", "ru": "ru", "en": "en"}[lang]))


def in_words(of: Sequence[Span], lang: Lang) -> str:
    """Spans in words: «twelve, fifteen – eighteen»."""
    return ", ".join(
        words(s.first, lang) if s.first == s.last else f"{words(s.first, lang)} – {words(s.last, lang)}" for s in of
    )
