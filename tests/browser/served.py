"""What browser tests share: a page of their own served by streamlit alone, a file taken from a page."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Download, Locator, Page
from playwright.sync_api import TimeoutError as TooLong

WORDS = ("--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none",
         "--browser.gatherUsageStats=false")  # fmt: skip


@contextmanager
def served(name: str) -> Iterator[str]:
    """The address of a page of this folder, while it is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(Path(__file__).with_name(name))]
    process = subprocess.Popen(
        [*command, f"--server.port={port}", *WORDS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(900):
            try:
                urllib.request.urlopen(url + "/_stcore/health", timeout=5).read()
                break
            except OSError:
                assert process.poll() is None, "the test page's server did not start"
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def taken(page: Page, button: Locator, into: Path) -> Download:
    """The file a button gives, saved; pressed again when nothing came, as a person does.

    Streamlit drops a file's place when a page is drawn anew, so a press in that very moment brings nothing.
    """
    for left in (2, 1, 0):
        try:
            with page.expect_download(timeout=60_000 if left == 0 else 20_000) as coming:
                button.click()
            break
        except TooLong:
            if left == 0:
                raise
    coming.value.save_as(into)
    return coming.value
