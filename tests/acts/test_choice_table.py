"""A table of choices: headings in three languages, problems beside rows, accepted as one work, each student whole."""

from __future__ import annotations

import io

import pytest
from acts.job_kit import worker
from acts.registering import Base, line, office, who
from pypdf import PdfReader

from core import registration
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.export import xlsx
from core.i18n import t
from core.imports.reading import read
from core.jobs import Run, rows
from core.office import first_office
from core.registration import printing, table
from schemas.base import LANGS
from schemas.study_plan import StudyPlan
from schemas.words import LineState, PlanReason, ResultState, Role, StudyLanguage

HEADS = "Студент нөмірі;Пән коды;Кезең коды;Негізі"


def looked(base: Base, text: str, desk: Desk | None = None) -> table.Plan:
    return table.plan(desk or base.head, 2026, base.terms["2026-1"], read("таңдау.csv", text.encode()))


def carried(base: Base, found: table.Plan, desk: Desk | None = None) -> dict:  # type: ignore[type-arg]
    """The long work, carried out here and now."""
    desk = desk or base.head
    id = table.begin(worker(base.store, Role.head), found, Why("кесте бойынша"))
    return dict(table.work(taken(base, id, desk)))


def taken(base: Base, id: str, desk: Desk) -> Run:
    """A job taken up here."""
    row = base.store.one("runs", {"_id": id})
    assert row is not None
    mine = rows.take(base.store, row)
    assert mine is not None
    return Run(base.store, mine, desk)


def plan_of(base: Base, n: int) -> StudyPlan:
    found = registration.plan_of(base.head, base.pairs[n][1], 2026)
    assert found is not None
    return found


@pytest.fixture
def base(store: Store, monkeypatch: pytest.MonkeyPatch) -> Base:
    """Three students with plans; jobs begun here wait until the test carries them out."""
    from core.jobs import runner

    monkeypatch.setattr(runner, "go", lambda *_: None)
    made = office(store)
    for n in range(3):
        made.drawn(n)
    return made


@pytest.mark.parametrize("lang", LANGS)
def test_headings_are_understood_in_three_languages_and_others_named(base: Base, lang: str) -> None:
    heads = ";".join([table.heading(c, lang) for c in ("number", "code")] + ["Ескерту"])  # type: ignore[arg-type]
    found = looked(base, f"{heads}\n26-0000;E1;бірдеңе")
    assert sorted(found.understood.values()) == ["code", "number"] and found.unknown == ["Ескерту"]
    assert len(found.good) == 1
    sample = read("s.csv", table.sample(lang) + b"26-0000;E1;;\r\n")  # type: ignore[arg-type]
    assert len(table.plan(base.head, 2026, base.terms["2026-1"], sample).good) == 1


@pytest.mark.parametrize("heads", ["Номер;Код", "Нөмірі;Коды", "Number;Code"])
def test_the_headings_of_the_offices_own_lists_are_understood(base: Base, heads: str) -> None:
    assert len(looked(base, f"{heads}\n26-0000;E1").good) == 1


def test_a_workbook_is_read_as_well(base: Base) -> None:
    data = xlsx(["Номер студента", "Код дисциплины"], [["26-0001", "E2"]])
    found = table.plan(base.head, 2026, base.terms["2026-1"], read("выбор.xlsx", data))
    assert [x.wish.discipline for x in found.good if x.wish] == [base.disciplines["E2"].id]


def test_problems_stand_beside_their_rows_and_nothing_is_written(base: Base) -> None:
    base.result(2, "E3", "2025-1", ResultState.passed)
    cells = [
        "26-0000;E1;;", "26-0000;E1;;", "26-9999;E1;;", "26-0001;ZZ;;", "26-0001;E1;2030-1;", "26-0001;E1;;себепсіз",
        ";E1;;", "26-0002;E3;;", "26-0001;F1;2026-2;",
    ]  # fmt: skip
    entries = base.store.size("audit_events")
    found = looked(base, "\n".join([HEADS, *cells]))
    said = {x.number: [p.key for p in x.problems] for x in found.lines}
    assert said[2] == [] and said[10] == []
    assert said[3][0] == "registration_ui.table.twice" and said[4] == ["registration_ui.table.no_student"]
    assert said[5] == ["registration_ui.table.no_discipline"] and said[6] == ["registration_ui.table.no_term"]
    assert said[7] == ["registration_ui.table.no_reason"] and said[8] == ["errors.field.missing"]
    assert "registration.passed" in said[9]
    assert base.store.size("audit_events") == entries and base.store.size("refusals") == 0
    for problems in (x.problems for x in found.lines):
        for p in problems:
            assert all(t(p.key, lang, **p.values) for lang in LANGS)


