"""Fields as the builder offers them: by topic, in words, each kind of day with what of it may be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from core.fields import FieldSpec
from core.reports import keys
from core.reports.drafts import cut_code
from core.reports.made import figure_words
from core.sources import Source
from core.ui.page import T, lang
from schemas.base import LANGS, Document
from schemas.report import Figure, Grain, Reckoned

Fields = Mapping[str, FieldSpec]
TOPICS = ("studies.record.", "studies.totals.", "studies.", "lines.values.", "values.", "lines.", "corrections.",
          "seats.", "rows.")  # fmt: skip


def topic(path: str, source: Source) -> str:
    """What a field is about."""
    for prefix in TOPICS:
        if path.startswith(prefix):
            return T(f"report_builder.topic.{prefix.rstrip('.').replace('.', '_')}")
    model = source.model
    return T("report_builder.topic.person") if source.described[0][0] == "" and source.lists and model.collection == (
        "students"
    ) else _title(model)  # fmt: skip


def _title(model: type[Document]) -> str:
    return model.title.get(lang())


def by_topic(fields: Fields, source: Source, fit: Callable[[FieldSpec], bool] = lambda s: True) -> dict[str, str]:
    """Fields by path in words with their topic, those of one topic together, in the order of the form."""
    found = [(topic(p, source), p, s) for p, s in fields.items() if fit(s)]
    topics = list(dict.fromkeys(t for t, _, _ in found))
    ordered = sorted(found, key=lambda x: topics.index(x[0]))
    return _apart({p: f"{s.label(lang())} · {t}" if len(topics) > 1 else s.label(lang()) for t, p, s in ordered})


def cuts(fields: Fields, source: Source) -> dict[str, str]:
    """Everything rows may be put together by, by its code: first what people count by (choices, references, numbers,
    days), then what is written freely."""
    named = by_topic(fields, source)
    found: dict[str, str] = {}
    for free in (False, True):
        for path, words in named.items():
            spec = fields[path]
            if (spec.kind in ("text", "area") and not spec.show.filter) is free:
                for by in keys.grains(spec):
                    found[cut_code(path, by)] = _cut(words, spec, by)
    return _apart(found)


def _cut(words: str, spec: FieldSpec, by: Grain) -> str:
    said, dot, about = words.partition(" · ")
    return f"{keys.label(spec, by, lang())}{dot}{about}" if by is not Grain.same else words


def figures(offered: Mapping[str, Figure], fields: Fields) -> dict[str, str]:
    """Measures by code in words; those of a mark with what it is called in speech, by which they are looked for."""
    return _apart({code: _also(figure_words(f, fields, lang()), f, fields) for code, f in offered.items()})


def _also(words: str, figure: Figure, fields: Fields) -> str:
    spec = fields.get(figure.field)
    if spec is None or spec.show.also is None or figure.name is not None:
        return words
    said = spec.show.also[LANGS.index(lang())]
    said = T("report_builder.mean_of", what=said) if figure.what is Reckoned.mean else said
    return words if said in words.casefold() else f"{words} ({said})"


def _apart(found: dict[str, str]) -> dict[str, str]:
    """A list knows its lines by their words: two of one word are told apart by a number."""
    seen: dict[str, int] = {}
    made = {}
    for code, words in found.items():
        seen[words] = seen.get(words, 0) + 1
        made[code] = words if seen[words] == 1 else f"{words} ({seen[words]})"
    return made


def words_of(codes: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """What is offered, and what is chosen that is offered no longer."""
    return dict(named) | {c: c for c in codes if c not in named}


__all__ = ["by_topic", "cuts", "figures", "topic", "words_of"]
