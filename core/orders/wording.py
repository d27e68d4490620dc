"""What the text of an order may name: its own facts, what its kinds ask, the table of its students (core.templates).

The list is closed and made from the kinds of order: a fact added to a kind in the browser is a variable at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from core import house
from core.fields import FieldSpec, describe
from core.i18n import date_short, date_text
from core.orders.asks import CARD, asks, fact_key, fields
from core.templates.pieces import Value
from core.templates.variables import SAMPLE_DAY, TableOf, Variable, from_field
from schemas.base import LANGS, Lang, Text
from schemas.kinds import OrderKind, Sort
from schemas.kinds.orders import SETS, EffectSort
from schemas.student import StudyProfile

# How a study stands before the order does anything, as columns of its table.
NOW = ("programme", "department", "faculty", "year", "group", "language", "form", "funding", "teacher", "instrument")


@dataclass(frozen=True)
class Named:
    """What an order asks or changes, as its text names it. key: `fact/<code>`, or the place of the changed field."""

    key: str
    variable: str
    column: str
    label: Text
    spec: FieldSpec


def named() -> dict[str, Named]:
    """Everything the kinds of order ask and change, by key; retired kinds too, for their orders still stand."""
    return _named(house.current().key)


@lru_cache(maxsize=4)
def _named(key: house.Key) -> dict[str, Named]:
    found: dict[str, Named] = {}
    taken = {code for code, _, _ in OWN} | set(NOW)
    for kind in house.entries(Sort.order, retired=True):
        body = kind.as_body(OrderKind)
        for effect in body.effects:
            spec = fields().get(effect.field)
            if effect.what in SETS and effect.what is not EffectSort.empty and spec and effect.field not in found:
                code = effect.field.removeprefix(CARD).removeprefix("custom.").replace(".", "_")
                free = code not in taken
                label = Text(**{x: spec.label(x)[:380] if free else f"{_NEW[x]}: {spec.label(x)[:380]}" for x in LANGS})
                column = code if free else f"new_{code}"
                found[effect.field] = Named(effect.field, f"new.{code}", column, label, spec)
                taken.add(column)
        for ask in asks(body):
            if not ask.key.startswith(fact_key("")):
                continue
            if (have := found.get(ask.key)) is not None:  # two kinds of one code: all values may be compared with
                values = {str(getattr(c, "value", c)): c for c in (*have.spec.choices, *ask.spec.choices)}
                found[ask.key] = replace(have, spec=replace(have.spec, choices=tuple(values.values())))
                continue
            code = ask.key.removeprefix(fact_key(""))
            column = code if code not in taken else f"fact_{code}"
            label = Text(**{x: ask.spec.label(x)[:400] for x in LANGS})
            found[ask.key] = Named(ask.key, f"fact.{code}", column, label, ask.spec)
            taken.add(column)
    return found


_NEW = {"kk": "Жаңасы", "ru": "Новое", "en": "New"}


def study_fields() -> dict[str, FieldSpec]:
    """The columns that say how a study stands before the order."""
    return {s.path: s for s in describe(StudyProfile) if s.path in NOW}


def _of(name: str, label: Text, kk: str, ru: str = "", en: str = "", stored: str = "") -> Variable:
    said = {"kk": kk, "ru": ru or kk, "en": en or ru or kk}
    return Variable(name, label, {x: Value(said[x], stored or said[x]) for x in LANGS})


def variables() -> list[Variable]:
    """What the text of an order or of its extract may name beside the office's and the student's own."""
    day = {x: date_text(SAMPLE_DAY, x) for x in LANGS}
    short = date_short(SAMPLE_DAY)
    own = [
        _of("order.number", Text(kk="Бұйрық нөмірі", ru="Номер приказа", en="Number of the order"), "17-С/2026"),
        _of("order.day", Text(kk="Бұйрық күні", ru="Дата приказа", en="Date of the order"), *day.values()),
        _of("order.day_short", Text(kk="Бұйрық күні, санмен", ru="Дата приказа цифрами",
                                    en="Date of the order in figures"), short),
        _of("order.effective", Text(kk="Күшіне ену күні", ru="Дата вступления в силу", en="Takes effect on"),
            *day.values()),
        _of("order.effective_short", Text(kk="Күшіне ену күні, санмен", ru="Дата вступления цифрами",
                                          en="Takes effect on, in figures"), short),
        _of("order.count", Text(kk="Бұйрықтағы студент саны", ru="Студентов в приказе", en="Students in the order"),
            "2"),
        _of("order.kind", Text(kk="Бұйрық түрі", ru="Вид приказа", en="Kind of order"), "Оқудан шығару", "Отчисление",
            "Expulsion"),
        _of("order.about", Text(kk="Бұйрық не туралы", ru="О чём приказ", en="What the order is about"),
            "Студенттерді оқудан шығару туралы", "Об отчислении студентов", "On the expulsion of students"),
        _of("order.signer", Text(kk="Бұйрыққа қол қоюшы", ru="Подписавший приказ", en="Who signed the order"),
            "Ректор А. Үлгіұлы", en="Rector A. Ulgiuly"),
        _of("order.bases", Text(kk="Негіздемелер", ru="Основания", en="What it rests on"),
            f"өтініш № 5, {short}; кафедра шешімі № 2, {short}",
            f"заявление № 5, {short}; решение кафедры № 2, {short}",
            f"application no. 5, {short}; decision of the department no. 2, {short}"),
        _of("order.cancels", Text(kk="Күшін жоятын бұйрық", ru="Отменяемый приказ", en="The order it cancels"),
            f"№ 12-С/2026, {short}", en=f"No. 12-С/2026, {short}"),
        _of("order.said", Text(kk="Бұйрық студентке не береді", ru="Что приказ даёт студенту",
                               en="What the order gives the student"),
            "Курс: 3; Топ: ДМБ-301", "Курс: 3; Группа: ДМБ-301", "Year of study: 3; Group: ДМБ-301"),
        _of("order.n", Text(kk="Тізімдегі реті", ru="Номер по списку", en="Place in the list"), "1"),
        _of("order.written", Text(kk="Аты-жөні, мәтіндегідей", ru="ФИО, как в тексте", en="Name as the text has it"),
            "Үлгібаева Айгерім Сәкенқызы", en="Ulgibayeva Aigerim"),
    ]  # fmt: skip
    return own + [from_field(x.variable, x.spec, x.label) for x in named().values()]


# Columns of the table of students that no field holds.
OWN: tuple[tuple[str, Text, str], ...] = (
    ("n", Text(kk="№", ru="№", en="No."), "R"),
    ("written", Text(kk="Аты-жөні", ru="Фамилия, имя, отчество", en="Name"), "L"),
    ("name", Text(kk="Аты-жөні (құжат бойынша)", ru="ФИО (по документу)", en="Name (as in the document)"), "L"),
    ("number", Text(kk="Студент нөмірі", ru="Номер студента", en="Student no."), "L"),
    ("note", Text(kk="Ескертпе", ru="Примечание", en="Note"), "L"),
    ("bases", Text(kk="Негіздеме", ru="Основание", en="Basis"), "L"),
    ("said", Text(kk="Бұйрық бойынша", ru="По приказу", en="By this order"), "L"),
    ("difference", Text(kk="Академиялық айырмашылық", ru="Академическая разница", en="Academic difference"), "L"),
)


def students() -> TableOf:
    """The table of an order's students; the writer of a template chooses its columns."""
    return _students(house.current().key)


