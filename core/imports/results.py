"""A file of results earned elsewhere or before this system: each under its own rulebook, with credits and
source.

The key of a row is student, discipline, term and section (and attempt, where the file has it). A changed row
voids what the file before it said and is recorded under the same result id, so it holds for every day asked.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from core import grading, jobs, pending, rulebooks
from core.db.codec import plain
from core.db.store import Row, Store
from core.errors import NotFound, RuleBroken
from core.imports.plan import CHANGED, CREATED, SAME, Plan, Sheet, Values, by_key
from schemas.base import Text
from schemas.discipline import Discipline
from schemas.rulebook import Grade, Rulebook
from schemas.student import Scores
from schemas.term import Term
from schemas.words import ResultState, TermKind

NEWS = 3000  # new disciplines and terms of one file: they stand in one transaction
SCORES: Row = plain(Scores())
_KINDS = {"1": TermKind.autumn, "2": TermKind.spring, "3": TermKind.summer}
_ENDS = {
    TermKind.autumn: (0, 12, 31),
    TermKind.winter: (1, 1, 31),
    TermKind.spring: (1, 6, 30),
    TermKind.summer: (1, 8, 31),
}


def fill(made: Plan, sheet: Sheet, store: Store, rules: str) -> None:
    """Decide for every row and prepare one event for each result that is new or changed."""
    book = _rulebook(made, store, rules)
    rows = [(at, v) for at, v in enumerate(sheet.rows) if v is not None]
    students = _students(store, [v["student"] for _, v in rows])
    disciplines = _Disciplines(made, store, [v["code"] for _, v in rows])
    terms = _Terms(made, store)
    mine: dict[str, list[tuple[int, Values, Row]]] = defaultdict(list)
    for at, values in rows:
        row = students.get(values["student"])
        problem = _why_not(row)
        if problem:
            made.problem(at, sheet.columns["student"], problem, number=values["student"])
            continue
        try:
            mine[values["student"]].append((at, values, _result(values, book, disciplines, terms, made.table.name)))
        except RuleBroken as e:
            field = {"rulebooks": "letter", "sheets": "final_grade"}.get(e.key.split(".")[0], "term")
            made.problem(at, sheet.columns.get(e.values.pop("at", field), ""), e.key, **e.values)
    for number, found in mine.items():
        _student(made, sheet, students[number], found, store)
    if len(made.news) > NEWS:
        raise RuleBroken("imports.too_many_new", most=NEWS)


def _rulebook(made: Plan, store: Store, code: str) -> Rulebook:
    if not code:
        raise RuleBroken("imports.no_rulebook")
    try:
        return rulebooks.newest(store, code)
    except NotFound:
        if code not in rulebooks.SHIPPED:
            raise
    book = rulebooks.shipped(code)
    made.news.append(book)
    return book


def _students(store: Store, numbers: list[str]) -> dict[str, Row]:
    fields = {"search": 0, "papers": 0, "contacts": 0, "events": 0}
    found = {r["number"]: r for r in by_key(store, "students", "number", numbers, fields)}
    unpublished = set(pending.unpublished(store))
    for row in found.values():
        row["unseen"] = row.get("hidden") in unpublished
        row["opened"] = {s["id"]: max(s.get("opened") or "", s.get("since") or "") for s in row["studies"]}
    return found


def _why_not(row: Row | None) -> str:
    if row is None or row["unseen"]:
        return "imports.student_unknown"
    if row.get("pending"):
        return "imports.student_busy"
    if row.get("merged"):
        return "records.number_joined"
    return "" if row["studies"] else "imports.no_study"


class _Disciplines:
    """Disciplines by code; those that do not exist are made with the file's title and source."""

    def __init__(self, made: Plan, store: Store, codes: list[str]) -> None:
        self.made = made
        self.known = {r["code"]: r for r in by_key(store, "disciplines", "code", codes, {})}
        for row in self.known.values():
            if not row.get("active", True) and row.get("source"):
                made.saves.append((Discipline, row["_id"], row["revision"], {"active": True}))

    def get(self, values: Values, source: str) -> Row:
        code = values["code"]
        if code not in self.known:
            name = Text.model_validate(values.get("title") or {"kk": code})
            made = Discipline(code=code, name=name, credits=values["credits"], source=source)
            self.made.news.append(made)
            self.known[code] = plain(made)
        return self.known[code]


class _Terms:
    """Terms by code; those that do not exist are made from the code or from the columns that tell them."""

    def __init__(self, made: Plan, store: Store) -> None:
        self.made = made
        self.known = {r["code"]: Term.model_validate(r) for r in store.rows("terms", {})}

    def get(self, values: Values, source: str) -> Term:
        code = values["term"]
        kind, year = values.get("term_kind"), values.get("term_year")
        term = self.known.get(code)
        if term is None:
            head, _, tail = code.partition("-")
            kind = next((k for k in TermKind if k == kind), _KINDS.get(tail))
            year = year or (int(head) if len(head) == 4 and head.isdigit() else None)
            if kind is None or year is None:
                raise RuleBroken("imports.term_unknown", code=code)
            term = self.known[code] = Term(code=code, kind=kind, year=year, source=source)
            self.made.news.append(term)
        elif kind and (term.kind != kind or (year and term.year != year)):
            raise RuleBroken("imports.term_differs", code=code, kind=term.kind)
        return term


