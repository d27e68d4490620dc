"""The end of the office's work (clause 54): its grounds, what is still open, the archive somebody else can read."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from core import approvals, ending, jobs
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from schemas.closing import Closing, ClosingState
from schemas.words import Role, StudyStatus
from tests.acts.job_kit import ended, worker
from tests.acts.order_kit import Staff, staff


@pytest.fixture
def people(shipped: Store) -> Staff:
    return staff(shipped)


def said(desk: Desk, ground: str, **more: object) -> dict[str, object]:
    return {"ground": ground, "paper": "Өкім № 5", "day": desk.today(), "last": desk.today() + timedelta(30),
            "keeper": "Мемлекеттік мұрағат", **more}  # fmt: skip


def test_while_a_student_studies_there_are_students(people: Staff) -> None:
    head = worker(people.store, Role.head)
    boss = worker(people.store, Role.management)
    people.of.pupil(1), people.of.pupil(2, status=StudyStatus.graduated)
    with pytest.raises(Problems) as e:
        ending.ask(head, said(head, "no_students"), Why("т"))
    assert [(p.field, p.values) for p in e.value.problems] == [("ground", {"n": 1})]
    with pytest.raises(Problems) as e:
        ending.ask(head, said(head, "directive", last=date(2020, 1, 1)), Why("т"))
    assert [p.field for p in e.value.problems] == ["last"]
    made = ending.ask(head, said(head, "directive"), Why("ректор өкімі"))
    assert {x.what: x.n for x in made.left}["students"] == 1
    with pytest.raises(RuleBroken, match="asked_already"):
        ending.ask(head, said(head, "directive"), Why("т"))
    [found] = approvals.of_subject(head, made.id)
    approvals.agree(boss, found.id, found.revision, Why("келісемін"))
    assert people.store.load(Closing, made.id).status is ClosingState.decided
    with pytest.raises(Forbidden):
        ending.ask(worker(people.store, Role.senior_registrar), said(head, "directive"), Why("т"))


def test_the_archive_is_read_without_our_software(
    people: Staff, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFICE_DATA", str(tmp_path))  # the key that signs the base is made there
    head = worker(people.store, Role.head)
    numbers = {people.of.pupil(n).number for n in (1, 2, 3)}
    job = ending.begin(head, Why("мұрағатқа"))
    row = ended(people.store, job)
    assert row["state"] == "done", row
    _, data = jobs.result(head, job)
    archive = zipfile.ZipFile(io.BytesIO(data))
    index = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("index.xlsx"))).get_sheet_by_index(0).to_python()
    lines = {str(r[0]): r for r in index[1:]}
    assert set(lines) | {"index.xlsx"} == set(archive.namelist()) and "base.zip" in lines
    assert all(sha256(archive.read(name)).hexdigest() == r[3] for name, r in lines.items())
    rows = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("students.xlsx"))).get_sheet_by_index(0).to_python()
    assert "manifest.sig" in zipfile.ZipFile(io.BytesIO(archive.read("base.zip"))).namelist()
    assert numbers <= {str(cell) for r in rows for cell in r} and int(lines["students.xlsx"][2]) == 3
