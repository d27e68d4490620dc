"""Permissions to copy, the comparison of versions and the clause table on their pages, in every role and language."""

from __future__ import annotations

import pytest

from core import files
from core.access import RIGHTS
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.norm_documents import permits
from schemas.base import LANGS, Lang, Text
from schemas.norm_document import NormDocument, NormSort, NormVersion
from schemas.words import Role
from tests.acts.class_kit import put
from tests.acts.job_kit import worker
from tests.pages.conftest import Open
from tests.pages.seen import strange
from tests.pages.test_contingent_pages import said


@pytest.fixture
def head(shipped: Store) -> Desk:
    """A document with two versions, and a permission asked for."""
    desk = worker(shipped, Role.head)
    worker(shipped, Role.management)
    document = put(desk, NormDocument(_id="reg", code="01", name=Text(kk="Ереже"), sort=NormSort.regulation))
    for n, words in ((1, "Бірінші тармақ.\nЕкінші тармақ."), (2, "Бірінші тармақ.\nҮшінші тармақ.")):
        file = files.keep(desk, f"{n}.txt", words.encode(), "norm")
        put(desk, NormVersion(_id=f"v{n}", document=document.ref(), sort=NormSort.regulation, n=n, file=file))
    wish = {"document": document.ref().model_dump(), "holder": "123", "purpose": "123", "until": desk.today()}
    permits.ask(desk, wish, Why())
    return desk


@pytest.mark.parametrize("page", ["norm_permits", "norm_compare", "clauses"])
@pytest.mark.parametrize("role", list(Role))
def test_each_opens_for_its_roles(open_page: Open, head: Desk, role: Role, page: str) -> None:
    at = open_page(page, role, id="reg")
    assert not at.exception and bool(at.title) == ("norm.read" in RIGHTS[role])
    if page == "norm_permits":
        assert bool(at.expander) == ("norm.edit" in RIGHTS[role])


@pytest.mark.parametrize("lang", LANGS)
def test_they_speak_the_users_language(open_page: Open, head: Desk, lang: Lang) -> None:
    [permit] = permits.listed(head)
    at = open_page("norm_permits", Role.head, lang, id=permit.id)
    assert strange(at, lang, ("head",)) == [] and t("permits.no_uses", lang) in said(at)
    at = open_page("norm_compare", Role.head, lang, id="reg")
    assert t("comparing.figures", lang, gone=1, new=1) in said(at)
    assert "Үшінші тармақ." in said(at)
    at = open_page("clauses", Role.auditor, lang)
    assert strange(at, lang) == [] and "33-10" in said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_the_end_of_the_work_is_asked_by_the_head_alone(open_page: Open, head: Desk, lang: Lang) -> None:
    at = open_page("ending", Role.head, lang)
    assert strange(at, lang, ("head",)) == [] and at.expander and t("ending.make", lang) in {b.label for b in at.button}
    at = open_page("ending", Role.teacher, lang)
    assert at.title and not at.expander and not at.exception
