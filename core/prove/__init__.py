"""`python3 office.py prove`: the office is killed, filled up, cut off and set back, and must lose nothing.

Every part works on servers and folders of its own and ends only processes it has started. What it found is written
into RELIABILITY.md.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from pathlib import Path

from core.prove.report import Broken, Line, written

PARTS = ("killing", "members", "room", "clock", "cut", "copies")


def main(words: list[str]) -> int:
    """Run every part, or those named, and write the report where all were run; 0, or 1 where something was lost."""
    parser = argparse.ArgumentParser(prog="office.py prove", description="Try to make the office lose something.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="parts to run (default: all)")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--kills", type=int, default=200, help="how often processes are killed in mid-act")
    parser.add_argument("--students", type=int, default=60, help="size of the office that is killed")
    parser.add_argument("--into", type=Path, help="where the report goes (default: RELIABILITY.md, if all parts ran)")
    asked = parser.parse_args(words)
    lines: list[Line] = []
    for name in asked.parts or PARTS:
        begun = time.monotonic()
        print(f"{name} ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="prove-", ignore_cleanup_errors=True) as folder:
            try:
                found = importlib.import_module(f"core.prove.{name}").prove(
                    Path(folder), seed=asked.seed, kills=asked.kills, students=asked.students
                )
            except Broken as e:
                print(f"office: {name}: {e}", file=sys.stderr)
                return 1
        for line in found:
            print(f"  {line.what}: {line.times} times, {line.acts} acknowledged, lost: {line.lost}", flush=True)
            print(f"    {line.note}", flush=True)
        print(f"  {time.monotonic() - begun:.0f} s", flush=True)
        lines += found
    into = asked.into or (None if asked.parts else Path("RELIABILITY.md"))
    if into:
        into.write_text(written(lines, asked.seed), "utf-8")
    return 0
