"""`office.py run`: the database, then the office, then the address; and everything down again at the end."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

from core import logs
from core.db import server
from core.db.guardian import tied_to_parent
from core.errors import OfficeError
from core.i18n import t

CHECKOUT = Path(__file__).resolve().parent.parent
PATIENCE = 180  # seconds until the office must answer: a first start on a slow disk reads a lot of Python
GRACE = 35  # seconds the office has to end by itself: its acts and jobs come to an end (core.workers)


def main(words: list[str]) -> int:
    """Open the office and stay until Ctrl-C or SIGTERM; the exit code is 0 when it was stopped on purpose."""
    asked = arguments().parse_args(words)
    logs.begin()
    if asked.demo:
        os.environ["OFFICE_DEMO"] = "1"
        os.environ["OFFICE_DATA"] = os.environ.get("OFFICE_DATA") or str(CHECKOUT / "data-demo")
        if not loopback(asked.host) and not asked.force_host:
            return refused(
                f"the demonstration office shows its passwords, so it opens on this machine only, not on "
                f"{asked.host}. If you mean it, add --force-host."
            )
    else:
        os.environ.pop("OFFICE_DEMO", None)
    if taken := port_problem(asked.host, asked.port):
        return refused(taken)
    # A closed terminal and a polite kill end like Ctrl-C, which a shell's background job would else ignore.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    child: subprocess.Popen[bytes] | None = None
    try:
        open_database()
        right_base(asked.demo)
        child = start(asked.host, asked.port)
        address = address_of(asked.host, asked.port)
        code = wait_until_open(child, address)
        if code is not None:
            return code
        said(f"\nThe office is open: {address}\nCtrl-C closes it.")
        if on_a_desktop() and not asked.no_browser:
            webbrowser.open(address)
        code = child.wait()
        return refused(f"the office ended by itself (exit code {code}); what it said stands above.")
    except server.ServerProblem as problem:
        return refused(problem.sentence)
    except OfficeError as e:
        return refused(t(e.key, "en", **e.values))
    except KeyboardInterrupt:
        said("\nClosing the office ...")
        return 0
    finally:
        close(child)


def arguments() -> argparse.ArgumentParser:
    """The words `run` understands."""
    parser = argparse.ArgumentParser(prog="office.py run", description="Open the office in the browser.")
    parser.add_argument("--demo", action="store_true", help="a demonstration office with fictional people")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine)")
    parser.add_argument("--force-host", action="store_true", help="let --demo listen beyond this machine")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    return parser


def loopback(host: str) -> bool:
    """Whether only this machine can reach an office that listens here."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def port_problem(host: str, port: int) -> str | None:
    """Why the office cannot listen there, as a sentence; None when it can."""
    if not 0 < port < 65536:
        return f"{port} is not a port; choose one from 1024 to 65535."
    try:
        family, kind, _, _, place = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":  # on Windows this option would let us take a port that is in use
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror:
        return f"this machine has no address {host}."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return (
                f"port {port} is in use; perhaps the office already runs at {address_of(host, port)}. "
                f"Otherwise choose another: --port {port + 1}"
            )
        if error.errno in (errno.EACCES, errno.EPERM):
            return f"this user may not listen on port {port}; choose one from 1024 to 65535."
        if error.errno == errno.EADDRNOTAVAIL:
            return f"this machine has no address {host}."
        return f"it is not possible to listen on {host}, port {port}: {error.strerror}."
    return None


def address_of(host: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    if host in ("127.0.0.1", "0.0.0.0", "::", "[::]", "::1", "[::1]"):
        host = "localhost" if host in ("127.0.0.1", "0.0.0.0") else "[::1]"
    return f"http://{host}:{port}"


def open_database() -> None:
    """Have a database that will do, or raise ServerProblem: better told here than on a red page."""
    uri = os.environ.get("MONGODB_URI")
    if uri:
        said("Using the database of MONGODB_URI ...")
        if problem := server.uri_problem(uri):
            raise problem
    else:
        said(f"Starting the database on {server.data_folder()} ...")
        server.ensure(server.data_folder())


def right_base(demo: bool) -> None:
    """A demonstration opens on its own filled base only, a real office never on such. Raises OfficeError."""
    from core import demo as demonstration
    from core.db import connection
    from core.demo.command import fill

    if demo:
        fill(connection.store())
    else:
        demonstration.check(connection.store(), False)


def start(host: str, port: int) -> subprocess.Popen[bytes]:
    """Start the office itself."""
    said("Opening the office ...")
    command = [sys.executable, "-m", "streamlit", "run", str(CHECKOUT / "dashboard.py")]
    command += ["--server.address", host.strip("[]"), "--server.port", str(port), "--server.headless", "true"]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    command += ["--logger.hideWelcomeMessage", "true"]
    # A session of its own: Ctrl-C then reaches us alone, and we end it in the right order.
    return subprocess.Popen(
        command,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
        preexec_fn=tied_to_parent(),
    )


def wait_until_open(child: subprocess.Popen[bytes], address: str) -> int | None:
    """Wait until the office answers that it is ready; an exit code when it never did."""
    # Straight to our own machine, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if child.poll() is not None:
            return refused(f"the office did not open (exit code {child.returncode}); the reason stands above.")
        try:
            with opener.open(address + "/readyz", timeout=5):
                return None
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    return refused(f"the office did not answer within {PATIENCE} seconds; see what it said above.")


def drain() -> float:
    """Seconds between the word to stop and the end of the listening, for the proxy to notice (OFFICE_DRAIN_SECONDS)."""
    return float(os.environ.get("OFFICE_DRAIN_SECONDS") or 0)


def close(child: subprocess.Popen[bytes] | None) -> None:
    """End the office, then let go of the database, which stops when nobody else uses it."""
    impatient = False

    def hurry(*_: object) -> None:
        nonlocal impatient
        impatient = True

    signal.signal(signal.SIGINT, hurry)
    signal.signal(signal.SIGTERM, hurry)
    if child is not None and child.poll() is None:
        child.terminate()
        deadline = time.monotonic() + GRACE + drain()
        while child.poll() is None:
            if impatient or time.monotonic() > deadline:
                child.kill()
                child.wait()
                break
            time.sleep(0.02)
    if not os.environ.get("MONGODB_URI"):
        server.release(server.data_folder())


def on_a_desktop() -> bool:
    """Whether somebody sits before a screen here, not a server's log or a robot."""
    if os.environ.get("CI") or not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def refused(sentence: str) -> int:
    """Say a sentence where errors go; the exit code for it."""
    if logs.json_wanted():
        logging.getLogger("office.run").error(sentence)
    else:
        print("office: " + sentence, file=sys.stderr, flush=True)
    return 1


def said(sentence: str) -> None:
    """Say a sentence: on the terminal, or as a line of the log where that is JSON."""
    if logs.json_wanted():
        logging.getLogger("office.run").info(sentence.strip())
    else:
        print(sentence, flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
