"""Papers: requested, made from a template, checked, agreed, signed, handed over, cancelled; the institution's card."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from core import approvals, history, kinds, references, students, transcripts
from core.audit.verify import verify
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.holds import acts as holds
from core.papers import acts, life, reading, trial
from core.students import merging
from schemas.base import Ref, Text
from schemas.hold import Hold
from schemas.kinds import Template
from schemas.merge import Merge
from schemas.paper import Paper, PaperState
from schemas.reference import Office, Signer
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.transcript import Transcript
from schemas.user import User
from schemas.words import Role, StudyForm, StudyLanguage
from tests.acts.test_sheets import closed, put
from tests.conftest import actor

DAY = date(2026, 11, 24)


def at(desk: Desk, day: date = DAY) -> Desk:
    return Desk(desk.actor, desk.store, clock=lambda: datetime(day.year, day.month, day.day, 6, tzinfo=UTC))


@pytest.fixture
def desk(shipped: Store, head: Desk) -> Desk:
    """The head's desk in an office with its names, its signatories and the shipped kinds."""
    for role in (Role.head, Role.senior_registrar, Role.management):
        put(head, User(_id=f"u-{role.value}", login=role.value, name=f"Тест {role.value}", role=role, order_number="1"))
    put(head, Office(
        _id="office", name=Text(kk="Консерватория", ru="Консерватория", en="Conservatory"),
        office_name=Text(kk="Офис-тіркеуші"), city=Text(kk="Алматы"), address="https://office.example.kz/",
        signers=[
            Signer(post=Text(kk="Ректор"), name=Text(kk="Ескі Ректор"), ends=date(2026, 12, 31)),
            Signer(post=Text(kk="Ректор"), name=Text(kk="Жаңа Ректор"), starts=date(2027, 1, 1)),
        ],
    ))  # fmt: skip
    return at(head)


@pytest.fixture
def second(desk: Desk) -> Desk:
    return at(Desk(actor(Role.senior_registrar), desk.store))


def student(desk: Desk, **study: Any) -> tuple[str, str]:
    own = {"programme": Ref(id="p", label=Text(kk="6B02103 Дәстүрлі музыка", en="6B02103 Traditional Music")),
           "form": StudyForm.full_time, "language": StudyLanguage.kk, "year": 2, **study}  # fmt: skip
    made = students.admit(
        desk, Profile(number=f"S{desk.ids()[-6:]}", name=Name(last="Әлі", first="Айгүл", latin="Ali Aigul"),
                      iin_absent_reason="x", born=date(2005, 3, 12)),
        StudyProfile(id=desk.ids(), admitted_on=date(2025, 8, 25), **own), Why("x"),
    )  # fmt: skip
    return made.id, made.studies[0].id


def asked(desk: Desk, code: str = "place_of_study", lang: str = "kk", **more: Any) -> Paper:
    return acts.request(desk, code, *student(desk), {"lang": lang, **more}, Why("өтініш"))


def made(desk: Desk, code: str = "place_of_study", lang: str = "kk", **more: Any) -> Paper:
    paper = asked(desk, code, lang, **more)
    return acts.make(desk, paper.id, paper.revision, Why())


def words(file: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())


def refused(key: str) -> Any:
    return pytest.raises(RuleBroken, match=key.replace(".", r"\."))


