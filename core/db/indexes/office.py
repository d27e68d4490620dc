"""The office itself: accounts, kinds, tasks, jobs, the trail, sums."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U, where

SIGNINS_KEPT = 730 * 24 * 3600  # seconds: two years of the log of sign-ins, which holds addresses

OFFICE: dict[str, list[Spec]] = {
    "kinds": [([("sort", 1), ("code", 1), ("version", 1)], U)],
    "office": [],
    "measurements": [([("indicator", 1), ("period", 1), ("n", 1)], U), ([("indicator", 1), ("last", -1)], {})],
    "exchanges": [([("day", -1), ("_id", -1)], {})],
    "reconciliations": [
        ([("number", 1)], U),
        ([("day", -1), ("_id", -1)], {}),
        ([("platform", 1), ("year", 1), ("replaced", 1)], {}),
    ],
    "users": [
        ([("login", 1)], U),
        ([("email", 1)], {}),
        ([("person.id", 1)], {"sparse": True}),
        ([("department.id", 1)], {"sparse": True}),
        ([("role", 1)], {}),
        ([("acting.role", 1)], {"sparse": True}),
        ([("deputies.user.id", 1)], {"sparse": True}),
    ],
    "presets": [([("name", 1)], U)],
    "imports": [([("number", 1)], U), ([("created.at", -1)], {})],
    "views": [([("page", 1), ("name", 1)], {}), ([("owner", 1)], {})],
    "recents": [],
    "counters": [],
    "audit_events": [
        ([("subject.kind", 1), ("subject.id", 1), ("seq", 1)], U),
        ([("command", 1)], U),
        ([("touched.id", 1), ("at", -1)], {}),
        ([("actor.id", 1), ("at", -1)], {}),
        ([("action", 1), ("at", -1)], {}),
        ([("code", 1)], {"partialFilterExpression": {"code": {"$type": "string"}}}),
        ([("at", -1)], {}),
        ([("at", 1), ("_id", 1)], {}),  # the feed of changes
    ],
    "audit_pages": [([("entry", 1), ("n", 1)], U), ([("touched.id", 1)], {})],
    "anchors": [([("n", 1)], U)],
    "anchor_heads": [([("anchor", 1), ("n", 1)], U)],
    "personal": [([("owner", 1), ("field", 1)], {})],
    "bytes.files": [
        ([("filename", 1), ("uploadDate", 1)], {}),
        ([("uploadDate", 1)], {"partialFilterExpression": {"metadata.kept": False}}),
    ],
    "bytes.chunks": [([("files_id", 1), ("n", 1)], U)],
    "presence": [([("sheet", 1), ("at", 1)], {}), ([("expires", 1)], {"expireAfterSeconds": 0})],
    "sessions": [([("user", 1)], {}), ([("expires", 1)], {"expireAfterSeconds": 0})],
    "credentials": [],
    "second_factors": [],
    "signins": [
        ([("at", -1)], {"expireAfterSeconds": SIGNINS_KEPT, "name": "kept"}),
        ([("user", 1), ("at", -1)], {}),
        ([("outcome", 1), ("at", -1)], {}),
    ],
    "api_keys": [([("hash", 1)], U)],
    "api_uses": [],
    "tries": [([("expires", 1)], {"expireAfterSeconds": 0})],
    "looks": [
        ([("student", 1), ("at", -1)], {}),
        ([("user", 1), ("at", -1)], {}),
        ([("page", 1), ("at", -1)], {}),
        ([("at", -1)], {}),
    ],
    "tasks": [
        ([("to_user.id", 1), ("state", 1), ("due", 1)], {}),
        ([("to_role", 1), ("state", 1), ("due", 1)], {}),
        ([("state", 1), ("due", 1)], {}),
        ([("subject.id", 1), ("state", 1)], {}),
        ([("subject_kind", 1), ("state", 1), ("due", 1)], {}),
        ([("approval", 1), ("state", 1)], {}),
        ([("done_by.id", 1), ("done_at", -1)], {}),
        ([("made_by.id", 1), ("state", 1), ("due", 1)], {}),
    ],
    "approvals": [
        (
            [("subject.id", 1)],
            {"unique": True, "partialFilterExpression": {"state": "running"}, "name": "one_running"},
        ),
        ([("subject.id", 1), ("_id", -1)], {}),
        ([("asked_by.id", 1), ("state", 1)], {}),
    ],
    "notices": [
        ([("to", 1), ("at", -1)], {}),
        ([("to", 1), ("read_at", 1)], {}),
        ([("to", 1), ("once", 1)], where("once")),
        ([("task", 1)], {}),
        ([("address.version", 1)], {"sparse": True}),
        ([("mail", 1), ("next_at", 1)], {}),
    ],
    "jobs": [([("state", 1)], {}), ([("command", 1)], U)],
    "runs": [
        ([("state", 1), ("beat", 1)], {}),
        ([("by", 1), ("_id", -1)], {}),
        ([("kind", 1), ("_id", -1)], {}),
        ([("alone", 1)], where("alone")),
    ],
    "schedule": [],
    "planned": [([("state", 1), ("due", 1), ("_id", 1)], {}), ([("subject.id", 1), ("state", 1)], {})],
    "name_findings": [
        ([("what", 1), ("key", 1), ("_id", 1)], {}),
        ([("kind", 1), ("what", 1), ("key", 1), ("_id", 1)], {}),
        ([("kind", 1), ("of", 1)], {}),
        ([("faculties", 1), ("what", 1), ("key", 1)], {}),
    ],
    "staged": [([("job", 1), ("n", 1)], U)],
    "sums": [],
    "dirty": [],
    "migrations": [],
}
