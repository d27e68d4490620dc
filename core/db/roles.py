"""The database role of the office where the server has users: the trail may be read and added to, nothing else.

`python -m core.db.roles NAME` prints a script for mongosh; NAME is the database's (OFFICE_DB, else `office`). Run the
first time it makes the role and the account, later it brings the role to what a newer code asks.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from core.db.indexes import INDEXES

# Only grows: no entry, page, anchor or line of who looked can be changed or removed through the office's connection.
KEPT = ("audit_events", "audit_pages", "anchors", "anchor_heads", "looks")
SHAPE = ["createCollection", "createIndex", "dropIndex", "listIndexes", "collMod", "collStats"]
READ_ADD = ["find", "insert"]
WRITE = [*READ_ADD, "update", "remove"]


def beside(name: str) -> str:
    """The scratch base of a restore drill, beside the base of this name."""
    return f"{name[:56]}_drill"


def role(name: str) -> dict[str, Any]:
    """The role as MongoDB's createRole command wants it: every collection of the office by name."""
    rights = [
        {
            "resource": {"db": name, "collection": collection},
            "actions": [*(READ_ADD if collection in KEPT else WRITE), *SHAPE],
        }
        for collection in sorted({*INDEXES, *KEPT, "credentials"})
    ]
    # «find» on the base itself: a question to rows that stand in no collection (Store.documents).
    rights.append({"resource": {"db": name, "collection": ""}, "actions": ["find", "listCollections"]})
    # A restore drill fills a base of its own beside the live one and drops it.
    scratch = {"resource": {"db": beside(name), "collection": ""}}
    rights.append({**scratch, "actions": [*WRITE, *SHAPE, "listCollections", "dropCollection", "dropDatabase"]})
    return {"createRole": f"{name}_app", "privileges": rights, "roles": []}


def main(words: list[str]) -> None:
    """Print the script; it is run as a file, for what is piped into mongosh is taken for the passwords it asks."""
    name = words[0] if words else "office"
    asked = role(name)
    made = asked.pop("createRole")
    # A role that reaches two bases (the scratch base of a drill beside the own) can stand nowhere else.
    print(f'const admin = db.getSiblingDB("admin"), there = admin.getRole("{made}");')
    print(f'admin.runCommand({{[there ? "updateRole" : "createRole"]: "{made}", ...{json.dumps(asked)}}});')
    print(f'if (!there) admin.createUser({{user: "{name}", pwd: passwordPrompt(), roles: ["{made}"]}});')


if __name__ == "__main__":
    main(sys.argv[1:])
