"""The import screen, opened and used as a registrar does."""

from __future__ import annotations

import time

import pytest

from core import imports, rulebooks, students
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.acts.test_imports import TWO, bring, csv
from tests.pages.seen import strange


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_is_checked_and_accepted(open_page, senior: Desk, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    at = open_page("imports", Role.senior_registrar, lang)
    assert not at.exception
    at.file_uploader[0].upload("people.csv", TWO, "text/csv").run()
    assert not at.exception, at.exception
    check = next(b for b in at.button if b.label == t("imports.page.check", lang))
    check.click().run()
    assert not at.exception, at.exception
    figures = {m.label: m.value for m in at.metric}
    assert figures[t("imports.created", lang)] == "2" and figures[t("imports.problem", lang)] == "0"
    why = next(i for i in at.text_input if "why" in i.key and not i.key.endswith(("kind", "number", "day")))
    why.set_value("қабылдау тізімі").run()
    next(b for b in at.button if (b.key or "").startswith("send-ask:imports.page.accept")).click().run()
    assert not at.exception, at.exception
    for _ in range(300):
        if senior.store.count("imports", {}):
            break
        time.sleep(0.1)
    assert students.count(senior) == 2
    said = " ".join(m.value for m in at.markdown) + " ".join(c.value for c in at.caption)
    assert "imports." not in said


def test_problems_are_shown_by_row_and_nothing_can_be_accepted(open_page, senior: Desk) -> None:  # type: ignore[no-untyped-def]
    at = open_page("imports", Role.senior_registrar)
    at.file_uploader[0].upload("people.csv", csv("1;А;Б;;;", "1;А;Б;x;;"), "text/csv").run()
    next(b for b in at.button if b.label == t("imports.page.check", "kk")).click().run()
    assert not at.exception, at.exception
    table = at.dataframe[0].value
    assert table[t("imports.row", "kk")].tolist() == ["2", "3"]
    assert t("errors.field.iin_or_reason", "kk") in table[t("imports.reasons", "kk")].tolist()
    assert not [b for b in at.button if b.key and b.key.startswith("send-ask:imports.page.accept")]


def test_history_is_seen_and_only_who_may_brings_in_or_undoes(open_page, senior: Desk) -> None:  # type: ignore[no-untyped-def]
    bring(senior, TWO)
    at = open_page("imports", Role.management)
    assert not at.exception and not at.file_uploader
    assert "f.csv" in at.dataframe[-1].value.to_string()
    assert not [b for b in at.button if b.key and "undo" in b.key]
    at = open_page("imports", Role.registrar)
    assert at.info[0].value == t("errors.forbidden", "kk") and not at.dataframe


def test_a_refused_undo_says_who_depends_on_it(open_page, senior: Desk) -> None:  # type: ignore[no-untyped-def]
    line = bring(senior, TWO)
    row = students.listed(senior, "абенова")[0]
    students.edit(senior, row["_id"], row["revision"], {"citizenship": "KZ"}, Why("б"))
    at = open_page("imports", Role.head)
    next(i for i in at.text_input if "why" in i.key).set_value("қате").run()
    next(b for b in at.button if (b.key or "").startswith("send-ask:imports.page.undo")).click().run()
    assert not at.exception, at.exception
    for _ in range(300):
        if len(at.error):  # the work may be over before the page that began it is drawn
            break
        time.sleep(0.1)
        at.run()
    assert "1" in at.error[0].value and imports.history(senior)[0].id == line.id
    assert imports.history(senior)[0].state == "accepted"


def test_totals_of_another_system_stand_beside_ours(open_page, head: Desk, senior: Desk) -> None:  # type: ignore[no-untyped-def]
    bring(senior, TWO)
    rulebooks.install(head, "kz-2022")
    at = open_page("imports", Role.senior_registrar, "ru")
    at.file_uploader[1].upload("totals.csv", "Группа;Студентов;Заметка\nОС-1;2;x".encode(), "text/csv").run()
    assert not at.exception and t("imports.totals.all", "ru", n=1) in at.success[0].value
    assert any("Заметка" in i.value for i in at.info), "a column that is not compared is named"
    at.file_uploader[1].upload("totals.csv", "Группа;Студентов\nОС-1;3".encode(), "text/csv").run()
    assert not at.exception and t("imports.totals.some", "ru", n=1, of=1) in at.warning[0].value
    assert strange(at, "ru", ("totals.csv", "f.csv")) == []
