"""How a protocol is judged: who marks, how their marks make the commission's, the letter by the rulebook of the day.

Values in, values out. One exact rounding, as the rulebook rounds a final grade; no-show gets the rulebook's letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from core import grading
from core.attestation.protocols import drafts
from core.attestation.protocols.drafts import Cells, Place
from core.errors import OfficeError, Problem, Problems
from schemas.attestation import CommissionSeat, MemberMark, Opinion, Question
from schemas.base import Id, Ref, Text
from schemas.grade_sheet import SheetLine
from schemas.kinds.attestation import Deciding
from schemas.kinds.sheets import Judge, Signer
from schemas.rulebook import Rulebook
from schemas.words import Mark, ResultState

MARKING = (Signer.chair, Signer.member)
NOSHOWS = {m.value: m for m in (Mark.absent, Mark.excused)}
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


@dataclass(frozen=True)
class Judged:
    """What a mark comes to by the rulebook."""

    letter: str
    points: Decimal | None
    traditional: Text | None
    passed: bool


@dataclass(frozen=True)
class Written:
    """A protocol as typed, every value read; score: the commission's, None for who did not come."""

    questions: list[Question]
    marks: list[MemberMark]
    score: Decimal | None
    mark: Mark | None
    note: str
    opinions: list[Opinion]
    flags: frozenset[str]
    starts: str
    ends: str


def marking(present: Sequence[CommissionSeat], barred: Collection[Id]) -> list[CommissionSeat]:
    """Who marks: chair and members that sit, without those whom an interest in this student keeps from it."""
    return [s for s in present if s.part in MARKING and s.id not in barred]


def decided(deciding: Deciding, marks: Sequence[Decimal], rules: Rulebook) -> Decimal:
    """The commission's mark of its members' marks (of an agreed one: of that), rounded once as a final grade is.

    trimmed: without one highest and one lowest; of fewer than three marks it is their mean.
    """
    counted = sorted(marks)[1:-1] if deciding is Deciding.trimmed and len(marks) > 2 else list(marks)
    with localcontext(grading.EXACT):
        mean = sum(counted, Decimal(0)) / len(counted)
    return grading.rounded(mean, rules.grade_places, rules)


def judged(score: Decimal | None, mark: Mark | None, rules: Rulebook) -> Judged:
    """Letter and what follows it, as on a sheet where the score alone decides."""
    nobody = Ref(id="-", label=Text(kk="-"))
    found = grading.outcome(SheetLine(student=nobody, study="-", number="-", score=score, mark=mark), rules,
                            judge=Judge.alone)  # fmt: skip
    if found is None:
        raise Problems([Problem(f"{drafts.AGREED}.{drafts.SCORE}", "protocols.no_mark")])
    grade = found.grade
    return Judged(grade.letter, grade.points, grade.traditional, grade.state is ResultState.passed)


def written(
    cells: Cells, present: Sequence[CommissionSeat], barred: Collection[Id], deciding: Deciding, rules: Rulebook
) -> Written:
    """What was typed, read whole. Raises Problems by place (`row.column`): bad or missing marks, a text that is not
    finished, two people's differing texts."""
    problems = _of_cells(cells)
    text = {place: cell.text.strip() for place, cell in cells.items()}
    noshow = text.get((drafts.NOSHOW, drafts.VALUE), "")
    if noshow and noshow not in NOSHOWS:
        problems.append(Problem(f"{drafts.NOSHOW}.{drafts.VALUE}", "protocols.no_such_mark"))
    mark = NOSHOWS.get(noshow)
    marks: dict[str, Decimal] = {}
    for row in _rows(present, barred, deciding):
        typed = text.get((row, drafts.SCORE), "")
        try:
            if typed:
                marks[row] = grading.read_score(typed, rules)
                if mark is not None:
                    problems.append(Problem(f"{row}.{drafts.SCORE}", "protocols.mark_of_absent"))
            elif mark is None:
                problems.append(Problem(f"{row}.{drafts.SCORE}", "protocols.no_mark"))
        except OfficeError as e:
            problems.append(Problem(f"{row}.{drafts.SCORE}", e.key, e.values))
    if mark is None and not marking(present, barred):
        problems.append(Problem(f"{drafts.AGREED}.{drafts.SCORE}", "protocols.nobody_marks"))
    for time in drafts.TIMES:
        typed = text.get((time, drafts.TEXT), "")
        if typed and not _CLOCK.fullmatch(typed):
            problems.append(Problem(f"{time}.{drafts.TEXT}", "protocols.no_time"))
    pairs = _pairs(text, problems)
    if drafts.FLAGS[2] in _flags(text) and not text.get((drafts.NOTE, drafts.TEXT)):
        problems.append(Problem(f"{drafts.NOTE}.{drafts.TEXT}", "protocols.declined_without_note"))
    if problems:
        raise Problems(problems)
    said = [s for s in marking(present, barred) if s.id in marks]
    return Written(
        questions=[Question(text=t[:600], by=b[:160]) for row, t, b in pairs if row.startswith("q")],
        marks=[MemberMark(seat=s.id, name=s.called, score=marks[s.id]) for s in said],
        score=None if mark else decided(deciding, list(marks.values()), rules), mark=mark,
        note=text.get((drafts.NOTE, drafts.TEXT), "")[:1000],
        opinions=[Opinion(by=b[:160], text=t) for row, t, b in pairs if row.startswith("o")], flags=_flags(text),
        starts=text.get(("starts", drafts.TEXT), ""), ends=text.get(("ends", drafts.TEXT), ""),
    )  # fmt: skip


def _rows(present: Sequence[CommissionSeat], barred: Collection[Id], deciding: Deciding) -> list[str]:
    """The rows a mark is read from: the agreed one, or those of who marks."""
    return [drafts.AGREED] if deciding is Deciding.agreed else [s.id for s in marking(present, barred)]


def _flags(text: Mapping[Place, str]) -> frozenset[str]:
    return frozenset(f for f in drafts.FLAGS if text.get((f, drafts.VALUE)))


def _pairs(text: Mapping[Place, str], problems: list[Problem]) -> list[tuple[str, str, str]]:
    """Questions and opinions in their order: (row, text, by whom); an opinion has to say whose it is."""
    rows = {row for row, column in text if column in (drafts.TEXT, drafts.BY) and row[0] in "qo" and row[1:].isdigit()}
    found = []
    for row in sorted(rows, key=lambda r: (r[0], int(r[1:]))):
        said, by = text.get((row, drafts.TEXT), ""), text.get((row, drafts.BY), "")
        if said and not by and row[0] == "o":
            problems.append(Problem(f"{row}.{drafts.BY}", "protocols.whose_opinion"))
        elif by and not said:
            problems.append(Problem(f"{row}.{drafts.TEXT}", "protocols.empty_text"))
        elif said:
            found.append((row, said, by))
    return found


def _of_cells(cells: Cells) -> list[Problem]:
    problems = []
    for (row, column), cell in cells.items():
        if not cell.finished:
            problems.append(Problem(f"{row}.{column}", "sheets.still_typing", {"name": cell.by}))
        if cell.others:
            names = {"first": cell.by, "second": cell.others[0][1]}
            problems.append(Problem(f"{row}.{column}", "sheets.two_drafts", names))
    return problems


__all__ = ["Judged", "MARKING", "NOSHOWS", "Written", "decided", "judged", "marking", "written"]
