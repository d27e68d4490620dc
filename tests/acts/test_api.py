"""The read interface: a key opens what its account may read and nothing else, page by page; every reading is written
down, and the feed of changes misses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import api, students, users, web
from core.api import feed
from core.audit.verify import verify
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems
from schemas.api_key import ApiKey
from schemas.base import Basis, Ref, Text
from schemas.user import User
from schemas.words import Role
from tests.acts.test_students import FACULTY, person, study
from tests.acts.test_users import appoint
from tests.conftest import actor

SECRET = "ok_a-secret-of-the-library"


@pytest.fixture
def web_of(store: Store, tmp_path: Path) -> Iterator[TestClient]:
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False, provider=None)
    app = Starlette(routes=web.routes(), middleware=web.middleware(site))
    with TestClient(app, base_url="http://office.test", follow_redirects=False) as made:
        yield made


def account(store: Store, role: Role = Role.management, **more: Any) -> User:
    appointing = Desk(actor(Role.head), store)
    return appoint(appointing, f"api.{role.value}", role, name="Кітапхана жүйесі", **more)


def key(head: Desk, user: User, secret: str = SECRET, **more: Any) -> ApiKey:
    values = {"name": "Кітапхана", "sources": ["studies", "results"], "until": head.today() + timedelta(days=30)}
    return api.give(head, {**values, **more}, user.id, secret, Why("хат № 5"))


def ask(client: TestClient, path: str, secret: str = SECRET, **asked: Any) -> Any:
    headers = {"authorization": f"Bearer {secret}", "accept-language": "kk"}
    return client.get(f"/api/v1/{path}", params=asked, headers=headers)


def admitted(head: Desk, n: int = 1, **more: Any) -> list[str]:
    made = []
    for i in range(n):
        row = students.admit(head, person(f"S-{i}", None, iin_absent_reason="x"), study(**more), Why("бұйрық"))
        made.append(row.id)
    return sorted(made)


def test_records_come_page_by_page_and_all_of_them(head: Desk, web_of: TestClient) -> None:
    key(head, account(head.store))
    ids = admitted(head, 5)
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        said = ask(web_of, "records/studies", limit=2, after=after, fields="number,studies.status").json()
        assert len(said["rows"]) <= 2 and set(said["rows"][0]) == {"id", "revision", "number", "studies.status"}
        seen += [row["id"] for row in said["rows"]]
        after = said["next"]
    assert seen == ids
    one = ask(web_of, "records/studies", id=ids[3]).json()["rows"]
    assert [row["id"] for row in one] == [ids[3]] and one[0]["studies.status"] == "active"


def test_no_key_a_strangers_a_withdrawn_an_old_and_that_of_a_closed_account(head: Desk, web_of: TestClient) -> None:
    user = account(head.store)
    made = key(head, user)
    assert web_of.get("/api/v1/records/studies").json()["error"]["code"] == "api.no_key"
    assert ask(web_of, "records/studies", "ok_other").status_code == 401
    assert ask(web_of, "records/studies").status_code == 200
    basis = Basis(kind="order", number="9", day=head.today())
    users.close_account(head, user.id, user.revision, Why("босатылды", basis))
    said = ask(web_of, "records/studies")
    assert said.status_code == 401 and said.json()["error"] == {
        "code": "api.account_closed", "message": "Бұл кілттің тіркелгісі жабылған",
    }  # fmt: skip
    key(head, account(head.store, Role.auditor), "ok_another")
    with pytest.raises(Forbidden, match="over"):
        api.opened(head.store, "ok_another", "kk", head.now() + timedelta(days=40))
    api.withdraw(head, made.id, made.revision, Why("шарт аяқталды"))
    assert ask(web_of, "records/studies").json()["error"]["code"] == "api.withdrawn"


def test_wrong_keys_cost_time_and_right_ones_do_not(head: Desk, web_of: TestClient) -> None:
    key(head, account(head.store))
    codes = [ask(web_of, "changes", f"ok_{n}").status_code for n in range(25)]
    assert codes[:20] == [401] * 20 and codes[-1] == 429
    assert ask(web_of, "changes").status_code == 200


def test_too_many_requests_a_minute_wait(head: Desk, web_of: TestClient) -> None:
    made = key(head, account(head.store), per_minute=2)
    now = head.now().replace(second=10)
    for _ in range(2):
        api.opened(head.store, SECRET, "kk", now)
    with pytest.raises(Exception, match="too_often") as e:
        api.opened(head.store, SECRET, "kk", now)
    assert e.value.values == {"n": 2, "seconds": 50}  # type: ignore[attr-defined]
    assert api.opened(head.store, SECRET, "kk", now + timedelta(minutes=1)).key.id == made.id
    codes = [ask(web_of, "changes") for _ in range(6)]
    assert codes[-1].status_code == 429 and 0 < int(codes[-1].headers["retry-after"]) <= 60


def test_only_named_sources_of_the_account_s_reach_and_no_iin_unless_given(head: Desk, web_of: TestClient) -> None:
    elsewhere = study().model_copy(update={"faculty": Ref(id="f2", label=Text(kk="Халық музыкасы"))})
    mine = students.admit(head, person("S-1"), study(), Why("б")).id
    other = students.admit(head, person("S-2", None, iin_absent_reason="x"), elsewhere, Why("б")).id
    user = account(head.store, Role.registrar, faculties=[FACULTY])
    key(head, user, sources=["studies", "sheets", "tasks"])
    said = ask(web_of, "records/studies").json()["rows"]
    assert [row["id"] for row in said] == [mine] and "iin" not in said[0]
    assert ask(web_of, "records/studies", id=other).json()["rows"] == []
    assert ask(web_of, "records/results").status_code == 403, "not named in the key"
    assert ask(web_of, "records/tasks").status_code == 403, "named, but not the account's"
    assert ask(web_of, "records/nothing").status_code == 404 and ask(web_of, "records/standings").status_code == 404
    wrong = ask(web_of, "records/studies", fields="iin")
    assert wrong.status_code == 422 and wrong.json()["error"]["field"] == "fields"
    assert ask(web_of, "records/studies", limit="9999").json()["error"]["field"] == "limit"
    assert ask(web_of, "records/studies", fields="$where,events").status_code == 422
    key(head, user, "ok_second", iin=True)
    assert ask(web_of, "records/studies", "ok_second").json()["rows"][0]["iin"] == "031105699007"


def test_operators_in_an_address_are_words(head: Desk, web_of: TestClient) -> None:
    key(head, account(head.store, Role.management))
    admitted(head)
    usual = ask(web_of, "records/studies").json()["rows"]
    assert usual and ask(web_of, "records/studies", **{"after[$ne]": "", "$where": "1"}).json()["rows"] == usual
    assert ask(web_of, "records/studies", id='{"$gt": ""}').json()["rows"] == []
    assert ask(web_of, "records/studies", after='{"$gt": ""}').json()["rows"] == []
    for wrong in ({"fields": "$where"}, {"fields": "events.0.hash"}, {"limit": "1e9"}, {"limit": "-1"}):
        assert ask(web_of, "records/studies", **wrong).status_code == 422, wrong
    assert ask(web_of, "records/$cmd").status_code == ask(web_of, "records/users").status_code == 404


def test_nothing_is_written_by_this_way(head: Desk, web_of: TestClient) -> None:
    key(head, account(head.store))
    for call in (web_of.post, web_of.put, web_of.delete):
        answer = call("/api/v1/records/studies", headers={"authorization": f"Bearer {SECRET}"})
        assert answer.status_code in (403, 405)
    assert web_of.get("/api/v1/../../students", headers={"accept": "text/html"}).status_code in (303, 404)


def test_every_reading_is_a_line_of_who_looked(head: Desk, web_of: TestClient) -> None:
    key(head, account(head.store))
    admitted(head, 2)
    ask(web_of, "records/studies", fields="number")
    (line,) = head.store.rows("looks", {"page": "api_keys"})
    assert (line["to"], line["kind"], line["did"], line["name"]) == (
        "Кітапхана", "students", "download", "Кітапхана жүйесі",
    )  # fmt: skip
    assert line["more"]["fields"] == ["number"]


def test_the_feed_tells_of_each_act_once_and_only_of_what_is_settled(
    head: Desk, web_of: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    key(head, account(head.store))
    ids = admitted(head, 3)
    assert ask(web_of, "changes").json() == {"rows": [], "next": None}, "an act of this minute may yet be joined"
    monkeypatch.setattr(feed, "SETTLED", timedelta(0))
    seen: list[Any] = []
    mark = ""
    while True:
        said = ask(web_of, "changes", after=mark, limit=2).json()
        if said["next"] == (mark or None):
            break
        seen, mark = seen + said["rows"], said["next"]
    assert [row["subject"]["id"] for row in seen] == sorted(ids, key=ids.index) and len({r["mark"] for r in seen}) == 3
    assert {row["action"] for row in seen} == {"student.register"} and all(row["records"] for row in seen)
    assert ask(web_of, "changes", after="yesterday").json()["error"]["field"] == "after"


def test_the_description_is_made_of_the_fields_and_holds_no_more(head: Desk, web_of: TestClient) -> None:
    key(head, account(head.store), sources=["studies"])
    told = ask(web_of, "openapi.json").json()
    assert told["openapi"] == "3.1.0" and set(told["paths"]) == {"/api/v1/records/studies", "/api/v1/changes"}
    own = told["components"]["schemas"]["studies"]["properties"]
    admitted(head)
    row = ask(web_of, "records/studies").json()["rows"][0]
    assert set(row) == set(own) and "iin" not in own
    assert own["studies.year"]["type"] == ["integer", "null"] and own["number"]["title"]


def test_a_key_is_given_well_or_not_at_all(head: Desk, senior: Desk) -> None:
    user = account(head.store)
    with pytest.raises(Problems) as e:
        key(head, User(login="x.y", name="Жоқ адам", role=Role.management), until=head.today() - timedelta(days=1))
    assert {(p.field, p.key) for p in e.value.problems} == {("user", "api.account_closed"), ("until", "api.until_over")}
    with pytest.raises(Problems):
        key(head, user, sources=[])
    with pytest.raises(Problems):
        key(head, user, until=head.today() + timedelta(days=4000))
    for other in (senior, Desk(actor(Role.administrator), head.store)):
        with pytest.raises(Forbidden):
            key(other, user)
    made = key(head, user)
    kept = head.store.one("api_keys", {"_id": made.id}) or {}
    assert SECRET not in str(kept) and SECRET not in str(head.store.rows("audit_events", {})), "kept nowhere"
    assert "hash" not in api.listed(head)[0] and api.listed(head)[0]["used"] is None
    assert verify(head.store).findings == []
