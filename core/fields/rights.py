"""Rights down to the field: what a role does not see, what it may not change, what the office's own fields hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from core import house
from core.db.codec import plain
from core.errors import Problem, Problems
from core.fields.described import describe, form_fields
from core.fields.written import LIST
from schemas.base import is_token
from schemas.student import Profile, StudyProfile
from schemas.words import Role


def hidden_paths(model: type[BaseModel], role: Role) -> tuple[str, ...]:
    """The fields of a document that a role does not see."""
    return _hidden(model, role, house.current().key)


@lru_cache(maxsize=1024)  # asked of every row that is read
def _hidden(model: type[BaseModel], role: Role, key: house.Key) -> tuple[str, ...]:
    return tuple(s.path for s in describe(model) if role in s.hidden)


def without_hidden(model: type[BaseModel], role: Role, row: dict[str, Any]) -> dict[str, Any]:
    """A stored row without the fields this role does not see: of a student in his studies and history as well."""
    collection = getattr(model, "collection", "")
    if collection != "students":
        paths = hidden_paths(model, role)
        kept = _without(row, paths) if paths else row
        return _order_without(kept, role) if collection == "orders" else kept
    card, study = hidden_paths(Profile, role), hidden_paths(StudyProfile, role)
    if not card and not study:
        return row
    kept = _without(row, card)
    if "studies" in kept:
        kept["studies"] = [_without(s, study) for s in kept["studies"]]
    if "events" in kept:
        kept["events"] = [_event_without(e, card, study) for e in kept["events"] if not _tells(e, card)]
    return kept


def _order_without(row: dict[str, Any], role: Role) -> dict[str, Any]:
    """An order without what it says of hidden fields: the values it sets, how a study stood when it was checked."""
    study, card = hidden_paths(StudyProfile, role), hidden_paths(Profile, role)
    keys = {"set/" + p.replace(".", "/") for p in (*study, *(f"card.{p}" for p in card))}
    if not keys:
        return row

    def kept(part: dict[str, Any]) -> dict[str, Any]:
        hidden = {"values": keys, "was": study}
        return {k: {x: y for x, y in v.items() if x not in hidden[k]} if k in hidden else v for k, v in part.items()}

    return {**kept(row), **({"lines": [kept(x) for x in row["lines"]]} if "lines" in row else {})}


def without_results(model: type[BaseModel], row: dict[str, Any]) -> dict[str, Any]:
    """A stored student without marks, sums and history: what those see who serve him and do not teach him."""
    if getattr(model, "collection", "") != "students":
        return row
    kept = {k: v for k, v in row.items() if k not in ("events", "pending")}
    if "studies" in kept:
        kept["studies"] = [{k: v for k, v in s.items() if k not in ("record", "totals")} for s in kept["studies"]]
    return kept


def _tells(event: dict[str, Any], card: Iterable[str]) -> bool:
    """An event of consent says by being there that it was given, and by its day since when."""
    return event["type"].startswith("consent_") and not {"consent.state", "consent.day"}.isdisjoint(card)


def _event_without(event: dict[str, Any], card: Iterable[str], study: Iterable[str]) -> dict[str, Any]:
    kept = dict(event)
    if "profile" in kept:
        kept["profile"] = _without(kept["profile"], card)
    if isinstance(kept.get("study"), dict):
        kept["study"] = _without(kept["study"], study)
    if "studies" in kept:  # brought by a merge
        kept["studies"] = [_without(s, study) for s in kept["studies"]]
    if "changes" in kept:
        ids = {c["field"].split(".")[1] for c in kept["changes"] if c["field"].startswith("studies.")}
        kept["changes"] = changes_without(kept["changes"], [*card, *(f"studies.{i}.{p}" for i in ids for p in study)])
    if "version" in kept and "consent.version" in card:
        kept["version"] = ""
    return kept


def changes_without(changes: Iterable[dict[str, Any]], hidden: Iterable[str]) -> list[dict[str, Any]]:
    """Changes (field, was, now) without those of hidden places; of one that writes a whole record, the rest of it."""
    kept = []
    for change in changes:
        at = change["field"]
        if any(at == path or at.startswith(f"{path}.") for path in hidden):
            continue
        inner = [path.removeprefix(f"{at}.") for path in hidden if path.startswith(f"{at}.")]
        if inner:
            sides = {s: _without(v, inner) if isinstance(v := change[s], dict) else v for s in ("was", "now")}
            if (sides["was"] or None) == (sides["now"] or None):
                continue
            change = change | sides
        kept.append(change)
    return kept


def _without(row: dict[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    kept = dict(row)
    for path in paths:
        first, _, rest = path.partition(".")
        if not rest:
            kept.pop(first, None)
        elif isinstance(kept.get(first), dict):
            kept[first] = _without(kept[first], [rest])
    return kept


def check_own(model: type[BaseModel], values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Values of the office's own fields as they are stored: {code: value}, empty ones left out.

    Raises Problems beside the fields (`custom.<code>` after `prefix`) for a field that is not described or a value
    that its description refuses.
    """
    specs = {s.path.split(".", 1)[1]: s for s in describe(model) if s.own}
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for code, value in values.items():
        if value in (None, ""):
            continue
        try:
            if code not in specs:
                raise Problems([Problem(f"custom.{code}", "errors.field.extra_forbidden")])
            kept = specs[code].show.personal and is_token(value)
            found[code] = value if kept else plain(specs[code].check(value))
        except Problems as e:
            problems += [Problem(prefix + p.field, p.key, p.values) for p in e.problems]
    if problems:
        raise Problems(problems)
    return found


def check_typed(model: type[BaseModel], role: Role, values: Mapping[str, Any], whole: bool, prefix: str = "") -> None:
    """May this role set these fields (dotted path → value), and, for a `whole` new record, is every one of the
    office's own fields given that is required today? Raises Problems beside the fields.
    """
    may = {s.path for s in form_fields(model, role)}
    inner = {s.path for s in describe(model) if s.kind in ("texts", "rows", "refs", "codes", "choices")}
    every = {s.path for s in describe(model)}

    def his(path: str) -> bool:
        """A field, a part of one, or a whole record of which every field is his."""
        within = {p for p in every if p.startswith(f"{path}.")}
        return (
            path in may or any(path.startswith(f"{i}.") and i in may for i in inner) or bool(within) and within <= may
        )

    problems = [Problem(prefix + p, "errors.field.not_yours") for p in values if not his(p)]
    missing = emptied(model, values)
    if whole:
        missing |= {s.path for s in describe(model) if s.own and s.required and s.path in may} - set(values)
    problems += [Problem(prefix + path, "errors.field.missing") for path in sorted(missing)]
    if problems:
        raise Problems(problems)


def unlike(model: type[BaseModel], values: Mapping[str, Any], prefix: str = "") -> list[Problem]:
    """Which typed values do not look like what their field holds (an e-mail address, a telephone number), or stand in
    no list of the office that they are to come from."""
    found: list[Problem] = []
    for spec in describe(model):
        if (spec.show.like or (spec.show.to or "").startswith(LIST)) and values.get(spec.path):
            try:
                spec.check(values[spec.path])
            except Problems as e:
                found += [Problem(prefix + p.field, p.key, p.values) for p in e.problems]
    return found


def emptied(model: type[BaseModel], values: Mapping[str, Any]) -> set[str]:
    """Which of the office's own fields that are required today these values would empty."""
    required = {s.path for s in describe(model) if s.own and s.required}
    return {path for path, value in values.items() if path in required and value in (None, "")}
