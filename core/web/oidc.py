"""The institution's own sign-in service (OpenID Connect), if any; it ends in the same session row."""

from __future__ import annotations

import logging
import secrets
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.db.store import Row, office_errors
from core.errors import RuleBroken
from core.i18n import t
from core.users import sessions, throttle
from core.web import asking, door, html
from core.web.site import Provider
from schemas.user import User

log = logging.getLogger("office")
COOKIE = "office_oidc"
PATIENCE = timedelta(minutes=10)  # between leaving for the service and coming back
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never «none», never a secret shared with the browser
FREE_STARTS = 60
FAULTS = (httpx.HTTPError, AuthlibBaseError, JoseError, KeyError, ValueError)


def start(request: Request) -> Response:
    """Send the browser to the service, with a state, a nonce and a PKCE challenge."""
    site = asking.site(request)
    provider, store, now = site.provider, site.store(), datetime.now(UTC)
    if provider is None:
        return html.fault(request, "signin.fault.not_found", 404)
    try:
        throttle.take(store, f"oidc:{asking.network(request)}", FREE_STARTS, now)
        about = _about(provider)
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        with _client(provider, request) as client:
            url, state = client.create_authorization_url(
                about["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        with office_errors():
            store.side("tries").insert_one({
                "_id": f"state:{sessions.token_hash(state)}", "verifier": verifier, "nonce": nonce,
                "next": asking.local(request.query_params.get("next")), "expires": now + PATIENCE,
            })  # fmt: skip
    except RuleBroken as e:
        return door.signin_page(request, {}, html.say(e.key, e.values, asking.lang(request)), 429)
    except FAULTS as e:
        return _failed(e)
    answer = RedirectResponse(url, 303)
    answer.set_cookie(
        COOKIE, state, max_age=int(PATIENCE.total_seconds()), httponly=True, samesite="lax",
        secure=site.https, path="/oidc/",
    )  # fmt: skip
    return answer


def back(request: Request) -> Response:
    """The browser comes back: the code becomes a signed statement who it is, and that an open session."""
    site = asking.site(request)
    provider, store = site.provider, site.store()
    if provider is None:
        return html.fault(request, "signin.fault.not_found", 404)
    state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
    try:
        if not state or not code or state != request.cookies.get(COOKIE):
            raise ValueError("not the browser that left")
        with office_errors():
            row = store.side("tries").find_one_and_delete(
                {"_id": f"state:{sessions.token_hash(state)}", "expires": {"$gt": datetime.now(UTC)}}
            )
        if row is None:
            raise ValueError("used or too old")
        claims = _claims(provider, request, code, row)
    except FAULTS as e:
        return _failed(e)
    email = str(claims.get("email") or "").casefold()
    found = store.rows("users", {"email": email, "active": True}) if email else []
    if len(found) != 1 or claims.get("email_verified") is False:
        told = t("signin.service_unknown", asking.lang(request), email=email)
        return door.signin_page(request, {}, told, 403)
    answer = door.let_in(request, User.model_validate(found[0]), "service", row["next"])
    answer.delete_cookie(COOKIE, path="/oidc/")
    return answer


def _about(provider: Provider) -> dict[str, Any]:
    """What the service says of itself; its addresses must be encrypted unless it runs on this machine."""
    answer = httpx.get(f"{provider.issuer}/.well-known/openid-configuration", timeout=10)
    answer.raise_for_status()
    about: dict[str, Any] = answer.json()
    if about["issuer"].rstrip("/") != provider.issuer:
        raise ValueError("another service answers")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        place = urlsplit(about[name])
        if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError(f"{name} is not encrypted")
    return about


def _client(provider: Provider, request: Request) -> Any:
    with warnings.catch_warnings():  # on its import it tells programmers about its next version
        warnings.simplefilter("ignore")
        from authlib.integrations.httpx_client import OAuth2Client
    scheme = "https" if asking.site(request).https else request.url.scheme
    return OAuth2Client(
        client_id=provider.client_id, client_secret=provider.client_secret or None, timeout=10,
        redirect_uri=f"{scheme}://{request.headers['host']}/oidc/back", scope="openid email profile",
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
    )  # fmt: skip


def _claims(provider: Provider, request: Request, code: str, row: Row) -> dict[str, Any]:
    """Exchange the code and check the statement: signature, issuer, audience, time, nonce."""
    about = _about(provider)
    with _client(provider, request) as client:
        given = client.fetch_token(
            about["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=row["verifier"]
        )
    keys = httpx.get(about["jwks_uri"], timeout=10)
    keys.raise_for_status()
    claims = jwt.decode(given["id_token"], KeySet.import_key_set(keys.json()), algorithms=ALGORITHMS).claims
    jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "value": about["issuer"]},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": row["nonce"]},
    ).validate(claims)
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != provider.client_id:
        raise ValueError("meant for another")
    return dict(claims)


def _failed(error: Exception) -> Response:
    # Addresses and codes of the service may hold secrets: the log gets the kind of the fault only.
    log.warning("sign-in service: %s", type(error).__name__)
    answer = RedirectResponse("/signin?told=failed", 303)
    answer.delete_cookie(COOKIE, path="/oidc/")
    return answer
