"""Reports of concern, the monthly protocols of the trail, what students were told of who looked."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

CONTROL: dict[str, list[Spec]] = {
    "concerns": [
        ([("number", 1)], U),
        ([("code", 1)], U),
        ([("state", 1), ("number", -1)], {}),
        ([("keep_until", 1)], {"sparse": True}),
    ],
    "trail_protocols": [([("number", 1)], U), ([("month", 1)], U), ([("seal", 1)], {})],
    "restore_drills": [([("number", 1)], U)],
    "look_papers": [([("number", 1)], U), ([("student.id", 1), ("_id", -1)], {})],
    "concern_letters": [([("code", 1), ("n", 1)], {})],
}
