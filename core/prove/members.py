"""Three servers of one replica set on this machine; their primary is killed while eight clerks close sheets."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from core import rulebooks, sheets, students
from core.access import Actor
from core.bench.closing import put
from core.bench.rerun import free_port
from core.db.connection import client
from core.db.guardian import FLAGS
from core.db.mongod import find
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Unavailable
from core.prove import checks
from core.prove.report import Broken, Line
from core.registry import MODELS
from core.sheets import drafts
from schemas.base import Ref, Text
from schemas.discipline import Discipline
from schemas.grade_sheet import OWN, GradeSheet
from schemas.section import Member, Section
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import Role, SheetStatus, TermKind

T = TypeVar("T")
CLERKS, PEOPLE = 8, 5
ELECTION = 2000  # ms without a word of the primary until a new one is chosen; MongoDB's own is 10 s
PATIENCE = 180.0


class Set:
    """A replica set of servers started here; each listens on the loopback address alone."""

    def __init__(self, folder: Path, members: int = 3) -> None:
        self.folder, self.ports = folder, [free_port() for _ in range(members)]
        self.running: dict[int, subprocess.Popen[bytes]] = {}
        hosts = ",".join(f"127.0.0.1:{p}" for p in self.ports)
        self.uri = f"mongodb://{hosts}/?replicaSet=rs0&retryWrites=true&w=majority"

    def __enter__(self) -> Set:
        for port in self.ports:
            self.start(port)
        for port in self.ports:
            _until(lambda port=port: _listens(port), f"the server on port {port} does not listen")
        members = [{"_id": n, "host": f"127.0.0.1:{p}"} for n, p in enumerate(self.ports)]
        config = {"_id": "rs0", "members": members, "settings": {"electionTimeoutMillis": ELECTION}}
        with client(f"mongodb://127.0.0.1:{self.ports[0]}/?directConnection=true") as one:
            one.admin.command("replSetInitiate", config)
        _until(lambda: self.primary() is not None, "no primary was chosen")
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.running.values():
            server.kill()
            server.wait()

    def start(self, port: int) -> None:
        """Start the server of a port, on what it had."""
        data = self.folder / str(port)
        data.mkdir(exist_ok=True)
        own = ["--dbpath", str(data), "--logpath", f"{data}.log", "--bind_ip", "127.0.0.1", "--port", str(port)]
        self.running[port] = subprocess.Popen(
            [find()[0], *own, "--nounixsocket", *FLAGS],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def primary(self) -> int | None:
        """The port of the primary."""
        for port in [p for p, s in self.running.items() if s.poll() is None]:
            with client(f"mongodb://127.0.0.1:{port}/?directConnection=true&serverSelectionTimeoutMS=500") as one:
                with contextlib.suppress(Exception):
                    if one.admin.command("hello").get("isWritablePrimary"):
                        return port
        return None

    def kill_primary(self) -> int:
        """Kill the primary with -9; its port."""
        while (port := self.primary()) is None:
            time.sleep(0.05)
        self.running[port].send_signal(signal.SIGKILL)
        self.running[port].wait()
        return port

    def same(self, store: Store) -> bool:
        """Does every member hold the very same? (A secondary is a moment behind.)"""
        seen = []
        for port in self.ports:
            with client(f"mongodb://127.0.0.1:{port}/?directConnection=true") as one:
                with contextlib.suppress(Exception):  # one that is just coming back, or choosing, does not answer
                    seen.append(Store(one, store.name).db.command("dbHash")["md5"])
        return len(seen) == len(self.ports) and len(set(seen)) == 1


def prove(folder: Path, seed: int, each: int = 12, times: int = 2, **_: Any) -> list[Line]:
    """Eight clerks close so many sheets each; the primary is killed so often meanwhile, and comes back."""
    rng = Random(seed)
    with Set(folder) as servers, client(servers.uri) as opened:
        store = Store(opened, "office")
        store.shape(MODELS, checks.FEW)
        head = Desk(Actor("head", "Prove", Role.head), store)
        given = [prepared(head, clerk, each) for clerk in range(CLERKS)]
        acks = [folder / f"clerk-{n}" for n in range(CLERKS)]
        clerks = [threading.Thread(target=_close, args=(store, n, given[n], acks[n])) for n in range(CLERKS)]
        for clerk in clerks:
            clerk.start()
        longest = 0.0
        for turn in range(times):
            enough = int(CLERKS * each * (turn + rng.uniform(0.2, 0.6)) / times)
            _until(lambda: len(_told(acks)) >= enough, "the clerks stand still")  # noqa: B023
            gone, begun, before = servers.kill_primary(), time.monotonic(), len(_told(acks))
            _until(lambda: len(_told(acks)) > before, "nobody goes on after the primary's end")  # noqa: B023
            longest = max(longest, time.monotonic() - begun)
            servers.start(gone)
        for clerk in clerks:
            clerk.join()
        told = _told(acks)
        examine(store, [s for part in given for s, _ in part], told)
        entries = checks.whole(store, folder)
        _until(lambda: servers.same(store), "the members of the set differ")
    note = (
        f"{CLERKS} clerks, {CLERKS * each} sheets of {PEOPLE}; elections after {ELECTION / 1000:g} s without a word; "
        f"longest time in which nobody could close: {longest:.1f} s; {entries} entries whole; "
        "all three members the same in the end"
    )
    return [Line("the primary of three servers killed -9 while sheets are closed", times, len(told), note)]


def prepared(head: Desk, clerk: int, count: int) -> list[tuple[GradeSheet, str]]:
    """A clerk's own group with so many sheets, filled and ready to close, each with the command of its closing."""
    if not head.store.count("rulebooks", {}):
        rulebooks.install(head, "kz-2022")
    term = put(head, Term(code=f"2026-{clerk}", kind=TermKind.autumn, year=2026))
    members = []
    for i in range(PEOPLE):
        number = f"P{clerk}-{i}"
        profile = Profile(number=number, name=Name(last=f"Студент{i}", first="Айгүл"), iin_absent_reason="prove")
        made = students.admit(head, profile, StudyProfile(id=f"s{number}"), Why("p"), date(2025, 9, 1))
        members.append(Member(student=made.ref(), study=f"s{number}", number=number))
    found = []
    teacher = Ref(id="p", label=Text(kk="Оқытушы"))
    for n in range(count):
        code = f"D{clerk}-{n}"
        discipline = put(head, Discipline(code=code, name=Text(kk=code, ru=code, en=code), credits=Decimal(5)))
        section = put(head, Section(code=code, term=term.ref(), discipline=discipline.ref(), members=members))
        sheet = sheets.open_sheet(head, section.id, date(2026, 11, 20), [teacher], Why("p"))
        sheets.keep(
            head, sheet.id, [(x.student.id, c, str(70 + i + n)) for i, x in enumerate(sheet.lines) for c in OWN]
        )
        found.append((sheet, Why("p").command))
    return found


