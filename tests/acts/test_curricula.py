"""Curricula: one grid, one approval, one version in force; circles, renamed disciplines, two people at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core import curricula, disciplines, references
from core.curricula import drafts, paper, table
from core.curricula.rules import compared, refusing
from core.db.codec import plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.tx import Tx
from schemas.base import Ref, Text
from schemas.curriculum import Curriculum
from schemas.discipline import Discipline, Programme
from schemas.reference import Department
from schemas.words import CurriculumState, Role, TermKind
from tests.conftest import actor

DAY = date(2026, 4, 20)


@pytest.fixture
def desk(shipped: Store) -> Desk:
    return Desk(actor(Role.head), shipped, clock=lambda: datetime(2026, 11, 23, 7, tzinfo=UTC))


@pytest.fixture
def second(shipped: Store) -> Desk:
    return Desk(actor(Role.senior_registrar), shipped, clock=lambda: datetime(2026, 11, 23, 8, tzinfo=UTC))


def discipline(desk: Desk, code: str, **more: Any) -> Discipline:
    values = {
        "code": code, "name": {"kk": f"{code} пәні", "ru": f"Дисциплина {code}"}, "credits": "5", "cycle": "base",
        "component": "university", "lesson": "group",
    } | more  # fmt: skip
    return references.save(desk, Discipline, None, 0, values, Why("каталог"))


def programme(desk: Desk, code: str = "6B02115") -> Programme:
    values = {"code": code, "name": {"kk": "Аспаптық орындаушылық"}}
    return references.save(desk, Programme, None, 0, values, Why("каталог"))


def plan_240(desk: Desk) -> list[dict[str, Any]]:
    """Lines of 240 credits that fit the shipped template: 51 + 5 general, 176 base and profile, 8 attestation."""
    rows: list[tuple[int, str, str, int]] = []
    general = [5, 5, 5, 2, 5, 5, 5, 2, 5, 2, 4, 2, 4]
    places = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4]
    rows += [(s, "general", "mandatory", c) for s, c in zip(places, general, strict=True)]
    rows.append((4, "general", "elective", 5))
    left = {s: 30 - sum(c for at, _, _, c in rows if at == s) for s in range(1, 9)}
    left[8] -= 8
    for semester, credits in left.items():
        while credits:
            part = 5 if credits not in (6, 7, 8, 9) else credits
            part = min(part, credits)
            rows.append((semester, "base", "university", part))
            credits -= part
    rows.append((8, "attestation", "university", 8))
    lines = []
    for n, (semester, cycle, component, credits) in enumerate(sorted(rows)):
        made = discipline(desk, f"D{n:03d}", cycle=cycle, component=component, credits=str(credits))
        lines.append({
            "semester": semester, "discipline": made.id, "cycle": cycle, "component": component,
            "credits": str(credits),
        })  # fmt: skip
    return lines


def drawn(desk: Desk, of: Programme, lines: list[dict[str, Any]], intake: int = 2026) -> Curriculum:
    made = curricula.make(desk, {"programme": plain(of.ref()), "intake": intake, "structure": "bachelor"}, Why("жоба"))
    return curricula.edit(desk, made.id, made.revision, lines, Why("толтырылды"))


def test_240_credits_are_approved_by_another_person_and_then_stand(desk: Desk, second: Desk) -> None:
    made = drawn(desk, programme(desk), plan_240(desk))
    assert made.credits == 240 and refusing(curricula.breaches_of(desk.store, made)) == []
    with pytest.raises(RuleBroken, match="four_eyes.same_person"):
        curricula.approve(desk, made.id, made.revision, "9", DAY, Why("кеңес"))
    done = curricula.approve(second, made.id, made.revision, "9", DAY, Why("кеңес"))
    assert (done.state, done.protocol, done.approved_on) == (CurriculumState.approved, "9", DAY)
    entry = desk.store.rows("audit_events", {"action": "curriculum.approve"})[0]
    assert entry["basis"]["number"] == "9"
    with pytest.raises(RuleBroken, match="curricula.not_draft"):
        curricula.edit(desk, done.id, done.revision, [], Why("тағы"))


def test_239_credits_are_refused_by_name(desk: Desk, second: Desk) -> None:
    lines = plan_240(desk)
    short = next(x for x in lines if x["semester"] == 5)
    short["credits"] = str(int(short["credits"]) - 1)
    made = drawn(desk, programme(desk), lines)
    with pytest.raises(Problems) as refused:
        curricula.approve(second, made.id, made.revision, "9", DAY, Why("кеңес"))
    said = {p.key: p.values for p in refused.value.problems}
    assert said["curricula.total_below"] == {"credits": Decimal(239), "total": Decimal(240), "by": Decimal(1)}
    assert said["curricula.part_below"]["by"] == 1
    assert desk.store.load(Curriculum, made.id).state is CurriculumState.draft


def test_a_protocol_without_number_or_of_tomorrow(desk: Desk, second: Desk) -> None:
    made = drawn(desk, programme(desk), plan_240(desk))
    with pytest.raises(Problems) as refused:
        curricula.approve(second, made.id, made.revision, " ", None, Why("кеңес"))
    assert [p.field for p in refused.value.problems] == ["protocol", "approved_on"]
    with pytest.raises(Problems, match="problems"):
        curricula.approve(second, made.id, made.revision, "1", date(2026, 11, 24), Why("кеңес"))


def test_one_curriculum_for_an_intake_then_versions(desk: Desk, second: Desk) -> None:
    of, lines = programme(desk), plan_240(desk)
    first = drawn(desk, of, lines)
    with pytest.raises(RuleBroken, match="curricula.exists"):
        curricula.make(desk, {"programme": plain(of.ref()), "intake": 2026}, Why("жоба"))
    with pytest.raises(RuleBroken, match="curricula.not_approved"):
        curricula.new_version(desk, first.id, Why("түзету"))
    first = curricula.approve(second, first.id, first.revision, "9", DAY, Why("кеңес"))
    next_ = curricula.new_version(desk, first.id, Why("түзету"))
    assert (next_.version, next_.state) == (2, CurriculumState.draft)
    assert compared(first.lines, next_.lines) == []
    with pytest.raises(RuleBroken, match="curricula.draft_exists"):
        curricula.new_version(desk, first.id, Why("түзету"))
    study = {"id": "s", "programme": plain(of.ref()), "admitted_on": "2026-08-25", "group": ""}
    pinned = {"id": "p", "curriculum": plain(first.ref())}
    found = curricula.of_studies(desk.store, [study, pinned])
    assert found["s"].id == found["p"].id == first.id  # a draft changes nothing
    second_ = curricula.approve(second, next_.id, next_.revision, "3", date(2026, 9, 1), Why("кеңес"))
    assert desk.store.load(Curriculum, first.id).state is CurriculumState.replaced
    found = curricula.of_studies(desk.store, [study, pinned])
    assert found["s"].id == found["p"].id == second_.id


def test_a_copy_for_the_next_intake_and_its_difference(desk: Desk, second: Desk) -> None:
    of, lines = programme(desk), plan_240(desk)
    first = drawn(desk, of, lines)
    copied = curricula.copy(second, first.id, {"programme": plain(of.ref()), "intake": 2027}, Why("келесі жыл"))
    assert (copied.intake, copied.credits, copied.structure) == (2027, 240, "bachelor")
    assert compared(first.lines, copied.lines) == [] and not {x.id for x in first.lines} & {x.id for x in copied.lines}
    moved = [plain(x) for x in copied.lines]
    kept = [{**x, "discipline": x["discipline"]["id"]} for x in moved[1:]]
    kept[0]["semester"], kept[1]["credits"] = 2, "6"
    new = discipline(desk, "NEW")
    kept.append({"semester": 8, "discipline": new.id, "cycle": "base", "component": "university", "credits": "5"})
    changed = curricula.edit(second, copied.id, copied.revision, kept, Why("өзгерістер"))
    told = {((c.now or c.was).code): (bool(c.was), bool(c.now), c.fields) for c in compared(first.lines, changed.lines)}  # type: ignore[union-attr]
    assert told == {
        "D000": (True, False, ()), "D001": (True, True, ("semester",)), "D002": (True, True, ("credits",)),
        "NEW": (False, True, ()),
    }  # fmt: skip


def test_the_department_has_its_own_before_that_of_the_whole_programme(desk: Desk, second: Desk) -> None:
    of, lines = programme(desk), plan_240(desk)
    unit = references.save(
        desk, Department, None, 0, {"code": "ФП", "name": {"kk": "Фортепиано"}, "kind": "department"}, Why("каталог")
    )
    whole = drawn(desk, of, lines)
    whole = curricula.approve(second, whole.id, whole.revision, "9", DAY, Why("кеңес"))
    values = {"programme": plain(of.ref()), "intake": 2026, "department": plain(unit.ref())}
    own = curricula.copy(desk, whole.id, values, Why("мамандану"))
    own = curricula.approve(second, own.id, own.revision, "9", DAY, Why("кеңес"))
    base = {"programme": plain(of.ref()), "admitted_on": None, "group": "ОР-26-1қ"}
    studies = [
        {"id": "own", "department": plain(unit.ref()), **base}, {"id": "other", "department": {"id": "x"}, **base},
        {"id": "before", **base, "group": "ОР-21-1қ"}, {"id": "none", "programme": None},
    ]  # fmt: skip
    found = curricula.of_studies(desk.store, studies)
    assert {k: v.id for k, v in found.items()} == {"own": own.id, "other": whole.id}
    assert curricula.of_study(desk.store, studies[3]) is None
    assert curricula.semester_of(3, TermKind.spring) == 6 and curricula.semester_of(1, TermKind.summer) is None
    assert {x.semester for x in curricula.lines(whole, 3)} == {3}


def test_a_circle_of_prerequisites_is_named(desk: Desk) -> None:
    a, b, c = (discipline(desk, code) for code in "ABC")
    need = [{"prerequisites": [plain(x.ref())]} for x in (a, b, c)]
    references.save(desk, Discipline, b.id, b.revision, need[0], Why("а → б"))
    references.save(desk, Discipline, c.id, c.revision, need[1], Why("б → в"))
    with pytest.raises(Problems) as refused:
        references.save(desk, Discipline, a.id, a.revision, need[2], Why("в → а"))
    (problem,) = refused.value.problems
    assert (problem.field, problem.key) == ("prerequisites", "curricula.circle")
    assert problem.values["way"].ru == "«Дисциплина A» ← «Дисциплина C» ← «Дисциплина B» ← «Дисциплина A»"
    with pytest.raises(Problems) as refused:
        references.save(desk, Discipline, a.id, a.revision, need[0], Why("өзіне"))
    assert refused.value.problems[0].key == "curricula.own_prerequisite"


def test_a_programme_whose_last_intake_is_before_its_first(desk: Desk) -> None:
    of = programme(desk)
    with pytest.raises(Problems) as refused:
        references.save(desk, Programme, of.id, of.revision, {"first_intake": 2026, "last_intake": 2025}, Why("код"))
    assert [(p.field, p.key) for p in refused.value.problems] == [("last_intake", "curricula.last_before_first")]


def test_a_discipline_renamed_in_mid_year_keeps_its_old_name_where_it_was_approved(desk: Desk, second: Desk) -> None:
    of, lines = programme(desk), plan_240(desk)
    made = drawn(desk, of, lines)
    made = curricula.approve(second, made.id, made.revision, "9", DAY, Why("кеңес"))
    was = desk.store.load(Discipline, lines[0]["discipline"])
    name = {"name": {"kk": "Жаңа атау", "ru": "Новое название"}}
    references.save(desk, Discipline, was.id, was.revision, name, Why("атауы өзгерді"))
    found = disciplines.old_names(desk, was.id)
    assert found.curricula == ((made.label(), was.name),) and not found.sections and not found.plans
    stored = desk.store.load(Curriculum, made.id)
    assert next(x for x in stored.lines if x.discipline.id == was.id).discipline.label == was.name
    next_ = curricula.new_version(desk, made.id, Why("жаңа нұсқа"))
    assert next(x for x in next_.lines if x.discipline.id == was.id).discipline.label.kk == "Жаңа атау"
    copied = curricula.copy(desk, made.id, {"programme": plain(of.ref()), "intake": 2027}, Why("көшірме"))
    assert next(x for x in copied.lines if x.discipline.id == was.id).discipline.label.kk == "Жаңа атау"


def test_two_people_edit_one_curriculum(desk: Desk, second: Desk) -> None:
    lines = plan_240(desk)
    made = drawn(desk, programme(desk), lines)
    theirs = curricula.edit(second, made.id, made.revision, lines[1:], Why("алып тастады"))
    with pytest.raises(StaleRevision):
        curricula.edit(desk, made.id, made.revision, lines[:-1], Why("мен де"))
    assert [x.code for x in desk.store.load(Curriculum, made.id).lines] == [x.code for x in theirs.lines]


def test_bad_lines_are_told_by_their_place(desk: Desk) -> None:
    of, a = programme(desk), discipline(desk, "A")
    made = curricula.make(desk, {"programme": plain(of.ref()), "intake": 2026, "structure": "bachelor"}, Why("жоба"))
    good = {"semester": 1, "discipline": a.id, "cycle": "base", "component": "university", "credits": "5"}
    with pytest.raises(Problems) as refused:
        rows = [good, {**good, "discipline": "nowhere"}, {**good, "semester": 13}]
        curricula.edit(desk, made.id, made.revision, rows, Why("жолдар"))
    assert [(p.field, p.row) for p in refused.value.problems] == [("discipline", 1), ("semester", 2)]
    with pytest.raises(Problems) as refused:
        curricula.edit(desk, made.id, made.revision, [good, {**good, "semester": 13}], Why("жолдар"))
    assert [(p.field, p.row) for p in refused.value.problems] == [("semester", 1)]


def test_the_template_is_of_the_intake(desk: Desk) -> None:
    assert curricula.structure_of(desk.store, "bachelor", 2026) is not None
    assert curricula.structure_of(desk.store, "bachelor", 2019) is None  # before the first version
    from core import kinds

    values = {"effective": "2027-08-01", "body.total": "300"}
    kinds.save(desk, "structure", "bachelor", 1, values, Why("жаңа стандарт"))
    old, new = (curricula.structure_of(desk.store, "bachelor", year) for year in (2026, 2027))
    assert old is not None and new is not None and (old.total, new.total) == (240, 300)


def test_a_department_reads_but_does_not_draw_up(desk: Desk) -> None:
    of = programme(desk)
    other = Desk(actor(Role.department, department="d1"), desk.store)
    with pytest.raises(Forbidden):
        curricula.make(other, {"programme": plain(of.ref()), "intake": 2026}, Why("жоба"))


def test_a_step_approves_many_in_one_act(desk: Desk) -> None:
    of = programme(desk)
    rows = [
        {**x, "id": f"l{n}", "discipline": Ref(id=x["discipline"], label=Text(kk="—")), "code": ""}
        for n, x in enumerate(plan_240(desk))
    ]

    def work(tx: Tx) -> Curriculum:
        for year in (2024, 2025):
            made = Curriculum.model_validate({
                "_id": tx.new_id(), "programme": of.ref(), "intake": year, "structure": "bachelor", "lines": rows,
            })  # fmt: skip
            last = curricula.approved_step(tx, made, "9", date(year, 4, 20))
        return last

    made = desk.transact("curriculum.approve", work, Why("кеңес"))
    assert made.credits == 240 and made.lines[0].code == "D000"
    assert desk.store.count("curricula", {"state": "approved"}) == 2


# as a table -------------------------------------------------------------------------------------------------------


def test_a_row_takes_from_the_catalogue_what_it_leaves_empty(desk: Desk) -> None:
    a = discipline(desk, "A1", credits="4", control="graded_test")
    got = table.read(desk.store, [("x", {"semester": "3", "code": "a1"}), ("y", {"code": ""})], "ru")
    assert got.problems == [] and got.lines[1] is None
    line = got.lines[0]
    assert line is not None and (line["discipline"], line["semester"], line["credits"]) == (a.id, 3, Decimal(4))
    assert got.filled[0]["cycle"] == "БД" and got.filled[0]["control"] == "Дифференцированный зачёт"


def test_words_of_any_language_are_read_and_bad_cells_are_told(desk: Desk) -> None:
    discipline(desk, "A1")
    rows = [
        ("a", {"semester": "1", "code": "A1", "cycle": "ЖБП", "component": "ОК", "credits": "2,5"}),
        ("b", {"semester": "бір", "code": "A1", "credits": "көп"}),
        ("c", {"semester": "1", "code": "ЖОҚ"}),
        ("d", {"code": "Дисциплина A1"}),
    ]  # fmt: skip
    got = table.read(desk.store, rows, "kk")
    line = got.lines[0]
    assert line is not None and (line["cycle"], line["component"], line["credits"]) == (
        "general",
        "mandatory",
        Decimal("2.5"),
    )
    assert {(p.row, p.field) for p in got.problems} == {(1, "semester"), (1, "credits"), (2, "code"), (3, "semester")}


def test_what_is_written_to_a_file_comes_back_the_same(desk: Desk) -> None:
    made = drawn(desk, programme(desk), plan_240(desk))
    for lang in ("kk", "ru", "en"):
        file = table.of_file("plan.xlsx", table.xlsx(made, lang))
        rows = table.typed_rows(file, table.guess(file))
        got = table.read(desk.store, [(str(n), r) for n, r in enumerate(rows)], lang)
        assert got.problems == []
        if lang == "kk":  # as new lines first; then the other languages say exactly the same
            again = curricula.edit(desk, made.id, made.revision, got.whole(), Why("файлдан"))
            assert compared(made.lines, again.lines) == [] and len(again.lines) == len(made.lines)
            made = again
        else:
            with pytest.raises(RuleBroken, match="nothing_changed"):
                curricula.edit(desk, made.id, made.revision, got.whole(), Why("файлдан"))


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_draft_and_an_approved_curriculum_are_printed(desk: Desk, second: Desk, lang: Any) -> None:
    made = drawn(desk, programme(desk), plan_240(desk))
    drawn_up = paper.paper(desk.store, made, None, lang, date(2026, 11, 23))
    assert drawn_up.warning and drawn_up.total == 240 and len(drawn_up.years) == 4
    made = curricula.approve(second, made.id, made.revision, "9", DAY, Why("кеңес"))
    done = paper.paper(desk.store, made, None, lang, date(2026, 11, 23))
    assert not done.warning and "9" in done.approval and done.day == DAY
    assert [credits for _, _, credits in done.parts] == [51, 56, 176, 8]
    assert paper.pdf(desk, made, lang).startswith(b"%PDF")


# what is typed ----------------------------------------------------------------------------------------------------


def save_typed(desk: Desk, id: str) -> Curriculum:
    """What the page does when «save» is pressed."""
    now, draft = desk.get(Curriculum, id, "curriculum.read"), drafts.of(desk, id)
    assert draft is not None
    got = table.read(desk.store, [(r.id, r.cells) for r in drafts.composed(now, draft, "kk")], "kk")
    assert got.problems == []
    kept = curricula.edit(desk, id, draft.base, got.whole(), Why("кесте"))
    drafts.drop(desk, id)
    return kept


def test_what_two_people_type_meets_and_nothing_is_lost(desk: Desk, second: Desk) -> None:
    made = drawn(desk, programme(desk), plan_240(desk))
    one, two, three = made.lines[:3]
    drafts.keep(desk, made.id, [(one.id, "semester", "2"), (two.id, "block", "А"), (three.id, "credits", "4")])
    drafts.add(desk, made.id, [{"semester": "8", "code": "D010"}])
    drafts.keep(second, made.id, [(one.id, "semester", "3"), (three.id, "code", "")])
    assert [name for name, _ in drafts.others(desk, made.id)] == [second.actor.name]
    save_typed(second, made.id)
    with pytest.raises(StaleRevision):
        save_typed(desk, made.id)
    now, mine = desk.get(Curriculum, made.id, "curriculum.read"), drafts.of(desk, made.id)
    assert mine is not None and len(mine.rows) == 4  # all that was typed is there
    clashes = drafts.clashes(now, mine)
    assert {(c.row, c.column, c.theirs, c.mine) for c in clashes} == {
        (one.id, "semester", "3", "2"), (three.id, "", "", "4"),
    }  # fmt: skip
    drafts.settle(desk, made.id, mine=True)
    done = save_typed(desk, made.id)
    lines = {x.id: x for x in done.lines}
    assert (lines[one.id].semester, lines[two.id].block) == (2, "А") and three.id not in lines
    assert [x.credits for x in done.lines if x.code == three.code] == [4]
    assert len(done.lines) == len(made.lines) + 1


def test_their_cells_may_be_taken_and_ones_own_kept_elsewhere(desk: Desk, second: Desk) -> None:
    made = drawn(desk, programme(desk), plan_240(desk))
    one, two = made.lines[:2]
    drafts.keep(desk, made.id, [(one.id, "semester", "2"), (two.id, "block", "А")])
    drafts.keep(second, made.id, [(one.id, "semester", "3")])
    save_typed(second, made.id)
    drafts.settle(desk, made.id, mine=False)
    done = {x.id: x for x in save_typed(desk, made.id).lines}
    assert (done[one.id].semester, done[two.id].block) == (3, "А")


def test_bad_cells_stay_as_typed_and_an_approved_curriculum_takes_none(desk: Desk, second: Desk) -> None:
    made = drawn(desk, programme(desk), plan_240(desk))
    drafts.keep(desk, made.id, [(made.lines[0].id, "credits", "бес")])
    cells = drafts.composed(made, drafts.of(desk, made.id), "ru")[0].cells
    assert cells["credits"] == "бес" and cells["cycle"] == "БД"
    done = curricula.approve(second, made.id, made.revision, "9", DAY, Why("кеңес"))
    with pytest.raises(RuleBroken, match="curricula.not_draft"):
        drafts.keep(desk, done.id, [(made.lines[0].id, "credits", "5")])
    with pytest.raises(RuleBroken, match="sheets.no_such_cell"):
        drafts.keep(
            desk,
            curricula.copy(desk, done.id, {"programme": plain(done.programme), "intake": 2027}, Why("көшірме")).id,
            [("$x", "code", "A")],
        )
    with pytest.raises(RuleBroken, match="sheets.no_such_cell"):
        drafts.keep(desk, curricula.new_version(desk, done.id, Why("жаңа")).id, [("x", "name", "5")])


def test_the_rows_of_a_file_take_the_place_of_the_lines(desk: Desk) -> None:
    lines = plan_240(desk)
    made = drawn(desk, programme(desk), lines[:3])
    discipline(desk, "NEW")
    drafts.replace(desk, made.id, [{"semester": "5", "code": "d001"}, {"semester": "6", "code": "NEW"}])
    done = save_typed(desk, made.id)
    assert [(x.code, x.semester) for x in done.lines] == [("D001", 5), ("NEW", 6)]
    assert done.lines[0].id == made.lines[1].id
