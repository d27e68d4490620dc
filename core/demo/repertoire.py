"""What graduates of the demonstration bring before a commission: programmes, topics, questions, chairs. Rules only."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, zip_longest
from pathlib import Path
from random import Random
from typing import Any

from core.demo import people, plan
from schemas.attestation import CommissionSeat, Question, Reviewer, Work
from schemas.base import Text
from schemas.kinds.sheets import Signer

ENOUGH = 34  # minutes of a programme; its form asks for thirty to sixty
REVIEWERS = ("доцент", "өнертану кандидаты", "профессор")
HOUSES = ("Қалалық филармония (ойдан шығарылған)", "Жайық музыка академиясы (ойдан шығарылған)",
          "Музыка колледжі (ойдан шығарылған)")  # fmt: skip


@lru_cache(maxsize=1)
def source() -> dict[str, Any]:
    """The file as it is written."""
    return tomllib.loads((Path(__file__).parent / "repertoire.toml").read_text("utf-8"))


def programme(instrument: str, rng: Random, enough: int = ENOUGH) -> list[Work]:
    """Works for an instrument, one of each list in turn, until they last long enough."""
    works = source()["works"]
    lists = works.get(source()["like"].get(instrument, instrument)) or works["Басқа"]
    shuffled = [rng.sample(pool, len(pool)) for pool in lists.values()]
    out: list[Work] = []
    for composer, title, minutes in (x for x in chain.from_iterable(zip_longest(*shuffled)) if x):
        if sum(w.minutes or 0 for w in out) + minutes <= enough + 24:
            out.append(Work(composer=composer, title=title, minutes=Decimal(minutes)))
        if sum(w.minutes or 0 for w in out) >= enough:
            break
    return out


def topic(department: str, n: int) -> Text:
    """The n-th topic of a department; taken again by who comes after the last."""
    rows = source()["topics"].get(department) or source()["topics"]["MUS"]
    return plan.text(rows[n % len(rows)])


def reviewer(rng: Random) -> Reviewer:
    """Somebody from outside who reviews."""
    name = people.drawn(rng).name.text().kk
    return Reviewer(name=name, position=rng.choice(REVIEWERS), workplace=rng.choice(HOUSES))


def chair(department: str, id: str) -> CommissionSeat:
    """Who presides over the commission of a department: never of the institution."""
    name, degree, position, workplace = source()["chairs"][department]
    return CommissionSeat(id=id, part=Signer.chair, name=name, degree=degree, position=position, workplace=workplace)


def questions(rng: Random, by: Sequence[str], n: int = 3) -> list[Question]:
    """Questions of an exam, each asked by somebody who sits."""
    return [
        Question(text=text, by=by[i % len(by)]) for i, text in enumerate(rng.sample(source()["questions"]["common"], n))
    ]
