"""All that must stand before a diploma is registered, looked at together: green, amber or red, with the page that mends
it (clause 26-a). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core import grading
from core.db.store import Row
from core.pdf.fonts import Unprintable, clean
from schemas.base import LANGS, Id, Word
from schemas.curriculum import Curriculum
from schemas.diploma import Diploma
from schemas.kinds import DiplomaKind
from schemas.words import Cycle, LessonKind, SchoolPaper


class Light(Word):
    """How one thing stands."""

    green = ("green", "Дайын", "Готово", "Ready")
    amber = ("amber", "Қарау керек", "Проверить", "To be looked at")
    red = ("red", "Жоқ", "Нет", "Missing")


@dataclass(frozen=True)
class Check:
    """One thing: its code (message `diplomas.check.<code>`), how it stands, its values, where it is mended."""

    code: str
    light: Light
    values: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    address: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """What the checks look at, of one graduate. state: the student as folded; needed: kinds of blank that are needed,
    with how many are in stock; spelled: the Latin name the house's rule proposes; honours: awarded; earned: do the
    conditions of honours hold over all attempts (None: nobody can tell); unfiled: what the kind of diploma
    asks for and the personal file lacks, by name."""

    student: Id
    state: Row
    study: Row
    kind: DiplomaKind
    curriculum: Curriculum | None = None
    programme: Row | None = None
    protocol: Row | None = None
    order: Row | None = None
    holds: int = 0
    diploma: Diploma | None = None
    needed: Mapping[str, int] = field(default_factory=dict)
    spelled: str = ""
    untitled: tuple[str, ...] = ()
    honours: bool = False
    earned: bool | None = None
    unfiled: tuple[str, ...] = ()


G, A, R = Light.green, Light.amber, Light.red


def checks(case: Case) -> list[Check]:
    """Every check of a graduate, in the order in which an office works."""
    return [each for look in LOOKS for each in look(case)]


def ready(found: list[Check]) -> bool:
    """May the diploma be registered? Nothing is red."""
    return all(c.light is not R for c in found)


def _credits(case: Case) -> Iterator[Check]:
    need = (case.programme or {}).get("credits")
    have = Decimal(str(case.study["totals"]["credits"]))
    if need is None:
        yield Check("programme_credits", R, {}, "references")
        return
    enough = have >= Decimal(str(need))
    yield Check("credits", G if enough else R, {"n": have, "least": Decimal(str(need))}, *_card(case))


def _debts(case: Case) -> Iterator[Check]:
    n = int(case.study["totals"]["academic_debts"])
    yield Check("debts", R if n else G, {"n": n}, *_card(case))


def _curriculum(case: Case) -> Iterator[Check]:
    """Practices and the final attestation of the curriculum are passed."""
    if case.curriculum is None:
        yield Check("curriculum", R, {}, *_card(case))
        return
    record = case.study.get("record") or []
    stand = grading.standing(record)
    passed = {r["discipline"]["id"] for r in record if r["id"] in stand and r["state"] == "passed"}
    lines = [x for x in case.curriculum.lines if not x.block]
    for code, those in (
        ("practices", [x for x in lines if x.lesson is LessonKind.practice and x.cycle is not Cycle.attestation]),
        ("attestation", [x for x in lines if x.cycle is Cycle.attestation]),
    ):
        owed = [x for x in those if x.discipline.id not in passed]
        if those or code == "attestation":
            names = ", ".join(x.discipline.label.kk for x in owed[:3])
            yield Check(code, R if owed or not those else G, {"n": len(owed), "names": names}, *_card(case))


def _protocol(case: Case) -> Iterator[Check]:
    if case.protocol is None:
        yield Check("protocol_missing", R, {}, "graduates", {"student": case.student})
    else:
        yield Check("protocol", G, {"number": case.protocol["number"], "day": case.protocol["day"]})


def _order(case: Case) -> Iterator[Check]:
    if case.order is None:
        yield Check("order_missing", R, {}, "orders")
    else:
        yield Check("order", G, {"number": case.order["number"], "day": case.order["day"]}, "order",
                    {"id": case.order["_id"]})  # fmt: skip


def _honours(case: Case) -> Iterator[Check]:
    """Does what was awarded agree with the rule over all attempts (domain.md 6.4)?"""
    if case.earned is None or not (case.honours or case.earned):
        return
    agrees = case.honours and case.earned
    yield Check("honours" if agrees else "honours_unproved" if case.honours else "honours_possible",
                G if agrees else A, {}, *_card(case))  # fmt: skip


def _names(case: Case) -> Iterator[Check]:
    """The name in three languages: Latin as in the passport; where it differs from the house's spelling it is told."""
    name = case.state["name"]
    latin = name.get("latin") or ""
    if not latin:
        yield Check("latin_missing", R if case.kind.latin else A, {"proposed": case.spelled or "—"}, *_card(case))
    elif case.spelled and _same(latin) != _same(case.spelled):
        yield Check("latin_differs", A, {"latin": latin, "proposed": case.spelled}, *_card(case))
    else:
        yield Check("latin", G, {"latin": latin})
    try:
        clean(" ".join(str(name.get(k) or "") for k in ("last", "first", "middle", "latin")))
    except Unprintable as e:
        yield Check("letters", R, {"letters": "".join(e.characters)}, *_card(case))


