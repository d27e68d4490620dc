"""Duplicates: asked for on a ground, on a new blank, linked both ways; the original says that it is replaced."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from core import kinds, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import (
    annulling,
    bearing,
    duplicates,
    graduates,
    handing,
    old,
    platform,
    preparing,
    printing,
    reading,
    registering,
    requests,
)
from core.diplomas.book import note
from core.diplomas.checking import verify
from core.diplomas.checks import Light
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.i18n import office_day
from core.migrations import migrate
from core.tx import Tx
from schemas import events as ev
from schemas.base import Basis
from schemas.blank import Blank, BlankStatus, Operation
from schemas.diploma import Diploma, DiplomaStatus, DuplicateRequest, RequestStatus, Takes
from schemas.kinds import Sort
from schemas.task import Task, TaskState
from schemas.words import Role
from tests.acts.diploma_kit import SAT, TODAY, YEAR, Awarded, at, awarded
from tests.acts.diploma_kit import platform as numbers

pytestmark = pytest.mark.usefixtures("shipped")
LATER = date(2028, 3, 1)
LOST = {"asked_on": LATER, "ground": "lost", "story": "Көшкенде жоғалды", "parts": ["diploma"], "paper": "Анықтама 12"}
PLATFORM = {"series": "BD", "number": "0777", "payload": "https://p.example/777"}
OLD = {
    "number": "1998-0123", "dated": date(1998, 6, 30), "year": 1998, "old": "3-кітап, 45-бет",
    "name": {"kk": "Ескіев Асан", "ru": "Ескиев Асан", "en": "Eskiyev Asan"},
    "degree": {"kk": "Маман", "ru": "Специалист", "en": "Specialist"},
    "programme": {"kk": "Домбыра", "ru": "Домбра", "en": "Dombra"},
}  # fmt: skip
MARK = ("ТЕЛНҰСҚА", "ДУБЛИКАТ", "DUPLICATE")


@pytest.fixture
def world(store: Store) -> Awarded:
    return awarded(store, pupils=2)


@pytest.fixture
def issued(world: Awarded) -> Diploma:
    """The first graduate's diploma, in his hands."""
    return first_issued(world)


def first_issued(world: Awarded) -> Diploma:
    desk = at(world.store)
    preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    made = [g.diploma for g in graduates.of_year(desk, YEAR) if g.diploma]
    platform.bring(desk, numbers(*(d.id for d in made)), Why("файл"))
    registering.register(desk, YEAR, world.pairs, date(2027, 6, 30), Why("тіркеу"))
    first = handing.printed(desk, [made[0].id], Why("басылды"))
    return handing.issue(desk, first.id, first.revision, {"day": TODAY, "name": "Студент00 А"}, Why("беру"))


@pytest.fixture
def desk(world: Awarded) -> Desk:
    """Who registers."""
    return at(world.store, day=LATER)


@pytest.fixture
def senior(world: Awarded) -> Desk:
    """Who takes the application and prepares."""
    return at(world.store, Role.senior_registrar, LATER)


def prepared(senior: Desk, issued: Diploma, **more: Any) -> Diploma:
    asked = duplicates.ask(senior, issued.id, {**LOST, **more}, Why("өтініш"))
    made = duplicates.prepare(senior, asked.id, Why("дайындау"))
    return platform.bring(senior, {made.id: PLATFORM}, Why("файл"))


def registered(desk: Desk, made: Diploma) -> Diploma:
    return duplicates.register(desk, made.id, made.revision, LATER, Why("тіркеу"))


def text(desk: Desk, of: Diploma, what: Takes) -> str:
    """What a kept sheet says, as a reader of PDF takes it out."""
    printing.typeset(desk, [of.id], Why("файл"))
    paper = printing.file_of(desk, of.id, what)[1]
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(paper)).pages).split())


