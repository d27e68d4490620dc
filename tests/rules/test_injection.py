"""What an attacker would try, against the code itself: formulas, patterns, operators, evaluation, bombs, deep files.
The first part reads all of the code, so a new module cannot bring back what was shut out (docs/threat_model.md)."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core import docx, export, references, search
from core.audit.protocols import kept
from core.errors import RuleBroken
from core.imports import reading
from core.kinds import moving
from core.pdf.letter import LetterPaper, LetterPapers
from core.ui.style import safe
from schemas.discipline import Discipline
from schemas.student import Profile
from schemas.words import Role
from tests.test_architecture import FILES, name

TEXTS = {name(path): path.read_text("utf-8") for path in FILES}
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EVIL = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ['{"$ne": null}', "$where", "$gt", "(a+)+$", ".*" * 500, "[", "\\", "a{1,99999}", "\x00", "$$ROOT"]
    ),
)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(TEXTS[module])


def calls(*named: str) -> Iterator[tuple[str, str, ast.Call]]:
    """Every call of these in the code: in which module, as what; modules that do not name them are not parsed."""
    last = {n.rpartition(".")[2] for n in named}
    for module in [m for m, text in TEXTS.items() if any(f"{n}(" in text for n in named)]:
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in last:
                called = ast.unparse(node.func)
                if called in named or called.rpartition(".")[2] in named:
                    yield module, called, node


def where(*named: str) -> set[str]:
    return {module for module, _, _ in calls(*named)}


# read out of the code --------------------------------------------------------------------------------------------


def test_spreadsheets_are_written_where_formulas_are_defused() -> None:
    assert where("Workbook") == {"core.export", "core.imports.report"}
    assert where("csv.writer", "DictWriter") - {"core.rights", "core.packages"} == {"core.export"}
    options = [ast.unparse(c) for _, _, c in calls("Workbook")]
    text = Path(export.__file__).read_text("utf-8")
    assert text.count('"strings_to_formulas": False') == 2 and text.count('"strings_to_urls": False') == 2
    assert all("options" in o or "'strings_to_formulas': False" in o for o in options)
    assert not where("write_formula", "write_array_formula", "write_url")


def test_nothing_is_evaluated_and_no_shell_is_asked() -> None:
    assert not where("eval", "exec", "os.system", "os.popen", "yaml.load", "marshal.loads", "shelve.open")
    assert where("pickle.load", "pickle.loads") <= {"core.pdf.worker", "core.pdf.batch"}, "between our own processes"
    assert not [m for m, text in TEXTS.items() if re.search(r"\bshell\s*=", text)]
    assert not where("extractall", "extract", "_extract_member"), "names inside of an archive lead nowhere"
    assert not where("fromstring", "parseString", "XMLParser"), "no XML of others is parsed by us"


def test_no_query_is_code_and_no_typed_text_is_a_pattern() -> None:
    code = ("$where", "$function", "$accumulator", "mapReduce")
    assert not [m for m, text in TEXTS.items() for word in code if word in text]
    patterns = {m for m, text in TEXTS.items() if '"$regex":' in text}
    ours = {
        "core.kinds.checks", "core.transcripts.acts", "core.attestation.figures.reading",
        "core.db.orphans",  # constants of ours
        "core.audit.protocols.reading",  # hex digits alone
    }  # fmt: skip
    assert patterns - {m for m in patterns if m.startswith(("core.demo", "core.bench"))} == ours | {
        "core.search", "core.references",
    }  # fmt: skip


def test_no_markup_but_fixed_words_is_drawn() -> None:
    assert not [m for m, text in TEXTS.items() if "unsafe_allow_html" in text]
    drawn = {ast.unparse(c.args[0]) for _, _, c in calls("st.html")}
    assert drawn == {"f'<style>{STYLE}</style>'"}


def test_lines_of_the_log_are_constant_words() -> None:
    """No f-string: what is told stands in its own place, and only ids, keys and names of types are told."""
    levels = ("debug", "info", "warning", "error", "exception", "critical")
    told = [(m, c) for m, _, c in calls(*(f"log.{level}" for level in levels)) if c.args]
    assert len(told) > 20
    assert [m for m, c in told if not isinstance(c.args[0], ast.Constant)] == []
    said = {ast.unparse(a) for _, c in told for a in c.args[1:]}
    assert not [a for a in said if re.search(r"\b(iin|phone|email|password|secret|token|values|label)\b", a)]


# tried -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", STARTS)
def test_no_way_out_gives_a_spreadsheet_something_to_carry_out(start: str) -> None:
    evil = f'{start}HYPERLINK("http://evil.example","x")'
    for line in export.csv_bytes([evil], [[evil], ["x"]]).decode("utf-8-sig").splitlines():
        cell = line.strip('"')
        assert not cell.startswith(STARTS), line
    books = [export.xlsx([evil], [[evil]], evil, [evil]), export.placed({(0, 0): evil}, evil)]
    for book in books:
        packed = zipfile.ZipFile(io.BytesIO(book))
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
        assert not [n for n in packed.namelist() if "externalLink" in n]


@given(EVIL)
@settings(max_examples=40)
def test_a_typed_search_is_a_value_and_never_an_operator(text: str) -> None:
    made: list[Any] = [search.query(text), search.like(text), references.condition(Discipline, text, {}, Role.head)]
    for node in made:
        assert not unknown(node), node
    pattern = re.compile(search.like(text)["$regex"])
    assert pattern.fullmatch(text.strip()[: search.LONGEST]) and len(pattern.pattern) <= 2 * search.LONGEST


SEARCHED = {"$or", "$and", "$all", "$gte", "$lt", "$type", "$regex", "$options"}


def unknown(node: Any) -> set[str]:
    """Keys of a condition that are operators of the database, but none of the few that a search is made of."""
    if isinstance(node, dict):
        keys = {k for k in node if k.startswith("$")} - SEARCHED
        return keys.union(*(unknown(v) for v in node.values()))
    return set().union(*(unknown(v) for v in node)) if isinstance(node, list) else set()


@given(st.text("()[]{}*+?|^$.\\aқк", max_size=400))
def test_no_forgiving_pattern_repeats_anything(text: str) -> None:
    """What takes time without end is a repetition inside of a repetition: there is none at all."""
    for part in references.condition(Discipline, text, {}, Role.head).get("$and", []):
        for line in part["$or"]:
            (pattern,) = line.values()
            bare = re.sub(r"\\.|\[[^]]*\]", "", pattern["$regex"])
            assert not set(bare) & set("*+{"), pattern


RIGHT = {"number": "1", "name": {"last": "Ә", "first": "Қ"}, "iin_absent_reason": "x"}


@pytest.mark.parametrize("given_", [{"$ne": None}, {"$gt": ""}, ["a"], {"$where": "sleep(1)"}, 7])
def test_where_words_are_awaited_nothing_else_is_taken(given_: Any) -> None:
    for wrong in ({"number": given_}, {"iin": given_}, {"$set": "x"}, {"name": {"last": given_, "first": "x"}}):
        with pytest.raises(ValidationError):
            Profile.model_validate(RIGHT | wrong)


@given(st.text(max_size=200))
def test_nothing_in_a_shown_text_is_markup(text: str) -> None:
    bare = re.sub(r"\\.", "", safe(text), flags=re.S)
    assert not set(bare) & set("`*_[]<>#$|~:!"), bare
    assert safe("<img src=x onerror=alert(1)>").count("\\<") == 1


@pytest.mark.parametrize("deep", [b"[" * 200_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000, b"9" * 5000])
def test_a_deep_file_is_refused_in_words(deep: bytes, tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_bytes(deep)
    with pytest.raises(RuleBroken, match="file_unread"):
        kept.read(file)
    with pytest.raises(RuleBroken, match="not_a_file"):
        moving.taken_apart(deep)


def test_an_archive_in_a_workbook_and_lying_sizes_are_refused() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("../../etc/passwd", b"0" * (1 << 20))
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as z:
        z.writestr("../../x.zip", inner.getvalue())
    with pytest.raises(RuleBroken):
        reading.read("../../a.xlsx", outer.getvalue())
    lying = bytearray(outer.getvalue())
    at = lying.rindex(b"PK\x01\x02")
    lying[at + 24 : at + 28] = (2**32 - 2).to_bytes(4, "little")  # the size that is promised
    with pytest.raises(RuleBroken):
        reading.read("a.xlsx", bytes(lying))
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as z:
        for n in range(5001):
            z.writestr(f"{n}", b"")
    with pytest.raises(RuleBroken, match="imports.bomb"):
        reading.read("a.xlsx", many.getvalue())


def test_a_word_file_holds_what_was_typed_as_text() -> None:
    evil = "<w:p><w:r/></w:p> & {{ 7*7 }} {% raw %}"
    paper = LetterPaper(
        lang="kk", title=evil, number="1", dated=date(2026, 1, 15), city="Алматы", house=None, parts=(),
        signatures=((evil, evil),), seal="", check_code="", verify_url="",
    )  # fmt: skip
    made = docx.render(LetterPapers((paper,)))
    assert evil.split()[0] in docx.words(made) and "7*7" in docx.words(made)
    assert "<w:r/></w:p> &amp;" not in zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
