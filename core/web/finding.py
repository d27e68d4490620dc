"""The search box's own address (clauses 24-b, 33-9): words in, a few hits of each place out; what was opened last, what
is pinned. The box fetches it beside the page, so that no page is drawn anew while one types.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core import finding
from core.desk import Desk
from core.errors import OfficeError
from core.finding import Hit
from core.i18n import t
from core.ui.finding import pages
from core.web import asking, html
from schemas.base import Lang

HEADERS = {"Cache-Control": "no-store"}


def find(request: Request) -> Response:
    """GET /find?q=: what is found; without words what is pinned and what was opened last."""
    desk = _desk(request)
    typed = " ".join(request.query_params.get("q", "").split())[: finding.asking.LONGEST]
    try:
        return JSONResponse(_answer(desk, typed) if typed else _remembered(desk), headers=HEADERS)
    except OfficeError as e:
        return JSONResponse({"told": html.say(e.key, e.values, desk.lang), "groups": []}, 503, HEADERS)


async def pin(request: Request) -> Response:
    """POST /find/pin with word and id: pin a thing or unpin it."""
    try:
        given = await asking.fields(request)
    except asking.NotOurs as e:
        return html.fault(request, "signin.refused", e.status)
    return await to_thread.run_sync(_pin, request, given)


def _pin(request: Request, given: dict[str, str]) -> Response:
    desk, mark = _desk(request), (given.get("word", ""), given.get("id", "")[:80])
    if not finding.resolved(desk, [mark]):
        return JSONResponse({"pinned": False}, 404, HEADERS)
    return JSONResponse({"pinned": finding.pin(desk, *mark)}, headers=HEADERS)


def _desk(request: Request) -> Desk:
    chosen = request.query_params.get("lang", "")  # the screen's, which may be newer than the account's
    desk = Desk(asking.signed(request).actor, asking.site(request).store())
    return desk.speaking(chosen) if chosen in ("kk", "ru", "en") else desk  # type: ignore[arg-type]


def _answer(desk: Desk, typed: str) -> dict[str, Any]:
    lang, found = desk.lang, finding.find(desk, typed)
    pinned = set(finding.kept(desk)[0])
    groups = [_group(lang, f"finding.in.{word}", hits, pinned) for word, hits in found.groups.items()]
    named = pages.found(desk.actor, typed, lang)
    groups += [_group(lang, f"finding.in.{word}", hits, pinned) for word, hits in named.items()]
    looked = [t(f"finding.in.{word}", lang) for word in (*found.looked, *pages.WORDS)]
    nothing = "" if groups else t("finding.nothing", lang, typed=typed, looked=", ".join(looked))
    return {"groups": groups, "nothing": nothing}


def _remembered(desk: Desk) -> dict[str, Any]:
    pinned, recent = finding.kept(desk)
    met = {(h.word, h.id): h for h in finding.resolved(desk, [*pinned, *recent])}
    parts = (("finding.pinned", pinned), ("finding.recent", recent))
    groups = [_group(desk.lang, key, [met[m] for m in marks if m in met], set(pinned)) for key, marks in parts]
    groups = [g for g in groups if g["hits"]]
    return {"groups": groups, "nothing": "" if groups else t("finding.begin", desk.lang)}


def _group(lang: Lang, key: str, hits: list[Hit], pinned: set[tuple[str, str]]) -> dict[str, Any]:
    return {"title": t(key, lang), "hits": [{**asdict(h), "pinned": (h.word, h.id) in pinned} for h in hits]}