def _same(latin: str) -> str:
    return " ".join(latin.upper().split())


def _programme(case: Case) -> Iterator[Check]:
    """Programme and degree in the three languages of the diploma; titles of the disciplines in English."""
    of = case.programme or {}
    lacks = [f for f in ("name", "degree") if any(not (of.get(f) or {}).get(lang) for lang in LANGS)]
    yield Check("programme_words", R if lacks else G, {"n": len(lacks)}, "references")
    if case.untitled:
        yield Check("untitled", R, {"n": len(case.untitled), "names": ", ".join(case.untitled[:3])}, "names")


def _previous(case: Case) -> Iterator[Check]:
    """The supplement names the document of the education before (domain.md 6.3)."""
    said = (case.state.get("schooling") or {}).get("document")
    if said:
        yield Check("previous", G, {"document": SchoolPaper(said)})
    else:
        yield Check("previous_missing", R if case.kind.previous else A, {}, *_card(case))


def _filed(case: Case) -> Iterator[Check]:
    """The personal file holds what the kind of diploma asks for: a photograph, where one is used."""
    if case.kind.scans:
        yield Check("scans_missing" if case.unfiled else "scans", R if case.unfiled else G,
                    {"names": ", ".join(case.unfiled)}, *_card(case))  # fmt: skip


def _platform(case: Case) -> Iterator[Check]:
    """Number and QR of the national platform: brought in from its file, never made here (domain.md 6.2)."""
    given = case.diploma.platform if case.diploma else None
    if given is not None:
        yield Check("platform", G, {"number": f"{given.series} {given.number}".strip()})
    else:
        yield Check("platform_missing", R if case.kind.platform else A, {}, "diplomas", {"view": "platform"})


def _blanks(case: Case) -> Iterator[Check]:
    """A blank is bound, or enough are in stock."""
    if case.diploma and case.diploma.sheets:
        yield Check("blank", G, {"numbers": ", ".join(s.number for s in case.diploma.sheets if s.number) or "—"})
        return
    short = [kind for kind, n in case.needed.items() if n < 1]
    yield Check("blanks_none" if short else "blanks", R if short else G, {"n": len(short)}, "blanks")


def _holds(case: Case) -> Iterator[Check]:
    yield Check("holds", R if case.holds else G, {"n": case.holds}, "holds", {"student": case.student})


def _card(case: Case) -> tuple[str, Mapping[str, str]]:
    return "student", {"id": case.student}


LOOKS: tuple[Callable[[Case], Iterator[Check]], ...] = (
    _credits, _debts, _curriculum, _protocol, _order, _honours, _names, _previous, _filed, _programme, _platform,
    _blanks, _holds,
)  # fmt: skip

__all__ = ["Case", "Check", "Light", "checks", "ready"]
