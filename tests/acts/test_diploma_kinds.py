"""A kind of diploma and a layout are refused beside the field that is wrong."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from core import files, house
from core.db.store import Store
from core.desk import Desk
from core.diplomas import laying
from core.errors import Problems
from core.kinds.checks import check
from schemas.base import Ref, Text
from schemas.kinds import DiplomaLayout, Kind, Sort

pytestmark = pytest.mark.usefixtures("shipped")


def refused(store: Store, kind: Kind) -> dict[str, str]:
    try:
        check(store, kind, None)
    except Problems as e:
        return {p.field: p.key for p in e.problems}
    return {}


def test_what_is_shipped_stands(head: Desk) -> None:
    for sort in (Sort.diploma, Sort.diploma_layout):
        assert house.entries(sort) and not [k.code for k in house.entries(sort) if refused(head.store, k)]


@pytest.mark.parametrize("text", ["{{ nmae_kk }}", "{% if name_kk %}…", "{{ name_kk", "{% table results: a %}"])
def test_a_layout_with_an_unknown_variable_is_refused_beside_its_field(head: Desk, text: str) -> None:
    spot = {"code": "a", "text": text, "x": 20, "y": 20, "width": 50, "height": 10}
    kind = Kind.model_validate({**house.entry(Sort.diploma_layout, "own").model_dump(by_alias=True), "body": {
        "sort": "diploma_layout", "spots": [spot, {**spot, "code": "q", "text": "", "draws": "qr", "width": 29}],
    }})  # fmt: skip
    found = refused(head.store, kind)
    assert found["body.spots.0.text"].startswith("templates.") and found["body.spots.1.width"] == "diplomas.fault_small"


def test_an_offset_that_would_cut_a_word_is_refused_beside_its_printer(head: Desk) -> None:
    whole = house.entry(Sort.diploma_layout, "fields").model_dump(by_alias=True)
    by = [{"code": c, "name": c, "right": right, "down": down} for c, right, down in
          (("near", 2, -1), ("right", 20, 0), ("down", 0, 25))]  # fmt: skip
    kind = Kind.model_validate({**whole, "body": {**whole["body"], "printers": by}})
    assert refused(head.store, kind) == {
        "body.printers.1.right": "diplomas.offset_cuts", "body.printers.2.down": "diplomas.offset_cuts",
    }  # fmt: skip
    with pytest.raises(Problems) as e:
        laying.trial(kind.as_body(DiplomaLayout), laying.sample(), head.today(), "down")
    assert [p.field for p in e.value.problems] == ["printers.2.down"] and "qr" in e.value.problems[0].values["codes"]


def test_a_picture_of_the_blank_is_a_picture(head: Desk) -> None:
    whole = house.entry(Sort.diploma_layout, "fields").model_dump(by_alias=True)
    words, scan = files.keep(head, "a.txt", "сөз".encode(), "field"), files.keep(head, "a.png", png(), "field")
    other = Ref(id="0" * 64, label=Text(kk="a.png"))
    for ref, wrong in ((words, True), (other, True), (scan, False)):
        kind = Kind.model_validate({**whole, "body": {**whole["body"], "picture": ref.model_dump()}})
        assert refused(head.store, kind) == ({"body.picture": "diplomas.no_picture"} if wrong else {})


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "beige").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"layout": "nowhere"}, "body.layout"), ({"mask": "nowhere"}, "body.mask"),
        ({"blank": "nowhere"}, "body.blank"),
        ({"supplements": [{"lang": "kk", "blank": "nowhere"}]}, "body.supplements.0.blank"),
        ({"supplements": [{"lang": "kk"}, {"lang": "kk"}]}, "body.supplements.1.lang"),
    ],
)  # fmt: skip
def test_a_kind_that_names_what_is_not_there_is_refused(head: Desk, body: dict[str, Any], field: str) -> None:
    whole = house.entry(Sort.diploma, "plain").model_dump(by_alias=True)
    kind = Kind.model_validate({**whole, "body": {**whole["body"], **body}})
    assert list(refused(head.store, kind)) == [field]
