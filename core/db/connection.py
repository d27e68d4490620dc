"""The one database of this process: `MONGODB_URI`, or the embedded server; made once, shared by all threads."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import pymongo

from core.db import orphans
from core.db.server import data_folder, ensure, socket_of, socket_uri, uri_problem
from core.db.store import Store


def client(uri: str, *listeners: Any) -> pymongo.MongoClient[dict[str, Any]]:
    """A thread-safe client with the office's settings; never one per rerun. listeners: of pymongo's, for trials."""
    return pymongo.MongoClient(
        uri,
        tz_aware=True,
        maxPoolSize=20,
        waitQueueTimeoutMS=5000,
        appname=orphans.app_name(),
        retryWrites=True,
        event_listeners=list(listeners),
    )


@lru_cache(maxsize=1)
def store() -> Store:
    """The office's database, opened at first use."""
    uri = os.environ.get("MONGODB_URI")
    if uri:
        if problem := uri_problem(uri):
            raise problem
    else:
        uri = ensure(data_folder())
    return Store(client(uri), os.environ.get("OFFICE_DB", "office"))


def environment(made: Store) -> dict[str, str]:
    """What a process beside this one needs in its environment to open the same database.

    It has ours besides: a URI with its password is passed on as it came and is never written out anew.
    """
    found = {"OFFICE_DB": made.name}
    if not os.environ.get("MONGODB_URI"):
        where = made.client.address  # our own server stands behind a socket: (its path, None)
        path = where[0] if where else ""
        if path and path != socket_of(data_folder().resolve()):
            found["MONGODB_URI"] = socket_uri(path)
    return found
