"""Which variables templates may name: made from described fields when asked for, so a field added in the browser is a
variable at once.

A personal value (phone, address) is none: it must stay erasable, and a paper keeps its words for decades.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from core import house
from core.fields import FieldSpec, choice_label, describe, word_for
from core.i18n import date_text, number, t
from core.templates.pieces import Grid, Value
from schemas.appeal import Appeal
from schemas.base import LANGS, Lang, Text
from schemas.discipline import Programme
from schemas.paper import Paper
from schemas.reference import Office
from schemas.student import Profile, StudyProfile

# A group's name in a template → the model whose fields stand in it.
GROUPS: dict[str, type[Any]] = {
    "student": Profile, "study": StudyProfile, "programme": Programme, "office": Office, "paper": Paper,
    "appeal": Appeal,
}  # fmt: skip
NONE = frozenset({"rows", "refs", "file", "moment"})  # kinds of field that no line of text can hold
# What the card of the institution says of the program, not of the institution.
OWN = frozenset({"office.time_zone", "office.seal", "office.file_limit", "office.idle_minutes", "office.backup_days",
                 "office.backup_weeks", "office.backup_months", "office.drill_days", "office.keep_records",
                 "office.keep_service", "office.proof_minutes", "programme.active"})  # fmt: skip
SAMPLE_DAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Variable:
    """One variable: its name as written, what it is called, what it may be compared with, a sample by language.

    spec: the described field it comes from (None: computed).
    """

    name: str
    label: Text
    sample: dict[Lang, Value]
    values: tuple[tuple[str, Text], ...] = ()
    spec: FieldSpec | None = None


@dataclass(frozen=True)
class TableOf:
    """A table a template may set: its columns (code, heading, side) and rows of a sample."""

    name: str
    label: Text
    columns: tuple[tuple[str, Text, Literal["L", "R"]], ...]
    sample: tuple[dict[str, Text], ...]

    def grid(self, rows: Iterable[dict[str, str]], lang: Lang) -> Grid:
        """The table filled, its headings in the paper's language."""
        return Grid(tuple((c, w.get(lang), side) for c, w, side in self.columns), tuple(rows))


def variables() -> dict[str, Variable]:
    """Every variable of today, by name; not to be changed."""
    return _variables(house.current().key)


@lru_cache(maxsize=4)
def _variables(key: house.Key) -> dict[str, Variable]:
    from core.orders.wording import variables as of_orders  # orders are set by templates: they import us

    found = {v.name: v for v in (*_computed(), *of_orders())}
    for group, model in GROUPS.items():
        for spec in describe(model):
            if spec.kind in NONE or spec.show.personal or spec.show.sensitive:
                continue
            name = f"{group}.{spec.path.removeprefix('custom.')}"
            if name in OWN:
                continue
            found.setdefault(name, from_field(name, spec))
    return found


def names() -> dict[str, tuple[str, ...]]:
    """Every variable's name with the values a condition may compare it with (none: any)."""
    return {v.name: tuple(c for c, _ in v.values) for v in variables().values()}


def tables() -> dict[str, TableOf]:
    """Every table of today, by name: the columns of the students of an order are what its kinds ask."""
    from core.orders.wording import students

    return {**TABLES, "students": students()}


def table_names() -> dict[str, tuple[str, ...]]:
    """Every table's name with its columns."""
    return {x.name: tuple(c for c, _, _ in x.columns) for x in tables().values()}


def sample(lang: Lang) -> tuple[dict[str, Value], dict[str, Grid]]:
    """Sample values of all variables and tables, for a preview without a student."""
    grids = {
        x.name: x.grid([{c: w.get(lang) for c, w in r.items()} for r in x.sample], lang) for x in tables().values()
    }
    return {v.name: v.sample[lang] for v in variables().values()}, grids


