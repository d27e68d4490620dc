"""The second factor: setting a telephone up at sign-in, its codes, recovery codes, reset by another, the settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from core import office, users, web
from core.audit.verify import verify
from core.commands import main
from core.db import backup, connection
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken
from core.users import locker, second, sessions, totp
from core.web import door
from schemas.base import Basis
from schemas.reference import Office
from schemas.user import User
from schemas.words import Role
from tests.acts.test_web import BROWSER, GOOD, HERE, SENDS, STREAM, page, sign_in, stream
from tests.conftest import actor

PAPER = Basis(kind="Өтініш", number="7", day=date(2026, 12, 1))
CODE = re.compile(r"<li>([2-9a-z]{4}(?:-[2-9a-z]{4}){3})</li>")


@pytest.fixture
def client(store: Store, tmp_path: Path) -> Iterator[TestClient]:
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False, provider=None)
    behind = [WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", page)]
    app = Starlette(routes=[*web.routes(), *behind], middleware=web.middleware(site))
    with TestClient(app, base_url=HERE, headers=BROWSER, follow_redirects=False) as made:
        yield made


@pytest.fixture
def aigul(head: Desk) -> User:
    """A senior registrar of an office that asks a second factor of her role."""
    first = office.first_office("Консерватория", "Алматы")
    first.second_factor = [Role.senior_registrar]
    head.transact("office.edit", lambda tx: tx.add(first), Why("ашылды"))
    fields = {"login": "aigul", "name": "Айгүл Сәрсенова", "role": Role.senior_registrar}
    return users.create(head, fields, GOOD, Why("бұйрық"), must_change=False)


def code_of(secret: str, off: int = 0) -> str:
    return totp.code(secret, totp.step_of(datetime.now(UTC)) + off)


def send(client: TestClient, code: str, **more: str) -> Any:
    return client.post("/second", data={"code": code} | more, headers=SENDS)


def later(store: Store) -> None:
    """So much time went by that no code was taken yet in this step."""
    store.side("tries").delete_many({"_id": {"$regex": "^code:"}})


def set_up(client: TestClient) -> tuple[str, list[str]]:
    """Set a telephone up where the door asks for it: its secret, and the recovery codes."""
    secret = re.search(r'<p class="code">(.*?)</p>', client.get("/second").text)
    assert secret
    spelled = re.sub("<br>| ", "", secret[1])
    done = send(client, code_of(spelled))  # the next one, good already, is left for sign-ins
    codes = CODE.findall(done.text)
    assert done.status_code == 200 and len(codes) == second.CODES == 10
    return spelled, codes


def test_a_role_that_must_have_one_sets_it_up_at_sign_in(client: TestClient, aigul: User, store: Store) -> None:
    answer = sign_in(client, next="/students?student=S-1")
    assert answer.headers["location"] == "/second" and "office" not in answer.cookies
    half = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(door.HALF))
    assert "HttpOnly" in half and "SameSite=lax" in half and "Path=/second" in half
    assert client.get("/students").headers["location"].startswith("/signin"), "half a proof opens nothing"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM):
        pass
    shown = client.get("/second")
    assert "<svg" in shown.text and "<script" not in shown.text and shown.headers["cache-control"] == "no-store"
    assert client.get("/second").text == shown.text, "the same telephone at a second look"
    wrong = send(client, "000000")
    assert wrong.status_code == 422 and "Телефон басқа код" in wrong.text
    assert not store.load(User, aigul.id).second_factor
    secret, codes = set_up(client)
    assert "inside" in client.get("/students").text
    assert store.load(User, aigul.id).second_factor
    client.post("/signout", headers=SENDS)
    assert sign_in(client, next="/students").headers["location"] == "/second"
    asked = client.get("/second").text
    assert "<svg" not in asked and secret not in asked.replace(" ", "")
    answer = send(client, code_of(secret, 1))
    assert answer.headers["location"] == "/students" and sessions.resolve(store, answer.cookies["office"])
    assert client.get("/second").headers["location"] == "/signin", "the half has done its work"
    assert store.count("notices", {"to": aigul.id, "key": "users.second_told"}) == 1


def test_a_code_and_a_recovery_code_open_once(client: TestClient, aigul: User, store: Store) -> None:
    sign_in(client)
    secret, codes = set_up(client)
    typed = code_of(secret, 1)

    def again(code: str) -> int:
        client.cookies.clear()
        sign_in(client)
        status: int = send(client, code).status_code
        return status

    assert [again(typed), again(typed), again(code_of(secret))] == [303, 401, 401]
    assert [again(codes[0].upper().replace("-", " ")), again(codes[0]), again(codes[9])] == [303, 401, 303]
    assert second.left(store, aigul) == 8
    trail = [r["action"] for r in store.rows("audit_events", {"subject.id": aigul.id}, sort=[("seq", 1)])]
    assert trail == ["user.appoint", "user.second_factor", "user.second_recovery", "user.second_recovery"]
    assert store.count("signins", {"outcome": "wrong_code", "user": aigul.id}) == 3
    told = [n["key"] for n in store.rows("notices", {"to": aigul.id})]
    assert told.count("users.second_recovery_told") == 2 and told.count("users.second_twice_told") in (1, 2)


def test_a_code_taken_by_a_clock_that_was_ahead_shuts_nobody_out(aigul: User, store: Store) -> None:
    now = datetime.now(UTC)
    here = totp.step_of(now)
    assert second._once(store, aigul.id, here + 2880, now + timedelta(days=1))
    assert [second._once(store, aigul.id, step, now) for step in (here, here, here - 1, here + 1)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_guessing_codes_waits_as_guessing_passwords_does(client: TestClient, aigul: User, store: Store) -> None:
    sign_in(client)
    secret, codes = set_up(client)
    client.cookies.clear()
    sign_in(client)
    right = code_of(secret, 1)
    wrong = "000000" if right != "000000" else "000001"
    assert [send(client, wrong).status_code for _ in range(6)] == [401] * 5 + [429]
    sign_in(client)  # the right password begins no new count
    assert send(client, right).status_code == 429 and send(client, codes[0]).status_code == 429
    assert second.left(store, aigul) == 10


def test_secret_and_codes_stand_nowhere_in_clear(
    client: TestClient, aigul: User, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client)
    secret, codes = set_up(client)
    sign_in(client)
    send(client, codes[0])
    names = store.db.list_collection_names()
    everything = json.dumps([store.rows(n, {}, limit=10_000) for n in names if n != "bytes.chunks"], default=str)
    for told in (secret, *codes, *(c.replace("-", "") for c in codes)):
        assert told not in everything and told not in caplog.text
    backup.backup(store, tmp_path / "copy.zip")
    key = tmp_path / "keys" / "second-factor.key"
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in (tmp_path / "copy.zip").read_bytes()
    kept = store.one("second_factors", {"_id": aigul.id}) or {}
    assert locker.opened(kept["secret"], aigul.id, tmp_path) == secret
    with pytest.raises(RuleBroken, match="key_away"):
        locker.opened(kept["secret"], "another", tmp_path)


def test_on_a_server_without_its_key_the_recovery_codes_lead_on(
    client: TestClient, aigul: User, store: Store, tmp_path: Path
) -> None:
    sign_in(client)
    secret, codes = set_up(client)
    (tmp_path / "keys" / "second-factor.key").unlink()
    sign_in(client)
    refused = send(client, code_of(secret))
    assert refused.status_code == 401 and "кілті жоқ" in refused.text
    assert send(client, codes[0], anew="1").headers["location"] == "/second"
    other, _ = set_up(client)
    assert other != secret and second.left(store, aigul) == 10


def test_one_put_into_the_base_by_hand_opens_nothing_and_is_found(
    client: TestClient, aigul: User, store: Store, tmp_path: Path, tampered: None
) -> None:
    sign_in(client)
    secret, codes = set_up(client)
    row = store.one("second_factors", {"_id": aigul.id}) or {}
    mine = second._hashed(row["salt"], "aaaa-aaaa-aaaa-aaaa")
    store.db["second_factors"].update_one({"_id": aigul.id}, {"$push": {"recovery": mine}})
    sign_in(client)
    assert [send(client, c).status_code for c in ("aaaa-aaaa-aaaa-aaaa", codes[0])] == [401, 401]
    assert "second_altered" in str(verify(store, tmp_path).findings)


def test_a_stale_half_does_not_take_an_account_over(client: TestClient, aigul: User, store: Store) -> None:
    sign_in(client)
    early = client.cookies[door.HALF]
    client.get("/second")
    client.cookies.clear()
    sign_in(client)
    set_up(client)
    client.cookies.clear()
    client.cookies.set(door.HALF, early)
    assert client.get("/second").headers["location"] == "/signin"
    sign_in(client)
    users.set_password(Desk(actor(Role.head), store), aigul.id, "келесі құпиясөз", Why("ұмытты"))
    assert client.get("/second").headers["location"] == "/signin", "nor one from before another password"


def test_ones_own_is_changed_after_both_proofs(client: TestClient, aigul: User, head: Desk, store: Store) -> None:
    sign_in(client)
    secret, _ = set_up(client)
    other = sessions.begin(store, aigul, "10.0.0.9")
    stands = client.get("/second/own").text
    assert "Қалған қосалқы кодтар: 10" in stands and 'name="off"' not in stands
    wrong = client.post("/second/own", data={"password": "қате құпиясөз"}, headers=SENDS)
    assert wrong.status_code == 422 and 'name="password"' in wrong.text
    assert client.post("/second/own", data={"password": GOOD}, headers=SENDS).headers["location"] == "/second"
    assert send(client, code_of(secret, 1)).headers["location"] == "/second"
    another, _ = set_up(client)
    later(store)
    assert another != secret and sessions.resolve(store, other) is None, "all other sessions end"
    # Taking it off is for roles that need none.
    client.post("/second/own", data={"password": GOOD, "off": "1"}, headers=SENDS)
    assert "міндетті" in send(client, code_of(another)).text and store.load(User, aigul.id).second_factor
    row = store.load(Office, "office")

    def free(tx: Any) -> Office:
        found = tx.get(Office, row.id)
        found.second_factor = []
        return tx.save(found)

    head.transact("office.edit", free, Why("босатылды"))
    sign_in(client)
    assert send(client, code_of(another, 1)).status_code == 303, "who has one is asked for it all the same"
    client.post("/second/own", data={"password": GOOD, "off": "1"}, headers=SENDS)
    later(store)
    assert send(client, code_of(another)).headers["location"] == "/account"
    assert not store.load(User, aigul.id).second_factor and sign_in(client).headers["location"] == "/"


def test_the_head_resets_anothers_on_a_paper_and_never_gives_both_proofs(
    client: TestClient, aigul: User, head: Desk, store: Store
) -> None:
    sign_in(client)
    set_up(client)
    known = store.load(User, aigul.id)
    for why, field in ((Why("", PAPER), "reason"), (Why("телефон жоғалды"), "basis.number")):
        with pytest.raises(Problems) as e:
            second.reset(head, known.id, known.revision, why)
        assert [p.field for p in e.value.problems] == [field]
    own = Desk(replace(head.actor, id=known.id), store)
    with pytest.raises(RuleBroken, match="users.not_oneself"):
        second.reset(own, known.id, known.revision, Why("т", PAPER))
    done = second.reset(head, known.id, known.revision, Why("телефон жоғалды", PAPER))
    assert not done.second_factor and store.count("notices", {"to": aigul.id, "key": "users.second_reset_told"}) == 1
    assert client.get("/students").headers["location"].startswith("/signin")
    with pytest.raises(RuleBroken, match="users.two_proofs"):
        users.set_password(head, aigul.id, "келесі құпиясөз", Why("ұмытты"))
    sign_in(client)
    set_up(client)
    users.set_password(head, aigul.id, "келесі құпиясөз", Why("ұмытты"))  # he has set up another one meanwhile
    known = store.load(User, aigul.id)
    with pytest.raises(RuleBroken, match="users.two_proofs"):
        second.reset(head, aigul.id, known.revision, Why("телефон жоғалды", PAPER))
    second.reset(Desk(replace(head.actor, id="u-second-head"), store), aigul.id, known.revision, Why("т", PAPER))
    with pytest.raises(RuleBroken, match="users.second_none"):
        second.reset(head, aigul.id, store.load(User, aigul.id).revision, Why("т", PAPER))


def test_who_stands_at_the_server_helps_the_head(
    client: TestClient, aigul: User, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in(client)
    set_up(client)
    monkeypatch.setattr(connection, "store", lambda: store)
    assert main(["second-factor", "nobody", "7"]) == 1 and main(["second-factor", "Aigul", "7"]) == 0
    assert "taken away" in capsys.readouterr().out and not store.load(User, aigul.id).second_factor
    entry = store.rows("audit_events", {"action": "user.second_reset"})[0]
    assert (entry["actor"]["id"], entry["basis"]["number"]) == ("system", "7")


def test_the_setting_says_whom_from_which_day_and_by_which_way(aigul: User, head: Desk, store: Store) -> None:
    now = datetime.now(UTC)
    auditor = users.create(head, {"login": "aud", "name": "А", "role": Role.auditor}, GOOD, Why("б"))
    assert [second.wanted(store, u, "password", now) for u in (aigul, auditor)] == ["enrol", ""]
    assert second.wanted(store, aigul, "service", now) == "" and second.coming(store, aigul.id) == date.min

    def set_(**values: Any) -> None:
        def work(tx: Any) -> Office:
            return tx.save(tx.get(Office, "office").model_copy(update=values))

        head.transact("office.edit", work, Why("т"))

    set_(second_factor_service=True, second_factor_from=head.today() + timedelta(3))
    assert second.wanted(store, aigul, "service", now) == "", "its day has not come"
    assert second.coming(store, aigul.id) == head.today() + timedelta(3) and second.coming(store, auditor.id) is None
    set_(second_factor_from=head.today())
    assert second.wanted(store, aigul, "service", now) == second.wanted(store, aigul, "password", now) == "enrol"
