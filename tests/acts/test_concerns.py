"""Reports of concern: nobody is told who wrote, the auditor alone reads, the sender finds his answer by his code."""

from __future__ import annotations

import http.client
import logging
import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import concerns, users, web
from core.audit import trail
from core.audit.protocols.reckoning import reckoned
from core.audit.verify import verify
from core.concerns import box, work
from core.concerns.limits import HOUR, Knocks
from core.db import connection, server
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, NotFound, Problems, RuleBroken
from core.web import concern
from schemas.concern import ConcernState, Voice
from schemas.words import Role
from tests.acts.test_run import Office
from tests.acts.test_run import folder as folder  # noqa: PLC0414
from tests.acts.test_run import port as port  # noqa: PLC0414
from tests.conftest import actor

HERE = "http://office.test"
ADDRESS, BROWSER = "203.0.113.77", "Browser-of-nobody"
WORDS = "Оқытушы емтихан үшін ақша сұрады, 14 қаңтар, 305 кабинет"
DAY = date(2026, 11, 30)


@pytest.fixture
def auditor(store: Store) -> Desk:
    return Desk(actor(Role.auditor), store)


@pytest.fixture
def stranger(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser that nobody knows, at an address that must stand nowhere."""
    monkeypatch.setattr(concern, "SENDING", Knocks(10, 120))
    monkeypatch.setattr(concern, "READING", Knocks(60, 1200))
    site = web.Site(store=lambda: store, folder=lambda: tmp_path, https=False, demo=False, provider=None)
    app = Starlette(routes=web.routes(), middleware=web.middleware(site))
    headers = {"accept": "text/html", "origin": HERE, "user-agent": BROWSER}
    with TestClient(app, base_url=HERE, headers=headers, client=(ADDRESS, 5000), follow_redirects=False) as made:
        yield made


def written(stranger: TestClient, text: str = WORDS, **more: str) -> Any:
    """The letter as a person without JavaScript sends it: the form is opened, filled and sent."""
    ticket = re.search('name="ticket" value="([0-9a-f]+)"', stranger.get("/concern").text)
    assert ticket
    return stranger.post("/concern", data={"ticket": ticket[1], "lang": "ru", "about": "bribe", "text": text} | more)


def code_in(answer: Any) -> str:
    found = re.search("<code>([0-9A-Z-]{23})</code>", answer.text)
    assert found, answer.text
    return found[1]


def everything(store: Store, *but: str) -> dict[str, str]:
    """All that stands in the base, by collection."""
    names = [n for n in store.db.list_collection_names() if n not in but]
    return {name: str(list(store.db[name].find())) for name in names}


def one_report(auditor: Desk, text: str = WORDS) -> tuple[str, str]:
    """A letter taken out of the box: the id of its report, its code."""
    code = concerns.drop(auditor.store, box.ticket(), "bribe", text, DAY).code
    assert concerns.take_in(auditor, Why()) == 1
    return auditor.store.rows("concerns", {"code": box.hash_of(code)})[0]["_id"], code


# nothing is kept of who wrote -----------------------------------------------------------------------------------------


def test_a_letter_leaves_no_person_no_address_no_moment(
    stranger: TestClient, store: Store, head: Desk, capfd: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    fields = {"login": "aigul", "name": "Айгүл Сәрсенова", "role": Role.senior_registrar}
    user = users.create(head, fields, "қара жорға 7", Why("бұйрық"), must_change=False)
    token = users.sessions.begin(store, user, "127.0.0.1")
    before = everything(store)
    stranger.cookies.set(users.TOKEN, token)  # even from a browser that is signed in
    answer = written(stranger)
    code = code_in(answer)
    assert stranger.post("/concern/answer", data={"code": code, "lang": "ru"}).status_code == 200
    after = everything(store)
    assert {n for n in after if after[n] != before.get(n)} == {"concern_letters"}, "no session, try, look or entry"
    (letter,) = store.rows("concern_letters", {})
    assert set(letter) == {"_id", "n", "day", "code", "about", "sender", "text"} and letter["sender"] == ""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", letter["day"]) and code not in str(letter)
    kept = " ".join(after.values()) + "".join(capfd.readouterr()) + caplog.text
    assert ADDRESS not in kept and BROWSER not in kept and user.id not in str(letter)
    assert "set-cookie" not in answer.headers and "<script" not in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


SERVED = """
import streamlit as st
from core import web
from core.db import server
if __name__ != "__main__":
    server.ensure(server.data_folder())
    site = web.Site()
    living = web.lifespan(site, lambda: None)
    app = st.App(__file__, routes=web.routes(), middleware=web.middleware(site), lifespan=living)
"""


def test_the_real_server_writes_the_address_nowhere(folder: Path, port: int) -> None:
    """Uvicorn, Streamlit and the database as `office.py run` starts them, asked from an address of its own."""
    mine = "127.0.0.77"
    office = Office(folder, "--port", str(port), dashboard=SERVED)
    office.until("The office is open")
    asked = http.client.HTTPConnection("127.0.0.1", port, source_address=(mine, 0), timeout=30)
    ticket, host = box.ticket(), f"http://127.0.0.1:{port}"
    asked.request("POST", "/concern", urlencode({"ticket": ticket, "about": "mark", "text": WORDS}),
                  {"Origin": host, "Accept": "text/html", "User-Agent": BROWSER,
                   "Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
    answer = asked.getresponse()
    assert answer.status == 200 and box.code_of(ticket) in answer.read().decode()
    asked.request("GET", "/concern/answer", headers={"Accept": "text/html", "User-Agent": BROWSER})
    assert asked.getresponse().read()
    with connection.client(server.ensure(folder / "data")) as client:
        bases = [n for n in client.list_database_names() if n not in ("admin", "config", "local")]
        rows = {f"{b}.{c}": str(list(client[b][c].find())) for b in bases for c in client[b].list_collection_names()}
    server.release(folder / "data")
    assert any(WORDS in row for row in rows.values()), "the letter is there"
    office.process.send_signal(signal.SIGINT)
    said = office.rest()
    logs = {p: p.read_text("utf-8", "replace") for p in (folder / "data").rglob("*.log")}
    assert logs, "the database keeps a log: it is looked at"
    for place, text in {**rows, "stdout": said, **{str(k): v for k, v in logs.items()}}.items():
        assert mine not in text and BROWSER not in text, place
    assert all(WORDS not in text for text in [said, *logs.values()])


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=40))
def test_knocks_are_counted_by_address_and_forgotten_with_their_key(asked: list[str]) -> None:
    now = [0.0]
    knocks = Knocks(3, 7, lambda: now[0])
    let = []
    for address in asked:
        try:
            knocks.take(address)
            let.append(address)
        except RuleBroken:
            assert let.count(address) == 3 or len(let) == 7
    assert len(let) <= 7 and all(let.count(a) <= 3 for a in "abc")
    assert not any(a.encode() in str(vars(knocks)).encode() for a in [ADDRESS])
    now[0] += HOUR
    was = knocks._key
    knocks.take("a")
    assert knocks._key != was and knocks._counts.total() == 1


def test_who_knocks_too_often_waits_and_loses_nothing(stranger: TestClient, store: Store) -> None:
    for _ in range(10):
        written(stranger, "қысқа")
    answer = written(stranger)
    assert answer.status_code == 429 and WORDS in answer.text and "60" in answer.text
    assert store.count("tries", {}) == 0 and store.count("concern_letters", {}) == 0


# the form ---------------------------------------------------------------------------------------------------------


def test_bad_values_are_told_beside_their_fields_and_what_was_written_stays(stranger: TestClient) -> None:
    answer = written(stranger, "<b>қысқа", about="")
    assert answer.status_code == 422 and 'id="text-wrong"' in answer.text and 'id="about-wrong"' in answer.text
    assert "&lt;b&gt;қысқа" in answer.text and "<b>қысқа" not in answer.text
    switched = written(stranger, WORDS, switch="en")
    assert switched.status_code == 200 and WORDS in switched.text and "What happened" in switched.text
    assert (
        "What happened" in stranger.get("/concern?lang=en").text
        and "Код" in stranger.get("/concern/answer?lang=ru").text
    )
    assert stranger.post("/concern", data={"text": "ұ" * 20_000}).status_code == 413
    assert written(stranger, "ұ" * 4001).status_code == 422
    assert stranger.post("/concern", data={"text": WORDS}, headers={"origin": "http://evil.test"}).status_code == 403


def test_a_double_press_is_one_letter_with_one_code(stranger: TestClient, auditor: Desk) -> None:
    sent = {"ticket": box.ticket(), "about": "mark", "text": WORDS}
    codes = {code_in(stranger.post("/concern", data=sent)) for _ in range(2)}
    assert len(codes) == 1 and concerns.waiting(auditor) == 1
    concerns.take_in(auditor, Why())
    assert code_in(stranger.post("/concern", data=sent)) in codes and concerns.waiting(auditor) == 0
    assert stranger.post("/concern", data=sent | {"ticket": "1"}).status_code == 422


# the sender and his code ---------------------------------------------------------------------------------------------


def test_the_sender_reads_the_answer_and_adds_words(stranger: TestClient, auditor: Desk) -> None:
    code = code_in(written(stranger))
    waits = stranger.post("/concern/answer", data={"code": code, "lang": "ru"}).text
    assert WORDS in waits and "Поступило" in waits and "ещё не прочёл" in waits
    concerns.take_in(auditor, Why())
    (row,) = concerns.listed(auditor)
    concerns.answer(auditor, row["_id"], row["revision"], "Тексеріп жатырмыз, куәгерді атаңыз", Why())
    loose = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    opened = stranger.post("/concern/answer", data={"code": loose, "lang": "en"}).text
    assert "куәгерді атаңыз" in opened and "Being examined" in opened
    more = {"code": code, "lang": "ru", "ticket": box.ticket()}
    assert "ожидание" not in stranger.post("/concern/more", data=more | {"text": "қ"}).text
    added = stranger.post("/concern/more", data=more | {"text": "Куәгер: топ старостасы"})
    again = stranger.post("/concern/more", data=more | {"text": "Куәгер: топ старостасы"})
    assert added.status_code == again.status_code == 200 and concerns.waiting(auditor) == 1
    concerns.take_in(auditor, Why())
    said = concerns.one(auditor, row["_id"])
    assert [m.by for m in said.report.messages] == [Voice.sender, Voice.auditor, Voice.sender]
    assert said.texts[2] == "Куәгер: топ старостасы" and said.sender == ""
    assert concerns.thread(auditor.store, code).waits is False


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_no_other_code_opens_a_report(typed: str) -> None:
    code = box.code_of("0" * 64)
    plain = re.sub("[^0-9A-Z]", "", typed.upper().translate(box.READ_AS))
    assert (box.hash_of(typed) == box.hash_of(code)) is (plain == code.replace("-", ""))


def test_a_wrong_code_opens_nothing(stranger: TestClient, store: Store) -> None:
    written(stranger)
    answer = stranger.post("/concern/answer", data={"code": "00000-00000-00000-00000", "lang": "kk"})
    assert answer.status_code == 404 and WORDS not in answer.text
    with pytest.raises(NotFound):
        concerns.add(store, "00000-00000", WORDS, DAY)


# the auditor alone ---------------------------------------------------------------------------------------------------


def test_only_the_auditor_reads_answers_and_sees_the_trail_of_it(auditor: Desk) -> None:
    id, _ = one_report(auditor)
    entries = trail.Asked(kind="concerns")
    assert trail.count(auditor, entries) == 1 and "concern.receive" in trail.actions(auditor)
    entry = trail.history(auditor, entries)[0]["_id"]
    for role in Role:
        if role is Role.auditor:
            continue
        desk = Desk(actor(role), auditor.store)
        for asked in (
            lambda d: concerns.listed(d), lambda d: concerns.count(d), lambda d: concerns.waiting(d),
            lambda d: concerns.one(d, id), lambda d: concerns.take_in(d, Why()),
            lambda d: concerns.answer(d, id, 1, WORDS, Why()),
            lambda d: concerns.settle(d, id, 1, ConcernState.examined, Why()),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                asked(desk)
        if not desk.may("audit.read"):
            continue
        assert trail.count(desk, entries) == 0 and trail.history(desk, trail.Asked(document=id)) == []
        assert not any(a.startswith("concern.") for a in trail.actions(desk))
        with pytest.raises(NotFound):
            trail.entry(desk, entry)


def test_what_the_auditor_does_stands_in_the_trail_without_a_word_of_it(auditor: Desk) -> None:
    concerns.send(Desk(actor(Role.teacher), auditor.store), "pressure", WORDS, "press-1")
    concerns.take_in(auditor, Why())
    (row,) = concerns.listed(auditor)
    said = concerns.one(auditor, row["_id"])
    assert said.sender == "Тест teacher" and said.texts == (WORDS,), "who gave his name is known to the auditor"
    with pytest.raises(RuleBroken):
        concerns.settle(auditor, row["_id"], 1, ConcernState.confirmed, Why())
    concerns.answer(auditor, row["_id"], 1, "Хабарыңыз тексерілді", Why())
    concerns.settle(auditor, row["_id"], 2, ConcernState.confirmed, Why())
    stands = everything(auditor.store, "personal")
    for words in (WORDS, "Хабарыңыз тексерілді", "Тест teacher"):
        assert [n for n, text in stands.items() if words in text] == [], words
    assert {r["actor"]["id"] for r in auditor.store.rows("audit_events", {})} == {auditor.actor.id}


def test_more_words_open_an_ended_report_again_and_old_words_are_let_go(auditor: Desk, tmp_path: Path) -> None:
    id, code = one_report(auditor)
    concerns.answer(auditor, id, 1, "Хабарыңыз тексерілді", Why())
    ended = concerns.settle(auditor, id, 2, ConcernState.unfounded, Why())
    assert ended.keep_until == date(auditor.today().year + 3, ended.ended_on.month, ended.ended_on.day)  # type: ignore[union-attr]
    concerns.add(auditor.store, code, "Тағы бір куәгер бар еді", DAY)
    work.daily(auditor.store, ended.keep_until + timedelta(days=1))
    assert auditor.store.one("concerns", {"_id": id})["status"] == "kept", "a letter of it waits"  # type: ignore[index]
    concerns.take_in(auditor, Why())
    assert concerns.one(auditor, id).report.state is ConcernState.examined
    concerns.settle(auditor, id, 4, ConcernState.unfounded, Why())
    work.daily(auditor.store, ended.keep_until)
    assert WORDS in str(concerns.one(auditor, id).texts)
    work.daily(auditor.store, ended.keep_until + timedelta(days=1))
    said = concerns.one(auditor, id)
    assert set(said.texts) == {None} and said.report.number and said.report.state is ConcernState.unfounded
    assert WORDS not in str(everything(auditor.store))
    assert {text for _, _, text in concerns.thread(auditor.store, code).rows} == {None}
    with pytest.raises(NotFound):
        concerns.add(auditor.store, code, WORDS, DAY)
    assert verify(auditor.store, tmp_path).findings == []


def test_a_nonconformity_is_proposed_that_leads_nobody_to_the_report(auditor: Desk, head: Desk) -> None:
    id, _ = one_report(auditor)
    made = concerns.propose(auditor, id, 1, "Емтихан сұрақтары тең жағдайда берілмеген", Why())
    assert concerns.one(auditor, id).report.nonconformity.id == made.id  # type: ignore[union-attr]
    row = auditor.store.one("nonconformities", {"_id": made.id})
    assert row and row["status"] == "proposed" and id not in str(row) and WORDS not in str(row)
    (entry,) = trail.history(head, trail.Asked(kind="nonconformities"))
    assert entry["action"] == "nonconformity.propose"
    assert {c["kind"] for c in trail.entry(head, entry["_id"])["changes"]}.isdisjoint({"concerns"})
    assert "concerns" in {c["kind"] for c in trail.entry(auditor, entry["_id"])["changes"]}
    with pytest.raises(RuleBroken, match="proposed_already"):
        concerns.propose(auditor, id, 2, "Тағы да", Why())


def test_words_changed_in_the_database_are_named(auditor: Desk, tampered: None, tmp_path: Path) -> None:
    id, _ = one_report(auditor)
    auditor.store.db["personal"].update_one({"owner": id}, {"$set": {"value": "Ештеңе болған жоқ"}})
    assert [(f.kind, f.field, f.key) for f in verify(auditor.store, tmp_path).findings] == [
        ("concerns", "messages.0.text", "audit.found.personal_altered")
    ]


def test_the_auditor_is_told_once_a_day_that_there_is_post(store: Store, auditor: Desk, head: Desk) -> None:
    fields = {"login": "audit", "name": "Аудитор", "role": Role.auditor}
    user = users.create(head, fields, "қара жорға 7", Why("бұйрық"), must_change=False)
    assert work.daily(store, DAY) == 0
    concerns.drop(store, box.ticket(), "other", WORDS, DAY)
    assert work.daily(store, DAY) == 1 and work.daily(store, DAY) == 0 and work.daily(store, DAY + timedelta(1)) == 1
    assert {n["to"] for n in store.rows("notices", {"key": "concerns.told_post"})} == {user.id}
    with pytest.raises(Problems):
        concerns.drop(store, box.ticket(), "nothing", "қысқа", DAY)


def test_the_protocol_of_the_trail_does_not_tell_how_many_reports_came(auditor: Desk) -> None:
    one_report(auditor)
    month = f"{auditor.today():%Y-%m}"
    assert {s.kind: s.entries for s in reckoned(auditor.store, month).sorts} == {"other": 1}


def test_a_letter_is_received_on_its_own_day(auditor: Desk) -> None:
    code = concerns.drop(auditor.store, box.ticket(), "other", WORDS, DAY).code
    later = replace(auditor, clock=lambda: datetime(2026, 12, 5, 9, tzinfo=UTC))
    concerns.take_in(later, Why())
    (row,) = concerns.listed(later)
    assert row["received"] == DAY.isoformat() and row["messages"][0]["day"] == DAY.isoformat()
    assert row["number"] == "2026-001" and code not in str(row)
