"""Fields of a document: all of them in order, one of the office's own described, a list of choices made on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

import streamlit as st

from core import house, kinds
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems
from core.fields import FieldSpec, describe
from core.i18n import LANGS, t
from core.kinds.checks import check
from core.registry import inner_of
from core.ui.forms import flat, form, looked
from core.ui.kinds.entry import ACT, beside, refuse, sent, would
from core.ui.kinds.words import body_specs, group_word, head_specs, proposed, ready
from core.ui.messages import shown_errors
from core.ui.page import T, lang
from core.ui.tables import computed, picked
from schemas.base import Model, Show
from schemas.kinds import FieldKind, FieldType, Kind, Layout, Sort, Target
from schemas.words import Role

COLUMNS = ("label", "group", "type", "required", "in_table", "in_filter", "sees", "edits", "whose")
WIDTHS = {"label": 230, "group": 130, "type": 110, "required": 90, "in_table": 80, "in_filter": 80}
NUMBERS, TEXTS = (FieldType.int, FieldType.decimal), (FieldType.text, FieldType.area)
# What is asked only of fields of some types; of the others it is kept empty.
ONLY: Mapping[str, tuple[Sequence[FieldType], Any]] = {
    "low": (NUMBERS, None), "high": (NUMBERS, None), "longest": (TEXTS, None), "choices": ((FieldType.choice,), ""),
    "to": ((FieldType.ref,), ""), "personal": (TEXTS, False),
}  # fmt: skip
LIST = "list.values"


class _Listed(Model):
    """The values of a list that is made together with its field."""

    values: Annotated[
        str,
        Show(
            "Немесе мәндерін осында жазыңыз: әр жолда біреуі",
            "Или напишите значения здесь: по одному в строке",
            "Or write its values here: one in a line",
            area=True,
            help=(
                "Бір мән үш тілде болса: қазақша / орысша / ағылшынша. Тізім өріспен бірге жасалады.",
                "На трёх языках: казахский / русский / английский. Список создаётся вместе с полем.",
                "In three languages: Kazakh / Russian / English. The list is made together with the field.",
            ),
        ),
    ] = ""


def targets() -> dict[str, Target]:
    """The documents of today that may have fields of the office's own."""
    return {x.value: x for x in Target if inner_of(x.value)}


def listing(desk: Desk, of: Target) -> FieldSpec | None:
    """Every field of a document in its order; the one that was clicked."""
    model = inner_of(of.value)
    specs = {s.path: s for s in describe(model)} if model else {}
    columns = []
    for name in COLUMNS:
        words = [t(f"kinds.fields.{name}", each) for each in LANGS]
        columns.append(computed(name, words[0], words[1], words[2], "text"))
    path = picked(f"fields.{of.value}", columns, [_row(s) for s in specs.values()], widths=WIDTHS)
    return specs.get(path) if path else None


def _row(spec: FieldSpec) -> dict[str, Any]:
    mark = {True: T("common.yes"), False: ""}
    every = [r for r in Role if r not in spec.hidden]
    whose = "retired" if spec.retired else "own" if spec.own else "written"
    return {
        "_id": spec.path, "label": spec.label(lang()), "group": group_word(spec.show.group),
        "type": T(f"kinds.fields.kind.{spec.kind}"), "required": mark[spec.required],
        "in_table": mark[spec.show.table], "in_filter": mark[spec.show.filter], "sees": _who(every, len(Role)),
        "edits": _who([r for r in every if r not in spec.fixed], len(Role)) if _typed(spec) else "—",
        "whose": T(f"kinds.fields.{whose}"),
    }  # fmt: skip


def _typed(spec: FieldSpec) -> bool:
    return spec.show.form and not spec.retired


def _who(roles: Sequence[Role], of: int) -> str:
    if len(roles) == of:
        return T("kinds.fields.all")
    if len(roles) <= of / 2:
        return ", ".join(r.label(lang()) for r in roles)
    return T("kinds.fields.all_but", names=", ".join(r.label(lang()) for r in Role if r not in roles))


def field(desk: Desk, of: Target, was: Kind | None) -> Kind | None:
    """The form of one of the office's own fields (was: its newest version); the stored version once it is sent."""
    held = was.as_body(FieldKind) if was else None
    key = f"field:{of.value}:{was.code if was else 'new'}"
    kind = _type(key, held.type if held else FieldType.text)
    today = desk.today()
    specs = _specs(of, kind, new=was is None)
    first = flat(specs, was) if was else {"body.group": "more", "body.table": True}
    first["effective"] = max(today, was.effective if was else today).isoformat()
    taken = [k.code for k in kinds.latest(desk, Sort.field)] + _written(of)
    filled = form(
        desk, specs, key, first, T("kinds.page.save_version") if was else T("kinds.fields.add"), "required",
        was.version if was else 0, columns=3, act=ACT, look=T("kinds.page.look"),
    )  # fmt: skip
    if (values := looked(key)) is not None:
        try:
            lists = _list(desk, values)
        except Problems as e:
            refuse(key, e)
        with house.coming(lists):
            would(desk, Sort.field, was, _values(desk, of, kind, values, taken), key)
    if filled is None:
        return None
    with shown_errors(key), beside():
        given = _values(desk, of, kind, sent(filled, was) | {LIST: filled.values.get(LIST)}, taken)
        made = _list(desk, {**filled.values})
        if made:
            _together(desk, was, made[0], given, filled.why)
        return kinds.save(desk, Sort.field, was.code if was else None, filled.revision, given, filled.why)
    return None