def test_a_certificate_runs_its_whole_life(desk: Desk, second: Desk) -> None:
    paper = asked(desk, purpose="Банк")
    assert (paper.state, paper.number, paper.deadline) == (PaperState.requested, None, date(2026, 11, 25))
    paper = acts.make(desk, paper.id, paper.revision, Why())
    assert paper.number == "2026-00001" and paper.state is PaperState.made and paper.author and paper.code
    name, file = reading.file_of(desk, paper.id)
    text = words(file)
    for piece in ("Әлі Айгүл", "оқитынын растайды", "12 наурыз 2005 ж.", "Банк", "Ескі Ректор", paper.code):
        assert piece in text, piece
    assert name == "place_of_study-2026-00001.pdf"
    row = desk.store.one("students", {"_id": paper.student.id})
    assert row and row["papers"][0]["kind"] == "place_of_study" and row["papers"][0]["number"] == paper.number
    paper = life.check(second, Paper, paper.id, paper.revision, Why())
    paper = life.sign(desk, Paper, paper.id, paper.revision, Why())
    assert paper.signer and paper.checker and paper.checker.id == second.actor.id
    with pytest.raises(Problems) as e:
        life.hand(desk, Paper, paper.id, paper.revision, {"name": "Біреу", "day": date(2026, 11, 30)}, Why())
    assert {(p.field, p.key) for p in e.value.problems} == {
        ("proxy", "papers.proxy_needed"), ("day", "papers.day_ahead"),
    }  # fmt: skip
    paper = life.hand(desk, Paper, paper.id, paper.revision, {"name": "әлі айгүл", "document": "ЖК 1"}, Why())
    assert paper.state is PaperState.handed and paper.handed and paper.handed.day == DAY
    assert [s.state.value for s in paper.steps] == ["requested", "made", "checked", "signed", "handed"]
    copy = life.reprint(desk, Paper, paper.id, Why("жоғалтты"))
    assert "КӨШІРМЕ" in words(reading.file_of(desk, copy.id, 1)[1]) and reading.file_of(desk, copy.id)[1] == file


def test_who_made_a_paper_neither_checks_nor_signs_it_alone(desk: Desk, second: Desk) -> None:
    paper = made(desk)
    with refused("four_eyes.same_person"):
        life.check(desk, Paper, paper.id, paper.revision, Why())
    with refused("four_eyes.same_person"):
        life.sign(desk, Paper, paper.id, paper.revision, Why())
    with pytest.raises(Forbidden):
        life.sign(second, Paper, paper.id, paper.revision, Why())
    leader = at(Desk(actor(Role.management), desk.store))
    signed = life.sign(leader, Paper, paper.id, paper.revision, Why())
    assert signed.checker and signed.checker.id == leader.actor.id  # another's signature is another's look
    with refused("papers.wrong_state"):
        life.check(second, Paper, paper.id, signed.revision, Why())
    with refused("papers.wrong_state"):
        acts.make(desk, paper.id, signed.revision, Why())


def test_no_step_out_of_turn_and_no_stale_screen(desk: Desk, second: Desk) -> None:
    paper = asked(desk)
    for act in (life.check, life.sign):
        with refused("papers.wrong_state"):
            act(second if act is life.check else desk, Paper, paper.id, paper.revision, Why())
    with refused("papers.wrong_state"):
        life.hand(desk, Paper, paper.id, paper.revision, {"name": "Әлі Айгүл"}, Why())
    with refused("papers.wrong_state"):
        life.reprint(desk, Paper, paper.id, Why("x"))
    done = acts.make(desk, paper.id, paper.revision, Why())
    with pytest.raises(StaleRevision):
        life.check(second, Paper, paper.id, paper.revision, Why())
    assert life.check(second, Paper, paper.id, done.revision, Why()).checker


def test_a_cancelled_paper_stays_and_its_event_no_longer_counts(desk: Desk) -> None:
    paper = made(desk)
    with pytest.raises(Problems, match="problems"):
        life.cancel(desk, Paper, paper.id, paper.revision, Why())
    gone = life.cancel(desk, Paper, paper.id, paper.revision, Why("қате"))
    row = desk.store.one("students", {"_id": paper.student.id}) or {}
    assert gone.state is PaperState.cancelled and gone.number == "2026-00001" and row["papers"] == []
    answer = reading.verify(desk.store, paper.code or "")
    assert answer and answer["state"] == "cancelled"
    assert made(desk).number == "2026-00002"
    with refused("papers.wrong_state"):
        life.cancel(desk, Paper, paper.id, gone.revision, Why("тағы"))


def test_an_old_paper_keeps_its_rector(desk: Desk) -> None:
    paper = made(desk)
    later = at(desk, date(2027, 2, 1))
    assert "Жаңа Ректор" in words(reading.file_of(later, made(later).id)[1])
    copy = life.reprint(later, Paper, paper.id, Why("жоғалтты"))
    assert "Ескі Ректор" in words(reading.file_of(later, copy.id, 1)[1])


def test_numbers_begin_anew_each_year_and_a_refused_paper_takes_none(desk: Desk) -> None:
    who = student(desk, programme=None)
    paper = acts.request(desk, "place_of_study", *who, {"lang": "kk"}, Why())
    with refused("papers.values_missing"):
        acts.make(desk, paper.id, paper.revision, Why())
    assert made(desk).number == "2026-00001"
    assert made(at(desk, date(2027, 1, 5))).number == "2027-00001"


