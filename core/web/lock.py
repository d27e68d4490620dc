"""The idle lock at the door: a locked session reaches nothing but the question for the password.

`/alive` is asked by ui.js: POST when its person types, clicks or scrolls, GET to learn how long is left. `/unlock`
takes the password, from the overlay (JSON) or, where a page was opened anew, from a page of ours.
"""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

from anyio import to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Message, Receive

from core.errors import OfficeError
from core.i18n import t
from core.users import Signed, idle
from core.web import asking, html
from core.web.site import Site

# What a locked session may still ask: the lock itself, the way out, and what Streamlit's page asks to stay connected.
OPEN = frozenset({"/alive", "/unlock", "/signout", "/_stcore/stream", "/_stcore/health", "/_stcore/host-config",
                  "/_stcore/script-health-check"})  # fmt: skip


def admits(path: str) -> bool:
    """Does this address answer while the session is locked?"""
    return path in OPEN


def held_back(receive: Receive, site: Site, known: Signed) -> Receive:
    """The messages of an open connection without those that come while its session is locked.

    They are let fall and not kept: whoever sat there pressed them, and it was perhaps not the owner. What stands in
    the fields comes again whole with the next press.
    """
    shut = partial(idle.shut, site.store(), known.session["_id"])

    async def receiving() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or not await to_thread.run_sync(_safely, shut):
                return message

    return receiving


def _safely(shut: Any) -> bool:
    try:
        return bool(shut())
    except OfficeError:
        return False  # without its database the page says so by itself


def _state(request: HTTPConnection, known: Signed) -> JSONResponse:
    store, lang = asking.site(request).store(), asking.lang(request)
    shut = idle.locked(store, known.session)
    rest = idle.left(store, known.session)
    words = {name: t(f"signin.lock.{name}", lang) for name in ("title", "hint", "enter", "other")} if shut else {}
    words |= {"name": known.user.name, "password": t("signin.password", lang)} if shut else {}
    left = None if rest is None else 0 if shut else int(rest.total_seconds()) + 1
    return JSONResponse({"locked": shut, "left": left, "words": words}, headers={"Cache-Control": "no-store"})


def alive(request: Request) -> Response:
    """POST: the person is here. GET: only asking. Both say whether the session is locked and in how many seconds."""
    known, store = asking.signed(request), asking.site(request).store()
    if request.method == "POST" and not idle.locked(store, known.session):
        idle.touched(store, known.session)
        row = store.one("sessions", {"_id": known.session["_id"]})
        known = known._replace(session=row or known.session)
    return _state(request, known)


def unlock(request: Request) -> Response:
    """The page that asks the password, where there is no page behind it to keep."""
    known, store = asking.signed(request), asking.site(request).store()
    next_ = asking.local(request.query_params.get("next"))
    if not idle.locked(store, known.session):
        return RedirectResponse(next_, 303)
    return _page(request, known, next_)


def _page(request: Request, known: Signed, next_: str, told: str = "", status: int = 200) -> Response:
    lang = asking.lang(request)
    inner = f'<input type="hidden" name="next" value="{escape(next_)}">'
    inner += f'<input class="hidden" name="login" autocomplete="username" value="{escape(known.user.login)}" readonly>'
    inner += html.field("password", t("signin.password", lang), "password", autocomplete="current-password",
                        maxlength="200", autofocus="")  # fmt: skip
    body = html.notice(told) if told else ""
    body += f"<p><b>{escape(known.user.name)}</b><br>{escape(t('signin.lock.hint', lang))}</p>"
    body += html.form(inner, t("signin.lock.enter", lang), "/unlock")
    body += f'<form method="post" action="/signout"><button>{escape(t("signin.lock.other", lang))}</button></form>'
    return html.page(request, t("signin.lock.title", lang), body, status, lang)


def _unlock(request: Request, given: dict[str, str]) -> Response:
    known, lang = asking.signed(request), asking.lang(request)
    wanted = asking.wants_html(request)
    next_ = asking.local(given.get("next"))
    try:
        idle.unlock(asking.site(request).store(), known.user, known.session, given.get("password", ""))
    except OfficeError as e:
        status = {"signin.wait": 429, "errors.unavailable": 503}.get(e.key, 401)
        told = html.say(e.key, e.values, lang)
        return _page(request, known, next_, told, status) if wanted else JSONResponse({"told": told}, status)
    return RedirectResponse(next_, 303) if wanted else JSONResponse({"locked": False})


async def unlock_post(request: Request) -> Response:
    """POST of the password."""
    try:
        given = await asking.fields(request)
    except asking.NotOurs as e:
        return html.fault(request, "signin.refused", e.status)
    return await to_thread.run_sync(_unlock, request, given)


def lock_now(request: Request) -> Response:
    """POST: lock at once, the owner leaves his desk."""
    known = asking.signed(request)
    idle.lock(asking.site(request).store(), known.session)
    return JSONResponse({"locked": True})
