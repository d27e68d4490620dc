"""Holds: put, listed, lifted; what a kind of hold stops is stopped in the act itself."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from core import house, kinds, references, transcripts
from core.audit.words import action_word
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.fields import described
from core.holds import acts, clearance, reading, stops
from core.holds.acts import Wanted
from schemas.base import LANGS, Ref, Text
from schemas.kinds import HoldKind
from schemas.words import Role
from tests.acts.test_sheets import closed
from tests.acts.test_transcripts import own_office
from tests.conftest import actor


@pytest.fixture
def desk(shipped: Store, head: Desk) -> Desk:
    """The head's desk in an office with its shipped kinds of hold."""
    own_office(head)
    return head


def of(desk: Desk, role: Role, **assigned: str) -> Desk:
    """The desk of another role in the same office."""
    return replace(desk, actor=actor(role, **assigned))


def test_a_hold_stops_what_its_kind_says_until_it_is_lifted(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    hold = acts.put(desk, line.student.id, "library", Why("«Сольфеджио» кітабы"), amount="1", due=date(2026, 12, 1))
    with pytest.raises(RuleBroken, match="holds.stopped") as no:
        transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау"))
    assert no.value.values["kind"].kk == "Кітапхана" and no.value.values["reason"] == "«Сольфеджио» кітабы"
    assert no.value.values["student"].kk == line.student.label.kk and no.value.values["who"] == desk.actor.name
    assert desk.store.count("transcripts", {}) == 0
    lifted = acts.lift(desk, hold.id, hold.revision, Why("кітап қайтарылды"))
    assert not lifted.active and lifted.lifted and lifted.lifted.reason == "кітап қайтарылды"
    assert transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау")).number
    assert [h.active for h in reading.of_student(desk, line.student.id)] == [False]


def test_what_a_hold_stops_is_data(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    acts.put(desk, line.student.id, "library", Why("кітап"))
    seen = kinds.versions(desk, "hold", "library")[0].version
    kinds.save(desk, "hold", "library", seen, {"body.stops": []}, Why("ешнәрсені тоқтатпайды"))
    assert transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау")).number
    with pytest.raises(Problems, match="problems") as no:
        kinds.save(desk, "hold", "library", seen + 1, {"body.stops": ["grade_sheet.close"]}, Why("x"))
    assert [(p.field, p.key) for p in no.value.problems] == [("body.stops", "holds.no_act")]


def test_a_retired_kind_stops_nothing_and_its_holds_can_still_be_lifted(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    hold = acts.put(desk, line.student.id, "dormitory", Why("кілт"))
    kinds.retire(desk, "hold", "dormitory", 1, Why("жабылды"))
    assert transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау")).number
    with pytest.raises(RuleBroken, match="is_retired"):
        acts.put(desk, line.student.id, "dormitory", Why("кілт"))
    assert acts.lift(desk, hold.id, hold.revision, Why("кілт берілді")).lifted


def test_closing_a_sheet_asks_nothing_and_is_never_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    line = closed(desk, 1).lines[0]
    acts.put(desk, line.student.id, "finance", Why("төлем"))
    assert stops.stopping("grade_sheet.close") == [] and stops.stopping("correction.confirm") == []
    assert stops.stopping("transcript.issue") != []
    assert "grade_sheet.close" not in stops.STOPPABLE


def test_who_is_held_is_left_out_of_a_group_and_the_others_go_on(desk: Desk) -> None:
    lines = closed(desk, 30).lines
    for line in (lines[3], *lines[25:]):  # one of the first act, all of the second
        acts.put(desk, line.student.id, "finance", Why("төлем"))
    pairs, why = [(x.student.id, x.study) for x in lines], Why("топ")
    made = transcripts.issue_many(desk, pairs, "kk", why)
    assert {m.student.id for m in made} == {x.student.id for n, x in enumerate(lines[:25]) if n != 3}
    assert [m.number[-5:] for m in made] == [f"{n:05d}" for n in range(1, 25)]
    assert set(stops.held(desk.store, "transcript.issue", [s for s, _ in pairs])) == {
        x.student.id for x in (lines[3], *lines[25:])
    }
    assert len(transcripts.issue_many(desk, pairs, "kk", why)) == 24


def test_each_service_handles_its_own_kinds(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    fees = of(desk, Role.payments)
    with pytest.raises(Forbidden, match="holds.not_yours"):
        acts.put(fees, line.student.id, "library", Why("кітап"))
    with pytest.raises(Forbidden):
        acts.put(of(desk, Role.teacher), line.student.id, "finance", Why("төлем"))
    hold = acts.put(desk, line.student.id, "library", Why("кітап"))
    with pytest.raises(Forbidden, match="holds.not_yours"):
        acts.lift(fees, hold.id, hold.revision, Why("алу"))
    assert reading.listed(fees) == [] and reading.count(fees) == 0 and reading.of_student(fees, line.student.id) == []
    assert [k.code for k in reading.mine(fees)] == ["finance"]
    assert len(reading.listed(of(desk, Role.auditor))) == 1 and reading.mine(of(desk, Role.auditor)) == []


def test_a_unit_named_in_the_kind_parts_services_of_one_role(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    unit = Ref(id="lib", label=Text(kk="Кітапхана"))
    kinds.save(desk, "hold", "library", 1, {"body.unit": unit}, Why("бөлімше"))
    library, hostel = of(desk, Role.service, department="lib"), of(desk, Role.service, department="dorm")
    assert "library" in {k.code for k in reading.mine(library)}
    assert "library" not in {k.code for k in reading.mine(hostel)}
    assert acts.put(library, line.student.id, "library", Why("кітап")).active
    with pytest.raises(Forbidden, match="holds.not_yours"):
        acts.put(hostel, line.student.id, "library", Why("кітап"))


def test_bad_wishes_are_refused_with_a_word_for_each(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    hold = acts.put(desk, line.student.id, "finance", Why("төлем"))
    with pytest.raises(Problems) as again:
        acts.put(desk, line.student.id, "finance", Why("төлем"))
    assert [p.key for p in again.value.problems] == ["holds.stands"]
    with pytest.raises(Problems) as bare:
        acts.put(desk, line.student.id, "archive", Why(" "))
    assert [(p.field, p.key) for p in bare.value.problems] == [("reason", "errors.reason_missing")]
    with pytest.raises(Problems):
        acts.lift(desk, hold.id, hold.revision, Why(""))
    with pytest.raises(StaleRevision):
        acts.lift(desk, hold.id, hold.revision + 5, Why("алу"))
    acts.lift(desk, hold.id, hold.revision, Why("алу"))
    with pytest.raises(RuleBroken, match="lifted_already"):
        acts.lift(desk, hold.id, hold.revision + 1, Why("алу"))
    with pytest.raises(Problems, match="problems") as nobody:
        acts.put_many(desk, [], "finance", Why("төлем"))
    assert nobody.value.problems[0].key == "holds.nobody"


def test_a_second_press_puts_one_hold(desk: Desk) -> None:
    line, why = closed(desk, 1).lines[0], Why("төлем")
    assert acts.put(desk, line.student.id, "finance", why).id == acts.put(desk, line.student.id, "finance", why).id
    assert desk.store.count("holds", {}) == 1


def test_a_pasted_list_is_put_whole_or_not_at_all(desk: Desk) -> None:
    lines = closed(desk, 4).lines
    acts.put(desk, lines[0].student.id, "finance", Why("төлем"))
    text = f"{lines[0].number}\n\n{lines[1].number}\t3 кітап\n{lines[2].number};нота\nжоқ-нөмір\n{lines[1].number}"
    found = reading.read_list(desk, text, "finance")
    assert [x.problem for x in found] == [
        "holds.stands_short", "", "", "holds.unknown_number", "holds.named_twice",
    ]  # fmt: skip
    with pytest.raises(Problems) as no:
        acts.put_many(desk, [x.wanted() for x in found if x.student], "finance", Why("жалпы"))
    assert [p.row for p in no.value.problems] == [0, 3] and desk.store.count("holds", {}) == 1
    acts.put_many(desk, reading.wanted(found), "finance", Why("жалпы"), date(2026, 12, 31))
    rows = {r["number"]: r for r in desk.store.rows("holds", {"due": "2026-12-31"})}
    assert {n: r["reason"] for n, r in rows.items()} == {lines[1].number: "3 кітап", lines[2].number: "нота"}
    with pytest.raises(Problems):
        acts.put_many(desk, [Wanted("x")] * 501, "finance", Why("көп"))


def test_a_registrar_of_another_faculty_neither_puts_nor_sees(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    hold = acts.put(desk, line.student.id, "finance", Why("төлем"))
    other = of(desk, Role.registrar, faculty="elsewhere")
    assert reading.listed(other) == [] and reading.of_student(other, line.student.id) == []
    with pytest.raises(Forbidden):
        acts.lift(other, hold.id, hold.revision, Why("алу"))


def words(file: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file)).pages)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_clearance_sheet_freezes_the_moment(desk: Desk, lang: str) -> None:
    line = closed(desk, 1).lines[0]
    library = acts.put(desk, line.student.id, "library", Why("«Сольфеджио»"))
    acts.lift(desk, library.id, library.revision, Why("қайтарылды"))
    fees = acts.put(desk, line.student.id, "finance", Why("2-семестр төлемі"))
    first = clearance.issue(desk, line.student.id, lang, Why("бітіреді"))  # type: ignore[arg-type]
    states = {r.kind.id: r.state for r in first.rows}
    assert states == {
        "library": "signed", "finance": "held", "dormitory": "clear", "archive": "clear", "instruments": "clear",
    }  # fmt: skip
    assert not first.settled and first.number.endswith("-00001")
    name, file = clearance.file_of(desk, first.id)
    assert name == f"clearance-{first.number}.pdf" and first.number in words(file) and "қайтарылды" in words(file)
    acts.lift(desk, fees.id, fees.revision, Why("төленді"))
    second = clearance.issue(desk, line.student.id, lang, Why("бітіреді"))  # type: ignore[arg-type]
    assert second.settled and second.number.endswith("-00002")
    assert clearance.file_of(desk, first.id)[1] == file
    assert [s.number for s in clearance.sheets(desk, line.student.id)] == [second.number, first.number]


def test_no_clearance_sheet_without_kinds_or_an_office(head: Desk) -> None:
    line = closed(head, 1).lines[0]
    house.refresh(head.store)
    with pytest.raises(RuleBroken, match="no_office"):
        clearance.issue(head, line.student.id, "kk", Why())
    own_office(head)
    with pytest.raises(RuleBroken, match="no_kinds"):
        clearance.issue(head, line.student.id, "kk", Why())


def test_what_a_hold_may_stop_has_its_word_in_every_language() -> None:
    assert set(references.words(described(HoldKind, "stops"))) == set(stops.STOPPABLE)
    for act in stops.STOPPABLE:
        assert all(action_word(act, lang) != action_word("no.such", lang) for lang in LANGS)