def examine(store: Store, given: Sequence[GradeSheet], told: Sequence[str]) -> None:
    """Every acknowledged closing is there once, and every sheet is closed in all its students or in none. Raises
    Broken."""
    for command in told:
        if len(found := checks.entries(store, command)) != 1:
            raise Broken(f"an acknowledged closing stands {len(found)} times in the trail")
    for sheet in given:
        now = store.load(GradeSheet, sheet.id)
        posted = store.count("students", {"events": {"$elemMatch": {"type": "grade_posted", "sheet.id": sheet.id}}})
        if posted != (PEOPLE if now.status is SheetStatus.closed else 0):
            raise Broken(f"sheet {now.number} is {now.status} and stands in {posted} records of {PEOPLE}")


def _close(store: Store, clerk: int, given: Sequence[tuple[GradeSheet, str]], acks: Path) -> None:
    """A clerk: closes one sheet after another, and presses once more where he got no answer."""
    desk = Desk(Actor(f"clerk-{clerk}", f"Clerk {clerk}", Role.head), store)
    with open(acks, "w", buffering=1, encoding="ascii") as out:
        for sheet, command in given:
            seen = _answered(lambda: _seen(desk, sheet))  # noqa: B023
            _answered(lambda: sheets.close(desk, sheet.id, sheet.revision, seen, Why("p", command=command)))  # noqa: B023
            out.write(command + "\n")


def _seen(desk: Desk, sheet: GradeSheet) -> str:
    """What the clerk's screen shows of the sheet."""
    rules = rulebooks.get(desk.store, sheet.rules)
    return sheets.seen_mark(drafts.of_sheet(desk, sheet, rules), desk.actor.id)


def _answered(press: Callable[[], T]) -> T:
    """Press again until there is an answer."""
    while True:
        with contextlib.suppress(Unavailable):
            return press()


def _told(acks: Sequence[Path]) -> list[str]:
    return [line for a in acks if a.exists() for line in a.read_text("ascii").splitlines()]


def _until(holds: Any, said: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            raise Broken(said)
        time.sleep(0.02)


def _listens(port: int) -> bool:
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) == 0
