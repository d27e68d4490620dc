"""The hearing page: who may write, who only reads, who is turned away; every language; typing to a signed protocol."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from core import rulebooks
from core.attestation import protocols
from core.attestation.protocols import drafts, paper
from core.db.store import Store
from core.desk import Why
from schemas.attestation import Candidacy, Protocol, Sitting
from schemas.base import LANGS, Lang
from schemas.words import Role
from tests.acts.attestation_kit import Graduates, graduates
from tests.acts.test_protocols import opened, signed, typed
from tests.pages.conftest import TEACHER, Open
from tests.pages.seen import strange, texts

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def made(store: Store) -> Graduates:
    """A commission whose secretary is the person of the pages' accounts."""
    found = graduates(store)
    rulebooks.install(found.desk, "kz-2022")
    return found


def of_account(g: Graduates, s: Sitting, found: list[Candidacy]) -> Sitting:
    """The same sitting, of which the account's person is one of the staff."""

    def work(tx: Any) -> Sitting:
        for c in found:
            now = tx.get(Candidacy, c.id, scoped=False)
            now.people = [*now.people, TEACHER.id]
            tx.save(now)
        now = tx.get(Sitting, s.id, scoped=False)
        now.people = [*now.people, TEACHER.id]
        return tx.save(now)  # type: ignore[no-any-return]

    return g.desk.transact("reference.edit", work, Why("сынақ"))


def words(at: AppTest) -> str:
    return "\n".join(texts(at)).replace("\\", "")


def sign(at: AppTest) -> None:
    at.button(key=next(b.key for b in at.button if b.key and b.key.startswith("send-touch:protocols.sign"))).click()
    at.run()


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_speaks_the_users_language_before_and_after_signing(
    made: Graduates, open_page: Open, lang: Lang
) -> None:
    s, found = opened(made)
    signed(made.desk, s, found[0])
    typed(made.desk, s, found[1], {("agreed", "score"): "45", ("q1", "text"): "Сұрақ"})
    for who in found:
        at = open_page("sitting", Role.head, lang, id=s.id, who=who.id)
        assert not at.exception and not at.error
        data = ("Құрманғазы", "Сарыарқа", "head", *(x.called for x in made.commission.seats))
        assert strange(at, lang, (*data, *[c.student.label.kk for c in found], "N-")) == []


def test_the_secretary_writes_his_own_sitting_and_signs(made: Graduates, open_page: Open) -> None:
    s, found = opened(made)
    s = of_account(made, s, found)
    at = open_page("sitting", Role.secretary, id=s.id)
    assert not at.exception
    account = made.store.one("users", {"login": "secretary.kk"})
    assert account is not None
    key = drafts.place_of(s.id, found[0].id)
    made.store.db["drafts"].insert_one({
        "_id": f"{key}|agreed|score|{account['_id']}", "sheet": key, "student": "agreed", "column": "score",
        "text": "92", "user": account["_id"], "name": account["name"], "at": made.desk.now(), "finished": True,
    })  # fmt: skip
    at.run()
    assert "92 · A-" in words(at)
    sign(at)
    assert not at.exception
    row = made.store.one("protocols", {"candidacy": found[0].id})
    assert row is not None and (row["number"], row["letter"]) == ("2027-0001", "A-")
    assert "Қол қойылды: № 2027-0001" in words(at)


def test_a_missing_mark_is_told_in_words_and_nothing_is_signed(made: Graduates, open_page: Open) -> None:
    s, _ = opened(made)
    at = open_page("sitting", Role.head, id=s.id)
    sign(at)
    assert any("Комиссия бағасы: Баға қойылмаған" in e.value for e in at.error)
    assert made.store.count("protocols", {}) == 0