def test_good_rows_become_choices_one_act_for_each_student(base: Base) -> None:
    base.result(1, "X1", "2025-1", ResultState.failed)
    text = f"{HEADS}\n26-0000;E1;;\n26-0000;F1;2026-2;\n26-0001;X1;;Қайта оқу (берешек)\n26-0002;ZZ;;"
    found = looked(base, text)
    assert len(found.good) == 3 and len(found.wrong) == 1
    done = carried(base, found)
    assert (done["done"], done["lines"], done["named"]) == (2, 3, [])
    assert {x.code for x in plan_of(base, 0).lines} == {"M1", "U1", "M2", "U2", "E1", "F1"}
    assert line(plan_of(base, 1), "X1").reason is PlanReason.repeat
    assert base.store.count("audit_events", {"action": "plan.choose"}) == 2
    assert {p for x in looked(base, text).lines[:1] for p in (q.key for q in x.problems)} >= {"registration.duplicate"}


def test_whose_plan_changed_meanwhile_is_named_and_the_rest_accepted(base: Base) -> None:
    found = looked(base, f"{HEADS}\n26-0000;E1;;\n26-0001;E1;;")
    plan = plan_of(base, 1)
    registration.choose(base.adviser, plan.id, plan.revision, [base.wish("E2")], Why("өзі таңдады"))
    done = carried(base, found)
    assert done["done"] == 1 and [n["number"] for n in done["named"]] == ["26-0001"]
    assert {x.code for x in plan_of(base, 1).lines if x.block == "A"} == {"E2"}


def test_a_full_elective_is_said_before_and_waits_after(base: Base) -> None:
    registration.set_capacity(base.head, base.terms["2026-1"].id, base.disciplines["E1"].id, 1, Why("орын"))
    found = looked(base, f"{HEADS}\n26-0000;E1;;\n26-0001;E1;;")
    assert [x.waits for x in found.lines] == [False, True]
    assert carried(base, found)["waiting"] == 1
    assert line(plan_of(base, 1), "E1").state is LineState.waiting


def test_an_adviser_brings_only_his_own_groups(base: Base) -> None:
    other = who(base.store, Role.adviser, "2", group="ФП-26-1")
    found = looked(base, f"{HEADS}\n26-0000;E1;;", other)
    assert [p.key for p in found.lines[0].problems] == ["registration_ui.table.no_student"]
    with pytest.raises(RuleBroken):
        table.begin(other, found, Why("кесте"))


def test_who_has_no_plan_is_told_to_draw_it(base: Base) -> None:
    found = table.plan(base.head, 2027, base.terms["2026-1"], read("a.csv", f"{HEADS}\n26-0000;E1;;".encode()))
    assert [p.key for p in found.lines[0].problems] == ["registration_ui.table.no_plan"]


def test_a_table_without_the_columns_or_too_long_is_refused(base: Base) -> None:
    with pytest.raises(RuleBroken) as no:
        looked(base, "Аты;Тегі\nа;б")
    assert no.value.key == "registration_ui.table.needs"
    with pytest.raises(RuleBroken) as long:
        looked(base, HEADS + "\n26-0000;E1;;" * (table.MOST + 1))
    assert long.value.key == "registration_ui.table.long"


def test_a_stopped_work_goes_on_where_it_was(base: Base) -> None:
    found = looked(base, f"{HEADS}\n26-0000;E1;;\n26-0001;E1;;")
    id = table.begin(worker(base.store, Role.head), found, Why("кесте"))
    first = taken(base, id, base.head)
    first.checkpoint(n=1, total={"done": 1, "lines": 1, "idle": 0, "waiting": 0, "named": []})
    again = Run(base.store, base.store.one("runs", {"_id": id}) or {}, base.head)
    assert table.work(again)["done"] == 2
    assert not any(x.code == "E1" for x in plan_of(base, 0).lines)  # it was taken for done before the stop


def test_a_group_is_printed_each_in_his_own_language_and_the_print_is_kept(base: Base) -> None:
    made = first_office("Консерватория", "Алматы")
    base.put(made)
    base.approved(0)
    plans = [plan_of(base, n) for n in range(3)]
    plans[1].language = StudyLanguage.ru
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(printing.file(base.head, plans, "ОР-26-1"))).pages]
    assert len(pages) == 3 and "Жеке оқу жоспары" in pages[0] and "Индивидуальный учебный план" in pages[1]
    assert "бекітілмеген" not in pages[0] and "не утверждён" in pages[1]
    look = base.store.one("looks", {"did": "print"})
    assert look and look["label"] == "ОР-26-1"
    with pytest.raises(RuleBroken):
        printing.file(base.head, [])
