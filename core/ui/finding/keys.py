"""All keys in one table: which there are is read from the code that binds them, so the table cannot tell another."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
GRID = Path(__file__).parents[1] / "grid" / "assets" / "grid.js"
SIGNS = {"ArrowDown": "↓", "ArrowUp": "↑", "Escape": "Esc"}
# Of the grid of marks: what a key does is told by the grid's own line (`grid.keys`), here only that it is bound there.
OF_GRID = {"Enter": "Enter", "Tab": "Tab", "F2": "F2", "Escape": "Escape", "KeyZ": "Ctrl+Z"}


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """A table of keys.js: what is done → the keys that do it, as they are told."""
    text = (ASSETS / "keys.js").read_text("utf-8")
    body = re.search(rf"export const {name} = \{{(.*?)\n\}};", text, re.S)
    rows = re.findall(r"^\s*(\w+): (\[.*?\]),$", body[1] if body else "", re.M)
    return {does: tuple(_told(key) for key in json.loads(keys)) for does, keys in rows}


def _told(key: str) -> str:
    parts = key.split("+")
    return "+".join((*parts[:-1], SIGNS.get(parts[-1], parts[-1])))


def lines() -> list[tuple[str, str, str]]:
    """(where, key, what it does): names of messages `keys.<…>`, the key as it stands on the keyboard."""
    found = [("everywhere", " / ".join(keys), f"keys.{does}") for does, keys in table("KEYS").items()]
    found += [("everywhere", "Tab", "keys.skip")]
    found += [("box", " / ".join(keys), f"keys.{does}") for does, keys in table("INSIDE").items()]
    found += [("lists", "Enter", "keys.hit")]
    found += [("grid", " / ".join(_told(k) for k in OF_GRID.values()), "grid.keys")]
    return found
