"""The models' own schema as MongoDB's validator, so the server refuses what a form would refuse.

MongoDB knows draft 4 without $ref, default, format, const and integer; the translator inlines, drops or rewrites
them and raises on any keyword it does not know. Personal values are stored as their salted hash, so any personal
field is plain text here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from schemas.base import Document, Show
from schemas.student import Student

DROP = {"title", "default", "description", "examples", "discriminator", "format", "$defs", "writeOnly"}
KEEP = {
    "bsonType", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
    "maxLength", "minItems", "maxItems", "uniqueItems", "required",
}  # fmt: skip
TYPES = {"string": "string", "boolean": "bool", "array": "array", "object": "object", "null": "null"}


# What the server itself demands of a stored document beside its shape: a student changes only together with an event;
# a closed sheet carries its checksum and a signature, and what carries a checksum stays closed.
ALWAYS: dict[str, dict[str, Any]] = {
    "students": {"$eq": ["$revision", {"$size": "$events"}]},
    "grade_sheets": {
        "$or": [
            {
                "$and": [
                    {"$ne": ["$status", "closed"]},
                    {"$eq": [{"$ifNull": ["$checksum", ""]}, ""]},
                    {"$eq": [{"$ifNull": ["$closed_at", None]}, None]},
                ]
            },
            {
                "$and": [
                    {"$eq": ["$status", "closed"]},
                    {"$gt": ["$checksum", ""]},
                    {"$gt": [{"$size": "$signatures"}, 0]},
                ]
            },
        ]
    },
}


class BsonSchema(GenerateJsonSchema):
    """Pydantic's schema with BSON types where JSON has none."""

    def int_schema(self, schema: Any) -> Any:
        return self._number(["int", "long"], schema)

    def float_schema(self, schema: Any) -> Any:
        return self._number(["double", "int", "long"], schema)

    def decimal_schema(self, schema: Any) -> Any:
        return self._number("decimal", schema)

    def datetime_schema(self, schema: Any) -> Any:
        return {"bsonType": "date"}

    def date_schema(self, schema: Any) -> Any:
        return {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

    def bytes_schema(self, schema: Any) -> Any:
        return {"bsonType": "binData"}

    @staticmethod
    def _number(kind: Any, schema: Any) -> dict[str, Any]:
        out: dict[str, Any] = {"bsonType": kind}
        for ours, theirs, strict in (
            ("ge", "minimum", 0),
            ("gt", "minimum", 1),
            ("le", "maximum", 0),
            ("lt", "maximum", 1),
        ):
            if schema.get(ours) is not None:
                out[theirs] = float(schema[ours])
                if strict:
                    out["exclusive" + theirs.capitalize()] = True
        return out


def _translate(node: Any, defs: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _translate(defs[node["$ref"].rsplit("/", 1)[1]], defs)
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key in DROP:
            continue
        if key == "type":
            out["bsonType"] = TYPES[value]
        elif key == "const":
            out["enum"] = [value]
        elif key in ("anyOf", "oneOf", "allOf"):
            out[key] = [_translate(v, defs) for v in value]
        elif key == "properties":
            out[key] = {k: _translate(v, defs) for k, v in value.items()}
        elif key == "items":
            out[key] = _translate(value, defs)
        elif key == "additionalProperties":
            out[key] = value if isinstance(value, bool) else _translate(value, defs)
        elif key in KEEP:
            out[key] = value
        else:
            raise ValueError(f"no translation for the schema keyword {key!r}")
    return out


def _personal(model: Any) -> set[str]:
    found = set()
    for name, info in model.model_fields.items():
        if any(isinstance(m, Show) and m.personal for m in info.metadata):
            found.add(name)
    return found


def _open_personal(schema: dict[str, Any], model: Any) -> None:
    """Personal fields hold a token instead of a value: only «text» is asked of them."""
    for name, info in model.model_fields.items():
        shape = schema.get("properties", {}).get(info.alias or name)
        if shape is None:
            continue
        if name in _personal(model):
            schema["properties"][info.alias or name] = {"bsonType": ["string", "null"]}
        elif hasattr(info.annotation, "model_fields"):
            _open_personal(shape, info.annotation)


def own_rules(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rules of fields added in the browser, from all stored versions of them: {described name: {code: schema}}.

    A value written under an earlier version stays lawful, so each type that the field ever had is let in.
    """
    found: dict[str, dict[str, list[Any]]] = {}
    for row in rows:
        shapes = found.setdefault(row["body"]["of"], {}).setdefault(row["code"], [{"bsonType": "null"}])
        if (shape := _own_shape(row["body"])) not in shapes:
            shapes.append(shape)
    return {of: {code: {"anyOf": shapes} for code, shapes in codes.items()} for of, codes in found.items()}


def _own_shape(body: dict[str, Any]) -> dict[str, Any]:
    match body["type"]:
        case "int":
            return {"bsonType": ["int", "long"]}
        case "decimal":
            return {"bsonType": "decimal"}
        case "date":
            return {"bsonType": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        case "bool":
            return {"bsonType": "bool"}
        case "ref" | "file":
            return {"bsonType": "object", "required": ["id", "label"]}
        case _:
            return {"bsonType": "string", "maxLength": max(body.get("longest") or 4000, 65)}


def _add_own(schema: dict[str, Any], codes: dict[str, Any]) -> None:
    schema["properties"]["custom"] = {
        "bsonType": ["object", "null"], "properties": codes, "additionalProperties": False,
    }  # fmt: skip


@cache
def _schema(model: type[Document]) -> dict[str, Any]:
    """What the code says of a kind of document: the same as long as the process lives, and dear to reckon."""
    raw = model.model_json_schema(schema_generator=BsonSchema, by_alias=True)
    schema = _translate(raw, raw.get("$defs", {}))
    _open_personal(schema, model)
    return schema


def validator(model: type[Document], own: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """The collection validator of a kind of document; a student also keeps `revision` = number of events.

    own: rules of the fields that the office added (`own_rules`).
    """
    schema = copy.deepcopy(_schema(model))
    _add_own(schema, (own or {}).get(model.described or model.collection, {}))
    if issubclass(model, Student):
        _add_own(schema["properties"]["studies"]["items"], (own or {}).get("studies", {}))
    whole: dict[str, Any] = {"$jsonSchema": schema}
    always = ALWAYS.get(model.collection)
    return {"$and": [whole, {"$expr": always}]} if always else whole
