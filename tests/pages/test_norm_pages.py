"""The register and a document's page: every role and language, signing, the memo, a vote that cannot be, bad files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core import approvals, norm_documents, tasks
from core.access import RIGHTS
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.norm_documents import acks, comments, copies, life
from core.norm_documents import shipped as start
from core.users import actor_of
from schemas.base import LANGS, Lang
from schemas.norm_document import NormStage
from schemas.user import User
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.conftest import actor
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange
from tests.pages.test_contingent_pages import said

OWN = start.id_of(start.OWN)
DATA = ("ISO", "IT", "Тест")


@pytest.fixture
def office(shipped: Store) -> Store:
    start.ship(shipped)
    return shipped


@pytest.fixture
def head(office: Store) -> Desk:
    return Desk(actor(Role.head), office)


def vice_rector(store: Store) -> Desk:
    """Somebody of the leadership who is another person than the accounts of `sign_in`."""
    row = store.one("users", {"login": "vice"})
    user = User.model_validate(row) if row else User(login="vice", name="Тест", role=Role.management, order_number="1")
    if row is None:
        store.db["users"].insert_one(plain(user))
    return Desk(actor_of(user), store)


def agree(store: Store, version: str) -> None:
    vice = vice_rector(store)
    [one] = [a for a in approvals.of_subject(vice, version) if a.at is not None]
    approvals.agree(vice, one.id, one.revision, Why())


def out_for_comments(head: Desk) -> str:
    """A change of the regulation out for comments, with one of them; the id of the version."""
    vice_rector(head.store)
    memo = {"number": "15", "day": head.today(), "about": "Күні түзетіледі"}
    v = life.memo(head, OWN, memo, Why())
    agree(head.store, v.id)
    v = norm_documents.version(head, v.id)
    v = life.write(head, v.id, v.revision, {"edition": "2026-2", "changes": [{"text": "7-3 түзетілді"}]}, Why())
    v = life.put_text(head, v.id, v.revision, ("ереже.pdf", pdf()), Why())
    v = life.circulate(head, v.id, v.revision, head.today() + timedelta(3), Why())
    comments.comment(head, v.id, {"text": "Атауы да түзетілсін"}, Why())
    return v.id


def press(at: AppTest, name: str) -> AppTest:
    [send] = [b for b in at.button if str(b.key).startswith("send-") and name in str(b.key)]
    return send.click().run()


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_everybody_reads_the_register_and_a_document(open_page: Open, office: Store, role: Role, lang: Lang) -> None:
    at = open_page("norm_documents", role, lang)
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    assert len(at.dataframe[0].value) == len(start.entries())
    new = [b for b in at.button if b.label == t("norms_ui.new", lang)]
    assert bool(new) == ("norm.edit" in RIGHTS[role])
    at = open_page("norm_document", role, lang, id=OWN)
    assert not at.exception and not at.error and strange(at, lang, DATA) == []
    assert any(b.label == t("norms_ui.sign", lang) for b in at.button)
    at = open_page("norm_document", role, lang, id=OWN, tab="readers")
    assert bool(at.metric) == ("norm.control" in RIGHTS[role])


@pytest.mark.parametrize("lang", LANGS)
def test_every_part_speaks_the_users_language(open_page: Open, head: Desk, lang: Lang) -> None:
    version = out_for_comments(head)
    current = norm_documents.get(head, OWN).current
    assert current is not None
    given = {"kind": "copy", "holder": "Кафедра", "given": head.today()}
    copies.give(head, current.id, given, Why())
    acks.acknowledge(head, current.id, Why())
    for tab in ("life", "text", "sheets", "readers", "copies", "card"):
        at = open_page("norm_document", Role.senior_registrar, lang, id=OWN, tab=tab, version=version)
        assert not at.exception and not at.error, tab
        assert strange(at, lang, (*DATA, "head", "adilet")) == [], tab
    at = open_page("norm_documents", Role.senior_registrar, lang, view="coming")
    assert len(at.dataframe[0].value) == 1
    at = open_page("norm_documents", Role.head, lang, new="1")
    assert not at.exception and strange(at, lang, DATA) == []


def test_a_teacher_signs_from_the_page_and_the_inbox_asks_no_more(open_page: Open, office: Store) -> None:
    at = open_page("inbox", Role.teacher)
    assert t("norms_ui.waiting", "kk") in said(at)
    at = open_page("norm_document", Role.teacher, id=OWN)
    at = press(at, "norms_ui.sign")
    assert not at.exception and not at.error
    row = office.one("acknowledgements", {"person": {"$regex": "Тест"}}) or {}
    assert row["document"]["id"] == OWN and row["status"] == "signed"
    assert t("norms_ui.waiting", "kk") not in said(open_page("inbox", Role.teacher))
    assert not any(b.label == t("norms_ui.sign", "kk") for b in open_page("norm_document", Role.teacher, id=OWN).button)


def test_a_memo_is_sent_from_the_page_and_the_vice_rector_has_it(open_page: Open, head: Desk) -> None:
    vice = vice_rector(head.store)
    at = open_page("norm_document", Role.head, id=OWN)
    at = press(at, f"norm.memo:{OWN}")
    assert t("errors.field.missing", "kk") in said(at) and norm_documents.get(head, OWN).coming is None
    for field in at.text_input:
        if "norm.memo" in str(field.key):
            field.set_value("15")
    [about] = [x for x in at.text_area if "norm.memo" in str(x.key)]
    about.set_value("Бұйрықтың күні түзетіледі")
    at = press(at, f"norm.memo:{OWN}")
    assert not at.exception and not at.error
    assert norm_documents.versions(head, OWN)[0].status is NormStage.memo
    assert "15" in said(at)
    assert [w.task.subject and w.task.subject.id for w in tasks.mine(vice)] == [
        norm_documents.versions(head, OWN)[0].id
    ]


def test_nine_votes_of_eight_are_refused_beside_their_field_and_what_was_typed_stays(
    open_page: Open, head: Desk
) -> None:
    version = out_for_comments(head)
    [one], _ = norm_documents.of_version(head, version)
    comments.answer(head, one.id, one.revision, {"status": "taken"}, Why())
    v = norm_documents.version(head, version)
    life.send(head, v.id, v.revision, Why())
    agree(head.store, version)
    at = open_page("norm_document", Role.head, id=OWN)

    def put(at: AppTest, name: str, value: object) -> None:
        drawn = (*at.text_input, *at.number_input, *at.date_input)
        [field] = [f for f in drawn if f"norm.adopt:{version}" in str(f.key) and str(f.key).endswith(f":{name}")]
        field.set_value(value)  # type: ignore[arg-type]

    for name, value in (("protocol", "4"), ("present", "8"), ("for_", "9"), ("day", head.today())):
        put(at, name, value)
    at = press(at, f"norm.adopt:{version}")
    assert not at.exception
    wrong = t("norms.more_for_than_present", "kk", for_=9, present=8)
    assert wrong in said(at).replace("\\", ""), said(at)
    assert [f.value for f in at.text_input if str(f.key).endswith(":for_")] == ["9"]
    assert norm_documents.version(head, version).status is NormStage.agreed
    put(at, "for_", "6")
    at = press(at, f"norm.adopt:{version}")
    assert not at.exception and norm_documents.version(head, version).status is NormStage.in_force


@pytest.mark.parametrize("address", [{}, {"id": "no"}, {"id": OWN, "tab": "x", "version": "y"}])
def test_an_address_that_leads_nowhere_is_answered(open_page: Open, office: Store, address: dict[str, str]) -> None:
    at = open_page("norm_document", Role.teacher, "ru", **address)
    assert not at.exception and at.button
