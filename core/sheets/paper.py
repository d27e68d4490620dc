"""A grade sheet on paper: its values for the printed form of its kind (domain.md 3), checksum and QR with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from core import rulebooks
from core.db.store import Store
from core.desk import Desk
from core.i18n import date_text, moment, number, t
from core.pdf.sheet import Kind, SheetColumn, SheetPaper, SheetRow, SheetSign, render
from core.pdf.words import CANCELLED, UNCLOSED, word
from core.sheets import printed
from core.sheets.life import unsigned
from core.sheets.lists import figures
from core.sheets.summary import paper as summary_paper
from schemas.base import LANGS, Id, Lang, Text
from schemas.grade_sheet import Correction, GradeSheet, SheetLine
from schemas.kinds.sheets import MIDTERMS, SCORE, Carried, ColumnType, Judge, SheetForm, Signer
from schemas.reference import Office
from schemas.rulebook import Rulebook
from schemas.words import Mark, Role, SheetStatus

FOLLOWS: dict[Judge, tuple[str, ...]] = {  # columns that follow by the rulebook
    Judge.weighted: ("final", "letter", "points", "traditional"),
    Judge.alone: ("letter", "points", "traditional"),
    Judge.credit: ("letter", "traditional"),
    Judge.none: (),
}
LOOKS: dict[str, Kind] = {"letter": "letter", "points": "points", "traditional": "word"}


@dataclass
class Around:
    """What stands on papers beside the sheets themselves, read once for many: the institution, rules, programmes."""

    office: Office | None = None
    rules: dict[Id, Rulebook] = field(default_factory=dict)
    programmes: dict[Id, Text] = field(default_factory=dict)  # by study

    @classmethod
    def of(cls, store: Store, sheets: Sequence[GradeSheet]) -> Around:
        row = store.one("office", {})
        students = list({x.student.id for s in sheets for x in s.lines})
        rows = store.rows("students", {"_id": {"$in": students}}, {"studies.id": 1, "studies.programme": 1})
        found = {s["id"]: s["programme"] for r in rows for s in r["studies"] if s.get("programme")}
        return cls(
            Office.model_validate(row) if row else None,
            {id: rulebooks.get(store, id) for id in {s.rules for s in sheets}},
            {id: Text.model_validate(ref["label"]) for id, ref in found.items()},
        )


def pdf(desk: Desk, sheet: GradeSheet, lang: Lang, copy: bool = False) -> bytes:
    """The sheet as a protected PDF in one language; copy: marked as one, for the folder."""
    return render(paper(sheet, Around.of(desk.store, [sheet]), lang, copy))


def paper(sheet: GradeSheet, around: Around, lang: Lang, copy: bool = False) -> SheetPaper:
    """The values printed: the lines as they were closed, corrections after them one by one."""
    office, rules = around.office, around.rules[sheet.rules]
    sums: dict[str, Any] = figures(sheet.lines, rules, sheet.form)
    names = dict.fromkeys(office.name.get(x) for x in _order(lang)) if office else {}
    address = f"{office.address}/verify/" if office and office.address else ""
    title = f"{sheet.discipline_code} {sheet.discipline.label.get(lang)}"
    made = SheetPaper(
        number=sheet.number,
        date=sheet.day,
        lang=lang,
        institution=tuple(names),
        office=office.office_name.get(lang) if office else "",
        title=(sheet.form.heading or sheet.kind_name).get(lang),
        subject=title.strip(),
        facts=_facts(sheet, around, lang),
        heads=tuple(_three(key, lang) for key in ("row", "full_name", "student_number")),
        columns=_columns(sheet.form, lang),
        rows=tuple(_row(sheet, line, rules, lang) for line in sheet.lines),
        sums=_sums(sheet, sums["average"], lang),
        counts=None if sheet.form.judge is Judge.none else tuple(
            (k, n) for k, n in sums["letters"].items() if n or k in "ABCDF" and sheet.form.judge is not Judge.credit
        ),
        signatures=_signs(sheet, lang),
        corrections=tuple(_corrected(sheet, c, lang) for c in sheet.corrections if c.state == "confirmed"),
        checksum=sheet.checksum,
        seals=tuple((address, text) for text in printed.written(sheet)),
        stamp=CANCELLED if sheet.status is SheetStatus.cancelled else "" if sheet.checksum else UNCLOSED,
        copy=copy,
        sample=bool(office and office.demo),
    )  # fmt: skip
    return replace(made, **summary_paper.parts(sheet, rules, lang)) if sheet.form.summary else made


def _order(lang: Lang) -> list[Lang]:
    return [lang, *[x for x in LANGS if x != lang]]


def _three(key: str, lang: Lang) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word(key, x) for x in _order(lang)))


# the header -------------------------------------------------------------------------------------------------


def _facts(sheet: GradeSheet, around: Around, lang: Lang) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Header in rows of five; what a sheet does not have takes no room."""
    summed = sheet.form.summary
    programmes = list(dict.fromkeys(p.get(lang) for x in sheet.lines if (p := around.programmes.get(x.study))))
    shown = "; ".join(programmes[:3]) + (" …" if len(programmes) > 3 else "")
    state = sheet.status.label(lang) + (f", {moment(sheet.closed_at, lang, short=True)}" if sheet.closed_at else "")
    facts = [
        (word("faculty", lang), sheet.faculty.label.get(lang) if sheet.faculty else ""),
        (word("department", lang), sheet.department.label.get(lang) if sheet.department else ""),
        (word("programme", lang), shown),
        (
            t(f"sheets.{'group' if summed or sheet.group else 'section'}", lang),
            sheet.section.label.get(lang) if sheet.section else sheet.group,
        ),
        (word("period", lang), sheet.term.label.get(lang)),
        (word("control", lang), "" if summed else sheet.control.label(lang)),
        (word("credits", lang), "" if summed else number(sheet.credits, lang)),
        (
            word("commission" if sheet.commission else "teacher", lang),
            sheet.commission.label.get(lang)
            if sheet.commission
            else ", ".join(e.label.get(lang) for e in sheet.examiners),
        ),
        (t("sheets.room", lang), sheet.room),
        (t("sheets.of_summary" if summed else "sheets.of_sheet", lang), sheet.of.label.get(lang) if sheet.of else ""),
        (word("state", lang), state),
    ]
    if not sheet.once and not sheet.of and not summed:  # one student's sheet: why, and until when it is valid
        facts.append((t("sheets.valid_until", lang), date_text(sheet.due, lang) if sheet.due else ""))
        facts.append((t("sheets.reason", lang), sheet.reason))
    facts = [f for f in facts if f[1]]
    return tuple(tuple(facts[n : n + 5]) for n in range(0, len(facts), 5))


