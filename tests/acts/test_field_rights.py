"""A field hidden from a role, or locked for it, stays so in every act and reading, whichever way it is asked."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from core import kinds, references, students, users
from core.db.codec import plain
from core.desk import Desk, Why
from core.errors import Problems, RuleBroken, StaleRevision
from core.fields import form_fields
from core.students import merging, proposals
from core.students.consent import give_consent
from core.ui.forms.stale import _row
from core.users import reading
from schemas.base import Basis, Ref, Text, new_id
from schemas.discipline import Discipline
from schemas.kinds import Sort
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.user import User
from schemas.words import Role
from tests.acts.test_kinds import field, name, problem, why
from tests.conftest import actor, application

SEEN = ["head", "senior_registrar"]
SECRET = "құпия77"


def layout(desk: Desk, *rows: dict[str, Any], of: str = "students") -> None:
    says = {"code": f"lay_{of}", "name": name("Орналасу"), "body.of": of, "body.rows": list(rows)}
    kinds.save(desk, Sort.layout, None, 0, says, why())


def admitted(
    desk: Desk,
    number: str = "1",
    custom: dict[str, Any] | None = None,
    inner: dict[str, Any] | None = None,
    **more: Any,
) -> Student:
    card = {"iin_absent_reason": "белгісіз", "born": date(2003, 1, 1), "custom": custom} | more
    study = StudyProfile(
        id=new_id(), admitted_on=date(2024, 9, 1), faculty=Ref(id="f1", label=Text(kk="Аспап")),
        teacher=Ref(id="t1", label=Text(kk="Оразбаева")), custom=inner,
    )  # fmt: skip
    return students.admit(desk, Profile(number=number, name=Name(last="Ахмет", first="Али"), **card), study, why())


@pytest.fixture
def teacher(head: Desk) -> Desk:
    return Desk(actor(Role.teacher, teacher="t1"), head.store)


@pytest.fixture
def registrar(head: Desk) -> Desk:
    return Desk(actor(Role.registrar, faculty="f1"), head.store)


def said(*read: Any) -> str:
    return json.dumps(plain(list(read)), default=str, ensure_ascii=False)


def joined(head: Desk, senior: Desk, keep: Student, other: Student, choices: list[str]) -> None:
    asked = merging.propose(head, keep.id, other.id, choices, why())
    merging.confirm(senior, asked.id, 1, (1, 1), why())


@pytest.mark.parametrize("of", ["students", "studies"])
def test_a_merge_shows_nothing_hidden(head: Desk, senior: Desk, teacher: Desk, of: str) -> None:
    field(head, "diag", of=of, sees=SEEN)
    keep, given = admitted(head), {"diag": SECRET}
    other = admitted(head, "2", given) if of == "students" else admitted(head, "2", inner=given)
    joined(head, senior, keep, other, ["custom.diag"] if of == "students" else [])
    yesterday = teacher.today() - timedelta(days=1)
    for desk, seen in ((teacher, False), (senior, True)):
        days = [students.as_of(desk, keep.id, on) for on in (desk.today(), yesterday)]
        read = said(students.card(desk, keep.id, look=False), *days, students.compare(desk, keep.id, 1, 2))
        assert (SECRET in read) is seen
        assert [len(day["studies"]) for day in days] == [2, 2]


def test_past_days_and_events_show_no_hidden_consent(head: Desk, teacher: Desk) -> None:
    layout(head, {"path": "consent.version", "hidden": ["teacher"]})
    made = admitted(head)
    paper = Why("", Basis(kind="өтініш", number="1", day=head.today()))
    give_consent(head, made.id, 1, SECRET, head.today(), paper)
    past = students.as_of(teacher, made.id)
    assert SECRET not in said(
        students.card(teacher, made.id, look=False), past, students.compare(teacher, made.id, 1, 2)
    )
    assert past["consent"]["state"] == "given" and "version" not in past["consent"]
    layout_rows = [{"path": "consent.day", "hidden": ["teacher"]}]
    kinds.save(head, Sort.layout, "lay_students", 1, {"body.rows": layout_rows}, why())
    assert [e["type"] for e in students.card(teacher, made.id, look=False).events] == ["admitted"]
    assert SECRET in said(students.as_of(teacher, made.id))


def test_a_proposal_is_no_way_round_who_edits(head: Desk, teacher: Desk, registrar: Desk) -> None:
    field(head, "room", edits=["head", "teacher"])
    field(head, "hall", edits=["head"])
    made = admitted(head, custom={"room": "1", "hall": "1"})
    assert [s.path for s in proposals.offered(Role.teacher)[0] if s.own] == ["custom.room"]
    with pytest.raises(RuleBroken, match="not_to_propose"):
        proposals.propose(teacher, made.id, 1, {"custom.hall": "9"}, why())
    asked = proposals.propose(teacher, made.id, 1, {"custom.room": "9", "contacts.phone": "+7 702 555 12 34"}, why())
    with pytest.raises(Problems) as e:
        proposals.accept(registrar, asked.id, 1, why())
    assert problem(e) == ("custom.room", "errors.field.not_yours")
    assert students.card(head, made.id, look=False).custom == {"room": "1", "hall": "1"}
    proposals.accept(registrar, asked.id, 1, why(), ["contacts.phone"])
    assert students.card(head, made.id, look=False).contacts.phone == "+7 702 555 12 34"


def test_nobody_accepts_what_he_does_not_see(head: Desk, teacher: Desk, registrar: Desk) -> None:
    field(head, "diag", sees=["head", "teacher"])
    made = admitted(head)
    asked = proposals.propose(teacher, made.id, 1, {"custom.diag": SECRET}, why())
    with pytest.raises(Problems) as e:
        proposals.accept(registrar, asked.id, 1, why())
    assert problem(e) == ("custom.diag", "errors.field.not_yours")
    assert proposals.accept(head, asked.id, 1, why()).state == "accepted"


def test_a_proposed_value_that_was_erased_is_not_accepted(head: Desk, teacher: Desk) -> None:
    made = admitted(head)
    asked = proposals.propose(teacher, made.id, 1, {"contacts.phone": "+7 702 555 12 34"}, why())
    students.erase(head, made.id, 1, ["contacts.phone"], application())
    with pytest.raises(RuleBroken, match="value_erased"):
        proposals.accept(head, asked.id, 1, why())
    assert not students.card(head, made.id, look=False).contacts.phone


def test_a_list_of_references_tells_nothing_hidden(head: Desk, teacher: Desk) -> None:
    field(head, "cost", of="disciplines", sees=["head"], filter=True, table=True)
    for code, cost in (("A1", "2"), ("A2", "1")):
        values = {"code": code, "name": name(f"Пән {code}"), "credits": Decimal(5), "custom.cost": cost + SECRET}
        references.save(head, Discipline, None, 0, values, why())
    for found, desk in ((1, head), (0, teacher)):
        assert references.count(desk, Discipline, "2" + SECRET) == found
    chosen = {"custom.cost": "2" + SECRET}
    assert references.count(head, Discipline, "", chosen) == 1
    assert references.count(teacher, Discipline, "", chosen) == 2  # as if it were not chosen
    orders = [
        [r["_id"] for r in references.listed(teacher, Discipline, sort="custom.cost", descending=d)] for d in (0, 1)
    ]
    assert orders[0] == orders[1]
    role = teacher.actor.role
    assert "custom.cost" not in dict(references.columns(Discipline, role)) | dict(references.filters(Discipline, role))
    assert SECRET not in said(references.listed(teacher, Discipline))


def test_a_list_of_accounts_tells_nothing_hidden(head: Desk) -> None:
    layout(
        head, {"path": "post", "hidden": ["administrator"]}, {"path": "active", "hidden": ["administrator"]}, of="users"
    )
    entered = {"login": "aliya", "name": "Әлия", "role": "senior_registrar", "post": SECRET}
    users.create(head, entered, "қалалық-бақ-7", why())
    clerk = Desk(actor(Role.administrator), head.store)
    assert (reading.count(head, SECRET), reading.count(clerk, SECRET)) == (1, 0)
    assert reading.count(clerk, "", {"active": [False]}) == 1
    assert "active" not in dict(reading.columns(clerk.actor.role)) | dict(reading.filters(clerk.actor.role))
    assert references.ordered(User, Role.administrator, "active", True) == [("_id", 1)]
    assert references.ordered(User, Role.head, "active", True) == [("active", -1), ("_id", 1)]


def test_who_comes_second_is_not_told_what_he_does_not_see(head: Desk, senior: Desk, registrar: Desk) -> None:
    field(head, "diag", sees=SEEN)
    field(head, "cost", of="disciplines", sees=["head"])
    made = admitted(head)
    students.edit(senior, made.id, 1, {"custom.diag": SECRET, "citizenship": "ҚР"}, why())
    with pytest.raises(StaleRevision) as late:
        students.edit(registrar, made.id, 1, {"source": "x"}, why())
    assert [c["field"] for c in late.value.values["theirs"]] == ["citizenship"]
    plain_one = {"code": "A1", "name": name("Пән"), "credits": Decimal(5)}
    kept = references.save(head, Discipline, None, 0, plain_one, why())
    references.save(head, Discipline, kept.id, 1, {"custom.cost": SECRET, "code": "A2"}, why())
    with pytest.raises(StaleRevision) as late:
        references.save(senior, Discipline, kept.id, 1, {"code": "A3"}, why())
    assert [c["field"] for c in late.value.values["theirs"]] == ["code"]
    form: Any = SimpleNamespace(specs=form_fields(Profile, Role.registrar), refs={})
    assert _row(form, "custom.diag", None, SECRET, {}) is None


def test_a_card_opens_for_who_does_not_see_the_iin(head: Desk, teacher: Desk, registrar: Desk) -> None:
    layout(head, {"path": "iin", "hidden": ["teacher", "registrar"]})
    made = admitted(head, iin="030315500126", iin_absent_reason="")
    assert students.card(teacher, made.id, look=False).iin is None
    assert students.edit(registrar, made.id, 1, {"citizenship": "ҚР"}, why()).citizenship == "ҚР"
    with pytest.raises(Problems):  # who keeps a card still says the one or the other
        students.edit(head, made.id, 2, {"iin": None}, why())
    with pytest.raises(ValueError, match="iin_or_reason"):
        Profile(number="2", name=Name(last="А", first="Б"))
