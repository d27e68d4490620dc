"""Letters about notices, through a real SMTP conversation with a server in this process: one that takes them, and
ones that refuse, drop the line, are slow or are not there.
"""

from __future__ import annotations

import email
import email.policy
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from core import notices
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk
from core.notices import mail
from core.users import actor_of
from schemas.notice import Mail
from schemas.reference import Office
from schemas.user import User
from schemas.words import Role

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECRET = "Әбенова Қарлығаш 031105699007"


class Post(socketserver.ThreadingTCPServer):
    """A mail server of a few words. answers: what it says to a command instead of «250»; None drops the line."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, answers: dict[str, Any] | None = None) -> None:
        self.answers = answers or {}
        self.letters: list[EmailMessage] = []
        self.to: list[str] = []
        self.calls = 0
        super().__init__(("127.0.0.1", 0), _Talk)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self.server.calls += 1
        if self._say("CONNECT", "220 post"):
            while line := self.rfile.readline().decode().strip():
                word = line.split()[0].upper()
                if word == "DATA":
                    if not self._say("DATA", "354 go"):
                        return
                    lines = []
                    while (row := self.rfile.readline()) not in (b".\r\n", b""):
                        lines.append(row)
                    if not self._say("END", "250 taken"):
                        return
                    self.server.letters.append(
                        email.message_from_bytes(b"".join(lines), policy=email.policy.default)  # type: ignore[arg-type]
                    )
                    continue
                if word == "RCPT":
                    self.server.to.append(line.partition("<")[2].rstrip(">"))
                usual = {"EHLO": "250-post\r\n250 AUTH PLAIN", "QUIT": "221 bye", "AUTH": "235 in"}.get(word, "250 ok")
                if not self._say(word, usual) or word == "QUIT":
                    return

    def _say(self, word: str, usual: str) -> bool:
        answer = self.server.answers.get(word, usual)
        if callable(answer):
            answer = answer()
        if answer is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self.wfile.write(f"{answer}\r\n".encode())
        return True


@pytest.fixture
def post() -> Iterator[Callable[..., Post]]:
    made: list[Post] = []

    def start(**answers: Any) -> Post:
        made.append(Post(answers))
        return made[-1]

    yield start
    for server in made:
        server.shutdown()
        server.server_close()


def at(server: Post, **more: Any) -> mail.Server:
    return mail.Server("127.0.0.1", server.port, "office@conservatory.kz", **more)


@pytest.fixture
def office(store: Store, tampered: None) -> Callable[..., Desk]:
    """Accounts put straight into the base, and the institution's address."""
    text = {"kk": "Консерватория"}
    row = Office.model_validate({"_id": "office", "name": text, "office_name": text, "city": text})
    row.address = "https://office.conservatory.kz/"
    store.db["office"].insert_one(plain(row))

    def made(login: str, **more: Any) -> Desk:
        fields = {"email": f"{login}@conservatory.kz", "mail_notices": True} | more
        user = User(login=login, name=f"Тест {login}", role=Role.registrar, order_number="1", **fields)
        store.db["users"].insert_one(plain(user))
        return Desk(actor_of(user), store)

    return made


def tell(desk: Desk, key: str = "tasks.told", count: int = 1, when: datetime = NOW) -> None:
    for _ in range(count):
        notices.post(desk.store, desk.actor.id, key, {"what": SECRET, "due": None, "about": SECRET, "who": SECRET},
                     "students", {"id": "s1"}, when)  # fmt: skip


def states(store: Store) -> set[tuple[str, int, str]]:
    return {(r["mail"], r["tries"], r["trouble"]) for r in store.rows("notices", {})}


@pytest.mark.parametrize(
    ("lang", "subject", "kinds"),
    [
        ("kk", "Офис-тіркеуші: 3 жаңа хабарлама", ["тапсырма: 2", "келісу: 1"]),
        ("ru", "Офис регистратора: 3 новых уведомления", ["задачи: 2", "согласования: 1"]),
        ("en", "Registrar office: you have 3 new notices", ["tasks: 2", "approvals: 1"]),
    ],
)
def test_one_letter_in_the_readers_language_says_nothing_of_anybody(
    office: Any, post: Any, lang: str, subject: str, kinds: list[str]
) -> None:
    server, desk = post(), office("reader", language=lang)
    tell(desk, "tasks.told", 2)
    tell(desk, "approvals.told_agreed")
    assert notices.send_waiting(desk.store, NOW, at(server)) == 1
    (letter,) = server.letters
    body = letter.get_content()
    assert letter["Subject"] == subject and letter["To"] == "reader@conservatory.kz"
    assert all(k in body for k in kinds) and "https://office.conservatory.kz/inbox?tab=news" in body
    assert not any(word in str(letter) + body for word in (*SECRET.split(), "Тест", "s1"))
    assert states(desk.store) == {("sent", 0, "")}
    assert notices.send_waiting(desk.store, NOW + timedelta(days=1), at(server)) == 0 and len(server.letters) == 1


