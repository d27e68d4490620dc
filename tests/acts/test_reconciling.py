"""Reconciling with the platform: what is alike in any spelling, who differs by name and field, kept for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import house, indicators, kinds, reconciling, students
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.export import xlsx
from core.imports.reading import Table
from core.reconciling.mapping import fields
from core.reconciling.rules import Ours, compared, key_of, same, totals
from schemas.checks import iin_check_digit
from schemas.kinds import PlatformKind, Sort
from schemas.reconciliation import Agreement, Reconciliation
from schemas.student import Name, Profile, StudyProfile
from schemas.term import Term
from schemas.words import Role, Sex, StudyLanguage
from tests.acts.test_sheets import put
from tests.conftest import actor

pytestmark = pytest.mark.usefixtures("shipped")
HEADS = ("ИИН", "Фамилия", "Имя", "Отчество", "Дата рождения", "Пол", "Статус", "Курс", "Язык обучения",
         "Форма обучения", "Финансирование")  # fmt: skip
A = Agreement


def number(n: int) -> str:
    """A valid IIN that begins with a zero, which spreadsheets eat."""
    first = next(f for serial in range(9) if iin_check_digit(f := f"05010{n}6{n:03d}{serial}") is not None)
    return f"{first}{iin_check_digit(first)}"


def admit(desk: Desk, n: int, **study: Any) -> None:
    profile = Profile(number=f"N{n}", name=Name(last=f"Тегі-{n}", first="Айгүл"), iin=number(n), sex=Sex.female)
    about = {"year": 2, "language": StudyLanguage.kk} | study
    students.admit(desk, profile, StudyProfile(id=f"s{n}", **about), Why("қабылдау"), date(2025, 9, 1))


def theirs(n: int, **other: str) -> tuple[str, ...]:
    row = dict.fromkeys(HEADS, "") | {
        "ИИН": number(n).lstrip("0"), "Фамилия": f"ТЕГІ‑{n}", "Имя": " айгүл", "Пол": "ж", "Статус": "Обучается",
        "Курс": "2", "Язык обучения": StudyLanguage.kk.label("ru"),
    }  # fmt: skip
    return tuple((row | other).values())


def file(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    return xlsx(heads, rows)


def bring(desk: Desk, data: bytes) -> Reconciliation:
    house.refresh(desk.store)
    return reconciling.bring(desk, "epvo", "платформа.xlsx", data, Why("тоқсан сайын"))


def test_who_differs_is_told_by_name_and_field_and_the_indicator_asks_those_rows(head: Desk) -> None:
    for n in (1, 2, 3, 4):
        admit(head, n)
    brought = file(theirs(1), theirs(2, **{"Курс": "3", "Пол": "М"}), theirs(3), theirs(9))
    made = bring(head, brought)
    assert (made.matching, made.differing, made.only_here, made.only_there) == (2, 1, 1, 1)
    (second,) = reconciling.found(made, A.differs)
    assert second.number == "N2" and second.line == 3
    assert {(d.field, d.theirs) for d in second.differs} == {("studies.year", "3"), ("sex", "М")}
    assert [r.key for r in reconciling.found(made, A.only_there)] == [number(9)]
    assert {r.state for r in reconciling.found(made)} == set(A) - {A.matches}
    assert head.store.one("files", {"_id": made.file.id})
    again = bring(head, file(*(theirs(n) for n in (1, 2, 3, 4))))
    assert again.compared == again.matching == 4 and reconciling.one(head, made.id).replaced
    indicators_of(head, again)


def indicators_of(head: Desk, newest: Reconciliation) -> None:
    """The value is that of the newest comparison of the year, and opens to its very rows."""
    term = {"code": f"{newest.year}-1", "kind": "autumn", "year": newest.year}
    put(head, Term.model_validate(term))
    indicators.compute(head, Why("есеп"), ["platform_matches"])
    line = next(x for x in indicators.board(head) if x.kind.code == "platform_matches")
    assert line.last and (line.last.numerator, line.last.denominator) == (newest.matching, newest.compared)
    assert len(indicators.behind(head, line.kind, line.periods[-1], True, 100)) == newest.matching


def test_what_was_compared_is_never_changed_and_leaves_with_a_line(head: Desk) -> None:
    admit(head, 1)
    made = bring(head, file(theirs(1, **{"Имя": "Айна"})))

    def work(tx: Any) -> Reconciliation:
        mine = tx.get(Reconciliation, made.id)
        mine.matching = 1
        return tx.save(mine)  # type: ignore[no-any-return]

    with pytest.raises(RuleBroken):
        head.transact("reconciling.bring", work, Why("түзету"))
    assert reconciling.xlsx(head, made, reconciling.found(made), "ru")[:2] == b"PK"
    assert head.store.count("looks", {"kind": "reconciliations", "id": made.id, "did": "download"}) == 1


@pytest.mark.parametrize(("data", "key"), [
    (file(theirs(1), heads=("ЖСН", *HEADS[1:])), "reconciling.no_column"),
    (file(theirs(1), theirs(1)), "reconciling.twice"),
    (file(theirs(1, ИИН="")), "errors.field.missing"),
])  # fmt: skip
def test_a_file_that_does_not_fit_is_refused_by_column_and_row(head: Desk, data: bytes, key: str) -> None:
    admit(head, 1)
    with pytest.raises(Problems) as e:
        bring(head, data)
    assert key in [p.key for p in e.value.problems] and head.store.count("reconciliations", {}) == 0


def test_what_is_no_table_is_refused_and_who_may_not_brings_none(head: Desk) -> None:
    for data in (b"", b"MZ\x90\x00" * 100, b"PK\x03\x04 broken"):
        with pytest.raises(RuleBroken):
            bring(head, data)
    with pytest.raises(Forbidden):
        bring(replace(head, actor=actor(Role.auditor)), file(theirs(1)))
    with pytest.raises(Forbidden):
        reconciling.listed(replace(head, actor=actor(Role.teacher)))


@pytest.mark.parametrize(("column", "beside", "key"), [
    ({"column": "А", "field": "secret"}, "body.columns.0.field", "sources.no_field"),
    ({"column": "А", "field": "contacts.phone"}, "body.columns.0.field", "sources.no_field"),
    ({"column": "А", "field": "sex", "words": "М = man"}, "body.columns.0.words", "sources.bad_value"),
])  # fmt: skip
def test_a_bad_mapping_is_refused_beside_its_field(head: Desk, column: dict[str, str], beside: str, key: str) -> None:
    values = {"code": "own", "name": {"kk": "Өзіміздікі"}, "body.key_column": "Нөмір", "body.key": "number",
              "body.columns": [column], "body.statuses": ["active"]}  # fmt: skip
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.platform, None, 0, values, Why("керек"))
    assert (beside, key) in [(p.field, p.key) for p in e.value.problems]


# rules ----------------------------------------------------------------------------------------------------------

BODY = PlatformKind.model_validate({
    "key_column": "k", "key": "number",
    "columns": [{"column": "b", "field": "born"}, {"column": "y", "field": "studies.year"},
                {"column": "l", "field": "name.last"}],
})  # fmt: skip
DAYS = st.dates(date(1990, 1, 1), date(2010, 1, 1))
CARDS = st.lists(
    st.tuples(DAYS, st.integers(1, 4), st.sampled_from(["", "born", "year", "last"]), st.booleans()), max_size=8
)  # fmt: skip


@given(CARDS, st.integers(0, 3))
def test_everybody_and_every_row_is_told_once_and_as_it_is(cards: list[Any], strangers: int) -> None:
    people, rows, wrong, there = [], [], {}, set()
    for n, (born, year, altered, on_platform) in enumerate(cards):
        card = {
            "_id": f"p{n}",
            "number": f"N{n}",
            "born": born.isoformat(),
            "name": {"last": f"Тегі {n}", "first": "А"},
        }
        people.append(Ours(card, ({"id": "s", "year": year}, {"id": "t", "year": year + 4})))
        if on_platform:
            there.add(f"N{n}")
            wrong[f"N{n}"] = {"born": "born", "year": "studies.year", "last": "name.last"}.get(altered)
            last = "Б" if altered == "last" else f"ТЕГІ  {n}"
            day = "01.02.1950" if altered == "born" else f"{born:%d.%m.%Y}"
            rows.append([f" n{n} ", day, "9" if altered == "year" else str(year), last])
    rows += [[f"X{n}", "", "", ""] for n in range(strangers)]
    found = compared(BODY, fields(), Table("f", "h", list("kbyl"), rows, list(range(2, len(rows) + 2))), people)
    ours = {r.number: r for r in found if r.student}
    assert set(ours) == {p.card["number"] for p in people} and len(found) == len(people) + strangers
    for who, row in ours.items():
        expected = A.only_here if who not in there else A.differs if wrong[who] else A.matches
        assert row.state is expected and [d.field for d in row.differs] == (
            [wrong[who]] if expected is A.differs else []
        )
    assert sum(totals(found).values()) == len(found) and totals(found)[A.only_there] == strangers


@given(st.dates(date(1930, 1, 1), date(2099, 1, 1)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"]))
def test_a_date_is_alike_however_it_is_written(day: date, form: str) -> None:
    spec = fields()["born"]
    assert same(spec, day.isoformat(), day.strftime(form), {})
    assert not same(spec, day.isoformat(), "", {}) and same(spec, None, "", {})


def test_words_of_a_choice_are_alike_in_every_language_and_by_their_own(store: Store) -> None:
    spec = fields()["sex"]
    for text in ("female", *(Sex.female.label(x) for x in ("kk", "ru", "en")), "Ж"):
        assert same(spec, "female", text, {"ж": "female"})
    assert not same(spec, "female", "М", {"м": "male"})
    iin_key = BODY.model_copy(update={"key": "iin"})
    assert key_of(iin_key, "50101600123") == "050101600123"
