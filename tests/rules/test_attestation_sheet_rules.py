"""However graduates are heard, corrected and laid into sheets: every protocol on one sheet, every line its protocol."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attestation.closing.award import together
from core.attestation.closing.reading import differing
from core.attestation.closing.sheets import parts, seats_of, term_on, waiting
from core.attestation.protocols.rules import judged
from core.errors import RuleBroken
from core.rulebooks import shipped
from core.sheets import protocols as says
from schemas.attestation import CommissionSeat, Protocol, ProtocolStatus
from schemas.base import Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.kinds.sheets import Judge, SheetColumn, SheetForm, Signer, plain_columns
from schemas.term import Term
from schemas.words import Mark, TermKind

RULES = shipped("kz-2022")
DAY = date(2027, 6, 1)
FORM = SheetForm(judge=Judge.alone, columns=[
    *(SheetColumn(code=c, type="text", label=Text(kk=c)) for c in ("form", "topic", "protocol")), plain_columns()[2],
])  # fmt: skip
SCORES = st.decimals(0, 100, places=0)
SAID = st.one_of(SCORES, st.sampled_from([Mark.absent, Mark.excused, Mark.not_admitted]))


def ref(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


def protocol(n: int, said: Decimal | Mark, pupil: int = 0, group: str = "А", discipline: str = "d1", day: int = 0,
             **more: object) -> Protocol:  # fmt: skip
    """A signed protocol as `protocols.sign` judges it."""
    mark, score = (said, None) if isinstance(said, Mark) else (None, said)
    got = judged(score, mark, RULES)
    return Protocol(
        _id=f"p{n}", number=f"2027-{n:04d}", year=2027, status=ProtocolStatus.signed, sitting=ref("s"),
        commission=ref("c"), candidacy=f"k{n}", student=ref(f"u{pupil}"), study=f"st{pupil}",
        student_number=f"N{pupil}", group=group, form="performance", form_name=Text(kk="Концерт"),
        discipline=ref(discipline), programme=ref("pr"),
        day=DAY + timedelta(day), score=score, mark=mark, letter=got.letter, points=got.points, passed=got.passed,
        **more,
    )  # fmt: skip


HEARD = st.lists(
    st.tuples(SAID, st.integers(0, 5), st.sampled_from("АБ"), st.sampled_from(["d1", "d2"]), st.integers(0, 3)),
    max_size=14,
)


@given(HEARD)
def test_every_signed_protocol_stands_on_one_sheet_and_every_line_is_its_protocol(heard: list[tuple]) -> None:  # type: ignore[type-arg]
    every = [protocol(n, *h) for n, h in enumerate(heard, 1)]
    days = {p.day for p in every}
    laid = parts(every, dict.fromkeys(days, "t"), dict.fromkeys(days, "r"))
    assert sorted(p.id for part in laid for p in part.protocols) == sorted(p.id for p in every)
    for part in laid:
        assert len({(p.discipline.id, p.group) for p in part.protocols}) == 1
        assert len({p.study for p in part.protocols}) == len(part.protocols), "a student stands on a sheet once"
        lines = [says.line_of(p, FORM, RULES) for p in part.protocols]
        assert says.differing(lines, {p.study: p for p in part.protocols}, FORM) == []
        for line, p in zip(lines, part.protocols, strict=True):
            assert (line.score, line.mark, line.letter, line.points) == (p.score, p.mark, p.letter, p.points)
            assert line.value("protocol") == p.number and line.number == p.student_number


@given(SCORES, SCORES)
def test_a_line_that_says_another_mark_is_found(was: Decimal, now: Decimal) -> None:
    line, other = says.line_of(protocol(1, was), FORM, RULES), protocol(1, now)
    found = says.differing([line], {other.study: other}, FORM)
    assert bool(found) == (was != now)
    assert says.differing([line], {}, FORM)[0][1] == "sheets.line_without_protocol"
    assert says.differing([], {other.study: other}, FORM)[0][1] == "sheets.protocol_without_line"


def test_a_correcting_protocol_waits_only_where_its_first_stands_on_no_sheet() -> None:
    second = protocol(2, Decimal(95), corrects=ref("p1"))
    first = protocol(1, Decimal(60), replaced=ref("p2"))
    assert [p.id for p in waiting([first, second])] == ["p2"]
    placed = first.model_copy(update={"sheet": ref("sheet")})
    assert waiting([placed, second]) == []
    sheet = GradeSheet(_id="sheet", number="FA", form=FORM, term=ref("t"), term_code="t", discipline=ref("d1"),
                       discipline_code="D", credits=Decimal(4), day=DAY, rules="r", commission=ref("c"),
                       lines=[says.line_of(first, FORM, RULES)])  # fmt: skip
    assert [(d.protocol.id, d.closed) for d in differing([sheet], [placed, second])] == [("p2", False)]
    assert differing([sheet], [placed.model_copy(update={"replaced": None})]) == []


def test_the_term_of_a_day_is_the_calendars_else_the_last_that_began() -> None:
    autumn = Term(code="2026-1", kind=TermKind.autumn, year=2026, starts=date(2026, 9, 1), ends=date(2026, 12, 21))
    spring = Term(code="2026-2", kind=TermKind.spring, year=2026, starts=date(2027, 1, 18), ends=date(2027, 5, 9))
    summer = Term(code="2026-3", kind=TermKind.summer, year=2026, starts=date(2027, 5, 25), ends=date(2027, 7, 5))
    terms = [autumn, spring, summer]
    assert term_on(terms, None, DAY) is spring, "the summer semester is no part of attestation"
    assert term_on(terms, None, date(2027, 1, 10)) is autumn
    assert term_on(terms, TermKind.summer, DAY) is summer
    with pytest.raises(RuleBroken, match="no_term"):
        term_on([], None, DAY)
    with pytest.raises(RuleBroken, match="term_closed"):
        term_on([spring.model_copy(update={"closed": DAY})], None, DAY)


@given(st.lists(st.integers(1, 9999).map(lambda n: f"2027-{n:04d}"), max_size=60))
def test_numbers_of_a_day_stand_together_and_none_is_lost(numbers: list[str]) -> None:
    rows = together(numbers)
    assert ", ".join(rows) == ", ".join(numbers) and all(len(r) <= 60 for r in rows)


def test_who_sat_over_them_stands_once_the_chair_first() -> None:
    chair, member = CommissionSeat(part=Signer.chair, name="Төраға"), CommissionSeat(person=ref("m"), name="М")
    many = [protocol(n, Decimal(90), present=[member, chair]) for n in (1, 2)]
    assert [(s.part, s.person.id) for s in seats_of(many)] == [(Signer.chair, chair.id), (Signer.member, "m")]