def said(spec: FieldSpec, stored: Any, lang: Lang) -> Value:
    """A stored value as a paper says it: a date in words, a choice by its word, a name in the paper's language."""
    if stored is None or stored == "" or stored == []:
        return Value("")
    match spec.kind:
        case "date":
            day = stored if isinstance(stored, date) else date.fromisoformat(str(stored))
            return Value(date_text(day, lang), day.isoformat())
        case "bool":
            return Value(t("common.yes" if stored else "common.no", lang), "true" if stored else "false")
        case "choice":
            word = next((c for c in spec.choices if str(getattr(c, "value", c)) == str(stored)), stored)
            return Value(choice_label(word, lang), str(stored))
        case "choices":
            words = [c for c in spec.choices if str(getattr(c, "value", c)) in [str(s) for s in stored]]
            return Value(", ".join(choice_label(w, lang) for w in words), "true")
        case "codes":
            return Value(", ".join(map(str, stored)), "true")
        case "ref":
            return Value(Text.model_validate(stored["label"]).get(lang), str(stored["id"]))
        case "texts":
            return Value(Text.model_validate(stored).get(lang), "true")
        case "int" | "decimal":
            exact = Decimal(str(stored))
            # A year or a number of a paper has no thousands; a plain whole number is written with its bare digits.
            return Value(str(int(exact)) if spec.kind == "int" else number(exact, lang), str(stored))
        case "code":
            return Value(word_for(spec, stored, lang), str(stored))
        case _:
            return Value(str(stored), str(stored))


def from_field(name: str, spec: FieldSpec, label: Text | None = None) -> Variable:
    """A variable that stands for a described field."""
    codes = tuple((str(getattr(c, "value", c)), Text(**{x: choice_label(c, x) for x in LANGS})) for c in spec.choices)
    sample = {x: said(spec, _sample(name, spec), x) for x in LANGS}
    return Variable(
        name,
        label or Text(**{x: spec.label(x)[:400] for x in LANGS}),
        sample,
        codes if spec.kind == "choice" else (),
        spec,
    )


def _sample(name: str, spec: FieldSpec) -> Any:
    """What a field could hold; our own fields by name, any other by its kind."""
    if name in _SAMPLES:
        return _SAMPLES[name]
    if spec.choices:
        first = str(getattr(spec.choices[0], "value", spec.choices[0]))
        return [first] if spec.kind == "choices" else first
    label = {x: spec.label(x)[:400] for x in LANGS}
    by_kind: dict[str, Any] = {
        "date": SAMPLE_DAY, "bool": True, "int": int(spec.low or 1), "decimal": Decimal(str(spec.low or 1)),
        "ref": {"id": "sample", "label": label}, "texts": label, "choices": [], "codes": ["…"],
    }  # fmt: skip
    return by_kind.get(spec.kind, "…")


def _text(kk: str, ru: str, en: str) -> dict[str, str]:
    return {"kk": kk, "ru": ru, "en": en}


def _ref(kk: str, ru: str, en: str) -> dict[str, Any]:
    return {"id": "sample", "label": _text(kk, ru, en)}


