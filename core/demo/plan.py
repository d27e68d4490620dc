"""What is studied: the sample curriculum read from its file, as lines of a track with titles and codes. Rules only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from schemas.base import Text


@dataclass(frozen=True)
class Line:
    """One discipline of a semester. kind: stream, group, subgroup, individual, ensemble, collective, practice."""

    sem: int
    code: str
    name: Text
    credits: int
    cycle: str
    component: str
    kind: str
    control: str
    department: str  # code of the department that teaches; "own" for the student's
    gpa: bool
    choice: tuple[int, int] = (0, 1)  # this one of so many, by the group's number


@dataclass(frozen=True)
class Track:
    """A branch of a programme: one department, its instruments, its share of an intake of 300."""

    code: str
    programme: str
    department: str
    share: int
    russian: int
    instruments: tuple[str, ...]
    lines: tuple[Line, ...]
    form: str  # of final attestation, beside the state exam

    def semester(self, number: int, group: int) -> list[Line]:
        """What a group studies in a semester."""
        return [x for x in self.lines if x.sem == number and group % x.choice[1] == x.choice[0]]

    @property
    def final(self) -> list[tuple[Line, str]]:
        """What final attestation consists of, each in its form."""
        found = [x for x in self.lines if x.cycle == "attestation"]
        return [(x, "state_exam" if x.control == "state_exam" else self.form) for x in found]


@lru_cache(maxsize=1)
def source() -> dict[str, Any]:
    """The file as it is written."""
    return tomllib.loads((Path(__file__).parent / "curriculum.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def tracks() -> tuple[Track, ...]:
    """Every track with all its lines."""
    rows = {t["code"]: t for t in source()["track"]}
    return tuple(_track({**rows.get(t.get("like", ""), {}), **t}) for t in source()["track"])


def text(words: list[str]) -> Text:
    """Three titles as one text."""
    return Text(kk=words[0], ru=words[1], en=words[2])


def _track(row: dict[str, Any]) -> Track:
    lines: list[Line] = []
    turns: dict[str, int] = {}
    for place, line in enumerate(source()["line"]):
        slot = line.get("slot")
        names, kind, dept = line.get("names"), line["kind"], line["dept"]
        code = f"{line['cycle'][0].upper()}{line['sem']}{place:02d}"
        if slot:
            names = row[slot] if isinstance(row[slot][0], list) else [row[slot]]
            kind = row.get(f"{slot}_kind", kind)
            dept = row.get(f"{slot}_dept", dept)
            code += row["code"]
        if slot in ("main", "ensemble", "class"):
            turns[slot] = turns.get(slot, 0) + 1
            names = [[f"{n} {turns[slot]}" for n in names[0]]]
        for i, name in enumerate(names):
            lines.append(
                Line(
                    line["sem"], code + (chr(97 + i) if len(names) > 1 else ""), text(name), line["cr"],
                    line["cycle"], line["comp"], kind, line["control"], dept, line.get("gpa", True), (i, len(names)),
                )
            )  # fmt: skip
    return Track(
        row["code"], row["programme"], row["dept"], row["share"], row["russian"],
        tuple(row["instruments"]), tuple(lines), row.get("final_form", "performance"),
    )  # fmt: skip
