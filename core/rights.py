"""The table of every act and who may do it, read out of the code itself: which right an act asks at the desk, and how
far it reaches for each role. It stands printed in docs/rights.csv; a new act is in it by itself, and the test that
compares the two says so until somebody has looked at the new line.
"""

from __future__ import annotations

import ast
import csv
import importlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.access import RIGHTS
from schemas.words import Role

ROOT = Path(__file__).parent
APART = ("db", "bench", "demo", "prove")  # below the desk, what measures, what fills the demonstration, what breaks it
KNOWN = frozenset(right for role in RIGHTS.values() for right in role)


@dataclass(frozen=True)
class Act:
    """An act as the code does it: its name, the rights one of which it asks, and the function that opens it."""

    name: str
    rights: tuple[str, ...]
    module: str
    function: str


@cache
def acts() -> tuple[Act, ...]:
    """Every act of the office: each call of `desk.transact`, by the order of the files."""
    return tuple(_found())


@cache
def _texts() -> dict[str, str]:
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        if parts[1] not in APART and path.stem not in ("bench", "desk", "rights"):
            found[".".join(parts).removesuffix(".__init__")] = path.read_text("utf-8")
    return found


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_texts()[module])


@cache
def _called(module: str) -> list[tuple[str, ast.FunctionDef, ast.Call]]:
    return [
        (getattr(node.func, "attr", getattr(node.func, "id", "")), outer, node)
        for outer in _tree(module).body if isinstance(outer, ast.FunctionDef)
        for node in ast.walk(outer) if isinstance(node, ast.Call)
    ]  # fmt: skip


def _calls(name: str) -> Iterator[tuple[str, ast.FunctionDef, ast.Call]]:
    """Every call of something of this name: in which module, inside of which of its functions."""
    for module in [m for m, text in _texts().items() if f"{name}(" in text]:
        yield from ((module, outer, call) for called, outer, call in _called(module) if called == name)


def _found() -> Iterator[Act]:
    for module, outer, call in _calls("transact"):
        if not ast.unparse(call.func.value).endswith(("store", "session")):  # type: ignore[attr-defined]
            yield from _acts(module, outer, call)


def _acts(module: str, outer: ast.FunctionDef, call: ast.Call) -> Iterator[Act]:
    asked = _given(call, 3, "right")
    for where, names, rights in _said(module, outer, [call.args[0], *([asked] if asked is not None else [])]):
        for name in sorted(names):
            yield Act(name, tuple(sorted(rights & KNOWN)) if asked is not None else (name,), *where)


def _given(call: ast.Call, place: int, word: str) -> ast.expr | None:
    found = call.args[place] if len(call.args) > place else None
    found = found or next((k.value for k in call.keywords if k.arg == word), None)
    return None if isinstance(found, ast.Constant) and found.value is None else found


def _said(
    module: str, outer: ast.FunctionDef, asked: Sequence[ast.expr]
) -> Iterator[tuple[tuple[str, str], set[str], set[str]]]:
    """Where an act is opened, and what its name and right may be: as written here, or as each caller gives them to this
    function."""
    names = [a.arg for a in [*outer.args.posonlyargs, *outer.args.args, *outer.args.kwonlyargs]]
    if not any(isinstance(a, ast.Name) and a.id in names for a in asked):
        found = [_words(module, outer, a) for a in asked]
        yield (module, outer.name), found[0], found[-1]
        return
    for where, above, call in _calls(outer.name):
        given = [
            _given(call, names.index(a.id), a.id) or _default(outer, a.id)
            if isinstance(a, ast.Name) and a.id in names else a
            for a in asked
        ]  # fmt: skip
        if all(g is not None for g in given) and _leads(where, outer.name, module):
            found = [
                _words(module, outer, g) if g is a else _words(where, above, g)  # type: ignore[arg-type]
                for g, a in zip(given, asked, strict=True)
            ]
            yield (where, above.name), found[0], found[-1]


def _leads(where: str, name: str, module: str) -> bool:
    """Does this name mean that function there?"""
    here = importlib.import_module(where)
    meant = getattr(importlib.import_module(module), name)
    return any(v is meant or getattr(v, name, None) is meant for v in vars(here).values())


def _default(outer: ast.FunctionDef, name: str) -> ast.expr | None:
    args = outer.args.args
    return dict(
        zip([a.arg for a in args[len(args) - len(outer.args.defaults) :]], outer.args.defaults, strict=True)
    ).get(name)


def _words(module: str, outer: ast.FunctionDef, node: ast.expr, deep: int = 0) -> set[str]:
    """Every «word.verb» that an expression may come to."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    here, found = importlib.import_module(module), set()
    for part in ast.walk(node):
        value: Any = None
        if isinstance(part, ast.Constant):
            value = part.value
        elif isinstance(part, ast.Name):
            value = getattr(here, part.id, None)
            for line in ast.walk(outer) if deep < 3 else ():
                if isinstance(line, ast.Assign) and any(part.id in ast.unparse(t) for t in line.targets):
                    found |= _words(module, outer, line.value, deep + 1)
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            value = getattr(getattr(here, part.value.id, None), part.attr, None)
        if callable(value) and deep < 3 and getattr(value, "__module__", "") in _texts():
            body = next((n for n in _tree(value.__module__).body
                         if isinstance(n, ast.FunctionDef) and n.name == value.__name__), None)  # fmt: skip
            for back in ast.walk(body) if body else ():
                if isinstance(back, ast.Return) and back.value is not None:
                    found |= _words(value.__module__, body, back.value, deep + 1)  # type: ignore[arg-type]
        values = value.values() if isinstance(value, dict) else [value]
        found |= {v for v in values if isinstance(v, str) and "." in v and " " not in v}
    return found


def table() -> list[list[str]]:
    """The table: act, right, and for each role how far it reaches («» for not at all)."""
    rows = {(a.name, right) for a in acts() for right in a.rights}
    return [
        [name, right, *(RIGHTS[role][right].value if right in RIGHTS[role] else "" for role in Role)]
        for name, right in sorted(rows)
    ]


def printed() -> str:
    """The table as docs/rights.csv."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["act", "right", *(role.value for role in Role)], *table()])
    return out.getvalue()


def main(words: list[str]) -> int:
    """`rights FILE`: write the table into a file; without one, onto the screen."""
    if words:
        Path(words[0]).write_text(printed(), "utf-8")
    else:
        print(printed(), end="")
    return 0
