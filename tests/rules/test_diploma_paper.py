"""A diploma on paper: nothing is cut off or made up, each field is in its box, what does not fit is refused by name."""

from __future__ import annotations

import io
import pickle
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.diplomas import laying
from core.errors import Problems
from core.pdf.batch import render_many
from core.pdf.diploma import Box, DiplomaPaper, Fault, Unfit, faults, fitted, render
from core.pdf.fonts import MM_PER_POINT, Face, width, wrap
from schemas.kinds import DiplomaLayout
from schemas.kinds.diplomas import Printer

SHIPPED = Path(__file__).parents[2] / "core/kinds/shipped/diploma_layout.toml"
DAY = date(2027, 6, 30)


def layout(code: str) -> DiplomaLayout:
    row = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))[code]
    return DiplomaLayout.model_validate({k: v for k, v in row.items() if k != "name"})


def said(**other: str) -> dict[str, str]:
    return {**laying.sample(), **other}


def text_of(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize("code", ["own", "fields"])
def test_a_shipped_layout_bears_all_of_a_diploma_in_three_languages(code: str) -> None:
    words = said()
    found = text_of(render(laying.paper(layout(code), words, DAY)))
    for name in ("name", "degree", "programme", "form", "city", "day", "protocol_day", "duplicate"):
        for lang in ("kk", "ru", "en"):
            assert words[f"{name}_{lang}"] in found, (name, lang)
    for name in ("number", "series_number", "programme_code", "protocol", "head_name"):
        assert words[name] in found, name
    assert ("Образовательная программа" in found) is (code == "own"), "a printed blank has these words already"
    if code == "own":
        assert all(words[f"institution_{lang}"] in found for lang in ("kk", "ru", "en"))


def test_honours_and_duplicate_stand_only_where_they_are_so() -> None:
    bare = {f"{w}_{lang}": "" for w in ("honours", "duplicate") for lang in ("kk", "ru", "en")}
    plain, best = (text_of(render(laying.paper(layout("own"), w, DAY))) for w in (said(**bare), said()))
    for mark in ("Үздік диплом", "с отличием", "with honours", "ТЕЛНҰСҚА", "DUPLICATE"):
        assert mark in best and mark not in plain
    assert "Диплом" in plain and "Diploma" in plain


def test_the_longest_name_and_programme_fit_whole() -> None:
    name = ("Абдрахмангалиева-Нурмухамбетова Айгүлжанат Қаһарманқызы " * 3)[:120].strip()
    programme = ("Музыкалық өнер және дәстүрлі орындаушылық шеберлік бағдарламасы " * 6)[:300].strip()
    long = {f"name_{x}": name for x in ("kk", "ru", "en")} | {f"programme_{x}": programme for x in ("kk", "ru", "en")}
    for code in ("own", "fields"):
        found = text_of(render(laying.paper(layout(code), said(**long), DAY)))
        assert found.count(name) == 3 and found.count(programme) == 3


def test_what_does_not_fit_is_refused_by_the_name_of_its_field() -> None:
    paper = laying.paper(layout("own"), said(name_kk="Ә" * 120, degree_ru="слово " * 200), DAY)
    assert set(faults(paper)) == {Fault("name_kk", "long"), Fault("degree_ru", "long")}
    with pytest.raises(Problems) as e:
        laying.set_(paper)
    assert {(p.field, p.key) for p in e.value.problems} == {
        ("name_kk", "diplomas.fault_long"), ("degree_ru", "diplomas.fault_long"),
    }  # fmt: skip
    again = pickle.loads(pickle.dumps(Unfit(faults(paper))))
    assert again.faults == faults(paper), "it crosses from a batch process"


def test_a_printers_offset_moves_all_and_is_refused_where_it_cuts() -> None:
    moved = layout("fields").model_copy(update={"printers": [
        Printer(code="near", name="1", right=3, down=-2), Printer(code="far", name="2", right=-22, down=0),
    ]})  # fmt: skip
    places = []
    for printer in ("", "near"):
        page = pypdfium2.PdfDocument(render(laying.paper(moved, said(), DAY, printer=printer)))[0].get_textpage()
        places.append(page.get_charbox(0))
    assert places[1][0] - places[0][0] == pytest.approx(3 / MM_PER_POINT, abs=0.1)
    assert places[1][1] - places[0][1] == pytest.approx(2 / MM_PER_POINT, abs=0.1)
    cut = faults(laying.paper(moved, said(), DAY, printer="far"))
    assert {f.why for f in cut} == {"margin"} and "qr" in {f.code for f in cut}
    whole = layout("own").model_copy(update={"printers": moved.printers})
    assert Fault("ornament", "margin") in faults(laying.paper(whole, said(), DAY, printer="far"))


def test_the_qr_is_the_platforms_and_at_least_three_centimetres() -> None:
    spot = next(s for s in layout("own").spots if s.code == "qr")
    assert min(spot.width, spot.height) >= 30
    with_, without = (laying.paper(layout("fields"), said(qr=qr), DAY) for qr in ("https://platform.example/1", ""))
    box = next(b for b in with_.boxes if b.code == "qr")
    assert box.lines == ("https://platform.example/1",)
    count = [len(PdfReader(io.BytesIO(render(p))).pages[0].images) for p in (with_, without)]
    assert count == [1, 0], "a missing payload is never made up"
    small = replace(with_, boxes=(replace(box, width=29.0),))
    huge = replace(with_, boxes=(replace(box, lines=("Ә" * 3000,)),))
    assert faults(small) == (Fault("qr", "small"),) and faults(huge) == (Fault("qr", "payload"),)


def test_a_number_is_not_parted_from_its_series() -> None:
    said = "ДБ\u00a00000008; ДБ\u00a00000009; ДБ\u00a00000010"
    for room in (22.0, 30.0, 38.0, 60.0):
        lines = wrap(said, Face.SANS, 7.8, room)
        assert " ".join(lines) == said.replace("\u00a0", " ") and all(x.startswith("ДБ 0") for x in lines), lines


def test_a_text_in_the_quiet_zone_of_the_qr_is_refused() -> None:
    paper = laying.paper(layout("own"), said(), DAY)
    assert faults(paper) == ()
    near = replace(next(b for b in paper.boxes if b.code == "seal"), code="near", x=30.0, y=151.5, width=60.0)
    assert faults(replace(paper, boxes=(*paper.boxes, near))) == (Fault("near", "covered"),)
    below = replace(near, page=2)
    assert faults(replace(paper, pages=2, boxes=(*paper.boxes, below))) == ()


def test_the_demonstration_is_marked_and_the_same_values_are_the_same_bytes() -> None:
    paper = laying.paper(layout("own"), said(), DAY)
    assert render(paper, protected=False) == render(paper, protected=False)
    assert "SAMPLE" in text_of(render(replace(paper, sample=True))) and "SAMPLE" not in text_of(render(paper))
    assert dict(render_many([paper], processes=1, protected=False)) == {0: render(paper, protected=False)}


def test_a_page_of_another_size_stands_as_it_is() -> None:
    made = DiplomaPaper("1", DAY, (Box("a", "text", 20, 20, 60, 10, ("Ә",)),), width=150, height=200, pages=2)
    pages = PdfReader(io.BytesIO(render(made))).pages
    assert [(round(float(p.mediabox.width) * MM_PER_POINT), round(float(p.mediabox.height) * MM_PER_POINT))
            for p in pages] == [(150, 200)] * 2  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("әіңғүұқөһабвABC -/", min_size=1, max_size=80), min_size=1, max_size=4),
    st.floats(10, 120),
    st.floats(4, 40),
    st.sampled_from(list(Face)),
)
def test_a_fitted_text_keeps_every_letter_inside_its_box(
    lines: list[str], wide: float, high: float, face: Face
) -> None:
    box = Box("a", "text", 0, 0, wide, high, tuple(lines), face=face, size=20, least=5)
    found = fitted(box)
    if found is None:
        return
    assert "".join("".join(found.lines).split()) == "".join("".join(lines).split())
    assert all(width(x, face, found.size) <= wide + 0.01 for x in found.lines) and 5 <= found.size <= 20
    assert len(found.lines) * found.size * MM_PER_POINT * 1.2 <= high + 0.02
