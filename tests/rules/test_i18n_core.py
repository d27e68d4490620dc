"""Words, dates, numbers, order and search: rules that need no database."""

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import (
    LANGS,
    MissingValue,
    UnknownMessage,
    catalogue,
    date_short,
    date_text,
    fold,
    found,
    moment,
    month_name,
    needles,
    number,
    office_day,
    order_key,
    parse_date,
    percent,
    t,
    term,
    trigrams,
    weekday_name,
)
from schemas.base import Lang, Text

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
names = st.text(alphabet=KAZAKH + KAZAKH.upper() + " -", max_size=25)
anything = st.text(max_size=40)


# ---- messages ----


def test_a_message_is_said_in_each_language() -> None:
    assert [t("common.save", lang) for lang in LANGS] == ["Сақтау", "Сохранить", "Save"]


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "0 строк"),
        (1, "1 строка"),
        (2, "2 строки"),
        (5, "5 строк"),
        (11, "11 строк"),
        (12, "12 строк"),
        (21, "21 строка"),
        (22, "22 строки"),
        (111, "111 строк"),
        (1842, "1\u202f842 строки"),
    ],
)
def test_russian_plural_forms(n: int, words: str) -> None:
    assert t("common.rows", "ru", n=n) == words


def test_kazakh_noun_stays_the_same_after_a_number() -> None:
    assert [t("common.students", "kk", n=n) for n in (1, 2, 5)] == ["1 студент", "2 студент", "5 студент"]
    assert [t("common.students", "en", n=n) for n in (1, 2)] == ["1 student", "2 students"]


def test_a_fraction_takes_the_general_form() -> None:
    assert catalogue.plural(Decimal("1.5"), "ru") == "other"
    assert catalogue.plural(Decimal("2.0"), "ru") == "few"


@given(value=st.text(min_size=1, max_size=40), lang=st.sampled_from(LANGS))
def test_a_value_is_never_a_format_string(value: str, lang: Lang) -> None:
    said = t("errors.duplicate", lang, value=value)
    assert said == catalogue.load(lang)["errors.duplicate"].replace("{value}", value)  # type: ignore[union-attr]


def test_a_missing_value_or_key_is_our_mistake() -> None:
    with pytest.raises(MissingValue):
        t("errors.duplicate", "kk")
    with pytest.raises(MissingValue):
        t("common.rows", "ru")
    with pytest.raises(UnknownMessage):
        t("errors.no_such_message", "kk")
    with pytest.raises(UnknownMessage):
        term("no_such_term", "kk")


