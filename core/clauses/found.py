"""Where each clause is met, read from the source: the pages, acts, records, papers and tests whose own words name it.

A word of the office (a folder of `core`) stands for what its docstring names: its acts and papers meet those clauses,
and so does a test that calls it. Nothing is kept by hand: a docstring that names a clause is the only list there is.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.clauses.table import Clause, clauses, named

ROOT = Path(__file__).resolve().parents[2]
CALLED = re.compile(r"^\s*from (core(?:\.\w+)*) import ([\w, ]+|\([^)]*\))", re.MULTILINE)


@dataclass
class Met:
    """Where one clause is met. pages: files of the menu; acts: codes of acts; records: names of documents; papers and
    tests: files from the root."""

    pages: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)
    records: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)


@cache
def met() -> Mapping[str, Met]:
    """Every clause that is met somewhere, by its code. Read once in a process: the source does not change under it."""
    found: dict[str, Met] = defaultdict(Met)
    for path, text in _sources("pages"):
        for code in named(_told(ast.parse(text))):
            found[code].pages.add(path.stem)
    for _, text in _sources("schemas"):
        if "lause" in text:
            _records(ast.parse(text), found)
    rooms: dict[str, frozenset[str]] = {}
    for path, text in _sources("core"):
        if not path.is_relative_to(ROOT / "core" / "ui"):
            _room(path, text, rooms, found)
    for path, text in _sources("tests"):
        if path.name == "test_clauses.py":  # it speaks of clauses and proves none
            continue
        for code in named(text) | _called(text, rooms):
            found[code].tests.add(path.relative_to(ROOT).as_posix())
    return dict(found)


def of_page(file: str) -> tuple[Clause, ...]:
    """The clauses a page of the menu names as its own, in the order of the regulation."""
    path = ROOT / "pages" / f"{file}.py"
    codes = named(_told(ast.parse(path.read_text("utf-8")))) if path.exists() else frozenset()
    return tuple(row for row in clauses() if codes & set(row.codes))


def _sources(folder: str) -> Iterator[tuple[Path, str]]:
    """The sources of a folder, a package before what stands in it."""
    for path in sorted((ROOT / folder).rglob("*.py"), key=lambda p: (p.parent.parts, p.name != "__init__.py", p.name)):
        yield path, path.read_text("utf-8")


def _told(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> str:
    return ast.get_docstring(node) or ""


def _records(tree: ast.Module, found: Mapping[str, Met]) -> None:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(_is_collection(x) for x in node.body):
            for code in named(_told(node)) or named(_told(tree)):
                found[code].records.add(node.name)


def _is_collection(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "collection"


def _room(path: Path, text: str, rooms: dict[str, frozenset[str]], found: Mapping[str, Met]) -> None:
    """A module stands for what its own docstring names, else for what its folder does: its acts and its paper."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    rooms[module] = rooms.get(module.rpartition(".")[0], frozenset())
    if "lause" not in text and not rooms[module]:
        return
    tree = ast.parse(text)
    rooms[module] = named(_told(tree)) or rooms[module]
    named_so = {
        n.targets[0].id: n.value.value for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and isinstance(n.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            acts = list(_acts(node, named_so))
            for code in named(_told(node)) | rooms[module]:
                found[code].acts.update(acts)
    if module.startswith("core.pdf.") or "from core.pdf" in text:
        for code in rooms[module]:
            found[code].papers.add(path.relative_to(ROOT).as_posix())


def _acts(node: ast.FunctionDef, named_so: Mapping[str, object]) -> Iterator[str]:
    """What a function calls the desk for."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "transact":
            first = call.args[0] if call.args else None
            act = first.value if isinstance(first, ast.Constant) else named_so.get(getattr(first, "id", ""))
            if isinstance(act, str):
                yield act


def _called(text: str, rooms: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The clauses of the rooms a test calls."""
    found: set[str] = set()
    for module, names in CALLED.findall(text):
        found |= rooms.get(module, frozenset())
        for name in re.findall(r"\w+", names):
            found |= rooms.get(f"{module}.{name}", frozenset())
    return frozenset(found)


__all__ = ["Met", "met", "of_page"]
