"""Whatever paper the office sets leaves protected, and marked as a sample in the demonstration: all makers, also those
that come later, for they are found by walking core/pdf."""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import pkgutil
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions as May

import core.pdf
from core.pdf.words import SAMPLE
from tests.test_architecture import FILES, name

ROOT = Path(__file__).parents[2]
# Who may ask for an open file, and why it never leaves as it is.
OPEN = {
    "core.diplomas.printing": "kept plain for the printer's offset; core.files.given_out protects it on its way out",
    "core.orders.paper": "parts of one file, protected as a whole by core.pdf.bundle.joined",
    "core.sheets.printing": "parts of one file, protected as a whole by core.pdf.bundle.joined",
    "core.pdf.drawn": "a page that becomes a picture",
    "core.pdf.bench": "measured, never handed over",
    "core.bench.supplements": "measured, never handed over",
}


def makers() -> list[tuple[str, Callable[..., bytes], type]]:
    """Every function of core.pdf that makes a file of a paper: its name, itself, the class of its papers."""
    found = []
    for info in pkgutil.iter_modules(core.pdf.__path__):
        module = importlib.import_module(f"core.pdf.{info.name}")
        for word, made in inspect.getmembers(module, inspect.isfunction):
            if made.__module__ != module.__name__ or not word.startswith("render"):
                continue
            hints = get_type_hints(made)
            first = next((v for k, v in hints.items() if k != "return"), None)
            if hints.get("return") is bytes and first is not None:
                inner = next(iter(get_args(first)), first) if get_origin(first) is not types.UnionType else first
                if is_dataclass(inner):
                    found.append((f"{info.name}.{word}", made, inner))
    return found


MAKERS = makers()


class Words(dict[Any, str]):
    """Every word that is asked for."""

    def __missing__(self, key: Any) -> str:
        return "Сөз"


# What a paper asks of its values together: as many widths as heads, a page that holds its marks.
TOGETHER: dict[str, dict[str, Any]] = {
    "ListedPaper": {"heads": ("Сөз",), "widths": (1.0,), "rows": (("Сөз",),)},
    "CommissionPaper": {"heads": ("Сөз",) * 5, "rows": (("Сөз",) * 5,)},
    "LoadPaper": {"heads": ("Сөз",) * 6, "rows": (("Сөз",) * 6,), "sums": ("Сөз",) * 6, "facts": (("а", "б"),) * 2},
    "CalendarPaper": {"rows": (), "lines": (), "legend": (("study", "Сөз"),)},
    "DiplomaPaper": {"boxes": (), "width": 210.0, "height": 297.0},
}


