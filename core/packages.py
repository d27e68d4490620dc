"""The packages the office stands on: which version, under which licence, when advisories were last asked for, and
the answer (docs/dependencies.csv, held equal to constraints.txt by a test).

Where there is a network: `pip install pip-audit` into a folder of its own, then
`pip-audit -r constraints.txt --no-deps --disable-pip -f json -o found.json`, then `office.py packages found.json`.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from core.i18n.dates import office_day

ROOT = Path(__file__).parents[1]
LIST = ROOT / "docs" / "dependencies.csv"
HEADS = ("name", "version", "licence", "checked", "advisories")
UNASKED = "service not reachable"
NONE = "none known"
HAND = "(by hand)"  # weighed by somebody: what it is and why it does not reach us


def pins() -> dict[str, str]:
    """Every package at its version, as constraints.txt pins it."""
    lines = (line.strip() for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines())
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def kept() -> dict[str, dict[str, str]]:
    """The list as it is kept, by name."""
    if not LIST.exists():
        return {}
    return {row["name"]: row for row in csv.DictReader(LIST.read_text("utf-8").splitlines())}


def licence(name: str) -> str:
    """What a package says of its licence; «» where it is not installed here or says nothing."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classes = [c.rpartition("::")[2].strip() for c in said.get_all("Classifier") or [] if c.startswith("License ::")]
    plain = [said[key].split("\n")[0][:60] for key in ("License-Expression", "License") if key in said]
    return plain[0] if "License-Expression" in said else "; ".join(classes) or "".join(plain)


def told(found: Mapping[str, Any], day: date) -> dict[str, dict[str, str]]:
    """The list anew: today's pins, with what pip-audit found. A package it could not ask about keeps what was known of
    the same version, else says that nobody answered."""
    answers = {d["name"].lower().replace("_", "-"): d for d in found.get("dependencies", [])}
    before, rows = kept(), {}
    for name, version in pins().items():
        was = before.get(name, {})
        same = was.get("version") == version
        by_hand = was.get("advisories", "") if same and HAND in was.get("advisories", "") else ""
        row = {"name": name, "version": version, "licence": (was.get("licence") if same else "") or licence(name)}
        answer = answers.get(name.lower().replace("_", "-"), {})
        if "vulns" in answer:
            ids = ", ".join(v["id"] for v in answer["vulns"])
            row |= {"checked": day.isoformat(), "advisories": by_hand or ids or NONE}
        elif same:
            row |= {"checked": was["checked"], "advisories": was["advisories"]}
        else:
            row |= {"checked": day.isoformat(), "advisories": UNASKED}
        rows[name] = row
    return rows


def printed(rows: Mapping[str, Mapping[str, str]]) -> str:
    """The list as it is kept."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue()


def main(words: list[str]) -> int:
    """`packages FILE`: put what pip-audit found into the list; without a file, renew versions and licences alone.
    Returns 1 where an advisory stands in the list."""
    found = json.loads(Path(words[0]).read_text("utf-8")) if words else {}
    rows = told(found, office_day(datetime.now(UTC)))
    LIST.write_text(printed(rows), "utf-8")
    bad = [r for r in rows.values() if r["advisories"] not in (NONE, UNASKED) and HAND not in r["advisories"]]
    for row in bad:
        print(f"{row['name']} {row['version']}: {row['advisories']}", file=sys.stderr)
    return 1 if bad else 0