@lru_cache(maxsize=4)
def _students(key: house.Key) -> TableOf:
    samples: dict[str, tuple[Text, Text]] = {
        "n": (Text(kk="1"), Text(kk="2")), "number": (Text(kk="20260017"), Text(kk="20260018")),
        "said": (Text(kk="Курс: 3", en="Year of study: 3"), Text(kk="Топ: ДМБ-301", ru="Группа: ДМБ-301")),
        "difference": (Text(kk="Сольфеджио 2 (3 кредит, 09.05.2027 дейін)",
                            ru="Сольфеджио 2 (3 кредита, до 09.05.2027)",
                            en="Solfeggio 2 (3 credits, by 09.05.2027)"), Text(kk="—")),
        "bases": (Text(kk=f"№ 5, {date_short(SAMPLE_DAY)}"), Text(kk=f"№ 6, {date_short(SAMPLE_DAY)}")),
    }  # fmt: skip
    people = (
        Text(kk="Үлгібаева Айгерім Сәкенқызы", en="Ulgibayeva Aigerim"),
        Text(kk="Үлгіұлы Серік", en="Ulgiuly S."),
    )
    samples |= {"written": people, "name": people}
    now = study_fields()
    columns = [*OWN, *((p, _labelled(now[p]), "R" if p == "year" else "L") for p in NOW if p in now)]
    columns += [(x.column, x.label, "L") for x in named().values()]
    found = {f"study.{p}": from_field(f"study.{p}", s) for p, s in now.items()}
    for path in now:
        samples[path] = (_cell(found[f"study.{path}"]),) * 2
    for x in named().values():
        samples[x.column] = (_cell(from_field(x.variable, x.spec)),) * 2
    rows = tuple({c: samples[c][n] for c, _, _ in columns if c in samples} for n in (0, 1))
    said = Text(kk="Бұйрықтағы студенттер", ru="Студенты приказа", en="Students of the order")
    return TableOf("students", said, tuple((c, w, "R" if s == "R" else "L") for c, w, s in columns), rows)


def _labelled(spec: FieldSpec) -> Text:
    return Text(**{x: spec.label(x)[:400] for x in LANGS})


def _cell(of: Variable) -> Text:
    langs: tuple[Lang, ...] = LANGS
    return Text(**{x: (of.sample[x].said or "…")[:400] for x in langs})


__all__ = ["NOW", "OWN", "Named", "named", "students", "study_fields", "variables"]
