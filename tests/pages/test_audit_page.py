"""The page of the trail: entries, old and new values, the verification and what it names."""

from __future__ import annotations

import pytest

from core import students
from core.desk import Desk, Why
from core.i18n import t
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.acts.job_kit import ended
from tests.acts.test_students import person, study


@pytest.mark.parametrize("lang", LANGS)
def test_entries_show_old_and_new_in_words(open_page, head: Desk, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    made = students.admit(head, person(), study(), Why("қабылдау"))
    changes = {"studies.st1.group": "ОС-1", "contacts.phone": "+7 701 1112233", "name.first": "Айым"}
    students.edit(head, made.id, 1, changes, Why("топ"))
    entry = head.store.rows("audit_events", {"seq": 2})[0]
    at = open_page("audit", Role.auditor, lang, entry=entry["_id"])
    assert not at.exception
    table = at.dataframe[1].value
    assert "Айым" in table[t("audit.now", lang)].tolist()
    assert "ОС-1" in table[t("audit.now", lang)].tolist()
    assert "•••" in table[t("audit.now", lang)].tolist()
    everything = " ".join(str(d.value.to_dict()) for d in at.dataframe)
    assert "1112233" not in everything and "#" not in everything
    assert "audit." not in everything + " ".join(m.value for m in at.markdown)


def test_those_without_the_right_are_refused(open_page, head: Desk) -> None:  # type: ignore[no-untyped-def]
    at = open_page("audit", Role.teacher)
    assert not at.exception and not at.dataframe
    assert at.info[0].value == t("errors.forbidden", "kk")


def test_verification_names_what_was_changed_in_the_database(open_page, head: Desk) -> None:  # type: ignore[no-untyped-def]
    made = students.admit(head, person(), study(), Why("қабылдау"))
    head.store.db["students"].update_one({"_id": made.id}, {"$set": {"name.first": "Басқа"}})
    at = open_page("audit", Role.auditor)
    at.button[-1].click().run()
    ended(head.store, head.store.rows("runs", {"kind": "audit.verify"})[0]["_id"])
    at = open_page("audit", Role.auditor)
    table = at.dataframe[-1].value.to_dict("records")
    assert any("Аты" in str(r) and "Басқа" in str(r) for r in table)
