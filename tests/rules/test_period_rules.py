"""The plan of opening a period: every section of a fitting kind stands once, opened or left out with a reason."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.kinds.shipped import shipped
from core.sheets.period import Candidate, Wish, fits, planned, resits
from schemas.base import Ref, Text
from schemas.kinds import Sort
from schemas.kinds.sheets import MIDTERMS, Gives, SheetKind
from schemas.words import Control, PeriodKind, TermKind

DAY = date(2026, 12, 21)
KINDS = {
    code: (Text.model_validate(body["name"]),
           SheetKind.model_validate({"sort": "sheet", **{k: v for k, v in body.items() if k != "name"}}))
    for sort, code, body in shipped() if sort is Sort.sheet
}  # fmt: skip


def named(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    n = draw(st.integers(0, 8))
    return [
        Candidate(
            named(f"s{i}"), named(f"d{i}"), draw(st.sampled_from(list(Control))), draw(st.integers(0, 2)),
            draw(st.sampled_from([(), (named("p"),)])), "", draw(st.booleans()),
            besides=draw(st.sampled_from([(), ("course_work",)])), failed=draw(st.sampled_from(["", "", "7"])),
        ) for i in range(n)
    ]  # fmt: skip


@given(
    candidates(), st.sets(st.sampled_from(sorted(KINDS))), st.sampled_from([None, DAY]),
    st.sampled_from(list(TermKind)),
    st.dictionaries(st.sampled_from(["s0", "s1", "s2"]), st.sampled_from(sorted(KINDS))),
)  # fmt: skip
def test_a_plan_is_whole_and_gives_a_section_one_result(
    found: list[Candidate], codes: set[str], day: date | None, term: TermKind, there: dict[str, str]
) -> None:
    kinds = {c: KINDS[c] for c in sorted(codes)}
    standing = {s: {c: (KINDS[c][1].gives is Gives.result, "1")} for s, c in there.items()}
    opened, left = planned(found, kinds, standing, {}, lambda *_: None, Wish("t", tuple(kinds), day=day), term)
    places = [(p.of.section.id, p.kind) for p in (*opened, *left)]
    wanted = [
        (c.section.id, k) for c in found for k, (_, kind) in kinds.items()
        if (k == "retake" if c.failed else fits(kind, c.control, c.practice, term, k in c.besides))
    ]  # fmt: skip
    assert sorted(places) == sorted(wanted)
    assert all(p.of.members and p.examiners and p.day and not p.why for p in opened)
    assert all(p.why for p in left)
    for section in {p.of.section.id for p in opened}:
        mine = [p.kind for p in opened if p.of.section.id == section]
        mine += [c for c in standing.get(section, {})]
        assert sum(KINDS[k][1].gives is Gives.result for k in mine) <= 1
        assert len(mine) == len(set(mine))


@given(st.sampled_from(list(Control)), st.sampled_from([TermKind.autumn, TermKind.spring]))
def test_every_form_of_control_has_its_sheet_of_the_session_and_both_midterms(control: Control, term: TermKind) -> None:
    fitting = [k for _, k in KINDS.values() if fits(k, control, False, term)]
    assert any(k.gives is Gives.result and k.period is PeriodKind.session for k in fitting)
    assert {k.gives.value for k in fitting} >= set(MIDTERMS)


def test_practice_has_a_sheet_of_its_own_and_no_exam() -> None:
    fitting = [c for c, (_, k) in KINDS.items() if fits(k, Control.exam, True, TermKind.spring)]
    assert fitting == ["practice_sheet"]


def test_re_sits_and_what_stands_beside_a_discipline_are_opened_for_those_who_have_them_only() -> None:
    assert [c for c, (_, k) in KINDS.items() if resits(k)] == ["retake"]
    besides = [c for c, (_, k) in KINDS.items() if fits(k, Control.exam, False, TermKind.autumn, True)]
    plain = [c for c, (_, k) in KINDS.items() if fits(k, Control.exam, False, TermKind.autumn)]
    assert sorted(set(besides) - set(plain)) == ["course_work"]
