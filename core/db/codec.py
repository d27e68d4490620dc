"""Values as the database keeps them, and the canonical form that is hashed.

Calendar dates are text `2026-01-25` (they have no time zone), instants UTC cut to milliseconds (what is hashed
must read back the same), Decimals are Decimal128. The canonical form is JSON with sorted keys, so a document read
in another key order hashes the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from typing import Any

from bson.codec_options import CodecOptions, TypeCodec, TypeRegistry
from bson.decimal128 import Decimal128
from pydantic import BaseModel


class _Decimals(TypeCodec):
    python_type = Decimal
    bson_type = Decimal128

    def transform_python(self, value: Any) -> Any:
        return _stored_decimal(str(value))

    def transform_bson(self, value: Any) -> Any:
        return _read_decimal(value.__getstate__())  # its two halves: `bid` would pack them first


# The same few credits and points stand in every record, and each turning costs as much as a whole event's hash.
@lru_cache(maxsize=8192)
def _stored_decimal(text: str) -> Decimal128:
    return Decimal128(text)


@lru_cache(maxsize=8192)
def _read_decimal(halves: tuple[int, int]) -> Decimal:
    return Decimal128(halves).to_decimal()  # type: ignore[arg-type]  # as it is pickled


CODEC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC, type_registry=TypeRegistry([_Decimals()]))


def instant(value: datetime) -> datetime:
    """The same instant in UTC, cut to milliseconds as the database keeps it."""
    value = value.astimezone(UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


# Most of what is walked through are such leaves; asking for them first halves the walk.
_AS_IT_IS = frozenset({str, int, float, bool, bytes, Decimal, type(None)})


def plain(value: Any) -> Any:
    """A model or value in its stored form: dicts, lists, text, numbers, Decimal, UTC datetimes."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    # An act of a whole term walks over a million leaves: they are asked here, not by a call of their own.
    if isinstance(value, BaseModel):
        own = value.__dict__
        return {a: v if type(v := own[f]) in _AS_IT_IS else plain(v) for f, a in _names(type(value))}
    if isinstance(value, dict):
        return {str(k): v if type(v) in _AS_IT_IS else plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [v if type(v) in _AS_IT_IS else plain(v) for v in value]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


@lru_cache(maxsize=512)
def _names(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The fields of a model and what each is stored as; our models have no serializers of their own."""
    return tuple((name, field.serialization_alias or field.alias or name) for name, field in model.model_fields.items())


@lru_cache(maxsize=8192)
def _canonical_decimal(value: Decimal) -> dict[str, str]:
    return {"$dec": str((value + 0).normalize())}


def _canonical_value(value: Any) -> Any:
    if isinstance(value, Decimal):  # 3.0 and 3.00 are one value to `differences`, so they are one to the hash
        return _canonical_decimal(value)
    if isinstance(value, datetime):
        return {"$at": instant(value).isoformat()}
    if isinstance(value, bytes):
        return {"$sha256": sha256(value).hexdigest()}
    raise TypeError(type(value).__name__)


_encode = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_canonical_value, check_circular=False
).encode


def canonical(value: Any) -> bytes:
    """The bytes that are hashed for a stored value."""
    return _encode(value).encode()


def digest(value: Any, prev: str = "") -> str:
    """SHA-256 of the previous hash and the canonical form, in hex."""
    return sha256(prev.encode() + canonical(value)).hexdigest()


def digests(fields: dict[str, Any]) -> tuple[dict[str, str], Callable[[str, Any], str]]:
    """The digest of each field, and how to tell that of the whole with one field more: each is written out once."""
    written = {k: canonical(v) for k, v in fields.items()}

    def whole(name: str, value: Any) -> str:
        every = {**written, name: canonical(value)}
        return sha256(b"{" + b",".join(canonical(k) + b":" + every[k] for k in sorted(every)) + b"}").hexdigest()

    return {k: sha256(text).hexdigest() for k, text in written.items()}, whole


# Neither the chain's own head nor what is derived belongs to the content that a document's hash covers.
UNHASHED = ("head", "updated", "created", "search", "pending", "hidden")


def content_hash(stored: dict[str, Any]) -> str:
    """The hash of a document's content, as an audit entry carries it; an empty field hashes like an absent one,
    so that a field added to the schema later does not break the hashes of documents stored before."""
    return digest(_filled({k: v for k, v in stored.items() if k not in UNHASHED}))


def _filled(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: v if type(v) in _AS_IT_IS else _filled(v) for k, v in node.items() if v is not None}
    return [v if type(v) in _AS_IT_IS else _filled(v) for v in node] if isinstance(node, list) else node


def differences(was: Any, now: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """Where two stored values differ: (dotted path, old, new); a list of another length is one difference."""
    if was is now or (was == now and type(was) is type(now)):
        return []
    if isinstance(was, dict) and isinstance(now, dict) and not any(map(_unwritable, keys := {**was, **now})):
        found = []
        for key in keys:
            old, new = was.get(key), now.get(key)
            if old is not new and (old != new or type(old) is not type(new)):  # most are equal: no call of their own
                found += differences(old, new, f"{path}.{key}" if path else key)
        return found
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        found = []
        for i, (a, b) in enumerate(zip(was, now, strict=True)):
            found += differences(a, b, f"{path}.{i}" if path else str(i))
        return found
    return [(path, was, now)]


@lru_cache(maxsize=8192)
def _unwritable(key: str) -> bool:
    """A key that can't stand in a dotted path; its whole dict is written anew."""
    return not key or "." in key or key.startswith("$")
