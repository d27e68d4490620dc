"""Who looked: a line for every opening, print and file that left; there is no way to take one away."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import looks, students
from core.db.roles import role as database_role
from core.desk import Desk
from core.errors import Forbidden
from schemas.words import Role
from tests.conftest import actor

ROOT = Path(__file__).parents[2]
T0 = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)  # 11:00 in Almaty


def at(desk: Desk, moment: datetime) -> Desk:
    return Desk(desk.actor, desk.store, clock=lambda: moment)


@pytest.fixture
def lines(head: Desk, senior: Desk) -> Desk:
    """Five lines of two people over three days."""
    looks.note(at(head, T0), "student", "students", "s1", "1 Ахмет")
    looks.note(at(senior, T0 + timedelta(hours=1)), "student", "students", "s2", "2 Болат")
    looks.note(at(head, T0 + timedelta(days=1)), "transcripts", "transcripts", "t1", "2026-1", "download", "s1")
    looks.note(at(senior, T0 + timedelta(days=1, hours=13)), "grade_sheet", "grade_sheets", "g1", "17", "print")
    looks.note(at(head, T0 + timedelta(days=2)), "students", "students", "", "students.csv", "download",
               reason="есеп", export={"list": "students"})  # fmt: skip
    return head


def labels(desk: Desk, **asked: object) -> list[str]:
    return [r["label"] for r in looks.found(desk, looks.Asked(**asked))]  # type: ignore[arg-type]


def test_lines_are_found_by_person_student_day_and_page(lines: Desk, senior: Desk) -> None:
    assert labels(lines) == ["students.csv", "17", "2026-1", "2 Болат", "1 Ахмет"]
    assert labels(lines, user=senior.actor.id) == ["17", "2 Болат"]
    assert labels(lines, student="s1") == ["2026-1", "1 Ахмет"], "what is the student's, whatever page it left by"
    assert labels(lines, page="student") == ["2 Болат", "1 Ахмет"] and labels(lines, did="print") == ["17"]
    day = (T0 + timedelta(days=1)).date()
    assert labels(lines, start=day, end=day) == ["2026-1"], "at 00:00 in Almaty the next day has begun"
    assert looks.count(lines, looks.Asked(user=lines.actor.id)) == 3
    assert [r["label"] for r in looks.found(lines, looks.Asked(), 1, 2)] == ["2026-1", "2 Болат"]
    line = looks.found(lines, looks.Asked(), size=1)[0]
    assert (line["user"], line["name"], line["role"], line["did"], line["reason"]) == (
        lines.actor.id, lines.actor.name, "head", "download", "есеп",
    )  # fmt: skip


def test_every_question_is_answered_from_an_index(lines: Desk) -> None:
    day = T0.date()
    for asked in (
        looks.Asked(), looks.Asked(user="u"), looks.Asked(student="s1"), looks.Asked(page="student"),
        looks.Asked(start=day, end=day), looks.Asked(user="u", start=day),
    ):  # fmt: skip
        plan = lines.store.db["looks"].find(looks.where(lines, asked)).sort([("at", -1)]).explain()
        assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"]), asked
        assert "'SORT'" not in str(plan["queryPlanner"]["winningPlan"]), asked


def test_only_who_may_see_them_sees_them(lines: Desk) -> None:
    for allowed in Role:
        desk = Desk(actor(allowed), lines.store)
        if allowed in (Role.head, Role.auditor):
            assert looks.found(desk, looks.Asked())
            continue
        for ask in (looks.found, looks.count):
            with pytest.raises(Forbidden):
                ask(desk, looks.Asked())
        with pytest.raises(Forbidden):
            students.looked(desk, "s1")


def test_lines_of_the_first_version_are_read_too(lines: Desk) -> None:
    old = {"user": "u9", "name": "Ескі", "role": "head", "student": "s9", "at": T0 - timedelta(days=9)}
    for id, more in (("1", {}), ("2", {"file": "transcript-1.pdf"}), ("3", {"export": {"list": "users"}})):
        lines.store.look({"_id": id, **old, **more})
    found = looks.found(lines, looks.Asked(user="u9"))
    assert sorted((r["page"], r["did"], r["label"]) for r in found) == [
        ("student", "open", ""), ("transcripts", "download", "transcript-1.pdf"), ("users", "download", ""),
    ]  # fmt: skip


def test_no_code_changes_or_removes_a_line(head: Desk) -> None:
    """Nobody can purge: the store gives no collection for it, no file names it beside a write, the role forbids it."""
    with pytest.raises(ValueError):
        head.store.side("looks")
    writes = {"update_one", "update_many", "delete_one", "delete_many", "replace_one", "drop", "find_one_and_update",
              "find_one_and_delete", "bulk_write", "update", "upsert", "side"}  # fmt: skip
    guilty = []
    for path in [*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes):
                continue
            named = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
            named |= {n.attr for n in ast.walk(node.func) if isinstance(n, ast.Attribute)}
            if "looks" in named:
                guilty.append(f"{path.name}:{node.lineno}")
    assert guilty == []
    rights = {p["resource"]["collection"]: set(p["actions"]) for p in database_role("office")["privileges"]}
    assert {"find", "insert"} <= rights["looks"] and not {"update", "remove", "dropCollection"} & rights["looks"]
