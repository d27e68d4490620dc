"""Two thirds reckoned exactly, what a decision must say, the shipped acts of clause 7 and their words."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.errors import Problems
from core.norm_documents.rules import adopted, decision_wrong, needed
from core.norm_documents.shipped import OWN, entries, text
from schemas.base import Ref, Text
from schemas.norm_document import (
    NormCard,
    NormChange,
    NormDecision,
    NormDraft,
    NormMemo,
    NormSort,
    NormVersion,
)

DAY = date(2026, 9, 1)


def decision(**values: object) -> NormDecision:
    first = {"body": "Ғылыми кеңес", "protocol": "3", "day": DAY, "present": 9, "for_": 6}
    return NormDecision.model_validate(first | values)


def version(n: int = 2, memo: date | None = None, changes: int = 1) -> NormVersion:
    return NormVersion(
        document=Ref(id="d", label=Text(kk="Ереже")), sort=NormSort.regulation, n=n,
        memo=NormMemo(number="1", day=memo, about="Не өзгереді") if memo else None,
        changes=[NormChange(text="7-тармақ")] * changes,
    )  # fmt: skip


@pytest.mark.parametrize(("present", "votes"), [(9, 6), (10, 7), (11, 8), (12, 8), (1, 1), (2, 2), (3, 2)])
def test_two_thirds_of_those_present(present: int, votes: int) -> None:
    assert needed(present) == votes
    assert adopted(decision(present=present, for_=votes), True)
    assert not adopted(decision(present=present, for_=votes - 1), True)


@given(present=st.integers(1, 1000), votes=st.integers(0, 1000))
def test_a_version_is_adopted_exactly_from_two_thirds_on(present: int, votes: int) -> None:
    if votes > present:
        with pytest.raises(ValidationError) as e:
            decision(present=present, for_=votes)
        [problem] = Problems.of(e.value).problems
        assert (problem.field, problem.key) == ("for_", "norms.more_for_than_present")
        assert problem.values == {"for_": votes, "present": present}
    else:
        assert adopted(decision(present=present, for_=votes), True) == (Fraction(votes, present) >= Fraction(2, 3))


def test_what_a_decision_lacks_stands_beside_its_field() -> None:
    def wrong(v: NormVersion, d: NormDecision, effective: date | None, voted: bool = True) -> set[tuple[str, str]]:
        return {(p.field, p.key) for p in decision_wrong(v, d, effective, voted, date(2026, 9, 10))}

    assert wrong(version(), decision(), DAY) == set()
    assert wrong(version(), decision(present=None, for_=None), DAY, voted=False) == set()
    assert wrong(version(), decision(present=None, for_=None), DAY) == {
        ("present", "errors.field.missing"), ("for_", "errors.field.missing"),
    }  # fmt: skip
    assert wrong(version(), decision(day=date(2026, 9, 11)), date(2026, 9, 12)) == {("day", "norms.day_ahead")}
    assert wrong(version(memo=date(2026, 9, 2)), decision(), DAY) == {("day", "norms.before_memo")}
    assert wrong(version(), decision(), None) == {("effective", "errors.field.missing")}
    assert wrong(version(), decision(), date(2026, 8, 31)) == {("effective", "norms.effective_before")}
    assert wrong(version(changes=0), decision(), DAY) == {("changes", "norms.no_changes")}
    assert wrong(version(n=1, changes=0), decision(), DAY) == set()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x", "adilet.zan.kz"])
def test_a_link_is_an_address_of_the_web(link: str) -> None:
    with pytest.raises(ValidationError):
        NormCard.model_validate({"code": "1", "name": {"kk": "А"}, "sort": "law", "link": link})


def test_a_draft_says_its_changes_in_words() -> None:
    with pytest.raises(ValidationError):
        NormDraft.model_validate({"changes": [{"text": ""}]})


def test_the_shipped_acts_are_those_of_clause_7_with_what_is_known_to_be_wrong() -> None:
    found = {code: NormCard(code=code, **{k: v for k, v in e.items() if k in NormCard.model_fields and k != "rests_on"})
             for code, e in entries().items()}  # fmt: skip
    assert {c.number for c in found.values()} >= {"595", "2", "152", "319-III", "410-V", "88-V", "94-V", "207-III"}
    order = found["БҰЙ-595"]
    assert order.day == date(2018, 10, 30) and "2022" in order.notes
    own = entries()[OWN]
    assert set(own["rests_on"]) <= set(found) and all(c.name.ru and c.name.en for c in found.values())
    assert {f"7-{n}" for n in (1, 2, 3, 4, 5, 8, 9, 12)} <= {c.clauses for c in found.values()}


def test_the_shipped_regulation_holds_its_58_clauses_in_their_order() -> None:
    words = text(entries()[OWN]["file"]).decode()
    clauses = [int(m) for m in re.findall(r"^(\d+)\. (?![А-ЯӘҒҚҢӨҰҮҺІЁ ]+$)", words, re.M)]
    assert clauses == list(range(1, 59))
    assert "ӨЗГЕРІСТЕРДІ ТІРКЕУ ПАРАҒЫ" in words and "ТАНЫСУ ПАРАҒЫ" in words