def test_without_a_public_address_the_paper_says_so(desk: Desk) -> None:
    office = desk.store.load(Office, "office")
    references.save(desk, Office, "office", office.revision, {"address": ""}, Why("x"))
    text = words(reading.file_of(desk, made(desk).id)[1])
    assert "Тексеру мекенжайы белгіленбеген" in text and "https" not in text


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("code", ["place_of_study", "results_extract", "debts_notice", "confirming_letter"])
def test_every_shipped_paper_is_made_in_every_language(desk: Desk, code: str, lang: str) -> None:
    paper = made(desk, code, lang)
    assert ("Ali Aigul" if lang == "en" else "Әлі Айгүл") in words(reading.file_of(desk, paper.id)[1])
    assert all(v.value != "" for v in paper.values if v.name == "student.name")


def test_a_field_added_in_the_browser_is_a_variable_at_once(desk: Desk) -> None:
    field = {"code": "dormitory_room", "name": Text(kk="Жатақхана бөлмесі", ru="Комната общежития", en="Room"),
             "body.of": "students", "body.type": "text"}  # fmt: skip
    kinds.save(desk, "field", None, 0, field, Why("x"))
    kinds.save(desk, "template", None, 0, {
        "code": "room", "name": Text(kk="Бөлме"), "body.paper": "certificate", "body.title": Text(kk="Бөлме"),
        "body.kk": "**{{ student.name }}**, бөлмесі: {{ student.dormitory_room }}",
    }, Why("x"))  # fmt: skip
    kinds.save(desk, "certificate", None, 0, {
        "code": "room", "name": Text(kk="Бөлме туралы"), "body.mask": "certificate", "body.template": "room",
    }, Why("x"))  # fmt: skip
    who, study = student(desk)
    card = students.card(desk, who)
    students.edit(desk, who, card.revision, {"custom.dormitory_room": "204-б"}, Why("x"))
    paper = acts.request(desk, "room", who, study, {"lang": "kk"}, Why())
    paper = acts.make(desk, paper.id, paper.revision, Why())
    assert "бөлмесі: 204-б" in words(reading.file_of(desk, paper.id)[1])
    with pytest.raises(Problems) as e:
        acts.request(desk, "room", who, study, {"lang": "en"}, Why())
    assert [(p.field, p.key) for p in e.value.problems] == [("lang", "papers.no_text")]


def test_a_template_with_an_unknown_variable_is_not_kept(desk: Desk) -> None:
    was = kinds.versions(desk, "template", "place_of_study")[0]
    with pytest.raises(Problems) as e:
        kinds.save(desk, "template", was.code, was.version, {"body.ru": "Имя:\n{{ student.nmae }}"}, Why("x"))
    found = e.value.problems[0]
    assert (found.field, found.key) == ("body.ru", "templates.unknown_variable")
    assert found.values == {"line": 2, "name": "student.nmae", "near": "student.name"}
    assert kinds.versions(desk, "template", "place_of_study")[0].version == was.version


def test_a_made_paper_keeps_its_words_when_the_template_changes(desk: Desk) -> None:
    paper = made(desk)
    was = kinds.versions(desk, "template", "place_of_study")[0]
    values = {"body.kk": "Жаңа мәтін {{ student.name }}", "effective": DAY}
    kinds.save(desk, "template", was.code, was.version, values, Why("x"))
    copy = life.reprint(desk, Paper, paper.id, Why("x"))
    assert "оқитынын растайды" in words(reading.file_of(desk, copy.id, 1)[1])
    assert "Жаңа мәтін" in words(reading.file_of(desk, made(desk).id)[1])


def routed(desk: Desk) -> Paper:
    kinds.save(desk, "route", None, 0, {
        "code": "leader", "name": Text(kk="Басшылық"), "body.steps": [{"role": "management", "days": 2}],
    }, Why("x"))  # fmt: skip
    was = kinds.versions(desk, "certificate", "place_of_study")[0]
    kinds.save(desk, "certificate", was.code, was.version, {"body.route": "leader"}, Why("x"))
    return made(desk)