def test_who_wishes_none_has_no_address_or_has_read_all_gets_none(office: Any, post: Any) -> None:
    server = post()
    for desk in (office("quiet", mail_notices=False), office("nowhere", email=""), office("gone", active=False)):
        tell(desk)
    read = office("read")
    tell(read)
    notices.read(read)
    tell(office("late"), when=NOW - timedelta(days=8))
    assert notices.send_waiting(read.store, NOW, at(server)) == 0
    assert server.calls == 0 and states(read.store) == {("none", 0, "")}


def test_everybody_gets_his_own_letter_over_one_line(office: Any, post: Any) -> None:
    server = post()
    for login in ("a1", "a2", "a3"):
        desk = office(login)
        tell(desk, count=2)
    assert notices.send_waiting(desk.store, NOW, at(server, user="office", password="p")) == 3
    assert sorted(server.to) == [f"{x}@conservatory.kz" for x in ("a1", "a2", "a3")] and server.calls == 1


def test_without_a_server_nothing_is_sent_and_nothing_is_lost(
    office: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, desk = post(), office("reader")
    tell(desk)
    monkeypatch.delenv("OFFICE_SMTP", raising=False)
    assert notices.send_waiting(desk.store, NOW) == 0 and states(desk.store) == {("waiting", 0, "")}
    monkeypatch.setenv("OFFICE_SMTP", f"smtp://127.0.0.1:{server.port}")
    monkeypatch.setenv("OFFICE_MAIL_FROM", "office@conservatory.kz")
    assert notices.send_waiting(desk.store, NOW) == 1


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ({"CONNECT": "421 busy"}, "421"),
        ({"CONNECT": None}, "SMTPServerDisconnected"),
        ({"MAIL": "451 later"}, "451"),
        ({"RCPT": "450 full"}, "450"),
        ({"DATA": "452 no room"}, "452"),
        ({"END": "451 later"}, "451"),
        ({"END": None}, "SMTPServerDisconnected"),
        ({"EHLO": None}, "SMTPServerDisconnected"),
    ],
)
def test_a_server_that_cannot_now_is_asked_again_later(office: Any, post: Any, answers: Any, trouble: str) -> None:
    server, desk = post(**answers), office("reader")
    tell(desk)
    assert notices.send_waiting(desk.store, NOW, at(server)) == 0
    assert states(desk.store) == {("waiting", 1, trouble)}
    assert notices.send_waiting(desk.store, NOW + timedelta(seconds=30), at(server)) == 0
    assert states(desk.store) == {("waiting", 1, trouble)}, "too early: it was not asked"
    assert notices.send_waiting(desk.store, NOW + timedelta(minutes=1), at(post())) == 1
    assert states(desk.store) == {("sent", 1, "")}


def test_it_waits_longer_each_time_and_gives_up_in_the_end(office: Any, post: Any) -> None:
    server, desk, now, waited = post(RCPT="450 full"), office("reader"), NOW, []
    tell(desk)
    for _ in mail.WAITS:
        notices.send_waiting(desk.store, now, at(server))
        row = desk.store.rows("notices", {})[0]
        waited.append(round((row["next_at"] - now).total_seconds() / 60))
        now = row["next_at"]
    assert tuple(waited) == mail.WAITS
    desk.store.side("notices").update_many({}, {"$set": {"at": now}})
    notices.send_waiting(desk.store, now, at(server))
    assert states(desk.store) == {("failed", len(mail.WAITS) + 1, "450")}
    assert notices.outbox(desk.store) == {Mail.waiting: 0, Mail.failed: 1}


