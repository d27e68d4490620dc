"""What is read stands apart from its ground (WCAG 2.2 AA): the theme, the door, figures in bars."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from core.ui.attestation import figures
from core.ui.charts import HATCH, HATCHED, WORDS, Chart, Series, _bars, contrast, readable_on

ROOT = Path(__file__).parents[2]
THEME: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
WORD, SHAPE = 4.5, 3.0
NAMED = ("red", "orange", "yellow", "green", "blue", "violet", "gray")
PALE = {"light": 0.1, "dark": 0.3}  # how much of its colour Streamlit lays under a notice


def mixed(ground: str, over: str, share: float) -> str:
    pairs = [(int(ground[n : n + 2], 16), int(over[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_of_the_theme_are_read_on_their_grounds(name: str) -> None:
    theme = THEME[name]
    places = [theme, {**theme, **theme["sidebar"]}]
    for place in places:
        for ground in ("backgroundColor", "secondaryBackgroundColor"):
            for words in ("textColor", "linkColor"):
                assert contrast(place[words], place[ground]) >= WORD, f"{words} on {ground}"
            assert contrast(place["primaryColor"], place[ground]) >= SHAPE, ground
    assert contrast(theme["textColor"], theme["dataframeHeaderBackgroundColor"]) >= WORD
    assert contrast("#FFFFFF", theme["primaryColor"]) >= WORD, "what a button says"
    for colour in NAMED:
        words = theme[f"{colour}TextColor"]
        assert contrast(words, theme["backgroundColor"]) >= WORD, colour
        pale = mixed(theme["backgroundColor"], theme[f"{colour}Color"], PALE[name])
        assert contrast(words, pale) >= WORD, f"{colour} in a notice: {contrast(words, pale):.2f}"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_bars_are_seen_and_the_figures_in_them_are_read(name: str) -> None:
    theme, dark = THEME[name], name == "dark"
    assert len(theme["chartCategoricalColors"]) == 10
    for colour in theme["chartCategoricalColors"]:
        assert contrast(colour, theme["backgroundColor"]) >= SHAPE, colour
        assert contrast(WORDS[dark], colour) >= WORD, f"{colour}: {contrast(WORDS[dark], colour):.2f}"
        hatched = mixed(colour, HATCH[dark], HATCHED)
        assert contrast(WORDS[dark], hatched) >= WORD, f"{colour}, hatched"
    for ink in (*figures.INKS, *figures.PAIR):
        assert contrast(readable_on(ink), ink) >= WORD, ink


def test_a_chart_is_drawn_with_the_words_and_the_pattern_of_its_theme() -> None:
    two = (Series("a", (1,)), Series("b", (2,)))
    for dark in (False, True):
        for trace in _bars(Chart("t", "h", ("p",), two, "u", "p", "s"), True, True, "kk", dark).data:
            assert trace.insidetextfont.color == WORDS[dark]
            assert (trace.marker.pattern.fgcolor, trace.marker.pattern.fgopacity) == (HATCH[dark], HATCHED)
    inks = Chart("t", "h", ("p",), two, "u", "p", "s", inks=("#0072B2", "#56B4E9"))
    assert [t.insidetextfont.color for t in _bars(inks, True, True, "kk").data] == [WORDS[False], WORDS[True]]


def test_the_door_is_read_in_both_lights() -> None:
    css = (ROOT / "core" / "web" / "static" / "office.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w{6});", part)) for part in css.split("prefers-color-scheme: dark", 2)[:2]
    )
    link = re.search(r"dark\) \{ a \{ color: (#\w{6})", css)
    assert link
    for name, own, a in (("light", light, light["accent"]), ("dark", {**light, **dark}, link[1])):
        pairs = [(w, g) for w in ("text", "dim") for g in ("ground", "card", "soft")]
        pairs += [("on-accent", "accent"), ("on-brand", "brand"), ("bad", "bad-ground"), ("good", "good-ground"),
                  ("bad", "ground"), ("bad", "card")]  # fmt: skip
        for words, ground in pairs:
            assert contrast(own[words], own[ground]) >= WORD, f"{name}: {words} on {ground}"
        assert contrast(a, own["ground"]) >= WORD
        for ground in ("ground", "card"):
            for shape in ("edge", "focus"):
                assert contrast(own[shape], own[ground]) >= SHAPE, f"{name}: the {shape} of a field on {ground}"
