"""What is submitted to management: sent, seen by opening, decided by whom it was sent to, carried out by tasks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core import files, submissions, tasks
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.submissions import Sending
from core.tx import Tx
from schemas.base import Ref
from schemas.submission import Submission, SubmissionKind, SubmissionState
from schemas.user import User
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.conftest import actor


def account(desk: Desk, role: Role, id: str = "") -> User:
    user = User(_id=id or f"u-{role.value}", login=id or role.value, name=f"Тест {role.value}", role=role,
                order_number="1")  # fmt: skip
    return Desk(actor(Role.head), desk.store).transact("user.appoint", lambda tx: tx.add(user), Why("т"))


@pytest.fixture
def rector(head: Desk) -> Desk:
    for role in (Role.head, Role.management, Role.senior_registrar):
        account(head, role)
    return Desk(actor(Role.management), head.store)


def sending(**more: Any) -> Sending:
    return Sending(**{"what": SubmissionKind.report, "topic": "I жартыжылдық есебі", "to": ["u-management"], **more})


def test_sent_with_files_seen_by_opening_decided_and_carried_out(head: Desk, rector: Desk) -> None:
    kept, ready = files.keep(head, "кесте.pdf", pdf("кесте"), "report"), files.ready(head, "есеп.pdf", pdf("есеп"))
    why = Why()
    made = submissions.send(head, sending(start=date(2026, 1, 1), end=date(2026, 6, 30), files=[ready, kept]), why)
    assert submissions.send(head, sending(start=date(2026, 1, 1), end=date(2026, 6, 30), files=[ready, kept]), why) == (
        submissions.get(head, made.id)
    )
    assert made.number == f"{head.today().year}-001" and [f.label.kk for f in made.files] == ["есеп.pdf", "кесте.pdf"]
    assert [w.task.page for w in tasks.mine(rector)] == ["submissions"]
    assert submissions.see(head, made.id).status is SubmissionState.sent, "who sent it does not see it for others"
    seen = submissions.see(rector, made.id)
    assert seen.status is SubmissionState.seen and seen.to[0].seen_at is not None
    assert submissions.see(rector, made.id).revision == seen.revision, "the first opening is what counts"
    due = rector.today() + timedelta(days=5)
    ordered = [{"what": "Кестені толықтыру", "to_role": "senior_registrar", "due": due.isoformat()}]
    done = submissions.decide(rector, made.id, seen.revision, "Мақұлдансын", ordered, Why())
    assert (done.status, done.to[0].decision) == (SubmissionState.decided, "Мақұлдансын")
    assert tasks.mine(rector) == [] and submissions.to_see(rector) == []
    [task] = submissions.tasks_of(head, made.id)
    assert (task.what.kk, task.due, task.to_role) == ("Кестені толықтыру", due, Role.senior_registrar)
    assert head.store.count("notices", {"to": "u-head", "key": "submissions.told_decided"}) == 1
    with pytest.raises(RuleBroken, match="decided_already"):
        submissions.decide(rector, made.id, done.revision, "Басқаша", [], Why())


def test_what_was_sent_is_frozen(head: Desk, rector: Desk) -> None:
    made = submissions.send(head, sending(note="мәтін"), Why())

    def edit(tx: Tx) -> Submission:
        kept = tx.get(Submission, made.id)
        kept.note = "басқа мәтін"
        return tx.save(kept)

    with pytest.raises(RuleBroken, match="frozen"):
        head.transact("submission.send", edit, Why())


@pytest.mark.parametrize(
    ("more", "field"),
    [({"to": []}, "to"), ({"to": ["u-head"]}, "to"), ({"topic": " "}, "topic"),
     ({"start": date(2026, 6, 1), "end": date(2026, 1, 1)}, "end")],
)  # fmt: skip
def test_a_bad_sending_is_told_beside_its_field(head: Desk, rector: Desk, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Problems) as e:
        submissions.send(head, sending(**more), Why())
    assert {p.field for p in e.value.problems} == {field}
    assert head.store.count("submissions", {}) == 0 and head.store.one("counters", {"_id": {"$regex": "subm"}}) is None


def test_a_decision_is_the_addressees_alone_and_its_tasks_are_checked(head: Desk, rector: Desk) -> None:
    account(head, Role.management, "u-other")
    made = submissions.send(head, sending(), Why())
    other = Desk(type(rector.actor)("u-other", "Басқа", Role.management), head.store)
    with pytest.raises(Forbidden, match="not_to_you"):
        submissions.decide(other, made.id, made.revision, "Жоқ", [], Why())
    with pytest.raises(Forbidden):
        submissions.decide(head, made.id, made.revision, "Жоқ", [], Why())
    with pytest.raises(Forbidden):
        submissions.get(Desk(actor(Role.teacher), head.store), made.id)
    bad = [{"what": "а"}, {"what": "б", "to_role": "hr"},
           {"what": "в", "to_role": "head", "due": (head.today() - timedelta(days=1)).isoformat()}]  # fmt: skip
    with pytest.raises(Problems) as e:
        submissions.decide(rector, made.id, made.revision, "Иә", bad, Why())
    assert [(p.row, p.key) for p in e.value.problems] == [
        (0, "tasks.person_or_role"), (1, "tasks.nobody_there"), (2, "tasks.due_past"),
    ]  # fmt: skip
    with pytest.raises(Problems) as e:
        submissions.decide(rector, made.id, made.revision, "  ", [], Why())
    assert [p.field for p in e.value.problems] == ["decision"]


def test_a_record_knows_what_was_submitted_of_it(head: Desk, rector: Desk) -> None:
    of = Ref.model_validate({"id": "audit1", "label": {"kk": "Аудит 1"}})
    made = submissions.send(head, sending(what="audit", source=of, source_kind="audits", page="audits"), Why())
    assert [s.number for s in submissions.asked_of(head, "audit1")] == [made.number]
    assert submissions.listed(head, "report") == [] and len(submissions.listed(head, "audit", "sent")) == 1
