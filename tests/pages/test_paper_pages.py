"""The pages of papers, templates and the institution's card: every role, every language; a paper through its life."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core import kinds, students
from core.access import RIGHTS
from core.db.store import Store
from core.desk import Desk, Why
from core.papers import acts, life
from schemas.base import Lang, Ref, Text
from schemas.paper import Paper, PaperState
from schemas.reference import Office, Signer
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Role
from tests.acts.test_sheets import put
from tests.conftest import actor
from tests.pages.conftest import FACULTY, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts
from tests.signing_kit import WHOSE, give_key

PAGES = {"papers": "paper.read", "paper": "paper.read", "template": "kind.read", "institution": "office.edit"}
DATA = ("Тест head",)


@pytest.fixture
def desk(shipped: Store) -> Desk:
    made = Desk(actor(Role.head), shipped)
    put(made, Office(
        _id="office", name=Text(kk="Консерватория"), office_name=Text(kk="Офис-тіркеуші"), city=Text(kk="Алматы"),
        signers=[Signer(post=Text(kk="Бөлім басшысы"), name=Text(kk="Әлиев"))],
    ))  # fmt: skip
    return made


@pytest.fixture
def paper(desk: Desk) -> Paper:
    name = Name(last="Әбенова", first="Қарлығаш")
    study = StudyProfile(id="s1", faculty=FACULTY, programme=Ref(id="p", label=Text(kk="6B02103 Музыка")), year=1)
    person = students.admit(desk, Profile(number="21-017", name=name, iin_absent_reason="x"), study, Why("x"))
    return acts.request(desk, "place_of_study", person.id, "s1", {"lang": "kk"}, Why("x"))


def made(desk: Desk, paper: Paper) -> Paper:
    return acts.make(desk, paper.id, paper.revision, Why())


@pytest.mark.parametrize(("role", "lang"), met([Role.head, Role.registrar, Role.management, Role.teacher]))
def test_each_page_opens_for_its_roles_and_refuses_the_others(
    open_page: Open, desk: Desk, paper: Paper, role: Role, lang: Lang
) -> None:  # fmt: skip
    done = made(desk, paper)
    for page, right in PAGES.items():
        address = {"paper": {"paper": paper.id}, "template": {"code": "place_of_study"}}.get(page, {})
        at = open_page(page, role, lang, **address)
        assert not at.exception, (page, at.exception)
        if right in RIGHTS[role]:
            assert at.title, (page, role)
        else:
            assert not at.title
        if lang != "en" and page != "template":
            assert strange(at, lang, (*DATA, *(done.code or "").split("-"))) == [], page


def press(at: Any, label: str) -> Any:
    button = next(b for b in at.button if b.label == label and b.key and b.key.startswith("send-"))
    return button.click().run()


def test_a_paper_is_made_from_its_page(open_page: Open, desk: Desk, paper: Paper) -> None:
    at = open_page("paper", paper=paper.id)
    at = press(at, "Жасау")
    assert not at.exception
    done = desk.store.load(Paper, paper.id)
    assert done.state is PaperState.made and done.file_hash
    assert any("Жасалды" in t for t in texts(at))


def test_four_eyes_are_told_on_the_page(open_page: Open, desk: Desk, paper: Paper) -> None:
    at = press(open_page("paper", paper=paper.id), "Жасау")
    at = press(at, "Тексердім")
    assert at.error and desk.store.load(Paper, paper.id).checker is None


def test_a_signed_paper_is_handed_over(open_page: Open, desk: Desk, paper: Paper) -> None:
    done = made(desk, paper)
    life.sign(Desk(actor(Role.management), desk.store), Paper, done.id, done.revision, Why())
    at = open_page("paper", paper=paper.id)
    at = next(t for t in at.text_input if t.label.startswith("Кімге берілді")).set_value("Бөтен").run()
    at = press(at, "Беру")
    assert any("сенімхат" in t for t in texts(at))
    at = next(t for t in at.text_input if t.label.startswith("Сенімхат")).set_value("№ 5").run()
    at = press(at, "Беру")
    assert not at.exception and desk.store.load(Paper, paper.id).state is PaperState.handed


def test_a_paper_is_requested_from_the_list_and_the_card(open_page: Open, desk: Desk, paper: Paper) -> None:
    at = open_page("papers", student="21-017")
    assert any(s.label == "Кімге" and s.value for s in at.selectbox)
    at = open_page("student", id=paper.student.id)
    at.session_state[f"v:tab:{paper.student.id}"] = "papers"
    at = at.run()
    assert not at.exception and at.dataframe
    assert any(s.label == "Қандай құжат" for s in at.selectbox)


def test_the_editor_names_the_fault_and_keeps_a_good_version(open_page: Open, desk: Desk) -> None:
    at = open_page("template", code="place_of_study")
    area = next(a for a in at.text_area if "Орысша" in a.label or "орыс" in a.label.lower())
    at = area.set_value("Имя:\n{{ student.nmae }}").run()
    assert any("student.name" in t.replace("\\", "") and "2-жол" in t.replace("\\", "") for t in texts(at))
    area = next(a for a in at.text_area if a.key == area.key)
    at = area.set_value("Имя: {{ student.name }}").run()
    assert not at.exception
    why = next(t for t in at.text_input if t.label.startswith("Себебі"))
    at = why.set_value("анық болсын").run()
    at = press(at, "Жаңа нұсқа сақтау")
    assert not at.exception
    assert kinds.versions(desk, "template", "place_of_study")[0].version == 2


def test_a_new_certificate_is_described_and_seen_before_it_is_kept(open_page: Open, desk: Desk) -> None:
    at = open_page("template", code="-")
    area = next(a for a in at.text_area if a.key.endswith(":kk"))
    at = area.set_value("Мәтін {{ student.name }}").run()
    assert not at.exception
    assert not any("Тым қысқа" in t for t in texts(at))  # it is looked at without a heading, too
    next(t for t in at.text_input if t.label == "Коды").set_value("Бос орын")
    next(t for t in at.text_input if t.key.endswith(":name:kk")).set_value("Жаңа үлгі")
    next(t for t in at.text_input if t.label.startswith("Себебі")).set_value("керек")
    at = press(at.run(), "Жаңа нұсқа сақтау")
    # What is refused stands under its field; the reason is put away, and kept.
    assert not at.exception and not at.error
    drawn = [getattr(x, "label", None) or getattr(x, "value", "") for x in at.expander[0]]
    assert ":red" in drawn[drawn.index("Коды") + 1] and "Тым қысқа" in " ".join(map(str, drawn))
    assert next(t for t in at.text_input if t.label.startswith("Себебі")).value == "керек"
    next(t for t in at.text_input if t.label == "Коды").set_value("")
    next(t for t in at.text_input if t.key.endswith(":title:kk")).set_value("Жаңа")
    at = press(at.run(), "Жаңа нұсқа сақтау")
    assert not at.exception
    assert kinds.versions(desk, "template", "zhana_ulgi")[0].name.kk == "Жаңа үлгі"


def test_the_institution_reads_how_the_signing_key_stands_and_a_paper_what_its_file_bears(
    open_page: Open, desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("OFFICE_SIGN_P12", raising=False)
    assert any("қолтаңба кілті берілмеген" in c.value for c in open_page("institution", Role.head).caption)
    give_key(monkeypatch, tmp_path, ends=desk.now() + timedelta(days=20))
    assert any(WHOSE in w.value and "20 күн" in w.value for w in open_page("institution", Role.head).warning)
    done = made(desk, paper)
    at = open_page("paper", Role.head, paper=paper.id)
    at.toggle(key=f"files:{done.id}").set_value(True).run()
    assert any(WHOSE in c.value for c in at.caption) and at.text_input(key=f"v:to:{done.id}")
    give_key(monkeypatch, tmp_path, ends=desk.now() - timedelta(days=1))
    assert any("мерзімі аяқталған" in e.value for e in open_page("institution", Role.head).error)
    other = acts.request(desk, "place_of_study", paper.student.id, paper.study, {"lang": "kk"}, Why("x"))
    made(desk, other)
    at = open_page("paper", Role.head, paper=other.id)
    at.toggle(key=f"files:{other.id}").set_value(True).run()
    assert any("Файлда электрондық қолтаңба жоқ" in c.value and "аяқталған" in c.value for c in at.caption)
