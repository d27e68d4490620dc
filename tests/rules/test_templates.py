"""The language of templates: whatever is typed is read whole or refused in words; nothing in it runs."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from core import templates
from core.errors import Problems
from core.i18n import known, t
from core.pdf import letter
from core.pdf.letter import lines_of
from core.templates.language import DEEPEST, LONGEST, parse
from core.templates.pieces import MOST, Grid, Value, fill
from schemas.base import LANGS

NAMES = {"student.name": (), "study.form": ("full_time", "part_time"), "student.room": ()}
TABLES = {"results": ("discipline", "credits")}
VALUES = {
    "student.name": Value("Әлі **Айгүл**\n# {{ x }}", "x"), "study.form": Value("күндізгі", "full_time"),
    "student.room": Value(""),
}  # fmt: skip
GRIDS = {"results": Grid((("discipline", "Пән", "L"), ("credits", "Кредит", "R")), ({"discipline": "Соль"},))}
BITS = st.sampled_from([
    "{{ student.name }}", "{{", "}}", "{%", "%}", "{% if student.room %}", "{% else %}", "{% endif %}", "{% elif x %}",
    '{% if study.form == "full_time" %}', "{% table results: credits %}", "{% for i in x %}", "{#", "#}", "\n", "\n\n",
    "# ", "- ", "**", "student", ".", "__class__", "|", "(", ")", "'", '"', "\\", "{% raw %}", "not ",
    " and ", "1", "ә",
])  # fmt: skip


def blocks(text: str) -> list[Any]:
    return list(fill(parse(text, NAMES, TABLES), VALUES, GRIDS).blocks)


def plain(text: str) -> str:
    return "".join("".join(x for x, _ in b.runs) for b in blocks(text)).strip()


@given(st.one_of(st.text(max_size=200), st.lists(BITS, max_size=30).map("".join)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        pieces = parse(text, NAMES, TABLES)
    except Problems as e:
        for problem in e.problems:
            assert known(problem.key)
            assert all(t(problem.key, lang, **problem.values) for lang in LANGS)
        return
    made = fill(pieces, VALUES, GRIDS)
    assert sum(len(x) for b in made.blocks for x, _ in b.runs) <= MOST


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{{ student.__class__ }}", "unknown_variable"), ("{{ student }}", "unknown_variable"),
        ("{{ student.name.__init__.__globals__ }}", "unknown_variable"), ("{{ student['name'] }}", "forbidden"),
        ("{{ student.name() }}", "forbidden"), ("{{ student.name|upper }}", "forbidden"), ("{{ 7 * 7 }}", "forbidden"),
        ("{{ 'x' * 9999999 }}", "forbidden"), ("{% for x in student %}{% endfor %}", "forbidden"),
        ("{% set a = 1 %}", "forbidden"), ("{% include 'x' %}", "forbidden"),
        ("{% macro a() %}{% endmacro %}", "forbidden"),
        ("{% if student.name is defined %}{% endif %}", "forbidden"), ("{% raw %}{% endraw %}", "unreadable"),
        ("{% if student.name > 'a' %}{% endif %}", "forbidden"),
        ("{% if student.name == student.room %}{% endif %}", "forbidden"),
        ('{% if study.form == "fulltime" %}{% endif %}', "unknown_value"), ("{% if student.room %}", "unclosed"),
        ("{% foo %}", "unknown_tag"), ("{{ student.name", "unreadable"), ("{% table result %}", "unknown_table"),
        ("{% table results: credit %}", "unknown_column"), ("x" * (LONGEST + 1), "too_long"),
        ("{{ " + "(" * 9000 + " }}", "unreadable"),
        ("{% if student.room %}" * (DEEPEST + 1) + "{% endif %}" * (DEEPEST + 1), "too_deep"),
    ],
)  # fmt: skip
def test_what_is_not_ours_is_refused(text: str, key: str) -> None:
    with pytest.raises(Problems) as e:
        parse(text, NAMES, TABLES)
    assert e.value.problems[0].key == f"templates.{key}"


def test_each_fault_names_its_line_and_the_nearest_name() -> None:
    with pytest.raises(Problems) as e:
        parse("бір\n{{ student.nam }}\n{% if studi.form %}{% endif %}", NAMES, TABLES)
    found = [(p.values["line"], p.values["near"]) for p in e.value.problems]
    assert found == [(2, "student.name"), (3, "study.form")]


def test_conditions_choose_and_marks_stand_in_the_template_only() -> None:
    assert plain('{% if study.form == "full_time" and not student.room %}а{% else %}б{% endif %}') == "а"
    assert plain("{% if student.room %}а{% elif study.form != 'part_time' %}б{% endif %}") == "б"
    assert plain("{# ескерту #}а") == "а"
    made = blocks("{{ student.name }}\n\n# Тақырып\nмәтін **қою**\n- бір\n{% table results: discipline %}\n> оң")
    assert [b.kind for b in made] == ["text", "heading", "text", "item", "table", "right"]
    assert made[0].runs[0] == ("Әлі **Айгүл**\n# {{ x }}", False)
    assert ("қою", True) in made[2].runs and made[4].rows == (("Соль",),)


def test_a_value_that_is_not_there_is_named() -> None:
    made = fill(
        parse("{{ student.room }}{% if student.room %}{{ student.room }}{% endif %}", NAMES, TABLES), VALUES, GRIDS
    )
    assert made.missing == ["student.room"] and made.blocks[0].runs[0][0] == "—"


def test_every_variable_has_a_label_and_a_sample_in_each_language() -> None:
    for name, variable in templates.variables().items():
        assert all(variable.label.get(x) and variable.sample[x].said for x in LANGS), name
    # What must stay erasable is never frozen; the day on which contacts were confirmed is nobody's address.
    found = [n for n in templates.names() if n.startswith("student.contacts")]
    assert all(n.startswith("student.contacts.updated_on") for n in found), found


@given(st.lists(st.tuples(st.text("аә ,.б№", max_size=12), st.booleans()), max_size=8), st.integers(10, 80))
def test_a_paragraph_loses_no_letter(runs: list[tuple[str, bool]], room: int) -> None:
    lines = lines_of(runs, 10.6, room)
    said = "".join(x for line in lines for x, _, _ in line)
    assert said == "".join("".join(x.split()) for x, _ in runs)
    for line in lines:
        wide = sum(space + letter.width(x, face, 10.6) for x, face, space in line)
        assert wide <= room + 0.01 or len({s for _, _, s in line[1:]}) <= 1


def test_a_long_table_goes_on_with_its_head() -> None:
    rows = tuple((f"Пән {n} әіңғүұқөһ", "5") for n in range(120))
    part = letter.Part("table", heads=("Пән", "Кредит"), aligns=("L", "R"), rows=rows)
    paper = letter.LetterPaper(
        "kk", "Анықтама", "1", date(2026, 11, 24), "Алматы", None, (part,), (("Ректор", "Әлі"),), "М.О.", "AB-CD", ""
    )
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(letter.render(paper))).pages]
    assert len(pages) > 2 and all("Кредит" in p for p in pages[:-1])
    every = "".join(pages)
    assert all(f"Пән {n} " in every for n in range(120)) and "белгіленбеген" in pages[-1]
