"""The gate, the door and the public pages, asked as a browser asks, on a real database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

import core.demo
from core import office, students, transcripts, users, web
from core.db.store import Store
from core.desk import Desk, Why
from core.users import second, sessions
from core.web import asking
from schemas.base import Ref, Text
from schemas.reference import Office
from schemas.student import Name, Profile, StudyProfile
from schemas.user import User
from schemas.words import Role

GOOD = "қара жорға 7"
HERE = "http://office.test"
STREAM = "ws://office.test/_stcore/stream"
SENDS = {"origin": HERE}
BROWSER = {"accept": "text/html,application/xhtml+xml"}


async def page(request: Request) -> HTMLResponse:
    """Stands where Streamlit's page stands behind the gate."""
    text = '<!doctype html><html lang="en"><head><title>Streamlit</title></head><body>inside</body></html>'
    return HTMLResponse(text, headers={"etag": "x"})


async def upload(request: Request) -> PlainTextResponse:
    return PlainTextResponse("uploaded")


async def stream(socket: WebSocket) -> None:
    await socket.accept("streamlit")
    await socket.send_text("inside")
    await socket.close()


@pytest.fixture
def client(store: Store, tmp_path: Path) -> Iterator[TestClient]:
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False, provider=None)
    behind = [
        Route("/_stcore/upload_file/x", upload, methods=["PUT"]),
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", page),
    ]
    app = Starlette(routes=[*web.routes(), *behind], middleware=web.middleware(site))
    with TestClient(app, base_url=HERE, headers=BROWSER, follow_redirects=False) as made:
        yield made


@pytest.fixture
def aigul(store: Store, head: Desk) -> User:
    fields = {"login": "aigul", "name": "Айгүл Сәрсенова", "role": Role.senior_registrar}
    return users.create(head, fields, GOOD, Why("бұйрық"), must_change=False)


def sign_in(client: TestClient, password: str = GOOD, login: str = "aigul", **more: str) -> Any:
    return client.post("/signin", data={"login": login, "password": password} | more, headers=SENDS)


# the gate


def test_without_a_session_only_the_door_answers(client: TestClient, aigul: User) -> None:
    answer = client.get("/students?student=S-1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/signin?next=%2Fstudents%3Fstudent%3DS-1"
    for path in ("/students", "/_stcore/metrics", "/media/x", "/files/x", "/static/js/index.js", "/password"):
        assert client.get(path, headers={"accept": "*/*"}).status_code == 401, path
    for path in ("/signin", "/healthz", "/verify", "/ui.js", "/office.css", "/mark.svg"):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    "path",
    ["/signin/", "/signinx", "/verifyx", "//students", "/lang", "/healthz/x", "/Signin", "/verify/a/b", "/oidc/a/b",
     "/app/static/%2e%2e/%2e%2e/x", "/verify/%2e%2e", "/lang/%2e%2e/media/x"],
)  # fmt: skip
def test_addresses_that_look_public_are_not(client: TestClient, aigul: User, path: str) -> None:
    assert client.get(path, headers={"accept": "*/*"}).status_code == 401


def test_websocket_without_a_session_is_closed_before_it_opens(client: TestClient, aigul: User) -> None:
    for cookie in ("", "office=x", f"office={sessions.token_hash('x')}"):
        with pytest.raises(WebSocketDisconnect) as closed:
            with client.websocket_connect(STREAM, headers={"cookie": cookie}):
                pass
        assert closed.value.code == 4401
    sign_in(client)
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_text() == "inside"


