"""The three languages are complete: same keys, same places for values, every key the code says exists."""

import ast
import csv
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core._pydantic_core import list_all_errors

from core.i18n import LANGS, known, load, placeholders, term
from core.i18n.catalogue import Message, plural
from schemas.base import Lang

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "core" / "i18n"

# Words that are written alike everywhere: codes, formats, names of keys on the keyboard, proper names.
CODES = frozenset(
    "GPA IIN PKCS RSA ECDSA XLSX CSV PDF XML JSON QR ECTS ISO ID URL IT MB A B C D F FX I W AW AU P NP AES SHA256 SHA "
    "F2 Z R1 R2 ZIP UTF OIDC SSO Enter Escape Esc Tab Ctrl Shift Excel MongoDB JPG "
    "aty mysal imya primer kz Word MIDFIELD X XX XXX kk ru en "
    "n year yy month API IP UTC PNG JPG JPEG WEBP DOCX ODT ODS https if elif else endif table".split()
)
# Signatures that carry a message key as a literal: t("…"), NotFound("…"), Problem(field, "…")…
SAYS = {
    "t": 0,
    "T": 0,
    "title": 0,
    "empty": 0,
    "done": 0,
    "asked": 0,
    "OfficeError": 0,
    "NotFound": 0,
    "StaleRevision": 0,
    "Forbidden": 0,
    "RuleBroken": 0,
    "Duplicate": 0,
    "Unavailable": 0,
    "Refused": 0,
    "ValueRefused": 0,
    "Problem": 1,
}


def texts(message: Message) -> list[str]:
    return [message] if isinstance(message, str) else list(message.values())


def test_every_language_has_the_same_files() -> None:
    files = {lang: {file.name for file in (CATALOGUES / lang).glob("*.toml")} for lang in LANGS}
    assert files["kk"] == files["ru"] == files["en"] and files["kk"]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_same_keys_and_same_places_for_values(lang: Lang) -> None:
    kazakh, other = load("kk"), load(lang)
    assert sorted(kazakh.keys() - other.keys()) == [] and sorted(other.keys() - kazakh.keys()) == []
    # In a plural message a form may leave the number unsaid («one record»), so all forms count together.
    differing = [key for key in kazakh if placeholders(kazakh[key]) != placeholders(other[key])]
    assert differing == []


@pytest.mark.parametrize("lang", LANGS)
def test_each_plural_message_has_every_form_its_language_needs(lang: Lang) -> None:
    for key, message in load(lang).items():
        if isinstance(message, dict):
            for n in (0, 1, 2, 5, 11, 21):
                assert plural(n, lang) in message or "other" in message, f"{key}: no form for {n}"
    # A message that has forms in one language has them in all: the caller gives `n` to all three.
    shapes = {key: [isinstance(load(each)[key], str) for each in LANGS] for key in load("kk")}
    assert [key for key, shape in shapes.items() if len(set(shape)) > 1] == []


def test_no_message_is_empty() -> None:
    empty = [f"{lang} {key}" for lang in LANGS for key, m in load(lang).items() if not all(x.strip() for x in texts(m))]
    assert empty == []


def _bare(text: str) -> str:
    return re.sub(r"\{[^}]*\}", " ", text)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_english_in_kazakh_and_russian(lang: Lang) -> None:
    foreign = {
        f"{key}: {word}"
        for key, message in load(lang).items()
        for text in texts(message)
        for word in re.findall(r"(?<![\w+])[A-Za-z][A-Za-z0-9]*", _bare(text))
        if word not in CODES
    }
    assert sorted(foreign) == []


def test_kazakh_is_not_left_in_english_or_russian() -> None:
    english, russian, left = load("en"), load("ru"), []
    for key, message in load("kk").items():
        for text in texts(message):
            words = set(re.findall(r"[A-Za-z]\w*", _bare(text)))
            if text in texts(english[key]) and words - CODES:
                left.append(key)
            # Many single words are the same in Kazakh and Russian («студент»); a whole sentence never is.
            if text in texts(russian[key]) and len(re.findall(r"[^\W\d_]+", _bare(text))) > 3:
                left.append(key)
    assert left == []


