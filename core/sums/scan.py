"""What sums and the rows behind them share, so that a number and its list can never be counted differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from core import history, pending
from core.db.store import Row, Store
from core.i18n import office_zone
from core.sums.days import begins
from schemas.base import Id
from schemas.events import CHANGING

# What the walk of a history reads of an event.
TOLD = (
    "id", "n", "type", "effective", "study", "changes", "voids", "studies", "reverses", "profile.sex", "profile.born",
    "profile.citizenship", "profile.ethnicity", "profile.region", "profile.disability", "profile.orphan",
    "profile.dormitory", "profile.custom", "order", "kind", "facts", "job", "basis", "reason",
)  # fmt: skip
OF_PROGRAMME = ("level", "direction")  # what a study is counted by and its programme says
NOBODY: Row = {"card": {}, "studies": []}
CONTINGENT = ("active", "academic_leave")  # those on leave are counted in, and shown apart (domain.md 12)


@dataclass(frozen=True)
class Scan:
    """One pass over the records: the database, and the day by the office's calendar."""

    store: Store
    today: date

    @cached_property
    def visible(self) -> Row:
        """Students of a big act that is not published, or was undone, do not count."""
        hidden = pending.unpublished(self.store)
        return {"hidden": {"$nin": hidden}} if hidden else {}

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """The faculty of each department."""
        rows = self.store.rows("departments", {}, {"parent.id": 1})
        return {r["_id"]: (r.get("parent") or {}).get("id") for r in rows}

    @cached_property
    def programmes(self) -> dict[str, dict[str, str]]:
        """Of each programme what it says of its studies (`OF_PROGRAMME`)."""
        rows = self.store.rows("programmes", {}, dict.fromkeys(OF_PROGRAMME, 1))
        return {r["_id"]: {k: r.get(k) or "" for k in OF_PROGRAMME} for r in rows}

    @cached_property
    def terms(self) -> list[Row]:
        """Terms in order of time."""
        return sorted(self.store.rows("terms", {}), key=begins)

    def faculty(self, department: str | None, said: str | None) -> str | None:
        """The faculty of a record: the one it names, else that of its department."""
        return said or self.parents.get(department or "")

    def of_programme(self, id: str | None) -> dict[str, str]:
        """What a programme says of its studies; «» where it says nothing."""
        return self.programmes.get(id or "") or dict.fromkeys(OF_PROGRAMME, "")

    # the contingent as of a day ----------------------------------------------------------------------------------

    def studies_on(
        self, days: Iterable[date], where: Row | None = None, everybody: bool = False
    ) -> Iterator[tuple[date, Row]]:
        """Every study of the contingent true on each day: (day, {student, study, status, department, …}).

        everybody: those outside of the contingent, too. Folds only the events that open a study or change its
        attributes, in the order `history.fold` takes.
        """
        ordered = sorted(set(days))
        for student, told in self.histories(where):
            states = walked(told)
            state, at = NOBODY, 0
            for day in ordered:
                while at < len(told) and told[at]["effective"] <= day.isoformat():
                    state, at = next(states)[1], at + 1
                for study in state["studies"]:
                    if everybody or study.get("status") in CONTINGENT:
                        yield day, {**self.unit(study), "student": student, "study": study["id"]}

    def histories(self, where: Row | None = None) -> Iterator[tuple[Id, list[Row]]]:
        """Of every student the events that open a study or change a place of it or of the card, those that stand, in
        the order `history.fold` takes."""
        kinds = ["admitted", "study_opened", *CHANGING, "event_voided", "merged_in", "merged_into"]
        wanted = {"$filter": {"input": "$events", "cond": {"$in": ["$$this.type", kinds]}}}
        pipeline: list[Row] = [
            {"$match": {**self.visible, **(where or {})}},
            {"$project": {"events": wanted}},
            {"$project": {f"events.{f}": 1 for f in TOLD}},
        ]
        for student in self.store.aggregate("students", pipeline):
            rows = student["events"]
            voided = history.voided_ids([(e["id"], e.get("voids")) for e in rows])
            yield (
                student["_id"],
                sorted((e for e in rows if e["id"] not in voided), key=lambda e: (e["effective"], e["n"])),
            )

    def unit(self, study: Row) -> Row:
        """What a study is grouped by."""
        ids = {k: (study.get(k) or {}).get("id") for k in ("programme", "department", "faculty")}
        ids["faculty"] = self.faculty(ids["department"], ids["faculty"])
        return {**ids, **{k: study.get(k) for k in ("year", "language", "funding", "status")}}

    # academic debts ----------------------------------------------------------------------------------------------

    def debts_on(self, days: Iterable[date]) -> Iterator[tuple[date, Row]]:
        """Every discipline failed or left open by a day and not passed by it, of those in the contingent on it."""
        ordered = sorted(set(days))
        record = "$studies.record"
        pipeline: list[Row] = [
            {"$match": self.visible},
            {"$project": {"studies.id": 1, "studies.record": 1, "studies.came": 1}},
            {"$unwind": "$studies"},
            {"$match": {"studies.record.state": {"$in": ["failed", "open"]}}},
            {"$unwind": record},
            {"$group": {
                "_id": {"student": "$_id", "study": "$studies.id", "code": f"{record}.code",
                        "apart": {"$ifNull": [f"{record}.apart", ""]}},
                "owed": {"$min": {"$cond": [{"$in": [f"{record}.state", ["failed", "open"]]}, f"{record}.on", None]}},
                "passed": {"$min": {"$cond": [{"$eq": [f"{record}.state", "passed"]}, f"{record}.on", None]}},
                "discipline": {"$last": f"{record}.discipline"}, "term": {"$last": f"{record}.term"},
                "came": {"$first": "$studies.came"},
            }},
            {"$match": {"owed": {"$ne": None}}},
        ]  # fmt: skip
        owing = self.store.aggregate("students", pipeline)
        there = {
            (day, s["student"], s["study"]): s
            for day, s in self.studies_on(ordered, {"_id": {"$in": sorted({o for r in owing for o, _ in _places(r)})}})
        }
        for row in owing:
            for day in ordered:
                text = day.isoformat()
                study = next((there[day, *p] for p in _places(row) if (day, *p) in there), None)
                if study and row["owed"] <= text and not (row["passed"] and row["passed"] <= text):
                    yield day, {**study, **row["_id"], "discipline": row["discipline"], "term": row["term"],
                                "since": row["owed"]}  # fmt: skip


