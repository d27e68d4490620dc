"""A layout while it is worked on: kept as typed, read at any moment, each change taken back."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.diplomas import drafts, laying
from core.diplomas.drafts import Draft
from core.pdf import picture
from core.pdf.diploma import render
from core.pdf.diploma_marks import CROSS
from core.pdf.paper import Paper
from schemas.base import Text
from schemas.kinds import DiplomaLayout, Kind, Sort
from schemas.kinds.diplomas import Printer

SHIPPED = Path(__file__).parents[2] / "core/kinds/shipped/diploma_layout.toml"
DAY = date(2027, 6, 30)


def layout(code: str = "own", **other: object) -> DiplomaLayout:
    row = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))[code]
    return DiplomaLayout.model_validate({k: v for k, v in row.items() if k != "name"} | other)


def draft(code: str = "own", **other: object) -> Draft:
    return drafts.begun(Kind(sort=Sort.diploma_layout, code=code, version=3, name=Text(kk="Орналасу"), effective=DAY,
                             body=layout(code, **other)))  # fmt: skip


def spot(of: Draft, code: str) -> dict[str, object]:
    return next(s for s in of.spots if s["code"] == code)


def wrong(of: Draft) -> set[tuple[str, str]]:
    return {(p.field, p.key) for p in drafts.read(of).problems}


@pytest.mark.parametrize("code", ["own", "fields"])
def test_a_draft_nobody_touched_is_the_layout_it_was_begun_from(code: str) -> None:
    made = draft(code)
    now = drafts.read(made)
    assert now.layout == layout(code) and not now.problems and not made.changed
    assert len(now.ids) == len(made.spots) and made.seen == 3


def test_what_is_typed_stays_as_typed_and_is_named_while_the_rest_is_drawn() -> None:
    made = draft()
    one = spot(made, "name_kk")
    n = made.spots.index(one)
    drafts.typed(made, "x", "20,5", "spots", str(one["id"]))
    assert one["x"] == "20,5" and not wrong(made)
    assert drafts.read(made).layout.spots[n].x == Decimal("20.5")
    for path, value, field, key in (
        ("x", "бір", "x", "errors.field.decimal_parsing"), ("x", "250", "x", "diplomas.off_the_page"),
        ("least", "30", "least", "diplomas.least_over_size"), ("code", "degree_kk", "code", "diplomas.spot_twice"),
        ("page", "2", "page", "diplomas.no_such_page"), ("text", "", "text", "errors.field.missing"),
        ("text", "{{ nmae_kk }}", "text", "templates.unknown_variable"),
        ("text", "語", "text", "transcripts.unprintable"),
        ("code", "Аты", "code", "errors.field.string_pattern_mismatch"),
    ):  # fmt: skip
        drafts.typed(made, path, value, "spots", str(one["id"]))
        now = drafts.read(made)
        said = {(p.field.rpartition(".")[2], p.key) for p in now.problems}
        assert (field, key) in said or field == "text" and {f for f, _ in said} == {"text"}, (path, value, said)
        assert len(now.layout.spots) == len(made.spots) - 1, "the others are drawn"
        assert one[path] == value
        drafts.undo(made)
        one = spot(made, "name_kk")
    drafts.typed(made, "width", "жүз")
    now = drafts.read(made)
    assert wrong(made) == {("width", "errors.field.decimal_parsing")} and len(now.layout.spots) == len(made.spots)


def test_every_change_is_taken_back_one_by_one() -> None:
    made = draft()
    first, steps = made.print(), [made.print()]
    made.chosen = [str(s["id"]) for s in made.spots[:3]]
    for change in (
        lambda: drafts.nudged(made, Decimal("0.5"), Decimal(-1)), lambda: drafts.doubled(made),
        lambda: drafts.removed(made, {str(made.spots[5]["id"])}), lambda: drafts.added(made),
        lambda: drafts.added(made, "printers"), lambda: drafts.typed(made, "preprinted", True),
        lambda: drafts.placed(made, {str(made.spots[0]["id"]): [1, 2, 3, 4.25]}),
    ):  # fmt: skip
        change()
        steps.append(made.print())
    assert len(set(steps)) == len(steps) == len(made.past) + 1
    for was in reversed(steps[:-1]):
        drafts.undo(made)
        assert made.print() == was
    drafts.undo(made)
    assert made.print() == first and not made.changed
    drafts.typed(made, "preprinted", False)
    assert not made.past, "the same value is no change"


def test_copies_have_codes_of_their_own_and_a_copied_layout_has_no_name() -> None:
    made = draft()
    made.chosen = [str(s["id"]) for s in made.spots[:2]]
    drafts.doubled(made)
    drafts.doubled(made)
    codes = [s["code"] for s in made.spots]
    assert len(set(codes)) == len(codes) and not wrong(made)
    assert [c for c in codes if c.startswith("institution_kk")] == [
        "institution_kk",
        "institution_kk_2",
        "institution_kk_3",
    ]
    fresh = drafts.copied(made)
    assert fresh.code == "" and fresh.seen == 0 and fresh.changed and wrong(fresh) == {("name", "errors.field.missing")}


@given(st.lists(st.tuples(st.integers(-700, 700), st.integers(-700, 700)), min_size=1, max_size=6))
def test_fields_moved_together_never_leave_the_page(by: list[tuple[int, int]]) -> None:
    made = draft("fields")
    made.chosen = [str(s["id"]) for s in made.spots]
    for right, down in by:
        drafts.nudged(made, Decimal(right) / 2, Decimal(down) / 2)
    assert not wrong(made)


def test_what_is_saved_is_what_was_read() -> None:
    made = draft()
    drafts.added(made, "printers")
    made.printers[0] |= {"name": "HP", "right": "-1,3", "down": "0.25"}
    drafts.typed(made, "text", "12,50", "spots", str(made.spots[0]["id"]))
    saved = drafts.values(made)
    again = DiplomaLayout.model_validate({k.removeprefix("body."): v for k, v in saved.items() if k != "name"})
    assert again == drafts.read(made).layout and again.spots[0].text == "12,50"
    assert (again.printers[0].right, again.printers[0].down) == (Decimal("-1.3"), Decimal("0.25"))


def test_an_offset_that_cuts_is_named_beside_its_printer() -> None:
    made = draft()
    for right, down in (("2", "0"), ("0", "25"), ("тура", "0")):
        drafts.added(made, "printers")
        made.printers[-1] |= {"name": "HP", "right": right, "down": down}
    assert wrong(made) == {
        ("printers.1.down", "diplomas.offset_cuts"), ("printers.2.right", "errors.field.decimal_parsing"),
    }  # fmt: skip


def test_an_offset_is_counted_from_where_the_cross_was_found() -> None:
    """The cross of a printer that is off by so much is found there; the counted offset brings it to 20 mm."""
    off, was = (Decimal("1.4"), Decimal("-0.8")), {"right": "0,5", "down": "0"}
    left, top = (Decimal(20) + o + drafts.number(was[k]) for o, k in zip(off, ("right", "down"), strict=True))  # type: ignore[operator]
    assert drafts.measured(was, left, top, Decimal(20)) == ("-1,4", "0,8")
    assert drafts.measured({"right": "", "down": "0"}, left, top, Decimal(20)) is None


def test_the_test_page_has_its_crosses_two_centimetres_from_the_edges_moved_by_the_offset(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[tuple[tuple[float, float], ...]] = []
    stroke = Paper.stroke
    monkeypatch.setattr(
        Paper, "stroke", lambda p, points, *a, **k: (drawn.append(tuple(points)), stroke(p, points, *a, **k))[1]
    )
    body = layout("fields", printers=[Printer(code="near", name="HP", right=1, down=-2)])
    for printer, right, down in (("", 0, 0), ("near", 1, -2)):
        drawn.clear()
        file = laying.trial(body, laying.sample(), DAY, printer)
        middles = {((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in (p for p in drawn if len(p) == 2)}
        assert {(CROSS + right, CROSS + down), (297 - CROSS + right, 210 - CROSS + down)} <= middles
        text = pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range()
        assert "SAMPLE" in text and laying.sample()["name_kk"] in text and "series_number" in text


def test_the_longest_words_are_as_long_as_they_may_be_and_a_preview_names_what_does_not_fit() -> None:
    words = laying.longest()
    for lang in ("kk", "ru", "en"):
        assert 115 <= len(words[f"name_{lang}"]) <= 120 and 290 <= len(words[f"programme_{lang}"]) <= 300
    body = layout("own")
    made, lost = laying.seen(laying.paper(body, words, DAY), body)
    assert {p.key for p in lost} <= {"diplomas.fault_long"} and not [p for p in lost if "name_" in str(p.values)]
    narrow = body.model_copy(update={"spots": [s.model_copy(update={"width": Decimal(4)}) if s.code == "name_kk" else s
                                               for s in body.spots]})  # fmt: skip
    made, lost = laying.seen(laying.paper(narrow, laying.sample(), DAY), narrow)
    n = next(n for n, s in enumerate(narrow.spots) if s.code == "name_kk")
    assert [(p.field, p.key) for p in lost] == [(f"spots.{n}", "diplomas.fault_long")]
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert laying.sample()["name_kk"] not in text and laying.sample()["name_ru"] in text


def test_letters_no_face_has_are_named_and_the_rest_is_drawn() -> None:
    body = layout("fields")
    made, lost = laying.seen(laying.paper(body, laying.sample() | {"name_kk": "山田"}, DAY), body)
    assert [(p.key, p.values["letters"]) for p in lost] == [("transcripts.unprintable", "山田")]
    assert laying.sample()["name_ru"] in pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()


def test_a_picture_of_a_page_has_no_ground_and_a_scan_is_made_small() -> None:
    seen = Image.open(io.BytesIO(picture.sheer(render(laying.paper(layout("fields"), laying.sample(), DAY)), 1, 900)))
    assert seen.mode == "RGBA" and seen.width == 900 and seen.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert seen.getchannel("A").getextrema()[1] == 255
    for kind in ("JPEG", "PNG", "WEBP", "PDF"):
        out = io.BytesIO()
        Image.new("RGB", (3000, 2000), "beige").save(out, kind)
        made = picture.blank(out.getvalue(), 1, 900)
        assert made and Image.open(io.BytesIO(made)).size == (900, 600)
        assert picture.blank(out.getvalue(), 2) is None
