"""The checklist of authentication and session (ASVS 4.0.3): each row has one of three states, its evidence is there."""

from __future__ import annotations

import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = list(csv.DictReader((ROOT / "docs/asvs/authentication_and_session.csv").read_text("utf-8").splitlines()))
NAMED = re.compile(r"(?:core|tests|docs)/[\w/.]+\.(?:py|md|csv)(?:::\w+)?|(?:core|tests|docs)/\w+\b")


def test_every_row_has_a_state_and_says_why() -> None:
    rows = [r["row"] for r in ROWS]
    assert len(rows) == len(set(rows)) > 90
    assert {r["state"] for r in ROWS} == {"met", "not met", "not applicable"}
    assert all(r["requirement"] and len(r["evidence"]) > 3 for r in ROWS)


def test_the_evidence_named_is_there() -> None:
    named = [found for row in ROWS for found in NAMED.findall(row["evidence"])]
    assert len(named) > 80
    for found in named:
        path, _, test = found.partition("::")
        assert (ROOT / path).exists(), found
        assert not test or f"def {test}(" in (ROOT / path).read_text("utf-8"), found
