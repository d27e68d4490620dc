"""Transcripts: numbered, frozen, reprinted as copies, checked by strangers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from core import kinds, sheets, transcripts
from core.desk import Desk, Why
from core.errors import NotFound, OfficeError, RuleBroken
from core.kinds import ship
from schemas.base import Basis, Text
from schemas.reference import Office
from tests.acts.test_sheets import closed, put


def own_office(head: Desk) -> None:
    """The institution's names, without which no paper is issued."""
    put(head, Office(
        name=Text(kk="Консерватория", ru="Консерватория", en="Conservatory"), office_name=Text(kk="Офис-тіркеуші"),
        city=Text(kk="Алматы"), signer_1=Text(kk="Ректор"), signer_2=Text(kk="Бөлім басшысы"), address="https://x.kz",
    ))  # fmt: skip


@pytest.fixture
def desk(head: Desk) -> Desk:
    own_office(head)
    return head


def words(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def test_issued_transcript_is_frozen_and_a_reprint_is_marked_as_a_copy(desk: Desk, senior: Desk) -> None:
    sheet = closed(desk, 1)
    line = sheet.lines[0]
    first = transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау"))
    _, file = transcripts.file_of(desk, first.id)
    assert "Сольфеджио" in words(file) and "3,33" in words(file) and first.number in words(file)
    act = sheets.propose(
        desk,
        sheet.id,
        sheet.revision,
        line.student.id,
        {"score": "60"},
        Why("қ", Basis(kind="ж", number="1")),
    )
    sheets.confirm(senior, sheet.id, act.revision, act.corrections[0].act, Why())
    again = transcripts.reprint(desk, first.id, Why("жоғалтты"))
    _, copy = transcripts.file_of(desk, again.id, copy=1)
    assert "КӨШІРМЕ" in words(copy) and "3,33" in words(copy)
    assert transcripts.file_of(desk, first.id)[1] == file
    fresh = transcripts.issue(desk, line.student.id, line.study, "kk", Why("сұрау"))
    assert "2,67" in words(transcripts.file_of(desk, fresh.id)[1])
    assert [first.number[-5:], fresh.number[-5:]] == ["00001", "00002"]


def test_transcript_of_a_past_day_shows_that_day(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    before = transcripts.issue(desk, line.student.id, line.study, "ru", Why("x"), as_of=date(2026, 1, 1))
    assert "Сольфеджио" not in words(transcripts.file_of(desk, before.id)[1])
    with pytest.raises(NotFound):
        transcripts.issue(desk, line.student.id, line.study, "ru", Why("x"), as_of=date(2001, 1, 1))


def test_a_group_gets_numbers_without_gaps_once(desk: Desk) -> None:
    sheet = closed(desk, 4)
    pairs, why, told = [(x.student.id, x.study) for x in sheet.lines], Why("топ"), []
    made = transcripts.issue_many(desk, pairs, "en", why, progress=told.append)
    again = transcripts.issue_many(desk, pairs, "en", why)
    assert [m.number for m in made] == [m.number for m in again] and told == [4]
    assert desk.store.count("transcripts", {}) == 4
    assert all(r["papers"][0]["kind"] == "transcript" for r in desk.store.rows("students", {}))


def test_stranger_learns_only_what_is_needed_to_trust_the_paper(desk: Desk) -> None:
    line = closed(desk, 1).lines[0]
    made = transcripts.issue(desk, line.student.id, line.study, "kk", Why("x"))
    answer = transcripts.verify(desk.store, made.code.lower())
    assert answer is not None and answer["number"] == made.number and answer["holder"] == "С••••••• А"
    assert transcripts.verify(desk.store, made.number) is None


def test_a_changed_file_is_never_given_out(desk: Desk, tampered: None) -> None:
    line = closed(desk, 1).lines[0]
    made = transcripts.issue(desk, line.student.id, line.study, "kk", Why("x"))
    desk.store.db["bytes.chunks"].update_one({}, {"$set": {"data": b"forged"}})
    with pytest.raises(RuleBroken, match="files.changed"):
        transcripts.file_of(desk, made.id)


def test_no_transcript_without_the_offices_names(head: Desk) -> None:
    line = closed(head, 1).lines[0]
    with pytest.raises(OfficeError, match="no_office"):
        transcripts.issue(head, line.student.id, line.study, "kk", Why("x"))
    assert head.store.count("transcripts", {}) == 0


def test_numbers_go_on_or_begin_anew_as_the_mask_says_and_never_repeat(desk: Desk) -> None:
    ship(desk.store)
    line = closed(desk, 1).lines[0]

    def number(year: int) -> str:
        at = Desk(desk.actor, desk.store, clock=lambda: datetime(year, 12, 1, 6, tzinfo=UTC))
        return transcripts.issue(at, line.student.id, line.study, "kk", Why("x")).number

    def mask(**body: str) -> None:
        was = kinds.versions(desk, "mask", "transcript")[0]
        values = {f"body.{k}": v for k, v in body.items()}
        kinds.save(desk, "mask", was.code, was.version, {**values, "effective": date(2020, 1, 1)}, Why("x"))

    assert [number(2026), number(2026), number(2027)] == ["2026-00001", "2026-00002", "2027-00001"]
    mask(every="never")
    assert [number(2026), number(2027), number(2028)] == ["2026-00003", "2027-00004", "2028-00005"]
    mask(mask="T-{n:4}")
    assert [number(2028), number(2029)] == ["T-0006", "T-0007"]
    mask(mask="{year}-{n:5}", every="year")
    assert [number(2027) for _ in range(3)] == ["2027-00002", "2027-00003", "2027-00005"]
    assert number(2030) == "2030-00001"
