"""Arrows go one way; each library lives in one room; every page begins with its guard."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = [p for folder in ("core", "schemas", "pages") for p in (ROOT / folder).rglob("*.py")] + [ROOT / "dashboard.py"]
# Who may import a library: the paths (from the root) where it lives.
ROOMS = {
    "pymongo": ("core/db/",),
    "bson": ("core/db/",),
    "streamlit": ("pages/", "core/ui/", "dashboard.py", "core/web/", "core/bench/"),
    "plotly": ("pages/", "core/ui/", "dashboard.py"),
    "fpdf": ("core/pdf/",),
    "docx": ("core/docx.py",),
    "pyhanko": ("core/pdf/signing.py",),
    "zxcvbn": ("core/users/guessing.py",),
    "starlette": ("core/web/", "dashboard.py"),
}
# Lower imports nothing of what stands above it: schemas < db < words < ui < pages.
LEVELS = (
    ("schemas",),
    ("core.errors", "core.i18n"),
    ("core.db",),
    ("core",),
    ("core.ui", "core.web"),
    ("pages", "dashboard"),
)


def level(module: str) -> int:
    """The floor of a module: the longest matching prefix decides."""
    fits = [(len(p), i) for i, floor in enumerate(LEVELS) for p in floor if module == p or module.startswith(p + ".")]
    return max(fits)[1] if fits else -1


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file, read once for all rules."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> list[str]:
    """Every module a file imports, those inside functions too."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [node.module] + [f"{node.module}.{a.name}" for a in node.names]
    return found


def name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_arrows_go_one_way() -> None:
    levels = cache(level)
    left = [
        f"{name(path)} -> {module}"
        for path in FILES for module in imports(path)
        if module.split(".")[0] in ("core", "schemas", "pages", "dashboard") and levels(module) > levels(name(path))
    ]  # fmt: skip
    assert left == [], "arrows to the left"


def test_what_breaks_the_office_is_loaded_by_its_command_alone() -> None:
    """`office.py prove` kills processes and fills disks: nothing that an open office loads may reach it."""
    apart = ("core/prove/", "core/bench/")
    found = [
        f"{name(path)} -> {module}"
        for path in FILES if not path.relative_to(ROOT).as_posix().startswith(apart)
        for module in imports(path) if module.startswith(("core.prove", "core.bench"))
    ]  # fmt: skip
    assert found == []


def test_libraries_stay_in_their_rooms() -> None:
    strayed = [
        f"{module} in {name(path)}"
        for path in FILES for module in imports(path)
        if (rooms := ROOMS.get(module.split(".")[0])) and not path.relative_to(ROOT).as_posix().startswith(rooms)
    ]  # fmt: skip
    assert strayed == []


def test_every_page_begins_with_its_guard_and_stays_small() -> None:
    for path in sorted((ROOT / "pages").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        calls = [n for n in ast.parse(text).body if not isinstance(n, ast.Import | ast.ImportFrom | ast.FunctionDef)
                 and not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]  # fmt: skip
        first = calls[0]
        assert isinstance(first, ast.Assign | ast.Expr) and isinstance(first.value, ast.Call), path
        assert ast.unparse(first.value.func).split(".")[-1] == "enter", path
        assert len(text.splitlines()) <= 110, path


def test_no_html_from_data() -> None:
    for path in FILES:
        for node in nodes(path):
            if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
                raise AssertionError(f"unsafe_allow_html in {name(path)}")


def test_audit_events_are_written_by_the_seal_alone() -> None:
    writers = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if '"audit_events"' in text and any(w in text for w in ('insert("audit_events"', 'side("audit_events"')):
            writers.append(name(path))
    assert writers == ["core.tx.sealing"]


def test_a_day_is_taken_from_a_moment_by_the_office_s_clock_alone() -> None:
    """From 19:00 of London on the office has its next day already: `office_day(moment)`, `desk.today()`.

    Allowed: a moment already turned to a zone, and a cell of Excel, which has none.
    """
    turned = re.compile(r"(astimezone\(.*\)|now\(office_zone\(\)\)|_clock\(when\)|\bcell)$")
    wrong = []
    for path in [*FILES, *(ROOT / "tests").rglob("*.py")]:
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date":
                of = ast.unparse(node.func.value)
                if not node.args and not turned.search(of) and ("now" in of or path in FILES):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {of}")
    assert wrong == []


def test_no_code_names_a_kind_of_order() -> None:
    """What an order does is said by the data of its kind: one made in the browser is as good as a shipped one."""
    shipped = set(tomllib.loads((ROOT / "core/kinds/shipped/order.toml").read_text("utf-8")))
    codes = shipped - {"academic_leave", "promotion"}  # a status of a study and a page bear these words too
    apart = ("core/demo/", "core/migrations/", "core/bench/", "schemas/difference.py")  # the last: why one is made
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in FILES if not path.relative_to(ROOT).as_posix().startswith(apart)
        for node in nodes(path)
        if isinstance(node, ast.Constant) and node.value in codes
    ]  # fmt: skip
    assert named == []
