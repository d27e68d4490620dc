"""Requests and correspondence (clauses 33-9, 34-3, 40, 46): numbers without gaps, a deadline that is kept or moved, an
answer that goes, a log that stays, a letter that is filed."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError
from python_calamine import CalamineWorkbook

from core import files, indicators, nomenclature, references, reports, requests, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, Problems, RuleBroken, StaleRevision
from core.office import first_office
from core.scheduler.table import TABLE, Daily, loaded
from schemas.base import Basis, Id, Text
from schemas.condition import Asked
from schemas.correspondent import Correspondent
from schemas.letter import Dispatch, Letter, LetterDirection, LetterState
from schemas.nomenclature import Folder
from schemas.report import Figure, ReportBody, ReportCut
from schemas.user import User
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.acts.test_diploma_content import text_of
from tests.conftest import actor

pytestmark = pytest.mark.usefixtures("shipped")
IN, OUT, INSIDE = LetterDirection.incoming, LetterDirection.outgoing, LetterDirection.internal
DAY = date(2026, 3, 2)  # a Monday
REPORT = ReportBody(source=Asked.studies, rows=[ReportCut(field="studies.department")], figures=[Figure()])
ROLES = (Role.head, Role.teacher, Role.registrar, Role.senior_registrar)


def at(store: Store, role: Role = Role.head, day: date = DAY, hour: int = 7) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


@pytest.fixture
def desk(store: Store) -> Desk:
    """An office with its card, four accounts, a nomenclature of one open file."""
    head = at(store)
    for role in ROLES:
        user = User(_id=f"u-{role.value}", login=role.value, name=f"Тест {role.value}", role=role, order_number="1")
        head.transact("user.appoint", lambda tx, u=user: tx.add(u), Why("т"))
    head.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))
    nomenclature.open_year(head, 2026, Why())
    values = {"index": "05-12", "name": {"kk": "Министрлікпен хат алмасу", "ru": "Переписка"}, "keep": 5}
    nomenclature.save(head, 2026, None, 0, values, Why())
    return head


def folder(desk: Desk) -> Folder:
    return requests.open_folders(desk)[0]


def came(desk: Desk, responsible: Id | None = None, direction: LetterDirection = IN, **more: Any) -> Letter:
    values = {"kind": "science_ministry", "person": "Министр", "their_number": "12-1/77", "their_day": DAY,
              "subject": "Контингент туралы мәлімет", "pages": 2, **more}  # fmt: skip
    return requests.register(desk, direction, folder(desk).id, values, [], Why(), responsible)


def answered(desk: Desk, asked: Letter, text: str = "Мәлімет жіберіледі.") -> Letter:
    kept = requests.get(desk, asked.id)
    return requests.answer(desk, kept.id, kept.revision, folder(desk).id, text, [], Why())


def gone(desk: Desk, asked: Letter) -> Dispatch:
    reply = requests.get(desk, requests.get(desk, asked.id).replies[-1].letter.id)
    values = {"what": "Мәлімет, 2 парақ", "to": "ҒЖБМ", "way": "edoc", "mark": "E-1"}
    return requests.send(desk, reply.id, reply.revision, values, Why())


def test_a_request_goes_its_whole_way(desk: Desk) -> None:
    correspondent = references.save(
        desk, Correspondent, None, 0, {"code": "ҒЖБМ", "name": {"kk": "Ғылым министрлігі"}, "kind": "ministry"}, Why()
    )
    made = came(desk, correspondent=correspondent.ref(), person=None)
    assert (made.number, made.status, made.due) == ("05-12/1", LetterState.registered, date(2026, 3, 9))
    assert [w.task.mark for w in tasks.mine(desk)] == ["give"]
    kept = requests.resolve(desk, made.id, made.revision, "Дайындаңыз", "u-teacher", Why())
    teacher = at(desk.store, Role.teacher)
    assert [w.task.mark for w in tasks.mine(desk)] == [] and [w.task.due for w in tasks.mine(teacher)] == [made.due]
    assert [r["_id"] for r in requests.listed(teacher, "mine")] == [made.id]
    table = [files.ready(teacher, "кесте.pdf", pdf("кесте"))]
    ready = requests.answer(teacher, made.id, kept.revision, folder(desk).id, "Контингент – 1 100.", table, Why())
    assert ready.status is LetterState.ready and ready.answered_on is None, "written is not sent"
    assert ready.replies[0].report == "" and tasks.mine(teacher) == []
    line = gone(desk, made)
    done = requests.get(desk, made.id)
    assert (done.status, done.answered_on) == (LetterState.answered, DAY)
    [log] = requests.log(desk)
    assert (log["to"], log["way"], log["by"]["name"]) == ("ҒЖБМ", "edoc", "Тест head")
    reply = requests.get(desk, done.replies[0].letter.id)
    assert (reply.number, reply.status, reply.answers and reply.answers.id) == ("05-12/1", LetterState.sent, made.id)
    said = text_of(requests.letter_pdf(desk, reply.id))
    assert all(x in said for x in ("№ 05-12/1", "Ғылым министрлігі", "Контингент – 1 100.", "12-1/77"))
    closed = requests.close(desk, made.id, done.revision, folder(desk).id, "12–15", Why())
    assert closed.status is LetterState.closed and closed.filed and requests.sent(desk, reply.id)[0].id == line.id
    assert desk.store.count("tasks", {"state": "open"}) == 0


def test_an_answer_and_the_report_it_was_made_by_name_each_other(desk: Desk) -> None:
    registrar, teacher = at(desk.store, Role.registrar), at(desk.store, Role.teacher)
    other = reports.keep(at(desk.store, Role.senior_registrar), None, 0, Text(kk="Өзінікі"), REPORT, Why())
    closed = reports.keep(desk, None, 0, Text(kk="Ескі"), REPORT, Why())
    reports.retire(desk, closed.id, closed.revision, Why())
    asked = came(desk, "u-registrar")
    for user, id in ((desk, "gone"), (desk, closed.id), (registrar, other.id)):
        with pytest.raises(Problems) as e:
            requests.answer(user, asked.id, asked.revision, folder(desk).id, "Жауап", [], Why(), report=id)
        assert [(p.field, p.key) for p in e.value.problems] == [("report", "requests.no_such_report")]
    assert requests.get(desk, asked.id) == asked and desk.store.count("letters", {}) == 1, "nothing was written"
    ready = requests.answer(desk, asked.id, asked.revision, folder(desk).id, "Жауап", [], Why(), report=other.id)
    kept = reports.get(desk, other.id)  # the head opens every report
    assert kept.request and kept.request.id == asked.id and (kept.version, kept.body) == (1, other.body)
    named = [r.report for r in ready.replies]
    assert [r.id for r in reports.answering(desk, [*named, "gone", ""])] == [other.id]
    assert reports.answering(registrar, named) == reports.answering(teacher, named) == [], "nobody shared it with them"


def test_numbers_have_no_gaps_and_each_direction_its_own_count(desk: Desk) -> None:
    def one(n: int) -> str:
        return came(at(desk.store, ROLES[0] if n % 2 else Role.registrar), kind="").number

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(one, range(8)))
    assert sorted(numbers) == [f"05-12/{n}" for n in range(1, 9)]
    with pytest.raises(Problems):
        came(desk, subject="")
    assert came(desk).number == "05-12/9", "what was refused took no number"
    assert came(desk, direction=OUT).number == came(desk, direction=INSIDE).number == "05-12/1"


@pytest.mark.parametrize(
    ("more", "field"),
    [({"due": date(2026, 3, 1)}, "due"), ({"person": ""}, "correspondent"),
     ({"their_day": date(2026, 3, 3)}, "their_day"),
     ({"subject": None}, "subject"), ({"pages": -1}, "pages")],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field(desk: Desk, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Problems) as e:
        came(desk, **more)
    assert [p.field for p in e.value.problems] == [field] and desk.store.count("letters", {}) == 0


def test_a_letter_needs_an_open_folder_of_this_year(desk: Desk) -> None:
    for id, said in ((None, "missing"), ("gone", "missing")):
        with pytest.raises(Problems) as e:
            requests.register(desk, IN, id, {"person": "т", "subject": "тақырып"}, [], Why())
        assert [(p.field, p.key) for p in e.value.problems] == [("folder", f"requests.folder_{said}")]
    later = at(desk.store, day=date(2027, 1, 5))
    with pytest.raises(Problems) as e:
        requests.register(later, IN, folder(desk).id, {"person": "т", "subject": "тақырып"}, [], Why())
    assert e.value.problems[0].key == "requests.folder_closed"


def test_an_answer_has_words_or_a_file_and_is_given_once(desk: Desk) -> None:
    made = came(desk, "u-teacher")
    with pytest.raises(Problems) as e:
        answered(desk, made, " ")
    assert [p.field for p in e.value.problems] == ["text"]
    with pytest.raises(Forbidden, match="not_yours"):
        requests.answer(at(desk.store, Role.adviser), made.id, made.revision, folder(desk).id, "т", [], Why())
    kept = requests.answer(
        desk, made.id, made.revision, folder(desk).id, "", [files.ready(desk, "жауап.pdf", pdf("жауап"))], Why()
    )
    assert [f.label.kk for f in kept.replies[0].files] == ["жауап.pdf"]
    with pytest.raises(RuleBroken, match="answer_ready"):
        answered(desk, made, "тағы")
    with pytest.raises(RuleBroken, match="answer_ready"):
        requests.withdraw(desk, made.id, kept.revision, Why("кері алынды"))


def test_it_is_passed_on_with_a_reason_and_gets_more_time_on_a_basis(desk: Desk) -> None:
    made = came(desk, "u-teacher")
    teacher = at(desk.store, Role.teacher)
    with pytest.raises(Problems):
        requests.move(teacher, made.id, made.revision, "u-registrar", Why())
    with pytest.raises(Problems) as e:
        requests.move(teacher, made.id, made.revision, "u-teacher", Why("іссапар"))
    assert e.value.problems[0].key == "requests.has_it_already"
    kept = requests.move(teacher, made.id, made.revision, "u-registrar", Why("іссапар"))
    assert tasks.mine(teacher) == [] and len(tasks.mine(at(desk.store, Role.registrar))) == 1
    with pytest.raises(Forbidden):
        requests.get(teacher, made.id)
    with pytest.raises(Forbidden, match="not_yours"):
        requests.move(teacher, made.id, kept.revision, "u-teacher", Why("қайтару"))
    basis = Basis(kind="Министрліктің келісімі", number="4")
    for until, why, fields in (
        (date(2026, 3, 20), Why("дерек күтілуде"), ["basis.kind"]), (date(2026, 3, 20), Why("", basis), ["reason"]),
        (date(2026, 3, 9), Why("т", basis), ["until"]), (date(2026, 2, 1), Why("т", basis), ["until"]),
    ):  # fmt: skip
        with pytest.raises(Problems) as e:
            requests.extend(desk, made.id, kept.revision, until, why)
        assert [p.field for p in e.value.problems] == fields
    kept = requests.extend(desk, made.id, kept.revision, date(2026, 3, 20), Why("дерек күтілуде", basis))
    assert (kept.due, kept.first_due) == (date(2026, 3, 20), date(2026, 3, 9))
    assert [w.task.due for w in tasks.mine(at(desk.store, Role.registrar))] == [kept.due]
    assert [e.basis for e in kept.extensions] == ["Министрліктің келісімі № 4"]


def test_closing_twice_is_one_act_and_a_closed_letter_is_frozen(desk: Desk) -> None:
    made = came(desk)
    with pytest.raises(RuleBroken, match="not_answered"):
        requests.close(desk, made.id, made.revision, folder(desk).id, "", Why())
    answered(desk, made)
    gone(desk, made)
    kept, why = requests.get(desk, made.id), Why()
    first = requests.close(desk, made.id, kept.revision, folder(desk).id, "1", why)
    assert requests.close(desk, made.id, kept.revision, folder(desk).id, "1", why).revision == first.revision
    with pytest.raises(RuleBroken, match="closed_already"):
        requests.close(desk, made.id, first.revision, folder(desk).id, "1", Why())
    assert desk.store.count("audit_events", {"action": "letter.close"}) == 1
    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("letter.close", lambda tx: tx.save(edited(tx.get(Letter, made.id), "sheets")), Why())
    out = came(desk, direction=OUT)
    with pytest.raises(RuleBroken, match="not_sent"):
        requests.close(desk, out.id, out.revision, folder(desk).id, "", Why())


def edited(of: Any, name: str) -> Any:
    setattr(of, name, "басқа")
    return of


def test_what_was_registered_and_what_was_sent_is_never_edited(desk: Desk) -> None:
    made = came(desk)
    answered(desk, made)
    line = gone(desk, made)
    for model, id, name in ((Letter, made.id, "subject"), (Dispatch, line.id, "to"), (Dispatch, line.id, "mark")):
        with pytest.raises(RuleBroken, match="frozen"):
            desk.transact("letter.close", lambda tx, m=model, i=id, n=name: tx.save(edited(tx.get(m, i), n)), Why())
    with pytest.raises(RuleBroken, match="came_from_others"):
        requests.send(desk, made.id, requests.get(desk, made.id).revision, {"what": "хат", "to": "т т"}, Why())
    reply = requests.get(desk, requests.get(desk, made.id).replies[0].letter.id)
    with pytest.raises(Problems) as e:
        requests.send(desk, reply.id, reply.revision, {"what": "", "to": "ҒЖБМ"}, Why())
    assert [p.field for p in e.value.problems] == ["what"]


def test_two_people_answer_at_once_and_one_is_told(desk: Desk) -> None:
    made = came(desk, "u-teacher")

    def one(role: Role) -> OfficeError | Letter:
        try:
            return requests.answer(at(desk.store, role), made.id, made.revision, folder(desk).id, "жауап", [], Why())
        except OfficeError as e:
            return e

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(one, (Role.head, Role.teacher)))
    assert sum(isinstance(x, StaleRevision) for x in found) == 1 and sum(isinstance(x, Letter) for x in found) == 1
    assert desk.store.count("letters", {"direction": "outgoing"}) == 1


def test_reminders_come_before_and_after_the_deadline_and_only_once(desk: Desk) -> None:
    entry = TABLE["requests"]
    assert isinstance(entry, Daily)
    remind = loaded(entry.work)
    made = came(desk, "u-teacher")
    assert [remind(desk.store, date(2026, 3, d)) for d in (3, 6, 9)] == [0, 1, 0]
    assert [remind(desk.store, date(2026, 3, d)) for d in (10, 11, 16, 17)] == [2, 0, 2, 0], "he and the head, weekly"
    told = {r["to"] for r in desk.store.rows("notices", {"key": "requests.told_late"})}
    assert told == {"u-teacher", "u-head"}
    answered(desk, made)
    gone(desk, made)
    assert remind(desk.store, date(2026, 4, 1)) == 0


def test_views_and_the_late_list(desk: Desk) -> None:
    first, second = came(desk, "u-teacher"), came(desk, kind="rector")
    info = came(desk, kind="", subject="Мерекемен құттықтау")
    later = at(desk.store, day=date(2026, 3, 6))
    assert requests.counts(later) == {"mine": 0, "waiting": 2, "late": 1}
    assert [r["_id"] for r in requests.listed(later, "late")] == [second.id]
    assert [r["_id"] for r in requests.listed(later, "waiting", sort="due")] == [second.id, first.id]
    assert [r["_id"] for r in requests.listed(later, "incoming", "құттықтау")] == [info.id]
    gone_ = requests.withdraw(desk, first.id, first.revision, Why("қайталанған"))
    assert gone_.status is LetterState.withdrawn and requests.counts(later)["waiting"] == 1
    with pytest.raises(Forbidden):
        requests.listed(at(desk.store, Role.teacher), "incoming")
    with pytest.raises(RuleBroken, match="over"):
        requests.resolve(desk, first.id, gone_.revision, "т", "u-head", Why())


def test_the_journal_is_printed_and_taken_as_a_table(desk: Desk) -> None:
    for n in range(3):
        came(desk, subject=f"Сауал {n}")
    said = text_of(requests.journal(desk, 2026, IN, "ru"))
    assert all(x in said for x in ("Журнал писем: Входящее, 2026 год", "05-12/3", "12-1/77, 02.03.2026", "Сауал 2"))
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(requests.table(desk, 2026, IN, "kk"))).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(requests.table(desk, 2026, IN, "kk"))).get_sheet_by_name(sheet)
    assert [r[0] for r in rows.to_python()][-3:] == ["05-12/1", "05-12/2", "05-12/3"]
    with pytest.raises(Forbidden):
        requests.journal(at(desk.store, Role.teacher), 2026, IN, "kk")


def test_requests_answered_on_time_are_an_indicator(desk: Desk) -> None:
    made = [came(desk, "u-teacher", kind="rector") for _ in range(4)]  # due on the 5th
    answered(desk, made[0])
    gone(desk, made[0])
    answered(desk, made[1])
    gone(at(desk.store, day=date(2026, 3, 9)), made[1])
    requests.withdraw(desk, made[2].id, made[2].revision, Why("қайталанған"))
    value = newest(at(desk.store, day=date(2026, 3, 30)))
    assert value == (1, 3), "one in time, one late, one never; what needs no answer is not counted"


def newest(desk: Desk) -> tuple[int, int]:
    indicators.compute(desk, Why())
    rows = desk.store.rows(
        "measurements", {"indicator": "requests_on_time", "denominator": {"$ne": 0}}, None, [("_id", -1)]
    )
    return int(rows[0]["numerator"]), int(rows[0]["denominator"])


def test_a_correspondents_number_is_twelve_digits() -> None:
    with pytest.raises(ValidationError):
        Correspondent.model_validate({"code": "т", "name": {"kk": "т"}, "bin": "123"})