_SAMPLES: dict[str, Any] = {
    "student.number": "20260017", "student.name.last": "Үлгібаева", "student.name.first": "Айгерім",
    "student.name.middle": "Сәкенқызы", "student.name.latin": "Ulgibayeva Aigerim", "student.iin": "050312650012",
    "student.born": date(2005, 3, 12), "student.sex": "female", "student.citizenship": "KZ",
    "study.status": "active", "study.year": 2, "study.group": "ДМБ-201", "study.language": "kk",
    "study.form": "full_time", "study.funding": "grant", "study.admitted_on": date(2025, 8, 25),
    "study.instrument": "домбыра",
    "study.programme": _ref("6B02103 Дәстүрлі музыка өнері", "6B02103 Традиционное музыкальное искусство",
                            "6B02103 Traditional Music"),
    "study.department": _ref("Домбыра кафедрасы", "Кафедра домбры", "Department of Dombra"),
    "study.faculty": _ref("Халық музыкасы факультеті", "Факультет народной музыки", "Faculty of Folk Music"),
    "study.teacher": _ref("Үлгіұлы Серік", "Ульгиулы Серик", "Ulgiuly Serik"),
    "programme.code": "6B02103", "programme.credits": Decimal(240),
    "programme.name": _text("Дәстүрлі музыка өнері", "Традиционное музыкальное искусство", "Traditional Music"),
    "programme.degree": _text("өнер бакалавры", "бакалавр искусств", "Bachelor of Arts"),
    "programme.licence": "ҮЛГІ-0000000", "programme.accreditation": "ҮЛГІ № 1",
    "office.name": _text("«Үлгі» консерваториясы", "Консерватория «Үлгі»", "Ulgi Conservatory"),
    "office.short_name": _text("«Үлгі»", "«Үлгі»", "Ulgi"),
    "office.office_name": _text("Офис-тіркеуші бөлімі", "Отдел офис-регистратора", "Office of the Registrar"),
    "office.city": _text("Алматы", "Алматы", "Almaty"), "office.bin": "000000000000",
    "office.licence": "ҮЛГІ-0000000", "office.licence_day": date(2015, 6, 1),
    "office.place": _text("Алматы қ., Үлгі көшесі, 1", "г. Алматы, ул. Үлгі, 1", "1 Ulgi Street, Almaty"),
    "office.phones": "+7 (000) 000-00-00", "office.email": "office@example.invalid",
    "office.site": "example.invalid", "office.address": "https://example.invalid",
    "paper.number": "2026-00017", "paper.day": SAMPLE_DAY, "paper.lang": "kk",
    "paper.application": "318", "paper.applied_on": date(2026, 11, 20), "paper.archive.fund": "12",
    "paper.archive.inventory": "3", "paper.archive.case": "147", "paper.archive.sheets": "5–8",
    "paper.archive.study": "Халық аспаптары факультеті, домбыра", "paper.archive.admitted": "1987 ж., № 54 бұйрық",
    "paper.archive.left": "1992 ж. бітірген, ЖБ-I № 000000 диплом", "paper.archive.says": "…",
    "paper.purpose": "әлеуметтік қорғау бөлімі", "paper.deadline": date(2026, 11, 27), "paper.state": "made",
    "paper.kind": _ref("Анықтама", "Справка", "Certificate"),
    "appeal.number": "2026-0003", 
    "appeal.student": _ref("Үлгібаева Айгерім", "Үлгібаева Айгерім", "Ulgibayeva Aigerim"),
    "appeal.student_number": "20260017", "appeal.group": "ДМБ-201", "appeal.sheet": _ref("2026-00041", "", ""),
    "appeal.discipline": _ref("Гармония 1", "Гармония 1", "Harmony 1"), "appeal.mark": "74 C+",
    "appeal.term": _ref("2025/26, күзгі семестр", "2025/26, осенний семестр", "2025/26, autumn"),
    "appeal.new_mark": "84 B", "appeal.act": "2026-00041/2", "appeal.protocol": "2026-002",
    "appeal.grounds": "Екінші сұрақтың балы қосылмаған", "appeal.order": "№ 12-ө, 10.01.2026",
    "appeal.finding": "Екінші сұраққа толық жауап берілген", "appeal.status": "upheld",
    "paper.student": _ref("Үлгібаева Айгерім Сәкенқызы", "Үлгібаева Айгерім Сәкенқызы", "Ulgibayeva Aigerim"),
}  # fmt: skip


def _named(name: str, label: Text, kk: str, ru: str = "", en: str = "", stored: str = "") -> Variable:
    said_ = {"kk": kk, "ru": ru or kk, "en": en or kk}
    return Variable(name, label, {x: Value(said_[x], stored or said_[x]) for x in LANGS})


def _computed() -> list[Variable]:
    """What no single field holds: the whole name, sums of the study, the day in figures."""
    return [
        _named("student.name", Text(kk="Толық аты-жөні", ru="Полное имя", en="Full name"),
               "Үлгібаева Айгерім Сәкенқызы", en="Ulgibayeva Aigerim"),
        _named("totals.credits", Text(kk="Игерілген кредиттер", ru="Освоено кредитов", en="Credits earned"), "62"),
        _named("totals.gpa", Text(kk="GPA", ru="GPA", en="GPA"), "3,42", en="3.42"),
        _named("totals.debts", Text(kk="Академиялық берешек саны", ru="Академических задолженностей",
                                    en="Academic debts"), "0"),
        _named("study.enrolment_order",
               Text(kk="Қабылдау туралы бұйрық", ru="Приказ о зачислении", en="Order of enrolment"),
               "№ 12-С/2025, 25 тамыз 2025 ж.", "№ 12-С/2025, 25 августа 2025 г.", "No. 12-С/2025, 25 August 2025"),
        _named("study.leaving_order", Text(kk="Кетуі туралы бұйрық", ru="Приказ о выбытии", en="Order of leaving"),
               "№ 41-С/2026, 10 қазан 2026 ж.", "№ 41-С/2026, 10 октября 2026 г.", "No. 41-С/2026, 10 October 2026"),
        _named("study.left_on", Text(kk="Оқудан кеткен күні", ru="Дата выбытия", en="Date of leaving"),
               *(date_text(date(2026, 10, 10), x) for x in LANGS)),
        _named("today", Text(kk="Бүгінгі күн", ru="Сегодняшняя дата", en="Today’s date"),
               *(date_text(SAMPLE_DAY, x) for x in LANGS)),
    ]  # fmt: skip


