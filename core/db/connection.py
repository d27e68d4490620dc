"""The one database of this process: `MONGODB_URI`, or the embedded server; made once, shared by all threads."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import pymongo

from core.db.server import data_folder, ensure, uri_problem
from core.db.store import Store


def client(uri: str) -> pymongo.MongoClient[dict[str, Any]]:
    """A thread-safe client with the office's settings; never one per rerun."""
    return pymongo.MongoClient(
        uri,
        tz_aware=True,
        maxPoolSize=20,
        waitQueueTimeoutMS=5000,
        appname="registrar-office",
        retryWrites=True,
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