def test_from_application_to_duplicate(desk: Desk, senior: Desk, issued: Diploma, store: Store) -> None:
    asked = duplicates.ask(senior, issued.id, LOST, Why("өтініш"))
    assert (asked.number, asked.due) == ("1-Т/2028", date(2028, 3, 28)), "15 working days; 8, 21-23 March are holidays"
    made = duplicates.prepare(senior, asked.id, Why("дайындау"))
    with pytest.raises(RuleBroken, match="platform_needed"):
        registered(desk, made)
    done = registered(desk, platform.bring(senior, {made.id: PLATFORM}, Why("файл")))
    words = done.values["words"]
    assert (words["duplicate_kk"], words["name_ru"]) == ("ТЕЛНҰСҚА", issued.values["words"]["name_ru"])
    assert (words["number"], words["series_number"]) == (done.number, "BD 0777") and done.number.startswith("2028-")
    assert [s.what for s in done.sheets] == [Takes.diploma]
    assert store.load(Blank, done.sheets[0].blank or "").status is BlankStatus.reserved
    was = store.load(Diploma, issued.id)
    assert was.status is DiplomaStatus.replaced and [d.id for d in was.duplicates] == [done.id]
    assert was.values == issued.values and done.of and done.of.id == issued.id
    assert done.number in note(was, "ru") and was.number in note(done, "ru"), "the book links both ways"
    answered = store.load(DuplicateRequest, asked.id)
    assert answered.status is RequestStatus.made and answered.answered_on == done.dated == LATER
    told = {c: verify(store, c.lower()) for c in (issued.code, done.code)}
    assert [t["state"] if t else None for t in told.values()] == ["replaced", "made"]
    shown = told[issued.code] or {}
    assert (
        "•" in shown["holder"] and "Студент00" not in shown["holder"] and shown["degree"]["ru"] == "Бакалавр искусств"
    )
    assert verify(store, "AAAA-AAAA-AAAA-AAAA") is None
    assert all(m in text(desk, done, Takes.diploma) for m in MARK)
    printed = handing.printed(desk, [done.id], Why("басылды"))
    handing.issue(desk, done.id, printed.revision, {"day": LATER, "name": "Студент00 А"}, Why("беру"))
    shown = verify(store, done.code) or {}
    assert shown["state"] == "signed" and "Дубликат" in shown["kind"]["ru"]
    with pytest.raises(RuleBroken, match="stands_otherwise"):
        duplicates.ask(senior, issued.id, LOST, Why("тағы"))


def test_a_supplement_alone_leaves_the_diploma_valid(desk: Desk, senior: Desk, issued: Diploma, store: Store) -> None:
    done = registered(desk, prepared(senior, issued, parts=["ru"], ground="damaged", paper="түпнұсқа тапсырылды"))
    assert [(s.what, s.kind) for s in done.sheets] == [(Takes.ru, "supplement_ru")]
    was = store.load(Diploma, issued.id)
    assert was.status is DiplomaStatus.issued and (verify(store, was.code) or {})["state"] == "signed"
    said = text(desk, done, Takes.ru)
    assert all(m in said for m in MARK) and issued.series_number in said, "it belongs to the original"
    assert done.number in said and "BD 0777" not in said
    shown = verify(store, done.code) or {}
    assert Takes.ru.label("ru") in shown["kind"]["ru"]
    printed = handing.printed(desk, [done.id], Why("басылды"))
    handing.issue(desk, done.id, printed.revision, {"day": LATER, "name": "А"}, Why("беру"))
    with pytest.raises(Problems) as e:
        duplicates.ask(senior, done.id, LOST, Why("өтініш"))
    assert [p.key for p in e.value.problems] == ["diplomas.no_such_part"], "it has no diploma itself"


def test_of_a_replaced_diploma_only_a_supplement_may_still_be_asked_for(
    desk: Desk, senior: Desk, issued: Diploma
) -> None:
    registered(desk, prepared(senior, issued))
    made = duplicates.ask(senior, issued.id, {**LOST, "parts": ["kk"]}, Why("өтініш"))
    assert made.parts == [Takes.kk]