TABLES: dict[str, TableOf] = {
    x.name: x
    for x in [
        TableOf(
            "results", Text(kk="Нәтижелер кестесі", ru="Таблица результатов", en="Table of results"),
            (
                ("term", Text(kk="Кезең", ru="Период", en="Term"), "L"),
                ("code", Text(kk="Коды", ru="Код", en="Code"), "L"),
                ("discipline", Text(kk="Пән", ru="Дисциплина", en="Discipline"), "L"),
                ("credits", Text(kk="Кредит", ru="Кредиты", en="Credits"), "R"),
                ("percent", Text(kk="Пайыз", ru="Процент", en="Percent"), "R"),
                ("letter", Text(kk="Әріптік баға", ru="Буквенная оценка", en="Letter"), "L"),
                ("points", Text(kk="Балл", ru="Балл", en="Points"), "R"),
                ("traditional", Text(kk="Дәстүрлі баға", ru="Традиционная оценка", en="Traditional"), "L"),
            ),
            (
                {"term": Text(kk="2025-1"), "code": Text(kk="SOL1101"), "discipline": Text(kk="Сольфеджио 1",
                 ru="Сольфеджио 1", en="Solfeggio 1"), "credits": Text(kk="5"), "percent": Text(kk="92"),
                 "letter": Text(kk="A-"), "points": Text(kk="3,67", ru="3,67", en="3.67"),
                 "traditional": Text(kk="өте жақсы", ru="отлично", en="excellent")},
                {"term": Text(kk="2025-1"), "code": Text(kk="HAR1102"), "discipline": Text(kk="Гармония 1",
                 ru="Гармония 1", en="Harmony 1"), "credits": Text(kk="4"), "percent": Text(kk="85"),
                 "letter": Text(kk="B+"), "points": Text(kk="3,33", ru="3,33", en="3.33"),
                 "traditional": Text(kk="жақсы", ru="хорошо", en="good")},
            ),
        ),
        TableOf(
            "commission", Text(kk="Апелляция комиссиясы", ru="Апелляционная комиссия", en="Appeal commission"),
            (
                ("part", Text(kk="Кім ретінде", ru="В качестве", en="As"), "L"),
                ("name", Text(kk="Аты-жөні", ru="ФИО", en="Name"), "L"),
            ),
            (
                {"part": Text(kk="Комиссия төрағасы", ru="Председатель комиссии", en="Chair of the commission"),
                 "name": Text(kk="Үлгіұлы Серік", ru="Ульгиулы Серик", en="Ulgiuly Serik")},
            ),
        ),
        TableOf(
            "debts", Text(kk="Академиялық берешек кестесі", ru="Таблица академических задолженностей",
                          en="Table of academic debts"),
            (
                ("code", Text(kk="Коды", ru="Код", en="Code"), "L"),
                ("discipline", Text(kk="Пән", ru="Дисциплина", en="Discipline"), "L"),
                ("credits", Text(kk="Кредит", ru="Кредиты", en="Credits"), "R"),
                ("letter", Text(kk="Баға", ru="Оценка", en="Letter"), "L"),
                ("term", Text(kk="Кезең", ru="Период", en="Term"), "L"),
                ("since", Text(kk="Қай күннен", ru="С какого дня", en="Since"), "L"),
                ("ways", Text(kk="Жою жолдары", ru="Как ликвидировать", en="Ways to clear it"), "L"),
            ),
            (
                {"code": Text(kk="HAR1102"), "discipline": Text(kk="Гармония 1", ru="Гармония 1", en="Harmony 1"),
                 "credits": Text(kk="4"), "letter": Text(kk="FX"), "term": Text(kk="2025-1"),
                 "since": Text(kk="20.01.2026"),
                 "ways": Text(kk="емтиханды қайта тапсыру", ru="пересдача экзамена", en="re-sit of the exam")},
            ),
        ),
    ]
}  # fmt: skip
# The same, of what was passed alone: what a certificate of incomplete education tells.
TABLES["passed"] = replace(
    TABLES["results"], name="passed",
    label=Text(kk="Игерілген пәндер кестесі", ru="Таблица освоенных дисциплин", en="Table of disciplines completed"),
)  # fmt: skip
