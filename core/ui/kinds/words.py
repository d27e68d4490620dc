"""Kinds in words: the sorts by groups, the fields of a sort, a body's values and differences as people read them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core import house
from core.errors import NotFound
from core.fields import FieldSpec, describe, form_fields, trace, word_for
from core.i18n import known, t
from core.names.letters import latin, table
from core.ui.forms.values import choice_value, spell
from core.ui.page import T, lang
from core.ui.style import shown
from schemas.base import Lang, Show
from schemas.kinds import BODIES, Kind, Sort

GROUPS: tuple[tuple[str, tuple[Sort, ...]], ...] = (
    ("lists", (Sort.choices, Sort.reason, Sort.mask, Sort.term, Sort.wording)),
    ("papers", (Sort.template, Sort.certificate, Sort.order, Sort.sheet, Sort.blank, Sort.practice, Sort.request)),
    ("rooms", (Sort.route, Sort.hold, Sort.scan)),
    ("forms", (Sort.field, Sort.group, Sort.layout)),
)
LONGEST = 40  # of a code
State = str  # in_force, coming, retired: a message of kinds.page.state


def sort_groups() -> list[tuple[str, list[Sort]]]:
    """Every sort in its group (a word of kinds.page.group); one that no group names stands with the lists."""
    named = {s for _, sorts in GROUPS for s in sorts}
    rest = [s for s in Sort if s not in named]
    return [(group, [*sorts, *(rest if group == "lists" else [])]) for group, sorts in GROUPS]


def head_specs(new: bool) -> list[FieldSpec]:
    """Name, code (of a new one; made from the name where it is left empty) and day in force."""
    specs = {s.path: s for s in form_fields(Kind)}
    code = specs["code"]
    hint = (T("kinds.page.code_hint"),) * 3
    found = [specs["name"]]
    if new:
        found.append(replace(code, required=False, show=replace(code.show, help=hint)))
    return [*found, specs["effective"]]


def body_specs(sort: Sort) -> list[FieldSpec]:
    """The fields of a sort's own, as they stand in the whole entry: «body.» before each path."""
    return [_open(replace(s, path=f"body.{s.path}")) for s in form_fields(BODIES[sort.value])]


def _open(spec: FieldSpec) -> FieldSpec:
    """Codes of rows may be left empty (they are made from names); «nothing» is no choice of a list."""
    if spec.kind == "rows":
        items = tuple(replace(i, required=False) if i.path == "code" else i for i in spec.items)
        return replace(spec, items=items)
    if spec.kind == "choice" and "" in spec.choices:
        return replace(spec, choices=tuple(c for c in spec.choices if c != ""), default=None)
    return spec


def ready(sort: Sort, values: Mapping[str, Any], taken: Iterable[str]) -> dict[str, Any]:
    """What a form gave as `kinds.save` takes it: codes made from names where none was typed, «not chosen» as stored."""
    blank = {f"body.{s.path}" for s in describe(BODIES[sort.value]) if s.default == ""}
    found = {path: "" if value is None and path in blank else value for path, value in values.items()}
    if "code" in found and not found["code"]:
        name: Any = found.get("name")
        found["code"] = proposed(name or {}, taken)
    for path, value in found.items():
        if path.startswith("body.") and isinstance(value, list) and value and isinstance(value[0], dict):
            found[path] = _coded(value)
    return found


def _coded(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    taken = {str(r["code"]) for r in rows if r.get("code")}
    found = []
    for row in rows:
        if "code" in row and not row["code"]:
            row = row | {"code": proposed(row.get("name") or {}, taken)}
            taken.add(row["code"])
        found.append(row)
    return found


def proposed(name: Mapping[str, Any], taken: Iterable[str]) -> str:
    """A code for a name: its English words, else the Kazakh ones in Latin letters; «room_2» where «room» is taken."""
    said = str(name.get("en") or "") or latin(str(name.get("kk") or ""), table()) or ""
    words = "".join(x if x.isascii() and x.isalnum() else " " for x in said.lower()).split()
    plain = "_".join(words).lstrip("0123456789_")[:LONGEST].rstrip("_") or "entry"
    used = set(taken)
    numbered = (f"{plain[: LONGEST - 3]}_{n}" for n in range(2, 100))
    return plain if plain not in used else next(c for c in numbered if c not in used)


def state(kind: Kind) -> State:
    """How the newest version of an entry stands today."""
    if kind.retired:
        return "retired"
    return "coming" if kind.effective.isoformat() > house.current().key[2] else "in_force"


def now_in_force(kind: Kind) -> Kind | None:
    """The version that is worked by today; None while the first is still to come."""
    try:
        return house.entry(kind.sort, kind.code)
    except NotFound:
        return None


def path_word(sort: Sort, path: str, spoken: Lang) -> str:
    """What a place of a version is called: «Қадамдар · 2 · Рөлі»."""
    steps = _steps(sort, path)[0]
    return " · ".join(w for step in steps if (w := step.label(spoken) if isinstance(step, Show) else _bare(step)))


def _bare(step: str) -> str:
    return step if step.isdigit() else ""


def _steps(sort: Sort, path: str) -> tuple[list[Show | str], FieldSpec | None]:
    if path.startswith("body."):
        return trace(BODIES[sort.value], path.removeprefix("body."))
    return trace(Kind, path)


def value_word(sort: Sort, path: str, value: Any, spoken: Lang) -> str:
    """A stored value of a version as people read it."""
    return said(_steps(sort, path)[1], value, spoken) or "—"


def said(spec: FieldSpec | None, value: Any, spoken: Lang) -> str:
    """A stored value by its field; a list of records as «a, b; c, d»."""
    if value is None or value == "" or value == []:
        return ""
    if spec is None:
        return ", ".join(f"{v}" for v in value.values()) if isinstance(value, dict) else shown(value)
    if spec.kind == "rows":
        lines = [[said(i, row.get(i.path), spoken) for i in spec.items] for row in value]
        return "; ".join(", ".join(w for w in line if w) for line in lines)
    if spec.kind == "choice":
        return spell(spec, choice_value(spec, value), spoken) or str(value)
    if spec.kind in ("bool", "int", "decimal"):
        return shown(value)
    if spec.show.to == "kind:group":
        return group_word(str(value))
    return word_for(spec, value, spoken)


def difference(sort: Sort, path: str, was: Any, now: Any) -> list[str]:
    """One difference of two versions as a row: the place, the one, the other; of long texts only the changed lines."""
    spoken = lang()
    if isinstance(was, str) and isinstance(now, str) and "\n" in was + now:
        found = list(difflib.ndiff(was.splitlines(), now.splitlines()))
        sides = ("\n".join(x[2:] for x in found if x.startswith(mark)) or "—" for mark in "-+")
        return [path_word(sort, path, spoken), *sides]
    return [path_word(sort, path, spoken), *(value_word(sort, path, v, spoken) for v in (was, now))]


def group_word(group: str) -> str:
    """A group of fields by its code, in words."""
    own = {k.code: k.name for k in house.entries(Sort.group)}
    if group in own:
        return own[group].get(lang())
    key = f"forms.group.{group}"
    return t(key, lang()) if known(key) else group
