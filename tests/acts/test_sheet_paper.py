"""Sheets on paper: the QR read from the picture of the printed sheet, laid beside the record; many printed at once."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions as May
from starlette.testclient import TestClient

from core import jobs, sheets
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import RuleBroken
from core.sheets import printed, printing
from core.sheets.paper import pdf
from schemas.base import Basis, Lang, Ref, Text
from schemas.grade_sheet import GradeSheet
from schemas.words import Role
from tests.acts.job_kit import ended, worker
from tests.acts.test_sheet_family import fresh, open_kind, typed
from tests.acts.test_sheets import TEACHER, closed, fill, office
from tests.acts.test_transcripts import own_office
from tests.acts.test_web import aigul, client, sign_in  # noqa: F401 (fixtures)
from tests.conftest import actor

BASIS = Basis(kind="қызметтік жазба", number="12")
DPI = 200  # an ordinary office scanner


def scanned(file: bytes) -> list[str]:
    """What a scanner reads from the printed pages."""
    pages = pypdfium2.PdfDocument(file)
    return [r.text for page in pages for r in zxingcpp.read_barcodes(page.render(scale=DPI / 72).to_pil())]


def words(file: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())


def corrected(head: Desk, senior: Desk, sheet: GradeSheet, score: str = "60") -> GradeSheet:
    student = sheet.lines[1].student.id
    act = sheets.propose(head, sheet.id, sheet.revision, student, {"score": score}, Why("қате терілген", BASIS))
    return sheets.confirm(senior, sheet.id, act.revision, act.corrections[-1].act, Why())


def test_the_old_paper_differs_from_the_corrected_record_in_one_line(head: Desk, senior: Desk) -> None:
    own_office(head)
    sheet = closed(head, 3)
    (old,) = scanned(pdf(head, sheet, "kk"))
    assert old.startswith("https://x.kz/verify/S.")
    now = corrected(head, senior, sheet)
    said = printed.read(old)
    assert (said.number, said.revision, now.revision) == (sheet.number, 2, 4) and said.genuine(now)
    lines = printed.compared(said, now)
    assert [x.differs for x in lines] == [False, True, False]
    differing = {code: (was, is_) for code, was, is_ in lines[1].cells if was != is_}
    assert differing == {"score": ("88", "60"), "final_grade": ("88", "77"), "letter": ("B+", "B-")}
    (new,) = scanned(pdf(head, now, "ru"))
    assert not any(x.differs for x in printed.compared(printed.read(new), now)), "a fresh print agrees"
    text = words(pdf(head, now, "ru"))
    assert "86/90/88 B+ → 86/90/60 B-" in text and "исправлено" in text


def test_a_qr_made_elsewhere_is_not_genuine_and_another_text_is_no_sheet(head: Desk) -> None:
    sheet = closed(head, 2)
    text = printed.written(sheet)[0]
    forged = sheet.model_copy(update={"code": "GUESS", "lines": [sheet.lines[0]] * 2})
    said = printed.read(printed.written(forged)[0])
    assert not said.genuine(sheet) and printed.genuine_number(head.store, text) == sheet.number
    assert printed.genuine_number(head.store, printed.written(forged)[0]) is None
    for bad in ("", "S.", "S.A", text[:-9], "K7QM-4X2R", "S.!!!", text.lower(), "S.$$$$$$$$$", "https://x.kz/verify/"):
        with pytest.raises(RuleBroken, match="paper_unread"):
            printed.read(bad)


def test_a_list_that_grew_after_printing_is_told_not_compared(head: Desk) -> None:
    sheet = office(head, 2)
    said = printed.read(printed.written(sheet)[0])
    assert printed.same_list(said, sheet)
    longer = sheet.model_copy(update={"lines": [*sheet.lines, sheet.lines[0]]})
    assert not printed.same_list(said, longer)


def test_lines_that_do_not_fit_one_qr_stand_in_several_and_all_are_read(head: Desk) -> None:
    sheet = closed(head, 2)
    chance = random.Random(7)
    marks = [Decimal(chance.randint(40, 100)) for _ in range(120)]
    many = [
        sheet.lines[0].model_copy(update={
            "student": Ref(id=f"s{n}", label=Text(kk="А")), "number": f"24-{n}", "score": m, "midterm_1": m * 7 % 61,
        }) for n, m in enumerate(marks)
    ]  # fmt: skip
    sheet = sheet.model_copy(update={"lines": many})
    codes = printed.written(sheet)
    parts = [printed.read(t) for t in codes]
    assert len(parts) > 1 and all(len(t) <= printed.MOST for t in codes) and all(p.genuine(sheet) for p in parts)
    assert [row[2] for p in parts for row in p.rows] == [str(m) for m in marks]
    assert [p.first for p in parts] == [sum(len(p.rows) for p in parts[:n]) for n in range(len(parts))]
    assert sorted(scanned(pdf(head, sheet, "kk"))) == sorted(codes)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_kind_prints_its_own_columns_and_who_signs(head: Desk, lang: Lang) -> None:
    first = office(head, 2)
    sheets.cancel(head, first.id, 1, Why("түрі басқа"))
    sheet = open_kind(head, first, "commission_exam")
    row = {"midterm_1": "90", "midterm_2": "90", "member_1": "95", "member_2": "90", "programme": "Сарыарқа"}
    text = words(pdf(head, sheet, lang))
    assert "NOT CLOSED" in text and "Оқытушы" in text
    done = typed(head, sheet, row, {**row, "programme": "Балбырауын"})
    text = words(pdf(head, done, lang))
    for column in done.form.columns:  # all headings stand, in the paper's own language first
        assert column.label.get(lang).split()[0] in text
    assert "Балбырауын" in text and done.number in text and done.checksum in text and "NOT CLOSED" not in text
    assert {"kk": "қағазда қол қойылған", "ru": "подписано на бумаге", "en": "signed on paper"}[lang] in text
    assert "COPY" in words(pdf(head, done, lang, copy=True)) and "COPY" not in text
    gone = words(pdf(head, fresh(head, first), lang))
    assert "CANCELLED" in gone


def test_a_resit_names_the_first_sheet_and_one_students_sheet_its_reason(head: Desk) -> None:
    sheet = office(head, 2)
    fill(head, sheet, ("60", "60", "30"), ("90", "90", "90"))
    done = typed(head, sheet, {}, {})
    day = date(2026, 11, 25)
    again = sheets.open_resit(head, done.id, "retake", day, [TEACHER], Why("қайта"))
    text = words(pdf(head, again, "ru"))
    assert done.number in text and again.number in text
    assert done.section
    line = done.lines[1]
    single = sheets.open_single(head, line.student.id, line.study, done.section.id, "individual", day, [TEACHER],
                                date(2026, 12, 5), Why("анықтама № 15"))  # fmt: skip
    text = words(pdf(head, single, "ru"))
    assert "анықтама № 15" in text and "5 декабря 2026" in text


# many -------------------------------------------------------------------------------------------------------


@pytest.fixture
def clerk(head: Desk, store: Store) -> Desk:
    return worker(store, Role.head)


def result(desk: Desk, id: str) -> tuple[str, bytes]:
    row = ended(desk.store, id)
    assert row["state"] == "done", row
    return jobs.result(desk, id)


def test_a_periods_sheets_are_one_file_or_a_zip_and_the_count_is_told_before(clerk: Desk) -> None:
    done, waits = closed(clerk, 2), office(clerk, 2)
    assert printing.count(clerk, printing.Chosen()) == 2
    assert printing.count(clerk, printing.Chosen(status="closed")) == 1
    assert printing.count(clerk, printing.Chosen(term=waits.term.id, kind="exam", department="d1")) == 1
    way = printing.Way("ru", one=False, copies=True)
    name, data = result(clerk, printing.begin(clerk, printing.Chosen(), way, Why()))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        assert name == "sheets.zip" and names == [
            f"{done.number}.pdf", f"{done.number}-copy.pdf", f"{waits.number}.pdf", f"{waits.number}-copy.pdf",
        ]  # fmt: skip
        assert done.checksum in words(packed.read(names[0])) and "COPY" in words(packed.read(names[1]))
        assert PdfReader(io.BytesIO(packed.read(names[0]))).is_encrypted
    name, data = result(clerk, printing.begin(clerk, printing.Chosen(), printing.Way("kk", one=True), Why()))
    whole = PdfReader(io.BytesIO(data))
    assert name == "sheets.pdf" and len(whole.pages) == 2 and whole.is_encrypted
    assert not whole.user_access_permissions & May.EXTRACT  # type: ignore[operator]
    assert sorted(scanned(data)) == sorted(t for s in (done, waits) for t in printed.written(s))
    assert clerk.store.count("looks", {"did": "print", "id": done.id}) == 2
    with pytest.raises(RuleBroken, match="print_none"):
        printing.begin(clerk, printing.Chosen(kind="retake"), way, Why())


def test_a_stopped_printing_keeps_no_file(clerk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.jobs import runner
    from core.jobs.run import Run

    for _ in range(3):
        office(clerk, 1)
    monkeypatch.setattr(runner, "go", lambda store, id: None)  # carried out here, where it can be stopped in time
    id = printing.begin(clerk, printing.Chosen(), printing.Way(), Why())
    told = Run.progress

    def stop(self: Run, done: int, total: int | None = None) -> None:
        told(self, done, total)
        jobs.stop(clerk, id)
        self._asked = 0.0

    monkeypatch.setattr(Run, "progress", stop)
    assert runner.carry_out(clerk.store, id)
    row = clerk.store.one("runs", {"_id": id}) or {}
    assert row["state"] == "stopped" and row["file"] is None
    assert clerk.store.count("looks", {"did": "print"}) == 0


def test_nobody_prints_beyond_his_scope(head: Desk, store: Store) -> None:
    office(head, 1)
    mine = Desk(actor(Role.teacher, teacher="p1"), store)
    other = Desk(actor(Role.teacher, teacher="p9"), store)
    assert printing.count(mine, printing.Chosen()) == 1 and printing.count(other, printing.Chosen()) == 0
    said = printed.read(printed.written(closed(head, 1))[0])
    assert printed.found(mine, said) is not None and printed.found(other, said) is None


# the web ----------------------------------------------------------------------------------------------------


def test_a_stranger_learns_only_that_the_sheet_is_genuine(client: TestClient, head: Desk) -> None:  # noqa: F811
    own_office(head)
    sheet = closed(head, 2)
    code = printed.written(sheet)[0]
    page = client.get(f"/verify/{code}")
    assert page.status_code == 200 and sheet.number in page.text
    for personal in ("88", "B+", "Студент", "N0-0"):
        assert personal not in page.text.replace(code, "").replace(page.text.split("paper=")[1].split('"')[0], "")
    assert "/sheet_paper?paper=S." in page.text
    forged = printed.written(sheet.model_copy(update={"code": "GUESS"}))[0]
    assert client.get(f"/verify/{forged}").status_code == 404
    assert client.get("/verify/S.ABC").status_code == 404
    answer = client.get("/verify", params={"code": f"https://x.kz/verify/{code}"})
    assert answer.headers["location"].startswith("/verify/S.")
    gate = client.get(f"/sheet_paper?paper={code}", headers={"accept": "text/html"})
    assert gate.status_code == 303 and gate.headers["location"].startswith("/signin?next=")


def test_who_is_signed_in_is_led_to_the_record(client: TestClient, head: Desk, aigul: Any) -> None:  # noqa: F811
    code = printed.written(closed(head, 1))[0]
    sign_in(client)
    answer = client.get(f"/verify/{code}")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/sheet_paper?paper=S.")