def test_russian_letters_only_where_they_belong() -> None:
    """English messages hold no Cyrillic, Russian ones no Kazakh letters."""
    for lang, strange in (("en", "[а-яёА-ЯЁ]"), ("ru", "[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")):
        for key, message in load(lang).items():  # type: ignore[arg-type]
            for text in texts(message):
                # A name of a language is written in itself; what stands in quotes is somebody's own word.
                own = key.startswith("common.lang.") or not re.search(strange, re.sub("«[^»]*»", "", text))
                assert own, f"{lang} {key}: {text}"


def _sources() -> Iterator[Path]:
    yield from (ROOT / "core").rglob("*.py")
    yield from (ROOT / "schemas").rglob("*.py")
    yield from (ROOT / "pages").rglob("*.py")
    if (ROOT / "dashboard.py").exists():
        yield ROOT / "dashboard.py"


def _said(tree: ast.AST) -> Iterator[tuple[int, str, bool]]:
    """Message keys a file says: line, key (or its beginning), whether the key is whole."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = SAYS.get(name)
        if place is None:
            continue
        given = (
            node.args[place]
            if len(node.args) > place
            else next((word.value for word in node.keywords if word.arg == "key"), None)
        )
        for part in [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.lineno, part.value, True
            elif isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                yield part.lineno, str(part.values[0].value), False


def test_every_key_that_the_code_says_exists() -> None:
    missing = []
    for path in _sources():
        for line, key, whole in _said(ast.parse(path.read_text(encoding="utf-8"))):
            if not (known(key) if whole else any(each.startswith(key) for each in load("kk"))):
                missing.append(f"{path.relative_to(ROOT)}:{line} {key}")
    assert sorted(missing) == []


def test_every_kind_of_pydantic_error_that_our_models_can_meet_has_words() -> None:
    """So that no Kazakh form shows Pydantic's English; core.errors.Problems makes the key from the kind."""
    # Kinds of things that no form of the office holds: functions, generators, raw bytes, objects of Python.
    foreign = re.compile(
        r"json_|no_such|needs_python|recursion_|invalid_key|get_attribute|dataclass_|named_tuple|default_factory|iter"
        r"|string_not_ascii|frozen_(dict|set)|ordered_dict|counter_|mapping_|deque_|set_item|bytes_(too|invalid)"
        r"|missing_(sentinel|argument|keyword|positional)|ellipsis|timezone_offset|is_(instance|subclass)|callable"
        r"|arguments_|unexpected_|multiple_argument|url_(syntax|too)|uuid_(type|version)|fraction_|complex_"
    )
    kinds = {error["type"]: error for error in list_all_errors()}
    asked = sorted(kind for kind in kinds if not foreign.match(kind))
    assert [kind for kind in asked if not known(f"errors.field.{kind}")] == []
    for kind in asked:
        wanted = placeholders(load("kk")[f"errors.field.{kind}"])
        assert wanted <= set(kinds[kind].get("example_context") or {}), kind


def test_streamlits_own_words_have_both_languages() -> None:
    script = (ROOT / "core" / "web" / "static" / "ui.js").read_text(encoding="utf-8")
    table = script[script.index("const WORDS = [") : script.index("// [pattern, Kazakh, Russian]")]
    quoted = r'"(?:[^"\\]|\\.)*"'
    rows = [json.loads(row) for row in re.findall(rf"\[\s*{quoted},\s*{quoted},\s*{quoted}\]", table)]
    assert len(rows) > 150 and len(rows) == table.count("[") - 1
    keys_of_keyboard = CODES | {"PNG"}
    for english, kazakh, russian in rows:
        for said in (kazakh, russian):
            assert said != english and re.search("[А-Яа-яӘә]", said), english
            assert set(re.findall(r"[A-Za-z]+", said)) <= keys_of_keyboard, said
    assert len({row[0] for row in rows}) == len(rows)


def test_every_term_of_the_glossary_has_three_languages() -> None:
    with (CATALOGUES / "glossary.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 350 and len({row["key"] for row in rows}) == len(rows)
    for row in rows:
        assert all(term(row["key"], lang).strip() for lang in LANGS), row["key"]
        assert re.search("[А-Яа-яӘә]", row["kk"]) and re.search("[А-Яа-я]", row["ru"]), row["key"]


def test_the_theme_has_ten_colours_in_light_and_dark() -> None:
    """Any other number makes Plotly fall back to its own blue and orange."""
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for scheme in ("light", "dark"):
        for kind in ("chartCategoricalColors", "chartSequentialColors", "chartDivergingColors"):
            assert len(set(theme[scheme][kind])) == 10, f"{scheme} {kind}"