def test_an_address_refused_for_good_is_not_asked_again_and_holds_nobody_up(office: Any, post: Any) -> None:
    answers = iter(["550 no such", "250 ok"])
    server, first = post(RCPT=lambda: next(answers)), office("a-gone")
    tell(first)
    tell(office("b-good"), when=NOW + timedelta(seconds=1))
    assert notices.send_waiting(first.store, NOW + timedelta(minutes=1), at(server)) == 1
    assert states(first.store) == {("failed", 1, "550"), ("sent", 0, "")}
    assert [str(x["To"]) for x in server.letters] == ["b-good@conservatory.kz"]


@pytest.mark.parametrize("typed", ["a@b.kz\nBcc: other@b.kz", "a@b.kz, other@b.kz", "nobody", "<a@b.kz>", "a b@c.kz"])
def test_what_is_no_address_goes_nowhere(office: Any, post: Any, typed: str) -> None:
    server, desk = post(), office("reader", email=typed)
    tell(desk)
    assert notices.send_waiting(desk.store, NOW, at(server)) == 0
    assert states(desk.store) == {("failed", 1, "address")} and server.letters == []


def test_a_slow_server_is_left_and_the_office_goes_on(office: Any, post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    slow, desk = post(MAIL=lambda: time.sleep(1) or "250 ok"), office("a1")
    tell(desk)
    tell(office("a2"))
    assert notices.send_waiting(desk.store, NOW, at(slow)) == 0
    assert slow.calls == 1, "the others are not tried on a line that does not answer"
    assert sorted(states(desk.store)) == [("waiting", 0, ""), ("waiting", 1, "timeout")]


def test_a_round_ends_in_time_and_the_rest_goes_with_the_next(
    office: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, desk = post(), office("reader")
    tell(desk)
    monkeypatch.setattr(mail, "RUN", -1.0)
    assert notices.send_waiting(desk.store, NOW, at(server)) == 0 and states(desk.store) == {("waiting", 0, "")}


def test_a_letter_that_was_being_sent_when_the_process_died_goes_out_later(office: Any, post: Any) -> None:
    server, desk = post(), office("reader")
    tell(desk)
    desk.store.side("notices").update_many({}, {"$set": {"mail": "sending", "next_at": NOW + mail.HELD}})
    assert notices.send_waiting(desk.store, NOW, at(server)) == 0
    assert notices.send_waiting(desk.store, NOW + mail.HELD, at(server)) == 1


def test_nobody_is_there(office: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    desk = office("reader")
    tell(desk)
    assert notices.send_waiting(desk.store, NOW, mail.Server("127.0.0.1", port, "office@conservatory.kz")) == 0
    assert states(desk.store) == {("waiting", 1, "ConnectionRefusedError")}


def test_a_wrong_password_is_tried_again_and_stands_in_no_log(office: Any, post: Any, caplog: Any) -> None:
    server, desk = post(AUTH="535 no"), office("reader")
    tell(desk)
    assert notices.send_waiting(desk.store, NOW, at(server, user="office", password="Secret-77")) == 0
    assert states(desk.store) == {("waiting", 1, "535")}
    assert "reader@" not in caplog.text and "Secret" not in caplog.text + repr(at(server, password="Secret-77"))


def test_a_password_never_goes_over_an_open_line(office: Any, post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server, desk = post(), office("reader")
    tell(desk)
    monkeypatch.setattr(mail, "LOCAL", ())
    assert notices.send_waiting(desk.store, NOW, at(server, user="office", password="p")) == 0
    assert states(desk.store) == {("waiting", 1, "no_tls")}


@pytest.mark.parametrize(
    ("address", "sender", "found"),
    [
        ("smtp://u%40k.kz:p%2Fw@mail.kz:2525", "o@k.kz", ("mail.kz", 2525, "u@k.kz", "p/w", False)),
        ("smtps://mail.kz", "Office <o@k.kz>", ("mail.kz", 465, "", "", True)),
        ("smtp://mail.kz", "o@k.kz", ("mail.kz", 587, "", "", False)),
        ("", "o@k.kz", None), ("smtp://mail.kz", "", None), ("mail.kz:25", "o@k.kz", None),
        ("smtp://mail.kz:port", "o@k.kz", None), ("http://mail.kz", "o@k.kz", None),
    ],
)  # fmt: skip
def test_the_server_is_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, address: str, sender: str, found: Any, caplog: Any
) -> None:
    monkeypatch.setenv("OFFICE_SMTP", address)
    monkeypatch.setenv("OFFICE_MAIL_FROM", sender)
    made = mail.server()
    assert (made and (made.host, made.port, made.user, made.password, made.tls)) == found
    assert "mail.kz" not in caplog.text
