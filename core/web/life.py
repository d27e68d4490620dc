"""The life of the site in one process: opened, ready, stopping, closed; and what a watcher may ask of it.

`/healthz`: the process lives and answers; restart it when it does not. `/readyz`: it may be sent people; a proxy that
reads 503 sends them to another process. `/metrics`: figures for Prometheus, from this machine or with a token.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType
from typing import Any

from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from core import demo, metrics, migrations, workers
from core.errors import OfficeError
from core.running import drain
from core.web import asking
from core.web.setup import announce, keyed
from core.web.site import Site

# A request that came through a proxy brings one of these; the proxy stands on this machine, whoever asked does not.
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def lifespan(site: Site, warm: Callable[[], object]) -> Callable[[Any], Any]:
    """The life of the ASGI application. warm: what is loaded before the first visitor comes."""

    def opened() -> Callable[[], None]:
        store = site.store()
        demo.check(store, site.demo)
        migrations.migrate(store)
        warm()
        announce(site)
        keyed(site)
        return workers.start(store)

    @asynccontextmanager
    async def living(_app: Any) -> AsyncIterator[None]:
        close = await to_thread.run_sync(opened)
        site.life.state = "ready"
        _stop_politely(site)
        try:
            yield
        finally:
            site.life.state = "stopping"
            await to_thread.run_sync(close)

    return living


def _stop_politely(site: Site) -> None:
    """At the word to stop: say so to who asks whether this process is ready, go on for a while, then close."""
    if threading.current_thread() is not threading.main_thread():
        return  # a test's application: signals are the test's
    loop, before = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    def told(number: int, frame: FrameType | None) -> None:
        again, site.life.state = site.life.state == "stopping", "stopping"
        if callable(before):
            loop.call_soon_threadsafe(loop.call_later, 0 if again else drain(), before, number, None)

    signal.signal(signal.SIGTERM, told)


async def health(request: Request) -> Response:
    """Does this process live? It asks nothing of anybody, so a database that is away restarts no process."""
    return JSONResponse({"alive": True})


def ready(request: Request) -> Response:
    """May this process be sent people? Opened, not stopping, the database answers and has this code's shape."""
    site = asking.site(request)
    told = {"state": site.life.state, "database": "down", "shape": "unknown"}
    try:
        store = site.store()
        if store.ping():
            told |= {"database": "up", "shape": migrations.shape(store)}
    except OfficeError:
        pass
    well = told == {"state": "ready", "database": "up", "shape": "ours"}
    return JSONResponse(told, 200 if well else 503, {"Cache-Control": "no-store"})


def figures(request: Request) -> Response:
    """The figures of this process and of the base, to who asks from this machine or shows OFFICE_METRICS_TOKEN."""
    if not _may_count(request):
        return PlainTextResponse("404", 404)
    return Response(metrics.exposition(asking.site(request).store()), media_type=CONTENT_TYPE_LATEST)


def _may_count(conn: HTTPConnection) -> bool:
    token = os.environ.get("OFFICE_METRICS_TOKEN", "")
    given = conn.headers.get("authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    if token or any(conn.headers.get(name) for name in FORWARDED):
        return False
    try:
        return conn.client is not None and ipaddress.ip_address(conn.client.host).is_loopback
    except ValueError:
        return False
