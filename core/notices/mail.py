"""E-mail about waiting notices, where the office has a mail server: how many and of which kind, never about whom.

OFFICE_SMTP (smtp://user:password@host:port, or smtps://) and OFFICE_MAIL_FROM switch it on. A letter holds no name, no
number, no title: only kinds of events, how many, and the office's own address. Each state is kept with the notice,
so a crash or a server that is away for a day loses nothing; at worst a letter comes twice.
"""

from __future__ import annotations

import logging
import os
import re
import smtplib
import ssl
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from core.db.codec import instant
from core.db.store import Row, Store, office_errors
from core.i18n import known, t
from schemas.base import Id, Lang
from schemas.notice import Mail

log = logging.getLogger("office")

WAITS = (1, 5, 15, 60, 240, 720, 1440)  # minutes before the next try; after the last one it is given up
OLD = timedelta(days=7)  # news older than this is no news: it is read in the app
HELD = timedelta(minutes=10)  # a letter being sent by a process that died is taken up again after this
TIMEOUT = 10.0  # seconds a mail server may take for one answer
RUN = 45.0  # seconds one round may take; the rest waits for the next
AT_ONCE = 2000
ADDRESS = re.compile(r'[^\s@,;:<>()"]+@[^\s@,;:<>()"]+')  # one bare address: what else is typed there goes nowhere
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Server:
    """The mail server of the institution; its password never shows."""

    host: str
    port: int
    sender: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    tls: bool = False  # from the first byte (smtps); else STARTTLS where the server offers it

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


class NotSent(Exception):
    """A letter did not go out: `trouble` in one word, and whether trying again has no sense."""

    def __init__(self, trouble: str, forever: bool = False, all_of_them: bool = False) -> None:
        super().__init__(trouble)
        self.trouble, self.forever, self.all_of_them = trouble, forever, all_of_them


def server() -> Server | None:
    """The mail server the environment names; None when it names none, or not a whole one."""
    address, sender = os.environ.get("OFFICE_SMTP", ""), os.environ.get("OFFICE_MAIL_FROM", "")
    if not address:
        return None
    try:
        parts = urlsplit(address)
        tls = parts.scheme == "smtps"
        port = parts.port or (465 if tls else 587)
        if parts.scheme in ("smtp", "smtps") and parts.hostname and "@" in parseaddr(sender)[1]:
            user, password = unquote(parts.username or ""), unquote(parts.password or "")
            return Server(parts.hostname, port, parseaddr(sender)[1], user, password, tls)
    except ValueError:
        pass
    log.warning("OFFICE_SMTP or OFFICE_MAIL_FROM is not as it should be: no e-mail is sent")
    return None


def send_waiting(store: Store, now: datetime | None = None, to: Server | None = None) -> int:
    """Send a letter to everybody whose notices wait for one and whose time has come; how many letters went out.

    Called by the scheduler every minute, under its lease. What cannot be sent waits longer each time (WAITS).
    """
    to = to or server()
    if to is None:
        return 0
    now = instant(now or datetime.now(UTC))
    ends, sent = time.monotonic() + RUN, 0
    office = store.one("office", {}, {"address": 1}) or {}
    with _Line(to) as line:
        for user, rows in _waiting(store, now).items():
            letter = _letter(store, user, rows, now, to, str(office.get("address") or ""))
            ids = [r["_id"] for r in rows]
            if letter is None:
                _mark(store, ids, {"mail": Mail.none.value})
                continue
            if time.monotonic() > ends:
                break
            _mark(store, ids, {"mail": Mail.sending.value, "next_at": now + HELD})
            try:
                line.send(letter)
            except NotSent as e:
                _later(store, rows, now, e)
                log.warning("a letter was not sent: %s", e.trouble)
                if e.all_of_them:
                    break
            else:
                _mark(store, ids, {"mail": Mail.sent.value, "trouble": ""})
                sent += 1
    return sent


def sender(store: Store) -> Callable[[], bool]:
    """The work of the scheduler's table: one round of letters; was there anything to send?"""
    return lambda: send_waiting(store) > 0


def outbox(store: Store) -> dict[Mail, int]:
    """How many notices wait for a letter, and about how many none could be sent."""
    return {state: store.count("notices", {"mail": state.value}, AT_ONCE) for state in (Mail.waiting, Mail.failed)}


def _waiting(store: Store, now: datetime) -> dict[Id, list[Row]]:
    states = {"$in": [Mail.waiting.value, Mail.sending.value]}
    where = {"mail": states, "next_at": {"$lte": now}}
    found: dict[Id, list[Row]] = {}
    for row in store.rows("notices", where, {"text": 0}, [("next_at", 1)], AT_ONCE):
        found.setdefault(row["to"], []).append(row)
    return found


