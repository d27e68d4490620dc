"""`office.py test`: all tests, with a real browser and a real database; nothing is skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
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

ROOM = 8 * 2**30  # bytes: the bases of all processes and of the offices that browsers open


def main(words: list[str]) -> int:
    """Run pytest over the tests, or what the words name; its exit code, or 1 where there is no browser."""
    browser = find_browser()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    environment["OFFICE_BROWSER"] = browser
    print(f"Testing with the browser {browser}", flush=True)
    workers = ["-n", str(min(4, os.cpu_count() or 1))]  # more of them, and browsers are late
    with tempfile.TemporaryDirectory(prefix="o-", dir=_memory(), ignore_cleanup_errors=True) as folder:
        environment["TMPDIR"] = folder
        # Short names: a path of more than a hundred letters is no address of a server's socket.
        command = [sys.executable, "-m", "pytest", f"--basetemp={folder}/t", *workers, *words]
        return subprocess.run(command, cwd=CHECKOUT, env=environment).returncode


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
