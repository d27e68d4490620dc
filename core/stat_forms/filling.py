"""A form filled on the records: the contingent of its day and the moves of its year, inside the user's scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core import access, contingent, house
from core.contingent import Cut, Move
from core.contingent.lives import Unit
from core.contingent.reading import kind_name
from core.desk import Desk
from core.errors import RuleBroken
from core.i18n import t
from core.stat_forms.rules import Broken, Value, broken, counted
from schemas.base import Lang
from schemas.kinds import Kind, Sort, StatForm
from schemas.kinds.stat_forms import FormCount

READ = "stat_form.read"
CAUSE = "cause"


@dataclass(frozen=True)
class Filled:
    """A form with its figures of a day, and the sums in it that do not come out."""

    kind: Kind
    day: date
    figures: list[list[int]]
    broken: list[Broken]

    @property
    def form(self) -> StatForm:
        """The form itself."""
        return self.kind.as_body(StatForm)


def forms() -> list[Kind]:
    """The forms in force today."""
    return house.entries(Sort.stat_form)


def usual_day(form: StatForm, today: date) -> date:
    """The last day before today as of which the form is filled."""
    day, month = (int(x) for x in form.day.split("-"))
    try:
        found = date(today.year, month, day)
        return found if found <= today else date(today.year - 1, month, day)
    except ValueError:  # the 29th of February, or no day at all
        return today


def filled(desk: Desk, kind: Kind, day: date) -> Filled:
    """Count a form as of a day; «within the year» are the twelve months that end with it. Raises Forbidden, RuleBroken
    (a condition on a field that is gone, or hidden from this role)."""
    access.require(desk.actor, READ)
    form = kind.as_body(StatForm)
    known = contingent.cuts(desk.actor.role)
    conditions = (*form.of, *(c for x in (*form.rows, *form.columns) for c in x.of))
    if gone := [c.field for c in conditions if c.field not in known and c.field != CAUSE]:
        raise RuleBroken("stat_forms.field_gone", field=gone[0])  # an unseen field would be counted as nobody
    wanted = {x.counts for x in (*form.rows, *form.columns)} | {FormCount.there}
    students: dict[FormCount, list[tuple[Value, int]]] = {
        FormCount.there: _alike(((m.now or {}, "") for m in contingent.studying(desk, day, True)), known, day)
    }
    if wanted != {FormCount.there}:
        moved = contingent.moved(desk, _year_before(day) + timedelta(days=1), day, True)
        students[FormCount.came] = _alike(_units(moved.came, now=True), known, day)
        students[FormCount.left] = _alike(_units(moved.left, now=False), known, day)
    figures = counted(form.rows, form.columns, form.of, students)
    return Filled(kind, day, figures, broken(form.rows, form.columns, figures))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _units(moves: Iterable[Move], now: bool) -> Iterable[tuple[Unit, str]]:
    return (((m.now if now else m.was) or {}, m.by.kind) for m in moves)


def _alike(units: Iterable[tuple[Unit, str]], known: Mapping[str, Cut], day: date) -> list[tuple[Value, int]]:
    """Students who stand alike as one: hundreds of turns are shared by a hundred thousand students."""
    shared: dict[tuple[int, str], Unit] = {}
    counts: Counter[tuple[int, str]] = Counter()
    for unit, cause in units:
        key = (id(unit), cause)
        shared[key] = unit
        counts[key] += 1
    return [(_value(shared[key], key[1], known, day), n) for key, n in counts.items()]


def _value(unit: Unit, cause: str, known: Mapping[str, Cut], day: date) -> Value:
    return lambda field: cause if field == CAUSE else known[field].value(unit, day) if field in known else None


def words(desk: Desk, lang: Lang) -> dict[str, str]:
    """What a condition may be about: each cut and the cause, in words."""
    found = {name: cut.label(lang) for name, cut in contingent.cuts(desk.actor.role).items()}
    return found | {CAUSE: t("stat_forms.cause", lang)}


def causes(lang: Lang) -> dict[str, str]:
    """The kinds of order that move somebody in or out, in words."""
    return {k.code: k.name.get(lang) for k in house.entries(Sort.order, retired=True)} | {
        c: kind_name(c, lang) for c in contingent.lives.WITHOUT
    }


def told(desk: Desk, condition: Any, lang: Lang) -> str:
    """A condition in words, for who reads the form without its editor."""
    from core.stat_forms.rules import listed

    cut = contingent.cuts(desk.actor.role).get(condition.field)
    names = contingent.named(desk, [cut]) if cut else {}
    said = causes(lang)
    values = [
        said.get(v, v) if condition.field == CAUSE else _word(cut, v, names, lang) if cut else v
        for v in listed(condition)
    ]  # fmt: skip
    label = words(desk, lang).get(condition.field, condition.field)
    return " ".join(x for x in (label, condition.op.label(lang), ", ".join(values)) if x)


def _word(cut: Cut, value: str, names: Mapping[str, Any], lang: Lang) -> str:
    if cut.spec.kind == "bool":
        return t("common.yes" if value == "yes" else "common.no", lang)
    return cut.word(int(value) if cut.spec.kind == "int" and value.isdigit() else value, names, lang)


__all__ = ["CAUSE", "READ", "Filled", "causes", "filled", "forms", "told", "usual_day", "words"]
