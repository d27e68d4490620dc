"""The box for reports of concern: plain pages without a sign-in, a script, a cookie of theirs or a line in any log.

A code travels in the body of a request alone, never in an address, for addresses stand in the histories of browsers
and in the logs of what lies between. Nothing here reads who is signed in, and nothing hands a request's address to
what is stored: it is counted in memory by a hash whose key is thrown away (core/concerns/limits.py).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from html import escape

from anyio import to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from core import concerns
from core.concerns import box
from core.concerns.limits import Knocks
from core.errors import OfficeError
from core.i18n import date_text, office_day, t
from core.web import asking, html
from schemas.base import LANGS, Lang
from schemas.concern import LONGEST, ConcernTopic

log = logging.getLogger("office")
BIGGEST = 48 * 1024  # the longest letter, each of its letters as six signs of a form
SENDING, READING = Knocks(10, 120), Knocks(60, 1200)
Given = dict[str, str]


def write(request: Request) -> Response:
    """GET: an empty letter."""
    return _letter(request, {}, {}, _lang(request))


def read(request: Request) -> Response:
    """GET: where the code is typed."""
    return _ask(request, _lang(request))


def _lang(request: Request) -> Lang:
    """The language of the link that led here: these pages set no cookie to remember it by."""
    said = request.query_params.get("lang")
    return next((each for each in LANGS if each == said), asking.lang(request))


def _letter(conn: HTTPConnection, given: Given, wrong: dict[str, str], lang: Lang, status: int = 200) -> Response:
    told = "".join(f"<li>{escape(t(f'concerns.{key}', lang))}</li>" for key in ("kept", "not_kept", "elsewhere"))
    options = "".join(
        f'<option value="{topic.value}"{" selected" if given.get("about") == topic.value else ""}>'
        f"{escape(topic.label(lang))}</option>"
        for topic in ConcernTopic
    )
    inner = (
        f'<label for="about">{escape(t("concerns.about", lang))}</label>'
        f'<select id="about" name="about" required><option value=""></option>{options}</select>{_wrong(wrong, "about")}'
        + _area(t("concerns.text", lang), given.get("text", ""), wrong)
        + _kept(ticket=given.get("ticket") or box.ticket(), lang=lang)
    )
    body = (html.notice(wrong[""]) if wrong.get("") else "") + f'<ul class="told">{told}</ul>'
    body += html.form(inner, t("concerns.send", lang), "/concern")
    body += f'<p class="or">{html.link(f"/concern/answer?lang={lang}", t("concerns.have_code", lang), "quiet")}</p>'
    return html.page(conn, t("concerns.title", lang), body, status, lang, html.languages(lang))


def _ask(conn: HTTPConnection, lang: Lang, told: str = "", status: int = 200) -> Response:
    hints = {"maxlength": "40", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
    inner = html.field("code", t("concerns.code", lang), **hints) + _kept(lang=lang)
    body = (html.notice(told) if told else "") + html.form(inner, t("concerns.open", lang), "/concern/answer")
    body += f'<p class="or">{html.link(f"/concern?lang={lang}", t("concerns.write_new", lang), "quiet")}</p>'
    return html.page(conn, t("concerns.read_title", lang), body, status, lang, html.languages(lang))


def _code(conn: HTTPConnection, code: str, lang: Lang) -> Response:
    body = html.notice(t("concerns.sent", lang), "good")
    body += f'<p>{escape(t("concerns.code_once", lang))}</p><p class="code"><code>{escape(code)}</code></p>'
    body += f'<p class="hint">{escape(t("concerns.code_lost", lang))}</p>'
    body += f'<p class="or">{html.link(f"/concern/answer?lang={lang}", t("concerns.have_code", lang), "quiet")}</p>'
    return html.page(conn, t("concerns.title", lang), body, 200, lang)


def _thread(
    conn: HTTPConnection, code: str, lang: Lang, given: Given | None = None, wrong: dict[str, str] | None = None,
    good: str = "",
) -> Response:  # fmt: skip
    found, wrong, given = concerns.thread(asking.site(conn).store(), code), wrong or {}, given or {}
    said = "".join(
        f'<li class="{by.value}"><b>{escape(by.label(lang))}</b> <span class="hint">{escape(date_text(day, lang))}'
        f"</span><p>{'<br>'.join(map(escape, (text or t('concerns.let_go', lang)).splitlines()))}</p></li>"
        for by, day, text in found.rows
    )
    body = html.notice(good, "good") if good else html.notice(wrong[""]) if wrong.get("") else ""
    body += f"<dl><dt>{escape(t('concerns.about', lang))}</dt><dd>{escape(found.about.label(lang))}</dd>"
    body += f"<dt>{escape(t('concerns.state', lang))}</dt><dd>{escape(found.state.label(lang))}</dd></dl>"
    body += f'<ol class="said">{said}</ol>'
    body += f'<p class="hint">{escape(t("concerns.waits", lang))}</p>' if found.waits else ""
    inner = _area(t("concerns.more", lang), given.get("text", ""), wrong)
    inner += _kept(lang=lang, code=code, ticket=given.get("ticket") or box.ticket())
    body += html.form(inner, t("concerns.add", lang), "/concern/more")
    status = 422 if wrong else 200
    return html.page(conn, t("concerns.read_title", lang), body, status, lang, html.languages(lang))


def _area(label: str, text: str, wrong: dict[str, str]) -> str:
    invalid = ' aria-invalid="true" aria-describedby="text-wrong"' if wrong.get("text") else ""
    return (
        f'<label for="text">{escape(label)}</label><textarea id="text" name="text" rows="10" maxlength="{LONGEST}" '
        f'autocomplete="off" required{invalid}>\n{escape(text)}</textarea>{_wrong(wrong, "text")}'
    )


def _wrong(wrong: dict[str, str], name: str) -> str:
    return f'<span class="wrong" id="{name}-wrong">{escape(wrong[name])}</span>' if wrong.get(name) else ""


def _kept(**values: str) -> str:
    return "".join(f'<input type="hidden" name="{k}" value="{escape(v)}">' for k, v in values.items())


# what is sent -----------------------------------------------------------------------------------------------------


def _sent(request: Request, given: Given, lang: Lang, switched: bool) -> Response:
    if switched:
        return _letter(request, given, {}, lang)
    try:
        SENDING.take(asking.network(request))
        store = asking.site(request).store()
        return _code(request, concerns.drop(store, given.get("ticket", ""), given.get("about", ""),
                                            given.get("text", ""), _today()).code, lang)  # fmt: skip
    except OfficeError as e:
        fresh = {k: v for k, v in given.items() if k != "ticket" or e.key != "concerns.form_old"}
        return _letter(request, fresh, html.wrong_fields(e, lang), lang, _status(e))


def _opened(request: Request, given: Given, lang: Lang, switched: bool) -> Response:
    if switched:
        return _ask(request, lang)
    try:
        READING.take(asking.network(request))
        return _thread(request, given.get("code", ""), lang)
    except OfficeError as e:
        return _ask(request, lang, html.say(e.key, e.values, lang), _status(e))


def _added(request: Request, given: Given, lang: Lang, switched: bool) -> Response:
    code = given.get("code", "")
    try:
        READING.take(asking.network(request))
        if switched:
            return _thread(request, code, lang, given)
        try:
            SENDING.take(asking.network(request))
            store = asking.site(request).store()
            concerns.add(store, code, given.get("text", ""), _today(), given.get("ticket", ""))
        except OfficeError as e:
            if e.key == "concerns.code_unknown":
                raise
            return _thread(request, code, lang, given, html.wrong_fields(e, lang))
        return _thread(request, code, lang, good=t("concerns.added", lang))
    except OfficeError as e:
        return _ask(request, lang, html.say(e.key, e.values, lang), _status(e))


def _status(e: OfficeError) -> int:
    return {"concerns.wait": 429, "concerns.full": 429, "errors.unavailable": 503, "concerns.code_unknown": 404}.get(
        e.key, 422
    )


def _today() -> date:
    return office_day(datetime.now(UTC))


async def _posted(request: Request, work: Callable[[Request, Given, Lang, bool], Response]) -> Response:
    try:
        given = await asking.fields(request, BIGGEST)
    except asking.NotOurs as e:
        return html.fault(request, "concerns.too_big" if e.status == 413 else "signin.refused", e.status)
    chosen = next((each for each in LANGS if each == given.get("switch")), None)
    spoken = next((each for each in LANGS if each == given.get("lang")), asking.lang(request))
    try:
        return await to_thread.run_sync(partial(work, request, given, chosen or spoken, chosen is not None))
    except Exception as e:  # a traceback could show what was written: its kind alone is logged
        log.error("the box of concerns failed: %s", type(e).__name__)
        return html.fault(request, "signin.fault.unavailable", 503)


async def write_post(request: Request) -> Response:
    """POST: a letter."""
    return await _posted(request, _sent)


async def read_post(request: Request) -> Response:
    """POST: a code."""
    return await _posted(request, _opened)


async def more_post(request: Request) -> Response:
    """POST: further words."""
    return await _posted(request, _added)
