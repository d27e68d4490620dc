"""Between what stands in widgets and what records hold. Pure: no Streamlit here.

`raw` is what a widget keeps: text for numbers and references by id, so that nothing typed is rounded or dropped
before the field's own check has seen it.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.db.codec import plain
from core.errors import Problem, Problems
from core.fields import FieldSpec, Option
from core.i18n import known, parse_date, t
from schemas.base import LANGS, Id, Lang, Ref, Text, Word

Values = dict[str, Any]


def raw_of(spec: FieldSpec, value: Any) -> Any:
    """A record's value (stored or as Python) as its widget keeps it."""
    match spec.kind:
        case "bool":
            return bool(value if value is not None else spec.default)
        case "date":
            return date.fromisoformat(value[:10]) if isinstance(value, str) and value else value or None
        case "choice":
            value = spec.default if value is None else value
            return None if value is None else str(getattr(value, "value", value))
        case "choices":
            return [str(getattr(v, "value", v)) for v in value or []]
        case "codes":
            return list(value or [])
        case "code":
            return value or spec.default or None
        case "file":
            return plain(value) if value else None
        case "ref":
            return Ref.model_validate(value).id if value else None
        case "refs":
            return [Ref.model_validate(v).id for v in value or []]
        case "texts":
            text = Text.model_validate(value) if value else None
            return {lang: getattr(text, lang) if text else "" for lang in LANGS}
        case "rows":
            return [{s.path: raw_of(s, pick(plain(row), s.path)) for s in spec.items} for row in value or []]
        case "int" | "decimal":
            value = spec.default if value is None else value
            return "" if value is None else format_number(value)
        case "moment":
            return value.isoformat() if isinstance(value, datetime) else str(value or "")
        case _:
            return str(value or spec.default or "")


def format_number(value: Any) -> str:
    """A number as it is typed here: comma, no exponent, no needless zeros."""
    text = format(Decimal(str(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def parse(spec: FieldSpec, raw: Any, refs: dict[Id, Any] | None = None) -> Any:
    """What a widget holds as the field's value; raises Problems with the field's path.

    refs: id → reference as it is to be kept (the label of today, or the one the record had); of a list of records:
    for each of the record's fields.
    """
    if empty(spec, raw):
        if spec.required:
            raise Problems([Problem(spec.path, "errors.field.missing")])
        if spec.kind == "code":
            return spec.default or ""
        return [] if spec.kind in ("refs", "rows", "choices", "codes") else spec.default
    match spec.kind:
        case "int" | "decimal":
            return spec.check(read_number(spec, raw))
        case "date":
            return spec.check(read_date(spec, raw))
        case "choices" | "codes":
            return plain(spec.check(raw))
        case "ref":
            return plain((refs or {}).get(raw) or Ref(id=raw, label=Text(kk=raw)))
        case "refs":
            return [plain((refs or {}).get(r) or Ref(id=r, label=Text(kk=r))) for r in raw]
        case "texts":
            return plain(spec.check({lang: (raw.get(lang) or "").strip() for lang in LANGS}))
        case "rows":
            return [parse_row(spec, n, row, refs) for n, row in enumerate(raw)]
        case _:
            return plain(spec.check(raw.strip() if isinstance(raw, str) else raw))


def parse_row(spec: FieldSpec, n: int, row: Values, refs: dict[str, Any] | None = None) -> Values:
    """One record of a field that holds a list of records; refs: of each of its fields."""
    problems: list[Problem] = []
    found: Values = {}
    for item in spec.items:
        try:
            found[item.path] = parse(item, row.get(item.path), (refs or {}).get(item.path))
        except Problems as e:
            problems += [Problem(f"{spec.path}.{n}.{p.field}", p.key, p.values, row=n) for p in e.problems]
    if problems:
        raise Problems(problems)
    return nested(found)


def empty(spec: FieldSpec, raw: Any) -> bool:
    """Was nothing given?"""
    if spec.kind == "bool":
        return False
    if spec.kind == "texts":
        return not any((raw or {}).get(lang, "").strip() for lang in LANGS)
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def read_number(spec: FieldSpec, raw: Any) -> Any:
    """A typed number: comma or point, thin spaces between thousands; Problems when it is none."""
    text = "".join(str(raw).split()).replace(",", ".")
    try:
        value = Decimal(text)
    except ArithmeticError:
        raise Problems([Problem(spec.path, f"errors.field.{spec.kind}_parsing")]) from None
    if spec.kind == "int":
        if not value.is_finite() or value != value.to_integral_value():
            raise Problems([Problem(spec.path, "errors.field.int_from_float")])
        return int(value)
    return value


def read_date(spec: FieldSpec, raw: Any) -> date:
    """A date from the calendar or typed."""
    if isinstance(raw, date):
        return raw
    try:
        return parse_date(str(raw))
    except ValueError as e:
        raise Problems([Problem(spec.path, str(e))]) from None


def choice_word(spec: FieldSpec, value: Any, lang: Lang) -> str:
    """The word of a chosen value. A word already spelled in another language is led back to its value, because a
    list in the browser sends back what it showed before the language changed."""
    return spell(spec, choice_value(spec, value), lang)


def choice_value(spec: FieldSpec, said: Any) -> str | None:
    """The stored value that a value, or its word in any language, stands for; None for none of the list."""
    if said is None:
        return None
    values = [str(getattr(choice, "value", choice)) for choice in spec.choices]
    if (value := str(getattr(said, "value", said))) in values:
        return value
    return next((v for v in values if said in {spell(spec, v, each) for each in LANGS}), None)


def spell(spec: FieldSpec, value: str | None, lang: Lang) -> str:
    """The word of a stored choice: its own, or the catalogue's where the model keeps a bare code."""
    for choice in spec.choices:
        if str(getattr(choice, "value", choice)) == value:
            if isinstance(choice, Word | Option):
                return choice.label(lang)
            key = f"forms.choice.{value}"
            return t(key, lang) if known(key) else str(value)
    return ""


def pick(row: Any, path: str) -> Any:
    """The value at a dotted path of a stored row."""
    for key in path.split("."):
        row = row.get(key) if isinstance(row, dict) else None
    return row


def nested(values: Values) -> Values:
    """{dotted path: value} as records inside records."""
    found: Values = {}
    for path, value in values.items():
        *outer, last = path.split(".")
        place = found
        for key in outer:
            place = place.setdefault(key, {})
        place[last] = value
    return found


def flat(specs: list[FieldSpec] | tuple[FieldSpec, ...], record: Any) -> Values:
    """A model or a stored row as {dotted path: value} for these fields."""
    row = plain(record)
    return {s.path: pick(row, s.path) for s in specs}
