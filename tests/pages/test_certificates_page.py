"""The page of certificates: roles and languages, a group in one press, the owed, the archive, the book."""

from __future__ import annotations

from typing import Any

import pytest

from core.access import RIGHTS
from core.db.store import Store
from core.papers import many
from schemas.base import Lang
from schemas.paper import Paper
from schemas.words import Role
from tests.acts.certificate_kit import expelled, made, office, pupil, stock
from tests.acts.job_kit import ended
from tests.acts.order_kit import Staff
from tests.pages.conftest import Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

PARTS = ("many", "owed", "archive", "book")


@pytest.fixture
def people(shipped: Store) -> Staff:
    return office(shipped)


def press(at: Any, label: str, start: str = "send-") -> Any:
    return next(b for b in at.button if b.label == label and (b.key or "").startswith(start)).click().run()


def field(at: Any, label: str) -> Any:
    return next(t for t in (*at.text_input, *at.text_area, *at.date_input) if t.label.startswith(label))


@pytest.mark.parametrize(
    ("role", "lang"), met([Role.head, Role.registrar, Role.management, Role.auditor, Role.teacher])
)
def test_every_part_opens_for_its_roles(open_page: Open, people: Staff, role: Role, lang: Lang) -> None:
    one = pupil(people, 1)
    order = expelled(people, [one, pupil(people, 2)])
    stock(people)
    paper = made(people.author, "incomplete", one)
    for part in PARTS:
        at = open_page("certificates", role, lang, part=part, order=order.id if part == "owed" else "")
        assert not at.exception, (part, at.exception)
        if "paper.read" not in RIGHTS[role]:
            assert not at.title
        elif lang != "en":
            assert strange(at, lang, (paper.code or "-", "Traditional Art")) == [], part
        else:
            assert at.title


def test_a_group_is_checked_by_name_and_then_made_in_one_press(open_page: Open, people: Staff) -> None:
    pupils = [pupil(people, n, group="ДМБ-1") for n in (1, 2)]
    bare = pupil(people, 3, group="ДМБ-1", programme=None)
    left = pupil(people, 4, group="ДМБ-1", status="expelled")
    at = open_page("certificates", group="ДМБ-1")
    assert left.id not in {p[0] for p in at.multiselect[0].value}  # found, not chosen
    next(s for s in at.selectbox if s.label == "Анықтама түрі").set_value("place_of_study")
    field(at, "Қайда ұсынылады").set_value("Банк")
    at = press(at.run(), "Жасау")
    assert any("ештеңе жасалған жоқ" in t for t in texts(at)) and people.store.count("papers", {}) == 0
    assert "Студент03 А" in str(at.markdown) + " ".join(texts(at)) + " ".join(str(t.value) for t in at.table)
    at = next(b for b in at.button if b.label == "Оларды тізімнен шығару").click().run()
    assert bare.id not in {p[0] for p in at.multiselect[0].value}
    at = press(at, "Жасау")
    assert not at.exception
    row = people.store.one("runs", {"kind": many.MAKE}) or {}
    ended(people.store, row["_id"])
    at = at.run()
    assert not at.exception and any("Анықтамалар жасалды: 2" in t for t in texts(at))
    assert {r["purpose"] for r in people.store.rows("papers", {}, {"purpose": 1})} == {"Банк"}
    assert {r["student"]["id"] for r in people.store.rows("papers", {}, {"student": 1})} == {p.id for p in pupils}


def test_a_press_signs_the_made_papers_of_the_page(open_page: Open, people: Staff) -> None:
    for n in (1, 2):
        made(people.author, "place_of_study", pupil(people, n))
    at = press(open_page("papers", role=Role.management, state="made"), "Тізімдегілерге қол қойылды")
    ended(people.store, (people.store.one("runs", {"kind": many.SIGN}) or {})["_id"])
    assert people.store.count("papers", {"state": "signed"}) == 2
    assert any("Қол қойылғаны жазылды: 2" in t for t in texts(at.run()))


def test_the_order_leads_to_the_owed_and_a_press_makes_them(open_page: Open, people: Staff) -> None:
    order = expelled(people, [pupil(people, 1), pupil(people, 2)])
    stock(people)
    at = open_page("order", id=order.id)
    at.session_state["_pages"] = ["certificates", "order"]
    assert any(b.label == "Берілмегендер" for b in at.run().button)
    at = press(open_page("certificates", part="owed", order=order.id), "Жасау")
    assert not at.exception
    ended(people.store, (people.store.one("runs", {"kind": many.MAKE}) or {})["_id"])
    assert people.store.count("papers", {"code_of_kind": "incomplete", "state": "made"}) == 2
    at = at.run()
    assert any("Берілмеген анықтама жоқ" in t for t in texts(at))


def test_one_of_the_archive_is_written_down_as_the_paper_says(open_page: Open, people: Staff) -> None:
    at = open_page("certificates", part="archive")
    field(at, "Аты-жөні").set_value("Сериков Болат")
    field(at, "Өтініш №").set_value("318")
    at = press(at.run(), "Өтінішті тіркеу")
    drawn = " ".join(texts(at))
    assert people.store.count("papers", {}) == 0 and "төрт өрістің біреуі" in drawn
    for label, value in (("Қор №", "12"), ("Тізімдеме №", "3"), ("Іс №", "147"), ("Парақтар", "5"),
                         ("Факультеті, мамандығы", "Домбыра")):  # fmt: skip
        field(at, label).set_value(value)
    at = press(at.run(), "Өтінішті тіркеу")
    assert not at.exception
    row = people.store.one("papers", {}) or {}
    paper = people.store.load(Paper, row["_id"])
    assert paper.archive and (paper.student.id, paper.archive.case, paper.archive.study) == ("", "147", "Домбыра")
    at = press(open_page("paper", paper=paper.id), "Жасау")
    assert not at.exception and any("мұрағаттан жазылған" in t for t in texts(at))
    assert people.store.load(Paper, paper.id).number == f"М-0001/{people.today.year}"


def test_a_request_asks_only_what_its_kind_needs(open_page: Open, people: Staff) -> None:
    one = pupil(people, 1)
    at = open_page("papers", student=one.number)
    chosen = next(s for s in at.selectbox if s.label == "Қандай құжат")
    at = chosen.set_value("place_of_study").run()
    labels = {t.label for t in at.text_input}
    assert "Қайда ұсынылады" in labels and not labels & {"Өтініш №", "Іс №"}
    at = next(s for s in at.selectbox if s.label == "Қандай құжат").set_value("archive_extract").run()
    labels = {t.label for t in at.text_input}
    assert {"Өтініш №", "Іс №"} <= labels and not any("жазылғандай" in x for x in labels)
