"""Progress as files: debts and places for Excel, the summary of a group for Excel (on paper it is a sheet:
core.sheets.summary)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core import export, looks
from core.desk import Desk
from core.i18n import number, t
from core.progress.reading import LIST, Cut, Debtor, Ranked, debtors, rules_today, shown, term_names
from core.progress.rules import OWED, Summary
from schemas.base import Lang
from schemas.rulebook import Rulebook

DEBT_HEADS = ("number", "student", "course", "group", "department", "code", "discipline", "credits", "term", "letter",
              "fails", "since", "days", "terms", "ways", "again")  # fmt: skip


def debts_xlsx(desk: Desk, cut: Cut, lang: Lang) -> bytes:
    """Every debt of a cut, one line each, with its age and the ways to clear it; who took it is written down."""
    found = debtors(desk, cut, 0, LIST)
    names = term_names(desk, {d.term for x in found for d in x.debts} | {d.again for x in found for d in x.debts})
    said = {code: term.label().get(lang) for code, term in names.items()}
    looks.note(desk, "progress", "students", "", t("progress.tab_debts", lang), "download", filters=_asked(cut))
    rows = [_debt(x, n, said, lang) for x in found for n in range(len(x.debts))]
    return export.xlsx([t(f"progress.{h}", lang) for h in DEBT_HEADS], rows, t("progress.tab_debts", lang),
                       _notes(desk, t("progress.tab_debts", lang), lang))  # fmt: skip


def _debt(x: Debtor, n: int, terms: dict[str, str], lang: Lang) -> list[export.Cell]:
    d = x.debts[n]
    return [
        x.number, x.student.label.get(lang), x.course, x.group, x.department.label.get(lang) if x.department else "",
        d.code, d.discipline.label.get(lang), d.credits, terms.get(d.term, d.term), d.letter, d.fails, d.since, d.days,
        d.terms, ", ".join(w.label(lang) for w in d.ways), terms.get(d.again, d.again),
    ]  # fmt: skip


def ranking_xlsx(desk: Desk, group: str, found: Sequence[Ranked], term: str, lang: Lang) -> bytes:
    """A group in the order of its GPA."""
    rules, heads = rules_today(desk), ("place", "number", "student", "gpa_term", "gpa_year", "gpa_all", "credits",
                                       "debts")  # fmt: skip
    rows = [
        [str(x.place or ""), x.number, x.name, *(shown(g, rules) for g in (x.gpas.term, x.gpas.year,
                                                                           x.gpas.cumulative)), x.credits, x.debts]
        for x in found
    ]  # fmt: skip
    looks.note(desk, "progress", "students", "", f"{group} {term}", "download")
    title = f"{t('progress.tab_gpa', lang)} · {group} · {term}"
    return export.xlsx([t(f"progress.{h}", lang) for h in heads], rows, group, _notes(desk, title, lang))


def summary_xlsx(desk: Desk, of: Summary, group: str, term: str, lang: Lang) -> bytes:
    """The summary of a group: students × disciplines."""
    rules = rules_today(desk)
    heads = [
        "№", t("progress.student", lang), t("progress.number", lang),
        *(f"{code} {d.label.get(lang)} ({number(credits, lang)})" for d, code, credits in of.heads),
        t("progress.earned", lang), t("progress.gpa_term", lang), t("progress.failed", lang), t("progress.debts", lang),
    ]  # fmt: skip
    rows: list[list[export.Cell]] = [
        [n, x.name, x.number, *(cell(c, lang) for c in x.cells), x.credits, shown(x.gpa, rules), x.failed, x.debts]
        for n, x in enumerate(of.lines, 1)
    ]  # fmt: skip
    rows.append([None, t("progress.passed_row", lang), "", *of.count(lambda r: r["state"] == "passed")])
    rows.append([None, t("progress.failed_row", lang), "", *of.count(lambda r: r["state"] in OWED)])
    looks.note(desk, "progress", "students", "", f"{group} {term}", "download")
    title = f"{t('progress.summary_title', lang)} · {group} · {term}"
    return export.xlsx(heads, rows, group, _notes(desk, title, lang))


def cell(row: object, lang: Lang) -> str:
    """A result in a summary: letter and percent."""
    if row is None:
        return ""
    percent = row["final_grade"]  # type: ignore[index]
    letter: str = row["letter"]  # type: ignore[index]
    return letter if percent is None else f"{letter} {number(percent, lang)}"


def gpa(value: Decimal | None, rules: Rulebook | None, lang: Lang) -> str:
    """A GPA as papers show it."""
    said = shown(value, rules)
    return "—" if said is None else number(said, lang, rules.gpa_places if rules else 2)


def _notes(desk: Desk, title: str, lang: Lang) -> list[str]:
    return [title, t("tables.exported_at", lang, at=desk.now(), who=desk.actor.name)]


def _asked(cut: Cut) -> dict[str, object]:
    return {k: v for k, v in vars(cut).items() if v}
