"""The ASGI side of the office: the gate, sign-in, first start, files, the check of papers, health."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from core.web import api, concern, credentials, door, finding, life, lock, oidc, papers, second, setup
from core.web.gate import Gate
from core.web.inject import Inject
from core.web.life import lifespan
from core.web.prompt import prompt
from core.web.site import Site

STATIC = Path(__file__).parent / "static"


def _static(name: str) -> Route:
    def given(request: Request) -> Response:
        return FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"})

    return Route(f"/{name}", given, methods=["GET"])


def routes() -> list[BaseRoute]:
    """Every address of ours; all others are Streamlit's."""
    return [
        Route("/healthz", life.health, methods=["GET"]),
        Route("/readyz", life.ready, methods=["GET"]),
        Route("/metrics", life.figures, methods=["GET"]),
        Route("/signin", door.signin, methods=["GET"]),
        Route("/signin", door.signin_post, methods=["POST"]),
        Route("/signout", door.signout, methods=["POST"]),
        Route("/auth/logout", door.logout, methods=["GET"]),
        Route("/setup", setup.setup, methods=["GET"]),
        Route("/setup", setup.setup_post, methods=["POST"]),
        Route("/password", door.password, methods=["GET"]),
        Route("/password", door.password_post, methods=["POST"]),
        Route("/second", second.proof, methods=["GET"]),
        Route("/second", second.proof_post, methods=["POST"]),
        Route("/second/own", second.own, methods=["GET"]),
        Route("/second/own", second.own_post, methods=["POST"]),
        Route("/alive", lock.alive, methods=["GET", "POST"]),
        Route("/lock", lock.lock_now, methods=["POST"]),
        Route("/unlock", lock.unlock, methods=["GET"]),
        Route("/unlock", lock.unlock_post, methods=["POST"]),
        Route("/find", finding.find, methods=["GET"]),
        Route("/find/pin", finding.pin, methods=["POST"]),
        Route("/oidc/start", oidc.start, methods=["GET"]),
        Route("/oidc/back", oidc.back, methods=["GET"]),
        Route("/lang/{lang}", door.language, methods=["GET"]),
        Route("/lang/{lang}", door.language_post, methods=["POST"]),
        Route("/verify", papers.verify, methods=["GET"]),
        Route("/verify/{code}", papers.verify, methods=["GET"]),
        Route("/concern", concern.write, methods=["GET"]),
        Route("/concern", concern.write_post, methods=["POST"]),
        Route("/concern/answer", concern.read, methods=["GET"]),
        Route("/concern/answer", concern.read_post, methods=["POST"]),
        Route("/concern/more", concern.more_post, methods=["POST"]),
        Route("/.well-known/did.json", credentials.did, methods=["GET"]),
        Route("/did.json", credentials.did, methods=["GET"]),
        Route("/credentials/status/{place}", credentials.status, methods=["GET"]),
        Route("/api/v1/openapi.json", api.openapi, methods=["GET"]),
        Route("/api/v1/records/{source}", api.records, methods=["GET"]),
        Route("/api/v1/changes", api.changes, methods=["GET"]),
        Route("/files/{id}", papers.file, methods=["GET"]),
        *(_static(name) for name in ("ui.js", "office.css", "app.css", "mark.svg")),
    ]


def middleware(site: Site | None = None) -> list[Middleware]:
    """What stands before all addresses, Streamlit's included."""
    return [Middleware(Gate, site=site or Site()), Middleware(Inject)]


__all__ = ["Site", "lifespan", "middleware", "prompt", "routes"]