def test_of_two_who_take_an_application_at_once_one_is_told(senior: Desk, issued: Diploma, store: Store) -> None:
    def take(asked_on: date) -> str:
        try:  # another year: its own counter of numbers
            duplicates.ask(at(store, day=LATER), issued.id, {**LOST, "asked_on": asked_on}, Why("өтініш"))
        except OfficeError:
            return "told"
        return "taken"

    with ThreadPoolExecutor(2) as two:
        said = sorted(two.map(take, (LATER, date(2027, 12, 20))))
    assert said == ["taken", "told"] and store.count("duplicate_requests", {}) == 1


def test_an_annulled_duplicate_leaves_room_for_another(desk: Desk, senior: Desk, issued: Diploma, store: Store) -> None:
    done = registered(desk, prepared(senior, issued))
    was = store.load(Diploma, issued.id)
    assert requests.parts_left(senior, was) == [Takes.kk, Takes.ru, Takes.en]
    annulling.annul(desk, done.id, done.revision, Why("қате", Basis(kind="Шешім", number="5", day=LATER)))
    assert Takes.diploma in requests.parts_left(senior, was)
    asked = duplicates.ask(senior, issued.id, LOST, Why("өтініш"))
    made = duplicates.prepare(senior, asked.id, Why("дайындау"))
    again = registered(desk, platform.bring(senior, {made.id: {**PLATFORM, "number": "0779"}}, Why("файл")))
    assert [d.id for d in store.load(Diploma, issued.id).duplicates] == [done.id, again.id]


def test_a_graduate_whose_diploma_was_replaced_is_not_prepared_anew_and_one_annulled_may_be(
    desk: Desk, senior: Desk, issued: Diploma, world: Awarded, store: Store
) -> None:
    registered(desk, prepared(senior, issued))
    line = next(x for x in reading.lines(desk, YEAR) if x.pair == world.pairs[0])
    assert (line.status, line.light, line.waits) == (DiplomaStatus.replaced, Light.green, False)
    with pytest.raises(RuleBroken, match="all_prepared"):
        preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    other = next(d for d in reading.booked(desk, YEAR) if d.id != issued.id)
    annulling.annul(desk, other.id, other.revision, Why("қате", Basis(kind="Шешім", number="6", day=LATER)))
    preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    fresh = next(x for x in reading.lines(desk, YEAR) if x.pair == world.pairs[1])
    assert fresh.status is DiplomaStatus.prepared and fresh.diploma and fresh.diploma.id != other.id


@pytest.mark.parametrize("ground", ["damaged", "renamed", "lost"])
def test_an_original_that_was_handed_in_is_withdrawn_and_a_lost_one_is_not(
    desk: Desk, senior: Desk, issued: Diploma, store: Store, ground: str
) -> None:
    done = registered(desk, prepared(senior, issued, ground=ground, parts=["diploma", "kk"]))
    blanks = [store.load(Blank, s.blank or "") for s in issued.sheets if s.what in (Takes.diploma, Takes.kk)]
    handed_in = ground != "lost"
    assert {b.status for b in blanks} == {BlankStatus.withdrawn if handed_in else BlankStatus.issued}
    acts = store.rows("blank_moves", {"operation": Operation.withdrawn.value})
    assert len(acts) == (2 if handed_in else 0) and all(a["act"] and a["paper"]["id"] == done.id for a in acts)
    kept = [store.load(Blank, s.blank or "").status for s in issued.sheets if s.what in (Takes.ru, Takes.en)]
    assert kept == [BlankStatus.issued] * 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"asked_on": LATER + timedelta(1)}, "asked_on"), ({"asked_on": None}, "asked_on"), ({"story": ""}, "story"),
        ({"asked_on": date(2027, 6, 1)}, "asked_on"), ({"paper": ""}, "paper"),
        ({"paper": "", "ground": "damaged"}, "paper"), ({"parts": []}, "parts"), ({"ground": "bored"}, "ground"),
    ],
)  # fmt: skip
def test_an_application_that_cannot_be_is_told_beside_the_field(
    senior: Desk, issued: Diploma, store: Store, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Problems) as e:
        duplicates.ask(senior, issued.id, {**LOST, **more}, Why("өтініш"))
    assert [p.field for p in e.value.problems] == [field] and not store.rows("duplicate_requests", {})