# the list ---------------------------------------------------------------------------------------------------


def _columns(form: SheetForm, lang: Lang) -> tuple[SheetColumn, ...]:
    """The kind's own columns in their order, the rating after the midterms, then what follows by the rulebook."""
    found = []
    for column in form.columns:
        titles = tuple(dict.fromkeys(column.label.get(x) for x in _order(lang)))
        words: Kind = "letter" if column.carried in (Carried.earlier, Carried.admitted) else "text"
        found.append(SheetColumn(titles, words if column.type is ColumnType.text else "mark"))
        if _rated_after(form, column.code):
            found.append(SheetColumn(_three("admission_rating", lang)))
    if form.counted:
        found.append(SheetColumn(_three("counted_score", lang)))
    found += [SheetColumn(_three(key, lang), LOOKS.get(key, "mark")) for key in FOLLOWS[form.judge]]
    return (*found, SheetColumn(_three("signature", lang), "pen"))


def _rated_after(form: SheetForm, code: str) -> bool:
    mine = [c for c in form.codes if c in MIDTERMS]
    return len(mine) == len(MIDTERMS) and code == mine[-1]


def _row(sheet: GradeSheet, line: SheetLine, rules: Rulebook, lang: Lang) -> SheetRow:
    form, cells = sheet.form, []
    for code in form.codes:
        cells.append(_text(line.value(code)))
        if _rated_after(form, code):
            cells.append(_text(line.admission_rating))
    if form.counted:
        cells.append(_text(line.score))
    traditional = next((g.traditional for g in rules.scale if g.letter == line.letter), None)
    given = {
        "final": _text(line.final_grade), "letter": line.letter, "points": _text(line.points),
        "traditional": traditional.get(lang) if traditional and line.letter else "",
    }  # fmt: skip
    cells += [given[key] for key in FOLLOWS[form.judge]]
    return SheetRow(line.student.label.get(lang), line.number, (*cells, ""), _note(sheet, line, lang))