def test_a_kind_with_a_route_is_signed_only_when_agreed(desk: Desk, second: Desk) -> None:
    paper = routed(desk)
    assert paper.approval and paper.agreed is None
    paper = life.check(second, Paper, paper.id, paper.revision, Why())
    with refused("papers.not_agreed"):
        life.sign(desk, Paper, paper.id, paper.revision, Why())
    with refused("papers.approval_runs"):
        life.cancel(desk, Paper, paper.id, paper.revision, Why("x"))
    leader = at(Desk(actor(Role.management), desk.store))
    approval = approvals.of_subject(desk, paper.id)[0]
    approvals.agree(leader, approval.id, approval.revision, Why())
    paper = desk.store.load(Paper, paper.id)
    assert paper.agreed and paper.steps[-1].state.value == "agreed" and paper.steps[-1].by.id == leader.actor.id
    assert life.sign(desk, Paper, paper.id, paper.revision, Why()).state is PaperState.signed


def test_a_declined_paper_is_never_signed(desk: Desk) -> None:
    paper = routed(desk)
    leader = at(Desk(actor(Role.management), desk.store))
    approval = approvals.of_subject(desk, paper.id)[0]
    approvals.decline(leader, approval.id, approval.revision, Why("қате"))
    paper = desk.store.load(Paper, paper.id)
    with refused("papers.not_agreed"):
        life.sign(leader, Paper, paper.id, paper.revision, Why())
    assert life.cancel(desk, Paper, paper.id, paper.revision, Why("қате")).state is PaperState.cancelled


def test_transcripts_run_the_same_life(desk: Desk, second: Desk) -> None:
    line = closed(desk, 1).lines[0]
    paper = transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау"))
    assert paper.state is PaperState.made and paper.author and paper.number == "2026-00001"
    paper = life.check(second, Transcript, paper.id, paper.revision, Why())
    paper = life.sign(desk, Transcript, paper.id, paper.revision, Why())
    values = {"name": "Біреу", "proxy": "№ 1, 01.11.2026"}
    paper = life.hand(desk, Transcript, paper.id, paper.revision, values, Why())
    assert paper.state is PaperState.handed
    gone = life.cancel(desk, Transcript, paper.id, paper.revision, Why("қате"))
    row = desk.store.one("students", {"_id": line.student.id}) or {}
    assert gone.state is PaperState.cancelled and not row["papers"]


