"""Processes killed in the middle of acts: the one that acts, the database under it, both, or the database's guardian.

Each act chosen by the plan is carried out by a process of its own, which writes a line (and waits for the disk) as soon
as it was told that the act is done. It or its database is killed -9 at the moment the plan says. Then what a restart
finds is examined, and the same command is given once more, as a person would who got no answer.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from core import demo, house, rights
from core.db.connection import client
from core.db.floor import Committing
from core.db.guardian import GUARD, tied_to_parent
from core.db.orphans import there
from core.db.server import ensure, release
from core.db.store import Store
from core.demo import audits, integrity, quality, units
from core.demo.institution import Ids, found
from core.desk import Desk
from core.errors import OfficeError, Unavailable
from core.prove import checks
from core.prove.plan import Kill, Plan
from core.prove.report import Broken, Line

CHAPTERS = (quality, integrity, audits, units)
PATIENCE = 60.0  # seconds for a database to come back, and for an answer
EVERY = 25  # kills between two words of how far it is
VICTIMS = ("app", "database", "both", "guardian")
READY, COMMIT, DONE, AWAY, REFUSED, FAULT = b"r", b"c", b"d", b"a", b"f", b"x"


class Killer:
    """Stands between the office and its acts while they are carried out on one embedded server.

    folder: the server's. acts: what was done so far, each with its kind and seconds; told: what became of kills.
    """

    def __init__(self, uri: str, folder: Path, plan: Plan | None) -> None:
        self.uri, self.folder, self.plan = uri, folder, plan
        self.acks = folder / "acknowledged"
        self.acts: list[tuple[str, float]] = []
        self.told: Counter[str] = Counter()
        self.kinds: set[str] = set()
        self.slowest, self._ending = 0.0, 0
        self._carry_out = Desk.transact

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Every act of this process goes through here meanwhile."""
        killer, carry_out = self, self._carry_out

        def transact(desk: Desk, action: str, work: Any, why: Any, *rest: Any, **more: Any) -> Any:
            given = (action, work, why, *rest)
            kill = killer.plan.next(action) if killer.plan else None
            if kill:
                killer.befall(desk, kill, given, more)
            begun = time.monotonic()
            try:
                return killer.once_more(desk, given, more) if kill else carry_out(desk, *given, **more)
            finally:
                killer.acts.append((action, time.monotonic() - begun))
                if isinstance(desk.ids, Ids):  # what an act used of chance must not tell what the next one meets
                    desk.ids.rng.seed(len(killer.acts))

        Desk.transact = transact  # type: ignore[assignment, method-assign]
        try:
            yield
        finally:
            Desk.transact = carry_out  # type: ignore[method-assign]

    def befall(self, desk: Desk, kill: Kill, given: tuple[Any, ...], more: dict[str, Any]) -> None:
        """Let the act be carried out beside, kill at its moment, and examine what is there then. Raises Broken."""
        action, command = given[0], given[2].command
        before = checks.marks(desk.store)
        hear, say = os.pipe()
        tie = tied_to_parent()
        pid = os.fork()
        if pid == 0:
            if tie:
                tie()  # should this very trial be ended, nobody waits on for ever
            self._act(desk, given, more, say)
        os.close(say)
        try:
            if self._heard(hear) != READY:
                raise Broken(f"{action}: the process that acts did not begin")
            said = self._heard(hear) if kill.commit else b""
            time.sleep(kill.after)
            word = self._strike(kill.who, pid, hear) or said
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(hear)
        self._back(desk.store)
        self._examine(desk.store, action, command, before, word)
        self.kinds.add(action)
        self.told[kill.who] += 1
        if (n := sum(self.told[w] for w in VICTIMS)) % EVERY == 0:
            print(f"  {n} kills", flush=True)

    def once_more(self, desk: Desk, given: tuple[Any, ...], more: dict[str, Any]) -> Any:
        """The same command given again: done where it was not, and not done twice where it was. Raises Broken."""
        action, command = given[0], given[2].command
        there = bool(checks.entries(desk.store, command))
        before = checks.marks(desk.store) if there else {}
        result = self._carry_out(desk, *given, **more)
        if len(checks.entries(desk.store, command)) != 1:
            raise Broken(f"{action}: the repeated command left {len(checks.entries(desk.store, command))} entries")
        if there and (wrong := checks.differing(before, checks.marks(desk.store))):
            raise Broken(f"{action}: the repeated command was done twice, in {wrong}")
        return result

    def acknowledged(self) -> list[str]:
        """The commands that were told to be done."""
        return self.acks.read_text("ascii").split() if self.acks.exists() else []

    # the process that acts ----------------------------------------------------------------------------------

    def _act(self, desk: Desk, given: tuple[Any, ...], more: dict[str, Any], say: int) -> None:
        """Carry one act out in this forked process, and wait for the end; never returns."""
        try:
            # A client of this process's own name: by it the server knows whose open transaction is an orphan's.
            named = client(self.uri, Committing(lambda: os.write(say, COMMIT)))
            store = Store(named, desk.store.name)
            store.ping()
            os.write(say, READY)
            try:
                self._carry_out(replace(desk, store=store), *given, **more)
            except Unavailable:
                os.write(say, AWAY)
            except OfficeError:  # refused, as whoever tells the story expects: it is refused once more afterwards
                os.write(say, REFUSED)
            else:
                self._acknowledge(given[2].command)
                os.write(say, DONE)
        except BaseException:
            os.write(say, FAULT + traceback.format_exc().encode()[-3000:])
        while True:  # nothing of the caller's may be gone on with here
            signal.pause()

    def _acknowledge(self, command: str) -> None:
        line = os.open(self.acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(line, command.encode() + b"\n")
        os.fsync(line)

    def _strike(self, who: str, pid: int, hear: int) -> bytes:
        """Kill whom the plan names; what the one who acts says after it, b"" where he can say nothing."""
        if who in ("app", "both"):
            os.kill(pid, signal.SIGKILL)
        if who in ("database", "both"):
            os.kill(int((self.folder / "db" / "mongod.lock").read_text()), signal.SIGKILL)
        if who == "guardian":
            self._ending = int((self.folder / "db" / "mongod.lock").read_text())
            os.kill(int((self.folder / GUARD).read_text()), signal.SIGKILL)
        word = COMMIT
        while word == COMMIT and who not in ("app", "both"):
            word = self._heard(hear)
        return b"" if word == COMMIT else word

    @staticmethod
    def _heard(hear: int) -> bytes:
        if not select.select([hear], [], [], PATIENCE)[0]:
            return b""
        said = os.read(hear, 1)
        if said == FAULT:
            raise Broken("the act fell: " + os.read(hear, 4000).decode(errors="replace"))
        return said

    # after it -----------------------------------------------------------------------------------------------

    def _back(self, store: Store) -> None:
        """Wait until the database answers again, and do what the office does when it opens after a crash."""
        begun = time.monotonic()
        while self._ending and there(self._ending):  # its guardian gone, a server ends politely: for a while it answers
            if time.monotonic() - begun > PATIENCE:
                raise Broken("a server outlived its guardian")
            time.sleep(0.02)
        self._ending = 0
        while not store.ping():
            if time.monotonic() - begun > PATIENCE:
                raise Broken("the database did not come back")
            time.sleep(0.02)
        self.slowest = max(self.slowest, time.monotonic() - begun)
        self.told["orphans"] += store.let_go()

    def _examine(self, store: Store, action: str, command: str, before: dict[str, str], word: bytes) -> None:
        found = checks.entries(store, command)
        told = command in self.acknowledged()
        if len(found) > 1 or told and not found:
            raise Broken(f"{action}: acknowledged and {len(found)} times in the trail")
        changed = checks.differing(before, checks.marks(store))
        if not found and changed:
            raise Broken(f"{action}: not done, and yet changed in {changed}")
        if found:
            checks.stands(store, found[0])
        self.told["told" if told else "untold" if found else "undone"] += 1
        self.told["away"] += word == AWAY


def prove(folder: Path, seed: int, kills: int, students: int, **_: Any) -> list[Line]:
    """The demonstration office told twice by its own acts: in peace, and with so many kills in the middle of it."""
    places = folder / "peace", folder / "killed"
    peace = told(places[0], students, None)
    plan = Plan(seed, kills, peace.acts)
    killed = told(places[1], students, plan)
    return [_line(killed, len({a for a, _ in peace.acts}))]


def short(store: Store, seed: int) -> None:
    """The beginning of a demonstration office and some of its chapters: the acts of the short form."""
    ids = Ids(seed)
    made = found(store, 20, Random(seed), ids)
    house.refresh(store)
    for chapter in CHAPTERS:
        chapter.give(store, made.users, ids)


def told(place: Path, students: int, plan: Plan | None) -> Killer:
    """A demonstration office filled by its acts on a server of its own, examined from end to end."""
    uri = ensure(place)
    killer = Killer(uri, place, plan)
    with client(uri) as opened:
        store = Store(opened, "office")
        with killer.at_work():
            demo.load(store, students)
        killer.told["entries"] = checks.whole(store, place)
    release(place)
    return killer


def _line(killer: Killer, kinds: int) -> Line:
    t = killer.told
    register = len({a.name for a in rights.acts()})
    times = sum(t[w] for w in VICTIMS)
    note = (
        f"{len(killer.kinds)} kinds of act, of {kinds} that the demonstration meets and {register} in the register. "
        f"Killed: the process that acts {t['app']}, the database {t['database']}, both {t['both']}, its guardian "
        f"{t['guardian']}. Found after it: done and told {t['told']}, done and not yet told {t['untold']}, not done at "
        f"all {t['undone']}; the repeated command then did it, once. Open transactions of the dead let go: "
        f"{t['orphans']}. Longest wait for the database {killer.slowest:.1f} s"
    )
    return Line("kill -9 in the middle of an act", times, t["told"], note)
