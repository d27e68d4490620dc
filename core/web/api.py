"""The read interface over HTTP (clauses 40, 43, 46): a key in the header, JSON back; nothing is ever written."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from core import api
from core.errors import Forbidden, NotFound, OfficeError, Problems, RuleBroken
from core.i18n import t
from core.users import throttle
from core.web import asking
from schemas.base import LANGS, Lang

FREE = 20  # wrong keys an address may try before it waits


def records(request: Request) -> Response:
    """`/api/v1/records/SOURCE`: a page of a source's rows."""
    return _answer(request, lambda caller, asked: api.records(
        caller, request.path_params["source"], _words(asked.get("fields", "")), asked.get("after", ""),
        _limit(asked), _words(asked.get("id", "")),
    ))  # fmt: skip


def changes(request: Request) -> Response:
    """`/api/v1/changes`: what changed since a mark."""
    return _answer(request, lambda caller, asked: api.changes(caller, asked.get("after", ""), _limit(asked)))


def openapi(request: Request) -> Response:
    """`/api/v1/openapi.json`: what this key may read, described."""
    base = str(request.base_url).rstrip("/")
    return _answer(request, lambda caller, _: api.openapi(caller, base))


def _answer(request: Request, work: Callable[[api.Caller, dict[str, str]], Any]) -> Response:
    lang = _lang(request)
    store, key = asking.site(request).store(), f"api:{asking.network(request)}"
    try:
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        try:
            caller = api.opened(store, secret.strip() if scheme.lower() == "bearer" else "", lang)
        except Forbidden as e:
            throttle.take(store, key, FREE, datetime.now(UTC))  # guessing costs time
            return _fault(e, 401, lang)
        found = work(caller, dict(request.query_params))
    except RuleBroken as e:
        wait = e.values.get("seconds", 60 * int(e.values.get("minutes", 1)))
        return _fault(e, 429, lang, {"Retry-After": str(wait)})
    except Forbidden as e:
        return _fault(e, 403, lang)
    except NotFound as e:
        return _fault(e, 404, lang)
    except Problems as e:
        first = e.problems[0]
        told = {"field": first.field, "code": first.key, "message": t(first.key, lang, **first.values)}
        return _json({"error": told}, 422)
    except OfficeError as e:
        return _fault(e, 503, lang)
    if isinstance(found, tuple):
        rows, after = found
        found = {"rows": rows, "next": after or None}
    return _json(found, 200)


def _limit(asked: dict[str, str]) -> int:
    said = asked.get("limit", "100")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def _words(said: str) -> list[str]:
    return [word for part in said.split(",") if (word := part.strip())]


def _lang(request: Request) -> Lang:
    """The first language of the request that the office speaks; Kazakh where it asks for none."""
    said = request.headers.get("accept-language", "")
    wanted = (part.partition(";")[0].strip()[:2].lower() for part in said.split(","))
    return next((code for word in wanted for code in LANGS if word == code), "kk")


def _fault(e: OfficeError, status: int, lang: Lang, headers: dict[str, str] | None = None) -> Response:
    return _json({"error": {"code": e.key, "message": t(e.key, lang, **e.values)}}, status, headers)


def _json(value: Any, status: int, headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(value, ensure_ascii=False, default=_value)
    always = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="api.json"'}
    return Response(text, status, always | (headers or {}), "application/json")


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