def _letter(store: Store, user: Id, rows: list[Row], now: datetime, to: Server, link: str) -> EmailMessage | None:
    """The letter about a person's unread, recent notices; None when he wishes none or has read them all."""
    person = store.one("users", {"_id": user, "active": True, "mail_notices": True}, {"email": 1, "language": 1})
    new = [r for r in rows if r["read_at"] is None and r["at"] > now - OLD]
    if not person or not person.get("email") or not new:
        return None
    lang: Lang = person["language"]
    kinds = Counter(_kind(r["key"]) for r in new)
    lines = [t("notices.mail_hello", lang), "", t("notices.mail_intro", lang)]
    lines += [t("notices.mail_line", lang, kind=t(f"notices.kind.{k}", lang), n=n) for k, n in kinds.most_common()]
    if link:
        lines += ["", t("notices.mail_open", lang, link=f"{link.rstrip('/')}/inbox?tab=news")]
    lines += ["", t("notices.mail_why", lang), ""]
    letter = EmailMessage()
    letter["To"] = person["email"] if ADDRESS.fullmatch(person["email"]) else ""
    letter["From"] = to.sender
    letter["Subject"] = t("notices.mail_subject", lang, n=len(new))
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = make_msgid(domain=to.domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("\n".join(lines))
    return letter


def _kind(key: str) -> str:
    area = key.partition(".")[0]
    return area if known(f"notices.kind.{area}") else "other"


def _mark(store: Store, ids: list[Id], values: Row) -> None:
    with office_errors():
        store.side("notices").update_many({"_id": {"$in": ids}}, {"$set": values})


def _later(store: Store, rows: list[Row], now: datetime, e: NotSent) -> None:
    tries = max(r["tries"] for r in rows) + 1
    ids = [r["_id"] for r in rows]
    if e.forever or tries > len(WAITS):
        _mark(store, ids, {"mail": Mail.failed.value, "tries": tries, "trouble": e.trouble})
        return
    next_at = now + timedelta(minutes=WAITS[tries - 1])
    _mark(store, ids, {"mail": Mail.waiting.value, "tries": tries, "next_at": next_at, "trouble": e.trouble})


class _Line:
    """One connection for a whole round, opened when the first letter needs it and again where it was dropped."""

    def __init__(self, to: Server) -> None:
        self.to = to
        self.open_: smtplib.SMTP | None = None

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def send(self, letter: EmailMessage) -> None:
        """Hand one letter to the server; NotSent says in one word why not (its own text may hold addresses)."""
        if not letter["To"]:
            raise NotSent("address", forever=True)
        try:
            line = self.open_ = self.open_ or self._call()
            line.send_message(letter)
        except smtplib.SMTPRecipientsRefused as e:
            code = max((answer[0] for answer in e.recipients.values()), default=0)
            raise self._failed(str(code), forever=code >= 500) from None
        except smtplib.SMTPAuthenticationError as e:
            raise self._failed(str(e.smtp_code), all_of_them=True) from None
        except smtplib.SMTPResponseException as e:
            sender = isinstance(e, smtplib.SMTPSenderRefused)
            raise self._failed(str(e.smtp_code), all_of_them=self.open_ is None or sender) from None
        except (OSError, smtplib.SMTPException, UnicodeError) as e:
            late = isinstance(e, TimeoutError) or isinstance(e.__context__, TimeoutError)
            trouble = "timeout" if late else type(e).__name__
            raise self._failed(trouble, all_of_them=late or self.open_ is None) from None

    def _call(self) -> smtplib.SMTP:
        to = self.to
        if to.tls:
            context = ssl.create_default_context()
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                to.host, to.port, local_hostname=to.domain, timeout=TIMEOUT, context=context
            )
        else:
            line = smtplib.SMTP(to.host, to.port, local_hostname=to.domain, timeout=TIMEOUT)
        try:
            line.ehlo()
            if not to.tls and line.has_extn("starttls"):
                line.starttls(context=ssl.create_default_context())
                line.ehlo()
            elif to.user and not to.tls and to.host not in LOCAL:
                raise NotSent("no_tls", all_of_them=True)  # a password never goes over an open line
            if to.user:
                line.login(to.user, to.password)
        except BaseException:
            line.close()
            raise
        return line

    def _failed(self, trouble: str, forever: bool = False, all_of_them: bool = False) -> NotSent:
        """After any failure the next letter gets a fresh connection: what the old one still holds is unknown."""
        self._hang_up()
        return NotSent(trouble, forever, all_of_them)

    def _hang_up(self) -> None:
        line, self.open_ = self.open_, None
        if line is not None:
            try:
                line.quit()
            except (OSError, smtplib.SMTPException):
                line.close()
