"""Papers of blanks: acts with numbers in figures and words, statement, hand-over, bound journal, files for Excel."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from core import blanks
from core.blanks import balance, numbers, papers, posts, reading
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.office import first_office
from schemas.base import Lang
from schemas.blank import Blank, BlankMove, CountWhy, Operation, Span
from schemas.words import Role
from tests.acts.class_kit import put
from tests.acts.test_blanks import BASIS, DAY, SAT, account, act, batch, bound, keeper, on, paper, span

pytestmark = pytest.mark.usefixtures("shipped", "office")
__all__ = ["keeper"]
REASON = "сия жағылды"


@pytest.fixture
def office(store: Store) -> None:
    put(on(store, role=Role.head), first_office("«Үлгі» консерваториясы", "Алматы"))


def text(paper: bytes) -> str:
    read = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(paper)).pages)
    return re.sub(r"\s+", " ", read)


def table(file: bytes) -> list[list[object]]:
    return [list(r) for r in CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()]


def pages(paper: bytes) -> int:
    return len(PdfReader(io.BytesIO(paper)).pages)


@pytest.mark.parametrize("lang", papers.MADE)
def test_each_act_names_numbers_in_figures_and_words_its_reason_and_who_sat(keeper: Desk, lang: Lang) -> None:
    made = [blanks.receive(keeper, batch(missing=[{"first": 4, "last": 5}], stated=10, note="екеуі жоқ"), Why())]
    made.append(blanks.spoil(keeper, "diploma", "BD", span(1, 2), DAY, SAT, Why(REASON)))
    made.append(blanks.lose(keeper, "diploma", "BD", span(7), DAY, SAT, Why("жоғалды", BASIS)))
    made.append(blanks.write_off(keeper, "diploma", "BD", span(1, 2), DAY, SAT, Why(REASON, BASIS)))
    made.append(blanks.find_again(keeper, "diploma", "BD", span(7), DAY, SAT, Why("сейфтен табылды")))
    made.append(blanks.hand_to_hr(keeper, "diploma", "BD", span(8, 10), DAY, "Кадрова А.", Why("бұйрықтарға")))
    made.append(blanks.return_from_hr(keeper, "diploma", "BD", span(9), DAY, "Кадрова А.", Why("артық")))
    made.append(withdrawn(keeper))
    made.append(blanks.destroy(keeper, "diploma", "BD", span(1, 2), DAY, "өртелді", SAT, Why(REASON)))
    assert {m.operation for m in made} == set(Operation) - {Operation.issued, Operation.post, Operation.surplus}
    for move in made:
        said = text(papers.act(keeper, move, lang))
        for s in move.spans:
            assert numbers.said([s], 7) in said and numbers.words(s.first, lang) in said, move.operation
        assert all(s.name in said for s in move.commission) and move.act and move.act in said
        assert move.commission or move.source in said and move.target in said, "both hands sign"
        assert f"{move.count} ({numbers.words(move.count, lang)})" in said
        assert not move.reason or move.reason in said
    assert "0000004–0000005" in text(papers.act(keeper, made[0], lang)), "what was missing is told"
    assert "өртелді" in text(papers.act(keeper, made[-1], lang))


def withdrawn(keeper: Desk) -> BlankMove:
    """The number of an issued paper that was handed in for a duplicate."""
    blank = issued(keeper, 3)
    return act(keeper, lambda tx: blanks.withdraw_step(tx, blank, paper(2), "Иесі А. Б.", "телнұсқа № 2"))  # type: ignore[no-any-return]


def issued(keeper: Desk, number: int) -> str:
    blank = bound(keeper, 1, f"{number:07d}").id
    act(keeper, lambda tx: blanks.bind_step(tx, blank, paper(1)))
    act(keeper, lambda tx: blanks.issue_step(tx, blank, paper(1), DAY, "Иесі А. Б."))
    return blank


def test_an_issue_is_signed_for_in_the_book_and_has_no_act(keeper: Desk, store: Store) -> None:
    blanks.receive(keeper, batch(), Why())
    move = blanks.history_of(keeper, store.load(Blank, issued(keeper, 1)))[-1]
    assert move.operation is Operation.issued
    with pytest.raises(RuleBroken, match="no_act"):
        papers.act(keeper, move, "kk")


@pytest.mark.parametrize("lang", papers.MADE)
def test_the_statement_and_the_hand_over_tell_what_was_found(keeper: Desk, store: Store, lang: Lang) -> None:
    blanks.receive(keeper, batch(), Why())
    head = on(store, role=Role.head)
    count = blanks.start_count(head, [], CountWhy.post, DAY, SAT, Why())
    with pytest.raises(RuleBroken, match="not_done"):
        papers.statement(head, count, lang)
    found = [Span(first=1, last=8), Span(first=31, last=31)]
    count = blanks.note_found(head, count.id, count.revision, "diploma", "BD", found, Why())
    count = blanks.finish_count(head, count.id, count.revision, Why())
    said = text(papers.statement(head, count, lang))
    assert "0000009–0000010" in said and "0000031" in said and f"2 ({numbers.words(2, lang)})" in said
    other = account(head, Role.senior_registrar)
    old = posts.standing(head)[0]
    post = blanks.hand_over(head, old.id, old.revision, other.id, count.id, Why("ауысты", BASIS))
    said = text(papers.handing(head, post, lang))
    assert old.user.label.kk in said and other.name in said and f"9 ({numbers.words(9, lang)})" in said
    assert {m.operation.value for m in reading.handed_by(head, count)} == {"lost", "surplus", "post"}


@pytest.mark.parametrize("lang", papers.MADE)
@pytest.mark.parametrize("acts", [1, 70])
def test_the_journal_is_bound_by_the_number_of_its_pages_in_words(keeper: Desk, lang: Lang, acts: int) -> None:
    blanks.receive(keeper, batch(last=100), Why())
    for n in range(1, acts):
        blanks.hand_to_hr(keeper, "diploma", "BD", span(n), DAY, "Кадр қызметі", Why())
    bound_ = papers.journal(keeper, "diploma", None, None, None, lang)
    many = pages(bound_)
    assert (many > 1) == (acts > 1)
    said = text(bound_)
    assert f"{many} ({numbers.words(many, lang)})" in said
    assert all(f"{n}/{DAY.year}" in said for n in range(1, acts + 1)), "every line stands in it"


def test_a_journal_too_long_to_be_read_at_once_is_refused_and_never_cut(
    keeper: Desk,
) -> None:
    for n in range(3):
        blanks.receive(keeper, batch(first=n * 10 + 1, last=n * 10 + 10, day=DAY - timedelta(2 - n)), Why())
    whole = balance.journal(keeper, "diploma", limit=3)
    assert [x.balance for x in whole] == [10, 20, 30]
    with pytest.raises(RuleBroken, match="journal_long") as e:
        balance.journal(keeper, "diploma", limit=2)
    assert e.value.values == {"n": 3, "most": 2}
    assert [x.balance for x in balance.journal(keeper, "diploma", None, DAY, None, 2)] == [30], "a period is shorter"


def test_a_journal_of_nothing_is_refused(keeper: Desk) -> None:
    with pytest.raises(RuleBroken, match="journal_empty"):
        papers.journal(keeper, "diploma", None, None, None, "kk")


def test_files_for_excel_hold_the_figures(keeper: Desk) -> None:
    blanks.receive(keeper, batch(day=DAY - timedelta(3)), Why())
    blanks.hand_to_hr(keeper, "diploma", "BD", span(1, 4), DAY, "Кадр", Why())
    rows = table(papers.journal_xlsx(keeper, "diploma", "BD", None, None, "ru"))
    assert [r[10] for r in rows[-2:]] == [10, 6]
    assert table(papers.stock_xlsx(keeper, DAY, DAY, "kk"))[-1][2:7] == [10, 0, 4, 0, 6]
