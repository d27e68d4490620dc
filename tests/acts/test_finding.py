"""Find anything (clauses 24-b, 33-9): by any spelling and number, inside right and scope; what was opened, pinned."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core import finding, students, web
from core.access import Actor
from core.db import floor
from core.desk import Desk, Why
from core.finding import SOURCES, recents
from core.finding.asking import FEW
from core.finding.sources import spellings
from core.i18n import known
from core.ui import menu
from core.users import sessions
from schemas.base import Ref, Text
from schemas.student import Name, Profile, Student, StudyProfile
from schemas.user import User
from schemas.words import Role
from tests.acts.test_web import HERE, SENDS

STRINGS, VOICE = (Ref(id=i, label=Text(kk=n)) for i, n in (("f1", "Аспаптық факультет"), ("f2", "Вокал факультеті")))
IIN = "050514699359"


def admit(desk: Desk, number: str, last: str, first: str, faculty: Ref = STRINGS, **more: Any) -> Student:
    profile = Profile(number=number, name=Name(last=last, first=first), **({"iin_absent_reason": "т"} | more))
    return students.admit(desk, profile, StudyProfile(id=f"s{number}", faculty=faculty), Why(), date(2024, 9, 1))


@pytest.fixture
def people(head: Desk, tampered: None) -> Desk:
    """Three students of two faculties, a sheet, an order, a blank, a diploma, two papers and a controlled document."""
    mine = admit(head, "240001", "Қасымова", "Әйгерім", iin=IIN, iin_absent_reason="")
    admit(head, "240002", "Ергалиев", "Ёлкин")
    admit(head, "250003", "Касымов", "Дәулет", VOICE)
    ref = {"id": "x", "label": {"kk": "Сольфеджио", "ru": "Сольфеджио", "en": "Solfeggio"}}
    word = ref["label"]
    whose = {"id": mine.id, "label": {"kk": "Қасымова Әйгерім", "ru": "", "en": ""}}
    rows: dict[str, dict[str, Any]] = {
        "grade_sheets": {"number": "2026-00042", "kind_name": word, "discipline": ref, "faculty": {"id": "f1"}},
        "orders": {"number": "117-с", "year": 2026, "day": "2026-10-05", "kind_name": word, "faculties": ["f1"]},
        "blanks": {"kind": "diploma", "series": "ЖБ-Б", "number": "0000117", "n": 117, "key": "ЖББ0000117",
                   "status": "in_stock", "since": "2026-01-10", "receipt": ref},
        "diplomas": {"number": "2026-00007", "platform": {"number": "BD00123"}, "year": 2026, "name": word, "key": "x",
                     "faculty": {"id": "f1"}, "code": "DIPLOMACODE"},
        "transcripts": {"number": "T-2026-5", "code": "QWERTY", "student": whose, "day": "2026-10-05"},
        "papers": {"number": "A-2026-9", "code": "ASDFGH", "code_of_kind": "study", "kind": ref, "student": whose},
        "letters": {"number": "03-12/45", "their_number": "7-118", "subject": "Контингент", "correspondent": ref},
        "norm_documents": {"code": "Е-12", "name": {"kk": "Академиялық саясат", "ru": "Академическая политика",
                                                    "en": "Academic policy"}, "status": "in_force"},
    }  # fmt: skip
    for name, row in rows.items():  # only what a search reads of them
        floor.fill(head.store.db, name, [{"_id": f"1-{name}", "revision": 1, **row}])
    return head


def met(desk: Desk, text: str) -> dict[str, list[str]]:
    return {word: [h.label for h in hits] for word, hits in finding.find(desk, text).groups.items()}


def test_everything_is_found_by_what_people_type(people: Desk) -> None:
    assert met(people, "касымова айгерим")["students"] == ["Қасымова Әйгерім"], "any spelling"
    assert met(people, "КАСЫМОВ")["students"] == ["Касымов Дәулет", "Қасымова Әйгерім"]
    assert met(people, "24000")["students"] == ["Ергалиев Ёлкин", "Қасымова Әйгерім"]
    assert met(people, IIN) == {"students": ["Қасымова Әйгерім"]}
    assert met(people, "2026-0") == {"grade_sheets": ["2026-00042"], "diplomas": ["2026-00007"]}
    assert met(people, "№ 117") == {"orders": ["№ 117-с"], "blanks": ["ЖБ-Б № 0000117"]}
    assert met(people, "жб-б 0000117") == {"blanks": ["ЖБ-Б № 0000117"]}, "as a hand scanner or a hurried hand types"
    assert met(people, "bd00123") == {"diplomas": ["2026-00007"]}
    assert met(people, "t-2026-5") == {"transcripts": ["T-2026-5"]}
    assert met(people, "A-2026") == {"papers": ["A-2026-9"]}
    assert met(people, "03-12/")["letters"] == met(people, "7-118")["letters"] == ["03-12/45"]
    assert met(people, "академическая полит") == {"norm_documents": ["Академиялық саясат"]}


@pytest.mark.parametrize("text", ["", "   ", ".*", "$where", "(", "\\", "х" * 5000, "9" * 400, "^", "\x00", "\ud800"])
def test_no_typed_text_is_a_pattern_or_a_fault(people: Desk, text: str) -> None:
    assert met(people, text) == {}
    assert set(finding.find(people, text).looked) == {s.word for s in SOURCES}
    assert met(people, f"[{text}касымова.*") in ({}, met(people, "касымова")), "signs are letters, never a pattern"


def test_right_and_scope_of_each_collection_are_asked(people: Desk) -> None:
    registrar = Desk(Actor("r", "Р", Role.registrar, assigned={"faculty": ("f1",)}), people.store)
    assert met(registrar, "касым") == {"students": ["Қасымова Әйгерім"]}, "the other faculty is not his"
    assert "orders" in met(registrar, "117")
    strange = Desk(Actor("r", "Р", Role.registrar, assigned={"faculty": ("f2",)}), people.store)
    assert met(strange, "2026-0") == {} and "orders" not in met(strange, "117")
    hr = Desk(Actor("h", "К", Role.hr), people.store)
    assert met(hr, IIN) == {} and set(finding.find(hr, "1").looked) == {"orders", "norm_documents"}


def test_a_few_of_each_the_exact_number_first(head: Desk) -> None:
    for n in range(FEW + 3):
        admit(head, f"70{n}" if n else "7", f"А{n}", "Б")
    hits = finding.find(head, "7").groups["students"]
    assert hits[0].note.startswith("7") and len(hits) <= FEW


def test_every_question_has_its_index(people: Desk) -> None:
    for source in SOURCES:
        for text in ("2026-00042", "240001", "ab12"):
            for where, _ in source.asks(people, text):
                if source.fits is None:
                    assert people.store.indexed(source.model.collection, where), (source.word, where)


def test_every_source_has_its_page_and_its_name() -> None:
    for source in SOURCES:
        [item] = [i for i in menu.MENU if i.file == source.page]
        assert (item.right == source.right or source.word in ("transcripts", "letters")) and known(
            f"finding.in.{source.word}"
        )
    assert spellings(" № 12-а") == ["12-а", "12-А"] and spellings("  ") == []


def test_what_was_opened_and_pinned_is_kept_for_its_user_alone(people: Desk) -> None:
    ids = [r["_id"] for r in people.store.rows("students", {}, {"_id": 1}, [("number", 1)])]
    for id in [*ids, ids[0]]:
        assert finding.opened(people, "student", {"id": id})
    assert finding.opened(people, "paper", {"of": "transcripts", "paper": "1-transcripts"})
    assert not finding.opened(people, "students", {}) and not finding.opened(people, "paper", {"paper": "x"})
    order = [("transcripts", "1-transcripts"), ("students", ids[0]), ("students", ids[2]), ("students", ids[1])]
    assert finding.kept(people) == ([], order), "the newest first, each once"
    assert finding.pin(people, "students", ids[1]) and finding.kept(people) == ([order[3]], order[:3])
    assert not finding.pin(people, "students", ids[1]) and finding.kept(people)[0] == []
    other = Desk(Actor("r", "Р", Role.registrar, assigned={"faculty": ("f2",)}), people.store)
    assert finding.kept(other) == ([], [])
    seen = finding.resolved(other, [*order, ("gone", "1"), ("students", "gone")])
    assert [h.label for h in seen] == ["Касымов Дәулет"], "of what he may not see not even the name is told"
    for n in range(recents.RECENT + 5):
        finding.opened(people, "student", {"id": f"n{n}"})
    assert len(finding.kept(people)[1]) == recents.RECENT
    finding.forget(people)
    assert finding.kept(people) == ([], [])


def test_the_address_of_the_box_answers_its_user_alone(people: Desk) -> None:
    user = User(login="aigul", name="Айгүл", role=Role.registrar, faculties=[STRINGS], order_number="1")
    people.transact("user.appoint", lambda tx: tx.add(user), Why("т"))
    site = web.Site(store=lambda: people.store, folder=Path, https=False, demo=False, provider=None)
    app = Starlette(routes=web.routes(), middleware=web.middleware(site))
    stranger = TestClient(app, base_url=HERE, follow_redirects=False)
    assert stranger.get("/find?q=касым").status_code == 401
    box = TestClient(app, base_url=HERE, cookies={"office": sessions.begin(people.store, user, "127.0.0.1")})
    said = box.get("/find", params={"q": "касым", "lang": "ru"}).json()
    assert [(g["title"], [h["label"] for h in g["hits"]]) for g in said["groups"]] == [
        ("Студенты", ["Қасымова Әйгерім"])
    ]
    hit = said["groups"][0]["hits"][0]
    assert hit["page"] == "student" and hit["address"] == {"id": hit["id"]} and not hit["pinned"]
    assert [h["id"] for g in box.get("/find?q=ведомост").json()["groups"] for h in g["hits"]][0] == "grade_sheets"
    none = box.get("/find", params={"q": "жоқнәрсе", "lang": "kk"}).json()
    assert none["groups"] == [] and "жоқнәрсе" in none["nothing"] and "Ведомостар" in none["nothing"]
    mark = {"word": "students", "id": hit["id"]}
    assert box.post("/find/pin", data=mark).status_code == 403, "only from a page of ours"
    assert box.post("/find/pin", data=mark, headers=SENDS).json() == {"pinned": True}
    assert box.post("/find/pin", data={**mark, "id": "gone"}, headers=SENDS).status_code == 404
    [pinned] = box.get("/find").json()["groups"]
    assert [h["label"] for h in pinned["hits"]] == ["Қасымова Әйгерім"]
