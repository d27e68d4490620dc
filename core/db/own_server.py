"""Whether a MongoDB of one's own (MONGODB_URI) will do for the office."""

from __future__ import annotations

import logging
import re
from typing import Any

from pymongo import MongoClient
from pymongo.errors import ConfigurationError, ConnectionFailure, InvalidURI, OperationFailure, PyMongoError
from pymongo.uri_parser import parse_uri

from core.db.problems import ServerProblem, unmended, why_not_suitable

log = logging.getLogger(__name__)


def uri_problem(uri: str, seconds: float = 15) -> ServerProblem | None:
    """What is wrong with a MongoDB of one's own (MONGODB_URI); None when it will do.

    It must answer within so many seconds, be 6.0 or newer and a replica set. No password reaches the
    sentence.
    """
    try:
        parsed = parse_uri(uri, validate=True)
    except (InvalidURI, ConfigurationError, ValueError, PyMongoError) as error:
        secret = uri.partition("://")[2].rpartition("@")[0]
        said = str(error).replace(secret, "...") if secret else str(error)
        return ServerProblem("server.bad_uri", said=said.rstrip("."))
    nodes = parsed["nodelist"]
    hosts = ", ".join(host if port is None or "/" in host else f"{host}:{port}" for host, port in nodes)
    # A single server is asked itself: searched for as a member of a set, a standalone one is never found.
    alone = len(nodes) == 1 and not uri.startswith("mongodb+srv")
    asked = re.sub(r"(?i)(?<=[?&])replicaSet=[^&]*&?", "", uri) if alone else uri
    direct: dict[str, Any] = {"directConnection": True} if alone else {}  # None is no value to the driver
    patience = int(seconds * 1000)
    try:
        with MongoClient[dict[str, Any]](
            asked,
            serverSelectionTimeoutMS=patience,
            connectTimeoutMS=patience,
            **direct,
        ) as client:
            hello = client.admin.command("hello")
            version = client.server_info()["version"]
            if wrong := why_not_suitable(hello, version, hosts):
                return wrong
            if unmended(version):
                log.warning("MongoDB %s at %s has the hole CVE-2025-14847; bring it up to date.", version, hosts)
            # A wrong password is refused by now. Nobody signed in: then the server must let in anybody.
            if not client.admin.command("connectionStatus")["authInfo"]["authenticatedUsers"]:
                client.admin.list_collection_names()
    except OperationFailure:
        return ServerProblem("server.refused", hosts=hosts)
    except ConfigurationError as error:
        if "wire version" in str(error):  # the driver itself no longer speaks to servers that old
            return ServerProblem("server.too_old", hosts=hosts, version="older than 4.2")
        return ServerProblem("server.bad_uri", said=str(error))
    except ConnectionFailure:
        return ServerProblem("server.unreachable", hosts=hosts)
    return None