def _result(values: Values, book: Rulebook, disciplines: _Disciplines, terms: _Terms, file: str) -> Row:
    source = values.get("source") or file[:80]
    grade = _grade(values, book)
    term = terms.get(values, source)
    discipline = disciplines.get(values, source)
    passed = grade.state is ResultState.passed
    return {
        "id": "", "discipline": {"id": discipline["_id"], "label": _title(values, discipline)}, "code":
        values["code"],
        "term": values["term"], "section": values.get("section", ""), "attempt": values.get("attempt", 0),
        "credits": values["credits"], "scores": SCORES, "final_grade": values.get("final_grade"),
        "letter": grade.letter, "points": grade.points, "traditional": plain(grade.traditional), "mark": None,
        "state": grade.state.value, "earned": values["credits"] if grade.earns and passed else Decimal(0),
        "gpa": grade.gpa and grade.points is not None and discipline.get("counts_in_gpa", True),
        "replaces": book.repeat == "latest", "rules": book.id, "source": source,
        "sheet": "", "apart": "", "until": None, "on": values.get("on") or _last_day(term).isoformat(),
    }  # fmt: skip


def _grade(values: Values, book: Rulebook) -> Grade:
    letter, percent = values.get("letter"), values.get("final_grade")
    if letter is None and percent is None:
        raise RuleBroken("errors.field.missing", at="letter")
    if percent is None:
        return grading.grade_by_letter(str(letter), book)
    grade = grading.letter_of(percent, book)
    if letter is not None and letter != grade.letter:
        raise RuleBroken("imports.letter_differs", at="letter", letter=letter, percent=percent, expected=grade.letter)
    return grade


def _title(values: Values, discipline: Row) -> Row:
    """The title as the file calls it, as it stood on the paper of that day."""
    empty = {"kk": "", "ru": "", "en": ""}
    return {**empty, **(values.get("title") or discipline["name"])}


def _last_day(term: Term) -> date:
    """The day a term ended; where the calendar does not say, the end of its season."""
    if term.ends:
        return term.ends
    years, month, day = _ENDS[term.kind]
    return date(term.year + years, month, day)


def _student(made: Plan, sheet: Sheet, row: Row, found: list[tuple[int, Values, Row]], store: Store) -> None:
    """Compare with the record, number the attempts, and put the events in the order they became true."""
    by_attempt = "attempt" in sheet.columns
    old: dict[tuple[Any, ...], tuple[str, Row]] = {}
    times: dict[str, int] = defaultdict(int)
    sheeted = set()  # what a sheet of ours gave: no file adds another try beside it, whatever section it names
    for study in row["studies"]:
        for result in grading.of_disciplines(study["record"]):
            old[_key(result, by_attempt)] = (study["id"], result)
            if not result["source"]:
                sheeted.add((result["code"], result["term"]))
            times[result["code"]] = max(times[result["code"]], result["attempt"])
    seen: dict[tuple[Any, ...], int] = {}
    corrected: list[str] = []
    events = []
    for at, values, result in sorted(found, key=lambda f: (f[2]["on"], f[0])):
        key = _key(result, by_attempt)
        before = seen.setdefault(key, at)
        if before != at:
            later, first = max(at, before), min(at, before)
            made.problem(later, sheet.columns["code"], "imports.key_twice", first=made.table.numbers[first])
            continue
        study_id, was = old.get(key, (_study(row, values), None))
        if study_id is None:
            made.problem(at, sheet.columns.get("programme", ""), "imports.which_study", number=row["number"])
            continue
        if was:
            result["id"], result["attempt"] = was["id"], result["attempt"] or was["attempt"]
            changes = [(k, was[k], v) for k, v in result.items() if was.get(k) != v]
            if not changes:
                made.verdicts[at] = SAME
                continue
            if not was["source"]:
                made.problem(at, sheet.columns["code"], "imports.result_from_sheet", code=result["code"])
                continue
            made.verdicts[at], made.changes[at] = CHANGED, changes
            corrected.append(was["id"])
        elif (result["code"], result["term"]) in sheeted:
            made.problem(at, sheet.columns["code"], "imports.result_from_sheet", code=result["code"])
            continue
        else:
            times[result["code"]] += 1
            result["id"], result["attempt"] = made.new_id(), result["attempt"] or times[result["code"]]
            made.verdicts[at] = CREATED
        since = max(result["on"], row["opened"][study_id])
        events.append(("result_recorded", since, {"study": study_id, "result": result}))
    if events:
        events.sort(key=lambda e: e[1])
        voided = _voiding(store, row, corrected, made.today) if corrected else []
        made.works.append(jobs.Work(row["_id"], row["number"], row["revision"], row["event_hash"], [*voided, *events]))


def _voiding(store: Store, row: Row, results: list[str], today: date) -> list[tuple[str, str, Row]]:
    """What a corrected file says replaces what the file before it said, for every day; that stays
    readable."""
    events = (store.one("students", {"_id": row["_id"]}, {"events": 1}) or row)["events"]
    newest = {e["result"]["id"]: e["id"] for e in events if e["type"] == "result_recorded"}
    return [("event_voided", today.isoformat(), {"voids": newest[id]}) for id in results]


def _key(result: Row, by_attempt: bool) -> tuple[Any, ...]:
    return (result["code"], result["term"], result["section"], result["attempt"] if by_attempt else 0)


def _study(row: Row, values: Values) -> str | None:
    studies = row["studies"]
    if values.get("programme"):
        studies = [s for s in studies if (s["programme"] or {}).get("id") == values["programme"]["id"]]
    return studies[0]["id"] if len(studies) == 1 else None
