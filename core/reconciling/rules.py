"""When two values say the same, and who is missing where: rules, values in, rows out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.db.store import Row
from core.errors import Problem, Problems
from core.fields import FieldSpec, choice_label, word_for
from core.imports.reading import Table
from core.reconciling.mapping import STUDY, words_of
from schemas.base import LANGS, Ref
from schemas.kinds import PlatformColumn, PlatformKind
from schemas.reconciliation import Agreement, Compared, Differing
from schemas.student import Name

IIN = 12  # digits; a spreadsheet may have eaten the zeros before them
YES = {"yes", "true", "1", "иә", "да"}
Specs = Mapping[str, FieldSpec]


@dataclass(frozen=True)
class Ours:
    """One person of ours: his card, and those of his studies that must be on the platform (stored rows)."""

    card: Row
    studies: tuple[Row, ...]

    @property
    def ref(self) -> Ref:
        """A reference to him."""
        return Ref(id=self.card["_id"], label=Name.model_validate(self.card["name"]).text())


def folded(text: str) -> str:
    """A text without what nobody means by it: case, spaces, the forms of dash and apostrophe."""
    plain = re.sub(r"[‐-―]", "-", re.sub(r"[’ʼ`]", "'", text))
    return " ".join(plain.split()).casefold()


def same(spec: FieldSpec, ours: Any, theirs: str, words: Mapping[str, str]) -> bool:
    """Does their cell say what our stored value says? Both empty is the same."""
    theirs = words.get(folded(theirs), theirs.strip())
    if ours is None or ours == "":
        return not theirs
    if not theirs:
        return False
    if spec.kind == "date":
        return day_of(theirs) == str(ours)
    if spec.kind in ("int", "decimal"):
        return _number(theirs) == Decimal(str(ours))
    if spec.kind == "bool":
        return (folded(theirs) in YES) is bool(ours)
    return folded(theirs) in {folded(w) for w in spoken(spec, ours)}


def spoken(spec: FieldSpec, ours: Any) -> list[str]:
    """Every way in which our value may be written: its word in each language, and as it is stored."""
    if spec.kind == "ref":
        return [ours["label"].get(x, "") or ours["label"]["kk"] for x in LANGS]
    if spec.kind == "choice":
        fitting = [c for c in spec.choices if str(getattr(c, "value", c)) == str(ours)]
        return [str(ours), *(choice_label(c, x) for c in fitting for x in LANGS)]
    return [str(ours), *(word_for(spec, ours, x) for x in LANGS)]


def day_of(text: str) -> str:
    """A date as it is stored, of the ways in which platforms write it; else the text itself."""
    found = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text) or re.fullmatch(r"(\d{4})-(\d\d)-(\d\d).*", text)
    if not found:
        return text
    parts = [int(p) for p in found.groups()]
    day, month, year = parts if parts[2] > 31 else reversed(parts)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None


def keyed(body: PlatformKind, table: Table) -> dict[str, int]:
    """The place of each person's row by his key. Raises Problems: a column that the file has not, a row without a key,
    a key that stands twice, each with its row."""
    heads = {h.casefold(): n for n, h in enumerate(table.headings)}
    wanted = [body.key_column, *(c.column for c in body.columns)]
    if lost := [Problem(c, "reconciling.no_column", {"column": c}) for c in wanted if c.casefold() not in heads]:
        raise Problems(lost)
    found: dict[str, int] = {}
    problems = list(table.problems)
    for place, row in enumerate(table.rows):
        key, line = key_of(body, row[heads[body.key_column.casefold()]]), table.numbers[place]
        if not key:
            problems.append(Problem(body.key_column, "errors.field.missing", {}, line))
        elif key in found:
            problems.append(Problem(body.key_column, "reconciling.twice",
                                    {"key": key, "line": table.numbers[found[key]]}, line))  # fmt: skip
        else:
            found[key] = place
    if problems:
        raise Problems(problems[:200])
    return found


def key_of(body: PlatformKind, text: str) -> str:
    """A key as it is compared."""
    plain = folded(text)
    return plain.zfill(IIN) if body.key == "iin" and plain.isdigit() else plain


def compared(body: PlatformKind, specs: Specs, table: Table, people: Iterable[Ours]) -> list[Compared]:
    """Every person of ours and every row of theirs, once: those alike, those that differ and in what, those that stand
    on one side alone. Raises Problems as `keyed` does."""
    places, heads = keyed(body, table), {h.casefold(): n for n, h in enumerate(table.headings)}
    columns = [(c, specs[c.field], heads[c.column.casefold()], words_of(c)) for c in body.columns]
    rows: list[Compared] = []
    for person in people:
        key = key_of(body, str(at(person.card, body.key) or ""))
        place = places.pop(key, None) if key else None
        if place is None:
            rows.append(Compared(state=Agreement.only_here, **_who(person, person.studies[0])))
            continue
        cells = table.rows[place]
        found = [(_differing(columns, person, study, cells), study) for study in person.studies]
        differs, study = min(found, key=lambda f: len(f[0]))  # of two studies that which they mean
        state = Agreement.differs if differs else Agreement.matches
        rows.append(Compared(state=state, differs=differs, line=table.numbers[place], **_who(person, study)))
    rows += [
        Compared(state=Agreement.only_there, key=key[:60], line=table.numbers[place]) for key, place in places.items()
    ]  # fmt: skip
    return rows


def _differing(
    columns: Sequence[tuple[PlatformColumn, FieldSpec, int, dict[str, str]]], person: Ours, study: Row,
    cells: Sequence[str],
) -> list[Differing]:  # fmt: skip
    found = []
    for column, spec, place, words in columns:
        inner = column.field.startswith(STUDY)
        ours = at(study if inner else person.card, column.field.removeprefix(STUDY))
        if not same(spec, ours, cells[place], words):
            found.append(
                Differing(field=column.field, ours=word_for(spec, ours, "kk")[:400], theirs=cells[place][:400])
            )
    return found


def _who(person: Ours, study: Row) -> dict[str, Any]:
    return {
        "student": person.ref, "number": person.card["number"], "department": study.get("department"),
        "study": study["id"],
    }  # fmt: skip


def at(row: Any, path: str) -> Any:
    for part in path.split("."):
        row = row.get(part) if isinstance(row, Mapping) else None
    return row


def totals(rows: Iterable[Compared]) -> dict[Agreement, int]:
    """How many stand how."""
    found = dict.fromkeys(Agreement, 0)
    for row in rows:
        found[row.state] += 1
    return found


__all__ = ["Ours", "at", "compared", "day_of", "folded", "keyed", "key_of", "same", "spoken", "totals"]