def _note(sheet: GradeSheet, line: SheetLine, lang: Lang) -> str:
    notes = [line.mark.label(lang)] if line.mark else []
    if line.until:
        notes.append(t("sheets.finish_until", lang, day=line.until))
    done = [c for c in sheet.corrections if c.student.id == line.student.id and c.state == "confirmed"]
    if done:
        notes.append(t("sheets.annulled" if done[-1].what == "annul" else "sheets.corrected", lang))
    return "; ".join(notes)


def _text(value: Decimal | str | None) -> str:
    return "" if value is None else str(value)


# under the list ---------------------------------------------------------------------------------------------


def _sums(sheet: GradeSheet, average: Decimal | None, lang: Lang) -> tuple[tuple[str, str], ...]:
    marks = [x.mark for x in sheet.lines]
    scores = sheet.form.judge is Judge.none
    return (
        (word("listed", lang), str(len(sheet.lines))),
        (word("not_admitted", lang), str(marks.count(Mark.not_admitted))),
        (word("absent", lang), str(marks.count(Mark.absent) + marks.count(Mark.excused))),
        (word("average_score" if scores else "average", lang), "—" if average is None else number(average, lang, 1)),
    )


def _corrected(sheet: GradeSheet, act: Correction, lang: Lang) -> str:
    return t(
        "sheets.paper_correction",
        lang,
        act=act.act,
        name=act.student.label.get(lang),
        was=_short(sheet.form, act.was),
        now=t("sheets.annulled", lang) if act.what == "annul" else _short(sheet.form, act.now),
        by=act.proposed_name,
        confirmed=act.decided_name,
        reason=act.reason,
    )


def _short(form: SheetForm, line: SheetLine) -> str:
    codes = [c.code for c in form.columns if c.type is not ColumnType.text] + ([SCORE] if form.counted else [])
    values = "/".join(_text(line.score if c == SCORE else line.value(c)) or "—" for c in codes)
    return f"{values} {line.letter}".strip()


def _signs(sheet: GradeSheet, lang: Lang) -> tuple[SheetSign, ...]:
    """Everybody who signs, by his part; the registrar who closes comes last."""
    order = list(Signer)
    found: list[tuple[int, SheetSign]] = []
    for s in sheet.signatures:
        if s.part is not None:
            said = word("signed_on_paper", lang) if s.paper else _at(s.at, lang)
            name = "" if s.paper and not s.person and s.name == s.part.label("kk") else s.name
            found.append((order.index(s.part), SheetSign(s.part.label(lang), name, said)))
    if sheet.status is not SheetStatus.closed:
        names = {x.person.id: x.person.label for x in sheet.seats} | {e.id: e.label for e in sheet.examiners}
        for part, person, _ in unsigned(sheet):
            name = names[person].get(lang) if person in names else ""
            found.append((order.index(part), SheetSign(part.label(lang), name)))
    found.sort(key=lambda x: x[0])
    closing = [SheetSign(_post(s.post, lang), s.name, _at(s.at, lang)) for s in sheet.signatures if s.part is None]
    return (*(sign for _, sign in found), *(closing or [SheetSign(t("sheets.registrar", lang))]))


def _at(when: Any, lang: Lang) -> str:
    return word("signed_at", lang).format(moment(when, lang, short=True))


def _post(post: str, lang: Lang) -> str:
    """A role's name in the paper's language; signatures keep it in Kazakh."""
    return next((r.label(lang) for r in Role if r.label("kk") == post), post)


__all__ = ["Around", "paper", "pdf"]
