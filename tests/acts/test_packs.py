"""Packs (clause 22): asked for, made as one file with its index, logged, asked for again in one press, changed."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from pypdf import PdfReader

from core import kinds, packs, sums
from core.db.store import Store
from core.desk import Desk, Why
from core.errors import Forbidden, Problems, RuleBroken
from core.jobs.run import Run
from core.packs.work import make_work
from schemas.base import Head, new_id
from schemas.kinds import PackPart, Sort
from schemas.pack import Pack, PackState
from schemas.words import Role
from tests.acts.job_kit import ended, worker
from tests.acts.order_kit import Staff, staff


@pytest.fixture
def people(shipped: Store) -> Staff:
    found = staff(shipped)
    for n in (1, 2, 3):
        found.of.pupil(n, admitted_on=found.today - timedelta(500))
    sums.refresh(found.store)
    return found


def made(desk: Desk, pack: Pack) -> Pack:
    """The pack as its work leaves it."""
    row = desk.store.rows("runs", {"params.pack": pack.id})[0]
    ended(desk.store, row["_id"])
    return packs.get(desk, pack.id)


def test_a_pack_is_one_file_whose_index_tells_the_hash_of_each(people: Staff) -> None:
    asked = packs.ask(people.head, "accreditation", {"day": people.today, "to": "Агенттік"}, "kk", Why("жылдық"))
    assert asked.number == f"{people.today.year}-001" and asked.status is PackState.making
    pack = made(people.head, asked)
    assert pack.status is PackState.made and pack.file is not None, pack
    data = packs.taken(people.head, pack.id)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        inside = {n: packed.read(n) for n in packed.namelist()}
    listed = {f.name: f.sha256 for f in pack.files}
    assert {n: sha256(b).hexdigest() for n, b in inside.items() if not n.startswith("00 ")} == listed
    index = next(b for n, b in inside.items() if n.startswith("00 ") and n.endswith(".csv")).decode("utf-8-sig")
    assert all(hash in index for hash in listed.values())
    parts = {f.part for f in pack.files} | {g.part for g in pack.gaps}
    assert parts == {i.part for i in pack.items} and PackPart.contingent in {f.part for f in pack.files}
    assert {g.key for g in pack.gaps} >= {"packs.no_commissions", "packs.no_permit"}
    for name, one in inside.items():
        if name.endswith(".pdf"):
            assert PdfReader(io.BytesIO(one)).is_encrypted, name
    look = people.store.rows("looks", {"page": "packs", "kind": "packs"})[-1]
    assert (look["to"], look["id"], look["did"]) == ("Агенттік", pack.id, "download")
    with pytest.raises(RuleBroken, match="is_made"):
        packs.resume(people.head, pack.id, Why())
    with pytest.raises(RuleBroken, match="frozen"):
        people.head.transact("pack.finish", lambda tx: tx.save(_other(tx.get(Pack, pack.id))), Why(), "pack.make")
    row = people.store.rows("runs", {"params.pack": pack.id})[0]
    assert make_work(Run(people.store, row, people.head)) == {"pack": pack.id}  # begun once more, nothing is done twice


def test_next_year_it_is_one_press_and_what_cannot_be_is_answered(people: Staff) -> None:
    head = people.head
    for values, field in (({"day": people.today + timedelta(1), "to": "Агенттік"}, "day"), ({"to": ""}, "to")):
        with pytest.raises(Problems) as e:
            packs.ask(head, "licensing", values, "kk", Why())
        assert e.value.problems[0].field == field
    for role in (Role.management, Role.teacher):
        with pytest.raises(Forbidden):
            packs.ask(worker(people.store, role), "licensing", {"to": "Комитет"}, "kk", Why())
    own = [{"part": "programmes", "code": ""}]
    kinds.save(head, Sort.pack, "licensing", 1, {"body.items": own}, Why("тізім қысқарды"))
    first = packs.ask(head, "licensing", {"day": people.today - timedelta(400), "to": "Комитет"}, "ru", Why())
    first = made(head, first)
    assert [f.part for f in first.files] == [PackPart.programmes] * 2 and first.gaps == []
    kinds.save(head, Sort.pack, "licensing", 2, {"body.items": [*own, {"part": "contingent", "code": ""}]}, Why("т"))
    again = packs.again(head, first.id, Why())
    assert (again.day, again.to, again.lang, again.version) == (people.today, "Комитет", "ru", 3)
    assert again.again is not None and again.again.id == first.id and again.year >= first.year
    with pytest.raises(RuleBroken, match="goes_on"):
        packs.again(head, again.id, Why())
    assert {f.part for f in made(head, again).files} == {PackPart.programmes, PackPart.contingent}


def test_a_pack_whose_work_fell_is_begun_anew_and_a_form_that_is_gone_is_told(people: Staff) -> None:
    head = people.head
    kinds.save(head, Sort.pack, "licensing", 1, {"body.items": [{"part": "permits"}]}, Why("т"))
    pack = made(head, packs.ask(head, "licensing", {"to": "Комитет"}, "kk", Why()))
    assert [g.key for g in pack.gaps] == ["packs.nothing"] and pack.files == [] and packs.taken(head, pack.id)
    fell = pack.model_copy(update={"id": new_id(), "number": "2020-001", "status": PackState.making, "revision": 0,
                                   "gaps": [], "file": None, "head": Head()})  # fmt: skip
    head.transact("pack.ask", lambda tx: tx.add(fell), Why(), "pack.make")  # its process died before it was made
    assert not packs.going_on(head, fell)
    with pytest.raises(RuleBroken, match="goes_on"):
        packs.taken(head, fell.id)
    packs.resume(head, fell.id, Why())
    assert made(head, fell).status is PackState.made
    with pytest.raises(Problems) as e:
        kinds.save(head, Sort.pack, "licensing", 2, {"body.items": [{"part": "stat_form", "code": "gone"}]}, Why("т"))
    assert e.value.problems[0].field == "body.items.0.code"


def _other(of: Pack) -> Pack:
    of.files = []
    return of
