"""Papers on the web: the public check of a code, the issued file for those who hand it over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import escape
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core import transcripts
from core.attestation.protocols import reading as protocols
from core.desk import Desk
from core.diplomas import checking as diplomas
from core.errors import Forbidden, NotFound, OfficeError, RuleBroken
from core.i18n import date_text, number, t
from core.papers import reading as papers
from core.sheets import printed
from core.users import sessions, throttle
from core.web import asking, html
from schemas.base import Lang, Text

FREE_CHECKS = 20  # wrong codes an address may try before it waits; right ones are not counted


def verify(request: Request) -> Response:
    """A stranger's question about a paper: one code, one answer, no list and no search."""
    lang = asking.lang(request)
    if "code" in request.query_params:
        return RedirectResponse("/verify/" + quote(_code(request.query_params["code"]), safe=""), 303)
    code = _code(request.path_params.get("code", ""))
    if code.startswith(printed.MARK):
        return _sheet(request, code, lang)
    told, status = ("", 200) if not code else _answer(request, code, lang)
    label = escape(t("signin.verify.code", lang))
    hint = escape(t("signin.verify.hint", lang))
    body = (
        f'{told}<form method="get" action="/verify"><label for="code">{label}</label>'
        f'<input id="code" name="code" value="{escape(code)}" maxlength="40" autocomplete="off" '
        f'spellcheck="false" aria-describedby="hint" required><span class="hint" id="hint">{hint}</span>'
        f'<button class="primary">{escape(t("signin.verify.check", lang))}</button></form>'
    )
    back = "/verify/" + quote(code, safe="") if code else "/verify"
    return html.page(request, t("signin.verify.title", lang), body, status, lang, html.languages(lang, back))


def _code(text: str) -> str:
    """A typed or scanned code, its address taken away; a sheet's carries marks and is long."""
    code = text.strip().rpartition("/")[2]
    return code[: printed.LONGEST if code.startswith(printed.MARK) else 40]


def _sheet(request: Request, code: str, lang: Lang) -> Response:
    """The QR of a grade sheet: who is signed in sees it beside the record; a stranger learns whether it is genuine."""
    store = asking.site(request).store()
    compare = "/sheet_paper?paper=" + quote(code, safe="")
    key = f"verify:{asking.network(request)}"
    title = t("signin.verify.title", lang)
    try:
        if sessions.resolve(store, asking.token(request)):
            return RedirectResponse(compare, 303)
        throttle.take(store, key, FREE_CHECKS, datetime.now(UTC))
        number_ = printed.genuine_number(store, code)
    except RuleBroken as e:
        if e.key == "sheets.paper_unread":
            return html.page(request, title, html.notice(t(e.key, lang)), 404, lang)
        return html.page(request, title, html.notice(t("signin.verify.wait", lang, **e.values)), 429, lang)
    except OfficeError:
        return html.page(request, title, html.notice(t("signin.fault.unavailable", lang)), 503, lang)
    if number_ is None:
        return html.page(request, title, html.notice(t("signin.verify.sheet_false", lang)), 404, lang)
    throttle.give_back(store, key)
    said = html.notice(t("signin.verify.sheet_genuine", lang, number=number_), "good")
    way = f'<p class="hint">{escape(t("signin.verify.sheet_privacy", lang))}</p><p>'
    way += f'<a href="{escape(compare)}">{escape(t("signin.verify.sheet_compare", lang))}</a></p>'
    return html.page(request, title, said + way, 200, lang, html.languages(lang, "/verify/" + quote(code, safe="")))


def _answer(request: Request, code: str, lang: Lang) -> tuple[str, int]:
    store = asking.site(request).store()
    key = f"verify:{asking.network(request)}"
    try:
        throttle.take(store, key, FREE_CHECKS, datetime.now(UTC))
        asked = (v(store, code) for v in (transcripts.verify, papers.verify, protocols.verify, diplomas.verify))
        found = next((f for f in asked if f is not None), None)
    except RuleBroken as e:
        return html.notice(t("signin.verify.wait", lang, **e.values)), 429
    except OfficeError:
        return html.notice(t("signin.fault.unavailable", lang)), 503
    if found is None:
        return html.notice(t("signin.verify.unknown", lang)), 404
    throttle.give_back(store, key)
    good = found["state"] not in ("cancelled", "replaced")
    rows = "".join(
        f"<dt>{escape(t(f'signin.verify.{name}', lang))}</dt><dd>{escape(_shown(found[name], lang))}</dd>"
        for name in ("kind", "number", "holder", "degree", "issued", "institution", "credits", "gpa")
        if found.get(name) not in (None, "", {})
    )
    if signed := found.get("credential"):
        said = t(f"signin.verify.credential_{signed}", lang)
        rows += f"<dt>{escape(t('signin.verify.credential', lang))}</dt><dd>{escape(said)}</dd>"
    unsigned = found.get("kind") and found["state"] == "made"
    bad = "replaced" if found["state"] == "replaced" else "withdrawn"
    said = t(f"signin.verify.{'unsigned' if unsigned else 'genuine' if good else bad}", lang)
    privacy = escape(t("signin.verify.privacy", lang))
    return (
        f'{html.notice(said, "good" if good and not unsigned else "bad")}<dl>{rows}</dl><p class="hint">{privacy}</p>',
        200,
    )


def _shown(value: Any, lang: Lang) -> str:
    if isinstance(value, dict):
        return Text.model_validate(value).get(lang)
    if isinstance(value, datetime):
        return date_text(value, lang)
    if isinstance(value, str):
        try:
            return date_text(date.fromisoformat(value), lang)
        except ValueError:
            return value
    return number(value, lang)


def file(request: Request) -> Response:
    """An issued file, saved, not shown; right and scope are asked, the hand-over is recorded."""
    known = asking.signed(request)
    copy = request.query_params.get("copy", "0")
    if not copy.isascii() or not copy.isdigit() or len(copy) > 4:
        return html.fault(request, "signin.fault.not_found", 404)
    desk = Desk(known.actor, asking.site(request).store())
    try:
        name, content = _file_of(desk, request.path_params["id"], int(copy))
    except Forbidden:
        return html.fault(request, "signin.fault.forbidden", 403)
    except (NotFound, IndexError):
        return html.fault(request, "signin.fault.not_found", 404)
    except OfficeError as e:
        return html.page(request, t("common.office", asking.lang(request)),
                         html.notice(html.say(e.key, e.values, asking.lang(request))), 409)  # fmt: skip
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _file_of(desk: Desk, id: str, copy: int) -> tuple[str, bytes]:
    try:
        return transcripts.file_of(desk, id, copy)
    except NotFound:
        return papers.file_of(desk, id, copy)
