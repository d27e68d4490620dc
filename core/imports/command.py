"""`office.py import`: the same reading, dry run and accepting as in the browser, for scripts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core import imports, office
from core.access import Actor
from core.db import connection
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import NotFound, OfficeError
from core.i18n import t
from core.imports import totals
from core.users import actor_of
from schemas.base import LANGS, Lang
from schemas.user import User


def main(words: list[str]) -> int:
    """Bring files in, one after another. Exit code: 0 done or nothing new, 1 problems or refused, 2 wrong
    words."""
    parser = argparse.ArgumentParser(prog="office.py import", description="bring a table into the register")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or XLSX")
    parser.add_argument("--preset", help="how columns are matched; without it, by their headings")
    parser.add_argument("--kind", choices=imports.KINDS, help="what the file holds, where no preset says it")
    parser.add_argument("--rules", default="", help="code of the rulebook that results were given under")
    parser.add_argument("--as", dest="login", help="the account in whose name it is done (else the system's)")
    parser.add_argument("--totals", action="store_true", help="lists of totals beside what stands here; writes nothing")
    parser.add_argument("--check", action="store_true", help="dry run only")
    parser.add_argument("--problems", type=Path, metavar="FILE", help="write the marked list here (XLSX)")
    parser.add_argument("--reason", default="office.py import", help="kept in the history")
    parser.add_argument("--lang", choices=LANGS, default="en")
    given = parser.parse_args(words)
    lang: Lang = given.lang
    try:
        store = connection.store()
        office.prepare(store)
        desk = Desk(_actor(store, given.login), store)
        return max((_agrees if given.totals else _one)(desk, file, given, lang) for file in given.files)
    except OfficeError as e:
        print(t(e.key, lang, **e.values), file=sys.stderr)
        return 1
    except OSError as e:
        print(f"{e.filename}: {e.strerror}", file=sys.stderr)
        return 1


def _actor(store: Store, login: str | None) -> Actor:
    if not login:
        return office.SYSTEM
    row = store.one("users", {"login": login, "active": True})
    if row is None:
        raise NotFound("errors.not_found")
    return actor_of(User.model_validate(row))


def _agrees(desk: Desk, file: Path, given: argparse.Namespace, lang: Lang) -> int:
    made = totals.compared(desk, imports.read(file.name, file.read_bytes()))
    print("\t".join(totals.headings(made, lang)))
    for row in totals.rows(made, lang):
        print("\t".join("" if cell is None else str(cell) for cell in row))
    for p in made.problems:
        print(f"  {t('imports.row', lang)} {p.row}: {t(p.key, lang, **p.values)}", file=sys.stderr)
    if made.unused:
        print(f"{file.name}: {t('imports.unused', lang, columns=', '.join(made.unused))}", file=sys.stderr)
    wrong = sum(not line.agrees for line in made.lines)
    key, values = ("all", {"n": len(made.lines)}) if made.agree else ("some", {"n": wrong, "of": len(made.lines)})
    print(f"{file.name}: {t(f'imports.totals.{key}', lang, **values)}")
    return 0 if made.agree else 1


def _one(desk: Desk, file: Path, given: argparse.Namespace, lang: Lang) -> int:
    table = imports.read(file.name, file.read_bytes())
    if given.preset:
        by = imports.preset(desk.store, given.preset)
        kind, matches, rules = by.kind, by.matches, given.rules or by.rules
    else:
        kind = given.kind or imports.guess_kind(table.headings)
        matches, rules = imports.guess(kind, table.headings), given.rules
    for key, values in table.notes:
        print(f"{file.name}: {t(key, lang, **values)}", file=sys.stderr)
    plan = imports.plan(desk, table, kind, matches, rules)
    verdicts = (imports.CREATED, imports.CHANGED, imports.SAME, imports.PROBLEM)
    print(f"{file.name}: " + ", ".join(f"{t(f'imports.{v}', lang)} {plan.count(v)}" for v in verdicts))
    if plan.unused:
        print(f"{file.name}: {t('imports.unused', lang, columns=', '.join(plan.unused))}", file=sys.stderr)
    for p in (*plan.problems[:50], *plan.warnings[:50]):
        print(f"  {t('imports.row', lang)} {p.row}, {p.field}: {t(p.key, lang, **p.values)}", file=sys.stderr)
    if given.problems and plan.problems:
        given.problems.write_bytes(imports.problem_file(plan, lang))
    if given.check or plan.problems:
        return 1 if plan.problems else 0
    if plan.empty:
        print(t("imports.nothing_new", lang))
        return 0
    done = imports.accept(desk, plan, Why(given.reason))
    print(t("imports.page.done", lang, number=done.number))
    return 0
