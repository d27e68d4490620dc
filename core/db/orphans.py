"""Open transactions of processes that are gone: the server keeps them, and every document they hold, for a minute.

Each client says in its name which process it is; what a process of this machine held that is no more is let go at once,
so nobody waits for a dead one.
"""

from __future__ import annotations

import logging
import os
import re
import socket
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

log = logging.getLogger(__name__)
NAME = "registrar-office"
_SHAPE = re.compile(rf"^{NAME} (?P<host>\S+) (?P<pid>\d+)$")


def app_name() -> str:
    """What a client of this process is called at the server."""
    return f"{NAME} {socket.gethostname()[:80]} {os.getpid()}"


def let_go(client: pymongo.MongoClient[dict[str, Any]]) -> int:
    """End the open transactions of this machine's dead processes; how many they were.

    Without the right to ask (a database of one's own with users) they end by themselves within a minute.
    """
    open_ = {"transaction": {"$exists": True}, "appName": {"$regex": f"^{NAME} "}}
    try:
        with pymongo.timeout(5):
            # One's own operations alone: asking for those needs no right.
            found = list(client.admin.aggregate([{"$currentOp": {"idleSessions": True}}, {"$match": open_}]))
            dead = [{"id": op["lsid"]["id"]} for op in found if _gone(op["appName"])]
            if dead:
                client.admin.command("killSessions", dead)
    except PyMongoError as e:
        log.warning("what dead processes hold could not be let go: %s", e)
        return 0
    return len(dead)


def _gone(name: str) -> bool:
    """Was this client of a process of this machine that is no more?"""
    said = _SHAPE.match(name)
    return said is not None and said["host"] == socket.gethostname()[:80] and not there(int(said["pid"]))


def there(pid: int) -> bool:
    """Is there a process of this number on this machine?"""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
