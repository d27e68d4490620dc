"""Where the columns of a file may go, which of them is guessed by its heading, and how it is kept as a
preset."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import Field, TypeAdapter, ValidationError

from core import house
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import NotFound, Problems, RuleBroken
from core.fields import FieldSpec, describe, described
from core.fields import Kind as Kind_
from core.i18n import fold, t
from core.tx import Tx
from schemas.base import LANGS, Document, Lang, Model, Show
from schemas.diploma import OldDiploma
from schemas.discipline import Discipline, Programme
from schemas.importing import Kind, Match, Preset
from schemas.reference import Department, Person
from schemas.section import Section
from schemas.student import Profile, Result, StudyProfile
from schemas.term import Term

KINDS: tuple[Kind, ...] = get_args(Kind)
# Plain documents, each brought in by its key; a diploma of before this system is an entry of the paper book.
DOCUMENTS: dict[str, type[Document]] = {
    "terms": Term, "departments": Department, "people": Person, "programmes": Programme, "disciplines": Discipline,
}  # fmt: skip
KEYS = {"people": "number", "diplomas": "number"}  # of the others it is the code
TOLD = ("text", "area", "int", "decimal", "date", "bool", "choice", "code", "ref")  # what one cell can say
WORDS = TypeAdapter(Annotated[str, Field(max_length=400)])
KEPT = Path(__file__).parent.parent / "presets"


@dataclass(frozen=True)
class Target:
    """A place a column can go to; `spec` knows how its text becomes a value."""

    path: str
    show: Show
    spec: FieldSpec
    required: bool = False

    def names(self) -> set[str]:
        """Headings by which it is known, folded: its label in three languages and its name."""
        last = self.path.rsplit(".", 1)[-1].replace("_", " ")
        spelled = {self.path, self.path.replace(".", " ").replace("_", " "), last}
        labels = {show.label(lang) for show in (self.show, self.spec.show) for lang in LANGS}
        return {fold(n) for n in labels | spelled}


def _result(path: str, show: Show, kind: Kind_, required: bool = False) -> Target:
    """A field of a result, which acts set and forms do not, so its label stands here."""
    if path == "credits":
        adapter = described(Discipline, "credits").adapter
    else:
        adapter = TypeAdapter[Any](Result.model_fields[path].annotation or str)
    return Target(path, show, FieldSpec(path, kind, show, required, adapter=adapter), required)


def _as(path: str, model: type[Model], field: str, required: bool = False, show: Show | None = None) -> Target:
    """A field of another word; `show` where «Code» alone would not say whose code it is."""
    spec = described(model, field)
    return Target(path, show or spec.show, spec, required)


def _plain(model: type[Model]) -> Iterable[Target]:
    """The fields of a document that cells can say; words of three languages have a column for each."""
    for spec in describe(model):
        if spec.own or spec.retired or not spec.show.form:
            continue
        if spec.kind == "texts":
            for lang in LANGS:
                path, required = (spec.path, spec.required) if lang == "kk" else (f"{spec.path}_{lang}", False)
                show = _in(spec.show, lang)
                known = spec.show if lang == "kk" else show  # a heading that names no language means the Kazakh one
                yield Target(path, show, FieldSpec(path, "text", known, required, longest=400, adapter=WORDS), required)
        elif spec.kind in TOLD:
            yield Target(spec.path, spec.show, spec, spec.required)


def _in(show: Show, lang: Lang) -> Show:
    """«Name (in Russian)», in every language of the screen."""
    kk, ru, en = (f"{show.label(x)} ({t(f'forms.in_{lang}', x)})" for x in LANGS)
    return Show(kk, ru, en)


def targets(kind: Kind) -> tuple[Target, ...]:
    """Every place a column of this kind of file can go to; fields of the card come from their one
    description."""
    return _targets(kind, house.current().key)


@lru_cache(maxsize=32)
def _targets(kind: Kind, key: house.Key) -> tuple[Target, ...]:
    if kind == "students":
        # The office's own fields are asked of new cards only, row by row: a file that updates may leave them out.
        card = [
            Target(s.path, s.show, s, s.required and not s.own)
            for s in describe(Profile) if not s.retired and s.show.group != "consent"
        ]  # fmt: skip
        return (*card, *(Target(f"study.{s.path}", s.show, s) for s in describe(StudyProfile) if not s.retired))
    if kind != "results":
        return tuple(_plain(DOCUMENTS.get(kind, OldDiploma)))
    return (
        _as("student", Profile, "number", True),
        _as("code", Discipline, "code", True, Show("Пән коды", "Код дисциплины", "Discipline code")),
        _as("title", Discipline, "name", False, Show("Пән атауы", "Название дисциплины", "Discipline title")),
        _as("term", Term, "code", True, Show("Академиялық кезең", "Академический период", "Term")),
        _as("term_kind", Term, "kind", False, Show("Кезең түрі", "Вид периода", "Kind of term")),
        _as("term_year", Term, "year"),
        _as("section", Section, "code", False, Show("Секция коды", "Код секции", "Section")),
        _result("attempt", Show("Әрекет", "Попытка", "Attempt"), "int"),
        _result("credits", Show("Кредит", "Кредиты", "Credits"), "decimal", True),
        _result("final_grade", Show("Қорытынды баға, %", "Итоговая оценка, %", "Final grade, %"), "decimal"),
        _result("letter", Show("Әріптік баға", "Буквенная оценка", "Letter grade"), "text"),
        _result("source", Show("Дерек көзі", "Источник", "Source"), "text"),
        _result("on", Show("Баға қойылған күн", "Дата оценки", "Graded on"), "date"),
        _as("programme", StudyProfile, "programme"),
    )


def target(kind: Kind, path: str) -> Target:
    """One place by its path; RuleBroken for a preset that names none."""
    for each in targets(kind):
        if each.path == path:
            return each
    raise RuleBroken("imports.unknown_target", target=path)


def guess(kind: Kind, headings: list[str]) -> list[Match]:
    """The columns whose heading says where they go, each used once; the rest is left to the user."""
    return among(targets(kind), headings)


def among(places: Iterable[Target], headings: list[str]) -> list[Match]:
    """The same for any places a column could go to."""
    free = {fold(h): h for h in reversed(headings)}
    found = []
    for each in places:
        name = next((n for n in sorted(each.names(), key=len, reverse=True) if n in free), None)
        if name:
            found.append(Match(target=each.path, column=free.pop(name)))
    return found


def guess_kind(headings: list[str]) -> Kind:
    """What the file seems to hold: the kind whose required columns are found best."""

    def share(kind: Kind) -> float:
        needed = {t.path for t in targets(kind) if t.required}
        return len({m.target for m in guess(kind, headings)} & needed) / len(needed)

    return max(KINDS, key=share)


# presets ----------------------------------------------------------------------------------------------------


def kept_presets() -> list[str]:
    """Names of the presets that come with the project."""
    return sorted(f.stem for f in KEPT.glob("*.toml"))


def preset(store: Store, name: str) -> Preset:
    """A preset by name: one saved in the office, else one kept in the project; NotFound for neither."""
    row = store.one("presets", {"name": name})
    if row:
        return Preset.model_validate(row)
    if name in kept_presets():
        text = (KEPT / f"{name}.toml").read_text(encoding="utf-8")
        return Preset.model_validate({"name": name, **tomllib.loads(text)})
    raise NotFound("imports.unknown_preset", name=name)


def presets(desk: Desk, kind: Kind) -> list[Preset]:
    """All presets for a kind of file, those of the office first."""
    own = [Preset.model_validate(r) for r in desk.rows(Preset, "import.run", {"kind": kind}, limit=200)]
    names = {p.name for p in own}
    kept = [preset(desk.store, n) for n in kept_presets() if n not in names]
    return own + [p for p in kept if p.kind == kind]


def suggested(desk: Desk, headings: list[str]) -> Preset | None:
    """The preset all of whose columns the file has; of several the one that uses most."""
    there = set(headings)
    best: tuple[int, Preset | None] = (0, None)
    for kind in KINDS:
        for each in presets(desk, kind):
            used = {m.column for m in each.matches if m.column}
            if used <= there and len(used) > best[0]:
                best = (len(used), each)
    return best[1]


def save_preset(desk: Desk, name: str, kind: Kind, matches: list[Match], rules: str, why: Why) -> Preset:
    """Keep a way of matching under a name; saving the same name again replaces it."""
    for match in matches:
        target(kind, match.target)

    def work(tx: Tx) -> Preset:
        try:
            made = Preset(name=name, kind=kind, matches=matches, rules=rules)
        except ValidationError as e:
            raise Problems.of(e) from None
        old = tx.find(Preset, {"name": made.name})
        if not old:
            return tx.add(made)
        changed = old[0].model_copy(update={"kind": kind, "matches": matches, "rules": rules})
        return tx.save(changed)

    return desk.transact("import.preset", work, why, "import.run")
