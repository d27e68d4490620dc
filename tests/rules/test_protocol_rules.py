"""How a commission's mark follows from its members' marks, and what a typed protocol must hold: rules alone."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import rulebooks
from core.attestation.protocols import rules
from core.attestation.protocols.honours import proposed
from core.errors import Problems
from core.sheets.drafts import Cell
from schemas.attestation import CommissionSeat
from schemas.kinds import AwardRules
from schemas.kinds.attestation import Deciding
from schemas.kinds.sheets import Signer
from schemas.words import Mark
from tests.rules.test_progress_rules import result

BOOK = rulebooks.shipped("kz-2022")
AT = datetime(2027, 6, 1, tzinfo=UTC)
MARKS = st.lists(st.integers(0, 100).map(Decimal), min_size=1, max_size=9)
SEATS = [CommissionSeat(id="c", part=Signer.chair, name="Төраға"),
         *[CommissionSeat(id=f"m{n}", part=Signer.member, name=f"Мүше {n}") for n in range(3)],
         CommissionSeat(id="s", part=Signer.secretary, name="Хатшы")]  # fmt: skip


def cells(texts: dict[tuple[str, str], str], **more: object) -> dict[tuple[str, str], Cell]:
    return {p: Cell(*p, text, "u", "Хатшы", AT, **more) for p, text in texts.items()}  # type: ignore[arg-type]


def wrong(texts: dict[tuple[str, str], str], deciding: Deciding = Deciding.agreed, **more: object) -> set[str]:
    """The keys of what is refused, each with its place."""
    with pytest.raises(Problems) as e:
        rules.written(cells(texts, **more), SEATS, (), deciding, BOOK)
    return {f"{p.field} {p.key}" for p in e.value.problems}


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


@given(MARKS)
def test_the_mean_is_exact_and_rounded_once(marks: list[Decimal]) -> None:
    exact = Fraction(sum(int(m) for m in marks), len(marks))
    assert rules.decided(Deciding.mean, marks, BOOK) == half_up(exact)


@given(MARKS)
def test_without_the_extremes_no_single_member_decides(marks: list[Decimal]) -> None:
    kept = sorted(int(m) for m in marks)[1:-1] if len(marks) > 2 else [int(m) for m in marks]
    assert rules.decided(Deciding.trimmed, marks, BOOK) == half_up(Fraction(sum(kept), len(kept)))
    if len(marks) > 3:
        low = sorted(marks)
        assert rules.decided(Deciding.trimmed, [Decimal(0), *low[1:]], BOOK) <= rules.decided(
            Deciding.trimmed, [*low[:-1], Decimal(100)], BOOK
        )


@given(MARKS, st.sampled_from(list(Deciding)))
def test_the_mark_lies_between_the_lowest_and_the_highest_and_has_a_letter(
    marks: list[Decimal], deciding: Deciding
) -> None:
    mark = rules.decided(deciding, marks, BOOK)
    assert min(marks) <= mark <= max(marks)
    found = rules.judged(mark, None, BOOK)
    assert found.passed == (mark >= 50)
    assert found.letter in {g.letter for g in BOOK.scale}


@pytest.mark.parametrize(("mark", "letter"), [(Mark.absent, "F"), (Mark.excused, "I")])
def test_a_no_show_has_the_letter_of_the_rulebook_and_no_pass(mark: Mark, letter: str) -> None:
    found = rules.judged(None, mark, BOOK)
    assert (found.letter, found.passed) == (letter, False)


@pytest.mark.parametrize("text", ["101", "-1", "88.5", "көп", "9O", "1000"])
def test_a_mark_outside_the_scale_is_refused_at_its_place(text: str) -> None:
    assert {w.split(" ")[0] for w in wrong({("agreed", "score"): text})} == {"agreed.score"}
    whole = {(s.id, "score"): "80" for s in SEATS[:4]} | {("m1", "score"): text}
    assert {w.split(" ")[0] for w in wrong(whole, Deciding.mean)} == {"m1.score"}


def test_every_one_who_marks_has_to_and_the_secretary_does_not() -> None:
    assert wrong({("c", "score"): "90"}, Deciding.mean) == {f"m{n}.score protocols.no_mark" for n in range(3)}
    assert wrong({}, Deciding.agreed) == {"agreed.score protocols.no_mark"}
    marks = {("c", "score"): "90", ("m0", "score"): "80", ("m1", "score"): "71", ("m2", "score"): "82"}
    made = rules.written(cells(marks), SEATS, (), Deciding.mean, BOOK)
    assert (made.score, [m.seat for m in made.marks]) == (81, ["c", "m0", "m1", "m2"])
    trimmed = rules.written(cells(marks), SEATS, (), Deciding.trimmed, BOOK)
    assert trimmed.score == 81


def test_who_has_an_interest_marks_not_and_his_mark_is_not_counted() -> None:
    marks = {("c", "score"): "90", ("m0", "score"): "80", ("m1", "score"): "10", ("m2", "score"): "82"}
    made = rules.written(cells(marks), SEATS, {"m1"}, Deciding.mean, BOOK)
    assert (made.score, [m.seat for m in made.marks]) == (84, ["c", "m0", "m2"])
    everybody = {s.id for s in SEATS}
    with pytest.raises(Problems) as e:
        rules.written(cells({("agreed", "score"): "90"}), SEATS, everybody, Deciding.agreed, BOOK)
    assert [p.key for p in e.value.problems] == ["protocols.nobody_marks"]


def test_of_one_who_did_not_come_there_is_no_mark() -> None:
    made = rules.written(cells({("noshow", "value"): "excused"}), SEATS, (), Deciding.mean, BOOK)
    assert (made.score, made.mark, made.marks) == (None, Mark.excused, [])
    both = {("noshow", "value"): "absent", ("agreed", "score"): "90"}
    assert wrong(both) == {"agreed.score protocols.mark_of_absent"}


def test_what_was_asked_and_said_comes_in_its_order_and_says_whose_it_is() -> None:
    mark = {("agreed", "score"): "90"}
    made = rules.written(cells({**mark, ("q10", "text"): "Екінші", ("q2", "text"): "Бірінші", ("q2", "by"): "Төраға",
                                ("o1", "text"): "Қарсымын", ("o1", "by"): "Мүше 1", ("ends", "text"): "10:15"}),
                         SEATS, (), Deciding.agreed, BOOK)  # fmt: skip
    assert [(q.text, q.by) for q in made.questions] == [("Бірінші", "Төраға"), ("Екінші", "")]
    assert (made.opinions[0].by, made.ends) == ("Мүше 1", "10:15")
    assert wrong({**mark, ("o1", "text"): "Қарсымын"}) == {"o1.by protocols.whose_opinion"}
    assert wrong({**mark, ("q1", "by"): "Төраға"}) == {"q1.text protocols.empty_text"}
    assert wrong({**mark, ("starts", "text"): "25:00"}) == {"starts.text protocols.no_time"}
    assert wrong({**mark, ("plain", "value"): "1"}) == {"note.text protocols.declined_without_note"}


def test_what_two_typed_differently_or_is_still_being_typed_is_not_signed() -> None:
    other = (("v", "Екінші хатшы", AT, "80"),)
    assert wrong({("agreed", "score"): "90"}, others=other) == {"agreed.score sheets.two_drafts"}
    assert wrong({("agreed", "score"): "90"}, finished=False) == {"agreed.score sheets.still_typing"}


FINAL = frozenset({"ATT"})


@given(st.lists(st.sampled_from(["A", "A-", "B+", "B", "C+", "C", "D-", "F"]), min_size=1, max_size=8),
       st.sampled_from(["A", "A-", "B+", "B", "C"]))  # fmt: skip
def test_honours_are_proposed_exactly_when_every_condition_is_kept(letters: list[str], last: str) -> None:
    record = [*(result(f"D{n}", x) for n, x in enumerate(letters)), result("ATT", last)]
    said, proof = proposed(record, AwardRules(), BOOK, FINAL)
    assert said == all(p.kept for p in proof)
    good = {"A", "A-", "B+", "B", "C+"}
    mean = Fraction(sum(Fraction(str(r["points"])) for r in record), len(record))
    assert said == ({*letters, last} <= good and last in ("A", "A-") and mean >= Fraction(7, 2))


def test_one_retake_in_the_whole_study_bars_honours_and_the_proof_names_it() -> None:
    record = [result("D1", "F"), result("D1", "A", n=1), result("D2", "A"), result("ATT", "A")]
    said, proof = proposed(record, AwardRules(), BOOK, FINAL)
    assert not said
    assert {p.key: p.values["n"] for p in proof if not p.kept} == {"protocols.proof_retake": 1}
    said, proof = proposed(record, AwardRules(honours_first=False), BOOK, FINAL)
    assert said and "protocols.proof_retake" not in {p.key for p in proof}


def test_the_threshold_of_attestation_is_apart_from_that_of_other_grades() -> None:
    record = [*(result(f"D{n}", "A") for n in range(9)), result("ATT", "B+")]
    said, proof = proposed(record, AwardRules(), BOOK, FINAL)
    assert not said and [p.key for p in proof if not p.kept] == ["protocols.proof_attestation"]
    assert proposed(record, AwardRules(honours_attestation=Decimal("3.33")), BOOK, FINAL)[0]


def test_what_counts_in_no_gpa_bars_nothing_by_its_grade() -> None:
    extra = {**result("EXTRA", "D-"), "gpa": False}
    assert proposed([result("D1", "A"), extra, result("ATT", "A")], AwardRules(), BOOK, FINAL)[0]
