"""Controlled documents against a real database: the memo first, two thirds, what is in force stays, whom a change
concerns, who has read it, copies, files that are no text, plans for a future day."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from core import approvals, norm_documents, notices
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.norm_documents import acks, comments, copies, force, life, reading, register, sheets, shipped, telling, texts
from core.scheduler import plans
from core.tx import Tx
from core.users import actor_of
from core.users import acts as users
from schemas.base import LANGS, Text
from schemas.norm_document import NormDocument, NormOutcome, NormStage, NormStatus, NormVersion
from schemas.reference import Office
from schemas.task import Task, TaskState
from schemas.user import User
from schemas.words import Role
from tests.acts.sample_files import docx, pdf, picture
from tests.conftest import actor

S = NormStage
PEOPLE = {
    "head": Role.head, "senior": Role.senior_registrar, "vice": Role.management, "kafedra": Role.department,
    "teacher": Role.teacher,
}  # fmt: skip


@dataclass
class Offices:
    """The office with its people; each a desk of his own."""

    store: Store
    head: Desk
    senior: Desk
    vice: Desk
    kafedra: Desk
    teacher: Desk

    def doc(self, code: str = shipped.OWN) -> NormDocument:
        return norm_documents.get(self.head, shipped.id_of(code))

    def newest(self, code: str = shipped.OWN) -> NormVersion:
        return norm_documents.versions(self.head, shipped.id_of(code))[0]


@pytest.fixture
def office(shipped: Store) -> Iterator[Offices]:
    from core.norm_documents import shipped as start

    root = Desk(actor(Role.head), shipped)
    words = {"name": Text(kk="Консерватория"), "office_name": Text(kk="Офис"), "city": Text(kk="Алматы")}
    root.transact("office.edit", lambda tx: tx.add(Office(_id="office", **words)), Why("ашылды"))
    start.ship(shipped)
    made = [
        User(login=x, name=f"Тест {x}", role=role, order_number="1", post=f"лауазым {x}") for x, role in PEOPLE.items()
    ]

    def appointed(tx: Tx) -> User:
        for user in made:
            users.create_step(tx, user, "", must_change=False)
        return made[0]

    root.transact("user.appoint", appointed, Why("бұйрық"))
    desks = {u.login: Desk(actor_of(u), shipped) for u in made}
    yield Offices(shipped, **desks)


def refused(act: Any) -> set[tuple[str, str]]:
    """What an act finds wrong: (field, key); of a rule that is broken: ("", key)."""
    with pytest.raises(OfficeError) as e:
        act()
    if isinstance(e.value, Problems):
        return {(p.field, p.key) for p in e.value.problems}
    return {("", e.value.key)}


def memo(office: Offices) -> NormVersion:
    values = {"number": "15", "day": office.head.today(), "about": "Бұйрықтың күні түзетіледі"}
    return life.memo(office.head, office.doc().id, values, Why())


def agree(office: Offices, version: NormVersion) -> None:
    [one] = [a for a in approvals.of_subject(office.head, version.id) if a.at is not None]
    approvals.agree(office.vice, one.id, one.revision, Why())


def drafted(office: Offices) -> NormVersion:
    """A change of the regulation, its memo agreed, its words and its file there."""
    agree(office, memo(office))
    v = office.newest()
    values = {"edition": "2026-2", "impact": True, "changes": [{"text": "7-3: күні 2018 жылғы 30 қазан"}]}
    v = life.write(office.senior, v.id, v.revision, values, Why())
    return life.put_text(office.senior, v.id, v.revision, ("ереже.pdf", pdf("new words")), Why())


def agreed(office: Offices) -> NormVersion:
    v = drafted(office)
    v = life.circulate(office.senior, v.id, v.revision, office.head.today() + timedelta(5), Why())
    v = life.send(office.senior, v.id, v.revision, Why())
    agree(office, v)
    return office.newest()


def council(office: Offices, v: NormVersion, ahead: int = 0, **votes: Any) -> NormVersion:
    today = office.head.today()
    values = {"body": "Ғылыми кеңес", "protocol": "4", "day": today, "present": 9, "for_": 6} | votes
    return life.adopt(office.head, v.id, v.revision, values, today + timedelta(ahead), Why())


def open_tasks(office: Offices) -> list[tuple[str, str]]:
    rows = office.store.rows("tasks", {"state": TaskState.open.value})
    return sorted((t.mark, t.subject.id if t.subject else "") for t in map(Task.model_validate, rows))


def test_the_register_begins_with_clause_7_and_the_own_regulation(office: Offices) -> None:
    own = office.doc()
    assert own.status is NormStatus.in_force and own.current and len(own.rests_on) == 14
    assert "58. Бұл құжаттың" in texts.text_of(office.store, office.newest())
    assert {r.id for r in reading.naming(office.head, shipped.id_of("БҰЙ-595"))} == {own.id}
    assert shipped.ship(office.store) == 0
    # What the office called otherwise or put out of force is not brought again.
    law = office.doc("ЗАҢ-2")
    law = register.edit(office.senior, law.id, law.revision, {"code": "ЗАҢ-2Б"}, Why())
    force.retire(office.head, law.id, law.revision, Why("жаңа заң"))
    assert shipped.ship(office.store) == 0
    assert reading.count(office.head, "", {"status": ["obsolete"]}) == 1
    assert refused(
        lambda: register.edit(office.head, law.id, office.doc("ЗАҢ-2").revision, {"number": "1"}, Why())
    ) == {("", "norms.document_obsolete")}


def test_a_change_of_the_regulation_begins_with_the_memo_of_the_head_agreed_with_the_vice_rector(
    office: Offices,
) -> None:
    own = office.doc()
    assert refused(lambda: life.begin(office.head, own.id, Why())) == {("", "norms.memo_first")}
    with pytest.raises(Forbidden):
        life.memo(office.senior, own.id, {"number": "1", "day": office.head.today(), "about": "Басқаша"}, Why())
    ahead = {"number": "", "day": office.head.today(), "about": "өз"}
    assert {f for f, _ in refused(lambda: life.memo(office.head, own.id, ahead, Why()))} == {"number", "about"}
    v = memo(office)
    assert v.status is S.memo and office.doc().coming == v.ref()
    assert refused(lambda: memo(office)) == {("", "norms.one_coming")}
    # Before he has agreed there is nothing to write.
    for act in (
        lambda: life.write(office.head, v.id, v.revision, {"changes": []}, Why()),
        lambda: council(office, v), lambda: life.circulate(office.head, v.id, v.revision, None, Why()),
    ):  # fmt: skip
        assert refused(act) == {("", "norms.stands_otherwise")}
    [one] = approvals.of_subject(office.head, v.id)
    assert refused(lambda: approvals.agree(office.head, one.id, one.revision, Why())) != set()
    approvals.decline(office.vice, one.id, one.revision, Why("ерте"))
    assert office.newest().status is S.refused and office.doc().coming is None
    agree(office, memo(office))
    assert office.newest().status is S.draft and office.newest().n == 3


def test_the_whole_way_ends_with_a_version_in_force_and_the_old_one_obsolete(office: Offices) -> None:
    v = drafted(office)
    assert refused(lambda: life.send(office.senior, v.id, v.revision, Why())) == {("", "norms.stands_otherwise")}
    v = life.circulate(office.senior, v.id, v.revision, office.head.today(), Why())
    said = comments.comment(office.teacher, v.id, {"clause": "7", "text": "Атауы да түзетілсін"}, Why())
    assert refused(lambda: life.send(office.senior, v.id, v.revision, Why())) == {("", "norms.comments_open")}
    answer = {"status": "left", "answer": ""}
    assert refused(lambda: comments.answer(office.senior, said.id, said.revision, answer, Why())) == {
        ("answer", "norms.say_why")
    }
    done = comments.answer(office.senior, said.id, said.revision, answer | {"answer": "Келесі жолы"}, Why())
    assert done.status is NormOutcome.left and notices.listed(office.teacher)[0].key == "norms.told_answer"
    v = life.send(office.senior, v.id, v.revision, Why())
    assert refused(lambda: life.put_text(office.senior, v.id, v.revision, ("a.pdf", pdf()), Why())) == {
        ("", "norms.being_agreed")
    }
    agree(office, v)
    old, v = office.doc().current, office.newest()
    assert refused(lambda: council(office, v, for_=9, present=8)) == {("for_", "norms.more_for_than_present")}
    with pytest.raises(Forbidden):
        council(replace(office, head=office.senior), v)
    v = council(office, v)
    assert v.status is S.in_force and v.since == office.head.today()
    [row] = v.changes
    assert row.number == "1" and row.day == office.head.today() and row.signed and row.signed.id == office.head.actor.id
    assert old and norm_documents.version(office.head, old.id).status is S.obsolete
    assert norm_documents.version(office.head, old.id).until == v.since and office.doc().current == v.ref()
    # Clause 50: the three job descriptions, each once though they name the regulation too.
    assert open_tasks(office) == [(telling.JOB, shipped.id_of(f"ЛН-{n}")) for n in (1, 2, 3)]
    # Clause 52: every unit is told, and it is seen who has read.
    told = telling.delivered(office.vice, v.id)
    assert {r["role"] for r in told} == {"senior_registrar", "management", "department", "teacher"}
    assert [r["read_at"] for r in told] == [None] * 4
    notices.read(office.kafedra)
    assert [r["role"] for r in telling.delivered(office.vice, v.id) if r["read_at"]] == ["department"]
    with pytest.raises(Forbidden):
        telling.delivered(office.teacher, v.id)


def test_too_few_votes_leave_the_regulation_as_it_was(office: Offices) -> None:
    v = agreed(office)
    assert refused(lambda: council(office, v, present=None, for_=None)) == {
        ("present", "errors.field.missing"), ("for_", "errors.field.missing"),
    }  # fmt: skip
    v = council(office, v, present=10, for_=6)
    assert v.status is S.refused and v.decision and v.decision.for_ == 6 and v.changes[0].number == ""
    own = office.doc()
    assert own.coming is None and own.current and own.current.label.kk.endswith("2025-1")
    assert sheets.changes(office.head, own.id) == [] and open_tasks(office) == []


def test_what_is_in_force_is_neither_edited_nor_deleted(office: Offices) -> None:
    v = office.newest()
    for act in (
        lambda: life.put_text(office.head, v.id, v.revision, ("a.pdf", pdf()), Why()),
        lambda: life.write(office.head, v.id, v.revision, {"edition": "x"}, Why()),
        lambda: life.withdraw(office.head, v.id, v.revision, Why("жою")),
    ):  # fmt: skip
        assert refused(act) == {("", "norms.in_force_stands")}

    def edited(tx: Tx) -> NormVersion:
        found = tx.get(NormVersion, v.id)
        found.edition = "басқа"
        return tx.save(found)

    assert refused(lambda: office.head.transact("norm.write", edited, Why(), "norm.edit")) == {("", "errors.frozen")}
    assert office.newest() == v
    scan = life.put_scan(office.senior, v.id, v.revision, ("скан.png", picture()), Why())
    assert scan.scan and scan.scan.label.kk == "скан.png"


def test_a_future_day_is_a_plan_that_the_office_carries_out_by_itself(office: Offices) -> None:
    v = council(office, agreed(office), ahead=20)
    own = office.doc()
    assert v.status is S.council and v.planned and own.coming == v.ref() and own.current != v.ref()
    assert plans.carry_out_due(office.store) == 0
    assert plans.carry_out_due(office.store, lambda: datetime.now(UTC) + timedelta(21)) == 1
    assert office.doc().current == v.ref() and office.newest().status is S.in_force
    assert office.newest().since == office.head.today() + timedelta(20)


def test_an_adopted_version_given_up_takes_its_plan_with_it(office: Offices) -> None:
    v = council(office, agreed(office), ahead=20)
    assert refused(lambda: life.withdraw(office.head, v.id, v.revision, Why())) == {
        ("reason", "errors.field.reason_missing")
    }
    life.withdraw(office.head, v.id, v.revision, Why("бұйрық тоқтатылды"))
    assert plans.carry_out_due(office.store, lambda: datetime.now(UTC) + timedelta(21)) == 0
    assert office.doc().coming is None and office.newest().status is S.refused


def test_a_changed_act_asks_for_the_rulebook_and_what_names_it(office: Offices) -> None:
    law = office.doc("БҰЙ-595")
    values: dict[str, Any] = {"edition": "2026", "effective": office.head.today(), "text": ""}
    assert refused(lambda: force.edition(office.senior, law.id, values, None, Why())) == {("text", "norms.no_changes")}
    own = office.doc()
    assert refused(lambda: force.edition(office.senior, own.id, values | {"text": "бәрі"}, None, Why())) == {
        ("", "norms.adopted_here")
    }
    made = force.edition(office.senior, law.id, values | {"text": "3-тармақ"}, ("акт.docx", docx()), Why())
    assert made.status is S.in_force and made.n == 2 and made.changes[0].number == "1"
    assert open_tasks(office) == [(telling.NAMED, own.id), (telling.RULES, law.id)]
    assert refused(lambda: life.begin(office.senior, law.id, Why())) == {("", "norms.adopted_outside")}
    # The next version of what names it closes what was asked.
    council(office, agreed(office))
    assert (telling.NAMED, own.id) not in open_tasks(office)
    later = values | {"text": "4-тармақ", "edition": "2027", "effective": office.head.today() + timedelta(9)}
    assert force.edition(office.senior, law.id, later, None, Why()).status is S.council
    assert plans.carry_out_due(office.store, lambda: datetime.now(UTC) + timedelta(10)) == 1
    assert office.newest("БҰЙ-595").n == 3 and office.newest("БҰЙ-595").status is S.in_force


def test_a_policy_is_read_and_signed_by_each_who_works_here(office: Offices) -> None:
    policy = office.doc("САЯ-1")
    v = life.begin(office.senior, policy.id, Why())
    v = life.put_text(office.senior, v.id, v.revision, ("саясат.docx", docx()), Why())
    v = life.circulate(office.senior, v.id, v.revision, office.head.today(), Why())
    v = life.send(office.senior, v.id, v.revision, Why())
    assert refused(lambda: acks.acknowledge(office.teacher, v.id, Why())) == {("", "norms.not_in_force")}
    agree(office, v)
    v = office.newest("САЯ-1")
    values = {"body": "Ректор", "protocol": "7-б", "day": office.head.today()}
    v = life.adopt(office.head, v.id, v.revision, values, office.head.today(), Why())
    assert v.status is S.in_force
    assert policy.id in {d.id for d in acks.waiting(office.teacher)}
    signed = acks.acknowledge(office.teacher, v.id, Why())
    assert (signed.person, signed.position) == ("Тест teacher", "лауазым teacher")
    assert refused(lambda: acks.acknowledge(office.teacher, v.id, Why())) == {("", "norms.signed_already")}
    assert policy.id not in {d.id for d in acks.waiting(office.teacher)}
    assert {u.name for u in acks.unread(office.vice, v.id)} == {f"Тест {x}" for x in PEOPLE if x != "teacher"}
    with pytest.raises(Forbidden):
        acks.unread(office.teacher, v.id)
    # Reminded once a week: not on the first day, not twice.
    day = office.head.today()
    assert acks.remind(office.store, day) == 0
    assert acks.remind(office.store, day + timedelta(1)) == 4
    assert acks.remind(office.store, day + timedelta(5)) == 0
    assert acks.remind(office.store, day + timedelta(8)) == 4


def test_a_review_is_asked_for_a_month_before_its_day_and_closed_by_it(office: Offices) -> None:
    own, today = office.doc(), office.head.today()
    own = register.edit(office.senior, own.id, own.revision, {"review_on": today + timedelta(40)}, Why())
    assert register.remind(office.store, today) == 0
    assert register.remind(office.store, today + timedelta(10)) == 1
    assert register.remind(office.store, today + timedelta(11)) == 0
    assert open_tasks(office) == [(register.REVIEW, own.id)]
    assert reading.count(office.head, view="overdue") == 0
    late = Desk(office.head.actor, office.store, lambda: datetime.now(UTC) + timedelta(41))
    assert [r["_id"] for r in reading.listed(late, view="overdue")] == [own.id]
    assert refused(lambda: register.reviewed(office.head, own.id, own.revision, today, Why())) == {
        ("reason", "errors.field.reason_missing"), ("review_on", "norms.day_past"),
    }  # fmt: skip
    register.reviewed(office.head, own.id, own.revision, today + timedelta(400), Why("өзгеріссіз"))
    assert open_tasks(office) == []


def test_a_program_under_another_name_and_a_file_of_200_mb_are_refused_and_nothing_is_kept(office: Offices) -> None:
    v, before = drafted(office), office.store.count("files", {})
    for file, key in (
        (None, "norms.no_file"),
        (("ереже.pdf", b"MZ\x90\x00" + b"\x00" * 400), "files.program"),
        (("ереже.pdf", b"%PDF-1.7\n" + bytes(200 * 2**20)), "files.too_large"),
        (("ереже.pdf", picture()), "files.disguised"),
        (("сурет.png", picture()), "norms.file_type"),
        (("ереже.pdf", b""), "files.empty"),
    ):  # fmt: skip
        assert refused(lambda f=file: life.put_text(office.senior, v.id, v.revision, f, Why())) == {("file", key)}
    assert office.store.count("files", {}) == before and office.newest() == v
    named = life.put_text(office.senior, v.id, v.revision, ("../../ереже\u202egpj.exe.pdf", pdf("y")), Why())
    assert named.file and named.file.label.kk == "ережеgpj-exe.pdf"


def test_copies_are_numbered_and_come_back(office: Offices) -> None:
    v, today = office.newest(), office.head.today()
    first = {"kind": "original", "holder": "Кадр қызметі", "place": "Сейф", "given": today}
    assert [copies.give(office.senior, v.id, first | {"holder": h}, Why()).n for h in ("а", "ә")] == [1, 2]
    assert refused(lambda: copies.give(office.head, v.id, first | {"given": today + timedelta(1)}, Why())) == {
        ("given", "norms.day_ahead")
    }
    one, _ = reading.copies(office.head, v.document.id)
    assert refused(lambda: copies.take_back(office.head, one.id, one.revision, today - timedelta(1), Why())) == {
        ("returned", "norms.back_out")
    }
    back = copies.take_back(office.head, one.id, one.revision, today, Why())
    assert back.returned == today
    assert refused(lambda: copies.take_back(office.head, one.id, back.revision, today, Why())) == {
        ("", "norms.back_already")
    }
    with pytest.raises(Forbidden):
        copies.give(office.teacher, v.id, first, Why())


def test_both_sheets_are_printed_to_their_form(office: Offices) -> None:
    v = council(office, agreed(office))
    acks.acknowledge(office.senior, v.id, Why())
    for lang in LANGS:
        desk = office.head.speaking(lang)
        change = _words(sheets.change_sheet(desk, v.document.id, lang))
        assert "7-3: күні 2018 жылғы 30 қазан" in change and "Тест head" in change
        ack = _words(sheets.ack_sheet(desk, v.id, lang))
        assert "Тест senior" in ack and "лауазым senior" in ack
    assert office.store.count("looks", {"page": "norm_document", "did": "print"}) == 6


def _words(data: bytes) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())


def test_a_code_stands_once_and_a_document_never_rests_on_itself(office: Offices) -> None:
    card = {"code": "ЖАҢА", "name": {"kk": "Рәсім"}, "sort": "procedure"}
    made = register.create(office.senior, card, Why())
    assert refused(lambda: register.create(office.senior, card, Why())) == {("code", "norms.code_taken")}
    itself = {"rests_on": [{"id": made.id, "label": {"kk": "x"}}]}
    assert refused(lambda: register.edit(office.senior, made.id, made.revision, itself, Why())) == {
        ("rests_on", "norms.rests_on_itself")
    }
    life.begin(office.senior, made.id, Why())
    changed = norm_documents.get(office.head, made.id)
    assert refused(lambda: register.edit(office.head, made.id, changed.revision, {"sort": "law"}, Why())) == {
        ("sort", "norms.sort_stays")
    }
    assert refused(lambda: force.retire(office.head, made.id, changed.revision, Why("керек емес"))) == {
        ("", "norms.one_coming")
    }
    with pytest.raises(Forbidden):
        register.create(office.teacher, card | {"code": "2"}, Why())


def test_one_command_is_one_act(office: Offices) -> None:
    why = Why()
    first = acks.acknowledge(office.teacher, office.newest().id, why)
    assert acks.acknowledge(office.teacher, office.newest().id, why) == first
    with pytest.raises(RuleBroken):
        acks.acknowledge(office.teacher, office.newest().id, replace(why, command="басқа"))
