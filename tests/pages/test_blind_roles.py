"""Every page for the roles that see no marks: the administrator, HR, payments, career, services."""

from __future__ import annotations

from typing import Any

import pytest

from core import students
from core.desk import Desk, Why
from core.ui.menu import MENU
from schemas.reference import Office
from schemas.student import Student
from schemas.words import Role
from tests.acts.test_students import person, study
from tests.pages.conftest import Open

BLIND = (Role.administrator, Role.hr, Role.payments, Role.career, Role.service)
PAGES = [item.file for item in MENU if item.path.exists()]


@pytest.fixture
def student(head: Desk) -> Student:
    words = {"name": {"kk": "Консерватория"}, "office_name": {"kk": "Офис"}, "city": {"kk": "Алматы"},
             "signer_1": {"kk": "Проректор"}, "signer_2": {"kk": "Басшы"}}  # fmt: skip
    known = {k: v for k, v in words.items() if k in Office.model_fields}
    head.transact("office.edit", lambda tx: tx.add(Office(_id="office", **known)), Why("ашылды"))
    return students.admit(head, person("S-7788", iin_absent_reason="шетел азаматы", iin=None), study(), Why("а"))


def shown(at: Any) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "metric", "dataframe", "table", "json")
    return " ".join(str(getattr(e, "value", e)) for kind in kinds for e in at.get(kind))


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_walks_every_page_and_meets_no_student(open_page: Open, student: Student, page: str) -> None:
    at = open_page(page, Role.administrator, id=student.id)
    assert not at.exception
    assert not any(word in shown(at) for word in ("S-7788", "Әбенова", "Қарлығаш"))


@pytest.mark.parametrize("role", BLIND[2:])
def test_services_open_the_card_without_its_marks(open_page: Open, student: Student, role: Role) -> None:
    at = open_page("student", role, id=student.id)
    assert not at.exception and "Әбенова" in shown(at)
    tabs = next(c for c in at.get("button_group") if str(c.key).startswith("v:tab"))
    assert not {"Нәтижелер", "Тарих"} & set(map(str, tabs.options))
    at = open_page("students", role)
    assert not at.exception and "GPA" not in shown(at)
