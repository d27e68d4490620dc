"""Powers of attorney (clause 34-4): given on a basis, printed in two languages, watched to their end, revoked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import attorneys, files, tasks
from core.attorneys import Standing
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.office import first_office
from core.scheduler.table import TABLE, Daily, loaded
from schemas.attorney import Attorney
from schemas.words import Role
from tests.acts.sample_files import pdf
from tests.acts.test_diploma_content import text_of
from tests.acts.unit_kit import DAY, at, person


@pytest.fixture
def desk(store: Store) -> Desk:
    for role in (Role.head, Role.registrar, Role.teacher):
        person(store, f"u-{role.value}", role)
    return at(store)


def values(**more: Any) -> dict[str, Any]:
    return {
        "who": {"id": "u-registrar", "label": {"kk": "Тест"}}, "before": "Статистика бюросы", "starts": DAY,
        "what_kk": "Есептер тапсыру", "what_ru": "Сдача отчётов", "ends": DAY + timedelta(days=60),
        "basis": "Ректордың № 5 бұйрығы", **more,
    }  # fmt: skip


def given_(desk: Desk, **more: Any) -> Attorney:
    return attorneys.give(desk, values(**more), files.ready(desk, "бұйрық.pdf", pdf("бұйрық")), Why())


def test_given_it_is_frozen_its_paper_is_in_two_languages_and_its_holder_sees_his_own(desk: Desk) -> None:
    desk.transact("office.edit", lambda tx: tx.add(first_office("Консерватория", "Алматы")), Why("т"))
    made = given_(desk)
    holder, other = at(desk.store, Role.registrar), at(desk.store, Role.teacher)
    assert made.number == "2026-001" and desk.store.count("notices", {"to": "u-registrar"}) == 1
    assert "Есептер тапсыру" in text_of(attorneys.pdf(holder, made.id, "kk"))
    assert "Сдача отчётов" in text_of(attorneys.pdf(desk, made.id, "ru"))
    with pytest.raises(Forbidden):
        attorneys.pdf(other, made.id, "kk")
    with pytest.raises(Forbidden):
        given_(at(desk.store, Role.senior_registrar))
    scan = files.ready(desk, "скан.pdf", pdf("скан"))
    kept = attorneys.scanned(desk, made.id, made.revision, scan, Why())
    with pytest.raises(RuleBroken, match="scan_there"):
        attorneys.scanned(desk, made.id, kept.revision, scan, Why())
    with pytest.raises(Problems):
        attorneys.revoke(desk, made.id, kept.revision, made.ends + timedelta(days=1), Why("ауысты"))
    gone = attorneys.revoke(desk, made.id, kept.revision, DAY, Why("басқа жұмысқа ауысты"))
    assert attorneys.standing(gone, DAY) is Standing.revoked and attorneys.listed(desk) == []
    assert "ҚАЙТАРЫП АЛЫНҒАН" in text_of(attorneys.pdf(desk, made.id, "kk")).upper()
    with pytest.raises(RuleBroken, match="revoked_already"):
        attorneys.revoke(desk, made.id, gone.revision, DAY, Why("т"))


@pytest.mark.parametrize(
    ("more", "field"),
    [({"before": ""}, "before"), ({"ends": DAY - timedelta(days=1), "starts": DAY - timedelta(days=9)}, "ends"),
     ({"ends": DAY, "starts": DAY + timedelta(days=1)}, "ends"), ({"who": {"id": "x", "label": {"kk": "x"}}}, "who"),
     ({"what_ru": None}, "what_ru")],
)  # fmt: skip
def test_a_bad_one_is_told_beside_its_field(desk: Desk, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Problems) as e:
        given_(desk, **more)
    assert field in {p.field for p in e.value.problems} and desk.store.count("attorneys", {}) == 0
    with pytest.raises(Problems) as e:
        attorneys.give(desk, values(), None, Why())
    assert [p.field for p in e.value.problems] == ["file"]


def test_one_that_ends_soon_is_a_task_of_the_head_once(desk: Desk) -> None:
    made = given_(desk)
    entry = TABLE["attorneys"]
    assert isinstance(entry, Daily)
    remind = loaded(entry.work)
    assert remind(desk.store, made.ends - timedelta(days=20)) == 0
    assert remind(desk.store, made.ends - timedelta(days=5)) == 1 == len(tasks.mine(desk))
    tasks.done(desk, tasks.mine(desk)[0].task.id, Why())
    assert remind(desk.store, made.ends - timedelta(days=4)) == 0, "it was decided"
    assert [a.id for a in attorneys.ending(at(desk.store, day=made.ends - timedelta(days=3)))] == [made.id]


@given(st.integers(0, 90), st.integers(0, 90), st.integers(-20, 200), st.none() | st.integers(0, 90))
def test_it_stands_on_just_the_days_it_says(start: int, length: int, off: int, revoked: int | None) -> None:
    starts = date(2026, 1, 1) + timedelta(days=start)
    of = Attorney.model_validate({
        **values(starts=starts, ends=starts + timedelta(days=length)), "number": "1", "day": DAY,
        "given_at": "2026-03-02T00:00:00Z", "given_by": {"id": "u", "name": "т", "role": "head"},
        "revoked_on": starts + timedelta(days=min(revoked, length)) if revoked is not None else None,
    })  # fmt: skip
    day = date(2026, 1, 1) + timedelta(days=off)
    assert of.stands(day) is (attorneys.standing(of, day) in (Standing.stands, Standing.soon))
