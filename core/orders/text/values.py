"""What the variables and the table of an order's text stand for: read once, said in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.differences.reading import OpenLine, lines_of, standing
from core.errors import RuleBroken
from core.fields import word_for
from core.i18n import date_short, date_text, t
from core.orders import effects
from core.orders.asks import asks, fact_key, fields, kind_of, value
from core.orders.cases import Reader
from core.orders.checks import states
from core.orders.wording import named, students, study_fields
from core.papers import content
from core.pdf.letter import Part
from core.templates import Grid, Value, fill, pieces_of, said, variables
from core.templates.pieces import Choose, Piece, Table
from schemas.base import Id, Lang
from schemas.kinds import OrderKind
from schemas.kinds.orders import SETS, EffectSort
from schemas.order import Order, OrderLine
from schemas.reference import Office
from schemas.student import Name

FEW = 6  # documents of one sort that a sentence names one by one
Row = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """What the texts of an order need, read once for all its languages and lines."""

    order: Order
    kind: OrderKind
    office: Office
    states: Mapping[Id, Row]
    programmes: Mapping[Id, Row]
    cancelled: Order | None
    today: date
    place: Mapping[Id, int]
    owed: Mapping[Id, list[OpenLine]]  # what of an academic difference is still to be cleared, by study


def around(
    reader: Reader, order: Order, today: date, kind: OrderKind | None = None, rows: Mapping[Id, Row] | None = None
) -> Around:
    """Read what the texts need; rows: the students as they stand on its day, where they were read. RuleBroken while the
    institution is not described."""
    row = reader.one("office", {})
    if row is None:
        raise RuleBroken("transcripts.no_office")
    rows = states(reader, order) if rows is None else rows
    ids = {(s.get("programme") or {}).get("id") for r in rows.values() for s in r["studies"]} - {None}
    programmes = {r["_id"]: r for r in reader.rows("programmes", {"_id": {"$in": sorted(ids)}})} if ids else {}
    of = reader.one("orders", {"_id": order.cancels.id}) if order.cancels else None
    owed: dict[Id, list[OpenLine]] = {}
    where: Any = reader
    for line in lines_of(where, list(standing(where, [x.study for x in order.lines]).values()), rows, today):
        if not line.cleared:
            owed.setdefault(line.study, []).append(line)
    return Around(
        order, kind or kind_of(reader, order), Office.model_validate(row), rows, programmes,
        Order.model_validate(of) if of else None, today, {x.study: n for n, x in enumerate(order.lines, 1)}, owed,
    )  # fmt: skip


def blocks(
    of: Around, text: str, lang: Lang, about: str, line: OrderLine | None = None
) -> tuple[tuple[Part, ...], tuple[str, ...], frozenset[str]]:  # fmt: skip
    """A text with the order's values (line: those of one student) as parts; what is missing; what it names. about: what
    the order is about."""
    pieces = pieces_of(text)
    lines = of.order.lines if line is None else [line]
    grids = content.empty_grids(lang) | {"students": _grid(of, lines, lang)}
    made = fill(pieces, values(of, lang, line) | {"order.about": Value(about, "true")}, grids)
    return content.blocks_of(made), tuple(dict.fromkeys(made.missing)), frozenset(content.named(text) | _set(pieces))


def values(of: Around, lang: Lang, line: OrderLine | None = None) -> dict[str, Value]:
    """What every variable stands for; those of a student where the order (or the extract) is of one."""
    order = of.order
    line = line or (order.lines[0] if len(order.lines) == 1 else None)
    found = {name: Value("") for name in variables()}
    found |= content.of("office", of.office.model_dump(mode="python"), lang)
    found["today"] = Value(date_text(of.today, lang), of.today.isoformat())
    found |= _own(of, lang, line)
    found |= _asked(of, lang, order.lines if line is None else [line])
    if line is not None and (state := of.states.get(line.student.id)) is not None:
        study = effects.as_of(state, line.study) or {}
        programme = of.programmes.get((study.get("programme") or {}).get("id", ""), {})
        for group, row in (("student", state), ("study", study), ("programme", programme)):
            found |= content.of(group, row, lang)
        name = Name.model_validate(state["name"]).text().get(lang)
        found["student.name"] = Value(name, name)
        n = str(of.place[line.study])
        found["order.n"] = Value(n, n)
        found["order.written"] = Value(_written(line, lang), line.written)
        given = _said(of, line, lang)
        found["order.said"] = Value(given, "true" if given else "")
    return found


def _own(of: Around, lang: Lang, line: OrderLine | None) -> dict[str, Value]:
    order = of.order
    found = {
        "order.number": Value(order.number, order.number), "order.count": Value(str(order.count), str(order.count)),
        "order.kind": Value(order.kind_name.get(lang), order.kind), "order.bases": _bases(of, lang, line),
    }  # fmt: skip
    for name, day in (("day", order.day), ("effective", order.effective)):
        if day is not None:
            found[f"order.{name}"] = Value(date_text(day, lang), day.isoformat())
            found[f"order.{name}_short"] = Value(date_short(day), day.isoformat())
    if order.signer is not None:
        found["order.signer"] = Value(order.signer.get(lang), "true")
    if (other := of.cancelled) is not None and other.day is not None:
        found["order.cancels"] = Value(f"{other.label().get(lang)}, {date_short(other.day)}", other.number)
    return found


def told(of: Around, line: OrderLine | None) -> dict[str, Any]:
    """What the order says of one student (None: of itself), as stored, by the keys of `wording.named`."""
    order = of.order
    found = {fact_key(f.code): value(order, line, fact_key(f.code)) for f in of.kind.facts}
    state = of.states.get(line.student.id) if line else None
    for effect in of.kind.effects:
        if effect.what in SETS and effect.what is not EffectSort.empty:
            if state is None and effect.what is EffectSort.next:
                continue
            now = effects.now_of(effect, order, line, dict(state or {}))
            found[effect.field] = None if now is effects.NOTHING else now
    return found


def _asked(of: Around, lang: Lang, lines: Iterable[OrderLine]) -> dict[str, Value]:
    """Facts and new values where all the students have the same."""
    every = [told(of, x) for x in lines] or [told(of, None)]
    specs = fields() | {a.key: a.spec for a in asks(of.kind)}
    found = {}
    for key, name in named().items():
        first = every[0].get(key)
        if key in specs and first not in (None, "") and all(x.get(key) == first for x in every):
            found[name.variable] = said(specs[key], first, lang)
    return found


def _grid(of: Around, lines: Iterable[OrderLine], lang: Lang) -> Grid:
    now, asked = study_fields(), named()
    specs = fields() | {a.key: a.spec for a in asks(of.kind)}
    rows = []
    for line in lines:
        state = of.states.get(line.student.id) or {"studies": []}
        study = effects.as_of(state, line.study) or {}
        row = {
            "n": str(of.place[line.study]), "written": _written(line, lang), "name": line.student.label.get(lang),
            "number": line.number, "note": line.note, "bases": _papers(of, lang, line.student.id),
        }  # fmt: skip
        row["said"], row["difference"] = _said(of, line, lang), _owed(of, line, lang)
        row |= {path: word_for(spec, study.get(path), lang) for path, spec in now.items()}
        for key, stored in told(of, line).items():
            if key in asked and key in specs and stored not in (None, ""):
                row[asked[key].column] = word_for(specs[key], stored, lang)
        rows.append(row)
    table = students()
    facts = {asked[fact_key(f.code)].column: f.label for f in of.kind.facts if fact_key(f.code) in asked}
    return replace(table, columns=tuple((c, facts.get(c, w), side) for c, w, side in table.columns)).grid(rows, lang)


def _said(of: Around, line: OrderLine, lang: Lang) -> str:
    """All that the order gives a student, in one sentence."""
    specs = fields() | {a.key: a.spec for a in asks(of.kind)}
    return "; ".join(
        f"{specs[key].label(lang)}: {word_for(specs[key], stored, lang)}"
        for key, stored in told(of, line).items() if key in specs and stored not in (None, "")
    )  # fmt: skip


def _owed(of: Around, line: OrderLine, lang: Lang) -> str:
    """The academic difference still to be cleared, discipline by discipline with its credits and day."""
    return "; ".join(
        t("order_text.owed" if x.until else "order_text.owed_open", lang, discipline=x.discipline.label,
          credits=x.credits, until=x.until)
        for x in of.owed.get(line.study, ())
    )  # fmt: skip


def _written(line: OrderLine, lang: Lang) -> str:
    """The name as the writer of the order put it; where he left it, as the language writes it."""
    own = line.written and line.written != line.student.label.kk
    return line.written if own else line.student.label.get(lang)


def _bases(of: Around, lang: Lang, line: OrderLine | None) -> Value:
    """The documents of the order in one sentence; many of one sort by their count."""
    found = []
    for n, need in enumerate(of.kind.bases):
        mine = [b for b in of.order.bases if b.need == n and (line is None or b.student in (None, line.student.id))]
        name = need.name.get(lang)
        name = name[:1].lower() + name[1:] if name[1:2].islower() else name
        if len(mine) > FEW:
            found.append(t("order_text.many", lang, name=name, n=len(mine)))
        elif mine:
            found.append(f"{name} {', '.join(_paper(b.number, b.day) for b in mine)}")
    return Value("; ".join(found), "true" if found else "")


def _papers(of: Around, lang: Lang, student: Id) -> str:
    """One student's own documents, for a cell of the table."""
    return "; ".join(
        f"{of.kind.bases[b.need].name.get(lang)} {_paper(b.number, b.day)}"
        for b in of.order.bases if b.student == student and b.need < len(of.kind.bases)
    )  # fmt: skip


def _paper(number: str, day: date) -> str:
    return f"№ {number}, {date_short(day)}" if number else date_short(day)


def _set(pieces: Iterable[Piece]) -> set[str]:
    """The variables that stand behind the columns of the tables a text sets."""
    behind = {path: f"study.{path}" for path in study_fields()} | {x.column: x.variable for x in named().values()}
    found: set[str] = set()
    for piece in pieces:
        if isinstance(piece, Table) and piece.name == "students":
            found |= {behind[c] for c in piece.columns if c in behind}
        elif isinstance(piece, Choose):
            for branch in piece.branches:
                found |= _set(branch.then)
    return found


__all__ = ["Around", "around", "blocks", "told", "values"]
