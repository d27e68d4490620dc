"""A rerun of the home page, from the click to the script's end, against an empty script; by a websocket client."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from core.bench import Ratio
from core.db.store import Store

ROOT = Path(__file__).resolve().parents[2]
TIMES, LONGEST = 25, 60.0
# The floor answers as promptly as the office does (core/web/prompt.py), else both would measure TCP's waiting.
EMPTY = """import streamlit as st
if __name__ != "__main__":
    from core.web.prompt import prompt
    prompt()
    app = st.App(__file__)
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def begun(script: Path, environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    """The process of a Streamlit server of its own for one script."""
    words = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *words]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def answers(process: subprocess.Popen[bytes], url: str, patience: float = LONGEST) -> None:
    """Wait until a server answers. RuntimeError where it ended, or did not in so many seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            with urlopen(url, timeout=2):
                return
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{url} did not answer") from None
            time.sleep(0.2)


@contextmanager
def served(script: Path, environment: dict[str, str], health: str) -> Iterator[int]:
    """A Streamlit server of its own for one script; its port."""
    port = free_port()
    process = begun(script, environment, port)
    try:
        answers(process, f"http://127.0.0.1:{port}{health}")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def reruns(port: int, page: str, cookie: str = "") -> list[float]:
    """Seconds of several reruns of a page by one visitor, the first drawings left out."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from websockets.sync.client import connect
    from websockets.typing import Origin, Subprotocol

    headers = {"Cookie": cookie} if cookie else {}
    taken: list[float] = []
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit")],
        additional_headers=headers, origin=Origin(f"http://127.0.0.1:{port}"),
        max_size=None,
    ) as line:  # fmt: skip
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for n in range(TIMES + 3):
            ask = BackMsg()
            ask.rerun_script.page_name = page
            start = time.perf_counter()
            line.send(ask.SerializeToString())
            while True:
                told = ForwardMsg()
                told.ParseFromString(line.recv(timeout=LONGEST, decode=False))
                if told.WhichOneof("type") == "script_finished":
                    break
            if n >= 3:
                taken.append(time.perf_counter() - start)
    return taken


def measure(store: Store, uri: str) -> list[Ratio]:
    """The head's home page over the bench's office against an empty script, each in a server of its own."""
    from core import office, sums
    from core.users import sessions

    password = "Qyzyl-Alma-7719"
    office.open_office(store, office.first_office("Bench", "Алматы"), {"login": "bench", "name": "Bench"}, password)
    sums.refresh(store)
    token = sessions.sign_in(store, "bench", password, "127.0.0.1")
    with tempfile.TemporaryDirectory() as temporary:
        empty = Path(temporary) / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        with served(empty, {}, "/_stcore/health") as port:
            floor = statistics.median(reruns(port, ""))
        with served(ROOT / "dashboard.py", {"MONGODB_URI": uri, "OFFICE_DB": store.name}, "/readyz") as port:
            ours = statistics.median(reruns(port, "", f"office={token}"))
    return [Ratio("a rerun of the home page", ours, floor, 3)]