def test_every_answer_carries_the_security_headers(client: TestClient, aigul: User) -> None:
    for path in ("/signin", "/students", "/healthz", "/ui.js"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
    sign_in(client)
    policy = client.get("/").headers["content-security-policy"]
    scripts = re.search("script-src ([^;]*);", policy)
    assert (
        scripts
        and "unsafe-inline" not in scripts[1]
        and "unsafe-eval" not in scripts[1].replace("wasm-unsafe-eval", "")
    )
    assert "sha256-" in scripts[1]


def test_own_pages_run_no_script(client: TestClient, aigul: User) -> None:
    answer = client.get("/signin")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text and "style=" not in answer.text


def test_streamlits_page_gets_our_script_the_language_and_our_name(client: TestClient, aigul: User) -> None:
    sign_in(client)
    answer = client.get("/")
    assert '<html lang="kk"' in answer.text and '<head><script src="/ui.js"></script>' in answer.text
    assert "<title>Офис-тіркеуші</title>" in answer.text and "etag" not in answer.headers
    assert int(answer.headers.get("content-length", len(answer.content))) == len(answer.content)


def test_foreign_pages_cannot_post_here(client: TestClient, aigul: User) -> None:
    form = {"login": "aigul", "password": GOOD}
    for headers in ({}, {"origin": "http://evil.test"}, {"origin": "null"}, {"origin": HERE + ".evil.test"}):
        answer = client.post("/signin", data=form, headers=headers)
        assert answer.status_code == 403 and "set-cookie" not in answer.headers
    sign_in(client)
    for path in ("/signout", "/password", "/lang/ru"):
        assert client.post(path, headers={"origin": "http://evil.test"}).status_code == 403
    assert client.put("/_stcore/upload_file/x", headers={"origin": "http://evil.test"}).status_code == 403
    assert client.put("/_stcore/upload_file/x", headers=SENDS).text == "uploaded"


# the door


def test_sign_in_leads_where_one_wanted_to_go(client: TestClient, aigul: User, store: Store) -> None:
    answer = sign_in(client, next="/students?student=S-1")
    assert answer.status_code == 303 and answer.headers["location"] == "/students?student=S-1"
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("office="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie and "Secure" not in cookie
    assert "inside" in client.get("/students").text
    assert client.get("/signin").headers["location"] == "/"
    assert store.one("sessions", {"user": aigul.id})["agent"] == "testclient"  # type: ignore[index]


def test_cookie_travels_only_encrypted_where_the_office_says_https(store: Store, aigul: User, tmp_path: Path) -> None:
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=True, demo=False, provider=None)
    with TestClient(Starlette(routes=web.routes(), middleware=web.middleware(site)), base_url=HERE) as client:
        answer = client.post(
            "/signin", data={"login": "aigul", "password": GOOD}, headers=SENDS, follow_redirects=False
        )
    assert all("Secure" in c for c in answer.headers.get_list("set-cookie"))
    assert "strict-transport-security" in answer.headers


@pytest.mark.parametrize(
    "next_",
    ["//evil.test", "/\\evil.test", "https://evil.test", "/\t/evil.test", "\\\\evil.test", "evil.test",
     "/a\\b", "/\n/x", "javascript:alert(1)", "/signout"],
)  # fmt: skip
def test_next_never_leaves_the_office(client: TestClient, aigul: User, next_: str) -> None:
    assert sign_in(client, next=next_).headers["location"] == "/"
    assert client.get("/signin", params={"next": next_}).headers["location"] == "/"
    assert client.post("/lang/ru", data={"back": next_}, headers=SENDS).headers["location"] == "/"


def test_wrong_password_keeps_the_login_and_not_the_password(client: TestClient, aigul: User) -> None:
    answer = sign_in(client, "wrong password")
    assert answer.status_code == 401 and "Логин немесе құпиясөз дұрыс емес" in answer.text
    assert 'value="aigul"' in answer.text and "wrong password" not in answer.text
    assert not any(c.startswith("office=") for c in answer.headers.get_list("set-cookie"))


def test_markup_in_a_login_is_text(client: TestClient, aigul: User) -> None:
    answer = sign_in(client, "x", login='"><script>alert(1)</script>', next='/"><b>')
    assert "<script" not in answer.text and "<b>" not in answer.text


def test_too_many_wrong_passwords_are_told_to_wait(client: TestClient, aigul: User) -> None:
    statuses = [sign_in(client, "wrong password").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    answer = sign_in(client)
    assert answer.status_code == 429 and "1 минуттан кейін" in answer.text


def test_a_token_brought_along_is_never_taken_over(client: TestClient, aigul: User, store: Store) -> None:
    client.cookies.set("office", "planted-token")
    answer = sign_in(client)
    given = answer.cookies["office"]
    assert given != "planted-token" and sessions.resolve(store, "planted-token") is None
    again = sign_in(client)  # signing in anew ends the session the browser held before
    assert again.cookies["office"] != given and sessions.resolve(store, given) is None


def test_sign_out_ends_every_tab(client: TestClient, aigul: User, store: Store) -> None:
    token = sign_in(client).cookies["office"]
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_text() == "inside"
    answer = client.post("/signout", headers=SENDS)
    assert answer.headers["location"] == "/signin" and sessions.resolve(store, token) is None
    client.cookies.set("office", token)
    assert client.get("/students").status_code == 303
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM):
        pass


def test_a_foreign_link_does_not_sign_out(client: TestClient, aigul: User, store: Store) -> None:
    token = sign_in(client).cookies["office"]
    for headers in (
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "none"},
        {"referer": "http://evil.test/x"},
    ):
        assert client.get("/auth/logout", headers=headers).status_code == 403
    assert sessions.resolve(store, token)
    assert client.get("/auth/logout", headers={"sec-fetch-site": "same-origin"}).status_code == 303
    assert sessions.resolve(store, token) is None


