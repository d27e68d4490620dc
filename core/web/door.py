"""Signing in and out, the forced change of a first password, the choice of language."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from html import escape
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from core import office, users
from core.desk import Desk
from core.errors import OfficeError
from core.i18n import t
from core.users import idle, passwords, second, sessions
from core.users.second import Then, Wanted
from core.web import asking, html
from core.web.asking import LANG_COOKIE
from schemas.base import LANGS, Lang
from schemas.user import User

HALF = "office_half"


def give_session(response: Response, conn: HTTPConnection, token: str, lang: Lang) -> Response:
    """Hand a fresh token to the browser; the session it held before ends, so none can be planted."""
    site = asking.site(conn)
    sessions.sign_out(site.store(), asking.token(conn))
    response.set_cookie(
        users.TOKEN, token, max_age=int(sessions.lifetime().total_seconds()), httponly=True, samesite="lax",
        secure=site.https, path="/",
    )  # fmt: skip
    return remember(response, conn, lang)


def remember(response: Response, conn: HTTPConnection, lang: Lang) -> Response:
    """Keep the language in this browser; readable by ui.js, which translates Streamlit's own words."""
    secure = asking.site(conn).https
    response.set_cookie(LANG_COOKIE, lang, max_age=31_536_000, samesite="lax", secure=secure, path="/")
    return response


def switched(given: dict[str, str]) -> Lang | None:
    """The language whose button was pressed instead of the form's own."""
    return next((each for each in LANGS if each == given.get("switch")), None)


# sign-in


def signin_page(
    conn: HTTPConnection, given: dict[str, str], told: str = "", status: int = 200, lang: Lang | None = None
) -> Response:
    """The form, with what was typed (never the password) and one sentence above it."""
    lang = lang or asking.lang(conn)
    site = asking.site(conn)
    next_ = asking.local(given.get("next"))
    inner = f'<input type="hidden" name="next" value="{escape(next_)}">'
    login = given.get("login", "")[:60]
    hints = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": "60"}
    inner += html.field("login", t("signin.login", lang), value=login, **hints)
    inner += html.field("password", t("signin.password", lang), "password", autocomplete="current-password",
                        maxlength="200")  # fmt: skip
    body = html.notice(told) if told else ""
    body += html.form(inner, t("signin.enter", lang), "/signin")
    if site.provider:
        start = f"/oidc/start?next={quote(next_, safe='')}"
        body += f'<p class="or">{html.link(start, t("signin.service", lang), "button")}</p>'
    body += f'<p class="or">{html.link(f"/concern?lang={lang}", t("concerns.door", lang), "quiet")}</p>'
    body += demo_accounts(next_, lang) if site.demo else ""
    answer = html.page(conn, t("signin.title", lang), body, status, lang, html.languages(lang))
    return remember(answer, conn, lang)


def demo_accounts(next_: str, lang: Lang) -> str:
    """The accounts of the demonstration, each one press away; nothing where there is no demonstration."""
    if importlib.util.find_spec("core.demo") is None:
        return ""
    demo = importlib.import_module("core.demo")

    rows = "".join(
        f'<form method="post" action="/signin"><input type="hidden" name="next" value="{escape(next_)}">'
        f'<input type="hidden" name="login" value="{escape(each.login)}">'
        f'<input type="hidden" name="password" value="{escape(each.password)}">'
        f"<button><b>{escape(each.role.label(lang))}</b><span>{escape(each.name)}</span>"
        f"<code>{escape(each.login)} · {escape(each.password)}</code></button></form>"
        for each in demo.accounts()
    )
    title, hint = escape(t("signin.demo_title", lang)), escape(t("signin.demo_hint", lang))
    return f'<section class="demo"><h2>{title}</h2><p>{hint}</p>{rows}</section>'


def signin(request: Request) -> Response:
    """GET: the form; straight on for one who is signed in; to the first start where nobody is appointed."""
    site = asking.site(request)
    next_ = request.query_params.get("next")
    try:
        if office.is_empty(site.store()):
            return RedirectResponse("/setup", 303)
        if sessions.resolve(site.store(), asking.token(request)):
            return RedirectResponse(asking.local(next_), 303)
    except OfficeError:
        return html.fault(request, "signin.fault.unavailable", 503)
    told = {"failed": "signin.service_failed"}.get(request.query_params.get("told", ""), "")
    return signin_page(request, {"next": next_ or "/"}, t(told, asking.lang(request)) if told else "")


def _signin(request: Request, given: dict[str, str]) -> Response:
    lang = switched(given)
    if lang:
        return signin_page(request, given, lang=lang)
    lang = asking.lang(request)
    store, agent = asking.site(request).store(), request.headers.get("user-agent", "")
    try:
        user = sessions.proved(store, given.get("login", ""), given.get("password", ""), asking.address(request), agent)
        return let_in(request, user, "password", asking.local(given.get("next")))
    except OfficeError as e:
        status = {"signin.wait": 429, "errors.unavailable": 503}.get(e.key, 401)
        return signin_page(request, given, html.say(e.key, e.values, lang), status)


def let_in(request: Request, user: User, by: str, next_: str) -> Response:
    """One who gave the first proof (password, or the institution's service) goes on: to the second, or in."""
    want = second.wanted(asking.site(request).store(), user, by, datetime.now(UTC))
    if want:
        return hand(request, user, by, next_, want)
    return session(RedirectResponse(where(user, by, next_), 303), request, user, by)