def test_one_application_at_a_time_and_a_refused_one_is_over_with_its_draft_and_task(
    senior: Desk, issued: Diploma, store: Store
) -> None:
    made = prepared(senior, issued)
    assert made.request
    with pytest.raises(RuleBroken, match="asked_already"):
        duplicates.ask(senior, issued.id, LOST, Why("өтініш"))
    asked = store.load(DuplicateRequest, made.request.id)
    with pytest.raises(Problems):
        duplicates.refuse(senior, asked.id, asked.revision, Why())
    duplicates.refuse(senior, asked.id, asked.revision, Why("құжат жоқ"))
    assert store.load(Diploma, made.id).status is DiplomaStatus.annulled
    assert not store.rows("tasks", {"subject.id": asked.id, "state": TaskState.open.value})
    with pytest.raises(RuleBroken, match="request_over"):
        duplicates.prepare(senior, asked.id, Why("дайындау"))
    again = prepared(senior, issued)
    assert again.status is DiplomaStatus.prepared


def test_the_clock_is_a_task_that_the_head_is_told_of_once_it_is_late(
    desk: Desk, senior: Desk, issued: Diploma, store: Store
) -> None:
    made = prepared(senior, issued)
    assert made.request
    task = Task.model_validate(store.one("tasks", {"subject.id": made.request.id}))
    assert (task.due, task.to_role, task.state) == (date(2028, 3, 28), Role.senior_registrar, TaskState.open)
    assert tasks.remind(store, date(2028, 3, 29)) == 1, "the head"
    waits = requests.waiting(desk)[0]
    for day, n, late in ((date(2028, 3, 1), 15, False), (date(2028, 3, 24), 2, False), (date(2028, 3, 28), 0, False),
                         (date(2028, 4, 1), -3, True)):  # fmt: skip
        on = at(store, day=day)
        said = requests.left(on, waits, requests.marks(on, [waits]))
        assert said and (said.n, said.late) == (n, late)
    registered(desk, made)
    assert store.load(Task, task.id).state is TaskState.done and not requests.waiting(desk)


def test_the_name_is_as_the_kind_says(desk: Desk, senior: Desk, issued: Diploma, store: Store) -> None:
    assert issued.student
    student = issued.student.id

    def write(tx: Tx) -> Any:
        tx.student(student)
        changes = [ev.Change(field="name.last", was="Студент00", now="Жаңаева"),
                   ev.Change(field="name.latin", was="STUDENT00 A", now="ZHANAYEVA A")]  # fmt: skip
        tx.append(student, ev.ProfileEdited, LATER, changes=changes)
        return tx.student_document(student)

    senior.transact("student.edit", write, Why("сынақ"))
    first = prepared(senior, issued, ground="renamed")
    assert first.name == issued.name, "shipped: as in the original"
    kinds.save(Desk(desk.actor, store), Sort.diploma, issued.kind, 1, {"body.names": "today"}, Why("заңгер айтты"))
    preparing.drop(senior, first.id, first.revision, Why("қайта"))
    again = duplicates.prepare(senior, first.request.id if first.request else "", Why("дайындау"))
    done = registered(desk, platform.bring(senior, {again.id: PLATFORM}, Why("файл")))
    words = done.values["words"]
    assert words["name_kk"].startswith("Жаңаева") and words["name_en"] == "ZHANAYEVA A"


# two people -----------------------------------------------------------------------------------------------------------