def test_first_password_is_changed_before_anything_else(client: TestClient, head: Desk, store: Store) -> None:
    users.create(head, {"login": "berik", "name": "Берік", "role": Role.auditor}, GOOD, Why("бұйрық"))
    answer = sign_in(client, login="berik", next="/students")
    assert answer.headers["location"] == "/password"
    assert client.get("/students").headers["location"] == "/password"
    assert client.get("/media/x", headers={"accept": "*/*"}).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM):
        pass
    form = {"current": GOOD, "password": "қысқа", "again": "қысқа"}
    refused = client.post("/password", data=form, headers=SENDS)
    assert refused.status_code == 422 and "кемінде 12 таңба" in refused.text
    form |= {"password": "келесі құпиясөз", "again": "келесі құпиясөз"}
    old = client.cookies["office"]
    assert client.post("/password", data=form, headers=SENDS).headers["location"] == "/"
    assert client.cookies["office"] != old and sessions.resolve(store, old) is None
    assert "inside" in client.get("/students").text
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_text() == "inside"


def test_language_is_chosen_at_the_door_and_kept_in_the_account(client: TestClient, aigul: User, store: Store) -> None:
    assert '<html lang="kk">' in client.get("/signin").text
    switched = client.post("/signin", data={"login": "aigul", "switch": "ru"}, headers=SENDS)
    assert "Вход в систему" in switched.text and 'value="aigul"' in switched.text
    assert "Вход в систему" in client.get("/signin").text  # this browser remembers
    sign_in(client)
    assert client.get("/lang/en", params={"back": "/students"}).status_code == 403
    own = {"sec-fetch-site": "same-origin"}
    assert client.get("/lang/en", params={"back": "/students"}, headers=own).headers["location"] == "/students"
    assert store.load(User, aigul.id).language == "en"
    assert client.get("/lang/xx", headers=own).status_code == 404
    assert '<html lang="en"' in client.get("/").text


def test_only_a_demonstration_shows_its_accounts(store: Store, aigul: User, tmp_path: Path) -> None:
    shown = {}
    for demo in (False, True):
        site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=demo, provider=None)
        with TestClient(Starlette(routes=web.routes(), middleware=web.middleware(site)), base_url=HERE) as client:
            shown[demo] = client.get("/signin").text
    assert "Демонстрациялық есептік жазбалар" not in shown[False] and 'name="password" value=' not in shown[False]
    for account in core.demo.accounts():
        assert f'value="{account.login}"' in shown[True] and account.role.label("kk") in shown[True]


