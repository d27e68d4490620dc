"""Figures of final attestation after acts, inside scopes; the chair's report: written, kept, answered, on paper."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core import house, rulebooks, sums
from core.attestation.figures import acts, reading, report, tables
from core.attestation.figures.rules import figure
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.i18n import t
from core.sums import build
from core.sums.marks import slices_of
from schemas.attestation import Answer, Commission, CommissionStatus
from schemas.base import LANGS, Lang, Ref, Text
from schemas.order import Order
from schemas.words import Role
from tests.acts.attestation_kit import Graduates, at, graduates
from tests.acts.class_kit import put


def ref(id: str) -> Ref:
    return Ref(id=id, label=Text(kk=id))


@pytest.fixture
def ready(shipped: Store) -> Graduates:
    made = graduates(shipped)
    rulebooks.install(made.desk, "kz-2022")
    sums.refresh(shipped)
    return made


def whole(store: Store, **cut: Any) -> Any:
    rows = sums.read(store, ["attestation:2027"])["attestation:2027"]
    return figure(r for r in rows if r["form"] and all(r[k] == v for k, v in cut.items()))


def test_every_act_that_matters_marks_its_year(ready: Graduates) -> None:
    store = ready.store
    first, second, third, _ = (ready.candidacy(p) for p in ready.pupils)
    build.drain(store)
    assert whole(store).n["graduating"] == 4 and whole(store).n["waiting"] == 4
    order = ready.admitted(ready.pupils[:3])
    build.drain(store)
    assert (whole(store).n["admitted"], whole(store).n["refused"], whole(store).why) == (3, 1, {"plan": 1})
    sitting = ready.sitting([first, second, third])
    was = ready.protocol(first, sitting, 1, "92")
    ready.protocol(second, sitting, 2, "30", letter="F")
    ready.protocol(third, sitting, 3, None)
    build.drain(store)
    of = whole(store)
    assert (of.n["appeared"], of.n["absent"], of.n["excellent"], of.n["unsatisfactory"]) == (2, 1, 1, 1)
    assert (of.rate("pass").part, of.rate("pass").whole, of.rate("pass_admitted").whole) == (1, 2, 3)
    # A protocol that stands in another's place is what counts.
    put(ready.desk, was.model_copy(update={
        "id": "later", "number": "2027-0009", "once": "l", "code": "l", "letter": "C", "score": Decimal(66),
        "corrects": was.ref(), "signed_at": was.signed_at.replace(hour=20),
    }))  # fmt: skip
    build.drain(store)
    assert whole(store).n["excellent"] == 0 and whole(store).n["satisfactory"] == 1

    def back(tx: Any) -> Order:
        kept = tx.get(Order, order.id, scoped=False)
        kept.lines[0].reversed = ref("r")
        return tx.save(kept)  # type: ignore[no-any-return]

    ready.desk.transact("reference.edit", back, Why("сынақ"))
    build.drain(store)
    assert whole(store).n["admitted"] == 2


def test_sums_counted_where_nobody_has_signed_in_know_the_order_of_admission(ready: Graduates) -> None:
    ready.candidacy(ready.pupils[0])
    ready.admitted(ready.pupils[:1])
    house.forget()  # as in the worker's process after a start
    build.drain(ready.store)
    assert (whole(ready.store).n["admitted"], whole(ready.store).n["waiting"]) == (1, 0)


def test_a_result_is_told_in_its_own_year_and_the_later_ones(head: Desk) -> None:
    terms = [
        {"_id": "t", "code": "2026-2", "kind": "spring", "year": 2026, "starts": "2027-01-18", "ends": "2027-05-09"}
    ]
    made = slices_of(["results:2026-2"], terms, date(2027, 6, 1), [2025, 2026, 2027])
    assert {m for m in made if m.startswith("attestation")} == {"attestation:2026", "attestation:2027"}
    assert not {m for m in slices_of(["contingent", "labels"], terms, date(2027, 6, 1), [2027]) if "attest" in m}
    assert "attestation:2027" in slices_of(["all"], terms, date(2027, 6, 1), [2027])


def reported(of: Graduates) -> Any:
    """A signed year with figures, ready for its report."""
    ready_ = [of.candidacy(p) for p in of.pupils]
    of.admitted(of.pupils)
    sitting = of.sitting(ready_)
    for n, (c, score, letter) in enumerate(zip(ready_, ("97", "82", "66", None), ("A", "B", "C", "F"), strict=True)):
        of.protocol(c, sitting, n + 1, score, letter=letter, passed=letter != "F")
    build.drain(of.store)
    return of.store.load(Commission, of.commission.id)


def test_a_report_is_written_and_a_second_hand_meets_the_first(ready: Graduates) -> None:
    commission, why = reported(ready), Why("есеп")
    for name, text in (("part:level", "Деңгейі жоғары"), ("part:level", "Деңгейі өте жоғары")):
        acts.keep(ready.desk, commission.id, name, text, "")
    secretary = at(ready.store, Role.secretary, teacher=ready.secretary.id)
    acts.keep(secretary, commission.id, "recommendations", "Рояль алу", "")
    kept = acts.draft(ready.desk, commission.id)
    assert (kept.now, kept.was) == ({"part:level": "Деңгейі өте жоғары"}, {"part:level": ""})
    assert [n for n, _ in acts.others(ready.desk, commission.id)] == [secretary.actor.name]
    made = acts.write(secretary, commission.id, commission.revision, {"level": " Жоғары "}, ["Рояль алу ", ""], [], why)
    again = acts.write(
        secretary, commission.id, commission.revision, {"level": " Жоғары "}, ["Рояль алу ", ""], [], why
    )
    assert made.revision == again.revision and made.parts == {"level": "Жоғары"}
    assert made.recommendations == ["Рояль алу"]
    with pytest.raises(StaleRevision):
        acts.write(ready.desk, commission.id, commission.revision, {"level": "Орташа"}, [], [], Why("есеп"))
    assert acts.draft(ready.desk, commission.id).now, "what was typed stays"
    acts.drop(ready.desk, commission.id)
    assert not acts.draft(ready.desk, commission.id).now and acts.draft(secretary, commission.id).now
    with pytest.raises(RuleBroken, match="nothing_new"):
        acts.write(ready.desk, commission.id, made.revision, {}, made.recommendations, [], Why("есеп"))


def test_bad_texts_are_named_beside_their_fields(ready: Graduates) -> None:
    commission = reported(ready)
    long = [Answer.model_construct(said="а", done="ә" * 2001)]
    with pytest.raises(Problems) as e:
        acts.write(ready.desk, commission.id, commission.revision, {"nothing": "а", "level": "ә" * 20_001},
                   ["ұ" * 2001, *["х"] * 60], long, Why("есеп"))  # fmt: skip
    assert {p.field for p in e.value.problems} == {"part:nothing", "part:level", "recommendations", "answer:0"}
    assert {p.row for p in e.value.problems if p.key.endswith("too_long")} >= {None, 0}


@pytest.mark.parametrize("role", [Role.auditor, Role.department, Role.teacher, Role.management])
def test_who_may_not_write_the_report_is_refused(ready: Graduates, role: Role) -> None:
    commission = reported(ready)
    other = at(ready.store, role, department=ready.of.unit.id, teacher=ready.of.teachers[0].id)
    with pytest.raises(Forbidden):
        acts.write(other, commission.id, commission.revision, {"level": "а"}, [], [], Why("есеп"))
    with pytest.raises(Forbidden):
        acts.keep(other, commission.id, "part:level", "а", "")
    stranger = at(ready.store, Role.secretary, teacher="somebody")
    with pytest.raises(Forbidden):
        acts.write(stranger, commission.id, commission.revision, {"level": "а"}, [], [], Why("есеп"))


def test_last_years_recommendations_come_back_and_are_answered_after_the_closing(ready: Graduates) -> None:
    commission = reported(ready)
    for n, (year, said) in enumerate(((2024, ["Ескі"]), (2025, ["Рояль алу", "Тіл"]), (2025, ["Тіл", "Зал"]))):
        put(ready.desk, commission.model_copy(update={
            "id": f"was{n}", "number": f"{year}-{n}", "year": year, "recommendations": said,
            "status": CommissionStatus.closed,
        }))  # fmt: skip
    assert [a.said for a in acts.answers_of(ready.desk, commission)] == ["Рояль алу", "Тіл", "Зал"]
    first = acts.answers_of(ready.desk, commission)
    first[1] = first[1].model_copy(update={"done": "Курс ашылды"})
    made = acts.write(ready.desk, commission.id, commission.revision, {"level": "Жоғары"}, [], first, Why("есеп"))
    assert [a.done for a in made.answers] == ["", "Курс ашылды", ""]

    def close(tx: Any) -> Commission:
        kept = tx.get(Commission, commission.id, scoped=False)
        kept.status, kept.closed_on = CommissionStatus.closed, date(2027, 6, 20)
        return tx.save(kept)  # type: ignore[no-any-return]

    shut = ready.desk.transact("reference.edit", close, Why("жабу"))
    with pytest.raises(RuleBroken, match="shut"):
        acts.write(ready.desk, shut.id, shut.revision, {"level": "Төмен"}, [], made.answers, Why("есеп"))
    with pytest.raises(RuleBroken, match="shut"):
        acts.keep(ready.desk, shut.id, "part:level", "Төмен", "Жоғары")
    acts.keep(ready.desk, shut.id, "answer:abc", "Алынды", "")
    late = [made.answers[0].model_copy(update={"done": "Алынды"}), *made.answers[1:]]
    last = acts.write(ready.desk, shut.id, shut.revision, {}, [], late, Why("жауап"))
    assert last.answers[0].done == "Алынды" and last.parts == {"level": "Жоғары"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_comes_out_with_tables_and_charts_inside(ready: Graduates, lang: Lang) -> None:
    commission = reported(ready)
    acts.write(ready.desk, commission.id, commission.revision, {"level": "Үздік әңгүқөһі\nЕкінші жол"}, ["Рояль"],
               [Answer(said="Зал", done="Жөнделді")], Why("есеп"))  # fmt: skip
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(report.pdf(ready.desk, commission.id, lang))).pages)
    flat = " ".join(text.split())
    for said in ("Үздік әңгүқөһі", "Рояль", "Жөнделді", "Сыртқыбаев", t("attestation_figures.chart_marks", lang)):
        assert said in flat
    assert "3/3" in flat and "3/4" in flat, "both denominators"
    made = report.word(ready.desk, commission.id, lang)
    file = Document(io.BytesIO(made))
    words = " ".join([p.text for p in file.paragraphs] + [c.text for x in file.tables for r in x.rows for c in r.cells])
    for said in ("Екінші жол", "Рояль", "Жөнделді", "Сыртқыбаев", t("attestation_figures.table_rates", lang)):
        assert said in words
    [picture] = [s for s in file.inline_shapes]
    assert t("attestation_figures.chart_marks", lang) in picture._inline.docPr.get("descr")
    looked = ready.store.rows("looks", {"page": "attestation_report"})
    assert len(looked) == 2 and {x["did"] for x in looked} == {"download"}


def test_a_department_sees_its_own_figures_and_who_sits_those_of_his_commission(ready: Graduates) -> None:
    commission, store = reported(ready), ready.store
    mine = at(store, Role.department, department=ready.of.unit.id)
    other = at(store, Role.department, department=ready.of.other.id)
    member = at(store, Role.teacher, teacher=ready.of.teachers[0].id)
    stranger = at(store, Role.teacher, teacher="nobody")
    for desk, n in ((mine, 4), (other, 0), (member, 4), (stranger, 0), (at(store, Role.auditor), 4)):
        seen = reading.seen_by(desk)
        rows = reading.of_years(store, seen, [2027])[2027]
        assert figure(reading.forms(rows)).n["graduating"] == n
        assert figure(reading.people(rows, seen)).n["graduating"] == n
    assert reading.years(store) == [2027]
    assert {r["commission"] for r in reading.of_commission(store, 2027, commission.id)} == {commission.id}
    with pytest.raises(Forbidden):
        reading.seen_by(at(store, Role.payments))


def test_a_table_keeps_what_is_divided_on_the_screen_and_in_the_file(ready: Graduates) -> None:
    reported(ready)
    rows = reading.of_years(ready.store, reading.seen_by(ready.desk), [2027])[2027]
    lines = [("Барлығы", figure(reading.forms(rows))), ("Бос", figure([]))]
    table = tables.rates(lines, "Нысаны", "kk")
    assert table.said("kk")[0][1] == "100,0\u00a0% (3/3)" and table.said("kk")[0][2] == "75,0\u00a0% (3/4)"
    assert table.said("kk")[1][1] == f"{t('figures.no_data', 'kk')} (0/0)"
    read = CalamineWorkbook.from_filelike(io.BytesIO(table.xlsx("kk", ["2027"]))).get_sheet_by_index(0).to_python()
    line = next(r for r in read if r[0] == "Барлығы")
    assert line[1:7] == [100.0, 3.0, 3.0, 75.0, 3.0, 4.0]
    assert next(r for r in read if r[0] == "Бос")[1:4] == ["", 0.0, 0.0]
    assert figure(reading.forms(rows)).mean("five").value == Decimal(4)
