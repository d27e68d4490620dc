"""The trail in the words of the office: acts, fields, old and new values; personal values stay hidden."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from core.audit.report import Finding
from core.fields import FieldSpec, hidden_paths, trace, word_for
from core.i18n import known, moment, number, t
from core.registry import MODELS
from schemas.base import Lang, Model, Show, is_token
from schemas.student import Profile, Result, Student, StudyProfile
from schemas.words import Role

HIDDEN = "•••"
SPOKEN = ("choice", "choices", "code", "codes", "ref", "file", "texts", "date")
SECRET = ("credential", "second_seal", "password_hash")
_TITLES = {m.collection: m.title for m in MODELS}
_MODELS = {m.collection: m for m in MODELS}


def action_word(action: str, lang: Lang) -> str:
    """What an act is called."""
    key = "audit.action." + action.replace(".", "_")
    return t(key if known(key) else "audit.action.other", lang)


def kind_word(kind: str, lang: Lang) -> str:
    """What a kind of record is called."""
    if kind in _TITLES:
        return _TITLES[kind].get(lang)
    key = f"audit.kind.{kind}"
    return t(key if known(key) else "audit.kind.other", lang)


def field_word(kind: str, path: str, lang: Lang) -> str:
    """What the place of a change is called; '' for a whole document."""
    if not path:
        return ""
    if kind == "audit_events" and path.startswith("changes.events."):
        kind, path = "students", path.removeprefix("changes.")
    before, model, inner = _room(kind, path)
    steps = list(before)
    if inner:
        steps += trace(model, inner)[0] if model else inner.split(".")
    said = [w for step in steps if (w := _step(step, lang))]
    return " · ".join(said) or t("audit.path.other", lang)


def value_word(kind: str, path: str, value: Any, lang: Lang) -> str:
    """A stored value as people read it; what is personal or secret never shows."""
    if value is None or value == "" or value == []:
        return "—"
    if is_token(value) or kind == "users" and any(part in SECRET for part in path.split(".")):
        return HIDDEN
    _, model, inner = _room(kind, path)
    spec = trace(model, inner)[1] if model and inner else None
    if spec and spec.show.personal:
        return HIDDEN
    return _value(spec, value, lang)


def hidden_from(change: dict[str, Any], role: Role) -> bool:
    """Is this a change of a field that the office hides from a role? What holds values of many fields in one (a merge,
    the words of a paper) is hidden whole from a role that does not see every field of a student."""
    if hidden_paths(Profile, role) or hidden_paths(StudyProfile, role):
        first, last = change["path"].split(".")[0], change["path"].split(".")[-1]
        if change["kind"] == "papers" and first in ("printed", "values"):
            return True
        if change["kind"] == "students" and first == "events" and last in ("changes", "studies"):
            return True
    _, model, inner = _room(change["kind"], change["path"])
    if model is None or not inner:
        return False
    return any(inner == path or inner.startswith(f"{path}.") for path in hidden_paths(model, role))


def lines(entry: dict[str, Any], lang: Lang) -> list[tuple[str, str, str, str]]:
    """Every change of an entry: (kind of record, field, old, new), in words."""
    found = []
    for c in entry["changes"]:
        kind, path = c["kind"], c["path"]
        was, now = (value_word(kind, path, c[side], lang) for side in ("was", "now"))
        found.append((kind_word(kind, lang), field_word(kind, path, lang), was, now))
    return found


def finding_words(finding: Finding, lang: Lang) -> tuple[str, str, str, str]:
    """A finding: (kind of record, which one, field, what is wrong with it)."""
    kind, path = finding.kind, finding.field
    values = {k: v for k, v in finding.values.items() if k not in ("was", "now")}
    for side in ("was", "now"):
        values[side] = value_word(kind, path, finding.values.get(side), lang)
    if "kind" in values:
        values["kind"] = kind_word(values["kind"], lang)
    return kind_word(kind, lang), finding.label, field_word(kind, path, lang), t(finding.key, lang, **values)


def _room(kind: str, path: str) -> tuple[list[Show | str], type[Model] | None, str]:
    """Where a path leads: words before it, the model its rest is described by, the rest."""
    parts = path.split(".")
    if kind != "students":
        return [], _MODELS.get(kind), path
    if parts[0] == "events":
        before: list[Show | str] = ["events", *parts[1:2]]
        rest = parts[2:]
        if rest[:1] == ["changes"]:
            rest = rest[1:]
            if rest[:1] == ["studies"]:
                return before, StudyProfile, ".".join(rest[2:])
            return before, Profile, ".".join(rest)
        rooms: dict[str, type[Model]] = {"profile": Profile, "study": StudyProfile, "result": Result}
        if rest and rest[0] in rooms and len(rest) > 1:
            return before, rooms[rest[0]], ".".join(rest[1:])
        return before, None, ".".join(rest)
    return [], Student, path


def _step(step: Show | str, lang: Lang) -> str:
    if isinstance(step, Show):
        return step.label(lang)
    if step.isdigit():
        return step
    return t(f"audit.path.{step}", lang) if known(f"audit.path.{step}") else ""


def _value(spec: FieldSpec | None, value: Any, lang: Lang) -> str:
    if spec is not None and spec.kind in SPOKEN:
        return word_for(spec, value, lang)
    if isinstance(value, bool):
        return t("common.yes" if value else "common.no", lang)
    if isinstance(value, datetime):
        return moment(value, lang, short=True)
    if isinstance(value, int | float | Decimal):
        return number(value, lang)
    if isinstance(value, list):
        if all(isinstance(v, dict) and "label" in v for v in value):
            return ", ".join(_value(None, v, lang) for v in value)
        return t("common.rows", lang, n=len(value))
    if isinstance(value, dict):
        label = value.get("label") or value.get("name") or value
        if isinstance(label, str):
            return label
        return str(label.get(lang) or label.get("kk") or "…") if isinstance(label, dict) else "…"
    return str(value)
