"""The paper of who looked at one student, at his own request: in his language, numbered, written down as it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core import looks, merged
from core.audit.words import kind_word
from core.db.codec import digest
from core.db.store import Row
from core.desk import Desk, Why
from core.errors import Problem, Problems, RuleBroken
from core.i18n import date_short, known, moment, t
from core.papers.acts import spoken
from core.papers.register import register
from core.pdf.register import Band, Head
from core.tx import Tx
from schemas.base import Id, Lang, Ref
from schemas.look_paper import LookPaper
from schemas.student import Student
from schemas.words import Role, StudyLanguage

MAKE = "looks.paper"
MOST = 2000  # lines of one paper: of more the period is parted


def make(desk: Desk, student: Id, starts: date, ends: date, why: Why) -> LookPaper:
    """Make the paper of a period. Problems beside days and reason, RuleBroken `looks.too_many`."""
    found = desk.get(Student, student, "student.read")
    problems = []
    if ends > desk.today():
        problems.append(Problem("ends", "looks.day_to_come"))
    if starts > ends:
        problems.append(Problem("starts", "looks.days_wrong"))
    if not why.reason.strip():
        problems.append(Problem("reason", "errors.reason_missing"))
    if problems:
        raise Problems(problems)
    tongue = next((s.language for s in found.studies if s.language), StudyLanguage.kk)
    joined = [i for i in merged.ids_of(desk.store, student) if i != student]
    paper = LookPaper(
        _id=desk.ids(), number="",
        student=Ref(id=student, label=found.name.text()), student_number=found.number, joined=joined,
        starts=starts, ends=ends, until=desk.now(), lang=spoken(tongue), lines=0, digest="", made_by=desk.actor.name,
    )  # fmt: skip
    rows = lines(desk, paper)
    if len(rows) > MOST:
        raise RuleBroken("looks.too_many", most=MOST)

    def work(tx: Tx) -> LookPaper:
        year = tx.today.year
        kept = paper.model_copy(update={
            "number": f"{year}-{tx.number(f'look_paper:{year}'):04d}", "lines": len(rows), "digest": _digest(rows),
        })  # fmt: skip
        return tx.add(kept)

    return desk.transact(MAKE, work, why, given=[student, starts.isoformat(), ends.isoformat()])


def lines(desk: Desk, paper: LookPaper) -> list[Row]:
    """The lines a paper tells of, oldest first: those of its days that stood when it was made."""
    asked = looks.Asked(student=paper.student.id, start=paper.starts, end=paper.ends, joined=tuple(paper.joined))
    rows = [r for r in looks.found(desk, asked, 0, MOST + 1) if r["at"] < paper.until]
    return rows[::-1]


def _digest(rows: list[Row]) -> str:
    return digest([[r["_id"], r["at"].isoformat(), r["user"], r["did"]] for r in rows])


def of_student(desk: Desk, student: Id, size: int = 20) -> list[LookPaper]:
    """The papers that were made for one student, the newest first."""
    rows = desk.rows(LookPaper, MAKE, {"student.id": student}, None, [("_id", -1)], size)
    return [LookPaper.model_validate(r) for r in rows]


def pdf(desk: Desk, id: Id) -> bytes:
    """The paper as PDF in the student's language; that it left, and to whom, is written down. RuleBroken
    `looks.lines_changed` where the lines are no longer those it was made of."""
    paper = desk.get(LookPaper, id, MAKE)
    rows = lines(desk, paper)
    if (len(rows), _digest(rows)) != (paper.lines, paper.digest):
        raise RuleBroken("looks.lines_changed", number=paper.number)
    lang, whose = paper.lang, paper.student.label
    looks.note(desk, "looks", LookPaper.collection, id, paper.number, "print", student=paper.student.id,
               to=whose.get(paper.lang))  # fmt: skip
    heads = (
        Head(t("common.when", lang), 30), Head(t("common.who", lang), 46), Head(t("students.role", lang), 40),
        Head(t("looks.did", lang), 28), Head(t("looks.label", lang), 0), Head(t("looks.to", lang), 42),
    )  # fmt: skip
    facts = (
        (t("looks.paper_student", lang), f"{whose.get(lang)}, {paper.student_number}"),
        (t("looks.days", lang), f"{date_short(paper.starts)} – {date_short(paper.ends)}"),
        (t("looks.paper_lines", lang), str(paper.lines)), (t("common.number", lang), paper.number),
    )  # fmt: skip
    told = replace(desk, clock=lambda: paper.until)  # a reprint bears the day it was made on
    return register(
        told, t("looks.paper_title", lang, number=paper.number), lang, facts, heads,
        [Band("", tuple(_row(r, lang) for r in rows))], before=(t("looks.paper_says", lang),),
        after=() if rows else (t("looks.paper_none", lang),), signatures=((Role.head.label(lang), paper.made_by),),
        landscape=True,
    )  # fmt: skip


def _row(row: Row, lang: Lang) -> tuple[str, ...]:
    role = next((r.label(lang) for r in Role if r.value == row["role"]), row["role"])
    page = t(f"menu.{row['page']}", lang) if known(f"menu.{row['page']}") else ""
    what = " · ".join(x for x in (page or kind_word(row["kind"], lang), row.get("label", "")) if x)
    given = "; ".join(x for x in (row.get("to", ""), row.get("reason", "")) if x)
    return moment(row["at"], lang, short=True), row["name"], role, t(f"looks.did_{row['did']}", lang), what, given
