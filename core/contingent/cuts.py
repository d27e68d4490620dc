"""What the contingent may be cut by: every field of a study or a card that lists can be narrowed by, and the age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from core import house
from core.fields import FieldSpec, describe, word_for
from core.i18n import t
from core.sums.scan import OF_PROGRAMME
from schemas.base import Lang
from schemas.discipline import Programme
from schemas.student import Profile, StudyProfile
from schemas.words import Role

CARD, AGE, BORN = "card.", "age", "card.born"
STATUS = "status"
# Of the card: its number is one's own, and consent has acts of its own, which are no movement.
APART = ("number", "consent", "iin")


@dataclass(frozen=True)
class Cut:
    """One way to cut the contingent. name: its place in a unit; spec: the field it comes from."""

    name: str
    spec: FieldSpec

    @property
    def guarded(self) -> bool:
        """Is it of a sensitive field? Then small cells are not shown (veil), and nothing is narrowed by it."""
        return self.spec.show.sensitive

    def label(self, lang: Lang) -> str:
        """What the cut is called."""
        return t("contingent.age", lang) if self.name == AGE else self.spec.label(lang)

    def value(self, unit: Mapping[str, Any], day: date) -> Any:
        """The value of a unit on a day; a reference is its id."""
        return age(unit.get(BORN), day) if self.name == AGE else unit.get(self.name)

    def word(self, value: Any, names: Mapping[str, Any], lang: Lang) -> str:
        """A value in words; names: of the documents references point to, by id."""
        if value is None or value == "":
            return t("contingent.none", lang)
        if self.name == AGE:
            return str(value)
        if self.spec.kind == "ref":
            return str(names[value].get(lang)) if value in names else t("contingent.none", lang)
        return word_for(self.spec, value, lang)


def cuts(role: Role | None = None) -> dict[str, Cut]:
    """Every cut, by its name; for a role, those of fields it sees. Personal and retired fields cut nothing."""
    return {n: c for n, c in _cuts(house.current().key).items() if role is None or role not in c.spec.hidden}


@lru_cache(maxsize=4)
def _cuts(key: house.Key) -> Mapping[str, Cut]:
    """`key` says which house it is made from."""
    found: dict[str, Cut] = {}
    for spec in describe(StudyProfile):
        if _fits(spec):
            found[spec.path] = Cut(spec.path, spec)
    for spec in describe(Programme):
        if spec.path in OF_PROGRAMME:
            found[spec.path] = Cut(spec.path, spec)
    for spec in describe(Profile):
        if _fits(spec) and not spec.path.startswith(APART):
            found[CARD + spec.path] = Cut(CARD + spec.path, spec)
        if spec.path == "born":
            found[AGE] = Cut(AGE, spec)
    return found


def _fits(spec: FieldSpec) -> bool:
    return spec.show.filter and not spec.show.personal and not spec.retired


def age(born: Any, day: date) -> int | None:
    """Full years on a day, of a stored birth date."""
    if not born:
        return None
    when = date.fromisoformat(str(born))
    return day.year - when.year - ((day.month, day.day) < (when.month, when.day))
