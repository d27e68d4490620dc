"""The institution's sign-in service: a provider of our own runs beside the test and signs real tokens."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from core import office, users, web
from core.db.store import Store
from core.desk import Desk, Why
from core.users import sessions
from core.web.site import Provider
from schemas.user import User
from schemas.words import Role
from tests.acts.test_users import ORDER
from tests.acts.test_web import BROWSER, GOOD, HERE, page

SECRET = "of-the-test"


class Service:
    """A small provider: one client, one key; `says` changes what it states, `key` what it signs with."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.key = self.shown = RSAKey.generate_key(2048, {"kid": "a"})
        self.asked: dict[str, dict[str, str]] = {}
        self.says: dict[str, Any] = {}
        self.app = Starlette(routes=[
            Route("/.well-known/openid-configuration", self.about),
            Route("/token", self.token, methods=["POST"]),
            Route("/keys", self.keys),
        ])  # fmt: skip

    async def about(self, request: Request) -> Response:
        ways = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return JSONResponse({"issuer": self.issuer} | {k: self.issuer + v for k, v in ways.items()})

    async def keys(self, request: Request) -> Response:
        return JSONResponse({"keys": [self.shown.as_dict(private=False) | {"kid": "a", "use": "sig"}]})

    def agree(self, url: str) -> dict[str, str]:
        """The person signs in over there: what the browser is sent back with."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
        assert asked["client_id"] == "office" and asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"]
        code = secrets.token_urlsafe(16)
        self.asked[code] = asked
        return {"code": code, "state": asked["state"]}

    async def token(self, request: Request) -> Response:
        basic = base64.b64encode(f"office:{SECRET}".encode()).decode()
        given = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        asked = self.asked.pop(given["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=")
        if (
            asked is None or request.headers["authorization"] != f"Basic {basic}"
            or challenge.decode() != asked["code_challenge"] or given["redirect_uri"] != asked["redirect_uri"]
        ):  # fmt: skip
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "office", "sub": "7", "iat": now, "exp": now + 60,
                  "nonce": asked["nonce"], "email": "Aigul@kz.kz", "email_verified": True}  # fmt: skip
        claims |= self.says
        said = jwt.encode({"alg": "RS256", "kid": "a"}, claims, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": said})


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    held = socket.create_server(("127.0.0.1", 0))
    service = Service(held.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(service.app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield service
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def service(running: Service) -> Service:
    running.says, running.key = {}, running.shown
    return running


@pytest.fixture
def client(store: Store, tmp_path: Path, service: Service) -> Iterator[TestClient]:
    provider = Provider(service.issuer, "office", SECRET)
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False, provider=provider)
    app = Starlette(routes=[*web.routes(), Route("/{path:path}", page)], middleware=web.middleware(site))
    with TestClient(app, base_url=HERE, headers=BROWSER, follow_redirects=False) as made:
        yield made


@pytest.fixture
def aigul(head: Desk) -> User:
    fields = {"login": "aigul", "name": "Айгүл", "role": Role.senior_registrar, "email": "aigul@KZ.kz"}
    return users.create(head, fields, GOOD, Why("бұйрық"))


def test_signed_in_by_the_institution_into_the_same_kind_of_session(
    client: TestClient, service: Service, aigul: User, store: Store, head: Desk
) -> None:
    assert "/oidc/start?next=%2Fstudents" in client.get("/signin?next=/students").text
    away = client.get("/oidc/start", params={"next": "/students"})
    assert away.status_code == 303 and away.headers["location"].startswith(f"{service.issuer}/authorize?")
    answer = client.get("/oidc/back", params=service.agree(away.headers["location"]))
    assert answer.headers["location"] == "/students"
    signed = sessions.resolve(store, answer.cookies["office"])
    assert signed and signed.user.id == aigul.id and signed.session["by"] == "service"
    assert "inside" in client.get("/students").text  # a first password nobody typed need not be changed
    assert store.count("tries", {"_id": {"$regex": "^state:"}}) == 0
    # Where the institution wants it so, the code of a telephone is asked after its own service, too.
    first = office.first_office("Консерватория", "Алматы")
    first.second_factor, first.second_factor_service = [aigul.role], True
    head.transact("office.edit", lambda tx: tx.add(first), Why("т"))
    again = client.get("/oidc/back", params=service.agree(client.get("/oidc/start").headers["location"]))
    assert again.headers["location"] == "/second" and "office" not in again.cookies


def refused(client: TestClient, given: dict[str, str]) -> bool:
    answer = client.get("/oidc/back", params=given)
    assert "office=" not in " ".join(c for c in answer.headers.get_list("set-cookie") if c.startswith("office="))
    return answer.headers.get("location") == "/signin?told=failed"


@pytest.mark.parametrize(
    "says",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "http://evil.test"},
        {"exp": 1},
        {"aud": ["office", "other"]},
    ],
)
def test_a_statement_that_does_not_fit_opens_nothing(
    client: TestClient, service: Service, aigul: User, says: dict[str, Any]
) -> None:
    service.says = says
    assert refused(client, service.agree(client.get("/oidc/start").headers["location"]))


def test_a_statement_signed_by_somebody_else_opens_nothing(client: TestClient, service: Service, aigul: User) -> None:
    service.key = RSAKey.generate_key(2048, {"kid": "a"})
    assert refused(client, service.agree(client.get("/oidc/start").headers["location"]))


def test_only_the_browser_that_left_may_come_back_and_only_once(
    client: TestClient, service: Service, aigul: User
) -> None:
    theirs = service.agree(client.get("/oidc/start").headers["location"])
    client.cookies.clear()
    assert refused(client, theirs)  # a link sent by somebody who began the sign-in himself
    mine = service.agree(client.get("/oidc/start").headers["location"])
    assert refused(client, mine | {"state": "x"}) and refused(client, {"error": "access_denied"})
    mine = service.agree(client.get("/oidc/start").headers["location"])
    held = client.cookies["office_oidc"]
    assert client.get("/oidc/back", params=mine).headers["location"] == "/"
    client.cookies.set("office_oidc", held, path="/oidc/")
    assert refused(client, mine)


def test_unknown_and_closed_accounts_are_not_let_in(
    client: TestClient, service: Service, aigul: User, head: Desk
) -> None:
    for says in ({"email": "nobody@kz.kz"}, {"email": ""}, {"email_verified": False}):
        service.says = says
        answer = client.get("/oidc/back", params=service.agree(client.get("/oidc/start").headers["location"]))
        assert answer.status_code == 403 and "есептік жазба жоқ" in answer.text
    service.says = {}
    users.close_account(head, aigul.id, aigul.revision, Why("шықты", ORDER))
    answer = client.get("/oidc/back", params=service.agree(client.get("/oidc/start").headers["location"]))
    assert answer.status_code == 403


def test_a_service_that_is_away_leaves_the_login(store: Store, tmp_path: Path, aigul: User) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False,
                    provider=Provider(f"http://127.0.0.1:{port}", "office", SECRET))  # fmt: skip
    app = Starlette(routes=web.routes(), middleware=web.middleware(site))
    with TestClient(app, base_url=HERE, headers=BROWSER) as client:
        answer = client.get("/oidc/start")
    assert answer.status_code == 200 and "логинмен кіріңіз" in answer.text
