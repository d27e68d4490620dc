"""Streams and groups on the screen: in every role and language; formed, moved, split by pressing what people press."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core import grouping, jobs
from core.db.store import Store
from core.desk import Desk, Why
from core.grouping import paper
from core.i18n import t
from core.jobs import runner
from schemas.base import LANGS, Lang
from schemas.section import Section
from schemas.words import LessonKind, Role
from tests.acts.grouping_kit import Place
from tests.conftest import actor
from tests.pages.conftest import FACULTY, Open
from tests.pages.roles import met
from tests.pages.seen import strange, texts

DATA = ("SOL", "GAR", "G01", "G02", "L01", "2026-1")


@pytest.fixture
def place(store: Store) -> Place:
    return Place(Desk(actor(Role.head), store))


def formed(place: Place) -> list[Section]:
    of = place.discipline(lecture_hours=Decimal(15))
    place.register(of, 16, "ФП-1", faculty=FACULTY)
    place.register(of, 15, "ФП-2", faculty=FACULTY)
    return place.form(of)


@pytest.mark.parametrize(("role", "lang"), met(list(Role)))
def test_pages_in_every_role_and_language(open_page: Open, place: Place, role: Role, lang: Lang) -> None:
    made = formed(place)
    allowed = Desk(actor(role), place.store).may("section.read")
    tests = [("sections", {}), ("section", {"id": made[0].id})]
    tests += [("section", {"term": place.term.id, "discipline": made[0].discipline.id})]
    tests += [("sections", {"view": v}) for v in ("list", "print", "add")] if lang == "kk" else []
    for name, address in tests:
        at = open_page(name, role, lang, **address)
        assert not at.exception, (name, address, at.exception)
        assert strange(at, lang, (*DATA, *(s.code for s in made))) == [], (name, address)
        if not allowed:
            assert [i.value for i in at.info] == [t("errors.forbidden", lang)]


def test_an_empty_office_says_what_to_do(open_page: Open, place: Place) -> None:
    at = open_page("sections")
    assert t("sections.nobody", "kk") in " ".join(texts(at))
    at = open_page("section", term=place.term.id, discipline="none")
    assert not at.exception and at.info


def test_a_term_is_previewed_and_formed(open_page: Open, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    of = place.discipline()
    place.register(of, 31, "ФП-1")
    monkeypatch.setattr(runner, "go", lambda store, id: None)
    at = open_page("sections")
    at.button(key="sections.preview").click().run()
    tables = [d.value for d in at.dataframe]
    assert any("16, 15" in str(frame.values) for frame in tables)
    at.button(key="send-ask:sections.form:0").click().run()
    assert not at.exception
    row = jobs.newest(Desk(actor(Role.head), place.store), "sections.form", anybody=True) or place.store.one("runs", {})
    assert row is not None
    runner.carry_out(place.store, row["_id"])
    assert [len(s.members) for s in place.of(of)] == [16, 15]
    at.run()
    assert not at.exception
    assert t("sections.formed", "kk", sections=2, placed=31, left=0) in [s.value for s in at.success]


def test_one_discipline_is_formed_and_its_number_changed(open_page: Open, place: Place) -> None:
    of = place.discipline()
    place.register(of, 31, "ФП-1")
    at = open_page("section", term=place.term.id, discipline=of.id)
    key = next(n.key for n in at.number_input if n.key and n.key.startswith("sections.count:"))
    at.number_input(key=key).set_value(3).run()
    line = key.removeprefix("sections.count:")
    form = f"ask:sections.set_number{line}"
    at.button(key=f"send-{form}:0").click().run()
    assert t("errors.reason_missing", "kk") in " ".join(m.value for m in at.markdown), "a reason is asked"
    at.text_input(key=f"v:{form}:0:why").set_value("Аудитория кіші").run()
    at.button(key=f"send-{form}:0").click().run()
    assert not at.exception
    assert grouping.needs(place.desk, place.term.id, of.id)[0].wanted.chosen == 3
    at.button(key="send-ask:sections.form:0").click().run()
    assert not at.exception and [len(s.members) for s in place.of(of)] == [11, 10, 10]


def test_people_are_moved_by_choosing_and_one_press(open_page: Open, place: Place) -> None:
    made = formed(place)
    first, second = (s for s in made if s.kind is LessonKind.group)
    at = open_page("section", term=place.term.id, discipline=first.discipline.id)
    who = first.members[0]
    at.multiselect(key=f"sections.move:{first.id}:people:0").set_value([who.student.id]).run()
    at.button(key=f"sections.move:{first.id}:go").click().run()
    assert not at.exception
    after = {s.id: s for s in place.of(place_discipline(place, first))}
    assert who.study in {m.study for m in after[second.id].members}
    # Somebody else moves one of them while this screen stands: the press is answered calmly, nothing changes.
    at = open_page("section", term=place.term.id, discipline=first.discipline.id)
    now = {s.id: s for s in place.of(place_discipline(place, first))}
    one, other = now[first.id].members[:2]
    at.multiselect(key=f"sections.move:{first.id}:people:0").set_value([one.student.id, other.student.id]).run()
    place.move(now[first.id], now[second.id], [one.student.id])
    at.button(key=f"sections.move:{first.id}:go").click().run()
    assert not at.exception
    assert ["өзгертіп қойды" in w.value for w in at.warning] == [True]
    assert other.study in {m.study for m in place.store.load(Section, first.id).members}


def place_discipline(place: Place, section: Section):  # type: ignore[no-untyped-def]
    from schemas.discipline import Discipline

    return place.store.load(Discipline, section.discipline.id)


def test_a_section_is_opened_by_hand_filled_split_and_dissolved(open_page: Open, place: Place) -> None:
    of = place.discipline("GAR")
    people = place.register(of, 6, "ФП-3")
    values = {"code": "ГАР-1", "term": place.term.ref(), "discipline": of.ref(), "kind": "group"}
    made = grouping.enter(place.desk, values, Why())
    at = open_page("section", id=made.id)
    at.text_input(key=f"group:{made.id}").set_value("ФП-3").run()
    at.button(key=f"send-ask:references.members_add{made.id}:0").click().run()
    assert not at.exception
    kept = place.store.load(Section, made.id)
    assert len(kept.members) == 6
    at = open_page("section", id=made.id)
    at.text_input(key=f"v:ask:sections.split{made.id}:0:why").set_value("Аудитория кіші").run()
    at.button(key=f"send-ask:sections.split{made.id}:0").click().run()
    assert not at.exception
    assert sorted(len(s.members) for s in place.of(of)) == [3, 3]
    at = open_page("section", id=made.id)
    at.text_input(key=f"v:ask:sections.close{made.id}:0:why").set_value("Аз").run()
    at.button(key=f"send-ask:sections.close{made.id}:0").click().run()
    assert not at.exception and place.store.load(Section, made.id).closed
    assert people


def test_lists_on_paper_and_in_a_spreadsheet(place: Place) -> None:
    import io

    from pypdf import PdfReader
    from python_calamine import CalamineWorkbook

    made = formed(place)
    for lang in LANGS:
        pages = PdfReader(io.BytesIO(paper.pdf(place.desk, paper.wanted(place.desk, place.term.id), lang, "x"))).pages
        said = " ".join(p.extract_text() for p in pages)
        assert all(s.code in said for s in made) and "Студент000" in said and t("sections.col_signature", lang) in said
    only = paper.wanted(place.desk, place.term.id, [LessonKind.group])
    book = CalamineWorkbook.from_filelike(io.BytesIO(paper.xlsx(place.desk, only, "kk", "тізім")))
    rows = [r for r in book.get_sheet_by_index(0).to_python() if str(r[0]).startswith("2026-1")]
    assert len(rows) == 31 and {r[9] for r in rows} == {"ФП-1", "ФП-2"}
