"""Streamlit's page in the user's language: its <html lang>, its title, and our script first in its head."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.i18n import t
from core.web import asking

UNWANTED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}


class Inject:
    """Rewrites the one HTML file of Streamlit; our own pages and all that is not HTML pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        conn = HTTPConnection(scope) if scope["type"] == "http" else None
        if conn is None or scope["method"] not in ("GET", "HEAD") or not asking.wants_html(conn):
            return await self.app(scope, receive, send)
        # Packed, partial or «not modified» answers could not be rewritten, so they are not asked for.
        scope = {**scope, "headers": [h for h in scope["headers"] if h[0] not in UNWANTED]}
        start: Message | None = None
        body = b""

        async def sending(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = Headers(raw=message["headers"])
                ours = "content-security-policy" in headers
                if not headers.get("content-type", "").startswith("text/html") or ours:
                    return await send(message)
                start = message
            elif start is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    headers = MutableHeaders(scope=start)
                    del headers["etag"], headers["content-length"], headers["last-modified"]
                    page = self._rewritten(body.decode(), conn).encode() if body else b""
                    headers["cache-control"] = "no-cache"
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, sending)

    @staticmethod
    def _rewritten(text: str, conn: HTTPConnection) -> str:
        lang = asking.lang(conn)
        text = text.replace("<head>", '<head><script src="/ui.js"></script><link rel="stylesheet" href="/app.css">', 1)
        text = re.sub(r'<html lang="[^"]*"', f'<html lang="{lang}"', text, count=1)
        return re.sub(r"<title>[^<]*</title>", f"<title>{t('common.office', lang)}</title>", text, count=1)
