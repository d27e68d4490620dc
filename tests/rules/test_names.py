"""Rules of names: Latin spelling, letters of two scripts, missing languages, the glossary."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demo.people import latin as demo_latin
from core.kinds import shipped
from core.names import glossary, letters, mixed
from core.names.findings import Known, found_in
from schemas.base import Text
from schemas.discipline import Discipline
from schemas.kinds import Kind, Letters
from schemas.names import What
from schemas.student import Student

ROWS = {
    r.letter: r
    for r in Letters.model_validate(
        {
            k: v
            for k, v in tomllib.loads((Path(shipped.__file__).parent / "letters.toml").read_text("utf-8"))[
                "passport"
            ].items()
            if k != "name"
        }
    ).rows
}
TERMS = glossary.unique([
    Text(kk="Емтихан", ru="Экзамен", en="Examination"), Text(kk="түзету", ru="исправление", en="correction"),
    Text(kk="Түзету", ru="Правка", en="Correction"),
])  # fmt: skip
KNOWN = Known(ROWS, TERMS)
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
names = st.text(KAZAKH, min_size=1, max_size=14).map(str.capitalize)


@pytest.mark.parametrize(
    ("said", "spelled"),
    [
        ("Жұмағали Әйгерім", "Zhumagali Aigerim"), ("Щербакова Юлия", "Shcherbakova Yuliya"), ("ХИЛЛ", "KHILL"),
        ("Қожа-Ахмет", "Kozha-Akhmet"), ("О'Брайен", "O'Braien"), ("Min Tae", "Min Tae"), ("Ы", "Y"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_spelled_as_the_table_says(said: str, spelled: str) -> None:
    assert letters.latin(said, ROWS) == spelled


def test_a_letter_the_table_lacks_gives_no_proposal() -> None:
    assert letters.latin("Ѓорѓи", ROWS) is None and letters.proposed("Ѓ", "А", ROWS) == ""
    assert letters.proposed("Омар", "", {}) == ""


def test_the_first_letter_of_a_word_may_be_spelled_in_its_own_way() -> None:
    own = ROWS | {"е": ROWS["е"].model_copy(update={"first": "ye"})}
    assert letters.latin("Ерлан Бекен", own) == "Yerlan Beken"


@given(names, names)
def test_every_kazakh_and_russian_name_has_a_latin_spelling(last: str, first: str) -> None:
    said = letters.proposed(last, first, ROWS)
    assert re.fullmatch(r"[A-Za-z]*( [A-Za-z]+)?", said)
    assert said.casefold() == letters.proposed(last.lower(), first.lower(), ROWS)
    assert letters.latin(said, ROWS) == said
    assert mixed.mixed(said, "latin") == []


@given(names)
def test_the_demonstration_spells_as_the_office_does(name: str) -> None:
    assert demo_latin(name).casefold() == (letters.latin(name, ROWS) or "").casefold()


@pytest.mark.parametrize(
    ("text", "script", "word", "strangers", "fixed"),
    [
        ("Cерік", "cyrillic", "Cерік", "C", "Серік"), ("Шаhин", "cyrillic", "Шаhин", "h", "Шаһин"),
        ("Фортепиано ХI", "cyrillic", "ХI", "Х", "XI"), ("Джаз Dжон", "cyrillic", "Dжон", "D", ""),
        ("Рiano", "latin", "Рiano", "Р", "Piano"), ("Music музыка", "latin", "музыка", "музыка", ""),
        ("СОР", "latin", "СОР", "СОР", "COP"), ("Əлия", "cyrillic", "Əлия", "Ə", "Әлия"),
    ],
)  # fmt: skip
def test_strangers_are_named_and_mended(text: str, script: Any, word: str, strangers: str, fixed: str) -> None:
    found = mixed.mixed(text, script)
    assert [(m.word, m.letters, m.fixed) for m in found] == [(word, strangers, fixed)]
    mended = mixed.mended(text, script)
    assert mended == (text.replace(word, fixed) if fixed else "")


@pytest.mark.parametrize("text", ["Jazz тарихы", "Фортепиано ІІ", "IV курс", "Әл-Фараби", "6B02107 Аспап", "№ 5, 2026"])
def test_whole_words_of_either_script_are_at_home(text: str) -> None:
    assert mixed.mixed(text) == []


@given(st.text(KAZAKH + " -", max_size=40), st.text("abcdefghijklmnopqrstuvwxyz -", max_size=40))
def test_texts_of_one_script_are_clean(cyrillic: str, latin: str) -> None:
    assert mixed.mixed(cyrillic) == [] and mixed.mixed(latin) == [] and mixed.mixed(latin, "latin") == []


@given(st.text("бғдөүұшщқң", min_size=2, max_size=8), st.sampled_from("асеорхуік"), st.text("бғдөүұшщ", max_size=6))
def test_a_planted_twin_is_found_and_taken_back(before: str, letter: str, after: str) -> None:
    twin = next(latin for latin, cyrillic in mixed.TWINS.items() if cyrillic == letter)
    word, planted = before + letter + after, before + twin + after
    found = mixed.mixed(planted)
    assert [(m.letters, m.script) for m in found] == [(twin, "cyrillic")]
    assert mixed.mended(planted) == word and mixed.mixed(mixed.mended(planted)) == []


@given(st.text(KAZAKH + "ABCEHKMOPTXacehikmop ", max_size=30), st.sampled_from(["cyrillic", "latin"]))
def test_what_is_mended_is_clean(text: str, script: Any) -> None:
    mended = mixed.mended(text, script)
    assert mended == "" or mixed.mixed(mended, script) == []


def person(last: str, first: str, latin: str, middle: str = "") -> dict[str, Any]:
    return {"name": {"last": last, "first": first, "middle": middle, "latin": latin}, "number": "1"}


def what(model: Any, row: dict[str, Any]) -> list[tuple[str, What, str]]:
    return [(f.path, f.what, f.proposal) for f in found_in(model, row, KNOWN)]


def test_findings_of_a_person() -> None:
    assert what(Student, person("Омаров", "Али", "Omarov Ali")) == []
    assert what(Student, person("Омаров", "Али", "OMAROV  ALI")) == []
    assert what(Student, person("Омаров", "Али", "")) == [("name.latin", What.latin_missing, "Omarov Ali")]
    assert what(Student, person("Хилл", "Али", "Hill Ali")) == [("name.latin", What.latin_differs, "Khill Ali")]
    assert what(Student, person("Oмаров", "Али", "Omarov Ali")) == [("name.last", What.mixed, "Омаров")]
    assert what(Student, person("Омаров", "Али", "Оmarov Ali")) == [("name.latin", What.mixed, "Omarov Ali")]
    assert what(Student, person("Шөже", "Али", "Шөже Али")) == [("name.latin", What.mixed, "Shozhe Ali")]
    assert what(Student, person("Ѓ", "Али", "")) == [("name.latin", What.latin_missing, "")]


def discipline(kk: str, ru: str, en: str, code: str = "SOL1101") -> dict[str, Any]:
    return {"code": code, "name": {"kk": kk, "ru": ru, "en": en}, "credits": 5}


def test_findings_of_a_discipline() -> None:
    assert what(Discipline, discipline("Сольфеджио", "Сольфеджио", "Solfeggio")) == []
    assert what(Discipline, discipline("Сольфеджио", "", "")) == [
        ("name.ru", What.language_missing, ""), ("name.en", What.language_missing, ""),
    ]  # fmt: skip
    assert what(Discipline, discipline("«емтихан»", "", "Exam")) == [
        ("name.ru", What.language_missing, "Экзамен"), ("name.en", What.glossary, "Examination"),
    ]  # fmt: skip
    assert what(Discipline, discipline("Емтихан", "экзамен", "Examination")) == []
    assert what(Discipline, discipline("Түзету", "Другое", "Other")) == []  # the glossary itself is of two minds
    assert what(Discipline, discipline("Сольфеджио", "Сольфеджиo", "Sоlfeggio", "SОL1101")) == [
        ("name.ru", What.mixed, "Сольфеджио"), ("name.en", What.mixed, "Solfeggio"), ("code", What.mixed, "SOL1101"),
    ]  # fmt: skip


def test_findings_of_what_the_office_describes_look_at_its_name() -> None:
    entry = Kind.model_validate({
        "sort": "hold", "code": "x", "name": {"kk": "Кітапхана", "ru": "", "en": "Library"}, "effective": "2026-01-01",
        "body": {"sort": "hold"},
    })  # fmt: skip
    assert what(Kind, entry.model_dump(mode="json")) == [("name.ru", What.language_missing, "")]
