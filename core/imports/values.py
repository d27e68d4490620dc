"""Text of a cell → the value a field stores, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from core.db.codec import plain
from core.db.store import Row, Store
from core.errors import Problem, Problems
from core.fields import FieldSpec, choice_label
from core.i18n import fold, parse_date
from schemas.base import LANGS
from schemas.checks import Refused, iin

YES = frozenset(fold(w) for w in ("иә", "да", "yes", "true", "1", "+"))
NO = frozenset(fold(w) for w in ("жоқ", "нет", "no", "false", "0", "-"))
FAR = 5000  # different values of one column that are remembered


class Bad(Exception):
    """A cell that is no value of its field: message key and values."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values_ = key, values


@dataclass
class Column:
    """One target with everything needed to turn text into its stored value."""

    spec: FieldSpec
    turn: Callable[[str], Any]

    def __post_init__(self) -> None:
        self._known: dict[str, Any] = {}

    def value(self, text: str) -> Any:
        """The stored value of a cell that is not empty; raises Bad."""
        if text in self._known:
            found = self._known[text]
            if isinstance(found, Bad):
                raise found
            return found
        found = self._fresh(text)
        if len(self._known) < FAR:
            self._known[text] = found
        if isinstance(found, Bad):
            raise found
        return found

    def _fresh(self, text: str) -> Any:
        try:
            return plain(self.spec.check(self.turn(text)))
        except Bad as e:
            return e
        except Problems as e:
            return Bad(e.problems[0].key, **e.problems[0].values)


def column(spec: FieldSpec, store: Store | None) -> Column:
    """How this field reads its cells; references are looked up once, in the store."""
    if spec.path.rsplit(".", 1)[-1] == "iin":
        return Column(spec, _iin)
    if spec.kind == "choice":
        return Column(spec, _choices(spec))
    if spec.kind in ("ref", "refs"):
        assert store is not None
        return Column(spec, _references(spec, store))
    turns: dict[str, Callable[[str], Any]] = {
        "int": _whole, "decimal": _decimal, "date": _date, "bool": _bool, "texts": lambda text: {"kk": text},
    }  # fmt: skip
    return Column(spec, turns.get(spec.kind, str))


def _iin(text: str) -> str:
    digits = text.replace(" ", "")
    if digits.isdigit() and len(digits) < 12:
        try:
            iin(whole := digits.zfill(12))
        except Refused:
            pass
        else:
            raise Bad("imports.iin_lost_zeros", value=text, whole=whole)
    return digits


def number(text: str) -> Decimal:
    """A number as people write it, spaces and a comma included; raises Bad."""
    try:
        value = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        raise Bad("errors.field.decimal_parsing") from None
    if not value.is_finite():
        raise Bad("errors.field.decimal_parsing")
    return value


def _decimal(text: str) -> Decimal:
    value = number(text)
    places = value.normalize().as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(places, int) and places >= 0 else value.normalize()


def _whole(text: str) -> int:
    try:
        value = number(text)
    except Bad:
        raise Bad("errors.field.int_parsing") from None
    if value != value.to_integral_value():
        raise Bad("errors.field.int_from_float")
    return int(value)


def _date(text: str) -> Any:
    text = text.split(" ")[0] if text.endswith(" 00:00:00") else text
    try:
        return parse_date(text)
    except ValueError as e:
        raise Bad("errors.field.date_impossible" if "impossible" in str(e) else "errors.field.date_parsing") from None


def _bool(text: str) -> bool:
    word = fold(text) or text
    if word in YES or word in NO:
        return word in YES
    raise Bad("errors.field.bool_parsing")


def _choices(spec: FieldSpec) -> Callable[[str], Any]:
    words: dict[str, Any] = {}
    for choice in spec.choices:
        stored = getattr(choice, "value", choice)
        for said in (str(stored), *(choice_label(choice, lang) for lang in LANGS)):
            words.setdefault(fold(said), stored)

    def turn(text: str) -> Any:
        if fold(text) in words:
            return words[fold(text)]
        raise Bad("imports.not_in_list", value=text[:60])

    return turn


def _references(spec: FieldSpec, store: Store) -> Callable[[str], Any]:
    """A reference is named by its code (number of a person) or by its whole label in any language."""
    from core.registry import model_of

    model = model_of(spec.show.to or "")
    known: dict[str, list[Row]] = {}
    for row in store.each(model.collection, {}):
        ref = plain(model.model_validate(row).ref())
        code = str(row.get("code") or row.get("number") or "")
        for name in {fold(n) for n in (code, *ref["label"].values()) if n}:
            known.setdefault(name, []).append(ref)

    def turn(text: str) -> Any:
        found = known.get(fold(text), [])
        if len(found) > 1:
            raise Bad("imports.reference_not_clear", value=text[:60], count=len(found))
        if not found:
            raise Bad("imports.reference_unknown", value=text[:60])
        return found[0]

    return turn


def told(field: str, row: int, bad: Bad) -> Problem:
    """A bad cell as a problem of its row."""
    return Problem(field, bad.key, bad.values_, row)
