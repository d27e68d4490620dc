"""Marks that look like a conservatory's: higher in the specialty, each teacher with his habit, few failures. Rules."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.demo.learners import Learner
    from core.demo.studies import Class

Texts = tuple[str, str, str]  # what is typed: first midterm, second midterm, exam


@dataclass(frozen=True)
class Habit:
    """A teacher: kinder or stricter by so many points, rounding to fives or not, the share of sheets that are late."""

    bias: float
    fives: bool
    late: float

    @staticmethod
    def drawn(rng: Random) -> Habit:
        """One teacher of many: one in eight is often late."""
        return Habit(rng.gauss(0, 3.5), rng.random() < 0.2, 0.3 if rng.random() < 0.12 else 0.02)


def drawn(rng: Random, learner: Learner, some: Class, habit: Habit, attempt: int) -> Texts:
    """What the teacher types for a student; scripted where a case asks for it."""
    line, part = some.line, learner.part
    told = []
    if part:
        told = part.script.get((some.section.code[:6], line.name.kk)) or _earlier(learner, line.name.kk)
    outcome = told[attempt - 1] if len(told) >= attempt else ""
    special = line.control == "commission"
    base = learner.ability + (7 if special else -1.5) + habit.bias
    if part and part.key == "honours_lost":
        base = 97
    first, second = _score(rng, base, 6, habit), _score(rng, base + 1, 5, habit)
    exam = _score(rng, base - 0.5, 7, habit)
    if line.kind == "practice":
        return "", "", str(_score(rng, base + 6, 5, habit))
    if attempt > 1:  # the current part stands from before, or was earned again
        first, second = some.midterms.get(learner.study, (str(max(first, 55)), str(max(second, 55))))  # type: ignore[assignment]
    if outcome in ("FX", "F", "low"):
        score = {"FX": rng.randrange(30, 48), "F": rng.randrange(8, 23), "low": 51}[outcome]
        return (str(first), str(second), str(score)) if outcome != "low" else ("52", "51", "51")
    if outcome:
        return str(first), str(second), outcome.removeprefix("wrong ")
    if not part and _fails(rng, learner, line.control, attempt):
        return _failure(rng, first, second, attempt)
    return str(first), str(second), str(exam)


def _earlier(learner: Learner, title: str) -> list[str]:
    """A repetition in another term goes on with the list of the first."""
    return next((v for (_, name), v in (learner.part.script if learner.part else {}).items() if name == title), [])


def _score(rng: Random, mean: float, spread: float, habit: Habit) -> int:
    value = rng.gauss(mean, spread)
    if habit.fives:
        value = round(value / 5) * 5
    return int(min(100, max(50, value)))


def _fails(rng: Random, learner: Learner, control: str, attempt: int) -> bool:
    if attempt > 2:
        return False
    weak = max(0.0, 76 - learner.ability) / 400
    share = 0.004 if control == "commission" else 0.012 + weak
    return rng.random() < (share if attempt == 1 else 0.15)


def _failure(rng: Random, first: int, second: int, attempt: int) -> Texts:
    kind = rng.choices(("FX", "F", "absent", "rating"), (70, 10, 14, 6 if attempt == 1 else 0))[0]
    if kind == "absent":
        return str(first), str(second), "к"
    if kind == "rating":
        return str(rng.randrange(20, 45)), str(rng.randrange(25, 48)), "ж"
    return str(first), str(second), str(rng.randrange(26, 49) if kind == "FX" else rng.randrange(4, 24))


__all__ = ["Habit", "Texts", "drawn"]
