"""Topics, supervisors, reviewers of a whole commission as a table of a file: out to be filled in, in with a dry run.

A row is a graduate in a form. An empty cell says nothing of what stands; what is approved is changed by hand, with its
basis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from core import export
from core.attestation import settings
from core.attestation.candidacies import rules
from core.attestation.candidacies.presenting import PREPARE, mine, put
from core.attestation.candidacies.reading import MOST, of_commission
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import fold, t
from core.imports.reading import Table
from core.timetable.bringing import by_name, person
from core.tx import Tx
from schemas.attestation import Candidacy, CandidacyStatus, Commission, Presented
from schemas.base import LANGS, Id, Lang
from schemas.reference import Person

NEEDED = ("number",)
COLUMNS = (
    "number", "student", "form", "topic_kk", "topic_ru", "topic_en", "supervisor", "reviewer", "position", "workplace",
    "accompanist", "partners",
)  # fmt: skip
# Columns a form must ask for, by the field of Presented.
FIELD = {
    "topic_kk": "topic", "topic_ru": "topic", "topic_en": "topic", "supervisor": "supervisor",
    "reviewer": "reviewer.name", "position": "reviewer.name", "workplace": "reviewer.name",
    "accompanist": "accompanist", "partners": "partners",
}  # fmt: skip


@dataclass
class Plan:
    """What a file would do. rows: (row of the file, candidacy as it was read, what would be presented)."""

    table: Table
    rows: list[tuple[int, Candidacy, Presented]] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def heading(column: str, lang: Lang) -> str:
    """A column as the file calls it."""
    return t(f"graduates.column.{column}", lang)


def file(desk: Desk, commission: Id) -> bytes:
    """The table of a commission as it stands, to be filled in."""
    lang = desk.lang
    rows = [
        [of.number, of.student.label.get(lang), of.form_name.get(lang), *_said(of.presented)]
        for of in of_commission(desk, commission)
    ]  # fmt: skip
    return export.xlsx([heading(c, lang) for c in COLUMNS], rows, t("graduates.table_sheet", lang))


def _said(of: Presented) -> list[str]:
    topic, who = of.topic, of.reviewer
    return [
        *((topic.kk, topic.ru, topic.en) if topic else ("", "", "")), of.supervisor.label.kk if of.supervisor else "",
        *((who.name, who.position, who.workplace) if who else ("", "", "")),
        of.accompanist.label.kk if of.accompanist else "", of.partners,
    ]  # fmt: skip


def plan(desk: Desk, commission: Id, table: Table) -> Plan:
    """The dry run: what each row would change, with what is wrong beside row and column."""
    found, places = Plan(table), _places(table)
    found.unknown = [h for n, h in enumerate(table.headings) if n not in places.values()]
    found.problems = list(table.problems)
    if missing := [c for c in NEEDED if c not in places]:
        found.problems = [Problem("", "timetable.no_column", {"column": heading(c, desk.lang)}) for c in missing]
        return found
    there: dict[str, list[Candidacy]] = {}
    for of in of_commission(desk, commission):
        there.setdefault(fold(of.number), []).append(of)
    staff = by_name(
        Person.model_validate(r) for r in desk.store.rows("people", {"active": {"$ne": False}}, {"head": 0})
    )
    seen: set[Id] = set()
    for number, row in zip(table.numbers, table.rows, strict=True):
        cell = {name: row[at].strip() for name, at in places.items()}
        try:
            of = _whose(cell, there)
            now = _presented(of, cell, staff)
            if of.id in seen:
                raise Problems([Problem("number", "graduates.twice_in_file", {"who": of.student.label})])
        except Problems as e:
            heads = {c: table.headings[at] for c, at in places.items()}
            found.problems += [Problem(heads.get(p.field, p.field), p.key, p.values, number) for p in e.problems]
            continue
        seen.add(of.id)
        if now == of.presented:
            found.same += 1
        else:
            found.rows.append((number, of, now))
    return found


def _places(table: Table) -> dict[str, int]:
    known = {fold(heading(c, lang)): c for c in COLUMNS for lang in LANGS} | {c: c for c in COLUMNS}
    places: dict[str, int] = {}
    for at, title in enumerate(table.headings):
        if (name := known.get(fold(title)) or known.get(title.strip())) and name not in places:
            places[name] = at
    return places


def _whose(cell: Mapping[str, str], there: Mapping[str, Sequence[Candidacy]]) -> Candidacy:
    some = there.get(fold(cell["number"]), [])
    if not some:
        raise Problems([Problem("number", "graduates.no_such_number", {"number": cell["number"]})])
    written = fold(cell.get("form", ""))
    if written:
        some = [of for of in some if written in {fold(of.form), *(fold(of.form_name.get(x)) for x in LANGS)}]
    if len(some) != 1:
        key = "graduates.which_form" if some else "graduates.no_such_form"
        raise Problems([Problem("form", key, {"number": cell["number"]})])
    return some[0]


def _presented(of: Candidacy, cell: Mapping[str, str], staff: Mapping[str, Sequence[Person]]) -> Presented:
    """What would be presented; Problems where a form does not ask it, nobody is called so, or it is approved."""
    asked, problems = rules.asked(settings.form(of.form)), []
    row: dict[str, Any] = plain(of.presented)
    given = {c: v for c, v in cell.items() if c in FIELD and v}
    changed = {c: v for c, v in given.items() if v != _now(of.presented, c)}
    for column in changed:
        if FIELD[column] not in asked:
            problems.append(Problem(column, "graduates.not_of_form", {"form": of.form_name}))
    if changed and of.status is not CandidacyStatus.draft and not problems:
        problems.append(Problem("number", "graduates.approved_by_hand", {"who": of.student.label}))
    for column in ("supervisor", "accompanist"):
        if column in changed:
            who = person(changed[column], staff, column)
            if isinstance(who, Problem):
                problems.append(who)
            else:
                row[column] = plain(who)
    if problems:
        raise Problems(problems)
    topic = {x: changed.get(f"topic_{x}") or (row.get("topic") or {}).get(x, "") for x in LANGS}
    if any(topic.values()):
        row["topic"] = {**topic, "kk": topic["kk"] or topic["ru"] or topic["en"]}
    words = {"name": "reviewer", "position": "position", "workplace": "workplace"}
    if any(c in changed for c in words.values()):
        row["reviewer"] = {**(row.get("reviewer") or {}), **{k: changed[c] for k, c in words.items() if c in changed}}
        if not row["reviewer"].get("name"):
            raise Problems([Problem("reviewer", "errors.field.missing")])
    if "partners" in changed:
        row["partners"] = changed["partners"]
    return _valid(row)


def _now(of: Presented, column: str) -> str:
    return dict(zip(COLUMNS[3:], _said(of), strict=True))[column]


def _valid(row: Mapping[str, Any]) -> Presented:
    try:
        return Presented.model_validate(row)
    except ValidationError as e:
        raise Problems.of(e) from None


def bring(desk: Desk, commission: Id, wanted: Plan, why: Why) -> int:
    """Put a table in as the dry run showed it, in one act. How many changed. Raises RuleBroken: it has problems,
    nothing would change; StaleRevision where somebody saved one of them meanwhile."""
    if wanted.problems:
        raise RuleBroken("imports.has_problems", n=len(wanted.problems))
    if not wanted.rows:
        raise RuleBroken("imports.nothing_new")
    if len(wanted.rows) > MOST:
        raise RuleBroken("graduates.table_long", most=MOST)

    def work(tx: Tx) -> Commission:
        of = tx.get(Commission, commission, scoped=False)  # each graduate is asked for himself
        for _, seen, now in wanted.rows:
            one = mine(tx, seen.id, seen.revision)
            if one.commission.id != of.id or one.status is not CandidacyStatus.draft:
                raise RuleBroken("graduates.approved_by_hand", who=one.student.label)
            one.drafted_by = tx.actor.id
            put(tx, one, now)
        return of

    desk.transact("candidacy.bring", work, why, PREPARE, [commission, wanted.table.hash, len(wanted.rows)])
    return len(wanted.rows)


__all__ = ["COLUMNS", "Plan", "bring", "file", "heading", "plan"]
