"""The page of long works, in roles and languages: mine, everybody's, what the office does by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core import jobs, scheduler
from core.db.store import Store
from core.desk import Desk, Why
from core.i18n import t
from core.office import SYSTEM
from core.scheduler import plans
from core.tx import Tx
from schemas.base import LANGS, Basis, Lang, Text
from schemas.planned import Planned
from schemas.reference import Department
from schemas.words import Role
from tests.acts.job_kit import ended


def said(at: Any) -> str:
    found = [m.value for m in (*at.markdown, *at.caption, *at.subheader)]
    return " ".join(found + [str(d.value.to_dict()) for d in at.dataframe])


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tx: Tx, planned: Planned) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(plans.HANDLERS, "test.broken", broken)


def planned(store: Store, days: int) -> Planned:
    desk = Desk(SYSTEM, store)
    made: list[Planned] = []

    def work(tx: Tx) -> Department:
        unit = tx.add(Department(code=f"D{days}", kind="department", name=Text(kk="Фортепиано кафедрасы")))
        due = desk.today() + timedelta(days=days)
        made[:] = [scheduler.plan(tx, due, "test.broken", unit, Basis(kind="бұйрық", number="12-Б"), "бұйрық")]
        return unit

    desk.transact("reference.edit", work, Why("бұйрық"))
    return made[0]


@pytest.mark.parametrize("lang", LANGS)
def test_mine_and_everybodys(open_page, store: Store, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    at = open_page("jobs", Role.senior_registrar, lang)
    assert not at.exception and t("jobs.none", lang) in said(at)
    night = jobs.begin(Desk(SYSTEM, store), "audit.verify", {}, Why("түн", command="audit.verify:2026-01-01"))
    assert ended(store, night)["state"] == "done"
    at = open_page("jobs", Role.senior_registrar, lang)
    assert t("jobs.kind.audit_verify", lang) not in said(at), "somebody else's"
    at = open_page("jobs", Role.head, lang)
    at.segmented_control[0].set_value("everybody").run()
    assert not at.exception
    assert t("jobs.kind.audit_verify", lang) in said(at)
    assert "jobs." not in said(at) and "scheduler." not in said(at)


@pytest.mark.parametrize("lang", LANGS)
def test_head_and_administrator_see_what_the_office_does_by_itself(open_page, store, failing, lang: Lang) -> None:  # type: ignore[no-untyped-def]
    late, soon = planned(store, -1), planned(store, 3)
    plans.carry_out_due(store)
    assert store.load(Planned, late.id).trouble
    for role in (Role.head, Role.administrator):
        at = open_page("jobs", role, lang)
        assert not at.exception, at.exception
        told = said(at)
        assert t("scheduler.entry.backup", lang) in told and "12-Б" in told and t("scheduler.failed", lang) in told
        assert "scheduler." not in told
        again = [b for b in at.button if (b.key or "").startswith("send-ask:scheduler.again")]
        assert bool(again) == (role is Role.head)
    at = open_page("jobs", Role.registrar, lang)
    assert not at.exception and not at.dataframe
    scheduler.coming(Desk(SYSTEM, store))
    assert store.load(Planned, soon.id).state == "waiting"


def test_a_plan_that_failed_is_tried_again_from_the_page(open_page, store, failing, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    late = planned(store, -1)
    plans.carry_out_due(store)
    monkeypatch.setitem(plans.HANDLERS, "test.broken", lambda tx, planned: None)
    at = open_page("jobs", Role.head)
    next(i for i in at.text_input if "scheduler.again" in i.key and "why" in i.key and not i.key.endswith(
        ("kind", "number", "day"))).set_value("түзетілді").run()  # fmt: skip
    next(b for b in at.button if (b.key or "").startswith("send-ask:scheduler.again")).click().run()
    assert not at.exception and not at.error, at.error
    plans.carry_out_due(store)
    assert store.load(Planned, late.id).state == "done"
