"""The network cut in the middle of a commit: before the server heard of it, after it, or before its answer came."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path
from random import Random
from typing import Any

from core.access import Actor
from core.db.connection import client
from core.db.server import ensure, release, socket_of
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Unavailable
from core.prove import checks
from core.prove.report import Broken, Line
from core.registry import MODELS
from core.tx import Tx
from schemas.base import Text
from schemas.reference import Department, UnitKind
from schemas.words import Role

COMMIT = b"commitTransaction"
MOMENTS = ("before", "after", "answer")
SECONDS = 1.5  # an act may take here, where the line stays cut


class Wire(threading.Thread):
    """A line between the office and its database that can be cut: a TCP port before the server's socket."""

    def __init__(self, server: str) -> None:
        super().__init__(daemon=True, name="prove-wire")
        self.server = server
        self.ears = socket.create_server(("127.0.0.1", 0))
        self.uri = (
            f"mongodb://127.0.0.1:{self.ears.getsockname()[1]}/?directConnection=true&retryWrites=true&w=majority"
        )
        self.cut, self.stays, self.down = "", False, False
        self.cuts = 0
        self.start()

    def run(self) -> None:
        while True:
            try:
                near, _ = self.ears.accept()
            except OSError:
                return
            if self.down:
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.server)
            answer = threading.Event()
            for work in (self._there, self._back):
                threading.Thread(target=work, args=(near, far, answer), daemon=True).start()

    def mend(self) -> None:
        """The line is whole again."""
        self.cut, self.down = "", False

    def _there(self, near: socket.socket, far: socket.socket, commits: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(1 << 20):
                if self.cut and COMMIT in data:
                    if self.cut == "before":
                        self._end(near, far)
                        return
                    if self.cut == "answer":
                        commits.set()
                    far.sendall(data)
                    if self.cut == "after":
                        self._end(near, far)
                        return
                    continue
                far.sendall(data)
        self._shut(near, far)

    def _back(self, near: socket.socket, far: socket.socket, commits: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := far.recv(1 << 20):
                if commits.is_set():  # the server did it and says so: nobody hears
                    self._end(near, far)
                    return
                near.sendall(data)
        self._shut(near, far)

    def _end(self, near: socket.socket, far: socket.socket) -> None:
        self.cuts += 1
        self.down = self.stays
        self.cut = self.cut if self.stays else ""
        self._shut(near, far)

    @staticmethod
    def _shut(*ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def prove(folder: Path, seed: int, each: int = 10, **_: Any) -> list[Line]:
    """Every moment of the cut so often, with a line that is there again at once and with one that stays cut."""
    with client(ensure(folder)) as opened:
        store = Store(opened, "office")
        store.shape(MODELS, checks.FEW)
        line = tried(store, folder, Random(seed), each)
        checks.whole(store, folder)
    release(folder)
    return [line]


def tried(store: Store, folder: Path, rng: Random, each: int) -> Line:
    """The same on a server that is there. Raises Broken."""
    net = Wire(socket_of(folder.resolve()))
    plan = [(moment, stays) for moment in MOMENTS for stays in (False, True) for _ in range(each if not stays else 1)]
    rng.shuffle(plan)
    told = 0
    with client(net.uri) as opened:
        desk = Desk(Actor("cut", "Cut", Role.head), Store(opened, store.name))
        for n, (moment, stays) in enumerate(plan):
            why, before = Why("p"), net.cuts
            net.cut, net.stays = moment, stays
            try:
                _act(desk, n, why)
                answered = True
            except Unavailable:
                answered = False
            if net.cuts == before:
                raise Broken(f"the line was not cut ({moment})")
            if answered == stays:
                raise Broken(f"cut {moment}: told {'done' if answered else 'not done'}, which nobody could know")
            net.mend()
            found = len(checks.entries(store, why.command))
            if (
                found > 1
                or answered
                and not found
                or moment == "answer"
                and not found
                or stays
                and moment == "before"
                and found
            ):
                raise Broken(f"cut {moment}: {found} entries, answered: {answered}")
            store.client.admin.command("killAllSessions", [])  # what the cut act still holds; of this server alone
            _act(desk, n, why)
            if len(checks.entries(store, why.command)) != 1 or store.count("departments", {"code": f"CUT{n}"}) != 1:
                raise Broken(f"cut {moment}: the repeated command was done twice")
            told += 1
    net.ears.close()
    note = (
        "before the commit reached the server, after it, and before its answer; the line back at once or cut for good"
    )
    return Line("network cut in mid-commit", len(plan), told, note)


def _act(desk: Desk, n: int, why: Why) -> None:
    unit = Department(_id=f"cut{n}", code=f"CUT{n}", kind=UnitKind.department, name=Text(kk=f"Кафедра {n}"))

    def work(tx: Tx) -> Department:
        return tx.add(unit.model_copy())

    desk.transact("reference.edit", work, why, given=[n], seconds=SECONDS)