def test_an_unknown_value_is_a_dash() -> None:
    assert "— " not in t("errors.stale_revision", "kk", by="Айгүл", at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    assert "—, —" in t("errors.stale_revision", "kk", by="", at=None)


def test_values_are_written_by_the_language() -> None:
    text = Text(kk="Скрипка", ru="Скрипка (рус.)", en="Violin")
    assert t("errors.duplicate", "en", value=text).endswith("Violin")
    assert t("errors.duplicate", "kk", value=Decimal("3.50")).endswith("3,50")
    assert t("errors.duplicate", "en", value=Decimal("1234.5")).endswith("1,234.5")
    assert t("errors.duplicate", "ru", value=date(2026, 11, 23)).endswith("23\u00a0ноября 2026\u00a0г.")
    assert t("common.date.period", "kk", start=date(2026, 1, 2), end=date(2026, 2, 3)) == "02.01.2026 – 03.02.2026"


def test_a_term_of_the_office() -> None:
    assert [term("academic_debt", lang) for lang in LANGS] == [
        "Академиялық берешек",
        "Академическая задолженность",
        "Academic debt",
    ]


# ---- dates and numbers ----


def test_a_date_in_words() -> None:
    day = date(2026, 11, 23)
    said = [date_text(day, lang).replace("\u00a0", " ") for lang in LANGS]
    assert said == ["23 қараша 2026 ж.", "23 ноября 2026 г.", "23 November 2026"]
    assert weekday_name(day.weekday(), "kk") == "дүйсенбі" and weekday_name(0, "ru", short=True) == "Пн"
    assert month_name(5, "ru") == "май"


def test_a_moment_by_the_clock_of_the_office() -> None:
    late = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
    assert moment(late, "kk").replace("\u00a0", " ") == "24 қараша 2026 ж., 01:30"
    assert moment(late.replace(tzinfo=None), "ru", short=True) == "24.11.2026 01:30"
    assert date_short(late) == "24.11.2026" and office_day(late) == date(2026, 11, 24)
    assert office_day(datetime(2026, 11, 23, 18, 59, tzinfo=UTC)) == date(2026, 11, 23)


@given(day=st.dates())
def test_a_written_date_reads_back(day: date) -> None:
    assert parse_date(date_short(day)) == day
    assert parse_date(f" {day.day}.{day.month}.{day.year:04} ") == day
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "errors.date_parsing"),
        ("23.11", "errors.date_parsing"),
        ("23.11.26", "errors.date_parsing"),
        ("кеше", "errors.date_parsing"),
        ("31.02.2026", "errors.date_impossible"),
        ("2026-13-01", "errors.date_impossible"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(typed: str, key: str) -> None:
    with pytest.raises(ValueError, match=f"^{key}$"):
        parse_date(typed)
    assert all(t(key, lang) for lang in LANGS)


def test_numbers_in_each_language() -> None:
    assert number(1234567, "kk") == "1\u202f234\u202f567"
    assert number(Decimal("3.30"), "ru") == "3,30"
    assert number(1234.5, "en", 2) == "1,234.50"
    assert number(Decimal("2.665"), "ru", 2) == "2,67"
    assert number(Decimal("-0.001"), "kk", 2) == "0,00"
    assert number(float("nan"), "kk") == "—"
    assert percent(86.5, "kk") == "86,5\u00a0%" and percent(86.5, "en") == "86.5%"


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_written_number_reads_back(value: Decimal) -> None:
    for lang in LANGS:
        written = number(value, lang)
        bare = written.replace("\u202f", "").replace(",", "." if lang != "en" else "")
        assert Decimal(bare) == value


# ---- order ----


def test_kazakh_letters_stand_in_their_order() -> None:
    keys = [order_key(letter) for letter in KAZAKH]
    assert keys == sorted(keys) and len(set(keys)) == len(KAZAKH)
    assert sorted(["Яна", "Өмір", "Осман", "Іңкәр", "Ёлкин", "Әлия", "Анна", "Smith", "7-топ"], key=order_key) == [
        "7-топ",
        "Smith",
        "Анна",
        "Әлия",
        "Ёлкин",
        "Осман",
        "Өмір",
        "Іңкәр",
        "Яна",
    ]


@given(text=anything)
def test_the_order_key_forgets_how_letters_are_stored(text: str) -> None:
    assert order_key(unicodedata.normalize("NFD", text)) == order_key(unicodedata.normalize("NFC", text))


@given(text=names)
def test_the_order_key_forgets_case(text: str) -> None:
    assert order_key(text.upper()) == order_key(text.lower()) == order_key(text)


@given(name=names, size=st.integers(0, 25))
def test_the_beginning_of_a_name_is_the_beginning_of_its_key(name: str, size: int) -> None:
    assert order_key(name).startswith(order_key(name[:size]))


def test_a_shorter_last_name_comes_first() -> None:
    people = ["Ким Юлия", "Кимов Азат", "Ким Анна"]
    assert sorted(people, key=order_key) == ["Ким Анна", "Ким Юлия", "Кимов Азат"]


# ---- search ----


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("кыдырали", "Қыдырәлі Айгүл"),
        ("айгуль", "Қыдырәлі Айгүл"),
        ("гул КЫДЫР", "Қыдырәлі Айгүл"),
        ("елкин", "Ёлкин Пётр"),
        ("асель", "Әсел Нұрланқызы"),
        ("шахин", "Шаhин Али"),
        ("серик", "Cерiк Омаров"),
        ("нур аи", "Аида Нұрова"),
        ("абдрахман улы", "Абдрахман-ұлы Бек"),
        ("smith", "Smith John"),
        ("хх", "Ххасан"),
    ],
)
def test_search_is_forgiving(asked: str, name: str) -> None:
    assert found(asked, name)
    assert set(needles(asked)) <= set(trigrams(name))


def test_search_does_not_find_everything() -> None:
    assert not found("омаров", "Оспанов Ерлан") and not found("лан", "Оспанов Ержан") and not found("ла", "Алан")


@given(name=anything)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(name=names)
def test_folding_forgets_case_and_storage(name: str) -> None:
    assert fold(name) == fold(name.upper()) == fold(unicodedata.normalize("NFD", name))


@given(words=st.lists(st.text(alphabet=KAZAKH, min_size=1, max_size=12), min_size=1, max_size=4), data=st.data())
def test_any_part_of_a_name_in_any_order_finds_it(words: list[str], data: st.DataObject) -> None:
    name = " ".join(words)
    asked = []
    for word in data.draw(st.permutations(words)):
        start = data.draw(st.integers(0, len(word) - 1))
        part = word[start:]
        asked.append(part if len(fold(part)) >= 3 else word)
    question = " ".join(asked)
    assert found(question, name)
    assert set(needles(question)) <= set(trigrams(name))


@given(asked=names, name=names)
def test_what_is_found_is_never_lost_by_the_stored_pieces(asked: str, name: str) -> None:
    if found(asked, name):
        assert set(needles(asked)) <= set(trigrams(name))
