"""The page of reports: everybody may write with his name, the auditor takes the post out and answers."""

from __future__ import annotations

import pytest

from core import concerns
from core.concerns import box
from core.db.store import Store
from core.i18n import t
from schemas.base import Lang
from schemas.concern import ConcernState, ConcernTopic
from schemas.words import Role
from tests.acts.test_concerns import DAY, WORDS
from tests.pages.roles import met
from tests.pages.seen import strange


def pressed(at, label: str):  # type: ignore[no-untyped-def]
    return next(b for b in at.button if b.label == label)


@pytest.mark.parametrize(("role", "lang"), met([r for r in Role if r is not Role.auditor]))
def test_everybody_may_write_and_nobody_reads(open_page, store: Store, role: Role, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    concerns.drop(store, box.ticket(), "other", "Бөгде хат, оны ешкім оқымайды", DAY)
    at = open_page("concerns", role, lang)
    assert not at.exception and strange(at, lang) == []
    assert not at.dataframe and not at.metric and "Бөгде хат" not in str(at)
    at.selectbox[0].select(ConcernTopic.mark.label(lang))
    at.text_area[0].input(WORDS)
    at = pressed(at, t("concerns.send_named", lang)).click().run()
    assert not at.exception
    letter = store.rows("concern_letters", {"about": "mark"})[0]
    assert letter["text"] == WORDS and letter["sender"].startswith("Тест")
    assert box.hash_of(at.code[0].value) == letter["code"]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_auditor_takes_the_post_answers_and_ends_it(open_page, store: Store, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    concerns.drop(store, box.ticket(), "bribe", WORDS, DAY)
    at = open_page("concerns", Role.auditor, lang)
    assert not at.exception and at.metric[0].value == "1"
    at = next(b for b in at.button if (b.key or "").startswith("send-ask:concerns.take")).click().run()
    assert not at.exception and len(at.dataframe[0].value) == 1
    (row,) = store.rows("concerns", {})
    at = open_page("concerns", Role.auditor, lang, id=row["_id"])
    assert not at.exception and strange(at, lang, (WORDS,)) == []
    assert any("305" in m.value for m in at.markdown)
    at.text_area[0].input("Хабарыңыз тексерілуде")
    at = pressed(at, t("concerns.answer", lang)).click().run()
    assert not at.exception and any("тексерілуде" in m.value for m in at.markdown)
    at = next(b for b in at.button if (b.key or "").startswith("send-ask:concerns.to_unfounded")).click().run()
    assert not at.exception and store.one("concerns", {})["state"] == ConcernState.unfounded.value  # type: ignore[index]
