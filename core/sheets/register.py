"""The register of all changes of closed sheets: read by index a page at a time, as a file, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core import export, house, looks
from core.db.store import Row
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import date_short, moment, number, t
from core.papers.register import register
from core.pdf.register import Band, Head
from schemas.base import Id, Lang, Ref
from schemas.grade_sheet import Change, Correction, GradeSheet, SheetLine
from schemas.kinds import Sort

RIGHT = "correction.read"
LIST = 5000  # acts in one file
PRINTED = 600  # acts on one paper


@dataclass(frozen=True)
class Cut:
    """What the register is narrowed to; empty: not narrowed. who: a user who proposed or decided."""

    term: Id = ""
    department: Id = ""
    teacher: Id = ""
    code: str = ""
    state: str = ""
    who: Id = ""
    what: str = ""
    alarm: str = ""  # one of the alarms, or «any»
    since: date | None = None
    until: date | None = None

    def of_sheet(self) -> Row:
        """As a condition on the sheet."""
        found: Row = {}
        for name, path in (("term", "term.id"), ("department", "department.id"), ("teacher", "examiners.id")):
            if value := getattr(self, name):
                found[path] = value
        return found

    def of_act(self) -> Row:
        """As a condition on one correction act, without its days."""
        found: Row = {k: getattr(self, k) for k in ("code", "state", "what") if getattr(self, k)}
        if self.alarm:
            found |= {"alarms.0": {"$exists": True}} if self.alarm == "any" else {"alarms": self.alarm}
        if self.who:
            found["$or"] = [{"proposed_by": self.who}, {"decided_by": self.who}]
        return found


@dataclass(frozen=True)
class Entry:
    """One line of the register: the act with what of its sheet is to be seen."""

    sheet: Id
    number: str
    term: str
    discipline: Ref
    department: Ref | None
    examiners: tuple[Ref, ...]
    act: Correction


def pipeline(where: Row, cut: Cut, zone: ZoneInfo) -> list[Row]:
    """The stages up to single acts: the sheets by their index, then the acts that fit."""
    days: Row = {"$type": "date"}
    if cut.since:
        days["$gte"] = datetime.combine(cut.since, time.min, zone)
    if cut.until:
        days["$lte"] = datetime.combine(cut.until, time.max, zone)
    act = {**cut.of_act(), "proposed_at": days}
    first: Row = {"$and": [where, {"corrections.proposed_at": {"$type": "date"}}, {"corrections": {"$elemMatch": act}}]}
    only = {"number": 1, "term": 1, "discipline": 1, "department": 1, "examiners": 1, "corrections": 1}
    last = {f"corrections.{k}": v for k, v in act.items() if k != "$or"}
    if "$or" in act:
        last["$or"] = [{f"corrections.{k}": v for k, v in each.items()} for each in act["$or"]]
    return [{"$match": first}, {"$project": only}, {"$unwind": "$corrections"}, {"$match": last}]


def changes(desk: Desk, cut: Cut, page: int = 0, size: int = 50) -> list[Entry]:
    """A page of the register inside the user's scope, the newest act first."""
    where = desk.where(GradeSheet, RIGHT, cut.of_sheet())
    found = desk.store.aggregate("grade_sheets", [
        *pipeline(where, cut, ZoneInfo(desk.zone)), {"$sort": {"corrections.proposed_at": -1, "corrections.act": -1}},
        {"$skip": page * size}, {"$limit": size},
    ])  # fmt: skip
    return [_entry(r) for r in found]


def whole(desk: Desk, cut: Cut, most: int) -> list[Entry]:
    """All acts of a cut for a file or a paper; RuleBroken where there are more than it holds: none is left out
    unsaid."""
    found = changes(desk, cut, 0, most + 1)
    if len(found) > most:
        raise RuleBroken("sheets.register_many", most=most)
    return found


def _entry(row: Row) -> Entry:
    department = row.get("department")
    return Entry(
        row["_id"], row["number"], Ref.model_validate(row["term"]).label.kk, Ref.model_validate(row["discipline"]),
        Ref.model_validate(department) if department else None,
        tuple(Ref.model_validate(e) for e in row["examiners"]), Correction.model_validate(row["corrections"]),
    )  # fmt: skip


def people(desk: Desk) -> dict[Id, str]:
    """Who proposed or decided: user id → name, among the newest acts the user may see."""
    found: dict[Id, str] = {}
    for entry in changes(desk, Cut(), 0, 300):
        found.setdefault(entry.act.proposed_by, entry.act.proposed_name)
        if entry.act.decided_by:
            found.setdefault(entry.act.decided_by, entry.act.decided_name)
    return found


