"""An address that leads nowhere, or where the user may not be, is answered in words on every page; nothing falls."""

from __future__ import annotations

import pytest

from schemas.words import Role
from tests.pages.conftest import Open

ADDRESSES = (
    ("student", {"id": "nope"}), ("paper", {"id": "nope"}), ("paper", {}), ("template", {"code": "nope"}),
    ("kinds", {"sort": "nope", "code": "x"}), ("kinds", {"sort": "mask", "code": "nope"}), ("fields", {"of": "nope"}),
    ("fields", {"of": "students", "code": "nope"}), ("inbox", {"task": "nope"}), ("proposals", {"id": "nope"}),
    ("users", {"id": "nope"}), ("references", {"kind": "nope", "id": "nope"}), ("merge", {"id": "nope"}),
    ("grade_sheet", {"sheet": "nope"}), ("holds", {"id": "x"}), ("jobs", {"id": "x"}), ("looks", {"student": "x"}),
    ("blanks", {"id": "nope"}), ("blanks", {"tab": "counts", "count": "nope"}), ("blanks", {"tab": "nope"}),
    ("blanks", {"tab": "acts", "blank": "nope"}), ("blanks", {"tab": "journal", "kind": "nope", "series": "nope"}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "address"), ADDRESSES)
@pytest.mark.parametrize("role", [Role.head, Role.teacher, Role.administrator])
def test_an_address_that_leads_nowhere_is_answered_calmly(
    open_page: Open, name: str, address: dict[str, str], role: Role
) -> None:
    at = open_page(name, role, **address)
    assert not at.exception
    said = [*at.info, *at.error, *at.warning, *at.markdown, *at.title, *at.caption]
    assert any(word.value.strip() for word in said), "the page says something"
