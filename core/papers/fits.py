"""Whether a paper may be asked for and made: what its kind asks, and that no word of it is missing. All by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.errors import Problem, Problems, RuleBroken
from core.papers.content import standing, title
from core.papers.gathering import About
from core.templates import Set, pieces_of, variables
from core.templates.pieces import tables_in
from schemas.base import LANGS, Lang, Text
from schemas.kinds import CertificateKind, Kind
from schemas.paper import Archived, ForOld, Requested
from schemas.reference import Office
from schemas.student import Name
from schemas.words import Role, StudyStatus

PLACE = ("fund", "inventory", "case", "sheets")  # where a document lies in the archive
WRITTEN = ("study", "admitted", "left", "says")  # what stands in it
NAMED = 12  # so many titles are named in one refusal


def asked(kind: Kind, of: Requested, today: date, old: bool = False) -> None:
    """What the kind asks of a request. Problems beside the fields; RuleBroken `papers.not_archive`."""
    body = kind.as_body(CertificateKind)
    wrong = []
    if body.application:
        wrong += [Problem(f, "errors.field.missing") for f in ("application", "applied_on") if not getattr(of, f)]
    if of.applied_on and of.applied_on > today:
        wrong.append(Problem("applied_on", "papers.day_ahead"))
    if old:
        if not body.archive:
            raise RuleBroken("papers.not_archive", kind=kind.name)
        found = of.archive or Archived()
        wrong += [Problem(f"archive.{f}", "errors.field.missing") for f in PLACE if not getattr(found, f).strip()]
        if not any(getattr(found, f).strip() for f in WRITTEN):
            wrong.append(Problem("archive.study", "papers.nothing_written"))
        if isinstance(of, ForOld) and of.born and of.born > today:
            wrong.append(Problem("born", "papers.day_ahead"))
    if wrong:
        raise Problems(wrong)


def study(kind: Kind, name: Text, of: Mapping[str, Any]) -> None:
    """Does his study stand as the kind asks (one that ended without a diploma)? RuleBroken by name."""
    statuses = kind.as_body(CertificateKind).statuses
    if statuses and of["status"] not in statuses:
        status, asks = StudyStatus(of["status"]), Text(**{x: ", ".join(s.label(x) for s in statuses) for x in LANGS})
        raise RuleBroken("papers.study_other", name=name, kind=kind.name, status=status, asks=asks)


def whole(
    role: Role, text: str, blocks: Set, about: About, office: Office, used: Mapping[str, str], lang: Lang
) -> None:  # fmt: skip
    """A paper never leaves with a hole, with what its maker may not see, or in English with a name in Kazakh.

    used: the variables of its text with what they say. RuleBroken naming whose, and what.
    """
    known = variables()
    name = whose(about)
    if blocks.missing:
        raise RuleBroken("papers.values_missing", name=name, names=_labels(blocks.missing))
    for variable in (v for v, said in used.items() if said):
        spec = known[variable].spec
        if spec and role in spec.hidden:
            raise RuleBroken("papers.value_hidden", name=known[variable].label)
    if lang == "en" and (found := untranslated(text, about, office, used)):
        names = ", ".join(f"«{x}»" for x in found[:NAMED]) + (" …" if len(found) > NAMED else "")
        raise RuleBroken("papers.no_english", name=name, names=names, n=len(found))


def whose(about: About) -> Text:
    """Whom the paper is about."""
    if about.state:
        return Name.model_validate(about.state["name"]).text()
    return Text.model_validate(about.paper["student"]["label"])


def untranslated(text: str, about: About, office: Office, used: Mapping[str, str]) -> list[str]:
    """What an English paper would print in Cyrillic letters: names and titles of what it speaks of."""
    rows: dict[str, Any] = {
        "study": about.study, "programme": about.programme or {}, "office": office.model_dump(include={"name"}),
        "student": {"name": whose(about).model_dump()},
    }  # fmt: skip
    found = []
    for name in sorted(used):
        group, _, path = name.partition(".")
        stored = rows.get(group, {}).get(path)
        label = stored.get("label", stored) if isinstance(stored, Mapping) else None
        if isinstance(label, Mapping) and used[name] and _cyrillic(str(label.get("en") or label.get("kk") or "")):
            found.append(str(label.get("kk")))
    tables = tables_in(pieces_of(text)) if about.study else set()
    for r in standing(about) if tables & {"results", "passed"} else ():
        if _cyrillic(title(about, r).get("en")) and ("results" in tables or r.earned > 0):
            found.append(r.discipline.label.kk)
    return list(dict.fromkeys(found))


def _cyrillic(said: str) -> bool:
    return any("\u0400" <= c <= "\u04ff" for c in said)


def _labels(names: Sequence[str]) -> Text:
    known = variables()
    return Text(**{x: ", ".join(dict.fromkeys(known[n].label.get(x) for n in names))[:400] for x in LANGS})


__all__ = ["asked", "study", "untranslated", "whole", "whose"]
