"""What a diploma must say (domain.md 6.2, 6.3): accreditation, the head in Latin letters, the education before; and how
much of a holder a stranger sees."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from core import house, scans, students
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import graduates, laying, papers, platform, preparing, registering, settings
from core.diplomas.checking import verify
from core.diplomas.checks import Light
from core.errors import Problems
from core.i18n import LANGS
from core.kinds import acts as kinds
from core.pdf import diploma as pdf
from core.pdf.supplement import render
from schemas.base import Text
from schemas.diploma import Diploma
from schemas.kinds import Sort
from schemas.reference import HolderShown, Office, Signer
from schemas.student import Student
from schemas.words import SchoolPaper
from tests.acts.diploma_kit import YEAR, Awarded, at, awarded
from tests.acts.diploma_kit import platform as numbers
from tests.acts.sample_files import picture
from tests.acts.test_imports import bring, csv

pytestmark = pytest.mark.usefixtures("shipped")
DATED = date(2027, 6, 30)
AGENCY = {
    "accredited_by": Text(kk="Үлгі агенттігі", ru="Образцовое агентство", en="Sample Agency"),
    "accredited_number": "AA 17",
    "accredited_from": date(2024, 6, 1),
    "accredited_to": date(2029, 5, 31),
}
PAPER = {"schooling.document": "secondary", "schooling.number": "ЖОБ № 0123456",
         "schooling.day": date(2023, 6, 15), "schooling.place": "Алматы қ. № 12 мектеп"}  # fmt: skip


@pytest.fixture
def world(store: Store) -> Awarded:
    return awarded(store, pupils=1, honours=())


@pytest.fixture
def desk(world: Awarded) -> Desk:
    return at(world.store)


def office(desk: Desk, **changes: Any) -> Office:
    """The institution's card with these values."""

    def work(tx: Any) -> Office:
        now = tx.get(Office, tx.session.one("office", {})["_id"])
        return tx.save(Office.model_validate({**now.model_dump(by_alias=True), **changes}))

    return desk.transact("office.edit", work, Why("карточка"))


def registered(desk: Desk, world: Awarded) -> Diploma:
    preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    (found,) = graduates.of_year(desk, YEAR)
    assert found.diploma
    platform.bring(desk, numbers(found.diploma.id), Why("файл"))
    return registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))


def schooled(desk: Desk, world: Awarded) -> Student:
    student = world.student(0)
    return students.edit(desk, student.id, student.revision, PAPER, Why("аттестат бойынша"))


def text_of(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())


def test_accreditation_and_the_head_in_latin_letters_stand_on_the_diploma(desk: Desk, world: Awarded) -> None:
    rector = Signer(post=Text(kk="Ректор", ru="Ректор", en="Rector"), name=Text(kk="Ә. Жұмағали"))
    assert "accredited" in settings.lacks(office(desk, signers=[rector]), DATED)
    assert settings.lacks(office(desk, **AGENCY), DATED) == ["head_latin"]
    made = registered(desk, world)
    said = {k: v.replace("\u00a0", " ") for k, v in made.values["words"].items()}
    assert said["accredited_ru"] == "Образцовое агентство, № AA 17, 01.06.2024–31.05.2029"
    assert said["accredited_en"].startswith("Sample Agency, No. AA 17")
    assert (said["head_name_kk"], said["head_name_en"]) == ("Ә. Жұмағали", "A. Zhumagali")
    shown = text_of(pdf.render(papers.diploma_paper(desk.store, made, False)))
    assert all(x in shown for x in (said["accredited_kk"], "Ә. Жұмағали", "A. Zhumagali"))
    whole = rector.model_copy(update={"name": Text(kk="Ә. Жұмағали", en="A. Joumagaly")})
    assert settings.lacks(office(desk, signers=[whole]), DATED) == []


@pytest.mark.parametrize("change", [{"accredited_to": date(2027, 6, 29)}, {"accredited_from": date(2027, 7, 1)}, {
    "accredited_by": None}])  # fmt: skip
def test_an_accreditation_that_does_not_stand_on_the_day_is_not_shown(
    desk: Desk, world: Awarded, change: dict[str, Any]
) -> None:
    of = office(desk, **{**AGENCY, **change})
    assert "accredited" in settings.lacks(of, DATED)
    made = registered(desk, world)
    assert not any(made.values["words"][f"accredited_{lang}"] for lang in LANGS)
    paper = papers.diploma_paper(desk.store, made, False)
    assert not any(b.lines for b in paper.boxes if b.code.startswith("accredited"))


