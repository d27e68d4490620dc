"""A base of an earlier shape gets signatories with dates, and a stranger checks a certificate on the web."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from core import migrations, office, students
from core.access import Actor
from core.audit.verify import verify
from core.db import backup
from core.db.store import Store
from core.desk import Desk, Why
from core.kinds import ship
from core.papers import acts, life, reading
from schemas.base import Ref, Text
from schemas.paper import Paper
from schemas.reference import Office
from schemas.student import Name, Profile, StudyProfile
from schemas.words import Role
from tests.acts.test_demo import ZIP, empty  # noqa: F401
from tests.acts.test_web import GOOD, client  # noqa: F401


def test_an_earlier_base_gets_signatories_and_makes_papers(empty: Store, tmp_path: Path) -> None:  # noqa: F811
    backup.restore(empty, ZIP)
    before = empty.one("office", {}) or {}
    assert before["signer_1"] and "signers" not in before
    assert "0002_signatories" in migrations.migrate(empty)
    assert migrations.migrate(empty) == []
    card = empty.load(Office, "office")
    assert [s.post.kk for s in card.signers] == [before["signer_1"]["kk"], before["signer_2"]["kk"]]
    assert card.signers[0].name and card.signers[0].name.kk == before["signer_1_name"]
    assert verify(empty, tmp_path).whole
    ship(empty)
    desk = Desk(Actor("u-head", "Тест", Role.head), empty)
    row = empty.rows("students", {"studies.status": "active"}, limit=1)[0]
    study = next(s for s in row["studies"] if s["status"] == "active")
    paper = acts.request(desk, "results_extract", row["_id"], study["id"], {"lang": "kk"}, Why("x"))
    paper = acts.make(desk, paper.id, paper.revision, Why())
    assert reading.file_of(desk, paper.id)[1].startswith(b"%PDF")
    old = reading.listed(desk, kind="transcript")
    assert old and {str(r["state"]) for r in old} == {"issued"}
    moved = reading.one(desk, "transcripts", old[0]["_id"])
    life.sign(Desk(Actor("u-2", "Екінші", Role.management), empty), type(moved), moved.id, moved.revision, Why())
    assert verify(empty, tmp_path).whole


def test_a_stranger_checks_a_certificate(client: TestClient, store: Store) -> None:  # noqa: F811
    office.open_office(store, office.first_office("Консерватория", "Алматы"), {"login": "head", "name": "Б"}, GOOD)
    ship(store)
    desk = Desk(office.SYSTEM, store)
    study = StudyProfile(id="s1", programme=Ref(id="p", label=Text(kk="Музыка")))
    name = Name(last="Әбенова", first="Қарлығаш")
    made = students.admit(desk, Profile(number="S-1", name=name, iin_absent_reason="x"), study, Why("x"))
    paper = acts.request(desk, "place_of_study", made.id, "s1", {"lang": "kk"}, Why("x"))
    paper = acts.make(desk, paper.id, paper.revision, Why())

    def told() -> Any:
        return client.get(f"/verify/{paper.code}")

    assert told().status_code == 200 and "әлі қол қойылмаған" in told().text
    leader = Desk(Actor("u-2", "Екінші", Role.management), store)
    paper = life.sign(leader, Paper, paper.id, paper.revision, Why())
    answer = told().text
    assert "Мұндай құжат берілген" in answer and "Оқу орнынан анықтама" in answer and paper.number in answer
    assert "Қарлығаш" not in answer and "S-1" not in answer
    life.cancel(desk, Paper, paper.id, paper.revision, Why("қате"))
    assert "жарамсыз" in told().text
