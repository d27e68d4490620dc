"""A file of ours for another system: every row is looked at by what that system refuses before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import export, files, house
from core.db.store import Row
from core.desk import LONG, Desk, Why
from core.errors import NotFound, RuleBroken
from core.fields import FieldSpec, word_for
from core.i18n import t
from core.reconciling.acts import people
from core.reconciling.mapping import STUDY, codes_of, fields
from core.reconciling.rules import at, folded, spoken
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.kinds import Kind, PlatformColumn, PlatformKind, Sort
from schemas.reconciliation import Exchange, SentFault

READ, RIGHT = "reconciling.read", "reconciling.bring"
ENDINGS = {"xlsx": "xlsx", "utf8": "csv", "windows1251": "csv"}


@dataclass(frozen=True)
class Prepared:
    """What a file would hold: headings, the rows that are right, what is wrong with the others."""

    kind: Kind
    headings: list[str]
    rows: list[list[str]]
    faults: list[SentFault]

    @property
    def faulty(self) -> int:
        """How many records have a fault."""
        return len({f.student.id for f in self.faults})


@dataclass(frozen=True)
class _Column:
    of: PlatformColumn
    spec: FieldSpec
    codes: Mapping[str, str]  # our value, folded → their word


def prepared(desk: Desk, platform: str) -> Prepared:
    """The file as it would be sent today, by everybody who must be on the platform. NotFound for no such file, or a
    column of it whose field the office has retired."""
    kind = house.entry(Sort.platform, platform)
    body, known = kind.as_body(PlatformKind), fields()
    lost = next((c.field for c in body.columns if c.field not in known), None)
    if lost is not None:
        raise NotFound("sources.no_field", field=lost)
    columns = [_Column(c, known[c.field], {folded(ours): theirs for theirs, ours in codes_of(c)}) for c in body.columns]
    rows: list[list[str]] = []
    faults: list[SentFault] = []
    for person in people(desk, body, READ):
        for study in person.studies:
            key = str(at(person.card, body.key) or "")
            cells, wrong = [key], [] if key else [(body.key_column, "errors.field.missing", "")]
            for column in columns:
                cell, fault = _cell(column, person.card, study, body)
                cells.append(cell)
                wrong += [(column.of.column, *fault)] if fault else []
            wrong += _not_written(body, cells)
            number = person.card["number"]
            faults += [SentFault(student=person.ref, number=number, column=c, key=k, said=s) for c, k, s in wrong]
            if not wrong:
                rows.append(cells)
    return Prepared(kind, [body.key_column, *(c.of.column for c in columns)], rows, faults)


def _cell(column: _Column, card: Row, study: Row, body: PlatformKind) -> tuple[str, tuple[str, str] | None]:
    field = column.of.field
    value = at(study if field.startswith(STUDY) else card, field.removeprefix(STUDY))
    if value is None or value == "":
        return "", ("errors.field.missing", "") if column.of.required else None
    if column.codes:
        said = next((column.codes[w] for w in map(folded, spoken(column.spec, value)) if w in column.codes), None)
        text = said or ""
        if said is None:
            return "", ("reconciling.no_code", word_for(column.spec, value, "kk"))
    else:
        text = _text(column.spec, value, body)
    if column.of.longest and len(text) > column.of.longest:
        return text, ("reconciling.too_long", text[:80])
    return text, None


def _text(spec: FieldSpec, value: Any, body: PlatformKind) -> str:
    if spec.kind == "date":
        day = date.fromisoformat(str(value))
        return f"{day:%d.%m.%Y}" if body.dates == "dotted" else day.isoformat()
    if spec.kind == "bool":
        return t("common.yes" if value else "common.no", "ru")
    return word_for(spec, value, "ru")  # the platforms are filled in Russian


def _not_written(body: PlatformKind, cells: Sequence[str]) -> list[tuple[str, str, str]]:
    """Letters that the file's encoding has not: the Kazakh ones in Windows-1251."""
    if body.file != "windows1251":
        return []
    names = [body.key_column, *(c.column for c in body.columns)]
    return [
        (names[n], "reconciling.no_letter", cell)
        for n, cell in enumerate(cells) if cell.encode("cp1251", "ignore").decode("cp1251") != cell
    ]  # fmt: skip


def written(made: Prepared) -> tuple[str, bytes]:
    """The file: its name and bytes. Cells that a spreadsheet would take for a formula are guarded."""
    body = made.kind.as_body(PlatformKind)
    name = f"{made.kind.code}.{ENDINGS[body.file]}"
    if body.file == "xlsx":
        return name, export.xlsx(made.headings, made.rows, made.kind.code)
    if body.file == "utf8":
        return name, export.csv_bytes(made.headings, made.rows)
    return name, export.csv_bytes(made.headings, made.rows).decode("utf-8-sig").encode("cp1251", "replace")


def send(desk: Desk, platform: str, without_faulty: bool, why: Why) -> Exchange:
    """Make the file that is sent and keep it: what was in it and who was left out are written down for ever.

    Raises RuleBroken `reconciling.faulty` (rows with faults, and nobody said that they stay out), `reconciling.nobody`.
    """
    made = prepared(desk, platform)
    if made.faults and not without_faulty:
        raise RuleBroken("reconciling.faulty", n=made.faulty)
    if not made.rows:
        raise RuleBroken("reconciling.nobody")
    ready = files.ready(desk, *written(made))

    def work(tx: Tx) -> Exchange:
        id = tx.new_id()
        number = f"{tx.today.year}/{tx.number(f'exchange:{tx.today.year}')}"
        hash = tx.keep_file(ready.laid, ready.name, "exchange", id)
        return tx.add(Exchange(
            _id=id, number=number, day=tx.today, platform=platform, version=made.kind.id,
            file=Ref(id=hash, label=Text(kk=ready.name)), sent=len(made.rows), left=made.faults,
        ))  # fmt: skip

    return desk.transact("reconciling.send", work, why, RIGHT, [platform, without_faulty], LONG)


def sent(desk: Desk, page: int = 0, size: int = 50) -> list[Row]:
    """Files made before, newest first, each with how many were left out."""
    rows = desk.rows(Exchange, READ, {}, {"head": 0}, [("day", -1), ("_id", -1)], size, page * size)
    return [{**r, "left_n": len({f["student"]["id"] for f in r["left"]})} for r in rows]


__all__ = ["Prepared", "prepared", "send", "sent", "written"]
