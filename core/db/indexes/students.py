"""Students, their orders and papers of movement, holds, names, merging."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U, where

STUDENTS: dict[str, list[Spec]] = {
    "students": [
        ([("number", 1)], U),
        ([("iin", 1)], where("iin")),
        ([("search.key", 1), ("_id", 1)], {}),
        ([("search.grams", 1)], {}),
        ([("search.key", 1), ("born", 1)], {}),
        ([("studies.status", 1), ("studies.programme.id", 1), ("studies.year", 1), ("search.key", 1)], {}),
        ([("studies.department.id", 1), ("search.key", 1)], {}),
        ([("studies.faculty.id", 1), ("search.key", 1)], {}),
        ([("studies.teacher.id", 1), ("search.key", 1)], {}),
        ([("studies.group", 1), ("search.key", 1)], {}),
        ([("studies.record.section", 1)], {}),
        ([("studies.record.term", 1)], {}),
        ([("studies.status", 1), ("latest", 1)], {}),
        ([("studies.curriculum.id", 1)], {}),
        ([("studies.totals.academic_debts", 1), ("search.key", 1)], {}),
        ([("studies.totals.gpa", 1)], {}),
        ([("studies.year", 1), ("studies.totals.credits", 1)], {}),
        ([("pending.job", 1)], {"sparse": True}),
        ([("hidden", 1)], {"sparse": True}),
        ([("merged.id", 1)], {"sparse": True}),
        ([("consent.state", 1), ("search.key", 1)], {}),
        ([("events.job", 1)], {"sparse": True}),
        ([("studies.record.until", 1)], {"partialFilterExpression": {"studies.record.until": {"$gt": ""}}}),
        # Fields added in the browser are filters too, whatever their names.
        ([("custom.$**", 1)], {}),
        ([("studies.custom.$**", 1)], {}),
    ],
    "orders": [
        ([("once", 1)], {"unique": True, "partialFilterExpression": {"once": {"$type": "string"}}}),
        ([("status", 1), ("effective", 1), ("_id", -1)], {}),
        ([("kind", 1), ("day", -1)], {}),
        ([("day", -1)], {}),
        ([("kind", 1), ("status", 1), ("effective", 1)], {}),
        ([("lines.study", 1), ("effective", 1)], {}),
        ([("lines.student.id", 1), ("day", -1)], {}),
        ([("faculties", 1), ("_id", -1)], {}),
        ([("departments", 1), ("_id", -1)], {}),
        ([("cancels.id", 1)], {"sparse": True}),
        ([("source", 1)], {"partialFilterExpression": {"source": {"$type": "string"}}}),
    ],
    "extracts": [
        ([("order.id", 1), ("study", 1)], U),
        ([("printed_on", 1), ("key", 1)], {}),
        ([("student.id", 1), ("_id", -1)], {}),
        ([("faculty.id", 1), ("printed_on", 1)], {}),
        ([("department.id", 1), ("printed_on", 1)], {}),
        ([("group", 1), ("printed_on", 1)], {}),
    ],
    "order_forms": [([("number", 1)], U), ([("day", -1), ("_id", -1)], {}), ([("kind", 1), ("first", 1)], {})],
    "differences": [
        ([("number", 1)], U),
        (
            [("study", 1)],
            {
                "unique": True,
                "partialFilterExpression": {"status": {"$in": ["draft", "decided"]}},
                "name": "one_open_difference",
            },
        ),
        ([("study", 1), ("status", 1)], {}),
        ([("student.id", 1), ("number", -1)], {}),
        ([("status", 1), ("group", 1)], {}),
        ([("faculty.id", 1), ("number", 1)], {}),
        ([("department.id", 1), ("number", 1)], {}),
    ],
    "mobilities": [
        ([("number", 1)], U),
        ([("student.id", 1), ("starts", -1)], {}),
        ([("term.id", 1), ("state", 1)], {}),
        ([("faculty.id", 1), ("number", 1)], {}),
    ],
    "promotions": [
        ([("year", -1), ("faculty.id", 1), ("version", 1)], U),
        ([("faculty.id", 1), ("year", -1)], {}),
        ([("year", 1), ("state", 1)], {}),
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
    "clearances": [([("number", 1)], U), ([("student.id", 1), ("number", -1)], {})],
    "kept_names": [([("record.id", 1), ("path", 1)], {})],
    "proposals": [
        ([("number", 1)], U),
        ([("state", 1), ("at", 1)], {}),
        ([("student.id", 1), ("state", 1)], {}),
    ],
    "merges": [([("number", 1)], U), ([("at", -1)], {}), ([("keep.id", 1)], {}), ([("other.id", 1)], {})],
    "rollovers": [([("year", 1)], U)],
}
