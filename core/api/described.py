"""The OpenAPI document of the read interface, made from the described fields: what stands here is what is given."""

from __future__ import annotations

from typing import Any

from core.api.feed import SETTLED
from core.api.opening import Caller
from core.api.reading import MOST, fields_of, readable
from core.fields import FieldSpec, choice_label
from core.i18n import t
from schemas.base import LANGS, Lang

_REF = {"type": "object", "properties": {"id": {"type": "string"}, "label": {"type": "object"}}}
_TEXT = {"type": "object", "properties": {code: {"type": "string"} for code in LANGS}}
_TYPES: dict[str, dict[str, Any]] = {
    "int": {"type": "integer"}, "decimal": {"type": "string", "format": "decimal"},
    "date": {"type": "string", "format": "date"}, "moment": {"type": "string", "format": "date-time"},
    "bool": {"type": "boolean"}, "ref": _REF, "refs": {"type": "array", "items": _REF}, "texts": _TEXT,
    "choices": {"type": "array", "items": {"type": "string"}}, "codes": {"type": "array", "items": {"type": "string"}},
}  # fmt: skip
_MARK = {"type": "object", "properties": {"code": {"type": "string"}, "message": {"type": "string"}}}


def schema_of(spec: FieldSpec, lang: Lang) -> dict[str, Any]:
    """A field as JSON Schema: its type, its name in the reader's language, the words of a closed list."""
    found = dict(_TYPES.get(spec.kind, {"type": "string"}))
    kind = found.get("type")
    found |= {"type": [kind, "null"], "title": spec.label(lang)}
    if spec.kind == "choice":
        words = (f"{v}: {choice_label(v, lang)}" for v in spec.choices)
        found["description"] = "; ".join(words)
    return found


def openapi(caller: Caller, base: str) -> dict[str, Any]:
    """The document for this caller: only the sources and fields its key opens. base: the office's address."""
    lang = caller.desk.lang
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for source in readable(caller):
        code, name = source.code.value, source.code.label(lang)
        fields = fields_of(caller, source)
        own = {path: schema_of(spec, lang) for path, spec in fields.items()}
        schemas[code] = {
            "type": "object", "title": name,
            "properties": {"id": {"type": "string"}, "revision": {"type": ["integer", "null"]}, **own},
        }  # fmt: skip
        asked = [
            _query("fields", t("api.spec_fields", lang), {"type": "string"}),
            _query("id", t("api.spec_id", lang), {"type": "string"}), *_paging(lang),
        ]  # fmt: skip
        paths[f"/api/v1/records/{code}"] = _get(name, asked, code, lang)
    schemas["change"] = {
        "type": "object",
        "properties": {
            "mark": {"type": "string"}, "at": {"type": "string", "format": "date-time"}, "action": {"type": "string"},
            "subject": {"type": ["object", "null"]}, "records": {"type": "array", "items": {"type": "object"}},
            "many": {"type": "boolean"},
        },
    }  # fmt: skip
    said = t("api.spec_changes", lang, seconds=int(SETTLED.total_seconds()))
    paths["/api/v1/changes"] = _get(said, _paging(lang), "change", lang)
    return {
        "openapi": "3.1.0",
        "info": {"title": t("api.spec_title", lang), "version": "1", "description": t("api.spec_hint", lang)},
        "servers": [{"url": base}], "security": [{"key": []}], "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {**schemas, "fault": {"type": "object", "properties": {"error": _MARK}}},
        },
    }  # fmt: skip


def _query(name: str, said: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": said, "schema": schema}


def _paging(lang: Lang) -> list[dict[str, Any]]:
    return [
        _query("after", t("api.spec_after", lang), {"type": "string"}),
        _query("limit", t("api.spec_limit", lang),
               {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100}),
    ]  # fmt: skip


def _get(said: str, asked: list[dict[str, Any]], schema: str, lang: Lang) -> dict[str, Any]:
    fault = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/fault"}}}}
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}
    given = {"type": "object", "properties": {"rows": rows, "next": {"type": ["string", "null"]}}}
    answers = {"200": {"description": said, "content": {"application/json": {"schema": given}}}}
    told = {str(code): {"description": t(f"api.spec_{code}", lang), **fault} for code in (401, 403, 404, 422, 429, 503)}
    return {"get": {"summary": said, "parameters": asked, "responses": answers | told}}
