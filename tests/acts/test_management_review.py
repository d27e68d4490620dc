"""The pack of a management review: made in one press, frozen; papers say its stored numbers, decisions are tasks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import contingent, indicators, management_review, submissions, tasks
from core.desk import Desk, Why
from core.docx import words
from core.errors import Forbidden, OfficeError, Problems, RuleBroken
from core.management_review import paper
from core.management_review.cells import said
from schemas.base import LANGS
from schemas.management_review import ManagementReview, ReviewInput, ReviewState
from schemas.quality import Objective, Risk, RiskMeasure
from schemas.submission import SubmissionState
from tests.acts.test_indicators import office
from tests.acts.test_internal_audits import House, house, made, running

__all__ = ["house", "made"]
pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def busy(house: House, made: Any, head: Desk, senior: Desk) -> House:
    """An office with sheets, computed indicators, an audit, an objective and a risk."""
    today, who = head.today(), house.users["senior"].ref()
    office(head, senior, acts=8)
    indicators.compute(head, Why("есеп"), codes=("pass_rate", "quality_rate", "sheets_on_time"))
    running(house, made)

    def work(tx: Any) -> Any:
        tx.add(Objective(number="М-1", text="Ведомостар мерзімінде жабылсын", measure="Үлесі", target=Decimal("97.5"),
                         responsible=who, first=date(today.year, 1, 1), due=date(today.year, 12, 31)))  # fmt: skip
        late = RiskMeasure(what="Екінші адам тексереді", owner=who, due=today - timedelta(days=1))
        return tx.add(Risk(number="Т-1", text="Баға қате енгізіледі", owner=who, likelihood=4, impact=5,
                           measures=[late], review_on=today + timedelta(days=30)))  # fmt: skip

    head.transact("quality.edit", work, Why("т"))
    return house


def open_tasks(house: House) -> list[Any]:
    """What waits for the leader."""
    return house.store.rows("tasks", {"to_user.id": house.users["rector"].id, "state": "open"})


def press(house: House) -> ManagementReview:
    today = house.head.today()
    return management_review.make(house.head, date(today.year, 1, 1), today, Why())


def figures(pack: ManagementReview, of: ReviewInput) -> dict[str, Any]:
    return {f.code: f.value.number for f in pack.section(of).figures}


def test_one_press_holds_every_input(busy: House) -> None:
    pack = press(busy)
    assert [s.of for s in pack.sections] == list(ReviewInput) and pack.number.endswith("-01")
    stored = busy.store.rows("measurements", {}, limit=1000)
    table = pack.section(ReviewInput.processes).tables[0]
    values = {(r.cells[0].text.kk, r.cells[1].text.kk): r.cells[4].number for r in table.rows}  # type: ignore[union-attr]
    this_year = {(m["name"]["kk"], m["period_name"]["kk"]): m["value"] for m in stored
                 if m["last"] >= pack.first.isoformat() and m["first"] <= pack.last.isoformat()}  # fmt: skip
    assert len(values) + table.more == len(this_year) > 3 and values.items() <= this_year.items()
    assert figures(pack, ReviewInput.processes)["values"] == len(this_year)
    assert figures(pack, ReviewInput.objectives)["objective_running"] == 1
    risks = figures(pack, ReviewInput.risks)
    assert (risks["risks"], risks["level_critical"], risks["measures_late"]) == (1, 1, 1)
    resources = figures(pack, ReviewInput.resources)
    there = len(contingent.studying(busy.head, pack.last, True))
    assert (resources["staff"], resources["students_last"]) == (2, there) and there
    assert resources["sheets"] == busy.store.count("grade_sheets", {"status": "closed"})
    days = {"$gte": pack.first.isoformat(), "$lte": pack.last.isoformat()}
    rules = busy.store.count("rulebooks", {"own": True, "effective": days})
    assert figures(pack, ReviewInput.changes)["rules"] == rules


def test_papers_say_the_stored_numbers_and_the_words_as_typed(busy: House) -> None:
    pack = press(busy)
    note = "Ведомостар кеш жабылады: себебі — екі сессия қатар өтті.\nЖоспар: тамызда бөлу."
    pack = management_review.write(busy.head, pack.id, pack.revision, {"processes": note}, [], Why())
    numbers = {round(c.number, c.digits) for s in pack.sections for t in s.tables for r in t.rows for c in r.cells
               if c.number is not None}  # fmt: skip
    for lang in LANGS:
        blocks = paper.blocks(pack, lang)
        cells = {c for b in blocks if b.grid for row in b.grid.rows for c in row}
        for section in pack.sections:
            kept = [f.value for f in section.figures] + [c for t in section.tables for r in t.rows for c in r.cells]
            assert {said(value, lang) for value in kept} <= cells
        drawn = [v for b in blocks if b.chart for _, vs in b.chart.series for v in vs if v is not None]
        assert drawn and set(drawn) <= numbers
        assert any(b.sort == "text" and b.text == note for b in blocks)
    text = words(paper.word(busy.head, pack.id, "kk"))
    assert all(of.label("kk") in text for of in ReviewInput) and note.split("\n")[1] in text
    assert paper.pdf(busy.head, pack.id, "kk").startswith(b"%PDF")
    (look,) = busy.store.rows("looks", {"id": pack.id, "page": "management_review"}, limit=2, sort=[("at", -1)])[:1]
    assert (look["did"], look["lang"]) == ("download", "kk")


def test_a_made_pack_is_never_counted_again(busy: House, head: Desk) -> None:
    pack = press(busy)

    def more(tx: Any) -> Any:
        who = busy.users["senior"].ref()
        return tx.add(Risk(number="Т-2", text="Тағы бір тәуекел", owner=who, likelihood=1, impact=1,
                           review_on=head.today()))  # fmt: skip

    head.transact("quality.edit", more, Why("т"))
    again = management_review.get(busy.head, pack.id)
    assert again.sections == pack.sections and figures(again, ReviewInput.risks)["risks"] == 1
    assert figures(press(busy), ReviewInput.risks)["risks"] == 2, "another press is another pack"

    def by_hand(tx: Any) -> Any:
        held = tx.get(ManagementReview, pack.id)
        held.sections[0].figures = []
        held.section(ReviewInput.risks).figures[0].value.number = Decimal(0)
        return tx.save(held)

    with pytest.raises(OfficeError):
        busy.head.transact("management_review.write", by_hand, Why())


def test_decisions_of_the_leadership_are_tasks_and_the_next_pack_tells_of_them(busy: House) -> None:
    leader, pack = busy.desk("rector"), press(busy)
    today = busy.head.today()
    row = {"what": "Жүктемені қайта бөлу", "responsible": busy.ref("senior"), "due": today + timedelta(days=9)}
    with pytest.raises(Problems):
        management_review.write(busy.head, pack.id, pack.revision, {}, [{**row, "what": ""}], Why())
    with pytest.raises(RuleBroken, match="stands_elsewhere"):
        management_review.decide(leader, pack.id, pack.revision, "3", Why())
    pack = management_review.send(busy.head, pack.id, pack.revision, Why())
    assert [t["page"] for t in open_tasks(busy)] == ["submissions"]
    with pytest.raises(RuleBroken, match="no_decisions"):
        management_review.decide(leader, pack.id, pack.revision, "3", Why())
    pack = management_review.write(leader, pack.id, pack.revision, {"ideas": "Кіріс хаттарын біріктіру"}, [row], Why())
    for who in (busy.head, busy.desk("auditor")):
        with pytest.raises(Forbidden):
            management_review.decide(who, pack.id, pack.revision, "3", Why())
    pack = management_review.decide(leader, pack.id, pack.revision, "3", Why())
    assert pack.status is ReviewState.decided and open_tasks(busy) == []
    (sent,) = submissions.asked_of(leader, pack.id)
    assert sent.status is SubmissionState.decided and "3" in sent.to[0].decision
    (task,) = management_review.followed(busy.head, pack).values()
    assert task.to_user and task.to_user.id == busy.users["senior"].id and task.due == row["due"]
    with pytest.raises(RuleBroken, match="stands_elsewhere"):
        management_review.write(leader, pack.id, pack.revision, {}, [], Why())
    tasks.done(busy.desk("senior"), task.id, Why("бөлінді"))
    then = figures(press(busy), ReviewInput.previous)
    assert (then["decisions"], then["done"], then["overdue"]) == (1, 1, 0)


def test_a_bad_period_is_told_beside_its_day(house: House) -> None:
    today = house.head.today()
    for first, last, field in ((today, today - timedelta(days=1), "last"), (today, today + timedelta(days=1), "last"),
                               (today - timedelta(days=2000), today, "first")):  # fmt: skip
        with pytest.raises(Problems) as no:
            management_review.make(house.head, first, last, Why())
        assert [p.field for p in no.value.problems] == [field]
    with pytest.raises(Forbidden):
        management_review.make(house.desk("rector"), today, today, Why())
    assert house.store.count("management_reviews", {}) == 0
