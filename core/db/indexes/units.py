"""What the office asks of units and services: requests of data, instructions, powers of attorney, service requests."""

from __future__ import annotations

from core.db.indexes.spec import Spec, U

UNITS: dict[str, list[Spec]] = {
    "data_requests": [
        ([("number", 1)], U),
        ([("sent_at", -1)], {}),
        ([("status", 1), ("sent_at", -1)], {}),
    ],
    "data_answers": [
        ([("request.id", 1), ("unit.id", 1)], U),
        ([("unit.id", 1), ("due", -1)], {}),
        ([("status", 1), ("due", 1)], {}),
    ],
    "instructions": [
        ([("number", 1), ("edition", 1)], U),
        ([("since", -1), ("_id", -1)], {}),
        ([("status", 1), ("since", -1), ("_id", -1)], {}),
    ],
    "instruction_reads": [([("instruction.id", 1), ("at", 1)], {}), ([("user", 1), ("at", -1)], {})],
    "attorneys": [
        ([("number", 1)], U),
        ([("ends", -1)], {}),
        ([("status", 1), ("ends", -1)], {}),
        ([("who.id", 1), ("ends", -1)], {}),
    ],
    "service_requests": [
        ([("number", 1)], U),
        ([("asked_at", -1)], {}),
        ([("status", 1), ("asked_at", -1)], {}),
        ([("status", 1), ("due", 1)], {}),
        ([("service", 1), ("asked_at", -1)], {}),
        ([("asked_by.id", 1), ("asked_at", -1)], {}),
    ],
}
