"""The gate before everything, websockets included: without a session nothing of the office is reached."""

from __future__ import annotations

import importlib.util
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import OfficeError
from core.users import Signed, idle, media, sessions
from core.web import asking, html, lock
from core.web.site import Site

PUBLIC = frozenset({
    "/signin", "/signout", "/auth/logout", "/setup", "/healthz", "/readyz", "/metrics", "/verify",
    "/did.json", "/.well-known/did.json",
    "/ui.js", "/office.css", "/app.css", "/mark.svg", "/concern",
    "/second",
})  # fmt: skip
# `/api/v1/` asks for a key of its own (core.web.api).
PUBLIC_UNDER = ("/verify", "/lang", "/oidc", "/credentials/status", "/concern")  # with one more word
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def public(path: str) -> bool:
    """May this be seen without signing in?"""
    above, _, last = path.rpartition("/")
    if last in (".", "..") or "/../" in path:
        return False
    return path in PUBLIC or above in PUBLIC_UNDER or path.startswith(("/app/static/", "/api/v1/"))


def policy() -> str:
    """What the office's pages may load: only from here. Streamlit's inline script goes by its hash."""
    spec = importlib.util.find_spec("streamlit")
    assert spec and spec.origin
    index = (Path(spec.origin).parent / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", index, re.S)
    hashes = " ".join(f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {hashes}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "frame-src 'self' blob:; frame-ancestors 'none'; form-action 'self'; base-uri 'self'; "
        "object-src 'none'"
    )


def _locked() -> Response:
    return PlainTextResponse("423", 423)


class Gate:
    """Pure ASGI: Starlette's simpler middleware does not see websockets, and the whole office is one."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site
        self.headers = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "X-Frame-Options": "DENY",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
        } | ({"Strict-Transport-Security": "max-age=31536000"} if site.https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        scope["office"] = self.site
        refusal = await self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is not None:
                await receive()
                return await send({"type": "websocket.close", "code": 4401})
            return await self.app(scope, lock.held_back(receive, self.site, scope["signed"]), send)
        await (refusal or self.app)(scope, receive, self._with_headers(send, scope["path"]))

    async def _refusal(self, scope: Scope) -> Response | None:
        """Why this request goes no further; None when it may."""
        conn = HTTPConnection(scope)
        path = scope["path"]
        if scope["type"] == "http" and scope["method"] not in SAFE and not asking.same_origin(conn):
            return html.fault(conn, "signin.refused", 403)
        if public(path):
            return None
        try:
            known, shut = await to_thread.run_sync(self._who, conn)
        except OfficeError:
            return html.fault(conn, "signin.fault.unavailable", 503)
        html_wanted = scope["type"] == "http" and asking.wants_html(conn)
        asked = path + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        if known is None:
            to = "/signin" if asked == "/" else f"/signin?next={quote(asked, safe='')}"
            return RedirectResponse(to, 303) if html_wanted else PlainTextResponse("401", 401)
        scope["signed"] = known
        if shut and not lock.admits(path):
            return RedirectResponse(f"/unlock?next={quote(asked, safe='')}", 303) if html_wanted else _locked()
        if known.must_change and path != "/password":
            return RedirectResponse("/password", 303) if html_wanted else PlainTextResponse("403", 403)
        if not media.own(path, known.user.id):
            return PlainTextResponse("404", 404)
        return None

    def _who(self, conn: HTTPConnection) -> tuple[Signed | None, bool]:
        """Who asks, and whether his screen is locked."""
        store = self.site.store()
        known = sessions.resolve(store, asking.token(conn))
        return known, known is not None and idle.locked(store, known.session)

    def _with_headers(self, send: Send, path: str) -> Callable[[Message], Awaitable[None]]:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if path.startswith(media.UNDER):  # what was made for one screen stays in no browser's store
                    headers["Cache-Control"] = "no-store"
            await send(message)

        return sending