def _places(row: Row) -> list[tuple[str, str]]:
    """Where the study of an owed discipline stands, and where it stood before its record was joined to another."""
    here = (row["_id"]["student"], row["_id"]["study"])
    return [here, *((c["student"], c["study"]) for c in row.get("came") or [])]


def walked(told: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Each event of a history with the state after it: {card, studies}. Where an order is taken back, all before it
    anew without what that had done."""
    state, back = NOBODY, set()
    for at, event in enumerate(told):
        if event["type"] == "order_reversed":
            back.add(event["reverses"])
            state = NOBODY
            for earlier in told[:at]:
                if earlier["id"] not in back:
                    state = _after(state, earlier)
        else:
            state = _after(state, event)
        yield event, state


def _after(state: Row, event: Row) -> Row:
    match event["type"]:
        case "admitted":
            return {"card": event.get("profile") or {}, "studies": [*state["studies"], _bare(event["study"])]}
        case "study_opened":
            return {**state, "studies": [*state["studies"], _bare(event["study"])]}
        case "merged_into":
            return {**state, "studies": []}
        case "merged_in":  # from this day the studies stand here, until it in the record they came from
            state = {**state, "studies": [*state["studies"], *map(_bare, event["studies"])]}
    for change in () if event["type"] == "order_reversed" else event.get("changes") or ():
        of, path = ("", change["field"]) if change["field"].startswith("studies.") else ("card.", change["field"])
        state = history.put(state, (of + path).split("."), change["now"])
    return state


def _bare(study: Row) -> Row:
    return {k: v for k, v in study.items() if k not in ("record", "totals", "enrolled")}


def end_of(day: date) -> datetime:
    """The moment the day after begins, by the office's clock (the server's own time zones may be out of date)."""
    return datetime.combine(day + timedelta(days=1), time(), office_zone())