def test_two_texts_stand_side_by_side_until_one_is_chosen(made: Graduates, open_page: Open) -> None:
    s, found = opened(made)
    open_page("sitting", Role.head, id=s.id)
    account = made.store.one("users", {"login": "head.kk"})
    assert account is not None
    for user, text in ((account["_id"], "92"), ("u-other", "95")):
        key = drafts.place_of(s.id, found[0].id)
        made.store.db["drafts"].insert_one({
            "_id": f"{key}|agreed|score|{user}", "sheet": key, "student": "agreed", "column": "score", "text": text,
            "user": user, "name": f"Адам {text}", "at": made.desk.now(), "finished": True,
        })  # fmt: skip
    at = open_page("sitting", Role.head, id=s.id)
    assert "Адам 95" in words(at)
    at.button(key=next(b.key for b in at.button if b.label.startswith("95 "))).click().run()
    assert not at.exception
    kept = made.store.rows("drafts", {"sheet": drafts.place_of(s.id, found[0].id), "column": "score"})
    assert [(r["user"], r["text"]) for r in kept] == [(account["_id"], "95")]


def test_the_auditor_reads_and_writes_nothing(made: Graduates, open_page: Open) -> None:
    s, found = opened(made)
    signed(made.desk, s, found[0])
    for who, told in ((found[0], "№ 2027-0001"), (found[1], "Хаттамасы әлі жазылмаған")):
        at = open_page("sitting", Role.auditor, id=s.id, who=who.id)
        assert not at.exception and told in words(at)
        keys = [b.key or "" for b in at.button]
        assert not [k for k in keys if k.startswith("send-")]


def test_who_is_not_of_the_sitting_is_refused_calmly(made: Graduates, open_page: Open) -> None:
    s, _ = opened(made)
    for role in (Role.teacher, Role.secretary):
        at = open_page("sitting", role, id=s.id)
        assert not at.exception and at.error and "Студент00" not in words(at)
    at = open_page("sitting", Role.hr, id=s.id)
    assert not at.exception and at.info and not at.error


def test_the_way_goes_from_one_graduate_to_the_next(made: Graduates, open_page: Open) -> None:
    s, found = opened(made)
    at = open_page("sitting", Role.head, id=s.id)
    assert [h.value for h in at.subheader][:1] == [found[0].student.label.kk]
    at.button(key="step:next").click().run()
    assert [h.value for h in at.subheader][:1] == [found[1].student.label.kk]
    at.button(key=f"slot:{found[0].id}").click().run()
    assert [h.value for h in at.subheader][:1] == [found[0].student.label.kk]
    assert at.button(key="step:previous").disabled


def test_a_correction_that_lacks_its_paper_is_refused_beside_the_fields(made: Graduates, open_page: Open) -> None:
    s, found = opened(made)
    p = signed(made.desk, s, found[0], "62")
    at = open_page("sitting", Role.head, id=s.id, who=found[0].id)
    at.text_input(key=f"correct:{p.id}:score").set_value("171")
    at.text_area(key=f"correct:{p.id}:note").set_value("Апелляция")
    send = next(b.key for b in at.button if b.key and b.key.startswith("send-ask:protocols.correct"))
    form = str(send).removeprefix("send-")
    next(x for x in at.text_input if x.key and form in x.key and x.key.endswith("why")).set_value("апелляция")
    at.button(key=send).click().run()
    assert not at.exception
    assert "Шешімнің нөмірі мен күнін жазыңыз" in words(at) and "171" in words(at)
    assert at.text_area(key=f"correct:{p.id}:note").value == "Апелляция"
    assert made.store.count("protocols", {}) == 1 and made.store.load(Protocol, p.id).replaced is None


def test_the_paper_of_the_day_holds_every_protocol_in_both_languages(made: Graduates) -> None:
    s, found = opened(made)
    signed(made.desk, s, found[0])
    mark = typed(made.desk, s, found[1], {("noshow", "value"): "absent"})
    protocols.sign(made.desk, s.id, found[1].id, mark, Why())
    papers: tuple[tuple[Lang, str, str], ...] = (
        ("kk", "Аттестаттау комиссиясы отырысының хаттамасы", "Келмеді"),
        ("ru", "Протокол заседания аттестационной комиссии", "Не явился"),
    )
    for lang, title, absent in papers:
        pages = PdfReader(BytesIO(paper.day(made.desk, s.id, lang))).pages
        assert len(pages) == 3
        listed, *each = [page.extract_text() for page in pages]
        assert absent in listed and "2027-0001" in listed and "2027-0002" in listed
        assert [n for n, text in enumerate(each, 1) if title in text and f"2027-000{n}" in text] == [1, 2]