def value(hint: Any, word: str) -> Any:
    """Something that a field of this kind may hold."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return args[0]
    if origin in (types.UnionType, typing.Union):
        return None if type(None) in args else value(args[0], word)
    if origin in (tuple, list, Sequence):
        inner = [a for a in args if a is not ...]
        return tuple(value(a, word) for a in inner)
    if origin in (dict, Mapping):
        return Words()
    if isinstance(hint, type) and is_dataclass(hint):
        return filled(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    plain: dict[Any, Any] = {str: "Сөз", int: 1, float: 20.0, bool: False, date: date(2026, 12, 1), bytes: b"",
                             Decimal: Decimal(1)}  # fmt: skip
    if hint not in plain:
        raise AssertionError(f"a field of a kind this test does not know: {word}: {hint}")
    return plain[hint]


def filled(of: type) -> Any:
    hints = get_type_hints(of)
    given = {f.name: value(hints[f.name], f.name) for f in fields(of) if f.init}
    given |= TOGETHER.get(of.__name__, {})
    return of(**given | {k: v for k, v in (("sample", True), ("lang", "kk")) if k in given})


def test_the_makers_are_found() -> None:
    assert {m for m, _, _ in MAKERS} >= {"transcript.render", "letter.render_together", "register.render"}
    assert len(MAKERS) > 20


@pytest.mark.parametrize(("made", "of"), [m[1:] for m in MAKERS], ids=[m[0] for m in MAKERS])
def test_every_paper_leaves_protected_and_marked_in_the_demonstration(made: Callable[..., bytes], of: type) -> None:
    hint = next(v for k, v in get_type_hints(made).items() if k != "return")
    paper = filled(of) if hint is of else [filled(of)]
    more = [value(str, k) for k, p in list(inspect.signature(made).parameters.items())[1:] if p.default is p.empty]
    reader = PdfReader(io.BytesIO(made(paper, *more)))
    cipher = reader.trailer["/Encrypt"].get_object()
    assert (cipher["/V"], cipher["/R"]) == (5, 6), "AES-256"
    granted = reader.user_access_permissions
    assert granted is not None and granted & May.PRINT and granted & May.EXTRACT_TEXT_AND_GRAPHICS
    assert not granted & (May.EXTRACT | May.MODIFY | May.ADD_OR_MODIFY | May.FILL_FORM_FIELDS | May.ASSEMBLE_DOC)
    for page in reader.pages:
        assert "".join(SAMPLE.split()) in "".join(page.extract_text().split())


def test_nobody_asks_for_an_open_file_without_a_reason() -> None:
    asked = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "protected":
                asked.add(name(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "output":
                if any(isinstance(a, ast.Constant) and a.value is False for a in node.args):
                    asked.add(name(path))
    assert asked == set(OPEN)


def test_who_makes_a_paper_says_whether_it_is_the_demonstration() -> None:
    """`Office.demo` is the one place that knows; a paper of a class that can be a sample is made with it."""
    papers = {of.__name__ for module in pkgutil.iter_modules(core.pdf.__path__)
              for of in vars(importlib.import_module(f"core.pdf.{module.name}")).values()
              if isinstance(of, type) and is_dataclass(of) and any(f.name == "sample" for f in fields(of))}  # fmt: skip
    assert len(papers) > 12
    silent, said = [], 0
    for path in FILES:
        at = path.relative_to(ROOT).as_posix()
        if at.startswith(("core/bench/", "core/demo/", "core/pdf/bench.py")):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in papers:
                continue
            word = next((ast.unparse(k.value) for k in node.keywords if k.arg == "sample"), "")
            spread = any(k.arg is None for k in node.keywords)  # a frozen paper again, as it was
            said += 1
            if not spread and "demo" not in word and word not in ("sample", "paper.sample"):
                silent.append(f"{at}:{node.lineno}")
    assert silent == [] and said > 12


# Who makes a file and writes no line: where the file leaves instead, with a line there.
LEAVES = {
    "core.curricula.paper": "core.ui.curricula.files",
    "core.blanks.papers": "core.ui.blanks.parts",
    "core.load.sheet": "core.ui.load.tables",
    "core.attestation.candidacies.papers": "core.ui.attestation.graduate_parts",
    "core.sheets.paper": "core.ui.sheet.grid",
    "core.transcripts.acts": "core.transcripts.reading",
    "core.papers.typeset": "core.papers.reading",
    "core.papers.trial": "core.ui.templates",
    "core.diplomas.laying": "core.diplomas.printing",
    "core.packs.index": "core.packs.reading",
}
SEEN = {"core.papers.card", "core.papers.register"}  # a picture on the screen; for those who call it


def test_every_module_that_makes_a_file_writes_down_who_took_it() -> None:
    """A maker for outside notes the look in its own module, or its file is kept and leaves by one that does."""
    silent, notes = set(), {}
    for path in FILES:
        text = path.read_text("utf-8")
        notes[name(path)] = "looks.note(" in text or "given_out(" in text
        at = path.relative_to(ROOT).as_posix()
        if at.startswith(("core/pdf/", "core/bench/", "core/demo/", "core/ui/")):
            continue  # pages show what these make: they have no makers of their own
        calls = {ast.unparse(n.func).rpartition(".")[2] for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)}
        sets = "core.pdf" in text and any(c.startswith("render") for c in calls)
        if (sets or "core.papers.register" in text) and not notes[name(path)]:
            silent.add(name(path))
    assert silent == set(LEAVES) | SEEN and all(notes[where] for where in LEAVES.values())
