"""Attempts on the door and on what stands behind it, as a stranger or a colleague would make them."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
import streamlit.runtime.media_file_manager as files
import streamlit.runtime.memory_media_file_storage as storage
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from core import office, users, web
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.papers.code import check_code
from core.ui import media as screen
from core.users import media, passwords, second, sessions
from core.web import door
from schemas.base import Basis
from schemas.reference import Office
from schemas.user import User
from schemas.words import Role
from tests.acts.test_second_factor import code_of, send, set_up
from tests.acts.test_web import GOOD, HERE, SENDS, aigul, client, sign_in

__all__ = ["aigul", "client"]
ROOT = Path(__file__).resolve().parents[2]
POSTS = sorted(r.path for r in web.routes() if isinstance(r, Route) and "POST" in (r.methods or ()))


def test_every_post_of_the_door_refuses_another_site(client: TestClient, aigul: User, store: Store) -> None:
    token = sign_in(client).cookies["office"]
    assert len(POSTS) >= 13
    for path in POSTS:
        for headers in ({}, {"origin": "http://evil.test"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            answer = client.post(path.replace("{lang}", "ru"), data={"password": GOOD}, headers=headers)
            assert answer.status_code == 403 and "office=" not in str(answer.headers.get_list("set-cookie")), path
    assert sessions.resolve(store, token) and store.load(User, aigul.id).language == "kk"


def test_no_page_is_reached_by_its_address_alone(client: TestClient, aigul: User) -> None:
    names = [p.stem for p in (ROOT / "pages").glob("*.py")]
    assert len(names) > 100
    for name in names:
        answer = client.get(f"/{name}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/signin?next=%2F{name}")


def test_headers_stand_on_refusals_and_ways_too(client: TestClient, aigul: User) -> None:
    found = [client.get("/students"), client.get("/media/x", headers={"accept": "*/*"}), client.post("/signin"),
             client.get("/second"), client.get("/verify/x"), client.get("/oidc/start"), sign_in(client)]  # fmt: skip
    found += [client.get("/media/x"), client.get("/second/own"), client.get("/none")]
    for answer in found:
        assert answer.headers["x-content-type-options"] == "nosniff", answer.url
        assert answer.headers["referrer-policy"] == "same-origin" and answer.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers and "x-powered-by" not in answer.headers
    assert client.get("/second/own").headers["cache-control"] == "no-store"


def test_nothing_tells_whether_a_login_is_known(
    client: TestClient, aigul: User, head: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = users.create(head, {"login": "berik", "name": "Б", "role": Role.auditor}, GOOD, Why("б"), must_change=False)
    users.close_account(head, gone.id, gone.revision, Why("шықты", Basis(number="1", day=head.today())))
    sign_in(client, login="nobody")  # the hash for nobody is made once
    tried: list[str] = []

    class Counting:
        def verify(self, hash: str, password: str) -> bool:
            tried.append(hash[:30])
            return bool(real.verify(hash, password))

    real = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Counting())
    said = set()
    for login, password in (("aigul", "қате құпиясөз"), ("nobody", GOOD), ("berik", GOOD), ("berik", "қате құпиясөз")):
        answer = sign_in(client, password, login)
        said.add((answer.status_code, answer.text.replace(f'value="{login}"', "")))
    assert len(said) == 1 and len(tried) == 4 and len(set(tried)) == 1, "one answer, one hash of one price each"


def test_a_household_of_addresses_is_one_address(aigul: User, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "FREE_BY_ADDRESS", 2)
    said = []
    for n in range(4):
        with pytest.raises(RuleBroken) as e:
            sessions.sign_in(store, f"n{n}", "қате құпиясөз", f"2a02:1:2:3:{n:x}::7")
        said.append(e.value.key)
    assert said == ["signin.wrong"] * 2 + ["signin.wait"] * 2


def test_a_login_of_many_lines_writes_no_line_into_a_log(
    client: TestClient, aigul: User, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    forged = "x\r\n2026-12-01 INFO office: head signed in"
    sign_in(client, "қате", login=forged)
    client.get("/verify/x%0d%0aforged-line")
    client.get("/second/own", headers={"user-agent": "forged-line"})
    client.get("/none%0aforged-line")
    client.post("/second", data={"code": forged}, headers=SENDS)
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "pymongo"))]
    assert not any("\n" in m or "forged" in m or "head signed in" in m for m in ours)
    assert store.rows("signins", {})[0]["login"] == "", "what was typed as a name may have been a password"


def test_half_a_proof_is_no_session_and_leads_nowhere_else(
    client: TestClient, aigul: User, head: Desk, store: Store, tmp_path: Path
) -> None:
    first = office.first_office("К", "А")
    first.second_factor = [Role.senior_registrar]
    head.transact("office.edit", lambda tx: tx.add(first), Why("т"))
    for next_ in ("//evil.test", "/\\evil.test", "/second", "https://evil.test"):
        assert sign_in(client, next=next_).headers["location"] == "/second"
        if next_ == "//evil.test":
            secret, _ = set_up(client)
            continue
        store.side("tries").delete_many({"_id": {"$regex": "^code:"}})
        assert send(client, code_of(secret)).headers["location"] == "/", next_
    sign_in(client)
    half = client.cookies[door.HALF]
    client.cookies.clear()
    client.cookies.set("office", half)
    assert client.get("/students").headers["location"].startswith("/signin")
    client.cookies.clear()
    client.cookies.set(door.HALF, "planted")
    assert client.get("/second").headers["location"] == "/signin"
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=True, demo=False, provider=None)
    with TestClient(Starlette(routes=web.routes(), middleware=web.middleware(site)), base_url=HERE) as over_tls:
        answer = over_tls.post("/signin", data={"login": "aigul", "password": GOOD}, headers=SENDS,
                               follow_redirects=False)  # fmt: skip
    assert sessions.cookie_name(https=True) == "__Host-office" and sessions.cookie_name(https=False) == sessions.TOKEN
    kept = [c for c in answer.headers.get_list("set-cookie") if c.startswith(door.HALF)]
    assert len(kept) == 1 and "Secure" in kept[0] and "HttpOnly" in kept[0]
    assert second.wanted(store, store.load(User, aigul.id), "password", head.now()) == "code"
    assert store.load(Office, first.id).second_factor == [Role.senior_registrar]


def test_the_file_of_anothers_screen_is_not_given(client: TestClient, aigul: User) -> None:
    sign_in(client)
    mine = client.get(f"/media/{media.mark(aigul.id)}abc.pdf")
    assert "inside" in mine.text and mine.headers["cache-control"] == "no-store"
    assert "inside" in client.get(f"/media/{media.mark('')}logo.svg").text
    for name in (f"{media.mark('another')}abc.pdf", "abc.pdf", "", f"../media/{media.mark('another')}abc.pdf"):
        assert client.get(f"/media/{name}").status_code == 404, name
    assert client.get(f"/media/%2e%2e/media/{media.mark('another')}abc.pdf").status_code == 404


def test_a_screens_files_bear_the_mark_of_their_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_calculate_file_id", storage._calculate_file_id)  # put back at the end
    monkeypatch.setattr(files.MediaFileManager, "add_deferred", files.MediaFileManager.add_deferred)
    screen.bind()
    bound = storage._calculate_file_id
    screen.bind()
    assert storage._calculate_file_id is bound, "a second start wraps nothing twice"

    def script() -> None:
        import streamlit as st
        from streamlit.runtime.media_file_manager import MediaFileManager
        from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

        st.session_state["_user"] = "u1"
        st.download_button("now", b"1", "a.txt")
        manager = st.session_state["manager"] = MediaFileManager(MemoryMediaFileStorage("/media"))
        st.session_state["later"] = manager.add_deferred(lambda: b"2", "text/plain", "1.2", "b.txt")

    at: Any = AppTest.from_function(script).run()
    assert not at.exception
    now = at.get("download_button")[0].proto.url
    later = at.session_state["manager"].execute_deferred(at.session_state["later"])
    for url in (now, later):
        path = url[url.index("/media/") :]
        assert media.own(path, "u1") and not media.own(path, "u2"), url


def test_codes_of_papers_are_long_and_of_chance() -> None:
    made = {check_code() for _ in range(200)}
    assert len(made) == 200 and all(re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", c) for c in made)
    assert 31**16 > 2**79


def test_all_sessions_end_when_asked(client: TestClient, aigul: User, store: Store) -> None:
    token = sign_in(client).cookies["office"]
    other = sessions.begin(store, aigul, "10.0.0.9")
    assert sessions.revoke(Desk(users.actor_of(aigul), store), aigul.id) == 2
    assert sessions.resolve(store, token) is None is sessions.resolve(store, other)
    assert client.get("/students").status_code == 303
