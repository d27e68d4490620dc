"""Protocols of a commission: written on the spot, decided, signed once, frozen; a later decision is another one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core import rulebooks
from core.attestation import candidacies, control, protocols
from core.attestation.protocols import drafts, reading, steps
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from schemas.attestation import Candidacy, CandidacyStatus, Commission, Outcome, Protocol, Sitting, SittingStatus
from schemas.attestation.commission import Conflict
from schemas.base import Basis, Text
from schemas.discipline import Discipline, Programme
from schemas.kinds.sheets import Signer
from schemas.order import Order, OrderStatus
from schemas.student import Student
from schemas.words import Mark, Role, StudyStatus
from tests.acts.attestation_kit import TODAY, Graduates, at, graduates

pytestmark = pytest.mark.usefixtures("shipped")
BASIS = Basis(kind="апелляция хаттамасы", number="3", day=TODAY)


@pytest.fixture
def made(store: Store) -> Graduates:
    found = graduates(store)
    if store.one("rulebooks", {}) is None:
        rulebooks.install(found.desk, "kz-2022")
    return found


def secretary(g: Graduates, n: int = 0) -> Desk:
    """The secretary of the commission; n: a second account that works for it."""
    desk = at(g.store, Role.secretary, teacher=g.secretary.id)
    actor = desk.actor if not n else type(desk.actor)(**{**vars(desk.actor), "id": f"u-second-{n}", "name": "Екінші"})
    return Desk(actor, g.store, clock=desk.clock)


def opened(g: Graduates, discipline: Discipline | None = None, pupils: int = 2) -> tuple[Sitting, list[Candidacy]]:
    """A sitting under way at which admitted graduates are heard."""
    found = [g.candidacy(p, discipline) for p in g.pupils[:pupils]]
    g.admitted(g.pupils[:pupils])
    return g.sitting(found), found


def typed(desk: Desk, s: Sitting, c: Candidacy, texts: dict[tuple[str, str], str]) -> str:
    """Type into a protocol; the mark of what the screen then shows."""
    protocols.keep(desk, s.id, c.id, [(*place, text, True) for place, text in texts.items()])
    return seen(desk, s, c)


def seen(desk: Desk, s: Sitting, c: Candidacy) -> str:
    rows = desk.store.rows("drafts", {"sheet": drafts.place_of(s.id, c.id)})
    return drafts.seen_mark(drafts.compose(rows, desk.actor.id), desk.actor.id)


def signed(desk: Desk, s: Sitting, c: Candidacy, mark: str = "92", **more: bool) -> Protocol:
    return protocols.sign(desk, s.id, c.id, typed(desk, s, c, {("agreed", "score"): mark}), Why(), **more)


def change(g: Graduates, model: type, id: str, **values: object) -> None:
    """Put a document as another act would leave it."""

    def work(tx):  # type: ignore[no-untyped-def]
        doc = tx.get(model, id, scoped=False)
        for name, value in values.items():
            setattr(doc, name, value)
        return tx.save(doc)

    g.desk.transact("reference.edit", work, Why("сынақ"))


def test_what_was_typed_becomes_a_signed_protocol_and_the_candidacy_is_heard(made: Graduates) -> None:
    desk = secretary(made)
    s, (one, _) = opened(made)
    mark = typed(desk, s, one, {
        ("agreed", "score"): "92", ("q1", "text"): "Күй туралы айтыңыз", ("q1", "by"): "Төраға",
        ("o1", "text"): "Екпіні баяу", ("o1", "by"): "Мүше", ("note", "text"): "Қолдау", ("publication", "value"): "1",
    })  # fmt: skip
    p = protocols.sign(desk, s.id, one.id, mark, Why())
    assert (p.number, p.letter, p.score, p.passed, p.publication) == ("2027-0001", "A-", 92, True, True)
    assert (p.questions[0].text, p.opinions[0].by, p.presented.works[0].title) == (
        "Күй туралы айтыңыз", "Мүше", "Сарыарқа",
    )  # fmt: skip
    assert len(p.checksum) == 12 and p.checksum == steps.checksum(p) and p.code
    assert [(x.part, x.paper) for x in p.signatures] == [
        (Signer.secretary, False), (Signer.chair, True), *[(Signer.member, True)] * 3, (None, False),
    ]  # fmt: skip
    heard = made.store.load(Candidacy, one.id)
    assert (heard.status, heard.sitting) == (CandidacyStatus.heard, s.ref())
    assert heard.outcome == Outcome(
        protocol=p.ref(), on=TODAY, score=Decimal(92), letter="A-", points=p.points, traditional=p.traditional,
        passed=True, publication=True,
    )  # fmt: skip
    assert made.store.rows("drafts", {"sheet": drafts.place_of(s.id, one.id)}) == []
    entry = made.store.one("audit_events", {"subject.id": p.id})
    assert entry and entry["action"] == "protocol.sign"


def test_numbers_have_no_gaps_and_a_no_show_has_one_too(made: Graduates) -> None:
    desk = secretary(made)
    s, (one, two) = opened(made)
    with pytest.raises(Problems):
        signed(desk, s, one, "101")
    mark = typed(desk, s, two, {("noshow", "value"): "absent"})
    p = protocols.sign(desk, s.id, two.id, mark, Why())
    assert (p.number, p.score, p.mark, p.letter, p.passed) == ("2027-0001", None, Mark.absent, "F", False)
    assert signed(desk, s, one, "45").number == "2027-0002"
    assert reading.hearing(desk, s.id).done() == 2


def test_members_marks_make_the_commissions_and_who_has_an_interest_marks_not(made: Graduates) -> None:
    desk = secretary(made)
    seats = [x for x in made.commission.seats if x.part is not Signer.secretary]  # chair, and three who teach
    conflict = Conflict(seat=seats[2].id, student=made.pupils[0].ref())
    change(made, Commission, made.commission.id, conflicts=[conflict])
    s, (one, two) = opened(made, made.exam)
    marks = {(x.id, "score"): str(70 + 5 * n) for n, x in enumerate(seats)}
    p = protocols.sign(desk, s.id, one.id, typed(desk, s, one, marks), Why())
    assert (p.score, [m.score for m in p.marks]) == (78, [70, 85])  # his own teacher and the relative mark not: 77.5
    whole = protocols.sign(desk, s.id, two.id, typed(desk, s, two, marks), Why())
    assert (whole.score, [m.score for m in whole.marks]) == (78, [70, 80, 85])


def test_a_missing_mark_is_named_and_what_was_typed_stays(made: Graduates) -> None:
    desk = secretary(made)
    s, (one, _) = opened(made, made.exam)
    chair = made.seat(Signer.chair)
    mark = typed(desk, s, one, {(chair.id, "score"): "80"})
    with pytest.raises(Problems) as e:
        protocols.sign(desk, s.id, one.id, mark, Why())
    # The first member taught him himself and does not mark.
    assert {p.field for p in e.value.problems} == {f"{made.seat(Signer.member, n).id}.score" for n in (1, 2)}
    assert reading.typing(desk, reading.hearing(desk, s.id).around, one.id).text(chair.id, "score") == "80"


def test_two_secretaries_are_told_of_each_other_and_one_text_is_chosen(made: Graduates) -> None:
    first, second = secretary(made), secretary(made, 1)
    s, (one, _) = opened(made)
    typed(first, s, one, {("agreed", "score"): "92", ("note", "text"): "бір"})
    mark = typed(second, s, one, {("agreed", "score"): "95"})
    now = reading.typing(second, reading.hearing(second, s.id).around, one.id)
    assert [name for name, _ in now.others] == [first.actor.name]
    cell = now.cells["agreed", "score"]
    assert (cell.text, [o[3] for o in cell.others]) == ("95", ["92"])
    with pytest.raises(Problems) as e:
        protocols.sign(second, s.id, one.id, mark, Why())
    assert [p.key for p in e.value.problems] == ["sheets.two_drafts"]
    with pytest.raises(RuleBroken, match="typed_since"):
        protocols.choose(second, s.id, one.id, ("agreed", "score"), "95", ["95"])
    protocols.choose(second, s.id, one.id, ("agreed", "score"), "92", ["92", "95"])
    p = protocols.sign(second, s.id, one.id, seen(second, s, one), Why())
    assert (p.score, p.note) == (92, "бір")


def test_what_somebody_typed_since_the_screen_was_drawn_is_not_signed_over(made: Graduates) -> None:
    first, second = secretary(made), secretary(made, 1)
    s, (one, _) = opened(made)
    mark = typed(first, s, one, {("agreed", "score"): "92"})
    typed(second, s, one, {("note", "text"): "көргем жоқ"})
    with pytest.raises(RuleBroken, match="typed_since"):
        protocols.sign(first, s.id, one.id, mark, Why())
    assert protocols.sign(first, s.id, one.id, seen(first, s, one), Why()).note == "көргем жоқ"
    with pytest.raises(RuleBroken, match="signed_already"):
        typed(second, s, one, {("note", "text"): "кеш"})


def test_two_who_sign_at_once_make_one_protocol(made: Graduates) -> None:
    s, (one, _) = opened(made)
    mark = typed(secretary(made), s, one, {("agreed", "score"): "92"})

    def press(n: int) -> object:
        try:
            return protocols.sign(secretary(made), s.id, one.id, mark, Why())
        except OfficeError as e:
            return e.key

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(press, range(4)))
    assert sum(isinstance(x, Protocol) for x in done) == 1
    assert made.store.count("protocols", {}) == 1
    assert made.store.one("counters", {"_id": "protocol:2027"})["last"] == 1  # type: ignore[index]


def test_a_double_click_is_one_act(made: Graduates) -> None:
    desk, why = secretary(made), Why()
    s, (one, _) = opened(made)
    mark = typed(desk, s, one, {("agreed", "score"): "92"})
    first = protocols.sign(desk, s.id, one.id, mark, why)
    assert protocols.sign(desk, s.id, one.id, mark, why).id == first.id


def test_who_is_not_admitted_or_not_of_this_sitting_is_not_heard(made: Graduates) -> None:
    desk = secretary(made)
    found = [made.candidacy(p) for p in made.pupils[:3]]
    s = made.sitting(found[:2])
    with pytest.raises(RuleBroken, match="protocols.not_admitted"):
        signed(desk, s, found[0])
    made.admitted(made.pupils[:3], date(2026, 5, 20))  # to the attestation of another year
    with pytest.raises(RuleBroken, match="protocols.not_admitted"):
        signed(desk, s, found[0])
    with pytest.raises(RuleBroken, match="protocols.not_in_sitting"):
        typed(desk, s, found[2], {("agreed", "score"): "92"})
    with pytest.raises(RuleBroken, match="protocols.not_in_sitting"):
        protocols.sign(desk, s.id, found[2].id, "", Why())
    assert made.store.count("protocols", {}) == 0


def test_a_commission_without_order_chair_or_quorum_decides_nothing(made: Graduates) -> None:
    desk = secretary(made)
    s, (one, _) = opened(made)
    mark = typed(desk, s, one, {("agreed", "score"): "92"})
    chair, members = made.seat(Signer.chair), [made.seat(Signer.member, n) for n in range(3)]
    order, everybody = made.commission.order, [x.id for x in made.commission.seats]

    def refused(key: str) -> None:
        with pytest.raises(RuleBroken, match=key):
            protocols.sign(desk, s.id, one.id, mark, Why())

    change(made, Commission, made.commission.id, order=None)
    refused("protocols.no_order")
    change(made, Commission, made.commission.id, order=order)
    change(made, Sitting, s.id, present=[x.id for x in members])
    refused("protocols.no_chair")
    change(made, Sitting, s.id, present=[chair.id, members[0].id])
    refused("protocols.no_quorum")
    change(made, Sitting, s.id, present=everybody, status=SittingStatus.published)
    refused("protocols.sitting_not_open")
    with pytest.raises(RuleBroken, match="protocols.sitting_not_open"):
        typed(desk, s, one, {("agreed", "score"): "93"})
    change(made, Sitting, s.id, status=SittingStatus.open)
    for term in made.of.terms:
        change(made, type(term), term.id, closed=date(2027, 5, 31))
    refused("protocols.year_closed")
    change(made, type(term), term.id, closed=None)
    assert protocols.sign(desk, s.id, one.id, mark, Why()).score == 92


def test_a_topic_that_is_not_approved_is_not_heard(made: Graduates) -> None:
    desk = secretary(made)
    draft = made.candidacy(made.pupils[0], status=CandidacyStatus.draft)
    made.admitted(made.pupils)
    with pytest.raises(RuleBroken, match="protocols.not_approved"):
        signed(desk, made.sitting([draft]), draft)


def test_rights_and_scope(made: Graduates) -> None:
    s, (one, _) = opened(made)
    teacher = at(made.store, Role.teacher, teacher=made.of.teachers[0].id)
    auditor = at(made.store, Role.auditor)
    stranger = at(made.store, Role.secretary, teacher="another")
    for desk in (teacher, auditor, stranger):
        with pytest.raises(Forbidden):
            typed(desk, s, one, {("agreed", "score"): "92"})
        with pytest.raises(Forbidden):
            protocols.sign(desk, s.id, one.id, "", Why())
    with pytest.raises(Forbidden):
        reading.hearing(stranger, s.id)
    assert reading.hearing(auditor, s.id).sitting.id == s.id
    registrar = at(made.store, Role.registrar, faculty=made.of.faculty.id)
    assert signed(registrar, s, one).passed
    with pytest.raises(Forbidden):
        protocols.close_sitting(at(made.store, Role.registrar, faculty="other"), s.id, s.revision, Why())


def test_a_signed_protocol_is_frozen_and_only_signatures_come(made: Graduates) -> None:
    desk = secretary(made)
    s, (one, two) = opened(made)
    p = signed(desk, s, one, paper=False)
    assert [x.part for x in reading.unsigned(p)] == [Signer.chair, *[Signer.member] * 3]
    with pytest.raises(RuleBroken):
        change(made, Protocol, p.id, score=Decimal(95))
    member = at(made.store, Role.teacher, teacher=made.of.teachers[0].id)
    now = protocols.countersign(member, p.id, Why())
    assert now.signatures[-1].person == made.of.teachers[0].id and not now.signatures[-1].paper
    with pytest.raises(RuleBroken, match="signed_already"):
        protocols.countersign(member, p.id, Why())
    with pytest.raises(Forbidden):
        protocols.countersign(at(made.store, Role.teacher, teacher="another"), p.id, Why())
    signed(desk, s, two)
    with pytest.raises(RuleBroken, match="protocols.unsigned"):
        protocols.close_sitting(desk, s.id, s.revision, Why())
    assert reading.unsigned(protocols.vouch(desk, p.id, Why())) == []
    with pytest.raises(RuleBroken, match="signed_already"):
        protocols.vouch(desk, p.id, Why())
    assert protocols.close_sitting(desk, s.id, s.revision, Why()).status is SittingStatus.closed


def test_a_sitting_closes_when_everybody_has_a_protocol(made: Graduates) -> None:
    desk = secretary(made)
    s, (one, two) = opened(made)
    signed(desk, s, one)
    with pytest.raises(RuleBroken, match="protocols.still_to_hear") as e:
        protocols.close_sitting(desk, s.id, s.revision, Why())
    assert e.value.values["names"] == two.student.label.kk


@pytest.mark.usefixtures("tampered")  # the state of the study is put straight into the base
def test_who_was_expelled_or_whose_admission_was_taken_back_is_let_go_when_it_closes(made: Graduates) -> None:
    desk, (first, second) = secretary(made), made.pupils[:2]
    one, two = made.candidacy(first), made.candidacy(second)
    order = made.admitted([first, second])
    s = made.sitting([one, two])
    for c in (one, two):
        change(made, Candidacy, c.id, sitting=s.ref())
    signed(desk, s, one)
    students = made.store.db["students"]
    students.update_one({"_id": second.id}, {"$set": {"studies.0.status": StudyStatus.expelled.value}})
    with pytest.raises(RuleBroken, match="protocols.not_studying"):
        signed(desk, s, two)
    assert reading.hearing(desk, s.id).standing(s.slots[1]) is reading.Standing.barred
    students.update_one({"_id": second.id}, {"$set": {"studies.0.status": StudyStatus.active.value}})
    with pytest.raises(RuleBroken, match="still_to_hear"):
        protocols.close_sitting(desk, s.id, s.revision, Why())
    change(made, Order, order.id, status=OrderStatus.cancelled)
    with pytest.raises(RuleBroken, match="not_admitted"):
        signed(desk, s, two)
    done = protocols.close_sitting(desk, s.id, s.revision, Why())
    left = made.store.load(Candidacy, two.id)
    assert (done.status, left.status, left.sitting) == (SittingStatus.closed, CandidacyStatus.approved, None)


def test_who_was_excused_is_heard_at_another_sitting_of_the_same_period(made: Graduates) -> None:
    desk, head = secretary(made), at(made.store)
    s, (one, two) = opened(made)
    away = protocols.sign(desk, s.id, one.id, typed(desk, s, one, {("noshow", "value"): "excused"}), Why())
    waits = made.store.load(Candidacy, one.id)
    assert (waits.status, waits.sitting, waits.outcome) == (CandidacyStatus.approved, None, None)
    with pytest.raises(RuleBroken, match="signed_already"):
        signed(desk, s, one)
    absent = protocols.sign(desk, s.id, two.id, typed(desk, s, two, {("noshow", "value"): "absent"}), Why())
    assert made.store.load(Candidacy, two.id).status is CandidacyStatus.heard
    protocols.correct(head, absent.id, absent.revision, "", Mark.excused, "Анықтама", Why("анықтама", BASIS))
    assert made.store.load(Candidacy, two.id).status is CandidacyStatus.approved  # the certificate came later
    protocols.close_sitting(desk, s.id, s.revision, Why())
    again = made.sitting([waits], starts="14:00")
    heard = signed(desk, again, waits)
    now = made.store.load(Candidacy, one.id)
    assert now.status is CandidacyStatus.heard and now.outcome and now.outcome.protocol.id == heard.id
    assert protocols.standing(head, one.id).id == heard.id != away.id
    stale = made.store.load(Protocol, away.id)
    with pytest.raises(RuleBroken, match="heard_since"):
        protocols.correct(head, away.id, stale.revision, "", Mark.absent, "Анықтама", Why("анықтама", BASIS))
    excused = made.store.load(Candidacy, two.id)
    with pytest.raises(RuleBroken, match="has_protocol"):
        candidacies.withdraw(head, two.id, excused.revision, Why("кетті"))
    (line,) = control.of_year(head, s.year).lines
    assert line.facts.placeless == 0, "who was excused may come to another sitting, he need not"


def test_a_later_decision_is_another_protocol_by_another_person_on_a_basis(made: Graduates) -> None:
    s, (one, _) = opened(made)
    office = at(made.store, Role.registrar, faculty=made.of.faculty.id)
    old = signed(office, s, one, "62")
    with pytest.raises(RuleBroken, match="four_eyes.same_person"):
        protocols.correct(office, old.id, old.revision, "71", None, "Апелляция", Why("апелляция", BASIS))
    head = at(made.store, Role.head)
    for day in (TODAY - timedelta(1), TODAY + timedelta(1)):
        paper = Basis(kind="апелляция хаттамасы", number="3", day=day)
        with pytest.raises(Problems) as e:
            protocols.correct(head, old.id, old.revision, "71", None, "Апелляция", Why("апелляция", paper))
        assert {p.key for p in e.value.problems} == {"protocols.basis_day"}
    with pytest.raises(Problems) as e:
        protocols.correct(head, old.id, old.revision, "171", None, " ", Why("апелляция"))
    assert {p.field for p in e.value.problems} == {"note", "basis", "score"}
    with pytest.raises(RuleBroken, match="nothing_changes"):
        protocols.correct(head, old.id, old.revision, "62", None, "Апелляция", Why("апелляция", BASIS))
    with pytest.raises(Forbidden):
        protocols.correct(secretary(made), old.id, old.revision, "71", None, "Апелляция", Why("апелляция", BASIS))
    new = protocols.correct(head, old.id, old.revision, "71", None, "Апелляция", Why("апелляция", BASIS))
    was = made.store.load(Protocol, old.id)
    assert (new.number, new.score, new.corrects and new.corrects.id) == ("2027-0002", 71, old.id)
    assert (was.score, was.letter, was.replaced and was.replaced.id) == (old.score, old.letter, new.id)
    assert new.basis == BASIS and new.checksum != old.checksum and new.code != old.code
    assert protocols.standing(head, one.id).id == new.id
    heard = made.store.load(Candidacy, one.id)
    assert heard.outcome and heard.outcome.score == 62  # as decided then; what stands is read of the protocols
    with pytest.raises(RuleBroken, match="protocols.replaced"):
        protocols.correct(head, old.id, was.revision, "80", None, "Тағы", Why("апелляция", BASIS))
    with pytest.raises(RuleBroken, match="signed_already"):
        typed(office, s, one, {("agreed", "score"): "99"})


def test_a_correction_to_a_no_show_leaves_neither_marks_nor_recommendations(made: Graduates) -> None:
    s, (one, _) = opened(made, made.exam)
    seats = [x for x in made.commission.seats if x.part is not Signer.secretary]
    said = {(x.id, "score"): "90" for x in seats}
    said |= {("publication", "value"): "1", ("implementation", "value"): "1"}
    desk = secretary(made)
    old = protocols.sign(desk, s.id, one.id, typed(desk, s, one, said), Why())
    assert (len(old.marks), old.publication, old.implementation, old.passed) == (3, True, True, True)
    why = Why("келмеген екен", BASIS)
    new = protocols.correct(at(made.store, Role.head), old.id, old.revision, "", Mark.absent, "Келген жоқ", why)
    assert (new.mark, new.score, new.letter, new.passed, new.award) == (Mark.absent, None, "F", False, False)
    assert (new.marks, new.publication, new.implementation) == ([], False, False)
    was = made.store.load(Protocol, old.id)
    assert (was.marks, was.publication, was.score) == (old.marks, True, old.score)


def with_record(g: Graduates, pupil: Student, letters: list[tuple[str, str]]) -> None:
    """Results of the study as they were posted: (discipline, letter)."""
    book = {x.letter: x for x in rulebooks.shipped("kz-2022").scale}
    rows = [
        {"id": f"r{n}", "discipline": {"id": code, "label": {"kk": code, "ru": "", "en": ""}}, "code": code,
         "term": "2024-1", "section": "", "attempt": 1, "credits": Decimal(5), "scores": {}, "letter": letter,
         "final_grade": book[letter].low, "points": book[letter].points, "traditional": None, "mark": None,
         "state": book[letter].state.value, "earned": Decimal(5), "gpa": True, "replaces": True, "rules": "kz-2022@1",
         "sheet": "", "apart": "", "until": None, "on": "2024-12-20"}
        for n, (code, letter) in enumerate(letters)
    ]  # fmt: skip
    g.store.db["students"].update_one({"_id": pupil.id}, {"$set": {"studies.0.record": rows}})


@pytest.mark.usefixtures("tampered")  # the record is put straight into the base
def test_the_protocol_that_completes_the_study_awards_the_degree_and_proves_honours(made: Graduates) -> None:
    desk, degree = secretary(made), Text(kk="Өнер бакалавры", ru="Бакалавр искусства")
    change(made, Programme, made.of.programme.id, degree=degree)
    with_record(made, made.pupils[0], [("X1", "A"), ("X2", "B")])
    with_record(made, made.pupils[1], [("X1", "F"), ("X1", "A")])
    first, solos = opened(made)
    assert not signed(desk, first, solos[0], "95").award  # the exam is still to come
    signed(desk, first, solos[1], "95")
    exams = [made.candidacy(p, made.exam) for p in made.pupils[:2]]
    s = made.sitting(exams)
    marks = {(x.id, "score"): "91" for x in made.commission.seats if x.part is not Signer.secretary}
    now = reading.typing(desk, reading.hearing(desk, s.id).around, exams[0].id)
    assert not now.award.given
    mark = typed(desk, s, exams[0], marks)
    shown = reading.typing(desk, reading.hearing(desk, s.id).around, exams[0].id).award
    best = protocols.sign(desk, s.id, exams[0].id, mark, Why())
    assert (best.award, best.honours, best.degree) == (True, True, degree)
    assert best.proof == list(shown.proof) and all(p.kept for p in best.proof)
    again = protocols.sign(desk, s.id, exams[1].id, typed(desk, s, exams[1], marks), Why())
    assert (again.award, again.honours) == (True, False)
    assert [p.key for p in again.proof if not p.kept] == ["protocols.proof_retake"]


@pytest.mark.usefixtures("tampered")
def test_the_commission_may_decline_honours_with_a_note_and_never_grants_them(made: Graduates) -> None:
    desk = secretary(made)
    with_record(made, made.pupils[0], [("X1", "A")])
    solo = made.candidacy(made.pupils[0])
    made.admitted(made.pupils)
    signed(desk, made.sitting([solo]), solo, "95")
    exam = made.candidacy(made.pupils[0], made.exam)
    s = made.sitting([exam], starts="14:00")
    marks = {(x.id, "score"): "95" for x in made.commission.seats if x.part is not Signer.secretary}
    mark = typed(desk, s, exam, {**marks, ("plain", "value"): "1"})
    with pytest.raises(Problems) as e:
        protocols.sign(desk, s.id, exam.id, mark, Why())
    assert [p.field for p in e.value.problems] == ["note.text"]
    mark = typed(desk, s, exam, {("note", "text"): "Өз еркімен бас тартты"})
    p = protocols.sign(desk, s.id, exam.id, mark, Why())
    assert (p.award, p.honours) == (True, False) and all(x.kept for x in p.proof)
    later = protocols.correct(at(made.store), p.id, p.revision, "97", None, "Қате", Why("түзету", BASIS))
    assert (later.award, later.honours) == (True, False)  # what was declined stays declined
    with pytest.raises(RuleBroken, match="no_such_cell"):
        typed(desk, s, exam, {("honours", "value"): "1"})


def test_an_earlier_protocol_that_failed_keeps_the_degree_back(made: Graduates) -> None:
    desk = secretary(made)
    solo = made.candidacy(made.pupils[0])
    made.admitted(made.pupils)
    assert not signed(desk, made.sitting([solo]), solo, "40").passed
    exam = made.candidacy(made.pupils[0], made.exam)
    s = made.sitting([exam], starts="14:00")
    marks = {(x.id, "score"): "95" for x in made.commission.seats if x.part is not Signer.secretary}
    p = protocols.sign(desk, s.id, exam.id, typed(desk, s, exam, marks), Why())
    assert (p.passed, p.award, p.proof) == (True, False, [])


def test_a_letter_no_paper_can_print_takes_no_number(made: Graduates) -> None:
    desk = secretary(made)
    s, (one, _) = opened(made)
    mark = typed(desk, s, one, {("agreed", "score"): "92", ("note", "text"): "漢字"})
    with pytest.raises(RuleBroken, match="unprintable"):
        protocols.sign(desk, s.id, one.id, mark, Why())
    assert made.store.one("counters", {"_id": "protocol:2027"}) is None
