"""The academic difference: no result is used beyond its credits, every line has an answer, more recognised is never a
lower year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.differences.rules import Source, clearing, deadline, matches, proposed, year_of, years
from schemas.base import Ref, Text
from schemas.difference import Decision, DifferenceLine, Match, MatchedBy, Origin
from schemas.kinds import DifferenceRules
from schemas.term import Term
from schemas.words import Component, Cycle, TermKind

SEMESTERS = 8


def line(
    n: int, semester: int = 1, credits: int = 5, block: str = "", name: str = "", choose: int = 1
) -> DifferenceLine:
    label = Text(kk=name or f"Пән {n}", ru=f"Дисциплина {n}", en=f"Discipline {n}")
    return DifferenceLine(
        id=f"l{n}", semester=semester, discipline=Ref(id=f"d{n}", label=label), code=f"C{n}", credits=Decimal(credits),
        cycle=Cycle.base, component=Component.elective if block else Component.mandatory, block=block, choose=choose,
    )  # fmt: skip


def source(id: str, credits: int = 5, discipline: str = "", code: str = "", name: str = "—") -> Source:
    return Source(id, Origin.study, Text(kk=name), Decimal(credits), discipline, code, "B")


@st.composite
def plans(draw: st.DrawFn) -> list[DifferenceLine]:
    made = []
    for n in range(draw(st.integers(1, 24))):
        block = draw(st.sampled_from(["", "", "", "A", "B"]))
        made.append(line(n, draw(st.integers(1, SEMESTERS)), 4 if block else draw(st.integers(0, 9)), block))
    return sorted(made, key=lambda x: x.semester)


SOURCES = st.lists(
    st.builds(
        lambda d, c, n, credits: (d, c, n, credits),
        st.sampled_from(["", *(f"d{n}" for n in range(6))]), st.sampled_from(["", *(f"c{n}" for n in range(6))]),
        st.sampled_from(["—", *(f"дисциплина {n}" for n in range(12))]), st.integers(0, 20),
    ),
    max_size=16,
).map(lambda rows: [source(f"r{n}", k, d, c, name) for n, (d, c, name, k) in enumerate(rows)])  # fmt: skip
RULES = st.builds(
    DifferenceRules, most=st.none() | st.integers(0, 12), credits_most=st.none() | st.integers(0, 90).map(Decimal),
    prerequisites=st.booleans(), share=st.integers(1, 100), reuse=st.booleans(), terms=st.integers(1, 4),
)  # fmt: skip


@given(plans(), SOURCES, RULES)
def test_no_result_is_used_beyond_its_credits(
    lines: list[DifferenceLine], sources: list[Source], rules: DifferenceRules
) -> None:
    found = matches(lines, sources, rules, {})
    known, by_line = {s.id: s for s in sources}, {x.id: x for x in lines}
    for id, match in found.items():
        assert match.taken <= by_line[id].credits and match.by in MatchedBy
    for s in sources:
        mine = [m.taken for m in found.values() if m.result == s.id]
        assert sum(mine) <= known[s.id].credits
        assert rules.reuse or len(mine) <= 1


@given(plans(), SOURCES, RULES, st.integers(1, SEMESTERS))
def test_recognised_difference_and_not_asked_are_all_lines(
    lines: list[DifferenceLine], sources: list[Source], rules: DifferenceRules, entry: int
) -> None:
    found = matches(lines, sources, rules, {})
    said = proposed(lines, found, entry)
    assert set(said) == {x.id for x in lines}
    assert {id for id, d in said.items() if d is Decision.recognised} == set(found)
    for x in lines:
        if said[x.id] is Decision.difference:
            assert x.semester < entry and x.id not in found
        elif x.semester < entry and not x.block:
            assert said[x.id] is Decision.recognised


@given(plans(), RULES, st.data(), st.sampled_from([TermKind.autumn, TermKind.spring]))
def test_more_recognised_is_never_a_lower_year(
    lines: list[DifferenceLine], rules: DifferenceRules, data: st.DataObject, kind: TermKind
) -> None:
    ids = [x.id for x in lines]
    more = data.draw(st.sets(st.sampled_from(ids)))
    fewer = data.draw(st.sets(st.sampled_from(sorted(more)))) if more else set()
    needs = {
        x.discipline.id: [y.discipline for y in data.draw(st.lists(st.sampled_from(lines), max_size=2))] for x in lines
    }  # fmt: skip

    def year(of: set[str]) -> int:
        found = {x.id: _match(x) for x in lines if x.id in of}
        return year_of(years(lines, found, needs, set(), kind, SEMESTERS, rules))

    assert 1 <= year(fewer) <= year(more) <= SEMESTERS // 2


def _match(of: DifferenceLine) -> Match:
    return Match(result=of.id, origin=Origin.study, title=of.discipline.label, credits=of.credits,
                 by=MatchedBy.discipline, taken=of.credits)  # fmt: skip


def test_the_same_discipline_goes_before_the_code_and_that_before_the_title() -> None:
    lines = [line(1, name="Сольфеджио"), line(2), line(3)]
    sources = [source("title", name="СОЛЬФЕДЖИО"), source("code", code=" c1 "), source("same", discipline="d1"),
               source("two", name="дисциплина 2")]  # fmt: skip
    found = matches(lines, sources, DifferenceRules(), {})
    assert {id: (m.result, m.by) for id, m in found.items()} == {
        "l1": ("same", MatchedBy.discipline), "l2": ("two", MatchedBy.called),
    }  # fmt: skip


def test_a_title_asks_for_enough_credits_by_the_setting() -> None:
    lines, small = [line(1, credits=5)], [source("r", 4, name="Пән 1")]
    assert matches(lines, small, DifferenceRules(), {}) == {}
    found = matches(lines, small, DifferenceRules(share=80), {})
    assert found["l1"].taken == 4


def test_a_year_fits_by_count_by_credits_and_by_prerequisites() -> None:
    lines = [line(n, 1) for n in range(4)] + [line(9, 3)]
    found = {"l0": _match(lines[0])}

    def second(needs: dict[str, list[Ref]] | None = None, **rules: object) -> bool:
        rows = years(lines, found, needs or {}, set(), TermKind.autumn, 4, DifferenceRules(**rules))  # type: ignore[arg-type]
        assert (rows[1].missing, rows[1].before, rows[1].recognised, rows[1].differs) == (3, 20, 5, 15)
        return rows[1].fits

    assert second(most=3) and not second(most=2) and second(most=None)
    assert second(most=3, credits_most=Decimal(15)) and not second(most=3, credits_most=Decimal(14))
    needs = {"d9": [lines[1].discipline]}
    assert not second(needs, most=3) and second(needs, most=3, prerequisites=False)
    assert second({"d9": [lines[0].discipline]}, most=3), "recognised: nothing is blocked"


def test_of_a_block_as_many_are_asked_as_are_to_be_chosen() -> None:
    lines = [line(n, 1, block="A", choose=2) for n in range(4)]
    said = proposed(lines, {"l3": _match(lines[3])}, 3)
    assert [said[f"l{n}"].value for n in range(4)] == ["difference", "not_asked", "not_asked", "recognised"]
    rows = years(lines, {"l3": _match(lines[3])}, {}, set(), TermKind.autumn, 4, DifferenceRules())
    assert (rows[1].before, rows[1].recognised, rows[1].missing) == (10, 5, 0)


def test_terms_to_clear_in_and_the_one_proposed() -> None:
    def term(year: int, kind: TermKind, closed: date | None = None) -> Term:
        return Term(_id=f"{year}-{kind.value}", code=f"{year}-{kind.value}", kind=kind, year=year, closed=closed)

    kinds = (TermKind.spring, TermKind.summer, TermKind.autumn)
    terms = [term(y, k) for y in (2025, 2026, 2027) for k in kinds]
    since = term(2026, TermKind.autumn)

    def codes(n: int, start: Term = since) -> list[str]:
        return [t.id for t in clearing(terms, start, DifferenceRules(terms=n))]

    assert codes(1) == ["2026-autumn"] and codes(2) == ["2026-autumn", "2026-spring", "2026-summer"]
    assert codes(1, term(2026, TermKind.spring)) == ["2026-spring", "2026-summer"]
    allowed = clearing(terms, since, DifferenceRules(terms=3))
    assert [deadline(line(1, n), allowed).id for n in (1, 2)] == ["2027-autumn", "2026-spring"]  # type: ignore[union-attr]
    assert deadline(line(1), []) is None
    ended = [term(2026, TermKind.autumn, date(2027, 1, 20)), term(2026, TermKind.spring)]
    assert [t.id for t in clearing(ended, since, DifferenceRules(terms=2))] == ["2026-spring"]
