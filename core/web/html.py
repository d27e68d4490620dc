"""The few pages that are plain HTML: no script, one stylesheet, every value escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse

from core.errors import OfficeError, Problems
from core.i18n import known, t
from core.web import asking
from schemas.base import LANGS, Lang, Text

OWN_LANGUAGE = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
# Stricter than the rest of the office: these pages run nothing at all.
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def page(
    conn: HTTPConnection, title: str, body: str, status: int = 200, lang: Lang | None = None, switch: str = ""
) -> HTMLResponse:
    """A whole page. body: HTML made of escaped parts; switch: the choice of languages, placed above it."""
    lang = lang or asking.lang(conn)
    whose = institution(conn, lang)
    text = f"""<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} · {escape(t("common.office", lang))}</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/office.css">
</head>
<body>
<div class="brand">
<img src="/mark.svg" alt="" width="40" height="40">
<div><p>{escape(t("common.office", lang))}</p>{f"<span>{escape(whose)}</span>" if whose else ""}</div>
</div>
<main>
<h1>{escape(title)}</h1>
{body}
{switch}
</main>
</body>
</html>
"""
    headers = {"Content-Security-Policy": CSP, "Cache-Control": "no-store"}
    return HTMLResponse(text, status, headers)


def institution(conn: HTTPConnection, lang: Lang) -> str:
    """Whose office this is; nothing while it is empty or its database is away."""
    try:
        row = asking.site(conn).store().one("office", {}, {"name": 1})
    except OfficeError:
        return ""
    return Text.model_validate(row["name"]).get(lang) if row else ""


def languages(lang: Lang, back: str | None = None) -> str:
    """The choice of languages. Inside a page with the form «main» it sends that form along, so what was typed
    stays; elsewhere (back: the page's own path) it is a form of its own. After the form, never before: Enter
    presses the first button."""
    inside = back is None
    buttons = "".join(
        f'<button name="switch" value="{each}" lang="{each}" class="language"'
        + (' form="main" formnovalidate' if inside else f' formaction="/lang/{each}"')
        + (' aria-current="true"' if each == lang else "")
        + f">{OWN_LANGUAGE[each]}</button>"
        for each in LANGS
    )
    label = escape(t("signin.language", lang))
    if inside:
        return f'<nav class="languages" aria-label="{label}">{buttons}</nav>'
    return (
        f'<form method="post" class="languages" aria-label="{label}">'
        f'<input type="hidden" name="back" value="{escape(back or "/")}">{buttons}</form>'
    )


def field(name: str, label: str, kind: str = "text", value: str = "", wrong: str | None = None, **more: str) -> str:
    """One field with its label and, under it, what is wrong with it."""
    attributes = "".join(f' {k.rstrip("_")}="{escape(v)}"' for k, v in more.items())
    told = f'<span class="wrong" id="{name}-wrong">{escape(wrong)}</span>' if wrong else ""
    described = f' aria-invalid="true" aria-describedby="{name}-wrong"' if wrong else ""
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}"'
        f"{attributes}{described} required>{told}"
    )


def form(inner: str, button: str, action: str) -> str:
    """The page's form."""
    return (
        f'<form id="main" method="post" action="{escape(action)}">{inner}'
        f'<button class="primary">{escape(button)}</button></form>'
    )


def notice(text: str, kind: str = "bad") -> str:
    """One calm sentence above the form."""
    return f'<p class="notice {kind}" role="alert">{escape(text)}</p>'


def link(href: str, text: str, kind: str = "") -> str:
    """A link inside the office."""
    return f'<a class="{kind}" href="{escape(quote(href, safe="/?=&%"))}">{escape(text)}</a>'


def wrong_fields(error: OfficeError, lang: Lang) -> dict[str, str]:
    """What was refused, by field; the empty name is the whole form."""
    if isinstance(error, Problems):
        return {p.field: say(p.key, p.values, lang) for p in error.problems}
    return {"": say(error.key, error.values, lang)}


def say(key: str, values: Mapping[str, Any], lang: Lang) -> str:
    """A refusal as a sentence; one without words of its own is a plain «no»."""
    return t(key, lang, **values) if known(key) else t("errors.rule_broken", lang)


def fault(conn: HTTPConnection, key: str, status: int) -> HTMLResponse:
    """A page that says calmly why there is nothing here."""
    lang = asking.lang(conn)
    home = f"<p>{link('/', t('signin.fault.home', lang), 'quiet')}</p>"
    return page(conn, t("common.office", lang), notice(t(key, lang)) + home, status)
