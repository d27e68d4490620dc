"""The embedded database server, on the real one: started, killed, moved, refused."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from pymongo import MongoClient

from core.db import guardian, mongod, problems, server
from core.db.problems import ServerProblem

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 60

# A program that uses the server like the office does, and stays until it is told to end.
OFFICE = """
import sys
from pathlib import Path
from core.db import server
print(server.ensure(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""
# The same, writing as fast as it can and telling each write the server has acknowledged.
WRITER = """
import sys
from pathlib import Path
from pymongo import MongoClient
from core.db import server
rows = MongoClient(server.ensure(Path(sys.argv[1]))).get_database("work").rows
for number in range(10**9):
    rows.insert_one({"_id": number})
    print(number, flush=True)
"""


def eventually(true: Callable[[], bool], what: str) -> None:
    """Wait until something is so; it is never asserted how fast."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def servers_on(data: Path) -> list[psutil.Process]:
    """The database servers that run on this folder."""
    found = []
    for process in psutil.process_iter():
        try:
            words = process.cmdline()
            if str(data / "db") in words and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            pass
    return [process for process in found if "mongod" in process.name()]


def guardian_of(data: Path) -> psutil.Process:
    return psutil.Process(int((data / guardian.GUARD).read_text()))


def stopped_cleanly(data: Path) -> bool:
    """mongod empties its lock file as the last thing of a clean end."""
    lock = data / "db" / "mongod.lock"
    return not servers_on(data) and lock.stat().st_size == 0


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own; whatever still runs on it at the end is stopped."""
    folder = (tmp_path / "data").resolve()
    yield folder
    server.release(folder)
    for place in folder.parent.iterdir():
        for process in servers_on(place):
            process.kill()


@pytest.fixture
def launch(data: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """Start programs that use the server on the data folder; what still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(program: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(data)],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def refusal(data: Path) -> ServerProblem:
    """The problem that the start on this folder ends with."""
    with pytest.raises(ServerProblem) as raised:
        server.ensure(data)
    assert raised.value.sentence.endswith((".", '"'))
    return raised.value


# --- starting, killing, moving


def test_eight_starts_at_once_end_with_one_server(data, launch):
    addresses = [said(process) for process in [launch(OFFICE) for _ in range(8)]]
    assert len(set(addresses)) == 1
    assert len(servers_on(data)) == 1
    with MongoClient(addresses[0]) as client:
        assert client.admin.command("hello")["isWritablePrimary"]


def test_threads_of_one_process_share_the_server(data):
    addresses: list[str] = []
    threads = [threading.Thread(target=lambda: addresses.append(server.ensure(data))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(addresses) == 6 and len(set(addresses)) == 1
    assert len(servers_on(data)) == 1


def test_killed_server_is_started_again_and_a_write_just_waits(data):
    with MongoClient(server.ensure(data)) as client:
        client.work.rows.insert_one({"_id": 1})
        (killed,) = servers_on(data)
        killed.kill()
        client.work.rows.insert_one({"_id": 2})
        assert [row["_id"] for row in client.work.rows.find(sort=[("_id", 1)])] == [1, 2]
    (running,) = servers_on(data)
    assert running.pid != killed.pid


def test_killed_guardian_is_replaced_while_the_office_just_waits(data):
    with MongoClient(server.ensure(data)) as client:
        client.work.rows.insert_one({"_id": 1})
        killed = guardian_of(data)
        killed.kill()
        psutil.wait_procs([killed], timeout=PATIENCE)
        eventually(lambda: server._guarded(data), "a new guardian")
        assert client.work.rows.count_documents({}) == 1
        client.work.rows.insert_one({"_id": 2})
    assert guardian_of(data).pid != killed.pid
    assert len(servers_on(data)) == 1


@pytest.mark.parametrize("pause", [0, 0.05, 0.3, 0.6])
def test_start_meets_a_server_that_is_just_ending(data, pause):
    with MongoClient(server.ensure(data)) as client:
        client.work.rows.insert_one({"_id": 1})
    guardian_of(data).kill()
    time.sleep(pause)
    with MongoClient(server.ensure(data)) as client:
        assert client.work.rows.count_documents({}) == 1
        client.work.rows.insert_one({"_id": 2})
    eventually(lambda: len(servers_on(data)) == 1, "one server after the guardian was killed")


def test_orphaned_server_is_taken_over_and_replaced_when_it_ends(data):
    with MongoClient(server.ensure(data)) as client:
        client.work.rows.insert_one({"_id": 1})
    (orphan,) = servers_on(data)
    killed = guardian_of(data).pid
    orphan.suspend()  # it answers a knock, but neither works nor ends until the new guardian stands by it
    os.kill(killed, signal.SIGKILL)
    waiting = threading.Thread(target=server.ensure, args=[data])
    waiting.start()
    eventually(lambda: (data / guardian.GUARD).read_text() not in ("", str(killed)), "a new guardian")
    time.sleep(2 * guardian.STEP)  # it has looked
    orphan.resume()  # and now ends, as Linux told it to when its guardian died
    orphan_ends = sys.platform.startswith("linux")
    waiting.join()
    with MongoClient(server.ensure(data)) as client:
        eventually(lambda: not orphan_ends or orphan not in servers_on(data), "the orphan has ended")
        assert client.work.rows.count_documents({}) == 1
        client.work.rows.insert_one({"_id": 2})
    assert len(servers_on(data)) == 1


def test_last_user_gone_stops_the_server_cleanly_even_after_kill_9(data, launch):
    first, second = launch(OFFICE), launch(OFFICE)
    assert said(first) == said(second)
    first.kill()
    first.wait()
    with MongoClient(server.ensure(data)) as client:
        assert client.admin.command("ping")
    server.release(data)
    assert len(servers_on(data)) == 1  # the second still works with it
    second.kill()
    second.wait()
    eventually(lambda: stopped_cleanly(data), "the server stops when nobody uses it")


def test_release_of_the_only_user_waits_for_the_clean_end(data):
    server.ensure(data)
    server.release(data)
    assert stopped_cleanly(data)


@pytest.mark.parametrize("server_too", [False, True])
def test_after_kill_9_in_mid_work_every_acknowledged_write_is_there(data, launch, server_too):
    writer = launch(WRITER)
    while int(said(writer)) < 300:
        pass
    if server_too:
        guardian_of(data).suspend()  # it must not mend what we break before both are dead
        for running in servers_on(data):
            running.kill()
        guardian_of(data).kill()
    writer.kill()
    rest = writer.communicate()[0].split()
    acknowledged = max(map(int, rest), default=300)
    with MongoClient(server.ensure(data)) as client:
        kept = {row["_id"] for row in client.work.rows.find()}
        assert kept >= set(range(acknowledged + 1))
        assert client.work.validate_collection("rows", full=True)["valid"]


def test_moved_folder_opens_with_its_data(data):
    with MongoClient(server.ensure(data)) as client:
        client.work.rows.insert_one({"_id": 1})
    server.release(data)
    moved = data.with_name("moved")
    data.rename(moved)
    try:
        with MongoClient(server.ensure(moved)) as client:
            assert client.work.rows.count_documents({}) == 1
            client.work.rows.insert_one({"_id": 2})
    finally:
        server.release(moved)


def test_server_comes_back_when_a_cleaner_deletes_its_socket(data):
    uri = server.ensure(data)
    with MongoClient(uri) as client:
        client.work.rows.insert_one({"_id": 1})
    path = Path(server.socket_of(data))
    path.unlink()
    eventually(lambda: guardian.up(str(path)), "the socket is back")
    with MongoClient(server.ensure(data)) as client:
        assert client.work.rows.count_documents({}) == 1


def test_only_this_user_can_reach_the_server(data):
    server.ensure(data)
    path = Path(server.socket_of(data))
    assert path.parent.stat().st_mode & 0o077 == 0
    assert path.stat().st_mode & 0o077 == 0
    assert data.stat().st_mode & 0o077 == 0
    (running,) = servers_on(data)
    listening = [c for c in running.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    assert listening == []


def test_log_does_not_grow_for_ever(data, monkeypatch):
    data.mkdir()
    (data / "mongod.log").write_bytes(b"x" * (guardian.LOG_LIMIT + 1))
    server.ensure(data)
    assert (data / "mongod.log.1").stat().st_size == guardian.LOG_LIMIT + 1
    assert (data / "mongod.log").stat().st_size < guardian.LOG_LIMIT


# --- one clear sentence for each trouble


def test_no_server_program_anywhere(data, monkeypatch):
    monkeypatch.delenv("MONGOD", raising=False)
    monkeypatch.setenv("PATH", str(data))
    monkeypatch.setattr(sys, "path", [str(CHECKOUT)])
    for name in [name for name in sys.modules if name.startswith("fiftyone")]:
        monkeypatch.delitem(sys.modules, name)
    problem = refusal(data)
    assert problem.key == "server.missing"
    assert "MONGODB_URI" in problem.sentence and "MONGOD" in problem.sentence


def test_mongod_that_cannot_be_run(data, monkeypatch, tmp_path):
    text = tmp_path / "mongod"
    text.write_text("not a program")
    for place in (text, tmp_path / "nowhere"):
        monkeypatch.setenv("MONGOD", str(place))
        problem = refusal(data)
        assert problem.key == "server.not_runnable" and problem.values["binary"] == str(place)
    text.write_bytes(b"\x7fELF broken")
    text.chmod(0o755)
    monkeypatch.setenv("MONGOD", str(text))
    assert refusal(data).key == "server.not_runnable"


def test_another_program_is_not_taken_for_the_server(data, monkeypatch):
    monkeypatch.setenv("MONGOD", sys.executable)
    problem = refusal(data)
    assert problem.key == "server.not_runnable" and "Python" in str(problem.values["said"])


def test_packaged_server_without_its_execute_bit_is_mended(data, monkeypatch, tmp_path):
    binary, version = mongod.find()
    package = tmp_path / "site" / "fiftyone" / "db"
    (package / "bin").mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copyfile(binary, package / "bin" / "mongod")
    (package / "bin" / "mongod").chmod(0o644)
    monkeypatch.delenv("MONGOD", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), str(CHECKOUT)])
    for name in [name for name in sys.modules if name.startswith("fiftyone")]:
        monkeypatch.delitem(sys.modules, name)
    assert mongod.find() == (str(package / "bin" / "mongod"), version)
    (package / "bin" / "mongod").unlink()  # 140 MB that pytest would keep


def test_missing_library_is_named_with_the_command_that_brings_it(data, monkeypatch, tmp_path):
    # The real program, asking its loader for a library that no system has.
    whole = Path(mongod.find()[0]).read_bytes()
    assert whole.count(b"libcurl.so.4\0") == 1
    lame = tmp_path / "mongod"
    lame.write_bytes(whole.replace(b"libcurl.so.4\0", b"libcurl.so.9\0"))
    lame.chmod(0o755)
    monkeypatch.setenv("MONGOD", str(lame))
    problem = refusal(data)
    lame.unlink()
    assert problem.key == "server.library_missing" and problem.values["library"] == "libcurl.so.9"
    assert "sudo apt install" in problem.sentence


@pytest.mark.parametrize(
    ("code", "told", "key", "value"),
    [
        (127, "mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file: "
              "No such file or directory", "server.library_missing", "libcurl4"),
        (127, "mongod: error while loading shared libraries: libcrypto.so.3: cannot open shared object file: "
              "No such file or directory", "server.library_missing", "libssl3"),
        (1, "mongod: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by mongod)",
         "server.system_too_old", "GLIBC 2.34"),
        (-signal.SIGILL, "", "server.processor", "AVX"),
        (1, "", "server.not_runnable", "exit code 1"),
    ],
)  # fmt: skip
def test_why_a_server_program_does_not_run(code, told, key, value):
    problem = problems.why_not_runnable("/opt/mongod", code, told)
    assert problem.key == key and value in problem.sentence


def test_folder_that_another_server_works_on(data):
    (data / "db").mkdir(parents=True)
    path = data / "other.sock"
    command = [mongod.find()[0], "--dbpath", data / "db", "--logpath", data / "other.log", "--bind_ip", path]
    other = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        eventually(lambda: guardian.up(str(path)), "the other server is up")
        problem = refusal(data)
        assert problem.key == "server.folder_in_use" and problem.values["pid"] == other.pid
        assert other.poll() is None  # it was left alone
    finally:
        other.terminate()
        other.wait()
    assert server.ensure(data)  # and when it has gone, the office opens


def test_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", Path("/proc/office-data")):
        problem = refusal(place)
        assert problem.key == "server.folder_denied" and problem.values["folder"] == str(place)


def test_full_disk(data, monkeypatch):
    monkeypatch.setattr(server, "ROOM", 10**12)  # no disk has an exabyte free
    problem = refusal(data)
    assert problem.key == "server.disk_full" and not servers_on(data)


@pytest.mark.parametrize(
    ("code", "told", "key"),
    [
        # what mongod 6.0.5 wrote on a real disk of 60 MB
        (-6, '{"s":"E","msg":"WiredTiger error message","attr":{"error":28,"message":{"error_str":"No space '
             'left on device","error_code":28}}}', "server.disk_full"),
        (100, '{"s":"E","msg":"DBException in initAndListen, terminating","attr":{"error":"DBPathInUse: '
              'Unable to lock the lock file"}}', "server.folder_in_use"),
        (100, '{"s":"E","msg":"DBException in initAndListen, terminating","attr":{"error":"IllegalOperation: '
              'Attempted to create a lock file on a read-only directory"}}', "server.folder_denied"),
        (62, '{"s":"F","msg":"Wrong mongod version","attr":{"error":"UPGRADE PROBLEM: found an invalid '
             'featureCompatibilityVersion document"}}', "server.wrong_version"),
        (2, "BadValue: no such option", "server.broken"),
        (14, "", "server.broken"),
    ],
)  # fmt: skip
def test_why_a_server_does_not_stay_up(code, told, key):
    problem = problems.why_not_started(code, told, "/data", "/data/mongod.log", 3, 200, 7)
    assert problem.key == key and problem.sentence


def test_server_that_dies_on_its_files_is_told_with_its_own_words(data):
    server.ensure(data)
    server.release(data)
    (data / "db" / "WiredTiger.turtle").write_bytes(b"scribble")
    (data / "db" / "WiredTiger.wt").write_bytes(b"scribble")
    problem = refusal(data)
    assert problem.key in ("server.broken", "server.wrong_version")
    assert str(data) in problem.sentence and problem.values["said"]


@pytest.mark.parametrize(("written", "key"), [("8.0", "server.newer_data"), ("4.4", "server.older_data")])
def test_folder_of_another_release_is_refused_before_it_is_touched(data, written, key):
    server.ensure(data)
    server.release(data)
    note = data / "server.json"
    kept = json.loads(note.read_text())
    assert kept["data"] == "6.0" or sys.platform == "darwin"
    note.write_text(json.dumps({**kept, "data": written}))
    before = (data / "mongod.log").stat().st_size
    problem = refusal(data)
    assert problem.key == key and problem.values["data"] == written
    assert (data / "mongod.log").stat().st_size == before


def test_network_disks_are_refused_and_local_ones_are_not(tmp_path):
    table = "/dev/sda / ext4 rw 0 0\nnas:/x /mnt/the\\040nas nfs4 rw 0 0\n/dev/sdb /mnt/the\\040nas/local xfs rw 0 0"
    assert mongod.shared_disk(Path("/mnt/the nas/office/data"), table) == "nfs4"
    assert mongod.shared_disk(Path("/mnt/the nas/local/data"), table) is None
    assert mongod.shared_disk(Path("/home/office/data"), table) is None
    assert mongod.shared_disk(Path("/mnt/the nas 2/data"), table) is None
    assert mongod.mounts()
    assert mongod.shared_disk(tmp_path.resolve(), mongod.mounts()) is None


def test_socket_folder_of_somebody_else_is_not_trusted(data):
    base = Path(server.socket_of(data)).parent
    base.chmod(0o755)
    try:
        problem = refusal(data)
    finally:
        base.chmod(0o700)
    assert problem.key == "server.socket_folder" and str(base) in problem.sentence


# --- a MongoDB of one's own


def test_replica_set_of_ones_own_will_do_with_a_word_on_a_known_hole(data, caplog):
    assert server.uri_problem(server.ensure(data)) is None
    assert ("CVE-2025-14847" in caplog.text) == problems.unmended(mongod.find()[1])


def test_wrong_password_is_told_without_it(data):
    uri = server.ensure(data).replace("mongodb://", "mongodb://head:secret@")
    problem = server.uri_problem(uri)
    assert problem and problem.key == "server.refused" and "secret" not in problem.sentence


def test_server_with_passwords_lets_in_a_user_of_few_rights_only_with_his(data):
    (data / "db").mkdir(parents=True)
    key = data / "key"
    key.write_text("onlyForThisTest1")
    key.chmod(0o600)
    path = server.socket_of(data)  # short enough, and in a closed folder
    command = [mongod.find()[0], "--dbpath", data / "db", "--logpath", data / "other.log", "--bind_ip", path]
    command += ["--replSet", "rs0", "--keyFile", key, "--networkMessageCompressors", "disabled"]
    other = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    place = quote(path, safe="")
    try:
        with MongoClient(f"mongodb://{place}/?directConnection=true") as client:
            client.admin.command("replSetInitiate", {"_id": "rs0", "members": [{"_id": 0, "host": path}]})
            eventually(lambda: client.admin.command("hello")["isWritablePrimary"], "writable")
            client.admin.command("createUser", "root", pwd="root", roles=["root"])
        with MongoClient(f"mongodb://root:root@{place}/?directConnection=true") as client:
            client.office.command("createUser", "clerk", pwd="secret", roles=["readWrite"])
        assert server.uri_problem(f"mongodb://clerk:secret@{place}/office") is None
        for stranger in (f"mongodb://{place}/office", f"mongodb://clerk:guess@{place}/office"):
            problem = server.uri_problem(stranger)
            assert problem and problem.key == "server.refused" and "guess" not in problem.sentence
    finally:
        other.terminate()
        other.wait()


@pytest.mark.parametrize(("flags", "key"), [([], "server.standalone"), (["--replSet", "rs0"], "server.not_initiated")])
def test_standalone_server_is_refused_with_what_is_missing(data, flags, key):
    (data / "db").mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [mongod.find()[0], "--dbpath", data / "db", "--logpath", data / "other.log"]
    command += [
        "--port",
        str(port),
        "--bind_ip",
        "127.0.0.1",
        "--nounixsocket",
        "--networkMessageCompressors",
        "disabled",
        *flags,
    ]
    other = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        # Found whether or not the address names a set: both are what people write.
        for query in ("", "?replicaSet=rs0") if not flags else ("",):
            problem = server.uri_problem(f"mongodb://127.0.0.1:{port}/{query}", seconds=PATIENCE)
            assert problem and problem.key == key and f"127.0.0.1:{port}" in problem.sentence
            assert "rs.initiate()" in problem.sentence
    finally:
        other.terminate()
        other.wait()


def test_silent_or_unreadable_address(data):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        places = [f"u:secret@127.0.0.1:{port}/", f"u:secret@127.0.0.1:{port},127.0.0.1:{port}/?replicaSet=rs0"]
        for silent in [server.uri_problem(f"mongodb://{place}", seconds=1) for place in places]:
            assert silent and silent.key == "server.unreachable" and f"127.0.0.1:{port}" in silent.sentence
    for uri in (
        "postgres://u:secret@x/",
        "mongodb://u:sec@ret%@x/",
        "mongodb://u:secret@/",
        "mongodb://x:port/",
    ):
        problem = server.uri_problem(uri, seconds=1)
        assert problem and problem.key == "server.bad_uri", uri
        assert "secret" not in problem.sentence and "sec@ret" not in problem.sentence


def test_server_too_old_and_router_of_a_cluster():
    old = problems.why_not_suitable({"maxWireVersion": 13, "setName": "rs0"}, "5.0.31", "h:1")
    assert old and old.key == "server.too_old" and "5.0.31" in old.sentence
    assert problems.why_not_suitable({"maxWireVersion": 21, "msg": "isdbgrid"}, "7.0.28", "h:1") is None


def test_releases_with_the_known_hole():
    assert all(map(problems.unmended, ("5.0.31", "6.0.5", "6.0.26", "7.0.27", "8.0.16")))
    assert not any(map(problems.unmended, ("6.0.27", "7.0.28", "8.0.17", "8.2.3")))


def test_data_folder_is_the_checkouts_unless_moved(monkeypatch):
    monkeypatch.delenv("OFFICE_DATA", raising=False)
    assert server.data_folder() == CHECKOUT / "data"
    monkeypatch.setenv("OFFICE_DATA", "/srv/office")
    assert server.data_folder() == Path("/srv/office")
    assert os.sep in str(server.data_folder())
