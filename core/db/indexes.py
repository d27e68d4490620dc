"""Every index of the office in one place; the migration applies them and a test compares them with the server."""

from __future__ import annotations

from typing import Any

Spec = tuple[list[tuple[str, int]], dict[str, Any]]
U: dict[str, Any] = {"unique": True}


def _where(field: str) -> dict[str, Any]:
    return {"unique": True, "partialFilterExpression": {field: {"$type": "string"}}}


INDEXES: dict[str, list[Spec]] = {
    "students": [
        ([("number", 1)], U),
        ([("iin", 1)], _where("iin")),
        ([("search.key", 1), ("_id", 1)], {}),
        ([("search.grams", 1)], {}),
        ([("search.key", 1), ("born", 1)], {}),
        ([("studies.status", 1), ("studies.programme.id", 1), ("studies.year", 1), ("search.key", 1)], {}),
        ([("studies.department.id", 1), ("search.key", 1)], {}),
        ([("studies.faculty.id", 1), ("search.key", 1)], {}),
        ([("studies.teacher.id", 1), ("search.key", 1)], {}),
        ([("studies.group", 1), ("search.key", 1)], {}),
        ([("studies.record.section", 1)], {}),
        ([("pending.job", 1)], {"sparse": True}),
        ([("hidden", 1)], {"sparse": True}),
        ([("merged.id", 1)], {"sparse": True}),
        ([("consent.state", 1), ("search.key", 1)], {}),
        ([("events.job", 1)], {"sparse": True}),
        # Fields added in the browser are filters too, whatever their names.
        ([("custom.$**", 1)], {}),
        ([("studies.custom.$**", 1)], {}),
    ],
    "kinds": [([("sort", 1), ("code", 1), ("version", 1)], U)],
    "disciplines": [([("code", 1)], U), ([("department.id", 1)], {})],
    "programmes": [([("code", 1)], U)],
    "terms": [([("code", 1)], U), ([("year", 1), ("kind", 1)], {})],
    "departments": [([("code", 1)], U), ([("parent.id", 1)], {})],
    "people": [([("number", 1)], U), ([("department.id", 1)], {})],
    "office": [],
    "sections": [
        ([("code", 1)], U),
        ([("term.id", 1), ("discipline.id", 1), ("kind", 1)], {}),
        ([("members.student.id", 1)], {}),
        ([("term.id", 1), ("teacher.id", 1)], {}),
        ([("department.id", 1), ("term.id", 1)], {}),
    ],
    "grade_sheets": [
        ([("number", 1)], U),
        (
            [("section.id", 1), ("kind", 1)],
            {"unique": True, "partialFilterExpression": {"status": {"$in": ["open", "closed"]}}},
        ),
        ([("term.id", 1), ("status", 1), ("number", 1)], {}),
        ([("status", 1), ("due", 1)], {}),
        ([("department.id", 1), ("status", 1), ("due", 1)], {}),
        ([("examiners.id", 1), ("status", 1)], {}),
        ([("lines.student.id", 1)], {}),
        ([("corrections.state", 1)], {}),
    ],
    "holds": [
        (
            [("student.id", 1), ("kind.id", 1)],
            {"unique": True, "partialFilterExpression": {"active": True}, "name": "one_active"},
        ),
        ([("student.id", 1), ("active", -1), ("put.at", -1)], {}),
        ([("active", 1), ("put.at", -1)], {}),
        ([("active", 1), ("kind.id", 1), ("put.at", -1)], {}),
        ([("active", 1), ("number", 1)], {}),
    ],
    "proposals": [
        ([("number", 1)], U),
        ([("state", 1), ("at", 1)], {}),
        ([("student.id", 1), ("state", 1)], {}),
    ],
    "merges": [([("number", 1)], U), ([("at", -1)], {}), ([("keep.id", 1)], {}), ([("other.id", 1)], {})],
    "clearances": [([("number", 1)], U), ([("student.id", 1), ("number", -1)], {})],
    "rulebooks": [([("code", 1), ("version", 1)], U), ([("own", 1), ("effective", -1)], {})],
    "users": [
        ([("login", 1)], U),
        ([("email", 1)], {}),
        ([("role", 1)], {}),
        ([("acting.role", 1)], {"sparse": True}),
        ([("deputies.user.id", 1)], {"sparse": True}),
    ],
    "transcripts": [
        ([("number", 1)], U),
        ([("code", 1)], U),
        ([("student.id", 1)], {}),
        ([("state", 1), ("_id", -1)], {}),
    ],
    "papers": [
        ([("code_of_kind", 1), ("number", 1)], _where("number")),
        ([("code", 1)], _where("code")),
        ([("student.id", 1), ("_id", -1)], {}),
        ([("state", 1), ("deadline", 1), ("_id", -1)], {}),
        ([("code_of_kind", 1), ("_id", -1)], {}),
        ([("number", 1)], {}),
    ],
    "presets": [([("name", 1)], U)],
    "imports": [([("number", 1)], U), ([("created.at", -1)], {})],
    "views": [],
    "counters": [],
    "audit_events": [
        ([("subject.kind", 1), ("subject.id", 1), ("seq", 1)], U),
        ([("command", 1)], U),
        ([("touched.id", 1), ("at", -1)], {}),
        ([("actor.id", 1), ("at", -1)], {}),
        ([("action", 1), ("at", -1)], {}),
        ([("code", 1)], {"partialFilterExpression": {"code": {"$type": "string"}}}),
        ([("at", -1)], {}),
    ],
    "audit_pages": [([("entry", 1), ("n", 1)], U), ([("touched.id", 1)], {})],
    "anchors": [([("n", 1)], U)],
    "anchor_heads": [([("anchor", 1), ("n", 1)], U)],
    "personal": [([("owner", 1), ("field", 1)], {})],
    "files": [],
    "bytes.files": [
        ([("filename", 1), ("uploadDate", 1)], {}),
        ([("uploadDate", 1)], {"partialFilterExpression": {"metadata.kept": False}}),
    ],
    "bytes.chunks": [([("files_id", 1), ("n", 1)], U)],
    "scans": [([("student.id", 1)], {})],
    "drafts": [([("sheet", 1)], {})],
    "sessions": [([("user", 1)], {}), ([("expires", 1)], {"expireAfterSeconds": 0})],
    "credentials": [],
    "signins": [([("at", -1)], {}), ([("user", 1), ("at", -1)], {})],
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
        ([("to", 1), ("once", 1)], _where("once")),
        ([("task", 1)], {}),
        ([("mail", 1), ("next_at", 1)], {}),
    ],
    "jobs": [([("state", 1)], {}), ([("command", 1)], U)],
    "runs": [
        ([("state", 1), ("beat", 1)], {}),
        ([("by", 1), ("_id", -1)], {}),
        ([("kind", 1), ("_id", -1)], {}),
        ([("alone", 1)], _where("alone")),
    ],
    "schedule": [],
    "planned": [([("state", 1), ("due", 1), ("_id", 1)], {}), ([("subject.id", 1), ("state", 1)], {})],
    "name_findings": [
        ([("what", 1), ("key", 1), ("_id", 1)], {}),
        ([("kind", 1), ("what", 1), ("key", 1), ("_id", 1)], {}),
        ([("kind", 1), ("of", 1)], {}),
        ([("faculties", 1), ("what", 1), ("key", 1)], {}),
    ],
    "kept_names": [([("record.id", 1), ("path", 1)], {})],
    "staged": [([("job", 1), ("n", 1)], U)],
    "sums": [],
    "dirty": [],
    "migrations": [],
}
