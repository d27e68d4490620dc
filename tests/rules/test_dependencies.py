"""The packages the office stands on: the list of known ones is what is pinned, with licence and what is known."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from core import packages

ROOT = Path(__file__).parents[2]
# Licences under which a package may be used unmodified beside this project. What is not here is read by a person first.
KNOWN = (
    "MIT", "BSD", "Apache", "ISC", "Python Software Foundation", "PSF-2.0", "MPL", "Mozilla", "LGPL", "Lesser General",
)  # fmt: skip


def test_the_list_is_what_is_pinned() -> None:
    kept = packages.kept()
    assert {n: r["version"] for n, r in kept.items()} == packages.pins(), "python3 office.py packages"
    for name, row in kept.items():
        assert any(word in row["licence"] for word in KNOWN), f"{name}: {row['licence']}"
        assert not re.search(r"\b(AGPL|GPL-[23])", row["licence"].replace("LGPL", "")), name
        assert date.fromisoformat(row["checked"]) and row["advisories"], name
        known = row["advisories"] in (packages.NONE, packages.UNASKED) or packages.HAND in row["advisories"]
        assert known, f"{name}: an advisory stands against it: {row['advisories']}"


def test_every_package_asked_for_by_name_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = project["dependencies"] + [d for group in project["optional-dependencies"].values() for d in group]
    pins = {n.lower().replace("_", "-"): v for n, v in packages.pins().items()}
    for one in asked:
        name, _, version = one.partition(";")[0].strip().partition("==")
        assert pins.get(name.lower().replace("_", "-")) == version.strip(), one


def test_what_an_audit_found_comes_into_the_list() -> None:
    found = {"dependencies": [
        {"name": "jinja2", "version": "3.1.6", "vulns": [{"id": "PYSEC-1"}]}, {"name": "h11", "vulns": []},
        {"name": "idna", "skip_reason": "x"},
    ]}  # fmt: skip
    rows = packages.told(found, date(2027, 1, 15))
    assert (rows["Jinja2"]["advisories"], rows["Jinja2"]["checked"]) == ("PYSEC-1", "2027-01-15")
    assert rows["h11"]["advisories"] == packages.NONE
    assert rows["idna"] == packages.kept()["idna"], "nobody answered: what was known stays"
    assert packages.printed(packages.kept()) == packages.LIST.read_text("utf-8")
