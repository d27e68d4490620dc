"""Papers signed digitally: the kept file is the signed one, what cannot be signed is made and says so, who got it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import files, looks, references, signing, transcripts
from core.audit.verify import verify
from core.db.store import Store
from core.desk import Desk, Why
from core.diplomas import printing
from core.holds import clearance
from core.papers import life, reading
from schemas.diploma import Takes
from schemas.reference import Office, SignedPaper
from schemas.transcript import Transcript
from tests.acts.diploma_kit import at, awarded
from tests.acts.test_diploma_printing import registered
from tests.acts.test_papers import desk, made, second, student
from tests.acts.test_sheets import closed
from tests.signing_kit import WHOSE, checked, give_key

__all__ = ["desk", "second"]  # fixtures of the papers
VALID = "Signature is Valid"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    give_key(monkeypatch, tmp_path)
    return tmp_path


def issued(desk: Desk) -> Transcript:
    line = closed(desk, 1).lines[0]
    return transcripts.issue(desk, line.student.id, line.study, "ru", Why("сұрау"))


def settled(desk: Desk, **values: Any) -> None:
    references.save(desk, Office, "office", desk.store.load(Office, "office").revision, values, Why("баптау"))


def test_the_kept_file_is_the_signed_one_and_a_reprint_is_that_very_file(desk: Desk, key: Path) -> None:
    first = issued(desk)
    _, data = transcripts.file_of(desk, first.id)
    assert VALID in checked(data, key) and transcripts.file_of(desk, first.id)[1] == data
    file, kept = files.read(desk.store, first.file_hash)
    assert kept == data and file.signed == WHOSE
    copy = transcripts.reprint(desk, first.id, Why("көшірме"))
    assert VALID in checked(transcripts.file_of(desk, copy.id, 1)[1], key)
    assert signing.of_file(desk, "transcript", first.file_hash) == ("good", "signing.signed", {"by": WHOSE})
    assert verify(desk.store).whole


def test_a_certificate_and_a_clearance_sheet_are_signed_where_the_institution_says_so(desk: Desk, key: Path) -> None:
    paper = made(desk)
    assert VALID in checked(reading.file_of(desk, paper.id)[1], key)
    copy = life.reprint(desk, type(paper), paper.id, Why("x"))
    assert VALID in checked(reading.file_of(desk, copy.id, 1)[1], key)
    holder = student(desk)[0]
    sheet = clearance.issue(desk, holder, "kk", Why("x"))
    assert VALID not in checked(clearance.file_of(desk, sheet.id)[1], key), "not of the usual ones"
    settled(desk, signed=[SignedPaper.clearance])
    again = clearance.issue(desk, holder, "kk", Why("x"))
    assert VALID in checked(clearance.file_of(desk, again.id)[1], key)
    assert VALID not in checked(transcripts.file_of(desk, issued(desk).id)[1], key)


def test_without_a_key_nothing_is_signed_and_nothing_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OFFICE_SIGN_P12", raising=False)
    first = issued(desk)
    assert files.read(desk.store, first.file_hash)[0].signed == ""
    assert signing.of_file(desk, "transcript", first.file_hash) is None
    assert signing.state(desk).key == "signing.no_key"


def test_a_key_that_ended_stops_no_number_and_the_file_says_that_it_is_unsigned(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give_key(monkeypatch, tmp_path, ends=datetime(2026, 1, 1, tzinfo=UTC))
    first, paper = issued(desk), made(desk)
    assert first.number and paper.number and VALID not in checked(transcripts.file_of(desk, first.id)[1], tmp_path)
    said = signing.of_file(desk, "transcript", first.file_hash)
    assert said is not None and said.key == "signing.unsigned_why" and "2026" in said.values["why"]
    assert signing.state(desk).level == "bad" and signing.state(desk).key == "signing.ended"
    assert signing.of_file(desk, "order", "") is None, "orders are not asked to be signed"
    settled(desk, signed=[SignedPaper.order])
    told = signing.of_file(desk, "order", "")
    assert told is not None and told.level == "bad", "what is made when it is taken says it, too"
    settled(desk, signed=[SignedPaper.transcript])
    give_key(monkeypatch, tmp_path)  # a new one under the same path: at once, without a restart
    said = signing.of_file(desk, "transcript", first.file_hash)
    assert said is not None and said.key == "signing.unsigned"
    copy = transcripts.reprint(desk, first.id, Why("көшірме"))
    assert VALID in checked(transcripts.file_of(desk, copy.id, 1)[1], tmp_path)


@pytest.mark.parametrize(("days", "level"), [(61, "good"), (60, "soon"), (1, "soon")])
def test_the_end_of_the_certificate_is_told_in_good_time(
    days: int, level: str, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    give_key(monkeypatch, tmp_path, ends=desk.now() + timedelta(days=days))
    found = signing.state(desk)
    assert found.level == level and found.values["n"] == days and found.values["subject"] == WHOSE
    settled(desk, key_warns=90)
    assert signing.state(desk).level == "soon"


@pytest.mark.usefixtures("shipped")
def test_supplements_are_signed_in_their_batch_and_the_printer_gets_bare_pages(store: Store, key: Path) -> None:
    world = awarded(store)
    desk = at(store)
    made = registered(desk, world)[0]
    printing.typeset(desk, [made.id], Why(command="a"))
    _, data, _ = printing.file_of(desk, made.id, Takes.kk)
    hash = printing.load(desk, made.id).sheet(Takes.kk).file_hash  # type: ignore[union-attr]
    assert VALID in checked(data, key) and data == files.read(store, hash)[1], "it leaves as it is kept"
    _, diploma, _ = printing.file_of(desk, made.id, Takes.diploma)
    assert VALID not in checked(diploma, key), "diplomas themselves are paper, unless the institution says otherwise"
    for name, bundle in printing.bundles(desk, [printing.load(desk, made.id)]):
        assert "does not contain any signatures" in checked(bundle, key), name


def test_what_was_handed_over_says_to_whom_and_so_does_what_was_taken_for_somebody(desk: Desk, second: Desk) -> None:
    paper = made(desk)
    with looks.handing_to(" Апостиль бөлімі "):
        reading.file_of(desk, paper.id)
    reading.file_of(desk, paper.id)
    paper = life.check(second, type(paper), paper.id, paper.revision, Why())
    paper = life.sign(desk, type(paper), paper.id, paper.revision, Why())
    life.hand(desk, type(paper), paper.id, paper.revision, {"name": "Әлі Айгүл"}, Why())
    found = [(r["did"], r.get("to"), r["student"]) for r in looks.found(desk, looks.Asked())]
    whose = paper.student.id
    assert sorted(found, key=str) == [
        ("download", "Апостиль бөлімі", whose), ("download", None, whose), ("hand", "Әлі Айгүл", whose),
    ]  # fmt: skip
    assert [r["did"] for r in looks.found(desk, looks.Asked(did="hand"))] == ["hand"]
