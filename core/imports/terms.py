"""A file of academic periods: plain documents, so all of them stand in the last transaction itself."""

from __future__ import annotations

from pydantic import ValidationError

from core.db.codec import plain
from core.db.store import Store
from core.errors import Problems, RuleBroken
from core.imports.plan import CHANGED, CREATED, Plan, Sheet
from schemas.term import Term

MOST = 3000


def fill(made: Plan, sheet: Sheet, store: Store) -> None:
    """Decide for every row; the key is the term's code, an empty cell leaves what is stored."""
    known = {r["code"]: r for r in store.rows("terms", {})}
    first: dict[str, int] = {}
    for at, values in enumerate(sheet.rows):
        if values is None:
            continue
        before = first.setdefault(values["code"], at)
        if before != at:
            made.problem(at, sheet.columns["code"], "imports.key_twice", first=made.table.numbers[before])
            continue
        row = known.get(values["code"])
        try:
            term = Term.model_validate({**(row or {"source": made.table.name[:80]}), **values})
        except ValidationError as e:
            for p in Problems.of(e).problems:
                made.problem(at, sheet.columns.get(p.field, ""), p.key, **p.values)
            continue
        if row is None:
            made.verdicts[at] = CREATED
            made.news.append(term)
            continue
        changes = [(k, row.get(k), v) for k, v in values.items() if k in sheet.columns and row.get(k) != plain(v)]
        if changes:
            made.verdicts[at], made.changes[at] = CHANGED, changes
            fields = {k: getattr(term, k) for k, _, _ in changes}
            made.saves.append((Term, row["_id"], row["revision"], fields))
    if len(made.news) + len(made.saves) > MOST:
        raise RuleBroken("imports.too_many_new", most=MOST)
