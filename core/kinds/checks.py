"""What a version must be beside being whole: names that are free, values in place that it still fits, things it names
that exist. Each sort has its own check in the table; those of other rooms stand in their rooms.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from core import house
from core.db.store import Row
from core.errors import NotFound, Problem, Problems
from core.fields import FieldSpec, describe, own_field
from core.i18n import fold, known, load, placeholders
from core.registry import described, inner_of
from core.tx import Tx
from schemas.base import LANGS, Text, Word
from schemas.kinds import (
    CertificateKind,
    ChoiceList,
    FieldKind,
    FieldType,
    Kind,
    Layout,
    NumberMask,
    PaperKind,
    Placed,
    PracticeKind,
    Sort,
    Target,
    Wording,
)  # fmt: skip
from schemas.words import Role


class Reader(Protocol):
    """Where a check reads: the store, or the session of an open act."""

    def one(self, collection: str, where: Row, fields: Row | None = None) -> Row | None: ...


def check(where: Tx | Reader, kind: Kind, was: Kind | None) -> None:
    """Problems beside the fields when this version may not stand."""
    reader = where.session if isinstance(where, Tx) else where
    found = CHECKS[kind.sort](reader, kind, was) if kind.sort in CHECKS and not kind.retired else []
    if not found and kind.sort in ELSEWHERE and not kind.retired:
        room, name = ELSEWHERE[kind.sort].split(":")
        found = getattr(importlib.import_module(room), name)(reader, kind, was)
    if found:
        raise Problems(found)


def _field(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    body = kind.as_body(FieldKind)
    model = inner_of(body.of)
    if model is None:
        return [Problem("body.of", "kinds.target_later", {"of": body.of})]
    found: list[Problem] = []
    others = [s for s in describe(model) if s.path != f"custom.{kind.code}"]
    if was is None and any(kind.code == part for s in others for part in s.path.split(".")):
        found.append(Problem("code", "kinds.field_taken", {"name": kind.code}))
    for lang in LANGS:
        said = kind.name.get(lang)
        if not found and any(fold(said) == fold(s.label(lang)) for s in others if not s.retired):
            found.append(Problem("name", "kinds.label_taken", {"name": said}))
    if was is None and (other := next((s for s in house.entries(Sort.field, True) if s.code == kind.code), None)):
        found.append(Problem("code", "kinds.code_taken", {"code": other.code}))
    if body.choices and body.choices not in {k.code for k in house.entries(Sort.choices)}:
        found.append(Problem("body.choices", "kinds.none_such", {"sort": Sort.choices, "code": body.choices}))
    if was:
        found += _still_fits(reader, kind, was.as_body(FieldKind), body)
    return found


def _still_fits(reader: Reader, kind: Kind, was: FieldKind, body: FieldKind) -> list[Problem]:
    if was.of is not body.of:
        return [Problem("body.of", "kinds.of_stays")]
    if was.personal is not body.personal:
        return [Problem("body.personal", "kinds.personal_stays")]
    if reader.one(*having(body.of.value, kind.code, GIVEN), {"_id": 1}) is None:
        return []
    texts = (FieldType.text, FieldType.area)
    if was.type is not body.type and not (was.type in texts and body.type in texts):
        return [Problem("body.type", "kinds.values_in_place", {"type": was.type})]
    if (was.choices, was.to) != (body.choices, body.to):
        return [Problem("body.choices" if body.choices else "body.to", "kinds.values_in_place", {"type": was.type})]
    return _narrower(reader, kind.code, body)


def _narrower(reader: Reader, code: str, body: FieldKind) -> list[Problem]:
    from core.db.codec import plain

    found = []
    for name, bound, op in (("low", body.low, "$lt"), ("high", body.high, "$gt")):
        if bound is not None and reader.one(*having(body.of.value, code, {op: plain(bound)}), {"_id": 1}):
            found.append(Problem(f"body.{name}", "kinds.values_outside", {"bound": bound}))
    if body.longest and body.type in (FieldType.text, FieldType.area) and not body.personal:
        longer = {"$regex": f"^.{{{body.longest + 1},}}"}
        if reader.one(*having(body.of.value, code, longer), {"_id": 1}):
            found.append(Problem("body.longest", "kinds.values_outside", {"bound": body.longest}))
    return found


GIVEN: Row = {"$nin": [None, ""]}


def having(of: str, code: str, condition: Any) -> tuple[str, Row]:
    """Where values of an added field stand that meet a condition: (collection, the question). Of several studies of
    one person any may meet it."""
    model = described(of)
    assert model is not None
    where = {f"custom.{code}": condition}
    return model.collection, {"studies": {"$elemMatch": where}} if of == "studies" else where


def _choices(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    if was is None:
        return []
    gone = {i.code for i in was.as_body(ChoiceList).items} - {i.code for i in kind.as_body(ChoiceList).items}
    for field in house.entries(Sort.field, retired=True):
        body = field.as_body(FieldKind)
        if body.choices == kind.code and inner_of(body.of):
            for code in sorted(gone):
                if reader.one(*having(body.of.value, field.code, code), {"_id": 1}):
                    return [Problem("body.items", "kinds.choice_used", {"code": code})]
    return []


def _layout(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    body = kind.as_body(Layout)
    model = inner_of(body.of)
    if model is None:
        return [Problem("body.of", "kinds.target_later", {"of": body.of})]
    other = next(
        (k for k in house.entries(Sort.layout) if k.as_body(Layout).of is body.of and k.code != kind.code), None
    )
    if other:
        return [Problem("body.of", "kinds.layout_is_there", {"name": other.name})]
    specs = {s.path: s for s in describe(model)}
    found = []
    for n, row in enumerate(body.rows):
        if row.path not in specs:
            found.append(Problem(f"body.rows.{n}.path", "kinds.no_field", {"path": row.path}, row=n))
        elif _stays(body.of, specs[row.path]) and (row.hidden or row.fixed or not row.form):
            show = specs[row.path].show
            values = {"name": Text(kk=show.kk, ru=show.ru, en=show.en)}
            found.append(Problem(f"body.rows.{n}.hidden", "kinds.required_stays", values, row=n))
        elif _shuts_out(row):
            show = specs[row.path].show
            values = {"name": Text(kk=show.kk, ru=show.ru, en=show.en)}
            found.append(Problem(f"body.rows.{n}.fixed", "kinds.nobody_left", values, row=n))
    return found


FOUND_BY = ("number", "name.last", "name.first", "name.middle", "name.latin")  # a search finds by them


def _stays(of: Target, spec: FieldSpec) -> bool:
    """Must everybody who opens the form have this field? The written required ones, and what a person is found by."""
    return spec.required and not spec.own or of is Target.students and spec.path in FOUND_BY


def _shuts_out(row: Placed) -> bool:
    """A field nobody of the office can change or see any more would be lost."""
    return Role.head in row.hidden or Role.head in row.fixed


def _mask(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    if was is None or was.as_body(NumberMask).every == kind.as_body(NumberMask).every:
        return []
    # The counter of a year and the counter for ever know nothing of each other: numbers would come twice.
    counts = reader.one("counters", {"_id": {"$regex": f"^mask:{kind.code}(:|$)"}})
    return [Problem("body.every", "kinds.mask_counts")] if counts else []


def _reason(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    from core.references import acts
    from schemas.kinds import ReasonCode

    unknown = [a for a in kind.as_body(ReasonCode).acts if a not in acts()]
    return [Problem("body.acts", "kinds.no_act", {"name": unknown[0]})] if unknown else []


def _wording(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    body = kind.as_body(Wording)
    key = body.key
    other = next(
        (k for k in house.entries(Sort.wording) if k.as_body(Wording).key == key and k.code != kind.code), None
    )
    if other:
        return [Problem("body.key", "kinds.wording_is_there", {"name": other.code})]
    if key.startswith("field."):
        of, _, path = key.removeprefix("field.").partition(".")
        model = inner_of(of)
        if model is None or path not in {s.path for s in describe(model)}:
            return [Problem("body.key", "kinds.no_message", {"key": key})]
        return []
    if key.startswith("word."):
        return [] if key in words() else [Problem("body.key", "kinds.no_message", {"key": key})]
    if not known(key):
        return [Problem("body.key", "kinds.no_message", {"key": key})]
    found = []
    for lang in LANGS:
        shipped, said = load(lang)[key], getattr(body, lang)
        if not isinstance(shipped, str):
            return [Problem("body.key", "kinds.wording_plural")]
        try:
            places = placeholders(said)
        except ValueError:
            found.append(Problem(f"body.{lang}", "kinds.wording_braces"))
            continue
        if said and (extra := places - placeholders(shipped)):
            found.append(Problem(f"body.{lang}", "kinds.wording_place", {"name": sorted(extra)[0]}))
    return found


def words() -> dict[str, Word]:
    """Every value of every closed list by the key under which it can be reworded."""
    return {f"word.{kind.__name__}.{value.value}": value for kind in Word.__subclasses__() for value in kind}


def _certificate(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    body = kind.as_body(CertificateKind)
    found = [Problem("body.statuses", "kinds.owed_to_nobody")] if body.owed and not body.statuses else []
    if body.owed and (body.application or body.archive):
        found.append(Problem("body.owed", "kinds.owed_on_application"))
    return [*_paper(reader, kind, was), *_there((("blank", body.blank),)), *found]


def _paper(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    body = kind.as_body(PaperKind)
    found = _there((("mask", body.mask), ("template", body.template), ("route", body.route)))
    if not body.mask:
        found.append(Problem("body.mask", "errors.field.missing"))
    return found


def _practice(reader: Reader, kind: Kind, was: Kind | None) -> list[Problem]:
    body = kind.as_body(PracticeKind)
    return [*_paper(reader, kind, was), *_there((("order", body.order), ("sheet", body.sheet)))]


def _there(named: Iterable[tuple[str, str]]) -> list[Problem]:
    """Entries that a body names by sort and code, and that are not there."""
    found = []
    for sort, code in named:
        if code:
            try:
                if house.entry(sort, code).retired:
                    raise NotFound("kinds.none_such")
            except NotFound:
                found.append(Problem(f"body.{sort}", "kinds.none_such", {"sort": Sort(sort), "code": code}))
    return found


Check = Callable[[Any, Kind, Kind | None], list[Problem]]
CHECKS: dict[Sort, Check] = {
    Sort.field: _field, Sort.choices: _choices, Sort.layout: _layout, Sort.mask: _mask, Sort.reason: _reason,
    Sort.wording: _wording,
    Sort.certificate: _certificate, Sort.order: _paper, Sort.sheet: _paper, Sort.practice: _practice,
    Sort.request: _paper,
}  # fmt: skip
# Checks that live in the room whose sort it is: «module:function» with the same signature.
ELSEWHERE: dict[Sort, str] = {
    Sort.template: "core.templates.checks:check",
    Sort.sheet: "core.sheets.forms:check_kind", Sort.order: "core.orders.asks:check_kind",
    Sort.attestation_rules: "core.attestation.checks:check_rules",
    Sort.diploma: "core.diplomas.kinds:check_diploma", Sort.diploma_layout: "core.diplomas.kinds:check_layout",
    Sort.indicator: "core.indicators.definition:check", Sort.platform: "core.reconciling.mapping:check_kind",
    Sort.stat_form: "core.stat_forms.checks:check_kind", Sort.pack: "core.packs.contents:check_kind",
    Sort.hold: "core.holds.stops:check_kind", Sort.route: "core.approvals.rules:check_kind",
}  # fmt: skip

__all__ = ["CHECKS", "ELSEWHERE", "Reader", "check", "having", "own_field"]