def test_who_prepared_does_not_register(desk: Desk, senior: Desk, issued: Diploma, store: Store) -> None:
    made = prepared(desk, issued)
    with pytest.raises(RuleBroken, match="same_person"):
        registered(desk, made)
    assert store.load(Diploma, issued.id).status is DiplomaStatus.issued
    assert registered(senior, made).number


def test_who_wrote_the_original_down_from_the_book_does_not_register_its_duplicate(
    desk: Desk, senior: Desk, world: Awarded
) -> None:
    of = old.enter(desk, OLD, Why("кітап"))
    made = prepared(senior, of)
    for hand in (desk, senior):
        with pytest.raises(RuleBroken, match="same_person"):
            registered(hand, made)
    assert {c.code for c in requests.checks(desk, requests.waiting(desk)[0], of, made) if c.light is Light.red} == {
        "duplicate_hands"
    }


# of before this system ------------------------------------------------------------------------------------------------


def other_head(store: Store) -> Desk:
    """A third person who may register."""
    desk = at(store, day=LATER)
    return Desk(replace(desk.actor, id="u-deputy", name="Орынбасар"), store, clock=desk.clock)


def test_a_diploma_of_before_this_system_is_entered_and_duplicated_with_nothing_made_up(
    desk: Desk, senior: Desk, world: Awarded, store: Store
) -> None:
    for lacking in ("number", "dated", "old", "name", "year"):
        with pytest.raises(Problems) as e:
            old.enter(desk, {**OLD, lacking: None}, Why("кітап"))
        assert [p.field for p in e.value.problems] == [lacking]
    of = old.enter(desk, OLD, Why("кітап"))
    with pytest.raises(Problems) as e:
        old.enter(desk, OLD, Why("кітап"))
    assert [p.key for p in e.value.problems] == ["diplomas.number_taken"]
    with pytest.raises(Problems) as e:
        duplicates.ask(senior, of.id, {**LOST, "parts": ["kk"]}, Why("өтініш"))
    assert [p.key for p in e.value.problems] == ["diplomas.no_results_here"]
    made = prepared(senior, of)
    found = {c.code: c for c in requests.checks(senior, requests.waiting(senior)[0], of, made)}
    assert found["duplicate_words_whole"].light is Light.green
    assert "Форма обучения" in found["duplicate_unknown"].values["words"].ru
    done = registered(other_head(store), made)
    assert done.values["words"]["degree_kk"] == "Маман" and done.sheets[0].blank
    assert done.old == of.old and of.old in note(done, "kk"), "marked so wherever it is seen"
    assert store.load(Diploma, of.id).status is DiplomaStatus.replaced
    said = text(desk, done, Takes.diploma)
    assert all(m in said for m in MARK) and "Ескіев Асан" in said and "Eskiyev Asan" in said
    assert "хаттамасы" not in said and "Оқу нысаны" not in said and "Basis" not in said, "no label without its words"
    spoilt = handing.spoiled(desk, done.id, store.load(Diploma, done.id).revision, Takes.diploma, SAT, Why("жыртылды"))
    assert spoilt.sheets[0].spoiled, "a blank of one who is not in the register is spoiled as any other"


@pytest.mark.parametrize("lacking", ["name", "degree", "programme"])
def test_what_a_duplicate_must_say_is_refused_by_name_where_the_book_is_silent(
    desk: Desk, senior: Desk, world: Awarded, store: Store, lacking: str
) -> None:
    of = old.enter(desk, {**OLD, lacking: {**OLD[lacking], "en": ""}}, Why("кітап"))  # type: ignore[dict-item]
    made = prepared(senior, of)
    with pytest.raises(RuleBroken, match="words_missing") as e:
        registered(other_head(store), made)
    assert bearing.named([f"{lacking}_en"]) == e.value.values["words"]
    assert store.load(Diploma, of.id).status is DiplomaStatus.issued and not store.count(
        "blanks", {"status": "reserved"}
    )


