"""The first start: an empty office asks for its head, and for the code from the terminal."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from html import escape

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from core import office
from core.credentials import keys
from core.desk import Desk
from core.errors import OfficeError, Problem, Problems
from core.i18n import office_day, t
from core.users import second
from core.web import asking, door, html
from core.web.site import Site
from schemas.base import Lang
from schemas.reference import Office

log = logging.getLogger("office")
FIELDS = ("code", "institution", "city", "name", "login")


def announce(site: Site) -> None:
    """Tell the code of the first start where only one at the server sees it, never in a log."""
    try:
        if not office.is_empty(site.store()):
            return
    except OfficeError:
        return  # no database yet: the code is told by the page's next start
    code = office.setup_code(site.folder())
    if sys.stdout.isatty():
        print(f"\nThis office is empty. Open it in the browser; it will ask for this code: {code}\n", flush=True)
    else:
        file = site.folder() / office.CODE_FILE
        print(f"\nThis office is empty. The code of its first start is in {file}\n", flush=True)


def keyed(site: Site) -> None:
    """See that an office that was opened has the key that signs its diplomas. The office opens without it, too: the
    page of keys says what is missing."""
    try:
        if not office.is_empty(site.store()):
            keys.ensure(Desk(office.SYSTEM, site.store()), site.folder())
    except (OfficeError, OSError):
        log.exception("the key of the credentials was not made")


def setup_page(
    conn: HTTPConnection,
    given: dict[str, str],
    wrong: dict[str, str],
    status: int = 200,
    lang: Lang | None = None,
) -> Response:
    """The form of the first start, with what was typed (never the passwords)."""
    lang = lang or asking.lang(conn)
    labels = {n: t(f"signin.setup.{n}", lang) for n in ("code", "institution", "city", "name")}
    labels["login"] = t("signin.login", lang)
    inner = "".join(
        html.field(
            n,
            labels[n],
            value=given.get(n, "")[:400],
            wrong=wrong.get(n),
            autocomplete="off",
            maxlength="200",
        )
        for n in FIELDS
    )
    for name, label in (("password", t("signin.password", lang)), ("again", t("signin.setup.again", lang))):
        inner += html.field(name, label, "password", wrong=wrong.get(name), autocomplete="new-password",
                            maxlength="200")  # fmt: skip
    body = html.notice(wrong[""]) if wrong.get("") else ""
    body += f"<p>{escape(t('signin.setup.hint', lang))}</p>" + html.form(inner, t("signin.setup.open", lang), "/setup")
    answer = html.page(conn, t("signin.setup.title", lang), body, status, lang, html.languages(lang))
    return door.remember(answer, conn, lang)


def setup(request: Request) -> Response:
    """GET: the form, only while the office is empty."""
    site = asking.site(request)
    if not office.is_empty(site.store()):
        return RedirectResponse("/signin", 303)
    office.setup_code(site.folder())
    return setup_page(request, {"city": "Алматы"}, {})


def _guarded(first: Office) -> Office:
    """A new office asks a second factor of who signs, after some days to set the telephones up; a demonstration not."""
    if not first.demo:
        first.second_factor = list(second.SIGNING)
        first.second_factor_from = office_day(datetime.now(UTC)) + second.GRACE
    return first


def _setup(request: Request, given: dict[str, str]) -> Response:
    site = asking.site(request)
    store, lang = site.store(), asking.lang(request)
    if chosen := door.switched(given):
        return setup_page(request, given, {}, lang=chosen)
    if not office.is_empty(store):
        return RedirectResponse("/signin", 303)
    try:
        office.check_code(store, site.folder(), given.get("code", ""), asking.network(request))
        empty = [n for n in ("institution", "city") if not given.get(n, "").strip()]
        if empty:
            raise Problems([Problem(n, "errors.field.missing") for n in empty])
        user = office.open_office(
            store, _guarded(office.first_office(given["institution"], given["city"], site.demo)),
            {"login": given.get("login", ""), "name": given.get("name", ""), "language": lang},
            given.get("password", ""), given.get("again", ""),
        )  # fmt: skip
    except OfficeError as e:
        return setup_page(request, given, html.wrong_fields(e, lang), 429 if e.key == "signin.wait" else 422)
    office.forget_code(site.folder())
    keyed(site)
    return door.session(RedirectResponse("/", 303), request, user, "password")


async def setup_post(request: Request) -> Response:
    """POST of the first start."""
    return await door.posted(request, _setup)