def test_the_education_before_stands_on_the_supplement_in_three_languages(desk: Desk, world: Awarded) -> None:
    (before,) = graduates.of_year(desk, YEAR)
    assert [c.light for c in before.found if c.code == "previous_missing"] == [Light.amber] and before.found
    schooled(desk, world)
    made = registered(desk, world)
    said = made.values["supplement"]["previous"]
    assert said["kk"] == ("Жалпы орта білім туралы аттестат, № ЖОБ № 0123456, 15 маусым 2023 ж., Алматы қ. № 12 мектеп")
    for lang in LANGS:
        for european in (False, True):
            shown = text_of(render(papers.supplement(made, DATED, lang, european), protected=False))
            assert SchoolPaper.secondary.label(lang) in shown and "0123456" in shown and "2023" in shown


def test_a_kind_may_ask_for_the_document_of_the_education_before(desk: Desk, world: Awarded) -> None:
    kind = house.entry(Sort.diploma, "plain")
    kinds.save(desk, Sort.diploma, "plain", kind.version, {"body.previous": True, "effective": date(2026, 11, 1)},
               Why("талап"))  # fmt: skip
    (found,) = graduates.of_year(desk, YEAR)
    assert "previous_missing" in [c.code for c in found.found if c.light is Light.red]
    schooled(desk, world)
    (found,) = graduates.of_year(desk, YEAR)
    assert "previous" in [c.code for c in found.found if c.light is Light.green]


def test_a_kind_may_ask_for_a_photograph_in_the_personal_file(desk: Desk, world: Awarded) -> None:
    kind = house.entry(Sort.diploma, "plain")
    kinds.save(desk, Sort.diploma, "plain", kind.version, {"body.scans": ["photo"], "effective": date(2026, 11, 1)},
               Why("фотосуретті диплом"))  # fmt: skip
    (found,) = graduates.of_year(desk, YEAR)
    (lacks,) = [c for c in found.found if c.code == "scans_missing"]
    assert lacks.light is Light.red and "3×4 фотосуреті" in lacks.values["names"] and not found.ready
    scan = scans.add(desk, found.student, "photo", "бет.png", picture(), Why())
    (found,) = graduates.of_year(desk, YEAR)
    assert [c.light for c in found.found if c.code.startswith("scans")] == [Light.green]
    scans.withdraw(desk, scan.id, scan.revision, Why("басқа адам"))
    (found,) = graduates.of_year(desk, YEAR)
    assert "scans_missing" in [c.code for c in found.found]


def test_the_education_before_comes_with_an_import(desk: Desk, world: Awarded) -> None:
    head = ("number;name.last;name.first;iin_absent_reason;schooling.document;schooling.number;schooling.day;"
            "schooling.place")  # fmt: skip
    row = "27-0001;Үлгіева;Әсел;шетел азаматы;Аттестат об общем среднем образовании;№ 5;15.06.2023;Тараз"
    bring(desk, csv(row, head=head))
    student = Student.model_validate(desk.store.one("students", {"number": "27-0001"}))
    assert student.schooling and (student.schooling.document, student.schooling.day) == (
        SchoolPaper.secondary, date(2023, 6, 15),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        (HolderShown.letters, "С•••••••• А"), (HolderShown.initials, "С. А."), (HolderShown.full, "Студент00 А"),
        (HolderShown.nothing, ""),
    ],
)  # fmt: skip
def test_a_stranger_sees_as_much_of_the_holder_as_is_set(
    desk: Desk, world: Awarded, how: HolderShown, shown: str
) -> None:
    office(desk, holder_shown=how)
    made = registered(desk, world)
    assert (verify(desk.store, made.code) or {})["holder"] == shown


def test_a_word_of_the_layout_is_never_cut(desk: Desk, world: Awarded) -> None:
    office(desk, **{**AGENCY, "accredited_by": Text(kk="Ұзақ " * 79)})
    made = registered(desk, world)
    found = pdf.faults(papers.diploma_paper(desk.store, made, False))
    assert {(f.code, f.why) for f in found} == {("accredited", "long")}
    with pytest.raises(Problems):
        laying.set_(papers.diploma_paper(desk.store, made, False))
