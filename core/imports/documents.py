"""A file of plain documents (terms, units, staff, programmes, disciplines) or of diplomas of before this system: so few
that all of them stand in the last transaction itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from core import history
from core.db.codec import digest, plain
from core.db.store import Row, Store
from core.diplomas import old
from core.errors import OfficeError, Problem, Problems, RuleBroken
from core.fields import describe
from core.imports.matching import DOCUMENTS, KEYS
from core.imports.plan import CHANGED, CREATED, Plan, Sheet, Values, by_key
from schemas.base import LANGS, Document, Model
from schemas.diploma import OldDiploma
from schemas.kinds import DiplomaKind

MOST = 3000


def fill(made: Plan, sheet: Sheet, store: Store) -> None:
    """Decide for every row; the key is the code (or number), an empty cell leaves what is stored."""
    model = DOCUMENTS[made.kind]
    key = KEYS.get(made.kind, "code")
    rows = list(_unique(made, sheet, key))
    known = {r[key]: r for r in by_key(store, model.collection, key, [v[key] for _, v in rows], {})}
    texts = _texts(model)
    first = {"source": made.table.name[:80]} if "source" in model.model_fields else {}
    for at, values in rows:
        row = known.get(values[key])
        try:
            doc = model.model_validate(laid(row or first, values, texts))
        except ValidationError as e:
            _tell(made, sheet, at, Problems.of(e).problems)
            continue
        if row is None:
            made.verdicts[at] = CREATED
            made.news.append(doc)
        else:
            _change(made, sheet, at, row, doc, values)
    if len(made.news) + len(made.saves) > MOST:
        raise RuleBroken("imports.too_many_new", most=MOST)


def _change(made: Plan, sheet: Sheet, at: int, row: Row, doc: Document, values: Values) -> None:
    after, texts = plain(doc), _texts(type(doc))
    places = [(p, place(p, texts)) for p in values if p in sheet.columns]
    changes = [(p, history.pick(row, at_), history.pick(after, at_)) for p, at_ in places]
    changes = [(p, was, now) for p, was, now in changes if was != now]
    if changes:
        made.verdicts[at], made.changes[at] = CHANGED, changes
        fields = {place(p, texts)[0] for p, _, _ in changes}
        made.saves.append((type(doc), row["_id"], row["revision"], {f: getattr(doc, f) for f in fields}))


def diplomas(made: Plan, sheet: Sheet, store: Store) -> None:
    """Entries of the paper book, by their register number; one that stands here as the file says it stays."""
    texts = _texts(OldDiploma)
    rows = list(_unique(made, sheet, "number"))
    fields, began = {"number": 1, "old": 1, "content_hash": 1, "dated": 1}, old.book_began(store)
    known = {r["number"]: r for r in by_key(store, "diplomas", "number", [v["number"] for _, v in rows], fields)}
    for at, values in rows:
        try:
            asked = old.read(laid({}, values, texts))
            row, told = known.get(asked.number), digest({"words": old.words(asked)})
            if row and (row["old"], row["dated"], row["content_hash"]) == (asked.old, plain(asked.dated), told):
                continue
            problems = old.wrong(asked, old.kind_of(asked).as_body(DiplomaKind), made.today, began, row is not None)
        except Problems as e:
            problems = e.problems
        except OfficeError as e:
            problems = [Problem("kind", e.key, e.values)]
        if problems:
            _tell(made, sheet, at, problems)
            continue
        made.verdicts[at] = CREATED
        made.olds.append(asked)
    if len(made.olds) > MOST:
        raise RuleBroken("imports.too_many_new", most=MOST)


def laid(stored: Row, values: Mapping[str, Any], texts: frozenset[str]) -> Row:
    """A document's values with those of a row of the file over them."""
    for path, value in values.items():
        stored = history.put(stored, place(path, texts), plain(value))
    return stored


def place(path: str, texts: frozenset[str]) -> list[str]:
    """Where a target lies: `name` and `name_ru` are the Kazakh and the Russian words of one field."""
    if path in texts:
        return [path, "kk"]
    stem, _, lang = path.rpartition("_")
    return [stem, lang] if stem in texts and lang in LANGS else path.split(".")


def _texts(model: type[Model]) -> frozenset[str]:
    return frozenset(s.path for s in describe(model) if s.kind == "texts")


def _unique(made: Plan, sheet: Sheet, key: str) -> Iterator[tuple[int, Values]]:
    first: dict[str, int] = {}
    for at, values in enumerate(sheet.rows):
        if values is None:
            continue
        before = first.setdefault(values[key], at)
        if before != at:
            made.problem(at, sheet.columns.get(key, ""), "imports.key_twice", first=made.table.numbers[before])
        else:
            yield at, values


def _tell(made: Plan, sheet: Sheet, at: int, problems: list[Problem]) -> None:
    for p in problems:
        stem, _, lang = p.field.rpartition(".")
        heading = sheet.columns.get(p.field) or sheet.columns.get(stem if lang == "kk" else f"{stem}_{lang}", "")
        made.problem(at, heading, p.key, **p.values)
