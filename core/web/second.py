"""The second proof at the door: a telephone's code or a recovery code, and the setting up of a telephone.

`/second` is reached with a half alone (core.users.second): the cookie of one who gave the first proof and no more.
`/second/own` stands behind the gate: who is signed in proves himself anew before he changes his second factor. The QR
is drawn into the page, so no address of a picture ever carries the secret.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from html import escape

import segno
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from core.desk import Desk
from core.errors import OfficeError, Problems
from core.i18n import office_day, t
from core.users import passwords, second, sessions, throttle, totp
from core.users.acting import actor_of
from core.users.second import Half
from core.web import asking, door, html
from schemas.base import Lang
from schemas.reference import Office


def _half(request: HTTPConnection) -> Half | None:
    return second.half(asking.site(request).store(), request.cookies.get(door.HALF), datetime.now(UTC))


def proof(request: Request) -> Response:
    """GET: the question for the code, or the telephone to be set up."""
    try:
        of = _half(request)
        return _page(request, of, {}, asking.lang(request)) if of else RedirectResponse("/signin", 303)
    except OfficeError as e:
        return _refused(request, e)


def _proof(request: Request, given: dict[str, str]) -> Response:
    of = _half(request)
    if of is None:
        return RedirectResponse("/signin", 303)
    lang = door.switched(given) or asking.lang(request)
    if door.switched(given):
        return door.remember(_page(request, of, {}, lang), request, lang)
    try:
        return _enrolled(request, of, given) if of.want == "enrol" else _proved(request, of, given)
    except OfficeError as e:
        status = {"signin.wait": 429, "errors.unavailable": 503}.get(e.key, 422 if isinstance(e, Problems) else 401)
        return _page(request, of, html.wrong_fields(e, lang), lang, status)


def _proved(request: Request, of: Half, given: dict[str, str]) -> Response:
    site = asking.site(request)
    store, agent = site.store(), request.headers.get("user-agent", "")
    address = asking.address(request)
    second.prove(store, of.user, given.get("code", ""), site.folder(), address, agent, datetime.now(UTC))
    if of.row["then"] == "enrol" or "anew" in given:
        second.turned(store, of)
        return RedirectResponse("/second", 303)
    if of.row["then"] == "off":
        second.take_off(Desk(actor_of(of.user), store))
    second.drop(store, of)
    return _in(request, of)


def _enrolled(request: Request, of: Half, given: dict[str, str]) -> Response:
    site, lang = asking.site(request), asking.lang(request)
    codes = second.enrol(Desk(actor_of(of.user), site.store()), of, given.get("code", ""), site.folder())
    second.drop(site.store(), of)
    listed = "".join(f"<li>{escape(code)}</li>" for code in codes)
    to = door.where(of.user, of.row["by"], of.row["next"])
    body = html.notice(t("signin.second.done", lang), "good") + f"<p>{escape(t('signin.second.codes_hint', lang))}</p>"
    body += f'<ol class="codes">{listed}</ol>' + html.link(to, t("signin.second.written", lang), "button")
    answer = html.page(request, t("signin.second.codes", lang), body, 200, lang)
    return _forget(door.session(answer, request, of.user, of.row["by"]))


def _in(request: Request, of: Half) -> Response:
    answer = RedirectResponse(door.where(of.user, of.row["by"], of.row["next"]), 303)
    return _forget(door.session(answer, request, of.user, of.row["by"]))


def _forget(answer: Response) -> Response:
    answer.delete_cookie(door.HALF, path="/second", httponly=True, samesite="lax")
    return answer


# what is shown ------------------------------------------------------------------------------------------------


def _page(request: Request, of: Half, wrong: dict[str, str], lang: Lang, status: int = 200) -> Response:
    enrol = of.want == "enrol"
    body = html.notice(wrong[""]) if wrong.get("") else ""
    body += _telephone(request, of, lang) if enrol else f"<p>{escape(t('signin.second.hint', lang))}</p>"
    label = t("signin.second.first_code" if enrol else "signin.second.code", lang)
    hints = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "maxlength": "40"}
    inner = html.field("code", label, wrong=wrong.get("code"), autofocus="",
                       **hints | ({"inputmode": "numeric"} if enrol else {}))  # fmt: skip
    body += html.form(inner, t("signin.second.confirm" if enrol else "signin.enter", lang), "/second")
    if not enrol and not of.row["then"]:  # a lost telephone: the recovery code leads straight to another one
        said = escape(t("signin.second.anew", lang))
        body += f'<p class="or"><button class="quiet" form="main" name="anew" value="1">{said}</button></p>'
    body += f"<p>{html.link('/signin', t('common.cancel', lang), 'quiet')}</p>"
    title = t("signin.second.set_up" if enrol else "signin.second.title", lang)
    return html.page(request, title, body, status, lang, html.languages(lang))


def _telephone(request: Request, of: Half, lang: Lang) -> str:
    site = asking.site(request)
    secret = second.offered(site.store(), of, site.folder())
    office = site.store().load(Office, "office")
    whose = (office.short_name or office.name).get(lang)
    drawn = io.BytesIO()
    segno.make(totp.address(secret, of.user.login, whose), error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff", title="QR", nl=False
    )
    groups = [secret[n : n + 4] for n in range(0, len(secret), 4)]
    spelled = "<br>".join(" ".join(groups[n : n + 4]) for n in range(0, len(groups), 4))
    steps = "".join(f"<li>{escape(t(f'signin.second.step_{n}', lang))}</li>" for n in (1, 2, 3))
    secret_word = escape(t("signin.second.secret", lang))
    return (
        f'<ol class="told">{steps}</ol><div class="qr">{drawn.getvalue().decode()}</div>'
        f'<p class="hint">{secret_word}</p><p class="code">{spelled}</p>'
    )


# one's own, while signed in -----------------------------------------------------------------------------------


def own(request: Request) -> Response:
    """GET: how one's second factor stands, and the password before it is changed."""
    return _own_page(request, {}, asking.lang(request))


