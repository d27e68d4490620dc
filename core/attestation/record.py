"""What a record lacks before final attestation, and what it will lack if nothing is done. Values in, values out.

The cycle of final attestation itself is left out everywhere: its credits are earned by what one is admitted to, and who
comes again has failed in it (domain.md 4.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core import grading
from core.curricula.rules import Totals, totals
from core.i18n import order_key, t
from core.ledger import Standing, block_of, blocks, ledger, standings
from schemas.base import LANGS, Id, Text
from schemas.curriculum import Curriculum, CurriculumLine
from schemas.kinds import Structure
from schemas.kinds.study import Part
from schemas.words import Cycle, LessonKind

Row = Mapping[str, Any]
NONE = Decimal(0)
NAMED = 6  # disciplines named in one reason; the rest are counted
LONGEST = 400


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way: the code of its message (`graduates.out.<code>`, `graduates.risk.<code>`) and
    its values."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


def together(labels: Iterable[Text], most: int = NAMED) -> Text:
    """Several names as one text, in Kazakh order; the rest counted."""
    found = sorted({x.kk: x for x in labels}.values(), key=lambda x: order_key(x.kk))
    rest = f" +{len(found) - most}" if len(found) > most else ""
    said = {x: ", ".join(f.get(x) for f in found[:most])[: LONGEST - len(rest)] + rest for x in LANGS}
    return Text(**{**said, "kk": said["kk"] or "—"})


def worded(reasons: Iterable[Reason], group: str = "graduates.out") -> Text:
    """Reasons as one text in three languages; group: where their messages stand."""
    found = list(reasons)
    said = {x: "; ".join(t(f"{group}.{r.code}", x, **r.values) for r in found)[:LONGEST] for x in LANGS}
    return Text(**{**said, "kk": said["kk"] or "—"})


def final(curriculum: Curriculum) -> frozenset[Id]:
    """Disciplines of the final attestation of a curriculum."""
    return frozenset(x.discipline.id for x in curriculum.lines if x.cycle is Cycle.attestation)


def before(curriculum: Curriculum) -> Curriculum:
    """A curriculum without its final attestation."""
    return curriculum.model_copy(update={"lines": [x for x in curriculum.lines if x.cycle is not Cycle.attestation]})


def broken(study: Row, curriculum: Curriculum | None, structure: Structure | None) -> tuple[Reason, ...]:
    """Why this study (as stored: `record`, `enrolled`) may not come to final attestation yet; nothing where it may."""
    if curriculum is None:
        return (Reason("no_curriculum"),)
    rest = before(curriculum)
    found = standings(study, rest)
    owed = debts(study, curriculum)
    done = {r["discipline"]["id"] for r in owed}
    out: list[Reason] = []
    if owed:
        names = together(Text.model_validate(r["discipline"]["label"]) for r in owed)
        out.append(Reason("debts", {"n": len(owed), "names": names}))
    plain = [s for s in found if s.line.block is None or not s.line.block]
    for code, lines in (
        ("plan", _of(plain, ("none", "failed"), done, practice=False)),
        ("running", _of(plain, ("running",), done, practice=False)),
        ("practice", _of(plain, ("none", "running", "failed"), done, practice=True)),
    ):
        if lines:
            names = together(x.discipline.label for x in lines)
            credits = sum((x.credits for x in lines), NONE)
            out.append(Reason(code, {"n": len(lines), "names": names, "credits": credits}))
    out += [Reason("block", {"n": n, "names": names}) for n, names in _lacking(found, ("passed",))]
    return (*out, *_parts(study, curriculum, structure))


def debts(study: Row, curriculum: Curriculum) -> list[Row]:
    """The newest attempt of each academic debt that is not of final attestation itself."""
    own = final(curriculum)
    return [rows[-1] for rows in grading.unpassed(study.get("record") or []).values()
            if rows[-1]["discipline"]["id"] not in own]  # fmt: skip


def _of(found: Sequence[Standing], states: Sequence[str], beside: set[Id], practice: bool) -> list[CurriculumLine]:
    return [
        s.line for s in found
        if s.state in states and s.line.discipline.id not in beside
        and (s.line.lesson is LessonKind.practice) == practice
    ]  # fmt: skip


def _lacking(found: Sequence[Standing], enough: Sequence[str]) -> list[tuple[int, Text]]:
    """Elective blocks of which fewer are taken than are to be chosen: how many, out of what."""
    out = []
    for key, lines in blocks(s.line for s in found).items():
        mine = [s for s in found if block_of(s.line) == key]
        n = lines[0].choose - sum(s.state in enough for s in mine)
        if n > 0:
            out.append((n, together(s.line.discipline.label for s in mine if s.state not in enough)))
    return out


def _parts(study: Row, curriculum: Curriculum, structure: Structure | None) -> list[Reason]:
    """Parts of the template that are not filled, the attestation taken as if it were earned."""
    if structure is None:
        return []
    earned = {(p.cycle, p.component): p.earned for p in ledger(study, before(curriculum)).parts
              if p.cycle is not None and p.component is not None}  # fmt: skip
    ahead = {k: v for k, v in totals(curriculum.lines).parts.items() if k[0] is Cycle.attestation}
    sums = Totals(NONE, {}, {**earned, **ahead})
    return [
        Reason("credits", {"part": part_name(p), "earned": sums.of(p), "least": p.least})
        for p in structure.parts
        if p.cycle is not Cycle.attestation and sums.of(p) < p.least
    ]  # fmt: skip


def part_name(part: Part) -> Text:
    """What a part of the template is called."""
    words = [w for w in (part.cycle, part.beside, part.component) if w is not None]
    return Text(**{x: " + ".join(w.label(x) for w in words) for x in LANGS})


def risks(study: Row, curriculum: Curriculum | None, due: int) -> tuple[Reason, ...]:
    """Who would not be admitted by what is known today. due: the semester of the curriculum up to which everything is
    studied or registered for by now; what is being studied counts as if it were passed, but for a debt it stays one."""
    if curriculum is None:
        return (Reason("no_curriculum"),)
    rest = before(curriculum)
    rest = rest.model_copy(update={"lines": [x for x in rest.lines if x.semester <= due]})
    found = standings(study, rest)
    again = {s.line.discipline.id for s in standings(study, curriculum) if s.state == "running"}
    again |= {e["discipline"]["id"] for e in _enrolled(study)}
    owed = debts(study, curriculum)
    out: list[Reason] = []
    for code, rows in (
        ("failed", [r for r in owed if r["discipline"]["id"] not in again]),
        ("again", [r for r in owed if r["discipline"]["id"] in again]),
    ):
        if rows:
            names = together(Text.model_validate(r["discipline"]["label"]) for r in rows)
            out.append(Reason(code, {"n": len(rows), "names": names}))
    beside = {r["discipline"]["id"] for r in owed}
    lines = [s.line for s in found if not s.line.block and s.state in ("none", "failed")
             and s.line.discipline.id not in beside]  # fmt: skip
    if lines:
        credits = sum((x.credits for x in lines), NONE)
        out.append(Reason("missing", {"n": len(lines), "names": together(x.discipline.label for x in lines),
                                      "credits": credits}))  # fmt: skip
    out += [Reason("block", {"n": n, "names": names}) for n, names in _lacking(found, ("passed", "running"))]
    return tuple(out)


def _enrolled(study: Row) -> list[Row]:
    """Registrations without a result in their term yet."""
    done = {(r["discipline"]["id"], r["term"]) for r in grading.of_disciplines(study.get("record") or [])}
    return [e for e in study.get("enrolled") or [] if (e["discipline"]["id"], e["term"]) not in done]


__all__ = ["Reason", "before", "broken", "debts", "final", "part_name", "risks", "together", "worded"]
