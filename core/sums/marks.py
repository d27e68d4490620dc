"""Which sums an act makes old: rules, from what it changed to dirty marks, so that no act can forget one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from core.attestation import settings
from core.sums.days import ALWAYS, MONTH, begins, ends
from schemas.events import CHANGING
from schemas.kinds import Sort

Row = Mapping[str, Any]
LABELS = {"programmes", "disciplines", "people", "commissions"}
MOVES = {"department", "faculty", "programme", "id"}  # results without a section are counted where the student is


def of_document(collection: str, was: Row | None, now: Row) -> set[str]:
    """Marks of a saved document: its stored form before (None: new) and after."""
    both = [row for row in (was, now) if row]
    if collection == "grade_sheets":
        return {f"sheets:{row['term_code']}" for row in both}
    if collection == "sections":
        return {f"load:{row['term']['id']}" for row in both}
    if collection in ("departments", "terms", "rulebooks"):
        return {"all"} if was else {"labels"}
    if collection == "transcripts":
        return {"today"}
    if collection in ("candidacies", "protocols"):
        return {f"attestation:{row['year']}" for row in both}
    if collection == "orders" and now["kind"] == settings.rules().admission_order:
        done = [row for row in both if row["status"] in ("applied", "cancelled")]
        return {f"attestation:{str(row['effective'])[:4]}" for row in done}
    if collection == "kinds" and now["sort"] == Sort.attestation_rules.value:
        return {"attestation"}
    return {"labels"} if collection in LABELS else set()


def of_event(event: Row) -> set[str]:
    """Marks of an event of a student (stored form); `past:<day>` says since when figures of past days may differ."""
    if event["type"] in ("grade_posted", "result_recorded", "grade_corrected", "grade_annulled"):
        result = event["result"]
        return {f"results:{result['term']}", f"past:{min(result['on'], event['effective'])}"}
    if event["type"] in ("merged_in", "merged_into"):
        return {"results", "contingent", f"past:{event['effective']}"}
    if event["type"] == "event_voided":  # whether a result or an admission was voided only its own event says
        return {"results", "contingent", f"past:{ALWAYS}"}
    if event["type"] in ("registered", "unregistered"):  # in no figure, but who is at risk is told by it
        return {"labels"}
    since = f"past:{event['effective']}"
    if event["type"] in CHANGING:
        moved = any(c["field"].split(".")[-1] in MOVES for c in event["changes"])
        return {"contingent", since} | ({"results"} if moved else set())
    return {"contingent", since} if event["type"] in ("admitted", "study_opened") else set()


def slices_of(marks: Iterable[str], terms: Iterable[Row], today: date, years: Iterable[int] = ()) -> set[str]:
    """The slices that marks make old.

    A result changes debts, a section says which department its results belong to.
    The past is counted anew only by what reaches back to it. `labels` makes none old: only the generation is raised.
    years: those of final attestation; a result of a term is told in its own year and the later ones (a debt).
    """
    terms, years = list(terms), list(years)
    begun = {t["code"]: int(t.get("year") or 0) for t in terms}
    codes = {t["_id"]: t["code"] for t in terms}
    found: set[str] = set()
    for mark in marks:
        kind, _, key = mark.partition(":")
        if kind in ("all", "results") and not key:
            for code in codes.values():
                found |= _of_term(code)
            found.add("before")
        if kind == "results" and key:
            found |= _of_term(key)
        if kind == "attestation" and key:
            found.add(mark)
        if kind in ("all", "results", "attestation"):
            since = begun.get(key, 0) if kind == "results" else 10_000 if key else 0
            found |= {f"attestation:{y}" for y in years if y >= since}
        if kind == "load" and key in codes:
            found |= {f"results:{codes[key]}", f"interim:{codes[key]}"}
        if kind == "sheets":
            found.add(f"signals:{key}")
        if kind == "past":  # year of study, language, funding are those of the term's last day
            found |= {f"interim:{t['code']}" for t in terms if begins(t) <= today and key <= ends(t).isoformat()}
        if kind in ("all", "contingent", "results"):
            found |= {"contingent", "progress"}
        if kind == "past" and key <= (today - MONTH).isoformat():
            found.add("before")
        if kind not in ("labels", "past", "attestation"):
            found.add("today")
    return found


def _of_term(code: str) -> set[str]:  # the slice `teachers` is built beside `signals`
    return {f"{kind}:{code}" for kind in ("results", "interim", "signals")}
