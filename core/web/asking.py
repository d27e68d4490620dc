"""What a request says about itself, none of it believed without a look."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.requests import HTTPConnection, Request

from core.users import TOKEN, Signed, throttle
from core.web.site import Site
from schemas.base import LANGS, Lang

LANG_COOKIE = "ui_lang"
FORM = "application/x-www-form-urlencoded"
BIGGEST_FORM = 16 * 1024  # our forms are a few words; more is an attempt to fill the memory


class NotOurs(ValueError):
    """A form larger than any of ours (413), or sent as something else than our pages send (415)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def site(conn: HTTPConnection) -> Site:
    """The office this request came to."""
    found: Site = conn.scope["office"]
    return found


def signed(conn: HTTPConnection) -> Signed:
    """Who is signed in; only behind the gate."""
    found: Signed = conn.scope["signed"]
    return found


def token(conn: HTTPConnection) -> str | None:
    """The sign-in token of the browser."""
    return conn.cookies.get(TOKEN)


def lang(conn: HTTPConnection) -> Lang:
    """The language of the page: the signed-in user's, else the one chosen in this browser, else Kazakh."""
    known = conn.scope.get("signed")
    chosen = known.user.language if known else conn.cookies.get(LANG_COOKIE)
    return next((each for each in LANGS if each == chosen), "kk")


def address(conn: HTTPConnection) -> str:
    """Where the request comes from (behind a proxy of ours, what the proxy says)."""
    return conn.client.host if conn.client else "-"


def network(conn: HTTPConnection) -> str:
    """Under what this address is counted (core.users.throttle)."""
    return throttle.network(address(conn))


def wants_html(conn: HTTPConnection) -> bool:
    """Is this a person's browser that opens a page, not a script that fetches something?"""
    return "text/html" in conn.headers.get("accept", "")


def same_origin(conn: HTTPConnection) -> bool:
    """Does the request come from a page of ours? No word about it counts as no."""
    origin = conn.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == conn.headers.get("host") != ""
    return conn.headers.get("sec-fetch-site") == "same-origin"


def from_our_page(conn: HTTPConnection) -> bool:
    """The same question for a link that is followed: such requests carry no Origin."""
    site = conn.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(conn.headers.get("referer", "")).netloc == conn.headers.get("host") != ""


# Where nobody goes on to after having come in.
DOOR = ("/signin", "/signout", "/setup", "/unlock", "/second")


def local(path: str | None) -> str:
    """Where to go next: only inside this office; anything a browser could read as another address is «/»."""
    if not path or not path.startswith("/") or path[1:2] in ("/", "\\") or "\\" in path:
        return "/"
    if any(ord(letter) <= 32 for letter in path) or path.split("?")[0] in DOOR:
        return "/"
    return path


async def fields(request: Request, most: int = BIGGEST_FORM) -> dict[str, str]:
    """The fields of a small form; NotOurs when it is none of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise NotOurs(413)
    if body and request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise NotOurs(415)
    try:
        found = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in found.items()}
