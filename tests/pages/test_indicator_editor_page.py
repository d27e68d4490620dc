"""The editor of an indicator on the page: choices in words, what is wrong beside its field, saving as a version."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import indicators, kinds
from core.desk import Desk
from core.i18n import t
from core.indicators.drafts import Draft
from schemas.base import Lang
from schemas.kinds import IndicatorKind, Sort
from schemas.words import Role
from tests.acts.test_indicators import office
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, strange_in, texts
from tests.pages.test_sheet_pages import tables

pytestmark = pytest.mark.usefixtures("shipped")
DATA = ("Пән", "Тегі", "Тест")


def draft_of(at: AppTest, code: str = "-") -> Draft:
    found: Draft = at.session_state[f"indicator:{code}"]
    return found


def widget(at: AppTest, path: str, of: str = "", row: int = -1, code: str = "") -> Any:
    """The widget of a field: of the whole or of a row of a list."""
    draft = draft_of(at, code or "-")
    place = getattr(draft, of)[row]["id"] if of else "all"
    start = f"v:indicator:{code}:{place}:{path}"
    every = (*at.text_input, *at.selectbox, *at.multiselect, *at.toggle, *at.date_input)
    return next(w for w in every if str(w.key) in (start, start + "kk", f"{start}:some:kk"))


def set_to(at: AppTest, path: str, value: Any, of: str = "", row: int = -1, code: str = "") -> None:
    widget(at, path, of, row, code).set_value(value).run()
    assert not at.exception, at.exception


def press(at: AppTest, key: str) -> None:
    next(b for b in at.button if b.key == key).click().run()
    assert not at.exception, at.exception


def save(at: AppTest, why: str) -> None:
    asked = "ask:indicator_editor.save"
    next(x for x in at.text_input if asked in str(x.key) and str(x.key).endswith(":why")).set_value(why).run()
    next(b for b in at.button if str(b.key).startswith(f"send-{asked}")).click().run()
    assert not at.exception, at.exception


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.senior_registrar, Role.management]))
def test_the_editor_speaks_in_words_of_the_fields(
    head: Desk, senior: Desk, open_page: Open, role: Role, lang: Lang
) -> None:
    if role is not Role.head:
        assert open_page("indicator", role, lang).info[0].value == t("errors.forbidden", lang)
        return
    office(head, senior, acts=12)
    for code in ("-", "sheets_on_time", "corrections", "duplicates_on_time", "diplomas_faulty"):
        at = open_page("indicator", role, lang, code=code)
        assert not at.exception and strange(at, lang, DATA) + strange_in(tables(at), lang, DATA) == [], code
        for box in (*at.selectbox, *at.multiselect):
            assert not [o for o in box.options if "_" in o or "@" in o], (code, box.label)
            assert len(set(box.options)) == len(box.options), "a list knows a field by its word"
    at = open_page("indicator", role, lang, code="nothing")
    assert at.info and not at.exception


def test_one_is_written_seen_refused_mended_and_saved(head: Desk, senior: Desk, open_page: Open) -> None:
    office(head, senior)
    at = open_page("indicator", Role.head)
    set_to(at, "name.kk", "Сессиядағы өткендер")
    set_to(at, "source", "results")
    assert draft_of(at).values["when"] == "@term"
    press(at, "indicator.add.counts")
    set_to(at, "field", "studies.record.state", "counts")
    set_to(at, "value", "passed", "counts")
    shown = tables(at)
    assert any("/" in cell for cell in shown), "numerator and denominator stand beside the form at once"
    set_to(at, "per", "жүз")
    said = " ".join(texts(at))
    assert t("errors.field.int_parsing", "kk") in said and widget(at, "per").value == "жүз"
    set_to(at, "per", "100")
    press(at, "indicator.add.aims")
    set_to(at, "value", "90,5", "aims")
    save(at, "Кеңес шешімі")
    assert not at.exception and at.query_params["code"]
    [kind] = [k for k in kinds.latest(head, Sort.indicator) if k.name.kk == "Сессиядағы өткендер"]
    body = kind.as_body(IndicatorKind)
    assert [c.value for c in body.counts] == ["passed"] and str(body.aims[0].value) == "90.5"
    assert kind.version == 1 and kind.code in {x.kind.code for x in indicators.board(head)}


def test_a_shipped_one_is_changed_as_a_further_version(head: Desk, open_page: Open) -> None:
    at = open_page("indicator", Role.head, code="appeals_upheld")
    set_to(at, "home", True, code="appeals_upheld")
    save(at, "Басшыға керек")
    newest, first = kinds.versions(head, Sort.indicator, "appeals_upheld")
    assert newest.as_body(IndicatorKind).home and not first.as_body(IndicatorKind).home
    assert not draft_of(at, "appeals_upheld").changed
