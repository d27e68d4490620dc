"""Results by term with credits and GPA, every attempt visible, and «explain this number»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import streamlit as st

from core import grading
from core.db.codec import plain
from core.desk import Desk
from core.errors import NotFound
from core.i18n import number
from core.ui.page import T, empty, lang
from core.ui.style import metrics, safe, word_of
from core.ui.tables import plain_table
from schemas.base import Ref
from schemas.rulebook import Rulebook
from schemas.student import Study
from schemas.term import Term
from schemas.words import Mark, ResultState

Row = Mapping[str, Any]


def results(desk: Desk, study: Study) -> None:
    """Draw the results of one study."""
    record: list[Row] = plain(study)["record"]
    if not record:
        empty("students.no_results", "students.no_results_hint")
        return
    rules = rulebooks(desk, record)
    totals = grading.totals(record)
    metrics([
        (T("students.gpa"), gpa_word(totals["gpa"], rules.get(record[-1]["rules"])), None),
        (T("students.credits"), credits_word(totals["credits"]), None),
        (T("students.debts"), str(totals["academic_debts"]), T("students.debts_help")),
        (T("students.attempts"), str(len(record)), None),
    ])  # fmt: skip
    explain(record, rules, study.id)
    names = terms(desk, {r["term"] for r in record})
    for term, found in groupby(sorted(record, key=lambda r: (names[r["term"]][0], r["term"])), key=lambda r: r["term"]):
        _term(names[term][1], f"{study.id}:{term}", list(found), record, rules)


def _term(name: str, term: str, rows: list[Row], record: Sequence[Row], rules: dict[str, Rulebook]) -> None:
    newest = {r["id"] for r in grading.counted(record)}
    own = grading.gpa(grading.counted(rows))
    earned = sum((r["earned"] for r in rows), Decimal(0))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(safe(name), anchor=False)
        said = T(
            "students.term_line",
            gpa=gpa_word(own, rules.get(rows[-1]["rules"])),
            credits=credits_word(earned),
        )
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            st.markdown(said, width="content")
            explain(rows, rules, term)
    heads = (
        "code",
        "discipline",
        "credits",
        "attempt",
        "rating",
        "exam",
        "final",
        "letter",
        "points",
        "state",
    )
    table = [
        [
            r["code"], Ref.model_validate(r["discipline"]).label.get(lang()), credits_word(r["credits"]),
            str(r["attempt"]), _score(r["scores"].get("admission_rating")), _exam(r), _score(r["final_grade"]),
            r["letter"], _points(r["points"]), _state(r, newest),
        ]
        for r in rows
    ]  # fmt: skip
    plain_table([T(f"students.res_{h}") for h in heads], table, right=(2, 3, 4, 5, 6, 8))


def explain(rows: Sequence[Row], rules: dict[str, Rulebook], name: str) -> None:
    """«Explain this number»: the formula, the rows that stand in it, the sums, the rounding."""
    label = T("students.explain")
    if st.button(label, key=f"explain-{name}", icon=":material/functions:", type="tertiary"):
        st.dialog(label, width="large")(_explained)(rows, rules)


def _explained(rows: Sequence[Row], rules: dict[str, Rulebook]) -> None:
    counted = grading.counted(rows)
    if not counted:
        st.caption(T("students.explain_none"))
        return
    points = sum((r["points"] * r["credits"] for r in counted), Decimal(0))
    credits = sum((r["credits"] for r in counted), Decimal(0))
    book = rules.get(counted[-1]["rules"])
    st.markdown(safe(T("students.explain_formula")))
    said = T(
        "students.explain_sum", points=points.normalize(), credits=credits.normalize(),
        exact=number(points / credits, lang(), 6), gpa=gpa_word(grading.gpa(counted), book),
    )  # fmt: skip
    st.markdown(f"**{safe(said)}**")
    table = [
        [r["code"], Ref.model_validate(r["discipline"]).label.get(lang()), r["letter"], _points(r["points"]),
         credits_word(r["credits"]), _score((r["points"] * r["credits"]).normalize())]
        for r in counted
    ]  # fmt: skip
    heads = ("code", "discipline", "letter", "points", "credits", "product")
    plain_table([T(f"students.res_{h}") for h in heads], table, right=(3, 4, 5))
    if book:
        st.caption(safe(T("students.explain_rules", rules=book.label(), places=book.gpa_places)))
    left = len(rows) - len(counted)
    if left:
        st.caption(T("students.explain_left", n=left))


def rulebooks(desk: Desk, record: Sequence[Row]) -> dict[str, Rulebook]:
    """The rulebooks the results were given under, by id."""
    found: dict[str, Rulebook] = {}
    for id in {r["rules"] for r in record}:
        try:
            found[id] = desk.get(Rulebook, id, "rulebook.read")
        except NotFound:
            continue
    return found


def terms(desk: Desk, codes: set[str]) -> dict[str, tuple[Any, str]]:
    """Terms by code: (order, name); a term the calendar does not know keeps its code."""
    where = {"$or": [{"code": {"$in": list(codes)}}, {"_id": {"$in": list(codes)}}]}
    rows = desk.rows(Term, "reference.read", where, limit=200)
    order = {"autumn": 0, "winter": 1, "spring": 2, "summer": 3}
    found: dict[str, tuple[Any, str]] = {c: ((9999, 0), c) for c in codes}
    for row in rows:
        term = Term.model_validate(row)
        named = ((term.year, order[term.kind.value]), term.label().get(lang()))
        found |= {code: named for code in (term.code, term.id) if code in codes}
    return found


def gpa_word(value: Decimal | None, rules: Rulebook | None) -> str:
    """A GPA as papers show it, by its rulebook's places."""
    if value is None:
        return "—"
    shown = grading.shown(value, rules) if rules else value
    return number(shown or Decimal(0), lang(), rules.gpa_places if rules else 2)


def credits_word(value: Decimal) -> str:
    """Credits without needless zeros."""
    return number(value, lang(), 0 if value == value.to_integral_value() else 2)


def _score(value: Decimal | None) -> str:
    return "" if value is None else credits_word(value)


def _points(value: Decimal | None) -> str:
    return "" if value is None else number(value, lang(), 2)


def _exam(row: Row) -> str:
    if row["mark"]:
        return word_of(Mark, row["mark"]).label(lang())
    return _score(row["scores"].get("exam"))


def _state(row: Row, newest: set[str]) -> str:
    said = word_of(ResultState, row["state"]).label(lang())
    replaced = row["replaces"] and row["gpa"] and row["points"] is not None and row["id"] not in newest
    return f"{said} · {T('students.replaced')}" if replaced else said


__all__ = ["explain", "gpa_word", "results"]
