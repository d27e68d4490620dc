"""The clause table of the regulation (clauses 19, 57): what each duty still lacks, found from the code."""

from __future__ import annotations

import pytest

from core.clauses import clauses, met, named
from core.clauses.table import MUST
from core.registry import MODELS
from core.ui.menu import MENU

# Duties whose rooms are not built yet; a clause leaves this list when its page, act and test are there, not before.
WAITING: dict[str, str] = {}
NEEDED = ("pages", "acts", "tests")


def test_every_duty_has_its_page_act_and_test_but_those_that_wait() -> None:
    """Lists every duty without a page, an act or a test, with what it lacks."""
    lacking = {
        code: [part for part in NEEDED if not getattr(met().get(code), part, None)]
        for row in clauses() if row.level == MUST for code in row.codes
    }  # fmt: skip
    lacking = {code: parts for code, parts in lacking.items() if parts}
    assert lacking.keys() - WAITING.keys() == set(), lacking
    assert WAITING.keys() - lacking.keys() == set(), "met meanwhile: take it out of the list"


def test_what_is_found_is_there() -> None:
    pages = {item.file for item in MENU}
    records = {m.__name__ for m in MODELS}
    for code, where in met().items():
        assert where.pages <= pages, code
        assert where.records <= records, code


@pytest.mark.parametrize(
    "text,codes",
    [
        ("Streams (clause 17): how many", {"17"}),
        ("Sheets (clauses 2-c, 25-a and 25-b)", {"2-c", "25-a", "25-b"}),
        ("the whole of clause 25.", {"25-a", "25-b", "25-c"}),
        ("(clauses 48-53)", {"48", "49", "50", "51", "52", "53"}),
        ("(clauses 33-7, 42; domain.md 5)", {"33-7", "42"}),
        ("(clause 33-10, domain.md 6)", {"33-10"}),
        ("forms of annex 1 (clauses 51, annex-1)", {"51", "annex-1"}),
        ("no clause at all, section 17", set()),
    ],
)
def test_a_clause_is_read_as_people_write_it(text: str, codes: set[str]) -> None:
    assert named(text) == codes