def _own_page(request: Request, wrong: dict[str, str], lang: Lang, status: int = 200) -> Response:
    known, store = asking.signed(request), asking.site(request).store()
    user = known.user
    body = html.notice(wrong[""]) if wrong.get("") else ""
    stands = t("signin.second.stands", lang, n=second.left(store, user)) if user.second_factor else ""
    body += f"<p>{escape(stands or t('signin.second.stands_not', lang))}</p>"
    inner = f'<input class="hidden" name="login" autocomplete="username" value="{escape(user.login)}" readonly>'
    if known.session.get("by") != "service":
        inner += html.field("password", t("signin.password", lang), "password", wrong=wrong.get("password"),
                            autocomplete="current-password", maxlength="200")  # fmt: skip
    body += html.form(inner, t(f"signin.second.{'replace' if user.second_factor else 'set_up'}", lang), "/second/own")
    if user.second_factor and not second.required(store, user, office_day(datetime.now(UTC))):
        said = escape(t("signin.second.off", lang))
        body += f'<p class="or"><button class="quiet" form="main" name="off" value="1">{said}</button></p>'
    body += f"<p>{html.link('/account', t('common.cancel', lang), 'quiet')}</p>"
    return html.page(request, t("signin.second.own", lang), body, status, lang, html.languages(lang))


def _own(request: Request, given: dict[str, str]) -> Response:
    known, store = asking.signed(request), asking.site(request).store()
    lang, user, by = door.switched(given) or asking.lang(request), known.user, known.session.get("by", "password")
    if door.switched(given):
        return door.remember(_own_page(request, {}, lang), request, lang)
    try:
        if by != "service":
            throttle.take(store, f"login:{user.login}", sessions.FREE_BY_LOGIN, datetime.now(UTC))
            if not passwords.right_for(store, user, given.get("password", "")):
                wrong = {"password": t("users.password_wrong", lang)}
                return _own_page(request, wrong, lang, 422)
            throttle.forget(store, f"login:{user.login}")
    except OfficeError as e:
        return _own_page(request, html.wrong_fields(e, lang), lang, 429)
    off = user.second_factor and "off" in given
    return door.hand(
        request, user, by, "/account", "code" if user.second_factor else "enrol", "off" if off else "enrol"
    )


def _refused(request: Request, e: OfficeError) -> Response:
    lang = asking.lang(request)
    status = 503 if e.key == "errors.unavailable" else 409
    return html.page(
        request, t("signin.second.title", lang), html.notice(html.say(e.key, e.values, lang)), status, lang
    )


async def proof_post(request: Request) -> Response:
    """POST of a code."""
    return await door.posted(request, _proof)


async def own_post(request: Request) -> Response:
    """POST of the password before one's second factor is changed."""
    return await door.posted(request, _own)