def test_the_list_holds_every_kind_and_tells_what_is_late(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    transcripts.issue(desk, line.student.id, line.study, "kk", Why("x"))
    waiting, done = asked(desk), made(desk)
    assert {r["of"] for r in reading.listed(desk)} == {"papers", "transcripts"}
    assert [r["_id"] for r in reading.listed(desk, kind="transcript")] != []
    assert [r["_id"] for r in reading.listed(desk, [PaperState.requested])] == [waiting.id]
    assert [r["_id"] for r in reading.listed(desk, text=done.number or "", kind="place_of_study")] == [done.id]
    later = at(desk, date(2026, 12, 20))
    assert reading.overdue(desk) == 0 and reading.overdue(later) == 2
    assert {r["_id"] for r in reading.listed(later, late=True)} == {waiting.id, done.id}


def test_a_stranger_learns_only_what_is_needed(desk: Desk) -> None:
    paper = made(desk)
    answer = reading.verify(desk.store, (paper.code or "").lower())
    assert answer and answer["holder"] == "Ә•• А••••" and answer["number"] == paper.number
    assert reading.verify(desk.store, "нет") is None


def test_the_same_command_makes_one_paper(desk: Desk) -> None:
    who, why = student(desk), Why("x")
    first = acts.request(desk, "place_of_study", *who, {"lang": "kk"}, why)
    assert acts.request(desk, "place_of_study", *who, {"lang": "kk"}, why).id == first.id
    again = Why()
    one, two = (acts.make(desk, first.id, first.revision, again) for _ in range(2))
    assert one.number == two.number and desk.store.count("papers", {}) == 1


def test_a_student_of_another_faculty_gets_nothing_here(desk: Desk) -> None:
    who, study = student(desk)
    clerk = at(Desk(actor(Role.registrar, faculty="f9"), desk.store))
    with pytest.raises(Forbidden):
        acts.request(clerk, "place_of_study", who, study, {"lang": "kk"}, Why())
    paper = asked(desk)
    with pytest.raises(Forbidden):
        acts.make(clerk, paper.id, paper.revision, Why())
    assert reading.listed(clerk) == []


def test_a_card_with_wrong_values_is_refused_beside_its_fields(desk: Desk) -> None:
    office = desk.store.load(Office, "office")
    rector = office.signers[0].model_copy(update={"starts": date(2027, 1, 1)})
    for values, key in (
        ({"address": "office.kz"}, "papers.web_address"),
        ({"signers": [{**plain(rector)}]}, "papers.signer_ends_before"),
    ):
        with pytest.raises(Problems) as e:
            references.save(desk, Office, "office", office.revision, values, Why("x"))
        assert [p.key for p in e.value.problems] == [key]
    assert office.address == "https://office.example.kz"


def test_events_of_a_student_fold_to_the_papers_he_has(desk: Desk) -> None:
    paper = made(desk)
    row = desk.store.one("students", {"_id": paper.student.id}) or {}
    state = history.fold(history.parse(row["events"]))
    assert [p["document"]["id"] for p in state["papers"]] == [paper.id]


def test_a_hold_stops_a_paper_from_being_made(desk: Desk) -> None:
    was = kinds.versions(desk, "hold", "library")[0]
    kinds.save(desk, "hold", "library", was.version, {"body.stops": ["paper.make", "paper.hand"]}, Why("x"))
    paper = asked(desk)
    holds.put(desk, paper.student.id, "library", Why("кітап қайтармаған"))
    with refused("holds.stopped"):
        acts.make(desk, paper.id, paper.revision, Why())


def hide(desk: Desk, *roles: str, path: str = "born") -> None:
    """A field of the card is hidden from roles."""
    kinds.save(desk, "layout", None, 0, {
        "code": f"own_{path.replace('.', '_')}", "name": Text(kk="Орналасу"), "body.of": "students",
        "body.rows": [{"path": path, "hidden": list(roles)}],
    }, Why("x"))  # fmt: skip


def test_a_hidden_field_stops_only_the_papers_that_hold_it(desk: Desk, second: Desk) -> None:
    hide(desk, "senior_registrar", path="citizenship")
    paper = asked(desk)
    card = students.card(desk, paper.student.id)
    students.edit(desk, card.id, card.revision, {"citizenship": "KZ"}, Why("x"))
    assert acts.make(second, paper.id, paper.revision, Why()).number
    was = kinds.versions(desk, "template", "place_of_study")[0]
    text = was.as_body(Template).kk
    for more in ("{{ student.citizenship }}", '{% if student.citizenship == "KZ" %}а{% else %}б{% endif %}'):
        seen = kinds.versions(desk, "template", "place_of_study")[0].version
        kinds.save(desk, "template", was.code, seen, {"body.kk": f"{text}\n\n{more}"}, Why("x"))
        paper = acts.request(desk, "place_of_study", paper.student.id, paper.study, {"lang": "kk"}, Why())
        with refused("papers.value_hidden"):
            acts.make(second, paper.id, paper.revision, Why())
        assert "student.citizenship" in {v.name for v in acts.make(desk, paper.id, paper.revision, Why()).values}


def test_a_paper_keeps_the_values_of_its_own_variables_only(desk: Desk) -> None:
    was = kinds.versions(desk, "template", "place_of_study")[0]
    text = "**{{ student.name.last }}** {% if study.year and not study.group %}!{% elif today %}?{% endif %}"
    kinds.save(desk, "template", was.code, was.version, {"body.kk": text}, Why("x"))
    assert [v.name for v in made(desk).values] == ["student.name.last", "study.group", "study.year", "today"]


def test_a_made_paper_is_closed_to_whom_a_value_of_it_is_hidden_from(desk: Desk, second: Desk) -> None:
    paper = made(desk)
    life.reprint(desk, Paper, paper.id, Why("x"))
    open_ = reading.one(second, "papers", paper.id)
    assert isinstance(open_, Paper) and open_.printed and reading.file_of(second, paper.id)[1]
    hide(desk, "senior_registrar")
    closed_ = reading.one(second, "papers", paper.id)
    assert isinstance(closed_, Paper) and closed_.number == paper.number and not closed_.printed
    assert {v.name for v in open_.values} - {v.name for v in closed_.values} == {"student.born"}
    assert "2005" not in closed_.model_dump_json()
    for look in (
        lambda: reading.file_of(second, paper.id), lambda: reading.file_of(second, paper.id, 1),
        lambda: trial.seen(second, closed_), lambda: trial.seen(second, open_),
        lambda: life.reprint(second, Paper, paper.id, Why("x")),
    ):  # fmt: skip
        with refused("papers.file_closed"):
            look()
    assert reading.file_of(desk, paper.id)[1] and trial.seen(desk, paper)
    letter = made(desk, "confirming_letter")  # says no day of birth
    assert reading.file_of(second, letter.id)[1]


def joined(desk: Desk, second: Desk, keep: str, other: str) -> Merge:
    """The record `other` joined to `keep`."""
    rev = [desk.store.load(Student, id).revision for id in (keep, other)]
    merge = merging.propose(desk, keep, other, [], Why("бір адам"))
    return merging.confirm(second, merge.id, 1, (rev[0], rev[1]), Why("тексерілді"))


def test_a_hold_stops_papers_given_to_a_record_that_was_joined(desk: Desk, second: Desk) -> None:
    was = kinds.versions(desk, "hold", "library")[0]
    kinds.save(desk, "hold", "library", was.version, {"body.stops": ["paper.hand", "paper.reprint"]}, Why("x"))
    keep, _ = student(desk)
    paper = made(desk)
    paper = life.sign(at(Desk(actor(Role.management), desk.store)), Paper, paper.id, paper.revision, Why())
    hold = holds.put(desk, paper.student.id, "library", Why("кітап"))
    joined(desk, second, keep, paper.student.id)
    with refused("holds.stopped"):
        life.hand(desk, Paper, paper.id, paper.revision, {"name": "Әлі Айгүл"}, Why())
    with refused("holds.stopped"):
        life.reprint(desk, Paper, paper.id, Why("x"))
    holds.lift(desk, hold.id, desk.store.load(Hold, hold.id).revision, Why("қайтарды"))
    assert life.hand(desk, Paper, paper.id, paper.revision, {"name": "Әлі Айгүл"}, Why()).handed


def test_a_wrong_paper_of_a_joined_record_is_cancelled(desk: Desk, second: Desk, tmp_path: Path) -> None:
    keep, _ = student(desk)
    paper = made(desk)
    good = acts.request(desk, "confirming_letter", paper.student.id, paper.study, {"lang": "kk"}, Why())
    good = acts.make(desk, good.id, good.revision, Why())
    merge = joined(desk, second, keep, paper.student.id)
    gone = life.cancel(desk, Paper, paper.id, paper.revision, Why("қате"))
    answer = reading.verify(desk.store, paper.code or "")
    assert gone.state is PaperState.cancelled and answer and answer["state"] == "cancelled"
    card = students.card(desk, keep)
    assert [p.document.id for p in reading.issued(desk.store, card)] == [good.id]
    for id in (keep, paper.student.id):
        row = desk.store.one("students", {"_id": id}) or {}
        assert {k: row.get(k) for k in ("papers", "studies", "merged")} == {
            k: history.fold(history.parse(row["events"])).get(k) for k in ("papers", "studies", "merged")
        }
    assert verify(desk.store, tmp_path).findings == []
    merging.undo(desk, merge.id, merge.revision, Why("екі адам екен"))
    back = desk.store.one("students", {"_id": paper.student.id}) or {}
    assert [p["document"]["id"] for p in back["papers"]] == [good.id]
    assert verify(desk.store, tmp_path).findings == []


def test_a_paper_of_a_joined_record_is_cancelled_inside_ones_scope_only(desk: Desk, second: Desk) -> None:
    keep, _ = student(desk, faculty=Ref(id="f2", label=Text(kk="Б")))
    paper = acts.request(desk, "place_of_study", *student(desk, faculty=Ref(id="f1", label=Text(kk="А"))), {}, Why())
    paper = acts.make(desk, paper.id, paper.revision, Why())
    joined(desk, second, keep, paper.student.id)
    other, own = (at(Desk(actor(Role.registrar, faculty=f), desk.store)) for f in ("f2", "f1"))
    with pytest.raises(Forbidden):
        life.cancel(other, Paper, paper.id, paper.revision, Why("қате"))
    assert life.cancel(own, Paper, paper.id, paper.revision, Why("қате")).state is PaperState.cancelled
