"""Help of each page (clauses 19, 57): what for, by which clause, its steps; all keys in one table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.i18n import known, load
from core.ui import menu, page_help
from core.ui.finding import keys
from schemas.base import LANGS, Lang

STEPPED = 40  # pages whose steps are told, at least


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_of_the_menu_says_what_it_is_for(lang: Lang) -> None:
    silent = [item.file for item in menu.MENU if not item.hidden and not page_help.what(item.file, lang)]
    assert silent == [], "a new page writes demo.page.<file> in three languages"


def test_the_most_used_pages_tell_their_steps_and_no_others() -> None:
    files = {item.file for item in menu.MENU}
    told = {m[1] for key in load("kk") if (m := re.fullmatch(r"pages\.step\.(\w+)\.\d", key))}
    assert told <= files and len(told) >= STEPPED
    for file in told:
        assert 2 <= len(page_help.steps(file, "kk")) <= 4 and known(f"pages.step.{file}.1")
    others = {key.rpartition(".")[2] for key in load("kk") if key.startswith("pages.also.")}
    assert others <= files


def test_clauses_come_from_the_page_s_own_words() -> None:
    assert [c.name for c in page_help.rests_on("norm_documents")][:2] and page_help.rests_on("nothing") == ()
    assert any("24-b" in c.codes for c in page_help.rests_on("students"))
    found = sum(bool(page_help.rests_on(file.stem)) for file in (menu.PAGES).glob("*.py"))
    assert found > 50 and isinstance(menu.PAGES, Path)


def test_the_table_of_keys_tells_what_the_code_binds() -> None:
    """Each name of keys.js is answered by a function of finding.js, and each key told of the grid by grid.js."""
    box = (keys.ASSETS / "finding.js").read_text("utf-8")
    for does in keys.table("KEYS"):
        assert re.search(rf"^\s+{does}: \(\) =>", box, re.M), does
    assert set(keys.table("INSIDE")) == set(re.findall(r'does === "(\w+)"', box)) | {"open"}
    grid = keys.GRID.read_text("utf-8")
    bound = set(re.findall(r"^\s+(\w+): \(\) =>", grid[grid.index("onkeydown(event, input)") :], re.M))
    assert set(keys.OF_GRID) <= bound
    assert keys.table("KEYS")["find"] == ("Ctrl+K", "/") and keys.table("INSIDE")["next"] == ("↓",)
    told = [does for _, _, does in keys.lines()]
    assert all(known(does) for does in told) and len(told) == len(set(told)) == 12
