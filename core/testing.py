"""`office.py test`: all tests, with a real browser and a real database; nothing is skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
ON_PATH = (
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
)
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
NO_BROWSER = (
    "office: the tests need Chrome, Chromium or Edge, and none was found. On Debian and Ubuntu: "
    "sudo apt install chromium; on macOS: brew install --cask chromium; on Windows, Edge is part of the "
    "system. Or set CHROME to the path of one."
)
# What would lead the tests to somebody's own data.
NOT_FOR_TESTS = ("MONGODB_URI", "OFFICE_DATA", "OFFICE_DEMO")

DAYS = "tests/browser"
NOTHING = 5  # pytest's code where no test was chosen
AGAIN = 2  # days in the browser that may be tried once more
ROOM = 8 * 2**30  # bytes: the bases of all processes and of the offices that browsers open


def main(words: list[str]) -> int:
    """Run pytest over the tests, or what the words name; its exit code, or 1 where there is no browser.

    All tests are run in two turns: first those without a browser, a process more than there are processors, since each
    waits for its database half of the time; then the days in the browser, which on a machine so busy would be late.
    """
    browser = find_browser()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    environment["OFFICE_BROWSER"] = browser
    print(f"Testing with the browser {browser}", flush=True)
    few = min(4, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="o-", dir=_memory(), ignore_cleanup_errors=True) as folder:
        environment["TMPDIR"] = folder

        def turn(workers: int, *more: str) -> int:
            # Short names: a path of more than a hundred letters is no address of a server's socket.
            own = [f"--basetemp={folder}/t", "-o", f"cache_dir={folder}/c", "-n", str(workers)]
            # A file stays with one worker: what it makes for all its tests (a demonstration, a served office) is made
            # once. In the order of names, so that the short files of rules come last and fill the gaps.
            own += ["--dist=loadfile", "--no-loadscope-reorder"] if workers else []
            command = [sys.executable, "-m", "pytest", *own, *words, *more]
            return subprocess.run(command, cwd=CHECKOUT, env=environment).returncode

        if any((CHECKOUT / word.partition("::")[0]).exists() for word in words):
            return turn(few)
        first = turn(few + 1, "tests", f"--ignore={DAYS}")
        second = turn(few, DAYS)
        if second == 1:
            second = _once_more(Path(folder), turn)
        codes = [code for code in (first, second) if code != NOTHING]  # a -k may name tests of one turn only
        return max(codes, default=NOTHING)


def _once_more(folder: Path, turn: Callable[..., int]) -> int:
    """A day or two in the browser that failed beside another browser are lived once more, alone, and it is said: what
    fails again is a fault, what does not was late. More than that fails at once."""
    kept = json.loads((folder / "c/v/cache/lastfailed").read_text("utf-8"))
    failed = sorted(name for name in kept if name.startswith(DAYS))
    if not 0 < len(failed) <= AGAIN:
        return 1
    print("Failed beside another browser, tried once more alone: " + ", ".join(failed), flush=True)
    return turn(0, *failed)


def _memory() -> str | None:
    """A folder in memory where there is room enough: what tests write need not outlive a power cut, and acts wait for
    every write. None: the usual folder of temporary files."""
    folder = Path("/dev/shm")
    enough = folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM
    return str(folder) if enough else None


def find_browser() -> str | None:
    """The path of a browser that the tests can drive: $CHROME, one on PATH, or at its usual place."""
    chosen = os.environ.get("CHROME")
    if chosen:
        return shutil.which(chosen)
    usual: list[Path] = []
    if sys.platform == "darwin":
        roots = [Path("/Applications"), Path.home() / "Applications"]
        usual = [root / f"{name}.app" / "Contents" / "MacOS" / name for root in roots for name in MAC]
    elif sys.platform == "win32":
        folders = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        usual = [Path(folder) / name for name in WINDOWS for folder in folders if folder]
    for found in (*map(shutil.which, ON_PATH), *(str(path) for path in usual if path.exists())):
        if found:
            return found
    return None
