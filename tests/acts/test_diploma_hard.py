"""Diplomas where things go otherwise: holds, records that were joined, a whole year, a stopped press, blanks two people
want at once, words that are too long or lacking, files that were exchanged."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from core import blanks, files, history, house, jobs, students
from core.blanks.needs import needs as blank_needs
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import book, graduates, handing, needs, platform, preparing, printing, reading, registering
from core.diplomas.checking import verify
from core.diplomas.checks import Light, checks
from core.errors import OfficeError, Problems, RuleBroken
from core.holds import acts as holds
from core.i18n import LANGS
from core.jobs.run import Run
from core.kinds import acts as kinds
from core.students import merging
from schemas.blank import Blank, BlankStatus, Span
from schemas.diploma import Diploma, DiplomaStatus, Takes
from schemas.discipline import Discipline
from schemas.kinds import Sort
from schemas.student import Profile, Student, StudyProfile
from schemas.words import Role
from tests.acts.diploma_kit import SAT, TODAY, YEAR, Awarded, at, awarded
from tests.acts.diploma_kit import platform as numbers

pytestmark = pytest.mark.usefixtures("shipped")
DATED = date(2027, 6, 30)
HANDED = {"day": TODAY, "name": "Студент00 А"}
LATER = TODAY + timedelta(45)


@pytest.fixture
def world(store: Store) -> Awarded:
    return awarded(store)


@pytest.fixture
def desk(world: Awarded) -> Desk:
    return at(world.store)


def drafts(desk: Desk, world: Awarded) -> list[Diploma]:
    preparing.prepare(desk, YEAR, world.pairs, Why("дайындау"))
    return [d for g in graduates.of_year(desk, YEAR) if (d := g.diploma)]


def registered(desk: Desk, world: Awarded) -> list[Diploma]:
    platform.bring(desk, numbers(*(d.id for d in drafts(desk, world))), Why("файл"))
    registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    return reading.booked(desk, YEAR)


def red(found: graduates.Graduate) -> list[str]:
    return [c.code for c in found.found if c.light is Light.red]


def text_of(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())


def joined(world: Awarded, pupil: Student) -> Student:
    """A second record of the graduate, into which his own was merged; the one that stands."""
    desk = at(world.store)
    profile = Profile(number=f"{pupil.number}-2", name=pupil.name, iin_absent_reason="тест")
    keep = students.admit(desk, profile, StudyProfile(id=f"{pupil.number}-2"), Why("т"), date(2023, 8, 25))
    wish = merging.propose(desk, keep.id, pupil.id, [], Why("бір адам"))
    seen = [world.store.load(Student, i).revision for i in (keep.id, pupil.id)]
    merging.confirm(at(world.store, Role.senior_registrar), wish.id, 1, (seen[0], seen[1]), Why("тексерілді"))
    return world.store.load(Student, keep.id)


# holds, joined records ------------------------------------------------------------------------------------------------


def test_a_hold_is_red_before_the_number_and_stops_the_hand_over_after_it(desk: Desk, world: Awarded) -> None:
    who = world.pairs[0][0]
    hold = holds.put(desk, who, "library", Why("кітап қайтарылмаған"))
    found = graduates.of_year(desk, YEAR)
    assert "holds" in red(found[0]) and "holds" not in red(found[1])
    hold = holds.lift(desk, hold.id, hold.revision, Why("қайтарылды"))
    first = registered(desk, world)[0]
    first = handing.printed(desk, [first.id], Why("басылды"))
    hold = holds.put(desk, who, "library", Why("тағы бір кітап"))
    with pytest.raises(RuleBroken, match="holds.stopped") as e:
        handing.issue(desk, first.id, first.revision, HANDED, Why("беру"))
    assert e.value.values["reason"] == "тағы бір кітап"
    assert desk.store.load(Diploma, first.id).status is DiplomaStatus.printed
    holds.lift(desk, hold.id, hold.revision, Why("қайтарылды"))
    assert handing.issue(desk, first.id, first.revision, HANDED, Why("беру")).status is DiplomaStatus.issued


def test_a_graduate_whose_record_was_joined_gets_his_diploma_under_the_one_that_stands(
    desk: Desk, world: Awarded
) -> None:
    keep = joined(world, world.student(0))
    pairs = [(keep.id, world.pairs[0][1]), *world.pairs[1:]]
    found = {g.study: g for g in graduates.of_year(desk, YEAR)}
    assert found[pairs[0][1]].student == keep.id and len(found) == 3
    preparing.prepare(desk, YEAR, pairs, Why("дайындау"))
    made = [d for g in graduates.of_year(desk, YEAR) if (d := g.diploma)]
    platform.bring(desk, numbers(*(d.id for d in made)), Why("файл"))
    registering.register(desk, YEAR, pairs, DATED, Why("тіркеу"))
    of = next(d for d in reading.booked(desk, YEAR) if d.study == pairs[0][1])
    assert of.student and of.student.id == keep.id and of.student_number == keep.number


def test_who_was_joined_after_the_print_has_the_hand_over_in_the_record_that_stands(desk: Desk, world: Awarded) -> None:
    first = registered(desk, world)[0]
    first = handing.printed(desk, [first.id], Why("басылды"))
    keep = joined(world, world.student(0))
    handing.issue(desk, first.id, first.revision, HANDED, Why("беру"))
    events = desk.store.load(Student, keep.id).events
    assert (events[-1]["type"], events[-1]["number"]) == ("document_issued", first.number)
    assert [d.id for d in reading.of_student(desk, keep.id)] == [first.id]
    again = {g.study: g for g in graduates.of_year(desk, YEAR)}[first.study]
    assert again.diploma and again.diploma.id == first.id, "nobody is given a second one"


# a whole year ---------------------------------------------------------------------------------------------------------


def test_more_than_fifty_graduates_are_all_seen_registered_and_printed(store: Store) -> None:
    world = awarded(store, honours=(), pupils=53)
    desk = at(store)
    for kind in ("diploma", "supplement_kk", "supplement_ru", "supplement_en"):
        blanks.receive(desk, {"kind": kind, "series": "BD", "first": 6, "last": 60, "day": date(2027, 2, 2),
                              "waybill": "8", "supplier": "Баспа", "commission": SAT}, Why("кіріс"))  # fmt: skip
    assert len(graduates.of_year(desk, YEAR)) == 53 == len(reading.lines(desk, YEAR))
    made = drafts(desk, world)
    platform.bring(desk, numbers(*(d.id for d in made)), Why("файл"))
    with pytest.raises(RuleBroken, match="too_many"):
        registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    for part in (world.pairs[:50], world.pairs[50:]):
        registering.register(desk, YEAR, part, DATED, Why("тіркеу"))
    found = reading.booked(desk, YEAR)
    assert [d.n for d in found] == list(range(1, 54))
    assert len(book.rows(desk, YEAR, "kk")) == 53
    with pytest.MonkeyPatch.context() as m:
        m.setattr(jobs.runner, "go", lambda store, id: None)
        id = printing.begin(desk, [d.id for d in found], Why("басу"))
    assert (store.one("runs", {"_id": id}) or {})["total"] == 53


def test_a_printing_that_was_stopped_goes_on_where_it_was(
    desk: Desk, world: Awarded, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = registered(desk, world)
    monkeypatch.setattr(printing, "CHUNK", 1)
    monkeypatch.setattr("core.jobs.run.ASKED", 0)
    with monkeypatch.context() as m:
        m.setattr(jobs.runner, "go", lambda store, id: None)
        id = printing.begin(desk, [d.id for d in made], Why("басу"))
    store.db.runs.update_one({"_id": id}, {"$set": {"state": "running"}})

    class Stopped(Run):
        def progress(self, done: int, total: int | None = None) -> None:
            jobs.stop(self.desk, self.id)

    row = store.one("runs", {"_id": id})
    assert row
    assert printing.print_work(Stopped(store, row, desk)) == {"n": 1}
    set_ = [all(s.file_hash for s in store.load(Diploma, d.id).sheets) for d in made]
    assert set_ == [True, False, False]
    first = [s.file_hash for s in store.load(Diploma, made[0].id).sheets]
    store.db.runs.update_one({"_id": id}, {"$set": {"wish": ""}})
    assert printing.print_work(Run(store, row, desk)) == {"n": 3}
    assert all(s.file_hash for d in made for s in store.load(Diploma, d.id).sheets)
    assert [s.file_hash for s in store.load(Diploma, made[0].id).sheets] == first
    assert store.count("files", {"kind": "diploma"}) == 12, "nothing was set twice"


def test_who_has_not_come_is_listed_over_all_years(desk: Desk, world: Awarded, store: Store) -> None:
    made = registered(desk, world)
    handing.printed(desk, [d.id for d in made], Why("басылды"))
    first = store.load(Diploma, made[0].id)
    handing.issue(desk, first.id, first.revision, HANDED, Why("беру"))
    assert reading.uncollected(desk) == [] and len(reading.uncollected(desk, 0)) == 2
    late = at(store, day=LATER)
    waits = reading.uncollected(late)
    assert [d.id for d in waits] == [d.id for d in made[1:]] and reading.uncollected(late, 46) == []
    next_year = at(store, day=date(YEAR + 1, 9, 1))
    assert len(reading.uncollected(next_year)) == 2, "whatever the year"
    for code in ("plain", "honours"):
        kind = house.entry(Sort.diploma, code)
        kinds.save(desk, Sort.diploma, code, kind.version, {"body.waits": 60, "effective": date(2026, 11, 1)}, Why("б"))
    assert reading.uncollected(late) == [], "the days are a setting"
    for lang in LANGS:
        sheet = book.uncollected_xlsx(late, waits, lang)
        paper = PdfReader(io.BytesIO(book.uncollected_pdf(late, waits, lang)))
        assert paper.is_encrypted and sheet[:2] == b"PK"
        shown = " ".join(p.extract_text() for p in paper.pages)
        assert all(d.number in shown for d in waits) and first.number not in shown


# blanks ---------------------------------------------------------------------------------------------------------------


def test_one_blank_two_people_want_goes_to_one_of_them(desk: Desk, world: Awarded, store: Store) -> None:
    platform.bring(desk, numbers(*(d.id for d in drafts(desk, world))), Why("файл"))
    blanks.spoil(desk, "supplement_en", "BD", [Span(first=2, last=5)], TODAY, SAT, Why("бүлінді"))
    one_is_left = needs.needs(store, [("supplement_en",)])
    assert [(n.needed, n.stock, n.missing) for n in one_is_left] == [(1, 1, 0)]
    ready, answers = threading.Barrier(2), list[Any]()

    def take(pair: graduates.Pair) -> None:
        ready.wait()
        try:
            answers.append(registering.register(at(store), YEAR, [pair], DATED, Why("тіркеу")).study)
        except OfficeError as e:
            answers.append(e)

    both = [threading.Thread(target=take, args=(world.pairs[n],)) for n in (0, 2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(isinstance(a, str) for a in answers) == [False, True]
    refused = next(a for a in answers if not isinstance(a, str))
    assert isinstance(refused, Problems | RuleBroken)
    (got,) = store.rows("blanks", {"kind": "supplement_en", "status": "reserved"})
    (diploma,) = store.rows("diplomas", {"status": "registered"})
    assert got["paper"]["id"] == diploma["_id"] and diploma["n"] == 1, "no number is lost either"


def test_a_spoiled_print_may_spoil_again_and_the_last_blank_is_told(desk: Desk, world: Awarded, store: Store) -> None:
    of = registered(desk, world)[0]
    seen = []
    for n in range(3):
        of = handing.spoiled(desk, of.id, of.revision, Takes.diploma, SAT, Why(f"сия {n}"))
        sheet = of.sheet(Takes.diploma)
        assert sheet
        seen.append(sheet.number)
    assert len(set(seen)) == 3 and sheet.spoiled == [f"diploma|BD|000000{n}" for n in (1, 3, 4)]
    assert all(store.load(Blank, i).status is BlankStatus.spoiled for i in sheet.spoiled)
    with pytest.raises(RuleBroken, match="none_left"):
        handing.spoiled(desk, of.id, of.revision, Takes.diploma, SAT, Why("тағы"))
    kept = store.load(Diploma, of.id)
    assert kept.sheet(Takes.diploma) == sheet and kept.number == of.number, "nothing half done"
    assert store.load(Blank, sheet.blank or "").status is BlankStatus.reserved


def test_a_stranger_to_the_post_spoils_nothing(desk: Desk, world: Awarded, store: Store) -> None:
    of = registered(desk, world)[0]
    other = replace(desk, actor=replace(desk.actor, id="u-other"))
    with pytest.raises(OfficeError):
        handing.spoiled(other, of.id, of.revision, Takes.diploma, SAT, Why("сия"))
    assert store.load(Diploma, of.id).sheets == of.sheets


def test_what_the_next_graduation_takes_counts_those_of_the_last_year(desk: Desk, world: Awarded) -> None:
    found = {n.kind: n for n in blank_needs(desk)}
    assert found["diploma"].stock == 5 and found["supplement_en"].graduates == found["diploma"].graduates
    coming = world.of.of.pupil(9, year=4)
    assert coming and {n.kind: n for n in blank_needs(desk)}["diploma"].graduates >= found["diploma"].graduates


# words ----------------------------------------------------------------------------------------------------------------


def rename(desk: Desk, world: Awarded, **fields: str) -> None:
    from schemas import events as ev

    def work(tx: Any) -> Any:
        who = world.pairs[0][0]
        state = tx.student(who)
        changes = [ev.Change(field=f"name.{k}", was=history.pick(state, ["name", k]), now=v) for k, v in fields.items()]
        tx.append(who, ev.ProfileEdited, date(2027, 6, 11), changes=changes)
        return tx.student_document(who)

    desk.transact("student.edit", work, Why("сынақ"))


def titled(desk: Desk, world: Awarded, title: str, english: str) -> None:
    """The major is called so."""

    def work(tx: Any) -> Any:
        of = tx.get(Discipline, world.of.of.special.id, scoped=False)
        of.name = of.name.model_copy(update={"ru": title, "en": english})
        return tx.save(of)

    desk.transact("reference.edit", work, Why("сынақ"))


def test_a_name_of_120_letters_and_a_title_of_300_stand_whole_on_every_sheet(desk: Desk, world: Awarded) -> None:
    last = ("Абдрахмангалиева-Нурмухамбетова-" * 4)[:119] + "А"
    title = ("Дәстүрлі әншілік және аспаптық орындаушылық мектептердің тарихы мен теориясы " * 5)[:299] + "я"
    rename(desk, world, last=last, latin=("ABDRAKHMANGALIYEVA-NURMUKHAMBETOVA-" * 4)[:119] + "A")
    titled(desk, world, title, title)
    first = registered(desk, world)[0]
    printing.typeset(desk, [first.id], Why(command="a"))
    kept = desk.store.load(Diploma, first.id)
    for sheet in kept.sheets:
        shown = text_of(files.read(desk.store, sheet.file_hash)[1]).replace(" ", "")
        assert (last if sheet.what in (Takes.kk, Takes.ru) else "ABDRAKHMANGALIYEVA") in shown, sheet.what
        if sheet.what in (Takes.ru, Takes.en):
            assert title.replace(" ", "") in shown, sheet.what


def test_a_missing_english_title_is_red_with_the_way_to_mend_it(desk: Desk, world: Awarded) -> None:
    titled(desk, world, "Специальность", "")
    found = graduates.of_year(desk, YEAR)
    (told,) = [c for c in found[0].found if c.code == "untitled"]
    assert (told.light, told.page, told.values["n"]) == (Light.red, "names", 1) and "Мамандық" in told.values["names"]
    platform.bring(desk, numbers(*(d.id for d in drafts(desk, world))), Why("файл"))
    with pytest.raises(Problems) as e:
        registering.register(desk, YEAR, world.pairs[:1], DATED, Why("тіркеу"))
    assert e.value.problems[0].values["codes"] == ["untitled"]
    titled(desk, world, "Специальность", "Major")
    assert registering.register(desk, YEAR, world.pairs[:1], DATED, Why("тіркеу")).number


def test_who_has_no_protocol_gets_no_number(desk: Desk, world: Awarded, tampered: None) -> None:
    platform.bring(desk, numbers(*(d.id for d in drafts(desk, world))), Why("файл"))
    world.store.db.protocols.delete_many({"student.id": world.pairs[0][0]})
    found = graduates.of_year(desk, YEAR)
    assert red(found[0]) == ["protocol_missing"] and not red(found[1])
    with pytest.raises(Problems) as e:
        registering.register(desk, YEAR, world.pairs, DATED, Why("тіркеу"))
    assert [p.field for p in e.value.problems] == [world.pairs[0][1]] and not reading.booked(desk, YEAR)


def test_a_draft_that_was_dropped_gives_its_platform_number_back(desk: Desk, world: Awarded) -> None:
    made = drafts(desk, world)
    given = numbers(made[0].id)
    platform.bring(desk, given, Why("файл"))
    first = desk.store.load(Diploma, made[0].id)
    preparing.drop(desk, first.id, first.revision, Why("қате дайындалды"))
    preparing.prepare(desk, YEAR, world.pairs[:1], Why("қайта"))
    anew = next(g.diploma for g in graduates.of_year(desk, YEAR) if g.study == world.pairs[0][1])
    assert anew and anew.id != first.id
    kept = platform.bring(desk, {anew.id: given[first.id]}, Why("файл"))
    assert kept.platform and kept.platform.number == "0000"


# honours, forgery -----------------------------------------------------------------------------------------------------


def test_honours_stand_with_their_proof_over_all_attempts(desk: Desk, world: Awarded) -> None:
    plain, best, _ = graduates.of_year(desk, YEAR)
    assert [c.code for c in best.found if c.code.startswith("honours")] == ["honours"]
    assert len(best.proof) == 5 and all(p.kept for p in best.proof)
    told = [c for c in plain.found if c.code.startswith("honours")]
    assert [(c.code, c.light) for c in told] == [("honours_possible", Light.amber)]
    again = replace(best.case, earned=False)
    assert [(c.code, c.light) for c in checks(again) if c.code.startswith("honours")] == [
        ("honours_unproved", Light.amber)
    ]  # fmt: skip


def test_a_forged_code_is_unknown_and_a_file_that_was_exchanged_is_not_handed_out(
    desk: Desk, world: Awarded, store: Store, tampered: None
) -> None:
    first, second, _ = registered(desk, world)
    printing.typeset(desk, [first.id, second.id], Why(command="a"))
    wrong = first.code[:-1] + ("2" if first.code[-1] != "2" else "3")
    assert verify(store, wrong) is None and verify(store, "") is None and verify(store, first.number) is None
    assert verify(store, first.code.lower()) and verify(store, f" {first.code} ")
    mine, other = (store.load(Diploma, d.id).sheets[0].file_hash for d in (first, second))
    store.db.diplomas.update_one({"_id": first.id}, {"$set": {"sheets.0.file_hash": "0" * 64}},
                                 bypass_document_validation=True)  # fmt: skip
    with pytest.raises(OfficeError):
        printing.file_of(desk, first.id, Takes.diploma)
    row = store.one("files", {"hash": mine}) or store.one("files", {"_id": mine})
    twin = store.one("files", {"hash": other}) or store.one("files", {"_id": other})
    assert row and twin and row != twin, "each sheet is a file of its own"
