"""Certificates of incomplete education on their blanks, extracts of the archive, many at once, books without a gap."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core import blanks, kinds, references, students, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.migrations import migrate
from core.papers import acts, book, life, many, owed, reading
from core.users import actor_of
from schemas.base import Text
from schemas.blank import Blank, BlankStatus, Span
from schemas.discipline import Discipline
from schemas.paper import Paper, PaperState
from schemas.reference import Department
from schemas.student import Student
from schemas.user import User
from schemas.words import Role, StudyLanguage
from tests.acts.certificate_kit import LONG, SAT, expelled, made, office, pupil, result, stock, words
from tests.acts.class_kit import put
from tests.acts.job_kit import ended, worker
from tests.acts.order_kit import ENTERED, Staff
from tests.conftest import actor

HARMONY = Text(kk="Гармония", ru="Гармония", en="Harmony")
PLACE = {"archive.fund": "12", "archive.inventory": "3", "archive.case": "147", "archive.sheets": "5–8"}
OLD: dict[str, Any] = {
    "lang": "ru", "holder.kk": "Сериков Болат", "holder.ru": "Сериков Болат", "born": date(1969, 5, 4),
    "application": "318", "archive.study": "Факультет народных инструментов", "archive.left": "1992 г., приказ № 54",
    **PLACE,
}  # fmt: skip


@pytest.fixture
def people(shipped: Store) -> Staff:
    return office(shipped)


def refused(key: str) -> Any:
    return pytest.raises(RuleBroken, match=key.replace(".", r"\."))


def fields(e: pytest.ExceptionInfo[Problems]) -> set[tuple[str, str]]:
    return {(p.field, p.key) for p in e.value.problems}


def blank(people: Staff, n: int) -> Blank:
    return people.store.load(Blank, f"certificate_form|АБ|{n:06d}")


# of incomplete education ----------------------------------------------------------------------------------------------


def test_who_was_expelled_is_owed_a_certificate_until_it_is_made(people: Staff) -> None:
    first, second, stays = (pupil(people, n) for n in (1, 2, 3))
    result(people, first, "HAR", HARMONY)
    result(people, first, "SOL", Text(kk="Сольфеджио"), passed=False)
    stock(people)
    assert owed.owed(people.author, "incomplete") == []
    order = expelled(people, [first, second])
    found = owed.owed(people.author, "incomplete")
    assert [(x.student.id, x.order.id, x.day, x.waits) for x in found] == [
        (p.id, order.id, order.effective, "") for p in (first, second)
    ]
    task = next(x.task for x in tasks.mine(people.author) if x.task.page == "certificates")
    assert task.address == {"part": "owed", "kind": "incomplete", "order": order.id} and order.number in task.what.kk
    paper = made(people.author, "incomplete", first)
    text = words(reading.file_of(people.author, paper.id)[1])
    for piece in ("Студент01 А", "Гармония", "91", order.number, "Оқудан шығарылған", paper.code or "-"):
        assert piece in text, piece
    assert "Сольфеджио" not in text and paper.number == f"{people.today.year}-0001"
    asked = acts.request(people.author, "incomplete", second.id, second.studies[0].id, {"lang": "kk"}, Why())
    assert [(x.student.id, x.waits) for x in owed.owed(people.author, "incomplete", order.id)] == [
        (second.id, asked.id)
    ]
    assert [x for x in tasks.mine(people.author) if x.task.id == task.id]
    acts.make(people.author, asked.id, asked.revision, Why())
    assert owed.owed(people.author, "incomplete") == [] and stays
    assert not [x for x in tasks.mine(people.author) if x.task.id == task.id]


def test_it_is_refused_by_name_to_who_still_studies_or_whose_leaving_no_order_tells(people: Staff) -> None:
    one = pupil(people, 1)
    with pytest.raises(RuleBroken) as e:
        acts.request(people.author, "incomplete", one.id, one.studies[0].id, {"lang": "kk"}, Why())
    assert e.value.key == "papers.study_other" and e.value.values["name"].kk == "Студент01 А"
    brought = pupil(people, 2, status="expelled")
    stock(people)
    asked = acts.request(people.author, "incomplete", brought.id, brought.studies[0].id, {"lang": "kk"}, Why())
    with pytest.raises(RuleBroken) as e:
        acts.make(people.author, asked.id, asked.revision, Why())
    assert e.value.key == "papers.values_missing" and "Кетуі туралы бұйрық" in e.value.values["names"].kk
    assert people.store.one("counters", {"_id": f"mask:incomplete:{people.today.year}"}) is None
    assert blank(people, 1).status is BlankStatus.in_stock


def test_who_was_reinstated_is_owed_nothing_and_gets_none(people: Staff) -> None:
    one = pupil(people, 1)
    stock(people)
    order = expelled(people, [one])
    asked = acts.request(people.author, "incomplete", one.id, one.studies[0].id, {"lang": "kk"}, Why())
    assert owed.owed(people.author, "incomplete", since=people.today + timedelta(1)) == []
    assert len(owed.owed(people.author, "incomplete", since=people.today)) == 1
    people.done(people.draft("cancellation", [one], cancels=order.id, values={"fact/ground": "сот"}))
    assert owed.owed(people.author, "incomplete") == []
    assert [x for x in tasks.mine(people.author) if x.task.page == "certificates"] == []
    with refused("papers.study_other"):
        acts.make(people.author, asked.id, asked.revision, Why())


def test_its_blank_is_reserved_filled_and_gone_with_the_paper(people: Staff) -> None:
    one = pupil(people, 1)
    stock(people)
    expelled(people, [one])
    paper = made(people.author, "incomplete", one)
    assert paper.blank and paper.blank.label.kk == "АБ 000001"
    assert (blank(people, 1).status, blank(people, 1).paper) == (BlankStatus.reserved, paper.ref())
    paper = life.sign(people.boss, Paper, paper.id, paper.revision, Why())
    assert blank(people, 1).status is BlankStatus.filled
    with refused("papers.blank_stands"):
        life.another_blank(people.author, paper.id, paper.revision, Why())
    with refused("papers.blank_first"):
        life.cancel(people.author, Paper, paper.id, paper.revision, Why("қате"))
    blanks.spoil(people.author, "certificate_form", "АБ", [Span(first=1, last=1)], people.today, SAT, Why("сия"))
    paper = life.another_blank(people.author, paper.id, paper.revision, Why("сия жағылды"))
    assert paper.blank and paper.blank.label.kk == "АБ 000002" and [b.label.kk for b in paper.spoiled] == ["АБ 000001"]
    assert blank(people, 2).status is BlankStatus.filled and paper.number == f"{people.today.year}-0001"
    life.hand(people.author, Paper, paper.id, paper.revision, {"name": "Студент01 А"}, Why())
    assert blank(people, 2).status is BlankStatus.issued
    row = book.lines(people.author, "incomplete", people.today.year, "kk")[0]
    assert row[7] == "АБ 000002" and "АБ 000001" in row[-1] and "Студент01 А" in row[8]


def test_a_cancelled_paper_gives_its_clean_blank_back_and_none_left_numbers_nothing(people: Staff) -> None:
    first, second = pupil(people, 1), pupil(people, 2)
    stock(people, 1, 1)
    expelled(people, [first, second])
    paper = made(people.author, "incomplete", first)
    asked = acts.request(people.author, "incomplete", second.id, second.studies[0].id, {"lang": "kk"}, Why())
    with refused("blanks.none_left"):
        acts.make(people.author, asked.id, asked.revision, Why())
    life.cancel(people.author, Paper, paper.id, paper.revision, Why("қате"))
    assert blank(people, 1).status is BlankStatus.in_stock
    done = acts.make(people.author, asked.id, asked.revision, Why())
    assert done.number == f"{people.today.year}-0002" and done.blank
    lines = book.lines(people.author, "incomplete", people.today.year, "kk")
    assert [x[1] for x in lines] == [paper.number, done.number] and "Күші жойылды" in lines[0][-1]


def test_an_english_one_asks_for_english_titles_and_takes_those_the_catalogue_got_since(people: Staff) -> None:
    bare = put(people.head, Department(code="F9", kind="faculty", name=Text(kk="Күй факультеті")))
    one = pupil(people, 1, faculty=bare.ref())
    result(people, one, "KUI", Text(kk="Күй тарихы"))
    stock(people)
    expelled(people, [one])
    asked = acts.request(people.author, "incomplete", one.id, one.studies[0].id, {"lang": "en"}, Why())
    with pytest.raises(RuleBroken) as e:
        acts.make(people.author, asked.id, asked.revision, Why())
    assert e.value.key == "papers.no_english" and e.value.values["names"] == "«Күй факультеті», «Күй тарихы»"
    references.save(people.head, Department, bare.id, bare.revision, {"name.en": "Faculty of the Kuy"}, Why("x"))
    put(people.head, Discipline(_id="d-KUI", code="KUI", credits=Decimal(5),
                                name=Text(kk="Күй тарихы", ru="История кюя", en="History of the Kuy")))  # fmt: skip
    done = acts.make(people.author, asked.id, asked.revision, Why())
    text = words(reading.file_of(people.author, done.id)[1])
    assert "History of the Kuy" in text and "Faculty of the Kuy" in text and "Traditional Art" in text


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_long_names_and_titles_lose_no_letter_over_many_pages(people: Staff, lang: str) -> None:
    one = pupil(people, 1)
    card = people.now(one)
    students.edit(people.head, one.id, card.revision, {"name.last": LONG, "name.latin": "Q" * 120}, Why("x"))
    title = "ұзақ атау " * 30  # 300 letters
    result(people, one, "LONG", Text(kk=title, ru=title, en="long title " * 27))
    for n in range(60):
        result(people, one, f"N{n:02d}", Text(kk=f"Пән {n}", ru=f"Предмет {n}", en=f"Discipline {n}"))
    stock(people)
    expelled(people, [one])
    paper = made(people.author, "incomplete", people.now(one), lang)
    file = reading.file_of(people.author, paper.id)[1]
    read = PdfReader(io.BytesIO(file))
    text = words(file).replace(" ", "")
    assert len(read.pages) >= 2 and all(f"{n}" in text for n in range(60))
    long, titled = ("Q" * 120, "longtitle") if lang == "en" else (LONG, "ұзақатау")
    assert long in text and text.count(titled) >= 27
    assert read.is_encrypted


# from the archive -----------------------------------------------------------------------------------------------------


def test_one_who_left_before_the_register_gets_what_the_archive_says(people: Staff) -> None:
    day = people.today - timedelta(3)
    paper = acts.request_old(people.author, "archive_extract", {**OLD, "applied_on": day}, Why("өтініш"))
    assert paper.student.id == "" and paper.deadline and paper.deadline > people.today
    entry = people.store.one("audit_events", {"subject.id": paper.id}) or {}
    assert (entry["basis"]["number"], entry["basis"]["day"]) == ("318", day.isoformat())
    paper = acts.make(people.author, paper.id, paper.revision, Why())
    assert paper.number == f"М-0001/{people.today.year}"
    text = words(reading.file_of(people.author, paper.id)[1])
    for piece in ("Сериков Болат", "фонд № 12", "дело № 147", "1992 г., приказ № 54", "4 мая 1969", "№ 318"):
        assert piece in text, piece
    assert "переписаны из бумажного документа" in text and "Статус" not in text
    told = reading.verify(people.store, paper.code or "")
    assert told and told["holder"].startswith("С") and "Сериков" not in told["holder"]
    paper = life.sign(people.boss, Paper, paper.id, paper.revision, Why())
    paper = life.reprint(people.author, Paper, paper.id, Why("тағы"))
    assert "КӨШІРМЕ" in words(reading.file_of(people.author, paper.id, 1)[1]).upper() or paper.copies
    paper = life.hand(people.author, Paper, paper.id, paper.revision, {"name": "Сериков Болат"}, Why())
    assert paper.state is PaperState.handed
    assert "мұрағаттан жазылған" in book.lines(people.author, "archive_extract", people.today.year, "kk")[0][-1]
    assert people.store.count("students", {}) == 0


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"application": ""}, {("application", "errors.field.missing")}),
        ({"applied_on": None}, {("applied_on", "errors.field.missing")}),
        ({"archive.case": " ", "archive.sheets": ""},
         {("archive.case", "errors.field.missing"), ("archive.sheets", "errors.field.missing")}),
        ({"archive.study": "", "archive.left": " "}, {("archive.study", "papers.nothing_written")}),
        ({"applied_on": date(2200, 1, 1)}, {("applied_on", "papers.day_ahead")}),
        ({"born": date(2200, 1, 1)}, {("born", "papers.day_ahead")}),
        ({"holder.kk": ""}, {("holder.kk", "errors.field.string_too_short")}),
    ],
)  # fmt: skip
def test_what_an_extract_needs_is_told_beside_the_fields(
    people: Staff, values: dict[str, Any], wrong: set[tuple[str, str]]
) -> None:
    asked = {**OLD, "applied_on": people.today, **values}
    with pytest.raises(Problems) as e:
        acts.request_old(people.author, "archive_extract", asked, Why())
    assert fields(e) == wrong and people.store.count("papers", {}) == 0


def test_only_kinds_of_the_archive_and_only_who_works_for_the_whole_institution(people: Staff) -> None:
    asked = {**OLD, "applied_on": people.today}
    with refused("papers.not_archive"):
        acts.request_old(people.author, "place_of_study", asked, Why())
    own = Desk(actor(Role.registrar, faculty=people.of.faculty.id), people.store)
    with pytest.raises(Forbidden):
        acts.request_old(own, "archive_extract", asked, Why())
    with pytest.raises(Forbidden):
        acts.request_old(worker(people.store, Role.teacher), "archive_extract", asked, Why())


def test_one_of_the_register_gets_his_extract_on_an_application_with_or_without_a_place(people: Staff) -> None:
    one = pupil(people, 1)
    order = expelled(people, [one])
    with pytest.raises(Problems) as e:
        made(people.author, "archive_extract", one)
    assert fields(e) == {("application", "errors.field.missing"), ("applied_on", "errors.field.missing")}
    on = {"application": "77", "applied_on": people.today}
    text = words(reading.file_of(people.author, made(people.author, "archive_extract", one, "en", **on).id)[1])
    assert "entry in the register" in text and order.number in text and "Application: no. 77" in text
    text = words(reading.file_of(people.author, made(people.author, "archive_extract", one, "ru", **on, **PLACE).id)[1])
    assert "опись № 3" in text and "переписаны" not in text


# many -----------------------------------------------------------------------------------------------------------------


def wanted(*pupils: Student, lang: str = "kk") -> list[many.Wanted]:
    return [many.Wanted(p.id, p.studies[0].id, p.label().kk, lang) for p in pupils]


def test_who_lacks_something_is_named_and_nothing_is_numbered(people: Staff) -> None:
    good, bare = pupil(people, 1), pupil(people, 2, programme=None)
    found = many.lacking(people.author, "place_of_study", wanted(good, bare), {"purpose": "Банк"})
    assert [(x.name, e.key) for x, e in found] == [("Студент02 А", "papers.values_missing")]
    assert "Студент02 А" in many.why_not(found[0][1])["kk"]
    assert [e.key for _, e in many.lacking(people.author, "incomplete", wanted(good), {})] == ["papers.study_other"]
    with pytest.raises(Problems):
        many.lacking(people.author, "archive_extract", wanted(good), {})
    assert (
        people.store.count("papers", {}) == 0 and people.store.count("counters", {"_id": {"$regex": "^mask:cert"}}) == 0
    )


def test_a_group_gets_its_certificates_in_a_run_and_one_press_signs_them(people: Staff) -> None:
    pupils = [pupil(people, n) for n in range(1, 6)]
    bare = pupil(people, 9, programme=None)
    row = ended(
        people.store,
        many.begin(people.author, "place_of_study", wanted(*pupils, bare), {"purpose": "Банк"}, Why("топқа")),
    )
    assert (row["state"], row["result"]["made"], row["done"]) == ("done", 5, 6)
    assert [x["student"] for x in row["result"]["left"]] == ["Студент09 А"] and row["file"]["name"].endswith(".zip")
    lines = book.lines(people.author, "place_of_study", people.today.year, "kk")
    assert [x[1] for x in lines] == [f"{people.today.year}-{n:05d}" for n in range(1, 6)]
    assert {x[5] for x in lines} == {"Банк"}
    assert people.store.count("tasks", {"subject.id": row["_id"], "state": "open"}) == 1
    made_ = [r["_id"] for r in people.store.rows("papers", {"state": "made"}, {"_id": 1})]
    signed = ended(people.store, many.begin_signing(people.boss, made_, Why()))
    assert signed["result"] == {"made": 5, "left": []}
    assert people.store.count("papers", {"state": "signed"}) == 5
    assert people.store.count("tasks", {"subject.id": row["_id"], "state": "open"}) == 0
    with refused("papers.nobody_chosen"):
        many.begin(people.author, "place_of_study", [], {}, Why())


def test_a_batch_of_owed_ones_makes_the_paper_that_waits_and_no_second(people: Staff) -> None:
    first, second = pupil(people, 1), pupil(people, 2)
    stock(people)
    expelled(people, [first, second])
    acts.request(people.author, "incomplete", first.id, first.studies[0].id, {"lang": "ru"}, Why())
    asked = [many.Wanted(x.student.id, x.study, x.student.label.kk, "kk", x.waits)
             for x in owed.owed(people.author, "incomplete")]  # fmt: skip
    row = ended(people.store, many.begin(people.author, "incomplete", asked, {}, Why()))
    assert row["result"] == {"made": 2, "left": []} and people.store.count("papers", {}) == 2
    assert owed.owed(people.author, "incomplete") == []


def test_numbers_have_no_gap_whoever_presses_at_once(people: Staff) -> None:
    pupils = [pupil(people, n) for n in range(1, 5)]
    bare = pupil(people, 9, programme=None)
    others = [Desk(actor_of(User.model_validate(people.store.one("users", {"login": r}))), people.store)
              for r in ("head", "senior_registrar")]  # fmt: skip

    def press(n: int) -> str:
        desk, of = others[n % 2], [*pupils, bare][n % 5]
        try:
            return made(desk, "place_of_study", of).number or ""
        except OfficeError as e:
            return e.key

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(press, range(20)))
    numbers = sorted(x for x in found if x[:1].isdigit())
    assert numbers == [f"{people.today.year}-{n:05d}" for n in range(1, 17)]
    assert found.count("papers.values_missing") == 4


# kinds and books ------------------------------------------------------------------------------------------------------


def test_a_house_describes_a_certificate_of_its_own_without_code(people: Staff) -> None:
    one = pupil(people, 1, language=StudyLanguage.kk)
    head = people.head
    kinds.save(head, "mask", None, 0, {"code": "army", "name": Text(kk="Әскер"), "body.mask": "Ә-{n}/{year}"}, Why("x"))
    kinds.save(head, "template", None, 0, {
        "code": "army", "name": Text(kk="Әскер"), "body.paper": "certificate", "body.title": Text(kk="Анықтама"),
        "body.kk": "**{{ student.name }}**, өтініш {{ paper.application }}, қабылдау {{ study.enrolment_order }}",
    }, Why("x"))  # fmt: skip
    body = {"code": "army", "name": Text(kk="Әскери комиссариатқа"), "body.mask": "army", "body.template": "army",
            "body.blank": "certificate_form", "body.application": True, "body.statuses": ["active"]}  # fmt: skip
    with pytest.raises(Problems) as e:
        kinds.save(head, "certificate", None, 0, {**body, "body.blank": "none_such"}, Why("x"))
    assert fields(e) == {("body.blank", "kinds.none_such")}
    with pytest.raises(Problems) as e:
        kinds.save(head, "certificate", None, 0, {**body, "body.owed": True, "body.statuses": []}, Why("x"))
    assert fields(e) == {("body.statuses", "kinds.owed_to_nobody"), ("body.owed", "kinds.owed_on_application")}
    kinds.save(head, "certificate", None, 0, body, Why("x"))
    stock(people)
    with pytest.raises(RuleBroken) as broken:
        made(people.author, "army", one, application="5", applied_on=people.today)
    assert "Қабылдау туралы бұйрық" in broken.value.values["names"].kk
    newcomer = pupil(people, 2, status="applicant")
    people.done(
        people.draft("enrolment", [newcomer], each={**ENTERED, "fact/ground": "12", "fact/education": "аттестат"})
    )
    paper = made(people.author, "army", newcomer, application="6", applied_on=people.today)
    assert paper.number == f"Ә-1/{people.today.year}" and paper.blank
    order = people.store.one("orders", {"kind": "enrolment"}) or {}
    assert f"№ {order['number']}" in next(v.value for v in paper.values if v.name == "study.enrolment_order")


def test_the_book_of_a_year_is_printed_and_a_table(people: Staff) -> None:
    pupils = [pupil(people, n) for n in range(1, 4)]
    for one in pupils:
        made(people.author, "place_of_study", one, purpose="Әлеуметтік қорғау бөлімі")
    year = people.today.year
    for lang in ("kk", "ru", "en"):
        assert f"{year}-00003" in words(book.pdf(people.author, "place_of_study", year, lang))
    rows = CalamineWorkbook.from_filelike(
        io.BytesIO(book.xlsx(people.author, "place_of_study", year, "ru"))
    ).get_sheet_by_index(0)
    assert sum(f"{year}-0000" in str(r) for r in rows.to_python()) == 3
    assert book.years(people.author, "place_of_study") == [year] == book.years(people.author, "incomplete")
    faculty = Desk(actor(Role.registrar, faculty="other"), people.store)
    assert book.lines(faculty, "place_of_study", year, "kk") == []


def test_a_base_of_before_owes_the_certificate_to_who_left(people: Staff) -> None:
    database = people.store.db
    where = {"sort": "certificate", "code": "incomplete"}
    database.kinds.update_one(where, {"$unset": {"body.statuses": 1, "body.owed": 1}, "$set": {"body.days": 7}})
    database.migrations.delete_one({"_id": "0009_certificates"})
    assert "0009_certificates" in migrate(people.store)
    body = (people.store.one("kinds", where) or {})["body"]
    assert (body["statuses"], body["owed"], body["days"]) == (["expelled", "transferred"], True, 7)