def hand(request: Request, user: User, by: str, next_: str, want: Wanted, then: Then = "") -> Response:
    """Give the browser a half, with which it goes on to the second proof (core.web.second)."""
    site = asking.site(request)
    token = second.begin(site.store(), user, by, next_, want, datetime.now(UTC), then)
    answer = RedirectResponse("/second", 303)
    answer.set_cookie(  # not strict: it comes on the way back from the institution's service, too
        HALF, token, max_age=int(second.PATIENCE.total_seconds()), httponly=True, samesite="lax",
        secure=site.https, path="/second",
    )  # fmt: skip
    return remember(answer, request, user.language)


def where(user: User, by: str, next_: str) -> str:
    """Where one who comes in stands first: a first password is changed before anything else."""
    return "/password" if user.must_change and by != "service" else asking.local(next_)


def session(response: Response, request: Request, user: User, by: str) -> Response:
    """Open a session and hand it to the browser."""
    agent = request.headers.get("user-agent", "")
    token = sessions.begin(asking.site(request).store(), user, asking.address(request), agent, by=by)
    return give_session(response, request, token, user.language)


# sign-out


def signout(request: Request) -> Response:
    """End the session; every tab of this browser falls at its next click."""
    sessions.sign_out(asking.site(request).store(), asking.token(request))
    answer = RedirectResponse("/signin", 303)
    secure = asking.site(request).https  # without it a browser would not let go of one that came over TLS
    answer.delete_cookie(users.TOKEN, path="/", secure=secure, httponly=True, samesite="lax")
    return answer


def logout(request: Request) -> Response:
    """Where Streamlit sends the browser: a GET, so it must come from a page of ours."""
    if not asking.from_our_page(request):
        return html.fault(request, "signin.refused", 403)
    return signout(request)


# one's own password


def password_page(conn: HTTPConnection, wrong: dict[str, str], status: int = 200, lang: Lang | None = None) -> Response:
    """The form of a new password."""
    lang = lang or asking.lang(conn)
    user = asking.signed(conn).user
    parts = (("current", "current-password"), ("password", "new-password"), ("again", "new-password"))
    labels = {"current": "signin.new_password.current", "password": "signin.new_password.new",
              "again": "signin.new_password.again"}  # fmt: skip
    # The name is for the browser's keeper of passwords.
    inner = f'<input class="hidden" name="login" autocomplete="username" value="{escape(user.login)}" readonly>'
    inner += "".join(
        html.field(name, t(labels[name], lang), "password", wrong=wrong.get(name), autocomplete=kind, maxlength="200")
        for name, kind in parts
    )
    body = html.notice(wrong[""]) if wrong.get("") else ""
    body += f"<p>{escape(t('signin.new_password.first', lang))}</p>" if user.must_change else ""
    body += f'<p class="hint">{escape(t("signin.new_password.hint", lang, least=passwords.SHORTEST))}</p>'
    body += html.form(inner, t("signin.new_password.change", lang), "/password")
    if not user.must_change:
        body += f"<p>{html.link('/', t('common.cancel', lang), 'quiet')}</p>"
    return html.page(conn, t("signin.new_password.title", lang), body, status, lang, html.languages(lang))


def password(request: Request) -> Response:
    """GET: the form of a new password, for a first one and for one's own wish."""
    return password_page(request, {})


def _password(request: Request, given: dict[str, str]) -> Response:
    chosen = switched(given)
    known = asking.signed(request)
    store = asking.site(request).store()
    desk = Desk(known.actor, store)
    if chosen:
        users.choose_language(desk, chosen)
        return remember(password_page(request, {}, lang=chosen), request, chosen)
    try:
        user = users.change_own_password(
            desk, given.get("current", ""), given.get("password", ""), given.get("again", "")
        )
    except OfficeError as e:
        return password_page(request, html.wrong_fields(e, known.user.language), 422)
    return session(RedirectResponse("/", 303), request, user, "password")


# language


def language(request: Request, given: dict[str, str] | None = None) -> Response:
    """Choose a language and go back to where one was; a user's choice is kept in his account."""
    chosen = next((each for each in LANGS if each == request.path_params["lang"]), None)
    if chosen is None:
        return html.fault(request, "signin.fault.not_found", 404)
    if request.method == "GET" and not asking.from_our_page(request):
        return html.fault(request, "signin.refused", 403)
    site = asking.site(request)
    known = sessions.resolve(site.store(), asking.token(request))
    shut = known is not None and idle.locked(site.store(), known.session)
    if known and not shut and known.user.language != chosen:
        users.choose_language(Desk(known.actor, site.store()), chosen)
    back = (given or {}).get("back") or request.query_params.get("back")
    return remember(RedirectResponse(asking.local(back), 303), request, chosen)


async def posted(request: Request, work: Callable[[Request, dict[str, str]], Response]) -> Response:
    """A small form, read and worked on in a thread of its own."""
    try:
        given = await asking.fields(request)
    except asking.NotOurs as e:
        return html.fault(request, "signin.refused", e.status)
    return await to_thread.run_sync(partial(work, request, given))


async def signin_post(request: Request) -> Response:
    """POST of the sign-in form."""
    return await posted(request, _signin)


async def password_post(request: Request) -> Response:
    """POST of a new password."""
    return await posted(request, _password)


async def language_post(request: Request) -> Response:
    """POST of a language button."""
    return await posted(request, language)