# as a file and on paper ---------------------------------------------------------------------------------------------

HEADS = ("act", "at", "student", "student_number", "discipline", "department", "examiners", "what", "was_is", "reason",
         "basis", "proposed_by_name", "decided_by_name", "decided_at", "state", "alarms")  # fmt: skip


def mark_of(line: SheetLine, lang: Lang) -> str:
    """What a line comes to: final percent and letter; the score where there is no letter."""
    final = line.final_grade if line.letter else line.score
    said = " ".join(x for x in ("" if final is None else number(final, lang), line.letter) if x)
    return said or (line.mark.label(lang) if line.mark else "—")


def was_now(act: Correction, lang: Lang) -> tuple[str, str]:
    """The mark before and after an act."""
    return mark_of(act.was, lang), t("sheets.annulled", lang) if act.what is Change.annul else mark_of(act.now, lang)


def basis_of(act: Correction) -> str:
    """The paper an act rests on."""
    b = act.basis
    said = f"{b.kind} № {b.number}" if b.number else b.kind
    return ", ".join(x for x in (said, date_short(b.day) if b.day else "") if x)


def reason_of(act: Correction, lang: Lang) -> str:
    """Why, by the name of its code where the words do not hold it."""
    names = {k.code: k.name.get(lang) for k in house.entries(Sort.reason, True)}
    code = names.get(act.code, "") if act.code else ""
    return act.reason if not code or act.reason.startswith(code) else f"{code}: {act.reason}" if act.reason else code


def row_of(entry: Entry, lang: Lang) -> list[str]:
    """A line of the register in words, in the order of HEADS."""
    act = entry.act
    return [
        act.act, moment(act.proposed_at, lang, short=True), act.student.label.get(lang), act.was.number,
        entry.discipline.label.get(lang), entry.department.label.get(lang) if entry.department else "",
        ", ".join(e.label.get(lang) for e in entry.examiners), act.what.label(lang), " → ".join(was_now(act, lang)),
        reason_of(act, lang), basis_of(act), act.proposed_name, act.decided_name,
        moment(act.decided_at, lang, short=True) if act.decided_at else "", act.state.label(lang),
        ", ".join(a.label(lang) for a in act.alarms),
    ]  # fmt: skip


def xlsx(desk: Desk, cut: Cut, lang: Lang) -> bytes:
    """The register of a cut as a table; who took it is written down. RuleBroken where it holds too much."""
    rows = [row_of(e, lang) for e in whole(desk, cut, LIST)]
    name = t("sheets.register", lang)
    looks.note(desk, "corrections", "grade_sheets", "", name, "download", filters=_asked(cut))
    notes = [name, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]
    return export.xlsx([t(f"sheets.register_{h}", lang) for h in HEADS], rows, name, notes)


def pdf(desk: Desk, cut: Cut, lang: Lang) -> bytes:
    """The register of a cut on paper, across the page. RuleBroken where it holds too much."""
    found = whole(desk, cut, PRINTED)
    name = t("sheets.register", lang)
    looks.note(desk, "corrections", "grade_sheets", "", name, "print", filters=_asked(cut))
    heads = (
        Head("№", 8, right=True), Head(t("sheets.register_act", lang), 26), Head(t("sheets.register_at", lang), 20),
        Head(t("sheets.register_student", lang), 42), Head(t("sheets.register_discipline", lang), 0),
        Head(t("sheets.register_was_is", lang), 30), Head(t("sheets.register_reason", lang), 48),
        Head(t("sheets.register_hands", lang), 36), Head(t("sheets.register_state", lang), 22),
    )  # fmt: skip
    rows = tuple(
        (
            str(n), e.act.act, date_short(e.act.proposed_at), f"{e.act.student.label.get(lang)}, {e.act.was.number}",
            e.discipline.label.get(lang), " → ".join(was_now(e.act, lang)),
            "; ".join(x for x in (reason_of(e.act, lang), basis_of(e.act)) if x),
            " / ".join(x for x in (e.act.proposed_name, e.act.decided_name) if x), e.act.state.label(lang),
        )
        for n, e in enumerate(found, 1)
    )  # fmt: skip
    facts = [(t("sheets.register_count", lang), str(len(found)))]
    if cut.term and found:
        facts.insert(0, (t("sheets.term", lang), found[0].term))
    if cut.since or cut.until:
        days = " – ".join(date_short(d) if d else "…" for d in (cut.since, cut.until))
        facts.insert(0, (t("sheets.register_days", lang), days))
    return register(desk, name, lang, tuple(facts), heads, [Band("", rows)], landscape=True)


def _asked(cut: Cut) -> dict[str, object]:
    return {k: str(v) for k, v in vars(cut).items() if v}
