"""Papers that leave the office: transcripts, certificates, blanks, diplomas."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U, where

PAPERS: dict[str, list[Spec]] = {
    "transcripts": [
        ([("number", 1)], U),
        ([("code", 1)], U),
        ([("student.id", 1)], {}),
        ([("state", 1), ("_id", -1)], {}),
    ],
    "papers": [
        ([("code_of_kind", 1), ("number", 1)], where("number")),
        ([("code", 1)], where("code")),
        ([("student.id", 1), ("_id", -1)], {}),
        ([("state", 1), ("deadline", 1), ("_id", -1)], {}),
        ([("deadline", 1)], {}),
        ([("code_of_kind", 1), ("_id", -1)], {}),
        ([("code_of_kind", 1), ("day", 1)], {}),
        ([("study", 1), ("code_of_kind", 1)], {}),
        ([("number", 1)], {}),
        ([("batch", 1), ("state", 1)], {"partialFilterExpression": {"batch": {"$type": "string"}}}),
    ],
    "scans": [([("student.id", 1)], {})],
    "blanks": [
        ([("kind", 1), ("series", 1), ("status", 1), ("n", 1)], {}),
        ([("status", 1), ("key", 1)], {}),
        ([("key", 1)], {}),
        ([("n", 1)], {}),
        ([("student.id", 1)], {"sparse": True}),
        ([("paper.id", 1)], {"sparse": True}),
        ([("since", -1), ("_id", 1)], {}),
    ],
    "blank_moves": [
        ([("number", 1)], U),
        ([("kind", 1), ("series", 1), ("day", 1), ("n", 1)], {}),
        ([("year", -1), ("n", -1)], {}),
        ([("operation", 1), ("day", -1)], {}),
        ([("day", 1), ("n", 1)], {}),
        ([("counted.id", 1)], {"sparse": True}),
    ],
    "blank_posts": [([("until", 1), ("since", -1)], {}), ([("user.id", 1)], {})],
    "blank_counts": [([("number", 1)], U), ([("day", -1)], {}), ([("status", 1), ("day", -1)], {})],
    "diplomas": [
        ([("once", 1)], where("once")),
        ([("number", 1)], {"unique": True, "partialFilterExpression": {"number": {"$gt": ""}}}),
        ([("code", 1)], {"unique": True, "partialFilterExpression": {"code": {"$gt": ""}}}),
        ([("platform.number", 1)], {"partialFilterExpression": {"platform.number": {"$gt": ""}}}),
        ([("year", -1), ("status", 1), ("key", 1)], {}),
        ([("year", -1), ("faculty.id", 1), ("key", 1)], {}),
        ([("status", 1), ("dated", 1)], {}),
        ([("student.id", 1)], {}),
        ([("study", 1)], {}),
        ([("year", -1), ("n", 1)], {}),
        (
            [("credential.place", 1), ("credential.index", 1)],
            {"unique": True, "partialFilterExpression": {"credential.place": {"$gt": 0}}},
        ),
        ([("credential.key", 1)], {"sparse": True}),
        ([("of.id", 1)], {"sparse": True}),
    ],
    "signing_keys": [([("n", 1)], U), ([("status", 1)], {})],
    "duplicate_requests": [
        ([("once", 1)], where("once")),
        ([("number", 1)], U),
        ([("status", 1), ("due", 1)], {}),
        ([("of.id", 1)], {}),
    ],
    "files": [],
}
