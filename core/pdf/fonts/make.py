"""How the fonts beside this file were made; run by a developer, never by the program.

    python core/pdf/fonts/make.py

Streamlit ships the variable fonts Source Sans 3 and Source Serif 4 (SIL OFL 1.1). fpdf2 needs static
TrueType, and its time goes by the number of glyphs, so each cut keeps only what a paper of the office can
print. The licence reserves the word "Source" for the untouched fonts; the cuts are therefore named Office
Sans and Office Serif. Needs fonttools and brotli.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
LICENCE_URL = "https://openfontlicense.org"

# Latin with the letters of Turkish, Polish, Azerbaijani, Uzbek and pinyin names; Cyrillic with every letter
# of the peoples of the region; the signs of papers. Vietnamese is left out: it would double the Latin half.
CHARACTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x18F, 0x192, *range(0x1CD, 0x1DD), *range(0x218, 0x21C), 0x259,
    0x2BB, 0x2BC, *range(0x400, 0x530), *range(0x1E9E, 0x1E9F), *range(0x2010, 0x2027), 0x2030, 0x2032,
    0x2033, 0x2039, 0x203A, 0x20AC, 0x20B8, 0x2116, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2264,
    0x2265, 0x2713,
]  # fmt: skip

CUTS = [
    ("SourceSansVF-Upright", "Office Sans", "Regular", {"wght": 400}),
    ("SourceSansVF-Upright", "Office Sans", "Semibold", {"wght": 600}),
    ("SourceSerifVariable-Roman", "Office Serif", "Semibold", {"wght": 600, "opsz": 14}),
]


def cut(source: Path, family: str, style: str, axes: Mapping[str, float]) -> Path:
    """One static, small, renamed TrueType file from one variable font."""
    font = TTFont(source, recalcTimestamp=False)
    copyright_line = str(font["name"].getDebugName(0))
    instancer.instantiateVariableFont(font, axes, inplace=True)
    options = subset.Options()
    options.layout_features = []  # fpdf2 places glyphs one by one: no shaping, no kerning
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "MVAR", "HVAR", "avar", "DSIG", "gasp", "BASE"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=CHARACTERS)
    cutter.subset(font)
    names = font["name"]
    names.names = []
    postscript = f"{family}-{style}".replace(" ", "")
    for name_id, text in {
        0: copyright_line, 1: f"{family} {style}", 2: "Regular", 4: f"{family} {style}", 6: postscript,
        13: LICENCE, 14: LICENCE_URL, 16: family, 17: style,
    }.items():  # fmt: skip
        names.setName(text, name_id, 3, 1, 0x409)
    font.flavor = None
    target = HERE / f"{postscript}.ttf"
    font.save(target)
    return target


def main() -> None:
    streamlit = importlib.util.find_spec("streamlit")
    assert streamlit is not None and streamlit.origin is not None
    media = Path(streamlit.origin).parent / "static/static/media"
    for prefix, family, style, axes in CUTS:
        (source,) = media.glob(f"{prefix}.ttf*.woff2")
        made = cut(source, family, style, axes)
        print(f"{made.name}: {made.stat().st_size // 1024} KB, {len(TTFont(made).getBestCmap())} characters")


if __name__ == "__main__":
    main()
