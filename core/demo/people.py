"""Fictional people: names of several peoples with the right endings, IINs from serials never given out. Rules only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from schemas.checks import iin_check_digit
from schemas.student import Name
from schemas.words import Sex

PEOPLES = (("kk", 78), ("ru", 12), ("ko", 4), ("ug", 4), ("de", 2))
SERIALS = range(9900, 10000)  # of a demonstration: a random valid number could be a living person's (domain.md 13)
# Well-known people of that name: such a pair of first name and surname is drawn again.
KNOWN = {("Олжас", "Сүлейменов"), ("Герман", "Ким"), ("Роман", "Ким"), ("Эдуард", "Ким"), ("Светлана", "Ким")}
_LATIN = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "і": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """A person as drawn: name, sex, people (kk, ru, ko, ug, de)."""

    name: Name
    sex: Sex
    people: str


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))


def latin(text: str) -> str:
    """A name in Latin letters, as passports spell it."""
    out = "".join(_LATIN.get(letter.lower(), letter) for letter in text)
    return " ".join(word[:1].upper() + word[1:] for word in out.split())


def drawn(rng: Random, russian: bool = False, woman: bool | None = None, kazakh: bool = False) -> Drawn:
    """A person: mostly Kazakh in Kazakh groups, mostly of the other peoples in Russian ones; or surely Kazakh."""
    weights = [25, 45, 12, 12, 6] if russian else [w for _, w in PEOPLES]
    people = "kk" if kazakh else rng.choices([p for p, _ in PEOPLES], weights)[0]
    female = rng.random() < 0.56 if woman is None else woman
    lists = _lists()[people]
    while True:
        first, last = rng.choice(lists["women" if female else "men"]), rng.choice(lists["surnames"])
        if (first, last) not in KNOWN:
            break
    father = rng.choice(lists["fathers"])
    # Half of the Kazakh families write ұлы / қызы, half keep the Russian ending.
    own = people == "kk" and (rng.random() < 0.55 or not russian)
    middle = f"{father}{'қызы' if female else 'ұлы'}" if own else patronymic(father, female)
    name = Name(last=surname(last, female), first=first, middle=middle)
    return Drawn(
        name.model_copy(update={"latin": latin(f"{name.last} {name.first}")}),
        Sex.female if female else Sex.male, people,
    )  # fmt: skip


def surname(last: str, female: bool) -> str:
    """A surname by sex: Сейітқалиев, Сейітқалиева; Әмірханұлы, Әмірханқызы; Байтөре stays."""
    if not female:
        return last
    if last.endswith("ұлы"):
        return last[:-3] + "қызы"
    return last + "а" if last.endswith(("ов", "ев", "ёв", "ин")) else last


def patronymic(father: str, female: bool) -> str:
    """A patronymic of the Russian kind: Игоревич, Юрьевна, Сергеевна."""
    if father.endswith("ий"):
        stem, soft = father[:-2] + "ь", "ев"
        if father == "Дмитрий":
            stem = father[:-1]
    elif father.endswith("й"):
        stem, soft = father[:-1], "ев"
    elif father.endswith("ь"):
        stem, soft = father[:-1], "ев"
    else:
        stem, soft = father, "ов"
    return f"{stem}{soft}{'на' if female else 'ич'}"


def iin(rng: Random, born: date, sex: Sex, taken: set[str]) -> str:
    """A number with a right check digit and a serial of 9900…9999; taken: those given out already."""
    century = 3 if born.year < 2000 else 5
    head = f"{born:%y%m%d}{century + (sex is Sex.female)}"
    while True:
        first = f"{head}{rng.choice(SERIALS)}"
        digit = iin_check_digit(first)
        if digit is not None and first not in taken:
            taken.add(first)
            return f"{first}{digit}"


def birthday(rng: Random, year: int, age: int) -> date:
    """A day on which somebody was born who is `age` in the autumn of a year."""
    return date(year - age - 1, 9, 2) + timedelta(days=rng.randrange(364))