def test_a_huge_form_is_refused(client: TestClient, aigul: User) -> None:
    assert sign_in(client, "x" * 100_000).status_code == 413


def test_a_form_sent_as_something_else_is_refused(client: TestClient, aigul: User) -> None:
    body = urlencode({"login": "aigul", "password": GOOD})
    for type in ("text/plain", "application/json", "multipart/form-data; boundary=x", ""):
        answer = client.post("/signin", content=body, headers={**SENDS, **({"content-type": type} if type else {})})
        assert answer.status_code == 415 and "office=" not in str(answer.headers.get_list("set-cookie")), type
    sent = {**SENDS, "content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
    assert client.post("/signin", content=body, headers=sent).status_code == 303


def test_local_knows_its_own_addresses() -> None:
    assert asking.local("/students?student=S-1&x=%2F") == "/students?student=S-1&x=%2F"
    assert asking.local(None) == asking.local("") == "/"


# the first start


FORM = {
    "institution": "Консерватория", "city": "Алматы", "name": "Гүлнәр Әбдіқадыр", "login": "Gulnar",
    "password": GOOD, "again": GOOD,
}  # fmt: skip


def test_empty_office_asks_for_its_head_and_the_code(client: TestClient, store: Store, tmp_path: Path) -> None:
    assert client.get("/signin").headers["location"] == "/setup"
    assert "Терминалдағы код" in client.get("/setup").text
    file = tmp_path / office.CODE_FILE
    assert file.stat().st_mode & 0o077 == 0
    refused = client.post("/setup", data=FORM | {"code": "AAAA-AAAA-AAAA"}, headers=SENDS)
    assert refused.status_code == 422 and "Код дұрыс емес" in refused.text and office.is_empty(store)
    code = office.setup_code(tmp_path)
    differs = client.post("/setup", data=FORM | {"code": code, "again": "басқа құпиясөз"}, headers=SENDS)
    assert "Екі құпиясөз бірдей емес" in differs.text and office.is_empty(store)
    opened = client.post("/setup", data=FORM | {"code": code.lower()}, headers=SENDS)
    assert opened.headers["location"] == "/" and "inside" in client.get("/").text
    head = User.model_validate(store.rows("users", {})[0])
    assert (head.login, head.role, head.must_change) == ("gulnar", Role.head, False)
    assert store.one("office", {})["name"]["kk"] == "Консерватория"  # type: ignore[index]
    assert store.one("rulebooks", {"own": True}) and not file.exists()
    entry = store.rows("audit_events", {"action": "office.open"})[0]
    assert entry["actor"]["id"] == "system"
    made, now = store.load(Office, "office"), datetime.now(UTC)  # who signs has a week to set a telephone up
    assert {Role.head, Role.management, Role.teacher, Role.registrar} <= set(made.second_factor) == set(second.SIGNING)
    assert (
        second.wanted(store, head, "password", now) == "" and second.coming(store, head.id) == made.second_factor_from
    )
    assert second.wanted(store, head, "password", now + timedelta(days=8)) == "enrol"


def test_an_open_office_is_not_opened_again(client: TestClient, aigul: User, tmp_path: Path, store: Store) -> None:
    code = office.setup_code(tmp_path)
    assert client.get("/setup").headers["location"] == "/signin"
    assert client.post("/setup", data=FORM | {"code": code}, headers=SENDS).headers["location"] == "/signin"
    with pytest.raises(Exception, match="signin.opened_already"):
        office.open_office(store, office.first_office("А", "Б"), {"login": "x2", "name": "х"}, GOOD)
    assert store.count("users", {}) == 1


def test_the_code_cannot_be_guessed_in_a_row(client: TestClient, store: Store, tmp_path: Path) -> None:
    client.get("/setup")
    wrong = [client.post("/setup", data=FORM | {"code": "x"}, headers=SENDS).status_code for _ in range(6)]
    assert wrong == [422] * 5 + [429]
    right = client.post("/setup", data=FORM | {"code": office.setup_code(tmp_path)}, headers=SENDS)
    assert right.status_code == 429 and office.is_empty(store)


# papers


@pytest.fixture
def paper(store: Store) -> Any:
    office.open_office(store, office.first_office("Консерватория", "Алматы"), {"login": "head", "name": "Б"}, GOOD)
    desk = Desk(office.SYSTEM, store)
    profile = Profile(
        number="S-1", name=Name(last="Әбенова", first="Қарлығаш"), iin="031105699007", born=date(2003, 11, 5)
    )
    study = StudyProfile(id="st1", faculty=Ref(id="f1", label=Text(kk="Аспап")), admitted_on=date(2024, 9, 1), year=1)
    made = students.admit(desk, profile, study, Why("қабылдау"))
    return transcripts.issue(desk, made.id, "st1", "kk", Why("өтініш"))


def test_a_stranger_checks_a_paper_and_learns_no_more(client: TestClient, paper: Any) -> None:
    answer = client.get(f"/verify/{paper.code}")
    assert answer.status_code == 200 and "Мұндай құжат берілген" in answer.text
    assert paper.number in answer.text and "Консерватория" in answer.text
    assert "Қарлығаш" not in answer.text and "031105699007" not in answer.text and "S-1" not in answer.text
    assert (
        client.get("/verify", params={"code": f" {paper.code.lower()} "})
        .headers["location"]
        .endswith(paper.code.lower())
    )
    unknown = client.get("/verify/AAAA-AAAA-AAAA-AAAA")
    assert unknown.status_code == 404 and "құжат берілмеген" in unknown.text
    assert "<script" not in client.get("/verify/<script>alert(1)").text


def test_codes_cannot_be_tried_in_a_row(client: TestClient, paper: Any) -> None:
    assert [client.get(f"/verify/{paper.code}").status_code for _ in range(25)] == [200] * 25
    statuses = [client.get(f"/verify/X{i}").status_code for i in range(22)]
    assert statuses == [404] * 20 + [429] * 2


def test_issued_file_is_saved_by_those_who_may_and_noted(
    client: TestClient, paper: Any, store: Store, aigul: User, head: Desk
) -> None:
    assert client.get(f"/files/{paper.id}").status_code == 303
    sign_in(client)
    answer = client.get(f"/files/{paper.id}")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert store.one("looks", {"user": aigul.id, "student": paper.student.id})
    for path in ("/files/none", f"/files/{paper.id}?copy=7", f"/files/{paper.id}?copy=x"):
        assert client.get(path).status_code == 404, path
    fields = {
        "login": "teacher",
        "name": "М",
        "role": Role.teacher,
        "person": Ref(id="p1", label=Text(kk="М")),
    }
    users.create(head, fields, GOOD, Why("бұйрық"), must_change=False)
    client.post("/signout", headers=SENDS)
    sign_in(client, login="teacher")
    assert client.get(f"/files/{paper.id}").status_code == 403


def test_a_database_that_is_away_is_one_calm_sentence(store: Store, tmp_path: Path) -> None:
    away = Store(type(store.client)("mongodb://127.0.0.1:9", serverSelectionTimeoutMS=50), "away")
    site = web.Site(store=lambda: away, folder=lambda: tmp_path, https=False, demo=False, provider=None)
    with TestClient(Starlette(routes=web.routes(), middleware=web.middleware(site)), base_url=HERE) as lost:
        lost.cookies.set("office", "x")
        answer = lost.get("/", headers=BROWSER)
        assert answer.status_code == 503 and "байланыс жоқ" in answer.text
        assert lost.get("/signin", headers=BROWSER).status_code == 503
    away.client.close()