def _type(key: str, first: FieldType) -> FieldType:
    at = f"v:type:{key}"
    st.session_state.setdefault(at, first.value)
    words = {x.value: x.label(lang()) for x in FieldType}
    chosen = st.segmented_control(
        T("kinds.fields.type"), list(words), required=True, key=at, format_func=lambda v: words.get(v, str(v)),
        persist_state="page",
    )  # fmt: skip
    return FieldType(chosen or first.value)


def _specs(of: Target, kind: FieldType, new: bool) -> list[FieldSpec]:
    """What is asked of a field of this type, in the order in which one thinks of it."""
    body = {s.path.removeprefix("body."): s for s in body_specs(Sort.field)}
    asked = [
        # What a type asks for beside is one field or two: no heading of its own.
        replace(s, show=replace(s.show, group="main")) if s.show.group == "bounds" else s
        for name, s in body.items()
        if name not in ("of", "type") and _fits(name, of, kind)
    ]
    if kind is FieldType.choice:
        own = [replace(s, path=LIST) for s in describe(_Listed)]
        at = next(n for n, s in enumerate(asked) if s.path == "body.choices")
        asked[at + 1 : at + 1] = own
    name, *rest = head_specs(new)
    hint = next(s for s in asked if s.path == "body.help")
    return [name, hint, *rest, *(s for s in asked if s is not hint)]


def _fits(name: str, of: Target, kind: FieldType) -> bool:
    if name == "personal" and of is not Target.students:
        return False
    return name not in ONLY or kind in ONLY[name][0]


def _written(of: Target) -> list[str]:
    """Parts of paths that a code may not repeat."""
    model = inner_of(of.value)
    return [part for s in describe(model) for part in s.path.split(".")] if model else []


def _values(desk: Desk, of: Target, kind: FieldType, values: Mapping[str, Any], taken: Sequence[str]) -> dict[str, Any]:
    """What the form gave, the document and the type, and nothing left of what another type would ask."""
    given = {path: v for path, v in values.items() if path != LIST}
    given |= {f"body.{name}": empty for name, (_, empty) in ONLY.items() if not _fits(name, of, kind)}
    given |= {"body.of": of.value, "body.type": kind.value}
    if (lists := _list(desk, values)) and kind is FieldType.choice:
        given["body.choices"] = lists[0].code
    return ready(Sort.field, given, taken)


def _list(desk: Desk, values: Mapping[str, Any]) -> list[Kind]:
    """The list of choices that the written lines make; none where nothing was written."""
    lines = [line.strip() for line in str(values.get(LIST) or "").splitlines() if line.strip()]
    if not lines:
        return []
    name = plain(values.get("name")) or {"kk": lines[0]}
    items = [{"name": dict(zip(LANGS, (x.strip() for x in line.split("/", 2)), strict=False))} for line in lines]
    rows = [{"code": "", "name": item["name"], "closed": False} for item in items]
    code = proposed(name, [k.code for k in kinds.latest(desk, Sort.choices)])
    given = ready(Sort.choices, {"code": code, "name": name, "body.items": rows}, ())
    try:
        return [kinds.draft(Sort.choices, None, given, desk.today())]
    except Problems as e:
        raise Problems([Problem(LIST, p.key, p.values) for p in e.problems]) from None


def _together(desk: Desk, was: Kind | None, made: Kind, given: dict[str, Any], why: Why) -> None:
    """Store the list, once the field that will name it is known to stand."""
    with house.coming([made]):
        check(desk.store, kinds.draft(Sort.field, was, given, desk.today()), was)
    values = {"code": made.code, "name": plain(made.name), "body.items": plain(made.body)["items"]}
    kinds.save(desk, Sort.choices, None, 0, values, replace(why, command=f"{why.command}-list"))


def layout_of(desk: Desk, of: Target) -> Kind | None:
    """The newest version of the arrangement of a document; one in use before a retired one."""
    found = [k for k in kinds.latest(desk, Sort.layout) if k.as_body(Layout).of is of]
    return next((k for k in sorted(found, key=lambda k: k.retired)), None)


def own(desk: Desk, of: Target, code: str) -> Kind | None:
    """One of the office's own fields of this document, its newest version."""
    found = next((k for k in kinds.latest(desk, Sort.field) if k.code == code), None)
    return found if found and found.as_body(FieldKind).of is of else None


__all__ = ["field", "layout_of", "listing", "own", "targets"]
