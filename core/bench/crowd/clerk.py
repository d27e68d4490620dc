"""One clerk at work: signs in, looks, finds, opens, types, closes; and thinks between two steps."""

from __future__ import annotations

import asyncio
import http.client
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from core.bench.crowd.tab import LONGEST, Lost, Tab

MARK = "85"
COMING = 60.0  # seconds in which all have come in the morning; a shorter measure: its first quarter
CLOSE = "close, or no"
SEARCH = "v:list:students:q"


@dataclass
class Taken:
    """What was measured: seconds of each step by its name, and what went wrong."""

    steps: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def all(self) -> list[float]:
        """Every rerun; opening the line and signing in are none."""
        return [s for name, found in self.steps.items() if name != "sign in" for s in found]


@dataclass
class Clerk:
    """Who works: on which process, with which account, on which sheets, what he looks for."""

    port: int
    login: str
    password: str
    names: list[str]
    students: list[str]
    sheets: list[str]
    think: float
    seed: int
    taken: Taken

    async def work(self, until: float) -> None:
        """Until a moment of the clock; a lost line is an error and is opened again, as a browser does."""
        self.chance = random.Random(self.seed)
        now = time.monotonic()
        await asyncio.sleep(self.chance.random() * min(COMING, (until - now) / 4))
        tab: Tab | None = None
        while time.monotonic() < until:
            try:
                if tab is None:
                    tab = Tab(self.port, await self.signed_in())
                    await tab.open()
                await self.round(tab, until)
            except (Lost, OSError, KeyError) as e:
                self.taken.errors.append(f"{type(e).__name__}: {e}")
                if tab is not None:
                    await tab.close()
                tab = None
                await asyncio.sleep(1)
        if tab is not None:
            await tab.close()

    async def round(self, tab: Tab, until: float) -> None:
        """One piece of work from the home page to a closed sheet; ends between two steps when the time is over."""
        steps: list[tuple[str, Callable[[], Awaitable[float]]]] = [
            ("home", lambda: tab.go("")),
            ("list of students", lambda: tab.go("students")),
            ("search", lambda: tab.type(SEARCH, self.chance.choice(self.names))),
            ("card", lambda: tab.go("student", id=self.chance.choice(self.students))),
            ("list of sheets", lambda: tab.go("grade_sheets")),
        ]
        for name, step in steps:
            if not await self.step(tab, name, step, until):
                return
        if not self.sheets:
            return
        sheet = self.sheets.pop()
        if not await self.step(tab, "open a sheet", lambda: tab.go("grade_sheet", sheet=sheet), until):
            return
        mount, seq = f"load-{self.seed}-{sheet}", 0
        while found := _empty(tab):
            id, fragment, row, columns = found
            edits = [{"seq": seq + n, "row": row, "column": c, "text": MARK, "done": True}
                     for n, c in enumerate(columns, 1)]  # fmt: skip
            seq += len(edits)
            sent = partial(tab.fire, id, fragment, "edits", {"mount": mount, "attempt": 1, "edits": edits})
            if not await self.step(tab, "type a row", sent, until):
                return
            if (again := _empty(tab)) and again[2] == row:
                self.taken.errors.append("a typed row did not come back")
                return
        if (close := f"send-ask:sheets.close{sheet}:0") in tab.widgets:
            await self.step(tab, CLOSE, lambda: tab.press(close), until)

    async def step(self, tab: Tab, name: str, step: Callable[[], Awaitable[float]], until: float) -> bool:
        """One step, measured, and the thinking after it; False when the time is over."""
        self.taken.steps.setdefault(name, []).append(await step())
        if name != CLOSE:  # refused where the day of its exam has not come: the office said so, in words
            self.taken.errors += [f"{name}: {w[:200]}" for w in tab.wrong]
        pause = self.think * (0.5 + self.chance.random())
        await asyncio.sleep(max(0.0, min(pause, until - time.monotonic())))
        return time.monotonic() < until

    async def signed_in(self) -> str:
        """The cookie of a sign-in by name and password, at the very door people use."""
        begun = time.perf_counter()
        cookie = await asyncio.to_thread(self._sign_in)
        self.taken.steps.setdefault("sign in", []).append(time.perf_counter() - begun)
        return cookie

    def _sign_in(self) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            form = urlencode({"login": self.login, "password": self.password})
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
            line.request("POST", "/signin", form, headers)
            answer = line.getresponse()
            answer.read()
            for set_ in answer.headers.get_all("Set-Cookie") or []:
                if set_.startswith("office="):
                    return set_.partition(";")[0]
            raise Lost(f"not signed in: {answer.status}")
        finally:
            line.close()


def _empty(tab: Tab) -> tuple[str, str, str, list[str]] | None:
    """The next row of the sheet with cells to type into: (grid, fragment, row, columns)."""
    for id, fragment, data in tab.grids:
        if data.get("readonly"):
            continue
        locked = {tuple(place) for place in data.get("locked", [])}
        for row, values in data["rows"]:
            columns = [c["name"] for c, value in zip(data["columns"], values, strict=True)
                       if c["editable"] and not value and (row, c["name"]) not in locked]  # fmt: skip
            if columns:
                return id, fragment, row, columns
    return None


async def idle_clicks(port: int, think: float, until: float, seed: int, taken: Taken) -> None:
    """The floor: somebody with an empty script, who thinks as long."""
    chance, tab = random.Random(seed), Tab(port)
    await asyncio.sleep(chance.random() * think)
    await tab.open()
    while time.monotonic() < until:
        try:
            taken.steps.setdefault("empty", []).append(await tab.go(""))
        except Lost as e:
            taken.errors.append(f"empty: {e}")
            return
        await asyncio.sleep(max(0.0, min(think * (0.5 + chance.random()), until - time.monotonic())))
    await tab.close()


async def crowd(clerks: list[Clerk], until: float) -> None:
    """All of them at once."""
    await asyncio.gather(*(clerk.work(until) for clerk in clerks))


async def idlers(ports: list[int], many: int, think: float, until: float, taken: Taken) -> None:
    """So many at the empty script."""
    tasks: list[Any] = [idle_clicks(ports[n % len(ports)], think, until, n, taken) for n in range(many)]
    await asyncio.gather(*tasks)
