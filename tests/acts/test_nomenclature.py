"""The nomenclature of files (clause 24-a): a year copied and closed, hand-over, destruction, their papers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import nomenclature, tasks
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken, StaleRevision
from core.nomenclature.rules import over_on, why_not
from core.office import first_office
from schemas.base import Text
from schemas.nomenclature import FileActKind, Folder, FolderState
from schemas.words import Role
from tests.acts.test_diploma_content import text_of
from tests.conftest import actor

THREE = [{"name": "Әлиева Гүлнәр", "post": "Төрайым"}, {"name": "Серікұлы Дәурен"}, {"name": "Ким Ирина"}]
HANDOVER, DESTRUCTION = FileActKind.handover, FileActKind.destruction


def at(store: Store, role: Role = Role.senior_registrar, year: int = 2026) -> Desk:
    return Desk(actor(role), store, clock=lambda: datetime(year, 3, 2, 7, tzinfo=UTC))


def entered(desk: Desk, year: int, index: str = "05-01", **more: Any) -> Folder:
    values = {"index": index, "name": {"kk": f"{index} істер"}, "keep": 3, "article": "142-т.", **more}
    return nomenclature.save(desk, year, None, 0, values, Why())


@pytest.fixture
def closed(store: Store) -> list[Folder]:
    """The year 2020 with three folders, closed in 2021: kept a year, three years, for ever."""
    then = at(store, year=2020)
    nomenclature.open_year(then, 2020, Why())
    entered(then, 2020, "05-01", keep=1)
    entered(then, 2020, "05-02")
    entered(then, 2020, "05-03", keep=None, permanent=True)
    nomenclature.close_year(at(store, year=2021), 2020, Why())
    return nomenclature.listed(at(store), 2020)


def refused(desk: Desk, kind: FileActKind, ids: list[str], values: dict[str, Any]) -> set[str]:
    with pytest.raises(Problems) as e:
        nomenclature.draft(desk, kind, ids, values, Why())
    return {p.key for p in e.value.problems}


@given(st.integers(1950, 2190), st.integers(1, 150))
def test_retention_is_whole_calendar_years_after_the_year_of_the_folder(year: int, keep: int) -> None:
    over = over_on(year, keep)
    assert over == date(year + keep + 1, 1, 1) and over_on(year, None) is None
    folder = Folder(year=year, index="1", name=Text(kk="т"), keep=keep, status=FolderState.closed, destroy_from=over)
    assert why_not(folder, date(year + keep, 12, 31)) == "nomenclature.too_early" and why_not(folder, over) == ""


def test_a_year_is_copied_from_the_one_before_and_closed_once_it_is_over(store: Store) -> None:
    desk = at(store)
    with pytest.raises(RuleBroken, match="not_opened"):
        entered(desk, 2026)
    nomenclature.open_year(desk, 2026, Why())
    with pytest.raises(RuleBroken, match="opened_already"):
        nomenclature.open_year(desk, 2026, Why())
    kept = entered(desk, 2026, place="3-сөре")
    entered(desk, 2026, "05-02", keep=None, permanent=True)
    with pytest.raises(RuleBroken, match="year_goes_on"):
        nomenclature.close_year(desk, 2026, Why())
    with pytest.raises(RuleBroken, match="too_far"):
        nomenclature.open_year(desk, 2028, Why())
    nomenclature.open_year(at(store, year=2027), 2027, Why())
    new = nomenclature.listed(desk, 2027)
    assert [(f.index, f.keep, f.place, f.status.value) for f in new] == [
        ("05-01", 3, "3-сөре", "open"), ("05-02", None, "", "open")
    ]  # fmt: skip
    nomenclature.close_year(at(store, year=2027), 2026, Why())
    first, second = nomenclature.listed(desk, 2026)
    assert (first.status, first.destroy_from, second.destroy_from) == (FolderState.closed, date(2030, 1, 1), None)
    with pytest.raises(RuleBroken, match="year_closed"):
        nomenclature.save(desk, 2026, kept.id, first.revision, {"place": "басқа"}, Why())
    with pytest.raises(RuleBroken, match="frozen"):
        desk.transact("nomenclature.edit", lambda tx: tx.save(moved(tx.get(Folder, kept.id))), Why())


def moved(of: Folder) -> Folder:
    of.place = "жасырын"
    return of


@pytest.mark.parametrize(
    ("more", "field"),
    [({"index": "05-01"}, "index"), ({"index": "А-1"}, "index"), ({"keep": None}, "keep"),
     ({"permanent": True}, "keep"), ({"keep": 0}, "keep"), ({"name": None}, "name")],
)  # fmt: skip
def test_a_bad_folder_is_told_beside_its_field(store: Store, more: dict[str, Any], field: str) -> None:
    desk = at(store)
    nomenclature.open_year(desk, 2026, Why())
    entered(desk, 2026)
    with pytest.raises(Problems) as e:
        entered(desk, 2026, **({"index": "05-09"} | more))
    assert [p.field.partition(".")[0] for p in e.value.problems] == [field] and store.count("folders", {}) == 1


def test_two_people_mend_one_folder(store: Store) -> None:
    desk = at(store)
    nomenclature.open_year(desk, 2026, Why())
    kept = entered(desk, 2026)
    nomenclature.save(at(store, Role.head), 2026, kept.id, kept.revision, {"place": "1"}, Why())
    with pytest.raises(StaleRevision):
        nomenclature.save(desk, 2026, kept.id, kept.revision, {"place": "2"}, Why())
    with pytest.raises(Forbidden):
        nomenclature.save(at(store, Role.registrar), 2026, kept.id, 1, {"place": "3"}, Why())


def test_folders_are_handed_over_by_an_act_that_two_people_make(closed: list[Folder], store: Store) -> None:
    desk, ids = at(store), [f.id for f in closed]
    with pytest.raises(Problems) as e:
        nomenclature.draft(desk, HANDOVER, [], {}, Why())
    assert {p.field for p in e.value.problems} == {"folders", "to"}
    made = nomenclature.draft(desk, HANDOVER, ids[2:], {"to": "Ведомстволық мұрағат"}, Why())
    assert made.number == "2026-1" and nomenclature.listed(desk, 2020)[2].status is FolderState.closed
    assert [w.task.subject.id for w in tasks.mine(at(store, Role.head)) if w.task.subject] == [made.id]
    with pytest.raises(Forbidden):
        nomenclature.approve(desk, made.id, made.revision, Why())
    done = nomenclature.approve(at(store, Role.head), made.id, made.revision, Why())
    kept = nomenclature.listed(desk, 2020)[2]
    assert kept.status is FolderState.archived and kept.handed and kept.handed.id == made.id
    with pytest.raises(RuleBroken, match="act_over"):
        nomenclature.approve(at(store, Role.head), made.id, done.revision, Why())
    assert refused(desk, HANDOVER, ids[2:], {"to": "мұрағат"}) == {"nomenclature.not_to_hand"}
    own = nomenclature.draft(at(store, Role.head), HANDOVER, ids[:1], {"to": "мұрағат"}, Why())
    with pytest.raises(RuleBroken, match="four_eyes"):
        nomenclature.approve(at(store, Role.head), own.id, own.revision, Why())
    gone = nomenclature.drop(desk, own.id, own.revision, Why("қате тізім"))
    assert gone.number == "2026-2" and nomenclature.listed(desk, 2020)[0].status is FolderState.closed


def test_only_what_is_over_is_destroyed_and_by_three(closed: list[Folder], store: Store) -> None:
    early, desk, ids = at(store, year=2023), at(store), [f.id for f in closed]
    with pytest.raises(Problems) as e:
        nomenclature.draft(early, DESTRUCTION, ids, {"members": [*THREE[:2], THREE[0]]}, Why())
    said = {(p.key.rpartition(".")[2], p.values.get("index")) for p in e.value.problems}
    assert said == {("too_early", "05-02"), ("kept_for_ever", "05-03"), ("commission", None)}
    assert [f.index for f in nomenclature.free_for(early, DESTRUCTION)] == ["05-01"]
    assert [f.index for f in nomenclature.yet(early)] == ["05-02", "05-03"]
    made = nomenclature.draft(desk, DESTRUCTION, ids[:2], {"members": THREE}, Why())
    nomenclature.approve(at(store, Role.head), made.id, made.revision, Why())
    assert [f.status.value for f in nomenclature.listed(desk, 2020)] == ["destroyed", "destroyed", "closed"]
    assert refused(desk, DESTRUCTION, ids[:1], {"members": THREE}) == {"nomenclature.destroyed_already"}


def test_the_papers_say_it_in_kazakh_and_in_russian(closed: list[Folder], store: Store) -> None:
    desk = at(store)
    office = first_office("Консерватория", "Алматы")
    at(store, Role.head).transact("office.edit", lambda tx: tx.add(office), Why("т"))
    made = nomenclature.draft(desk, DESTRUCTION, [closed[0].id], {"members": THREE, "ground": "№ 3 хаттама"}, Why())
    said = text_of(nomenclature.nomenclature_pdf(desk, 2020, "kk"))
    assert all(x in said for x in ("2020 жылғы істер номенклатурасы", "05-03", "Тұрақты", "142-т."))
    assert "Номенклатура дел на 2020 год" in text_of(nomenclature.nomenclature_pdf(desk, 2020, "ru"))
    kk, ru = (text_of(nomenclature.act_pdf(desk, made.id, x)) for x in ("kk", "ru"))
    assert all(x in kk for x in ("Істерді жоюға бөлу актісі", "Серікұлы Дәурен", "05-01", "№ 3 хаттама", "Жоба"))
    assert "Акт о выделении дел к уничтожению" in ru and "Член комиссии" in ru
