"""The idle lock: by the clock, at the gate, in an open connection, and the way back with the password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from core import users, web
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.users import idle, sessions
from schemas.user import User
from schemas.words import Role
from tests.acts.test_users import GOOD, NOW
from tests.acts.test_web import BROWSER, HERE, SENDS, STREAM

MINUTE = timedelta(minutes=1)
heard: list[str] = []


async def inside(request: Request) -> HTMLResponse:
    return HTMLResponse("<html><head></head><body>inside</body></html>")


async def stream(socket: WebSocket) -> None:
    """Stands where Streamlit listens: what reaches it is heard."""
    await socket.accept("streamlit")
    try:
        while True:
            heard.append(await socket.receive_text())
            await socket.send_text(heard[-1])
    except WebSocketDisconnect:
        pass


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OFFICE_IDLE_MINUTES", raising=False)
    idle.forget_limits()
    heard.clear()


@pytest.fixture
def user(head: Desk) -> User:
    fields = {
        "login": "aigul",
        "name": "Айгүл",
        "role": Role.registrar,
        "faculties": [{"id": "f", "label": {"kk": "Ф"}}],
    }
    return users.create(head, fields, GOOD, Why("бұйрық"), must_change=False)


@pytest.fixture
def client(store: Store, tmp_path: Path, user: User) -> Iterator[TestClient]:
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False, provider=None)
    behind = [WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", inside, methods=["GET", "PUT"])]
    app = Starlette(routes=[*web.routes(), *behind], middleware=web.middleware(site))
    with TestClient(app, base_url=HERE, headers=BROWSER, follow_redirects=False) as made:
        made.post("/signin", data={"login": "aigul", "password": GOOD}, headers=SENDS)
        yield made


def row(store: Store) -> dict[str, Any]:
    return store.rows("sessions", {})[0]


def rest(store: Store, minutes: float) -> None:
    """Nobody touched the session for so many minutes."""
    since = datetime.now(UTC) - minutes * MINUTE
    store.side("sessions").update_many({}, {"$set": {"active": since}})


def test_a_session_locks_after_its_minutes_and_stays_locked(store: Store, user: User) -> None:
    sessions.begin(store, user, "10.0.0.7", now=NOW)
    assert not idle.locked(store, row(store), NOW + 14 * MINUTE)
    idle.touched(store, row(store), NOW + 14 * MINUTE)
    assert not idle.locked(store, row(store), NOW + 28 * MINUTE)
    assert idle.left(store, row(store), NOW + 28 * MINUTE) == MINUTE
    assert idle.locked(store, row(store), NOW + 29 * MINUTE)
    # A clock put back, or a key pressed too late, opens nothing.
    idle.touched(store, row(store), NOW + 29 * MINUTE)
    assert row(store)["locked"] and idle.locked(store, row(store), NOW)


def test_what_another_tab_told_meanwhile_is_not_overwritten(store: Store, user: User) -> None:
    sessions.begin(store, user, "10.0.0.7", now=NOW)
    old = row(store)
    idle.touched(store, old, NOW + 14 * MINUTE)
    idle.locked(store, old, NOW + 16 * MINUTE)  # read before the other tab told
    assert "locked" not in row(store) and not idle.locked(store, row(store), NOW + 16 * MINUTE)


def test_the_office_says_how_long(store: Store, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions.begin(store, user, "10.0.0.7", now=NOW)
    monkeypatch.setenv("OFFICE_IDLE_MINUTES", "3")
    idle.forget_limits()
    assert idle.left(store, row(store), NOW) == 3 * MINUTE
    monkeypatch.setenv("OFFICE_IDLE_MINUTES", "0")
    idle.forget_limits()
    assert idle.left(store, row(store), NOW) is None and not idle.locked(store, row(store), NOW + 600 * MINUTE)


def test_the_password_unlocks_and_wrong_ones_make_wait(store: Store, user: User) -> None:
    sessions.begin(store, user, "10.0.0.7", now=NOW)
    idle.lock(store, row(store))
    for _ in range(5):
        with pytest.raises(RuleBroken, match="signin.lock.wrong"):
            idle.unlock(store, user, row(store), "қате құпиясөз", NOW)
    with pytest.raises(RuleBroken, match="signin.wait"):
        for _ in range(2):
            idle.unlock(store, user, row(store), "қате құпиясөз", NOW)
    assert idle.locked(store, row(store), NOW)
    idle.unlock(store, user, row(store), GOOD, NOW + 30 * MINUTE)
    assert not idle.locked(store, row(store), NOW + 31 * MINUTE)
    assert {r["outcome"] for r in store.rows("signins", {})} == {"signed_in", "wrong", "locked", "unlocked"}


def test_a_locked_session_reaches_nothing_of_the_office(client: TestClient, store: Store) -> None:
    assert client.get("/students").status_code == 200
    rest(store, 16)
    answer = client.get("/students?q=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/unlock?next=%2Fstudents%3Fq%3D1")
    for path in ("/files/x", "/media/x", "/_stcore/metrics", "/password"):
        assert client.get(path, headers={"accept": "*/*"}).status_code == 423, path
    assert client.put("/_stcore/upload_file/x", headers=SENDS | {"accept": "*/*"}).status_code == 423
    page = client.get("/unlock?next=/students")
    assert page.status_code == 200 and "Айгүл" in page.text and "Экран құлыпталды" in page.text
    client.post("/lang/ru", headers=SENDS)
    assert (store.one("users", {"login": "aigul"}) or {})["language"] == "kk"


def test_unlocking_leads_back_where_one_was(client: TestClient, store: Store) -> None:
    rest(store, 16)
    wrong = client.post("/unlock", data={"password": "қате қате қате", "next": "/students"}, headers=SENDS)
    assert wrong.status_code == 401 and "Құпиясөз қате" in wrong.text
    assert client.post("/unlock", data={"password": GOOD}, headers={"origin": "http://evil.test"}).status_code == 403
    right = client.post("/unlock", data={"password": GOOD, "next": "//evil.test"}, headers=SENDS)
    assert (right.status_code, right.headers["location"]) == (303, "/")
    assert client.get("/students").status_code == 200
    assert client.get("/unlock?next=/students").headers["location"] == "/students"


def test_messages_of_a_locked_session_fall(client: TestClient, store: Store) -> None:
    with client.websocket_connect(STREAM) as socket:
        socket.send_text("one")
        assert socket.receive_text() == "one"
        rest(store, 16)
        socket.send_text("pressed by a stranger")
        script = {"accept": "application/json"} | SENDS
        for _ in range(50):  # until the gate has marked it
            if row(store).get("locked"):
                break
            assert client.get("/alive", headers=script).json()["locked"]
        assert client.post("/unlock", data={"password": GOOD}, headers=script).json() == {"locked": False}
        socket.send_text("two")
        assert socket.receive_text() == "two"
    assert heard == ["one", "two"]


def test_only_a_person_keeps_the_session_open(client: TestClient, store: Store) -> None:
    script = {"accept": "application/json"} | SENDS
    rest(store, 14.5)
    assert client.get("/alive", headers=script).json()["left"] <= 31  # asking is not being here
    with client.websocket_connect(STREAM) as socket:  # nor is a page that redraws itself
        socket.send_text("run_every")
        socket.receive_text()
    assert client.get("/alive", headers=script).json()["left"] <= 31
    told = client.post("/alive", headers=script).json()
    assert not told["locked"] and told["left"] > 800
    rest(store, 15.1)
    told = client.post("/alive", headers=script).json()
    assert told["locked"] and told["left"] == 0 and told["words"]["enter"] == "Ашу"


def test_one_locks_the_screen_by_hand(client: TestClient) -> None:
    assert client.post("/lock", headers=SENDS).json() == {"locked": True}
    assert client.get("/students").headers["location"].startswith("/unlock")
    assert client.post("/signout", headers=SENDS).headers["location"] == "/signin"
