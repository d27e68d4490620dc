"""What a stranger's verifier asks: the institution's public keys, and the list of withdrawn credentials. Of no person
and no diploma is anything told here; the credential itself is handed over by the office alone."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.credentials import issuer, keys
from core.credentials import status as lists
from core.errors import NotFound, OfficeError, RuleBroken
from core.users import throttle
from core.web import asking

FREE = 20  # wrong numbers of lists an address may ask for before it waits
# Verifiers run in browsers of other sites, too; a list a few minutes old will do.
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}


def did(request: Request) -> Response:
    """The issuer's document with all public keys that are believed; 404 while the office can have none."""
    store = asking.site(request).store()
    try:
        who = issuer.did(issuer.address(store, request.headers.get("host", "")))
        return JSONResponse(issuer.document(who, keys.every(store)), headers=OPEN, media_type="application/did+json")
    except RuleBroken as e:
        return JSONResponse({"error": e.key}, 404)
    except OfficeError:
        return JSONResponse({"error": "unavailable"}, 503)


def status(request: Request) -> Response:
    """A status list; 404 for a number that no credential names (many such ones have to wait), 503 while it cannot be
    signed on this server."""
    site, said = asking.site(request), request.path_params["place"]
    store, key = site.store(), f"verify:{asking.network(request)}"
    try:
        place = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
        text = lists.published(store, place, request.headers.get("host", ""), site.folder())
        return Response(text, media_type="application/vc", headers=OPEN)
    except NotFound:
        pass
    except OfficeError:
        return JSONResponse({"error": "unavailable"}, 503)
    try:
        throttle.take(store, key, FREE, datetime.now(UTC))
    except RuleBroken:
        return JSONResponse({"error": "wait"}, 429)
    except OfficeError:
        return JSONResponse({"error": "unavailable"}, 503)
    return JSONResponse({"error": "unknown"}, 404)
