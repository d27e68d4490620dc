"""The trail in daily work: whole while everybody writes, after an erasure, with big acts; anchors; numbers."""

from __future__ import annotations

import ast
import random
import stat
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import lease, students
from core.audit import trail, words
from core.audit.anchored import Anchored
from core.audit.anchors import Anchorer, anchor
from core.audit.verify import verify
from core.audit.worker import anchoring
from core.db.codec import content_hash, plain
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, OfficeError, RuleBroken, StaleRevision
from core.i18n import known, t
from core.jobs import big
from core.tx import Tx
from schemas.base import LANGS, Document, Text, new_id
from schemas.discipline import Discipline
from schemas.student import Student, StudyProfile
from schemas.words import Role
from tests.acts.test_students import person, study
from tests.conftest import actor, application

ROOT = Path(__file__).resolve().parents[2]
Row = dict[str, Any]


def test_trail_stays_whole_while_many_write_and_one_verifies(head: Desk, tmp_path: Path) -> None:
    made = [students.admit(head, person(f"S-{i}", None, iin_absent_reason="т"), study(), Why("а")) for i in range(4)]
    stop = threading.Event()
    wrong: list[Any] = []

    def write(mine: int) -> None:
        n = 0
        while not stop.is_set():
            n += 1
            id = made[(mine + n) % 4].id
            row = head.store.one("students", {"_id": id}, {"revision": 1}) or {}
            try:
                students.edit(head, id, row["revision"], {"studies.st1.group": f"{mine}-{n}"}, Why("т"))
            except StaleRevision:
                continue

    threads = [threading.Thread(target=write, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        anchor(head.store, tmp_path)
        wrong += verify(head.store, tmp_path).findings
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == [] and verify(head.store, tmp_path).whole


def test_erasure_keeps_the_trail_whole(head: Desk, tmp_path: Path) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    changes = {"contacts.phone": "+7 701 0000000", "contacts.email": "a@b.kz"}
    edited = students.edit(head, made.id, 1, changes, Why("т"))
    students.erase(head, made.id, edited.revision, ["contacts.phone"], application())
    assert verify(head.store, tmp_path).findings == []
    everything = str([r for c in ("students", "audit_events", "personal") for r in head.store.rows(c, {})])
    assert "0000000" not in everything and "a@b.kz" in everything
    assert "a@b.kz" not in str(head.store.rows("audit_events", {}))
    students.edit(head, made.id, edited.revision + 1, {"contacts.phone": "+7 702"}, Why("жаңа нөмір"))
    assert verify(head.store, tmp_path).findings == []


def test_numbers_of_papers_have_no_gaps_and_no_repeats(head: Desk, tmp_path: Path) -> None:
    """Eight threads take numbers; every third act is refused after it took one."""
    taken: list[int] = []

    def work(mine: int) -> None:
        chance = random.Random(mine)
        for n in range(12):

            def act(tx: Tx, n: int = n) -> Document:
                number = tx.number("transcript:2026")
                if chance.random() < 0.34:
                    raise RuleBroken("students.nothing_changed")
                code = f"N{number}"
                return tx.add(Discipline(code=code, name=Text(kk=code), credits=Decimal(1)))

            try:
                taken.append(int(head.transact("reference.edit", act, Why("т")).code[1:]))  # type: ignore[attr-defined]
            except OfficeError:
                continue

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 30 < len(taken) < 90
    assert sorted(taken) == list(range(1, len(taken) + 1))
    assert verify(head.store, tmp_path).findings == []


def test_only_the_seal_writes_the_trail() -> None:
    """No code changes or removes entries, pages or anchors: their names stand beside insert and reading only."""
    kept = ("audit_events", "audit_pages", "anchors", "anchor_heads")
    reading = {"one", "rows", "each", "count", "size", "names", "aggregate"}
    writing = set()
    for path in (ROOT / "core").rglob("*.py"):
        if path.is_relative_to(ROOT / "core" / "db"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            said = {a.value for a in node.args if isinstance(a, ast.Constant)}
            if said & set(kept) and node.func.attr not in reading:
                writing.add((path.relative_to(ROOT).as_posix(), node.func.attr))
    writers = {w for w in writing if w[1] not in ("_say", "append")}
    assert ("core/tx/sealing.py", "insert") in writers
    assert {w[1] for w in writers} <= {"insert", "keep"}, writers  # `keep`: a row inserted with the act


def test_every_act_has_its_word_and_every_finding_too() -> None:
    acts = set()
    for path in (ROOT / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("transact", "seal"):
                acts |= {a.value for a in node.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert "grade_sheet.close" in acts
    assert [a for a in sorted(acts) if not known("audit.action." + a.replace(".", "_"))] == []


def test_a_big_act_keeps_its_list_in_pages(head: Desk, tmp_path: Path, tampered: None) -> None:
    ids = many(head, 1201)
    entry = head.store.rows("audit_events", {})[0]
    assert (entry["pages"], entry["touched"], entry["changes"]) == (3, [], [])
    pages = head.store.rows("audit_pages", {}, sort=[("n", 1)])
    assert [len(p["touched"]) for p in pages] == [500, 500, 201]
    assert anchor(head.store, tmp_path) is not None
    assert verify(head.store, tmp_path).findings == []
    assert len(trail.entry(head, entry["_id"])["changes"]) == trail.SHOWN

    head.store.db["disciplines"].update_one({"_id": ids[700]}, {"$set": {"name.kk": "Басқа"}})
    assert [(f.id, f.field) for f in verify(head.store, tmp_path).findings] == [(ids[700], "name.kk")]
    head.store.db["disciplines"].update_one({"_id": ids[700]}, {"$set": {"name.kk": "Пән 700"}})
    head.store.db["audit_pages"].update_one({"n": 2}, {"$set": {"touched.0.hash": "0" * 64}})
    found = verify(head.store, tmp_path).findings
    assert ("audit_events", "pages") in {(f.kind, f.field) for f in found}


def many(desk: Desk, n: int) -> list[str]:
    docs = [Discipline(code=f"D{i}", name=Text(kk=f"Пән {i}"), credits=Decimal(5)) for i in range(n)]

    def work(tx: Tx) -> Document:
        return [tx.add(d) for d in docs][-1]

    desk.transact("reference.edit", work, Why("т"))
    return [d.id for d in docs]


def test_students_brought_by_a_job_are_named_by_field_too(head: Desk, tmp_path: Path, tampered: None) -> None:
    """A big act keeps no whole changes, yet an altered field of what it brought has its name."""
    store, ids = head.store, [new_id() for _ in range(3)]
    inside: list[Any] = []

    def publish(tx: Tx) -> Document:
        inside.append(verify(store, tmp_path))  # seen from outside, its students are not published yet
        return tx.add(Discipline(code="X", name=Text(kk="x"), credits=Decimal(1)))

    works = [big.Work(id, f"J-{i}", 0, "", [("admitted", "2025-09-01", admitted(i))]) for i, id in enumerate(ids)]
    big.run(head, "import.run", "import.run", works, publish, Why("әкелу"))
    assert inside[0].findings == [] and inside[0].notes == ["audit.note.unfinished"]
    assert verify(store, tmp_path).findings == []
    row = store.one("students", {"_id": ids[1]}) or {}
    values = {"name.first": "Басқа", "events.0.profile.name.first": "Басқа"}
    store.db["students"].update_one({"_id": ids[1]}, {"$set": values})
    assert [(f.id, f.field) for f in verify(store, tmp_path).findings] == [(ids[1], "events.1.profile.name.first")]
    store.db["students"].replace_one({"_id": ids[1]}, row)
    store.db["students"].delete_one({"_id": ids[2]})
    assert [(f.id, f.field) for f in verify(store, tmp_path).findings] == [(ids[2], "")]


def admitted(i: int) -> Row:
    profile = person(f"J-{i}", None, iin_absent_reason="т")
    return {"profile": plain(profile), "study": plain(StudyProfile(id="st"))}


def test_an_empty_field_added_later_breaks_no_hash() -> None:
    row = {"_id": "1", "a": 1, "b": {"c": Decimal("3.0")}}
    assert content_hash(row) == content_hash({**row, "new": None, "b": {"c": Decimal("3.00"), "d": None}})
    assert content_hash(row) != content_hash({**row, "new": ""})


# anchors -----------------------------------------------------------------------------------------------------


def test_anchors_follow_each_other_and_are_silent_where_nothing_changed(head: Desk, tmp_path: Path) -> None:
    maker = Anchorer(head.store, tmp_path)
    assert maker.run() is None
    made = students.admit(head, person(), study(), Why("а"))
    first = maker.run()
    assert first and first.n == 1 and first.count == 1 and maker.run() is None
    students.edit(head, made.id, 1, {"studies.st1.group": "ОС-1"}, Why("т"))
    again = Anchorer(head.store, tmp_path).run()  # after a restart: another process, the same line of anchors
    assert again and again.n == 2 and again.prev == first.hash and again.count == 1 and again.entries == 2
    students.edit(head, made.id, 2, {"studies.st1.group": "ОС-2"}, Why("т"))
    third = maker.run()
    assert third and third.n == 3 and third.prev == again.hash
    read = Anchored(head.store, tmp_path)
    assert read.findings == [] and read.ledger.lines["students", made.id][:2] == (3, 3)


def test_key_is_closed_to_others_and_never_in_the_database(head: Desk, tmp_path: Path) -> None:
    students.admit(head, person(), study(), Why("а"))
    anchor(head.store, tmp_path)
    secret = tmp_path / "keys" / "anchor.pem"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    middle = secret.read_text().splitlines()[1]
    assert middle not in str(head.store.rows("anchors", {}))


def test_strangers_key_is_noticed(head: Desk, tmp_path: Path, tampered: None) -> None:
    students.admit(head, person(), study(), Why("а"))
    anchor(head.store, tmp_path / "stranger")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "anchor.pub").write_text("00" * 32 + "\n")
    assert [f.field for f in verify(head.store, tmp_path).findings] == ["key"]
    assert verify(head.store, tmp_path).notes == ["audit.note.no_log"]


def test_one_worker_holds_the_lease(store: Store, tmp_path: Path) -> None:
    assert lease.take(store, "work", "a", 60) and not lease.take(store, "work", "b", 60)
    assert lease.take(store, "work", "a", 0)
    assert lease.take(store, "work", "b", 60)
    lease.give_back(store, "work", "a")
    assert not lease.take(store, "work", "a", 60), "only its holder gives a lease back"
    lease.give_back(store, "work", "b")
    assert lease.take(store, "work", "a", 60)


def test_the_scheduler_anchors_what_is_new(head: Desk, tmp_path: Path) -> None:
    work = anchoring(head.store, tmp_path)
    made = students.admit(head, person(), study(), Why("а"))
    assert work() and not work()
    assert head.store.count("anchors", {}) == 1
    students.edit(head, made.id, 1, {"studies.st1.group": "ОС-1"}, Why("б"))
    assert work() and head.store.count("anchors", {}) == 2


# reading the trail ---------------------------------------------------------------------------------------------


def test_history_is_found_by_who_what_which_and_when(head: Desk, senior: Desk) -> None:
    made = students.admit(head, person(), study(), Why("қабылдау"))
    students.edit(senior, made.id, 1, {"studies.st1.group": "ОС-1"}, Why("Топқа бөлу"))
    asked = trail.Asked

    def acts(**more: Any) -> list[str]:
        return [r["action"] for r in trail.history(head, asked(**more))]

    assert acts() == ["student.edit", "student.register"]
    assert acts(who=senior.actor.id) == ["student.edit"]
    assert acts(action="student.register") == ["student.register"]
    assert acts(kind="users") == []
    for document in (made.id, "S-1", "әбен"):
        assert len(acts(document=document)) == 2, document
    assert acts(text="бөлу") == ["student.edit"]
    assert len(acts(start=head.today(), end=head.today())) == 2 and acts(end=date(2020, 1, 1)) == []
    assert trail.people(head) == {a.id: a.name for a in (head.actor, senior.actor)}
    with pytest.raises(Forbidden):
        trail.history(Desk(actor(Role.teacher), head.store), asked())


@pytest.mark.parametrize("lang", LANGS)
def test_changes_are_said_in_words_and_personal_values_are_not(head: Desk, lang: Any) -> None:
    made = students.admit(head, person(), study(), Why("а"))
    changes = {"studies.st1.year": 2, "contacts.phone": "+7 701", "sex": "female"}
    students.edit(head, made.id, 1, changes, Why("т"))
    entry = trail.entry(head, head.store.rows("audit_events", {"seq": 2})[0]["_id"])
    said = {line[1].split(" · ")[-1]: line[2:] for line in words.lines(entry, lang)}
    year, phone, sex = (
        {"kk": "Курс", "ru": "Курс", "en": "Year of study"},
        {"kk": "Телефон"},
        {"kk": "Жынысы"},
    )
    assert said[year[lang]] == ("1", "2")
    if lang == "kk":
        assert said[phone[lang]] == ("—", "•••") and said[sex[lang]] == ("—", "Әйел")
    for line in words.lines(entry, lang):
        assert "audit." not in " ".join(line) and t("audit.path.other", lang) not in line[1]


def test_created_student_says_every_field(head: Desk) -> None:
    made: Student = students.admit(head, person(), study(), Why("а"))
    entry = trail.entry(head, head.store.rows("audit_events", {"subject.id": made.id})[0]["_id"])
    said = [line[1] for line in words.lines(entry, "kk")]
    assert any(s.endswith("Тегі") for s in said) and any(s.endswith("Туған күні") for s in said)
    assert not any(t("audit.path.other", "kk") in s for s in said), said