@pytest.mark.parametrize(
    ("more", "field", "key"),
    [
        ({"dated": LATER + timedelta(1)}, "dated", "day_ahead"), ({"dated": date(2027, 7, 5)}, "dated", "book_is_here"),
        ({"number": "2028-00001"}, "number", "number_ours"), ({"number": "2027-00002"}, "number", "number_taken"),
        ({"year_from": 1999}, "year_from", "years_backwards"),
    ],
)  # fmt: skip
def test_an_old_diploma_that_cannot_be_is_told_beside_the_field(
    desk: Desk, issued: Diploma, store: Store, more: dict[str, Any], field: str, key: str
) -> None:
    n = store.count("diplomas", {})
    with pytest.raises(Problems) as e:
        old.enter(desk, {**OLD, **more}, Why("кітап"))
    assert [(p.field, p.key) for p in e.value.problems] == [(field, f"diplomas.{key}")]
    assert store.count("diplomas", {}) == n


# finding --------------------------------------------------------------------------------------------------------------


def test_a_diploma_is_found_by_number_name_iin_and_the_number_of_its_blank(
    desk: Desk, issued: Diploma, world: Awarded, store: Store
) -> None:
    assert issued.student
    student = issued.student.id

    def write(tx: Tx) -> Any:
        tx.student(student)
        tx.append(student, ev.ProfileEdited, LATER, changes=[ev.Change(field="iin", was=None, now="040101500128")])
        return tx.student_document(student)

    desk.transact("student.edit", write, Why("сынақ"))
    of = old.enter(desk, {**OLD, "series_number": "ЖБ 0042"}, Why("кітап"))
    blank = issued.sheets[0].number
    for typed in (issued.number, "студент00", issued.student_number, "040101500128", blank, blank.replace(" ", ""),
                  "0000"):  # fmt: skip
        assert [d.id for d in requests.find(desk, typed)] == [issued.id], typed
    for typed in ("Ескиев", "1998-0123", "ЖБ 0042", "eskiyev"):
        assert [d.id for d in requests.find(desk, typed)] == [of.id], typed
    assert requests.find(desk, " ") == requests.find(desk, "$where") == requests.find(desk, "2027-00002") == []
    assert requests.find(at(store, Role.registrar, LATER), "студент00") == [], "another faculty's"


def test_annulling_asks_a_basis_and_the_right(senior: Desk, desk: Desk, issued: Diploma) -> None:
    with pytest.raises(Problems) as e:
        annulling.annul(desk, issued.id, issued.revision, Why("қате"))
    assert [p.field for p in e.value.problems] == ["basis.number"]
    why = Why("сот шешімі", Basis(kind="Шешім", number="5", day=LATER))
    with pytest.raises(Forbidden):
        annulling.annul(senior, issued.id, issued.revision, why)
    done = annulling.annul(desk, issued.id, issued.revision, why)
    assert (done.status, done.revoked) == (DiplomaStatus.annulled, "annulled")
    with pytest.raises(OfficeError):
        duplicates.ask(senior, issued.id, LOST, Why("өтініш"))


def test_a_base_of_before_learns_when_applications_were_answered(
    desk: Desk, senior: Desk, issued: Diploma, store: Store
) -> None:
    asked = duplicates.ask(senior, issued.id, LOST, Why("өтініш"))
    duplicates.refuse(senior, asked.id, asked.revision, Why("құжат жетпейді"))
    made = registered(desk, prepared(senior, issued))
    store.db.duplicate_requests.update_many({}, {"$unset": {"answered_on": 1}})
    store.db.migrations.delete_one({"_id": "0010_duplicate_answers"})
    assert "0010_duplicate_answers" in migrate(store)
    told = {r["status"]: r["answered_on"] for r in store.rows("duplicate_requests", {})}
    assert told == {"made": str(made.dated), "refused": office_day(asked.created.at).isoformat()}  # type: ignore[union-attr]
