"""Do the totals agree? A list of totals of another system or of a paper register beside what stands here.

Each row of the file is a cut (any of: student number, programme, year, funding, form, language, faculty, department,
group, status) with what they count there (students, results, credits, GPA, debts). A row with a student's number is
that student; a cut without the status counts the contingent: who studies, and who is on leave. A person with several
studies stands with the one in progress, else the newest, as files of students mean it. The GPA of a cut is the mean of
its students', rounded as papers round it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from core import access, export, grading, looks, rulebooks
from core.db.store import Row
from core.desk import Desk
from core.errors import Problem, RuleBroken
from core.fields import FieldSpec, described
from core.i18n import t
from core.imports import matching
from core.imports.matching import Target
from core.imports.reading import Table
from core.imports.students import study_of
from core.imports.values import Bad, column, number, told
from core.sums.scan import CONTINGENT
from schemas.base import Lang, Show
from schemas.importing import Match
from schemas.rulebook import Rulebook
from schemas.student import Profile, Student, StudyProfile

CUTS = ("programme", "year", "funding", "form", "language", "faculty", "department", "group", "status")
FIGURES = {
    "students": Show("Студент саны", "Студентов", "Students"),
    "results": Show("Нәтиже саны", "Результатов", "Results"),
    "credits": Show("Кредит", "Кредиты", "Credits"),
    "gpa": Show("GPA", "GPA", "GPA"),
    "debts": Show("Академиялық берешек", "Академическая задолженность", "Academic debts"),
}
ONLY = {"number": 1, "merged": 1, "studies": 1}
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    """One cut: as the file words it (empty: the file has it not), their figures and ours. row: of the file."""

    cut: tuple[str, ...]
    theirs: dict[str, Decimal]
    ours: dict[str, Decimal]
    row: int | None = None

    @property
    def agrees(self) -> bool:
        """Is every figure of theirs ours too?"""
        return self.row is not None and all(self.ours.get(k) == v for k, v in self.theirs.items())


@dataclass
class Totals:
    """What came out. cuts, figures: the columns that were understood; unused: those that were not."""

    cuts: list[Target]
    figures: list[str]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    @property
    def agree(self) -> bool:
        """Does everything agree, nothing left out on either side?"""
        return not self.problems and all(line.agrees for line in self.lines)


def places() -> list[Target]:
    """What a column of a list of totals may say."""
    number = described(Profile, "number")
    cuts = [described(StudyProfile, path) for path in CUTS]
    figures = [Target(k, show, FieldSpec(k, "decimal", show, False)) for k, show in FIGURES.items()]
    return [Target("number", number.show, number), *(Target(s.path, s.show, s) for s in cuts), *figures]


def compared(desk: Desk, table: Table, matches: Sequence[Match] | None = None) -> Totals:
    """Lay a list of totals beside what stands here; nothing is written. matches: none: by the headings.

    Raises RuleBroken where the file has no column to cut by or none to compare.
    """
    access.require(desk.actor, "import.run")
    known = {p.path: p for p in places()}
    found = {m.target: m.column for m in matches or matching.among(known.values(), table.headings)}
    cuts = [known[p] for p in ("number", *CUTS) if p in found]
    figures = [p for p in FIGURES if p in found]
    if not cuts or not figures:
        raise RuleBroken("imports.no_totals")
    made = Totals(cuts, figures, problems=list(table.problems))
    made.unused = [h for h in table.headings if h not in found.values()]
    at = {p: table.headings.index(h) for p, h in found.items()}
    turns = {c.path: column(c.spec, desk.store) for c in cuts}
    theirs: dict[Key, tuple[tuple[str, ...], dict[str, Decimal], int]] = {}
    for place, row in enumerate(table.rows):
        try:
            key = tuple(_plain(turns[c.path].value(row[at[c.path]])) if row[at[c.path]] else None for c in cuts)
            said = {p: number(row[at[p]]) for p in figures if row[at[p]]}
        except Bad as e:
            made.problems.append(told("", table.numbers[place], e))
            continue
        if key in theirs:
            made.problems.append(Problem("", "imports.key_twice", {"first": theirs[key][2]}, table.numbers[place]))
            continue
        theirs[key] = (tuple(row[at[c.path]] for c in cuts), said, table.numbers[place])
    groups = _ours(desk, [c.path for c in cuts])
    rules = rulebooks.in_force(desk.store, desk.today())
    for key, (words, said, n) in theirs.items():
        if "gpa" in said:
            said["gpa"] = grading.rounded(said["gpa"], rules.gpa_places, rules)
        mine = groups.pop(key, None)  # a student who is not here has no figures, not even nothing
        ours = _figures(mine or [], figures, rules) if mine or "number" not in found else {}
        made.lines.append(Line(words, said, ours, n))
    for key, studies in sorted(groups.items(), key=lambda g: str(g[0])):
        words = tuple(_word(k, c, desk.lang) for k, c in zip(key, studies[0][0], strict=True))
        made.lines.append(Line(words, {}, _figures(studies, figures, rules)))
    return made


Member = tuple[tuple[Any, ...], Row]  # the values of the cut as stored, the study


def _ours(desk: Desk, cuts: Sequence[str]) -> dict[Key, list[Member]]:
    every = "status" in cuts or "number" in cuts
    found: dict[Key, list[Member]] = {}
    for row in desk.store.each("students", desk.where(Student, "import.read"), ONLY):
        id = None if row.get("merged") else study_of(row)
        study = next((s for s in row["studies"] if s["id"] == id), None)
        if study is None or not (every or study["status"] in CONTINGENT):
            continue
        values = tuple(row["number"] if c == "number" else study.get(c) for c in cuts)
        found.setdefault(tuple(map(_plain, values)), []).append((values, study))
    return found


def _figures(of: Sequence[Member], figures: Iterable[str], rules: Rulebook) -> dict[str, Decimal]:
    studies = [study for _, study in of]
    gpas = [s["totals"]["gpa"] for s in studies if s["totals"]["gpa"] is not None]
    counts: dict[str, Callable[[], Any]] = {
        "students": partial(len, studies),
        "results": lambda: sum(len(grading.of_disciplines(s["record"])) for s in studies),
        "credits": lambda: sum((s["totals"]["credits"] for s in studies), Decimal(0)),
        "debts": lambda: sum(s["totals"]["academic_debts"] for s in studies),
    }
    ours = {p: Decimal(counts[p]()) for p in figures if p in counts}
    if "gpa" in figures and gpas:
        ours["gpa"] = grading.rounded(sum(gpas, Decimal(0)) / len(gpas), rules.gpa_places, rules)
    return ours


def _plain(value: Any) -> Any:
    """What two values of a cut are compared by: of a reference its id; nothing and an empty word are one."""
    return (value["id"] if isinstance(value, dict) else value) or None


def _word(key: Any, value: Any, lang: Lang) -> str:
    return str(value["label"].get(lang) or value["label"]["kk"]) if isinstance(value, dict) else str(key or "")


def headings(of: Totals, lang: Lang) -> list[str]:
    """The heads of the comparison as a table."""
    figures = [FIGURES[p].label(lang) for p in of.figures]
    pairs = [f"{f}: {t(f'imports.totals.{side}', lang)}" for f in figures for side in ("theirs", "ours")]
    return [t("imports.totals.agrees", lang), t("imports.row", lang), *(c.show.label(lang) for c in of.cuts), *pairs]


def rows(of: Totals, lang: Lang) -> list[list[export.Cell]]:
    """The comparison as a table, what does not agree first."""
    found = sorted(of.lines, key=lambda line: line.agrees)
    return [
        [t("imports.totals.yes" if x.agrees else "imports.totals.no", lang), x.row, *x.cut,
         *(v.get(p) for p in of.figures for v in (x.theirs, x.ours))]
        for x in found
    ]  # fmt: skip


def xlsx(desk: Desk, of: Totals, name: str) -> bytes:
    """The comparison as a file, to be kept with the papers of moving in; who took it is written down."""
    looks.note(desk, "imports", "imports", "", name, "download")
    notes = [name, t("tables.exported_at", desk.lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx(headings(of, desk.lang), rows(of, desk.lang), t("imports.totals.title", desk.lang)[:30], notes)


__all__ = ["FIGURES", "Line", "Totals", "compared", "headings", "places", "rows", "xlsx"]
